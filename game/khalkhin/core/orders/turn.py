"""The end of the turn, and the answers to choices of the timeline that it waits for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, Self

from khalkhin.core.model.state import GameState
from khalkhin.core.orders.base import BaseOrder, Deed, Outlook
from khalkhin.core.orders.syntax import ID, Form
from khalkhin.core.refusals import Refusal, RefusalCode
from khalkhin.core.timeline import effects
from khalkhin.core.turns import end_turn


@dataclass(frozen=True, slots=True, order=True)
class Choose(BaseOrder):
    """Answer a choice that the timeline has put to the side."""

    entry: str
    answer: str

    FORM: ClassVar = Form("choose ENTRY ANSWER", rf"choose ({ID}) ({ID})")

    @classmethod
    def read(cls, m: re.Match[str]) -> Self:
        return cls(m[1], m[2])

    def __str__(self) -> str:
        return f"choose {self.entry} {self.answer}"

    @classmethod
    def options(cls, outlook: Outlook) -> Iterator[Self]:
        waiting = effects.waiting(outlook.state)
        return (cls(entry.id, answer.id) for entry in waiting for answer in entry.answers)

    def prepare(self, state: GameState) -> Deed | Refusal:
        entry = next((e for e in effects.waiting(state) if e.id == self.entry), None)
        if entry is None:
            return Refusal(RefusalCode.NO_CHOICE)
        answer = entry.answer(self.answer)
        if answer is None:
            return Refusal(RefusalCode.NO_ANSWER, name=entry.id)
        return partial(effects.choose, state, entry, answer)

    def units(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, slots=True, order=True)
class EndTurn(BaseOrder):
    """The active side has finished."""

    FORM: ClassVar = Form("end", "end")

    @classmethod
    def read(cls, m: re.Match[str]) -> Self:
        return cls()

    def __str__(self) -> str:
        return "end"

    @classmethod
    def options(cls, outlook: Outlook) -> Iterator[Self]:
        if not effects.waiting(outlook.state):
            yield cls()

    def prepare(self, state: GameState) -> Deed | Refusal:
        for entry in effects.waiting(state):
            return Refusal(RefusalCode.CHOICE_WAITS, name=entry.id)
        return partial(end_turn, state)

    def units(self) -> tuple[str, ...]:
        return ()
