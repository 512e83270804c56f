"""Why a unit is in its supply state, in words; every figure counted by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from khalkhin.core import initial_state
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Unit
from khalkhin.core.supply.jugular import jugular
from khalkhin.core.supply.supply import pockets, trace
from khalkhin.text.supplies.supply_report import supply_report

from tests.scenarios import small_scenario

#: A causeway along row 6 with one side road; trucks pay 2 MP a hex.
CAUSEWAY = ["LL.LLLLLLL"] * 6 + [".........."]


def battle(soviets: list[tuple[int, int]], enemy: tuple[int, int], **more: Any) -> GameState:
    units = [(f"s{i}", "rifle-battalion", "soviet", place) for i, place in enumerate(soviets)]
    units.append(("j", "jp-infantry-regiment", "japanese", enemy))
    given = {"sources": [("soviet", (0, 6), 100, "Railhead"), ("japanese", (2, 0))], **more}
    return initial_state(small_scenario(rows=CAUSEWAY, units=units, **given), seed=1, fog=False)


def first(state: GameState) -> Unit:
    return state.units[0]


def test_a_fed_unit_knows_its_store_and_how_long_it_lasts() -> None:
    state = battle(
        [(7, 6), (8, 6)],
        (2, 0),
        depots=[("soviet", (6, 6), 7, "Dump")],
        hexsides=[((4, 6), (5, 6), "river")],
        crossings=[((4, 6), (5, 6), "ford", {"name": "Reed Ford", "hits": 1})],
    )
    eaten = sum(u.spec.type.upkeep for u in state.side_units("soviet"))
    left = 7 - eaten  # They have drawn this turn's upkeep.
    report = supply_report(state, first(state), throat=jugular(state, "soviet"))
    assert report.lines == (
        "Fed from Dump, 2 of 16 movement points away for trucks.",
        f"In store: {left} supply points; 2 units draw {eaten} supply points a turn: enough for {left // eaten} turns "
        "if nothing more comes.",
        "Trucks can bring it more from Railhead, 14 movement points away.",
        # A ford of 8 SP with one of three hits; the units draw from this side of it.
        "The way goes over Reed Ford: 0 of the 5 supply points it carries a turn are used.",
        # Nearest to the units is the depot, which does not count as lost, then (5, 6).
        "Its thinnest point is (5, 6): lost alone, it would cut off 2 units.",
    )
    assert (report.stock, report.lasts, report.weakest, report.state) == (left, left // eaten, "Reed Ford", "supplied")
    assert report.feed is not None and report.feed.origin == "Railhead"


def test_an_interdicted_way_and_a_depot_without_a_road_are_told() -> None:
    state = battle([(9, 6)], (2, 6), depots=[("soviet", (6, 6), 9, "Dump")])
    struck = state.scenario.board.index(7, 6)
    assert struck is not None
    state = replace(state, interdicted={struck: 2})
    lines = supply_report(state, first(state)).lines
    assert lines[0] == "Fed from Dump, 10 of 16 movement points away for trucks."
    assert "No open road joins it to a source: when it is empty, it is empty." in lines
    assert "Aircraft hold up trucks at (7, 6): 4 movement points more for each hex." in lines


BARS = "Until it is fed it bars the supplies of the enemy only from the hex where it stands."


def test_a_unit_that_is_cut_off_is_told_why_and_what_to_do() -> None:
    state = battle([(9, 6)], (2, 6))
    report = supply_report(state, first(state))
    assert report.route is None and report.lasts is None
    assert report.lines == (
        "No depot or source with stock and an open road lies within 16 movement points of trucks, or the crossings on "
        "the way carry no more this turn.",
        "It has used up 1 turn of what it carries. At 2 it bars the supplies of the enemy only from the hex where it "
        "stands. At 3 it is unsupplied: open a way, or bring it within reach of a store, before that.",
    )
    said = []
    for gone in (2, 3, 5, 6):
        hungry = replace(first(state), unsupplied=gone)
        said.append(supply_report(state.with_unit(hungry), hungry).lines[-1].split(": open")[0])
    assert said == [
        f"It has used up 2 turns of what it carries. {BARS} At 3 it is unsupplied",
        f"It has used up 3 turns of what it carries. {BARS} At 6 it is isolated",
        f"It has used up 5 turns of what it carries. {BARS} At 6 it is isolated",
        "It has used up 6 turns of what it carries. It loses a step each turn until a way is opened or it breaks out.",
    ]


def test_the_net_seen_during_a_turn_does_not_count_what_was_drawn_at_its_start_again() -> None:
    """Three tank brigades draw 6 of a ford's 8 SP; those 6 do not leave them 2 for the rest of the turn."""
    units = [(f"s{i}", "tank-brigade", "soviet", (6 + i, 6)) for i in range(3)]
    state = initial_state(
        small_scenario(
            rows=CAUSEWAY,
            units=[*units, ("j", "jp-infantry-regiment", "japanese", (2, 0))],
            sources=[("soviet", (0, 6)), ("japanese", (2, 0))],
            hexsides=[((4, 6), (5, 6), "river")],
            crossings=[((4, 6), (5, 6), "ford")],
            roads=[[(c, 6) for c in range(10)]],
        ),
        seed=1,
        fog=False,
    )
    assert [c.supply_used for c in state.crossings.values()] == [6]
    assert len(trace(state, "soviet").routes) == 3 and not pockets(state, "soviet")
