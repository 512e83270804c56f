"""Why an order cannot be taken back, and what is said of that before it is given."""

from __future__ import annotations

from typing import assert_never

from khalkhin.core.takeback import Lesson, Prospect
from khalkhin.play.session.session import NoUndo


def refused(reason: Lesson | NoUndo) -> str:
    """Why the last order stays."""
    match reason:
        case NoUndo.NOTHING:
            return "There is no order to take back."
        case NoUndo.COMPUTER:
            return "It is the computer's turn."
        case Lesson.TURN:
            return "The turn has ended; it cannot be taken back."
        case Lesson.END:
            return "The battle has ended; that cannot be taken back."
        case Lesson.ANSWER:
            return "An answer to a choice stands; it cannot be taken back."
        case Lesson.NEWS:
            return "It had consequences that you have been told of; it cannot be taken back."
        case Lesson.DICE:
            return "Dice have been thrown; that cannot be taken back."
        case Lesson.AMBUSH:
            return "The march met an unseen enemy; that cannot be taken back."
        case Lesson.CONTACT:
            return "The enemy was sighted; that cannot be taken back."
        case Lesson.CLOSER:
            return "An enemy was made out more closely; that cannot be taken back."
        case Lesson.GROUND:
            return "New ground was seen; that cannot be taken back."
        case Lesson.SEARCHED:
            return "Ground that might hide an enemy was searched; that cannot be taken back."
        case Lesson.SPOILS:
            return "What was captured has been counted; that cannot be taken back."
        case Lesson.OTHER:
            return "It has told you something that you did not know; it cannot be taken back."
        case _:
            assert_never(reason)


def prospect(found: Prospect) -> str:
    """Whether an order could be taken back, beside its other marks."""
    if found.lesson is None:
        return "can be taken back"
    return (
        f"cannot be taken back: {_will(found.lesson)}" if found.sure else f"can be taken back, {_unless(found.lesson)}"
    )


def _will(lesson: Lesson) -> str:
    match lesson:
        case Lesson.TURN | Lesson.END:
            return "it ends your turn" if lesson is Lesson.TURN else "it ends the battle"
        case Lesson.ANSWER:
            return "an answer stands"
        case Lesson.NEWS:
            return "it will have consequences"
        case Lesson.DICE:
            return "dice are thrown"
        case Lesson.AMBUSH | Lesson.CONTACT:
            return "you will meet an enemy"
        case Lesson.CLOSER:
            return "you will see an enemy more closely"
        case Lesson.GROUND:
            return "you will see new ground"
        case Lesson.SEARCHED:
            return "you will search ground that may hide an enemy"
        case Lesson.SPOILS:
            return "you will learn what you capture"
        case Lesson.OTHER:
            return "you will learn something new"
        case _:
            assert_never(lesson)


def _unless(lesson: Lesson) -> str:
    """What could still lock the order."""
    if lesson is Lesson.NEWS:
        return "unless it has consequences"
    return "unless it comes upon an enemy"
