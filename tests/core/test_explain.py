"""What a move shows before it is made is what is so after it: cost, its parts, and the assaults that could follow.

Positions come from random play under full sight, where nothing unforeseen can happen on the way.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Unpack

import pytest
from hypothesis import given, settings
from khalkhin.core import apply, initial_state, legal_orders, why_illegal
from khalkhin.core.combat import combat
from khalkhin.core.events.events import Moved
from khalkhin.core.explain import AssaultMark, MovePreview, move_preview, reach_marks
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Unit
from khalkhin.core.orders.orders import Assault, Move

from tests.core.positions import states
from tests.scenarios import InState, small_scenario


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
        assert sum(part.mp for leg in preview.legs for part in leg.parts) == preview.cost
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
