"""Aircraft: the sorties of a day, and the missions they fly.

What a mission may do is shown by :func:`fly_forecast`; carrying it out throws the die on the same forecast.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from khalkhin.core.air.air_superiority import NO_SORTIES, passage, settle, sorties_of, spend
from khalkhin.core.combat.assault import lose_steps
from khalkhin.core.crossing.crossing import damage, solid, standing
from khalkhin.core.dice import number
from khalkhin.core.events.events import AirfieldLost, CrossingHit, Event, Flown
from khalkhin.core.model.state import Airfield, GameState
from khalkhin.core.model.units import Unit
from khalkhin.core.orders.orders import Fly, Order
from khalkhin.core.orders.refusals import edge_at, hexside_at, on_board
from khalkhin.core.refusals import Refusal, RefusalCode

#: What each mission does, in words.
MISSIONS: dict[str, str] = {
    "interdict": "Each hit costs a truck column in the hex or beside it a step; trucks are slowed there until the end "
    "of the enemy's next turn.",
    "bomb": "Each hit takes a third of the crossing's capacity; with the last it is down.",
    "raid": "Each hit keeps the airfield out for a day.",
    "scout": "Everything around the target is identified until the end of this turn.",
}


@dataclass(frozen=True, slots=True)
class FlyForecast:
    """All there is to know about a mission before the die falls.

    `percent` of its strength gets through, `why` says why; `strength` and `column` index the ladder of strikes.
    `chances` are (hits, throws) and come to `throws`; a scouting mission either sees (1) or not (0).
    """

    mission: str
    percent: int
    why: str
    strength: int
    column: int
    chances: tuple[tuple[int, int], ...]
    throws: int
    effect: str

    def probability(self, hits: int) -> float:
        """Chance of so many hits or more."""
        return sum(ways for n, ways in self.chances if n >= hits) / self.throws

    @property
    def expected(self) -> float:
        """Mean hits."""
        return sum(n * ways for n, ways in self.chances) / self.throws


def fly_forecast(state: GameState, order: Fly) -> FlyForecast:
    """What a mission that is otherwise legal may do."""
    rules = state.scenario.rules.air
    way = passage(state, state.active, order.sorties, order.escort)
    if order.mission == "scout":
        seen = min(100, way.percent * order.sorties)
        chances = tuple((n, ways) for n, ways in ((0, 100 - seen), (1, seen)) if ways)
        return FlyForecast(order.mission, way.percent, way.why, 0, 0, chances, 100, MISSIONS[order.mission])
    strength = order.sorties * rules.strike * way.percent // 100
    column = max((i for i, need in enumerate(rules.columns) if strength >= need), default=0)
    row = rules.results[column]
    chances = tuple((hits, row.count(hits)) for hits in sorted(set(row)))
    return FlyForecast(order.mission, way.percent, way.why, strength, column, chances, 6, MISSIONS[order.mission])


# ------------------------------------------------------------------ orders


def options(state: GameState) -> list[Order]:
    """Missions with all bombers against each crossing, airfield and place that the enemy holds, and a scout over it."""
    side = state.active
    left = state.sorties.get(side, NO_SORTIES)
    board = state.scenario.board
    out: list[Order] = []
    places = {s.hex for s in state.stores if s.side != side}
    places |= {o.hex for o, h in zip(state.scenario.objectives, state.holdings, strict=True) if h.side != side}
    if left.fighters or left.bombers:
        out += [Fly("scout", board.place(hex_), 1) for hex_ in places]
    if left.bombers:
        out += [Fly("interdict", board.place(hex_), left.bombers) for hex_ in places]
        out += [Fly("raid", f.name, left.bombers) for f in state.airfields if f.side != side]
        for hexside, link in state.crossings.items():
            there = board.hexside_hexes(hexside)[1]
            if there >= 0 and link.owner != side and solid(link) and standing(link, state.scenario.rules):
                out.append(Fly("bomb", edge_at(state, hexside), left.bombers))
    return out


def refuse(state: GameState, order: Fly) -> Refusal | None:
    """Why a mission may not be flown now, or None."""
    if order.mission not in MISSIONS:
        return Refusal(RefusalCode.NO_AIR_MISSION)
    if order.sorties < 1 or order.escort < 0:
        return Refusal(RefusalCode.NO_SORTIE)
    if state.night:
        return Refusal(RefusalCode.FLY_AT_NIGHT)
    left = state.sorties.get(state.active, NO_SORTIES)
    wanted = order.sorties + order.escort if order.mission == "scout" else order.sorties
    able = left.fighters + left.bombers if order.mission == "scout" else left.bombers
    if wanted > able or order.escort > left.fighters:
        return Refusal(RefusalCode.SORTIES, have=left.bombers, also=left.fighters)
    return _target_barred(state, order)


def _target_barred(state: GameState, order: Fly) -> Refusal | None:
    match order.mission, order.target:
        case "raid", str(name):
            field = _field(state, name)
            if field is None:
                return Refusal(RefusalCode.NO_AIRFIELD, name=name)
            return Refusal(RefusalCode.OWN_AIRFIELD, name=name) if field.side == state.active else None
        case "bomb", ((int(), int()), (int(), int())) as at:
            hexside = hexside_at(state, at)
            if isinstance(hexside, Refusal):
                return hexside
            link = state.crossings.get(hexside)
            if link is None or not standing(link, state.scenario.rules):
                return Refusal(RefusalCode.NOTHING_TO_BOMB)
            if not solid(link):
                return Refusal(RefusalCode.BOMB_FORD)
            return Refusal(RefusalCode.BOMB_OWN, name=link.name) if link.owner == state.active else None
        case "interdict" | "scout", (int(col), int(row)):
            hex_ = on_board(state, (col, row))
            return hex_ if isinstance(hex_, Refusal) else None
    wanted = {"raid": RefusalCode.AIM_AT_AIRFIELD, "bomb": RefusalCode.AIM_AT_CROSSING}
    return Refusal(wanted.get(order.mission, RefusalCode.AIM_AT_HEX))


def carry_out(state: GameState, order: Fly) -> tuple[GameState, tuple[Event, ...]]:
    """Fly a legal mission: its sorties are used, one die is thrown."""
    odds = fly_forecast(state, order)
    aim, hex_ = _aim(state, order)
    count = state.attacks.get(aim, 0)
    die = number(state.seed, ("air", state.turn, state.active, aim, count), odds.throws)
    hits = _result(odds, die)
    fighters = order.escort
    bombers = order.sorties
    if order.mission == "scout":
        # Fighters go first: bombers are needed elsewhere.
        bombers = max(0, order.sorties + order.escort - state.sorties[state.active].fighters)
        fighters = order.sorties + order.escort - bombers
    state = spend(replace(state, attacks={**state.attacks, aim: count + 1}), state.active, fighters, bombers)
    state, events, done = _STRIKES[order.mission](state, order, hits, die)
    target = order.target if isinstance(order.target, str) else ""
    arrived = (order.sorties * odds.percent + 50) // 100
    flown = Flown(state.active, order.mission, hex_, order.sorties, arrived, die, done, target)
    return state, (flown, *events)


def _result(odds: FlyForecast, die: int) -> int:
    """The hits of a throw: the low throws give the fewest."""
    for hits, ways in odds.chances:
        if die <= ways:
            return hits
        die -= ways
    raise AssertionError(odds)


def _aim(state: GameState, order: Fly) -> tuple[int, int]:
    """A number for the target in `attacks`, apart from those of hexes (0 up) and shelled hexsides (-1 down); and the
    hex where it can be seen."""
    board = state.scenario.board
    match order.target:
        case str(name):
            i = next(i for i, f in enumerate(state.scenario.airfields) if f.name == name)
            return -1 - board.size * 13 - i, state.scenario.airfields[i].hex
        case ((int(), int()), (int(), int())) as at:
            hexside = hexside_at(state, at)
            assert isinstance(hexside, int)
            return -1 - board.size * 7 - hexside, board.hexside_hexes(hexside)[0]
    hex_ = _hex(state, order)
    return -1 - board.size * 6 - hex_, hex_


def _hex(state: GameState, order: Fly) -> int:
    match order.target:
        case (int(col), int(row)):
            hex_ = state.scenario.board.index(col, row)
            assert hex_ is not None
            return hex_
    raise AssertionError(order)


# ------------------------------------------------------------------ what a mission does


def _interdict(state: GameState, order: Fly, hits: int, die: int) -> tuple[GameState, tuple[Event, ...], int]:
    """Columns near the target lose steps, one each in turn; trucks are slowed there."""
    board = state.scenario.board
    area = board.within(_hex(state, order), state.scenario.rules.air.interdiction_radius)
    first = state.scenario.sides[0].id
    last = state.turn if state.active == first else state.turn + 1
    state = replace(state, interdicted={**state.interdicted, **dict.fromkeys(area, last)})
    events: list[Event] = []
    for i in range(hits):
        columns = _columns(state, area)
        if not columns:
            break
        unit = columns[i % len(columns)]
        state, lost = lose_steps(state, unit, 1, "air")
        events += lost
    return state, tuple(events), hits


def _columns(state: GameState, area: tuple[int, ...]) -> list[Unit]:
    """The enemy's truck columns in some hexes, the nearest first."""
    return [u for hex_ in area for u in state.at_hex(hex_) if u.is_column and u.side != state.active]


