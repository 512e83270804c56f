"""A journal as a film: any position of the battle, forwards and back, as it was and as each side knew it.

A position is a number from 0, the battle's start, to :attr:`Film.last`; from one to the next leads one order that
stands. Turns begin from the snapshots of their marks; the positions of one turn at a time are kept.

No side is shown what it did not know while the battle goes on: :func:`sights` says who may look with whose eyes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from khalkhin.core import IllegalOrder, OrderSyntaxError, View, apply, parse_order, view
from khalkhin.core.events.events import Event
from khalkhin.core.fog.witness import visible_events
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import GameState
from khalkhin.play.session.journal import Header, Record, ReplayError
from khalkhin.play.session.journal_turns import Turn, turns_of
from khalkhin.play.session.seat_rows import HUMAN
from khalkhin.play.session.seats import Seats
from khalkhin.play.session.snapshot import decode_line
from khalkhin.play.session.snapshot_checks import SnapshotError
from khalkhin.translation import _

#: The eyes that see all: what was.
ALL = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A turn of a side in the film: its number, its side, date and clock, and its first position."""

    turn: int
    side: str
    date: str
    clock: str
    night: bool
    first: int


@dataclass(frozen=True, slots=True)
class Change:
    """What leads from a position to the next, in the eyes of a side or of all: the views around it and its events."""

    before: View
    after: View
    events: tuple[Event, ...]


def sights(players: Mapping[str, str], sides: Sequence[str], over: bool) -> tuple[str, ...]:
    """With whose eyes a battle may be watched: all (:data:`ALL` first) when it is over or no person plays in it; while
    it goes on only those of the persons, of whom each may look with his own."""
    persons = tuple(side for side in sides if players.get(side, HUMAN) == HUMAN)
    return (ALL, *sides) if over or not persons else persons


class Film:
    """See the module. Raises: ReplayError where the journal is of another version of its scenario or has no turn."""

    def __init__(self, record: Record, scenario: Scenario) -> None:
        self.path = record.path
        self.header: Header = record.header
        self.scenario = scenario
        if record.header.digest != scenario.digest:
            raise ReplayError(
                _("The scenario {title} has changed since this battle was begun, so it cannot be watched.").format(
                    title=record.header.title
                )
            )
        self.turns: list[Turn] = turns_of(record.entries)
        #: Code words and who commands now.
        self.seats = Seats.of(record.entries)
        if not self.turns:
            raise ReplayError(_("The first turn of this battle was not written down, so there is nothing to watch."))
        self._firsts: list[int] = []
        position = 0
        for i, turn in enumerate(self.turns):
            self._firsts.append(position)
            position += max(1, len(turn.orders)) if i + 1 < len(self.turns) else len(turn.orders) + 1
        self.last = position - 1
        self._turn = -1
        self._states: list[GameState] = []
        self._events: list[tuple[Event, ...]] = []
        self._views: dict[tuple[int, str], View] = {}
        self._go_to_turn(0)

    # ------------------------------------------------------------------ where things are

    @property
    def over(self) -> bool:
        """Whether the battle has ended."""
        return self.turns[-1].mark.over

    @property
    def stretches(self) -> list[Stretch]:
        """The turns of sides, in order; the mark of the battle's end is none."""
        out = []
        for i, turn in enumerate(self.turns):
            if i + 1 < len(self.turns) or not turn.mark.over:
                info = self.scenario.calendar[turn.mark.turn - 1]
                out.append(Stretch(turn.mark.turn, turn.mark.side, info.date, info.clock, info.night, self._firsts[i]))
        return out

    def turn_at(self, position: int) -> int:
        """The number (from 0) of the turn of a side that a position is in."""
        return bisect_right(self._firsts, position) - 1

    def first_of(self, turn: int) -> int:
        """The first position of a turn of a side; the last one's for numbers beyond."""
        return self._firsts[max(0, min(turn, len(self._firsts) - 1))]

    # ------------------------------------------------------------------ going there

    def ready(self, position: int) -> bool:
        """Whether a position, and the change that leads on from it, are there without much work."""
        turn = self.turn_at(position)
        return turn == self._turn and position - self._firsts[turn] < len(self._states)

    def work(self, position: int) -> None:
        """Come a step nearer to a position. Raises: ReplayError where the journal does not agree with the rules."""
        turn = self.turn_at(position)
        if turn != self._turn:
            self._go_to_turn(turn)
        elif not self.ready(position):
            self._next()

    def state(self, position: int) -> GameState:
        """The state at a position, as it was. Raises: ReplayError."""
        while not self.ready(position):
            self.work(position)
        return self._states[position - self._firsts[self._turn]]

    def view(self, position: int, sight: str) -> View:
        """The battle at a position in the eyes of a side, or of all. What was seen last is kept, so that looking on
        while another turn is sought leads nobody back. Raises: ReplayError."""
        key = position, sight
        if key not in self._views:
            state = self.state(position)
            while len(self._views) >= 4:
                del self._views[next(iter(self._views))]
            self._views[key] = seen_by(state, sight)
        return self._views[key]

    def change(self, position: int, sight: str) -> Change | None:
        """What leads on from a position; None at the end. Raises: ReplayError."""
        if position >= self.last:
            return None
        before = self.state(position)
        turn, done = self._turn, position - self._firsts[self._turn]
        shown = self.view(position, sight)
        if done < len(self.turns[turn].orders):
            while len(self._events) <= done:
                self._next()
            after, events = self._states[done + 1], self._events[done]
        else:
            after, events = self.state(position + 1), ()  # An end whose order a damaged line held.
        seen = events if sight == ALL else visible_events(events, before, after, sight)
        key = position + 1, sight
        self._views[key] = seen_by(after, sight)
        return Change(shown, self._views[key], seen)

    def _go_to_turn(self, turn: int) -> None:
        following = self._turn >= 0 and turn == self._turn + 1
        orders = self.turns[self._turn].orders if following else ()
        reached = self._states[len(orders)] if following and orders and len(self._states) > len(orders) else None
        if reached is not None and reached.over == self.turns[turn].mark.over:  # else the battle was given up there
            start = reached
        else:
            try:
                start = decode_line(self.scenario, self.turns[turn].mark.raw)
            except SnapshotError as error:
                raise ReplayError(f"{self.path}:{self.turns[turn].line}: {error}") from error
        self._turn, self._states, self._events = turn, [start], []

    def _next(self) -> None:
        """Carry out the next order of the present turn."""
        text = self.turns[self._turn].orders[len(self._events)]
        try:
            after, events = apply(self._states[-1], parse_order(text))
        except (IllegalOrder, OrderSyntaxError) as error:
            raise ReplayError(
                _("{path}: the order {order} cannot be given.").format(path=self.path, order=repr(text))
            ) from error
        self._states.append(after)
        self._events.append(events)


def seen_by(state: GameState, sight: str) -> View:
    """A state in the eyes of a side, or of all."""
    if sight == ALL:
        return View(ALL, state, (1 << state.scenario.board.size) - 1, {})
    return view(state, sight)
