"""The staff's plan against the exact optimum, and in August."""

from __future__ import annotations

import os
from itertools import product
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from khalkhin.core import initial_state, view
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Driving
from khalkhin.core.supply.assignment import IDLE, Problem, Trip, Wish, assign, greedy
from khalkhin.core.supply.staffplan import plan
from khalkhin.scenario import load
from khalkhin.text import trucks

from tests.core.positions import states
from tests.maps.reading import ROOT


def problem(dice: Random) -> Problem:
    """A small case: up to four columns, five trips, three depots, two origins, two crossings."""
    origins, depots, links = dice.randint(1, 2), dice.randint(1, 3), dice.randint(0, 2)
    trips = [
        Trip(o, d, tuple(x for x in range(links) if dice.random() < 0.4)) for o in range(origins) for d in range(depots)
    ]
    dice.shuffle(trips)
    trips = trips[:5]
    return Problem(
        tuple(trips),
        tuple(
            tuple(0 if dice.random() < 0.15 else dice.randint(50, 900) for _ in trips)
            for _ in range(dice.randint(1, 4))
        ),
        tuple(Wish(dice.randint(0, 900), dice.randint(0, 900), dice.choice([0, 2, 4, 8])) for _ in range(depots)),
        tuple(dice.randint(100, 2500) for _ in range(origins)),
        tuple(dice.randint(100, 1500) for _ in range(links)),
    )


@pytest.mark.parametrize("seed", range(4))
def test_the_plan_is_worth_nine_tenths_of_the_exact_optimum_and_never_less_than_greedy(seed: int) -> None:
    dice = Random(seed)
    worst = 1.0
    for _ in range(750):
        case = problem(dice)
        choices = product(range(IDLE, len(case.trips)), repeat=len(case.rates))
        best = max(map(case.value, choices))
        made = case.value(assign(case))
        assert case.value(greedy(case)) <= made <= best
        worst = min(worst, made / best if best else 1.0)
    assert worst >= 0.9


def test_what_a_choice_delivers_keeps_to_every_limit() -> None:
    """Two columns of 5 SP from a store that gives 8, over a crossing that carries 6, to a depot that wants 4 and 1."""
    case = Problem((Trip(0, 0, (0,)),), ((500,), (500,)), (Wish(400, 100, 2),), (800,), (600,))
    assert case.delivered([0, 0]) == [500] and case.value([0, 0]) == 2 * (3 * 400 + 100)
    assert case.delivered([0, IDLE]) == [500] and case.delivered([IDLE, IDLE]) == [0]
    tight = Problem((Trip(0, 0, (0,)),), ((500,), (500,)), (Wish(900, 0, 1),), (800,), (600,))
    assert tight.delivered([0, 0]) == [600]


def test_greedy_alone_can_be_bettered() -> None:
    """The only column that reaches the far depot is drawn to the near one; an exchange sets that right."""
    case = Problem((Trip(0, 0), Trip(0, 1)), ((500, 400), (450, 0)), (Wish(500, 0, 1), Wish(400, 0, 1)), (2000,))
    assert case.value(greedy(case)) < case.value(assign(case)) == 3 * 850


def test_in_august_every_column_of_the_staff_is_planned_for_and_nobody_by_hand() -> None:
    state = initial_state(load(ROOT / "maps" / "double_envelopment"), seed=1)
    for side in ("soviet", "japanese"):
        made = plan(state, side)
        columns = [u for u in state.side_units(side) if u.is_column]
        assert len(columns) >= 5 and all(u.driving is Driving.STAFF for u in columns)
        assert [a.unit for a in made.assignments] == [u.id for u in columns]
        assert sum(a.depot >= 0 for a in made.assignments) >= len(columns) // 2
        assert len(trucks.reasons(state, made)) == sum(s.side == side and not s.is_source for s in state.stores)
        assert plan(state, side) == made


@settings(
    max_examples=int(os.environ.get("KHALKHIN_EXAMPLES", "60")), deadline=None, suppress_health_check=list(HealthCheck)
)
@given(states(fog=True))
def test_the_staff_plans_from_what_its_side_knows(state: GameState) -> None:
    for side in ("soviet", "japanese"):
        assert plan(state, side) == plan(view(state, side).state, side)
