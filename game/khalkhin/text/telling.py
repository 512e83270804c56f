"""A replay told in lines of text."""

from __future__ import annotations

from collections.abc import Iterator

from khalkhin.core.events import events as ev
from khalkhin.core.events.audience import Side
from khalkhin.core.model.state import GameState
from khalkhin.play.session.journal import Played
from khalkhin.play.session.seat_rows import Handed
from khalkhin.text.narrator.narrator import tell as told
from khalkhin.text.players.seats import handed_on
from khalkhin.translation import _

#: What comes of an assault or a march stands under it.
_CONSEQUENCES = (ev.StepsLost, ev.Suppressed, ev.Destroyed, ev.Retreated, ev.Advanced)

#: Who alone is told of some events; an umpire must hear whose they are.
_ONE_SIDE = Side("side")


def tell(before: GameState, played: Played) -> Iterator[str]:
    """Lines for one step of a replay, as an umpire sees it: turns, orders and what came of them. `before` is the state
    that the step began with."""
    state = played.state
    if isinstance(played.entry.seat, Handed):
        names = {info.id: info.name for info in state.scenario.sides}
        yield f"-- {handed_on(played.entry.seat, names.get(played.entry.seat.side, played.entry.seat.side))}"
    if played.entry.undo:
        yield _("  (taken back)")
    for event in played.events:
        notice = told(before, state, "", event)
        if notice is None:
            continue
        text = notice.text
        if event.audience.to == (_ONE_SIDE,):
            text = _("{side}: {text}").format(side=state.scenario.side(getattr(event, _ONE_SIDE.field)).name, text=text)
        if isinstance(event, ev.TurnBegan):
            yield f"-- {text}"
        elif isinstance(event, ev.GameEnded):
            winner = event.winner
            won = _("Won by {side}.").format(side=state.scenario.side(winner).name) if winner else _("Won by nobody.")
            yield f"== {text} {won}"
        else:
            yield f"    {text}" if isinstance(event, _CONSEQUENCES) else f"  {text}"
