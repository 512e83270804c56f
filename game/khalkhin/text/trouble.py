"""What a player reads when the computer does not play on, and on the buttons that say what to do about it."""

from __future__ import annotations

from typing import assert_never

from khalkhin.play.session.trouble import Fault, Remedy
from khalkhin.translation import N_, _


def title(side: str) -> str:
    """The headline, by the name of the side that the computer commands."""
    return _("{side}: the computer does not play on").format(side=side)


def told(fault: Fault) -> str:
    """What is wrong."""
    match fault:
        case Fault.NOT_STARTED:
            return _(
                "The program that gives its orders cannot be started. The machine may be short of memory, or running "
                "too many programs: close some, then start it again."
            )
        case Fault.STOPPED:
            return _("The program that gives its orders has stopped, and stopped again each time it was started anew.")
        case Fault.SILENT:
            return _("The program that gives its orders does not answer any more.")
        case Fault.NONSENSE:
            return _("The program that gives its orders answers again and again with what is no order.")
        case Fault.REFUSED:
            return _("The program that gives its orders gives orders again and again that the rules do not allow.")
    assert_never(fault)


def label(remedy: Remedy) -> str:
    """A button."""
    match remedy:
        case Remedy.AGAIN:
            return _("Start it again")
        case Remedy.TAKE_OVER:
            return _("Take over its turn")
        case Remedy.END_TURN:
            return _("End its turn")
        case Remedy.WAIT:
            return _("Wait on")
    assert_never(remedy)


#: What the buttons come to, to be translated.
MEANING = N_(
    "Nothing is lost: the battle stands as it did after the last order. Started again, the computer goes on from "
    "there. If you take its turn over, you see what it sees and give its orders until the turn ends. If you end its "
    "turn, its other units do nothing in it."
)
