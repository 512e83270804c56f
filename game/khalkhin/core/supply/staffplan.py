"""The staff's plan for the truck columns left to it: what each depot needs, which column hauls where, and why.

A pure function of the state, made afresh every turn from what the side knows. A depot needs what the units it would
serve eat and shoot in a turn; hauls are given out by :mod:`khalkhin.core.supply.assignment`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from khalkhin.core.board.shortest_paths import FAR
from khalkhin.core.command import handicap
from khalkhin.core.model.rules import Mobility
from khalkhin.core.model.state import UNKNOWN_STOCK, GameState, Store
from khalkhin.core.model.units import Driving, Unit
from khalkhin.core.movement.movement import picture
from khalkhin.core.supply.assignment import IDLE, Problem, Trip, Wish, assign
from khalkhin.core.supply.perils import Danger, danger_on
from khalkhin.core.supply.supply import SupplyNet, trace
from khalkhin.core.supply.truckways import Ways, ways

#: A depot is offered by no more depots than this, the nearest, and by the nearest source.
ORIGINS = 3
#: Hexes at which a known enemy makes a unit expect to shoot.
CONTACT = 2


@dataclass(frozen=True, slots=True)
class Need:
    """What a depot (by store index) must give out a turn when every store is full: `units` served, their `upkeep` and
    the `ammunition` that those near the enemy are expected to use, in SP; its `stock` now and what is `wanted`."""

    store: int
    units: int
    upkeep: int
    ammunition: int
    stock: int
    priority: int
    wanted: int = 0

    @property
    def rate(self) -> int:
        """SP a turn."""
        return self.upkeep + self.ammunition


@dataclass(frozen=True, slots=True)
class Assignment:
    """A column's haul between two stores, by index; -1 and -1 for a column that is not needed."""

    unit: str
    origin: int
    depot: int


@dataclass(frozen=True, slots=True)
class StaffPlan:
    """The plan of a side: `needs` of its depots, `assignments` of the staff's columns in order-of-battle order, and
    `planned` SP a turn (in hundredths) that they bring by depot index. The reasons are in
    :mod:`khalkhin.text.supplies.trucks`."""

    side: str
    needs: tuple[Need, ...]
    assignments: tuple[Assignment, ...]
    planned: dict[int, int]

    def of(self, unit: str) -> Assignment | None:
        """A column's part in the plan."""
        return next((a for a in self.assignments if a.unit == unit), None)

    def columns_to(self, depot: int) -> Mapping[int, int]:
        """How many of the staff's columns go to a depot, by the store they come from."""
        return Counter(a.origin for a in self.assignments if a.depot == depot)


@dataclass(frozen=True, slots=True)
class Fear:
    """A depot (by store index) that the staff sends nothing to from a source (`origin`), or goes a way round to that is
    `detour` MP longer, because of a `danger` on the shortest."""

    depot: int
    origin: int
    danger: Danger
    detour: int | None = None


def fears(state: GameState, side: str, known: Ways | None = None) -> tuple[Fear, ...]:
    """What the staff is afraid of on the ways to its depots, each from the nearest source."""
    known = known or ways(state, side)
    fearless = known.fearless()
    sources = [i for i, s in enumerate(state.stores) if s.side == side and s.is_source]
    out = []
    for depot, store in enumerate(state.stores):
        tree = fearless.to(store.hex, Mobility.WHEELS)
        near = [i for i in sources if tree.reaches(state.stores[i].hex)]
        if store.side != side or store.is_source or not near:
            continue
        origin = min(near, key=lambda i: (tree.cost[state.stores[i].hex], i))
        start = state.stores[origin].hex
        round_about = known.to(store.hex, Mobility.WHEELS, wary=True)
        if round_about.cost[start] == tree.cost[start]:
            continue
        danger = danger_on(state, side, tree.path(start))
        if danger is not None:
            longer = round_about.cost[start] - tree.cost[start] if round_about.reaches(start) else None
            out.append(Fear(depot, origin, danger, longer))
    return tuple(out)


def plan(state: GameState, side: str, known: Ways | None = None) -> StaffPlan:
    """The staff's plan for a side now. `known` saves searching the ways again."""
    known = known or ways(state, side)
    net = _full_net(state, side, known)
    needs = _needs(state, side, net)
    columns = [u for u in state.side_units(side) if u.is_column and u.effective > 0]
    own = [u for u in columns if u.driving is Driving.STAFF and not state.is_held(u)]
    brought = _brought(state, columns, known)
    if not own:
        return StaffPlan(side, needs, (), brought)
    lines, problem = _problem(state, known, net, needs, own, brought)
    choice = assign(problem)
    made = tuple(
        Assignment(u.spec.id, *((IDLE, IDLE) if n == IDLE else (lines[n].origin, lines[n].depot)))
        for u, n in zip(own, choice, strict=True)
    )
    depots = sorted({line.depot for line in lines})
    planned = dict(brought)
    for depot, amount in zip(depots, problem.delivered(choice), strict=True):
        planned[depot] = planned.get(depot, 0) + amount
    return StaffPlan(side, needs, made, planned)


