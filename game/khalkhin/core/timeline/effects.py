"""The timeline at work: which entries take effect now, and what their effects do.

Entries are looked at in the order of the scenario. What one does may make the conditions of another hold, so they are
gone through until nothing more happens; each takes effect once in one look.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import assert_never

from khalkhin.core.events.events import (
    Allowed,
    ChoiceMade,
    ChoiceOffered,
    Event,
    FieldWrecked,
    FlagChanged,
    Forbidden,
    GameEnded,
    HqPointsChanged,
    PointsGiven,
    SortiesChanged,
    SpellBegan,
    StockChanged,
    Suppressed,
    TimelineFired,
    Told,
    UnitHeld,
    UnitReleased,
    WeatherChanged,
    Withdrawn,
)
from khalkhin.core.model.state import NOT_ARRIVED, WITHDRAWN, Award, Ban, GameState
from khalkhin.core.model.units import Unit
from khalkhin.core.timeline import reinforcements
from khalkhin.core.timeline.conditions import all_hold
from khalkhin.core.timeline.effect_kinds import (
    AllowArea,
    AllowMission,
    ChangeHqPoints,
    ChangePoints,
    ChangeSorties,
    ChangeStock,
    ChangeWeather,
    Effect,
    End,
    ForbidArea,
    ForbidMission,
    Hold,
    Message,
    Reinforce,
    Release,
    SetFlag,
    Silence,
    Suppress,
    Surprise,
    Withdraw,
    WreckField,
)
from khalkhin.core.timeline.timeline import Answer, Entry
from khalkhin.core.victory import outcome

Happening = tuple[GameState, tuple[Event, ...]]


def happen(state: GameState, *, at_once: bool = False) -> Happening:
    """Entries that take effect when the active side's turn begins; or, `at_once`, after one of its orders."""
    events: list[Event] = []
    looked: set[str] = set()
    while not state.over and (entry := _next(state, looked, at_once)) is not None:
        looked.add(entry.id)
        state, happened = _fire(state, entry)
        events += happened
    return state, tuple(events)


def choose(state: GameState, entry: Entry, answer: Answer) -> Happening:
    """Answer a choice that waits; what the answer does is done at once."""
    state = replace(
        state,
        pending=tuple(p for p in state.pending if p != entry.id),
        choices={**state.choices, entry.id: answer.id},
    )
    state, done = _carry_out(state, entry, answer.effects)
    return state, (ChoiceMade(entry.id, entry.side, answer.id), *done)


def waiting(state: GameState) -> list[Entry]:
    """The entries whose choice waits for an answer of the active side."""
    entries = (find(state, name) for name in state.pending)
    return [e for e in entries if e is not None and e.side == state.active]


def find(state: GameState, entry_id: str) -> Entry | None:
    """An entry of the scenario by its id, or None."""
    return next((e for e in state.scenario.timeline if e.id == entry_id), None)


def _next(state: GameState, looked: set[str], at_once: bool) -> Entry | None:
    for entry in state.scenario.entries_due(state.turn, state.active, at_once):
        if entry.id not in looked and _may_fire(state, entry) and all_hold(state, entry.conditions):
            return entry
    return None


def _may_fire(state: GameState, entry: Entry) -> bool:
    """Whether an entry whose time it is may take effect, whatever its conditions."""
    if state.observer is not None and entry.side not in ("", state.observer):
        return False  # A what-if of one side knows nothing of what waits for the other.
    last = state.fired.get(entry.id)
    return last is None or bool(entry.repeat and state.turn >= last + entry.repeat and entry.id not in state.pending)


def _fire(state: GameState, entry: Entry) -> Happening:
    state = replace(state, fired={**state.fired, entry.id: state.turn})
    events: tuple[Event, ...] = (TimelineFired(entry.id, entry.side),)
    state, done = _carry_out(state, entry, entry.effects)
    events += done
    if entry.answers:
        state = replace(state, pending=(*state.pending, entry.id))
        events += (ChoiceOffered(entry.id, entry.side),)
    return state, events


def _carry_out(state: GameState, entry: Entry, effects: Iterable[Effect]) -> Happening:
    events: tuple[Event, ...] = ()
    for effect in effects:
        state, done = _effect(state, entry, effect)
        events += done
    return state, events


