"""Walking a planned way: what unseen enemies on it and beside it do to the plan, and the rivers that are crossed."""

from __future__ import annotations

from itertools import pairwise

from khalkhin.core.board.board import SWIM
from khalkhin.core.combat.assault import lose_steps
from khalkhin.core.crossing import crossing as crossings
from khalkhin.core.events.events import Event, Moved, Suppressed
from khalkhin.core.model.fast_replace import replace
from khalkhin.core.model.reasons import Cause, StopReason
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Driving, Unit
from khalkhin.core.movement.movement import Picture, path_cost, zones
from khalkhin.core.supply import haulage


def walk(
    state: GameState, unit: Unit, path: tuple[int, ...], cost: int, known: Picture
) -> tuple[GameState, tuple[Event, ...]]:
    """Walk a way as far as unseen enemies let it: they bar a hex, and their zones of control cost MP. The way and its
    `cost` were planned on what the unit's side `known`."""
    side = unit.spec.side
    levels = state.sightings[side].levels
    # Only those in a hex of the way or beside it matter.
    near = set(path).union(*map(state.scenario.board.neighbours.__getitem__, path))
    close = [state.units[i] for hex_ in near.intersection(state.at) for i in state.at[hex_]]
    hidden = [u for u in close if u.spec.side != side and not levels[u.spec.index]]
    if unit.is_combat:
        # Lorries do not stop fighting men.
        hidden = [u for u in hidden if not u.is_column]
    if not hidden:
        return _arrive(state, unit, path, cost)
    ambush = zones(state, hidden) - known.zones
    barred = {u.hex for u in hidden}
    if unit.is_column:
        return _convoy(state, unit, path, cost, known, ambush, barred)
    if not any(h in ambush or h in barred for h in path):
        return _arrive(state, unit, path, cost)
    stopped: StopReason | None = None
    walked, spent, extra = 1, 0, 0
    for here, there in pairwise(path):
        if there in barred:
            stopped = StopReason.MET
            break
        step = path_cost(
            state, unit, (here, there), known, fresh=not unit.moved and walked == 1, budget=unit.mp - spent
        )
        if spent + step + extra > unit.mp and walked > 1:
            stopped = StopReason.FIRE
            break
        spent += step
        walked += 1
        if there in ambush:
            extra += state.scenario.rules.movement.zoc_enter
    while walked > 1 and not known.room(unit, path[walked - 1]):
        walked -= 1
    return _arrive(state, unit, path[:walked], min(unit.mp, spent + extra), stopped)


def _convoy(
    state: GameState,
    unit: Unit,
    path: tuple[int, ...],
    cost: int,
    known: Picture,
    ambush: set[int],
    barred: set[int],
) -> tuple[GameState, tuple[Event, ...]]:
    """Trucks driven by hand stop before an enemy they had not seen, and are shot up on a road that he controls."""
    for n, hex_ in enumerate(path[1:], 1):
        if hex_ in barred:
            part = path[:n]
            spent = path_cost(state, unit, part, known, fresh=False, budget=unit.mp)
            return _arrive(state, unit, part, spent, StopReason.MET)
        if hex_ in ambush - known.combat:
            state, events = _arrive(state, unit, path[: n + 1], unit.mp, StopReason.AMBUSH)
            loss = state.scenario.rules.haul.ambush_loss
            state, lost = lose_steps(state, state.units[unit.spec.index], loss, Cause.AMBUSH)
            return state, events + lost
    return _arrive(state, unit, path, cost)


def _arrive(
    state: GameState, unit: Unit, path: tuple[int, ...], cost: int, stopped: StopReason | None = None
) -> tuple[GameState, tuple[Event, ...]]:
    links = None
    swam = False
    board = state.scenario.board
    for here, there in pairwise(path):
        if here not in board.shores or there not in board.shores:
            continue
        step = board.step(here, there, unit.spec.type.mobility)
        assert step is not None
        if not step.water:
            continue
        link = (links or state.crossings).get(step.hexside)
        if link is not None and crossings.open_to(link, unit.spec.type, state.scenario.rules, unit.cargo):
            links = dict(state.crossings) if links is None else links
            links[step.hexside] = (
                replace(link, supply_used=link.supply_used + unit.cargo)
                if unit.is_column
                else replace(link, used=link.used + 1)
            )
        elif step.uncrossed == SWIM:
            swam = True
    events: list[Event] = [Moved(unit.spec.id, path, cost, stopped)]
    suppressed = unit.suppressed
    if swam:
        wet = -(-unit.steps * state.scenario.rules.movement.swim_suppressed // 100)
        suppressed = min(unit.steps, max(suppressed, wet))
        if suppressed > unit.suppressed:
            events.append(Suppressed(unit.spec.id, path[-1], suppressed - unit.suppressed))
    by_hand = unit.is_column
    moved = replace(
        unit,
        hex=path[-1],
        suppressed=suppressed,
        mp=unit.mp - cost,
        moved=True,
        entrenchment=unit.entrenchment if len(path) == 1 else 0,
        job=None,
        driving=Driving.HAND if by_hand else unit.driving,
        haul=None if by_hand else unit.haul,
    )
    state = state.with_unit(moved)
    state, caught = haulage.capture(state, moved, path[1:])
    return (state if links is None else replace(state, crossings=links)), (*events, *caught)
