"""The ways of truck columns: the cheapest way to a store from anywhere, as one side knows the ground now.

Trucks keep out of hexes that known enemies hold, and out of their zones of control unless a friend fights there; they
pass rivers and streams at standing crossings only. A store's tree of ways is searched once and serves every column.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush

from game.core import crossing as crossings
from game.core.board import Board
from game.core.model import Mobility
from game.core.movement import FAR, muddy, picture
from game.core.state import GameState


@dataclass(frozen=True, slots=True)
class Tree:
    """Ways to one hex: `cost` in MP from every hex (FAR where there is none), `onward` the next hex on the way."""

    goal: int
    cost: list[int]
    onward: list[int]

    def reaches(self, hex_: int) -> bool:
        """Whether a column can get from a hex to the goal."""
        return self.cost[hex_] < FAR

    def path(self, hex_: int) -> Iterator[int]:
        """The hexes of the way from a hex to the goal, both included."""
        yield hex_
        while hex_ != self.goal:
            hex_ = self.onward[hex_]
            yield hex_


@dataclass(frozen=True, slots=True)
class Ways:
    """Where one side's trucks can go now: `blocked` hexes are closed to them, `gates` give the MP of crossings that
    stand and `room` the SP a turn they carry; `slowed` hexes cost `delay` more; `mud` is dearer off roads. Trees are
    remembered as asked for."""

    board: Board
    blocked: frozenset[int]
    gates: Mapping[int, int]
    room: Mapping[int, int]
    slowed: frozenset[int]
    delay: int
    mud: bool = False
    _trees: dict[tuple[Mobility, int, int], Tree] = field(default_factory=dict, repr=False, compare=False)

    def to(self, goal: int, mobility: Mobility, cargo: int = 0) -> Tree:
        """The tree of ways to a hex, over crossings that carry so much cargo in a turn."""
        if cargo <= min(self.room.values(), default=cargo):
            cargo = 0
        key = (mobility, goal, cargo)
        found = self._trees.get(key)
        if found is None:
            gates = {h: cost for h, cost in self.gates.items() if self.room[h] >= cargo}
            found = self._trees[key] = _search(self, goal, mobility, gates)
        return found

    def step(self, here: int, there: int, mobility: Mobility) -> int:
        """MP of one step of a way."""
        step = self.board.step(here, there, mobility, self.mud)
        assert step is not None
        cost = step.cost
        if step.water:
            cost = cost + self.gates[step.hexside] if step.hexside in self.gates else step.uncrossed
        return cost + (self.delay if there in self.slowed else 0)

    def gate(self, here: int, there: int) -> int | None:
        """The crossing between two adjacent hexes, if trucks use one."""
        side = self.board.hexside(here, there)
        return side if side in self.gates else None

    def crossed(self, tree: Tree, hex_: int) -> tuple[int, ...]:
        """The crossings on the way from a hex to the goal of a tree."""
        way = list(tree.path(hex_))
        found = (self.gate(a, b) for a, b in zip(way, way[1:], strict=False))
        return tuple(side for side in found if side is not None)


def ways(state: GameState, side: str, *, without: Collection[int] = (), like: Ways | None = None) -> Ways:
    """The ways of a side's trucks now. `without` hexes count as lost; `like` is kept, with all it remembers, where it
    is still true."""
    rules = state.scenario.rules
    known = picture(state, side)
    gates = {h: rules.crossings[c.kind].cost for h, c in state.crossings.items() if crossings.standing(c, rules)}
    made = Ways(
        state.scenario.board,
        ((known.zones - known.combat) | known.enemies).union(without, *(b.hexes for b in state.bans_on(side))),
        gates,
        {h: crossings.supply_capacity(state.crossings[h], rules) for h in gates},
        frozenset(h for h, last in state.interdicted.items() if last >= state.turn),
        rules.air.interdiction,
        muddy(state),
    )
    return like if like == made else made


def _search(ways: Ways, goal: int, mobility: Mobility, gates: Mapping[int, int]) -> Tree:
    """Dijkstra from the goal backwards. A column that stands in a closed hex may leave it, but none goes through."""
    board, blocked, slowed, delay = ways.board, ways.blocked, ways.slowed, ways.delay
    size = board.size
    table = board.inbound(mobility, ways.mud)
    best = [FAR] * size
    onward = [-1] * size
    best[goal] = 0
    if goal in blocked:
        return Tree(goal, best, onward)
    # One number holds cost and hex, so that the heap compares numbers only.
    heap = [goal]
    while heap:
        spent, here = divmod(heappop(heap), size)
        if spent > best[here]:
            continue
        if here in slowed:
            spent += delay
        for origin, side, cost, uncrossed, water in table[here]:
            if water:
                gate = gates.get(side)
                if gate is not None:
                    cost += gate
                elif uncrossed < 0:
                    continue
                else:
                    cost = uncrossed
            total = spent + cost
            old = best[origin]
            if total < old:
                best[origin] = total
                onward[origin] = here
                if origin not in blocked:
                    heappush(heap, total * size + origin)
            elif total == old and here < onward[origin]:
                onward[origin] = here
    return Tree(goal, best, onward)
