"""What supplies will be in a few turns if nobody moves: stocks, and who goes short, when and why.

A forecast plays the side's own supply phases and truck drives with the rules' own functions on a copy of the state; the
enemy stands still, nobody shoots, no dice are thrown. What if a hex or a crossing is lost or won? Two forecasts tell.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial

from khalkhin.core.crossing import crossing as crossings
from khalkhin.core.model.state import DESTROYED, UNKNOWN_STOCK, GameState, Store
from khalkhin.core.model.units import Unit
from khalkhin.core.movement.movement import full_mp
from khalkhin.core.supply import haulage, truckways
from khalkhin.core.supply.supply import SupplyNet, nearest, trace
from khalkhin.core.timeline import reinforcements
from khalkhin.core.turns import draw, receive


class ShortageCause(StrEnum):
    """Why a unit is not fed. The sentences are in :mod:`khalkhin.text.reasons`."""

    DRY = "dry"  # the store that feeds it has run dry
    CROSSING = "crossing"  # a crossing on the way is full
    RANGE = "range"  # the nearest store is too far away
    LOST = "lost"  # the store that could feed it is lost
    BARRED = "barred"  # the enemy bars the way
    CUT = "cut"  # the enemy or water bars every way


@dataclass(frozen=True, slots=True)
class Shortage:
    """A unit that will not be fed at the start of its side's turn `turn`, for the first time or still, and why: `name`
    is the store or the crossing that it is about, `away` how far a store is, in truck MP."""

    unit: str
    turn: int
    cause: ShortageCause
    name: str = ""
    away: int = 0


@dataclass(frozen=True, slots=True)
class SupplyTurn:
    """One turn of a forecast, after the units have drawn: `stocks` by store, `drawn` and what trucks `brought` before
    by store, and the units that go `short`."""

    turn: int
    stocks: tuple[int, ...]
    drawn: dict[int, int]
    brought: dict[int, int]
    short: tuple[Shortage, ...]


@dataclass(frozen=True, slots=True)
class SupplyForecast:
    """The next turns of a side's supply."""

    side: str
    turns: tuple[SupplyTurn, ...]

    def first(self) -> dict[str, Shortage]:
        """The first time each unit goes short."""
        out: dict[str, Shortage] = {}
        for outlook in self.turns:
            for shortage in outlook.short:
                out.setdefault(shortage.unit, shortage)
        return out


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Two forecasts compared: `worse` are units that go short or do so earlier, `better` those that no longer do."""

    before: SupplyForecast
    after: SupplyForecast
    worse: tuple[Shortage, ...]
    better: tuple[Shortage, ...]


def forecast(
    state: GameState,
    side: str,
    turns: int = 3,
    *,
    without: Collection[int] = (),
    broken: Collection[int] = (),
    won: Collection[int] = (),
) -> SupplyForecast:
    """What the next `turns` of a side's supply bring, with nobody moving.

    `without` hexes are lost to the enemy at once, with all that stands in them; crossings at the `broken` hexsides
    are down; enemies in the `won` hexes are gone.
    """
    state = _changed(state, side, without, broken, won)
    known = None
    last = len(state.scenario.calendar)
    out: list[SupplyTurn] = []
    if state.active != side:
        # The side has driven already; what comes next is its turn.
        first = side == state.scenario.sides[0].id
        state = replace(state, active=side, turn=state.turn + first)
        if state.turn > last:
            return SupplyForecast(side, ())
        state, outlook = _turn(state, side, {}, without)
        out.append(outlook)
    while len(out) < turns and state.turn < last:
        known = truckways.ways(state, side, without=without, like=known)
        driven, _ = haulage.drive(state, without=without, known=known)
        brought = _gained(state.stores, driven.stores)
        state, outlook = _turn(replace(driven, turn=state.turn + 1), side, brought, without)
        out.append(outlook)
    return SupplyForecast(side, tuple(out))


def _turn(
    state: GameState, side: str, brought: dict[int, int], without: Collection[int]
) -> tuple[GameState, SupplyTurn]:
    """The start of the side's turn: arrivals, income, upkeep."""
    state, _ = reinforcements.due(_fresh(state))
    state, net, _ = draw(receive(state), without=without)
    stocks = tuple(s.stock if s.side == side else UNKNOWN_STOCK for s in state.stores)
    outlook = SupplyTurn(state.turn, stocks, dict(net.drawn), brought, _shortages(state, side, net, without))
    return state, outlook


