"""Marches over several turns in words: why there is none, why one halts, when it is there."""

from __future__ import annotations

from khalkhin.core.marching import MarchPlan, NoMarch
from khalkhin.core.model.state import GameState
from khalkhin.core.refusals import Refusal
from khalkhin.play.intentions.intentions import Halt, Hold, Intention, March, Until
from khalkhin.play.report.dates import date_text
from khalkhin.text.names import place_text
from khalkhin.text.refusals import refusal_text
from khalkhin.translation import N_, _, ngettext

NONE = {
    NoMarch.NO_WAY: N_("No way leads there that this unit can take."),
    NoMarch.ZONE: N_("Every way there leads through an enemy's zone of control: go there turn by turn."),
    NoMarch.ROOM: N_("Others stand wherever the unit could halt on its way there."),
    NoMarch.OVER: N_("The battle is over before the unit could be there."),
}
HALTS = {
    Halt.SEEN: N_("an enemy has appeared near"),
    Halt.MET: N_("stopped on its way by an enemy nobody had seen"),
    Halt.CUT: N_("no way leads there any more"),
    Halt.ZONE: N_("the way leads through an enemy's zone of control now"),
    Halt.LATER: N_("it would be there more than a turn later than planned"),
    Halt.FULL: N_("the crossing before it carries no more this turn"),
    Halt.SUPPLY: N_("no supply would reach it on its way"),
    Halt.ROOM: N_("others stand wherever it could stop"),
    Halt.TAKEN: N_("another unit stands where it goes"),
    Halt.ENEMY: N_("an enemy stands where it goes"),
    Halt.FORBIDDEN: N_("higher headquarters do not allow it now"),
}
HOLDS = {
    Until.TOLD: N_("Holds until told otherwise"),
    Until.SEEN: N_("Holds until an enemy appears"),
}


def why_none(why: Refusal | NoMarch, state: GameState) -> str:
    """Why a unit is not sent to a place."""
    return _(NONE[why]) if isinstance(why, NoMarch) else refusal_text(why, state)


def halt_text(halt: Halt) -> str:
    """Why a march halts, as the rest of a sentence."""
    return _(HALTS[halt])


def duration(plan: MarchPlan, state: GameState) -> str:
    """How many turns a march takes, this one counted, and when it is there."""
    turns = plan.arrives - state.turn + 1
    if turns == 1:
        return _("this turn")
    day = state.scenario.calendar[plan.arrives - 1]
    text = ngettext("{n} turn, there in turn {turn} ({date})", "{n} turns, there in turn {turn} ({date})", turns)
    return text.format(n=turns, turn=plan.arrives, date=date_text(day.date))


def intention_text(state: GameState, what: Intention) -> str:
    """What is intended for a unit."""
    if isinstance(what, Hold):
        return _(HOLDS[what.until])
    place = march_place(state, what)
    if what.halted is not None:
        return _("Halted on its march to {place}: {why}").format(place=place, why=halt_text(what.halted))
    return _("On the march to {place}, there in turn {turn}").format(place=place, turn=what.by)


def march_place(state: GameState, march: March) -> str:
    """Where a march leads."""
    hex_ = state.scenario.board.index(*march.to)
    return "({},{})".format(*march.to) if hex_ is None else place_text(state, hex_)
