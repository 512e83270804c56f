"""Whether a condition of the timeline holds in a state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from khalkhin.core.crossing import crossing as crossings
from khalkhin.core.model.state import DESTROYED, GameState
from khalkhin.core.model.units import Unit
from khalkhin.core.timeline.condition_kinds import (
    AllOf,
    AnyOf,
    Chosen,
    Condition,
    CrossingStands,
    Destroyed,
    Entered,
    Flag,
    Happened,
    Held,
    Lost,
    Not,
    OnMap,
    Sorties,
    Stock,
    SupplyIs,
    Weather,
)
from khalkhin.core.victory import lost_by, steps_lost


def all_hold(state: GameState, conditions: Iterable[Condition]) -> bool:
    """Whether all conditions hold now (none at all do)."""
    return all(holds(state, c) for c in conditions)


def holds(state: GameState, condition: Condition) -> bool:
    """Whether a condition holds now."""
    match condition:
        case Entered(side=side, hexes=hexes, units=count):
            return fighters(state, side, hexes) >= count
        case Held():
            return _held(state, condition)
        case Destroyed(units=names):
            return all(u.hex == DESTROYED for u in named(state, names))
        case OnMap(units=names, count=count):
            return sum(u.on_map for u in named(state, names)) >= count
        case Lost(steps=steps, side=side, units=names):
            return (steps_lost(state, side) if side else lost_of(state, names)) >= steps
        case SupplyIs(units=names, state=worst, count=count):
            there = [u for u in named(state, names) if u.on_map]
            found = sum(u.supply_state >= worst if worst else u.supply_state == 0 for u in there)
            return found >= (count or max(1, len(there)))
        case CrossingStands(hexside=hexside):
            link = state.crossings.get(hexside)
            return link is not None and crossings.standing(link, state.scenario.rules)
        case Sorties(side=side, least=least, most=most):
            return _within(able_sorties(state, side), least, most)
        case Stock(store=name, side=side, least=least, most=most):
            stock = sum(s.stock for s in state.stores if (s.name == name if name else s.side == side))
            return _within(stock, least, most)
        case Weather(weather=weather):
            return state.info.weather == weather
        case Flag(name=name):
            return name in state.flags
        case Chosen(entry=entry, answer=answer):
            return state.choices.get(entry) == answer
        case Happened(entry=entry):
            return entry in state.fired
        case AllOf(conditions=parts):
            return all_hold(state, parts)
        case AnyOf(conditions=parts):
            return any(holds(state, part) for part in parts)
        case Not(condition=part):
            return not holds(state, part)
        case _:
            assert_never(condition)


def atoms(conditions: Iterable[Condition]) -> Iterator[Condition]:
    """The conditions that others are made of, one by one."""
    for condition in conditions:
        match condition:
            case AllOf(conditions=parts) | AnyOf(conditions=parts):
                yield from atoms(parts)
            case Not(condition=part):
                yield from atoms((part,))
            case _:
                yield condition


def able_sorties(state: GameState, side: str) -> int:
    """Sorties that a side's airfields can fly in a day turn, wrecked ones left out."""
    return sum(f.fighters + f.bombers for f in state.airfields if f.side == side and f.wrecked < state.turn)


def _within(value: int, least: int, most: int) -> bool:
    return value >= least and (most < 0 or value <= most)


def named(state: GameState, names: Iterable[str]) -> list[Unit]:
    """Units by their codes, in the order of battle."""
    wanted = set(names)
    return [u for u in state.units if u.spec.id in wanted]


def fighters(state: GameState, side: str, hexes: frozenset[int]) -> int:
    """Combat units of a side in some hexes; looked up from whichever is fewer, the hexes or those that are occupied."""
    held = hexes if len(hexes) < len(state.at) else (h for h in state.at if h in hexes)
    there = (state.units[i] for h in held for i in state.at.get(h, ()))
    return sum(u.is_combat and u.spec.side == side for u in there)


def lost_of(state: GameState, names: Iterable[str]) -> int:
    """Steps that some units, by their codes, have lost together."""
    return sum(lost_by(state, unit) for unit in named(state, names))


def _held(state: GameState, held: Held) -> bool:
    if held.objective:
        objectives = zip(state.scenario.objectives, state.holdings, strict=True)
        return any(o.name == held.objective and h.side == held.side for o, h in objectives)
    if held.crossing >= 0:
        link = state.crossings.get(held.crossing)
        return link is not None and link.owner == held.side
    if held.store:
        return any(s.name == held.store and s.side == held.side for s in state.stores)
    enemy = state.scenario.enemy(held.side)
    return fighters(state, held.side, held.hexes) > 0 and fighters(state, enemy, held.hexes) == 0
