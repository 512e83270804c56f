"""Figures of the rules at their edges: each acts where it says, no sooner and no later."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from khalkhin.core import apply, initial_state
from khalkhin.core.air import missions
from khalkhin.core.combat import combat
from khalkhin.core.combat.strength import shares
from khalkhin.core.command import command
from khalkhin.core.events.events import StepsLost, Suppressed
from khalkhin.core.model import rules as rules_model
from khalkhin.core.model.rules import AirRules
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Level, Task
from khalkhin.core.orders.combat import assault_forecast
from khalkhin.core.orders.orders import Assault, EndTurn, Move
from khalkhin.core.timeline.effect_kinds import WreckField
from khalkhin.core.timeline.timeline import Entry, When

from tests.house import house
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
    # What its side had thought of it is nothing to the captor.
    state = replace(state, stores=(*state.stores[:2], replace(state.stores[2], priority=3)))
    state, _ = apply(state, Move("a", (4, 3)))
    assert (state.stores[2].side, state.stores[2].stock, state.stores[2].priority) == ("soviet", left, 1)


def test_a_field_that_is_out_for_long_is_not_repaired_by_a_short_raid() -> None:
    raid = Entry("raid", When(1, 1), "soviet", "A raid", effects=(WreckField("Hailar", 4), WreckField("Hailar", 1)))
    state = battle(RIFLES, HOLDER, airfields=[("Hailar", "japanese", 2, 2)], timeline=[raid])
    assert state.airfields[0].wrecked == 4


@pytest.mark.parametrize(("radius", "lost", "slowed"), [(0, ["t"], 1), (1, ["t", "u"], 7), (2, ["t", "u", "v"], 19)])
def test_an_interdiction_strikes_as_far_around_as_the_rules_say(radius: int, lost: list[str], slowed: int) -> None:
    """Three hits, one hex after the other; own columns and those who are no column are spared."""
    columns = [(n, "jp-truck-column", "japanese", (4, 3 + i)) for i, n in enumerate("tuv")]
    state = battle(RIFLES, ("o", "truck-column", "soviet", (4, 2)), HOLDER, *columns)
    rules = state.scenario.rules
    rules = replace(rules, air=replace(rules.air, interdiction_radius=radius))
    state = replace(state, scenario=replace(state.scenario, rules=rules))
    target = state.scenario.board.index(4, 3)
    assert target is not None
    after, events, hits = missions._interdict(state, target, len(lost))
    assert [(e.unit, e.steps) for e in events if isinstance(e, StepsLost)] == [(n, 1) for n in lost]
    assert hits == len(lost) and len(after.interdicted) == slowed and set(after.interdicted.values()) == {1}


@pytest.mark.parametrize("hits", range(8))
def test_hits_of_an_interdiction_go_round_among_the_columns_that_are_left(hits: int) -> None:
    """Of three columns of one, three and two steps the nearest is gone after the first hit."""
    columns = [
        (n, "jp-truck-column", "japanese", place, {"steps": steps})
        for n, place, steps in (("t", (4, 3), 1), ("u", (4, 4), 3), ("v", (4, 4), 2))
    ]
    state = battle(RIFLES, *columns)
    after, events, _ = missions._interdict(state, state.units[state.scenario.indices["t"]].hex, hits)
    assert sum(e.steps for e in events if isinstance(e, StepsLost)) == min(hits, 6)
    left = [after.units[after.scenario.indices[n]].steps for n in "tuv"]
    assert sum(left) == 6 - min(hits, 6) and (left[0] == 1) is (hits == 0)
    assert abs(left[1] - left[2]) <= 2


@pytest.mark.parametrize(("shaken", "before", "after"), [(0, 0, 0), (1, 0, 1), (2, 0, 2), (2, 5, 6), (3, 2, 5)])
def test_a_forced_march_shakes_as_many_steps_as_the_rules_say(shaken: int, before: int, after: int) -> None:
    """Of six steps, so many of which are suppressed: never more than there are."""
    state = battle(RIFLES, HOLDER, hq_points=3)
    rules = state.scenario.rules
    rules = replace(rules, command=replace(rules.command, march_suppressed=shaken))
    state = replace(state, scenario=replace(state.scenario, rules=rules))
    unit = replace(state.units[0], suppressed=before)
    marched, events = command.force_march(state.with_unit(unit), unit)
    assert (marched.units[0].suppressed, marched.units[0].mp) == (after, 9)
    assert sum(e.steps for e in events if isinstance(e, Suppressed)) == after - before


# ------------------------------------------------------------------ every figure is read


def unread(classes: Iterable[type], sources: Iterable[str]) -> set[str]:
    """The fields of some classes that no source takes from a value."""
    read = {n.attr for s in sources for n in ast.walk(ast.parse(s)) if isinstance(n, ast.Attribute)}
    return {f"{c.__name__}.{f.name}" for c in classes for f in fields(c) if f.name not in read}


#: What engineers' jobs take is looked up by the job's name; symbols and the names of supply states are for the eye.
BY_NAME = {f"EngineeringRules.{task.value}" for task in Task}
FOR_THE_EYE = {"UnitType.symbol", "SupplyRules.states"}


def test_every_figure_of_the_tables_is_used_by_the_rules() -> None:
    tables = [c for c in vars(rules_model).values() if isinstance(c, type) and is_dataclass(c)]
    core = [s for name, s in house().items() if name.startswith("khalkhin.core.") and name != rules_model.__name__]
    assert len(tables) > 15 and unread(tables, core) == BY_NAME | FOR_THE_EYE


def test_a_figure_that_nobody_uses_is_found() -> None:
    assert unread([AirRules], ["def f(rules):\n    return rules.strike, arrive, 'margin'\n"]) == {
        f"AirRules.{f.name}" for f in fields(AirRules) if f.name != "strike"
    }
