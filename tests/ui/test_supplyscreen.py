"""The supply screen: its tables, going there by a click, priorities by the same way as all orders."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pygame
import pytest
from khalkhin.core import apply, initial_state, view
from khalkhin.core.model.units import Driving
from khalkhin.core.orders.orders import EndTurn
from khalkhin.play.session.settings import Settings
from khalkhin.text.reasons import shortage_text
from khalkhin.ui.battle.battle import BattleScene
from khalkhin.ui.battle.supplyscreen import SupplyScene
from khalkhin.ui.panels import supplyrows
from khalkhin.ui.planning.actions import SelectUnit
from khalkhin.ui.widgets.rows import Cells, Heading, Line, Row

from tests.covering import covering
from tests.narrow import a, the
from tests.scenarios import Row as UnitRow
from tests.scenarios import small_scenario
from tests.ui.driver import Driver
from tests.ui.fakes import FakeTable
from tests.ui.posed import at, pose
from tests.ui.test_battle import settle

Maker = Callable[..., tuple[Driver, FakeTable, BattleScene]]


@pytest.fixture
def make() -> Iterator[Maker]:
    made: list[Driver] = []

    def begin(size: tuple[int, int] = (1280, 720), scale: float = 1.0) -> tuple[Driver, FakeTable, BattleScene]:
        d = Driver(Settings(speed=0.0, volume=0.0, edge_scroll=False, ui_scale=scale), size)
        made.append(d)
        state = pose()
        table = FakeTable(state.scenario, ("soviet",))
        table.state = table._before = state
        d.show(BattleScene(table))
        settle(d)
        return d, table, d.top

    yield begin
    for d in made:
        d.close()


def cells(rows: Sequence[Row], name: str) -> tuple[str, ...]:
    return next(r.cells for r in rows if isinstance(r, Cells) and r.cells[0].startswith(name))


def test_stores_tell_stock_income_needs_and_how_long_they_last() -> None:
    seen = view(pose(), "soviet")
    rows = supplyrows.stores(seen, True)
    source, depot, dump = (cells(rows, n) for n in ("West road", "Bridge depot", "Dump"))
    assert source[:3] == ("West road (source)", "40", "+40") and source[5] == ""
    assert depot[1] == "0" and depot[5] == "‹ usual ›"
    assert dump[1] == "14"
    need = next(n for n in seen.analysis.of("soviet").plan.needs if n.store == 2)
    assert depot[3] == f"−{need.rate}" and source[3] == "0"  # nobody draws at a source here
    assert not any("East road" in c for r in rows if isinstance(r, Cells) for c in r.cells)


@pytest.mark.parametrize(
    ("stock", "out", "coming", "words"),
    [(30, 10, 0, "3 turns"), (30, 10, 4, "5 turns"), (9, 10, 0, "0 turns"), (0, 5, 5, "holds"), (7, 0, 0, "–")],
)
def test_how_long_a_stock_lasts(stock: int, out: int, coming: int, words: str) -> None:
    assert supplyrows.lasts(stock, out, coming) == words


def test_the_forecast_tells_stocks_and_who_runs_short() -> None:
    seen = view(pose(), "soviet")
    rows = supplyrows.forecast(seen)
    assert a(Cells, rows[1]).cells == ("", "now", "turn 2", "turn 3", "turn 4")
    assert cells(rows, "Bridge depot")[:2] == ("Bridge depot", "0")
    short = seen.analysis.of("soviet").forecast.first()
    lines = [(a(Line, r).text, r.action.unit) for r in rows if isinstance(r.action, SelectUnit)]
    doubtful = {u.id for u in supplyrows._unfed_unawares(seen)}
    assert {unit for _, unit in lines} == {*short, *doubtful} and doubtful.isdisjoint(short)
    lines = [line for line in lines if line[1] in short]
    assert [text for text, _ in lines] == [shortage_text(seen.state, short[unit]) for _, unit in lines]


@pytest.mark.parametrize(("enemy", "fog", "told"), [(4, True, True), (4, False, False), (13, True, False)])
def test_who_was_kept_unfed_by_nobody_that_is_seen_is_told_of(enemy: int, fog: bool, told: bool) -> None:
    """A valley of one hex, with an enemy in it between a battalion and its source whom it does not see: it only knows
    that nothing came."""
    units: list[UnitRow] = [
        ("a", "rifle-battalion", "soviet", (8, 0)),
        ("j", "jp-infantry-battalion", "japanese", (enemy, 0)),
    ]
    scenario = small_scenario(["." * 14], units, sources=[("soviet", (0, 0)), ("japanese", (13, 0))])
    state = initial_state(scenario, fog=fog)
    while state.turn == 1:
        state, _events = apply(state, EndTurn())
    seen = view(state, "soviet")
    texts = [r.text for r in supplyrows.forecast(seen) if isinstance(r, Line)]
    assert (supplyrows.MAYBE_BARRED.format(unit="a") in texts) is told
    assert ("Nobody goes short." in texts) is (enemy == 13)


def test_columns_tell_load_driver_and_haul() -> None:
    rows = supplyrows.columns(view(pose(), "soviet"))
    assert cells(rows, "Truck Column 3") == ("Truck Column 3", "0/9", "your haul", "West road to Bridge depot")
    assert cells(rows, "Truck Column 5") == ("Truck Column 5", "6/9", "you", "(6,4)")
    assert cells(rows, "Truck Column 1")[2] == "the staff"
    assert a(Heading, rows[0]).value == "24 of 45 supply points loaded"
    assert the(pose().unit("su-t3")).driving is Driving.HAUL


@pytest.mark.parametrize(("size", "scale"), covering([(1024, 640), (1280, 720), (1920, 1080)], [1.5, 1.0]))
def test_nothing_is_cut_off_or_overlaps(make: Maker, size: tuple[int, int], scale: float) -> None:
    d, _, _ = make(size, scale)
    d.key(pygame.K_q)
    assert isinstance(d.top, SupplyScene) and d.faults() == []
    d.key(pygame.K_q)
    assert isinstance(d.top, BattleScene)


def row_pixel(scene: SupplyScene, text: str, part: float) -> tuple[int, int]:
    for sheet in (scene.left, scene.right):
        for top, bottom, row in sheet._drawn.places:
            if isinstance(row, Cells) and row.cells[0].startswith(text):
                return sheet.rect.x + round(sheet.rect.width * part), sheet.rect.y + (top + bottom) // 2
    raise LookupError(text)


def test_a_click_on_a_row_goes_there(make: Maker) -> None:
    d, _, battle = make()
    d.key(pygame.K_q)
    d.click(row_pixel(a(SupplyScene, d.top), "Truck Column 4", 0.1))
    assert d.top is battle and battle.battle.planner.selected == "su-t4"
    d.key(pygame.K_q)
    d.click(row_pixel(a(SupplyScene, d.top), "Bridge depot", 0.1))
    d.step(30)
    assert d.top is battle
    x, y = the(battle.map.view).position(at(2, 4))
    assert 0 <= x < battle.map_rect.width and 0 <= y < battle.map_rect.height


def test_a_priority_is_changed_by_an_order_and_taken_back(make: Maker) -> None:
    d, table, _ = make()
    d.key(pygame.K_q)
    changes = table.changes
    d.click(row_pixel(d.top, "Bridge depot", 0.93))
    assert isinstance(d.top, SupplyScene)
    assert table.state.stores[2].priority == 2 and table.changes == changes + 1
    assert cells(list(d.top.left.rows), "Bridge depot")[5] == "‹ more ›"
    d.key(pygame.K_u)
    assert table.state.stores[2].priority == 1
    assert cells(list(d.top.left.rows), "Bridge depot")[5] == "‹ usual ›"


def test_nothing_can_be_changed_in_the_other_sides_turn() -> None:
    rows = supplyrows.stores(view(pose(), "soviet"), False)
    assert cells(rows, "Bridge depot")[5] == "usual"
    assert all(not r.actions for r in rows if isinstance(r, Cells))
