"""What an entry of the timeline may do: a class for each kind of effect, marked as
:mod:`khalkhin.core.timeline.written` explains. They are carried out by :mod:`khalkhin.core.timeline.effects`.

Units are named by their codes, hexes by board index, turns by number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from khalkhin.core.timeline.written import (
    CHANGE,
    MISSIONS,
    WEATHER,
    Area,
    Given,
    HexesOf,
    Number,
    OneOf,
    Ref,
    Spot,
    Text,
    Turns,
    Units,
    Until,
    Vocabulary,
)

effect = Vocabulary()


@effect("message")
@dataclass(frozen=True, slots=True)
class Message:
    """A side (without one: both) reads something beside the entry's own text."""

    title: Annotated[str, Text(100)]
    text: Annotated[str, Text(8000)]
    side: Annotated[str, Ref("side")] = ""


@effect("reinforce")
@dataclass(frozen=True, slots=True)
class Reinforce:
    """Units that wait off the map come on: at a place, or each where the map has it; nearby if that is taken, and later
    if there is no room at all."""

    units: Annotated[tuple[str, ...], Units()]
    hex: Annotated[int, Spot("at")] = -1


@effect("withdraw")
@dataclass(frozen=True, slots=True)
class Withdraw:
    """Units leave the map by the road their supplies come on. One that is cut off cannot. They do not count as lost."""

    units: Annotated[tuple[str, ...], Units()]


@effect("weather")
@dataclass(frozen=True, slots=True)
class ChangeWeather:
    """The weather of this turn, and for `turns` turns in all."""

    weather: Annotated[str, OneOf(WEATHER, "kind")]
    turns: Annotated[int, Turns()] = 1


@effect("raid")
@dataclass(frozen=True, slots=True)
class WreckField:
    """Nothing flies from an airfield this turn, and for `turns` turns in all."""

    airfield: Annotated[str, Ref("airfield")]
    turns: Annotated[int, Turns()] = 1


@effect("sorties")
@dataclass(frozen=True, slots=True)
class ChangeSorties:
    """An airfield has so many sorties more (or fewer) a day turn from now on."""

    airfield: Annotated[str, Ref("airfield")]
    fighters: Annotated[int, CHANGE] = 0
    bombers: Annotated[int, CHANGE] = 0


@effect("stock")
@dataclass(frozen=True, slots=True)
class ChangeStock:
    """A store gains or loses SP; it cannot lose more than it has."""

    store: Annotated[str, Ref("store")]
    points: Annotated[int, CHANGE]


@effect("hq_points")
@dataclass(frozen=True, slots=True)
class ChangeHqPoints:
    """A side has so many HQ points more (or fewer) a turn from now on."""

    side: Annotated[str, Ref("side")]
    points: Annotated[int, CHANGE]


@effect("points")
@dataclass(frozen=True, slots=True)
class ChangePoints:
    """A side gains or loses victory points."""

    side: Annotated[str, Ref("side")]
    points: Annotated[int, CHANGE]


@effect("clear", bare=True, on=False)
@effect("set", bare=True, on=True)
@dataclass(frozen=True, slots=True)
class SetFlag:
    """Set a flag, or clear it. Players are not told."""

    name: Annotated[str, Ref("flag")]
    on: Annotated[bool, Given()] = True


@effect("suppress")
@dataclass(frozen=True, slots=True)
class Suppress:
    """Each unit of a side (in an area, or everywhere) has so many steps suppressed."""

    side: Annotated[str, Ref("side")]
    steps: Annotated[int, Number(1, 20)]
    hexes: Annotated[frozenset[int] | None, Area()] = None


@effect("surprise")
@dataclass(frozen=True, slots=True)
class Surprise:
    """A side attacks with the surprise shift, this turn and for `turns` turns in all."""

    side: Annotated[str, Ref("side")]
    turns: Annotated[int, Turns()] = 1


@effect("silence")
@dataclass(frozen=True, slots=True)
class Silence:
    """A side's guns may not fire, this turn and for `turns` turns in all."""

    side: Annotated[str, Ref("side")]
    turns: Annotated[int, Turns()] = 1


@effect("forbid")
@dataclass(frozen=True, slots=True)
class ForbidArea:
    """A side's units may not move into an area nor assault it, up to and with turn `until`, or until it is allowed. Who
    is there may stay; the computer marches him off."""

    side: Annotated[str, Ref("side")]
    area: Annotated[str, Ref("area")]
    hexes: Annotated[frozenset[int], HexesOf("area")]
    until: Annotated[int, Until()] = 0


@effect("forbid")
@dataclass(frozen=True, slots=True)
class ForbidMission:
    """A side may not fly a kind of air mission, up to and with turn `until`, or until it is allowed."""

    side: Annotated[str, Ref("side")]
    mission: Annotated[str, OneOf(MISSIONS)]
    until: Annotated[int, Until()] = 0


@effect("allow")
@dataclass(frozen=True, slots=True)
class AllowArea:
    """An area is open to a side again."""

    side: Annotated[str, Ref("side")]
    area: Annotated[str, Ref("area")]


@effect("allow")
@dataclass(frozen=True, slots=True)
class AllowMission:
    """A side may fly a kind of air mission again."""

    side: Annotated[str, Ref("side")]
    mission: Annotated[str, OneOf(MISSIONS)]


@effect("hold")
@dataclass(frozen=True, slots=True)
class Hold:
    """Units may not be ordered, up to and with turn `until`, or until they are released."""

    units: Annotated[tuple[str, ...], Units()]
    until: Annotated[int, Until()] = 0


@effect("release")
@dataclass(frozen=True, slots=True)
class Release:
    """Units may be ordered again."""

    units: Annotated[tuple[str, ...], Units()]


@effect("end", bare=True)
@dataclass(frozen=True, slots=True)
class End:
    """The battle is over, for a reason that players read; points are counted."""

    reason: Annotated[str, Text(100)]


Effect = (
    Message
    | Reinforce
    | Withdraw
    | ChangeWeather
    | WreckField
    | ChangeSorties
    | ChangeStock
    | ChangeHqPoints
    | ChangePoints
    | SetFlag
    | Suppress
    | Surprise
    | Silence
    | ForbidArea
    | ForbidMission
    | AllowArea
    | AllowMission
    | Hold
    | Release
    | End
)
