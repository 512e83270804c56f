"""What happened in a battle is counted as one counts it by hand, on positions and events made by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from khalkhin.core import apply, initial_state, parse_order
from khalkhin.core.events.events import (
    Captured,
    CrossingHit,
    CrossingTaken,
    Destroyed,
    Drafted,
    Event,
    Exited,
    HqPointsSpent,
    ObjectiveTaken,
    StepsLost,
    TurnBegan,
    WorkDone,
)
from khalkhin.core.model.reasons import Cause, HitCause
from khalkhin.core.model.state import GameState, SortiesLeft
from khalkhin.core.orders.orders import EndTurn
from khalkhin.core.supply.jugular import encircled
from khalkhin.play.measure.arena import battle, play_game
from khalkhin.play.measure.chronicle.activity import activity, takings
from khalkhin.play.measure.chronicle.chronicle import chronicle
from khalkhin.play.measure.chronicle.deaths import deaths, met
from khalkhin.play.measure.chronicle.follies import follies, returns, walked_into
from khalkhin.play.measure.chronicle.plight import Plight, plights, strength
from khalkhin.play.measure.chronicle.records import Activity, Death, Guns, Met, Ring, Taking
from khalkhin.play.measure.chronicle.rings import rings
from khalkhin.play.measure.chronicle.steps import GivenOrder, side_turns
from khalkhin.play.measure.chronicle.systems import systems, wing
from khalkhin.play.measure.kept import result_from
from khalkhin.scenario import load

from tests.scenarios import small_scenario

J, S = "japanese", "soviet"
#: A Japanese group of six steps within a full ring, and one outside; the sources lie in the corners.
RING: list[Any] = [
    ("s1", "rifle-regiment", S, (2, 2)),
    ("s2", "rifle-regiment", S, (4, 2)),
    ("s3", "rifle-regiment", S, (3, 4)),
    ("j1", "jp-infantry-battalion", J, (3, 2), {"steps": 4}),
    ("jg", "jp-field-artillery", J, (3, 2), {"steps": 2}),
    ("j2", "jp-infantry-battalion", J, (9, 5), {"steps": 3}),
]


def start(units: list[Any], *, rows: int = 7, cols: int = 11, fog: bool = False, **more: Any) -> GameState:
    sources = more.pop("sources", [(S, (0, 0), 50), (J, (cols - 1, rows - 1), 50)])
    return initial_state(small_scenario(["." * cols] * rows, units, sources=sources, **more), fog=fog)


def told(state: GameState, *events: Event, order: str = "end") -> GivenOrder:
    """An order that changes nothing, with such events."""
    return GivenOrder(state, parse_order(order), events, state)


def played(state: GameState, *orders: str) -> list[GivenOrder]:
    """Orders carried out one after the other."""
    steps = []
    for text in orders:
        order = parse_order(text)
        after, events = apply(state, order)
        steps.append(GivenOrder(state, order, events, after))
        state = after
    return steps


# ------------------------------------------------------------------ plight


def test_a_group_is_encircled_where_the_enemy_bars_every_way() -> None:
    state = start(RING)
    (group,) = encircled(state, J)
    assert [u.id for u in group] == ["j1", "jg"] and not encircled(state, S)
    opened = state.with_unit(replace(state.units[state.scenario.indices["s3"]], hex=0))
    assert not encircled(opened, J)


def test_a_pocket_is_a_group_as_large_as_the_scenario_says() -> None:
    state = start(RING)
    small = replace(state, scenario=replace(state.scenario, victory=replace(state.scenario.victory, pocket_steps=6)))
    assert [plights(s, J)["j1"] for s in (state, small)] == [Plight.CUT_OFF, Plight.POCKET]
    assert plights(small, J)["j2"] is Plight.SUPPLIED


def test_who_is_not_fed_though_nobody_bars_the_way_is_unfed() -> None:
    state = start(RING)
    hungry = state.with_unit(replace(state.units[state.scenario.indices["j2"]], unsupplied=2))
    assert plights(hungry, J)["j2"] is Plight.UNFED


def test_who_stands_on_a_source_with_enemies_all_about_is_surrounded() -> None:
    units = [*RING[:3], RING[3]]
    state = start(units, sources=[(S, (0, 0), 50), (J, (3, 2), 50)])
    assert plights(state, J)["j1"] is Plight.SURROUNDED


# ------------------------------------------------------------------ deaths


def test_steps_die_of_their_causes_and_in_their_plight() -> None:
    state = start(RING)
    steps = [
        told(state, StepsLost("j1", 0, 1, Cause.ASSAULT), Destroyed("j1", 0, Cause.NO_RETREAT)),
        told(state, StepsLost("jg", 0, 2, Cause.BARRAGE), Destroyed("jg", 0, Cause.BARRAGE)),
        told(state, TurnBegan(2, J), Drafted("j2", 0, 1), Destroyed("j2", 0, Cause.SURRENDERED)),
    ]
    assert set(deaths(steps)) == {
        Death(J, True, 1, Cause.ASSAULT, Plight.CUT_OFF, 1),
        Death(J, True, 1, Cause.NO_RETREAT, Plight.CUT_OFF, 3),
        Death(J, False, 1, Cause.BARRAGE, Plight.CUT_OFF, 2),
        Death(J, True, 2, Cause.SURRENDERED, Plight.SUPPLIED, 4),
    }


def test_assaults_are_told_by_the_plight_of_those_they_meet() -> None:
    steps = played(start(RING), "assault 3,2 by s1", "end")
    state = steps[0].before
    outside = state.with_unit(replace(state.units[state.scenario.indices["s3"]], hex=0))
    assert met(steps) == (Met(S, Plight.CUT_OFF, 1),)
    assert met(played(outside, "assault 3,2 by s1")) == (Met(S, Plight.SUPPLIED, 1),)


def test_deaths_are_all_the_steps_that_a_battle_cost() -> None:
    battle_ = load("grazing_rights")
    result = play_game(battle_, {s.id: "staff" for s in battle_.sides}, 2, detail=True)
    assert result.chronicle is not None
    for side in battle_.sides:
        # No handicap drafts anybody, and nobody has left the map.
        assert sum(d.steps for d in result.chronicle.deaths if d.side == side.id) == result.lost[side.id] > 0


# ------------------------------------------------------------------ rings


def test_a_pocket_is_followed_from_turn_to_turn_until_it_is_open() -> None:
    held = start(RING, victory=replace(start(RING).scenario.victory, pocket_steps=5))
    indices = held.scenario.indices
    weaker = held.with_unit(replace(held.units[indices["j1"]], steps=3))
    opened = held.with_unit(replace(held.units[indices["s3"]], hex=0))
    steps = [
        GivenOrder(replace(s, turn=turn, active=J), EndTurn(), (), s)
        for turn, s in enumerate((opened, held, weaker, opened, held), start=1)
    ]
    assert rings(side_turns(steps)) == (Ring(J, 2, (6, 5)), Ring(J, 5, (6,)))


def test_a_ring_tells_how_long_and_since_when_it_was_so_large() -> None:
    ring = Ring(J, 3, (8, 17, 20, 12))
    assert (ring.held(16), ring.since(16)) == (2, 4)
    assert (ring.held(30), ring.since(30)) == (0, None)


# ------------------------------------------------------------------ activity


def test_what_a_side_did_in_a_turn_and_who_stood_idle() -> None:
    units: list[Any] = [
        ("s1", "rifle-regiment", S, (0, 0)),
        ("s2", "rifle-regiment", S, (0, 2)),
        ("s3", "rifle-regiment", S, (0, 4)),
        ("s4", "rifle-regiment", S, (14, 2)),
        ("s5", "rifle-regiment", S, (8, 2)),
        ("g", "field-artillery", S, (14, 4)),
        ("j", "jp-infantry-battalion", J, (15, 2)),
    ]
    state = start(units, cols=17, depots=[(S, (13, 3), 50)])
    state = state.with_unit(replace(state.units[state.scenario.indices["s3"]], suppressed=1))
    steps = played(state, "move s1 1,0", "barrage g 15,2", "assault 15,2 by s4", "end")
    assert activity(side_turns(steps))[:1] == (
        Activity(S, 1, 1, 1, 1, 5, strength(u for u in steps[-1].before.side_units(S) if u.is_combat), 2),
    )


def test_only_the_last_change_of_a_place_counts_and_none_that_was_undone() -> None:
    places = [("Hill", (5, 5), J, 9), ("Ford", (6, 5), J, 9)]
    state = start(RING, objectives=places)
    steps = [
        told(replace(state, turn=turn), ObjectiveTaken(name, 0, side, 1))
        for turn, name, side in [(1, "Hill", S), (2, "Ford", S), (3, "Hill", J), (4, "Hill", S), (5, "Ford", J)]
    ]
    assert takings(steps) == (Taking("Hill", S, 4),)


# ------------------------------------------------------------------ systems


def test_gun_turns_in_range_closing_fired_standing_by_and_dry() -> None:
    units: list[Any] = [
        ("a", "field-artillery", S, (5, 3)),  # in range, fires
        ("b", "field-artillery", S, (5, 4)),  # in range, stands by
        ("c", "field-artillery", S, (0, 3)),  # out of range, marches up
        ("d", "field-artillery", S, (0, 5), {"unsupplied": 2, "store": -1}),  # cannot fire
        ("s", "rifle-regiment", S, (6, 3)),
        ("j", "jp-infantry-battalion", J, (8, 3)),
    ]
    state = start(units)
    d = state.units[state.scenario.indices["d"]]
    state = state.with_unit(replace(d, unsupplied=2, store=-1))
    steps = played(state, "barrage a 8,3", "standby b defence", "move c 1,3", "end")
    own = systems(steps, tuple(side_turns(steps))[:1], S)
    assert own.guns == Guns(turns=4, in_range=2, closing=1, fired=1, standing_by=1, dry=1)


def test_points_sorties_and_hits_on_crossings_are_those_of_the_side() -> None:
    river = [((4, r), (5, r), "river") for r in range(7)] + [((4, r + 1), (5, r), "river") for r in range(6)]
    link = [((4, 3), (5, 3), "bridge", {"owner": J})]
    state = start(RING, hexsides=river, crossings=link, hq_points=3)
    hexside = next(iter(state.crossings))
    state = replace(state, sorties={S: SortiesLeft(4, 2)}, hq_points={S: 3, J: 2})
    late = replace(state, sorties={S: SortiesLeft(1, 2)})
    spent = (HqPointsSpent(S, "set_piece", 2), HqPointsSpent(J, "deception", 1))
    hit = CrossingHit("Bridge", hexside, 0, 2, HitCause.GUNS)
    steps = [
        GivenOrder(state, parse_order("barrage g 1,1"), (*spent, hit), late),
        GivenOrder(late, EndTurn(), (), late),
    ]
    own, other = (systems(steps, tuple(side_turns(steps)), side) for side in (S, J))
    assert (own.hq_points, own.spent, own.fighters, own.bombers) == (3, {"set_piece": 2}, (4, 3), (2, 0))
    assert (own.crossing_hits, other.crossing_hits) == (2, 0)
    assert (other.hq_points, other.spent) == (0, {"deception": 1})


def test_works_are_told_by_wing_and_charges_by_what_became_of_them() -> None:
    river = [((4, r), (5, r), "river") for r in range(9)] + [((4, r + 1), (5, r), "river") for r in range(8)]
    mined = {"owner": J, "mined": J}
    links = [((4, r), (5, r), "bridge", {"name": f"B{r}", **mined}) for r in (1, 4, 7)]
    units: list[Any] = [*RING, ("e", "jp-engineers", J, (9, 7)), ("se", "soviet-engineers", S, (0, 1))]
    state = start(units, rows=9, hexsides=river, crossings=links)
    hexes = list(state.crossings)
    index = state.scenario.board.index
    north, south = index(5, 1), index(5, 8)
    assert north is not None and south is not None and [wing(state, h) for h in (north, south)] == ["north", "south"]
    japan = replace(state, active=J)
    steps = [
        told(state, WorkDone("se", "pontoon", 0, north, finished=True), WorkDone("se", "ford", 0, north)),
        told(japan, WorkDone("e", "mine", 0, south, finished=True)),
        told(japan, CrossingHit("B1", hexes[0], 0, 3, HitCause.DEMOLITION)),
        told(japan, CrossingHit("B4", hexes[1], 0, 0, HitCause.DEMOLITION)),
        told(state, CrossingTaken("B4", hexes[1], S), CrossingTaken("B7", hexes[2], J)),
    ]
    turns = tuple(side_turns(steps))
    own, other = (systems(steps, turns, side) for side in (S, J))
    assert own.works == {"pontoon north": 1} and other.works == {"mine south": 1}
    assert (other.charges_laid, other.charges_blown, other.charges_lost) == (1, 1, 1)
    assert (own.charges_laid, own.charges_blown, own.charges_lost) == (0, 0, 0)


def test_steps_that_left_the_map_are_saved() -> None:
    state = start(RING)
    steps = [told(state, Exited("j1", 0), Exited("jg", 0), Exited("s1", 0))]
    assert systems(steps, tuple(side_turns(steps)), J).saved == 4


def test_columns_are_counted_captured_or_destroyed() -> None:
    units: list[Any] = [*RING, *((f"t{i}", "jp-truck-column", J, (9, 5)) for i in range(3))]
    state = start(units)
    steps = [told(state, Captured("t0", "s1", 0, 3), Destroyed("t1", 0, Cause.AIR), Destroyed("j2", 0, Cause.AIR))]
    own = systems(steps, tuple(side_turns(steps)), J)
    assert (own.columns, own.columns_captured, own.columns_destroyed) == (3, 1, 1)


# ------------------------------------------------------------------ follies


def test_a_march_back_to_the_hex_just_left_is_counted_once() -> None:
    units: list[Any] = [("s", "rifle-regiment", S, (2, 2)), ("j", "jp-infantry-battalion", J, (9, 5))]
    there_and_back = played(start(units), "move s 3,2", "end", "end", "move s 2,2", "end", "end", "move s 2,3", "end")
    onward = played(start(units), "move s 3,2", "end", "end", "move s 4,2", "end", "end", "end", "end", "move s 3,2")
    for steps, found in ((there_and_back, 1), (onward, 0)):
        assert returns([t for t in side_turns(steps) if t.side == S]) == found


def test_staffs_lost_empty_turns_hunger_and_large_pockets() -> None:
    units: list[Any] = [*RING, ("hq", "jp-hq", J, (10, 5))]
    state = start(units)
    hungry = state.with_unit(replace(state.units[state.scenario.indices["j2"]], unsupplied=1))
    japan = replace(hungry, active=J, pocketed={J: 1})
    steps = [told(state, order="move s1 1,1"), told(state), told(japan, Destroyed("hq", 0, Cause.ASSAULT))]
    found = follies(steps, tuple(side_turns(steps)), J)
    assert (found.staffs_lost, found.empty_turns, found.unfed, found.large_pocket) == (1, 1, 1, True)
    own = follies(steps, tuple(side_turns(steps)), S)
    assert (own.staffs_lost, own.empty_turns, own.large_pocket) == (0, 0, False)


@pytest.mark.parametrize(("place", "found"), [((3, 2), 1), ((9, 4), 0), ((5, 6), 0)])
def test_a_staff_near_the_enemy_with_nobody_beside_it_is_alone(place: tuple[int, int], found: int) -> None:
    units: list[Any] = [
        ("s", "rifle-regiment", S, (1, 2)),
        ("s2", "rifle-regiment", S, (9, 2)),
        ("j", "jp-infantry-battalion", J, (9, 5)),
        ("hq", "jp-hq", J, place),
    ]
    state = replace(start(units), active=J)
    steps = [told(state)]
    assert follies(steps, tuple(side_turns(steps)), J).staffs_alone == found


@pytest.mark.parametrize(("orders", "found"), [(("move s 4,2",), 1), (("assault 4,2 by s",), 0)])
def test_a_place_that_is_marched_into_was_not_held(orders: tuple[str, ...], found: int) -> None:
    units: list[Any] = [("s", "rifle-regiment", S, (3, 2)), ("j", "jp-infantry-battalion", J, (9, 5), {"steps": 1})]
    if not found:
        units[1] = ("j", "jp-infantry-battalion", J, (4, 2), {"steps": 1})
    state = start(units, objectives=[("Hill", (4, 2), J, 9)])
    assert walked_into(tuple(side_turns(played(state, *orders))), J) == found


# ------------------------------------------------------------------ whole


def test_a_battle_is_cut_into_the_turns_of_its_sides() -> None:
    scenario = load("grazing_rights")
    steps = list(battle(initial_state(scenario, 1), dict.fromkeys((S, J), "random"), turns=3))
    turns = list(side_turns(steps))
    assert [(t.turn, t.side) for t in turns] == [(n, s.id) for n in (1, 2, 3) for s in scenario.sides]
    assert [s for t in turns for s in t.steps] == steps
    assert all(a.steps[-1].after is b.begun for a, b in zip(turns, turns[1:], strict=False))


def test_a_chronicle_is_kept_with_its_result_and_only_where_it_was_asked_for() -> None:
    scenario = load("grazing_rights")
    plain, full = (play_game(scenario, dict.fromkeys((S, J), "random"), 3, turns=4, detail=d) for d in (False, True))
    assert plain.chronicle is None and "chronicle" not in plain.to_json()
    assert full.chronicle is not None and replace(full, chronicle=None) == plain
    assert result_from(json.loads(json.dumps(full.to_json()))) == full
    with pytest.raises(ValueError, match="no battle"):
        chronicle([])
