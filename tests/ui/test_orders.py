"""Orders given from the list in the side panel, by mouse and by keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Unpack

import pygame
import pytest
from khalkhin.core.model.crossings import Crossing
from khalkhin.core.model.rules import CrossingKind
from khalkhin.core.model.scenario import AirfieldSpec, Scenario
from khalkhin.core.model.units import Driving, Task
from khalkhin.core.orders.legal import why_illegal
from khalkhin.ui.battle.battle import BattleScene
from khalkhin.ui.battle.keys import BINDINGS, DIGITS
from khalkhin.ui.panels import highlights, orderrows
from khalkhin.ui.planning import choices
from khalkhin.ui.planning.actions import TurnDial
from khalkhin.ui.widgets.rows import Dial, Option

from tests.covering import covering
from tests.narrow import the
from tests.ui.driver import Driver, Preferences, quiet
from tests.ui.fakes import FakeTable
from tests.ui.smallbattle import small_battle
from tests.ui.test_battle import pixel, settle

Maker = Callable[..., tuple[Driver, FakeTable, BattleScene]]

SAPPERS = ("su-s", "Sapper Battalion", "soviet-engineers", 4, 2, None)
LORRIES = ("su-t", "1st Motor Transport", "truck-column", 0, 4, None)


def services() -> Scenario:
    """The small battle with engineers on the river, trucks at the source, a pontoon of the enemy's, an airfield on
    each side, a staff."""
    scenario = small_battle(more=(SAPPERS, LORRIES))
    board = scenario.board
    side = board.hexside(1 * board.width + 4, 1 * board.width + 5)
    assert side is not None
    pontoon = Crossing("North pontoon", CrossingKind.PONTOON, side, "japanese")
    soviet, japanese = scenario.sides
    fields = (AirfieldSpec("Tamsag-Bulak", "soviet", -1, 4, 6), AirfieldSpec("Chinchulin", "japanese", -1, 4, 2))
    return replace(
        scenario,
        sides=(replace(soviet, hq_points=5), japanese),
        airfields=fields,
        crossings={**scenario.crossings, side: pontoon},
    )


@pytest.fixture
def battle() -> Iterator[Maker]:
    made: list[Driver] = []

    def make(
        size: tuple[int, int] = (1280, 720), **settings: Unpack[Preferences]
    ) -> tuple[Driver, FakeTable, BattleScene]:
        d = Driver(quiet(**settings), size)
        made.append(d)
        table = FakeTable(services(), ("soviet",))
        d.show(BattleScene(table))
        settle(d)
        return d, table, d.top

    yield make
    for d in made:
        d.close()


def select(d: Driver, scene: BattleScene, unit: str) -> None:
    scene.battle.select(unit, show=True)
    d.step(30)


def row_of(scene: BattleScene, words: str) -> tuple[int, int]:
    """The pixel of a line of the list of orders."""
    sheet = scene.panel.orders
    for top, bottom, row in sheet._drawn.places:
        if words in getattr(row, "text", ""):
            return sheet.rect.x + 60, sheet.rect.y - sheet._offset + (top + bottom) // 2
    raise LookupError([getattr(r, "text", "") for r in sheet.rows])


def option(scene: BattleScene, words: str) -> Option:
    return next(r for r in scene.panel.orders.rows if isinstance(r, Option) and words in r.text)


def number(scene: BattleScene, id_: str) -> int:
    """The key that picks a choice."""
    at = [c.id for c in scene.battle.planner.choices()].index(id_)
    return next(key for key, i in DIGITS.items() if i == at)


def test_no_command_lies_on_a_number_key() -> None:
    assert not {key for key, _, _ in BINDINGS} & set(DIGITS)


def test_the_list_offers_what_the_rules_allow(battle: Maker) -> None:
    _, table, scene = battle()
    for unit in table.state.side_units("soviet"):
        scene.battle.select(unit.id)
        for choice in scene.battle.planner.choices():
            assert choice.able or choice.reason, choice
            for target in choice.targets:
                assert target.order is None or why_illegal(scene.battle.planner.state, target.order) is None
    assert table.changes == 0


def test_engineers_build_by_keys_and_the_order_is_taken_back(battle: Maker) -> None:
    d, table, scene = battle()
    select(d, scene, "su-s")
    d.key(number(scene, "work-pontoon"))
    draft = scene.battle.planner.draft
    assert draft is not None and table.changes == 0
    d.key(pygame.K_TAB)
    first = draft.aim
    assert first is not None and scene.map.scene().aim == (first.hexes[-1], first.hexside)
    assert "Work points" in d.texts() and "It will carry" in d.texts()
    d.key(pygame.K_TAB)
    assert draft.aim != first
    d.key(pygame.K_TAB, pygame.KMOD_LSHIFT)
    assert draft.aim == first
    d.key(pygame.K_RETURN)
    unit = table.state.unit("su-s")
    assert table.changes == 1 and unit is not None and unit.job is not None
    assert (unit.job.task, unit.job.hexside) == (Task.PONTOON, first.hexside)
    assert scene.battle.planner.draft is None and scene.battle.planner.selected == "su-s"
    assert next(c.id for c in scene.battle.planner.choices()) == "stop"
    d.key(pygame.K_u)
    unit = table.state.unit("su-s")
    assert unit is not None and unit.job is None


def test_engineers_build_by_mouse_at_the_hex_that_is_clicked(battle: Maker) -> None:
    d, table, scene = battle()
    select(d, scene, "su-s")
    d.click(row_of(scene, "Level a ford"))
    draft = scene.battle.planner.draft
    assert draft is not None
    assert scene.map.scene().sides == {t.hexside for t in draft.choice.targets}
    target = draft.choice.targets[-1]
    d.click(pixel(scene, target.hexes[-1]))
    unit = table.state.unit("su-s")
    assert unit is not None and unit.job is not None and unit.job.hexside == target.hexside


def test_a_wrong_place_is_answered_with_the_reason(battle: Maker) -> None:
    d, table, scene = battle()
    select(d, scene, "su-s")
    d.key(number(scene, "work-ford"))
    unit = table.state.unit("su-s")
    assert unit is not None and scene.battle.planner.draft is not None
    dry = table.scenario.board.neighbours[unit.hex]
    wet = scene.battle.planner.draft.hexes()
    d.click(pixel(scene, next(h for h in dry if h >= 0 and h not in wet)))
    assert "no river" in scene.battle.note[0] and scene.battle.planner.draft is not None
    assert table.changes == 0


def test_what_cannot_be_done_is_grey_and_says_why(battle: Maker) -> None:
    d, _table, scene = battle()
    select(d, scene, "su-s")
    assert not option(scene, "Repair").able and option(scene, "pontoon bridge").able
    d.key(number(scene, "work-repair"))
    assert "no crossing" in scene.battle.note[0]
    assert scene.battle.planner.draft is None
    d.move(row_of(scene, "Repair"))
    assert scene.panel.pointed_choice is not None
    choice = scene.battle.planner.choice(scene.panel.pointed_choice[0])
    assert choice is not None
    assert any("no crossing" in getattr(r, "text", "") for r in orderrows.told(scene.battle.planner, choice))


def test_engineers_far_from_water_have_one_grey_line(battle: Maker) -> None:
    _, table, scene = battle()
    sappers = table.state.unit("su-s")
    inland = table.scenario.board.index(1, 2)
    assert sappers is not None and inland is not None
    table.state = table.state.with_unit(replace(sappers, hex=inland))
    scene.battle.take_view()
    scene.battle.select("su-s")
    assert [c.id for c in scene.battle.planner.choices() if c.id.startswith("work")] == ["works"]


def test_escape_goes_back_one_step_at_a_time(battle: Maker) -> None:
    d, table, scene = battle()
    select(d, scene, "su-s")
    d.key(number(scene, "work-ford"))
    d.key(pygame.K_ESCAPE)
    assert scene.battle.planner.draft is None and scene.battle.planner.selected == "su-s"
    d.key(pygame.K_ESCAPE)
    assert scene.battle.planner.selected is None
    assert table.changes == 0


def test_enter_never_ends_the_turn_while_an_order_is_unfinished(battle: Maker) -> None:
    d, table, scene = battle()
    select(d, scene, "su-d")
    d.key(pygame.K_b)
    assert scene.battle.planner.draft is not None and len(scene.battle.planner.draft.choice.targets) > 1
    d.key(pygame.K_RETURN)
    assert d.top is scene and table.active == "soviet" and scene.battle.planner.draft is not None
    assert scene.battle.note[0] == orderrows.ask(scene.battle.planner.draft)


def test_guns_are_aimed_by_number(battle: Maker) -> None:
    d, table, scene = battle()
    select(d, scene, "su-d")
    d.key(pygame.K_b)
    draft = scene.battle.planner.draft
    assert draft is not None
    d.key(pygame.K_2)
    assert draft.aim == draft.choice.targets[1] and table.changes == 0
    d.key(pygame.K_2)
    gun = table.state.unit("su-d")
    assert table.changes == 1 and gun is not None and gun.fought


def test_guns_shell_a_crossing_and_stand_by(battle: Maker) -> None:
    d, table, scene = battle()
    select(d, scene, "su-d")
    d.key(number(scene, "standby-counter"))
    gun = table.state.unit("su-d")
    assert gun is not None and gun.standby == "counter" and option(scene, "answer enemy guns").on
    d.key(number(scene, "standby-counter"))
    gun = table.state.unit("su-d")
    assert gun is not None and not gun.standby and not gun.fought
    d.click(row_of(scene, "Shell a crossing"))
    draft = scene.battle.planner.draft
    assert draft is not None and draft.aim is not None and "in 6" in d.texts()
    d.key(pygame.K_RETURN)
    gun = table.state.unit("su-d")
    assert gun is not None and gun.fought and table.changes == 3


def test_a_depot_is_selected_like_a_unit(battle: Maker) -> None:
    d, table, scene = battle()
    unit = table.state.unit("su-e")
    assert unit is not None
    d.click(pixel(scene, unit.hex))
    assert scene.battle.planner.selected == "su-e"
    d.click(pixel(scene, unit.hex))
    assert scene.battle.planner.selected is None and scene.battle.planner.store == unit.hex
    assert [c.id for c in scene.battle.planner.choices()] == [f"priority-{i}" for i in range(4)]
    d.key(pygame.K_ESCAPE)
    assert scene.battle.planner.store is None


@pytest.mark.parametrize(("size", "scale"), covering([(1024, 640), (1280, 720), (1920, 1080)], [2.0, 1.5, 1.0]))
def test_the_list_fits(battle: Maker, size: tuple[int, int], scale: float) -> None:
    d, _, scene = battle(size, ui_scale=scale)
    for unit in ("su-s", "su-d", "su-a"):
        select(d, scene, unit)
        assert d.faults() == []
        for choice in scene.battle.planner.choices():
            scene.battle.pick(choice.id)
            d.step(1)
            assert d.faults() == [], choice.id
            if scene.battle.planner.draft is not None:
                d.key(pygame.K_TAB)
                assert d.faults() == []
                scene.battle.step_back()
    d.key(pygame.K_m)
    assert d.faults() == []


# -- trucks ------------------------------------------------------------------------------------------------------


def driver_of(table: FakeTable) -> Driving:
    column = table.state.unit("su-t")
    assert column is not None
    return column.driving


def test_columns_of_the_staff_do_not_wait_for_orders(battle: Maker) -> None:
    d, table, scene = battle()
    assert driver_of(table) is Driving.STAFF and "su-t" not in scene.battle.planner.able()
    column = table.state.unit("su-t")
    assert column is not None
    d.click(pixel(scene, column.hex))
    assert scene.battle.planner.selected == "su-t"
    reach = scene.battle.planner.reach()
    assert reach is not None
    goal = next(h for h in reach.cost if h not in table.state.at)
    assert any("by hand" in getattr(r, "text", "") for r in highlights.tip(scene.battle.planner, goal))
    d.click(pixel(scene, goal))
    assert driver_of(table) is Driving.HAND and "su-t" in scene.battle.planner.able()
    d.click(row_of(scene, "Let the staff"))
    assert driver_of(table) is Driving.STAFF


def test_a_haul_takes_three_clicks(battle: Maker) -> None:
    d, table, scene = battle()
    select(d, scene, "su-t")
    depot = table.scenario.depots[0].hex
    source = table.scenario.sources[0].hex
    d.click(row_of(scene, "Haul between"))
    assert source in scene.map.scene().picks and depot in scene.map.scene().picks
    d.click(pixel(scene, source))
    assert table.changes == 0 and scene.battle.planner.draft is not None and scene.battle.planner.draft.start == source
    d.move(pixel(scene, depot))
    assert scene.map.scene().path[0] == source and scene.map.scene().path[-1] == depot
    d.click(pixel(scene, depot))
    column = table.state.unit("su-t")
    assert column is not None and column.haul == (source, depot) and column.driving is Driving.HAUL
    assert option(scene, "Haul between").on


def test_a_haul_by_keys_goes_back_step_by_step(battle: Maker) -> None:
    d, table, scene = battle()
    select(d, scene, "su-t")
    d.key(number(scene, "haul"))
    d.key(pygame.K_1)
    d.key(pygame.K_1)
    draft = scene.battle.planner.draft
    assert draft is not None and draft.start is not None and table.changes == 0
    d.key(pygame.K_ESCAPE)
    assert scene.battle.planner.draft is not None and scene.battle.planner.draft.start is None
    d.key(pygame.K_TAB)
    d.key(pygame.K_RETURN)
    assert scene.battle.planner.draft.start is not None
    if scene.battle.planner.draft.aim is None:
        d.key(pygame.K_TAB)
    assert "supply points a turn" in d.texts()
    d.key(pygame.K_RETURN)
    assert driver_of(table) is Driving.HAUL


def test_trucks_load_an_amount(battle: Maker) -> None:
    d, table, scene = battle()
    select(d, scene, "su-t")
    d.key(number(scene, "load"))
    draft = scene.battle.planner.draft
    assert draft is not None
    full = draft.values["points"]
    d.key(pygame.K_MINUS)
    wanted = draft.values["points"]
    assert 0 < wanted < full
    d.key(pygame.K_RETURN)
    column = table.state.unit("su-t")
    assert column is not None and column.cargo == wanted
    assert the(scene.battle.planner.choice("unload")).able


def test_a_depot_is_given_a_priority_in_two_clicks(battle: Maker) -> None:
    d, table, scene = battle()
    depot = table.scenario.depots[0].hex
    d.click(pixel(scene, depot))
    d.click(pixel(scene, depot))
    assert scene.battle.planner.store == depot
    d.click(row_of(scene, "before all others"))
    store = next(s for s in table.state.stores if s.hex == depot)
    assert store.priority == 3 and option(scene, "before all others").on and scene.battle.planner.store == depot


def test_dials_stay_within_their_limits() -> None:
    from khalkhin.ui.planning.draft import OrderDraft

    dial = choices.OrderDial("sorties", "Sorties", 1, 5, 2)
    draft = OrderDraft(choices.Choice("x", "x", dials=(dial,)))
    draft.turn("sorties", -4)
    assert draft.values["sorties"] == 1
    draft.turn("sorties", 9)
    assert draft.values["sorties"] == 5
    draft.turn("sorties", 1, around=True)
    assert draft.values["sorties"] == 1


def test_a_dial_is_clicked_at_its_arrows(battle: Maker) -> None:
    _, _, scene = battle()
    scene.panel.orders.set_rows(
        [Dial("Sorties", "2 of 5", "1", less=TurnDial("sorties", -1), more=TurnDial("sorties", 1))]
    )
    r = scene.panel.orders.rect
    pad = scene.ui.m.px(12)
    wide = scene.ui.m.width("‹  2 of 5  ›", "bold")
    right = r.right - pad - scene.ui.m.px(6)
    scene.panel.orders.place(pygame.Rect(r.x, r.y - 60, r.width, 60))
    y = scene.panel.orders.rect.y + 10
    assert scene.panel.orders.action_at((right - 4, y)) == TurnDial("sorties", 1)
    assert scene.panel.orders.action_at((right - wide + 4, y)) == TurnDial("sorties", -1)
