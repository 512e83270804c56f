"""Aircraft and the staff: orders of the whole army, and what they add to an assault, through the window."""

from __future__ import annotations

import random

import pygame
import pytest
from khalkhin.ui.menus.start import StartScene
from khalkhin.ui.panels import highlights
from khalkhin.ui.planning.actions import ConfirmDraft
from khalkhin.ui.report.end import EndScene
from khalkhin.ui.widgets.rows import Dial

from tests.covering import covering
from tests.narrow import the
from tests.ui.test_battle import pixel
from tests.ui.test_orders import Maker, battle, number, row_of, select

__all__ = ["battle"]


def test_the_top_bar_tells_sorties_and_points_and_opens_the_page(battle: Maker) -> None:
    d, _, scene = battle()
    assert the(scene.top.army_button).text == "Bombers 6  ·  Fighters 4  ·  HQ 5"
    d.click(the(scene.top.army_button).rect.center)
    assert scene.battle.tab == "army" and "6 bombers, 4 fighters" in d.texts()
    assert [c.id for c in scene.battle.planner.choices()] == ["interdict", "scout", "bomb", "raid", "deceive"]
    d.key(pygame.K_m)
    assert scene.battle.tab == "info" and not scene.battle.planner.army


def test_the_page_is_left_by_escape_and_by_the_next_unit(battle: Maker) -> None:
    d, _, scene = battle()
    d.key(pygame.K_m)
    d.key(pygame.K_ESCAPE)
    assert d.top is scene and scene.battle.tab == "info"
    d.key(pygame.K_m)
    d.key(pygame.K_n)
    assert scene.battle.tab == "info" and scene.battle.planner.selected is not None and not scene.battle.planner.army


@pytest.mark.parametrize(("size", "scale"), covering([(1024, 640), (1280, 720), (1920, 1080)], [1.5, 1.0]))
def test_what_gives_the_order_is_never_out_of_sight(battle: Maker, size: tuple[int, int], scale: float) -> None:
    d, _, scene = battle(size, ui_scale=scale)
    d.key(pygame.K_m)
    for choice in scene.battle.planner.choices():
        scene.battle.pick(choice.id)
        d.key(pygame.K_TAB)
        assert scene.battle.planner.draft is not None and scene.battle.planner.draft.order() is not None
        assert scene.panel.orders.overflow == 0, choice.id
        assert d.faults() == []
        d.key(pygame.K_ESCAPE)


@pytest.mark.parametrize("size", [(1200, 680), (1280, 780), (1920, 1080)])
def test_what_is_clicked_keeps_its_place_while_an_order_is_put_together(battle: Maker, size: tuple[int, int]) -> None:
    """More sorties have more outcomes, a target has odds: the list gets longer, its controls stay where they are."""
    d, _, scene = battle(size)
    d.key(pygame.K_m)
    for choice in scene.battle.planner.choices():
        scene.battle.pick(choice.id)
        d.step()
        places, lengths = list[list[int]](), set[int]()
        for _turn in range(6):
            rows = scene.panel.orders.rows
            kept = [row for row in rows if isinstance(row, Dial) or row.action == ConfirmDraft()]
            places.append([the(scene.panel.orders.place_of(rows.index(row))).y for row in kept])
            lengths.add(len(rows))
            dial = next((row for row in rows if isinstance(row, Dial)), None)
            d.click(row_of(scene, dial.text)) if dial is not None and _turn else d.key(pygame.K_TAB)
        # A gap may be a pixel more or less.
        assert all(max(tops) - min(tops) <= 1 for tops in zip(*places, strict=True)), (choice.id, places)
        assert len(lengths) > 1, "nothing came or went"
        d.key(pygame.K_ESCAPE)


def test_a_mission_is_flown_by_mouse(battle: Maker) -> None:
    d, table, scene = battle()
    d.key(pygame.K_m)
    d.click(row_of(scene, "Interdict"))
    draft = scene.battle.planner.draft
    assert draft is not None and draft.values["sorties"] == 2
    d.click(row_of(scene, "Sorties"))
    d.click(row_of(scene, "Fighters"))
    assert draft.values == {"sorties": 3, "escort": 1}
    goal = table.scenario.board.index(12, 4)
    assert goal is not None
    d.move(pixel(scene, goal))
    assert any("Gets through" in getattr(r, "text", "") for r in highlights.tip(scene.battle.planner, goal))
    d.click(pixel(scene, goal))
    left = table.state.sorties["soviet"]
    assert (left.bombers, left.fighters) == (3, 3)
    assert the(scene.top.army_button).text == "Bombers 3  ·  Fighters 3  ·  HQ 5"
    assert scene.battle.tab == "army" and scene.battle.planner.draft is None


