"""The jugular and the noose: counted by hand, and against trying every loss on small random boards."""

from __future__ import annotations

import os
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from khalkhin.core import initial_state, view
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Unit
from khalkhin.core.movement import movement
from khalkhin.core.movement.movement import Picture, picture, reach
from khalkhin.core.movement.multi_turn_reach import turns_to
from khalkhin.core.supply.encirclement import noose
from khalkhin.core.supply.jugular import closable, connected, jugular, supply_network
from khalkhin.core.supply.mincut import throat
from khalkhin.core.supply.supply import blocked_hexes, pockets, trace
from khalkhin.text.supplies.nooses import noose_text

from tests.core.positions import states
from tests.core.test_mincut import first_corner
from tests.core.test_reference import truck_cost
from tests.narrow import the
from tests.scenarios import small_scenario

EXAMPLES = int(os.environ.get("KHALKHIN_EXAMPLES", "60"))
many = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))

#: A causeway along row 6 between lakes, with one side road down column 2; hexes cost infantry 2 of its 6 MP.
CAUSEWAY = ["LL.LLLLLLL"] * 6 + [".........."]
#: The same two hexes wide.
NECK = ["LL.LLLLLLL"] * 5 + [".........."] * 2


def battle(rows: list[str], soviets: list[tuple[int, int]], enemy: tuple[int, int], **more: Any) -> GameState:
    units = [(f"s{i}", "rifle-regiment", "soviet", place) for i, place in enumerate(soviets)]
    units.append(("j", "jp-infantry-regiment", "japanese", enemy))
    given_ = {"sources": [("soviet", (0, 6)), ("japanese", (9, 0))], **more}
    return initial_state(small_scenario(rows=rows, units=units, **given_), seed=1, fog=False)


def places(state: GameState, hexes: Any) -> list[tuple[int, int]]:
    return [state.scenario.board.place(h) for h in hexes]


# ------------------------------------------------------------------ the jugular


def test_the_jugular_is_the_hex_nearest_to_what_it_cuts() -> None:
    """The enemy comes down in two turns to (2, 6), and closes any of (1, 6) to (4, 6) in a third: each would do."""
    state = battle(CAUSEWAY, [(5, 6), (6, 6)], (2, 0))
    found = jugular(state, "soviet")
    assert places(state, found.hexes) == [(4, 6)]
    assert places(state, jugular(state, "soviet", within=2).hexes) == [(3, 6)]
    assert (found.units, found.share, found.crossings) == ((0, 1), 100, ())
    assert not jugular(state, "japanese")


def test_nothing_is_shown_where_the_enemy_is_too_far_or_the_units_too_few() -> None:
    assert not jugular(battle(CAUSEWAY, [(5, 6), (6, 6)], (2, 0)), "soviet", within=1)
    assert not jugular(battle(CAUSEWAY, [(5, 6)], (2, 0)), "soviet")
    assert not jugular(battle(NECK, [(5, 6), (6, 6), (7, 6)], (2, 0)), "soviet")
    assert jugular(battle(NECK, [(5, 6), (6, 6), (7, 6), (8, 6)], (2, 0)), "soviet")


def test_the_price_rises_until_more_than_half_is_cut() -> None:
    """Two units far down the causeway are 2 of 6 behind (7, 6); two more behind (3, 6) make 4 of 6."""
    near = [(0, 5), (1, 6), (4, 6), (5, 6), (8, 6), (9, 6)]
    rows = ["LL.LLLLLL."] * 5 + [". .LLL.LL.".replace(" ", "L")] + [".........."]
    state = battle(rows, near, (2, 0))
    found = jugular(state, "soviet", within=9)
    assert places(state, found.hexes) == [(3, 6)]
    assert (found.units, found.share) == ((2, 3, 4, 5), 67)


def test_a_bridge_is_cut_and_a_depot_behind_it_does_not_help() -> None:
    river = [((3, 6), (4, 6), "river"), ((3, 5), (4, 6), "river")]
    bridge = [((3, 6), (4, 6), "bridge", {"name": "Long Bridge"})]
    state = battle(
        CAUSEWAY,
        [(6, 6), (7, 6)],
        (9, 6),
        hexsides=river,
        crossings=bridge,
        depots=[("soviet", (5, 6))],
        sources=[("soviet", (0, 6)), ("japanese", (2, 0))],
    )
    found = jugular(state, "soviet")
    assert found.hexes == () and found.units == (0, 1)
    assert [state.crossings[c].name for c in found.crossings] == ["Long Bridge"]
    stream = battle(CAUSEWAY, [(6, 6), (7, 6)], (9, 6), hexsides=[((3, 6), (4, 6), "stream")], crossings=bridge)
    assert not jugular(stream, "soviet")  # Men carry over a stream.


