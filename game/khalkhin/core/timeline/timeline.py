"""The timeline of a scenario as values: when an entry is looked at, what must hold, what it does. No scenario carries
code; what happens is one of the closed unions of :mod:`condition_kinds` and :mod:`effect_kinds`.
"""

from __future__ import annotations

from dataclasses import dataclass

from khalkhin.core.model.rules import Light
from khalkhin.core.timeline.condition_kinds import Condition
from khalkhin.core.timeline.effect_kinds import Effect


@dataclass(frozen=True, slots=True)
class When:
    """The turns in which an entry is looked at: `first` to `last` (0: `first` alone), only by day or by night if
    `light` says so.

    It is looked at when the turn of `side` begins (empty: of the entry's side; if that is nobody's, of the side that
    moves first). One that is looked at `at_once` is looked at after every order as well, in the turn of `side` or, when
    that is empty, of either.
    """

    first: int = 1
    last: int = 0
    side: str = ""
    light: Light | None = None
    at_once: bool = False

    @property
    def end(self) -> int:
        """The last turn in which it is looked at."""
        return self.last or self.first


@dataclass(frozen=True, slots=True)
class Leaning:
    """More (or less) weight for an answer while all conditions hold, for the computer."""

    conditions: tuple[Condition, ...]
    prefer: int


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to a choice: what it says, what it does, and how much the computer is inclined to it (of 10 and 5,
    the first is given two times in three)."""

    id: str
    text: str
    effects: tuple[Effect, ...] = ()
    prefer: int = 1
    leanings: tuple[Leaning, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happens once, or again after `repeat` turns, when all its conditions hold.

    `side` reads the text (empty: both do). An entry with answers offers its side a choice, which it must make before it
    may end its turn. `source` is the fact it comes from (A1-A24), `historians` what they say of it; `fate` says what it
    means for the fact that the entry fires: it happened, was prevented or was turned round (empty: it is told of).
    """

    id: str
    when: When
    side: str
    title: str
    text: str = ""
    source: str = ""
    historians: str = ""
    conditions: tuple[Condition, ...] = ()
    effects: tuple[Effect, ...] = ()
    answers: tuple[Answer, ...] = ()
    repeat: int = 0
    fate: str = ""

    def answer(self, answer_id: str) -> Answer | None:
        """An answer by its id, or None."""
        return next((a for a in self.answers if a.id == answer_id), None)

    @property
    def all_effects(self) -> tuple[Effect, ...]:
        """What it does, and what any of its answers would do."""
        return (*self.effects, *(e for a in self.answers for e in a.effects))
