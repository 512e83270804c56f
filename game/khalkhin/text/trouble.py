"""What a player reads when the computer does not play on, and on the buttons that say what to do about it."""

from __future__ import annotations

from typing import assert_never

from khalkhin.play.session.trouble import Fault, Remedy


def title(side: str) -> str:
    """The headline, by the name of the side that the computer commands."""
    return f"{side}: the computer does not play on"


def told(fault: Fault) -> str:
    """What is wrong."""
    program = "The program that gives its orders"
    match fault:
        case Fault.NOT_STARTED:
            return (
                f"{program} cannot be started. The machine may be short of memory, or running too many programs: "
                "close some, then start it again."
            )
        case Fault.STOPPED:
            return f"{program} has stopped, and stopped again each time it was started anew."
        case Fault.SILENT:
            return f"{program} does not answer any more."
        case Fault.NONSENSE:
            return f"{program} answers again and again with what is no order."
        case Fault.REFUSED:
            return f"{program} gives orders again and again that the rules do not allow."
    assert_never(fault)


def label(remedy: Remedy) -> str:
    """A button."""
    match remedy:
        case Remedy.AGAIN:
            return "Start it again"
        case Remedy.TAKE_OVER:
            return "Take over its turn"
        case Remedy.END_TURN:
            return "End its turn"
        case Remedy.WAIT:
            return "Wait on"
    assert_never(remedy)


#: What the buttons come to.
MEANING = (
    "Nothing is lost: the battle stands as it did after the last order. Started again, the computer goes on from "
    "there. If you take its turn over, you see what it sees and give its orders until the turn ends. If you end its "
    "turn, its other units do nothing in it."
)
