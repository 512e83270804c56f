"""The one way in: ``apply(state, order) -> (state, events)``, and the start of a battle.

States are values; nothing is changed in place. Orders of one kind are handled by one function each; a turn's opening
(arrivals, supply, timeline) and closing (digging in, the end) have their own module, :mod:`game.core.turns`.
"""

from __future__ import annotations

from dataclasses import replace

from game.core import crossing as crossings
from game.core import movement
from game.core.assault import resolve_assault, resolve_barrage
from game.core.board import SWIM
from game.core.errors import IllegalOrder
from game.core.events import CrossingTaken, Event, Exited, GameEnded, Moved, ObjectiveTaken, Suppressed
from game.core.legal import PlannedMove, plan_move, why_illegal
from game.core.model import Scenario
from game.core.orders import Assault, Barrage, EndTurn, Exit, Move, Order
from game.core.sight import look
from game.core.state import EXITED, Depot, GameState, Holding, Sightings, Unit
from game.core.turns import begin_turn, end_turn
from game.core.victory import finished, outcome, worth


def initial_state(scenario: Scenario, seed: int = 0, fog: bool = True) -> GameState:
    """The state in which the first side is to give its first order."""
    at: dict[int, tuple[int, ...]] = {}
    for unit in scenario.units:
        if unit.hex >= 0:
            at[unit.hex] = (*at.get(unit.hex, ()), unit.spec.index)
    unseen = (0,) * len(scenario.units)
    state = GameState(
        scenario,
        seed,
        1,
        scenario.sides[0].id,
        scenario.units,
        at,
        dict(scenario.crossings),
        tuple(Depot(d.name, d.side, d.hex, d.stock) for d in scenario.depots),
        tuple(Holding(o.holder) for o in scenario.objectives),
        {s.id: Sightings(unseen) for s in scenario.sides},
        fog=fog,
    )
    state, _ = begin_turn(look(state)[0])
    return look(state)[0]


def apply(state: GameState, order: Order) -> tuple[GameState, tuple[Event, ...]]:
    """Carry out an order of the active side. Raises: IllegalOrder; the state given is never changed."""
    before = state
    if isinstance(order, Move) and not state.over:
        planned = plan_move(state, order)
        if isinstance(planned, IllegalOrder):
            raise planned
        state, events = _march(state, planned)
    else:
        refusal = why_illegal(state, order)
        if refusal is not None:
            raise refusal
        match order:
            case Assault():
                state, events = resolve_assault(state, order)
            case Barrage():
                state, events = resolve_barrage(state, order)
            case Exit():
                state, events = _leave(state, order)
            case EndTurn():
                state, events = end_turn(state)
            case _:
                raise AssertionError(order)
    state, taken = _occupy(state)
    events += taken
    state, sighted = look(state, before)
    events += sighted
    if not state.over and (reason := finished(state)):
        state = replace(state, outcome=outcome(state, reason))
        assert state.outcome is not None
        events += (GameEnded(reason, state.outcome.winner),)
    return state, events


def _march(state: GameState, planned: PlannedMove) -> tuple[GameState, tuple[Event, ...]]:
    """Walk a planned way as far as unseen enemies let it: they bar a hex, and their zones of control cost MP."""
    unit, path, cost, known = planned.unit, planned.path, planned.cost, planned.known
    side = unit.spec.side
    levels = state.sightings[side].levels
    hidden = [u for u in state.units if u.hex >= 0 and u.spec.side != side and not levels[u.spec.index]]
    if not hidden:
        return _arrive(state, unit, path, cost, "")
    ambush = movement.zones(state, hidden) - known.zones
    barred = {u.hex for u in hidden}
    if not any(h in ambush or h in barred for h in path):
        return _arrive(state, unit, path, cost, "")
    walked, spent, stopped, extra = 1, 0, "", 0
    for here, there in zip(path, path[1:], strict=False):
        if there in barred:
            stopped = "it met an enemy it had not seen"
            break
        step = movement.path_cost(
            state, unit, (here, there), known, fresh=not unit.moved and walked == 1, budget=unit.mp - spent
        )
        if spent + step + extra > unit.mp and walked > 1:
            stopped = "it came under the fire of an enemy it had not seen"
            break
        spent += step
        walked += 1
        if there in ambush:
            extra += state.scenario.rules.movement.zoc_enter
    while walked > 1 and not known.room(unit, path[walked - 1]):
        walked -= 1
    return _arrive(state, unit, path[:walked], min(unit.mp, spent + extra), stopped)


