"""What is taken from a side is gone, nothing else is, and the rules are as they were."""

from __future__ import annotations

from dataclasses import replace

import pytest
from khalkhin import ai
from khalkhin.core import apply, initial_state, legal_orders, view
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import DESTROYED, GameState
from khalkhin.core.orders.orders import Assault, Barrage, EndTurn, Shell, Standby
from khalkhin.core.timeline.effect_kinds import ChangeHqPoints, ChangePoints, ChangeSorties
from khalkhin.core.timeline.timeline import Answer, Entry, When
from khalkhin.core.victory import steps_lost
from khalkhin.play.measure.variants.ablations import ABLATIONS, ablated
from khalkhin.scenario import load

from tests.scenarios import CrossingRow, small_scenario

RIVER = [((4, r), (5, r), "river") for r in range(5)] + [((4, r + 1), (5, r), "river") for r in range(4)]
BRIDGES: list[CrossingRow] = [
    ((4, r), (5, r), "bridge", {"name": name, "owner": "soviet"}) for r, name in ((0, "North"), (2, "Middle"))
]


def small() -> Scenario:
    """Both sides have all there is to take."""
    units = []
    for side, letter, gun, truck, col in (
        ("soviet", "s", "field-artillery", "truck-column", 1),
        ("japanese", "j", "jp-field-artillery", "jp-truck-column", 7),
    ):
        engineers = "soviet-engineers" if side == "soviet" else "jp-engineers"
        foot = "rifle-regiment" if side == "soviet" else "jp-infantry-regiment"
        units += [
            (f"{letter}-gun", gun, side, (col, 1)),
            (f"{letter}-truck", truck, side, (col, 2)),
            (f"{letter}-eng", engineers, side, (col, 3)),
            (f"{letter}-foot", foot, side, (4 if side == "soviet" else 3, 3)),
        ]
    gifts = tuple(
        x
        for s in ("soviet", "japanese")
        for x in (ChangeSorties(f"{s} field", 2, 2), ChangeHqPoints(s, 1), ChangePoints(s, 1))
    )
    entry = Entry("gift", When(2), "", "Gift", effects=gifts, answers=())
    asked = Entry("ask", When(1), "soviet", "Ask", answers=(Answer("a", "A", effects=gifts),))
    return small_scenario(
        ["." * 9] * 5,
        units,
        hexsides=RIVER,
        crossings=[*BRIDGES, ((4, 4), (5, 4), "ford", {"name": "Ford", "owner": "soviet"})],
        sources=[("soviet", (0, 0), 21), ("japanese", (8, 0), 21)],
        depots=[("soviet", (1, 0), 11), ("japanese", (7, 0), 11)],
        airfields=[("soviet field", "soviet", 3, 3), ("japanese field", "japanese", 3, 3)],
        timeline=[entry, asked],
        hq_points=3,
    )


def played(state: GameState, name: str, orders: int) -> GameState:
    minds = {s.id: ai.make(name, 1) for s in state.scenario.sides}
    for _ in range(orders):
        if not state.over:
            state, _ = apply(state, minds[state.active].next_order(view(state, state.active)))
    return state


@pytest.mark.parametrize("name", ABLATIONS)
@pytest.mark.parametrize("side", ["soviet", "japanese"])
def test_every_ablation_can_be_played_and_has_a_digest_of_its_own(name: str, side: str) -> None:
    plain = small()
    changed = ablated(plain, side, name)
    assert changed.digest != plain.digest and changed.digest != ablated(plain, plain.enemy(side), name).digest
    assert len({ablated(plain, side, other).digest for other in ABLATIONS}) == len(ABLATIONS)
    end = played(initial_state(changed, 1), "random", 120)
    assert end.turn > 1


def test_silent_guns_stand_there_and_never_fire() -> None:
    state = initial_state(ablated(small(), "soviet", "guns"), 1, fog=False)

    def firing(state: GameState) -> list[str]:
        kinds = (Barrage, Shell, Standby)
        orders = legal_orders(state)
        return [str(o) for o in orders if isinstance(o, kinds) or (isinstance(o, Assault) and o.guns)]

    state, _ = apply(state, next(o for o in legal_orders(state) if str(o).startswith("choose")))
    assert [u.id for u in state.side_units("soviet") if u.spec.type.range] == ["s-gun"]
    assert not firing(state)
    fed, _ = apply(state, EndTurn())
    assert firing(fed) and fed.active == "japanese"
    again = initial_state(small(), 1, fog=False)
    again, _ = apply(again, next(o for o in legal_orders(again) if str(o).startswith("choose")))
    assert firing(again)


def test_aircraft_go_with_all_that_the_timeline_would_bring() -> None:
    plain, bare = small(), ablated(small(), "soviet", "aircraft")
    assert [(f.fighters, f.bombers) for f in bare.airfields] == [(0, 0), (3, 3)]
    assert initial_state(bare).sorties["soviet"].fighters == 0 < initial_state(plain).sorties["soviet"].fighters
    for entry in bare.timeline:
        told = [e.airfield for e in entry.all_effects if isinstance(e, ChangeSorties)]
        assert told == ["japanese field"]
        assert len(entry.all_effects) == len(plain.timeline[0].all_effects) - 1


def test_hq_points_go_with_all_that_the_timeline_would_bring() -> None:
    bare = ablated(small(), "japanese", "hq-points")
    assert [s.hq_points for s in bare.sides] == [3, 0]
    assert {e.side for entry in bare.timeline for e in entry.all_effects if isinstance(e, ChangeHqPoints)} == {"soviet"}


def test_without_night_every_turn_is_a_day() -> None:
    plain = small()
    assert any(t.night for t in plain.calendar)
    bare = ablated(plain, "japanese", "night")
    assert not any(t.night for t in bare.calendar)
    assert [(t.date, t.clock) for t in bare.calendar] == [(t.date, t.clock) for t in plain.calendar]


@pytest.mark.parametrize(("name", "gone"), [("engineers", "s-eng"), ("trucks", "s-truck")])
def test_units_that_are_taken_away_cost_no_points(name: str, gone: str) -> None:
    state = initial_state(ablated(small(), "soviet", name))
    assert [u.id for u in state.units if u.hex == DESTROYED] == [gone]
    assert steps_lost(state, "soviet") == 0


def test_half_of_the_stocks_is_gone_or_half_of_what_comes_in() -> None:
    plain = replace(small(), sources=tuple(replace(s, stock=7, schedule=((3, 9),)) for s in small().sources))
    stocks, income = (ablated(plain, "soviet", name) for name in ("stocks", "income"))
    assert [d.stock for d in stocks.depots] == [5, 11] and [s.stock for s in stocks.sources] == [3, 7]
    assert [s.per_turn for s in stocks.sources] == [s.per_turn for s in plain.sources]
    assert [s.per_turn for s in income.sources] == [10, 21] and income.sources[0].schedule == ((3, 4),)
    assert income.depots == plain.depots


def test_all_bridges_but_the_one_nearest_home_are_broken() -> None:
    bare = ablated(small(), "soviet", "bridges")
    full = bare.rules.crossings
    state = {c.name: c.hits == full[c.kind].hits for c in bare.crossings.values()}
    assert state == {"North": False, "Middle": True, "Ford": False}
    assert ablated(small(), "japanese", "bridges").crossings == small().crossings


def test_in_august_one_soviet_bridge_of_five_is_left() -> None:
    bare = ablated(load("double_envelopment"), "soviet", "bridges")
    left = [c.name for c in bare.crossings.values() if c.owner == "soviet" and not c.hits]
    assert len(left) == 1
