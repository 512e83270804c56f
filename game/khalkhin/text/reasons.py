"""Why something happened, in words to put into a sentence."""

from __future__ import annotations

from collections.abc import Mapping

from khalkhin.core.model.reasons import Cause, EndReason, StopReason
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import GameState
from khalkhin.core.supply.forecast import Shortage, ShortageCause
from khalkhin.text.narrator.notice import unit_name
from khalkhin.translation import N_, _

#: What stopped a unit; `{crossing}` is the name of the crossing that had no room.
STOPS: Mapping[StopReason, str] = {
    StopReason.MET: N_("it met an enemy it had not seen"),
    StopReason.FIRE: N_("it came under the fire of an enemy it had not seen"),
    StopReason.AMBUSH: N_("it was ambushed by an enemy it had not seen"),
    StopReason.FULL: N_("{crossing} had carried all it can this turn"),
}
#: What cost a unit steps.
CAUSES: Mapping[Cause, str] = {
    Cause.ASSAULT: N_("assault"),
    Cause.BARRAGE: N_("barrage"),
    Cause.AIR: N_("air"),
    Cause.AMBUSH: N_("ambush"),
    Cause.CAPTURED: N_("captured"),
    Cause.RETREAT: N_("retreat"),
    Cause.NO_RETREAT: N_("no way to retreat"),
    Cause.ISOLATED: N_("isolated"),
    Cause.SURRENDERED: N_("surrendered"),
}
#: How a battle ended; `{side}` is the one that it is about.
ENDS: Mapping[EndReason, str] = {
    EndReason.LAST_TURN: N_("The last turn has been played."),
    EndReason.NO_UNITS: N_("{side} have no units left."),
    EndReason.GIVEN_UP: N_("The battle was given up."),
    EndReason.BROKEN_OFF: N_("The battle had not ended."),
}
#: Why a unit will not be fed; `{name}` is the store, or the crossing.
SHORTAGES: Mapping[ShortageCause, str] = {
    ShortageCause.DRY: N_("{unit} goes short: {name}, which feeds it, has run dry. Haul more there."),
    ShortageCause.CROSSING: N_("{unit} goes short: {name} carries no more in a turn."),
    ShortageCause.RANGE: N_(
        "{unit} is out of reach: trucks take {away} movement points from {name}, and supplies go {limit} at most."
    ),
    ShortageCause.LOST: N_("{unit} is cut off: {name}, which could feed it, is lost."),
    ShortageCause.BARRED: N_("{unit} is cut off: the enemy bars the way from {name}."),
    ShortageCause.CUT: N_("{unit} is cut off: the enemy, or water without a crossing, bars every way from a store."),
}


def stop_text(reason: StopReason, crossing: str = "") -> str:
    """What stopped a unit on its way, after a colon or semicolon."""
    return _(STOPS[reason]).format(crossing=crossing or _("the crossing"))


def cause_text(cause: Cause) -> str:
    """What cost a unit steps, in brackets."""
    return _(CAUSES[cause])


def end_text(reason: str, scenario: Scenario) -> str:
    """How a battle ended, as a sentence; what is no code is a sentence of the scenario's own (or of an older journal's)
    and stays as it is."""
    code, _colon, side = reason.partition(":")
    try:
        line = _(ENDS[EndReason(code)])
    except ValueError:
        return reason
    return line.format(side=scenario.side(side).name if side else "")


def shortage_text(state: GameState, short: Shortage) -> str:
    """Why a unit will not be fed."""
    return _(SHORTAGES[short.cause]).format(
        unit=unit_name(state, state, short.unit),
        name=short.name or _("a crossing on its way"),
        away=short.away,
        limit=state.scenario.rules.supply.range,
    )
