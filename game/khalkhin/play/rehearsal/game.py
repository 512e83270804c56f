"""A rehearsal under way: the players' table over what a side knows, in memory, against an enemy who stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from khalkhin.core import View, apply
from khalkhin.core.events.events import Event
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import GameState
from khalkhin.core.orders.orders import EndTurn, Order
from khalkhin.core.takeback import Lesson
from khalkhin.play.campaign.carry_over import Carry
from khalkhin.play.intentions.intentions import Intention, Intentions, March, without
from khalkhin.play.rehearsal.plan import MOST, TURNS, Plan, Planned
from khalkhin.play.rehearsal.position import known, position, shown, told
from khalkhin.play.session.seats import Seats
from khalkhin.play.session.session import CannotUndo, NoUndo, Step, of_side
from khalkhin.play.session.trouble import Remedy, Trouble
from khalkhin.play.session.unread import Unread, Witnessed
from khalkhin.translation import _


class Rehearsal:
    """Begin with a side's view in its own turn, and with what its player intends for its units.

    `past` are the orders of both sides since, with the positions around them. It is over when :data:`TURNS` own turns
    have been ended, or the battle ends in it.
    """

    def __init__(self, start: View, intended: Intentions | None = None) -> None:
        self.start = start
        self.side = start.side
        self.past: list[Step] = []
        self._first = position(start)
        self._undone: list[tuple[Order, March | None]] = []
        self._intended: Intentions = dict(intended or {})

    # -- what is rehearsed -------------------------------------------------------------------------------------

    @property
    def turn(self) -> int:
        """Which turn of the rehearsal it is, from 1; after the last it stays there."""
        return min(self.state.turn - self._first.turn + 1, self.turns)

    @property
    def turns(self) -> int:
        """How many turns can be rehearsed: fewer where the battle ends before."""
        return min(TURNS, len(self.scenario.calendar) - self._first.turn + 1)

    @property
    def full(self) -> bool:
        """Whether the plan has as many orders as can be kept."""
        return len(self.plan.orders) >= MOST

    @property
    def plan(self) -> Plan:
        """What has been ordered so far."""
        own = (s for s in self.past if s.before.active == self.side and not isinstance(s.order, EndTurn))
        return Plan(self.side, tuple(Planned(s.before.turn, s.order) for s in own))

    # -- looking -----------------------------------------------------------------------------------------------

    @property
    def state(self) -> GameState:
        """The rehearsed position."""
        return self.past[-1].after if self.past else self._first

    @property
    def scenario(self) -> Scenario:
        return self._first.scenario

    @property
    def carry(self) -> Carry | None:
        return None

    @property
    def humans(self) -> tuple[str, ...]:
        return (self.side,)

    @property
    def people(self) -> tuple[str, ...]:
        return self.humans

    @property
    def seats(self) -> Seats:
        """Nobody changes seats in a rehearsal."""
        return Seats()

    def hand(self, side: str, player: str, turns: int = 0) -> None:
        """Nothing: the player commands himself."""

    def lock(self, side: str, word: str) -> None:
        """Nothing: there is nobody else."""

    def open_without(self, side: str) -> None:
        """Nothing, likewise."""

    @property
    def active(self) -> str:
        return self.state.active

    @property
    def over(self) -> bool:
        return self.state.over or (self.state.turn >= self._first.turn + TURNS and self.active == self.side)

    @property
    def notice(self) -> str:
        return ""

    @property
    def path(self) -> Path | None:
        """None: a rehearsal has no journal."""
        return None

    @property
    def trouble(self) -> Trouble | None:
        """None: nothing thinks in another process."""
        return None

    def remedy(self, chosen: Remedy) -> None:
        """Nothing: there is no trouble."""

    def view(self, side: str) -> View:
        """What the rehearsing side is shown, whoever asks: nobody else is here."""
        return shown(self.state, self.start)

    def visible(self, events: tuple[Event, ...], side: str) -> tuple[Event, ...]:
        """What the rehearsing side is told of the last order's events."""
        return told(events, self.past[-1].before, self.past[-1].after, self.side) if self.past else ()

    def intentions(self, side: str) -> Intentions:
        """What the player intends for units of his that are on the map, in the rehearsal alone."""
        return of_side(self.state, self._intended, self.side)

    def intend(self, unit: str, what: Intention | None) -> None:
        """Intend something for a unit in the rehearsal, or nothing any more."""
        now = without(self._intended, (unit,))
        self._intended = now if what is None else {**now, unit: what}

    def plan_of(self, side: str) -> Plan | None:
        """None: what is kept is the battle's."""
        return None

    def keep_plan(self, side: str, plan: Plan | None) -> None:
        """Nothing: what is rehearsed is kept by the battle."""

    def left_off(self, side: str) -> View:
        """What the side knew when the rehearsal began."""
        return shown(self._first, self.start)

    def unread(self) -> Mapping[str, Unread]:
        """Nothing: the player has read all there is before he rehearses."""
        return {}

    def can_watch(self, side: str) -> bool:
        """Never: the enemy stands."""
        return False

    def again(self, side: str) -> Iterator[Witnessed]:
        """Nothing is watched again."""
        return iter(())

    def final_state(self) -> GameState:
        """The rehearsed position. Raises: RuntimeError while the rehearsal goes on."""
        if not self.over:
            raise RuntimeError("the rehearsal is not over")
        return self.state

    # -- orders ------------------------------------------------------------------------------------------------

    def submit(self, order: Order, march: March | None = None) -> tuple[Event, ...]:
        """Carry out an order of the active side, the leg of a `march` or one given by hand, which ends what was
        intended for its units. Raises: IllegalOrder, and then nothing has changed."""
        events = self._carry_out(order, march)
        self._undone.clear()
        return events

    def _carry_out(self, order: Order, march: March | None) -> tuple[Event, ...]:
        before, intended = self.state, self._intended
        after, events = apply(before, order)
        self.past.append(Step(order, before, known(after, self.start), events, intended))
        self._intended = without(intended, order.units())
        if march is not None:
            self._intended = {**self._intended, **dict.fromkeys(order.units(), march)}
        return events

    def poll(self) -> tuple[Order, tuple[Event, ...]] | None:
        """The end of the enemy's turn, who stands; None when it is not his."""
        if self.over or self.active == self.side:
            return None
        return EndTurn(), self.submit(EndTurn())

    def undo_reason(self) -> Lesson | NoUndo | None:
        """Why the last order cannot be taken back; None if it can. Within a turn of a rehearsal all can: nothing is
        learnt by it."""
        if not self.past or self.past[-1].after.turn != self.past[-1].before.turn or self.active != self.side:
            return NoUndo.NOTHING
        return None if self.past[-1].before.active == self.side else NoUndo.NOTHING

    def undo(self) -> None:
        """Take the last order back. Raises: CannotUndo."""
        if reason := self.undo_reason():
            raise CannotUndo(reason)
        taken = self.past.pop()
        legs = (self._intended.get(unit) for unit in taken.order.units())
        self._undone.append((taken.order, next((what for what in legs if isinstance(what, March)), None)))
        self._intended = taken.intended

    @property
    def undone(self) -> int:
        """How many orders were taken back since the last new one, and can be given again."""
        return len(self._undone)

    def redo(self) -> tuple[Order, tuple[Event, ...]]:
        """Give the order again that was taken back last. Raises: RuntimeError if there is none."""
        if not self._undone:
            raise RuntimeError("no order was taken back")
        order, march = self._undone[-1]
        events = self._carry_out(order, march)
        self._undone.pop()
        return order, events

    # -- keeping -----------------------------------------------------------------------------------------------

    def save(self) -> str:
        """The answer is a sentence: a rehearsal is kept as a plan, or thrown away."""
        return _("A rehearsal is not saved. End it to keep it as a plan beside the battle, or to throw it away.")

    def give_up(self) -> None:
        """Nothing: a rehearsal is left."""

    def close(self) -> None:
        """Nothing is held."""
