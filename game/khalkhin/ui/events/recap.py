"""What happened since a side last gave orders, in one list: its own losses first, then the enemy's, then the rest.

Harm is summed by unit: a regiment that was shelled twice and lost a step in an assault has one line, which leads to
where it happened last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from khalkhin.core.events import events as ev
from khalkhin.core.events.events import Event
from khalkhin.core.model.state import GameState
from khalkhin.text import amounts
from khalkhin.text.narrator.notice import Notice, capital, unit_name
from khalkhin.translation import _, ngettext
from khalkhin.ui.planning.actions import LookAt
from khalkhin.ui.widgets.rows import Gap, Heading, Line, Row


@dataclass(frozen=True, slots=True)
class Harm:
    """Harm that a unit took: what it is called, whether it is the reader's own, where, steps lost and suppressed, how
    often it was shelled, whether it was destroyed or taken."""

    unit: str
    name: str
    own: bool
    hex: int
    lost: int = 0
    suppressed: int = 0
    shelled: int = 0
    gone: str = ""


def harms(before: GameState, after: GameState, side: str, seen: Iterable[Event]) -> list[Harm]:
    """Harm among events that a side witnessed between two states of its view."""
    found: list[Harm] = []

    def harmed(unit: str, hex_: int) -> Harm:
        known = after.unit(unit) or before.unit(unit)
        own = known is not None and known.side == side
        return Harm(unit, capital(unit_name(before, after, unit)), own, hex_)

    for event in seen:
        match event:
            case ev.StepsLost(unit, hex_, steps):
                found.append(replace(harmed(unit, hex_), lost=steps))
            case ev.Suppressed(unit, hex_, steps):
                found.append(replace(harmed(unit, hex_), suppressed=steps))
            case ev.Destroyed(unit, hex_):
                found.append(replace(harmed(unit, hex_), gone=_("destroyed")))
            case ev.Captured(unit, _by, hex_):
                found.append(replace(harmed(unit, hex_), gone=_("captured")))
            case ev.Barraged(_gun, target):
                own = (u.id for u in before.at_hex(target) if u.side == side)
                found += [replace(harmed(unit, target), shelled=1) for unit in own]
    return found


def rows(suffered: Sequence[Harm], told: Sequence[Notice], row: Callable[[Notice], Row]) -> list[Row]:
    """The list. `row` makes a line of a notice. Empty where nothing happened that is worth a word: what is drawn from
    stores every turn is not."""
    out: list[Row] = []
    for own in (True, False):
        units = _summed(h for h in suffered if h.own == own)
        if units:
            title = _("Your losses") if own else _("Enemy losses")
            out += [Heading(title, _total(units), tone="bad" if own else "good")]
            out += [_line(h) for h in units]
            out.append(Gap(6))
    # What is told above as harm is not told twice.
    rest = [t for t in told if t.weight >= 1 and t.text and not t.harm]
    news = [t for t in rest if t.weight > 1 and t.tone != "dim"]
    groups = (
        (_("Decisive"), [t for t in rest if t.weight == 3]),
        (_("Arrivals, supply, orders from above"), [t for t in news if t.weight == 2]),
        (_("Fighting"), [t for t in rest if t.weight == 1]),
    )
    for title, notices in groups:
        if notices:
            out += [Heading(title), *map(row, notices), Gap(6)]
    if out:
        dim = [t for t in rest if t.weight == 2 and t.tone == "dim"]
        out += [*map(row, dim), Gap(6)] if dim else []
    return out[:-1]


def _summed(suffered: Iterable[Harm]) -> list[Harm]:
    """Harm by unit, the worst first."""
    by_unit: dict[str, Harm] = {}
    for h in suffered:
        old = by_unit.get(h.unit, Harm(h.unit, h.name, h.own, h.hex))
        by_unit[h.unit] = replace(
            h,
            lost=old.lost + h.lost,
            suppressed=old.suppressed + h.suppressed,
            shelled=old.shelled + h.shelled,
            gone=h.gone or old.gone,
        )
    return sorted(by_unit.values(), key=lambda h: (not h.gone, -h.lost, -h.suppressed, -h.shelled, h.name))


def _line(h: Harm) -> Row:
    parts = [h.gone] if h.gone else []
    if h.lost:
        parts.append(ngettext("{n} step lost", "{n} steps lost", h.lost).format(n=h.lost))
    if h.suppressed:
        parts.append(_("{n} suppressed").format(n=h.suppressed))
    if h.shelled:
        text = _("shelled") if h.shelled == 1 else _("shelled {n} times").format(n=h.shelled)
        parts.append(text if h.suppressed or h.lost or h.gone else _("{shelled}, no effect").format(shelled=text))
    action = LookAt(h.hex) if h.hex >= 0 else None
    return Line(h.name, "{}  ›".format(", ".join(parts)) if action else ", ".join(parts), action=action)


def _total(units: Sequence[Harm]) -> str:
    """Steps lost by all, and how many units are no more: who is destroyed or taken whole has lost no step before."""
    steps, gone = sum(h.lost for h in units), sum(bool(h.gone) for h in units)
    parts = [amounts.steps(steps)] if steps else []
    if gone:
        parts.append(ngettext("{n} unit gone", "{n} units gone", gone).format(n=gone))
    return ", ".join(parts)