def needs(state: GameState, side: str) -> tuple[Need, ...]:
    """What each depot of a side must give out a turn."""
    return _needs(state, side, _full_net(state, side, ways(state, side)))


def round_trip(
    state: GameState,
    origin: int,
    depot: int,
    known: Ways,
    mobility: Mobility = Mobility.WHEELS,
    *,
    told: bool = False,
) -> int:
    """MP of a haul between two stores and back, with loading and unloading; -1 where there is no way for the staff's
    columns, or for one that has been `told` to drive it."""
    start, end = state.stores[origin].hex, state.stores[depot].hex
    if told:
        there, back = known.told(start, end, mobility), known.told(end, start, mobility)
    else:
        there, back = known.to(end, mobility, wary=True), known.to(start, mobility, wary=True)
    if not (there.reaches(start) and back.reaches(end)):
        return -1
    haul = state.scenario.rules.haul
    return haul.load + there.cost[start] + haul.unload + back.cost[end]


def _full_net(state: GameState, side: str, known: Ways) -> SupplyNet:
    """The supply net as the side knows it, as it would be with stock in every store."""
    full = tuple(replace(s, stock=UNKNOWN_STOCK) if s.side == side else s for s in state.stores)
    return trace(replace(state, stores=full), side, blocked=known.blocked)


def _needs(state: GameState, side: str, net: SupplyNet) -> tuple[Need, ...]:
    board = state.scenario.board
    known = picture(state, side)
    enemies = known.enemies - known.prey
    units, upkeep, shots = ([0] * len(state.stores) for _ in range(3))
    for index, route in net.routes.items():
        unit = state.units[index]
        units[route.store] += 1
        upkeep[route.store] += unit.spec.type.upkeep
        near = max(CONTACT, unit.spec.type.range)
        if unit.spec.type.ammunition and any(board.distance(unit.hex, e) <= near for e in enemies):
            shots[route.store] += unit.spec.type.ammunition
    return tuple(
        Need(i, units[i], upkeep[i], shots[i], s.stock, s.priority, s.wanted)
        for i, s in enumerate(state.stores)
        if s.side == side
    )


def _brought(state: GameState, columns: list[Unit], known: Ways) -> dict[int, int]:
    """Hundredths of SP a turn that standing hauls of the player's bring, by depot."""
    out: dict[int, int] = {}
    for unit in columns:
        if unit.driving is not Driving.HAUL or unit.haul is None:
            continue
        origin, depot = (store_at(state, unit.spec.side, hex_) for hex_ in unit.haul)
        if origin is None or depot is None:
            continue
        trip = round_trip(state, origin, depot, known, unit.spec.type.mobility, told=True)
        if trip > 0:
            out[depot] = out.get(depot, 0) + 100 * load_limit(unit) * handicap.march(state, unit) // trip
    return out


def store_at(state: GameState, side: str, hex_: int) -> int | None:
    """The index of a side's store in a hex, a source before others."""
    return next((i for i, s in enumerate(state.stores) if s.hex == hex_ and s.side == side), None)


def load_limit(unit: Unit) -> int:
    """SP a column can take up: suppressed steps load nothing."""
    return unit.spec.type.capacity * unit.effective


@dataclass(frozen=True, slots=True)
class _Line:
    """A haul worth thinking of, between two stores by index: its round trip in MP, its crossings, and the SP that the
    weakest of them carries in a turn."""

    origin: int
    depot: int
    trip: int
    links: tuple[int, ...]
    room: int


