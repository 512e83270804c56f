"""The state of a battle: a value. Orders make new states (see :mod:`khalkhin.core.engine`); nothing changes in
place."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from enum import Enum

from khalkhin.core.model.crossings import Crossing
from khalkhin.core.model.fast_replace import replace
from khalkhin.core.model.rules import Handicap
from khalkhin.core.model.scenario import Scenario, TurnInfo
from khalkhin.core.model.units import Level, Unit, UnitSpec

#: Places a unit can be instead of a hex.
NOT_ARRIVED, DESTROYED, EXITED, UNSEEN, WITHDRAWN = -1, -2, -3, -4, -5


#: Stock of an enemy store, which nobody knows; supply traced for the enemy takes it for plenty.
UNKNOWN_STOCK = -1


@dataclass(frozen=True, slots=True)
class Store:
    """A place with supplies: a depot, or the source (`is_source`) where they come onto the map. `stock` is in SP;
    `priority` 0..3 is how much the staff minds that it is filled; `wanted` SP are to be laid in there."""

    name: str
    side: str
    hex: int
    stock: int
    is_source: bool = False
    priority: int = 1
    wanted: int = 0


@dataclass(frozen=True, slots=True)
class Airfield:
    """An airfield now; `wrecked` is the last turn in which nothing flies from it."""

    name: str
    side: str
    hex: int
    fighters: int
    bombers: int
    wrecked: int = 0


@dataclass(frozen=True, slots=True)
class SortiesLeft:
    """What a side can still fly this turn."""

    fighters: int = 0
    bombers: int = 0


@dataclass(frozen=True, slots=True)
class Holding:
    """Who holds an objective, and the turn it was taken (0: held from the start)."""

    side: str
    since: int = 0


@dataclass(frozen=True, slots=True)
class Ghost:
    """An enemy unit where it was last seen."""

    hex: int
    turn: int
    level: Level


@dataclass(frozen=True, slots=True)
class Sightings:
    """What one side sees of the other's units: a level per unit index, and ghosts by unit index. `decoys` are false
    contacts the other side has put on its map: the last turn of each, by hex; `scouted` the hexes its aircraft look at
    this turn."""

    levels: tuple[int, ...] = ()
    ghosts: Mapping[int, Ghost] = field(default_factory=dict)
    decoys: Mapping[int, int] = field(default_factory=dict)
    scouted: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class KnownLosses:
    """What a side knows of an enemy unit's strength that it does not see exactly: it has at most so many steps `left`,
    and `lost` so many since the battle began. `nameless` more were told of a contact, without whose they were."""

    left: int
    lost: int = 0
    nameless: int = 0


#: Stands for the index of a unit in a view, where losses are known and not whose they were.
SOMEBODY = -1


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a battle ended: margin of victory points and grade (0..4, see
    :class:`~khalkhin.core.model.scenario.Grade`) by side; `winner` is None for a draw, and for
    a battle that was broken off.
    `reason` is a :class:`~khalkhin.core.model.reasons.EndReason`, for want of units with the side after a colon; or the
    sentence of the timeline entry that ended it."""

    points: Mapping[str, int]
    grades: Mapping[str, int]
    winner: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Ban:
    """What the timeline forbids a side: to enter the hexes of an area, or to fly a kind of air `mission`; up to and
    with turn `until` (0: until allowed)."""

    side: str
    area: str = ""
    hexes: frozenset[int] = frozenset()
    mission: str = ""
    until: int = 0


