"""The wind tunnel: what a battle leaves on the map, what many come to, and the command that makes the page."""

from __future__ import annotations

import re
import signal
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from khalkhin.cli import main
from khalkhin.core import apply, initial_state, parse_order
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.orders.orders import Assault, EndTurn, Move, Order
from khalkhin.core.timeline.effect_kinds import ChangePoints
from khalkhin.core.timeline.timeline import Answer, Entry, When
from khalkhin.play.measure.arena import Result, play_game
from khalkhin.play.measure.chronicle.records import Taking
from khalkhin.play.measure.chronicle.steps import GivenOrder
from khalkhin.play.measure.kept import result_from
from khalkhin.play.measure.rows import Measured, Row
from khalkhin.play.measure.tunnel import figures
from khalkhin.play.measure.tunnel.records import AssaultAppraisal, Heat, Trace
from khalkhin.play.measure.tunnel.series import rows
from khalkhin.play.measure.tunnel.tracer import traced
from khalkhin.play.measure.variants.ablations import ablated
from khalkhin.text.measured.arena_maps import NEVER, BaseMap, heat_map, plain_map
from khalkhin.text.measured.arena_page import ArenaFindings, arena_page

from tests.guard import until
from tests.play.test_series import command, lines
from tests.scenarios import small_scenario

linux = pytest.mark.skipif(sys.platform != "linux", reason="kills a process as Linux does")


def small() -> Scenario:
    """A ford between the sides, a regiment that nobody needs, and one that never comes."""
    river = [((3, r), (4, r), "river") for r in range(4)] + [((3, r), (4, r + 1), "river") for r in range(3)]
    asked = Entry("ask", When(1), "soviet", "Ask", answers=(Answer("a", "A"), Answer("b", "B")))
    never = Entry("late", When(6), "", "Late", effects=(ChangePoints("soviet", 1),))
    return small_scenario(
        ["." * 8] * 4,
        [
            ("s-foot", "rifle-regiment", "soviet", (3, 1)),
            ("s-idle", "rifle-regiment", "soviet", (0, 3)),
            ("s-late", "rifle-regiment", "soviet", (0, 0), {"arrives": 5}),
            ("j-foot", "jp-infantry-regiment", "japanese", (5, 1), {"steps": 1}),
            ("j-rest", "jp-infantry-regiment", "japanese", (7, 3)),
        ],
        hexsides=river,
        crossings=[((3, 1), (4, 1), "ford", {"name": "Ford"}), ((3, 3), (4, 3), "ford", {"name": "Lower ford"})],
        sources=[("soviet", (0, 0), 60), ("japanese", (7, 0), 60)],
        objectives=[("Hill", (5, 1), "japanese", 20, 20)],
        timeline=[asked, never],
    )


def steps(scenario: Scenario, *orders: str | Order) -> list[GivenOrder]:
    state, out = initial_state(scenario, 3, fog=False), []
    for given in orders:
        order = parse_order(given) if isinstance(given, str) else given
        after, events = apply(state, order)
        out.append(GivenOrder(state, order, events, after))
        state = after
    return out


def at(scenario: Scenario, col: int, row: int) -> int:
    found = scenario.board.index(col, row)
    assert found is not None
    return found


def test_a_battle_leaves_what_can_be_counted() -> None:
    scenario = small()
    first_turn = ("choose ask b", Move("s-foot", (4, 1)), EndTurn(), EndTurn())
    told = traced(steps(scenario, *first_turn, Assault((5, 1), ("s-foot",)), EndTurn()))
    here, target = at(scenario, 4, 1), at(scenario, 5, 1)
    heat = told.heat["soviet"]
    assert dict(heat[Heat.CROSSED])[here] == 1 and dict(heat[Heat.FOUGHT]) == {here: 1}
    assert dict(told.heat["japanese"][Heat.FOUGHT]) == {target: 1}
    assert dict(heat[Heat.STOOD])[at(scenario, 0, 3)] == 2
    assert [n for _, n in told.crossed] == [1]
    assert told.choices == {"ask": "b"} and "ask" in told.fired and "late" not in told.fired
    assert told.absent == ("s-late",) and told.idle == ("s-idle", "j-rest")
    first, second = (x for x in told.looks if x.side == "soviet")
    assert (first.turn, first.assaulted, second.turn, second.assaulted) == (1, False, 2, True)
    assert second.column is not None
    died = dict(told.heat["japanese"][Heat.DIED])
    assert sum(died.values()) <= 1
    # A place that is taken is one that was taken that turn, and is not looked at by its holder.
    if told.takings:
        assert told.takings == (Taking("Hill", "soviet", 2),) and second.taken


