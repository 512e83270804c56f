"""Marches of many turns: when units could stand in each hex, by their own movement.

Moves follow the rules of :func:`khalkhin.core.movement.movement.reach`, turn after turn: MP do not carry over, a fresh
unit may always make one step, a river without a crossing takes a whole turn of foot and horse. The ground stays as it
is, enemies where they are, zones of control cost what they cost by day, friends are never in the way and crossings
never full.
"""

from __future__ import annotations

from collections.abc import Iterable

from khalkhin.core.board.board import NEVER, SWIM
from khalkhin.core.crossing import crossing as crossings
from khalkhin.core.model.rules import Mobility, Weight
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Unit
from khalkhin.core.movement.movement import FAR, Picture, full_mp, muddy


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
    """When units of a kind can stand in each hex, on a clock of `mp` MP to the turn (Dijkstra)."""
    table = state.scenario.board.ways(mobility, muddy(state))
    rules = state.scenario.rules
    gates = {
        side: rules.crossings[link.kind].cost
        for side, link in state.crossings.items()
        if crossings.standing(link, rules) and weight <= rules.crossings[link.kind].weight
    }
    enter, leave = rules.movement.zoc_enter, rules.movement.zoc_leave
    enemies, zoc = known.enemies, known.zones
    best = dict(starts)
    # Costs are small whole numbers, so the frontier is a list per cost rather than a heap.
    frontier: list[list[int]] = [[] for _ in range(limit + 1)]
    for hex_, when in starts.items():
        frontier[min(when, limit)].append(hex_)
    for now, level in enumerate(frontier):
        used = now % mp
        left = mp - used if used else 0
        for here in level:
            if best[here] < now:
                continue
            out_of = leave if here in zoc else 0
            for to, side, cost, uncrossed, water in table[here]:
                old = best.get(to, FAR)
                if old <= now or to in enemies:
                    continue
                if water:
                    gate = gates.get(side)
                    if gate is not None:
                        cost += gate
                    elif uncrossed == NEVER:
                        continue
                    else:
                        cost = mp if uncrossed == SWIM else uncrossed
                cost += out_of
                if to in zoc:
                    cost += enter
                # What does not fit into this turn is the first step of the next one, whatever it costs.
                then = now + cost if used + cost <= mp else now + left + min(cost, mp)
                if then <= limit and then < old:
                    best[to] = then
                    frontier[then].append(to)
    return best
