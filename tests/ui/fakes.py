"""A table for tests: the real rules, a computer that orders at random, no files and no second process."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from khalkhin.core import apply, initial_state, legal_orders, view
from khalkhin.core.events.events import Event
from khalkhin.core.fog.view import View
from khalkhin.core.fog.witness import visible_events
from khalkhin.core.model.reasons import EndReason
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import GameState
from khalkhin.core.orders.orders import EndTurn, Move, Order
from khalkhin.core.takeback import Lesson
from khalkhin.core.victory import outcome
from khalkhin.play.campaign.carry_over import Carry
from khalkhin.play.intentions.intentions import Intention, Intentions, March, without
from khalkhin.play.rehearsal.plan import Dropped, Plan, Plans, noting, taking
from khalkhin.play.session.again import Again
from khalkhin.play.session.seat_rows import HUMAN, Handed, Word
from khalkhin.play.session.seats import Seats, word_row
from khalkhin.play.session.session import NoUndo, of_side
from khalkhin.play.session.trouble import Remedy, Trouble
from khalkhin.play.session.unread import Unread, Witnessed


class FakeTable:
    """See :class:`khalkhin.ui.ports.game_port.GamePort`. `changes` counts the orders carried out or taken back."""

    def __init__(self, scenario: Scenario, humans: tuple[str, ...], seed: int = 1) -> None:
        self.scenario = scenario
        self.carry: Carry | None = None
        self.people = humans
        self.seats = Seats()
        self.state = initial_state(scenario, seed)
        self.changes = 0
        self.closed = False
        self.notice = ""
        self.path: Path | None = None
        self.saved = 0
        self.trouble: Trouble | None = None
        self.remedies: list[Remedy] = []
        self._before = self.state
        self._past: list[tuple[GameState, Order, Intentions]] = []
        self._intended: Intentions = {}
        self._undone: list[Order] = []
        self._plans: Plans = {}
        self._again = Again.begun(self.state)
        self._rng = random.Random(seed)
        self._given = 0

    @property
    def humans(self) -> tuple[str, ...]:
        handed = {side: self.seats.handed(side) for side in self.people}
        return tuple(side for side, row in handed.items() if row is None or row.player == HUMAN)

    def hand(self, side: str, player: str, turns: int = 0) -> None:
        self.seats.take(Handed(side, player, turns))

    def lock(self, side: str, word: str) -> None:
        self.seats.take(word_row(side, word))

    def open_without(self, side: str) -> None:
        self.seats.take(Word(side, forgotten=True))

    @property
    def active(self) -> str:
        return self.state.active

    @property
    def over(self) -> bool:
        return self.state.over

    def view(self, side: str) -> View:
        return view(self.state, side)

    def submit(self, order: Order, march: March | None = None) -> tuple[Event, ...]:
        after, events = apply(self.state, order)
        self._past.append((self.state, order, self._intended))
        self._intended = without(self._intended, order.units())
        if march is not None:
            self._intended = {**self._intended, **dict.fromkeys(order.units(), march)}
        self._again.given(order, self.state, after)
        if isinstance(order, EndTurn):
            self.seats.ended(self.state.active)
        self._undone.clear()
        self._plans = noting(self._plans, self.state.active, order, self.state.turn)
        self._before, self.state = self.state, after
        self.changes += 1
        return events

    def intentions(self, side: str) -> Intentions:
        return of_side(self.state, self._intended, side)

    def intend(self, unit: str, what: Intention | None) -> None:
        now = without(self._intended, (unit,))
        self._intended = now if what is None else {**now, unit: what}

    def plan_of(self, side: str) -> Plan | None:
        return self._plans.get(side)

    def keep_plan(self, side: str, plan: Plan | None) -> None:
        self._plans = taking(self._plans, Dropped(side) if plan is None else plan)

    def left_off(self, side: str) -> View:
        return view(self._again.since(side, self.scenario) or self.state, side)

    def visible(self, events: tuple[Event, ...], side: str) -> tuple[Event, ...]:
        return visible_events(events, self._before, self.state, side)

    def unread(self) -> Mapping[str, Unread]:
        return {}

    def poll(self) -> tuple[Order, tuple[Event, ...]] | None:
        self._given = (self._given + 1) % 6
        orders = legal_orders(self.state)
        order: Order = EndTurn() if self._given == 0 else self._rng.choice(orders)
        return order, self.submit(order)

    def remedy(self, chosen: Remedy) -> None:
        self.remedies.append(chosen)
        self.trouble = None

    def undo_reason(self) -> Lesson | NoUndo | None:
        return None if self._past and self._past[-1][0].active == self.active else NoUndo.NOTHING

    def undo(self) -> None:
        self.state, order, self._intended = self._past.pop()
        self._plans = noting(self._plans, self.state.active, order, self.state.turn, back=True)
        self._undone.append(order)
        self._again.taken_back(self.state)
        self.changes += 1

    @property
    def undone(self) -> int:
        return len(self._undone)

    def redo(self) -> tuple[Order, tuple[Event, ...]]:
        order = self._undone.pop()
        left, events = list(self._undone), self.submit(order)
        self._undone = left
        return order, events

    def can_watch(self, side: str) -> bool:
        return self._again.has(side)

    def again(self, side: str) -> Iterator[Witnessed]:
        return self._again.play(side, self.scenario)

    def save(self) -> str:
        self.saved += 1
        return "Saved."

    def give_up(self) -> None:
        self.state = replace(self.state, outcome=outcome(self.state, EndReason.GIVEN_UP))

    def final_state(self) -> GameState:
        if not self.over:
            raise RuntimeError("the battle goes on")
        return self.state

    def close(self) -> None:
        self.closed = True

    def abandon(self) -> None:
        self.close()


def first_move(table: FakeTable, unit: str) -> Move:
    """A legal move of a unit."""
    return next(o for o in legal_orders(table.state) if isinstance(o, Move) and o.unit == unit)
