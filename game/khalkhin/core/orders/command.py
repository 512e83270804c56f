"""What HQ points buy besides set-piece assaults: forced marches, emergency supply, decoys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, Self

from khalkhin.core.command import command
from khalkhin.core.model.state import GameState
from khalkhin.core.orders.base import BaseOrder, Deed, Outlook
from khalkhin.core.orders.named import on_board, own_unit
from khalkhin.core.orders.syntax import ID, PLACE, Form, Place, place_text, read_place
from khalkhin.core.refusals import Refusal


@dataclass(frozen=True, slots=True, order=True)
class ForcedMarch(BaseOrder):
    """HQ points: a unit that has not moved gets more MP this turn, and a step is suppressed by it."""

    unit: str

    FORM: ClassVar = Form("hurry UNIT", rf"hurry ({ID})")

    @classmethod
    def read(cls, m: re.Match[str]) -> Self:
        return cls(m[1])

    def __str__(self) -> str:
        return f"hurry {self.unit}"

    @classmethod
    def options(cls, outlook: Outlook) -> Iterator[Self]:
        state = outlook.state
        if state.hq_points.get(state.active):
            for unit in state.side_units(state.active):
                if command.no_forced_march(state, unit) is None:
                    yield cls(unit.spec.id)

    def prepare(self, state: GameState) -> Deed | Refusal:
        unit = own_unit(state, self.unit)
        if isinstance(unit, Refusal):
            return unit
        return command.no_forced_march(state, unit) or partial(command.force_march, state, unit)

    def units(self) -> tuple[str, ...]:
        return (self.unit,)


@dataclass(frozen=True, slots=True, order=True)
class EmergencySupply(BaseOrder):
    """HQ points: a unit without supply is fed this turn by whatever means there are."""

    unit: str

    FORM: ClassVar = Form("feed UNIT", rf"feed ({ID})")

    @classmethod
    def read(cls, m: re.Match[str]) -> Self:
        return cls(m[1])

    def __str__(self) -> str:
        return f"feed {self.unit}"

    @classmethod
    def options(cls, outlook: Outlook) -> Iterator[Self]:
        state = outlook.state
        if state.hq_points.get(state.active):
            for unit in state.side_units(state.active):
                if command.no_emergency_supply(state, unit) is None:
                    yield cls(unit.spec.id)

    def prepare(self, state: GameState) -> Deed | Refusal:
        unit = own_unit(state, self.unit)
        if isinstance(unit, Refusal):
            return unit
        return command.no_emergency_supply(state, unit) or partial(command.feed, state, unit)

    def units(self) -> tuple[str, ...]:
        """Nobody: a unit that is held back does nothing for it, and may be fed."""
        return ()


@dataclass(frozen=True, slots=True, order=True)
class Deceive(BaseOrder):
    """HQ points: the enemy is shown a false contact in a hex."""

    at: Place

    FORM: ClassVar = Form("deceive C,R", rf"deceive ({PLACE})")

    @classmethod
    def read(cls, m: re.Match[str]) -> Self:
        return cls(read_place(m[1]))

    def __str__(self) -> str:
        return f"deceive {place_text(self.at)}"

    @classmethod
    def options(cls, outlook: Outlook) -> Iterator[Self]:
        """On objectives and beside crossings."""
        state, board = outlook.state, outlook.state.scenario.board
        if not state.hq_points.get(state.active):
            return
        places = {o.hex for o in state.scenario.objectives}
        places |= {h for side in state.crossings for h in board.hexside_hexes(side) if h >= 0}
        for hex_ in places:
            if command.no_deception(state, hex_) is None:
                yield cls(board.place(hex_))

    def prepare(self, state: GameState) -> Deed | Refusal:
        hex_ = on_board(state, self.at)
        if isinstance(hex_, Refusal):
            return hex_
        return command.no_deception(state, hex_) or partial(command.deceive, state, hex_)

    def units(self) -> tuple[str, ...]:
        return ()
