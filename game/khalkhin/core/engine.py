"""The one way in: ``apply(state, order) -> (state, events)``, and the start of a battle.

States are values; nothing is changed in place. What an order does stands in its class, in
:mod:`khalkhin.core.orders`; a turn's opening (arrivals, supply, timeline) and closing (digging in, the end) have their
own module, :mod:`khalkhin.core.turns`.
"""

from __future__ import annotations

from collections.abc import Mapping

from khalkhin.core.air import air
from khalkhin.core.combat import gunnery
from khalkhin.core.crossing import crossing as crossings
from khalkhin.core.events.events import (
    CrossingTaken,
    Event,
    GameEnded,
    ObjectiveTaken,
    StoreTaken,
)
from khalkhin.core.fog.memory import remember
from khalkhin.core.fog.sight import look
from khalkhin.core.model.fast_replace import replace
from khalkhin.core.model.rules import Handicap
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import Airfield, GameState, Holding, Sightings, Store
from khalkhin.core.orders.errors import IllegalOrder
from khalkhin.core.orders.legal import prepare
from khalkhin.core.orders.orders import Order
from khalkhin.core.refusals import Refusal
from khalkhin.core.supply import haulage
from khalkhin.core.timeline import effects
from khalkhin.core.turns import begin_turn
from khalkhin.core.victory import finished, outcome, pays


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
    deed = prepare(state, order)
    if isinstance(deed, Refusal):
        raise IllegalOrder(order, deed)
    before = state
    state, events = deed()
    if fired := order.firing():
        state, answered = gunnery.answer(state, fired)
        events += answered
    state, caught = _overrun(state)
    state, taken = _occupy(state)
    events += caught + taken
    if state.scenario.timeline:
        state, happened = effects.happen(state, at_once=True)
        events += happened
    state, sighted = look(state, before)
    state = remember(state, before, events)
    events += sighted
    if not state.over and (reason := finished(state)):
        state = replace(state, outcome=outcome(state, reason))
        assert state.outcome is not None
        events += (GameEnded(reason, state.outcome.winner),)
    return state, events


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
            points = pays(state, objective, side)
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
