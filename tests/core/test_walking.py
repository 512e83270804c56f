"""Ways that lead by enemies nobody had seen, counted by hand: what they cost and where they end."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from khalkhin.core import apply, initial_state, why_illegal
from khalkhin.core.events.events import Moved, StepsLost
from khalkhin.core.model.reasons import StopReason
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Unit
from khalkhin.core.movement.movement import path_cost, picture
from khalkhin.core.orders.orders import Move

from tests.narrow import the
from tests.refused import code
from tests.scenarios import small_scenario

#: Down the fourth column of open steppe, where a hex costs foot 2 of its 6 MP.
START, FIRST, SECOND, THIRD = (3, 1), (3, 2), (3, 3), (3, 4)
#: At night one sees no further than the next hex. This place controls FIRST and SECOND, that one only THIRD.
BESIDE, BEYOND = (4, 3), (3, 5)


def night(*units: tuple[Any, ...], **more: Any) -> GameState:
    scenario = small_scenario(
        ["." * 9] * 8, units, night_first=True, sources=[("soviet", (0, 0)), ("japanese", (8, 7))], **more
    )
    state = initial_state(scenario, seed=1)
    hidden = [u for u in state.units if u.side == "japanese"]
    assert hidden and not any(state.sightings["soviet"].levels[u.spec.index] for u in hidden)
    return state


def walked(state: GameState, to: tuple[int, int] = THIRD) -> tuple[Unit, Moved, tuple[int, int], list[StepsLost]]:
    after, events = apply(state, Move("s", to))
    unit = after.unit("s")
    assert unit is not None
    (moved,) = (e for e in events if isinstance(e, Moved))
    return unit, moved, after.scenario.board.place(unit.hex), [e for e in events if isinstance(e, StepsLost)]


FOOT = ("s", "rifle-regiment", "soviet", START)
ENEMY = ("j", "jp-infantry-battalion", "japanese")


def test_zones_of_control_on_the_way_cost_what_entering_one_costs() -> None:
    """2 and 2 more for FIRST; SECOND can be paid with the 2 left, its own 2 more no longer; THIRD cannot."""
    unit, moved, place, _ = walked(night(FOOT, (*ENEMY, BESIDE)))
    assert (place, unit.mp, moved.cost, moved.stopped) == (SECOND, 0, 6, StopReason.FIRE)


def test_who_is_stopped_where_there_is_no_room_falls_back_to_where_there_is() -> None:
    """2 for each hex, 2 more each for FIRST and SECOND: the 10 MP of horse end in THIRD, where a friend stands."""
    horse = ("s", "mongol-cavalry", "soviet", START)
    friend = ("f", "rifle-regiment", "soviet", THIRD)
    unit, moved, place, _ = walked(night(horse, (*ENEMY, BESIDE)), (3, 6))
    assert (place, unit.mp, moved.stopped) == (THIRD, 0, StopReason.FIRE)
    unit, moved, place, _ = walked(night(horse, friend, (*ENEMY, BESIDE)), (3, 6))
    assert (place, unit.mp, moved.stopped) == (SECOND, 0, StopReason.FIRE)


def test_an_enemy_at_the_end_of_the_way_bars_it() -> None:
    """FIRST is free; SECOND lies in the zone of control of who stands in THIRD: 2, 2 and 2 more."""
    unit, moved, place, _ = walked(night(FOOT, (*ENEMY, THIRD)))
    assert (place, unit.mp, moved.cost, moved.stopped) == (SECOND, 0, 6, StopReason.MET)


def test_the_zone_of_the_last_hex_costs_no_more_than_there_is() -> None:
    unit, moved, place, _ = walked(night(FOOT, (*ENEMY, BEYOND)))
    assert (place, unit.mp, moved.cost, moved.stopped) == (THIRD, 0, 6, None)


@pytest.mark.parametrize(
    ("via", "to", "cost"),
    [
        ((FIRST,), SECOND, 4),
        ((SECOND,), THIRD, 6),
        ((SECOND,), FIRST, 6),
        ((THIRD,), SECOND, None),
        ((FIRST, SECOND, FIRST), START, None),
        ((SECOND, FIRST), SECOND, None),
    ],
)
def test_waypoints_cost_what_the_whole_way_costs(
    via: tuple[tuple[int, int], ...], to: tuple[int, int], cost: int | None
) -> None:
    """2 for each hex of the way, there and back; 6 is all that foot has."""
    state = night(FOOT, (*ENEMY, (8, 7)))
    order = Move("s", to, via)
    if cost is None:
        assert code(state, order) == "out-of-reach"
    else:
        after, events = apply(state, order)
        (moved,) = (e for e in events if isinstance(e, Moved))
        unit = after.unit("s")
        assert unit is not None and (moved.cost, unit.mp) == (cost, 6 - cost)


def test_a_waypoint_may_lie_where_there_is_no_room_and_the_end_may_not() -> None:
    state = night(FOOT, ("f", "rifle-regiment", "soviet", SECOND), (*ENEMY, (8, 7)))
    assert why_illegal(state, Move("s", THIRD, (SECOND,))) is None
    assert code(state, Move("s", SECOND, (FIRST,))) == "combat-unit-there"
    assert walked(state)[2] == THIRD


@pytest.mark.parametrize("hidden", ["jp-truck-column", "field-artillery"])
def test_fighting_men_are_not_slowed_by_what_has_no_zone_of_control(hidden: str) -> None:
    unit, moved, place, _ = walked(night(FOOT, ("j", hidden, "japanese", BESIDE)))
    assert (place, unit.mp, moved.cost, moved.stopped) == (THIRD, 0, 6, None)


def test_fighting_men_go_through_trucks_that_nobody_had_seen() -> None:
    _, moved, place, _ = walked(night(FOOT, ("j", "jp-truck-column", "japanese", SECOND)))
    assert (place, moved.stopped) == (THIRD, None)


def test_digging_is_lost_on_the_march() -> None:
    unit, _, place, _ = walked(night(("s", "rifle-regiment", "soviet", START, {"entrenchment": 2}), (*ENEMY, BEYOND)))
    assert (place, unit.entrenchment) == (THIRD, 0)


def test_trucks_driven_by_hand_are_shot_up_where_an_unseen_enemy_controls_the_road() -> None:
    road = [[START, FIRST, SECOND, THIRD]]
    unit, moved, place, lost = walked(night(("s", "truck-column", "soviet", START), (*ENEMY, BESIDE), roads=road))
    assert (place, unit.mp, moved.stopped) == (FIRST, 0, StopReason.AMBUSH)
    assert [e.unit for e in lost] == ["s"]


def test_where_fighting_men_of_their_own_stand_trucks_are_not_shot_up() -> None:
    """Whoever stands beside an enemy sees him, so that this needs a position in which he has been overlooked."""
    road = [[START, FIRST, SECOND, THIRD]]
    guard = ("f", "rifle-regiment", "soviet", START)
    state = night(("s", "truck-column", "soviet", START), guard, (*ENEMY, BESIDE), roads=road)
    board, friend = state.scenario.board, the(state.unit("f"))
    guarded = state.with_unit(replace(friend, hex=the(board.index(*FIRST))))
    for held, end in ((state, FIRST), (guarded, SECOND)):
        _, moved, place, lost = walked(held)
        assert (place, moved.stopped, len(lost)) == (end, StopReason.AMBUSH, 1)


def test_a_ford_counts_the_units_and_the_loads_that_have_gone_over() -> None:
    units: list[tuple[Any, ...]] = [FOOT, (*ENEMY, (8, 7))]
    units += [(f"t{i}", "truck-column", "soviet", START, {"cargo": i}) for i in (2, 3)]
    ford = [(START, FIRST, "ford")]
    scenario = small_scenario(["." * 9] * 8, units, hexsides=[(START, FIRST, "river")], crossings=ford)
    state = initial_state(scenario, seed=1)
    for order in (Move("t2", FIRST), Move("t3", FIRST), Move("s", FIRST)):
        state, _ = apply(state, order)
    (link,) = state.crossings.values()
    assert (link.used, link.supply_used) == (1, 2 + 3)


@pytest.mark.parametrize(
    ("path", "fresh", "budget", "cost"),
    [
        ((START, FIRST), False, 6, 2),
        ((START, FIRST), True, 1, 1),  # the first step can always be made, with all there is
        ((START, FIRST), False, 1, 2),
        ((START, FIRST, SECOND), True, 3, 4),  # only one step is given so
        ((START, FIRST, SECOND, THIRD), True, 6, 6),
    ],
)
def test_a_hard_first_step_costs_all_there_is(
    path: tuple[tuple[int, int], ...], fresh: bool, budget: int, cost: int
) -> None:
    state = night(FOOT, (*ENEMY, (8, 7)))
    unit = the(state.unit("s"))
    way = tuple(the(state.scenario.board.index(*place)) for place in path)
    known = picture(state, "soviet")
    assert path_cost(state, unit, way, known, fresh=fresh, budget=budget) == cost