TRACE = Trace(
    {
        "soviet": dict.fromkeys(Heat, ()) | {Heat.STOOD: ((0, 4), (1, 2)), Heat.CROSSED: ((2, 1),)},
        "japanese": dict.fromkeys(Heat, ()) | {Heat.STOOD: ((7, 1),)},
    },
    (),
    (),
    (Taking("Hill", "soviet", 2), Taking("Hill", "japanese", 4), Taking("Hill", "soviet", 5)),
    (
        AssaultAppraisal("soviet", 1, "Hill", "far", None, False, False),
        AssaultAppraisal("soviet", 2, "Hill", "worth", 5, True, True),
        AssaultAppraisal("soviet", 5, "Hill", "open", None, False, True),
        AssaultAppraisal("japanese", 3, "Hill", "risk", 2, False, False),
    ),
    ("ask",),
    {"ask": "b"},
    ("s-late",),
    ("s-idle",),
)
RISK = AssaultAppraisal("soviet", 2, "Hill", "risk", 7, False, False)
OTHER = replace(TRACE, takings=(), looks=(RISK,), idle=("s-idle", "j-foot"))


def test_many_traces_come_to_means_shares_and_what_never_was() -> None:
    scenario, both = small(), [TRACE, OTHER]
    assert figures.heat(both, "soviet", Heat.STOOD) == {0: 4.0, 1: 2.0}
    assert figures.never_entered(scenario, both) == frozenset(range(32)) - {0, 1, 2, 7}
    assert figures.held(scenario, both, "Hill", "soviet") == [0, 0.5, 0.5, 0, 0.5, 0.5]
    assert figures.held(scenario, both, "Hill", "japanese") == [1, 0.5, 0.5, 1, 0.5, 0.5]
    found = figures.chances(both, "Hill", "soviet")
    assert {t: (c.looked, c.assaulted, c.walked_in, c.best) for t, c in found.items()} == {
        1: (1, 0, 0, None),
        2: (2, 1, 0, 7),
        5: (1, 0, 1, None),
    }
    assert figures.reasons(both, "Hill", "soviet") == {"far": 1, "risk": 1}
    assert [e.id for e in figures.unfired(scenario, both)] == ["late"]
    assert figures.firings(scenario, both) == {"ask": 2, "late": 0}
    assert figures.answers(scenario, both) == {"ask": {"a": 0, "b": 2}}
    assert len(figures.uncrossed(scenario, both)) == 2
    assert figures.never(both, "idle") == ("s-idle",) and figures.never(both, "absent") == ("s-late",)


def result(trace: Trace | None, winner: str = "soviet", grade: int = 3) -> Result:
    points = {"soviet": 10, "japanese": -10}
    grades = {"soviet": grade, "japanese": 4 - grade}
    return Result(1, {}, winner, grades, points, {"soviet": 1, "japanese": 2}, {}, 6, 9, "", "", trace=trace)


def found(**more: BaseMap) -> ArenaFindings:
    scenario = small()
    players = (("soviet", "staff"), ("japanese", "staff"))
    plain = [Measured(Row("small", players, trace=True), scenario, [result(TRACE), result(OTHER)] * 4)]
    weak = Row("small", players, ablations=(("soviet", "steps-fewer"),))
    return ArenaFindings(
        scenario, plain, [Measured(weak, scenario, [result(None, "japanese", 1)] * 8)], more.get("ground")
    )


def test_the_page_tells_all_of_it_and_fetches_nothing() -> None:
    text = arena_page("khalkhin arena small", found(ground=BaseMap(b"jpeg", 1.0)))
    plain = re.sub(r"<[^>]*>", " ", text)
    for told in (
        "Soviet-Mongolian forces won 100 % [68, 100]",
        "1 entry of the timeline never took effect",
        "1 unit never did anything",
        "two steps fewer",
        "-2.00 [-2.00, -2.00]",
        "too costly for what it brings 25 %",
        "Late  late",
        "Units that never came on the map: s-late (Soviet-Mongolian forces).",
        "Crossings that nobody used: Ford and Lower ford.",
        "Never entered",
    ):
        assert told in plain, told
    assert not re.search(r'(?:src|href)="(?!data:|#)|url\(|@import|<script', text)
    assert text.count('<use href="#ground"') == 4  # stood, twice; came through; never entered
    assert text == arena_page("khalkhin arena small", found(ground=BaseMap(b"jpeg", 1.0)))


