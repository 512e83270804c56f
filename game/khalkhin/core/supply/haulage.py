"""Truck columns: standing hauls, the staff's hauls, driving by hand, and what befalls columns on the road.

At the end of its side's turn every column that is not driven by hand drives with the MP it has: it loads at one store,
goes to another, unloads, comes back, as often as it can. What it carries over a crossing counts against the SP that
the crossing bears in a turn; where that is used up, it waits.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from khalkhin.core.combat.assault import destroy, lose_steps
from khalkhin.core.events.events import Captured, Event, Hauled, SupplyChanged
from khalkhin.core.model.fast_replace import replace
from khalkhin.core.model.reasons import Cause, StopReason
from khalkhin.core.model.state import GameState, Store
from khalkhin.core.model.units import Driving, Unit
from khalkhin.core.movement.movement import picture, zones
from khalkhin.core.supply.staffplan import load_limit, plan, store_at
from khalkhin.core.supply.truckways import Tree, Ways, ways


def with_store(state: GameState, index: int, store: Store) -> GameState:
    """The state with one store replaced."""
    return replace(state, stores=(*state.stores[:index], store, *state.stores[index + 1 :]))


def take(state: GameState, unit: Unit, points: int) -> tuple[GameState, Unit, str]:
    """Load from the store in the hex: the state, the column and the store's name."""
    index = store_at(state, unit.spec.side, unit.hex)
    assert index is not None
    store = state.stores[index]
    unit = replace(unit, cargo=unit.cargo + points, mp=unit.mp - state.scenario.rules.haul.load)
    return with_store(state, index, replace(store, stock=store.stock - points)), unit, store.name


def put(state: GameState, unit: Unit, points: int) -> tuple[GameState, Unit, str]:
    """Unload into the store in the hex, or as a new dump: the state, the column and the store's name."""
    unit = replace(unit, cargo=unit.cargo - points, mp=unit.mp - state.scenario.rules.haul.unload)
    index = store_at(state, unit.spec.side, unit.hex)
    if index is not None:
        store = state.stores[index]
        return with_store(state, index, replace(store, stock=store.stock + points)), unit, store.name
    col, row = state.scenario.board.place(unit.hex)
    dump = Store(f"Dump {col},{row}", unit.spec.side, unit.hex, points)
    return replace(state, stores=(*state.stores, dump)), unit, dump.name


# ------------------------------------------------------------------ driving


def drive(
    state: GameState, *, without: Collection[int] = (), known: Ways | None = None
) -> tuple[GameState, tuple[Event, ...]]:
    """The active side's columns that are not driven by hand drive their hauls, at the end of its turn.

    `without` hexes count as lost (for forecasts); `known` passes on ways found before.
    """
    side = state.active
    if not any(u.is_column and u.driving is not Driving.HAND for u in state.side_units(side)):
        return state, ()
    known = ways(state, side, without=without, like=known)
    state = _staffed(state, side, known)
    hidden = _hidden(state, side)
    events: list[Event] = []
    # Who is on the way already goes first, so that nobody waits at a crossing for ever.
    for unit in sorted(state.side_units(side), key=lambda u: (not u.cargo, u.spec.index)):
        if unit.is_column and unit.driving is not Driving.HAND and not state.is_held(unit):
            state, happened = _Drive(state, unit, known, *hidden).run()
            events += happened
    return state, tuple(events)


def _staffed(state: GameState, side: str, known: Ways) -> GameState:
    """The staff's columns with the hauls of its plan."""
    changed = []
    for part in plan(state, side, known).assignments:
        unit = state.unit(part.unit)
        haul = None if part.depot < 0 else (state.stores[part.origin].hex, state.stores[part.depot].hex)
        if unit is not None and unit.haul != haul:
            changed.append(replace(unit, haul=haul))
    return state.with_units(changed)


def _hidden(state: GameState, side: str) -> tuple[set[int], set[int]]:
    """Hexes where an unseen enemy lies in wait for trucks, and those he stands in."""
    levels = state.sightings[side].levels
    unseen = [u for u in state.units if u.hex >= 0 and u.spec.side != side and not levels[u.spec.index]]
    return zones(state, unseen) - picture(state, side).combat, {u.hex for u in unseen}


