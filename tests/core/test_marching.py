"""Marches of several turns: counted by hand, and each leg held to the rules over random positions."""

from __future__ import annotations

from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st
from khalkhin.core import apply, initial_state, view
from khalkhin.core.crossing import crossing as crossings
from khalkhin.core.events.events import Moved
from khalkhin.core.marching import Leg, MarchPlan, NoMarch, plan_march
from khalkhin.core.model.fast_replace import replace
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Unit
from khalkhin.core.movement import movement
from khalkhin.core.orders.movement import Move
from khalkhin.core.refusals import Refusal, RefusalCode

from tests.core.positions import states
from tests.narrow import the
from tests.scenarios import small_scenario

#: Foot has 6 MP, and pays 2 for a hex of open steppe.
FOOT = ("s", "rifle-regiment", "soviet", (0, 1))
ALONG = ("s", "rifle-regiment", "soviet", (0, 0))
FAR_ENEMY = ("j", "jp-infantry-regiment", "japanese", (13, 0))


def begun(*units: Any, rows: tuple[str, ...] = ("." * 14,) * 4, **more: Any) -> GameState:
    return initial_state(small_scenario(rows, units, **more), 1, False)


def planned(state: GameState, place: tuple[int, int], unit: str = "s") -> MarchPlan | Refusal | NoMarch:
    known = view(state, "soviet").state
    return plan_march(known, the(known.unit(unit)), the(known.scenario.board.index(*place)))


def ends(state: GameState, plan: MarchPlan | Refusal | NoMarch) -> list[tuple[int, tuple[int, int], int]]:
    """Of each leg the turn, where it ends, and its MP."""
    assert isinstance(plan, MarchPlan), plan
    return [(leg.turn, state.scenario.board.place(leg.path[-1]), leg.cost) for leg in plan.legs]


def test_a_march_on_open_steppe_makes_three_hexes_a_turn() -> None:
    state = begun(ALONG, FAR_ENEMY, rows=("." * 14,))
    assert ends(state, planned(state, (8, 0))) == [(1, (3, 0), 6), (2, (6, 0), 6), (3, (8, 0), 4)]


def test_movement_that_is_spent_counts_and_none_left_waits_for_the_next_turn() -> None:
    state = begun(ALONG, FAR_ENEMY, rows=("." * 14,))
    state, _ = apply(state, Move("s", (1, 0)))
    assert ends(state, planned(state, (6, 0))) == [(1, (3, 0), 4), (2, (6, 0), 6)]
    state, _ = apply(state, Move("s", (3, 0)))
    assert ends(state, planned(state, (6, 0))) == [(2, (6, 0), 6)]


def test_a_turn_ends_where_there_is_room() -> None:
    state = begun(FOOT, ("f", "rifle-regiment", "soviet", (3, 1)), FAR_ENEMY, rows=("^" * 14, "." * 14, "^" * 14))
    assert [place for _, place, _ in ends(state, planned(state, (6, 1)))] == [(2, 1), (5, 1), (6, 1)]


def test_an_enemys_zone_is_gone_round_and_none_is_entered() -> None:
    enemy = ("j", "jp-infantry-battalion", "japanese", (5, 4))
    state = begun(FOOT, enemy, rows=("." * 14,) * 7)
    plan = planned(state, (9, 4))
    assert isinstance(plan, MarchPlan)
    zones = movement.picture(state, "soviet").zones
    assert zones and zones.isdisjoint(h for leg in plan.legs for h in leg.path)
    assert planned(state, (4, 4)) is NoMarch.ZONE
    state = begun(FOOT, ("j", "jp-infantry-battalion", "japanese", (5, 1)), rows=("." * 14,) * 3)
    assert planned(state, (9, 1)) is NoMarch.ZONE