def plain_connected(state: GameState, side: str, lost: set[int], broken: set[int]) -> set[int]:
    """Hexes that supplies reach from sources, step by step."""
    blocked = blocked_hexes(state, side) | lost
    found = [s.hex for s in state.stores if s.side == side and s.is_source and s.hex not in blocked]
    for here in found:
        for there in state.scenario.board.neighbours[here]:
            free = there >= 0 and there not in blocked and there not in found
            if free and truck_cost(state, here, there, broken) is not None:
                found.append(there)
    return set(found)


@many
@given(states())
def test_the_jugular_agrees_with_trying_every_loss_on_small_boards(state: GameState) -> None:
    """Among all losses of no more hexes it is the first corner of the trade that cuts more than half."""
    for side in ("soviet", "japanese"):
        network = supply_network(state, side, closable(state, side, 1))
        found = throat(network, 1, 2)
        firm = {s.hex for s in state.stores if s.side == side} | {u.hex for u in state.side_units(side) if u.is_combat}
        whole = plain_connected(state, side, set(), set())
        assert whole == connected(network)
        things = [h for h in closable(state, side, 1) if h in whole - firm]
        assert found.points <= set(things)
        links = list(state.crossings)
        if found.cost > 3 or len(things) > 26:
            continue

        def cut(lost: set[int], broken: set[int], side: str = side, whole: set[int] = whole) -> int:
            gone = whole - plain_connected(state, side, lost, broken)
            return sum(u.is_combat and u.hex in gone for u in state.side_units(side))

        total = cut(whole, set())
        assert cut(set(found.points), set(found.links)) == found.weight
        fewest = {0: 0}
        for size in range(1, found.cost + 1):
            for lost in combinations([*things, *(-1 - k for k in links)], size):
                fewest.setdefault(cut({h for h in lost if h >= 0}, {-1 - k for k in lost if k < 0}), size)
        if found.cost:
            assert first_corner(fewest, total, 1, 2) == (found.cost, found.weight)


# ------------------------------------------------------------------ marches


def plain_turns(state: GameState, unit: Unit, limit: int) -> dict[int, int]:
    """Moves of turn after turn, each from every place where the last could end."""
    known = picture(state, unit.side)
    alone = movement.Picture(known.enemies, known.zones, frozenset(), frozenset())
    out = {unit.hex: 0}
    for turn in range(1, limit + 1):
        for hex_ in list(out):
            if turn == 1:
                fresh = replace(unit, hex=hex_)
            else:
                fresh = replace(unit, hex=hex_, moved=False, fought=False, mp=movement.full_mp(state, unit))
            for there in reach(state, fresh, alone).cost:
                out.setdefault(there, turn)
    return out


@many
@given(states())
def test_marches_agree_with_moving_turn_by_turn(state: GameState) -> None:
    assume(not state.night)
    for unit in state.side_units(state.active):
        known = picture(state, unit.side)
        expected = plain_turns(state, unit, 3) if movement.full_mp(state, unit) else {}
        assert turns_to(state, [unit], known, 3) == expected


@pytest.mark.parametrize(
    ("left", "turns"),
    [
        ((6,), (0, 1, 1, 1, 2, 2, 2, 3, 3, 3)),
        ((4,), (0, 1, 1, 2, 2, 2, 3, 3, 3)),
        ((2,), (0, 1, 2, 2, 2, 3, 3, 3)),
        ((1,), (0, 2, 2, 2, 3, 3, 3)),  # what is left of a turn is no help in the next
        ((0,), (0, 2, 2, 2, 3, 3, 3)),
        ((0, 4), (0, 1, 1, 2, 2, 2, 3, 3, 3)),  # of two in a hex the fresher counts, whichever is asked for first
        ((4, 0), (0, 1, 1, 2, 2, 2, 3, 3, 3)),
    ],
)
def test_a_march_begins_with_what_is_left_of_this_turn(left: tuple[int, ...], turns: tuple[int, ...]) -> None:
    """Along the causeway: 2 MP a hex, 6 a turn."""
    state = battle(CAUSEWAY, [(0, 6)], (9, 6))
    one = the(state.unit("s0"))
    units = [replace(one, mp=mp, moved=mp < 6) for mp in left]
    known = Picture(frozenset(), frozenset(), frozenset(), frozenset())
    along = [the(state.scenario.board.index(c, 6)) for c in range(10)]
    found = turns_to(state, units, known, 3)
    assert [found[h] for h in along if h in found] == list(turns)
    waiting = replace(state, active="japanese")
    assert [turns_to(waiting, units, known, 3)[h] for h in along[:4]] == [0, 1, 1, 1], "the next turn is a whole one"


