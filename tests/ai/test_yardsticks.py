"""The simple players on positions made by hand: each does the one thing it is for, from what its side sees."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from khalkhin import ai
from khalkhin.core import apply, initial_state, view
from khalkhin.core.model.state import EXITED, GameState
from khalkhin.core.orders.orders import Assault, Barrage, Choose, EndTurn, Exit, Move, Order, Shell
from khalkhin.core.timeline.timeline import Answer, Entry, When
from khalkhin.core.victory import score

from tests.scenarios import small_scenario

SOURCES = [("soviet", (0, 3), 20), ("japanese", (10, 3), 20)]


def battle(units: list[Any], *, fog: bool = False, width: int = 11, **more: Any) -> GameState:
    sources = more.pop("sources", SOURCES)
    return initial_state(small_scenario(["." * width] * 7, units, sources=sources, **more), fog=fog)


def turn(state: GameState, name: str) -> tuple[list[Order], GameState]:
    """All that a player orders in the active side's turn, and the state after it."""
    player, side, given = ai.make(name), state.active, []
    while state.active == side and not state.over:
        order = player.next_order(view(state, side))
        given.append(order)
        state, _ = apply(state, order)
    return given, state


# ------------------------------------------------------------------ idle


def test_idle_gives_no_order() -> None:
    given, _ = turn(
        battle([("s", "rifle-regiment", "soviet", (4, 3)), ("j", "jp-infantry-battalion", "japanese", (5, 3))]), "idle"
    )
    assert given == [EndTurn()]


@pytest.mark.parametrize("name", ["idle", "flee", "greedy", "cutter"])
def test_a_choice_that_waits_is_answered(name: str) -> None:
    ask = Entry("ask", When(), "soviet", "Which?", answers=(Answer("a", "This"), Answer("b", "That", prefer=0)))
    given, state = turn(
        battle(
            [("s", "rifle-regiment", "soviet", (4, 3)), ("j", "jp-infantry-battalion", "japanese", (9, 3))],
            timeline=[ask],
        ),
        name,
    )
    assert given[0] == Choose("ask", "a") and state.choices == {"ask": "a"}


# ------------------------------------------------------------------ flee


def test_those_who_flee_go_home_by_the_nearest_way_and_leave_the_map() -> None:
    units = [
        ("s", "rifle-regiment", "soviet", (3, 3)),
        ("g", "field-artillery", "soviet", (0, 3)),
        ("j", "jp-infantry-battalion", "japanese", (9, 3)),
    ]
    given, state = turn(battle(units), "flee")
    assert given[0] == Exit("g") and isinstance(given[1], Move) and given[1].unit == "s"
    board = state.scenario.board
    s = state.unit("s")
    assert s is not None and board.distance(s.hex, 3 * board.width) < 3
    for _ in range(3):
        _, state = turn(state, "idle")
        _, state = turn(state, "flee")
    assert {u.hex for u in state.units if u.side == "soviet"} == {EXITED}


def test_they_stay_at_the_edge_where_leaving_counts_as_lost() -> None:
    scenario = small_scenario(
        ["." * 11] * 7,
        [("s", "rifle-regiment", "soviet", (0, 3)), ("j", "jp-infantry-battalion", "japanese", (9, 3))],
        sources=SOURCES,
    )
    scenario = replace(scenario, victory=replace(scenario.victory, exited_loss=100))
    assert turn(initial_state(scenario), "flee")[0] == [EndTurn()]


def test_vehicles_flee_by_a_bridge_and_foot_swims() -> None:
    def first(kind: str) -> Order:
        river = [((2, r), (3, r), "river") for r in range(7)] + [((2, r), (3, r - 1), "river") for r in range(1, 7)]
        units = [("s", kind, "soviet", (3, 3)), ("j", "jp-infantry-battalion", "japanese", (9, 3))]
        state = battle(units, hexsides=river, crossings=[((2, 6), (3, 6), "bridge")])
        return turn(state, "flee")[0][0]

    assert first("tank-brigade") != first("rifle-regiment")
    move = first("rifle-regiment")
    assert isinstance(move, Move) and move.to[0] == 2
    drive = first("tank-brigade")
    assert isinstance(drive, Move) and drive.to[0] <= 3 and drive.to[1] > 3


# ------------------------------------------------------------------ greedy


def test_greedy_takes_the_dearest_place_that_nobody_holds() -> None:
    places = [("Near", (4, 2), "japanese", 5), ("Dear", (4, 4), "japanese", 9)]
    state = battle(
        [("s", "rifle-regiment", "soviet", (3, 3)), ("j", "jp-infantry-battalion", "japanese", (10, 6))],
        objectives=places,
    )
    given, after = turn(state, "greedy")
    assert given[0] == Move("s", (4, 4))
    assert score(after, "soviet").total > score(state, "soviet").total


def test_greedy_assaults_at_good_odds_and_not_at_bad_ones() -> None:
    def orders(steps: int) -> list[Order]:
        units = [
            ("s", "rifle-regiment", "soviet", (4, 3), {"steps": steps}),
            ("j", "jp-infantry-regiment", "japanese", (5, 3), {"steps": 10 - steps, "entrenchment": 0}),
        ]
        return turn(battle(units, objectives=[("Here", (5, 3), "japanese", 4, 1)]), "greedy")[0]

    assert any(isinstance(o, Assault) for o in orders(9))
    assert not any(isinstance(o, Assault) for o in orders(2))


