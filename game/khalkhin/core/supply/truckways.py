"""The ways of truck columns: the cheapest way to a store from anywhere, as one side knows the ground now.

Trucks keep out of hexes that enemies hold or were last seen in, and out of their zones of control unless a friend
fights there; they pass rivers and streams at standing crossings only. Those that nobody has told where to drive shun
what else may be dangerous as well (:mod:`khalkhin.core.supply.perils`): their ways are *wary*. A store's tree of ways
is searched once and serves every column.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from khalkhin.core.board.board import NEVER, Board
from khalkhin.core.board.shortest_paths import FAR, MoveGraph, fare, search
from khalkhin.core.crossing import crossing as crossings
from khalkhin.core.model.rules import Mobility
from khalkhin.core.model.state import GameState
from khalkhin.core.movement.movement import muddy, picture
from khalkhin.core.supply import perils


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
    """Where one side's trucks can go now: `blocked` hexes are closed to them, `shunned` ones to wary ways alone.
    `gates` give the MP of crossings that stand and `room` the SP a turn they carry; `slowed` hexes cost `delay` more;
    `mud` is dearer off roads. Trees are remembered as asked for."""

    board: Board
    blocked: frozenset[int]
    gates: Mapping[int, int]
    room: Mapping[int, int]
    slowed: frozenset[int]
    delay: int
    mud: bool = False
    shunned: frozenset[int] = frozenset()
    _trees: dict[tuple[Mobility, int, int, bool], Tree] = field(default_factory=dict, repr=False, compare=False)
    _graphs: dict[tuple[Mobility, int, bool], Graph] = field(default_factory=dict, repr=False, compare=False)

    def to(self, goal: int, mobility: Mobility, cargo: int = 0, *, wary: bool = False) -> Tree:
        """The tree of ways to a hex, over crossings that carry so much cargo in a turn."""
        if cargo <= min(self.room.values(), default=cargo):
            cargo = 0
        key = (mobility, goal, cargo, wary)
        found = self._trees.get(key)
        if found is None:
            graph = self._graphs.get((mobility, cargo, wary))
            if graph is None:
                closed = self.blocked | self.shunned if wary else self.blocked
                graph = self._graphs[mobility, cargo, wary] = _graph(self, mobility, cargo, closed)
            found = self._trees[key] = _search(graph, goal)
        return found

    def told(self, here: int, goal: int, mobility: Mobility, cargo: int = 0) -> Tree:
        """The tree for a column that has been told to drive from one hex to another: wary where it can be."""
        safe = self.to(goal, mobility, cargo, wary=True)
        return safe if safe.reaches(here) else self.to(goal, mobility, cargo)

    def fearless(self) -> Ways:
        """The ways as they would be without any danger."""
        return Ways(self.board, frozenset(), self.gates, self.room, self.slowed, self.delay, self.mud)

    def step(self, here: int, there: int, mobility: Mobility) -> int:
        """MP of one step of a way."""
        step = self.board.step(here, there, mobility, self.mud)
        assert step is not None
        return fare(step, self.gates.get) + (self.delay if there in self.slowed else 0)

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
    met = perils.remembered(state, side)
    gates = crossings.gates(state, lambda link: crossings.standing(link, rules))
    made = Ways(
        state.scenario.board,
        (((known.zones | met) - known.combat) | known.enemies).union(without, *(b.hexes for b in state.bans_on(side))),
        gates,
        {h: crossings.supply_capacity(state.crossings[h], rules) for h in gates},
        frozenset(h for h, last in state.interdicted.items() if last >= state.turn),
        rules.air.interdiction,
        muddy(state),
        perils.shunned(state, side, known),
    )
    return like if like == made else made


#: Ways into each hex: the hex they come from, and MP.
Graph = list[tuple[tuple[int, int], ...]]


def _graph(ways: Ways, mobility: Mobility, cargo: int, closed: frozenset[int]) -> Graph:
    """The steps that trucks can make now, by the hex they lead to; none lead on from a closed hex."""
    board = ways.board
    graph = list(board.dry_inbound(mobility, ways.mud))
    table = board.inbound(mobility, ways.mud)
    changed = {h for side in board.hexsides for h in board.hexside_hexes(side) if h >= 0} | ways.slowed
    for here in changed - closed:
        delay = ways.delay if here in ways.slowed else 0
        into = []
        for step in table[here]:
            cost = fare(step, lambda side: ways.gates.get(side) if ways.room.get(side, 0) >= cargo else None)
            if cost != NEVER:
                into.append((step.to, cost + delay))
        graph[here] = tuple(into)
    for here in closed:
        graph[here] = ()
    return graph


def _search(graph: Graph, goal: int) -> Tree:
    """The tree of ways to a goal, searched backwards. A column that stands in a closed hex may leave it, but none goes
    through."""
    found = search(MoveGraph((), graph, lambda _: None), {goal: 0})
    return Tree(goal, found.cost, found.came)
