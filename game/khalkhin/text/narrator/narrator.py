"""Every event in words."""

from __future__ import annotations

from typing import assert_never

from khalkhin.core.events import events as ev
from khalkhin.core.events.events import Event
from khalkhin.core.model.state import GameState
from khalkhin.play.report.dates import date_text
from khalkhin.text.narrator import fights, headquarters, moves, services
from khalkhin.text.narrator.notice import Notice, Telling
from khalkhin.text.reasons import end_text
from khalkhin.translation import _


# Long: a case for every kind of event, and nothing else.
def tell(before: GameState, after: GameState, viewer: str, event: Event) -> Notice | None:
    """One event in words for a side, or for an umpire who hears all (`viewer` empty); None if it needs none. To a side
    the states are its views and the event is one that it was shown."""
    to = Telling(before, after, viewer)
    match event:
        case ev.TurnBegan(turn, side):
            info = after.scenario.calendar[turn - 1]
            text = _("Turn {turn}, {date}, {clock}: {side}").format(
                turn=turn, date=date_text(info.date), clock=info.clock, side=to.side(side)
            )
            return Notice(text, "gold", -1, 0)
        case ev.GameEnded(reason):
            return Notice(end_text(reason, after.scenario), "gold", -1, 3)
        case (
            ev.TimelineFired()
            | ev.Told()
            | ev.ChoiceOffered()
            | ev.ChoiceMade()
            | ev.FlagChanged()
            | ev.WeatherChanged()
            | ev.FieldWrecked()
            | ev.SortiesChanged()
            | ev.StockChanged()
            | ev.HqPointsChanged()
            | ev.PointsGiven()
            | ev.SpellBegan()
            | ev.Forbidden()
            | ev.Allowed()
            | ev.UnitHeld()
            | ev.UnitReleased()
            | ev.Withdrawn()
        ):
            return headquarters.tell(to, event)
        case (
            ev.Arrived()
            | ev.Moved()
            | ev.Sighted()
            | ev.Advanced()
            | ev.Exited()
            | ev.SupplyChanged()
            | ev.SupplyDrawn()
            | ev.Recovered()
            | ev.Entrenched()
            | ev.Drafted()
        ):
            return moves.tell(to, event)
        case (
            ev.Assaulted()
            | ev.Barraged()
            | ev.StoodBy()
            | ev.StepsLost()
            | ev.Suppressed()
            | ev.Retreated()
            | ev.Destroyed()
            | ev.ObjectiveTaken()
            | ev.CrossingTaken()
            | ev.AirfieldLost()
            | ev.PocketClosed()
        ):
            return fights.tell(to, event)
        case (
            ev.Hauled()
            | ev.Captured()
            | ev.StoreTaken()
            | ev.WorkBegun()
            | ev.WorkDone()
            | ev.Posted()
            | ev.CrossingHit()
            | ev.AirSettled()
            | ev.Flown()
            | ev.HqPointsSpent()
            | ev.DecoyExposed()
        ):
            return services.tell(to, event)
        case _:
            assert_never(event)
