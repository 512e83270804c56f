"""The way home of a side that has lost the ground it was to hold."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from khalkhin.ai import fights, going_home
from khalkhin.ai.appreciation import appreciate
from khalkhin.ai.fights import AssaultPlan
from khalkhin.ai.plan import is_beaten
from khalkhin.ai.situation import Situation, Weights, read
from khalkhin.ai.staff import StaffPlayer
from khalkhin.core import apply, initial_state, view
from khalkhin.core.model.scenario import AiHints
from khalkhin.core.model.state import GameState, Holding
from khalkhin.core.orders.orders import Assault, Exit, Move

from tests.scenarios import ObjectiveRow, Row, small_scenario

WIDTH, HEIGHT = 15, 7
HILLS: list[ObjectiveRow] = [(f"Hill {n}", (3 + n, 3), "soviet", 10 * n, n) for n in (1, 2, 3)]
UNITS: list[Row] = [
    ("edge", "rifle-regiment", "soviet", (0, 3)),
    ("back", "rifle-regiment", "soviet", (2, 3)),
    ("works", "rifle-regiment", "soviet", (8, 5), {"entrenchment": 2}),
    ("j", "jp-infantry-regiment", "japanese", (9, 5)),
]


def beaten(
    lost: int, *, saved_step: int = 2, posture: str = "defend", night: bool = False, units: list[Row] = UNITS
) -> GameState:
    """A side that was to hold three hills, of 10, 20 and 30 points, and has lost the first so many of them."""
    scenario = small_scenario(
        ["." * WIDTH] * HEIGHT,
        units,
        objectives=HILLS,
        sources=[("soviet", (0, 3)), ("japanese", (14, 3))],
        night_first=night,
    )
    state = initial_state(scenario, fog=False)
    soviet, japanese = state.scenario.sides
    sides = replace(soviet, saved_step=saved_step, hints=AiHints(posture=posture)), japanese
    holdings = tuple(Holding("japanese" if n < lost else "soviet") for n in range(3))
    return replace(state, scenario=replace(state.scenario, sides=sides), holdings=holdings)


def reading(state: GameState) -> Situation:
    seen = view(state, "soviet")
    return read(seen, plan=appreciate(seen))


@pytest.mark.parametrize(("lost", "due"), [(0, False), (1, False), (2, True), (3, True)])
def test_it_goes_when_no_more_than_half_of_its_ground_is_left(lost: int, due: bool) -> None:
    assert is_beaten(beaten(lost), "soviet") is due


def test_it_stays_where_getting_home_counts_for_nothing_or_it_is_to_attack() -> None:
    assert not is_beaten(beaten(3, saved_step=0), "soviet")
    assert not is_beaten(beaten(3, posture="attack"), "soviet")


def test_who_stands_at_the_edge_leaves_first_and_the_others_follow() -> None:
    state, player = beaten(3), StaffPlayer()
    given = []
    for _ in range(2):
        order = player.next_order(view(state, "soviet"))
        given.append(order)
        state, _events = apply(state, order)
    assert given[0] == Exit("edge")
    assert isinstance(given[1], Move) and given[1].unit == "back"


def test_columns_at_the_edge_leave_with_the_others() -> None:
    state = beaten(3)
    column = next(u for u in beaten(3).units if u.id == "edge")
    there = replace(column, spec=replace(column.spec, type=state.scenario.rules.unit_types["truck-column"]))
    assert there.is_column
    now = reading(state.with_unit(there))
    assert there.id not in {u.id for u in now.own}
    assert going_home.leave(now) == Exit("edge")


def test_works_before_the_enemy_are_left_in_the_dark() -> None:
    by_day, by_night = (
        {u.id for u in going_home.homeward_bound(reading(beaten(3, night=night)))} for night in (False, True)
    )
    assert "works" not in by_day and "works" in by_night and "back" in by_day


#: Enemies across the whole way home of the men in works.
ACROSS: list[Row] = [(f"a{row}", "jp-infantry-regiment", "japanese", (4, row)) for row in range(0, HEIGHT, 2)]


@pytest.mark.parametrize(
    ("shut", "changed", "stays"),
    [
        (True, {}, True),
        (False, {}, False),
        (True, {"entrenchment": 1}, False),
        (True, {"unsupplied": 3}, False),  # a rifle regiment is unsupplied by then
        (True, {"unsupplied": 2}, True),
    ],
)
def test_works_in_a_ring_are_kept_while_there_is_food_in_them(shut: bool, changed: dict[str, Any], stays: bool) -> None:
    """By night, when nobody else waits."""
    state = beaten(3, night=True, units=[*UNITS, *(ACROSS if shut else [])])
    works = next(u for u in state.units if u.id == "works")
    now = reading(state.with_unit(replace(works, **changed)))
    assert ("works" not in {u.id for u in going_home.homeward_bound(now)}) is stays


def wanted(saved_step: int, posture: str = "defend") -> float:
    """What an assault of a side's men in works must be worth."""
    now = reading(beaten(0, saved_step=saved_step, posture=posture))
    target = now.state.scenario.board.index(9, 5)
    assert target is not None
    return fights.margin(now, Weights(), AssaultPlan(target, (), Assault((9, 5), ("works",)), 0.0))


def test_a_defender_whose_men_count_when_they_get_home_risks_them_for_more() -> None:
    assert wanted(1) - wanted(0) == pytest.approx(Weights().saved)
    assert wanted(2) - wanted(1) == pytest.approx(Weights().saved)
    assert wanted(2, "attack") == wanted(0, "attack")
