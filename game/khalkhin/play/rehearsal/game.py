"""A rehearsal under way: the players' table over what a side knows, in memory, against an enemy who stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from khalkhin.core import View
from khalkhin.core.events.events import Event
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import GameState
from khalkhin.core.orders.legal import why_illegal
from khalkhin.core.orders.orders import EndTurn, Order
from khalkhin.core.takeback import Lesson
from khalkhin.play.intentions.intentions import Intention, Intentions, March
from khalkhin.play.rehearsal.plan import MOST, TURNS, Plan, Planned
from khalkhin.play.rehearsal.position import known, position, shown, told
from khalkhin.play.session.in_memory import Alone, Past
from khalkhin.play.session.session import CannotUndo, CarriedOut, NoUndo, of_side
from khalkhin.play.session.unread import Unread, Witnessed
from khalkhin.translation import _


class Rehearsal(Alone):
    """Begin with a side's view in its own turn, and with what its player intends for its units.

    `past` are the orders of both sides since, with the positions around them. It is over when :data:`TURNS` own turns
    have been ended, or the battle ends in it.
    """

    def __init__(self, start: View, intended: Intentions | None = None) -> None:
        self.start = start
        self.side = start.side
        self._past = Past(position(start), intended, lambda after: known(after, start))

    @property
    def past(self) -> list[CarriedOut]:
        """The orders of both sides since the beginning, with the positions around them."""
        return self._past.steps

    # -- what is rehearsed -------------------------------------------------------------------------------------

    @property
    def turn(self) -> int:
        """Which turn of the rehearsal it is, from 1; after the last it stays there."""
        return min(self.state.turn - self._past.start.turn + 1, self.turns)

    @property
    def turns(self) -> int:
        """How many turns can be rehearsed: fewer where the battle ends before."""
        return min(TURNS, len(self.scenario.calendar) - self._past.start.turn + 1)

    @property
    def full(self) -> bool:
        """Whether the plan has as many orders as can be kept."""
        return len(self.plan.orders) >= MOST

    @property
    def plan(self) -> Plan:
        """What has been ordered so far."""
        own = (s for s in self.past if s.before.active == self.side and not isinstance(s.order, EndTurn))
        return Plan(self.side, tuple(Planned(s.before.turn, s.order) for s in own))

    def follow(self, plan: Plan) -> int:
        """Give the open orders of a plan, turn by turn up to its last one; the answer is how many could not be given.
        Those that are given count as ordered here."""
        left = 0
        for turn in plan.turns:
            wanted = [p for p in plan.of(turn) if not p.given]
            while wanted and not self.over and (self.state.turn < turn or self.active != self.side):
                self.submit(EndTurn())
            for planned in wanted:
                if self.over or self.state.turn != turn or why_illegal(self.state, planned.order) is not None:
                    left += 1
                else:
                    self.submit(planned.order)
        return left

    # -- looking -----------------------------------------------------------------------------------------------

    @property
    def state(self) -> GameState:
        """The rehearsed position."""
        return self._past.state

    @property
    def scenario(self) -> Scenario:
        return self._past.start.scenario

    @property
    def humans(self) -> tuple[str, ...]:
        return (self.side,)

    @property
    def people(self) -> tuple[str, ...]:
        return self.humans

    @property
    def active(self) -> str:
        return self.state.active

    @property
    def over(self) -> bool:
        return self.state.over or (self.state.turn >= self._past.start.turn + TURNS and self.active == self.side)

    def view(self, side: str) -> View:
        """What the rehearsing side is shown, whoever asks: nobody else is here."""
        return shown(self.state, self.start)

    def visible(self, events: tuple[Event, ...], side: str) -> tuple[Event, ...]:
        """What the rehearsing side is told of the last order's events."""
        return told(events, self.past[-1].before, self.past[-1].after, self.side) if self.past else ()

    def intentions(self, side: str) -> Intentions:
        """What the player intends for units of his that are on the map, in the rehearsal alone."""
        return of_side(self.state, self._past.intended, self.side)

    def intend(self, unit: str, what: Intention | None) -> None:
        """Intend something for a unit, or nothing any more."""
        self._past.intend(unit, what)

    def left_off(self, side: str) -> View:
        """What the side knew when the rehearsal began."""
        return shown(self._past.start, self.start)

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
        return self._past.submit(order, march)

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
        self._past.take_back()

    @property
    def undone(self) -> int:
        """How many orders were taken back since the last new one, and can be given again."""
        return self._past.undone

    def redo(self) -> tuple[Order, tuple[Event, ...]]:
        """Give the order again that was taken back last. Raises: RuntimeError if there is none."""
        return self._past.redo()

    # -- keeping -----------------------------------------------------------------------------------------------

    def save(self) -> str:
        """The answer is a sentence: a rehearsal is kept as a plan, or thrown away."""
        return _("A rehearsal is not saved. End it to keep it as a plan beside the battle, or to throw it away.")
