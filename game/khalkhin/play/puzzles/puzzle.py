"""A puzzle as a value, and how an attempt at it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import GameState
from khalkhin.core.orders.orders import Order
from khalkhin.core.timeline.condition_kinds import Condition
from khalkhin.core.timeline.conditions import all_hold

#: The enemy who stands where he is, and the player that stands for him.
STANDING, IDLE = "standing", "idle"


@dataclass(frozen=True, slots=True, eq=False)
class Puzzle:
    """A position in which `side` is to move, and has `turns` turns, this one among them, until the `goal` holds: at any
    moment or, with `hold`, when all turns are over. Its scenario's calendar ends with the enemy's answer to the last of
    them. `enemy` is the computer player that answers, or :data:`STANDING`; `solution` are the side's orders that do
    it, if its maker gives them. `table` is the puzzle as it is written, and `base` the scenario's name where the ground
    is not the puzzle's own."""

    id: str
    title: str
    text: str
    side: str
    turns: int
    goal: tuple[Condition, ...]
    hold: bool
    enemy: str
    start: GameState
    solution: tuple[Order, ...] = ()
    base: str = ""
    number: int = 0
    table: Mapping[str, Any] | None = None

    @property
    def scenario(self) -> Scenario:
        """The scenario, whose calendar ends with the puzzle."""
        return self.start.scenario

    @property
    def player(self) -> str:
        """The computer player that answers for the enemy."""
        return IDLE if self.enemy == STANDING else self.enemy

    @property
    def after(self) -> int:
        """The turn at whose beginning, if the battle still goes on, the puzzle is over."""
        return self.start.turn + self.turns


class AttemptEnd(Enum):
    """How an attempt ended."""

    SOLVED = "solved"
    FAILED = "failed"


def verdict(puzzle: Puzzle, state: GameState) -> AttemptEnd | None:
    """How an attempt stands: None while it can go on."""
    over = state.over or (state.active == puzzle.side and state.turn >= puzzle.after)
    if (over or not puzzle.hold) and all_hold(state, puzzle.goal):
        return AttemptEnd.SOLVED
    return AttemptEnd.FAILED if over else None


def turns_used(puzzle: Puzzle, state: GameState) -> int:
    """How many of its turns a side has used in a state, the present one among them."""
    return min(puzzle.turns, state.turn - puzzle.start.turn + (state.active == puzzle.side or _first(puzzle)))


def _first(puzzle: Puzzle) -> bool:
    return puzzle.scenario.sides[0].id == puzzle.side
