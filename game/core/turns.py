"""The opening and closing of a side's turn: arrivals, supply, recovery, the timeline, digging in, the end."""

from __future__ import annotations

from dataclasses import replace

from game.core import air, command, engineering, haulage
from game.core import crossing as crossings
from game.core.assault import destroy, lose_steps
from game.core.dice import two_dice
from game.core.events import (
    Arrived,
    Entrenched,
    Event,
    GameEnded,
    PocketClosed,
    Recovered,
    SupplyChanged,
    SupplyDrawn,
    Suppressed,
    TimelineFired,
    TurnBegan,
)
from game.core.movement import full_mp, zones
from game.core.state import NOT_ARRIVED, GameState, Unit
from game.core.supply import SupplyNet, pockets, trace
from game.core.timeline import Entry, Silence, Suppress, Surprise
from game.core.victory import outcome


def begin_turn(state: GameState) -> tuple[GameState, tuple[Event, ...]]:
    """Everything that happens before the active side's first order."""
    events: list[Event] = [TurnBegan(state.turn, state.active)]
    state, worked = engineering.progress(state)
    events += worked
    state = replace(
        state,
        attacks={},
        crossings={
            h: replace(c, used=0, supply_used=0) if c.used or c.supply_used else c for h, c in state.crossings.items()
        },
    )
    state, arrived = _arrivals(state)
    events += arrived
    state, net, drawn = draw(receive(state))
    events += drawn
    state, fed = _supply(state, net)
    events += fed
    state, fired = _timeline(state)
    events += fired
    state, flown = air.begin_turn(state)
    events += flown
    state = command.begin_turn(state)
    side = state.active
    state = state.with_units(
        [replace(u, mp=full_mp(u), moved=False, fought=False, standby="") for u in state.side_units(side)]
    )
    state, closed = _pockets(state, net)
    return state, (*events, *closed)


def end_turn(state: GameState) -> tuple[GameState, tuple[Event, ...]]:
    """Close the active side's turn and open the next one, or end the battle after the last."""
    state, driven = haulage.drive(state)
    state, dug = _dig_in(crossings.close_books(state))
    events = (*driven, *dug)
    first, second = state.scenario.sides
    if state.active == first.id:
        state = replace(state, active=second.id)
    elif state.turn == len(state.scenario.calendar):
        result = outcome(state, "The last turn has been played.")
        return replace(state, outcome=result), (*events, GameEnded(result.reason, result.winner))
    else:
        state = replace(state, active=first.id, turn=state.turn + 1)
    state, begun = begin_turn(state)
    return state, events + begun


def receive(state: GameState) -> GameState:
    """The active side's sources take in what the schedule sends."""
    income = {s.name: s.income(state.turn) for s in state.scenario.sources if s.side == state.active}
    return replace(
        state,
        stores=tuple(
            replace(s, stock=s.stock + income[s.name]) if s.is_source and s.name in income and income[s.name] else s
            for s in state.stores
        ),
    )


def draw(state: GameState) -> tuple[GameState, SupplyNet, tuple[Event, ...]]:
    """The active side's units draw their upkeep; each remembers its store, which pays for its ammunition."""
    side = state.active
    net = trace(state, side)
    stores = list(state.stores)
    events = []
    for i, points in sorted(net.drawn.items()):
        if points:
            stores[i] = replace(stores[i], stock=stores[i].stock - points)
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


def _dig_in(state: GameState) -> tuple[GameState, tuple[Event, ...]]:
    """Combat units that neither moved nor fought dig one level deeper, as far as field works go."""
    limit = state.scenario.rules.combat.max_field_entrenchment
    dug = [
        replace(u, entrenchment=u.entrenchment + 1)
        for u in state.side_units(state.active)
        if u.is_combat and not u.moved and not u.fought and u.entrenchment < limit and u.effective > 0
    ]
    return state.with_units(dug), tuple(Entrenched(u.spec.id, u.hex, u.entrenchment) for u in dug)


def _arrivals(state: GameState) -> tuple[GameState, tuple[Event, ...]]:
    """Reinforcements that are due come on at their entry hex or the nearest free one; where all is held, they wait."""
    events: list[Event] = []
    board = state.scenario.board
    for unit in state.units:
        due = unit.spec.arrives
        if unit.hex != NOT_ARRIVED or unit.spec.side != state.active or due is None or due > state.turn:
            continue
        for hex_ in board.within(unit.spec.entry, 4):
            here = state.at_hex(hex_)
            if board.terrain[hex_].cost.get(unit.spec.type.mobility) is None or any(
                o.spec.side != unit.spec.side or (o.spec.type.stack is unit.spec.type.stack and not unit.is_column)
                for o in here
            ):
                continue
            state = state.with_unit(replace(unit, hex=hex_))
            events.append(Arrived(unit.spec.id, hex_))
            break
    return state, tuple(events)


