"""Ammunition: what assaults and gunfire take, in SP, from the store that fed a unit this turn.

Guns whose store cannot pay are silent; attackers whose store cannot pay fight on at a disadvantage. A unit fed by
emergency supply, and an enemy whose stocks nobody knows, has enough.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from khalkhin.core.model.state import UNKNOWN_STOCK, GameState
from khalkhin.core.model.units import Unit
from khalkhin.core.refusals import Refusal, RefusalCode

#: More SP than anybody fires.
PLENTY = 1 << 30


def at_hand(state: GameState, unit: Unit) -> int:
    """SP of ammunition that a unit can call for now."""
    if unit.store < 0:
        return 0 if unit.unsupplied else PLENTY
    store = state.stores[unit.store]
    if store.side != unit.spec.side:
        return 0
    return PLENTY if store.stock == UNKNOWN_STOCK else store.stock


def lack(state: GameState, unit: Unit) -> Refusal | None:
    """Why a unit has no ammunition for a mission, or None if it has."""
    need, have = unit.spec.type.ammunition, at_hand(state, unit)
    if have >= need:
        return None
    if unit.store < 0:
        return Refusal(RefusalCode.NO_STORE, unit.id)
    store = state.stores[unit.store]
    if store.side != unit.spec.side:
        return Refusal(RefusalCode.STORE_LOST, unit.id, store.name)
    return Refusal(RefusalCode.AMMUNITION, unit.id, store.name, have=have, need=need)


def short(state: GameState, units: Iterable[Unit]) -> frozenset[int]:
    """The units, by index, that go without when all of these fire together, those named first drawing first."""
    left: dict[int, int] = {}
    without = set()
    for unit in units:
        need = unit.spec.type.ammunition
        have = left[unit.store] if unit.store in left else at_hand(state, unit)
        if have < need:
            without.add(unit.spec.index)
        elif unit.store >= 0:
            left[unit.store] = have - need
    return frozenset(without)


def afford(state: GameState, units: Iterable[Unit]) -> tuple[Unit, ...]:
    """Those of some units that have ammunition when all of them fire together."""
    units = tuple(units)
    without = short(state, units)
    return tuple(u for u in units if u.spec.index not in without)


def draw(state: GameState, units: Iterable[Unit]) -> GameState:
    """The state after these units have fired: the stores of those who could be paid for are poorer."""
    stores = list(state.stores)
    for unit in afford(state, units):
        if unit.store >= 0 and stores[unit.store].stock != UNKNOWN_STOCK:
            store = stores[unit.store]
            stores[unit.store] = replace(store, stock=store.stock - unit.spec.type.ammunition)
    return replace(state, stores=tuple(stores))