def _lines(state: GameState, known: Ways, wishes: dict[int, Wish], spare: dict[int, int]) -> list[_Line]:
    """Hauls to the depots that wish for something, from the origins nearest to each; the most wanted first."""
    out = []
    sources = {state.stores[i].hex for i in spare if state.stores[i].is_source}
    for depot, wish in sorted(wishes.items(), key=lambda item: (-item[1].weight, item[0])):
        if state.stores[depot].hex in sources or not wish.weight or not wish.urgent + wish.more:
            continue
        tree = known.to(state.stores[depot].hex, Mobility.WHEELS, wary=True)
        trips = {o: round_trip(state, o, depot, known) for o, points in spare.items() if points > 0}
        near = sorted((o for o, mp in trips.items() if mp > 0 and _apart(state, o, depot)), key=lambda o: (trips[o], o))
        # Depots nearby run out; the source does not.
        source = next((o for o in near[ORIGINS:] if state.stores[o].is_source), None)
        for origin in near[:ORIGINS] if source is None else (*near[:ORIGINS], source):
            links = known.crossed(tree, state.stores[origin].hex)
            room = min((known.room[link] for link in links), default=1 << 20)
            out.append(_Line(origin, depot, trips[origin], links, room))
    return out


def _apart(state: GameState, origin: int, depot: int) -> bool:
    return state.stores[origin].hex != state.stores[depot].hex


def _problem(
    state: GameState,
    known: Ways,
    net: SupplyNet,
    needs: tuple[Need, ...],
    columns: list[Unit],
    brought: dict[int, int],
) -> tuple[list[_Line], Problem]:
    """The hauls worth thinking of and the problem of giving them out."""
    rules = state.scenario.rules.haul
    wishes = {n.store: _wish(n, rules.weights, rules.buffer, brought.get(n.store, 0)) for n in needs}
    spare = {n.store: _spare(state, n) for n in needs}
    for unit in columns:
        if unit.cargo:
            # What is on the road counts with the store it came from.
            origin = store_at(state, unit.spec.side, unit.haul[0]) if unit.haul else None
            origin = min(spare) if origin is None else origin
            spare[origin] += 100 * unit.cargo // rules.buffer
    lines = _lines(state, known, wishes, spare)
    depots = sorted({line.depot for line in lines})
    links = sorted({link for line in lines for link in line.links})
    return lines, Problem(
        tuple(Trip(line.origin, depots.index(line.depot), tuple(map(links.index, line.links))) for line in lines),
        tuple(tuple(_rate(state, unit, line, known) for line in lines) for unit in columns),
        tuple(wishes[depot] for depot in depots),
        tuple(spare.get(i, 0) for i in range(len(state.stores))),
        tuple(100 * max(0, known.room[link] - net.load.get(link, 0)) for link in links),
    )


def _wish(need: Need, weights: tuple[int, ...], buffer: int, brought: int) -> Wish:
    """What a depot should get: enough not to run dry within `buffer` turns, then to hold as many turns' stock, or what
    is to be laid in."""
    rate, held = 100 * need.rate, 100 * need.stock // buffer
    urgent = max(0, rate - held - brought)
    more = max(2 * rate, rate + 100 * need.wanted // buffer) - held - brought - urgent
    return Wish(urgent, max(0, more), weights[need.priority])


def _spare(state: GameState, need: Need) -> int:
    """Hundredths of SP a turn that may be hauled away: from a depot what is more than its own units need."""
    store, buffer = state.stores[need.store], state.scenario.rules.haul.buffer
    if store.is_source:
        return max(0, 100 * (_income(state, store) - need.rate) + 100 * store.stock // buffer)
    return max(0, 100 * (store.stock - max(need.wanted, buffer * need.rate)) // buffer)


def _income(state: GameState, store: Store) -> int:
    source = next((s for s in state.scenario.sources if s.name == store.name and s.side == store.side), None)
    return 0 if source is None else handicap.income(state, source, state.turn + 1)


def _rate(state: GameState, unit: Unit, line: _Line, known: Ways) -> int:
    """Hundredths of SP a turn that a column brings over the next turns, from where it is and what it carries.

    A column keeps the haul it has unless another is better by more than a sixteenth.
    """
    mobility, rules = unit.spec.type.mobility, state.scenario.rules.haul
    here, there = state.stores[line.origin].hex, state.stores[line.depot].hex
    load = min(load_limit(unit), line.room)
    if unit.cargo:
        onward = known.to(there, mobility, unit.cargo, wary=True)
        first, cargo = onward.cost[unit.hex] + rules.unload, unit.cargo
    else:
        first = known.to(here, mobility, wary=True).cost[unit.hex] + rules.load + rules.unload
        first, cargo = first + known.to(there, mobility, wary=True).cost[here], load
    if first >= FAR:
        return 0
    time = rules.buffer * max(1, handicap.march(state, unit))
    later = 100 * load * (time - first) // max(1, line.trip) if first < time else 0
    rate = (100 * cargo * min(time, first) // max(1, first) + later) // rules.buffer
    return rate + rate // 16 if unit.haul == (here, there) else rate
