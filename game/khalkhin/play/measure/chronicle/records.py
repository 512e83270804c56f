"""The record of a battle: plain values, so that it can be kept as JSON beside its result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from khalkhin.core.model.reasons import Cause
from khalkhin.play.measure.chronicle.plight import Plight


@dataclass(frozen=True, slots=True)
class Death:
    """So many steps of a side's combat units (or, `combat` is false, of others) that died on a turn, of what, and how
    they stood to their supply when it came."""

    side: str
    combat: bool
    turn: int
    cause: Cause
    plight: Plight
    steps: int


@dataclass(frozen=True, slots=True)
class Met:
    """So many assaults of a side that met defenders who stood so to their supply."""

    side: str
    plight: Plight
    assaults: int


@dataclass(frozen=True, slots=True)
class Ring:
    """A pocket of a side: its steps at the start of each of the side's turns, from turn `closed` on."""

    side: str
    closed: int
    sizes: tuple[int, ...]

    def held(self, steps: int) -> int:
        """Turns with at least so many steps in it."""
        return sum(n >= steps for n in self.sizes)

    def since(self, steps: int) -> int | None:
        """The turn from which so many steps were in it, or None."""
        return next((self.closed + i for i, n in enumerate(self.sizes) if n >= steps), None)


@dataclass(frozen=True, slots=True)
class Activity:
    """What a side did in a turn: assaults, missions of guns, units that moved; and of its `fighters` (combat units on
    the map, with so many `steps`) how many did nothing, fresh and far from any enemy."""

    side: str
    turn: int
    assaults: int
    barrages: int
    moved: int
    fighters: int
    steps: int
    idle: int


@dataclass(frozen=True, slots=True)
class Taking:
    """An objective that changed hands for good: who has it since which turn."""

    objective: str
    side: str
    turn: int


@dataclass(frozen=True, slots=True)
class Guns:
    """Gun-turns: all of them, with an enemy in range at the end, else nearer to one than before; those in which they
    fired, stood by at the end, had no ammunition as they began."""

    turns: int = 0
    in_range: int = 0
    closing: int = 0
    fired: int = 0
    standing_by: int = 0
    dry: int = 0

    @property
    def near(self) -> int:
        """Those with an enemy in range, or nearer to one than before."""
        return self.in_range + self.closing


@dataclass(frozen=True, slots=True)
class Systems:
    """What a side made of what it had. `spent` are HQ points by use; sorties are (had, flown); `works` are jobs that
    engineers ended, by task and wing; charges were laid, `blown`, or `lost` with a crossing that the enemy took;
    `crossing_hits` are those by its guns and aircraft on the enemy's crossings; columns are those it had; `saved` are
    steps of combat units that left the map."""

    guns: Guns
    hq_points: int
    spent: Mapping[str, int]
    fighters: tuple[int, int]
    bombers: tuple[int, int]
    works: Mapping[str, int]
    charges_laid: int
    charges_blown: int
    charges_lost: int
    crossing_hits: int
    columns: int
    columns_captured: int
    columns_destroyed: int
    saved: int

    @property
    def points_spent(self) -> int:
        """HQ points, whatever for."""
        return sum(self.spent.values())


@dataclass(frozen=True, slots=True)
class Follies:
    """What a side should not do: be caught in a large pocket, lose staffs or leave them alone near the enemy, send
    units back to the hex they have just left, give no order in a turn, let units go unfed that nobody has cut off
    (unit-turns), let the enemy walk into a place without a fight."""

    large_pocket: bool
    staffs_lost: int
    staffs_alone: int
    returns: int
    empty_turns: int
    unfed: int
    walked_into: int


@dataclass(frozen=True, slots=True)
class Chronicle:
    """What happened in a battle. Mappings are by side."""

    turns: int
    deaths: tuple[Death, ...]
    met: tuple[Met, ...]
    rings: tuple[Ring, ...]
    activity: tuple[Activity, ...]
    takings: tuple[Taking, ...]
    systems: Mapping[str, Systems]
    follies: Mapping[str, Follies]
