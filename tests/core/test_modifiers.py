"""Every modifier of the assault: a position in which it alone is at work, counted by hand; its figure and its words."""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Unpack

import pytest
from khalkhin.core import initial_state
from khalkhin.core.combat import combat
from khalkhin.core.combat.modifiers import MODIFIERS, Section
from khalkhin.core.model.rules import Handicap, Quality
from khalkhin.core.model.state import GameState
from khalkhin.core.orders.combat import assault_forecast
from khalkhin.core.orders.orders import Assault
from khalkhin.text import modifiers as words
from khalkhin.text.manual import figures, page

from tests.narrow import the
from tests.scenarios import More, Parts, Place, Row, rules, small_scenario

OPEN = ["." * 9] * 7
HEIGHTS = [*OPEN[:3], "....^....", *OPEN[4:]]
EDGE: tuple[Place, Place] = ((4, 2), (4, 3))
#: Who attacks from the north, and who holds the target.
RIFLES: Row = ("a", "rifle-regiment", "soviet", (4, 2), {"steps": 6})
SECOND: Row = ("b", "rifle-regiment", "soviet", (5, 2), {"steps": 6, "formation": "36th"})
THIRD: Row = ("c", "rifle-regiment", "soviet", (5, 3))
BEHIND: Row = ("b", "rifle-regiment", "soviet", (4, 4))
#: With the rifles on all sides of the target but the south, where there is a pond.
AROUND: tuple[Row, ...] = (
    ("b", "rifle-regiment", "soviet", (5, 2)),
    ("c", "rifle-regiment", "soviet", (5, 3)),
    ("k", "rifle-regiment", "soviet", (3, 3)),
    ("l", "rifle-regiment", "soviet", (3, 2)),
)
POND = [*OPEN[:4], "....L....", *OPEN[5:]]
TANKS: Row = ("t", "tank-brigade", "soviet", (4, 2))
HOLDER: Row = ("d", "rifle-regiment", "japanese", (4, 3))
HQ: More = {"formation": "36th"}


@dataclass(frozen=True)
class Position:
    """Units and ground, and what is told of the assault: a side's units that are `hungry` for some turns, an anti-tank
    gun beside the defender, surprise, a set-piece attack."""

    units: tuple[Row, ...]
    rows: Sequence[str]
    parts: Parts
    hungry: tuple[str, int] | None
    handicaps: Mapping[str, Handicap]
    stopper: bool
    surprise: bool
    set_piece: bool


def changed(unit: Row, **more: Unpack[More]) -> Row:
    given = More() if len(unit) == 4 else unit[4]
    return (unit[0], unit[1], unit[2], unit[3], {**given, **more})


def works(level: int, **more: Unpack[More]) -> Row:
    """The holder of the target in works of a level."""
    return changed(changed(HOLDER, **more), entrenchment=level)


def position(
    *units: Row,
    rows: Sequence[str] = OPEN,
    hungry: tuple[str, int] | None = None,
    handicaps: Mapping[str, Handicap] | None = None,
    stopper: bool = False,
    surprise: bool = False,
    set_piece: bool = False,
    **parts: Unpack[Parts],
) -> Position:
    return Position(units or (RIFLES, HOLDER), rows, parts, hungry, handicaps or {}, stopper, surprise, set_piece)


