"""A battle with something taken away, for measuring what it was worth."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from khalkhin import ai
from khalkhin.core import apply, initial_state, view
from khalkhin.core.crossing.crossing import solid
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.orders.orders import EndTurn
from khalkhin.core.victory import steps_lost


def with_bridges_hit(scenario: Scenario, side: str, hits: int = 2) -> Scenario:
    """The same battle in which a side's bridges and pontoons have been hit before it begins."""
    links = {h: replace(c, hits=hits) if solid(c) and c.owner == side else c for h, c in scenario.crossings.items()}
    return replace(scenario, crossings=links)


@dataclass(frozen=True, slots=True)
class Tally:
    """What came of a battle: victory points of the first side, steps lost, and by side the percentage of its units'
    turns on which they were not fed."""

    points: int
    lost: dict[str, int]
    hungry: dict[str, float]


def fight(scenario: Scenario, seed: int, turns: int, players: tuple[str, str] = ("staff", "staff")) -> Tally:
    """Let the computer fight so many turns of a battle."""
    sides = [s.id for s in scenario.sides]
    state = initial_state(scenario, seed)
    minds = {side: ai.make(name, seed) for side, name in zip(sides, players, strict=True)}
    fed: Counter[tuple[str, bool]] = Counter()
    while not state.over and state.turn <= turns:
        order = minds[state.active].next_order(view(state, state.active))
        state, _ = apply(state, order)
        if isinstance(order, EndTurn):
            for unit in state.side_units(state.active):
                if not unit.is_column:
                    fed[state.active, unit.unsupplied == 0] += 1
    points = state.outcome.points[sides[0]] if state.outcome else 0
    hungry = {s: 100 * fed[s, False] / max(1, fed[s, False] + fed[s, True]) for s in sides}
    return Tally(points, {s: steps_lost(state, s) for s in sides}, hungry)