@dataclass(slots=True)
class _Drive:
    """One column's drive at the end of a turn."""

    state: GameState
    unit: Unit
    known: Ways
    ambush: set[int]
    barred: set[int]
    path: list[int] = field(default_factory=list)
    loaded: list[tuple[str, int]] = field(default_factory=list)
    unloaded: list[tuple[str, int]] = field(default_factory=list)
    stopped: StopReason | None = None
    crossing: str = ""
    losses: tuple[Event, ...] = ()

    def run(self) -> tuple[GameState, tuple[Event, ...]]:
        """Drive until the MP are used up or something stops the column."""
        start = self.unit
        self.path.append(start.hex)
        while not self.stopped and self._act():
            pass
        state = self.state
        if self.unit != start:
            moved = len(self.path) > 1
            state = state.with_unit(replace(self.unit, moved=start.moved or moved))
            event = Hauled(
                start.spec.id, tuple(self.path), tuple(self.loaded), tuple(self.unloaded), self.stopped, self.crossing
            )
            if self.stopped is StopReason.AMBUSH:
                state, self.losses = lose_steps(
                    state, state.units[start.spec.index], state.scenario.rules.haul.ambush_loss, Cause.AMBUSH
                )
            return state, (event, *self.losses)
        return state, ()

    def _act(self) -> bool:
        """Do the next thing; False when there is nothing more to be done this turn."""
        unit, haul = self.unit, self.unit.haul
        if haul is None:
            return self._home()
        if unit.cargo:
            return self._unload() if unit.hex == haul[1] else self._go(self._tree(haul[1]))
        return self._load() if unit.hex == haul[0] else self._go(self._tree(haul[0]))

    def _home(self) -> bool:
        """A column that nobody needs goes to its side's nearest store and puts down what it carries."""
        unit, side = self.unit, self.unit.spec.side
        if store_at(self.state, side, unit.hex) is not None:
            return bool(unit.cargo) and self._unload() and False
        trees = (self._tree(hex_) for hex_ in sorted({s.hex for s in self.state.stores if s.side == side}))
        best = min(trees, key=lambda tree: tree.cost[unit.hex], default=None)
        return best is not None and best.reaches(unit.hex) and self._go(best)

    def _tree(self, goal: int) -> Tree:
        """The way to a hex: past nothing that its side should fear, unless somebody has told the column to go there."""
        unit, mobility = self.unit, self.unit.spec.type.mobility
        if unit.driving is Driving.HAUL:
            return self.known.told(unit.hex, goal, mobility, unit.cargo)
        return self.known.to(goal, mobility, unit.cargo, wary=True)

    def _load(self) -> bool:
        unit, haul = self.unit, self.unit.haul
        assert haul is not None
        onward = self._tree(haul[1])
        index = store_at(self.state, unit.spec.side, unit.hex)
        if index is None or not onward.reaches(unit.hex) or unit.mp < self.state.scenario.rules.haul.load:
            return False
        room = [self.known.room[link] for link in self.known.crossed(onward, unit.hex)]
        points = min(load_limit(unit), self.state.stores[index].stock, *room)
        if points <= 0:
            return False
        self.state, self.unit, name = take(self.state, unit, points)
        self.loaded.append((name, points))
        return True

    def _unload(self) -> bool:
        if self.unit.mp < self.state.scenario.rules.haul.unload:
            return False
        points = self.unit.cargo
        self.state, self.unit, name = put(self.state, self.unit, points)
        self.unloaded.append((name, points))
        return True

    def _go(self, tree: Tree) -> bool:
        """Drive one hex along a way."""
        unit, known = self.unit, self.known
        if not tree.reaches(unit.hex):
            return False
        there = tree.onward[unit.hex]
        cost = known.step(unit.hex, there, unit.spec.type.mobility)
        if cost > unit.mp:
            return False
        if there in self.barred:
            self.stopped = StopReason.MET
            return False
        link = known.gate(unit.hex, there)
        if link is not None and unit.cargo and not self._over(link, unit.cargo):
            return False
        self.unit = replace(unit, hex=there, mp=unit.mp - cost)
        self.path.append(there)
        if there in self.ambush:
            self.unit = replace(self.unit, mp=0)
            self.stopped = StopReason.AMBUSH
        return True

    def _over(self, link: int, cargo: int) -> bool:
        """Take cargo over a crossing if it still carries so much this turn."""
        crossing = self.state.crossings[link]
        if crossing.supply_used + cargo > self.known.room[link]:
            self.stopped, self.crossing = StopReason.FULL, crossing.name
            return False
        links = {**self.state.crossings, link: replace(crossing, supply_used=crossing.supply_used + cargo)}
        self.state = replace(self.state, crossings=links)
        return True


# ------------------------------------------------------------------ capture


def capture(state: GameState, captor: Unit, hexes: Collection[int]) -> tuple[GameState, tuple[Event, ...]]:
    """A combat unit takes the enemy columns in the hexes it has entered: half of what they carry goes to its side's
    nearest store, and a captor that was without supply is fed."""
    if not captor.is_combat:
        return state, ()
    events: list[Event] = []
    for hex_ in hexes:
        if hex_ not in state.at:
            continue
        for prey in state.at_hex(hex_):
            if not prey.is_column or prey.spec.side == captor.spec.side:
                continue
            spoils = prey.cargo * state.scenario.rules.haul.captured_cargo // 100
            events.append(Captured(prey.spec.id, captor.spec.id, hex_, spoils))
            state, gone = destroy(state, prey, Cause.CAPTURED)
            events += gone
            if spoils:
                state, fed = _spoils(state, captor.spec.index, spoils)
                events += fed
    return state, tuple(events)


def _spoils(state: GameState, index: int, points: int) -> tuple[GameState, tuple[Event, ...]]:
    captor, board = state.units[index], state.scenario.board
    limit = state.scenario.rules.haul.spoils_range
    near = [
        (board.distance(s.hex, captor.hex), i)
        for i, s in enumerate(state.stores)
        if s.side == captor.spec.side and board.distance(s.hex, captor.hex) <= limit
    ]
    if near:
        i = min(near)[1]
        # What an enemy's store holds is not known in a view, and stays so.
        if state.stores[i].stock >= 0:
            state = with_store(state, i, replace(state.stores[i], stock=state.stores[i].stock + points))
    if not captor.unsupplied:
        return state, ()
    return state.with_unit(replace(captor, unsupplied=0)), (SupplyChanged(captor.spec.id, captor.unsupplied, 0),)
