"""Forecasts of supply against what really happens, and against hand-counted positions."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from khalkhin.core import apply, initial_state, view
from khalkhin.core.board.board import Board
from khalkhin.core.model.state import GameState
from khalkhin.core.orders.orders import EndTurn
from khalkhin.core.supply.forecast import SupplyForecast, forecast, lose, what_if
from khalkhin.text.reasons import shortage_text

from tests.scenarios import Row, small_scenario

few = settings(
    max_examples=int(os.environ.get("KHALKHIN_EXAMPLES", "60")), deadline=None, suppress_health_check=list(HealthCheck)
)
PLENTY = [("soviet", (0, 0), 99), ("japanese", (12, 3))]
FAR_ENEMY = ("j", "rifle-regiment", "japanese", (12, 3))


def battle(units: Any, **more: Any) -> GameState:
    given: dict[str, Any] = {
        "rows": ["." * 13] * 4,
        "roads": [[(c, 0) for c in range(13)]],
        "sources": [("soviet", (0, 0), 10), ("japanese", (12, 3))],
        "turns": 12,
        **more,
    }
    return initial_state(small_scenario(units=[*units, FAR_ENEMY], **given), seed=1, fog=False)


def rounds(state: GameState, turns: int) -> list[GameState]:
    """The states at the start of the next turns of the side that is to move, nobody moving."""
    out = []
    for _ in range(turns):
        state, _ = apply(apply(state, EndTurn())[0], EndTurn())
        out.append(state)
    return out


def agrees(state: GameState, side: str, turns: int = 3, **change: Any) -> None:
    """A forecast says of stocks and of who is not fed what comes to pass."""
    comes_true(forecast(state, side, turns, **change), rounds(lose(state, side, (), change.get("broken", ())), turns))


def comes_true(told: SupplyForecast, real: list[GameState]) -> None:
    side = told.side
    assert len(told.turns) == len(real)
    for outlook, now in zip(told.turns, real, strict=True):
        assert outlook.turn == now.turn
        assert [n for n, s in zip(outlook.stocks, now.stores, strict=True) if s.side == side] == [
            s.stock for s in now.stores if s.side == side
        ]
        assert {s.unit for s in outlook.short} == {
            u.id for u in now.side_units(side) if u.unsupplied and not u.is_column
        }


# ------------------------------------------------------------------ by hand


def test_a_depot_that_runs_dry_is_foretold_with_its_turn_and_its_name() -> None:
    """3 SP behind a lake; two units eat 2 in turn 1: in turn 2 one goes short, in turn 3 both."""
    units = [("a", "rifle-regiment", "soviet", (10, 0)), ("b", "rifle-regiment", "soviet", (10, 1))]
    state = battle(units, rows=["....." + "LLL" + "....."] * 4, roads=[], depots=[("soviet", (9, 0), 3)])
    told = forecast(state, "soviet")
    assert [[s.unit for s in t.short] for t in told.turns] == [["b"], ["a", "b"], ["a", "b"]]
    first = told.first()["b"]
    assert (first.turn, first.cause) == (2, "dry")
    assert shortage_text(state, first) == "b goes short: soviet depot 1, which feeds it, has run dry. Haul more there."
    agrees(state, "soviet")


def test_each_cause_has_its_sentence() -> None:
    bank = [((2, r), (3, r), "river") for r in range(4)] + [((2, r + 1), (3, r), "river") for r in range(3)]
    units = [(f"s{n}", "tank-brigade", "soviet", (4 + n // 4, n % 4)) for n in range(6)]
    state = battle(units, hexsides=bank, crossings=[((2, 0), (3, 0), "ford", {"name": "Deep Ford"})], sources=PLENTY)
    told = forecast(state, "soviet", 1)
    assert {s.cause for s in told.turns[0].short} == {"crossing"}
    assert "Deep Ford carries no more" in shortage_text(state, told.turns[0].short[0])
    (side,) = state.crossings
    after = what_if(state, "soviet", broken=[side])
    assert {s.unit: (s.turn, s.cause) for s in after.worse}["s0"] == (2, "cut")
    far = battle([("s", "rifle-regiment", "soviet", (9, 3))], roads=[])
    (short,) = forecast(far, "soviet", 1).turns[0].short
    assert short.cause == "range" and "supplies go 16" in shortage_text(far, short)


@pytest.mark.parametrize(("stock", "causes"), [(18, {"crossing": 2}), (0, {"crossing": 2, "dry": 4})])
def test_a_store_that_is_dry_is_the_cause_though_the_crossing_is_full_as_well(
    stock: int, causes: dict[str, int]
) -> None:
    """Six brigades of 2 SP behind a ford that carries 8: two are left over, whatever there is. If there is nothing, the
    other four go short of that."""
    units: list[Row] = [(f"s{n}", "tank-brigade", "soviet", (4 + n // 3, n % 3)) for n in range(6)]
    bank = [((2, r), (3, r), "river") for r in range(4)] + [((2, r + 1), (3, r), "river") for r in range(3)]
    crossings = [((2, 0), (3, 0), "ford", {"name": "Deep Ford"})]
    state = battle(units, hexsides=bank, crossings=crossings, sources=[("soviet", (0, 0), 0), ("japanese", (12, 3))])
    state = replace(state, stores=tuple(replace(s, stock=stock) if s.side == "soviet" else s for s in state.stores))
    assert Counter(s.cause.value for s in forecast(state, "soviet", 1).turns[0].short) == causes


def test_winning_the_hex_that_bars_the_road_feeds_the_unit_again() -> None:
    rows = ["LLLL.LLLLLLLL", "............."] + ["LLLLLLLLLLLL."] * 2
    state = battle(
        [("s", "rifle-regiment", "soviet", (6, 1)), ("block", "rifle-regiment", "japanese", (4, 1))],
        rows=rows,
        sources=[("soviet", (0, 1), 10), ("japanese", (12, 3))],
        roads=[[(c, 1) for c in range(13)]],
    )
    seen = what_if(state, "soviet", won=[state.scenario.board.index(4, 1) or 0])
    assert [(s.unit, s.cause) for s in seen.better] == [("s", "barred")] and not seen.worse
    assert "the enemy bars the way from soviet source 1" in shortage_text(state, seen.better[0])


def test_what_a_hex_is_worth_is_worked_out_once_and_only_where_the_enemy_stands() -> None:
    """Two regiments east of a lake, fed over one causeway; the enemy stands on another, further north."""
    rows = ["....LLL......", "....LLL......", ".............", "LLLLLLLLLLLLL"]
    sources = [("soviet", (0, 2), 40), ("japanese", (12, 2))]
    units: list[Row] = [(f"s{n}", "rifle-regiment", "soviet", (8, n)) for n in range(2)]
    units.append(("block", "rifle-regiment", "japanese", (5, 2)))
    state = battle(units, rows=rows, roads=[[(c, 2) for c in range(9)]], sources=sources)
    seen = view(state, "soviet").analysis.of("soviet")
    there, beside, far = (state.scenario.board.index(c, 2) or 0 for c in (5, 4, 12))
    assert (
        {s.unit for s in seen.gain(there)}
        == {"s0", "s1"}
        == {s.unit for s in what_if(state, "soviet", won=[there]).better}
    )
    assert seen.gain(beside) == () and seen.gain(there) is seen.gain(there)
    open_ = battle(units[:2], rows=rows, roads=[[(c, 2) for c in range(9)]], sources=sources)
    held = view(open_, "soviet").analysis.of("soviet")
    assert {s.unit for s in held.loss(there)} == {"s0", "s1"} and held.loss(far) == () and held.gain(there) == ()
    assert held.loss(there) is held.loss(there)


def test_a_store_that_is_lost_is_named_as_the_cause() -> None:
    state = battle([("s", "rifle-regiment", "soviet", (4, 0))], depots=[])
    source = next(s.hex for s in state.stores if s.side == "soviet")
    worse = {s.unit: s for s in what_if(state, "soviet", without=[source]).worse}
    assert worse["s"].cause == "lost"
    assert shortage_text(state, worse["s"]) == "s is cut off: soviet source 1, which could feed it, is lost."


def test_the_forecast_counts_trucks_arrivals_and_the_schedule() -> None:
    units = [
        ("s", "rifle-regiment", "soviet", (11, 0)),
        ("late", "tank-brigade", "soviet", (10, 0), {"arrives": 3}),
        *[(f"t{n}", "truck-column", "soviet", (0, 0)) for n in range(2)],
    ]
    state = battle(units, depots=[("soviet", (10, 0), 2)], sources=[("soviet", (0, 0), 5), ("japanese", (12, 3))])
    source = state.scenario.sources[0]
    scenario = replace(state.scenario, sources=(replace(source, schedule=((3, 0),)), *state.scenario.sources[1:]))
    agrees(replace(state, scenario=scenario), "soviet", 4)


def test_a_forecast_made_in_the_enemys_turn_begins_with_ones_own() -> None:
    units = [("s", "rifle-regiment", "soviet", (11, 0)), ("t", "truck-column", "soviet", (0, 0))]
    state, _ = apply(battle(units, depots=[("soviet", (10, 0), 2)]), EndTurn())
    told = forecast(state, "soviet", 2)
    now, _ = apply(state, EndTurn())
    assert told.turns[0].turn == now.turn == 2
    assert told.turns[0].stocks[:1] == (now.stores[0].stock,)
    later = rounds(now, 1)[0]
    assert [told.turns[1].stocks[i] for i in (0, 2)] == [later.stores[i].stock for i in (0, 2)]
    assert [t.turn for t in forecast(state, "japanese", 9).turns] == list(range(2, 11))


# ------------------------------------------------------------------ against what happens


@st.composite
def quiet(draw: Any) -> GameState:
    """A battle in which nobody will starve to death or surrender within three turns, and enemies eat well."""
    width, height = draw(st.integers(5, 9)), draw(st.integers(3, 5))
    places = [(c, r) for r in range(height) for c in range(width)]
    pairs = [((c, r), (c, r + 1)) for c in range(width) for r in range(height - 1)]
    pairs += [((c, r), (c + 1, r)) for c in range(width - 1) for r in range(height)]
    some = st.lists(st.sampled_from(pairs), max_size=12, unique=True)
    wet = [(a, b, draw(st.sampled_from(["river", "stream"]))) for a, b in draw(some)]
    links = [(a, b, draw(st.sampled_from(["ford", "pontoon", "bridge"]))) for a, b, _ in wet if draw(st.booleans())]
    spots = draw(st.lists(st.sampled_from(places), min_size=4, max_size=8, unique=True))
    kinds = st.sampled_from(["jp-infantry-regiment", "jp-infantry-battalion", "jp-field-artillery"])
    units: list[Row] = [
        (f"u{i}", draw(kinds), ("soviet", "japanese")[i % 2], p, {"steps": 4}) for i, p in enumerate(spots)
    ]
    for i in range(draw(st.integers(0, 3))):
        units.append((f"t{i}", "truck-column", "soviet", draw(st.sampled_from(spots[::2]))))
    enemies = [p for i, p in enumerate(spots) if i % 2]
    free = [p for p in places if p not in enemies]
    scenario = small_scenario(
        rows=["".join(draw(st.sampled_from(".....~d")) for _ in range(width)) for _ in range(height)],
        units=units,
        hexsides=wet,
        crossings=links,
        roads=[[a, b] for a, b in draw(some)],
        sources=[("soviet", draw(st.sampled_from(free)), draw(st.integers(0, 9))), ("japanese", enemies[0], 99)],
        depots=[
            *[
                ("soviet", p, draw(st.integers(0, 12)))
                for p in draw(st.lists(st.sampled_from(free), max_size=2, unique=True))
            ],
            *[("japanese", p, 99) for p in enemies],
        ],
        turns=8,
    )
    return initial_state(scenario, seed=1, fog=False)


@few
@given(quiet())
def test_forecasts_come_true(state: GameState) -> None:
    agrees(state, "soviet")


@few
@given(quiet(), st.data())
def test_what_if_agrees_with_losing_crossings(state: GameState, data: st.DataObject) -> None:
    broken = data.draw(st.lists(st.sampled_from(sorted(state.crossings)), max_size=2)) if state.crossings else []
    agrees(state, "soviet", broken=broken)


@few
@given(quiet(), st.data())
def test_what_if_agrees_with_losing_a_hex(state: GameState, data: st.DataObject) -> None:
    """The same battle with a lake where the hex is lost."""
    board = state.scenario.board
    taken = {u.hex for u in state.units} | {s.hex for s in state.stores}
    free = [h for h in range(board.size) if h not in taken]
    lost = data.draw(st.sampled_from(free))
    ground = ["lake" if h == lost else t.id for h, t in enumerate(board.terrain)]
    roads = {(h, d): road for h, ways in enumerate(board.roads) for d, road in enumerate(ways) if road}
    sides = {divmod(side, 6): kind for side, kind in board.hexsides.items()}
    flooded = Board.build(board.width, board.height, board.layout, ground, state.scenario.rules, sides, roads)
    real = rounds(replace(state, scenario=replace(state.scenario, board=flooded)), 3)
    comes_true(forecast(state, "soviet", without=[lost]), real)


def test_the_view_is_enough_for_a_forecast() -> None:
    state = battle([("s", "rifle-regiment", "soviet", (3, 0))], depots=[("soviet", (3, 1), 9)])
    assert forecast(view(state, "soviet").state, "soviet") == forecast(state, "soviet")
