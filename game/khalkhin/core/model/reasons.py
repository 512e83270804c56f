"""Why something happened, as codes that events and outcomes carry. The words are in :mod:`khalkhin.text.reasons`."""

from __future__ import annotations

from enum import StrEnum


class StopReason(StrEnum):
    """What stopped a unit on its way."""

    MET = "met"  # an enemy it had not seen was in the way
    FIRE = "fire"  # it came under the fire of an enemy it had not seen
    AMBUSH = "ambush"  # trucks drove into an enemy they had not seen
    FULL = "full"  # a crossing had carried all it can this turn


class Cause(StrEnum):
    """What cost a unit steps, or destroyed it."""

    ASSAULT = "assault"
    BARRAGE = "barrage"
    AIR = "air"
    AMBUSH = "ambush"
    CAPTURED = "captured"
    RETREAT = "retreat"
    NO_RETREAT = "no-retreat"
    ISOLATED = "isolated"
    SURRENDERED = "surrendered"


class HitCause(StrEnum):
    """What hit a crossing."""

    GUNS = "guns"
    AIR = "air"
    DEMOLITION = "demolition"


class EndReason(StrEnum):
    """How a battle ended, where no entry of the timeline ended it. Such an entry brings a sentence of its own."""

    LAST_TURN = "last-turn"
    NO_UNITS = "no-units"  # of one side, which is named after a colon
    GIVEN_UP = "given-up"
    BROKEN_OFF = "broken-off"  # before its end, by who measures or reports
