"""The page of aims lists all points that can be won, with what has to happen and how far it has come; a choice says
what its answers give or cost."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import assert_never

import pytest
from khalkhin.core import initial_state, view
from khalkhin.core.fog.view import View
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import DESTROYED, GameState, Holding
from khalkhin.core.timeline.effect_kinds import ChangePoints
from khalkhin.core.timeline.stakes import stakes
from khalkhin.core.timeline.timeline import Answer, Entry, When
from khalkhin.core.victory import Merit, objective_points
from khalkhin.play.session.settings import Settings
from khalkhin.scenario import catalog
from khalkhin.text.stakes.stakes import what_for
from khalkhin.ui.battle.decision import DecisionScene
from khalkhin.ui.battle.map_area import signs_told
from khalkhin.ui.map.mapview import prizes
from khalkhin.ui.panels import aims, describe
from khalkhin.ui.planning.actions import LookAt
from khalkhin.ui.widgets.rows import Heading, Line, Row

from tests.ui.driver import Driver
from tests.ui.smallbattle import small_battle

SHIPPED = [name for name, _folder, shipped in catalog.folders() if shipped]
SIDES = ("soviet", "japanese")


def stake_lines(rows: list[Row]) -> list[Line]:
    """The lines under "What else counts" that have a value."""
    out: list[Line] = []
    there = False
    for row in rows:
        if isinstance(row, Heading):
            there = row.text == "What else counts"
        elif there and isinstance(row, Line) and row.value:
            out.append(row)
    return out


def listed(rows: list[Row], side: str, scenario: Scenario) -> Counter[int]:
    """The points that the rows say the timeline may give the viewer, or cost him."""
    rates = [scenario.victory.step, scenario.victory.pocketed_step, scenario.victory.crossing]
    rates += [info.saved_step for info in scenario.sides]
    values = [line.value.replace("−", "-") for line in stake_lines(rows)][sum(map(bool, rates)) :]
    return Counter(int(value) for value in values if not value.startswith("enemy"))


def told(rows: list[Row]) -> str:
    return "\n".join(f"{row.text} | {row.value}" for row in rows if isinstance(row, Line | Heading))


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("name", SHIPPED)
def test_all_points_that_a_battle_can_give_stand_in_the_aims(name: str, side: str) -> None:
    scenario = catalog.load(name)
    shown = view(initial_state(scenario, 1), side)
    rows = aims.rows(shown)
    given: Counter[int] = Counter()
    for entry in scenario.timeline:
        for effects in (entry.effects, *(answer.effects for answer in entry.answers)):
            points = sum(e.points for e in effects if isinstance(e, ChangePoints) and e.side == side)
            if points:
                assert entry.side in ("", side), f"{entry.id}: only the enemy reads of these points"
                given[points] += 1
    assert listed(rows, side, scenario) == given
    # Objectives come before the scores, which name them again.
    values = {row.text: row.value for row in reversed(rows) if isinstance(row, Line)}
    for objective in scenario.objectives:
        worth = values[scenario.shown(objective.name)]
        paid = objective.final_worth if objective.holder == side else objective.worth
        assert str(paid) in worth.replace(",", " ").split(), objective.name
    rates = scenario.victory
    assert values["Each enemy step destroyed"] == f"+{rates.step}"


def rates_told(scenario: Scenario, merit: Merit) -> list[tuple[str, int]]:
    """What is said of what is counted so, and what it counts; of what is not counted here, nothing."""
    rates = scenario.victory
    match merit:
        case Merit.STEPS:
            return [("Each enemy step destroyed", rates.step)]
        case Merit.POCKETS:
            return [("… without supplies or a way out, besides", rates.pocketed_step)]
        case Merit.CROSSINGS:
            return [("Each crossing held at the end", rates.crossing)]
        case Merit.SAVED:
            return [("Each step of", max(info.saved_step for info in scenario.sides))]
        case Merit.OBJECTIVE | Merit.ENTRY:
            return []  # They are told by name: see above.
        case _:
            assert_never(merit)


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("name", SHIPPED)
def test_every_kind_of_award_is_told_before_a_battle_and_in_it(name: str, side: str) -> None:
    scenario = catalog.load(name)
    for rows in (aims.rows(view(initial_state(scenario, 1), side)), aims.briefing_rows(scenario, side)):
        values = [(row.text, row.value) for row in rows if isinstance(row, Line)]
        for merit in Merit:
            for words, points in rates_told(scenario, merit):
                found = [value for text, value in values if text.startswith(words)]
                assert bool(found) == bool(points), (merit, words)
                assert all(f"+{points}" in value for value in found)
        for objective in scenario.objectives:
            assert any(text == scenario.shown(objective.name) for text, _ in values)
        for stake in (s for s in stakes(scenario, side) if s.answer is None):
            assert any(text.startswith(what_for(scenario, stake, offered=False)) for text, _ in values), stake


def test_what_is_counted_all_the_time_is_told_with_how_far_it_has_come() -> None:
    state = initial_state(catalog.load("double_envelopment"), 1)
    assert told(aims.rows(view(state, "soviet"))).count("so far 0 for you, 0 for the enemy") >= 2
    dead = next(u for u in state.side_units("japanese") if u.on_map and u.steps > 1)
    mine = next(u for u in state.side_units("soviet") if u.on_map and u.steps > 2)
    state = state.with_unit(replace(dead, hex=DESTROYED, steps=0)).with_unit(replace(mine, steps=mine.steps - 1))
    state = replace(state, trapped={"japanese": 3})
    before = [row.text for row in aims.rows(view(state, "soviet")) if isinstance(row, Line)]
    first = before.index("Each enemy step destroyed")
    assert f"so far {dead.steps} for you, 1 for the enemy" in "".join(before[first : first + 3])
    pocketed = before.index("… without supplies or a way out, besides")
    assert "so far 3 for you, 0 for the enemy" in before[pocketed + 1]


def test_some_battles_have_points_to_list() -> None:
    found = {
        (name, side): len(listed(aims.rows(view(initial_state(s := catalog.load(name), 1), side)), side, s))
        for name in ("road_from_borzya", "the_64th")
        for side in SIDES
    }
    assert all(found.values()), found


def seen(state: GameState, side: str) -> View:
    return view(state, side)


def test_stock_laid_in_is_counted_and_the_enemys_is_not_told() -> None:
    state = initial_state(catalog.load("road_from_borzya"), 1)
    index = next(i for i, s in enumerate(state.stores) if s.name == "Army dumps")
    stores = (*state.stores[:index], replace(state.stores[index], stock=321), *state.stores[index + 1 :])
    state = replace(state, stores=stores)
    own, enemy = told(aims.rows(seen(state, "soviet"))), told(aims.rows(seen(state, "japanese")))
    assert "now 321 of 600" in own
    assert "321" not in enemy and "Army dumps: 600" not in enemy


def test_losses_are_counted_towards_what_they_give() -> None:
    state = initial_state(catalog.load("the_64th"), 1)
    whole = told(aims.rows(seen(state, "japanese")))
    assert "now 0 of 1, 0 of 12" in whole and "64th Infantry lost 12 steps" in whole and "enemy +14" in whole
    men = [u for u in state.units if u.spec.formation == "64th Infantry" and u.hex >= 0]
    dead = men[0]
    state = state.with_unit(replace(dead, hex=DESTROYED, steps=0))
    assert f"{dead.steps} of 12" in told(aims.rows(seen(state, "japanese")))


def test_what_can_no_longer_come_is_not_listed() -> None:
    state = initial_state(catalog.load("the_64th"), 1)
    entry = next(e for e in state.scenario.timeline if e.id == "sixty-three")
    past = replace(state, turn=entry.when.end + 1)
    fired = replace(state, fired={**state.fired, entry.id: 1})
    for later in (past, fired):
        assert not any(line.value.endswith("+14") for line in stake_lines(aims.rows(seen(later, "soviet"))))


ASKED = Entry(
    "asked",
    When(1),
    "soviet",
    "A question",
    "What is to be done?",
    answers=(
        Answer(
            "dear",
            "Send for everybody who can be spared anywhere in the whole of the corps. " * 3,
            (
                ChangePoints("soviet", -6),
                ChangePoints("japanese", 2),
            ),
        ),
        Answer("cheap", "Wait."),
    ),
)


def test_an_offered_choice_tells_its_answers_and_points_and_others_do_not() -> None:
    scenario = replace(small_battle(), timeline=(ASKED,))
    state = initial_state(scenario, 1)
    assert state.pending == ("asked",)
    now = told(aims.rows(seen(state, "soviet")))
    assert "if the answer is: Send for everybody" in now and "| −6" in now and "enemy +2" in now
    before = told(aims.rows(seen(replace(state, pending=(), fired={}), "soviet")))
    assert "Send for everybody" not in before and "| −6" in before
    assert "Send for everybody" not in told(aims.rows(seen(state, "japanese")))


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("size", [(1024, 640), (1920, 1080)])
def test_the_points_of_an_answer_stand_on_its_button(size: tuple[int, int], scale: float) -> None:
    driver = Driver(Settings(speed=0.0, volume=0.0, edge_scroll=False, ui_scale=scale), size)
    try:
        driver.show(DecisionScene(ASKED))
        driver.step(2)
        buttons = [b.text for b in driver.buttons() if b.text.startswith(("1.", "2."))]
        assert buttons[0].endswith("(−6 points, the enemy +2 points)") and "points" not in buttons[1]
        assert driver.faults() == []
    finally:
        driver.close()


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("name", SHIPPED)
def test_flag_aims_and_the_pointed_hex_say_one_figure_of_an_objective(name: str, side: str) -> None:
    """Of places still with their first owners, and of those that the other side has taken."""
    state = replace(initial_state(catalog.load(name), 1), turn=2)
    enemy = state.scenario.enemy
    taken = replace(state, holdings=tuple(Holding(enemy(h.side), 2) for h in state.holdings))
    for now in (state, taken):
        rows = aims.rows(view(now, side))
        for index, (objective, figure) in enumerate(zip(now.scenario.objectives, prizes(now), strict=True)):
            at = next(i for i, r in enumerate(rows) if isinstance(r, Line) and r.action == LookAt(objective.hex))
            own, theirs = rows[at : at + 2]
            assert isinstance(own, Line) and isinstance(theirs, Line)
            held, mine = objective_points(now, index), now.holdings[index].side == side
            here = told(describe.hex_rows(now, objective.hex, side))
            assert told(list(signs_told(view(now, side), objective.hex)[1:3])) in here
            if mine:
                assert own.value.startswith(f"counts {held}")
                assert theirs.text == f"{figure} for the enemy if he takes it now"
                assert f"counts {held} for you, {figure} for the enemy if he takes it now" in here
            else:
                assert str(figure) in own.value.replace(",", " ").split()
                assert theirs.text == f"counts {held} for the enemy"
                assert f"counts {held} for the enemy, {figure} for you if you take it now" in here


def test_the_briefing_says_what_the_enemy_would_gain_by_what_is_to_be_held() -> None:
    scenario = catalog.load("two_prongs")
    said = told(aims.briefing_rows(scenario, "soviet"))
    for objective in (o for o in scenario.objectives if o.holder == "soviet"):
        first, last = objective.worth, objective.final_worth
        gained = f"{first} … {last}" if first != last else str(first)
        assert f"{scenario.shown(objective.name)} | {objective.final_worth}; enemy {gained}" in said
