"""What sides did turn by turn, and when places changed hands for good."""

from __future__ import annotations

from collections.abc import Iterable

from khalkhin.core.events.events import ObjectiveTaken
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Unit
from khalkhin.core.orders.orders import Assault, Barrage, Shell
from khalkhin.play.measure.chronicle.plight import strength
from khalkhin.play.measure.chronicle.records import Activity, Taking
from khalkhin.play.measure.chronicle.steps import GivenOrder, SideTurn

#: Hexes from the nearest enemy beyond which a fresh unit that does nothing is idle.
FAR = 4


def activity(turns: Iterable[SideTurn]) -> tuple[Activity, ...]:
    """A row for each turn of each side."""
    return tuple(_row(turn) for turn in turns)


def _row(turn: SideTurn) -> Activity:
    state, orders = turn.ended, [step.order for step in turn.steps]
    own = [u for u in state.side_units(turn.side) if not u.is_column]
    fighters = [u for u in own if u.is_combat]
    enemies = enemy_hexes(state, turn.side)
    return Activity(
        turn.side,
        turn.turn,
        sum(isinstance(o, Assault) for o in orders),
        sum(isinstance(o, Barrage | Shell) for o in orders),
        sum(u.moved for u in own),
        len(fighters),
        strength(fighters),
        sum(_idle(state, u, enemies) for u in fighters),
    )


def _idle(state: GameState, unit: Unit, enemies: Iterable[int]) -> bool:
    if unit.moved or unit.fought or unit.suppressed or unit.job is not None or state.is_held(unit):
        return False
    return nearest(state, unit.hex, enemies) > FAR


def enemy_hexes(state: GameState, side: str) -> frozenset[int]:
    """Where the other side stands, truck columns left out."""
    return frozenset(u.hex for u in state.side_units(state.scenario.enemy(side)) if not u.is_column)


def nearest(state: GameState, hex_: int, others: Iterable[int]) -> int:
    """Hexes from a hex to the nearest of others; more than any map is wide if there is none."""
    distance = state.scenario.board.distance
    return min((distance(hex_, other) for other in others), default=state.scenario.board.size)


def takings(steps: Iterable[GivenOrder]) -> tuple[Taking, ...]:
    """Objectives that are not with their first holder in the end, in the order they were taken for good."""
    last: dict[str, Taking] = {}
    first: dict[str, str] = {}
    for step in steps:
        first = first or {o.name: o.holder for o in step.before.scenario.objectives}
        for event in step.events:
            if isinstance(event, ObjectiveTaken):
                last[event.objective] = Taking(event.objective, event.side, step.before.turn)
    kept = [t for t in last.values() if t.side != first[t.objective]]
    return tuple(sorted(kept, key=lambda t: (t.turn, t.objective)))
