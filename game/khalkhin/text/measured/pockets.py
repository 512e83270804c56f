"""Pockets by size and length, and when places changed hands."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median, median_low, quantiles

from khalkhin.core.model.scenario import Scenario
from khalkhin.play.measure.chronicle.records import Chronicle, Ring
from khalkhin.play.measure.marks import GREAT, LONG
from khalkhin.play.measure.rows import Measured
from khalkhin.text.measured.tables import shared, table
from khalkhin.translation import _

#: Steps by which pockets are told apart.
SIZES = (8, GREAT, 24)


def pockets(found: Measured, told: Sequence[Chronicle]) -> list[str]:
    """For each side how often, how long and since when so many steps were in a pocket."""
    out = [
        _(
            "A pocket is a group that the enemy has cut off from every source, looked at when its side's turns begin. "
            "Turns are those with at least so many steps in the longest pocket of a battle, the date is that on which "
            "the first was closed; medians of the battles that have one."
        )
    ]
    for side in found.scenario.sides:
        rings = [[r for r in chronicle.rings if r.side == side.id] for chronicle in told]
        great = sum(any(r.held(GREAT) >= LONG for r in mine) for mine in rings)
        sentence = _("{side}: a pocket of {steps} steps or more was held for {turns} turns or more in {share}.")
        head = [_("steps"), _("battles"), _("turns"), _("closed on")]
        rows = [_row(found.scenario, rings, size) for size in SIZES]
        out += [
            sentence.format(side=side.name, steps=GREAT, turns=LONG, share=shared(great, len(told))),
            table(head, rows),
        ]
    return out


def _row(scenario: Scenario, rings: Sequence[Sequence[Ring]], size: int) -> tuple[str, ...]:
    with_one = [[r for r in mine if r.held(size)] for mine in rings]
    with_one = [mine for mine in with_one if mine]
    if not with_one:
        return (f"≥ {size}", shared(0, len(rings)), "–", "–")
    turns = median(max(r.held(size) for r in mine) for mine in with_one)
    closed = median_low([min(r.since(size) or r.closed for r in mine) for mine in with_one])
    return (f"≥ {size}", shared(len(with_one), len(rings)), f"{turns:g}", date(scenario, closed))


def places(found: Measured, told: Sequence[Chronicle]) -> list[str]:
    """When each place was taken for good."""
    head = [_("place"), _("taken by"), _("battles"), _("10 %"), _("median"), _("90 %")]
    names, rows = {s.id: s.name for s in found.scenario.sides}, []
    for objective in found.scenario.objectives:
        for side, name in names.items():
            turns = [t.turn for c in told for t in c.takings if (t.objective, t.side) == (objective.name, side)]
            if turns:
                tenths = quantiles(turns, n=10, method="inclusive") if len(turns) > 1 else turns * 9
                marks = (round(tenths[0]), median_low(turns), round(tenths[-1]))
                dates = [date(found.scenario, turn) for turn in marks]
                rows.append((objective.name, name, shared(len(turns), len(told)), *dates))
    return [table(head, rows)] if rows else [_("No place changed hands for good.")]


def date(scenario: Scenario, turn: int) -> str:
    """The day of a turn, with its time."""
    info = scenario.calendar[turn - 1]
    return f"{info.date[5:]} {info.clock}"