@dataclass(frozen=True, slots=True)
class Award:
    """Victory points that a timeline entry gave a side; the other learns of it if `reader` is empty or that side."""

    entry: str
    side: str
    points: int
    reader: str = ""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class GameState:
    """A battle at one moment. Compare states by :meth:`digest`.

    `units` is aligned with ``scenario.order_of_battle``; `at` lists unit indices by hex and is derived from it.
    `surprise` and `silence` give the last turn of those effects by side; `pocketed` the turn a side's first large
    pocket was closed, `trapped` the steps that it lost without supplies or without a way to retreat. `observer` is set
    on states that :func:`khalkhin.core.fog.view.view` has redacted for one side.

    `attacks` counts this turn's attacks by hex (on a crossing: by ``~hexside``), so that each has dice of its own.
    `stores` are sources first, then depots, then dumps as they are made. `sorties` and `hq_points` are what each side
    has left this turn; `superiority` says whose fighters rule the air this turn ("" for nobody's); `interdicted` gives
    the last turn in which trucks are slowed in a hex.

    Of the timeline: `fired` gives the turn each entry last took effect; `flags` those set, with the side that may know
    ("" for both); `choices` the answers by entry and `pending` the entries whose choice waits. `bans` close areas and
    air missions to a side; `held` units may not be ordered up to a turn (0: until released); `called` units come on at
    a hex as soon as there is room. `weather` takes the place of the calendar's up to turn `weather_until`; `hq_bonus`
    is HQ points a turn on top, by side.

    `losses` are what each side knows of the other's, by side and unit index, as far as it does not see them.

    `handicaps` are those of the battle by side, with their numbers, so that it goes on as it was begun whatever the
    tables say later; a side without one is not there.
    """

    scenario: Scenario
    seed: int
    turn: int
    active: str
    units: tuple[Unit, ...]
    at: Mapping[int, tuple[int, ...]]
    crossings: Mapping[int, Crossing]
    stores: tuple[Store, ...]
    holdings: tuple[Holding, ...]
    sightings: Mapping[str, Sightings]
    attacks: Mapping[int, int] = field(default_factory=dict)
    surprise: Mapping[str, int] = field(default_factory=dict)
    silence: Mapping[str, int] = field(default_factory=dict)
    fog: bool = True
    outcome: Outcome | None = None
    observer: str | None = None
    fired: Mapping[str, int] = field(default_factory=dict)
    pocketed: Mapping[str, int] = field(default_factory=dict)
    trapped: Mapping[str, int] = field(default_factory=dict)
    airfields: tuple[Airfield, ...] = ()
    sorties: Mapping[str, SortiesLeft] = field(default_factory=dict)
    superiority: str = ""
    interdicted: Mapping[int, int] = field(default_factory=dict)
    hq_points: Mapping[str, int] = field(default_factory=dict)
    flags: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)
    pending: tuple[str, ...] = ()
    bans: tuple[Ban, ...] = ()
    held: Mapping[str, int] = field(default_factory=dict)
    called: Mapping[str, int] = field(default_factory=dict)
    awards: tuple[Award, ...] = ()
    weather: str = ""
    weather_until: int = 0
    hq_bonus: Mapping[str, int] = field(default_factory=dict)
    handicaps: Mapping[str, Handicap] = field(default_factory=dict)
    losses: Mapping[str, Mapping[int, KnownLosses]] = field(default_factory=dict)

    def __repr__(self) -> str:
        whose = f" as {self.observer} knows it" if self.observer else ""
        end = " over" if self.over else f" {self.active} to move"
        return f"<{self.scenario.id} turn {self.turn},{end}{whose}>"

    @property
    def info(self) -> TurnInfo:
        """Calendar entry of the current turn, with the weather that the timeline brought if it did."""
        info = self.scenario.calendar[self.turn - 1]
        return replace(info, weather=self.weather) if self.turn <= self.weather_until else info

    @property
    def night(self) -> bool:
        return self.scenario.calendar[self.turn - 1].night

    @property
    def over(self) -> bool:
        return self.outcome is not None

    def is_held(self, unit: Unit) -> bool:
        """Whether the timeline keeps a unit from being ordered now."""
        until = self.held.get(unit.spec.id) if self.held else None
        return until is not None and (until == 0 or self.turn <= until)

    def bans_on(self, side: str) -> tuple[Ban, ...]:
        """What the timeline forbids a side now."""
        return tuple(b for b in self.bans if b.side == side and (b.until == 0 or self.turn <= b.until))

    def unit(self, unit_id: str) -> Unit | None:
        """A unit by its id, or None."""
        index = self.scenario_index(unit_id)
        return None if index is None else self.units[index]

    def scenario_index(self, unit_id: str) -> int | None:
        index = self.scenario.indices.get(unit_id)
        if index is None:
            # Contacts of a view stand behind the order of battle.
            contacts = self.units[len(self.scenario.order_of_battle) :]
            index = next((u.spec.index for u in contacts if u.spec.id == unit_id), None)
        return index

    def side_units(self, side: str) -> Iterator[Unit]:
        """Units of a side that are on the map, in order-of-battle order."""
        return (u for u in self.units if u.hex >= 0 and u.spec.side == side)

    def at_hex(self, hex_: int) -> tuple[Unit, ...]:
        """Units in a hex, combat unit first."""
        found = [self.units[i] for i in self.at.get(hex_, ())]
        if len(found) > 1:
            found.sort(key=lambda u: not u.is_combat)
        return tuple(found)

    def known_enemies(self, side: str) -> list[Unit]:
        """Enemy units on the map that `side` sees now (all of them when fog is off)."""
        levels = self.sightings[side].levels
        return [u for u in self.units if u.hex >= 0 and u.spec.side != side and levels[u.spec.index]]

    def with_unit(self, unit: Unit) -> GameState:
        """This state with one unit replaced (and the hex lists kept in step)."""
        return self.with_units((unit,))

    def with_units(self, changed: tuple[Unit, ...] | list[Unit]) -> GameState:
        """This state with some units replaced. Engineers that leave their hex leave their work."""
        units = list(self.units)
        at: dict[int, tuple[int, ...]] | None = None
        for unit in changed:
            i = unit.spec.index
            old = units[i].hex
            if old != unit.hex and unit.job is not None:
                unit = replace(unit, job=None)
            units[i] = unit
            if old != unit.hex:
                if at is None:
                    at = dict(self.at)
                if old >= 0:
                    here = at[old]
                    if len(here) > 1:
                        at[old] = tuple(j for j in here if j != i)
                    else:
                        del at[old]
                if unit.hex >= 0:
                    there = at.get(unit.hex)
                    at[unit.hex] = tuple(sorted((*there, i))) if there else (i,)
        return replace(self, units=tuple(units), at=self.at if at is None else at)

    def told(self) -> tuple[str, ...]:
        """The fields that say what has happened; those in :data:`LATER` only if there is something to say."""
        return tuple(name for name in STATE_FIELDS if name not in LATER or getattr(self, name))

    def digest(self) -> str:
        """Sixteen hexadecimal digits that name this state; equal on every platform and Python version."""
        parts = [self.scenario.digest, *(plain(getattr(self, name)) for name in self.told())]
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


#: The fields of a state that say what has happened: not the scenario, not what is derived or set for one reader.
STATE_FIELDS = tuple(f.name for f in fields(GameState) if f.name not in ("scenario", "at", "observer"))
#: Those that battles were played without once: empty, they are not written down, so that old journals still agree.
LATER = frozenset({"handicaps", "trapped", "losses"})


def plain(value: object) -> object:
    """A part of a state as numbers, texts and lists, in an order of its own: the same for equal parts.

    Dataclasses become lists of their fields, mappings sorted lists of pairs, specs their ids.
    """
    if isinstance(value, UnitSpec):
        return value.id
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, Mapping):
        return [[plain(k), plain(v)] for k, v in sorted(value.items())]
    if isinstance(value, frozenset):
        return sorted(plain(v) for v in value)  # type: ignore[type-var]
    if isinstance(value, tuple):
        return [plain(v) for v in value]
    assert is_dataclass(value), type(value)
    return [plain(getattr(value, f.name)) for f in fields(value)]