def test_whoever_comes_first_counts_and_nobody_marches_through_the_enemy() -> None:
    """Foot from the west and horse from further off: horse costs 2 of 10 MP a hex."""
    state = battle(CAUSEWAY, [(0, 6)], (9, 6))
    foot = the(state.unit("s0"))
    horse = replace(foot, spec=replace(foot.spec, type=state.scenario.rules.unit_types["mongol-cavalry"]), mp=10)
    along = [the(state.scenario.board.index(c, 6)) for c in range(10)]
    nobody = Picture(frozenset(), frozenset(), frozenset(), frozenset())
    found = turns_to(state, [foot, replace(horse, hex=along[9])], nobody, 3)
    assert [found[h] for h in along] == [0, 1, 1, 1, 1, 1, 1, 1, 1, 0]
    barred = turns_to(state, [foot], replace(nobody, enemies=frozenset({along[3]})), 3)
    assert [barred.get(h) for h in along[:5]] == [0, 1, 1, None, None]
    # Into his zone of control 2 MP more, and out of it: one hex of it a turn.
    slow = turns_to(state, [foot], replace(nobody, zones=frozenset(along[1:4])), 4)
    assert [slow.get(h) for h in along[:5]] == [0, 1, 2, 3, 4]


def test_the_share_that_is_cut_is_counted_in_fighting_steps() -> None:
    """Six steps of 8 that fight lie beyond the causeway; guns and trucks neither here nor there count."""
    state = battle(CAUSEWAY, [(0, 6), (6, 6), (7, 6), (8, 6)], (2, 0))
    few = [replace(u, steps=2) for u in state.side_units("soviet")]
    guns = replace(few[0].spec, type=state.scenario.rules.unit_types["field-artillery"])
    assert jugular(state.with_units(few), "soviet").share == 75
    found = jugular(state.with_units([replace(few[0], spec=guns), *few[1:]]), "soviet")
    assert (found.share, found.units) == (100, (1, 2, 3))


# ------------------------------------------------------------------ the noose


def test_a_threatened_group_counts_both_marches() -> None:
    """The enemy is six hexes from (2, 6), two turns; the furthest soviet six hexes from it, two turns as well."""
    state = battle(CAUSEWAY, [(5, 6), (8, 6)], (2, 0))
    (found,) = noose(state, "soviet")
    assert not found.closed and found.units == (0, 1)
    assert places(state, found.gap) == [(3, 6)]
    assert (found.close, found.escape, found.turns, found.days) == (2, 2, 0, 0)
    assert noose_text(state, found) == (
        "2 units (18 steps) hang on hex (3, 6). The enemy needs 2 turns to shut it, the group 2 turns to get out: "
        "it is now or never."
    )
    ready = battle(CAUSEWAY, [(5, 6), (4, 6)], (2, 0))
    assert noose_text(ready, noose(ready, "soviet")[0]).endswith("the group 1 turn to get out: there is still time.")
    late = battle(CAUSEWAY, [(5, 6), (8, 6)], (2, 3))
    assert (noose(late, "soviet")[0].close, noose(late, "soviet")[0].escape) == (1, 2)


@pytest.mark.parametrize(
    ("kind", "units"), [("field-artillery", (0, 1, 2)), ("soviet-engineers", (0, 1, 2)), ("truck-column", (0, 1))]
)
def test_guns_in_the_gap_hang_with_the_group_and_trucks_do_not_count(kind: str, units: tuple[int, ...]) -> None:
    state = battle(CAUSEWAY, [(5, 6), (8, 6), (3, 6)], (2, 0))
    third = the(state.unit("s2"))
    other = replace(third, spec=replace(third.spec, type=state.scenario.rules.unit_types[kind]))
    (found,) = noose(state.with_unit(other), "soviet")
    assert (found.units, places(state, found.gap)) == (units, [(3, 6)])