def test_greedy_fires_what_guns_it_has_and_goes_for_the_nearest_place() -> None:
    units = [
        ("g", "field-artillery", "soviet", (2, 3)),
        ("s", "rifle-regiment", "soviet", (2, 2)),
        ("j", "jp-infantry-battalion", "japanese", (5, 3)),
    ]
    given, after = turn(battle(units, objectives=[("There", (9, 0), "japanese", 5)]), "greedy")
    assert any(isinstance(o, Barrage) for o in given)
    s, board = after.unit("s"), after.scenario.board
    assert s is not None and board.distance(s.hex, 9) < board.distance(2 * board.width + 2, 9)


# ------------------------------------------------------------------ cutter


def corridor(units: list[Any], **more: Any) -> GameState:
    """A Japanese battalion fed from a source by a gap of one hex, (5, 3), between lakes."""
    rows = [".....L.....", ".....L.....", ".....L.....", "...........", ".....L.....", ".....L.....", ".....L....."]
    sources = [("soviet", (10, 0), 20), ("japanese", (10, 6), 20)]
    return initial_state(small_scenario(rows, units, sources=sources, **more), fog=False)


def test_the_cutter_stands_in_the_gap_by_which_the_enemy_is_fed_and_stays() -> None:
    units = [
        ("s", "rifle-regiment", "soviet", (7, 2)),
        ("j1", "jp-infantry-battalion", "japanese", (1, 2)),
        ("j2", "jp-infantry-battalion", "japanese", (1, 3)),
        ("j3", "jp-infantry-battalion", "japanese", (1, 4)),
    ]
    state = corridor(units, depots=[("japanese", (0, 3), 10)])
    for _ in range(3):
        _, state = turn(state, "cutter")
        _, state = turn(state, "idle")
    s = state.unit("s")
    assert s is not None
    assert s.hex == 3 * 11 + 5
    _, later = turn(state, "cutter")
    assert (u := later.unit("s")) is not None and u.hex == s.hex


def test_the_cutter_takes_depots_and_trucks() -> None:
    units = [
        ("s1", "mongol-cavalry", "soviet", (4, 3)),
        ("s2", "mongol-cavalry", "soviet", (4, 5)),
        ("t", "jp-truck-column", "japanese", (6, 5)),
        ("j", "jp-infantry-battalion", "japanese", (10, 0)),
    ]
    _, state = turn(battle(units, depots=[("japanese", (6, 3), 20, "Depot")]), "cutter")
    t = state.unit("t")
    assert [s.side for s in state.stores if s.name == "Depot"] == ["soviet"]
    assert t is not None and t.hex < 0


def test_the_cutter_assaults_men_who_are_cut_off_and_lets_others_be() -> None:
    def orders(fed: bool) -> list[Order]:
        units = [
            ("s1", "rifle-regiment", "soviet", (4, 3)),
            ("s2", "rifle-regiment", "soviet", (6, 3)),
            ("s3", "rifle-regiment", "soviet", (5, 4)),
            ("j", "jp-infantry-battalion", "japanese", (5, 3), {"steps": 2}),
        ]
        sources = [("soviet", (0, 0), 20), ("japanese", (5, 3) if fed else (10, 6), 20)]
        return turn(battle(units, sources=sources), "cutter")[0]

    assert any(isinstance(o, Assault) for o in orders(fed=False))
    assert not any(isinstance(o, Assault) for o in orders(fed=True))


def test_the_cutter_shells_the_bridge_that_feeds_the_enemy() -> None:
    river = [((5, r), (6, r), "river") for r in range(7)] + [((5, r), (6, r + 1), "river") for r in range(6)]
    units = [
        ("g", "heavy-artillery", "soviet", (1, 3)),
        ("s", "rifle-regiment", "soviet", (0, 2)),
        ("j", "jp-infantry-battalion", "japanese", (5, 3)),
    ]
    bridge = [((5, 3), (6, 3), "bridge", {"owner": "japanese"})]
    given, _ = turn(battle(units, hexsides=river, crossings=bridge), "cutter")
    assert any(isinstance(o, Shell) for o in given)


# ------------------------------------------------------------------ honest


@pytest.mark.parametrize("name", ["flee", "greedy", "cutter"])
def test_an_enemy_that_is_not_seen_changes_nothing(name: str) -> None:
    """The same orders whether or not somebody stands where the side does not see."""
    objectives = [("There", (19, 3), "japanese", 5)]
    sources = [("soviet", (0, 3), 20), ("japanese", (20, 3), 20)]
    units: list[Any] = [("s", "rifle-regiment", "soviet", (3, 3)), ("j", "jp-infantry-battalion", "japanese", (20, 0))]
    hidden = [*units, ("h", "jp-infantry-battalion", "japanese", (19, 3))]
    given = [
        turn(battle(u, fog=True, width=21, objectives=objectives, sources=sources), name)[0] for u in (units, hidden)
    ]
    assert given[0] == given[1] and len(given[0]) > 1
