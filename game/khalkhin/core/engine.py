"""The one way in: ``apply(state, order) -> (state, events)``, and the start of a battle.

States are values; nothing is changed in place. Orders of one kind are handled by one function each; a turn's opening
(arrivals, supply, timeline) and closing (digging in, the end) have their own module, :mod:`khalkhin.core.turns`.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from khalkhin.core.air import air
from khalkhin.core.board.board import SWIM
from khalkhin.core.combat import gunnery
from khalkhin.core.combat.assault import lose_steps, resolve_assault, resolve_barrage
from khalkhin.core.command import command
from khalkhin.core.crossing import crossing as crossings
from khalkhin.core.crossing import engineering
from khalkhin.core.events.events import (
    CrossingTaken,
    DecoyExposed,
    Event,
    Exited,
    GameEnded,
    Moved,
    ObjectiveTaken,
    StoreTaken,
    Suppressed,
)
from khalkhin.core.fog.sight import look
from khalkhin.core.model.fast_replace import replace
from khalkhin.core.model.rules import Handicap
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import EXITED, Airfield, GameState, Holding, Sightings, Store
from khalkhin.core.model.units import Driving, Unit
from khalkhin.core.movement import movement
from khalkhin.core.orders.errors import IllegalOrder
from khalkhin.core.orders.legal import PlannedMove, plan_move, why_illegal
from khalkhin.core.orders.orders import (
    Assault,
    Barrage,
    Choose,
    Deceive,
    Demolish,
    EmergencySupply,
    EndTurn,
    Exit,
    Fly,
    ForcedMarch,
    Haul,
    Load,
    Move,
    Order,
    Prioritise,
    Shell,
    Standby,
    Stop,
    Unload,
    Work,
)
from khalkhin.core.refusals import Refusal
from khalkhin.core.supply import haulage
from khalkhin.core.timeline import effects
from khalkhin.core.turns import begin_turn, end_turn
from khalkhin.core.victory import finished, outcome, worth


def initial_state(
    scenario: Scenario, seed: int = 0, fog: bool = True, handicaps: Mapping[str, Handicap] | None = None
) -> GameState:
    """The state in which the first side is to give its first order. `handicaps` are by side."""
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
        (
            *(Store(s.name, s.side, s.hex, s.stock, is_source=True) for s in scenario.sources),
            *(Store(d.name, d.side, d.hex, d.stock, wanted=d.wanted) for d in scenario.depots),
        ),
        tuple(Holding(o.holder) for o in scenario.objectives),
        {s.id: Sightings(unseen) for s in scenario.sides},
        fog=fog,
        flags=dict(scenario.flags),
        airfields=tuple(Airfield(f.name, f.side, f.hex, f.fighters, f.bombers) for f in scenario.airfields),
        handicaps=dict(handicaps or {}),
    )
    # Who stands beside a crossing has it from the start; it does not fall to him by the first order, whoever gives it.
    state, _ = _occupy(state)
    state, _ = begin_turn(look(state)[0])
    return look(state)[0]


def apply(state: GameState, order: Order) -> tuple[GameState, tuple[Event, ...]]:
    """Carry out an order of the active side. Raises: IllegalOrder; the state given is never changed."""
    before = state
    if isinstance(order, Move) and not state.over:
        planned = plan_move(state, order)
        if isinstance(planned, Refusal):
            raise IllegalOrder(order, planned)
        state, events = _march(state, planned)
    else:
        refusal = why_illegal(state, order)
        if refusal is not None:
            raise IllegalOrder(order, refusal)
        match order:
            case Assault():
                state, events = resolve_assault(state, order)
            case Barrage():
                state, events = resolve_barrage(state, order)
            case Exit():
                state, events = _leave(state, order)
            case Shell() | Standby():
                state, events = gunnery.carry_out(state, order)
            case Work() | Stop() | Demolish():
                state, events = engineering.carry_out(state, order)
            case Haul() | Load() | Unload() | Prioritise():
                state, events = haulage.carry_out(state, order)
            case Fly():
                state, events = air.carry_out(state, order)
            case ForcedMarch() | EmergencySupply() | Deceive():
                state, events = command.carry_out(state, order)
            case Choose():
                state, events = effects.choose(state, order)
            case EndTurn():
                state, events = end_turn(state)
            case _:
                raise AssertionError(order)
        state, answered = gunnery.answer(state, _fired(order))
        events += answered
        if isinstance(order, Assault | Barrage):
            state, found_out = _uncover(state, order)
            events += found_out
    state, caught = _overrun(state)
    state, taken = _occupy(state)
    events += caught + taken
    if state.scenario.timeline:
        state, happened = effects.happen(state, at_once=True)
        events += happened
    state, sighted = look(state, before)
    events += sighted
    if not state.over and (reason := finished(state)):
        state = replace(state, outcome=outcome(state, reason))
        assert state.outcome is not None
        events += (GameEnded(reason, state.outcome.winner),)
    return state, events


def _fired(order: Order) -> tuple[str, ...]:
    """The guns that an order makes fire; enemy guns may answer them."""
    match order:
        case Assault(guns=guns):
            return guns
        case Barrage(gun=gun) | Shell(gun=gun):
            return (gun,)
        case _:
            return ()


def _uncover(state: GameState, order: Assault | Barrage) -> tuple[GameState, tuple[Event, ...]]:
    """Fire on a false contact shows that nothing is there."""
    mine = state.sightings[state.active]
    hex_ = state.scenario.board.index(*order.target)
    if hex_ is None or hex_ not in mine.decoys:
        return state, ()
    kept = {h: last for h, last in mine.decoys.items() if h != hex_}
    state = replace(state, sightings={**state.sightings, state.active: replace(mine, decoys=kept)})
    return state, (DecoyExposed(state.active, hex_),)


def _march(state: GameState, planned: PlannedMove) -> tuple[GameState, tuple[Event, ...]]:
    """Walk a planned way as far as unseen enemies let it: they bar a hex, and their zones of control cost MP."""
    unit, path, cost, known = planned.unit, planned.path, planned.cost, planned.known
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
        return _arrive(state, unit, path, cost, "")
    ambush = movement.zones(state, hidden) - known.zones
    barred = {u.hex for u in hidden}
    if unit.is_column:
        return _convoy(state, planned, ambush, barred)
    if not any(h in ambush or h in barred for h in path):
        return _arrive(state, unit, path, cost, "")
    walked, spent, stopped, extra = 1, 0, "", 0
    for here, there in pairwise(path):
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


def _convoy(
    state: GameState, planned: PlannedMove, ambush: set[int], barred: set[int]
) -> tuple[GameState, tuple[Event, ...]]:
    """Trucks driven by hand stop before an enemy they had not seen, and are shot up on a road that he controls."""
    unit, path, cost, known = planned.unit, planned.path, planned.cost, planned.known
    for n, hex_ in enumerate(path[1:], 1):
        if hex_ in barred:
            part = path[:n]
            spent = movement.path_cost(state, unit, part, known, fresh=False, budget=unit.mp)
            return _arrive(state, unit, part, spent, "it met an enemy it had not seen")
        if hex_ in ambush - known.combat:
            state, events = _arrive(state, unit, path[: n + 1], unit.mp, haulage.AMBUSHED)
            loss = state.scenario.rules.haul.ambush_loss
            state, lost = lose_steps(state, state.units[unit.spec.index], loss, "ambush")
            return state, events + lost
    return _arrive(state, unit, path, cost, "")


def _arrive(
    state: GameState, unit: Unit, path: tuple[int, ...], cost: int, stopped: str
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
        mp=0 if swam else unit.mp - cost,
        moved=True,
        entrenchment=unit.entrenchment if len(path) == 1 else 0,
        job=None,
        driving=Driving.HAND if by_hand else unit.driving,
        haul=None if by_hand else unit.haul,
    )
    state = state.with_unit(moved)
    state, caught = haulage.capture(state, moved, path[1:])
    return (state if links is None else replace(state, crossings=links)), (*events, *caught)


def _leave(state: GameState, order: Exit) -> tuple[GameState, tuple[Event, ...]]:
    unit = state.unit(order.unit)
    assert unit is not None
    return state.with_unit(replace(unit, hex=EXITED, mp=0)), (Exited(unit.spec.id, unit.hex),)


def _overrun(state: GameState) -> tuple[GameState, tuple[Event, ...]]:
    """Columns left behind in a hex that an enemy combat unit has come into are taken."""
    events: tuple[Event, ...] = ()
    units = state.units
    mixed = set()
    for column in state.scenario.columns:
        hex_ = units[column].hex
        if hex_ >= 0 and len(here := state.at[hex_]) > 1:
            side = units[column].spec.side
            if any(units[i].spec.side != side for i in here):
                mixed.add(hex_)
    for hex_ in [h for h in state.at if h in mixed] if mixed else ():
        captor = next((u for u in state.at_hex(hex_) if u.is_combat), None)
        if captor is not None:
            state, caught = haulage.capture(state, captor, (hex_,))
            events += caught
    return state, events


def _occupy(state: GameState) -> tuple[GameState, tuple[Event, ...]]:
    """Objectives, crossings and depots fall to whose combat units stand there (a crossing: alone beside it); airfields
    are lost."""
    events: list[Event] = []
    holdings = None
    at, neighbours = state.at, state.scenario.board.neighbours
    for i, objective in enumerate(state.scenario.objectives):
        if objective.hex not in at:
            continue
        side = _holder(state, objective.hex)
        if side and side != state.holdings[i].side:
            holdings = list(state.holdings) if holdings is None else holdings
            holdings[i] = Holding(side, state.turn)
            points = objective.final_worth if side == objective.holder else worth(state, objective)
            events.append(ObjectiveTaken(objective.name, objective.hex, side, points))
    links = None
    for hexside, link in state.crossings.items():
        here = hexside // 6
        there = neighbours[here][hexside % 6]
        if here not in at and there not in at:
            continue
        one = _holder(state, here) if here in at else ""
        other = _holder(state, there) if there in at else ""
        side = one or other
        if side not in ("", link.owner) and other in ("", side):
            links = dict(state.crossings) if links is None else links
            links[hexside] = crossings.take(link, state.turn, side)
            events.append(CrossingTaken(link.name, hexside, side))
    stores = None
    for i, store in enumerate(state.stores):
        if store.hex not in at:
            continue
        side = _holder(state, store.hex)
        if side and side != store.side and not store.is_source:
            stores = list(state.stores) if stores is None else stores
            left = store.stock * state.scenario.rules.supply.captured_stock // 100
            stores[i] = replace(store, side=side, stock=left, priority=1)
            events.append(StoreTaken(store.name, side, store.hex, left))
    state, lost = air.overrun(state, _holder)
    events += lost
    if holdings is None and links is None and stores is None:
        return state, tuple(events)
    return replace(
        state,
        holdings=state.holdings if holdings is None else tuple(holdings),
        crossings=state.crossings if links is None else links,
        stores=state.stores if stores is None else tuple(stores),
    ), tuple(events)


def _holder(state: GameState, hex_: int) -> str:
    """The side whose combat unit stands in a hex, or nothing."""
    for i in state.at.get(hex_, ()):
        unit = state.units[i]
        if unit.is_combat:
            return unit.spec.side
    return ""
