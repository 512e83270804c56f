"""What the enemy may hold although nobody is seen in it: who keeps still is not seen from afar, by night by nobody."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from khalkhin.ai.appreciation import appreciate
from khalkhin.ai.marches import march, weighed_march
from khalkhin.ai.situation import Situation, Weights, read
from khalkhin.ai.unseen import overshadowed, presumed
from khalkhin.core import initial_state, view
from khalkhin.core.model.rules import Light
from khalkhin.core.model.scenario import AiHints
from khalkhin.core.model.state import GameState, Ghost
from khalkhin.core.model.units import Level

from tests.scenarios import small_scenario

ROWS = ["." * 16] * 9
#: The enemy in a corner, on foot, where nobody sees him.
FAR = [(f"jp-{n}", "jp-infantry-battalion", "japanese", (15, n)) for n in (6, 7, 8)]


def battle(units: list[Any], night: bool = False, **more: Any) -> GameState:
    """A turn of an attack on a village eight hexes from the western edge, in fog."""
    sources = [("soviet", (0, 4)), ("japanese", (15, 4))]
    objectives = [("Village", (8, 4), "japanese", 20, 20)]
    scenario = small_scenario(ROWS, units, sources=sources, objectives=objectives, turns=12, **more)
    sides = tuple(replace(s, hints=AiHints(posture="attack")) if s.id == "soviet" else s for s in scenario.sides)
    dark = tuple(replace(t, light=Light.NIGHT if night else Light.DAY) for t in scenario.calendar)
    return initial_state(replace(scenario, sides=(sides[0], sides[1]), calendar=dark), fog=True)


def reading(state: GameState, ghosts: dict[int, Ghost] | None = None) -> Situation:
    seen = view(state, "soviet")
    seen = replace(seen, ghosts=ghosts or seen.ghosts)
    return read(seen, plan=appreciate(seen))


def at(state: GameState, col: int, row: int) -> int:
    found = state.scenario.board.index(col, row)
    assert found is not None
    return found


# Who keeps still is seen a hex less far: armoured cars, which see three hexes by day, look into what is two away.
@pytest.mark.parametrize(("col", "empty"), [(7, True), (6, True), (5, False)])
@pytest.mark.parametrize("night", [False, True])
def test_a_place_is_empty_only_for_those_who_have_looked_into_it(col: int, empty: bool, night: bool) -> None:
    state = battle([("su", "armoured-brigade", "soviet", (col, 4)), *FAR], night)
    now = reading(state)
    assert (at(state, 8, 4) not in now.presumed) is empty
    assert (now.plan.takers == {"su": at(state, 8, 4)}) is empty


def test_nothing_is_presumed_without_fog_or_when_everybody_is_accounted_for() -> None:
    units = [("su", "rifle-regiment", "soviet", (4, 4)), *FAR]
    state = battle(units)
    assert presumed(view(state, "soviet").state, "soviet", {})
    clear = replace(state, fog=False)
    assert not presumed(view(clear, "soviet").state, "soviet", {})
    watched = battle([*units, ("su-2", "rifle-regiment", "soviet", (14, 7))])
    assert not presumed(view(watched, "soviet").state, "soviet", {})


def test_where_somebody_was_last_seen_he_may_still_be() -> None:
    state = battle([("su", "rifle-regiment", "soviet", (7, 4)), *FAR], night=True)
    enemy = next(u for u in state.units if u.id == "jp-6")
    ghosts = {enemy.spec.index: Ghost(at(state, 8, 4), state.turn, Level.IDENTIFIED)}
    now = reading(state, ghosts)
    assert at(state, 8, 4) in now.presumed and not now.plan.takers


def test_nobody_walks_in_the_dark_between_men_who_were_seen_there_by_day() -> None:
    """Both were seen at dusk: who goes between them gets nothing to eat there, though nobody is to be seen."""
    state = battle([("su", "tank-brigade", "soviet", (5, 4)), *FAR], night=True)
    units = [u for u in state.units if u.id in ("jp-6", "jp-7")]
    places = (at(state, 8, 3), at(state, 8, 5))
    ghosts = {u.spec.index: Ghost(hex_, state.turn, Level.IDENTIFIED) for u, hex_ in zip(units, places, strict=True)}
    shadow = overshadowed(view(state, "soviet").state, "soviet", ghosts, ())
    assert shadow == {h for p in places for h in state.scenario.board.within(p, 1)}
    old = {i: replace(g, turn=g.turn - 3) for i, g in ghosts.items()}
    assert not overshadowed(view(state, "soviet").state, "soviet", old, ())
    now = reading(state, ghosts)
    tank = next(u for u in now.own if u.id == "su")
    there = weighed_march(now, Weights(), tank)
    assert there is None or state.scenario.board.place(there.to)[0] < 8
    lit = weighed_march(replace(now, shadowed=frozenset(), danger={}, presumed=frozenset()), Weights(), tank)
    assert lit is not None and state.scenario.board.place(lit.to)[0] >= 8


def test_a_march_goes_up_to_a_place_that_may_be_held_but_not_into_it() -> None:
    state = battle([("su", "rifle-regiment", "soviet", (5, 4)), *FAR])
    now = reading(state)
    unit = next(u for u in now.own if u.id == "su")
    order = march(now, Weights(), unit)
    assert order is not None and order.to != (8, 4)
    sure = march(replace(now, presumed=frozenset(), shadowed=frozenset()), Weights(), unit)
    assert sure is not None and sure.to == (8, 4)


def test_who_has_gone_out_of_sight_is_as_dangerous_as_what_is_left_of_him() -> None:
    state = battle([("su", "rifle-regiment", "soviet", (4, 4)), *FAR])
    seen, place = view(state, "soviet"), at(state, 6, 4)
    gone = next(u for u in seen.state.units if u.id == "jp-6")

    def danger(steps: int, level: Level) -> float:
        known = seen.state.with_unit(replace(gone, steps=steps))
        ghosts = {gone.spec.index: Ghost(place, state.turn, level)}
        return read(replace(seen, state=known, ghosts=ghosts)).danger[place]

    assert danger(1, Level.IDENTIFIED) < danger(3, Level.IDENTIFIED) <= danger(3, Level.CONTACT)
    assert danger(1, Level.CONTACT) == danger(3, Level.CONTACT) == danger(30, Level.IDENTIFIED)
