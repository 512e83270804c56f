"""What a move shows before it is made is what is so after it: cost, its parts, and the assaults that could follow.

Positions come from random play under full sight, where nothing unforeseen can happen on the way.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Unpack

import pytest
from hypothesis import given, settings
from khalkhin.core import apply, initial_state, legal_orders, why_illegal
from khalkhin.core.combat import combat
from khalkhin.core.events.events import Moved
from khalkhin.core.explain import AssaultMark, Expense, MovePreview, move_preview, reach_marks, supplied_at
from khalkhin.core.model.rules import Road
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Unit
from khalkhin.core.orders.orders import Assault, Move
from khalkhin.core.supply.supply import SupplyNet

from tests.core.positions import states
from tests.scenarios import InState, Parts, Place, Row, small_scenario


def _claims(state: GameState, unit: Unit, hex_: int) -> AssaultMark:
    """What the rules say of a unit that stands in a hex: every neighbour tried, alone and behind every leader."""
    board = state.scenario.board
    best = AssaultMark.NONE
    for target in board.neighbours[hex_]:
        if target < 0 or not combat.fighters(state, unit.spec.side, target):
            continue
        place = board.place(target)
        if why_illegal(state, Assault(place, (unit.id,))) is None:
            return AssaultMark.ALONE
        teams = [(u.id, unit.id) for u in state.side_units(unit.spec.side) if u.id != unit.id]
        if any(why_illegal(state, Assault(place, team)) is None for team in teams):
            best = AssaultMark.JOINS
    return best


def _check(state: GameState, unit: Unit) -> int:
    """Hold every mark of a unit's reach against the move made. Returns how many were held."""
    checked = 0
    for hex_, mark in reach_marks(state, unit).items():
        if hex_ == unit.hex:
            continue
        order = Move(unit.id, state.scenario.board.place(hex_))
        preview = move_preview(state, order)
        assert isinstance(preview, MovePreview)
        after, events = apply(state, order)
        moved = next(e for e in events if isinstance(e, Moved))
        there = after.unit(unit.id)
        assert there is not None
        if after.over or moved.stopped:
            continue
        assert (preview.path, preview.cost) == (moved.path, moved.cost)
        assert sum(part.mp for step in preview.steps for part in step.parts) == preview.cost
        assert preview.mp_left == there.mp
        assert mark.assault is preview.assault is _claims(after, there, hex_), (str(order), mark.assault)
        checked += 1
    return checked


@settings(max_examples=60, deadline=None)
@given(state=states(fog=False))
def test_marks_and_costs_are_what_a_move_then_brings(state: GameState) -> None:
    for unit in list(state.side_units(state.active)):
        _check(state, unit)


@pytest.mark.slow
@settings(max_examples=3000, deadline=None)
@given(state=states(fog=False))
def test_marks_and_costs_are_what_a_move_then_brings_in_thousands(state: GameState) -> None:
    for unit in list(state.side_units(state.active)):
        _check(state, unit)


def _beside(kind: str, **values: Unpack[InState]) -> tuple[GameState, Unit]:
    """A unit of a kind two hexes from an enemy, and a rifle regiment that could lead an assault."""
    scenario = small_scenario(
        rows=["......", "......", "......"],
        units=[
            ("mine", kind, "soviet", (1, 1)),
            ("lead", "rifle-regiment", "soviet", (3, 0)),
            ("theirs", "rifle-regiment", "japanese", (3, 1)),
        ],
    )
    state = initial_state(scenario, 1, fog=False)
    state = replace(state, active="soviet")
    unit = state.unit("mine")
    assert unit is not None
    if values:
        state = state.with_unit(replace(unit, **values))
        unit = state.unit("mine")
        assert unit is not None
    return state, unit


@pytest.mark.parametrize(
    ("kind", "mark"),
    [
        ("rifle-regiment", AssaultMark.ALONE),
        ("soviet-engineers", AssaultMark.JOINS),
        ("truck-column", AssaultMark.NONE),
        ("field-artillery", AssaultMark.NONE),
    ],
)
def test_who_could_assault_from_beside_the_enemy(kind: str, mark: AssaultMark) -> None:
    state, unit = _beside(kind)
    beside = state.scenario.board.index(2, 1)
    marks = reach_marks(state, unit)
    assert beside in marks, "the position is wrong: the unit cannot come beside the enemy"
    assert marks[beside].assault is mark


