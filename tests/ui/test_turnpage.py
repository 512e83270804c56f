"""The panel's page while nothing is picked: how the turn stands, where its lines lead, and that it searches nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from khalkhin.core import initial_state, legal_orders, victory
from khalkhin.core.fog.view import view
from khalkhin.core.model.state import GameState, SortiesLeft
from khalkhin.core.model.units import Driving
from khalkhin.core.orders import legal
from khalkhin.core.orders.orders import Barrage
from khalkhin.play.intentions.intentions import Hold, Until
from khalkhin.play.measure.work import Measure, counted
from khalkhin.scenario import load
from khalkhin.text import amounts, kinds
from khalkhin.ui.battle.battle import BattleScene
from khalkhin.ui.desk import army_table
from khalkhin.ui.desk.army_look import ArmyLook, Only
from khalkhin.ui.panels import herepage, turnpage
from khalkhin.ui.panels.unfinished import Matter, concerns
from khalkhin.ui.planning.actions import LookAt, OpenRoster, SelectUnit, ShowPage
from khalkhin.ui.planning.planner import Planner
from khalkhin.ui.widgets.row_list import draw_rows
from khalkhin.ui.widgets.rows import Heading, Line

from tests.narrow import a, the
from tests.ui import posed
from tests.ui.driver import Driver, quiet
from tests.ui.fakes import FakeTable
from tests.ui.smallbattle import small_battle


def page(planner: Planner) -> dict[str, Line | Heading]:
    return {row.text: row for row in herepage.rows(planner, None) if isinstance(row, Line | Heading)}


def planner(state: GameState, side: str = "soviet") -> Planner:
    return Planner(view(state, side), state.active == side)


def test_who_waits_and_who_is_in_want_leads_to_the_table() -> None:
    state = posed.pose()
    own = [u for u in state.side_units("soviet") if not u.is_column or u.driving is Driving.HAND]
    busy = [u for u in own if u.job or u.standby]
    one, other = (u for u in own[:2])
    state = state.with_unit(replace(one, moved=True)).with_unit(replace(other, unsupplied=9))
    asked = planner(state)
    found = page(asked)
    idle, want = found["Have done nothing yet"], found["Short of supplies"]
    assert idle.value == amounts.units(len({u.id for u in own} - {u.id for u in busy} - {one.id}))
    assert idle.action == OpenRoster("OWN", Only.IDLE.name) and want.action == OpenRoster("OWN", Only.HUNGRY.name)
    assert want.value == amounts.units(sum(1 for u in state.side_units("soviet") if u.on_map and u.supply_state))
    assert "On the march, or told to hold" not in found
    asked.intentions = {other.id: Hold(Until.TOLD)}
    assert page(asked)["On the march, or told to hold"].value == amounts.units(1)
    assert page(asked)["Have done nothing yet"].value != idle.value


def test_the_objectives_that_pay_most_are_told_first_and_lead_to_their_place() -> None:
    state = posed.pose()
    found = page(planner(state))
    objectives = {state.scenario.shown(o.name): o for o in state.scenario.objectives}
    holders = {o.name: h.side for o, h in zip(state.scenario.objectives, state.holdings, strict=True)}
    told = [objectives[text] for text in found if text in objectives]
    assert told and all(holders[o.name] != "soviet" for o in told)
    paid = [victory.worth(state, o) for o in told if o.holder != "soviet"]
    assert paid == sorted(paid, reverse=True) and len(told) <= turnpage.MOST
    for objective in told:
        assert found[state.scenario.shown(objective.name)].action == LookAt(objective.hex)
    held = sum(side == "soviet" for side in holders.values())
    assert found["Objectives"].value == f"{held} of {len(holders)} held"


def test_the_score_is_told_also_while_the_other_side_gives_orders() -> None:
    state = posed.pose()
    other = state.scenario.enemy(state.active)
    found = page(planner(state, other))
    assert "Have done nothing yet" not in found
    margin = victory.score(view(state, other).state, other).total
    margin -= victory.score(view(state, other).state, state.active).total
    assert found["Margin, as far as known"].value == f"{margin:+d}"


@pytest.mark.parametrize("night", [True, False])
def test_the_hour_is_told(night: bool) -> None:
    state = posed.pose()
    turn = next(n for n, info in enumerate(state.scenario.calendar, 1) if info.night is night)
    found = page(planner(replace(state, turn=turn)))
    assert found["This turn"].value == ("night" if night else "day")
    assert ("By night one sees less far, and no aircraft fly." in found) is night


def test_the_idle_units_nearest_to_an_enemy_are_named_and_picked_by_a_click() -> None:
    state = posed.pose()
    asked = planner(state)
    board, enemies = asked.state.scenario.board, [e.hex for e in asked.state.known_enemies("soviet")]
    named = [row for row in page(asked).values() if isinstance(row, Line) and isinstance(row.action, SelectUnit)]
    assert named and len(named) <= turnpage.NEXT
    shown = {row.action.unit for row in named if isinstance(row.action, SelectUnit)}
    far = {u.id: min(board.distance(u.hex, e) for e in enemies) for u in asked.state.side_units("soviet") if u.on_map}
    idle = {u.id for u in asked.state.units if u.id in far and not (u.moved or u.fought or u.job or u.standby)}
    idle = {u for u in idle if not the(asked.state.unit(u)).is_column}
    assert shown <= idle and max(far[u] for u in shown) <= min((far[u] for u in idle - shown), default=99)
    asked.holding |= shown
    assert not shown & {row.action.unit for row in herepage.rows(asked, None) if isinstance(row.action, SelectUnit)}


def test_what_is_unspent_is_told_and_leads_to_the_army() -> None:
    state = posed.pose()
    day = next(n for n, info in enumerate(state.scenario.calendar, 1) if not info.night)
    state = replace(state, turn=day)
    rich = replace(state, hq_points={"soviet": 2}, sorties={"soviet": SortiesLeft(bombers=3)})
    found = page(planner(rich))
    assert found["Not used yet, of the staff"].value == amounts.hq_points(2)
    assert found["Not flown yet"].value == "3 bombers" and found["Not flown yet"].action == ShowPage("army")
    found = page(planner(replace(state, hq_points={}, sorties={})))
    assert "Not used yet, of the staff" not in found and "Not flown yet" not in found


@pytest.mark.parametrize("above", [-1, 0, 1])
def test_what_a_grade_is_measured_from_is_told(above: int) -> None:
    """A margin above nought may still be a disaster: what the next grade takes stands beside it."""
    state = posed.pose()
    side = state.scenario.side("soviet")
    margin = victory.margin(view(state, "soviet").state, "soviet")
    least = margin - above
    grades = (least, least + 1, least + 2, least + 3)
    one, other = state.scenario.sides
    changed = replace(side, grades=grades)
    sides = (changed, other) if one is side else (one, changed)
    found = page(planner(replace(state, scenario=replace(state.scenario, sides=sides))))
    reached = sum(margin >= n for n in grades)
    assert found["If it ended so"].value == kinds.grade(reached)
    assert found[f"For the next grade, {kinds.grade(reached + 1)}"].value == f"from {grades[reached]:+d}"
    mine, theirs = (victory.score(view(state, "soviet").state, each).total for each in ("soviet", "japanese"))
    assert f"Your points less the enemy's: {mine} − {theirs}" in found


@pytest.mark.parametrize("side", ["soviet", "japanese"])
def test_the_page_of_the_largest_battle_needs_no_scrolling_in_a_small_window(side: str) -> None:
    state = initial_state(load("double_envelopment"), 1)
    asked = planner(replace(state, active=side), side)
    d = Driver(quiet(), (1280, 720))
    d.show(BattleScene(FakeTable(small_battle(2), ("soviet",))))
    sheet, m = a(BattleScene, d.app.scenes[0]).panel.sheet, d.top.ui.m
    high = draw_rows(herepage.rows(asked, None), sheet.rect.width - m.px(12), m).picture.get_height()
    room = 720 - m.px(38) - m.px(42) - m.px(185) - m.px(10) - m.gap
    d.close()
    assert high <= room


def test_the_page_asks_for_no_legal_orders() -> None:
    asked = planner(posed.pose())
    lists = Measure("asked", legal_orders), Measure("asked", legal.legal_of), Measure("asked", legal.may_move)
    with counted(*lists) as tally:
        herepage.rows(asked, None)
    assert tally["asked"] == 0
    with counted(*lists) as tally:
        asked.able()
    assert tally["asked"] > 0


def test_all_lists_of_who_waits_go_by_one_rule() -> None:
    """The page, the list before the turn ends and the table of the army: guns that could fire are in all of them, a
    unit that higher headquarters hold back, or that has no movement left, is in none."""
    state = initial_state(small_battle(), 1)
    gun = next(o.gun for o in legal.legal_of(state, Barrage) if isinstance(o, Barrage))
    others = [u.id for u in state.side_units("soviet") if u.id != gun]
    held, spent, *free = others
    state = replace(state.with_unit(replace(the(state.unit(spent)), mp=0)), held={held: 0})
    asked = planner(state)
    (told,) = (c for c in concerns(asked) if c.matter is Matter.IDLE)
    listed = {line.action.unit for line in told.lines if isinstance(line.action, SelectUnit)}
    assert listed == {gun, *free} == {e.key for e in army_table.table(asked, ArmyLook(only={Only.IDLE})).entries}
    assert page(asked)["Have done nothing yet"].value == amounts.units(len(listed))
