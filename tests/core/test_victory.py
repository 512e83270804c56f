"""Victory points and the end of a battle, item by item and counted by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Unpack

import pytest
from khalkhin.core import initial_state
from khalkhin.core.model.scenario import SideInfo
from khalkhin.core.model.state import DESTROYED, EXITED, NOT_ARRIVED, WITHDRAWN, Award, GameState, Holding
from khalkhin.core.victory import Merit, finished, objective_points, outcome, score, steps_lost, steps_saved, worth

from tests.narrow import the
from tests.scenarios import ObjectiveRow, Parts, Row, rules, small_scenario

UNITS: list[Row] = [
    ("s", "rifle-regiment", "soviet", (1, 1)),
    ("t", "truck-column", "soviet", (0, 1)),
    ("j", "jp-infantry-regiment", "japanese", (7, 1)),
]
#: Name, place, first owner, worth, worth at the end.
HILL: ObjectiveRow = ("Hill", (5, 1), "japanese", 20, 5)


def battle(units: Sequence[Row] = UNITS, **more: Unpack[Parts]) -> GameState:
    given: Parts = {"sources": [("soviet", (0, 0)), ("japanese", (8, 2))], "turns": 6, **more}
    return initial_state(small_scenario(["." * 9] * 3, units, **given), seed=1, fog=False)


@pytest.mark.parametrize(("turn", "points"), [(1, 20), (2, 17), (3, 14), (4, 11), (5, 8), (6, 5)])
def test_an_objective_is_worth_less_from_turn_to_turn(turn: int, points: int) -> None:
    """From 20 to 5 over five turns."""
    state = battle(objectives=[HILL])
    (hill,) = state.scenario.objectives
    assert worth(state, hill, turn) == worth(replace(state, turn=turn), hill) == points
    taken = replace(state, turn=6, holdings=(Holding("soviet", turn),))
    assert objective_points(taken, 0) == points, "it counts what it was worth when it was taken"
    assert objective_points(replace(taken, holdings=(Holding("japanese", turn),)), 0) == 5


def test_in_a_battle_of_one_turn_it_is_worth_what_it_is() -> None:
    state = battle(objectives=[HILL], turns=1)
    assert worth(state, state.scenario.objectives[0]) == 20


@pytest.mark.parametrize(
    ("changes", "lost"),
    [
        ({}, 0),
        ({"steps": 6}, 3),
        ({"hex": DESTROYED, "steps": 0}, 9),
        ({"hex": EXITED}, 4),  # half of nine
        ({"hex": EXITED, "steps": 6}, 3 + 3),
        ({"hex": WITHDRAWN, "steps": 8}, 1),
        ({"hex": NOT_ARRIVED}, 0),
        ({"suppressed": 5}, 0),
    ],
)
def test_steps_that_a_side_has_lost(changes: dict[str, Any], lost: int) -> None:
    state = battle(victory=replace(rules().victory, exited_loss=50, step=2))
    state = state.with_unit(replace(the(state.unit("s")), **changes))
    assert (steps_lost(state, "soviet"), steps_lost(state, "japanese")) == (lost, 0)
    assert {line.merit: line.points for line in score(state, "japanese").lines}[Merit.STEPS] == 2 * lost


@pytest.mark.parametrize(
    ("changes", "arrives", "saved"),
    [
        ({"hex": EXITED, "steps": 6}, None, 6),
        ({"hex": EXITED, "steps": 6}, 2, 0),
        ({"hex": WITHDRAWN, "steps": 6}, None, 0),
        ({"steps": 6}, None, 0),
    ],
)
@pytest.mark.parametrize("worth", [0, 2])
def test_steps_that_got_away_count_for_a_side_that_is_paid_for_them(
    changes: dict[str, Any], arrives: int | None, saved: int, worth: int
) -> None:
    state = battle()
    soviet, japanese = state.scenario.sides
    assert soviet.id == "soviet"
    state = replace(state, scenario=replace(state.scenario, sides=(replace(soviet, saved_step=worth), japanese)))
    gone = replace(the(state.unit("s")), **changes)
    state = state.with_unit(replace(gone, spec=replace(gone.spec, arrives=arrives)))
    assert steps_saved(state, "soviet") == saved
    assert {line.merit: line.points for line in score(state, "soviet").lines}.get(Merit.SAVED, 0) == worth * saved
    assert Merit.SAVED not in {line.merit for line in score(state, "japanese").lines}


def test_truck_columns_that_got_away_count_for_nothing() -> None:
    state = battle()
    gone = replace(the(state.unit("s")), hex=EXITED, steps=6)
    column = replace(gone.spec, type=rules().unit_types["truck-column"])
    assert steps_saved(state.with_unit(replace(gone, spec=column)), "soviet") == 0


def test_a_score_line_by_line() -> None:
    table = replace(rules().victory, step=1, pocketed_step=3, crossing=4)
    state = battle(
        victory=table,
        objectives=[HILL, ("Ford", (3, 0), "soviet", 9, 2)],
        hexsides=[((3, 0), (4, 0), "river"), ((3, 1), (4, 1), "river")],
        crossings=[
            ((3, 0), (4, 0), "ford", {"owner": "soviet"}),
            ((3, 1), (4, 1), "bridge", {"owner": "japanese"}),
        ],
    )
    awards = (Award("e", "soviet", 7), Award("f", "japanese", 8), Award("g", "soviet", -2))
    state = replace(state, awards=awards, stores=tuple(replace(s, stock=9 * s.is_source) for s in state.stores))
    lines = [(line.merit, line.points, line.name) for line in score(state, "soviet").lines]
    assert lines == [
        (Merit.OBJECTIVE, 2, "Ford"),
        (Merit.STEPS, 0, ""),
        (Merit.CROSSINGS, 4, ""),
        (Merit.ENTRY, 7, "e"),
        (Merit.ENTRY, -2, "g"),
    ]
    assert score(state, "soviet").total == 11 and score(state, "japanese").total == 5 + 4 + 8
    caught = {line.merit: line.points for line in score(replace(state, trapped={"japanese": 5}), "soviet").lines}
    assert caught[Merit.POCKETS] == 3 * 5


@pytest.mark.parametrize(
    ("owner", "hits", "points"),
    [("soviet", 0, 4), ("soviet", 2, 4), ("soviet", 3, 0), ("japanese", 0, 0), ("", 0, 0)],
)
def test_only_crossings_that_stand_count(owner: str, hits: int, points: int) -> None:
    state = battle(
        victory=replace(rules().victory, crossing=4),
        hexsides=[((3, 0), (4, 0), "river")],
        crossings=[((3, 0), (4, 0), "bridge", {"owner": owner, "hits": hits})],
    )
    assert sum(line.points for line in score(state, "soviet").lines if line.merit is Merit.CROSSINGS) == points


@pytest.mark.parametrize(
    ("lead", "grades", "winner"),
    [(0, (1, 1), None), (9, (1, 1), None), (10, (2, 0), "soviet"), (30, (3, 0), "soviet"), (-10, (0, 2), "japanese")],
)
def test_the_higher_grade_wins_and_a_small_lead_is_a_draw(
    lead: int, grades: tuple[int, int], winner: str | None
) -> None:
    """Grades from a lead of -9, 10, 30 and 90 points."""
    sides = [SideInfo(s, s, (), grades=(-9, 10, 30, 90)) for s in ("soviet", "japanese")]
    table = replace(rules().victory, pocketed_step=0)
    state = replace(
        battle(sides=sides, victory=table), awards=(Award("e", "soviet", 50 + lead), Award("e", "japanese", 50))
    )
    found = outcome(state, "turns")
    assert (found.grades["soviet"], found.grades["japanese"]) == grades and found.winner == winner
    assert found.points == {"soviet": lead, "japanese": -lead} and found.reason == "turns"


@pytest.mark.parametrize(
    ("s", "j", "gone"),
    [
        ({}, {}, ""),
        ({"hex": DESTROYED, "steps": 0}, {}, "soviet"),  # trucks alone hold no front
        ({"hex": EXITED}, {}, "soviet"),
        ({"hex": WITHDRAWN}, {}, "soviet"),
        ({"hex": NOT_ARRIVED}, {}, ""),  # he may yet come
        ({}, {"hex": DESTROYED, "steps": 0}, "japanese"),
        ({}, {"hex": NOT_ARRIVED}, ""),
    ],
)
def test_a_battle_ends_with_the_last_unit_of_a_side(s: dict[str, Any], j: dict[str, Any], gone: str) -> None:
    state = battle()
    state = state.with_units([replace(the(state.unit("s")), **s), replace(the(state.unit("j")), **j)])
    assert finished(state) == (f"no-units:{gone}" if gone else "")
