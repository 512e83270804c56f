"""The state of a battle: a value. Orders make new states (see :mod:`game.core.engine`); nothing changes in place."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum

from game.core.model import GRADES, CrossingKind, Scenario, StackClass, TurnInfo, UnitSpec

#: Places a unit can be instead of a hex.
NOT_ARRIVED, DESTROYED, EXITED, UNSEEN = -1, -2, -3, -4


class Level(IntEnum):
    """How well an enemy is seen."""

    UNSEEN = 0
    CONTACT = 1
    IDENTIFIED = 2
    EXACT = 3


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit now. `hex` is a board index or one of the negative places above; `unsupplied` counts the turns its
    side began without supply reaching it; `mp` is what is left this turn."""

    spec: UnitSpec
    hex: int
    steps: int
    suppressed: int = 0
    entrenchment: int = 0
    mp: int = 0
    moved: bool = False
    fought: bool = False
    unsupplied: int = 0

    @property
    def id(self) -> str:
        return self.spec.id

    @property
    def side(self) -> str:
        return self.spec.side

    @property
    def on_map(self) -> bool:
        return self.hex >= 0

    @property
    def is_combat(self) -> bool:
        return self.spec.type.stack is StackClass.COMBAT

    @property
    def effective(self) -> int:
        """Steps that are not suppressed."""
        return self.steps - self.suppressed

    @property
    def supply_state(self) -> int:
        """0 supplied, 1 short, 2 unsupplied, 3 isolated (RULES: the supply ladder)."""
        return min(self.unsupplied, 3)

    def has(self, trait: str) -> bool:
        return trait in self.spec.type.traits


@dataclass(frozen=True, slots=True)
class Crossing:
    """A ford, pontoon or bridge on a hexside. `used` and `supply_used` count this turn's units and SP over it."""

    name: str
    kind: CrossingKind
    hexside: int
    owner: str = ""
    hits: int = 0
    used: int = 0
    supply_used: int = 0


@dataclass(frozen=True, slots=True)
class Depot:
    name: str
    side: str
    hex: int
    stock: int


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
    """What one side sees of the other's units: a level per unit index, and ghosts by unit index."""

    levels: tuple[int, ...] = ()
    ghosts: Mapping[int, Ghost] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a battle ended: margin of victory points and grade 0..4 by side; `winner` is None for a draw."""

    points: Mapping[str, int]
    grades: Mapping[str, int]
    winner: str | None
    reason: str

    def grade_name(self, side: str) -> str:
        return GRADES[self.grades[side]]


@dataclass(frozen=True, slots=True, eq=False)
class GameState:
    """A battle at one moment. Compare states by :meth:`digest`.

    `units` is aligned with ``scenario.order_of_battle``; `at` lists unit indices by hex and is derived from it.
    `surprise` and `silence` give the last turn of those effects by side; `pocketed` the turn a side's first large
    pocket was closed; `fired` the timeline entries that have taken effect. `observer` is set on states that
    :func:`game.core.view.view` has redacted for one side.
    """

    scenario: Scenario
    seed: int
    turn: int
    active: str
    units: tuple[Unit, ...]
    at: Mapping[int, tuple[int, ...]]
    crossings: Mapping[int, Crossing]
    depots: tuple[Depot, ...]
    holdings: tuple[Holding, ...]
    sightings: Mapping[str, Sightings]
    attacks: Mapping[int, int] = field(default_factory=dict)
    surprise: Mapping[str, int] = field(default_factory=dict)
    silence: Mapping[str, int] = field(default_factory=dict)
    fog: bool = True
    outcome: Outcome | None = None
    observer: str | None = None
    fired: frozenset[str] = frozenset()
    pocketed: Mapping[str, int] = field(default_factory=dict)

    @property
    def info(self) -> TurnInfo:
        """Calendar entry of the current turn."""
        return self.scenario.calendar[self.turn - 1]

    @property
    def night(self) -> bool:
        return self.info.night

    @property
    def over(self) -> bool:
        return self.outcome is not None

    def unit(self, unit_id: str) -> Unit | None:
        """A unit by its id, or None."""
        index = self.scenario_index(unit_id)
        return None if index is None else self.units[index]

    def scenario_index(self, unit_id: str) -> int | None:
        for unit in self.units:
            if unit.spec.id == unit_id:
                return unit.spec.index
        return None

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
        """This state with some units replaced."""
        units = list(self.units)
        at: dict[int, tuple[int, ...]] | None = None
        for unit in changed:
            i = unit.spec.index
            old = units[i].hex
            units[i] = unit
            if old != unit.hex:
                if at is None:
                    at = dict(self.at)
                if old >= 0:
                    rest = tuple(j for j in at[old] if j != i)
                    if rest:
                        at[old] = rest
                    else:
                        del at[old]
                if unit.hex >= 0:
                    at[unit.hex] = tuple(sorted((*at.get(unit.hex, ()), i)))
        return replace(self, units=tuple(units), at=self.at if at is None else at)

    def digest(self) -> str:
        """Sixteen hexadecimal digits that name this state; equal on every platform and Python version."""
        parts: list[object] = [self.scenario.digest, self.seed, self.turn, self.active, self.fog]
        parts += [
            (u.spec.id, u.hex, u.steps, u.suppressed, u.entrenchment, u.mp, int(u.moved), int(u.fought), u.unsupplied)
            for u in self.units
        ]
        parts += [
            (k, c.name, c.kind.value, c.owner, c.hits, c.used, c.supply_used) for k, c in sorted(self.crossings.items())
        ]
        parts += [(d.name, d.side, d.hex, d.stock) for d in self.depots]
        parts += [(h.side, h.since) for h in self.holdings]
        for side, seen in sorted(self.sightings.items()):
            parts.append(
                (
                    side,
                    tuple(int(v) for v in seen.levels),
                    tuple((i, g.hex, g.turn, int(g.level)) for i, g in sorted(seen.ghosts.items())),
                )
            )
        parts += [
            sorted(self.attacks.items()),
            sorted(self.surprise.items()),
            sorted(self.silence.items()),
            sorted(self.fired),
            sorted(self.pocketed.items()),
        ]
        if self.outcome is not None:
            parts += [sorted(self.outcome.points.items()), self.outcome.winner or "", self.outcome.reason]
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]
