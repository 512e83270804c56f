"""Marches over several turns, as they are shown beforehand: the way, and where each of its turns ends.

A march is no order. Its legs are moves of one turn, found by what a move of the unit would be then: the ground and the
weather as they are now, day and night as the calendar has them, nothing having gone over the crossings yet, enemies and
friends where they stand. It leads through no enemy's zone of control, out of one in which the unit stands. All is
asked of a side's view, so that a march tells nothing that the side does not know.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from khalkhin.core.board.shortest_paths import Field, SearchGoal, ground, search
from khalkhin.core.crossing import crossing as crossings
from khalkhin.core.model.fast_replace import replace
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Unit
from khalkhin.core.movement import movement
from khalkhin.core.movement.movement import Picture
from khalkhin.core.orders.movement import no_stop, plan_move, unreachable
from khalkhin.core.orders.orders import Move
from khalkhin.core.refusals import Refusal, RefusalCode
from khalkhin.core.timeline import restrictions


class NoMarch(Enum):
    """Why there is no march to a place where a unit could stand."""

    NO_WAY = "no-way"
    ZONE = "zone"  # every way leads through an enemy's zone of control
    ROOM = "room"  # others stand wherever it could stop on its way
    OVER = "over"  # the battle is over before it is there


@dataclass(frozen=True, slots=True)
class Leg:
    """A turn of a march: its number, the move, and its way and MP."""

    turn: int
    order: Move
    path: tuple[int, ...]
    cost: int


@dataclass(frozen=True, slots=True)
class MarchPlan:
    """A march before it is made: hexes of the whole way, and its legs by turn. A unit that cannot go on this turn has
    its first leg in the next."""

    unit: str
    way: tuple[int, ...]
    legs: tuple[Leg, ...]

    @property
    def arrives(self) -> int:
        """The turn in which it is there."""
        return self.legs[-1].turn

    def leg(self, turn: int) -> Leg | None:
        """What it does in a turn, if anything."""
        return next((leg for leg in self.legs if leg.turn == turn), None)


def plan_march(state: GameState, unit: Unit, goal: int, known: Picture | None = None) -> MarchPlan | Refusal | NoMarch:
    """The march of a unit of the active side to a hex, or why there is none. `known` is the picture of its side."""
    known = known or movement.picture(state, unit.spec.side)
    refused = _refused(state, unit, goal, known)
    if refused is not None:
        return refused
    way = _way(state, unit, goal, known)
    return way if isinstance(way, Refusal | NoMarch) else _paced(state, unit, way, known)


def _refused(state: GameState, unit: Unit, goal: int, known: Picture) -> Refusal | None:
    """Why a unit may not be sent to a hex, however far it is."""
    if held := restrictions.held(state, unit):
        return held
    if unit.hex < 0 or movement.full_mp(state, unit) <= 0:
        return Refusal(RefusalCode.NO_MP, unit.id)
    if goal == unit.hex:
        return Refusal(RefusalCode.SAME_HEX, unit.id)
    return no_stop(state, unit, goal, known)


def _way(state: GameState, unit: Unit, goal: int, known: Picture) -> tuple[int, ...] | Refusal | NoMarch:
    """The hexes of the quickest way out of enemy zones of control."""
    found = _found(state, unit, goal, known, known.closed(unit) | known.zones)
    if found.came[goal] >= 0:
        return found.path(goal)
    if _found(state, unit, goal, known, known.closed(unit)).came[goal] >= 0:
        return NoMarch.ZONE
    refused = unreachable(state, unit, goal)
    return refused if refused.code is RefusalCode.IMPASSABLE else NoMarch.NO_WAY


def _found(state: GameState, unit: Unit, goal: int, known: Picture, closed: frozenset[int]) -> Field:
    """The search for a way on a clock of the unit's turns, over crossings as they are when nothing has used them."""
    board, kind = state.scenario.board, unit.spec.type
    full = movement.full_mp(state, unit)
    spent = max(0, full - unit.mp) if movement.may_move(unit) else full
    banned = (b.hexes for b in state.bans_on(unit.spec.side) if unit.hex not in b.hexes)
    return search(
        ground(
            board,
            kind.mobility,
            movement.muddy(state),
            crossings.gates_for(crossings.reopen(state), kind, unit.cargo),
            swim=full,
        ),
        {unit.hex: spent},
        closed=closed.union(*banned),
        dear=known.zones,
        surcharge=movement.zone_surcharge(state),
        turn=full,
        goal=SearchGoal(goal, board.least(kind.mobility), board),
    )


def _paced(state: GameState, unit: Unit, way: tuple[int, ...], known: Picture) -> MarchPlan | NoMarch:
    """A way cut into the moves of turns."""
    now, legs, ahead = state, list[Leg](), way
    while len(ahead) > 1:
        leg = _leg(now, unit, ahead, known)
        if leg is not None:
            legs.append(leg)
            ahead = ahead[ahead.index(leg.path[-1]) :]
            unit = replace(unit, hex=leg.path[-1])
        elif now is not state:
            return NoMarch.ROOM
        if len(ahead) > 1:
            if now.turn >= len(state.scenario.calendar):
                return NoMarch.OVER
            now, unit = _tomorrow(now, unit)
    return MarchPlan(unit.spec.id, way, tuple(legs))


def _leg(now: GameState, unit: Unit, ahead: tuple[int, ...], known: Picture) -> Leg | None:
    """The move of a turn that leads furthest along a way; None where there is none."""
    board, empty = now.scenario.board, crossings.reopen(now)
    reach = movement.reach(now, unit, known).cost
    for at in range(len(ahead) - 1, 0, -1):
        if ahead[at] not in reach:
            continue
        to = board.place(ahead[at])
        for order in (Move(unit.spec.id, to), Move(unit.spec.id, to, tuple(map(board.place, ahead[1:at])))):
            planned = plan_move(now, order)
            if isinstance(planned, Refusal) or not known.zones.isdisjoint(planned.path[1:]):
                continue
            if not any(_swims(now, empty, unit, here, there) for here, there in pairwise(planned.path)):
                return Leg(now.turn, order, planned.path, planned.cost)
    return None


def _swims(now: GameState, empty: GameState, unit: Unit, here: int, there: int) -> bool:
    """Whether a step would be swum only because the crossing there carries no more this turn: that is waited for."""
    return movement.is_swim(now, unit, here, there) and not movement.is_swim(empty, unit, here, there)


def _tomorrow(now: GameState, unit: Unit) -> tuple[GameState, Unit]:
    """The side's next turn, of which only the unit and its way are told: the weather stays as it is."""
    later = replace(now, turn=now.turn + 1, weather=now.info.weather, weather_until=now.turn + 1)
    later = crossings.reopen(later)
    fresh = replace(unit, mp=movement.full_mp(later, unit), moved=False, fought=False)
    return later.with_unit(fresh), fresh
