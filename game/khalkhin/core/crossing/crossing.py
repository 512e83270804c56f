"""Crossings: what a ford, pontoon or bridge carries, how much is left of it this turn, and what befalls it."""

from __future__ import annotations

from collections.abc import Callable

from khalkhin.core.model.crossings import Crossing, Record
from khalkhin.core.model.fast_replace import replace
from khalkhin.core.model.rules import CrossingKind, Rules, StackClass, UnitType, Weight
from khalkhin.core.model.state import GameState


def standing(crossing: Crossing, rules: Rules) -> bool:
    """Whether anything can still go over it."""
    return crossing.hits < rules.crossings[crossing.kind].hits


def solid(crossing: Crossing) -> bool:
    """Whether there is anything to hit, mend or blow up: a ford is only the bed of the river."""
    return crossing.kind is not CrossingKind.FORD


def _remaining(full: int, crossing: Crossing, rules: Rules) -> int:
    hits = rules.crossings[crossing.kind].hits
    return full * max(0, hits - crossing.hits) // hits


def capacity(crossing: Crossing, rules: Rules) -> int:
    """Units that may go over in one turn; every hit takes an even share away."""
    return _remaining(rules.crossings[crossing.kind].units, crossing, rules)


def supply_capacity(crossing: Crossing, rules: Rules) -> int:
    """SP that may go over in one turn."""
    return _remaining(rules.crossings[crossing.kind].supply, crossing, rules)


def bears(crossing: Crossing, unit: UnitType, rules: Rules) -> bool:
    """Whether it is standing and strong enough for a unit, leaving aside how much has gone over."""
    return standing(crossing, rules) and unit.weight <= rules.crossings[crossing.kind].weight


def open_to(crossing: Crossing, unit: UnitType, rules: Rules, cargo: int = 0) -> bool:
    """Whether a unit may go over it now. Of truck columns only the SP they carry count."""
    if unit.stack is StackClass.COLUMN:
        return bears(crossing, unit, rules) and crossing.supply_used + cargo <= supply_capacity(crossing, rules)
    return bears(crossing, unit, rules) and crossing.used < capacity(crossing, rules)


def gates(state: GameState, lets: Callable[[Crossing], bool]) -> dict[int, int]:
    """The MP that crossings add to a step over them, by hexside: of those that let somebody over."""
    figures = state.scenario.rules.crossings
    return {side: figures[link.kind].cost for side, link in state.crossings.items() if lets(link)}


def gates_bearing(state: GameState, weight: Weight) -> dict[int, int]:
    """The same of crossings that stand and are strong enough for a weight, however much has gone over."""
    rules = state.scenario.rules
    return gates(state, lambda link: standing(link, rules) and weight <= rules.crossings[link.kind].weight)


def gates_for(state: GameState, unit: UnitType, cargo: int = 0) -> Callable[[int], int | None]:
    """The MP for a unit as crossings stand and are used now, each asked when it is come to."""
    links, rules = state.crossings, state.scenario.rules

    def gate(hexside: int) -> int | None:
        link = links.get(hexside)
        return rules.crossings[link.kind].cost if link is not None and open_to(link, unit, rules, cargo) else None

    return gate


# ------------------------------------------------------------------ its life


def record(crossing: Crossing, turn: int, side: str, what: str, amount: int = 0, supply: int = 0) -> Crossing:
    """A crossing with a line added to its life (see :class:`khalkhin.core.model.crossings.Record`)."""
    return replace(crossing, records=(*crossing.records, Record(turn, side, what, amount, supply)))


def damage(state: GameState, hexside: int, hits: int, side: str, what: str = "hit") -> GameState:
    """The state after `side` has scored hits on a crossing, by fire (`hit`) or by charges (`blown`)."""
    link = state.crossings[hexside]
    left = state.scenario.rules.crossings[link.kind].hits - link.hits
    hits = min(hits, left)
    if hits <= 0:
        return state
    hurt = record(replace(link, hits=link.hits + hits), state.turn, side, what, hits)
    if hits == left:
        hurt = replace(hurt, mined="")
    return replace(state, crossings={**state.crossings, hexside: hurt})


def take(crossing: Crossing, turn: int, side: str) -> Crossing:
    """A crossing fallen to a side: the charges that the other side had laid are found and cut."""
    mined = side if crossing.mined == side else ""
    return record(replace(crossing, owner=side, mined=mined), turn, side, "taken")


def reopen(state: GameState) -> GameState:
    """At the start of a side's turn nothing has gone over yet."""
    used = [h for h, c in state.crossings.items() if c.used or c.supply_used]
    fresh = {h: replace(state.crossings[h], used=0, supply_used=0) for h in used}
    return replace(state, crossings={**state.crossings, **fresh}) if used else state


def close_books(state: GameState) -> GameState:
    """At the end of a side's turn each crossing notes what it has carried: units and SP."""
    busy = {
        h: record(c, state.turn, state.active, "carried", c.used, c.supply_used)
        for h, c in state.crossings.items()
        if c.used or c.supply_used
    }
    return replace(state, crossings={**state.crossings, **busy}) if busy else state
