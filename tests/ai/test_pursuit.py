"""Running down a beaten enemy: who is gone after, by whom, and where he is headed off."""

from __future__ import annotations

from dataclasses import replace

import pytest
from khalkhin.ai import fights, flights
from khalkhin.ai.appreciation import appreciate
from khalkhin.ai.marches import goal_of, weighed_march
from khalkhin.ai.pursuit import pursuers, quarries, trails
from khalkhin.ai.situation import Situation, Weights, read
from khalkhin.core import initial_state, view
from khalkhin.core.combat.combat import assess, fighters
from khalkhin.core.model.scenario import AiHints
from khalkhin.core.model.state import UNSEEN, GameState, Ghost, Holding
from khalkhin.core.model.units import Level
from khalkhin.core.movement.movement import picture
from khalkhin.core.supply.supply import rear

from tests.scenarios import ObjectiveRow, Row, small_scenario

WIDTH, HEIGHT = 25, 7
#: What the beaten side was to hold.
HILLS: list[ObjectiveRow] = [(f"Hill {n}", (3, 1 + n), "japanese", 20, 10) for n in range(3)]
#: A battalion on its way home along the third row, to the source at its end.
BATTALION: Row = ("j", "jp-infantry-regiment", "japanese", (15, 3))
TANKS: Row = ("t", "tank-brigade", "soviet", (15, 0))


def battle(units: list[Row], *, lost: int = 3, saved_step: int = 2, posture: str = "attack") -> GameState:
    """An attacker who has taken so many of three hills."""
    sources = [("soviet", (0, 3)), ("soviet", (10, 6)), ("japanese", (24, 3))]
    scenario = small_scenario(["." * WIDTH] * HEIGHT, units, objectives=HILLS, sources=sources)
    state = initial_state(scenario, fog=False)
    soviet, japanese = state.scenario.sides
    sides = (
        replace(soviet, hints=AiHints(posture=posture)),
        replace(japanese, saved_step=saved_step, hints=AiHints(posture="defend")),
    )
    holdings = tuple(Holding("soviet" if n < lost else "japanese") for n in range(3))
    return replace(state, scenario=replace(state.scenario, sides=sides), holdings=holdings)


def reading(state: GameState) -> Situation:
    seen = view(state, "soviet")
    return read(seen, plan=appreciate(seen))


def hunted(state: GameState) -> list[str]:
    return [quarry.unit.id for quarry in quarries(view(state, "soviet"))]


@pytest.mark.parametrize(("lost", "found"), [(1, []), (2, ["j"]), (3, ["j"])])
def test_an_enemy_is_gone_after_when_he_is_beaten(lost: int, found: list[str]) -> None:
    assert hunted(battle([TANKS, BATTALION], lost=lost)) == found


def test_nobody_is_gone_after_who_is_not_paid_for_at_home_or_by_a_side_that_does_not_attack() -> None:
    assert hunted(battle([TANKS, BATTALION], saved_step=0)) == []
    assert hunted(battle([TANKS, BATTALION], posture="defend")) == []


def test_who_sits_in_works_is_no_quarry() -> None:
    dug_in: Row = ("d", "jp-infantry-regiment", "japanese", (15, 5), {"entrenchment": 2})
    assert hunted(battle([TANKS, BATTALION, dug_in])) == ["j"]


def test_tanks_get_between_him_and_his_way_home() -> None:
    state = battle([TANKS, BATTALION])
    now = reading(state)
    tanks = state.unit("t")
    assert tanks is not None
    goal = goal_of(now, tanks)
    home = rear(state, "japanese")
    enemy = state.unit("j")
    assert goal is not None and enemy is not None
    assert home[goal] < home[enemy.hex], "on his way, before him"
    march = weighed_march(now, Weights(), tanks)
    assert march is not None and home[march.to] < home[enemy.hex]


def test_who_cannot_be_there_before_him_does_not_run_after_him() -> None:
    # The rifles come as fast as he goes, and stand far behind him.
    state = battle([("r", "rifle-regiment", "soviet", (8, 3)), BATTALION])
    assert reading(state).plan.pursuers == {}


def test_as_many_go_as_are_stronger_than_he_is_and_no_more() -> None:
    brigades: list[Row] = [(f"t{n}", "tank-brigade", "soviet", (13 + n, 0)) for n in range(5)]
    state = battle([*brigades, BATTALION])
    plan = reading(state).plan
    enemy = state.unit("j")
    assert enemy is not None
    force = [u.effective * u.spec.type.soft for name in plan.pursuers if (u := state.unit(name)) is not None]
    wanted = 1.5 * enemy.steps * enemy.spec.type.defence
    assert sum(force) >= wanted > sum(force) - max(force)
    assert len(plan.pursuers) < len(brigades)


def test_who_has_an_enemy_in_works_before_him_or_something_else_to_do_stays() -> None:
    works: Row = ("w", "jp-infantry-regiment", "japanese", (15, 1), {"entrenchment": 2})
    state = battle([TANKS, BATTALION, works])
    assert reading(state).plan.pursuers == {}
    free = battle([TANKS, BATTALION])
    seen = view(free, "soviet")
    plan = appreciate(seen)
    assert pursuers(seen, picture(free, "soviet"), quarries(seen), {"t"}, plan.operations) == {}


def test_he_is_gone_after_for_a_while_where_he_was_seen_last() -> None:
    state = battle([TANKS, BATTALION])
    seen = view(state, "soviet")
    enemy = state.unit("j")
    assert enemy is not None
    unseen = replace(seen.state, turn=5).with_unit(replace(enemy, hex=UNSEEN))
    for ago, found in ((1, ["j"]), (2, ["j"]), (3, [])):
        gone = replace(seen, state=unseen, ghosts={enemy.spec.index: Ghost(enemy.hex, 5 - ago, Level.EXACT)})
        assert [q.unit.id for q in quarries(gone)] == found
        for quarry in quarries(gone):
            fresh = quarries(seen)[0].way
            assert [turns for _, turns in quarry.way] == [turns - ago for _, turns in fresh], "he has gone on since"


def test_steps_that_would_get_home_are_worth_more_to_take() -> None:
    def worth(state: GameState) -> float:
        now = reading(state)
        tanks, enemy = state.unit("t"), state.unit("j")
        assert tanks is not None and enemy is not None
        found = fighters(now.state, "soviet", enemy.hex)
        odds = assess(now.state, [tanks], (), found, enemy.hex)
        return fights.value(now, Weights(), odds, [tanks], found, enemy.hex)

    near: Row = ("t", "tank-brigade", "soviet", (15, 2))
    assert worth(battle([near, BATTALION])) > worth(battle([near, BATTALION], lost=1))


def test_the_ways_home_from_what_he_held_are_looked_at_from_the_air() -> None:
    state = battle([TANKS, BATTALION])
    ways = trails(state, "soviet")
    home = rear(state, "japanese")
    hill = state.scenario.objectives[1].hex
    assert ways and all(home[h] < max(home[o.hex] for o in state.scenario.objectives) for h in ways)
    assert hill not in ways
    assert set(ways) & set(flights._ahead(reading(state)))
    assert trails(battle([TANKS, BATTALION], lost=1), "soviet") == frozenset()
