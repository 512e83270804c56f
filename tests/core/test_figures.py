"""Figures of the rules at their edges: each acts where it says, no sooner and no later."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from khalkhin.core import apply, initial_state
from khalkhin.core.combat import combat
from khalkhin.core.combat.strength import shares
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Level
from khalkhin.core.orders.combat import assault_forecast
from khalkhin.core.orders.orders import Assault, EndTurn, Move
from khalkhin.core.timeline.effect_kinds import WreckField
from khalkhin.core.timeline.timeline import Entry, When

from tests.scenarios import small_scenario

OPEN = ["." * 9] * 7
RIFLES = ("a", "rifle-regiment", "soviet", (4, 2), {"steps": 6})
HOLDER = ("d", "rifle-regiment", "japanese", (4, 3), {"steps": 5})


def battle(*units: Any, **more: Any) -> GameState:
    more.setdefault("sources", [("soviet", (0, 0)), ("japanese", (8, 6))])
    return initial_state(small_scenario(more.pop("rows", OPEN), units, **more), seed=1, fog=False)


@pytest.mark.parametrize(
    ("steps", "loss", "shared"),
    [((3, 3), 3, (2, 1)), ((1, 3), 3, (1, 2)), ((1, 1), 5, (1, 1)), ((0, 2), 1, (0, 1)), ((), 2, ()), ((4,), 0, (0,))],
)
def test_losses_are_shared_step_by_step_as_far_as_there_are_any(
    steps: tuple[int, ...], loss: int, shared: tuple[int, ...]
) -> None:
    assert shares(steps, loss) == shared


def test_each_hex_that_a_retreat_cannot_go_costs_a_step() -> None:
    """Only the hex behind the defender is land: of two hexes he goes one and loses a step, of three two."""
    rows = ["....", "....", "LL.L", "LL.L", "LL.L", "LLLL"]
    state = battle(
        ("a", "rifle-regiment", "soviet", (2, 2)),
        ("d", "rifle-regiment", "japanese", (2, 3), {"steps": 5}),
        rows=rows,
        sources=[("soviet", (0, 0)), ("japanese", (2, 4))],
    )
    ways = assault_forecast(state, Assault((2, 3), ("a",))).retreats
    assert [(len(ways[n][0].path) - 1, ways[n][0].losses) for n in (1, 2, 3)] == [(1, 0), (1, 1), (1, 2)]


def test_a_target_that_is_hardly_seen_is_hit_a_column_lower() -> None:
    state = battle(("g", "heavy-artillery", "soviet", (4, 0), {"steps": 4}), HOLDER)
    gun, target = state.unit("g"), state.unit("d")
    assert gun is not None and target is not None
    mine = state.sightings["soviet"]
    columns = []
    for level in (Level.CONTACT, Level.IDENTIFIED):
        levels = tuple(level if i == target.spec.index else n for i, n in enumerate(mine.levels))
        seen = replace(state, sightings={**state.sightings, "soviet": replace(mine, levels=levels)})
        columns.append(combat.barrage_odds(seen, gun, [target], target.hex).column)
    assert columns[0] == columns[1] - state.scenario.rules.combat.barrage.unseen_columns


@pytest.mark.parametrize(("place", "contact"), [((4, 4), True), ((4, 6), False)])
def test_a_fed_unit_recovers_more_away_from_the_enemy(place: tuple[int, int], contact: bool) -> None:
    state = battle(
        ("a", "rifle-regiment", "soviet", place, {"steps": 6, "suppressed": 5}), HOLDER, sources=[("soviet", (4, 6))]
    )
    for _ in range(2):
        state, _ = apply(state, EndTurn())
    rules, unit = state.scenario.rules.supply, state.unit("a")
    assert unit is not None and rules.recover != rules.recover_at_rest
    # The battle began with a turn of rest as well.
    assert unit.suppressed == max(0, 5 - 2 * (rules.recover if contact else rules.recover_at_rest))


@pytest.mark.parametrize(("stock", "left"), [(30, 15), (7, 3)])
def test_of_a_depot_that_is_overrun_half_falls_to_the_captor(stock: int, left: int) -> None:
    state = battle(RIFLES, depots=[("japanese", (4, 3), stock)], turns=2)
    assert state.stores[2].stock == stock
    state, _ = apply(state, Move("a", (4, 3)))
    assert (state.stores[2].side, state.stores[2].stock) == ("soviet", left)


def test_a_field_that_is_out_for_long_is_not_repaired_by_a_short_raid() -> None:
    raid = Entry("raid", When(1, 1), "soviet", "A raid", effects=(WreckField("Hailar", 4), WreckField("Hailar", 1)))
    state = battle(RIFLES, HOLDER, airfields=[("Hailar", "japanese", 2, 2)], timeline=[raid])
    assert state.airfields[0].wrecked == 4
