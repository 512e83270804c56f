"""What units leave empty when they go, and whether a leader had better stay."""

from __future__ import annotations

import pytest
from khalkhin.core import initial_state
from khalkhin.core.leaving import LeftBehind, advance_pays, left_behind
from khalkhin.core.model.state import GameState
from khalkhin.core.orders.orders import Assault

from tests.scenarios import ObjectiveRow, Row, StoreRow, small_scenario

GUARD: Row = ("a", "rifle-regiment", "soviet", (4, 2))
FOE: Row = ("d", "rifle-battalion", "japanese", (4, 3), {"steps": 1})
HEIGHTS: ObjectiveRow = ("Heights", (4, 2), "soviet", 20, 4)
HERE = 4 + 2 * 9


def position(*units: Row, objectives: tuple[ObjectiveRow, ...] = (), depots: tuple[StoreRow, ...] = ()) -> GameState:
    scenario = small_scenario(
        rows=["." * 9] * 7,
        units=(GUARD, FOE, *units),
        sources=[("soviet", (0, 0)), ("japanese", (8, 6))],
        objectives=objectives,
        depots=depots,
    )
    return initial_state(scenario, seed=1, fog=False)


def test_the_last_to_go_leaves_what_stands_there() -> None:
    state = position(objectives=(HEIGHTS,), depots=(("soviet", (4, 2), 20, "Camp"),))
    (left,) = left_behind(state, ("a",))
    assert (left.hex, left.objectives) == (HERE, (0,))
    assert [state.stores[i].name for i in left.stores] == ["Camp"]
    two = position(("g", "field-artillery", "soviet", (4, 2)), objectives=(HEIGHTS,))
    assert not left_behind(two, ("a",)) and left_behind(two, ("a", "g"))


def test_trucks_guard_nothing_and_what_is_the_enemys_is_not_left() -> None:
    trucks = position(("t", "truck-column", "soviet", (4, 2)), objectives=(HEIGHTS,))
    assert left_behind(trucks, ("a",)) == (LeftBehind(HERE, (0,), ()),) and not left_behind(trucks, ("t",))
    assert not left_behind(position(objectives=(("Heights", (4, 3), "japanese", 20),)), ("a",))


@pytest.mark.parametrize(
    ("objectives", "depots", "pays"),
    [
        ((), (), True),
        ((HEIGHTS,), (), False),
        ((HEIGHTS, ("Hill", (4, 3), "japanese", 30, 4)), (), True),
        ((HEIGHTS, ("Hill", (4, 3), "japanese", 6, 4)), (), False),
        ((HEIGHTS,), (("japanese", (4, 3), 20, "Theirs"),), False),
        ((), (("soviet", (4, 2), 20, "Ours"),), False),
        ((), (("soviet", (4, 2), 20, "Ours"), ("japanese", (4, 3), 20, "Theirs")), False),
        ((("Hill", (4, 3), "japanese", 6, 4),), (("soviet", (4, 2), 20, "Ours"),), True),
    ],
)
def test_a_leader_leaves_a_place_only_for_a_dearer_one(
    objectives: tuple[ObjectiveRow, ...], depots: tuple[StoreRow, ...], pays: bool
) -> None:
    state = position(objectives=objectives, depots=depots)
    assert advance_pays(state, Assault((4, 3), ("a",))) == pays
