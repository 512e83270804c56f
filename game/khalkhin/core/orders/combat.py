"""Assaults and barrages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import ClassVar, Self

from khalkhin.core.air import air_superiority
from khalkhin.core.combat import ammunition, combat
from khalkhin.core.combat.assault import bombard, resolve_assault
from khalkhin.core.combat.combat import BarrageForecast, Forecast
from khalkhin.core.command import command
from khalkhin.core.fog.contacts import uncover
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Unit
from khalkhin.core.movement.movement import is_swim
from khalkhin.core.orders.base import BaseOrder, Deed, Happening, Outlook
from khalkhin.core.orders.named import on_board, own_unit
from khalkhin.core.orders.syntax import ID, IDS, NUMBER, PLACE, Form, Place, place_text, read_place
from khalkhin.core.refusals import Refusal, RefusalCode


@dataclass(frozen=True, slots=True, order=True)
class Assault(BaseOrder):
    """Assault a hex from adjacent hexes. The first attacker leads: it loses steps first and advances if it may.

    The order of the other attackers and of the guns does not matter and is kept sorted. `sorties` bombers support it;
    a `set_piece` assault is paid for with HQ points.
    """

    target: Place
    attackers: tuple[str, ...]
    guns: tuple[str, ...] = ()
    advance: bool = True
    sorties: int = 0
    set_piece: bool = False

    FORM: ClassVar = Form(
        "assault C,R by UNIT,…",
        rf"assault ({PLACE}) by ({IDS})(?: guns ({IDS}))?(?: air ({NUMBER}))?( prepared)?( hold)?",
    )

    def __post_init__(self) -> None:
        object.__setattr__(self, "attackers", (*self.attackers[:1], *sorted(self.attackers[1:])))
        object.__setattr__(self, "guns", tuple(sorted(self.guns)))

    @classmethod
    def read(cls, m: re.Match[str]) -> Self:
        guns = tuple(m[3].split(",")) if m[3] else ()
        return cls(read_place(m[1]), tuple(m[2].split(",")), guns, not m[6], int(m[4] or 0), bool(m[5]))

    def __str__(self) -> str:
        text = f"assault {place_text(self.target)} by {','.join(self.attackers)}"
        if self.guns:
            text += f" guns {','.join(self.guns)}"
        if self.sorties:
            text += f" air {self.sorties}"
        if self.set_piece:
            text += " prepared"
        return text if self.advance else text + " hold"

    @classmethod
    def options(cls, outlook: Outlook) -> Iterator[Self]:
        """Against each hex by each combat unit alone, by all together, and by all with all guns that reach."""
        state, board = outlook.state, outlook.state.scenario.board
        foes = outlook.known.enemies - outlook.known.prey
        own = list(state.side_units(state.active))
        guns = [u for u in own if u.spec.type.range and combat.gun_idle(state, u) is None]
        for target in {n for unit in own for n in board.neighbours[unit.hex] if n in foes}:
            place = board.place(target)
            units = combat.possible_attackers(state, target)
            alone = [u.spec.id for u in units if u.is_combat]
            if not alone:
                continue
            yield from (cls(place, (name,)) for name in alone)
            everyone = (alone[0], *(u.spec.id for u in units if u.spec.id != alone[0]))
            if len(everyone) > 1:
                yield cls(place, everyone)
            near = [u for u in guns if board.distance(u.hex, target) <= u.spec.type.range]
            if ready := ammunition.afford(state, near):
                yield cls(place, everyone, tuple(u.spec.id for u in ready))

    def prepare(self, state: GameState) -> Deed | Refusal:
        target = on_board(state, self.target)
        if isinstance(target, Refusal):
            return target
        if not self.attackers:
            return Refusal(RefusalCode.NO_ATTACKERS)
        names = (*self.attackers, *self.guns)
        if len(set(names)) != len(names):
            return Refusal(RefusalCode.NAMED_TWICE)
        if not combat.fighters(state, state.active, target):
            seen = combat.defenders(state, state.active, target)
            return Refusal(RefusalCode.ONLY_COLUMNS if seen else RefusalCode.NOTHING_SEEN)
        attackers: list[Unit] = []
        for name in self.attackers:
            unit = own_unit(state, name)
            if isinstance(unit, Refusal):
                return unit
            if barred := combat.barred(state, unit, target):
                return barred
            if not attackers and not unit.is_combat:
                return Refusal(RefusalCode.SUPPORT_LEADS, unit.id)
            attackers.append(unit)
        guns = []
        for name in self.guns:
            gun = own_unit(state, name)
            if isinstance(gun, Refusal):
                return gun
            if barred := combat.gun_barred(state, gun, target):
                return barred
            guns.append(gun)
        for index in ammunition.short(state, guns):
            return Refusal(RefusalCode.AMMUNITION_FOR_ALL, state.units[index].id)
        barred = air_superiority.support_barred(state, state.active, self.sorties)
        if barred is None and self.set_piece:
            barred = command.set_piece_barred(state, attackers, guns)
        return barred or partial(self._attack, state, target, attackers, guns)

    def _attack(self, state: GameState, target: int, attackers: list[Unit], guns: list[Unit]) -> Happening:
        state, events = resolve_assault(
            state, target, attackers, guns, sorties=self.sorties, set_piece=self.set_piece, advance=self.advance
        )
        state, found_out = uncover(state, state.active, target)
        return state, events + found_out

    def units(self) -> tuple[str, ...]:
        return (*self.attackers, *self.guns)

    def firing(self) -> tuple[str, ...]:
        return self.guns


def assault_forecast(state: GameState, order: Assault) -> Forecast:
    """Odds, shifts, outcomes and retreats of an assault that is otherwise legal.

    The defenders are those the active side sees in the target hex, as it sees them.
    """
    target = state.scenario.board.index(*order.target)
    assert target is not None
    attackers = tuple(u for u in map(state.unit, order.attackers) if u is not None)
    guns = tuple(u for u in map(state.unit, order.guns) if u is not None)
    found = combat.fighters(state, state.active, target)
    return combat.assess(state, attackers, guns, found, target, sorties=order.sorties, set_piece=order.set_piece)


def best_assault(state: GameState, target: int) -> Assault | None:
    """A good combination against a hex: everyone who can, led by the strongest combat unit, with as few guns as still
    reach the best column; None if nobody can attack or nothing is seen there."""
    place = state.scenario.board.place(target)
    if not combat.fighters(state, state.active, target):
        return None
    units = combat.possible_attackers(state, target)
    if not units or not units[0].is_combat:
        return None
    best: tuple[tuple[float, int], Assault] | None = None
    guns = tuple(u.spec.id for u in ammunition.afford(state, combat.possible_guns(state, target)))
    teams = [tuple(u.spec.id for u in units)]
    dry = [u for u in units if not is_swim(state, u, u.hex, target)]
    if dry and len(dry) < len(units) and dry[0].is_combat:
        teams.append(tuple(u.spec.id for u in dry))
    for team in teams:
        for n in range(len(guns) + 1):
            order = Assault(place, team, guns[:n])
            value = (assault_forecast(state, order).column, -n)
            if best is None or value > best[0]:
                best = value, order
    return None if best is None else spared(state, best[1])


def spared(state: GameState, order: Assault) -> Assault:
    """An assault without the guns that add nothing since the others reach the limit, the last named the first to go; a
    set-piece keeps one. They may fire elsewhere, and their ammunition is spared."""
    odds = assault_forecast(state, order)
    for gun in reversed(order.guns) if odds.support == odds.limit else ():
        fewer = replace(order, guns=tuple(g for g in order.guns if g != gun))
        if (fewer.guns or not order.set_piece) and assault_forecast(state, fewer).support == odds.support:
            order = fewer
    return order


@dataclass(frozen=True, slots=True, order=True)
class Barrage(BaseOrder):
    """One gun unit shells a hex to suppress what stands there."""

    gun: str
    target: Place

    FORM: ClassVar = Form("barrage GUN C,R", rf"barrage ({ID}) ({PLACE})")

    @classmethod
    def read(cls, m: re.Match[str]) -> Self:
        return cls(m[1], read_place(m[2]))

    def __str__(self) -> str:
        return f"barrage {self.gun} {place_text(self.target)}"

    @classmethod
    def options(cls, outlook: Outlook) -> Iterator[Self]:
        state, board = outlook.state, outlook.state.scenario.board
        for gun in state.side_units(state.active):
            reach = gun.spec.type.range
            if reach and combat.gun_idle(state, gun) is None:
                for hex_ in outlook.known.enemies:
                    if board.distance(gun.hex, hex_) <= reach:
                        yield cls(gun.spec.id, board.place(hex_))

    def prepare(self, state: GameState) -> Deed | Refusal:
        target = on_board(state, self.target)
        if isinstance(target, Refusal):
            return target
        gun = own_unit(state, self.gun)
        if isinstance(gun, Refusal):
            return gun
        if not combat.defenders(state, state.active, target):
            return Refusal(RefusalCode.NO_AIM)
        return combat.gun_barred(state, gun, target) or partial(_shell, state, gun, target)

    def units(self) -> tuple[str, ...]:
        return (self.gun,)

    def firing(self) -> tuple[str, ...]:
        return (self.gun,)


def _shell(state: GameState, gun: Unit, target: int) -> Happening:
    state, events = bombard(state, gun, target, "barrage")
    state, found_out = uncover(state, state.active, target)
    return state, events + found_out


def barrage_forecast(state: GameState, order: Barrage) -> BarrageForecast:
    """The exact distribution of an otherwise legal barrage on the enemies seen in a hex."""
    target = state.scenario.board.index(*order.target)
    gun = state.unit(order.gun)
    assert target is not None and gun is not None
    return combat.barrage_odds(state, gun, combat.defenders(state, state.active, target), target)
