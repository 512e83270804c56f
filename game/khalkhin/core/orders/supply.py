"""Truck columns: standing hauls, loading and unloading by hand; and how depots are to be filled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, Self

from khalkhin.core.events.events import Hauled
from khalkhin.core.model.fast_replace import replace
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Driving, Unit
from khalkhin.core.orders.base import BaseOrder, Deed, Happening, Outlook
from khalkhin.core.orders.named import on_board, own_unit
from khalkhin.core.orders.syntax import ID, NUMBER, PLACE, Form, Place, place_text, read_place
from khalkhin.core.refusals import Refusal, RefusalCode
from khalkhin.core.supply import haulage
from khalkhin.core.supply.staffplan import load_limit, store_at
from khalkhin.core.supply.truckways import Ways, ways


def _own_column(state: GameState, name: str) -> Unit | Refusal:
    """A truck column of the active side that is on the map, or why it is none."""
    unit = own_unit(state, name)
    if isinstance(unit, Refusal) or unit.is_column:
        return unit
    return Refusal(RefusalCode.NO_COLUMN, unit.id)


def _columns(state: GameState) -> Iterator[Unit]:
    return (u for u in state.side_units(state.active) if u.is_column)


def _depots(state: GameState) -> list[int]:
    """Hexes of the active side's stores that are no sources, in rising order."""
    own = [s for s in state.stores if s.side == state.active]
    return sorted({s.hex for s in own} - {s.hex for s in own if s.is_source})


@dataclass(frozen=True, slots=True, order=True)
class Haul(BaseOrder):
    """A truck column hauls from one store to another, turn after turn; without a way it is the staff's again."""

    unit: str
    way: tuple[Place, Place] | None = None

    FORM: ClassVar = Form("haul UNIT C,R to C,R", rf"haul ({ID}) (staff|({PLACE}) to ({PLACE}))")

    @classmethod
    def read(cls, m: re.Match[str]) -> Self:
        return cls(m[1], None if m[2] == "staff" else (read_place(m[3]), read_place(m[4])))

    def __str__(self) -> str:
        if self.way is None:
            return f"haul {self.unit} staff"
        return f"haul {self.unit} {place_text(self.way[0])} to {place_text(self.way[1])}"

    @classmethod
    def options(cls, outlook: Outlook) -> Iterator[Self]:
        """Back to the staff, and from each source to each depot."""
        state, place = outlook.state, outlook.state.scenario.board.place
        sources = sorted({s.hex for s in state.stores if s.side == state.active and s.is_source})
        depots = _depots(state)
        known: Ways | None = None
        for unit in _columns(state):
            known = known or ways(state, state.active)
            if unit.driving is not Driving.STAFF:
                yield cls(unit.spec.id)
            for origin in sources:
                for depot in depots:
                    if not _drives(unit, (origin, depot)) and _joined(known, unit, origin, depot):
                        yield cls(unit.spec.id, (place(origin), place(depot)))

    def prepare(self, state: GameState) -> Deed | Refusal:
        unit = _own_column(state, self.unit)
        if isinstance(unit, Refusal):
            return unit
        if self.way is None:
            if unit.driving is Driving.STAFF:
                return Refusal(RefusalCode.STAFF_DRIVES, unit.id)
            return partial(_drive, state, unit, Driving.STAFF, unit.haul)
        hexes = []
        for place in self.way:
            hex_ = on_board(state, place)
            if isinstance(hex_, Refusal):
                return hex_
            hexes.append(hex_)
        origin, depot = hexes
        side = state.active
        if store_at(state, side, origin) is None:
            return Refusal(RefusalCode.NOTHING_TO_LOAD, place=self.way[0])
        end = store_at(state, side, depot)
        if end is None or state.stores[end].is_source or origin == depot:
            return Refusal(RefusalCode.NO_HAUL_END, place=self.way[1])
        if _drives(unit, (origin, depot)):
            return Refusal(RefusalCode.SAME_HAUL, unit.id)
        if not _joined(ways(state, side), unit, origin, depot):
            return Refusal(RefusalCode.NO_HAUL_WAY, unit.id)
        return partial(_drive, state, unit, Driving.HAUL, (origin, depot))

    def units(self) -> tuple[str, ...]:
        return (self.unit,)


def _drives(unit: Unit, way: tuple[int, int]) -> bool:
    return unit.driving is Driving.HAUL and unit.haul == way


def _joined(known: Ways, unit: Unit, origin: int, depot: int) -> bool:
    """Whether a column can get to a haul's beginning, and drive it to and fro."""
    mobility = unit.spec.type.mobility
    start = known.to(origin, mobility)
    return start.reaches(unit.hex) and start.reaches(depot) and known.to(depot, mobility).reaches(origin)


def _drive(state: GameState, unit: Unit, who: Driving, haul: tuple[int, int] | None) -> Happening:
    return state.with_unit(replace(unit, driving=who, haul=haul)), ()