def test_no_noose_where_the_enemy_is_far_or_unknown() -> None:
    far = battle(["LL.LLLLLLL"] * 14 + [".........."], [(5, 14), (8, 14)], (2, 0), sources=[("soviet", (0, 14))])
    assert noose(far, "soviet") == ()
    hidden = replace(
        battle(CAUSEWAY, [(5, 6), (8, 6)], (2, 0)),
        fog=True,
        sightings={s: replace(v, levels=(0, 0, 0)) for s, v in far.sightings.items()},
    )
    assert noose(view(hidden, "soviet").state, "soviet") == ()


def test_a_closed_pocket_counts_what_men_can_still_slip_through() -> None:
    """The enemy at (2, 6) leaves (3, 5) and (2, 5) to men under its zone of control.

    It can shut (3, 5) in a turn: 2 MP and 2 for the soviet zone. Out it is 4 MP to (3, 5), then 6 to (2, 5), 6 to
    (1, 5) and 4 to (0, 5), where trucks can go: four turns of 6 MP.
    """
    state = battle(NECK, [(4, 6)], (2, 6))
    (found,) = noose(state, "soviet")
    assert found.closed and found.units == (0,)
    assert places(state, found.gap) == [(3, 5)]
    assert (found.close, found.escape) == (1, 4)
    assert noose_text(state, found) == (
        "1 unit (9 steps) closed in, 1 turn of supplies used up: men can still slip out by hex (3, 5). "
        "The enemy needs 1 turn to shut it, the group 4 turns to get out: too late to march out whole."
    )


def test_a_pocket_without_a_way_out_must_fight() -> None:
    state = battle(CAUSEWAY, [(4, 6), (5, 6)], (2, 6))
    state = state.with_units([replace(u, unsupplied=2) for u in state.side_units("soviet")])
    state = replace(state, turn=3)
    (found,) = noose(state, "soviet")
    assert found.closed and found.gap == () and found.escape is None
    assert (found.turns, found.days) == (2, 2)
    assert noose_text(state, found) == (
        "2 units (18 steps) closed in, 2 turns of supplies used up: no way out is open without a fight. "
        "Break out, or relieve them from outside."
    )


def test_the_outline_of_a_pocket_takes_in_the_ground_between_its_units() -> None:
    state = battle(
        [".........."] * 3,
        [(3, 1), (5, 1)],
        (9, 0),
        sources=[("soviet", (0, 0))],
    )
    assert trace(state, "soviet").routes
    cut = replace(state, stores=tuple(replace(s, stock=0) for s in state.stores))
    (pocket,) = pockets(cut, "soviet")
    # (4, 1) and (4, 2) lie beside both regiments.
    assert places(cut, pocket.outline) == [(3, 1), (4, 1), (5, 1), (4, 2)]


@pytest.mark.parametrize(
    ("steps", "first"), [((4, 3, 3), (1, 2)), ((9, 3, 3), (0,)), ((6, 3, 3), (0,)), ((5, 3, 3), (1, 2))]
)
@pytest.mark.parametrize(("turns", "days"), [((0, 0, 0), (0, 0)), ((1, 3, 2), (1, 2)), ((3, 1, 4), (2, 2))])
def test_of_two_closed_groups_the_one_with_more_steps_comes_first(
    steps: tuple[int, ...], first: tuple[int, ...], turns: tuple[int, ...], days: tuple[int, int]
) -> None:
    """One unit on one island and two on another, in the night of the second day; a truck there counts for nothing. The
    longest that a unit of a group has been hungry counts for it."""
    rows = ["...LL..LLL..."] * 3
    places = [(5, 1), (10, 1), (12, 1)]
    state = battle(rows, places, (0, 2), sources=[("soviet", (0, 0)), ("japanese", (2, 2))])
    hungry = zip(places, steps, turns, strict=True)
    state = replace(
        state.with_units(
            [replace(the(state.unit(f"s{i}")), steps=n, unsupplied=t) for i, (_, n, t) in enumerate(hungry)]
        ),
        turn=4,
    )
    found = noose(state, "soviet")
    groups = [first, (0,) if first == (1, 2) else (1, 2)]
    assert [n.units for n in found] == groups and all(n.closed and not n.gap for n in found)
    assert [n.steps for n in found] == [sum(steps[i] for i in group) for group in groups]
    assert [n.turns for n in found] == [max(turns[i] for i in group) for group in groups]
    assert {n.units: n.days for n in found} == {(0,): days[0], (1, 2): days[1]}
    assert [n.escape for n in found] == [None, None] and noose(state, "japanese") == ()