#: For each modifier a position and all that is at work in it: the one alone, or with those that it cannot do without.
POSITIONS: Mapping[str, tuple[Position, Mapping[str, int]]] = {
    "terrain": (position(rows=HEIGHTS), {"terrain": -2}),
    "river": (position(hexsides=[(*EDGE, "river")]), {"river": -3}),
    "crossing": (position(hexsides=[(*EDGE, "river")], crossings=[(*EDGE, "bridge")]), {"crossing": -2}),
    "stream": (position(hexsides=[(*EDGE, "stream")]), {"stream": -1}),
    "escarpment": (position(hexsides=[(*EDGE, "escarpment")]), {"escarpment": -1}),
    "entrenchment": (position(RIFLES, changed(HOLDER, entrenchment=1)), {"entrenchment": -1}),
    "strongpoint": (position(RIFLES, changed(HOLDER, entrenchment=2)), {"entrenchment": -2, "strongpoint": -4}),
    "combined_arms": (
        position(TANKS, changed(SECOND, steps=9), changed(HOLDER, steps=2), stopper=True),
        {"combined_arms": 1, "anti_tank": -1},
    ),
    "unsupported_armour": (
        # Works of level 1 are run over all the same.
        position(TANKS, changed(HOLDER, entrenchment=1)),
        {"unsupported_armour": -1, "entrenchment": -1, "overrun": 1},
    ),
    "anti_tank": (position(TANKS, HOLDER, stopper=True), {"anti_tank": -1}),
    "overrun": (position(TANKS, HOLDER), {"overrun": 1}),
    "night": (position(night_first=True), {"night": -1}),
    "close_assault": (
        position(("a", "jp-infantry-regiment", "soviet", (4, 2)), HOLDER, night_first=True),
        {"night": -1, "close_assault": 2},
    ),
    "attacker_unsupplied": (
        position(changed(RIFLES, unsupplied=1), HOLDER, hungry=("a", 1)),
        {"attacker_unsupplied": -1},
    ),
    "ammunition": (position(sources=[("soviet", (0, 0), 1), ("japanese", (8, 6))]), {"ammunition": -1}),
    "defender_isolated": (position(hungry=("d", 6)), {"defender_isolated": 2}),
    "defender_unsupplied": (position(hungry=("d", 3)), {"defender_unsupplied": 1}),
    "quality": (position(RIFLES, changed(HOLDER, quality=Quality.ELITE)), {"quality": -2}),
    "leader": (position(changed(RIFLES, leader="Bain"), HOLDER), {"leader": 1}),
    "leader_defends": (position(RIFLES, changed(HOLDER, leader="Yamagata")), {"leader_defends": -1}),
    "coordination": (
        position(changed(RIFLES, **HQ), SECOND, HOLDER, ("h", "soviet-hq", "soviet", (4, 0), HQ)),
        {"coordination": 1},
    ),
    "surrounded": (
        # From all sides but one, where the lake is: it is flanked as well, but that is not counted twice.
        position(RIFLES, *AROUND, HOLDER, rows=POND),
        {"surrounded": 1},
    ),
    "flanked": (position(RIFLES, BEHIND, HOLDER), {"flanked": 1}),
    "surprise": (position(surprise=True), {"surprise": 2}),
    "handicap": (position(handicaps={"soviet": Handicap(2, 0, 0, 0)}), {"handicap": 2}),
    "handicap_defends": (position(handicaps={"japanese": Handicap(3, 0, 0, 0)}), {"handicap_defends": -3}),
    "set_piece": (
        position(RIFLES, HOLDER, ("g", "field-artillery", "soviet", (4, 1)), hq_points=2, set_piece=True),
        {"set_piece": 2},
    ),
}