def test_the_marks_are_listed_for_every_hex_that_a_legal_move_leads_to() -> None:
    state, unit = _beside("rifle-regiment")
    board = state.scenario.board
    goals = {board.index(*o.to) for o in legal_orders(state) if isinstance(o, Move) and o.unit == "mine"}
    assert goals == set(reach_marks(state, unit)) - {unit.hex}


# ------------------------------------------------------------------ the parts of a step, by hand


def _step(kind: str, ground: str = ".", side: str = "", link: str = "", way: str = "", **more: Any) -> Any:
    """What a step between two hexes takes MP for; a third, apart from them, is the enemy's."""
    edge: tuple[Place, Place] = ((0, 0), (1, 0))
    given: Parts = {
        "hexsides": [(*edge, side)] if side else [],
        "crossings": [(*edge, link)] if link else [],
        "roads": [edge] if way == "road" else [],
        "tracks": [edge] if way == "track" else [],
        "weather": {1: more.get("weather", "clear")},
        "night_first": more.get("night", False),
    }
    units: list[Row] = [("u", kind, "soviet", (0, 0)), ("j", "rifle-regiment", "japanese", (4, 0))]
    state = initial_state(small_scenario([f".{ground}LL."], units, **given), 1, fog=False)
    preview = move_preview(state, Move("u", (1, 0)))
    assert isinstance(preview, MovePreview), preview
    (step,) = preview.steps
    assert step.cost == preview.cost and preview.swims is (step.parts[0].expense is Expense.SWIMMING)
    assert all(part.ground for part in step.parts if part.expense in (Expense.GROUND, Expense.ROAD))
    assert [part.road for part in step.parts if part.expense is Expense.ROAD] == (
        [Road[way.upper()]] if any(part.expense is Expense.ROAD for part in step.parts) else []
    )
    return [(part.expense.value, part.mp) for part in step.parts]


@pytest.mark.parametrize(
    ("kind", "where", "parts"),
    [
        ("rifle-regiment", {}, [("ground", 2)]),
        ("rifle-regiment", {"ground": "^"}, [("ground", 3)]),
        ("truck-column", {"way": "road"}, [("road", 1)]),
        ("truck-column", {"way": "track"}, [("ground", 2)]),  # over steppe as good as none
        ("truck-column", {"way": "track", "ground": "^"}, [("road", 2)]),
        ("rifle-regiment", {"way": "road"}, [("ground", 2)]),
        ("truck-column", {"side": "river", "link": "bridge"}, [("ground", 2)]),
        ("truck-column", {"side": "river", "link": "pontoon"}, [("ground", 2), ("crossing", 1)]),
        ("truck-column", {"side": "river", "link": "ford", "way": "road"}, [("road", 1), ("crossing", 2)]),
        ("rifle-regiment", {"side": "river"}, [("swimming", 6)]),
        ("rifle-regiment", {"side": "stream"}, [("ground", 2), ("wading", 2)]),
        ("rifle-regiment", {"side": "stream", "link": "ford"}, [("ground", 2), ("crossing", 2)]),
        ("rifle-regiment", {"side": "stream", "ground": "d"}, [("ground", 3), ("wading", 2)]),
        ("rifle-regiment", {"side": "escarpment"}, [("ground", 2), ("climbing", 2)]),
        ("mongol-cavalry", {"side": "escarpment", "ground": "^"}, [("ground", 3), ("climbing", 3)]),
        ("truck-column", {"side": "escarpment", "way": "road"}, [("road", 1)]),
        ("truck-column", {"weather": "rain"}, [("ground", 2), ("mud", 1)]),
        ("truck-column", {"weather": "storm"}, [("ground", 2), ("mud", 1)]),
        ("truck-column", {"weather": "fog"}, [("ground", 2)]),
        ("truck-column", {"weather": "rain", "way": "road"}, [("road", 1)]),
        ("rifle-regiment", {"weather": "rain"}, [("ground", 2)]),
        ("truck-column", {"side": "river", "link": "ford", "ground": "d"}, [("ground", 6), ("crossing", 2)]),
    ],
)
def test_what_a_step_takes_mp_for(kind: str, where: dict[str, Any], parts: list[tuple[str, int]]) -> None:
    assert _step(kind, **where) == parts


