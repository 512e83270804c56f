"""Rehearsals in the window: begun and ended by mouse alone and by keys alone, marked as what they are, without a trace
in the battle; and the plan that is kept, given order by order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pygame
import pytest
from khalkhin.core.orders.orders import Assault, EndTurn, Move
from khalkhin.play.rehearsal.game import Rehearsal
from khalkhin.play.rehearsal.plan import Plan, Planned
from khalkhin.ui.battle.asks import Recap
from khalkhin.ui.battle.battle import BattleScene
from khalkhin.ui.battle.controller import BattleController
from khalkhin.ui.destinations import ToLesson
from khalkhin.ui.dialogs.menu import MenuScene
from khalkhin.ui.dialogs.walked import WalkedDialog
from khalkhin.ui.panels import planrows
from khalkhin.ui.widgets import theme

from tests.narrow import a, the
from tests.ui.driver import Driver
from tests.ui.fakes import FakeTable, first_move
from tests.ui.smallbattle import small_battle
from tests.ui.test_battle import begin, pixel
from tests.ui.test_hotseat import Silence

Maker = Callable[..., Driver]
SHIFT, CTRL = pygame.KMOD_LSHIFT, pygame.KMOD_LCTRL


class Mouse:
    """Asks for what it wants by clicking on it."""

    def __init__(self, d: Driver) -> None:
        self.d = d

    def press(self, text: str, key: int, mod: int = 0) -> None:
        """Click on a button by its text."""
        self.d.click_text(text)

    def answer(self, text: str) -> None:
        """Answer a dialog."""
        self.d.click_text(text)


class Keys(Mouse):
    """Asks for what it wants by keys."""

    def press(self, text: str, key: int, mod: int = 0) -> None:
        """Press a key."""
        self.d.key(key, mod)

    def answer(self, text: str) -> None:
        self.d.choose(text)


def rehearsed(d: Driver) -> tuple[BattleScene, Rehearsal]:
    scene = a(BattleScene, d.top)
    return scene, a(Rehearsal, scene.session)


def come_round(d: Driver, scene: BattleScene) -> None:
    """Wait until the next turn of the rehearsal, or its end, is there; what is told of it is read."""
    d.until(lambda: d.top is not scene or (scene.battle.may_order and scene.map.whole), "the next turn")
    d.step(4)  # The map may have been given back first.
    while d.top is not scene and "rehearsed" not in d.top.title:
        d.key(pygame.K_RETURN)
    d.step(2)


@pytest.mark.parametrize("hand", [Mouse, Keys])
def test_turns_are_rehearsed_kept_and_given(driver: Maker, hand: type[Mouse]) -> None:
    d = driver()
    table, battle = begin(d)
    d.app.settings = replace(d.app.settings, confirm_end=False)
    user, digest = hand(d), table.state.digest()
    order = first_move(table, "su-e")
    user.press("Rehearse", pygame.K_r, SHIFT)
    scene, game = rehearsed(d)
    assert scene is not battle and scene.map.view is battle.map.view
    assert the(scene.band).words()[0] == "Rehearsal: turn 1 of 3"
    assert scene.battle.give(order)
    scene.battle.skip()
    for turn in (2, 3, 4):
        user.press("End turn", pygame.K_RETURN)
        come_round(d, scene)
        assert game.state.turn == turn
    assert game.over and a(WalkedDialog, d.top).title
    assert table.state.digest() == digest and table.changes == 0, "the rehearsal has been at the battle"
    assert "as planned" in d.texts() and "Turn 1" in d.texts()
    user.answer("Keep it as a plan")
    assert d.top is battle and table.plan_of("soviet") == Plan("soviet", (Planned(1, order),))
    assert table.state.digest() == digest
    user.press("Plan", pygame.K_p, SHIFT)
    assert a(WalkedDialog, d.top).title == "Your plan" and "as planned" in d.texts()
    user.answer("Give the next")
    assert d.top is battle and table.changes == 1 and d.button("Next order")
    assert [p.given for p in the(table.plan_of("soviet")).orders] == [1]
    battle.battle.skip()
    user.press("Plan", pygame.K_p, SHIFT)
    assert "done" in d.texts()
    user.answer("Drop the plan")
    assert table.plan_of("soviet") is None and d.button("Rehearse")


@pytest.mark.parametrize("hand", [Mouse, Keys])
def test_a_rehearsal_goes_on_with_the_plan_that_was_kept(driver: Maker, hand: type[Mouse]) -> None:
    d = driver()
    table, battle = begin(d)
    user, order = hand(d), first_move(table, "su-e")
    assert battle.battle.keep_plan(Plan("soviet", (Planned(1, order),)))
    battle.rebuild()
    user.press("Plan", pygame.K_p, SHIFT)
    user.answer("Go on with it")
    scene, game = rehearsed(d)
    assert [p.order for p in game.plan.orders] == [order] and table.changes == 0
    assert "1 order of your plan is given here." in scene.battle.note[0]
    d.key(pygame.K_u)
    assert game.plan.orders == ()


def test_nothing_is_marked_as_final_where_all_can_be_taken_back(driver: Maker) -> None:
    d = driver()
    table, battle = begin(d)
    unit = next(u.id for u in table.state.side_units("soviet") if u.on_map and u.is_combat)
    battle.battle.select(unit)
    usual = battle.battle.planner.reach_marks()
    d.key(pygame.K_r, SHIFT)
    scene, _game = rehearsed(d)
    scene.battle.select(unit)
    here = scene.battle.planner.reach_marks()
    assert here.keys() == usual.keys() and any(not mark.undoable for mark in usual.values())
    assert all(mark.undoable and not mark.final for mark in here.values())


@pytest.mark.parametrize("hand", [Mouse, Keys])
def test_what_is_thrown_away_leaves_no_trace(driver: Maker, hand: type[Mouse]) -> None:
    d = driver()
    table, battle = begin(d)
    user, digest = hand(d), table.state.digest()
    user.press("Rehearse", pygame.K_r, SHIFT)
    scene, game = rehearsed(d)
    assert scene.battle.give(first_move(table, "su-a"))
    scene.battle.skip()
    user.press("End the rehearsal", pygame.K_r, SHIFT)
    user.answer("Go on rehearsing")
    assert d.top is scene and game.past
    user.press("End the rehearsal", pygame.K_r, SHIFT)
    user.answer("Throw it away")
    assert d.top is battle and table.plan_of("soviet") is None and table.state.digest() == digest
    assert not battle.battle.playing and battle.battle.may_order


def test_a_rehearsal_of_nothing_ends_without_a_question(driver: Maker) -> None:
    d = driver()
    table, battle = begin(d)
    for undone in (False, True):
        d.key(pygame.K_r, SHIFT)
        scene, game = rehearsed(d)
        if undone:
            assert scene.battle.give(first_move(table, "su-a"))
            scene.battle.skip()
            d.key(pygame.K_u)
            assert not game.past
        d.key(pygame.K_r, SHIFT)
        assert d.top is battle and table.plan_of("soviet") is None


def test_a_rehearsal_is_marked_as_one(driver: Maker) -> None:
    d = driver()
    table, _battle = begin(d)
    d.key(pygame.K_r, SHIFT)
    scene, _game = rehearsed(d)
    d.step(2)
    d.app.draw()
    area = the(scene.band).area
    inside = [d.app.screen.get_at((area.x + x, area.y + 2))[:3] for x in range(60)]
    assert set(inside) <= {theme.REHEARSED, theme.REHEARSED_EDGE}
    assert d.app.screen.get_at((scene.map_rect.x + 1, scene.map_rect.centery))[:3] == theme.REHEARSED_EDGE
    assert "stands still" in the(scene.band).words()[1] and "7" in the(scene.band).words()[1]
    assert scene.resumable == table.path
    d.key(pygame.K_ESCAPE)
    menu = a(MenuScene, d.top)
    assert not any("Save" in entry.text or "Give up" in entry.text for entry in menu.entries)


def test_dice_and_all_else_of_a_rehearsed_turn_are_taken_back(driver: Maker) -> None:
    d = driver()
    begin(d)
    d.key(pygame.K_r, SHIFT)
    scene, game = rehearsed(d)
    before = game.state.digest()
    assault = next(o for o in scene.battle.planner.options(Assault) if isinstance(o, Assault))
    assert scene.battle.give(assault)
    scene.battle.skip()
    assert game.state.digest() != before
    d.key(pygame.K_u)
    assert game.state.digest() == before


def test_a_lesson_is_not_rehearsed_and_says_so(driver: Maker) -> None:
    d = driver()
    d.show(ToLesson("first_battle"))
    scene = d.top
    d.key(pygame.K_r, SHIFT)
    assert d.top is scene and "lesson" in scene.battle.note[0]


def test_the_next_planned_order_is_given_or_why_not_is_said() -> None:
    table = FakeTable(small_battle(), ("soviet",))
    battle = BattleController(table, Silence())
    battle.hidden = False
    battle.begin_quietly()
    battle.give_planned()
    assert "No order of a plan" in battle.note[0]
    move = first_move(table, "su-e")
    far = Move("su-e", (13, 0))
    battle.keep_plan(Plan("soviet", (Planned(1, far), Planned(1, move))))
    battle.give_planned()
    assert [p.given for p in the(battle.kept).orders] == [0, 1], "the one that can be given is given"
    battle.skip()
    battle.give_planned()
    assert battle.note[1] == "warn" and "Nothing that is planned" in battle.note[0] and battle.rule
    assault = next(o for o in battle.planner.options(Assault) if isinstance(o, Assault))
    battle.keep_plan(Plan("soviet", (Planned(1, assault),)))
    changes = table.changes
    battle.give_planned()
    assert table.changes == changes, "dice are thrown before the odds were seen"
    assert the(battle.planner.plan).order == assault
    battle.confirm()
    assert [p.given for p in the(battle.kept).orders] == [1]


def test_a_turn_that_ends_is_compared_with_the_plan() -> None:
    table = FakeTable(small_battle(), ("soviet",))
    one, other = first_move(table, "su-e"), first_move(table, "su-a")
    table.keep_plan("soviet", Plan("soviet", (Planned(1, one), Planned(1, other))))
    table.submit(one)
    table.submit(EndTurn())
    table.submit(EndTurn())
    battle = BattleController(table, Silence())
    battle.hidden = False
    told = "\n".join(getattr(row, "text", "") for row in planrows.compared(battle.planner.view, battle.kept, 1))
    assert "Of the 2 orders planned for turn 1, given: 1." in told and "not given: " in told
    asked = a(Recap, battle.update(0.0))
    assert told in "\n".join(getattr(row, "text", "") for row in asked.rows)


def test_planned_ways_lie_on_the_map_until_they_are_gone(driver: Maker) -> None:
    d = driver()
    table, scene = begin(d)
    order = first_move(table, "su-e")
    assert not scene.map.scene().trails
    scene.battle.keep_plan(Plan("soviet", (Planned(1, order), Planned(2, order))))
    goal = table.scenario.board.index(*order.to)
    assert [trail.path[-1] for trail in scene.map.scene().trails] == [goal]
    once, again = scene.map.scene().trails, scene.map.scene().trails
    assert once[0] is again[0], "found once, not for every picture"
    d.click(pixel(scene, the(table.state.unit("su-a")).hex))
    assert not scene.map.scene().trails, "another unit is looked at"
    scene.battle.give(order)
    scene.battle.skip()
    scene.battle.select(None)
    assert not scene.map.scene().trails
