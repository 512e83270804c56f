"""The way home of a side that has lost the ground it was to hold: what is left of it leaves the map, if that counts."""

from __future__ import annotations

from khalkhin.ai.marches import sits_tight
from khalkhin.ai.plan import DUG_IN
from khalkhin.ai.situation import Situation, marching, nearer
from khalkhin.core.model.rules import Mobility
from khalkhin.core.model.units import UNSUPPLIED, Unit
from khalkhin.core.movement.movement import may_move
from khalkhin.core.orders.legal import why_illegal
from khalkhin.core.orders.orders import Exit, Move

#: Stands for any way off the map among the goals that ways are remembered for.
HOME = -1


def leave(now: Situation) -> Exit | None:
    """Whoever is at the edge leaves, truck columns too."""
    for unit in now.state.side_units(now.side):
        order = Exit(unit.id)
        if why_illegal(now.state, order) is None:
            return order
    return None


def homeward_bound(now: Situation) -> list[Unit]:
    """Who can march home, in the order of marching: the nearest to the edge first, so that there is room. By day those
    in works with the enemy before them wait for the dark; others in works whose way is shut stay while they are fed."""
    cost = {kind: ways(now, kind) for kind in {u.spec.type.mobility for u in now.own}}
    able = [u for u in now.own if may_move(u) and not _stays(now, u)]
    return sorted(able, key=lambda u: (cost[u.spec.type.mobility][u.hex], u.spec.index))


def _stays(now: Situation, unit: Unit) -> bool:
    """Whether a unit is better off in its works than on the way: in the open it would be run down."""
    if sits_tight(now, unit) and now.danger.get(unit.hex, 0.0) > 0:
        return True
    shut_in = unit.is_combat and unit.entrenchment >= DUG_IN and unit.hex not in now.plan.refuge
    return shut_in and unit.supply_state < UNSUPPLIED


def march(now: Situation, unit: Unit) -> Move | None:
    """The move that brings a unit nearest to its way off the map."""
    return nearer(now.state, unit, now.known, ways(now, unit.spec.type.mobility))


def ways(now: Situation, mobility: Mobility) -> list[int]:
    """MP of the way from every hex to the nearest source of the side, where a unit leaves the map."""
    key = (HOME, mobility)
    if key not in now.fields:
        goals = [s.hex for s in now.state.scenario.sources if s.side == now.side]
        now.fields[key] = marching(now.state, mobility, goals, now.known.enemies)
    return now.fields[key]