def _supply(state: GameState, net: SupplyNet) -> tuple[GameState, tuple[Event, ...]]:
    """Feed the active side's units and let hunger and rest do their work."""
    events: list[Event] = []
    enemies = [u for u in state.units if u.hex >= 0 and u.spec.side != state.active]
    contact = zones(state, enemies)
    for unit in list(state.side_units(state.active)):
        if unit.is_column:
            continue
        if net.serves(unit):
            state, happened = _fed(state, unit, unit.hex in contact)
        else:
            state, happened = _hungry(state, unit)
        events += happened
    return state, tuple(events)


def _fed(state: GameState, unit: Unit, in_contact: bool) -> tuple[GameState, tuple[Event, ...]]:
    events: list[Event] = []
    back = min(unit.suppressed, state.scenario.rules.supply.recover * (1 if in_contact else 2))
    if unit.unsupplied:
        events.append(SupplyChanged(unit.spec.id, unit.unsupplied, 0))
    if back:
        events.append(Recovered(unit.spec.id, back))
    if not events:
        return state, ()
    return state.with_unit(replace(unit, unsupplied=0, suppressed=unit.suppressed - back)), tuple(events)


def _hungry(state: GameState, unit: Unit) -> tuple[GameState, tuple[Event, ...]]:
    rules = state.scenario.rules.supply
    turns = unit.unsupplied + 1
    events: list[Event] = [SupplyChanged(unit.spec.id, unit.unsupplied, turns)]
    unit = replace(unit, unsupplied=turns)
    state = state.with_unit(unit)
    if turns >= 3:
        throw = two_dice(state.seed, ("surrender", state.turn, unit.spec.id))
        if not unit.has("no-surrender") and sum(throw) >= rules.surrender_roll:
            state, gone = destroy(state, unit, "surrendered")
            return state, (*events, *gone)
        state, lost = lose_steps(state, unit, 1, "isolated")
        events += lost
        unit = state.units[unit.spec.index]
    least = unit.steps - 1 if turns >= 3 else rules.suppressed_when_unsupplied if turns == 2 else 0
    shaken = min(unit.steps, max(unit.suppressed, least))
    if unit.hex >= 0 and shaken > unit.suppressed:
        events.append(Suppressed(unit.spec.id, unit.hex, shaken - unit.suppressed))
        state = state.with_unit(replace(unit, suppressed=shaken))
    return state, tuple(events)


def _timeline(state: GameState) -> tuple[GameState, tuple[Event, ...]]:
    events: list[Event] = []
    for entry in state.scenario.timeline:
        if entry.turn == state.turn and entry.side == state.active and entry.id not in state.fired:
            state = replace(state, fired=state.fired | {entry.id})
            events.append(TimelineFired(entry.id, entry.side))
            state, done = _carry_out(state, entry)
            events += done
    return state, tuple(events)


def _carry_out(state: GameState, entry: Entry) -> tuple[GameState, tuple[Event, ...]]:
    events: list[Event] = []
    for effect in entry.effects:
        match effect:
            case Suppress(side=side, steps=steps, hexes=hexes):
                for unit in list(state.side_units(side)):
                    shaken = min(unit.steps, unit.suppressed + steps)
                    if (hexes is None or unit.hex in hexes) and shaken > unit.suppressed:
                        events.append(Suppressed(unit.spec.id, unit.hex, shaken - unit.suppressed))
                        state = state.with_unit(replace(unit, suppressed=shaken))
            case Surprise(side=side, turns=turns):
                state = replace(state, surprise={**state.surprise, side: state.turn + turns - 1})
            case Silence(side=side, turns=turns):
                state = replace(state, silence={**state.silence, side: state.turn + turns - 1})
    return state, tuple(events)


def _pockets(state: GameState, net: SupplyNet) -> tuple[GameState, tuple[Event, ...]]:
    """Note the first large pocket of the active side: units that supplies have not reached for two turns."""
    side = state.active
    if side in state.pocketed:
        return state, ()
    for pocket in pockets(state, side, net):
        held = [u for u in map(state.unit, pocket.units) if u is not None and u.unsupplied >= 2]
        steps = sum(u.steps for u in held)
        if steps >= state.scenario.victory.pocket_steps:
            return (
                replace(state, pocketed={**state.pocketed, side: state.turn}),
                (PocketClosed(side, tuple(u.spec.id for u in held), steps),),
            )
    return state, ()