def test_names_from_a_map_are_no_markup() -> None:
    made = found()
    spec = replace(made.scenario.sides[0], name="<script>alert(1)</script>")
    evil = replace(made.scenario, sides=(spec, made.scenario.sides[1]), title="<b>x")
    told = arena_page("khalkhin arena <i>", replace(made, scenario=evil, plain=[replace(made.plain[0], scenario=evil)]))
    assert "<script" not in told and "<b>x" not in told and "<i>" not in told


def test_maps_colour_the_hexes_that_have_a_figure() -> None:
    board = small().board
    told = heat_map(board, {0: 0.5, 9: 2.0}, "{hex}: {n} times")
    assert told.count('href="#h"') == 2 and "0, 0: 0.5 times" in told and "1, 1: 2 times" in told
    assert 'x="48" y="84"' in told  # where Tiled draws the hex 1, 1
    assert plain_map(board, [3]).count(NEVER) == 1
    assert 'href="#h"' not in heat_map(board, {}, "")


def test_two_steps_are_two_steps() -> None:
    plain = small()
    for side in ("soviet", "japanese"):
        before = sum(u.steps for u in plain.units if u.side == side)
        more, fewer = (ablated(plain, side, name) for name in ("steps-more", "steps-fewer"))
        assert sum(u.steps for u in more.units if u.side == side) - before == 2
        # The last step of a unit is never taken: of the other side's two, one is at its last.
        assert before - sum(u.steps for u in fewer.units if u.side == side) == (2 if side == "soviet" else 1)
        assert all(u.spec is s and u.steps <= s.steps for u, s in zip(more.units, more.order_of_battle, strict=True))
        other = plain.enemy(side)
        assert [u for u in more.units if u.side == other] == [u for u in plain.units if u.side == other]


def test_players_are_crossed_over_the_sides() -> None:
    plain, changed = rows("x", ["soviet", "japanese"], ["staff", "greedy"], True)
    assert [tuple(name for _, name in row.players) for row in plain] == [
        ("staff", "staff"),
        ("staff", "greedy"),
        ("greedy", "staff"),
        ("greedy", "greedy"),
    ]
    assert [row.ablations for row in changed] == [
        (("soviet", "steps-more"),),
        (("soviet", "steps-fewer"),),
        (("japanese", "steps-more"),),
        (("japanese", "steps-fewer"),),
    ]
    assert all(row.trace for row in plain) and not any(row.trace for row in changed)
    assert rows("x", ["soviet", "japanese"], ["staff"], False)[1] == []


def test_a_trace_is_kept_as_it_was_and_changes_no_battle() -> None:
    scenario = small()
    players = {"soviet": "staff", "japanese": "staff"}
    with_it, without = (play_game(scenario, players, 1, trace=trace) for trace in (True, False))
    assert with_it.trace is not None and replace(with_it, trace=None) == without
    assert result_from(with_it.to_json()) == with_it and result_from(without.to_json()) == without


# ------------------------------------------------------------------ the command

ARENA = ("arena", "grazing_rights", "--games", "1", "--players", "idle,flee", "--no-variants")


def arena(folder: Path, jobs: str) -> tuple[bytes, bytes]:
    """The page and the results of the command above."""
    output = folder / "page.html"
    assert main([*ARENA, "--jobs", jobs, "-o", str(output)]) == 0
    return output.read_bytes(), (folder / "page.html.results").read_bytes()


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    """What one process makes of it."""
    return arena(tmp_path_factory.mktemp("alone"), "1")


def test_two_processes_make_the_same_page_and_results(
    alone: tuple[bytes, bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page, results = alone
    assert results.count(b"\n") == 4
    assert arena(tmp_path, "2") == (page, results)
    # The same again fights nothing; more games fight only what is missing.
    capsys.readouterr()
    assert arena(tmp_path, "1") == (page, results)
    assert "4 of 4 battles had been fought before." in capsys.readouterr().err


@linux
def test_an_arena_that_is_killed_goes_on_to_the_same_results(alone: tuple[bytes, bytes], tmp_path: Path) -> None:
    output, results = tmp_path / "page.html", tmp_path / "page.html.results"
    with command(*ARENA, "--jobs", "2", "-o", str(output)) as run:
        until(lambda: lines(results) >= 1 or run.poll() is not None, "a result")
        run.send_signal(signal.SIGKILL)
    assert not output.exists() and 1 <= lines(results) <= 4
    assert arena(tmp_path, "2") == alone
