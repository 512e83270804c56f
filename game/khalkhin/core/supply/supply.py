"""Supply in points: the net of a side, who draws from which store, and who is cut off.

At the start of a side's turn each unit draws its upkeep from the nearest store (a source or depot) with stock from
which trucks can reach it within range. Rivers are passed at crossings with supply capacity left; enemies and their
zones of control block the way unless a friend stands there, the zones only of those who were fed themselves: a ring
must have a road. What fills the depots is
:mod:`khalkhin.core.supply.haulage`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from khalkhin.core.board.shortest_paths import FAR, Field, Surcharge, ground, search
from khalkhin.core.crossing import crossing as crossings
from khalkhin.core.model.state import UNKNOWN_STOCK, GameState
from khalkhin.core.model.units import Unit
from khalkhin.core.movement.movement import bars_supply, controlled, muddy

#: More SP than anything carries.
PLENTY = 1 << 30


@dataclass(frozen=True, slots=True)
class Route:
    """How a unit is supplied: the store (by index and name), hexes from the unit back to it, truck MP, and the
    crossings on the way."""

    store: int
    origin: str
    hexes: tuple[int, ...]
    cost: int
    crossings: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SupplyNet:
    """Supply of one side now. `cost` is truck MP from the nearest store with stock, for hexes within range; `routes`
    serve units by index; `drawn` is SP by store index and `load` SP over each crossing; `blocked` hexes are closed to
    trucks; `exhausted` crossings and `dry` stores have given all they can."""

    side: str
    cost: Mapping[int, int]
    routes: Mapping[int, Route]
    drawn: Mapping[int, int] = field(default_factory=dict)
    load: Mapping[int, int] = field(default_factory=dict)
    blocked: frozenset[int] = frozenset()
    exhausted: frozenset[int] = frozenset()
    dry: frozenset[int] = frozenset()

    def serves(self, unit: Unit) -> bool:
        return unit.spec.index in self.routes


# Long: one loop, whose every step reads and fills what is left of stores and crossings.
def trace(
    state: GameState,
    side: str,
    *,
    without: Collection[int] = (),
    broken: Collection[int] = (),
    blocked: Collection[int] | None = None,
    endless: bool = False,
) -> SupplyNet:
    """The supply net of a side, from the units that the state shows or with the `blocked` hexes given; `endless` as if
    crossings carried any amount.

    `without` hexes and `broken` crossings count as lost (what-if). Units are served nearest first; when a crossing has
    carried all it can or a store has no more, the rest must find another way. Truck columns need nothing.
    """
    rules = state.scenario.rules
    blocked = (blocked_hexes(state, side) if blocked is None else set(blocked)) | set(without)
    units = [u for u in state.units if u.hex >= 0 and u.spec.side == side and not u.is_column]
    left = {h: PLENTY if endless else crossings.supply_capacity(c, rules) for h, c in state.crossings.items()}
    stock = {
        i: s.stock
        for i, s in enumerate(state.stores)
        if s.side == side and s.hex not in blocked and (s.stock > 0 or s.stock == UNKNOWN_STOCK)
    }
    exhausted: set[int] = set(broken)
    dry: set[int] = set()
    load: dict[int, int] = {}
    drawn: dict[int, int] = {}
    routes: dict[int, Route] = {}
    pending = units
    while True:
        gates = _gates(state, exhausted)
        # Of two stores in one hex the first with stock gives.
        origins = {state.stores[i].hex: i for i in sorted(stock, reverse=True) if i not in dry}
        found = _spread(state, origins, blocked, gates, rules.supply.range)
        near = {hex_: found.cost[hex_] for hex_ in found.settled}
        stuck = False
        for unit in sorted(pending, key=lambda u: (found.cost[u.hex], u.spec.index)):
            if unit.hex not in near:
                break
            walk = found.path(unit.hex)[::-1]
            store = origins[walk[-1]]
            over = _crossed(state, walk, gates)
            need = unit.spec.type.upkeep
            full = next((c for c in over if load.get(c, 0) + need > left[c]), None)
            if full is not None:
                exhausted.add(full)
                stuck = True
            if stock[store] != UNKNOWN_STOCK and drawn.get(store, 0) + need > stock[store]:
                dry.add(store)
                stuck = True
            if stuck:
                break
            for c in over:
                load[c] = load.get(c, 0) + need
            drawn[store] = drawn.get(store, 0) + need
            routes[unit.spec.index] = Route(store, state.stores[store].name, walk, near[unit.hex], over)
        if not stuck:
            return SupplyNet(
                side, near, routes, drawn, load, frozenset(blocked), frozenset(exhausted - set(broken)), frozenset(dry)
            )
        pending = [u for u in pending if u.spec.index not in routes]


def feeds(
    state: GameState, side: str, *, without: Collection[int] = (), broken: Collection[int] = ()
) -> dict[int, Route]:
    """The way trucks take from a source to each depot of a side, by the depot's index; depots cut off are left out."""
    blocked = blocked_hexes(state, side) | set(without)
    own = [(i, s) for i, s in enumerate(state.stores) if s.side == side and s.hex not in blocked]
    sources = {s.hex: i for i, s in reversed(own) if s.is_source}
    gates = _gates(state, broken)
    found = _spread(state, sources, blocked, gates)
    out = {}
    for i, store in own:
        if not store.is_source and found.cost[store.hex] < FAR:
            walk = found.path(store.hex)[::-1]
            source = sources[walk[-1]]
            over = _crossed(state, walk, gates)
            out[i] = Route(source, state.stores[source].name, walk, found.cost[store.hex], over)
    return out


