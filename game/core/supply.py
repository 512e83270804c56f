"""Supply: the net of a side, who is served by what, and who is cut off.

Supplies flow from sources over ground that trucks can use to depots, however far, and from live depots and sources to
units within range. Rivers are passed at crossings with supply capacity left; enemies and their zones of control block
the way unless a friend stands there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush

from game.core import crossing as crossings
from game.core.board import NEVER
from game.core.movement import zones
from game.core.state import GameState, Unit


@dataclass(frozen=True, slots=True)
class Route:
    """How a place is supplied: hexes from it back to where the supplies come from, crossings on the whole way from the
    source, and truck MP from the depot or source named."""

    origin: str
    hexes: tuple[int, ...]
    cost: int
    crossings: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SupplyNet:
    """Supply of one side now. `cost` is truck MP from the nearest live depot or source, for hexes within range;
    `routes` serve units by index; `depots` gives the route that feeds each live depot; `load` is SP over each
    crossing."""

    side: str
    cost: Mapping[int, int]
    routes: Mapping[int, Route]
    depots: Mapping[str, Route]
    load: Mapping[int, int] = field(default_factory=dict)
    blocked: frozenset[int] = frozenset()
    exhausted: frozenset[int] = frozenset()

    def serves(self, unit: Unit) -> bool:
        return unit.spec.index in self.routes


def trace(state: GameState, side: str, *, without: Collection[int] = ()) -> SupplyNet:
    """The supply net of a side, from the units that the state shows.

    `without` hexes count as lost (what-if). Units are served nearest first; when a crossing has carried all it can,
    the rest must find another way.
    """
    scenario = state.scenario
    blocked = blocked_hexes(state, side) | set(without)
    sources = {s.hex: s.name for s in scenario.sources if s.side == side and s.hex not in blocked}
    depots = {d.hex: d.name for d in state.depots if d.side == side and d.hex not in blocked}
    units = [u for u in state.units if u.hex >= 0 and u.spec.side == side]
    limits = {side_: crossings.supply_capacity(c, scenario.rules) for side_, c in state.crossings.items()}
    exhausted: set[int] = set()
    load: dict[int, int] = {}
    routes: dict[int, Route] = {}
    pending = units
    while True:
        gates = _gates(state, exhausted)
        main, main_from = _spread(state, sources, blocked, gates, None, set(depots))
        live = {h: n for h, n in depots.items() if h in main}
        fed = {h: _route(state, h, main_from, sources[_walk(h, main_from)[-1]], main[h], gates) for h in live}
        origins = {**sources, **live}
        near, near_from = _spread(state, origins, blocked, gates, scenario.rules.supply.range, set())
        full: int | None = None
        left = []
        for unit in sorted(pending, key=lambda u: (near.get(u.hex, 1 << 30), u.spec.index)):
            if unit.hex not in near:
                left.append(unit)
                continue
            walk = _walk(unit.hex, near_from)
            route = _route(state, unit.hex, near_from, origins[walk[-1]], near[unit.hex], gates)
            over = route.crossings + (fed[walk[-1]].crossings if walk[-1] in fed else ())
            need = unit.spec.type.upkeep
            full = next((c for c in over if load.get(c, 0) + need > limits[c]), None)
            if full is not None:
                break
            for c in over:
                load[c] = load.get(c, 0) + need
            routes[unit.spec.index] = Route(route.origin, route.hexes, route.cost, over)
        if full is None:
            feeds = {live[h]: route for h, route in fed.items()}
            return SupplyNet(side, near, routes, feeds, load, frozenset(blocked), frozenset(exhausted))
        exhausted.add(full)
        pending = [u for u in pending if u.spec.index not in routes]


def blocked_hexes(state: GameState, side: str) -> set[int]:
    """Hexes that supplies of a side cannot enter: enemies, and their zones of control where no friend stands."""
    enemies = [u for u in state.units if u.hex >= 0 and u.spec.side != side]
    friends = {u.hex for u in state.units if u.hex >= 0 and u.spec.side == side and u.is_combat}
    return (zones(state, enemies) - friends) | {u.hex for u in enemies if u.is_combat}


def _gates(state: GameState, exhausted: Collection[int]) -> dict[int, int]:
    """MP that standing crossings with supply capacity left add, by hexside."""
    rules = state.scenario.rules
    return {
        h: rules.crossings[c.kind].cost
        for h, c in state.crossings.items()
        if h not in exhausted and crossings.standing(c, rules)
    }


def _spread(
    state: GameState,
    origins: Iterable[int],
    blocked: set[int],
    gates: Mapping[int, int],
    limit: int | None,
    stops: set[int],
) -> tuple[dict[int, int], dict[int, int]]:
    """Cheapest truck cost from the origins (Dijkstra), up to `limit`, or until every one of `stops` is settled."""
    table = state.scenario.board.supply_steps
    best: dict[int, int] = dict.fromkeys(origins, 0)
    came: dict[int, int] = {}
    heap = sorted((0, o) for o in best)
    done: set[int] = set()
    waiting = len(stops) if limit is None else -1
    while heap and waiting:
        spent, here = heappop(heap)
        if here in done:
            continue
        done.add(here)
        if here in stops:
            waiting -= 1
        for to, side, cost, uncrossed, water in table[here]:
            if to in done or to in blocked:
                continue
            if water:
                gate = gates.get(side)
                if gate is not None:
                    cost += gate
                elif uncrossed == NEVER:
                    continue
                else:
                    cost = uncrossed
            total = spent + cost
            if limit is not None and total > limit:
                continue
            old = best.get(to)
            if old is None or total < old or (total == old and here < came.get(to, -1)):
                best[to] = total
                came[to] = here
                heappush(heap, (total, to))
    if waiting > 0 or limit is not None:
        return best, came
    return {h: best[h] for h in done}, came


def _walk(hex_: int, came: Mapping[int, int]) -> tuple[int, ...]:
    out = [hex_]
    while out[-1] in came:
        out.append(came[out[-1]])
    return tuple(out)


def _route(
    state: GameState, hex_: int, came: Mapping[int, int], origin: str, cost: int, gates: Collection[int]
) -> Route:
    walk = _walk(hex_, came)
    board = state.scenario.board
    over = []
    for a, b in zip(walk, walk[1:], strict=False):
        side = board.hexside(a, b)
        # Men carry supplies over a stream beside a crossing that is broken or full.
        if side is not None and side in gates:
            over.append(side)
    return Route(origin, walk, cost, tuple(over))


@dataclass(frozen=True, slots=True)
class Pocket:
    """Adjacent units of a side, none of which supplies reach."""

    side: str
    units: tuple[str, ...]
    hexes: tuple[int, ...]
    steps: int


def pockets(state: GameState, side: str, net: SupplyNet | None = None) -> tuple[Pocket, ...]:
    """The pockets of a side now, the largest first. Units within two hexes of each other are together."""
    net = net or trace(state, side)
    cut = [u for u in state.side_units(side) if not net.serves(u)]
    board = state.scenario.board
    out = []
    while cut:
        group = [cut.pop(0)]
        for member in group:
            near = [u for u in cut if board.distance(u.hex, member.hex) <= 2]
            group += near
            cut = [u for u in cut if u not in near]
        group.sort(key=lambda u: u.spec.index)
        out.append(
            Pocket(
                side,
                tuple(u.spec.id for u in group),
                tuple(sorted({u.hex for u in group})),
                sum(u.steps for u in group),
            )
        )
    return tuple(sorted(out, key=lambda p: (-p.steps, p.units)))


def rear(state: GameState, side: str) -> tuple[int, ...]:
    """Marching distance of every hex from a side's supply sources: retreats follow it downhill."""
    return state.scenario.board.distances(frozenset(s.hex for s in state.scenario.sources if s.side == side))