#: Works from which a unit is not carried from the front, and what loosens them: fire, hunger, who comes from behind.
WORKS: Mapping[str, tuple[Position, Mapping[str, int]]] = {
    "prepared works": (position(RIFLES, works(3)), {"entrenchment": -3, "strongpoint": -4}),
    "four of nine steps suppressed": (
        position(RIFLES, works(2, suppressed=4)),
        {"entrenchment": -2, "strongpoint": -4},
    ),
    "five of nine steps suppressed": (position(RIFLES, works(2, suppressed=5)), {"entrenchment": -2}),
    "four of eight steps suppressed": (position(RIFLES, works(2, steps=8, suppressed=4)), {"entrenchment": -2}),
    "five of eleven steps suppressed, the guns' among them": (
        position(RIFLES, works(2, suppressed=5), stopper=True),
        {"entrenchment": -2, "strongpoint": -4},
    ),
    "prepared works, five of nine steps suppressed": (position(RIFLES, works(3, suppressed=5)), {"entrenchment": -3}),
    "short": (position(RIFLES, works(2), hungry=("d", 2)), {"entrenchment": -2, "strongpoint": -4}),
    "unsupplied": (position(RIFLES, works(2), hungry=("d", 3)), {"entrenchment": -2, "defender_unsupplied": 1}),
    "isolated": (position(RIFLES, works(2), hungry=("d", 6)), {"entrenchment": -2, "defender_isolated": 2}),
    "prepared works, unsupplied": (
        position(RIFLES, works(3), hungry=("d", 3)),
        {"entrenchment": -3, "defender_unsupplied": 1},
    ),
    "the guns in them are isolated": (
        position(RIFLES, works(2), hungry=("e", 6), stopper=True),
        {"entrenchment": -2, "strongpoint": -4},
    ),
    "from two opposite sides": (position(RIFLES, BEHIND, works(2)), {"entrenchment": -2, "flanked": 1}),
    "prepared works, from two opposite sides": (
        position(RIFLES, BEHIND, works(3)),
        {"entrenchment": -3, "strongpoint": -4, "flanked": 1},
    ),
    "from three sides next to one another": (
        position(RIFLES, SECOND, THIRD, works(2)),
        {"entrenchment": -2, "strongpoint": -4},
    ),
    "surrounded": (position(RIFLES, *AROUND, works(2), rows=POND), {"entrenchment": -2, "surrounded": 1}),
    "prepared works, surrounded": (
        position(RIFLES, *AROUND, works(3), rows=POND),
        {"entrenchment": -3, "strongpoint": -4, "surrounded": 1},
    ),
    "three steps in them": (position(RIFLES, works(2, steps=3)), {"entrenchment": -2, "strongpoint": -4}),
    "two steps in them": (position(RIFLES, works(2, steps=2)), {"entrenchment": -2}),
    "prepared works, two steps in them": (position(RIFLES, works(3, steps=2)), {"entrenchment": -3}),
    "cavalry in them": (
        position(RIFLES, ("d", "manchukuo-cavalry", "japanese", (4, 3), {"entrenchment": 2})),
        {"entrenchment": -2},
    ),
}
ALSO: Mapping[str, tuple[Position, Mapping[str, int]]] = {
    "entrenchment burnt out": (
        position(RIFLES, changed(HOLDER, entrenchment=3), ("f", "flame-tanks", "soviet", (3, 2), {"steps": 1})),
        {"entrenchment": -2, "strongpoint": -4},
    ),
    "half of the attack swims": (
        position(
            ("a", "rifle-regiment", "soviet", (4, 2), {"steps": 4}),
            ("b", "rifle-regiment", "soviet", (5, 2), {"steps": 4}),
            HOLDER,
            hexsides=[(*EDGE, "river")],
        ),
        {"river": -3},
    ),
    "less than half of it swims": (
        position(
            ("a", "rifle-regiment", "soviet", (4, 2), {"steps": 3}),
            ("b", "rifle-regiment", "soviet", (5, 2), {"steps": 4}),
            HOLDER,
            hexsides=[(*EDGE, "river")],
        ),
        {},
    ),
    "from two sides next to each other": (position(RIFLES, SECOND, HOLDER), {}),
    "from three sides next to one another": (
        position(RIFLES, SECOND, THIRD, HOLDER),
        {},
    ),
    "better by more than half a grade": (
        position(
            ("a", "rifle-regiment", "soviet", (4, 2), {"steps": 6, "quality": Quality.VETERAN}),
            ("b", "rifle-regiment", "soviet", (5, 2), {"steps": 4}),
            HOLDER,
        ),
        {"quality": 1},
    ),
    "a leader three hexes away": (
        position(RIFLES, HOLDER, ("h", "soviet-hq", "soviet", (1, 2), {"leader": "Bain"})),
        {"leader": 1},
    ),
    "a leader four hexes away": (
        position(RIFLES, HOLDER, ("h", "soviet-hq", "soviet", (0, 2), {"leader": "Bain"})),
        {},
    ),
    "short for two turns": (position(hungry=("d", 2)), {}),
    "unsupplied for the last turn": (position(hungry=("d", 5)), {"defender_unsupplied": 1}),
    "the guns beside the defender are isolated, he is fed": (position(hungry=("e", 6), stopper=True), {}),
    "guns alone are isolated": (
        position(RIFLES, ("d", "jp-anti-tank", "japanese", (4, 3)), hungry=("d", 6)),
        {"defender_isolated": 2},
    ),
    "better troops attack": (position(changed(RIFLES, quality=Quality.VETERAN), HOLDER), {"quality": 1}),
}