def _effect(state: GameState, entry: Entry, effect: Effect) -> Happening:
    match effect:
        case Message(side=side, title=title, text=text):
            return state, (Told(entry.id, side, title, text),)
        case Reinforce(units=names, hex=hex_):
            return _reinforce(state, names, hex_)
        case Withdraw(units=names):
            return _withdraw(state, names)
        case ChangeWeather(weather=weather, turns=turns):
            until = state.turn + turns - 1
            return replace(state, weather=weather, weather_until=until), (WeatherChanged(weather, until),)
        case WreckField(airfield=name, turns=turns):
            return _wreck(state, name, turns)
        case ChangeSorties():
            return _sorties(state, effect)
        case ChangeStock(store=name, points=points):
            return _stock(state, name, points)
        case ChangeHqPoints(side=side, points=points):
            bonus = {**state.hq_bonus, side: state.hq_bonus.get(side, 0) + points}
            return replace(state, hq_bonus=bonus), (HqPointsChanged(side, points),)
        case ChangePoints(side=side, points=points):
            award = Award(entry.id, side, points, entry.side)
            return replace(state, awards=(*state.awards, award)), (PointsGiven(entry.id, side, points, entry.side),)
        case SetFlag(name=name, on=on):
            flags = {**state.flags, name: entry.side} if on else {k: v for k, v in state.flags.items() if k != name}
            return replace(state, flags=flags), (FlagChanged(name, on),)
        case Suppress():
            return _suppress(state, effect)
        case Surprise(side=side, turns=turns):
            until = state.turn + turns - 1
            return replace(state, surprise={**state.surprise, side: until}), (SpellBegan(side, "surprise", until),)
        case Silence(side=side, turns=turns):
            until = state.turn + turns - 1
            return replace(state, silence={**state.silence, side: until}), (SpellBegan(side, "silence", until),)
        case ForbidArea(side=side, area=area, hexes=hexes, until=until):
            return _forbid(state, Ban(side, area, hexes, "", until))
        case ForbidMission(side=side, mission=mission, until=until):
            return _forbid(state, Ban(side, mission=mission, until=until))
        case AllowArea(side=side, area=what) | AllowMission(side=side, mission=what):
            kept = tuple(b for b in state.bans if (b.side, b.area or b.mission) != (side, what))
            return (state, ()) if kept == state.bans else (replace(state, bans=kept), (Allowed(side, what),))
        case Hold(units=names, until=until):
            held = {**state.held, **dict.fromkeys(names, until)}
            return replace(state, held=held), tuple(UnitHeld(name, until) for name in names)
        case Release(units=names):
            held = {k: v for k, v in state.held.items() if k not in names}
            return replace(state, held=held), tuple(UnitReleased(name) for name in names if name in state.held)
        case End(reason=reason):
            result = outcome(state, reason)
            return replace(state, outcome=result), (GameEnded(reason, result.winner),)
        case _:
            assert_never(effect)


def _reinforce(state: GameState, names: Iterable[str], hex_: int) -> Happening:
    events: tuple[Event, ...] = ()
    for name in names:
        unit = state.unit(name)
        if unit is None or unit.hex not in (NOT_ARRIVED, WITHDRAWN):
            continue
        at = unit.spec.entry if hex_ < 0 else hex_
        state = replace(state, called={**state.called, name: at})
        state, arrived = reinforcements.bring_on(state, unit, at)
        events += arrived
    return state, events


def _withdraw(state: GameState, names: Iterable[str]) -> Happening:
    events: list[Event] = []
    gone: list[Unit] = []
    for unit in (u for u in map(state.unit, names) if u is not None and u.on_map):
        reached = unit.unsupplied == 0
        events.append(Withdrawn(unit.spec.id, unit.hex, reached))
        if reached:
            gone.append(Unit(unit.spec, WITHDRAWN, unit.steps, unit.suppressed, mp=unit.spec.type.mp))
    return state.with_units(gone), tuple(events)


def _wreck(state: GameState, name: str, turns: int) -> Happening:
    until = state.turn + turns - 1
    hit = next(f for f in state.airfields if f.name == name)
    fields = tuple(replace(f, wrecked=max(f.wrecked, until)) if f is hit else f for f in state.airfields)
    return replace(state, airfields=fields), (FieldWrecked(name, hit.side, until),)


def _sorties(state: GameState, change: ChangeSorties) -> Happening:
    field = next(f for f in state.airfields if f.name == change.airfield)
    fighters, bombers = max(0, field.fighters + change.fighters), max(0, field.bombers + change.bombers)
    fields = tuple(replace(f, fighters=fighters, bombers=bombers) if f is field else f for f in state.airfields)
    event = SortiesChanged(field.name, field.side, fighters - field.fighters, bombers - field.bombers)
    return replace(state, airfields=fields), (event,)


def _stock(state: GameState, name: str, points: int) -> Happening:
    i, store = next((i, s) for i, s in enumerate(state.stores) if s.name == name)
    points = max(points, -store.stock)
    stores = (*state.stores[:i], replace(store, stock=store.stock + points), *state.stores[i + 1 :])
    return replace(state, stores=stores), (StockChanged(name, store.side, store.hex, points),)


def _suppress(state: GameState, effect: Suppress) -> Happening:
    events: list[Event] = []
    for unit in list(state.side_units(effect.side)):
        shaken = min(unit.steps, unit.suppressed + effect.steps)
        if (effect.hexes is None or unit.hex in effect.hexes) and shaken > unit.suppressed:
            events.append(Suppressed(unit.spec.id, unit.hex, shaken - unit.suppressed))
            state = state.with_unit(replace(unit, suppressed=shaken))
    return state, tuple(events)


def _forbid(state: GameState, ban: Ban) -> Happening:
    what = ban.area or ban.mission
    kept = tuple(b for b in state.bans if (b.side, b.area or b.mission) != (ban.side, what))
    return replace(state, bans=(*kept, ban)), (Forbidden(ban.side, what, ban.until),)
