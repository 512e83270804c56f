"""A battle as it was played: order by order, and by the turns of its sides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from khalkhin.core.events.events import Event
from khalkhin.core.model.state import GameState
from khalkhin.core.orders.orders import EndTurn, Order


@dataclass(frozen=True, slots=True)
class GivenOrder:
    """One order: the state it was given in, what happened, and the state after it."""

    before: GameState
    order: Order
    events: tuple[Event, ...]
    after: GameState


@dataclass(frozen=True, slots=True)
class SideTurn:
    """A side's turn, from the state it began with to that in which it ended; `steps` has the order that ends it too."""

    side: str
    turn: int
    steps: tuple[GivenOrder, ...]

    @property
    def begun(self) -> GameState:
        return self.steps[0].before

    @property
    def ended(self) -> GameState:
        last = self.steps[-1]
        return last.before if isinstance(last.order, EndTurn) else last.after


def side_turns(steps: Sequence[GivenOrder]) -> Iterator[SideTurn]:
    """The turns of both sides, in their order."""
    waiting: list[GivenOrder] = []
    for step in steps:
        waiting.append(step)
        if isinstance(step.order, EndTurn) or step.after.over:
            yield SideTurn(step.before.active, step.before.turn, tuple(waiting))
            waiting = []
    if waiting:
        yield SideTurn(waiting[0].before.active, waiting[0].before.turn, tuple(waiting))
