"""What falls to whoever comes to stand on it: counted by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from khalkhin.core import apply, initial_state
from khalkhin.core.engine import _occupy
from khalkhin.core.events.events import AirfieldLost, Captured, ObjectiveTaken, StoreTaken
from khalkhin.core.model.state import Airfield, GameState, Holding, Store
from khalkhin.core.orders.orders import Move

from tests.narrow import the
from tests.scenarios import Parts, Row, small_scenario

OPEN = ["." * 9] * 5
HERE = 4 + 2 * 9


def field(kind: str, owner: str, **more: Any) -> GameState:
    """A Soviet unit of a kind in a hex in which everything is somebody's."""
    given: Parts = {
        "sources": [("soviet", (0, 0)), ("japanese", (8, 4)), ("japanese", (4, 2), 9, "Railhead")],
        "depots": [("japanese", (4, 2), 0, "Rice"), ("japanese", (7, 2), 9, "Elsewhere")],
        "objectives": [("Hill", (4, 2), "japanese", 20, 10), ("Village", (7, 2), "japanese")],
        "airfields": [("Saienjo", "japanese", 3, 2, (4, 2)), ("Hailar", "japanese", 1, 1)],
        "turns": 6,
    }
    units: list[Row] = [("s", kind, "soviet", (1, 1)), ("j", "rifle-regiment", "japanese", (8, 4))]
    state = initial_state(small_scenario(OPEN, units, **given), 1, fog=False)
    stores = tuple(
        replace(s, side=owner, stock=9, priority=3) if s.name in ("Rice", "Railhead") else s for s in state.stores
    )
    fields = tuple(replace(f, side=owner) if f.name == "Saienjo" else f for f in state.airfields)
    held = (Holding(owner, 2), *state.holdings[1:])
    there = replace(the(state.unit("s")), hex=HERE)
    return replace(state, stores=stores, airfields=fields, holdings=held, turn=3, **more).with_unit(there)


@pytest.mark.parametrize("kind", ["rifle-regiment", "field-artillery", "truck-column"])
@pytest.mark.parametrize("owner", ["japanese", "soviet"])
def test_what_falls_to_whose_fighting_unit_stands_there(kind: str, owner: str) -> None:
    """A hill of 20 VP on turn 1 and 10 on turn 6 is worth 16 on turn 3; half of a store's SP are left; nobody takes a
    source; aircraft do not fall with their field."""
    before = field(kind, owner)
    state, events = _occupy(before)
    falls = kind == "rifle-regiment" and owner == "japanese"
    assert list(events) == (
        [
            ObjectiveTaken("Hill", HERE, "soviet", 16),
            StoreTaken("Rice", "soviet", HERE, 4),
            AirfieldLost("Saienjo", HERE, "soviet"),
        ]
        if falls
        else []
    )
    by_name = {s.name: s for s in state.stores}
    assert by_name["Railhead"].side == owner and by_name["Elsewhere"].side == "japanese"
    if falls:
        assert state.holdings == (Holding("soviet", 3), Holding("japanese"))
        assert by_name["Rice"] == Store("Rice", "soviet", HERE, 4, priority=1)
        assert state.airfields[0] == Airfield("Saienjo", "soviet", HERE, 0, 0)
        assert state.airfields[1] == before.airfields[1]
        assert _occupy(state) == (state, ()), "what has fallen does not fall again"
    else:
        assert state is before


def test_its_first_owner_gets_what_it_is_worth_in_the_end_for_taking_it_back() -> None:
    state = field("rifle-regiment", "soviet", active="japanese")
    enemy, own = the(state.unit("j")), the(state.unit("s"))
    state = state.with_units([replace(own, hex=0), replace(enemy, hex=HERE)])
    assert [e for e in _occupy(state)[1] if isinstance(e, ObjectiveTaken)] == [
        ObjectiveTaken("Hill", HERE, "japanese", 10)
    ]


def test_a_march_through_trucks_takes_them_on_the_way() -> None:
    units: list[Row] = [
        ("s", "mongol-cavalry", "soviet", (2, 2)),
        ("t", "jp-truck-column", "japanese", (4, 2), {"cargo": 6}),
        ("j", "rifle-regiment", "japanese", (8, 4)),
    ]
    state = initial_state(small_scenario(OPEN, units, sources=[("soviet", (0, 0)), ("japanese", (8, 4))]), 1, fog=False)
    _, events = apply(state, Move("s", (4, 2)))
    assert [(e.unit, e.by, e.hex, e.points) for e in events if isinstance(e, Captured)] == [("t", "s", HERE, 3)]
