"""How far it is: against marches counted in turns, against a board without roads, and by hand."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from khalkhin.core import initial_state
from khalkhin.core.board.board import Board
from khalkhin.core.model.state import GameState
from khalkhin.core.movement.measuring import QuickestWay, way
from khalkhin.core.movement.movement import full_mp, picture
from khalkhin.core.movement.multi_turn_reach import turns_to

from tests.core.positions import states
from tests.narrow import the
from tests.scenarios import small_scenario

#: More turns than any way here takes.
LONG = 60


def day(state: GameState) -> GameState:
    """The same on the first turn by daylight."""
    return state if not state.night else replace(state, turn=2)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(states())
def test_a_way_takes_the_turns_that_marches_take(state: GameState) -> None:
    """With nobody driving over a crossing, by daylight, a way takes as many turns as the search for marches says."""
    state = day(state)
    for unit in state.side_units("soviet"):
        known = replace(picture(state, "soviet"), prey=frozenset())  # Marches do not count on taking trucks.
        fresh = replace(unit, mp=full_mp(state, unit), moved=False, cargo=0)
        reached = turns_to(state, [fresh], known, LONG)
        for goal in range(state.scenario.board.size):
            found = way(state, fresh, unit.hex, goal, known)
            if goal == unit.hex:
                assert found == QuickestWay((goal,), 0, 0, 0) or full_mp(state, unit) <= 0
            else:
                assert (None if found is None else found.turns) == (reached.get(goal) or None)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(states())
def test_across_country_is_a_way_on_a_board_without_roads(state: GameState) -> None:
    board = state.scenario.board
    sides = {
        (hex_, d): board.kind(side)
        for hex_, row in enumerate(board.sides)
        for d, side in enumerate(row)
        if side in board.hexsides
    }
    bare = Board.build(
        board.width, board.height, board.layout, [t.id for t in board.terrain], state.scenario.rules, sides
    )
    other = replace(state, scenario=replace(state.scenario, board=bare))
    for unit in state.side_units("soviet"):
        known, plain = picture(state, "soviet"), picture(other, "soviet")
        for goal in range(board.size):
            assert way(state, unit, unit.hex, goal, known, roads=False) == way(other, unit, unit.hex, goal, plain)


def test_a_road_is_counted_by_hand() -> None:
    """Six hexes of steppe on foot: at their MP across country, at a road's MP along it."""
    road = [(c, 0) for c in range(7)]
    scenario = small_scenario(rows=["......."] * 3, units=[("r", "rifle-regiment", "soviet", (0, 0))], roads=[road])
    state = initial_state(scenario, 1)
    unit, board, rules = the(state.unit("r")), scenario.board, scenario.rules
    kind = unit.spec.type
    known = picture(state, "soviet")
    end = the(board.index(6, 0))
    by_road = the(way(state, unit, unit.hex, end, known))
    country = the(way(state, unit, unit.hex, end, known, roads=False))
    each, plain = rules.movement.road_cost[kind.mobility], board.terrain[0].cost[kind.mobility]
    assert (by_road.mp, by_road.by_road, len(by_road.path)) == (6 * each, 6, 7)
    assert (country.mp, country.by_road) == (6 * plain, 0)
    assert country.turns == -(-6 // (kind.mp // plain))


def test_from_elsewhere_it_sets_out_afresh_and_enemies_bar_the_way() -> None:
    scenario = small_scenario(
        rows=["....."],
        units=[("r", "rifle-regiment", "soviet", (0, 0)), ("j", "rifle-regiment", "japanese", (3, 0))],
    )
    state = initial_state(scenario, 1, fog=False)
    tired = replace(the(state.unit("r")), mp=0, moved=True)
    known = picture(state, "soviet")
    assert the(way(state, tired, 1, 0, known)).turns == 1
    assert way(state, tired, 0, 4, known) is None
