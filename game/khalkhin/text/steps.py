"""What the steps of a move cost, in words."""

from __future__ import annotations

from collections.abc import Mapping

from khalkhin.core.explain import Part, Toll
from khalkhin.core.model.rules import Road
from khalkhin.text import kinds
from khalkhin.translation import N_, _

#: What MP are taken for besides the ground.
TOLLS: Mapping[Toll, str] = {
    Toll.CROSSING: N_("Over the {crossing}"),
    Toll.WADING: N_("Wading the stream"),
    Toll.CLIMBING: N_("Climbing the escarpment"),
    Toll.MUD: N_("Mud off the roads"),
    Toll.ZONE_IN: N_("In beside an enemy (his zone of control)"),
    Toll.ZONE_OUT: N_("Away from beside an enemy (his zone of control)"),
    Toll.SWIMMING: N_("Swimming the river takes the whole move"),
    Toll.ONE_STEP: N_("A fresh unit may always make one step"),
}
ROADS: Mapping[Road, str] = {
    Road.TRACK: N_("{ground}, along the track"),
    Road.ROAD: N_("{ground}, along the road"),
}


def step_part(part: Part) -> str:
    """What a part of a step's cost is for."""
    if part.toll is Toll.GROUND:
        return part.ground
    crossing = kinds.crossing_kind(part.crossing) if part.crossing is not None else ""
    text = ROADS[part.road] if part.toll is Toll.ROAD else TOLLS[part.toll]
    return _(text).format(ground=part.ground, crossing=crossing)
