"""The operational plan: what each formation is to do, on small maps, and what its units then do."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from khalkhin.ai import fights, marches
from khalkhin.ai.fights import Breadth
from khalkhin.ai.marches import goal_of, march
from khalkhin.ai.plan import Mission, Task
from khalkhin.ai.situation import Situation, Weights
from khalkhin.core.combat.combat import Chance, assess
from khalkhin.core.model.rules import CombatOutcome
from khalkhin.core.model.scenario import AiHints, Axis, Manner
from khalkhin.core.model.state import GameState

from tests.ai.test_hints import ROWS, battle, reading
from tests.scenarios import small_scenario

WING = ("su-w", "tank-brigade", "soviet", (2, 1), {"formation": "Wing"})
CENTRE = ("su-c", "rifle-regiment", "soviet", (3, 5), {"formation": "Centre"})
ENEMY = ("jp-1", "jp-infantry-battalion", "japanese", (6, 5))
BOARD = small_scenario(ROWS).board


def at(col: int, row: int) -> int:
    hex_ = BOARD.index(col, row)
    assert hex_ is not None
    return hex_


def attack(*units: Any, wing: Manner = Manner.ENVELOP, centre: Manner = Manner.PIN, **more: Any) -> GameState:
    """A battle in which the wing is to go by (5, 1) to (11, 4), the centre to (6, 5)."""
    axes = (
        Axis("wing", frozenset({"Wing"}), (at(5, 1), at(11, 4)), wing),
        Axis("centre", frozenset({"Centre"}), (at(6, 5),), centre),
    )
    hints = AiHints(posture="attack", axes=axes, reserves=frozenset({"Reserve"}))
    return battle(list(units), hints, "soviet", turns=16, **more)


def mission(state: GameState, formation: str) -> Mission:
    return reading(state).plan.operations.missions[formation]


def goal(now: Situation, name: str) -> int | None:
    return goal_of(now, next(u for u in now.own if u.id == name))


def test_wings_envelop_and_the_centre_pins() -> None:
    state = attack(WING, CENTRE, ENEMY)
    assert mission(state, "Wing") == Mission(Task.ENVELOP, (at(5, 1), at(11, 4)))
    assert mission(state, "Centre") == Mission(Task.PIN, (at(6, 5),))
    plain = attack(WING, CENTRE, ENEMY, wing=Manner.ADVANCE, centre=Manner.ADVANCE)
    assert {mission(plain, name).task for name in ("Wing", "Centre")} == {Task.ADVANCE}


@pytest.mark.parametrize("centre", [Manner.STORM, Manner.PIN])
def test_who_pins_or_storms_does_not_go_round_the_enemy_to_close_a_ring(centre: Manner) -> None:
    now = reading(attack(WING, CENTRE, ENEMY, centre=centre))
    free = {u.id for u in now.own if now.plan.operations.encircles(u)}
    assert free == {"su-w"} and now.plan.closers.keys() <= free
    now.plan, now.cut = replace(now.plan, ring={at(5, 5): 8.0}), {}
    for name, drawn in (("su-w", True), ("su-c", False)):
        unit = next(u for u in now.own if u.id == name)
        assert (marches._lure(now, Weights(), unit, at(5, 5), True) > 0) is drawn


def test_a_wing_holds_the_place_where_the_ring_closes_as_soon_as_one_of_it_is_there() -> None:
    there = (*WING[:3], (11, 2), WING[4])
    for units in ((there,), (there, ("su-x", "tank-brigade", "soviet", (2, 2), {"formation": "Wing"}))):
        now = reading(attack(*units, ENEMY))
        assert now.plan.operations.missions["Wing"] == Mission(Task.SEAL, (at(11, 4),))
    assert mission(attack((*WING[:3], (11, 1), WING[4]), ENEMY), "Wing").task is Task.ENVELOP


def test_who_is_not_there_yet_when_the_ring_closes_stays_on_the_way_of_his_wing() -> None:
    there = ("su-x", "tank-brigade", "soviet", (11, 2), {"formation": "Wing"})
    for place, goes_to in (((2, 1), (5, 1)), ((7, 1), (11, 4)), ((2, 7), (5, 1))):
        now = reading(attack((*WING[:3], place, WING[4]), there, ENEMY))
        assert marches._mission_goal(now, next(u for u in now.own if u.id == "su-x")) == at(11, 4)
        assert marches._mission_goal(now, next(u for u in now.own if u.id == "su-w")) == at(*goes_to)


def test_a_wing_near_the_enemy_goes_on_and_who_pins_him_stays() -> None:
    """Both stand two hexes from him, out of his zone of control."""
    near = [("su-w", "tank-brigade", "soviet", (4, 5), {"formation": "Wing"}),
            ("su-c", "rifle-regiment", "soviet", (8, 5), {"formation": "Centre"})]  # fmt: skip
    now, weights = reading(attack(*near, ENEMY)), Weights()
    wing, centre = (next(u for u in now.own if u.id == name) for name in ("su-w", "su-c"))
    assert all(now.danger.get(u.hex) and u.hex not in now.known.zones for u in (wing, centre))
    assert marches._stay(now, weights, wing) == weights.stay
    assert marches._stay(now, weights, centre) == weights.stay * weights.contact


@pytest.mark.parametrize(("posture", "worth"), [("attack", 0.0), ("defend", Weights().guard)])
def test_an_attacker_is_held_back_by_no_crossing_that_is_not_his_to_guard(posture: str, worth: float) -> None:
    """The same hex in an enemy's reach, with a bridge of one's own beside it and without."""
    scores = []
    for bridges in ([((3, 5), (3, 4), "bridge", {"owner": "soviet"})], []):
        river = [((3, 5), (3, 4), "river")]
        hints = AiHints(posture=posture)
        state = battle([CENTRE, ENEMY], hints, "soviet", turns=16, hexsides=river, crossings=bridges)
        now = reading(state)
        assert now.danger.get(now.own[0].hex)
        scores.append(marches._score(now, Weights(), now.own[0], now.own[0].hex, 0, None))
    assert scores[0] - scores[1] == pytest.approx(worth)


def test_a_reserve_waits_for_the_opening_of_the_battle() -> None:
    units = (("su-r", "tank-brigade", "soviet", (1, 1), {"formation": "Reserve"}), ENEMY)
    assert mission(attack(*units), "Reserve").task is Task.RESERVE
    assert mission(replace(attack(*units), turn=3), "Reserve").task is Task.ADVANCE


@pytest.mark.parametrize(("row", "task"), [(5, Task.REDUCE), (8, Task.REDUCE)])
def test_who_stands_near_an_enemy_that_is_shut_in_beats_him_down(row: int, task: Task) -> None:
    ring = [
        (f"su-{n}", "rifle-regiment", "soviet", place, {"formation": "Ring"})
        for n, place in enumerate([(5, 5), (7, 5), (6, 3), (6, 7)])
    ]
    centre = (*CENTRE[:3], (3, row), CENTRE[4])
    wing = (*WING[:3], (2, 1), WING[4])
    state = attack(centre, wing, *ring, ("jp-1", "jp-infantry-regiment", "japanese", (6, 5), {"steps": 7}))
    now = reading(state)
    assert now.plan.operations.pocketed == {at(6, 5)}
    assert now.plan.operations.missions["Centre"] == Mission(task, (at(6, 5),))
    # The wing goes on: the ring is to hold.
    assert now.plan.operations.missions["Wing"].task is Task.ENVELOP


def test_who_starves_is_beaten_down_too_but_not_told_of_as_shut_in() -> None:
    starving = ("jp-1", "jp-infantry-regiment", "japanese", (6, 5), {"steps": 7, "unsupplied": 8})
    operations = reading(attack(CENTRE, starving)).plan.operations
    assert operations.missions["Centre"] == Mission(Task.REDUCE, (at(6, 5),))
    assert operations.pocketed == frozenset()


def test_few_steps_that_are_shut_in_change_nobodys_mission() -> None:
    ring = [
        (f"su-{n}", "rifle-regiment", "soviet", place, {"formation": "Ring"})
        for n, place in enumerate([(5, 5), (7, 5), (6, 3), (6, 7)])
    ]
    state = attack(CENTRE, *ring, ("jp-1", "jp-infantry-regiment", "japanese", (6, 5), {"steps": 5}))
    assert mission(state, "Centre").task is Task.PIN


def test_defenders_hold_or_relieve() -> None:
    way = (at(10, 4), at(5, 4))
    hints = AiHints(posture="defend", axes=(Axis("relief", frozenset({"Relief"}), way),))
    units = [
        ("jp-a", "jp-infantry-battalion", "japanese", (12, 4), {"formation": "Relief"}),
        ("jp-b", "jp-infantry-battalion", "japanese", (6, 5), {"formation": "Line"}),
        ("su-1", "rifle-battalion", "soviet", (0, 0)),
    ]
    found = reading(battle(units, hints)).plan.operations.missions
    assert found == {"Relief": Mission(Task.RELIEVE, way), "Line": Mission(Task.HOLD)}


def test_a_wing_goes_its_way_and_not_the_shortest() -> None:
    # (11, 4) is nearer than the way by (5, 1), and an objective lies in between.
    hill = [("Hill", (6, 5), "japanese", 20, 10)]
    now = reading(attack((*WING[:3], (3, 4), WING[4]), ENEMY, objectives=hill))
    assert goal(now, "su-w") == at(5, 1)


def test_a_wing_that_has_a_place_behind_it_does_not_go_back() -> None:
    now = reading(attack((*WING[:3], (8, 2), WING[4]), ENEMY))
    assert goal(now, "su-w") == at(11, 4)


def test_a_wing_takes_the_store_on_its_way_if_nobody_guards_it() -> None:
    beside = (*WING[:3], (4, 1), WING[4])
    depot = [("japanese", (5, 1), 30)]
    now = reading(attack(beside, ENEMY, depots=depot))
    order = march(now, Weights(), next(u for u in now.own if u.id == "su-w"))
    assert goal(now, "su-w") == at(5, 1)
    assert order is not None and at(*order.to) == at(5, 1)
    # A guarded one it passes by, and one that is its own it has reached.
    guarded = attack(beside, ENEMY, ("jp-2", "jp-infantry-regiment", "japanese", (5, 1)), depots=depot)
    assert goal(reading(guarded), "su-w") == at(11, 4)
    assert goal(reading(attack(beside, ENEMY, depots=[("soviet", (5, 1), 30)])), "su-w") == at(11, 4)


def test_a_wing_attacks_who_holds_the_end_of_its_way_whatever_it_is_about() -> None:
    holder = ("jp-2", "jp-infantry-battalion", "japanese", (11, 4))
    aside = ("jp-3", "jp-infantry-battalion", "japanese", (8, 7))
    now = reading(attack((*WING[:3], (8, 4), WING[4]), holder, aside))
    # On its way back to close a ring it would let everybody else be.
    now.plan = replace(now.plan, closers={"su-w": at(5, 1)})
    unit = next(u for u in now.own if u.id == "su-w")
    found = fights.reaches(now)

    def spots(name: str) -> object:
        enemy = next(u for u in now.enemies if u.id == name)
        return fights.spots_for(now, unit, enemy.hex, [enemy], found, frozenset())

    assert now.plan.operations.task(unit) is Task.ENVELOP
    assert spots("jp-2") and isinstance(spots("jp-2"), list)
    assert spots("jp-3") is fights.Excuse.PASSES_BY


def worth(now: Situation, weights: Weights, *, retreats: bool = False) -> float:
    """What an assault of the wing on who holds the end of its way is worth, if he loses a step, or gives way."""
    wing, holder = (next(u for u in units if u.id == n) for units, n in ((now.own, "su-w"), (now.enemies, "jp-2")))
    odds = assess(now.state, [wing], (), [holder], holder.hex)
    outcome = CombatOutcome(0, 0, 0 if retreats else 1, 0, 1 if retreats else 0)
    sure = replace(odds, chances=(Chance(outcome, 36),))
    return fights.value(now, weights, sure, [wing], [holder], holder.hex)


def test_the_end_of_a_wings_way_is_worth_more_than_any_other_hex() -> None:
    holder = ("jp-2", "jp-infantry-battalion", "japanese", (11, 4))
    near = (*WING[:3], (10, 4), WING[4])
    for manner, more in ((Manner.ENVELOP, 6.0), (Manner.ADVANCE, 0.0)):
        now = reading(attack(near, holder, wing=manner))
        found = worth(now, Weights(seal=6.0), retreats=True) - worth(now, Weights(seal=0.0), retreats=True)
        assert found == pytest.approx(more), manner


@pytest.mark.parametrize(("steps", "part"), [(2, 1 / 2), (4, 1 / 4)])
def test_a_garrison_worn_down_is_a_part_of_its_place_while_there_is_time(steps: int, part: float) -> None:
    """Whom the first assault leaves with fewer men the next finds so; on the last two turns there is no next."""
    holder = ("jp-2", "jp-infantry-battalion", "japanese", (11, 4), {"steps": steps})
    places = [("Village", (11, 4), "japanese", 20, 20)]
    near = (*WING[:3], (10, 4), WING[4])
    state = attack(near, holder, objectives=places, wing=Manner.ADVANCE)
    now = reading(state)
    place = now.targets[at(11, 4)] * Weights().objective
    assert worth(now, Weights(wear=1.0)) - worth(now, Weights(wear=0.0)) == pytest.approx(part * place)
    last = reading(replace(state, turn=len(state.scenario.calendar) - 1))
    assert worth(last, Weights(wear=1.0)) == worth(last, Weights(wear=0.0))


def test_a_wing_is_not_called_aside_to_walk_into_a_place_or_to_guard_one() -> None:
    places = [("Hill", (7, 1), "japanese", 20, 10), ("Base", (1, 4), "soviet", 20, 10)]
    raider = ("jp-r", "jp-recon", "japanese", (4, 7))
    for manner in (Manner.ADVANCE, Manner.ENVELOP):
        now = reading(attack(WING, raider, objectives=places, wing=manner))
        called = {"su-w"} & (now.plan.takers.keys() | now.plan.posts.keys())
        assert bool(called) is (manner is Manner.ADVANCE), manner


def test_a_formation_that_pins_asks_more_of_an_assault() -> None:
    weak = ("jp-1", "jp-infantry-battalion", "japanese", (5, 5), {"steps": 3})
    chosen = {}
    for manner in (Manner.PIN, Manner.ADVANCE):
        now = reading(attack((*CENTRE[:3], (4, 5), CENTRE[4]), weak, centre=manner))
        plan = fights.best_plan(now, Weights(attack_margin=-9.0, pin_margin=99.0), set(), {}, Breadth())
        chosen[manner] = plan is not None
    assert chosen == {Manner.PIN: False, Manner.ADVANCE: True}


def test_an_attacker_does_not_park_in_its_own_objectives() -> None:
    base = [("Base", (2, 1), "soviet", 30, 15)]
    now = reading(attack(WING, ENEMY, objectives=base))
    unit = next(u for u in now.own if u.id == "su-w")
    order = march(now, Weights(), unit)
    assert order is not None and order.to != (2, 1)