def test_a_field_is_raided_by_keys(battle: Maker) -> None:
    d, table, scene = battle()
    d.key(pygame.K_m)
    d.key(number(scene, "raid"))
    draft = scene.battle.planner.draft
    assert draft is not None and draft.aim is not None  # the only field is aimed at already
    d.key(pygame.K_PLUS)
    d.key(pygame.K_1)
    d.key(pygame.K_1, pygame.KMOD_LSHIFT)
    assert draft.values["sorties"] == 3
    assert "Gets through" in d.texts()
    d.key(pygame.K_RETURN)
    assert table.state.sorties["soviet"].bombers == 3


def test_a_crossing_is_bombed(battle: Maker) -> None:
    d, table, scene = battle()
    d.key(pygame.K_m)
    d.key(number(scene, "bomb"))
    draft = scene.battle.planner.draft
    assert draft is not None and draft.aim is not None and "North pontoon" in draft.aim.text
    assert scene.map.scene().sides == {draft.aim.hexside}
    d.click(pixel(scene, draft.aim.hexes[0]))
    assert table.state.sorties["soviet"].bombers == 4


def test_a_hex_is_scouted_with_the_cursor(battle: Maker) -> None:
    d, table, scene = battle()
    d.key(pygame.K_m)
    d.key(number(scene, "scout"))
    d.key(pygame.K_TAB)
    assert scene.battle.planner.draft is not None and scene.battle.planner.draft.aim is not None
    d.key(pygame.K_c)
    start = scene.battle.cursor
    d.key(pygame.K_RIGHT)
    assert scene.battle.cursor != start and scene.battle.planner.draft is not None
    d.key(pygame.K_SPACE)
    assert table.changes == 1


def test_staff_points_buy_a_forced_march_and_a_decoy(battle: Maker) -> None:
    d, table, scene = battle()
    select(d, scene, "su-e")
    d.key(number(scene, "hurry"))
    assert "more movement" in d.texts() and table.changes == 0
    d.key(pygame.K_RETURN)
    assert table.changes == 1 and table.state.hq_points["soviet"] == 4
    d.key(pygame.K_u)
    assert table.state.hq_points["soviet"] == 5
    d.key(pygame.K_m)
    d.click(row_of(scene, "Deceive"))
    goal = table.scenario.board.index(1, 1)
    assert goal is not None
    d.click(pixel(scene, goal))
    assert goal in table.state.sightings["japanese"].decoys
    assert "shown to the enemy at (1,1)" in d.texts()


def test_bombers_and_staff_join_an_assault(battle: Maker) -> None:
    d, table, scene = battle()
    target = table.scenario.board.index(8, 4)
    assert target is not None
    d.click(pixel(scene, target), 3)
    plan = scene.battle.planner.plan
    assert plan is not None and plan.order.sorties == 0 and not plan.order.set_piece
    for _ in plan.attackers + plan.guns:
        d.key(pygame.K_DOWN)
    assert any(isinstance(r, Dial) and r.marked for r in the(scene.panel.people).rows)
    d.key(pygame.K_RIGHT)
    d.key(pygame.K_SPACE)
    d.key(pygame.K_LEFT)
    assert plan.order.sorties == 1 and "with guns and aircraft" in d.texts() and "get through" in d.texts()
    d.key(pygame.K_DOWN)
    d.key(pygame.K_SPACE)
    assert plan.order.set_piece and "Set-piece" in d.texts()
    gun = table.state.unit("su-d")
    assert gun is not None
    if gun.id not in plan.order.guns:
        assert not scene.panel.confirm.is_enabled and "needs guns" in d.texts()
        d.click(pixel(scene, gun.hex))
    assert scene.battle.planner.refusal() is None
    assert d.faults() == []
    d.key(pygame.K_RETURN)
    assert table.state.hq_points["soviet"] == 3 and table.state.sorties["soviet"].bombers == 5


PRESSED = (
    *(pygame.K_1 + i for i in range(7)),
    *(pygame.K_TAB, pygame.K_RETURN, pygame.K_ESCAPE, pygame.K_SPACE, pygame.K_PLUS, pygame.K_MINUS, pygame.K_DOWN),
    *(pygame.K_b, pygame.K_c, pygame.K_e, pygame.K_g, pygame.K_m, pygame.K_n, pygame.K_q, pygame.K_u, pygame.K_x),
)


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.slow)])
def test_no_order_of_keys_and_clicks_breaks_the_window(battle: Maker, seed: int) -> None:
    d, table, scene = battle()
    rng = random.Random(seed)
    for _ in range(300):
        if d.ended or isinstance(d.top, EndScene | StartScene):
            break
        if d.top is not scene:
            d.key(rng.choice((pygame.K_ESCAPE, pygame.K_ESCAPE, pygame.K_RETURN)))
        elif rng.random() < 0.6:
            d.key(rng.choice(PRESSED))
        else:
            area = scene.panel.orders.rect if scene.panel.people is None and rng.random() < 0.6 else scene.map_rect
            at = rng.randrange(area.left, area.right), rng.randrange(area.top, area.bottom)
            d.click(at, rng.choice((1, 1, 1, 3)))
    assert table.changes > 0
    if d.top is scene:
        assert d.faults() == []
