"""Why an order cannot be taken back, and what is said of that before it is given."""

from __future__ import annotations

from collections.abc import Mapping

from khalkhin.core.takeback import Lesson, Prospect
from khalkhin.play.session.session import NoUndo
from khalkhin.translation import N_, _

#: Why the last order stays.
REFUSED: Mapping[Lesson | NoUndo, str] = {
    NoUndo.NOTHING: N_("There is no order to take back."),
    NoUndo.COMPUTER: N_("It is the computer's turn."),
    Lesson.TURN: N_("The turn has ended; it cannot be taken back."),
    Lesson.END: N_("The battle has ended; that cannot be taken back."),
    Lesson.ANSWER: N_("An answer to a choice stands; it cannot be taken back."),
    Lesson.NEWS: N_("It had consequences that you have been told of; it cannot be taken back."),
    Lesson.DICE: N_("Dice have been thrown; that cannot be taken back."),
    Lesson.AMBUSH: N_("The march met an unseen enemy; that cannot be taken back."),
    Lesson.CONTACT: N_("The enemy was sighted; that cannot be taken back."),
    Lesson.CLOSER: N_("An enemy was made out more closely; that cannot be taken back."),
    Lesson.GROUND: N_("New ground was seen; that cannot be taken back."),
    Lesson.SEARCHED: N_("Ground that might hide an enemy was searched; that cannot be taken back."),
    Lesson.SPOILS: N_("What was captured has been counted; that cannot be taken back."),
    Lesson.OTHER: N_("It has told you something that you did not know; it cannot be taken back."),
}

#: What will lock an order that has not been given yet.
FORESEEN: Mapping[Lesson, str] = {
    Lesson.TURN: N_("cannot be taken back: it ends your turn"),
    Lesson.END: N_("cannot be taken back: it ends the battle"),
    Lesson.ANSWER: N_("cannot be taken back: an answer stands"),
    Lesson.NEWS: N_("cannot be taken back: it will have consequences"),
    Lesson.DICE: N_("cannot be taken back: dice are thrown"),
    Lesson.AMBUSH: N_("cannot be taken back: you will meet an enemy"),
    Lesson.CONTACT: N_("cannot be taken back: you will sight an enemy"),
    Lesson.CLOSER: N_("cannot be taken back: you will see an enemy more closely"),
    Lesson.GROUND: N_("cannot be taken back: you will see new ground"),
    Lesson.SEARCHED: N_("cannot be taken back: you will search ground that may hide an enemy"),
    Lesson.SPOILS: N_("cannot be taken back: you will learn what you capture"),
    Lesson.OTHER: N_("cannot be taken back: you will learn something new"),
}


def refused(reason: Lesson | NoUndo) -> str:
    """Why the last order stays."""
    return _(REFUSED[reason])


def prospect(found: Prospect) -> str:
    """Whether an order could be taken back, beside its other marks."""
    if found.lesson is None:
        return _("can be taken back")
    if found.sure:
        return _(FORESEEN[found.lesson])
    if found.lesson is Lesson.NEWS:
        return _("can be taken back, unless it has consequences")
    return _("can be taken back, unless it comes upon an enemy")
