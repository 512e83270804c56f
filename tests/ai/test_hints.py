"""What the hints of a scenario do: places to hold, reserves, relief that goes in as one; on small maps."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from khalkhin.ai import fights
from khalkhin.ai.appreciation import appreciate
from khalkhin.ai.fights import Breadth
from khalkhin.ai.marches import goal_of, march
from khalkhin.ai.situation import Situation, Weights, read
from khalkhin.core import apply, initial_state, view
from khalkhin.core.model.scenario import AiHints, Axis, Objective
from khalkhin.core.model.state import GameState, Holding
from khalkhin.core.orders.orders import EndTurn

from tests.ai.test_appreciation import corridor
from tests.scenarios import small_scenario

ROWS = ["." * 14] * 9
SOURCES = [("soviet", (0, 4)), ("japanese", (13, 4))]


def battle(units: list[Any], hints: AiHints, side: str = "japanese", **more: Any) -> GameState:
    """A battle at the first turn of a side, whose hints these are, without fog."""
    scenario = small_scenario(ROWS, units, sources=SOURCES, **more)
    infos = tuple(replace(s, hints=hints) if s.id == side else s for s in scenario.sides)
    state = initial_state(replace(scenario, sides=(infos[0], infos[1])), fog=False)
    return state if side == "soviet" else apply(state, EndTurn())[0]


def reading(state: GameState) -> Situation:
    seen = view(state, state.active)
    return read(seen, plan=appreciate(seen))


def hold(*names: str) -> AiHints:
    return AiHints(posture="defend", hold=frozenset(names))


def test_a_garrison_stays_while_the_others_leave_before_a_ring_closes() -> None:
    state = corridor(True, (8, 3), (9, 3), (9, 2))
    scenario = state.scenario
    hill = Objective("Hill", scenario.board.index(3, 1) or 0, "japanese", 20, 10)
    for names, stays in ((("Hill",), {"jp-1"}), ((), set())):
        infos = tuple(replace(s, hints=hold(*names)) for s in scenario.sides)
        held = replace(scenario, sides=(infos[0], infos[1]), objectives=(hill,))
        plan = appreciate(view(replace(state, scenario=held, holdings=(Holding("japanese", 0),)), "japanese"))
        assert {"jp-0", "jp-1", "jp-3"} - plan.leaving == stays


def test_men_in_the_line_are_not_lured_out_by_the_enemys_road() -> None:
    units = [
        ("jp-1", "jp-infantry-battalion", "japanese", (7, 4), {"entrenchment": 2}),
        ("su-1", "rifle-regiment", "soviet", (7, 2)),
        ("su-2", "rifle-regiment", "soviet", (5, 2)),
    ]
    bait = [("Depot hill", (5, 5), "soviet", 30, 20)]
    now = reading(battle(units, hold(), objectives=bait))
    unit = next(u for u in now.own if u.id == "jp-1")
    assert "jp-1" in now.plan.line and march(now, Weights(), unit) is None
    freed = replace(now, plan=replace(now.plan, line=frozenset(), posts={}))
    assert march(freed, Weights(dig=0.0), unit) is not None


def test_a_reserve_neither_marches_nor_attacks_far_off_in_the_opening() -> None:
    units = [
        ("su-r", "tank-brigade", "soviet", (4, 4), {"formation": "Reserve"}),
        ("jp-1", "jp-infantry-battalion", "japanese", (8, 4), {"steps": 1}),
    ]
    way = Axis("forward", frozenset({"Reserve"}), (60,))
    hints = AiHints(posture="attack", axes=(way,), reserves=frozenset({"Reserve"}))
    state = battle(units, hints, "soviet", turns=16)
    now = reading(state)
    unit = now.own[0]
    assert now.plan.reserve == {"su-r"} and march(now, Weights(), unit) is None
    assert fights.best_plan(now, Weights(), set(), fights.reaches(now), Breadth()) is None
    later = reading(replace(state, turn=3))
    assert not later.plan.reserve
    assert fights.best_plan(later, Weights(), set(), fights.reaches(later), Breadth()) is not None


def relief(**later: Any) -> GameState:
    units = [
        ("jp-a", "jp-infantry-battalion", "japanese", (12, 4), {"formation": "Relief"}),
        ("jp-b", "jp-infantry-battalion", "japanese", (13, 4), {"formation": "Relief", "steps": 2, **later}),
        ("jp-c", "jp-infantry-regiment", "japanese", (5, 4), {"formation": "Ringed", "steps": 7}),
        ("su-1", "rifle-battalion", "soviet", (0, 0)),
    ]
    board = small_scenario(ROWS).board
    way = tuple(board.index(*at) or 0 for at in ((11, 4), (5, 4)))
    hints = AiHints(posture="defend", axes=(Axis("relief", frozenset({"Relief"}), way),))
    return battle(units, hints)


def goal(state: GameState) -> int | None:
    now = reading(state)
    return goal_of(now, next(u for u in now.own if u.id == "jp-a"))


def test_relief_waits_where_it_assembles_for_what_comes_within_a_day() -> None:
    index = relief().scenario.board.index
    assert goal(relief(arrives=3)) == index(11, 4)
    assert goal(relief(arrives=9)) == index(5, 4)
    assert goal(relief()) == index(5, 4)


def test_relief_that_comes_too_late_for_anybody_holds_where_it_assembles() -> None:
    state = relief()
    ringed = next(u for u in state.units if u.id == "jp-c")
    assert goal(state.with_unit(replace(ringed, steps=1))) == state.scenario.board.index(11, 4)
