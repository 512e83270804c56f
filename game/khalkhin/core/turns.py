"""The opening and closing of a side's turn: supply, recovery, digging in, the end."""

from __future__ import annotations

from collections.abc import Collection

from khalkhin.core.air import air
from khalkhin.core.combat.assault import destroy, lose_steps
from khalkhin.core.command import command, handicap
from khalkhin.core.crossing import crossing as crossings
from khalkhin.core.crossing import engineering
from khalkhin.core.dice import two_dice
from khalkhin.core.events.events import (
    Drafted,
    Entrenched,
    Event,
    GameEnded,
    PocketClosed,
    Recovered,
    SupplyChanged,
    SupplyDrawn,
    Suppressed,
    TurnBegan,
)
from khalkhin.core.model.fast_replace import replace
from khalkhin.core.model.reasons import Cause, EndReason
from khalkhin.core.model.state import UNKNOWN_STOCK, GameState
from khalkhin.core.model.units import ISOLATED, UNSUPPLIED, Unit
from khalkhin.core.movement.movement import full_mp, zones
from khalkhin.core.supply import haulage
from khalkhin.core.supply.jugular import encircled
from khalkhin.core.supply.supply import SupplyNet, trace
from khalkhin.core.timeline import effects, reinforcements
from khalkhin.core.victory import outcome


def begin_turn(state: GameState) -> tuple[GameState, tuple[Event, ...]]:
    """Everything that happens before the active side's first order."""
    events: list[Event] = [TurnBegan(state.turn, state.active)]
    state, worked = engineering.progress(state)
    events += worked
    state = crossings.reopen(replace(state, attacks={}))
    state, arrived = reinforcements.due(state)
    events += arrived
    state, net, drawn = draw(receive(state))
    events += drawn
    state, fed = _supply(state, net)
    events += fed
    state, drafted = _draft(state)
    events += drafted
    state, fired = effects.happen(state)
    events += fired
    state, flown = air.begin_turn(state)
    events += flown
    state = command.begin_turn(state)
    side = state.active
    if bonus := state.hq_bonus.get(side):
        state = replace(state, hq_points={**state.hq_points, side: max(0, state.hq_points.get(side, 0) + bonus)})
    state = state.with_units(
        [replace(u, mp=full_mp(state, u), moved=False, fought=False, standby="") for u in state.side_units(side)]
    )
    state, closed = _pockets(state)
    return state, (*events, *closed)


def end_turn(state: GameState) -> tuple[GameState, tuple[Event, ...]]:
    """Close the active side's turn and open the next one, or end the battle after the last."""
    state, driven = haulage.drive(state)
    state, dug = dig_in(crossings.close_books(state))
    events = (*driven, *dug)
    first, second = state.scenario.sides
    if state.active == first.id:
        state = replace(state, active=second.id)
    elif state.turn == len(state.scenario.calendar):
        result = outcome(state, EndReason.LAST_TURN)
        return replace(state, outcome=result), (*events, GameEnded(result.reason, result.winner))
    else:
        state = replace(state, active=first.id, turn=state.turn + 1)
    state, begun = begin_turn(state)
    return state, events + begun


def receive(state: GameState) -> GameState:
    """The active side's sources take in what the schedule sends; what a source has that nobody knows stays unknown."""
    income = {s.name: handicap.income(state, s, state.turn) for s in state.scenario.sources if s.side == state.active}
    return replace(
        state,
        stores=tuple(
            replace(s, stock=s.stock + income[s.name])
            if s.is_source and s.stock != UNKNOWN_STOCK and income.get(s.name)
            else s
            for s in state.stores
        ),
    )


def draw(state: GameState, *, without: Collection[int] = ()) -> tuple[GameState, SupplyNet, tuple[Event, ...]]:
    """The active side's units draw their upkeep; each remembers its store, which pays for its ammunition. `without`
    hexes count as lost (for forecasts)."""
    side = state.active
    net = trace(state, side, without=without)
    stores = list(state.stores)
    events = []
    for i, points in sorted(net.drawn.items()):
        if points:
            left = UNKNOWN_STOCK if stores[i].stock == UNKNOWN_STOCK else stores[i].stock - points
            stores[i] = replace(stores[i], stock=left)
            events.append(SupplyDrawn(side, stores[i].name, stores[i].hex, points))
    fed = []
    for unit in state.side_units(side):
        route = net.routes.get(unit.spec.index)
        store = -1 if route is None else route.store
        if store != unit.store:
            fed.append(replace(unit, store=store))
    links = {
        h: replace(c, supply_used=c.supply_used + net.load[h]) if net.load.get(h) else c
        for h, c in state.crossings.items()
    }
    state = replace(state.with_units(fed), stores=tuple(stores), crossings=links)
    return state, net, tuple(events)