def nearest(state: GameState, side: str, hex_: int, *, blocked: Collection[int] = ()) -> tuple[int, int] | None:
    """The store of a side nearest to a hex by truck, however far and whatever it holds, by index, and the MP; None if
    every way is barred."""
    stores = {s.hex: i for i, s in reversed(list(enumerate(state.stores))) if s.side == side and s.hex not in blocked}
    found = _spread(state, stores, set(blocked), _gates(state, ()))
    return (stores[found.path(hex_)[0]], found.cost[hex_]) if found.cost[hex_] < FAR else None


def blocked_hexes(state: GameState, side: str) -> set[int]:
    """Hexes that supplies of a side cannot enter: enemies, and the zones of control of those of them who are fed,
    where no friend stands."""
    enemies = [u for u in state.units if u.hex >= 0 and u.spec.side != side]
    friends = {u.hex for u in state.units if u.hex >= 0 and u.spec.side == side and u.is_combat}
    zones = controlled(state, [u.hex for u in enemies if bars_supply(state, u)])
    return (zones - friends) | {u.hex for u in enemies if u.is_combat}


def _gates(state: GameState, exhausted: Collection[int]) -> dict[int, int]:
    """MP that standing crossings with supply capacity left add, by hexside."""
    rules = state.scenario.rules
    found = crossings.gates(state, lambda link: crossings.standing(link, rules))
    return {side: cost for side, cost in found.items() if side not in exhausted}


def _spread(
    state: GameState, origins: Iterable[int], blocked: set[int], gates: Mapping[int, int], limit: int = FAR
) -> Field:
    """Cheapest ways of trucks from the origins, up to `limit` MP."""
    return search(
        ground(state.scenario.board, None, muddy(state), gates.get),
        dict.fromkeys(origins, 0),
        limit,
        closed=blocked,
        dear=state.interdicted.keys(),
        surcharge=Surcharge(state.scenario.rules.air.interdiction),
    )


def _crossed(state: GameState, walk: tuple[int, ...], gates: Collection[int]) -> tuple[int, ...]:
    """The crossings on a way. Men carry supplies over a stream beside a crossing that is broken or full."""
    board = state.scenario.board
    found = (board.hexside(a, b) for a, b in zip(walk, walk[1:], strict=False))
    return tuple(side for side in found if side is not None and side in gates)