def what_if(
    state: GameState,
    side: str,
    *,
    turns: int = 3,
    without: Collection[int] = (),
    broken: Collection[int] = (),
    won: Collection[int] = (),
    before: SupplyForecast | None = None,
) -> WhatIf:
    """Who goes short, and when, if hexes are lost, crossings broken or hexes won; `before` may pass in the forecast as
    things stand."""
    before = before or forecast(state, side, turns)
    after = forecast(state, side, turns, without=without, broken=broken, won=won)
    old, new = before.first(), after.first()
    gone = {u.spec.id for u in state.side_units(side) if u.hex in without}
    worse = tuple(s for name, s in new.items() if name not in old or s.turn < old[name].turn)
    better = tuple(s for name, s in old.items() if name not in gone and (name not in new or s.turn < new[name].turn))
    return WhatIf(before, after, worse, better)


def lose(state: GameState, side: str, hexes: Collection[int], broken: Collection[int] = ()) -> GameState:
    """The state after a side has lost hexes, with all that stands in them, and the crossings at some hexsides."""
    kinds = state.scenario.rules.crossings
    enemy = state.scenario.enemy(side)
    gone = [u for u in state.side_units(side) if u.hex in hexes]
    state = state.with_units([replace(u, hex=DESTROYED, steps=0, suppressed=0, cargo=0) for u in gone])
    kept = state.scenario.rules.supply.captured_stock
    stores = tuple(
        replace(s, side=enemy, stock=s.stock * kept // 100)
        if s.side == side and s.hex in hexes and not s.is_source
        else s
        for s in state.stores
    )
    links = {h: replace(c, hits=kinds[c.kind].hits) if h in broken else c for h, c in state.crossings.items()}
    return replace(state, stores=stores, crossings=links)


def _changed(
    state: GameState, side: str, without: Collection[int], broken: Collection[int], won: Collection[int]
) -> GameState:
    if without or broken:
        state = lose(state, side, without, broken)
    if won:
        beaten = [u for u in state.side_units(state.scenario.enemy(side)) if u.hex in won]
        state = state.with_units([replace(u, hex=DESTROYED, steps=0, suppressed=0) for u in beaten])
    return state


def _fresh(state: GameState) -> GameState:
    """Crossings empty and columns rested, as at the start of the active side's turn."""
    columns = [replace(u, mp=full_mp(state, u), moved=False) for u in state.side_units(state.active) if u.is_column]
    return crossings.reopen(state).with_units(columns)


def _gained(before: tuple[Store, ...], after: tuple[Store, ...]) -> dict[int, int]:
    """SP that trucks have put into each store, less what they took."""
    old = [s.stock for s in before] + [0] * (len(after) - len(before))
    return {i: s.stock - old[i] for i, s in enumerate(after) if s.stock != old[i]}


# ------------------------------------------------------------------ why


def _shortages(state: GameState, side: str, net: SupplyNet, without: Collection[int]) -> tuple[Shortage, ...]:
    """The units that were not fed, each with the first of the causes that accounts for it."""
    hungry = [u for u in state.side_units(side) if not u.is_column and not net.serves(u)]
    if not hungry:
        return ()
    plenty = tuple(replace(s, stock=UNKNOWN_STOCK) if s.side == side else s for s in state.stores)
    rich = replace(state, stores=plenty)
    full = trace(rich, side, without=without)
    wide = trace(rich, side, without=without, endless=True) if full.exhausted else full
    return tuple(_shortage(state, u, net, full, wide, without) for u in hungry)


def _shortage(
    state: GameState, unit: Unit, net: SupplyNet, full: SupplyNet, wide: SupplyNet, without: Collection[int]
) -> Shortage:
    """Why a unit was not fed. `full` is the net if every store had stock, `wide` if crossings had no limit too."""
    short, side = partial(Shortage, unit.spec.id, state.turn), unit.spec.side
    route = full.routes.get(unit.spec.index) or wide.routes.get(unit.spec.index)
    if route is not None:
        tight = [c for c in route.crossings if c in full.exhausted or c in net.exhausted]
        if full.serves(unit) and not (tight and state.stores[route.store].stock > 0):
            return short(ShortageCause.DRY, route.origin)
        return short(ShortageCause.CROSSING, state.crossings[tight[0]].name if tight else "")
    limit = state.scenario.rules.supply.range
    way = nearest(state, side, unit.hex, blocked=net.blocked)
    free = nearest(state, side, unit.hex)
    if free is not None and free[1] <= limit:
        if state.stores[free[0]].hex in without:
            return short(ShortageCause.LOST, state.stores[free[0]].name)
        return short(ShortageCause.BARRED, state.stores[free[0]].name)
    if way is None:
        return short(ShortageCause.CUT)
    return short(ShortageCause.RANGE, state.stores[way[0]].name, way[1])
