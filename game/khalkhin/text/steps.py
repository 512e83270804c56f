"""What the steps of a move cost, in words."""

from __future__ import annotations

from collections.abc import Mapping

from khalkhin.core.explain import CostPart, Expense
from khalkhin.core.model.rules import Road
from khalkhin.text import kinds
from khalkhin.translation import N_, _

#: What MP are taken for besides the ground.
EXPENSES: Mapping[Expense, str] = {
    Expense.CROSSING: N_("Over the {crossing}"),
    Expense.WADING: N_("Wading the stream"),
    Expense.CLIMBING: N_("Climbing the escarpment"),
    Expense.MUD: N_("Mud off the roads"),
    Expense.ZONE_IN: N_("In beside an enemy (his zone of control)"),
    Expense.ZONE_OUT: N_("Away from beside an enemy (his zone of control)"),
    Expense.SWIMMING: N_("Swimming the river takes the whole move"),
    Expense.ONE_STEP: N_("A fresh unit may always make one step"),
}
ROADS: Mapping[Road, str] = {
    Road.TRACK: N_("{ground}, along the track"),
    Road.ROAD: N_("{ground}, along the road"),
}


def step_part(part: CostPart) -> str:
    """What a part of a step's cost is for."""
    if part.expense is Expense.GROUND:
        return part.ground
    crossing = kinds.crossing_kind(part.crossing) if part.crossing is not None else ""
    text = ROADS[part.road] if part.expense is Expense.ROAD else EXPENSES[part.expense]
    return _(text).format(ground=part.ground, crossing=crossing)