@pytest.mark.parametrize(
    ("night", "to", "parts"),
    [
        (False, (2, 0), [("ground", 2), ("zone-out", 4)]),
        (True, (2, 0), [("ground", 2)]),
        (False, (3, 1), [("ground", 2), ("zone-in", 2), ("zone-out", 4)]),
        # Out of it and in again.
        (True, (3, 1), [("ground", 2), ("ground", 2), ("zone-in", 2)]),
    ],
)
def test_what_an_enemys_zone_takes_mp_for(night: bool, to: Place, parts: list[tuple[str, int]]) -> None:
    units: list[Row] = [("u", "mongol-cavalry", "soviet", (2, 1)), ("j", "rifle-regiment", "japanese", (2, 2))]
    state = initial_state(small_scenario(["....."] * 4, units, night_first=night), 1, fog=False)
    preview = move_preview(state, Move("u", to))
    assert isinstance(preview, MovePreview)
    assert [(p.expense.value, p.mp) for step in preview.steps for p in step.parts] == parts


def test_nobody_slips_through_between_two_posts_by_night() -> None:
    units: list[Row] = [("u", "mongol-cavalry", "soviet", (2, 1))]
    units += [(f"j{n}", "rifle-regiment", "japanese", place) for n, place in enumerate([(2, 2), (3, 0)])]
    state = initial_state(small_scenario(["....."] * 4, units, night_first=True), 1, fog=False)
    preview = move_preview(state, Move("u", (3, 1)))
    assert isinstance(preview, MovePreview)
    parts = [(p.expense.value, p.mp) for step in preview.steps for p in step.parts]
    assert parts == [("ground", 2), ("zone-in", 2), ("zone-out", 4)]


@pytest.mark.parametrize(("kind", "mp", "parts"), [("truck-column", 20, [("ground", 6)]), ("truck-column", 3, None)])
def test_a_first_step_is_made_whatever_it_costs(kind: str, mp: int, parts: list[tuple[str, int]] | None) -> None:
    """Dunes take 6 MP of trucks; those that have fewer when fresh pay what they have."""
    state = initial_state(
        small_scenario([".dLL."], [("u", kind, "soviet", (0, 0)), ("j", "rifle-regiment", "japanese", (4, 0))]), 1
    )
    unit = state.unit("u")
    assert unit is not None
    slow = replace(unit.spec, type=replace(unit.spec.type, mp=mp))
    preview = move_preview(state.with_unit(replace(unit, spec=slow, mp=mp)), Move("u", (1, 0)))
    assert isinstance(preview, MovePreview)
    expected = parts or [("ground", 6), ("one-step", mp - 6)]
    assert [
        (p.expense.value, p.mp) for p in preview.steps[0].parts
    ] == expected and preview.mp_left == mp - preview.cost


@pytest.mark.parametrize(
    ("cost", "blocked", "fed"),
    [
        ({5: 3}, (), True),  # there already
        ({}, (), False),
        ({4: 14}, (), True),  # 14 and 2 for the ground are as far as supplies go
        ({4: 15}, (), False),
        ({4: 15, 6: 14}, (), True),
        ({4: 1}, (5,), False),  # the enemy controls it
        ({3: 1}, (), False),
    ],
)
def test_whether_supplies_would_reach_a_hex(cost: dict[int, int], blocked: tuple[int, ...], fed: bool) -> None:
    state = initial_state(
        small_scenario(
            ["." * 9],
            [("u", "rifle-regiment", "soviet", (0, 0)), ("j", "rifle-regiment", "japanese", (8, 0))],
        )
    )
    assert state.scenario.rules.supply.range == 16
    net = SupplyNet("soviet", cost, {}, blocked=frozenset(blocked))
    assert supplied_at(state, state.units[0], 5, net) is fed