def _arrive(
    state: GameState, unit: Unit, path: tuple[int, ...], cost: int, stopped: str
) -> tuple[GameState, tuple[Event, ...]]:
    links = None
    swam = False
    board = state.scenario.board
    for here, there in zip(path, path[1:], strict=False):
        step = board.step(here, there, unit.spec.type.mobility)
        assert step is not None
        if not step.water:
            continue
        link = (links or state.crossings).get(step.hexside)
        if link is not None and crossings.open_to(link, unit.spec.type, state.scenario.rules):
            links = dict(state.crossings) if links is None else links
            links[step.hexside] = replace(link, used=link.used + 1)
        elif step.uncrossed == SWIM:
            swam = True
    events: list[Event] = [Moved(unit.spec.id, path, cost, stopped)]
    moved = replace(
        unit,
        hex=path[-1],
        mp=0 if swam else unit.mp - cost,
        moved=True,
        entrenchment=unit.entrenchment if len(path) == 1 else 0,
    )
    if swam:
        wet = min(moved.steps, max(moved.suppressed, (moved.steps + 1) // 2))
        if wet > moved.suppressed:
            events.append(Suppressed(unit.spec.id, path[-1], wet - moved.suppressed))
        moved = replace(moved, suppressed=wet)
    state = state.with_unit(moved)
    return (state if links is None else replace(state, crossings=links)), tuple(events)


def _leave(state: GameState, order: Exit) -> tuple[GameState, tuple[Event, ...]]:
    unit = state.unit(order.unit)
    assert unit is not None
    return state.with_unit(replace(unit, hex=EXITED, mp=0)), (Exited(unit.spec.id, unit.hex),)


def _occupy(state: GameState) -> tuple[GameState, tuple[Event, ...]]:
    """Objectives, crossings and depots fall to whose combat units stand there (a crossing: alone beside it)."""
    events: list[Event] = []
    holdings = None
    at, board = state.at, state.scenario.board
    for i, objective in enumerate(state.scenario.objectives):
        if objective.hex not in at:
            continue
        holding = state.holdings[i]
        side = _holder(state, objective.hex)
        if side and side != holding.side:
            holdings = list(state.holdings) if holdings is None else holdings
            holdings[i] = Holding(side, state.turn)
            points = objective.final_worth if side == objective.holder else worth(state, objective)
            events.append(ObjectiveTaken(objective.name, objective.hex, side, points))
    links = None
    for hexside, link in state.crossings.items():
        here, there = board.hexside_hexes(hexside)
        if here not in at and there not in at:
            continue
        near = {_holder(state, here), _holder(state, there)} - {""}
        if len(near) == 1 and link.owner not in near:
            links = dict(state.crossings) if links is None else links
            side = near.pop()
            links[hexside] = replace(link, owner=side)
            events.append(CrossingTaken(link.name, hexside, side))
    depots = None
    for i, depot in enumerate(state.depots):
        if depot.hex not in at:
            continue
        side = _holder(state, depot.hex)
        if side and side != depot.side:
            depots = list(state.depots) if depots is None else depots
            depots[i] = replace(depot, side=side, stock=depot.stock // 2)
    if holdings is None and links is None and depots is None:
        return state, ()
    return replace(
        state,
        holdings=state.holdings if holdings is None else tuple(holdings),
        crossings=state.crossings if links is None else links,
        depots=state.depots if depots is None else tuple(depots),
    ), tuple(events)


def _holder(state: GameState, hex_: int) -> str:
    """The side whose combat unit stands in a hex, or nothing."""
    for i in state.at.get(hex_, ()):
        unit = state.units[i]
        if unit.is_combat:
            return unit.spec.side
    return ""
