"""Places to win: who walks into them, who stays in them, who goes for them together; on small maps."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from khalkhin.ai import fights
from khalkhin.ai.appreciation import appreciate
from khalkhin.ai.marches import _stay, goal_of, march, sits_tight
from khalkhin.ai.situation import Situation, Weights, read
from khalkhin.ai.staff import StaffPlayer
from khalkhin.ai.unseen import presumed
from khalkhin.core import apply, initial_state, view
from khalkhin.core.model.rules import Light
from khalkhin.core.model.scenario import AiHints, Axis, Manner
from khalkhin.core.model.state import DESTROYED, GameState, Ghost, Holding
from khalkhin.core.model.units import Level
from khalkhin.core.orders.orders import Assault, Move, Order
from khalkhin.core.victory import swing

from tests.scenarios import small_scenario

ROWS = ["." * 16] * 9
#: The enemy in a corner, far from everything.
FAR = ("jp-far", "jp-infantry-battalion", "japanese", (15, 8))
ATTACK = AiHints(posture="attack")


def battle(units: list[Any], places: list[Any], hints: AiHints = ATTACK, turn: int = 1, **more: Any) -> GameState:
    """A turn of the Soviets, whose hints these are, without fog."""
    sources = [("soviet", (0, 4)), ("japanese", (15, 4))]
    scenario = small_scenario(ROWS, units, sources=sources, objectives=places, **{"turns": 12, **more})
    infos = tuple(replace(s, hints=hints) if s.id == "soviet" else s for s in scenario.sides)
    return replace(initial_state(replace(scenario, sides=(infos[0], infos[1])), fog=False), turn=turn)


def reading(state: GameState) -> Situation:
    seen = view(state, state.active)
    return read(seen, plan=appreciate(seen))


def at(state: GameState, col: int, row: int) -> int:
    return state.scenario.board.index(col, row) or 0


def test_a_place_that_changed_hands_is_at_stake_on_both_sides() -> None:
    # 8 for whom it belongs to, 20 falling to 8 for whoever takes it.
    state = battle([FAR], [("Village", (8, 4), "japanese", 20, 8)], turn=1)
    village = state.scenario.objectives[0]
    assert swing(state, village, Holding("japanese")) == 8 + 20
    late = replace(state, turn=12)
    assert swing(late, village, Holding("japanese")) == 8 + 8
    # Taken on the first turn: what that paid is lost with it, and the first owner has his own back.
    assert swing(late, village, Holding("soviet", 1)) == 20 + 8
    assert reading(replace(late, holdings=(Holding("soviet", 1),))).held == {at(state, 8, 4): 28.0}


def riders(manner: Manner | None, turn: int = 1) -> GameState:
    """A regiment three marches from a village that nobody is in, and from where its formation is to go."""
    way = Axis("away", frozenset({"Column"}), (8,), manner or Manner.ADVANCE)
    hints = replace(ATTACK, axes=(way,) if manner else ())
    column = ("su-1", "rifle-regiment", "soviet", (2, 4), {"formation": "Column"})
    return battle([column, FAR], [("Village", (11, 4), "japanese", 8, 8)], hints, turn)


def test_a_place_is_worth_a_march_of_some_turns_but_to_a_wing_that_goes_round_the_enemy() -> None:
    for manner, goes in ((None, True), (Manner.ADVANCE, True), (Manner.ENVELOP, False)):
        state = riders(manner)
        assert bool(appreciate(view(state, "soviet")).takers) is goes
    # Nobody sets out who cannot be there before the end.
    assert not appreciate(view(riders(None, turn=11), "soviet")).takers


def test_the_nearest_place_comes_before_the_dearest() -> None:
    units = [("su-1", "rifle-regiment", "soviet", (5, 4)), FAR]
    places = [("Town", (12, 4), "japanese", 20, 20), ("Farm", (7, 4), "japanese", 6, 6)]
    state = battle(units, places)
    assert appreciate(view(state, "soviet")).takers == {"su-1": at(state, 7, 4)}


def test_who_can_walk_in_does_so_before_anybody_fights() -> None:
    units = [
        ("su-1", "rifle-regiment", "soviet", (6, 4), {"steps": 9}),
        ("su-2", "rifle-regiment", "soviet", (6, 6), {"steps": 9}),
        ("jp-1", "jp-infantry-battalion", "japanese", (7, 6), {"steps": 1}),
    ]
    state = battle(units, [("Village", (7, 3), "japanese", 8, 8)])
    player = StaffPlayer()
    orders: list[Order] = []
    while len(orders) < 9 and not any(isinstance(o, Assault) for o in orders):
        orders.append(player.next_order(view(state, "soviet")))
        state, _ = apply(state, orders[-1])
    moves = [o for o in orders if isinstance(o, Move)]
    assert isinstance(orders[-1], Assault) and moves and moves[0].to == (7, 3)


def taken(formation: str = "Other", steps: int = 4, worth: int = 8, hints: AiHints = ATTACK) -> GameState:
    """A village that the Soviets have taken, with a battalion in it and the enemy a march away."""
    wing = Axis("round", frozenset({"Wing"}), (8,), Manner.ENVELOP)
    units = [
        ("su-1", "rifle-battalion", "soviet", (8, 4), {"steps": steps, "formation": formation}),
        ("jp-1", "jp-infantry-battalion", "japanese", (11, 4), {"steps": 4}),
    ]
    place = [("Village", (8, 4), "japanese", worth, worth)]
    state = battle(units, place, replace(hints, axes=(wing,)), turn=4)
    return replace(state, holdings=(Holding("soviet", 3),))


def test_an_attacker_leaves_a_guard_in_what_is_worth_more_than_the_guard() -> None:
    state = taken()
    assert appreciate(view(state, "soviet")).posts == {"su-1": at(state, 8, 4)}
    # Too little for so many men; and a wing has somewhere else to be.
    assert not appreciate(view(taken(worth=3), "soviet")).posts
    assert not appreciate(view(taken("Wing"), "soviet")).posts


def test_who_has_gone_out_of_sight_is_still_near() -> None:
    state = taken()
    enemy = next(u for u in state.units if u.id == "jp-1")
    seen = view(state, "soviet")
    gone = seen.state.with_unit(replace(enemy, hex=at(state, 15, 8)))
    assert not appreciate(replace(seen, state=gone)).posts
    for place, since, guarded in (((11, 4), 1, True), ((15, 8), 0, False)):
        ghosts = {enemy.spec.index: Ghost(at(state, *place), state.turn - since, Level.IDENTIFIED)}
        assert bool(appreciate(replace(seen, state=gone, ghosts=ghosts)).posts) is guarded


@pytest.mark.parametrize(("rows", "guarded"), [((0, 2, 4, 6, 8), False), ((0, 8), True)])
def test_an_attackers_front_lets_nobody_through_who_is_out_of_sight(rows: tuple[int, ...], guarded: bool) -> None:
    """Riders on the far side of a line from edge to edge could come to the village only through its zones."""
    line = [(f"su-{row}", "rifle-regiment", "soviet", (9, row)) for row in rows]
    rider = ("jp-1", "manchukuo-cavalry", "japanese", (11, 4))
    guard = ("su-g", "rifle-battalion", "soviet", (7, 4), {"steps": 4})
    state = battle([*line, guard, rider, FAR], [("Village", (7, 4), "soviet", 40, 40)])
    enemy = next(u for u in state.units if u.id == "jp-1")
    seen = view(state, "soviet")
    gone = seen.state.with_unit(replace(enemy, hex=at(state, 15, 8)))
    ghosts = {enemy.spec.index: Ghost(enemy.hex, state.turn - 1, Level.IDENTIFIED)}
    posts = appreciate(replace(seen, state=gone, ghosts=ghosts)).posts
    assert (at(state, 7, 4) in posts.values()) is guarded


@pytest.mark.parametrize(("turn", "stays"), [(6, False), (12, True)])
def test_at_the_end_nobody_leaves_a_place_that_is_worth_more_than_he_is(turn: int, stays: bool) -> None:
    state = replace(taken(hints=AiHints(posture="balanced")), turn=turn)
    hungry = [replace(u, unsupplied=4, store=-1) for u in state.units if u.id == "su-1"]
    now = reading(state.with_units(hungry))
    assert ("su-1" in now.plan.cut) is not stays
    poor = reading(replace(taken(worth=1, hints=AiHints(posture="balanced")), turn=turn).with_units(hungry))
    assert "su-1" in poor.plan.cut


@pytest.mark.parametrize(("posture", "runs_late"), [("attack", False), ("balanced", True)])
def test_an_attackers_hungry_men_do_not_turn_back_when_it_is_nearly_over(posture: str, runs_late: bool) -> None:
    """Nobody who is cut off two turns before the end is any worse for it; a turn earlier he goes back to eat."""
    state = taken(worth=1, hints=AiHints(posture=posture))
    hungry = [replace(u, unsupplied=4, store=-1) for u in state.units if u.id == "su-1"]
    for turn, runs in ((9, True), (10, runs_late)):
        plan = reading(replace(state, turn=turn).with_units(hungry)).plan
        assert ("su-1" in plan.cut) is runs, turn


def test_men_are_put_together_for_a_defended_place_only_at_the_end_and_only_if_they_are_enough() -> None:
    def units(steps: int) -> list[Any]:
        mine = [(f"su-{n}", "rifle-battalion", "soviet", (6, 2 + 2 * n), {"steps": 4}) for n in range(3)]
        return [*mine, ("jp-1", "jp-infantry-battalion", "japanese", (9, 4), {"steps": steps})]

    place = [("Village", (9, 4), "japanese", 8, 8)]
    late = battle(units(2), place, turn=9)
    efforts = appreciate(view(late, "soviet")).efforts
    assert len(efforts) >= 2 and set(efforts.values()) == {at(late, 9, 4)}
    now = reading(late)
    assert all(goal_of(now, u) == at(late, 9, 4) for u in now.own if u.id in efforts)
    assert not appreciate(view(battle(units(2), place, turn=3), "soviet")).efforts
    assert not appreciate(view(battle(units(9), place, turn=9), "soviet")).efforts


def test_driving_off_who_stands_before_a_weak_guard_is_worth_more() -> None:
    units = [
        ("su-1", "rifle-battalion", "soviet", (8, 4), {"steps": 1}),
        ("su-2", "rifle-regiment", "soviet", (9, 2)),
        ("jp-1", "jp-infantry-battalion", "japanese", (9, 3), {"steps": 4}),
    ]

    def worth(points: int, hints: AiHints = ATTACK) -> float:
        state = battle(units, [("Village", (8, 4), "soviet", points, points)], hints)
        now = reading(state)
        found = fights.tried(now, Weights(), at(state, 9, 3), fights.reaches(now), fights.Breadth(), frozenset())
        assert found is not None
        return found.value

    assert worth(8) > worth(0)
    sits = AiHints(posture="defend")
    assert worth(8, sits) == worth(0, sits)


def test_nobody_waits_in_a_ring_for_a_night_that_does_not_come() -> None:
    dug_in = ("su-1", "rifle-battalion", "soviet", (8, 4), {"entrenchment": 2})
    state = battle([dug_in, FAR], [], AiHints(posture="balanced"))
    days = tuple(replace(t, light=Light.DAY) for t in state.scenario.calendar)
    soon, late = ((*days[:n], replace(days[n], light=Light.NIGHT), *days[n + 1 :]) for n in (3, 8))
    for calendar, waits in ((days, False), (late, False), (soon, True)):
        now = reading(replace(state, scenario=replace(state.scenario, calendar=calendar)))
        assert sits_tight(now, now.own[0]) is waits


def test_who_stays_to_the_last_stays_though_nothing_of_him_can_fight() -> None:
    shaken = [replace(u, suppressed=u.steps) for u in taken().units if u.id == "su-1"]
    now = reading(replace(taken(), turn=12).with_units(shaken))
    unit = next(u for u in now.own if u.id == "su-1")
    assert now.plan.last == {"su-1"} and now.plan.posts == {"su-1": unit.hex}
    # However much it frightens him to stay.
    assert march(now, Weights(danger=50.0), unit) is None
    assert march(replace(now, plan=replace(now.plan, last=frozenset())), Weights(danger=50.0), unit) is not None
    # Where nobody comes there is nothing to wait for.
    away = next(u for u in now.state.units if u.id == "jp-1")
    calm = reading(now.state.with_unit(replace(away, hex=DESTROYED)))
    assert not calm.plan.last


def test_who_guards_a_place_asks_as_much_of_an_assault_as_men_in_the_line() -> None:
    units = [
        ("su-1", "rifle-battalion", "soviet", (8, 4), {"steps": 4}),
        ("jp-1", "jp-infantry-battalion", "japanese", (9, 4), {"steps": 2}),
        ("jp-2", "jp-infantry-battalion", "japanese", (10, 4)),
    ]
    state = battle(units, [("Village", (8, 4), "soviet", 24, 24)], turn=4)
    now, weights = reading(state), Weights()
    assert now.plan.posts == {"su-1": at(state, 8, 4)}
    sally = fights.tried(now, weights, at(state, 9, 4), {}, fights.Breadth(), frozenset())
    assert sally is not None and fights.margin(now, weights, sally) == weights.line_margin
    elsewhere = replace(now, plan=replace(now.plan, posts={}))
    assert fights.margin(elsewhere, weights, sally) == weights.attack_margin < weights.line_margin


def relief(place: tuple[int, int]) -> Situation:
    """A few men in a village before the enemy, and a regiment beside it or further off that is to keep it."""
    units = [
        ("su-1", "rifle-battalion", "soviet", (8, 4), {"steps": 1, "entrenchment": 2}),
        ("su-2", "rifle-regiment", "soviet", place),
        ("jp-1", "jp-infantry-battalion", "japanese", (10, 4), {"steps": 2}),
    ]
    state = battle(units, [("Village", (8, 4), "soviet", 20, 20)])
    seen = view(state, "soviet")
    return read(seen, plan=replace(appreciate(seen), posts={"su-2": at(state, 8, 4)}, efforts={}, takers={}))


def test_who_is_relieved_makes_room_when_the_new_guard_is_there() -> None:
    for place, leaves in (((7, 4), True), ((2, 4), False)):
        now = relief(place)
        weak = next(u for u in now.own if u.id == "su-1")
        assert (march(now, Weights(), weak) is not None) is leaves


@pytest.mark.parametrize(("kind", "held"), [("jp-recon", False), ("jp-infantry-battalion", True)])
def test_only_men_on_foot_sit_where_nobody_sees_them(kind: str, held: bool) -> None:
    # Two are out of sight, who could be in the village and at the source: riders would not stay there.
    units = [("su-1", "rifle-regiment", "soviet", (2, 4)), *((f"jp-{n}", kind, "japanese", (14, n)) for n in (6, 7))]
    state = battle(units, [("Village", (8, 4), "japanese", 8, 8)])
    seen = view(initial_state(state.scenario, fog=True), "soviet")
    assert not seen.state.known_enemies("soviet")
    assert bool(presumed(seen.state, "soviet", seen.ghosts)) is held
    assert bool(appreciate(seen).takers) is not held


def test_an_attacker_marches_up_to_the_enemy_and_stays_where_he_has_met_him() -> None:
    for place, close in (((8, 4), True), ((7, 4), False)):
        units = [("su-1", "rifle-regiment", "soviet", place), ("jp-1", "jp-infantry-battalion", "japanese", (9, 4))]
        now = reading(battle(units, [("Village", (12, 4), "japanese", 8, 8)]))
        unit = now.own[0]
        assert now.danger[unit.hex] > 0, "the enemy is near"
        stuck = _stay(now, Weights(contact=9.0), unit) > _stay(now, Weights(contact=1.0), unit)
        assert stuck is close
