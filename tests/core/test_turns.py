"""The beginning of a side's turn, unit by unit: who recovers, what hunger does, what comes in and what is forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Unpack

import pytest
from khalkhin.core import apply, initial_state, turns
from khalkhin.core.events.events import (
    Destroyed,
    Drafted,
    Event,
    PocketClosed,
    Recovered,
    StepsLost,
    SupplyChanged,
    Suppressed,
)
from khalkhin.core.model.reasons import Cause
from khalkhin.core.model.rules import Handicap, VictoryRules
from khalkhin.core.model.state import DESTROYED, NOT_ARRIVED, GameState
from khalkhin.core.model.units import Unit
from khalkhin.core.orders.orders import EndTurn
from khalkhin.core.supply.supply import pockets

from tests.narrow import the
from tests.scenarios import Parts, Place, Row, StoreRow, rules, small_scenario

OPEN = ["." * 11] * 7
FAR: Row = ("j", "jp-infantry-battalion", "japanese", (10, 6))


def battle(units: Sequence[Row], rows: Sequence[str] = OPEN, **more: Unpack[Parts]) -> GameState:
    given: Parts = {"sources": [("soviet", (0, 0)), ("japanese", (10, 6))], "turns": 12, **more}
    return initial_state(small_scenario(rows, units, **given), seed=1, fog=False)


def begun(state: GameState, name: str = "s", **changes: Any) -> tuple[Unit, list[Event]]:
    """A unit after the turn of its side has begun anew, and what was told of it."""
    state = state.with_unit(replace(the(state.unit(name)), **changes))
    after, events = turns.begin_turn(state)
    return the(after.unit(name)), [e for e in events if getattr(e, "unit", "") == name]


# ------------------------------------------------------------------ recovery


@pytest.mark.parametrize(("suppressed", "rest", "contact"), [(0, 0, 0), (1, 0, 0), (2, 0, 1), (3, 1, 2), (9, 7, 8)])
def test_two_steps_come_back_at_rest_and_one_under_the_enemys_guns(suppressed: int, rest: int, contact: int) -> None:
    for place, left in (((10, 6), rest), ((3, 2), rest), ((2, 2), contact)):
        state = battle([("s", "rifle-regiment", "soviet", (1, 2)), ("j", "jp-infantry-battalion", "japanese", place)])
        unit, events = begun(state, suppressed=suppressed)
        assert (unit.suppressed, unit.steps) == (left, 9)
        assert [e for e in events if isinstance(e, Recovered)] == (
            [Recovered("s", suppressed - left)] if suppressed else []
        )


@pytest.mark.parametrize(
    ("enemy", "more", "left"),
    [
        ("jp-infantry-battalion", {}, 3),
        ("jp-infantry-battalion", {"unsupplied": 12}, 2),  # whoever is isolated controls nothing
        ("jp-infantry-battalion", {"unsupplied": 11}, 3),
        ("jp-field-artillery", {}, 2),
        ("jp-truck-column", {}, 2),
    ],
)
def test_only_who_has_a_zone_of_control_keeps_men_down(enemy: str, more: dict[str, Any], left: int) -> None:
    state = battle([("s", "rifle-regiment", "soviet", (1, 2)), ("j", enemy, "japanese", (2, 2))])
    state = state.with_unit(replace(the(state.unit("j")), **more))
    assert begun(state, suppressed=4)[0].suppressed == left


@pytest.mark.parametrize(("bridge", "left"), [(False, 2), (True, 3)])
def test_a_river_without_a_crossing_lets_men_rest(bridge: bool, left: int) -> None:
    state = battle(
        [("s", "rifle-regiment", "soviet", (2, 2)), ("j", "jp-infantry-battalion", "japanese", (2, 3))],
        hexsides=[((2, 2), (2, 3), "river")],
        crossings=[((2, 2), (2, 3), "bridge")] if bridge else [],
    )
    assert begun(state, suppressed=4)[0].suppressed == left


def test_columns_and_guns_recover_as_others_do_and_columns_even_where_nobody_feeds_them() -> None:
    lakes = ["." * 11] * 3 + ["L" * 11] + ["." * 11] * 3
    units: list[Row] = [
        ("s", "truck-column", "soviet", (1, 5)),
        ("g", "field-artillery", "soviet", (2, 5)),
        ("h", "field-artillery", "soviet", (2, 1)),
        ("r", "rifle-regiment", "soviet", (2, 1)),
        ("j", "jp-infantry-battalion", "japanese", (2, 0)),
    ]
    state = battle(units, lakes)
    unit, events = begun(state, suppressed=3, unsupplied=0)
    assert (unit.suppressed, unit.unsupplied) == (1, 0) and events == [Recovered("s", 2)]
    hungry, _ = begun(state, "g", suppressed=2, unsupplied=0)
    assert (hungry.suppressed, hungry.unsupplied) == (2, 1), "whoever is not fed does not recover"
    assert begun(state, "h", suppressed=2)[0].suppressed == 1


def test_who_is_fed_again_is_as_if_he_had_never_been_hungry() -> None:
    unit, events = begun(battle([("s", "rifle-regiment", "soviet", (1, 2)), FAR]), unsupplied=4, suppressed=5)
    assert (unit.unsupplied, unit.suppressed, unit.mp) == (0, 3, 6)
    assert events == [SupplyChanged("s", 4, 0), Recovered("s", 2)]


# ------------------------------------------------------------------ hunger


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # turns without supply, steps, suppressed
        ((0, 6, 0), (1, 6, 0)),
        ((0, 6, 3), (1, 6, 3)),
        ((1, 6, 0), (2, 6, 0)),
        ((4, 6, 4), (5, 6, 4)),
        ((5, 6, 0), (6, 6, 2)),
        ((5, 6, 1), (6, 6, 2)),
        ((5, 6, 4), (6, 6, 4)),
        ((5, 1, 0), (6, 1, 1)),
        ((10, 6, 0), (11, 6, 2)),
        ((11, 6, 0), (12, 5, 4)),  # a step is lost, one is left that is not suppressed
        ((11, 6, 5), (12, 5, 4)),
        ((11, 6, 6), (12, 5, 5)),
        ((11, 2, 0), (12, 1, 0)),
        ((13, 4, 4), (14, 3, 3)),
    ],
)
def test_what_a_turn_of_hunger_does(before: tuple[int, int, int], after: tuple[int, int, int]) -> None:
    """To infantry that is short on its second turn without, unsupplied on its sixth and isolated on its twelfth."""
    lakes = ["." * 11] * 3 + ["L" * 11] + ["." * 11] * 3
    state = battle(
        [("s", "rifle-regiment", "soviet", (0, 0)), ("x", "jp-infantry-regiment", "japanese", (3, 1))], lakes
    )
    turns_before, steps, suppressed = before
    state = replace(state, active="japanese")
    unit, events = begun(state, "x", unsupplied=turns_before, steps=steps, suppressed=suppressed)
    assert (unit.unsupplied, unit.steps, unit.suppressed) == after
    assert events[0] == SupplyChanged("x", turns_before, turns_before + 1)
    assert [(e.steps, e.cause) for e in events if isinstance(e, StepsLost)] == (
        [(1, Cause.ISOLATED)] if after[0] >= 12 else []
    )
    lost = steps - after[1]
    assert sum(e.steps for e in events if isinstance(e, Suppressed)) == after[2] - max(0, suppressed - lost)


def test_the_last_step_of_an_isolated_unit_is_lost_with_it() -> None:
    lakes = ["." * 11] * 3 + ["L" * 11] + ["." * 11] * 3
    state = battle(
        [("s", "rifle-regiment", "soviet", (0, 0)), ("x", "jp-infantry-regiment", "japanese", (3, 1))], lakes
    )
    unit, events = begun(replace(state, active="japanese"), "x", unsupplied=11, steps=1)
    assert (unit.hex, unit.steps) == (DESTROYED, 0)
    assert [type(e) for e in events] == [SupplyChanged, StepsLost, Destroyed]


# ------------------------------------------------------------------ drafts, income, the fresh turn


@pytest.mark.parametrize(
    ("place", "unsupplied", "drafted"), [((10, 6), 0, True), ((3, 2), 0, True), ((2, 2), 0, False), ((10, 6), 1, False)]
)
def test_drafts_find_who_is_fed_and_out_of_the_enemys_reach(place: Place, unsupplied: int, drafted: bool) -> None:
    state = battle([("s", "rifle-regiment", "soviet", (1, 2)), ("j", "jp-infantry-battalion", "japanese", place)])
    state = replace(state, handicaps={"soviet": Handicap(0, 0, 0, 2)})
    worn = state.with_unit(replace(the(state.unit("s")), steps=4, unsupplied=unsupplied))
    after, events = turns._draft(worn)
    assert the(after.unit("s")).steps == 4 + drafted
    assert [e.steps for e in events if isinstance(e, Drafted)] == [1] * drafted
    assert not turns._draft(replace(worn, active="japanese"))[1]


def test_each_source_takes_in_what_its_schedule_sends_in_its_sides_turn() -> None:
    sources = [("soviet", (0, 0), 40), ("soviet", (0, 3), 15), ("japanese", (10, 6), 30)]
    state = battle([("s", "rifle-regiment", "soviet", (1, 2)), FAR], sources=sources, depots=[("soviet", (2, 2), 7)])
    stocks = [s.stock for s in state.stores]
    assert [s.stock - b for s, b in zip(turns.receive(state).stores, stocks, strict=True)] == [40, 15, 0, 0]
    other = turns.receive(replace(state, active="japanese"))
    assert [s.stock - b for s, b in zip(other.stores, stocks, strict=True)] == [0, 0, 30, 0]


def test_a_new_turn_gives_back_the_march_and_the_guns_of_its_own_side_alone() -> None:
    units: list[Row] = [
        ("s", "rifle-regiment", "soviet", (1, 2)),
        ("g", "field-artillery", "soviet", (1, 3)),
        ("t", "truck-column", "soviet", (1, 1)),
        FAR,
    ]
    state = battle(units)
    busy = [replace(u, mp=0, moved=True, fought=True) for u in state.units]
    state = state.with_units([replace(u, standby="defence") if u.id == "g" else u for u in busy])
    after, _ = turns.begin_turn(state)
    for unit in after.units:
        own = unit.side == "soviet"
        assert (unit.mp, unit.moved, unit.fought) == ((unit.spec.type.mp if own else 0), not own, not own)
    assert the(after.unit("g")).standby == ""


def test_who_has_been_isolated_marches_half_as_far() -> None:
    lakes = ["." * 11] * 3 + ["L" * 11] + ["." * 11] * 3
    state = battle([("s", "rifle-regiment", "soviet", (1, 5)), FAR], lakes)
    for turn, mp in ((0, 6), (1, 6), (4, 6)):
        assert begun(state, unsupplied=turn)[0].mp == mp
    lucky = replace(state, seed=next(n for n in range(99) if _holds_out(state, n)))
    after, _ = begun(lucky, unsupplied=5)
    assert (after.unsupplied, after.mp) == (6, 3)


def _holds_out(state: GameState, seed: int) -> bool:
    return begun(replace(state, seed=seed), unsupplied=5)[0].on_map


# ------------------------------------------------------------------ digging, pockets


@pytest.mark.parametrize(
    ("kind", "changes", "level"),
    [
        ("rifle-regiment", {}, 1),
        ("rifle-regiment", {"entrenchment": 1}, 2),
        ("rifle-regiment", {"entrenchment": 2}, 2),
        ("rifle-regiment", {"entrenchment": 3}, 3),  # what the map has is kept
        ("rifle-regiment", {"unsupplied": 1}, 1),
        ("field-artillery", {}, 0),
        ("truck-column", {}, 0),
    ],
)
def test_who_digs_how_deep(kind: str, changes: dict[str, Any], level: int) -> None:
    state = battle([("s", kind, "soviet", (1, 2)), FAR])
    state = state.with_unit(replace(the(state.unit("s")), **changes))
    after, _ = apply(state, EndTurn())
    assert the(after.unit("s")).entrenchment == level
    assert the(after.unit("j")).entrenchment == 0, "the enemy digs at the end of his own turn"


def cut_off(*units: tuple[str, Place, int, int], victory: VictoryRules | None = None) -> GameState:
    """Rifle battalions (name, place, steps, turns without supply) south of a lake that lies between them and home."""
    lakes = ["." * 11] * 2 + ["L" * 11] + ["." * 11] * 4
    rows: list[Row] = [(name, "rifle-battalion", "soviet", place) for name, place, _, _ in units]
    sources: list[StoreRow] = [("soviet", (0, 0)), ("japanese", (10, 0))]
    far: Row = ("j", "jp-infantry-battalion", "japanese", (10, 0))
    state = battle([*rows, far], lakes, sources=sources, victory=victory or rules().victory)
    return state.with_units(
        [replace(the(state.unit(name)), steps=steps, unsupplied=turn) for name, _, steps, turn in units]
    )


def test_pockets_are_told_apart_and_the_one_with_most_men_comes_first() -> None:
    """Those up to three hexes apart are together: a and b, c and e. From b to c it is four, and from c to d."""
    state = cut_off(
        ("a", (0, 3), 3, 1), ("b", (2, 5), 2, 2), ("c", (6, 5), 4, 2), ("d", (10, 5), 4, 3), ("e", (6, 4), 4, 0)
    )
    found = pockets(state, "soviet")
    assert [(p.units, p.steps, p.turns) for p in found] == [
        (("c", "e"), 8, 2),
        (("a", "b"), 5, 2),
        (("d",), 4, 3),
    ]
    board = state.scenario.board
    assert [[board.place(h) for h in p.hexes] for p in found] == [[(6, 4), (6, 5)], [(0, 3), (2, 5)], [(10, 5)]]


def test_one_strong_battalion_goes_before_two_weak_ones() -> None:
    state = cut_off(("a", (0, 5), 1, 1), ("b", (1, 5), 1, 1), ("c", (6, 5), 4, 1))
    assert [p.units for p in pockets(state, "soviet")] == [("c",), ("a", "b")]


@pytest.mark.parametrize(
    ("limit", "before", "told"),
    [
        (6, (2, 2), True),
        (7, (2, 2), True),
        (8, (2, 2), False),
        (6, (2, 1), False),
        (4, (2, 1), True),
        (4, (1, 1), False),
    ],
)
def test_a_large_pocket_is_one_that_nobody_has_reached_for_three_turns(
    limit: int, before: tuple[int, int], told: bool
) -> None:
    """Four and three steps, hungry for so many turns and this one; only those hungry for three are counted."""
    first, second = before
    state = cut_off(
        ("a", (4, 5), 4, first), ("b", (5, 5), 3, second), victory=replace(rules().victory, pocket_steps=limit)
    )
    after, events = turns.begin_turn(state)
    closed = [e for e in events if isinstance(e, PocketClosed)]
    held = tuple(name for name, turn in (("a", first), ("b", second)) if turn == 2)
    assert [(e.units, e.steps) for e in closed] == ([(held, {1: 4, 2: 7}[len(held)])] if told else [])
    assert after.pocketed == ({"soviet": 1} if told else {})
    assert not [e for e in turns.begin_turn(replace(state, pocketed={"soviet": 1}))[1] if isinstance(e, PocketClosed)]


def test_who_has_outrun_his_trucks_is_in_no_large_pocket() -> None:
    """The same hungry men behind a lake, and beyond the reach of trucks on open ground."""
    hungry = cut_off(("a", (4, 5), 4, 2), ("b", (5, 5), 4, 2))
    assert turns.begin_turn(hungry)[0].pocketed == {"soviet": 1}
    open_ = battle([(name, "rifle-battalion", "soviet", place) for name, place in (("a", (4, 5)), ("b", (5, 5)))])
    near = replace(open_.scenario.rules, supply=replace(open_.scenario.rules.supply, range=1))
    open_ = replace(open_, scenario=replace(open_.scenario, rules=near))
    open_ = open_.with_units([replace(u, steps=4, unsupplied=2) for u in open_.units])
    after, _ = turns.begin_turn(open_)
    assert {u.supply_state for u in after.units} == {2}
    assert after.pocketed == {}


@pytest.mark.parametrize(("kind", "surrenders"), [("rifle-regiment", True), ("jp-infantry-regiment", False)])
def test_some_never_surrender(kind: str, surrenders: bool) -> None:
    """Isolated for a turn more, over many throws."""
    lakes = ["." * 11] * 3 + ["L" * 11] + ["." * 11] * 3
    state = battle([("s", "rifle-regiment", "soviet", (0, 0)), ("x", kind, "japanese", (3, 1))], lakes)
    ends = set()
    for seed in range(60):
        unit, _ = begun(replace(state, seed=seed, active="japanese"), "x", unsupplied=6)
        ends.add(unit.hex == DESTROYED)
    assert ends == ({True, False} if surrenders else {False})


@pytest.mark.parametrize(("bonus", "points"), [(0, 5), (2, 7), (-2, 3), (-5, 0), (-9, 0)])
def test_hq_points_on_top_may_take_away_but_not_more_than_there_are(bonus: int, points: int) -> None:
    state = battle([("s", "rifle-regiment", "soviet", (0, 0)), FAR], hq_points=5)
    after, _ = turns.begin_turn(replace(state, hq_bonus={"soviet": bonus, "japanese": 99}))
    assert after.hq_points["soviet"] == points


@pytest.mark.parametrize("place", [DESTROYED, NOT_ARRIVED])
def test_only_enemies_on_the_map_keep_anybody_from_resting_and_filling_up(place: int) -> None:
    """A friend beside a unit is no enemy, and one who is gone or has yet to come controls nothing: not even about the
    last hexes of the map, which a number below nothing would count from."""
    units: list[Row] = [
        ("s", "rifle-regiment", "soviet", (9, 6)),
        ("f", "rifle-regiment", "soviet", (9, 5)),
        ("j", "jp-infantry-battalion", "japanese", (0, 6)),
        ("k", "jp-infantry-battalion", "japanese", (1, 6)),
    ]
    given: dict[str, Any] = {"sources": [("soviet", (10, 6)), ("japanese", (0, 0))]}
    state = battle(units, **given)
    state = state.with_units([replace(u, steps=8) for u in state.side_units("soviet")])
    gone = replace(the(state.unit("k")), hex=place, steps=0 if place == DESTROYED else 7)
    state = replace(state.with_unit(gone), handicaps={"soviet": Handicap(0, 0, 0, 2)})
    unit, events = begun(state, suppressed=4)
    assert (unit.suppressed, unit.steps) == (2, 9)
    assert [e for e in events if isinstance(e, Recovered | Drafted)] == [Recovered("s", 2), Drafted("s", unit.hex, 1)]
