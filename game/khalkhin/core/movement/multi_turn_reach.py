"""Marches of many turns: when units could stand in each hex, by their own movement.

Moves follow the rules of :func:`khalkhin.core.movement.movement.reach`, turn after turn: MP do not carry over, a fresh
unit may always make one step, a river without a crossing takes a whole turn of foot and horse. The ground stays as it
is, enemies where they are, zones of control cost what they cost by day, friends are never in the way and crossings
never full.
"""

from __future__ import annotations

from collections.abc import Iterable

from khalkhin.core.board.shortest_paths import Surcharge, ground, search
from khalkhin.core.crossing import crossing as crossings
from khalkhin.core.model.rules import Mobility, Weight
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Unit
from khalkhin.core.movement.movement import Picture, full_mp, muddy


def turns_to(state: GameState, units: Iterable[Unit], known: Picture, limit: int) -> dict[int, int]:
    """Turns until the first of these units can stand in each hex, where that is at most `limit`.

    Where a unit stands is 0 turns away; for a unit of the active side this turn, with what MP it has left, counts as
    the first. `known` is the picture of the units' side.
    """
    kinds: dict[tuple[Mobility, Weight, int], dict[int, int]] = {}
    for unit in units:
        mp = full_mp(state, unit)
        if mp <= 0:
            continue
        spent = max(0, mp - unit.mp) if unit.spec.side == state.active else 0
        starts = kinds.setdefault((unit.spec.type.mobility, unit.spec.type.weight, mp), {})
        starts[unit.hex] = min(spent, starts.get(unit.hex, spent))
    out: dict[int, int] = {}
    for (mobility, weight, mp), starts in kinds.items():
        clock = _clocks(state, mobility, weight, mp, starts, known, limit * mp)
        for hex_, when in clock.items():
            turns = 0 if hex_ in starts else -(-when // mp)
            out[hex_] = min(turns, out.get(hex_, turns))
    return out


def _clocks(
    state: GameState, mobility: Mobility, weight: Weight, mp: int, starts: dict[int, int], known: Picture, limit: int
) -> dict[int, int]:
    """When units of a kind can stand in each hex, on a clock of `mp` MP to the turn."""
    rules = state.scenario.rules.movement
    gates = crossings.gates_bearing(state, weight)
    found = search(
        ground(state.scenario.board, mobility, muddy(state), gates.get, swim=mp),
        starts,
        limit,
        closed=known.enemies,
        dear=known.zones,
        surcharge=Surcharge(rules.zoc_enter, rules.zoc_leave),
        turn=mp,
    )
    return {hex_: found.cost[hex_] for hex_ in found.settled}
