"""The page of the whole plan: tables of rows beside one another, then August and the other battles in detail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from khalkhin.play.measure.intervals import average, difference
from khalkhin.play.measure.marks import judged
from khalkhin.play.measure.plan import Part
from khalkhin.play.measure.rows import Measured
from khalkhin.text.measured.grades import described
from khalkhin.text.measured.marks_table import marks_table
from khalkhin.text.measured.page import ALL, intervals, made, sections
from khalkhin.text.measured.tables import shared, spread, table
from khalkhin.translation import N_, _, ngettext

TITLES: Mapping[Part, str] = {
    Part.BATTLES: N_("The staff against itself"),
    Part.STRATEGIES: N_("Strategies in August"),
    Part.PLAYERS: N_("An empty chair, and flight, in August"),
    Part.ABLATIONS: N_("What is taken from a side in August"),
    Part.SIMPLE: N_("The staff against simple players"),
}


def plan_page(command: str, found: Mapping[Part, Sequence[Measured]]) -> str:
    """The page; every part has its rows in the order of the plan."""
    parts = [_("# The ring, measured"), intervals(), made(command), f"## {_('What is to be shown')}"]
    parts.append(marks_table(judged(found)))
    for part, rows in found.items():
        parts += [f"## {_(TITLES[part])}", _battles(rows)]
        parts.append(_against(rows) if part is Part.SIMPLE else _beside(part, rows))
    for one in found.get(Part.BATTLES, ()):
        parts += [f"## {one.scenario.title}", *sections(one, ALL)]
    return "\n\n".join(parts) + "\n"


def _battles(rows: Sequence[Measured]) -> str:
    results = rows[0].results
    told = ngettext(
        "{n} battle a row, seeds {first} to {last}.", "{n} battles a row, seeds {first} to {last}.", len(results)
    )
    return told.format(n=len(results), first=results[0].seed, last=results[-1].seed)


def _beside(part: Part, rows: Sequence[Measured]) -> str:
    """Grades of both sides in each row; but for whole battles, the change against the first row for the side that
    differs."""
    compared = part is not Part.BATTLES
    head = [_("row"), _("grade, Soviet"), _("grade, Japanese"), _("points, Soviet"), _("steps lost, both")]
    head += [_("change of grade against the first row")] * compared
    lines = []
    for one in rows:
        line = [
            described(one) or one.scenario.title,
            *(spread(average(one.grades(side))) for side in ("soviet", "japanese")),
            spread(average([r.points["soviet"] for r in one.results]), 0, sign=True),
            " : ".join(f"{_lost(one, side):.0f}" for side in ("soviet", "japanese")),
        ]
        lines.append([*line, *[_change(rows[0], one)] * compared])
    return table(head, lines)


def _lost(one: Measured, side: str) -> float:
    return average([r.lost[side] for r in one.results]).value


def _change(first: Measured, one: Measured) -> str:
    """How the grade of the side that a row is about differs from the first row's."""
    row = one.row
    side = next((s for pairs in (row.players, row.ablations, row.strategies) for s, _name in pairs), "")
    if one is first or not side:
        return ""
    name = one.scenario.side(side).name
    gain = spread(difference(one.grades(side), first.grades(side)), sign=True)
    return _("{side}: {gain}").format(side=name, gain=gain)


def _against(rows: Sequence[Measured]) -> str:
    """How often the staff won against a simple player."""
    head = [_("battle"), _("simple player"), _("staff won"), _("grade of the staff"), _("points of the staff")]
    lines = []
    for one in rows:
        ((side, player),) = one.row.players
        staff = one.scenario.enemy(side)
        lines.append(
            (
                one.scenario.title,
                _("{player} for the {side}").format(player=player, side=one.scenario.side(side).name),
                shared(sum(r.winner == staff for r in one.results), len(one.results)),
                spread(average(one.grades(staff))),
                spread(average([r.points[staff] for r in one.results]), 0, sign=True),
            )
        )
    return table(head, lines)
