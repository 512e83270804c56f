"""Missions of aircraft: strikes at roads, crossings and airfields, and scouting.

What a mission may do is shown by :func:`forecast`; flying it throws the die on the same forecast.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import assert_never

from khalkhin.core.air.air_superiority import Passage, passage, spend
from khalkhin.core.combat.assault import lose_steps
from khalkhin.core.crossing.crossing import damage
from khalkhin.core.dice import number
from khalkhin.core.events.events import CrossingHit, Event, Flown
from khalkhin.core.model.reasons import Cause, HitCause
from khalkhin.core.model.state import Airfield, GameState
from khalkhin.core.model.units import Unit

#: The kinds of missions there are.
KINDS: tuple[str, ...] = ("interdict", "bomb", "raid", "scout")


@dataclass(frozen=True, slots=True)
class Interdict:
    """Against the trucks in a hex and around it."""

    hex: int


@dataclass(frozen=True, slots=True)
class Scout:
    """Over a hex."""

    hex: int


@dataclass(frozen=True, slots=True)
class Bomb:
    """Against the crossing at a hexside."""

    hexside: int


@dataclass(frozen=True, slots=True)
class Raid:
    """Against an airfield, by its place among the state's."""

    field: int


Mission = Interdict | Scout | Bomb | Raid


@dataclass(frozen=True, slots=True)
class FlyForecast:
    """All there is to know about a mission before the die falls.

    `passage` says how much of its strength gets through; `strength` and `column` index the ladder of strikes.
    `chances` are (hits, throws) and come to `throws`; a scouting mission either sees (1) or not (0).
    """

    mission: str
    passage: Passage
    strength: int
    column: int
    chances: tuple[tuple[int, int], ...]
    throws: int

    def probability(self, hits: int) -> float:
        """Chance of so many hits or more."""
        return sum(ways for n, ways in self.chances if n >= hits) / self.throws

    @property
    def expected(self) -> float:
        """Mean hits."""
        return sum(n * ways for n, ways in self.chances) / self.throws


def forecast(state: GameState, mission: str, sorties: int, escort: int) -> FlyForecast:
    """What a mission of a kind that may be flown may do."""
    rules = state.scenario.rules.air
    way = passage(state, state.active, sorties, escort)
    if mission == "scout":
        seen = min(100, way.percent * sorties)
        chances = tuple((n, ways) for n, ways in ((0, 100 - seen), (1, seen)) if ways)
        return FlyForecast(mission, way, 0, 0, chances, 100)
    strength = sorties * rules.strike * way.percent // 100
    column = max((i for i, need in enumerate(rules.columns) if strength >= need), default=0)
    row = rules.results[column]
    chances = tuple((hits, row.count(hits)) for hits in sorted(set(row)))
    return FlyForecast(mission, way, strength, column, chances, 6)


def kind(mission: Mission) -> str:
    """What a mission is called: one of :data:`KINDS`."""
    match mission:
        case Interdict():
            return "interdict"
        case Scout():
            return "scout"
        case Bomb():
            return "bomb"
        case Raid():
            return "raid"
        case _:
            assert_never(mission)


def fly(state: GameState, mission: Mission, sorties: int, escort: int) -> tuple[GameState, tuple[Event, ...]]:
    """Fly a mission that may be flown: its sorties are used, one die is thrown."""
    odds = forecast(state, kind(mission), sorties, escort)
    aim, hex_ = _aim(state, mission)
    count = state.attacks.get(aim, 0)
    die = number(state.seed, ("air", state.turn, state.active, aim, count), odds.throws)
    hits = _result(odds, die)
    fighters, bombers = escort, sorties
    if isinstance(mission, Scout):
        # Fighters go first: bombers are needed elsewhere.
        bombers = max(0, sorties + escort - state.sorties[state.active].fighters)
        fighters = sorties + escort - bombers
    state = spend(replace(state, attacks={**state.attacks, aim: count + 1}), state.active, fighters, bombers)
    state, events, done = _strike(state, mission, hits, die)
    target = state.airfields[mission.field].name if isinstance(mission, Raid) else ""
    arrived = (sorties * odds.passage.percent + 50) // 100
    return state, (Flown(state.active, kind(mission), hex_, sorties, arrived, die, done, target), *events)


