"""Who loses what in a fight, where the beaten go, and who comes in after them: counted by hand along a lane."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Unpack

import pytest
from khalkhin.core import apply, initial_state
from khalkhin.core.combat import assault, combat
from khalkhin.core.events.events import Advanced, Destroyed, Retreated, StepsLost, StoodBy, Suppressed
from khalkhin.core.model.reasons import Cause
from khalkhin.core.model.state import DESTROYED, GameState, SortiesLeft
from khalkhin.core.model.units import Unit
from khalkhin.core.movement.movement import Picture, picture
from khalkhin.core.orders.orders import Assault

from tests.narrow import the
from tests.scenarios import Parts, Place, Row, small_scenario

#: One row: every hex has one to the west of it and one to the east. The beaten stand in the middle, their home is east.
LANE = ["." * 9]
BEATEN: Row = ("d", "jp-infantry-regiment", "japanese", (4, 0))
ATTACKER: Row = ("a", "rifle-regiment", "soviet", (3, 0))


def lane(units: Sequence[Row], rows: Sequence[str] = LANE, **more: Unpack[Parts]) -> GameState:
    given: Parts = {"sources": [("soviet", (0, 0)), ("japanese", (8, 0))], **more}
    return initial_state(small_scenario(rows, units, **given), seed=1, fog=False)


def ways(state: GameState, longest: int = 3) -> list[tuple[tuple[int, ...], int]]:
    """The columns and losses of the retreats of one, two, ... hexes."""
    unit, known = the(state.unit("d")), picture(state, "japanese", omniscient=True)
    return [(r.path, r.losses) for r in combat.retreats(state, unit, longest, [3], known)]


FREE = [((4, 5), 0), ((4, 5, 6), 0), ((4, 5, 6, 7), 0)]


@pytest.mark.parametrize(
    ("more", "rows", "expected"),
    [
        ([], LANE, FREE),
        # Each hex that cannot be gone costs a step.
        ([], ["......L.."], [((4, 5), 0), ((4, 5), 1), ((4, 5), 2)]),
        ([], ["....." + "L..."], [((4,), 7), ((4,), 7), ((4,), 7)]),
        # Through a friend, though there is no room to stop with him.
        ([("f", "jp-infantry-battalion", (5, 0))], LANE, [((4,), 7), *FREE[1:]]),
        ([("f", "jp-infantry-battalion", (6, 0))], LANE, [FREE[0], ((4, 5), 1), FREE[2]]),
        ([("f", "jp-field-artillery", (5, 0))], LANE, FREE),
        ([("f", "jp-truck-column", (5, 0))], LANE, FREE),
    ],
)
def test_the_way_back(more: list[tuple[str, str, Place]], rows: Sequence[str], expected: Any) -> None:
    state = lane([ATTACKER, BEATEN, *((n, kind, "japanese", place) for n, kind, place in more)], rows)
    assert the(state.unit("d")).steps == 7
    assert ways(state) == expected


@pytest.mark.parametrize(
    ("enemy", "friend", "expected"),
    [
        ("rifle-battalion", None, [((4, 5), 1), ((4, 5), 2), ((4, 5), 3)]),
        ("rifle-battalion", "jp-field-artillery", [((4, 5), 1), ((4, 5), 2), ((4, 5), 3)]),  # guns are no shield
        ("field-artillery", None, [((4, 5), 0), ((4, 5), 1), ((4, 5), 2)]),  # and control nothing
        ("truck-column", None, [((4, 5), 0), ((4, 5), 1), ((4, 5), 2)]),  # nobody goes where the enemy is
    ],
)
def test_the_enemy_behind_bars_the_way_and_takes_a_step_beside_him(
    enemy: str, friend: str | None, expected: Any
) -> None:
    units: list[Row] = [ATTACKER, BEATEN, ("e", enemy, "soviet", (6, 0))]
    if friend:
        units.append(("f", friend, "japanese", (5, 0)))
    assert ways(lane(units)) == expected


@pytest.mark.parametrize(
    ("zones", "combat", "losses"),
    [((), (), (0, 0)), ((5,), (), (1, 1)), ((5, 6), (), (1, 2)), ((6,), (), (0, 1)), ((5,), (6,), (1, 2))],
)
def test_a_step_for_each_hex_the_enemy_controls(
    zones: tuple[int, ...], combat: tuple[int, ...], losses: tuple[int, int]
) -> None:
    known = Picture(frozenset({3}), frozenset(zones), frozenset(combat), frozenset())
    unit = the(lane([ATTACKER, BEATEN]).unit("d"))
    assert tuple(r.losses for r in combat_retreats(unit, known)) == losses


def test_a_friend_who_fights_covers_those_who_go_through() -> None:
    unit = the(lane([ATTACKER, BEATEN]).unit("d"))
    known = Picture(frozenset({3}), frozenset({5}), frozenset({5}), frozenset())
    one, two = combat_retreats(unit, known)
    assert one.blocked and one.losses == unit.steps and (two.path, two.losses) == ((4, 5, 6), 0)


def combat_retreats(unit: Unit, known: Picture) -> tuple[combat.Retreat, ...]:
    return combat.retreats(lane([ATTACKER, BEATEN]), unit, 2, [3], known)


@pytest.mark.parametrize(
    ("kind", "crossing", "expected"),
    [
        ("jp-infantry-regiment", None, 1),  # they swim, and a step drowns
        ("jp-infantry-regiment", "bridge", 0),
        ("jp-infantry-regiment", "pontoon", 0),
        ("tank-brigade", "bridge", 0),
    ],
)
def test_a_river_on_the_way_back(kind: str, crossing: str | None, expected: int) -> None:
    links = [((5, 0), (6, 0), crossing)] if crossing else []
    state = lane([ATTACKER, ("d", kind, "japanese", (4, 0))], hexsides=[((5, 0), (6, 0), "river")], crossings=links)
    assert ways(state, 2) == [((4, 5), 0), ((4, 5, 6), expected)]


def test_wheels_and_tracks_do_not_swim_back() -> None:
    state = lane([ATTACKER, ("d", "tank-brigade", "japanese", (4, 0))], hexsides=[((5, 0), (6, 0), "river")])
    assert ways(state, 2) == [((4, 5), 0), ((4, 5), 1)]


@pytest.mark.parametrize(
    ("attackers", "end"),
    [([(2, 3)], (5, 3)), ([(6, 3)], (3, 3)), ([(6, 3), (2, 3)], (3, 3)), ([(2, 3), (2, 4), (6, 3)], (5, 3))],
)
def test_of_two_ways_home_the_one_that_leads_away_from_the_attackers(attackers: list[Place], end: Place) -> None:
    """Home is due south; a friend stands there. South-west and south-east are as near."""
    state = initial_state(
        small_scenario(
            ["." * 9] * 7,
            [("d", "jp-infantry-battalion", "japanese", (4, 3)), ("a", "rifle-battalion", "soviet", (0, 0))],
            sources=[("soviet", (0, 0)), ("japanese", (4, 6))],
        ),
        seed=1,
        fog=False,
    )
    board = state.scenario.board
    known = Picture(frozenset(), frozenset(), frozenset({the(board.index(4, 4))}), frozenset())
    spots = [the(board.index(*p)) for p in attackers]
    (way,) = combat.retreats(state, the(state.unit("d")), 1, spots, known)
    assert [board.place(h) for h in way.path] == [(4, 3), end]


@pytest.mark.parametrize(
    ("kinds", "dug", "more"),
    [
        (("jp-infantry-battalion",), 0, 0),
        (("manchukuo-cavalry",), 0, 1),
        (("jp-infantry-battalion", "manchukuo-cavalry"), 0, 1),  # one that is fragile is enough
        (("manchukuo-cavalry", "jp-infantry-battalion"), 0, 1),
        (("manchukuo-cavalry", "manchukuo-cavalry"), 0, 1),  # and two are no worse
        (("manchukuo-cavalry",), 1, 1),
        (("manchukuo-cavalry",), 2, -1),  # who is well dug in is not that fragile
        (("jp-infantry-battalion",), 2, -1),
        ((), 0, 0),
    ],
)
def test_how_far_the_fragile_and_the_dug_in_go(kinds: tuple[str, ...], dug: int, more: int) -> None:
    """On every column and throw: never further than the rules let anybody, and nobody goes who need not."""
    state = lane([ATTACKER, *((f"d{i}", kind, "japanese", (4 + i, 0)) for i, kind in enumerate(kinds))])
    rules = state.scenario.rules.combat
    found = [u for u in state.units if u.side == "japanese"]
    for column in range(len(rules.columns)):
        for throw in range(2, 13):
            plain = rules.outcomes[combat.rung(state, column, throw)]
            outcome = combat.outcome_of(state, column, throw, found, dug)
            assert outcome.retreat == (min(rules.max_retreat, plain.retreat + more) if plain.retreat else 0)
            assert replace(outcome, retreat=plain.retreat) == plain


# ------------------------------------------------------------------ losses


@pytest.mark.parametrize(
    ("steps", "suppressed", "loss", "left"),
    [
        (6, 0, 0, (6, 0)),
        (6, 0, 1, (5, 0)),
        (6, 2, 1, (5, 1)),  # suppressed steps go first
        (6, 2, 3, (3, 0)),
        (6, 6, 2, (4, 4)),
        (6, 3, 5, (1, 0)),
        (6, 3, 6, (0, 0)),
        (6, 3, 9, (0, 0)),
    ],
)
def test_what_a_unit_is_after_losses(steps: int, suppressed: int, loss: int, left: tuple[int, int]) -> None:
    state = lane([ATTACKER, BEATEN])
    unit = replace(the(state.unit("d")), steps=steps, suppressed=suppressed)
    after, events = assault.lose_steps(state.with_unit(unit), unit, loss, Cause.ASSAULT)
    found = the(after.unit("d"))
    assert (found.steps, found.suppressed) == left and (found.hex == DESTROYED) is (left[0] == 0)
    assert [e.steps for e in events if isinstance(e, StepsLost)] == ([min(loss, steps)] if loss else [])
    assert [e.cause for e in events if isinstance(e, Destroyed)] == ([Cause.ASSAULT] if left[0] == 0 else [])


@pytest.mark.parametrize(("cargo", "loss", "left"), [(9, 0, 9), (9, 1, 6), (7, 1, 6), (6, 1, 6), (5, 1, 5), (5, 2, 3)])
def test_what_burnt_lorries_carried_is_lost_with_them(cargo: int, loss: int, left: int) -> None:
    state = lane([ATTACKER, ("t", "truck-column", "soviet", (1, 0))])
    type_ = replace(the(state.unit("t")).spec.type, capacity=3)
    unit = the(state.unit("t"))
    unit = replace(unit, spec=replace(unit.spec, type=type_), steps=3, cargo=cargo)
    after, _ = assault.lose_steps(state.with_unit(unit), unit, loss, Cause.AIR)
    assert the(after.unit("t")).cargo == left


@pytest.mark.parametrize(
    ("loss", "left"), [(0, (3, 1, 2)), (1, (2, 1, 2)), (2, (2, 0, 2)), (3, (2, 0, 1)), (4, (1, 0, 1)), (9, (0, 0, 0))]
)
def test_losses_are_shared_a_step_at_a_time_in_order(loss: int, left: tuple[int, ...]) -> None:
    units: list[Row] = [(n, "jp-infantry-battalion", "japanese", (5 + i, 0)) for i, n in enumerate("bcd")]
    state = lane([ATTACKER, *units])
    state = state.with_units([replace(the(state.unit(n)), steps=s) for n, s in zip("bcd", (3, 1, 2), strict=True)])
    after, events = assault._lose(state, "bcd", loss, Cause.ASSAULT)
    assert tuple(the(after.unit(n)).steps for n in "bcd") == left
    assert sum(e.steps for e in events if isinstance(e, StepsLost)) == min(loss, 6)


@pytest.mark.parametrize(
    ("steps", "left"), [(0, (0, 1, 2)), (1, (1, 1, 2)), (2, (2, 1, 2)), (3, (3, 1, 2)), (4, (3, 1, 2)), (9, (3, 1, 2))]
)
def test_suppression_is_shared_among_those_who_can_still_be_suppressed(steps: int, left: tuple[int, ...]) -> None:
    """Of 3, 1 and 2 steps 0, 1 and 2 are suppressed already; a fourth unit is destroyed."""
    units: list[Row] = [(n, "jp-infantry-battalion", "japanese", (4 + i, 0)) for i, n in enumerate("bcde")]
    state = lane([ATTACKER, *units])
    given = zip("bcd", (3, 1, 2), (0, 1, 2), strict=True)
    state = state.with_units([replace(the(state.unit(n)), steps=s, suppressed=u) for n, s, u in given])
    state, _ = assault.destroy(state, the(state.unit("e")), Cause.ASSAULT)
    after, events = assault._suppress(state, "bcde", steps)
    assert tuple(the(after.unit(n)).suppressed for n in "bcd") == left and the(after.unit("e")).suppressed == 0
    shaken = {e.unit: e.steps for e in events if isinstance(e, Suppressed)}
    assert shaken == ({"b": min(steps, 3)} if steps else {})


# ------------------------------------------------------------------ who follows


@pytest.mark.parametrize(
    ("ground", "river", "crossing", "used", "follows"),
    [
        (".", False, "", 0, True),
        ("~", False, "", 0, True),
        ("s", False, "", 0, False),  # no lorry goes into the sand
        (".", True, "", 0, False),
        (".", True, "ford", 0, True),
        (".", True, "ford", 5, False),  # it has carried 5 SP of 8 and the column has 4
        (".", True, "ford", 4, True),
    ],
)
def test_columns_go_with_the_beaten_where_wheels_can(
    ground: str, river: bool, crossing: str, used: int, follows: bool
) -> None:
    state = lane(
        [ATTACKER, ("t", "jp-truck-column", "japanese", (4, 0)), ("d", "jp-infantry-battalion", "japanese", (6, 0))],
        [f".....{ground}..."],
        hexsides=[((4, 0), (5, 0), "river")] if river else [],
        crossings=[((4, 0), (5, 0), crossing, {"supply_used": used})] if crossing else [],
    )
    state = state.with_unit(replace(the(state.unit("t")), cargo=4))
    links = {h: replace(c, supply_used=used) for h, c in state.crossings.items()}
    after, events = assault._follow(replace(state, crossings=links), 4, [Retreated("d", (4, 5, 6))])
    assert the(after.unit("t")).hex == (6 if follows else 4)
    assert list(events) == ([Retreated("t", (4, 5, 6))] if follows else [])


def test_nobody_follows_where_nobody_has_gone() -> None:
    units: list[Row] = [ATTACKER, BEATEN, ("t", "jp-truck-column", "japanese", (4, 0))]
    state = lane(units)
    for events in ([], [StepsLost("d", 4, 1, Cause.ASSAULT)]):
        after, told = assault._follow(state, 4, events)
        assert the(after.unit("t")).hex == 4 and not told
    gone = state.with_unit(replace(the(state.unit("d")), hex=5))
    after, told = assault._follow(gone, 4, [Retreated("d", (4, 5))])
    assert [e.unit for e in told if isinstance(e, Retreated)] == ["t"]


@pytest.mark.parametrize(
    ("kind", "ground", "river", "crossing", "goes"),
    [
        ("rifle-regiment", ".", False, None, True),
        ("rifle-regiment", ".", True, None, False),
        ("rifle-regiment", ".", True, {}, True),
        ("rifle-regiment", ".", True, {"used": 2}, True),  # a ford whose traffic is used up still carries an assault
        ("rifle-regiment", ".", True, {"hits": 3}, False),
        ("tank-brigade", ".", True, {}, False),  # too heavy for it
        ("motor-rifle-regiment", "s", False, None, False),
    ],
)
def test_who_comes_in_after_the_beaten(kind: str, ground: str, river: bool, crossing: Any, goes: bool) -> None:
    state = lane(
        [("a", kind, "soviet", (3, 0), {"entrenchment": 2}), ("j", "jp-infantry-battalion", "japanese", (7, 0))],
        [f"....{ground}...."],
        hexsides=[((3, 0), (4, 0), "river")] if river else [],
        crossings=[] if crossing is None else [((3, 0), (4, 0), "ford", crossing)],
    )
    if crossing:
        links = {h: replace(c, **crossing) for h, c in state.crossings.items()}
        state = replace(state, crossings=links)
    after, events = assault._advance(state, "a", 4)
    unit = the(after.unit("a"))
    assert (unit.hex, unit.moved, unit.entrenchment) == ((4, True, 0) if goes else (3, False, 2))
    assert list(events) == ([Advanced("a", (3, 4))] if goes else [])


def test_what_an_assault_leaves_of_those_who_took_part() -> None:
    """Attackers and their guns have fought; tanks keep what MP the assault leaves them, guns that stood by have fired;
    bombers are used up and no fighters."""
    units: list[Row] = [
        ("a", "rifle-regiment", "soviet", (3, 0)),
        ("t", "tank-brigade", "soviet", (4, 1)),
        ("g", "field-artillery", "soviet", (2, 0)),
        ("d", "jp-infantry-regiment", "japanese", (4, 0)),
        ("n", "jp-field-artillery", "japanese", (6, 0), {"standby": "defence", "fought": True}),
    ]
    state = lane(units, ["." * 9] * 3, airfields=[("Tamsag", "soviet", 3, 4)], hq_points=5)
    state = replace(state, sorties={"soviet": SortiesLeft(3, 4)})
    state = state.with_unit(replace(the(state.unit("n")), standby="defence", fought=True))
    order = Assault((4, 0), ("a", "t"), ("g",), advance=False, sorties=2, set_piece=True)
    after, events = apply(state, order)
    mp, cost = the(state.unit("t")).mp, state.scenario.rules.combat.assault_mp
    facts = {name: (u.fought, u.mp) for name in "atg" if (u := the(after.unit(name))).on_map}
    assert facts == {"a": (True, 0), "t": (True, mp - cost), "g": (True, 0)}
    assert the(after.unit("n")).standby == "" and StoodBy("n", "defence", 4) in events
    assert after.sorties["soviet"] == SortiesLeft(3, 2)
    assert after.hq_points["soviet"] == 5 - state.scenario.rules.command.set_piece