@dataclass(frozen=True, slots=True)
class Pocket:
    """Adjacent units of a side, none of which supplies reach. `hexes` are where they stand, `outline` those and the
    ground between them; `turns` is the longest that one of them has been without supply, and `days` on how many days
    of the calendar that was."""

    side: str
    units: tuple[str, ...]
    hexes: tuple[int, ...]
    steps: int
    outline: tuple[int, ...] = ()
    turns: int = 0
    days: int = 0


def pockets(state: GameState, side: str, net: SupplyNet | None = None) -> tuple[Pocket, ...]:
    """The pockets of a side now, the largest first."""
    net = net or trace(state, side)
    return _pocketed(state, side, [u for u in state.side_units(side) if not net.serves(u) and not u.is_column])


def shut_in(state: GameState, side: str) -> tuple[Pocket, ...]:
    """Pockets of a side's units that no truck can come to, however far: neither from a source nor from a store with
    stock. Who waits for the next trucks is not shut in."""
    blocked = blocked_hexes(state, side)
    stores = (s for s in state.stores if s.side == side and s.hex not in blocked)
    origins = [s.hex for s in stores if s.is_source or s.stock > 0 or s.stock == UNKNOWN_STOCK]
    reached = _spread(state, origins, blocked, _gates(state, ())).cost
    units = (u for u in state.side_units(side) if not u.is_column)
    return _pocketed(state, side, [u for u in units if reached[u.hex] >= FAR])


def _pocketed(state: GameState, side: str, units: Iterable[Unit]) -> tuple[Pocket, ...]:
    out = []
    for group in together(state, units):
        hexes = tuple(sorted({u.hex for u in group}))
        turns = max(u.unsupplied for u in group)
        out.append(
            Pocket(
                side,
                tuple(u.spec.id for u in group),
                hexes,
                sum(u.steps for u in group),
                outline(state, side, hexes),
                turns,
                days(state, turns),
            )
        )
    return tuple(sorted(out, key=lambda p: (-p.steps, p.units)))


def together(state: GameState, units: Iterable[Unit]) -> list[list[Unit]]:
    """Units by who is near whom, up to the hexes that units in one pocket may stand apart; each group in the order of
    battle."""
    board, gap = state.scenario.board, state.scenario.rules.supply.pocket_range
    standing: dict[int, list[Unit]] = {}
    for unit in units:
        standing.setdefault(unit.hex, []).append(unit)
    out = []
    while standing:
        start, group = standing.popitem()
        waiting = [start]
        for here in waiting:
            near = [h for h in board.within(here, gap) if h in standing]
            waiting += near
            for hex_ in near:
                group += standing.pop(hex_)
        out.append(sorted(group, key=lambda u: u.spec.index))
    return out


def outline(state: GameState, side: str, hexes: Iterable[int]) -> tuple[int, ...]:
    """The ground of a group of units: the hexes they stand in, and those beside two or more of them that no enemy
    holds."""
    held = set(hexes)
    beside: dict[int, int] = {}
    for hex_ in held:
        for n in state.scenario.board.neighbours[hex_]:
            if n >= 0:
                beside[n] = beside.get(n, 0) + 1
    between = {h for h, n in beside.items() if n >= 2}
    return tuple(sorted(held | {h for h in between if all(u.spec.side == side for u in state.at_hex(h))}))


def days(state: GameState, turns: int) -> int:
    """On how many days of the calendar the last so many turns were, this one among them."""
    return len({t.date for t in state.scenario.calendar[max(0, state.turn - turns) : state.turn]})


def rear(state: GameState, side: str) -> tuple[int, ...]:
    """Marching distance of every hex from a side's supply sources: retreats follow it downhill."""
    return state.scenario.rear(side)