def _bomb(state: GameState, order: Fly, hits: int, die: int) -> tuple[GameState, tuple[Event, ...], int]:
    at = order.target
    assert isinstance(at, tuple)
    hexside = hexside_at(state, at)  # type: ignore[arg-type]
    assert isinstance(hexside, int)
    link = state.crossings[hexside]
    hits = min(hits, state.scenario.rules.crossings[link.kind].hits - link.hits)
    state = damage(state, hexside, hits, state.active)
    here, _ = state.scenario.board.hexside_hexes(hexside)
    return state, (CrossingHit(link.name, hexside, here, hits, "air", die),), hits


def _raid(state: GameState, order: Fly, hits: int, die: int) -> tuple[GameState, tuple[Event, ...], int]:
    field = next(f for f in state.airfields if f.name == order.target)
    if hits:
        out = replace(field, wrecked=last_day_out(state, field, hits * state.scenario.rules.air.wreck))
        state = replace(state, airfields=tuple(out if f is field else f for f in state.airfields))
    return state, (), hits


def _scout(state: GameState, order: Fly, hits: int, die: int) -> tuple[GameState, tuple[Event, ...], int]:
    if not hits:
        return state, (), 0
    side = state.active
    area = state.scenario.board.within(_hex(state, order), state.scenario.rules.air.recon)
    mine = state.sightings[side]
    seen = replace(mine, scouted=mine.scouted | set(area))
    return replace(state, sightings={**state.sightings, side: seen}), (), len(area)


_STRIKES: dict[str, Callable[[GameState, Fly, int, int], tuple[GameState, tuple[Event, ...], int]]] = {
    "interdict": _interdict,
    "bomb": _bomb,
    "raid": _raid,
    "scout": _scout,
}


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


def _field(state: GameState, name: str) -> Airfield | None:
    return next((f for f in state.airfields if f.name == name), None)


# ------------------------------------------------------------------ the turn


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
