"""What an entry of the timeline may ask: a class for each kind of condition, marked as
:mod:`khalkhin.core.timeline.written` explains. They are answered by :mod:`khalkhin.core.timeline.conditions`.

Units are named by their codes, hexes by board index, crossings by hexside.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from khalkhin.core.timeline.written import (
    WEATHER,
    Bound,
    Number,
    OneOf,
    Parts,
    Place,
    Ref,
    SupplyState,
    Units,
    Vocabulary,
)

condition = Vocabulary()


@condition("entered")
@dataclass(frozen=True, slots=True)
class Entered:
    """At least so many combat units of a side stand in the hexes."""

    side: Annotated[str, Ref("side")]
    hexes: Annotated[frozenset[int], Place()]
    units: Annotated[int, Number(1, 1000)] = 1


@condition("held")
@dataclass(frozen=True, slots=True)
class Held:
    """A side holds an objective, a crossing or a store; or, of other places, it has combat units there and the enemy
    has none."""

    side: Annotated[str, Ref("side")]
    objective: Annotated[str, Ref("objective", "place")] = ""
    crossing: Annotated[int, Ref("crossing", "place")] = -1
    store: Annotated[str, Ref("store", "place")] = ""
    hexes: Annotated[frozenset[int], Place()] = frozenset()


@condition("destroyed")
@condition("alive", opposite=True)
@dataclass(frozen=True, slots=True)
class Destroyed:
    """All these units are destroyed."""

    units: Annotated[tuple[str, ...], Units()]


@condition("on_map")
@dataclass(frozen=True, slots=True)
class OnMap:
    """At least so many of these units are on the map."""

    units: Annotated[tuple[str, ...], Units()]
    count: Annotated[int, Number(1, 1000)] = 1


@condition("lost", either=("side", "units"))
@dataclass(frozen=True, slots=True)
class Lost:
    """A side, or these units together, lost at least so many steps."""

    steps: Annotated[int, Number(1, 10_000)]
    side: Annotated[str, Ref("side")] = ""
    units: Annotated[tuple[str, ...], Units()] = ()


@condition("supply")
@dataclass(frozen=True, slots=True)
class SupplyIs:
    """So many of these units (0: all that are on the map) are in a supply state or a worse one; the best state means
    that they are fed."""

    units: Annotated[tuple[str, ...], Units()]
    state: Annotated[int, SupplyState()]
    count: Annotated[int, Number(0, 1000)] = 0


@condition("broken", bare=True, opposite=True)
@condition("standing", bare=True)
@dataclass(frozen=True, slots=True)
class CrossingStands:
    """There is a crossing over which something can go."""

    hexside: Annotated[int, Ref("crossing")]


@condition("sorties")
@dataclass(frozen=True, slots=True)
class Sorties:
    """A side's airfields that are not wrecked can fly so many sorties in a day turn, fighters and bombers together."""

    side: Annotated[str, Ref("side")]
    least: Annotated[int, Bound("at_least")] = 0
    #: -1 is no bound.
    most: Annotated[int, Bound("at_most")] = -1


@condition("stock", either=("store", "side"))
@dataclass(frozen=True, slots=True)
class Stock:
    """A store, or all of a side's together, has so many SP."""

    store: Annotated[str, Ref("store")] = ""
    side: Annotated[str, Ref("side")] = ""
    least: Annotated[int, Bound("at_least")] = 0
    #: -1 is no bound.
    most: Annotated[int, Bound("at_most")] = -1


@condition("weather", bare=True)
@dataclass(frozen=True, slots=True)
class Weather:
    """The weather of the turn."""

    weather: Annotated[str, OneOf(WEATHER)]


@condition("flag", bare=True)
@dataclass(frozen=True, slots=True)
class Flag:
    """A flag is set."""

    name: Annotated[str, Ref("flag")]


@condition("chose")
@dataclass(frozen=True, slots=True)
class Chosen:
    """A choice was answered so."""

    entry: Annotated[str, Ref("choice")]
    answer: Annotated[str, Ref("answer")]


@condition("happened", bare=True)
@dataclass(frozen=True, slots=True)
class Happened:
    """Another entry has taken effect."""

    entry: Annotated[str, Ref("entry")]


@condition("all", bare=True)
@dataclass(frozen=True, slots=True)
class AllOf:
    """All of these conditions hold."""

    conditions: Annotated[tuple[Condition, ...], Parts()]


@condition("any", bare=True)
@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of these conditions holds, or more."""

    conditions: Annotated[tuple[Condition, ...], Parts()]


@condition("not", bare=True)
@dataclass(frozen=True, slots=True)
class Not:
    """This condition does not hold."""

    condition: Annotated[Condition, Parts(one=True)]


Condition = (
    Entered
    | Held
    | Destroyed
    | OnMap
    | Lost
    | SupplyIs
    | CrossingStands
    | Sorties
    | Stock
    | Weather
    | Flag
    | Chosen
    | Happened
    | AllOf
    | AnyOf
    | Not
)
