"""What the hints of a scenario do: places to hold, reserves, relief that goes in as one; on small maps."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from khalkhin.ai import fights
from khalkhin.ai.appreciation import appreciate
from khalkhin.ai.fights import AssaultPlan, Breadth
from khalkhin.ai.marches import goal_of, march, order_of_march
from khalkhin.ai.situation import Situation, Weights, read
from khalkhin.core import apply, initial_state, view
from khalkhin.core.model.scenario import AiHints, Axis, Manner, Objective
from khalkhin.core.model.state import GameState, Holding
from khalkhin.core.orders.orders import Assault, EndTurn

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


def ahead(manner: Manner = Manner.ADVANCE) -> AiHints:
    """An attack along the middle row by all formations that are called Column."""
    board = small_scenario(ROWS).board
    way = tuple(board.index(*place) or 0 for place in ((5, 4), (11, 4)))
    return AiHints(posture="attack", axes=(Axis("ahead", frozenset({"Column"}), way, manner),))


def test_the_head_of_a_column_moves_first() -> None:
    # The tail has less far to go to the next place of its way than the head.
    units = [
        ("a-tail", "rifle-regiment", "soviet", (2, 4), {"formation": "Column"}),
        ("b-head", "rifle-regiment", "soviet", (6, 4), {"formation": "Column"}),
    ]
    now = reading(battle(units, ahead(), "soviet"))
    assert [u.id for u in order_of_march(now)] == ["b-head", "a-tail"]


def test_a_column_closes_up_by_a_single_hex() -> None:
    # All that is free before it is one hex: on the march that is worth having, before the enemy it is not.
    column = [("a", "rifle-regiment", "soviet", (1, 4), {"formation": "Column"})]
    places = [(col, row) for col in (3, 4) for row in range(9)]
    blocks = [(f"b{n}", "rifle-regiment", "soviet", place, {"formation": "Other"}) for n, place in enumerate(places)]
    state = battle([*column, *blocks], ahead(), "soviet")
    now = reading(state)
    order = march(now, Weights(progress=0.4), next(u for u in now.own if u.id == "a"))
    assert order is not None and order.to[0] == 2
    defends = reading(battle([*column, *blocks], replace(ahead(), posture="balanced"), "soviet"))
    assert march(defends, Weights(progress=0.4), next(u for u in defends.own if u.id == "a")) is None


def holding(turn: int, enemy: int, manner: Manner = Manner.HOLD) -> Situation:
    """A regiment in its trench that is to hold, with an enemy of some steps two hexes away."""
    units = [
        ("su-1", "rifle-regiment", "soviet", (5, 4), {"formation": "Column", "entrenchment": 2}),
        ("jp-1", "jp-infantry-regiment", "japanese", (7, 4), {"steps": enemy}),
    ]
    return reading(replace(battle(units, ahead(manner), "soviet", turns=12), turn=turn))


def test_who_is_to_hold_stays_in_his_works_early_and_before_a_stronger_enemy() -> None:
    for turn, enemy, stays in ((2, 1, True), (8, 7, True), (8, 1, False)):
        now = holding(turn, enemy)
        assert (now.plan.line == {"su-1"}) is stays
        assert (march(now, Weights(), now.own[0]) is None) >= stays
        assert (fights.best_plan(now, Weights(), set(), fights.reaches(now), Breadth()) is None) is stays
    assert not holding(2, 1, Manner.ADVANCE).plan.line


def test_attackers_take_an_enemy_in_works_from_two_opposite_sides() -> None:
    units = [
        ("su-1", "rifle-regiment", "soviet", (6, 5)),
        ("su-2", "tank-brigade", "soviet", (8, 2)),
        ("jp-1", "jp-infantry-battalion", "japanese", (6, 4), {"entrenchment": 2, "steps": 2}),
    ]
    hints = AiHints(posture="attack")
    now = reading(battle(units, hints, "soviet"))
    plan = fights.best_plan(now, Weights(attack_margin=-9.0), set(), fights.reaches(now), Breadth())
    assert plan is not None and len(plan.assault.attackers) == 2
    board = now.state.scenario.board
    places = {u.id: u.hex for u in now.own} | {m.unit: board.index(*m.to) or 0 for m in plan.moves}
    first, second = (board.direction(plan.target, places[name]) for name in plan.assault.attackers)
    assert first is not None and second is not None and (first + 3) % 6 == second


def village(guards: int, turn: int = 1, posture: str = "attack", steps: int = 9) -> Situation:
    """A village of the enemy two marches ahead, with guards in it, and a regiment whose way leads elsewhere."""
    units: list[Any] = [("su-1", "rifle-regiment", "soviet", (5, 2), {"formation": "Other", "steps": steps})]
    units += [("jp-1", "jp-infantry-regiment", "japanese", (8, 2) if guards else (13, 8))]
    board = small_scenario(ROWS).board
    away = Axis("away", frozenset({"Other"}), (board.index(5, 8) or 0,))
    hints = AiHints(posture=posture, axes=(away,))
    town = [("Village", (8, 2), "japanese", 8, 8)]
    return reading(replace(battle(units, hints, "soviet", objectives=town, turns=9), turn=turn))


def test_somebody_walks_into_a_village_that_nobody_defends() -> None:
    now = village(guards=0)
    unit = next(u for u in now.own if u.id == "su-1")
    here = now.state.scenario.board.index(8, 2)
    assert now.plan.takers == {"su-1": here} and goal_of(now, unit) == here
    order = march(now, Weights(), unit)
    assert (
        order is not None
        and now.state.scenario.board.distance(now.state.scenario.board.index(*order.to) or 0, here or 0) < 3
    )
    assert not village(guards=1).plan.takers
    assert not village(guards=0, posture="defend").plan.takers


def test_what_is_held_is_guarded_more_at_the_end_of_a_battle() -> None:
    # The enemy is three turns away: at any other time that is soon enough to see about.
    units: list[Any] = [
        ("su-1", "rifle-battalion", "soviet", (3, 4)),
        ("su-2", "rifle-battalion", "soviet", (1, 4)),
        ("jp-1", "jp-infantry-battalion", "japanese", (11, 4)),
    ]
    base = [("Base", (2, 4), "soviet", 8, 8)]
    state = battle(units, AiHints(posture="attack"), "soviet", objectives=base, turns=12)
    guarded = {turn: bool(reading(replace(state, turn=turn)).plan.posts) for turn in (5, 10)}
    assert guarded == {5: False, 10: True}


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


def test_relief_attacks_and_the_line_saves_its_men() -> None:
    """Of one side that defends: who is to open a way asks of an assault what an attacker asks."""
    now, weights = reading(relief()), Weights()
    plans = (AssaultPlan(0, (), Assault((5, 3), (name,)), 0.0, 0) for name in ("jp-a", "jp-c"))
    bold, shy = (fights.margin(now, weights, plan) for plan in plans)
    assert bold == weights.attack_margin < weights.defend_margin <= shy


def test_relief_waits_where_it_assembles_for_what_comes_next_turn() -> None:
    index = relief().scenario.board.index
    assert goal(relief(arrives=2)) == index(11, 4)
    assert goal(relief(arrives=3)) == index(5, 4)
    assert goal(relief(arrives=9)) == index(5, 4)
    assert goal(relief()) == index(5, 4)


def test_relief_that_comes_too_late_for_anybody_holds_where_it_assembles() -> None:
    state = relief()
    ringed = next(u for u in state.units if u.id == "jp-c")
    assert goal(state.with_unit(replace(ringed, steps=1))) == state.scenario.board.index(11, 4)