@dataclass(frozen=True, slots=True, order=True)
class Load(BaseOrder):
    """A column driven by hand takes up SP from the store where it stands."""

    unit: str
    points: int

    FORM: ClassVar = Form("load UNIT SP", rf"load ({ID}) ({NUMBER})")

    @classmethod
    def read(cls, m: re.Match[str]) -> Self:
        return cls(m[1], int(m[2]))

    def __str__(self) -> str:
        return f"load {self.unit} {self.points}"

    @classmethod
    def options(cls, outlook: Outlook) -> Iterator[Self]:
        """As much as can be."""
        state = outlook.state
        for unit in _columns(state):
            most = min(load_limit(unit) - unit.cargo, _stock_at(state, unit))
            if most > 0 and unit.mp >= state.scenario.rules.haul.load:
                yield cls(unit.spec.id, most)

    def prepare(self, state: GameState) -> Deed | Refusal:
        unit = _own_column(state, self.unit)
        if isinstance(unit, Refusal):
            return unit
        cost = state.scenario.rules.haul.load
        if store_at(state, unit.spec.side, unit.hex) is None:
            return Refusal(RefusalCode.LOAD_NO_STORE, unit.id)
        if unit.mp < cost:
            return Refusal(RefusalCode.LOAD_MP, unit.id, have=unit.mp, need=cost)
        room, stock = load_limit(unit) - unit.cargo, _stock_at(state, unit)
        if self.points < 1 or self.points > room:
            return Refusal(RefusalCode.LOAD_ROOM, unit.id, have=max(0, room))
        if self.points > stock:
            return Refusal(RefusalCode.LOAD_STOCK, have=stock)
        return partial(_load, state, unit, self.points)

    def units(self) -> tuple[str, ...]:
        return (self.unit,)


def _stock_at(state: GameState, unit: Unit) -> int:
    index = store_at(state, unit.spec.side, unit.hex)
    return 0 if index is None else state.stores[index].stock


def _load(state: GameState, unit: Unit, points: int) -> Happening:
    state, unit, store = haulage.take(state, unit, points)
    return _by_hand(state, unit), (Hauled(unit.spec.id, (unit.hex,), loaded=((store, points),)),)


def _by_hand(state: GameState, unit: Unit) -> GameState:
    return state.with_unit(replace(unit, driving=Driving.HAND, haul=None))


@dataclass(frozen=True, slots=True, order=True)
class Unload(BaseOrder):
    """A column driven by hand puts down SP: into the depot where it stands, or as a new dump."""

    unit: str
    points: int

    FORM: ClassVar = Form("unload UNIT SP", rf"unload ({ID}) ({NUMBER})")

    @classmethod
    def read(cls, m: re.Match[str]) -> Self:
        return cls(m[1], int(m[2]))

    def __str__(self) -> str:
        return f"unload {self.unit} {self.points}"

    @classmethod
    def options(cls, outlook: Outlook) -> Iterator[Self]:
        """All there is."""
        state = outlook.state
        for unit in _columns(state):
            if unit.cargo and unit.mp >= state.scenario.rules.haul.unload:
                yield cls(unit.spec.id, unit.cargo)

    def prepare(self, state: GameState) -> Deed | Refusal:
        unit = _own_column(state, self.unit)
        if isinstance(unit, Refusal):
            return unit
        cost = state.scenario.rules.haul.unload
        if unit.mp < cost:
            return Refusal(RefusalCode.UNLOAD_MP, unit.id, have=unit.mp, need=cost)
        if self.points < 1 or self.points > unit.cargo:
            return Refusal(RefusalCode.UNLOAD_CARGO, unit.id, have=unit.cargo)
        return partial(_unload, state, unit, self.points)

    def units(self) -> tuple[str, ...]:
        return (self.unit,)


def _unload(state: GameState, unit: Unit, points: int) -> Happening:
    state, unit, store = haulage.put(state, unit, points)
    return _by_hand(state, unit), (Hauled(unit.spec.id, (unit.hex,), unloaded=((store, points),)),)


#: Priorities of depots go from 0 up to this.
HIGHEST_PRIORITY = 3


@dataclass(frozen=True, slots=True, order=True)
class Prioritise(BaseOrder):
    """How much the staff minds that a depot is filled: 0 not at all, 1 as usual, 2 more, 3 before all others."""

    depot: Place
    priority: int

    FORM: ClassVar = Form(f"priority C,R 0-{HIGHEST_PRIORITY}", rf"priority ({PLACE}) ([0-{HIGHEST_PRIORITY}])")

    @classmethod
    def read(cls, m: re.Match[str]) -> Self:
        return cls(read_place(m[1]), int(m[2]))

    def __str__(self) -> str:
        return f"priority {place_text(self.depot)} {self.priority}"

    @classmethod
    def options(cls, outlook: Outlook) -> Iterator[Self]:
        """Every other priority of each depot."""
        state, place = outlook.state, outlook.state.scenario.board.place
        for hex_ in _depots(state):
            index = store_at(state, state.active, hex_)
            for priority in range(HIGHEST_PRIORITY + 1):
                if index is not None and priority != state.stores[index].priority:
                    yield cls(place(hex_), priority)

    def prepare(self, state: GameState) -> Deed | Refusal:
        hex_ = on_board(state, self.depot)
        if isinstance(hex_, Refusal):
            return hex_
        index = store_at(state, state.active, hex_)
        if index is None or state.stores[index].is_source:
            return Refusal(RefusalCode.NO_DEPOT)
        if not 0 <= self.priority <= HIGHEST_PRIORITY:
            return Refusal(RefusalCode.NO_PRIORITY)
        store = state.stores[index]
        if store.priority == self.priority:
            return Refusal(RefusalCode.SAME_PRIORITY, name=store.name, have=self.priority)
        return partial(_prioritise, state, index, self.priority)

    def units(self) -> tuple[str, ...]:
        return ()


def _prioritise(state: GameState, index: int, priority: int) -> Happening:
    return haulage.with_store(state, index, replace(state.stores[index], priority=priority)), ()
