"""What a side has not been told yet when a battle is taken up again: all it witnessed since it last ended its turn.

A player reads it when his turn begins. Where the battle is closed before that, it is found again in the journal, by
playing the last turns once more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from khalkhin.core import IllegalOrder, OrderSyntaxError, View, apply, parse_order, view
from khalkhin.core.events.events import Event
from khalkhin.core.fog.witness import visible_events
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import GameState
from khalkhin.play.session.journal import END, JournalLine, Record
from khalkhin.play.session.journal_turns import Turn, turns_of
from khalkhin.play.session.seat_rows import HUMAN
from khalkhin.play.session.snapshot import decode_line
from khalkhin.play.session.snapshot_checks import SnapshotError


@dataclass(frozen=True, slots=True)
class Witnessed:
    """What a side witnessed of an order, and what it knew before and after."""

    before: View
    after: View
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Unread:
    """What a side has not read: `opening` is the battle's start as it knows it, where it has given no order yet."""

    opening: View | None = None
    orders: tuple[Witnessed, ...] = ()


def recent(record: Record, sides: Sequence[str]) -> Record:
    """A journal without the turns that all these sides have read about."""
    turns, players = turns_of(record.entries), record.header.players
    first = min((n for side in sides if (n := _since(turns, side, players)) is not None), default=len(turns))
    if first >= len(turns):
        return replace(record, entries=(), rewritten=b"")
    marks = [i for i, entry in enumerate(record.entries) if entry.mark is not None]
    stood = tuple(JournalLine(turns[first].line, seat=row) for row in turns[first].stood)
    return replace(record, entries=stood + record.entries[marks[first] :], rewritten=b"")


def unread(record: Record, scenario: Scenario, sides: Sequence[str]) -> Mapping[str, Unread]:
    """What each of these sides has not read; nothing of any where the orders can no longer be given."""
    turns, players = turns_of(record.entries), record.header.players
    since = {side: _since(turns, side, players) for side in sides}
    first = min((n for n in since.values() if n is not None), default=len(turns))
    found: dict[str, list[Witnessed]] = {side: [] for side in sides}
    opening: dict[str, View] = {}
    try:
        if first < len(turns):
            state = decode_line(scenario, turns[first].mark.raw)
            ended = {turn.mark.side for turn in turns[:-1]}
            new = [side for side in sides if since[side] == 0 and side not in ended]
            opening = {side: view(state, side) for side in new} if state.turn == 1 else {}
        for number, turn in enumerate(turns[first:], first):
            for nth, order in enumerate(turn.orders):
                after, events = apply(state, parse_order(order))
                own = turn.commander(players, nth) == HUMAN
                for side, start in since.items():
                    # Of a turn of his own a player has read all but what its end brought.
                    read = turn.mark.side == side and own and order != END
                    if start is not None and number >= start and not read:
                        found[side] += witnessed(side, state, after, events)
                state = after
    except (IllegalOrder, OrderSyntaxError, SnapshotError):
        return {}
    return {side: Unread(opening.get(side), tuple(found[side])) for side in sides}


def witnessed(side: str, before: GameState, after: GameState, events: tuple[Event, ...]) -> Iterator[Witnessed]:
    """What a side witnessed of an order, if it witnessed anything."""
    seen = visible_events(events, before, after, side)
    if seen:
        yield Witnessed(view(before, side), view(after, side), seen)


def _since(turns: Sequence[Turn], side: str, players: Mapping[str, str]) -> int | None:
    """The turn since whose end the player of a side has read nothing, or the first if he has ended none; None if he has
    read all: in a turn in which he has given an order, and when the battle is over."""
    if not turns or turns[-1].mark.over:
        return None
    last = turns[-1]
    if last.mark.side == side and last.begun and last.ended_by(players) == HUMAN:
        return None
    mine = (n for n, turn in enumerate(turns[:-1]) if turn.mark.side == side and turn.ended_by(players) == HUMAN)
    return max(mine, default=0)
