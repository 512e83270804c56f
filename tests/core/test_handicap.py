"""Handicaps: the odds shown are the odds rolled, each number acts where it says, no side without one is touched."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from khalkhin.core import apply, initial_state, view
from khalkhin.core.command.command import begin_turn as staff_turn
from khalkhin.core.command.handicap import LIMIT, by_level, draftees, sound
from khalkhin.core.events.events import Drafted
from khalkhin.core.fog.witness import visible_events
from khalkhin.core.model.rules import Handicap
from khalkhin.core.model.state import GameState
from khalkhin.core.movement.movement import full_mp
from khalkhin.core.orders.combat import assault_forecast
from khalkhin.core.orders.orders import Assault, EndTurn
from khalkhin.text.handicap import battle_sentence, effects, sentence, told
from khalkhin.text.modifiers import line
from khalkhin.text.supplies.supply_report import supply_report

from tests.core.test_combat import CHI_999, chi_square, shifts
from tests.narrow import the
from tests.scenarios import small_scenario

GIVEN = Handicap(columns=1, hq_points=2, supply=25, drafts=1)
ATTACK = Assault((4, 3), ("a",))
ALL_WORN = ["big", "small", "twin", "late"]


def battle(handicaps: dict[str, Handicap], **more: Any) -> GameState:
    units = more.pop("units", None) or [
        ("a", "rifle-regiment", "soviet", (4, 2)),
        ("b", "rifle-regiment", "soviet", (1, 1)),
        ("c", "rifle-regiment", "soviet", (0, 2)),
        ("t", "truck-column", "soviet", (0, 0)),
        ("d", "jp-infantry-regiment", "japanese", (4, 3)),
    ]
    given = {"sources": [("soviet", (0, 0), 40, "Railhead"), ("japanese", (8, 6))], "hq_points": 3, **more}
    scenario = small_scenario(rows=["." * 9] * 7, units=units, **given)
    return initial_state(scenario, 1, False, handicaps)


def income(state: GameState, per_turn: int) -> GameState:
    sources = tuple(replace(s, per_turn=per_turn if s.side == "soviet" else 0) for s in state.scenario.sources)
    return replace(state, scenario=replace(state.scenario, sources=sources))


def round_of(state: GameState) -> GameState:
    """Both sides do nothing for a turn."""
    for _ in range(2):
        state, _ = apply(state, EndTurn())
    return state


@pytest.mark.parametrize(("side", "name", "columns"), [("soviet", "handicap", 1), ("japanese", "handicap_defends", -1)])
def test_a_handicap_is_a_shift_of_its_own_for_attacker_and_defender(side: str, name: str, columns: int) -> None:
    plain, given = (assault_forecast(battle(h), ATTACK) for h in ({}, {side: GIVEN}))
    assert name not in shifts(plain)
    assert shifts(given) == {**shifts(plain), name: columns}
    assert given.column == plain.column + columns and given.base_column == plain.base_column
    assert any(side in line(s).lower() for s in given.shifts if s.name == name)


@pytest.mark.parametrize("side", ["soviet", "japanese"])
@pytest.mark.parametrize("throws", [1500, pytest.param(20_000, marks=pytest.mark.slow)])
def test_what_is_rolled_is_what_is_shown(side: str, throws: int) -> None:
    value, freedom = chi_square(battle({side: GIVEN}), ATTACK, throws)
    assert value < CHI_999[freedom]


def test_handicaps_of_both_sides_cancel_in_the_odds() -> None:
    both = assault_forecast(battle({"soviet": GIVEN, "japanese": GIVEN}), ATTACK)
    assert both.column == assault_forecast(battle({}), ATTACK).column
    assert [shifts(both)[name] for name in ("handicap", "handicap_defends")] == [1, -1]


def test_a_staff_has_more_points_and_an_army_without_one_has_none() -> None:
    assert battle({"soviet": GIVEN}).hq_points["soviet"] == 3 + 2
    state = round_of(battle({"japanese": GIVEN}))
    assert state.hq_points == {"soviet": 3, "japanese": 3 + 2}
    assert not battle({"soviet": GIVEN}, hq_points=0).hq_points.get("soviet")
    again = staff_turn(replace(state, hq_points={}))
    assert again.hq_points == {"soviet": 3}


def test_sources_take_in_more() -> None:
    for handicaps, coming in (({}, 30), ({"soviet": GIVEN}, 38), ({"japanese": GIVEN}, 30)):  # 37.5 is rounded up
        state = income(battle(handicaps), 30)
        before = next(s.stock for s in state.stores if s.name == "Railhead")
        eaten = sum(u.spec.type.upkeep for u in state.side_units("soviet"))
        after = round_of(state)
        assert next(s.stock for s in after.stores if s.name == "Railhead") == before + coming - eaten


def test_trucks_drive_further_and_nobody_else_does() -> None:
    plain, given = battle({}), battle({"soviet": GIVEN})
    for name in ("a", "b", "d"):
        assert full_mp(given, the(given.unit(name))) == full_mp(plain, the(plain.unit(name)))
    truck = plain.unit("t")
    assert truck is not None and full_mp(given, truck) == (truck.spec.type.mp * 125 + 50) // 100 > truck.spec.type.mp
    assert the(given.unit("t")).mp == full_mp(given, truck)


def worn(state: GameState, **lost: int) -> GameState:
    units = [u for u in state.units if u.id in lost]
    return state.with_units([replace(u, steps=u.steps - lost[u.id]) for u in units])


def test_drafts_go_to_the_most_worn_unit_out_of_contact_and_stop_at_full_strength() -> None:
    state = worn(battle({"soviet": GIVEN}), a=3, b=1, c=2, d=2)
    steps = {u.id: u.steps for u in state.units}
    seen = []
    for _ in range(4):
        state, _ = apply(state, EndTurn())
        before = state
        state, events = apply(state, EndTurn())
        drafted = [e for e in events if isinstance(e, Drafted)]
        seen.append([e.unit for e in drafted])
        assert all(e in visible_events(events, before, state, "soviet") for e in drafted)
        assert not any(isinstance(e, Drafted) for e in visible_events(events, before, state, "japanese"))
    # a stands beside the enemy; of b and c the one that has lost more comes first, then the order of battle.
    assert seen == [["c"], ["b"], ["c"], []]
    assert {u.id: u.steps - steps[u.id] for u in state.units} == {"a": 0, "b": 1, "c": 2, "t": 0, "d": 0}


@pytest.mark.parametrize(
    ("drafts", "expected"), [(0, []), (1, ["big"]), (2, ["big", "small"]), (3, ["big", "small", "twin"]), (9, ALL_WORN)]
)
def test_drafts_go_by_what_was_lost_and_not_by_what_is_left(drafts: int, expected: list[str]) -> None:
    """`big` has lost three of nine, `small` two of four, `twin` as many of six, `late` one of six; `whole` nothing, and
    neither staffs nor columns take drafts."""
    units = [
        ("big", "rifle-regiment", "soviet", (1, 1)),
        ("late", "rifle-regiment", "soviet", (1, 2), {"steps": 6, "full_steps": 6}),
        ("small", "rifle-battalion", "soviet", (2, 1)),
        ("t", "truck-column", "soviet", (0, 0)),
        ("twin", "rifle-regiment", "soviet", (3, 1), {"steps": 6, "full_steps": 6}),
        ("whole", "rifle-battalion", "soviet", (4, 1), {"steps": 1, "full_steps": 1}),
        ("guns", "field-artillery", "soviet", (2, 2)),
        ("d", "jp-infantry-regiment", "japanese", (8, 6)),
    ]
    state = worn(battle({"soviet": replace(GIVEN, drafts=drafts)}, units=units), big=3, small=2, twin=2, late=1, t=1)
    state = worn(state, guns=1)
    found = draftees(state, "soviet", state.side_units("soviet"))
    assert [u.id for u in found] == expected
    assert draftees(state, "japanese", state.side_units("soviet")) == ()
    some = [u for u in state.side_units("soviet") if u.id != "big"]
    assert [u.id for u in draftees(state, "soviet", some)] == [n for n in ALL_WORN if n != "big"][:drafts]


def test_the_hungry_get_no_drafts() -> None:
    state = worn(battle({"soviet": GIVEN}, sources=[("soviet", (8, 0), 0, "Railhead"), ("japanese", (8, 6))]), b=1)
    assert the(state.unit("b")).unsupplied
    after = round_of(state)
    assert the(after.unit("b")).steps <= the(state.unit("b")).steps


def test_without_a_handicap_nothing_is_different() -> None:
    assert battle({}).digest() == initial_state(battle({}).scenario, 1, False).digest()
    assert battle({"soviet": GIVEN}).digest() != battle({}).digest()
    assert battle({"soviet": GIVEN}).digest() != battle({"soviet": replace(GIVEN, columns=2)}).digest()


def test_both_sides_know_of_it_and_why() -> None:
    state = battle({"soviet": GIVEN})
    assert view(state, "japanese").state.handicaps == view(state, "soviet").state.handicaps == state.handicaps
    unit = state.unit("b")
    assert unit is not None
    assert [x for x in supply_report(state, unit).lines if "Handicap" in x] == [
        f"Handicap for the {state.scenario.side('soviet').name}: 25 % more comes in."
    ]
    enemy = state.unit("d")
    assert enemy is not None and not [x for x in supply_report(state, enemy).lines if "Handicap" in x]


def test_levels_say_who_has_it() -> None:
    scenario = battle({}).scenario
    rules = scenario.rules.handicap
    assert by_level(scenario, {}) == by_level(scenario, {"soviet": "normal"}) == {}
    assert by_level(scenario, {"soviet": "hard"}) == by_level(scenario, {"japanese": "easy"}) == {"soviet": rules}
    assert by_level(scenario, {"soviet": "hard", "japanese": "hard"}) == {"soviet": rules, "japanese": rules}
    with pytest.raises(KeyError):
        by_level(scenario, {"tibetan": "easy"})
    names = {side.id: side.name for side in scenario.sides}
    assert battle_sentence(names, rules, {}) == "No handicap for either side."
    assert names["soviet"] in battle_sentence(names, rules, {"soviet": "hard"})


def test_every_number_in_play_is_told_and_no_other() -> None:
    whole = sentence(Handicap(2, 3, 40, 5))
    assert all(n in whole for n in ("2 columns", "3 HQ points", "40 %", "5 lost steps")) and whole[0].isupper()
    assert len(effects(Handicap(1, 0, 0, 1))) == 2 and "HQ" not in sentence(Handicap(1, 0, 0, 1))
    assert told(battle({}), "soviet") == ""


@pytest.mark.parametrize(
    "bad", [replace(GIVEN, columns=-1), replace(GIVEN, supply=LIMIT + 1), replace(GIVEN, drafts=-5)]
)
def test_handicaps_from_files_are_bounded(bad: Handicap) -> None:
    assert sound(GIVEN) and not sound(bad)
