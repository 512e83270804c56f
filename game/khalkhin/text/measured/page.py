"""Pages of measured battles: of a few rows each by itself, and of the whole plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from khalkhin.play.measure.chronicle.records import Chronicle
from khalkhin.play.measure.rows import Measured
from khalkhin.text.measured.business import activity
from khalkhin.text.measured.dying import deaths
from khalkhin.text.measured.grades import described, grades
from khalkhin.text.measured.means import follies, systems
from khalkhin.text.measured.pockets import places, pockets
from khalkhin.translation import N_, _, ngettext

Section = Callable[[Measured, Sequence[Chronicle]], list[str]]

#: What is told of battles that have chronicles, in this order.
SECTIONS: tuple[tuple[str, Section], ...] = (
    (N_("How steps died"), deaths),
    (N_("Pockets"), pockets),
    (N_("Places taken for good"), places),
    (N_("Turn by turn"), activity),
    (N_("Use of means"), systems),
    (N_("Follies"), follies),
)
FOLLIES = (N_("Follies"),)
ALL = tuple(title for title, _section in SECTIONS)


def page(command: str, found: Sequence[Measured], wanted: Sequence[str] = ()) -> str:
    """A page with the grades of each row and the `wanted` sections."""
    parts = [_("# Battles, measured"), intervals(), made(command)]
    for one in found:
        parts += [f"## {one.scenario.title}", _battles(one), *grades(one), *sections(one, wanted)]
    return "\n\n".join(parts) + "\n"


def intervals() -> str:
    """Which intervals are given."""
    return _(
        "Computer against computer, one battle a seed. In brackets stands where a figure lies with 95 % confidence: "
        "bootstrap intervals for means (narrow where battles are few), Wilson's for shares. Grades go from 0, "
        "disaster, to 4, decisive victory."
    )


def made(command: str) -> str:
    """How to make a page anew."""
    return _("Made anew by\n\n```\n{command}\n```").format(command=command)


def sections(found: Measured, wanted: Sequence[str]) -> list[str]:
    """The wanted sections of a row that has chronicles."""
    told = [r.chronicle for r in found.results if r.chronicle is not None]
    if not told:
        return []
    out = []
    for title, section in SECTIONS:
        if title in wanted:
            out += [f"### {_(title)}", *section(found, told)]
    return out


def _battles(found: Measured) -> str:
    first, last = found.results[0].seed, found.results[-1].seed
    told = ngettext("{n} battle, seed {first}.", "{n} battles, seeds {first} to {last}.", len(found.results))
    told = told.format(n=len(found.results), first=first, last=last)
    changed = described(found)
    return f"{told} {changed}." if changed else told
