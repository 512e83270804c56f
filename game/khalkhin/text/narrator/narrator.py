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
    if isinstance(event, headquarters.HeadquartersEvent):
        return headquarters.tell(to, event)
    if isinstance(event, moves.MoveEvent):
        return moves.tell(to, event)
    if isinstance(event, fights.FightEvent):
        return fights.tell(to, event)
    if isinstance(event, services.ServiceEvent):
        return services.tell(to, event)
    assert_never(event)
