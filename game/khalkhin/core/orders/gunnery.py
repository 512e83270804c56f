"""Guns against crossings, and guns that stand by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, Self

from khalkhin.core.combat import gunnery
from khalkhin.core.combat.combat import gun_idle
from khalkhin.core.combat.gunnery import ShellForecast
from khalkhin.core.events.events import Posted
from khalkhin.core.model.fast_replace import replace
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import STANDBY, Unit
from khalkhin.core.orders.base import BaseOrder, Deed, Happening, Outlook
from khalkhin.core.orders.named import edge_at, hexside_at, own_unit
from khalkhin.core.orders.syntax import EDGE, ID, Edge, Form, edge_text, read_edge
from khalkhin.core.refusals import Refusal, RefusalCode


@dataclass(frozen=True, slots=True, order=True)
class Shell(BaseOrder):
    """One gun unit fires at a crossing."""

    gun: str
    at: Edge

    FORM: ClassVar = Form("shell GUN C,R-C,R", rf"shell ({ID}) ({EDGE})")

    @classmethod
    def read(cls, m: re.Match[str]) -> Self:
        return cls(m[1], read_edge(m[2]))

    def __str__(self) -> str:
        return f"shell {self.gun} {edge_text(self.at)}"

    @classmethod
    def options(cls, outlook: Outlook) -> Iterator[Self]:
        state, board = outlook.state, outlook.state.scenario.board
        for gun in state.side_units(state.active):
            if gun.spec.type.range and gun_idle(state, gun) is None:
                for hexside in state.crossings:
                    if board.hexside_hexes(hexside)[1] >= 0 and gunnery.no_shelling(state, gun, hexside) is None:
                        yield cls(gun.id, edge_at(state, hexside))

    def prepare(self, state: GameState) -> Deed | Refusal:
        gun = own_unit(state, self.gun)
        if isinstance(gun, Refusal):
            return gun
        hexside = hexside_at(state, self.at)
        if isinstance(hexside, Refusal):
            return hexside
        refusal = gun_idle(state, gun) or gunnery.no_shelling(state, gun, hexside)
        return refusal or partial(gunnery.shell, state, gun, hexside)

    def units(self) -> tuple[str, ...]:
        return (self.gun,)

    def firing(self) -> tuple[str, ...]:
        return (self.gun,)


def shell_forecast(state: GameState, order: Shell) -> ShellForecast:
    """The exact distribution of hits by an otherwise legal order."""
    gun = state.unit(order.gun)
    hexside = hexside_at(state, order.at)
    assert gun is not None and isinstance(hexside, int)
    return gunnery.shell_odds(state, gun, hexside)


@dataclass(frozen=True, slots=True, order=True)
class Standby(BaseOrder):
    """A gun unit keeps its mission for the enemy's turn: `what` is defence or counter; empty takes it back."""

    gun: str
    what: str = ""

    FORM: ClassVar = Form("standby GUN defence|counter|off", rf"standby ({ID}) (defence|counter|off)")

    @classmethod
    def read(cls, m: re.Match[str]) -> Self:
        return cls(m[1], "" if m[2] == "off" else m[2])

    def __str__(self) -> str:
        return f"standby {self.gun} {self.what or 'off'}"

    @classmethod
    def options(cls, outlook: Outlook) -> Iterator[Self]:
        state = outlook.state
        for gun in state.side_units(state.active):
            if gun.spec.type.range:
                if gun.standby:
                    yield cls(gun.id)
                if gun_idle(state, gun) is None:
                    yield from (cls(gun.id, what) for what in STANDBY if what)

    def prepare(self, state: GameState) -> Deed | Refusal:
        gun = own_unit(state, self.gun)
        if isinstance(gun, Refusal):
            return gun
        if self.what not in STANDBY:
            return Refusal(RefusalCode.NO_STANDBY_MISSION, name=self.what)
        if not self.what and not gun.standby:
            return Refusal(RefusalCode.NO_STANDBY, gun.id)
        return (gun_idle(state, gun) if self.what else None) or partial(_post, state, gun, self.what)

    def units(self) -> tuple[str, ...]:
        return (self.gun,)


def _post(state: GameState, gun: Unit, what: str) -> Happening:
    # Guns that have stood by have neither moved on nor fired, so that they may think better of it.
    return state.with_unit(replace(gun, standby=what, fought=bool(what))), (Posted(gun.id, what, gun.hex),)
