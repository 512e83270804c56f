"""What can be wrong with the computer's process, and what a player can choose to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class Fault(Enum):
    """What is wrong with the computer's process."""

    NOT_STARTED = auto()
    STOPPED = auto()
    #: It is asked and does not answer.
    SILENT = auto()
    #: It answers with what is no order.
    NONSENSE = auto()
    #: Its orders are against the rules.
    REFUSED = auto()


class Remedy(Enum):
    """What a player can choose when the computer does not play on."""

    AGAIN = auto()
    #: The player commands the side until its turn ends; in the next it is the computer's again.
    TAKE_OVER = auto()
    END_TURN = auto()
    WAIT = auto()


@dataclass(frozen=True, slots=True)
class Trouble:
    """The computer does not play on for a side: what is wrong, and what can be done about it."""

    side: str
    fault: Fault
    remedies: tuple[Remedy, ...]
