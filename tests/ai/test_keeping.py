"""A ring once shut is kept shut: who stays, who closes it, who goes on round it, and how those within wait for dark."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from khalkhin.ai import fights, keeping
from khalkhin.ai.appreciation import appreciate
from khalkhin.ai.fights import Breadth
from khalkhin.ai.marches import march
from khalkhin.ai.situation import Situation, Weights
from khalkhin.core import view
from khalkhin.core.model.scenario import AiHints, Axis, Manner
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Unit

from tests.ai.test_hints import battle, reading
from tests.ai.test_plan import ENEMY, WING, at, attack
from tests.narrow import the

#: Four regiments two hexes from (6, 5), whose zones of control shut in whoever is there.
RING = [(5, 5), (7, 5), (6, 3), (6, 7)]
WITHIN = ("jp-1", "jp-infantry-regiment", "japanese", (6, 5), {"steps": 7})


def ring(*more: Any, without: int | None = None) -> GameState:
    units = [
        (f"su-{n}", "rifle-regiment", "soviet", place, {"formation": "Ring"})
        for n, place in enumerate(RING)
        if n != without
    ]
    return battle([*units, WITHIN, *more], AiHints(posture="attack"), "soviet", turns=16)


def named(now: Situation, name: str) -> Unit:
    return next(u for u in now.own if u.id == name)


def test_steps_count_as_shut_in_when_no_way_leads_to_a_source() -> None:
    assert keeping.shut_in_steps(ring(), "japanese") == 7
    assert keeping.shut_in_steps(ring(), "soviet") == 0
    assert keeping.shut_in_steps(ring(without=1), "japanese") == 0


def test_a_march_gains_and_loses_the_steps_that_it_shuts_in_and_lets_out() -> None:
    weights = Weights(keep=1.0)
    assert keeping.gained(reading(ring()), weights, [("su-1", at(11, 5))]) == -7.0
    assert keeping.gained(reading(ring()), weights, [("su-1", at(7, 5))]) == 0.0
    back = ring(("su-9", "rifle-regiment", "soviet", (9, 5)), without=1)
    for unsupplied, steps in ((1, 7.0), (2, 0.0)):
        state = back.with_unit(replace(the(back.unit("su-9")), unsupplied=unsupplied))
        assert keeping.gained(reading(state), weights, [("su-9", at(7, 5))]) == steps, "who is not fed shuts nobody in"


def among_posts(place: tuple[int, int]) -> Situation:
    """Riflemen in a place at a ring of four Japanese posts, as they are read."""
    posts = [(f"jp-{n}", "jp-infantry-regiment", "japanese", post) for n, post in enumerate(RING)]
    rifles = ("su-9", "rifle-regiment", "soviet", place, {"steps": 8})
    return reading(battle([*posts, rifles], AiHints(posture="attack"), "soviet", turns=16))


def test_a_march_costs_the_own_men_whom_it_shuts_in() -> None:
    now = among_posts((9, 5))
    for hex_, costs in ((at(6, 5), 8.0), (at(8, 5), 0.0), (at(10, 5), 0.0), (at(9, 5), 0.0)):
        assert keeping.risked(now, Weights(keep=1.0), "su-9", hex_) == costs, hex_


def test_nobody_marches_where_he_is_shut_in_for_it() -> None:
    now = among_posts((7, 4))
    unit = named(now, "su-9")
    way = Axis("on", frozenset({unit.spec.formation}), (at(6, 5),))
    free = replace(now.plan, cut=frozenset(), leaving=frozenset(), operations=replace(now.plan.operations, missions={}))
    sent = replace(now, hints=AiHints(posture="attack", axes=(way,)), plan=free)
    lured = march(sent, Weights(keep=0.0, danger=0.0, stay=0.0), unit)
    assert lured is not None and keeping.risked(now, Weights(), "su-9", at(*lured.to)) == 8.0, "the way leads in"
    warned = march(sent, Weights(danger=0.0, stay=0.0), unit)
    assert warned is None or not keeping.risked(now, Weights(), "su-9", at(*warned.to))


@pytest.mark.parametrize(
    ("turns", "posture", "pays", "more"),
    [(0, "attack", 7, False), (1, "attack", 7, True), (1, "attack", 1, False), (1, "defend", 7, False)],
)
def test_an_attacker_pays_more_for_steps_that_die_without_supplies(
    turns: int, posture: Any, pays: int, more: bool
) -> None:
    state = ring()
    victory = replace(state.scenario.victory, pocketed_step=pays)
    state = replace(state, scenario=replace(state.scenario, victory=victory))
    hungry = state.with_units([replace(u, unsupplied=turns) for u in state.units if u.id == "jp-1"])
    now = replace(reading(hungry), hints=AiHints(posture=posture))
    plans = []
    for caught in (1.0, 3.0):
        weights = Weights(caught=caught, attack_margin=-9.0, defend_margin=-9.0, line_margin=-9.0)
        plans.append(fights.best_plan(now, weights, set(), {}, Breadth()))
    once, twice = plans
    assert once is not None and twice is not None
    assert (twice.value > once.value + 0.1) is more, (once, twice)


def worth(state: GameState, posture: Any, pays: int, hungry: str) -> float:
    """What the assault on jp-1 is worth to the side that moves, when one unit is hungry."""
    victory = replace(state.scenario.victory, pocketed_step=pays)
    state = replace(state, scenario=replace(state.scenario, victory=victory))
    now = reading(state.with_units([replace(u, unsupplied=1) for u in state.units if u.id == hungry]))
    now = replace(now, hints=AiHints(posture=posture))
    weights = Weights(attack_margin=-99.0, defend_margin=-99.0, line_margin=-99.0)
    plan = fights.best_plan(now, weights, set(), {}, Breadth())
    assert plan is not None
    return plan.value


def test_a_defender_counts_all_that_steps_without_supplies_pay_and_an_attacker_a_part() -> None:
    state = ring()
    assert worth(state, "defend", 7, "jp-1") > worth(state, "defend", 3, "jp-1") > worth(state, "defend", 1, "jp-1")
    assert worth(state, "attack", 7, "jp-1") == worth(state, "attack", 3, "jp-1") > worth(state, "attack", 1, "jp-1")


def test_who_keeps_a_ring_shut_stays_although_he_is_wanted_elsewhere() -> None:
    axis = Axis("on", frozenset({"Ring"}), (at(7, 8),))
    now = reading(ring())
    now = replace(now, hints=AiHints(posture="attack", axes=(axis,)))
    # Nothing else keeps him: neither a post nor a mission at the pocket.
    free = replace(now.plan, posts={}, closers={}, ring={}, operations=replace(now.plan.operations, missions={}))
    now = replace(now, plan=free, net=now.net)
    unit = named(now, "su-1")
    gone = march(now, Weights(keep=0.0, stay=0.0), unit)
    assert gone is not None and keeping.gained(now, Weights(), [("su-1", at(*gone.to))]) < 0
    kept = march(now, Weights(stay=0.0), unit)
    assert kept is None or keeping.gained(now, Weights(), [("su-1", at(*kept.to))]) >= 0


def test_a_winner_does_not_follow_where_that_would_open_a_ring() -> None:
    prey = ("jp-2", "jp-hq", "japanese", (8, 6), {"steps": 1})
    now = reading(ring(prey))
    opens = keeping.gained(now, Weights(), [("su-1", at(8, 6))]) < 0
    chosen = {}
    for keep in (0.0, 1.0):
        weights = Weights(keep=keep, attack_margin=-9.0)
        plan = fights.best_plan(now, weights, {at(6, 5)}, {}, Breadth())
        assert plan is not None and plan.assault.attackers == ("su-1",)
        chosen[keep] = plan.assault.advance
    assert opens and chosen == {0.0: True, 1.0: False}


@pytest.mark.parametrize(
    ("place", "kind", "fights_it"),
    [
        ((1, 1), "jp-infantry-battalion", False),  # away from the way
        ((3, 1), "jp-infantry-battalion", True),  # upon it
        ((1, 1), "jp-hq", True),  # away from it, but a staff
    ],
)
def test_a_wing_turns_aside_for_guns_and_staffs_only(place: tuple[int, int], kind: str, fights_it: bool) -> None:
    state = attack(WING, ("jp-2", kind, "japanese", place, {"steps": 1}))
    plan = fights.best_plan(reading(state), Weights(attack_margin=-9.0), set(), {}, Breadth())
    assert (plan is not None) == fights_it
    plain = attack(WING, ("jp-2", kind, "japanese", place, {"steps": 1}), wing=Manner.ADVANCE)
    assert fights.best_plan(reading(plain), Weights(attack_margin=-9.0), set(), {}, Breadth()) is not None


@pytest.mark.parametrize(("fed", "works", "fights_it"), [(4, 0, False), (5, 0, True), (5, 1, True), (5, 2, False)])
def test_a_wing_fights_whoever_keeps_a_way_for_supplies_open_unless_dug_in(
    fed: int, works: int, fights_it: bool
) -> None:
    now = reading(attack(WING, ("jp-2", "jp-infantry-battalion", "japanese", (1, 1), {"entrenchment": works})))
    now.cut = {at(1, 1): float(fed)}
    plan = fights.best_plan(now, Weights(attack_margin=-9.0), set(), {}, Breadth())
    assert (plan is not None) == fights_it


@pytest.mark.parametrize(
    ("manner", "kind", "hungry", "back"),
    [
        (Manner.ENVELOP, "motor-rifle-regiment", 1, False),
        (Manner.ENVELOP, "motor-rifle-regiment", 2, True),
        (Manner.ENVELOP, "tank-brigade", 0, False),
        (Manner.ENVELOP, "tank-brigade", 1, True),
        (Manner.ADVANCE, "motor-rifle-regiment", 1, True),
    ],
)
def test_a_wing_behind_the_enemy_turns_back_when_it_would_be_unsupplied_next(
    manner: Manner, kind: str, hungry: int, back: bool
) -> None:
    """To go without is what it was sent for, as long as it can fight on it; any other turns back at once."""
    state = attack((WING[0], kind, WING[2], (12, 1), WING[4]), ENEMY, wing=manner)
    wing = state.unit("su-w")
    assert wing is not None
    state = state.with_unit(replace(wing, unsupplied=hungry, store=-1))
    assert ("su-w" in appreciate(view(state, "soviet")).cut) == back


@pytest.mark.parametrize(
    ("night", "works", "goes"), [(False, 2, False), (True, 2, True), (False, 1, True), (True, 0, True)]
)
def test_men_who_are_cut_off_leave_good_works_by_night_only(night: bool, works: int, goes: bool) -> None:
    units: list[Any] = [
        ("jp-1", "jp-infantry-battalion", "japanese", (4, 4), {"entrenchment": works, "unsupplied": 2}),
        ("su-1", "rifle-regiment", "soviet", (7, 4)),
    ]
    now = reading(battle(units, AiHints(posture="defend"), turns=16, night_first=night))
    now = replace(now, plan=replace(now.plan, cut=frozenset({"jp-1"}), line=frozenset(), posts={}))
    assert now.state.night is night
    assert (march(now, Weights(), named(now, "jp-1")) is not None) == goes