def test_why_there_is_no_march() -> None:
    lake = "......L......."
    state = begun(FOOT, ("f", "rifle-regiment", "soviet", (2, 2)), FAR_ENEMY, rows=(lake, lake, "....LLL......."))
    assert planned(state, (9, 1)) is NoMarch.NO_WAY
    found = [planned(state, place) for place in ((0, 1), (2, 2), (6, 1))]
    assert [f.code for f in found if isinstance(f, Refusal)] == [
        RefusalCode.SAME_HEX,
        RefusalCode.COMBAT_UNIT_THERE,
        RefusalCode.IMPASSABLE,
    ]


def test_no_march_lasts_longer_than_the_battle() -> None:
    state = begun(FOOT, FAR_ENEMY)
    last = len(state.scenario.calendar)
    assert isinstance(planned(replace(state, turn=last - 1), (6, 1)), MarchPlan)
    assert planned(replace(state, turn=last - 1), (8, 1)) is NoMarch.OVER


# ------------------------------------------------------------------ over random positions


def _drawn(data: st.DataObject) -> tuple[GameState, Unit, MarchPlan | Refusal | NoMarch]:
    """A position as the side to move knows it, one of its units, and what comes of sending it to any hex."""
    whole = data.draw(states())
    known = view(whole, whole.active).state
    own = list(known.side_units(known.active))
    assume(own)
    unit = data.draw(st.sampled_from(own))
    goal = data.draw(st.integers(0, known.scenario.board.size - 1))
    return known, unit, plan_march(known, unit, goal)


def _rested(state: GameState, unit: str) -> GameState:
    """The next turn of the side to move if nothing else happens, read plainly."""
    state = replace(state, turn=state.turn + 1, weather=state.info.weather, weather_until=state.turn + 1)
    state = crossings.reopen(state)
    its = the(state.unit(unit))
    return state.with_unit(replace(its, mp=movement.full_mp(state, its), moved=False, fought=False))


@given(st.data())
def test_each_leg_is_what_the_rules_make_of_it(data: st.DataObject) -> None:
    state, unit, plan = _drawn(data)
    assume(isinstance(plan, MarchPlan))
    assert isinstance(plan, MarchPlan)
    zones = movement.picture(state, unit.side).zones
    known = state.sightings
    turns = [leg.turn for leg in plan.legs]
    assert turns == list(range(turns[0], turns[0] + len(turns))) and turns[0] in (state.turn, state.turn + 1)
    assert plan.arrives <= len(state.scenario.calendar)
    for leg in plan.legs:
        while state.turn < leg.turn:
            state = _rested(state, unit.id)
        before = the(state.unit(unit.id))
        # What is not seen may be all the enemy has; and who is lost from sight on the way was known before it.
        state = replace(state, outcome=None, sightings=known)
        state, events = apply(state, leg.order)
        (moved,) = (e for e in events if isinstance(e, Moved))
        assert (moved.path, moved.cost, moved.stopped) == (leg.path, leg.cost, None)
        assert zones.isdisjoint(leg.path[1:]) and leg.path[0] == before.hex
    assert the(state.unit(unit.id)).hex == plan.way[-1] == plan.legs[-1].path[-1]


@given(st.data())
def test_a_march_is_the_same_wherever_the_unseen_enemy_is(data: st.DataObject) -> None:
    whole = data.draw(states(fog=True))
    side = whole.active
    levels = whole.sightings[side].levels
    hidden = [u for u in whole.units if u.on_map and u.side != side and not levels[u.spec.index]]
    own = list(whole.side_units(side))
    assume(hidden and own)
    gone = whole.with_units([replace(u, hex=-2) for u in hidden])
    unit = data.draw(st.sampled_from(own))
    goal = data.draw(st.integers(0, whole.scenario.board.size - 1))
    here, there = (view(state, side).state for state in (whole, gone))
    assert plan_march(here, the(here.unit(unit.id)), goal) == plan_march(there, the(there.unit(unit.id)), goal)


def test_a_leg_has_its_own_turn() -> None:
    leg = Leg(3, Move("s", (1, 1)), (0, 1), 2)
    plan = MarchPlan("s", (0, 1), (leg,))
    assert plan.leg(3) is leg and plan.leg(2) is None and plan.arrives == 3
