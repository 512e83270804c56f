"""What the battles of one player have in common that are kept in memory alone: lessons and rehearsals."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from khalkhin.core import apply
from khalkhin.core.events.events import Event
from khalkhin.core.model.state import GameState
from khalkhin.core.orders.orders import Order
from khalkhin.play.campaign.carry_over import Carry
from khalkhin.play.intentions.intentions import Intention, Intentions, March, without
from khalkhin.play.rehearsal.plan import Plan
from khalkhin.play.session.seats import Seats
from khalkhin.play.session.session import CarriedOut
from khalkhin.play.session.trouble import Remedy, Trouble


def _as_it_is(state: GameState) -> GameState:
    return state


class Past:
    """The orders of both sides since a position, with the positions around them and what was intended for units.

    `keep` makes of the position after an order the one that is gone on from.
    """

    def __init__(
        self,
        start: GameState,
        intended: Intentions | None = None,
        keep: Callable[[GameState], GameState] = _as_it_is,
    ) -> None:
        self.start = start
        self.steps: list[CarriedOut] = []
        self.intended: Intentions = dict(intended or {})
        self._keep = keep
        self._undone: list[tuple[Order, March | None]] = []

    @property
    def state(self) -> GameState:
        """The position now."""
        return self.steps[-1].after if self.steps else self.start

    def submit(self, order: Order, march: March | None = None) -> tuple[Event, ...]:
        """Carry out an order of the active side, the leg of a `march` or one given by hand, which ends what was
        intended for its units. Raises: IllegalOrder, and then nothing has changed."""
        events = self._carry_out(order, march)
        self._undone.clear()
        return events

    def _carry_out(self, order: Order, march: March | None) -> tuple[Event, ...]:
        before, intended = self.state, self.intended
        after, events = apply(before, order)
        self.steps.append(CarriedOut(order, before, self._keep(after), events, intended))
        self.intended = without(intended, order.units())
        if march is not None:
            self.intended = {**self.intended, **dict.fromkeys(order.units(), march)}
        return events

    def intend(self, unit: str, what: Intention | None) -> None:
        """Intend something for a unit, or nothing any more."""
        now = without(self.intended, (unit,))
        self.intended = now if what is None else {**now, unit: what}

    def take_back(self) -> None:
        """Take the last order back. There must be one."""
        taken = self.steps.pop()
        legs = (self.intended.get(unit) for unit in taken.order.units())
        self._undone.append((taken.order, next((what for what in legs if isinstance(what, March)), None)))
        self.intended = taken.intended

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

    def set_back(self, orders: int) -> None:
        """Be where the battle stood after so many orders of both sides."""
        self.intended = self.steps[orders].intended if orders < len(self.steps) else self.intended
        del self.steps[orders:]
        self._undone.clear()


class Alone:
    """What the players' table has not where one player sits at it, in memory: other seats, a journal, a process that
    thinks."""

    @property
    def carry(self) -> Carry | None:
        return None

    @property
    def seats(self) -> Seats:
        """Nobody changes seats."""
        return Seats()

    def hand(self, side: str, player: str, turns: int = 0) -> None:
        """Nothing: the player commands himself."""

    def lock(self, side: str, word: str) -> None:
        """Nothing: there is nobody else."""

    def open_without(self, side: str) -> None:
        """Nothing, likewise."""

    @property
    def notice(self) -> str:
        return ""

    @property
    def path(self) -> Path | None:
        """None: there is no journal."""
        return None

    @property
    def trouble(self) -> Trouble | None:
        """None: nothing thinks in another process."""
        return None

    def remedy(self, chosen: Remedy) -> None:
        """Nothing: there is no trouble."""

    def plan_of(self, side: str) -> Plan | None:
        """None: plans are kept by battles that have a journal."""
        return None

    def keep_plan(self, side: str, plan: Plan | None) -> None:
        """Nothing, likewise."""

    def give_up(self) -> None:
        """Nothing: it is left."""

    def close(self) -> None:
        """Nothing is held."""

    def abandon(self) -> None:
        """Nothing is kept."""