CASES = {**POSITIONS, **ALSO, **{f"works: {name}": case for name, case in WORKS.items()}}


def fight(given: Position) -> tuple[GameState, Assault]:
    """A position and the assault of everybody in it who can take part."""
    units = list(given.units)
    if given.stopper:
        units.append(("e", "jp-anti-tank", "japanese", (4, 3)))
    parts: Parts = {"sources": [("soviet", (0, 0)), ("japanese", (8, 6))], **given.parts}
    state = initial_state(small_scenario(given.rows, units, **parts), 1, False, given.handicaps)
    if given.hungry:
        name, turns = given.hungry
        state = state.with_unit(replace(the(state.unit(name)), unsupplied=turns, store=-1))
    if given.surprise:
        state = replace(state, surprise={"soviet": state.turn})
    team = tuple(u.id for u in combat.possible_attackers(state, target(state)))
    guns = tuple(u.id for u in combat.possible_guns(state, target(state)))
    return state, Assault((4, 3), team, guns, set_piece=given.set_piece)


def target(state: GameState) -> int:
    hex_ = state.scenario.board.index(4, 3)
    assert hex_ is not None
    return hex_


@pytest.mark.parametrize("name", [*CASES])
def test_what_is_at_work_is_as_counted_by_hand(name: str) -> None:
    given, expected = CASES[name]
    state, order = fight(given)
    odds = assault_forecast(state, order)
    assert {s.name: s.columns for s in odds.shifts} == expected
    assert odds.column == max(0, min(len(rules().combat.columns) - 1, odds.base_column + sum(expected.values())))


def test_every_modifier_has_a_position_and_its_words() -> None:
    ids = [m.id for m in MODIFIERS]
    assert sorted(ids) == sorted(set(ids)) == sorted(POSITIONS)
    assert all(POSITIONS[name][1].get(name) for name in ids), "the position shows the modifier it is named after"
    assert set(words.RULES) == set(ids)
    assert set(words.SECTIONS) == {m.section for m in MODIFIERS} == set(Section)
    assert set(words.LINES) == {code for m in MODIFIERS for code in m.texts}


@pytest.mark.parametrize("name", [*CASES])
def test_the_line_in_the_panel_is_filled(name: str) -> None:
    state, order = fight(CASES[name][0])
    for shift in assault_forecast(state, order).shifts:
        modifier = next(m for m in MODIFIERS if m.id == shift.name)
        assert shift.text in modifier.texts
        places = {field for _, field, _, _ in string.Formatter().parse(words.LINES[shift.text]) if field}
        assert places == set(dict(shift.params)), shift.text
        assert all(str(value) in words.line(shift) for value in dict(shift.params).values())


@pytest.mark.parametrize("modifier", MODIFIERS, ids=lambda m: m.id)
def test_a_modifier_has_its_figure_in_the_tables_and_its_row_in_the_rulebook(modifier: Any) -> None:
    found = figures(rules(), modifier)
    assert found and all(isinstance(n, int) and n for n in found)
    columns = ", ".join(f"{modifier.sign * n:+d}" for n in found)
    text = page(rules())
    assert f"| {words.RULES[modifier.id]} | {columns} |" in text
    assert f"\n## {words.SECTIONS[modifier.section]}\n" in text


def test_no_figure_in_the_table_is_without_a_modifier() -> None:
    assert set(rules().combat.shifts) == {
        m.figure.removeprefix("combat.shifts.") for m in MODIFIERS if m.figure.startswith("combat.")
    }


