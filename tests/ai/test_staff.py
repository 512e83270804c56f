"""Whole turns and battles of the computer: legal, the same again, little work, better than chance, hurt by wants."""

from __future__ import annotations

import pytest
from khalkhin import ai
from khalkhin.core import apply, initial_state, view
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.orders.orders import EndTurn
from khalkhin.play.measure.variants.ablations import ablated
from khalkhin.play.measure.work import calls
from khalkhin.scenario import load

from tests.ai.variants import fight, with_bridges_hit
from tests.covering import covering, one_in
from tests.scenarios import small_scenario

SHIPPED = ("double_envelopment", "grazing_rights", "the_64th", "two_prongs", "road_from_borzya")


#: Who plays which battle: the staff all, and each other level one of the small ones, so that all are played; all of
#: them in the long form.
NAMES = [n for n in ai.names() if n != "random"]
PLAYED = [*(("staff", s) for s in SHIPPED[1:]), *covering([n for n in NAMES if n != "staff"], SHIPPED[1:])]


@pytest.mark.parametrize(("name", "scenario"), PLAYED)
def test_every_level_plays_every_battle_by_the_rules_and_the_same_way_again(name: str, scenario: str) -> None:
    same_again(name, scenario, 2)


@pytest.mark.parametrize("name", one_in(3, NAMES))
def test_every_level_plays_a_turn_of_august_by_the_rules_and_the_same_way_again(name: str) -> None:
    same_again(name, SHIPPED[0], 1)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_every_level_plays_two_turns_of_august_by_the_rules_and_the_same_way_again(name: str) -> None:
    same_again(name, SHIPPED[0], 2)


def same_again(name: str, scenario: str, turns: int) -> None:
    """Play turns of a battle twice; `apply` refuses what is not legal."""
    battle = load(scenario)
    digests = []
    for _ in range(2):
        state = initial_state(battle, 7)
        minds = {s.id: ai.make(name, 7) for s in battle.sides}
        while not state.over and state.turn <= turns:
            state, _ = apply(state, minds[state.active].next_order(view(state, state.active)))
        digests.append(state.digest())
    assert digests[0] == digests[1]


def test_a_fresh_player_takes_over_in_the_middle_of_a_turn() -> None:
    state = initial_state(load("double_envelopment"), 3)
    for _ in range(16):
        state, _ = apply(state, ai.make("staff", 3).next_order(view(state, state.active)))
    assert sum(u.moved or u.fought for u in state.side_units("soviet")) > 3


def test_a_turn_in_august_is_thought_out_with_little_work() -> None:
    """Some 920,000 calls of the rules' functions in the dearest of the first turns; a machine makes two million a
    second."""
    state = initial_state(load("double_envelopment"), 1)
    minds = {s.id: ai.make("staff", 1) for s in state.scenario.sides}
    worst = made = 0
    while state.turn <= 3:
        with calls() as tally:
            order = minds[state.active].next_order(view(state, state.active))
        made += tally.total()
        state, _ = apply(state, order)
        if isinstance(order, EndTurn):
            worst, made = max(worst, made), 0
    assert worst < 1_100_000


@pytest.mark.parametrize("players", [("staff", "random"), ("random", "staff")])
@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_the_staff_beats_chance(players: tuple[str, str], seed: int) -> None:
    """Victory points of the first side, in a quarter of August."""
    battle = load("the_64th")
    points = fight(battle, seed, len(battle.calendar), players).points
    even = fight(battle, seed, len(battle.calendar), ("random", "random")).points
    assert points > even if players[0] == "staff" else points < even


def hungry(battle: Scenario, side: str, seeds: range, turns: int) -> float:
    return sum(fight(battle, seed, turns).hungry[side] for seed in seeds) / len(seeds)


@pytest.mark.parametrize(
    ("name", "side"),
    [("road_from_borzya", "japanese"), pytest.param("double_envelopment", "soviet", marks=pytest.mark.slow)],
)
def test_an_army_without_trucks_goes_hungry(name: str, side: str) -> None:
    battle = load(name)
    seeds = range(1, 2)
    with_them = hungry(battle, side, seeds, 14)
    assert hungry(ablated(battle, side, "trucks"), side, seeds, 14) > 1.5 * with_them


@pytest.mark.slow
def test_bridges_that_are_hit_leave_an_army_hungry() -> None:
    battle = load("double_envelopment")
    seeds = range(1, 6)
    assert hungry(with_bridges_hit(battle, "soviet"), "soviet", seeds, 24) > hungry(battle, "soviet", seeds, 24)


def test_a_decision_grows_no_faster_than_n_log_n() -> None:
    """Three times the units take at most four times the work for each order (three and a half by n log n). A turn has
    more orders the more units there are, and takes more work by as much again."""

    def thought(units_a_side: int) -> float:
        units = []
        for n in range(units_a_side):
            units.append((f"su-{n:03}", "rifle-battalion", "soviet", (2 * (n % 10), n // 10)))
            units.append((f"jp-{n:03}", "jp-infantry-battalion", "japanese", (2 * (n % 10), 19 - n // 10)))
        sources = [("soviet", (0, 0)), ("japanese", (19, 19))]
        state = initial_state(small_scenario(["." * 20] * 20, units, sources=sources, turns=4), 1)
        player, orders, made = ai.make("staff", 1), 0, 0
        while state.active == "soviet":
            seen = view(state, "soviet")
            with calls() as tally:
                order = player.next_order(seen)
            made += tally.total()
            state, _ = apply(state, order)
            orders += 1
        return made / orders

    assert thought(60) < 4 * thought(20)
