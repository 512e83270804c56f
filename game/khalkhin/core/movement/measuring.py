"""How far it is from one hex to another: hexes, and the quickest way of a unit by what its moves cost, turn after turn,
over roads and without them.

The unit sets out with all its MP. Known enemies stay where they are and bar the way, their zones of control cost what
they cost now, crossings are empty; friends are not in the way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

from khalkhin.core.board.board import SWIM, Board, Step
from khalkhin.core.board.shortest_paths import MoveGraph, SearchGoal, fare, ground, search
from khalkhin.core.crossing import crossing as crossings
from khalkhin.core.model.rules import Mobility, Rules
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Unit
from khalkhin.core.movement.movement import Picture, full_mp, muddy, zone_cost, zone_surcharge


@dataclass(frozen=True, slots=True)
class QuickestWay:
    """The quickest way between two hexes, both included: its MP (a swim counts for a whole turn's), the turns it takes,
    and how many of its steps go along roads and tracks."""

    path: tuple[int, ...]
    mp: int
    turns: int
    by_road: int


def way(
    state: GameState, unit: Unit, start: int, goal: int, known: Picture, *, roads: bool = True
) -> QuickestWay | None:
    """The quickest way of a unit like this from one hex to another, or without `roads` across country; None where there
    is none. `known` is the picture of its side."""
    board, kind, rules = state.scenario.board, unit.spec.type, state.scenario.rules
    mp = full_mp(state, unit)
    if mp <= 0:
        return None
    if start == goal:
        return QuickestWay((start,), 0, 0, 0)
    gates = crossings.gates_for(crossings.reopen(state), kind, unit.cargo)
    mud = muddy(state)
    over = ground(board, kind.mobility, mud, gates, swim=mp)
    if not roads:
        over = MoveGraph(_CrossCountry(board, kind.mobility, rules, mud), [None] * board.size, gates, mp)
    banned = (ban.hexes for ban in state.bans_on(unit.spec.side) if start not in ban.hexes)
    found = search(
        over,
        {start: 0},
        closed=known.closed(unit).union(*banned),
        dear=known.zones,
        surcharge=zone_surcharge(state),
        turn=mp,
        goal=SearchGoal(goal, board.least(kind.mobility), board),
    )
    if found.came[goal] < 0:
        return None
    path = found.path(goal)
    spent = 0
    for here, there in zip(path, path[1:], strict=False):
        step = next(step for step in over.steps[here] if step.to == there)
        cost = fare(step, gates, SWIM)
        spent += mp if cost == SWIM else cost + zone_cost(state, here, there, known.zones)
    return QuickestWay(path, spent, -(-found.cost[goal] // mp), _by_road(board, path) if roads else 0)


def _by_road(board: Board, path: tuple[int, ...]) -> int:
    """Steps of a way that go along a road or track."""
    return sum(
        bool(board.roads[here][board.neighbours[here].index(there)])
        for here, there in zip(path, path[1:], strict=False)
    )


class _CrossCountry(Sequence[tuple[Step, ...]]):
    """The steps out of every hex as if there were no road, made for those hexes that are asked for."""

    def __init__(self, board: Board, mobility: Mobility, rules: Rules, mud: bool) -> None:
        self._board, self._mobility, self._rules, self._mud = board, mobility, rules, mud

    def __len__(self) -> int:
        return self._board.size

    @overload
    def __getitem__(self, at: int) -> tuple[Step, ...]: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[tuple[Step, ...]]: ...
    def __getitem__(self, at: int | slice) -> tuple[Step, ...] | Sequence[tuple[Step, ...]]:
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(len(self)))]
        return self._board.off_road(at, self._mobility, self._rules, self._mud)
