"""The battle of a puzzle: in memory, without a journal, and over when the puzzle is."""

from __future__ import annotations

from dataclasses import replace

from khalkhin.ai import close_turn
from khalkhin.core.events.events import Event
from khalkhin.core.model.state import Outcome
from khalkhin.core.orders.orders import Order
from khalkhin.play.intentions.intentions import March
from khalkhin.play.puzzles.puzzle import STANDING, AttemptEnd, Puzzle, turns_used, verdict
from khalkhin.play.session.session import HUMAN, Session
from khalkhin.play.session.worker import PATIENCE, Patience
from khalkhin.translation import _

#: The reason that the battle of a puzzle ended for.
REASON = "puzzle"


class PuzzleGame(Session):
    """An attempt at a puzzle. It is over as soon as the goal is reached or cannot be reached any more in time;
    `verdict` then says which."""

    def __init__(self, puzzle: Puzzle, patience: Patience = PATIENCE) -> None:
        players = {s.id: HUMAN if s.id == puzzle.side else puzzle.player for s in puzzle.scenario.sides}
        super().__init__(puzzle.scenario, players, puzzle.start, None, patience=patience)
        self.puzzle = puzzle
        self.verdict: AttemptEnd | None = None
        #: The orders of the puzzle's side that stand.
        self.given = 0
        #: Whether the player has been told what came of it.
        self.told = False

    @property
    def turns_used(self) -> int:
        """How many of its turns the side has used."""
        return turns_used(self.puzzle, self._state)

    def poll(self) -> tuple[Order, tuple[Event, ...]] | None:
        """The enemy's next order, carried out; one who stands where he is needs no process to think."""
        if self.puzzle.enemy != STANDING or self.over or self.active in self.humans:
            return super().poll()
        order = close_turn(self.view(self.active), self._state.seed)
        return order, self.submit(order)

    def _carry_out(self, order: Order, march: March | None) -> tuple[Event, ...]:
        mine = self.active == self.puzzle.side
        events = super()._carry_out(order, march)
        self.given += mine
        self.verdict = verdict(self.puzzle, self._state)
        if self.verdict is not None and not self._state.over:
            self._end()
        return events

    def _end(self) -> None:
        sides = [side.id for side in self.scenario.sides]
        won = self.puzzle.side if self.verdict is AttemptEnd.SOLVED else None
        end = Outcome(dict.fromkeys(sides, 0), dict.fromkeys(sides, 0), won, REASON)
        self._state = replace(self._state, outcome=end)

    def undo(self) -> None:
        super().undo()
        self.given -= 1

    def give_up(self) -> None:
        """The attempt has failed."""
        if not self.over:
            self.verdict = AttemptEnd.FAILED
            self._end()

    def save(self) -> str:
        """The answer is a sentence: attempts are not kept, only what came of them."""
        return _("A puzzle is not saved: it is begun again from the list. That you solved it is kept.")
