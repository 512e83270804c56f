"""Reinforcements: when they come on, on which hex, and for whom there is no room there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Unpack

import pytest
from khalkhin.core import initial_state
from khalkhin.core.events.events import Arrived
from khalkhin.core.model.state import DESTROYED, EXITED, NOT_ARRIVED, WITHDRAWN, GameState
from khalkhin.core.timeline.reinforcements import due

from tests.narrow import the
from tests.scenarios import Parts, Row, small_scenario

ENTRY = (2, 2)
LATE: Row = ("r", "rifle-regiment", "soviet", ENTRY, {"arrives": 3})


def battle(units: Sequence[Row], rows: Sequence[str] = ("." * 12,) * 5, **more: Unpack[Parts]) -> GameState:
    given: Parts = {"sources": [("soviet", (0, 0)), ("japanese", (11, 4))], "turns": 9, **more}
    far: Row = ("j", "rifle-regiment", "japanese", (11, 4))
    return initial_state(small_scenario(rows, [*units, far], **given), seed=1, fog=False)


def came(state: GameState) -> list[tuple[str, tuple[int, int]]]:
    """Who comes on now, and where, as told and as it is."""
    after, events = due(state)
    place = state.scenario.board.place
    for event in events:
        assert isinstance(event, Arrived) and the(after.unit(event.unit)).hex == event.hex
    assert sum(u.on_map for u in after.units) == sum(u.on_map for u in state.units) + len(events)
    return [(e.unit, place(e.hex)) for e in events]


@pytest.mark.parametrize(("turn", "comes"), [(1, False), (2, False), (3, True), (4, True), (9, True)])
def test_who_is_late_comes_on_as_soon_as_can_be_after_that(turn: int, comes: bool) -> None:
    assert came(replace(battle([LATE]), turn=turn)) == ([("r", ENTRY)] if comes else [])


def test_nobody_comes_on_in_the_turn_of_the_other_side() -> None:
    assert came(replace(battle([LATE]), turn=4, active="japanese")) == []


@pytest.mark.parametrize(
    ("hex_", "called"), [(NOT_ARRIVED, True), (WITHDRAWN, True), (DESTROYED, False), (EXITED, False)]
)
def test_whoever_is_called_comes_on_before_his_turn_where_he_is_called_to(hex_: int, called: bool) -> None:
    state = battle([LATE])
    there = the(state.scenario.board.index(7, 1))
    state = replace(state.with_unit(replace(the(state.unit("r")), hex=hex_)), called={"r": there})
    assert came(state) == ([("r", (7, 1))] if called else [])
    assert due(state)[0].called == ({} if called else {"r": there})


@pytest.mark.parametrize("hex_", [WITHDRAWN, DESTROYED, EXITED])
def test_the_calendar_brings_nobody_back_who_has_gone(hex_: int) -> None:
    state = battle([LATE])
    assert came(replace(state.with_unit(replace(the(state.unit("r")), hex=hex_)), turn=5)) == []


@pytest.mark.parametrize(
    ("late", "there", "joins"),
    [
        ("rifle-regiment", ("rifle-regiment", "soviet"), False),
        ("rifle-regiment", ("field-artillery", "soviet"), True),
        ("rifle-regiment", ("truck-column", "soviet"), True),
        ("rifle-regiment", ("rifle-regiment", "japanese"), False),
        ("rifle-regiment", ("truck-column", "japanese"), False),
        ("field-artillery", ("rifle-regiment", "soviet"), True),
        ("field-artillery", ("soviet-engineers", "soviet"), False),
        ("truck-column", ("truck-column", "soviet"), True),
        ("truck-column", ("rifle-regiment", "japanese"), False),
    ],
)
def test_who_finds_room_beside_whom(late: str, there: tuple[str, str], joins: bool) -> None:
    """Whoever finds none comes on beside it."""
    units: list[Row] = [("r", late, "soviet", ENTRY, {"arrives": 3}), ("x", *there, ENTRY)]
    ((who, where),) = came(replace(battle(units), turn=3))
    assert who == "r" and (where == ENTRY) is joins
    board = battle(units).scenario.board
    assert board.distance(the(board.index(*where)), the(board.index(*ENTRY))) == (0 if joins else 1)


@pytest.mark.parametrize(("kind", "distance"), [("rifle-regiment", 1), ("tank-brigade", 1), ("truck-column", 2)])
def test_nobody_comes_on_where_he_could_not_stand(kind: str, distance: int) -> None:
    """The entry is a lake with sand about it, into which no lorry can go."""
    rows = ["." * 12, ".sss" + "." * 8, ".sLs" + "." * 8, ".sss" + "." * 8, "." * 12]
    state = battle([("r", kind, "soviet", ENTRY, {"arrives": 3})], rows)
    board = state.scenario.board
    ((_, where),) = came(replace(state, turn=3))
    assert board.distance(the(board.index(*where)), the(board.index(*ENTRY))) == distance


def test_only_so_far_from_the_entry_as_the_rules_say() -> None:
    """All hexes within four are full: he waits, and comes on as soon as one of them is free."""
    board = battle([]).scenario.board
    taken = [board.place(h) for h in board.within(the(board.index(*ENTRY)), 4)]
    rest: list[Row] = [(f"x{c}-{r}", "rifle-regiment", "soviet", (c, r)) for c, r in taken]
    state = replace(battle([LATE, *rest]), turn=3)
    assert came(state) == []
    for col, row in (taken[0], taken[-1]):
        away = replace(the(state.unit(f"x{col}-{row}")), hex=the(board.index(10, 0)))
        assert came(state.with_unit(away)) == [("r", (col, row))]
        assert came(replace(state.with_unit(away), turn=7)) == [("r", (col, row))], "nobody is forgotten"


def test_those_of_one_turn_come_on_in_the_order_of_battle_each_where_there_is_still_room() -> None:
    units: list[Row] = [(f"r{n}", "rifle-regiment", "soviet", ENTRY, {"arrives": 3}) for n in (1, 2, 3)]
    found = came(replace(battle(units), turn=3))
    assert [who for who, _ in found] == ["r1", "r2", "r3"]
    assert found[0][1] == ENTRY and len({where for _, where in found}) == 3


def test_a_unit_comes_on_with_all_its_steps_and_may_march_at_once() -> None:
    after, _ = due(replace(battle([LATE]), turn=3))
    unit: Any = after.unit("r")
    assert (unit.steps, unit.suppressed, unit.mp, unit.moved) == (9, 0, 6, False)
