"""The rows of the assault panel: what guns and bombers add, what adds nothing, and whether the hex falls."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from khalkhin.core import initial_state, view
from khalkhin.ui.panels import assaultrows, highlights
from khalkhin.ui.planning.planner import Planner
from khalkhin.ui.widgets.rows import Check, Line, Row

from tests.narrow import the
from tests.scenarios import ObjectiveRow, small_scenario

RIFLES = ("a", "rifle-regiment", "soviet", (4, 2), {"steps": 3})
HOLDER = ("d", "rifle-battalion", "japanese", (4, 3), {"steps": 1})
GUNS = [
    ("g", "field-artillery", "soviet", (4, 1), {"steps": 1}),
    ("h", "field-artillery", "soviet", (3, 1), {"steps": 1}),
]


def planned(*units: Any, bombers: int = 0, objectives: tuple[ObjectiveRow, ...] = ()) -> Planner:
    scenario = small_scenario(
        rows=["." * 9] * 7,
        units=units,
        sources=[("soviet", (0, 0)), ("japanese", (8, 6))],
        airfields=[("Tamsag", "soviet", 0, bombers)],
        objectives=objectives,
    )
    planner = Planner(view(initial_state(scenario, seed=1, fog=False), "soviet"), True)
    target = scenario.board.index(4, 3)
    assert target is not None and planner.open_assault(target) is None
    return planner


def tick(planner: Planner, guns: str = "", sorties: int = 0) -> None:
    """Let these guns, and no others, and so many sorties support the planned assault."""
    assert planner.plan is not None
    for gun in set(planner.plan.order.guns) ^ set(guns):
        planner.toggle(gun)
    planner.turn_sorties(sorties - planner.plan.order.sorties)


def said(rows: list[Row]) -> dict[str, tuple[str, str]]:
    """Value and tone of each row, by its text."""
    return {getattr(row, "text", ""): (getattr(row, "value", ""), getattr(row, "tone", "")) for row in rows}


def test_a_gun_shows_what_it_adds_and_one_beyond_the_limit_is_grey() -> None:
    """The rifles bring three steps times two; the first battery may add its four, the second the two that are left."""
    planner = planned(RIFLES, HOLDER, *GUNS)
    tick(planner, "gh")
    rows = said(assaultrows.people(planner, 0))
    assert rows["g"] == ("adds 4", "normal") and rows["h"] == ("adds 2", "normal")
    assert rows["Guns and aircraft add"][0] == "6 of 6 at most"
    brought = said(assaultrows.odds(planner))["They bring 8; at most 100 % of the attackers' own counts"]
    assert brought[0] == "+6"


def test_a_gun_that_would_add_nothing_is_grey_before_it_is_ticked() -> None:
    planner = planned(RIFLES, HOLDER, *GUNS, ("k", "heavy-artillery", "soviet", (5, 1)))
    tick(planner, "k")
    rows = said(assaultrows.people(planner, 0))
    assert rows["k"] == ("adds 6", "normal")
    assert rows["g"] == rows["h"] == ("adds nothing", "dim")
    tick(planner, "")
    ticks = [row for row in assaultrows.people(planner, 0) if isinstance(row, Check) and row.text in "ghk"]
    assert [row.tone for row in ticks] == ["normal"] * 3


def test_sorties_that_add_nothing_are_counted() -> None:
    """Three steps times two may be helped by six: a sortie of which half gets through brings three or more."""
    planner = planned(RIFLES, HOLDER, bombers=4)
    tick(planner, sorties=4)
    forecast = planner.forecast()
    assert forecast is not None and forecast.passage is not None
    each = 6 * forecast.passage.percent / 100
    needed = next(n for n in range(5) if n * each >= 6)
    rows = said(assaultrows.people(planner, 0))
    assert f"{4 - needed} of 4 sorties add nothing" in rows and needed < 4
    tick(planner, sorties=needed)
    assert not any("add nothing" in text for text in said(assaultrows.people(planner, 0)))


def test_what_the_panel_says_of_the_hex_and_of_losses_is_what_can_happen() -> None:
    planner = planned(RIFLES, HOLDER)
    forecast = planner.forecast()
    assert forecast is not None
    rows = said(assaultrows.odds(planner))
    assert rows["The hex falls"][0] == assaultrows.percent(forecast.falls)
    assert rows["Steps lost on average"][0] == "{:.1f} of yours, {:.1f} of theirs".format(*forecast.losses)
    assert forecast.losses[1] <= 1
    texts = [assaultrows.fate_text(fate) for fate in forecast.fates]
    assert set(texts) <= set(rows) and len(set(texts)) == len(texts)
    assert any("destroyed" in text for text in texts) and not any("−2" in text.split("they")[-1] for text in texts)


def test_what_is_destroyed_is_said_to_be_and_neither_falls_back_nor_is_suppressed() -> None:
    """The holder of two steps has the enemy on all sides but one: each hex of his way back costs him a step."""
    ring = [(id_, "tank-brigade", "soviet", at) for id_, at in (("t", (2, 4)), ("u", (6, 4)), ("v", (4, 6)))]
    holder = ("d", "rifle-battalion", "japanese", (4, 3), {"steps": 2})
    planner = planned(("a", "tank-brigade", "soviet", (4, 2)), ("b", *RIFLES[1:3], (3, 3), {"steps": 9}), holder, *ring)
    forecast = planner.forecast()
    assert forecast is not None
    texts = [assaultrows.fate_text(fate) for fate in forecast.fates]
    dead = [text for text in texts if "hey lose 2 steps" in text]
    assert dead and all(text.endswith("hey lose 2 steps and are destroyed") for text in dead)
    assert not any("destroyed" in text for text in texts if text not in dead)
    assert any(fate.destroyed and c.outcome.retreat for c in forecast.chances if (fate := forecast.fate(c.outcome)))


def test_a_garrison_that_leads_is_not_proposed_to_advance_and_the_panel_says_why() -> None:
    heights: ObjectiveRow = ("Heights", (4, 2), "soviet", 20, 4)
    for relief in (False, True):
        gun = [("g", "field-artillery", "soviet", (4, 2), {"steps": 1})] if relief else []
        planner = planned(RIFLES, HOLDER, *gun, objectives=(heights,))
        assert planner.plan is not None and planner.plan.order.advance == relief
        rows = assaultrows.advance(planner, 0)
        assert isinstance(rows[0], Check) and rows[0].on == relief
        assert "The first attacker advances: a" in said(rows)
        warned = [r.text for r in rows if isinstance(r, Line) and r.tone == "warn"]
        assert warned == ([] if relief else ["That would leave nobody in Heights (4,2)."])
        planner.toggle_advance()
        assert ("That leaves nobody in Heights (4,2)." in said(assaultrows.advance(planner, 0))) != relief


def test_a_move_that_leaves_a_place_empty_with_the_enemy_near_says_so() -> None:
    heights: ObjectiveRow = ("Heights", (4, 2), "soviet", 20, 4)
    for foe, near in (((4, 6), True), ((8, 5), False)):
        planner = planned(RIFLES, HOLDER, objectives=(heights,))
        state = planner.state.with_unit(replace(the(planner.state.unit("d")), hex=foe[0] + foe[1] * 9))
        planner.look(view(state, "soviet"), True)
        planner.select("a")
        rows = said(highlights.tip(planner, the(state.scenario.board.index(3, 1))))
        assert ("leaves nobody in Heights (4,2), the enemy near" in rows) == near
