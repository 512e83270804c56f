"""The made-up battles that growth is measured on are real ones: armies in supply, and lines that can be cut."""

from __future__ import annotations

import json

import pytest
from khalkhin.cli import main
from khalkhin.core import initial_state
from khalkhin.core.supply.jugular import jugular
from khalkhin.core.supply.supply import trace
from khalkhin.play.measure import growth
from khalkhin.play.measure.growth import EAST, SIZES, WEST, made_up

from tests.scenarios import rules


def test_a_made_up_battle_has_the_size_asked_for_and_feeds_both_sides() -> None:
    width, height, units = SIZES[0]
    state = initial_state(made_up(rules(), width, height, units), 1, fog=False)
    assert state.scenario.board.size == width * height == 700
    assert len(state.units) == units and all(u.on_map for u in state.units)
    for side in (WEST, EAST):
        net = trace(state, side)
        assert all(net.serves(u) for u in state.side_units(side) if not u.is_column)
    assert jugular(state, WEST).share > 50


def test_the_command_prints_a_row_for_each_size(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(growth, "SIZES", SIZES[:1])
    assert main(["bench", "--growth", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)["growth"]
    assert (row["hexes"], row["units"]) == (700, 40)
    assert all(row[what] > 0 for what in ("trace", "jugular", "plan"))
