"""The air over the turns: the sorties that each begins with, and airfields that are overrun."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from khalkhin.core.air.air_superiority import settle, sorties_of
from khalkhin.core.events.events import AirfieldLost, Event
from khalkhin.core.model.state import GameState


def begin_turn(state: GameState) -> tuple[GameState, tuple[Event, ...]]:
    """Sorties for the turn that begins; who rules the air is settled when a day's first side begins.

    What was scouted is out of date, and roads struck a turn ago are open again.
    """
    state = _forget(state)
    if not state.airfields:
        return state, ()
    side = state.active
    events: tuple[Event, ...] = ()
    if side == state.scenario.sides[0].id:
        state, events = settle(state)
        sides = [s.id for s in state.scenario.sides]
        return replace(state, sorties={s: sorties_of(state, s) for s in sides}), events
    return replace(state, sorties={**state.sorties, side: sorties_of(state, side)}), ()


def _forget(state: GameState) -> GameState:
    if any(s.scouted for s in state.sightings.values()):
        none: frozenset[int] = frozenset()
        state = replace(state, sightings={k: replace(s, scouted=none) for k, s in state.sightings.items()})
    if any(last < state.turn for last in state.interdicted.values()):
        kept = {h: last for h, last in state.interdicted.items() if last >= state.turn}
        state = replace(state, interdicted=kept)
    return state


def overrun(state: GameState, holder: Callable[[GameState, int], str]) -> tuple[GameState, tuple[Event, ...]]:
    """Airfields on the map where the enemy's combat units stand fall to them, without the aircraft."""
    events: list[Event] = []
    fields = list(state.airfields)
    for i, field in enumerate(fields):
        if field.hex not in state.at:
            continue
        side = holder(state, field.hex)
        if side not in ("", field.side):
            fields[i] = replace(field, side=side, fighters=0, bombers=0)
            events.append(AirfieldLost(field.name, field.hex, side))
    return (replace(state, airfields=tuple(fields)), tuple(events)) if events else (state, ())