@pytest.mark.parametrize("name", [n for n in POSITIONS if n not in ("terrain", "handicap", "handicap_defends")])
def test_another_figure_in_the_table_is_another_shift(name: str) -> None:
    given, expected = POSITIONS[name]
    state, order = fight(given)
    key = next(m.figure for m in MODIFIERS if m.id == name).removeprefix("combat.shifts.")
    table = rules().combat
    other = replace(rules(), combat=replace(table, shifts={**table.shifts, key: 5 * table.shifts[key]}))
    changed = replace(state, scenario=replace(state.scenario, rules=other))
    found = {s.name: s.columns for s in assault_forecast(changed, order).shifts}
    assert found == {**expected, name: 5 * expected[name]}


@pytest.mark.parametrize(("sides", "flanked"), [(4, False), (3, True)])
def test_an_attack_flanks_from_as_many_sides_as_the_rules_say(sides: int, flanked: bool) -> None:
    """Of three hexsides next to one another no two lie opposite."""
    state, order = fight(position(RIFLES, SECOND, THIRD, HOLDER))
    other = replace(rules(), combat=replace(rules().combat, flank_sides=sides))
    odds = assault_forecast(replace(state, scenario=replace(state.scenario, rules=other)), order)
    assert ("flanked" in {s.name for s in odds.shifts}) is flanked


@pytest.mark.parametrize(
    ("figure", "number", "columns"),
    [
        *(("fortified_level", level, columns) for level, columns in ((1, -4), (2, -4), (3, 0))),
        *(("strongpoint_steps", steps, columns) for steps, columns in ((8, -4), (9, -4), (10, 0))),
    ],
)
def test_works_are_strongpoints_by_the_level_and_the_steps_that_the_rules_say(
    figure: str, number: int, columns: int
) -> None:
    """Nine steps in works of level two."""
    state, order = fight(position(RIFLES, works(2)))
    changed: dict[str, Any] = {figure: number}
    other = replace(rules(), combat=replace(rules().combat, **changed))
    odds = assault_forecast(replace(state, scenario=replace(state.scenario, rules=other)), order)
    assert {s.name: s.columns for s in odds.shifts}.get("strongpoint", 0) == columns


@pytest.mark.parametrize(("suppressed", "columns"), [(0, 1), (1, 1), (2, 0)])
def test_a_leader_whose_staff_is_wholly_suppressed_leads_nobody(suppressed: int, columns: int) -> None:
    state, order = fight(position(RIFLES, HOLDER, ("h", "soviet-hq", "soviet", (1, 2), {"leader": "Bain"})))
    staff = the(state.unit("h"))
    assert staff.steps == 2
    odds = assault_forecast(state.with_unit(replace(staff, suppressed=suppressed)), order)
    assert {s.name: s.columns for s in odds.shifts}.get("leader", 0) == columns


def test_who_fights_hand_to_hand_gains_by_it_at_night_alone() -> None:
    units: list[Row] = [("a", "jp-infantry-regiment", "soviet", (4, 2)), HOLDER]
    for night, expected in ((True, {"night": -1, "close_assault": 2}), (False, {})):
        given: Parts = {"sources": [("soviet", (0, 0)), ("japanese", (8, 6))], "night_first": night}
        state = initial_state(small_scenario(OPEN, units, **given), 1, fog=False)
        assert {s.name: s.columns for s in assault_forecast(state, Assault((4, 3), ("a",))).shifts} == expected


@pytest.mark.parametrize(("suppressed", "leads"), [(0, True), (1, False)])
def test_a_headquarters_that_is_wholly_suppressed_leads_nobody_not_even_itself(suppressed: int, leads: bool) -> None:
    units: list[Row] = [RIFLES, HOLDER, ("h", "jp-hq", "japanese", (4, 3), {"leader": "Yamagata", "full_steps": 1})]
    given: Parts = {"sources": [("soviet", (0, 0)), ("japanese", (8, 6))]}
    state = initial_state(small_scenario(OPEN, units, **given), 1, fog=False)
    hq = the(state.unit("h"))
    state = state.with_unit(replace(hq, suppressed=suppressed * hq.steps))
    names = {s.name for s in assault_forecast(state, Assault((4, 3), ("a",))).shifts}
    assert ("leader_defends" in names) is leads
