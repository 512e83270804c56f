"""Moves, and leaving the map."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, Self

from khalkhin.core.events.events import Exited
from khalkhin.core.model.fast_replace import replace
from khalkhin.core.model.state import EXITED, GameState
from khalkhin.core.model.units import Unit
from khalkhin.core.movement import movement
from khalkhin.core.movement.walking import walk
from khalkhin.core.orders.base import BaseOrder, Deed, Happening, Outlook
from khalkhin.core.orders.named import on_board, own_unit
from khalkhin.core.orders.syntax import ID, PLACE, Form, Place, place_text, read_place
from khalkhin.core.refusals import Refusal, RefusalCode
from khalkhin.core.timeline import restrictions


@dataclass(frozen=True, slots=True, order=True)
class Move(BaseOrder):
    """Move a unit to a hex, by the cheapest way through the `via` hexes if any."""

    unit: str
    to: Place
    via: tuple[Place, ...] = ()

    FORM: ClassVar = Form("move UNIT C,R", rf"move ({ID}) ({PLACE})((?: via {PLACE})*)")

    @classmethod
    def read(cls, m: re.Match[str]) -> Self:
        return cls(m[1], read_place(m[2]), tuple(read_place(p) for p in m[3].split(" via ")[1:]))

    def __str__(self) -> str:
        way = "".join(f" via {place_text(hex_)}" for hex_ in self.via)
        return f"move {self.unit} {place_text(self.to)}{way}"

    @classmethod
    def options(cls, outlook: Outlook) -> Iterator[Self]:
        """Moves to each hex in reach, by the cheapest way."""
        state = outlook.state
        place = state.scenario.board.place
        for unit in state.side_units(state.active):
            for hex_ in movement.reach(state, unit, outlook.known).cost:
                yield cls(unit.spec.id, place(hex_))

    def prepare(self, state: GameState) -> Deed | Refusal:
        planned = plan_move(state, self)
        if isinstance(planned, Refusal):
            return planned
        return partial(walk, state, planned.unit, planned.path, planned.cost, planned.known)

    def units(self) -> tuple[str, ...]:
        return (self.unit,)


@dataclass(frozen=True, slots=True)
class PlannedMove:
    """A move that may be made: the unit, its way and cost, and the picture they were planned on."""

    unit: Unit
    path: tuple[int, ...]
    cost: int
    known: movement.Picture


def plan_move(state: GameState, order: Move) -> PlannedMove | Refusal:
    """A move as its side would make it, from what it knows; or why it cannot be made."""
    unit = own_unit(state, order.unit)
    if isinstance(unit, Refusal):
        return unit
    goals = []
    for place in (*order.via, order.to):
        hex_ = on_board(state, place)
        if isinstance(hex_, Refusal):
            return hex_
        goals.append(hex_)
    if held := restrictions.held(state, unit):
        return held
    to = goals[-1]
    if unit.fought and not unit.has("exploit"):
        return Refusal(RefusalCode.MOVE_FOUGHT, unit.id)
    if unit.mp <= 0:
        return Refusal(RefusalCode.NO_MP, unit.id)
    if to == unit.hex and not order.via:
        return Refusal(RefusalCode.SAME_HEX, unit.id)
    known = movement.picture(state, unit.spec.side)
    if taken := no_stop(state, unit, to, known):
        return taken
    found = movement.plan(state, unit, to, tuple(goals[:-1]), known)
    if found is None:
        return unreachable(state, unit, to)
    return PlannedMove(unit, *found, known)


def no_stop(state: GameState, unit: Unit, to: int, known: movement.Picture) -> Refusal | None:
    """Why a unit cannot end a move in a hex, however it comes there, as the picture of its side has it."""
    if known.bars(unit, to):
        return Refusal(RefusalCode.ENEMY_THERE, unit.id)
    if closed := restrictions.closed(state, unit, to):
        return closed
    if not known.room(unit, to):
        return Refusal(RefusalCode.COMBAT_UNIT_THERE if unit.is_combat else RefusalCode.SUPPORT_UNIT_THERE)
    return None


def unreachable(state: GameState, unit: Unit, to: int) -> Refusal:
    """Why there is no way to a hex: nothing of this mobility enters it from anywhere, or it is too far."""
    board, mobility = state.scenario.board, unit.spec.type.mobility
    if board.terrain[to].cost.get(mobility) or any(
        s.to == to for n in board.neighbours[to] if n >= 0 for s in board.steps[mobility][n]
    ):
        return Refusal(RefusalCode.OUT_OF_REACH, unit.id, have=unit.mp)
    return Refusal(RefusalCode.IMPASSABLE, name=board.terrain[to].name, what=mobility.value)


@dataclass(frozen=True, slots=True, order=True)
class Exit(BaseOrder):
    """A unit on one of its side's supply sources leaves the map for good, for part of its value."""

    unit: str

    FORM: ClassVar = Form("exit UNIT", rf"exit ({ID})")

    @classmethod
    def read(cls, m: re.Match[str]) -> Self:
        return cls(m[1])

    def __str__(self) -> str:
        return f"exit {self.unit}"

    @classmethod
    def options(cls, outlook: Outlook) -> Iterator[Self]:
        state = outlook.state
        for unit in state.side_units(state.active):
            if cls(unit.spec.id)._refusal(state, unit) is None:
                yield cls(unit.spec.id)

    def prepare(self, state: GameState) -> Deed | Refusal:
        unit = own_unit(state, self.unit)
        if isinstance(unit, Refusal):
            return unit
        return self._refusal(state, unit) or partial(_leave, state, unit)

    def _refusal(self, state: GameState, unit: Unit) -> Refusal | None:
        if not any(s.side == state.active and s.hex == unit.hex for s in state.scenario.sources):
            return Refusal(RefusalCode.NO_EXIT, unit.id)
        if unit.fought or not movement.may_move(unit):
            return Refusal(RefusalCode.NO_MP, unit.id)
        return None

    def units(self) -> tuple[str, ...]:
        return (self.unit,)


def _leave(state: GameState, unit: Unit) -> Happening:
    return state.with_unit(replace(unit, hex=EXITED, mp=0)), (Exited(unit.spec.id, unit.hex),)