def _result(odds: FlyForecast, die: int) -> int:
    """The hits of a throw: the low throws give the fewest."""
    for hits, ways in odds.chances:
        if die <= ways:
            return hits
        die -= ways
    raise AssertionError(odds)


def _aim(state: GameState, mission: Mission) -> tuple[int, int]:
    """A number for the target in `attacks`, apart from those of hexes (0 up) and shelled hexsides (-1 down); and the
    hex where it can be seen."""
    board = state.scenario.board
    match mission:
        case Interdict(hex=hex_) | Scout(hex=hex_):
            return -1 - board.size * 6 - hex_, hex_
        case Bomb(hexside=hexside):
            return -1 - board.size * 7 - hexside, board.hexside_hexes(hexside)[0]
        case Raid(field=field):
            return -1 - board.size * 13 - field, state.airfields[field].hex
        case _:
            assert_never(mission)


#: A state after a strike, what happened, and the hits or hexes seen.
Struck = tuple[GameState, tuple[Event, ...], int]


def _strike(state: GameState, mission: Mission, hits: int, die: int) -> Struck:
    match mission:
        case Interdict(hex=hex_):
            return _interdict(state, hex_, hits)
        case Scout(hex=hex_):
            return _scout(state, hex_, hits)
        case Bomb(hexside=hexside):
            return _bomb(state, hexside, hits, die)
        case Raid(field=field):
            return _raid(state, field, hits)
        case _:
            assert_never(mission)


def _interdict(state: GameState, hex_: int, hits: int) -> Struck:
    """Columns near the target lose steps, one each in turn; trucks are slowed there."""
    area = state.scenario.board.within(hex_, state.scenario.rules.air.interdiction_radius)
    first = state.scenario.sides[0].id
    last = state.turn if state.active == first else state.turn + 1
    state = replace(state, interdicted={**state.interdicted, **dict.fromkeys(area, last)})
    events: list[Event] = []
    for i in range(hits):
        columns = _columns(state, area)
        if not columns:
            break
        unit = columns[i % len(columns)]
        state, lost = lose_steps(state, unit, 1, Cause.AIR)
        events += lost
    return state, tuple(events), hits


def _columns(state: GameState, area: tuple[int, ...]) -> list[Unit]:
    """The enemy's truck columns in some hexes, the nearest first."""
    return [u for hex_ in area for u in state.at_hex(hex_) if u.is_column and u.side != state.active]


def _bomb(state: GameState, hexside: int, hits: int, die: int) -> Struck:
    link = state.crossings[hexside]
    hits = min(hits, state.scenario.rules.crossings[link.kind].hits - link.hits)
    state = damage(state, hexside, hits, state.active)
    here, _ = state.scenario.board.hexside_hexes(hexside)
    return state, (CrossingHit(link.name, hexside, here, hits, HitCause.AIR, die),), hits


def _raid(state: GameState, index: int, hits: int) -> Struck:
    if not hits:
        return state, (), 0
    field = state.airfields[index]
    out = replace(field, wrecked=last_day_out(state, field, hits * state.scenario.rules.air.wreck))
    fields = (*state.airfields[:index], out, *state.airfields[index + 1 :])
    return replace(state, airfields=fields), (), hits


def _scout(state: GameState, hex_: int, hits: int) -> Struck:
    if not hits:
        return state, (), 0
    side = state.active
    area = state.scenario.board.within(hex_, state.scenario.rules.air.recon)
    mine = state.sightings[side]
    seen = replace(mine, scouted=mine.scouted | set(area))
    return replace(state, sightings={**state.sightings, side: seen}), (), len(area)


def last_day_out(state: GameState, field: Airfield, days: int) -> int:
    """The last turn in which nothing flies from a field that has just lost so many day turns more."""
    calendar = state.scenario.calendar
    first, _ = state.scenario.sides
    coming = state.turn if state.active == first.id and field.side != first.id else state.turn + 1
    turn = max(coming, field.wrecked + 1)
    while turn <= len(calendar):
        days -= not calendar[turn - 1].night
        if days <= 0:
            return turn
        turn += 1
    return len(calendar)
