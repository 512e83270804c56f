"""Reinforcements: those due by the calendar and those the timeline has called."""

from __future__ import annotations

from dataclasses import replace

from khalkhin.core.events.events import Arrived
from khalkhin.core.model.state import NOT_ARRIVED, WITHDRAWN, GameState
from khalkhin.core.model.units import Unit


def due(state: GameState) -> tuple[GameState, tuple[Arrived, ...]]:
    """Reinforcements of the active side that are due or called come on; those that find no room wait."""
    events: list[Arrived] = []
    for unit in state.units:
        if unit.spec.side != state.active or unit.hex not in (NOT_ARRIVED, WITHDRAWN):
            continue
        turn = unit.spec.arrives
        if unit.spec.id in state.called:
            state, arrived = bring_on(state, unit, state.called[unit.spec.id])
        elif unit.hex == NOT_ARRIVED and turn is not None and turn <= state.turn:
            state, arrived = bring_on(state, unit, unit.spec.entry)
        else:
            continue
        events += arrived
    return state, tuple(events)


def bring_on(state: GameState, unit: Unit, at: int) -> tuple[GameState, tuple[Arrived, ...]]:
    """Put a unit that is off the map on the free hex nearest to one; nothing happens when there is none nearby."""
    for hex_ in state.scenario.board.within(at, state.scenario.rules.movement.entry_range):
        if _room(state, unit, hex_):
            called = {k: v for k, v in state.called.items() if k != unit.spec.id}
            state = replace(state.with_unit(replace(unit, hex=hex_)), called=called)
            return state, (Arrived(unit.spec.id, hex_),)
    return state, ()


def _room(state: GameState, unit: Unit, hex_: int) -> bool:
    if state.scenario.board.terrain[hex_].cost.get(unit.spec.type.mobility) is None:
        return False
    return not any(
        o.spec.side != unit.spec.side or (o.spec.type.stack is unit.spec.type.stack and not unit.is_column)
        for o in state.at_hex(hex_)
    )