def dig_in(state: GameState) -> tuple[GameState, tuple[Event, ...]]:
    """Combat units that neither moved nor fought dig one level deeper, as far as field works go."""
    limit = state.scenario.rules.combat.max_field_entrenchment
    dug = [
        replace(u, entrenchment=u.entrenchment + 1)
        for u in state.side_units(state.active)
        if u.is_combat and not u.moved and not u.fought and u.entrenchment < limit and u.effective > 0
    ]
    return state.with_units(dug), tuple(Entrenched(u.spec.id, u.hex, u.entrenchment) for u in dug)


def _supply(state: GameState, net: SupplyNet) -> tuple[GameState, tuple[Event, ...]]:
    """Feed the active side's units and let hunger and rest do their work."""
    events: list[Event] = []
    enemies = [u for u in state.units if u.hex >= 0 and u.spec.side != state.active]
    contact = zones(state, enemies)
    for unit in list(state.side_units(state.active)):
        if unit.is_column:
            # Trucks need no supply: they live on what they carry.
            state, happened = _fed(state, unit, unit.hex in contact)
        elif net.serves(unit):
            state, happened = _fed(state, unit, unit.hex in contact)
        else:
            state, happened = _hungry(state, unit)
        events += happened
    return state, tuple(events)


def _fed(state: GameState, unit: Unit, in_contact: bool) -> tuple[GameState, tuple[Event, ...]]:
    events: list[Event] = []
    rules = state.scenario.rules.supply
    back = min(unit.suppressed, rules.recover if in_contact else rules.recover_at_rest)
    if unit.unsupplied:
        events.append(SupplyChanged(unit.spec.id, unit.unsupplied, 0))
    if back:
        events.append(Recovered(unit.spec.id, back))
    if not events:
        return state, ()
    return state.with_unit(replace(unit, unsupplied=0, suppressed=unit.suppressed - back)), tuple(events)


def _draft(state: GameState) -> tuple[GameState, tuple[Event, ...]]:
    """A handicap's drafts fill up units that are fed and out of the enemy's zones of control."""
    side = state.active
    if side not in state.handicaps:
        return state, ()
    contact = zones(state, [u for u in state.units if u.hex >= 0 and u.spec.side != side])
    able = [u for u in state.side_units(side) if not u.unsupplied and u.hex not in contact]
    filled = [replace(u, steps=u.steps + 1) for u in handicap.draftees(state, side, able)]
    return state.with_units(filled), tuple(Drafted(u.spec.id, u.hex, 1) for u in filled)


def _hungry(state: GameState, unit: Unit) -> tuple[GameState, tuple[Event, ...]]:
    rules = state.scenario.rules.supply
    turns = unit.unsupplied + 1
    events: list[Event] = [SupplyChanged(unit.spec.id, unit.unsupplied, turns)]
    unit = replace(unit, unsupplied=turns)
    state = state.with_unit(unit)
    if unit.supply_state >= ISOLATED:
        throw = two_dice(state.seed, ("surrender", state.turn, unit.spec.id))
        if not unit.has("no-surrender") and sum(throw) >= rules.surrender_roll:
            state, gone = destroy(state, unit, Cause.SURRENDERED)
            return state, (*events, *gone)
        state, lost = lose_steps(state, unit, rules.isolated_loss, Cause.ISOLATED)
        events += lost
        unit = state.units[unit.spec.index]
    least = {UNSUPPLIED: rules.suppressed_when_unsupplied, ISOLATED: unit.steps - rules.isolated_fit}.get(
        unit.supply_state, 0
    )
    shaken = min(unit.steps, max(unit.suppressed, least))
    if unit.hex >= 0 and shaken > unit.suppressed:
        events.append(Suppressed(unit.spec.id, unit.hex, shaken - unit.suppressed))
        state = state.with_unit(replace(unit, suppressed=shaken))
    return state, tuple(events)


def _pockets(state: GameState) -> tuple[GameState, tuple[Event, ...]]:
    """Note the first large pocket of the active side: units to which no way leads from their sources and that
    are unsupplied or isolated. Who has only outrun his trucks is in none."""
    side = state.active
    if side in state.pocketed:
        return state, ()
    for group in encircled(state, side):
        held = [u for u in group if u.supply_state >= UNSUPPLIED]
        steps = sum(u.steps for u in held)
        if steps >= state.scenario.victory.pocket_steps:
            return (
                replace(state, pocketed={**state.pocketed, side: state.turn}),
                (PocketClosed(side, tuple(u.spec.id for u in held), steps),),
            )
    return state, ()
