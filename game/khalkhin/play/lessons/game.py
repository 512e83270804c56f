"""The battle of a lesson: in memory, without a journal, against an enemy who does what the lesson says of him.

All positions since its beginning are kept, so that it can be set back to any of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from khalkhin import ai
from khalkhin.core import View, initial_state, view
from khalkhin.core.events.events import Event
from khalkhin.core.fog.witness import visible_events
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import GameState
from khalkhin.core.orders.legal import why_illegal
from khalkhin.core.orders.orders import Order
from khalkhin.core.takeback import Lesson, learnt
from khalkhin.play.intentions.intentions import Intention, Intentions, March
from khalkhin.play.session.again import Again
from khalkhin.play.session.in_memory import Alone, Past
from khalkhin.play.session.session import CannotUndo, CarriedOut, NoUndo, of_side
from khalkhin.play.session.unread import Unread, Witnessed
from khalkhin.scenario.lessons.course import Course
from khalkhin.translation import _


class LessonGame(Alone):
    """Begin at the beginning, or with the orders of both sides so far. Raises: IllegalOrder where these do not fit.

    `past` are the orders since the beginning, of both sides, with the states around them.
    """

    def __init__(self, course: Course, orders: Sequence[Order] = ()) -> None:
        self.course = course
        self._past = Past(initial_state(course.scenario, course.seed))
        for order in orders:
            self.submit(order)

    @property
    def past(self) -> list[CarriedOut]:
        """The orders of both sides since the beginning, with the positions around them."""
        return self._past.steps

    # -- looking -----------------------------------------------------------------------------------------------

    @property
    def state(self) -> GameState:
        """The whole position; the pupil is only shown what his side knows of it."""
        return self._past.state

    @property
    def scenario(self) -> Scenario:
        return self.course.scenario

    @property
    def humans(self) -> tuple[str, ...]:
        return (self.course.side,)

    @property
    def people(self) -> tuple[str, ...]:
        return self.humans

    @property
    def active(self) -> str:
        return self.state.active

    @property
    def over(self) -> bool:
        return self.state.over

    def view(self, side: str) -> View:
        """What a side knows now."""
        return view(self.state, side)

    def visible(self, events: tuple[Event, ...], side: str) -> tuple[Event, ...]:
        """What a side witnessed of the last order's events."""
        return visible_events(events, self.past[-1].before, self.past[-1].after, side) if self.past else ()

    def intentions(self, side: str) -> Intentions:
        """What the pupil intends for units of his that are on the map."""
        return of_side(self.state, self._past.intended, side)

    def intend(self, unit: str, what: Intention | None) -> None:
        """Intend something for a unit, or nothing any more."""
        self._past.intend(unit, what)

    def left_off(self, side: str) -> View:
        """What a side knew when it last ended its turn, or when the lesson began for it."""
        return view(self._again().since(side, self.scenario) or self.state, side)

    def unread(self) -> Mapping[str, Unread]:
        """Nothing: a lesson tells what is to be read itself."""
        return {}

    def can_watch(self, side: str) -> bool:
        """Whether there is anything to watch again of what happened since a side ended its turn."""
        return self._again().has(side)

    def again(self, side: str) -> Iterator[Witnessed]:
        """What a side witnessed since it ended its turn, order by order, played once more."""
        return self._again().play(side, self.scenario)

    def _again(self) -> Again:
        known = Again.begun(self._past.start)
        for step in self.past:
            known.given(step.order, step.before, step.after)
        return known

    def final_state(self) -> GameState:
        """The whole state. Raises: RuntimeError while the battle goes on."""
        if not self.over:
            raise RuntimeError("the battle is not over")
        return self.state

    # -- orders ------------------------------------------------------------------------------------------------

    def submit(self, order: Order, march: March | None = None) -> tuple[Event, ...]:
        """Carry out an order of the active side, the leg of a `march` or one given by hand, which ends what was
        intended for its units. Raises: IllegalOrder, and then nothing has changed."""
        return self._past.submit(order, march)

    def poll(self) -> tuple[Order, tuple[Event, ...]] | None:
        """The enemy's next order, carried out; None when it is not his turn."""
        if self.over or self.active == self.course.side:
            return None
        order = self._enemys()
        return order, self.submit(order)

    def _enemys(self) -> Order:
        """What the lesson has the enemy do next in this turn, as far as he may; then the end of his turn."""
        state = self.state
        given = [s.order for s in self.past if s.before.turn == state.turn and s.before.active == state.active]
        for order in self.course.enemy.get(state.turn, ()):
            if order not in given and why_illegal(state, order) is None:
                return order
        return ai.close_turn(self.view(state.active), state.seed)

    def undo_reason(self) -> Lesson | NoUndo | None:
        """Why the last order cannot be taken back; None if it can."""
        if not self.past or self.past[-1].before.active != self.active or self.active != self.course.side:
            return NoUndo.NOTHING
        last = self.past[-1]
        return learnt(last.order, last.before, last.after, last.events, self.active)

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

    def set_back(self, orders: int) -> None:
        """Be where the battle stood after so many orders of both sides."""
        self._past.set_back(orders)

    # -- keeping -----------------------------------------------------------------------------------------------

    def save(self) -> str:
        """The answer is a sentence: a lesson is kept by itself."""
        return _("A lesson is kept by itself, step by step: go on with it from the lessons' page.")
