"""The battle scene, played through the window by synthesised input."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Unpack

import pygame
import pytest
from khalkhin.core import view
from khalkhin.core.model.state import Ban
from khalkhin.core.orders.orders import Assault, Barrage
from khalkhin.text.modifiers import line
from khalkhin.ui.battle.asks import Note
from khalkhin.ui.battle.battle import BattleScene
from khalkhin.ui.battle.command import Command
from khalkhin.ui.battle.keys import BINDINGS
from khalkhin.ui.battle.turn_end import HandOver
from khalkhin.ui.dialogs.dialog import Dialog
from khalkhin.ui.dialogs.menu import MenuScene
from khalkhin.ui.map.camera import ZOOMS, CameraPlace
from khalkhin.ui.menus.briefing import BriefingScene
from khalkhin.ui.panels import highlights, layers
from khalkhin.ui.report.end import EndScene

from tests.covering import covering
from tests.narrow import a, the
from tests.ui.driver import Driver, Preferences, quiet
from tests.ui.fakes import FakeTable
from tests.ui.smallbattle import small_battle
from tests.ui.surfaces import surfaces_of

Maker = Callable[..., Driver]
SIZES = [(1280, 720), (1920, 1080), (1024, 640)]


@pytest.fixture
def driver() -> Iterator[Maker]:
    made: list[Driver] = []

    def make(size: tuple[int, int] = (1280, 720), **settings: Unpack[Preferences]) -> Driver:
        made.append(Driver(quiet(**settings), size))
        return made[-1]

    yield make
    for d in made:
        d.close()


def begin(d: Driver, humans: tuple[str, ...] = ("soviet",), turns: int = 4) -> tuple[FakeTable, BattleScene]:
    """A small battle on the screen, its first messages answered."""
    table = FakeTable(small_battle(turns), humans)
    d.show(BattleScene(table))
    settle(d)
    return table, d.top


def settle(d: Driver, limit: int = 400) -> None:
    """Answer dialogs and wait for the computer until a player may order, or the battle has ended."""
    for _ in range(limit):
        if d.ended or isinstance(d.top, EndScene):
            return
        if isinstance(d.top, Dialog | HandOver | BriefingScene):
            d.key(pygame.K_RETURN)
        elif isinstance(d.top, BattleScene) and d.top.battle.accounts and not d.top.battle.playback.busy:
            d.key(pygame.K_ESCAPE)
        elif isinstance(d.top, BattleScene) and d.top.battle.may_order and not d.top.battle.pending:
            d.step(2)
            if isinstance(d.top, BattleScene) and d.top.battle.may_order:
                return
        else:
            d.step(1)
    raise AssertionError(f"the window hangs in {type(d.top).__name__}")


def pixel(scene: BattleScene, hex_: int) -> tuple[int, int]:
    """Where a hex is in the window, brought into the map's part first."""
    assert scene.map.view is not None
    x, y = scene.map.view.position(hex_)
    if not (20 < x < scene.map_rect.width - 20 and 20 < y < scene.map_rect.height - 20):
        scene.map.view.camera.centre_on(hex_)
        x, y = scene.map.view.position(hex_)
    return x + scene.map_rect.x, y + scene.map_rect.y


@pytest.mark.parametrize(("size", "scale"), covering(sorted(SIZES), [2.0, 1.5, 1.0]))
def test_nothing_is_cut_off_or_overlaps(driver: Maker, size: tuple[int, int], scale: float) -> None:
    d = driver(size, ui_scale=scale)
    table, scene = begin(d)
    assert d.faults() == []
    for key in (pygame.K_n, pygame.K_F3, pygame.K_F4, pygame.K_F6, pygame.K_m, pygame.K_F2, pygame.K_o):
        d.key(key)
        assert d.faults() == [], pygame.key.name(key)
    target = table.scenario.board.index(8, 4)
    assert target is not None
    d.click(pixel(scene, target), 3)
    assert scene.battle.planner.plan is not None
    assert d.faults() == []
    d.key(pygame.K_ESCAPE)
    d.key(pygame.K_RETURN)
    assert isinstance(d.top, Dialog)
    assert d.faults() == []


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_a_button_over_the_map_hides_no_hex_and_points_at_none(driver: Maker, scale: float) -> None:
    d = driver(ui_scale=scale)
    table, scene = begin(d)
    for button in scene.overlays.buttons.values():
        d.move(button.rect.center)
        assert scene.battle.hover is None, button.text
    for hex_ in range(table.scenario.board.width):
        scene.map.jump(hex_)
        assert not scene.overlays.covers(scene.map.position(hex_)), hex_
    d.move(scene.map_rect.center)
    assert scene.battle.hover is not None


def entering(d: Driver) -> list[str]:
    """The buttons that say they are pressed by Enter."""
    return [b.text for b in d.buttons() if b.visible and b.is_enabled and b.text.endswith("Enter")]


def test_one_button_at_a_time_says_that_it_goes_by_enter(driver: Maker) -> None:
    d = driver()
    table, scene = begin(d)
    assert entering(d) == ["End turn  ·  Enter"]
    d.click(pixel(scene, the(table.scenario.board.index(8, 4))), 3)
    assert scene.battle.planner.plan is not None and entering(d) == ["Assault  ·  Enter"]
    d.key(pygame.K_ESCAPE)
    assert entering(d) == ["End turn  ·  Enter"]


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("words", [1, 12, 60])
def test_a_message_of_any_length_lies_over_no_control(driver: Maker, scale: float, words: int) -> None:
    d = driver(ui_scale=scale)
    table, scene = begin(d)
    d.click(pixel(scene, the(table.scenario.board.index(8, 4))), 3)
    d.key(pygame.K_RETURN)
    d.until(lambda: bool(scene.battle.accounts) and not scene.battle.playing, "the account of a fight")
    d.step(2)
    card = scene.card.place
    assert card.width
    for shown in (card, pygame.Rect(0, 0, 0, 0)):
        scene.battle.say(" ".join(["regiment"] * words), "dim")
        if not shown.width:
            scene.battle.put_away(all_of_them=True)
        d.step(2)
        d.app.draw()
        place = scene.foot.place
        assert place.width and pygame.Rect((0, 0), d.app.size).contains(place)
        for element in d.elements():
            assert not element.rect.colliderect(place), getattr(element, "text", element)


def test_resizing_keeps_the_selection_and_fits(driver: Maker) -> None:
    d = driver((1280, 720))
    _, scene = begin(d)
    d.key(pygame.K_n)
    chosen = scene.battle.planner.selected
    for size in ((1024, 640), (1700, 950), (1280, 720)):
        pygame.display.set_mode(size, pygame.RESIZABLE)
        d.post(pygame.VIDEORESIZE, size=size, w=size[0], h=size[1])
        d.step(3)
        assert d.app.size == size
        assert d.faults() == []
    assert scene.battle.planner.selected == chosen is not None


def test_a_click_selects_and_a_second_moves(driver: Maker) -> None:
    d = driver()
    table, scene = begin(d)
    unit = table.state.unit("su-b")
    assert unit is not None
    d.click(pixel(scene, unit.hex))
    assert scene.battle.planner.selected == "su-b"
    reach = scene.battle.planner.reach()
    assert reach is not None
    goal = next(h for h in reach.cost if h not in table.state.at)
    d.move(pixel(scene, goal))
    assert scene.map.scene().path[-1] == goal
    d.click(pixel(scene, goal))
    moved = table.state.unit("su-b")
    assert moved is not None and moved.hex == goal
    d.key(pygame.K_z, pygame.KMOD_LCTRL)
    back = table.state.unit("su-b")
    assert back is not None and back.hex == unit.hex


def test_an_impossible_move_is_refused_with_the_reason(driver: Maker) -> None:
    d = driver()
    table, scene = begin(d)
    scene.battle.give(Barrage("su-a", (8, 4)))
    d.step()
    assert "no guns" in scene.battle.note[0]
    assert table.changes == 0
    d.key(pygame.K_u)
    assert scene.battle.note[0] == "There is no order to take back."


def test_the_assault_panel_shows_what_is_resolved(driver: Maker) -> None:
    d = driver()
    table, scene = begin(d)
    target = table.scenario.board.index(8, 4)
    assert target is not None
    d.click(pixel(scene, target), 3)
    plan = scene.battle.planner.plan
    assert plan is not None and plan.guns
    odds = scene.battle.planner.forecast()
    assert odds is not None
    shown = d.texts()
    for shift in odds.shifts:
        assert line(shift) in shown
    assert odds.odds in shown
    # The keyboard walks down to the guns and unticks what is ticked.
    before = plan.order
    d.key(pygame.K_DOWN)
    d.key(pygame.K_SPACE)
    assert the(scene.battle.planner.plan).order != before
    d.key(pygame.K_SPACE)
    assert the(scene.battle.planner.plan).order == before
    assert table.changes == 0
    d.click_text("Assault  ·  Enter")
    assert table.changes == 1
    assert scene.battle.planner.plan is None
    assert "Dice" in scene.battle.note[0]


def test_a_click_on_a_participant_ticks_it(driver: Maker) -> None:
    d = driver()
    table, scene = begin(d)
    target = table.scenario.board.index(8, 4)
    assert target is not None
    d.click(pixel(scene, target), 3)
    plan = scene.battle.planner.plan
    assert plan is not None
    gun = plan.guns[0]
    before = gun.id in plan.order.guns
    d.click(pixel(scene, gun.hex))
    assert scene.battle.planner.plan is plan and (gun.id in plan.order.guns) != before
    assert table.changes == 0


def test_looking_never_changes_the_game(driver: Maker) -> None:
    d = driver()
    table, scene = begin(d)
    digest = table.state.digest()
    quiet = [
        key
        for key, mod, command in BINDINGS
        if not mod and command not in (Command.END_TURN, Command.UNDO, Command.SAVE)
    ]
    for key in quiet:
        d.key(key)
        while not isinstance(d.top, BattleScene):
            d.key(pygame.K_ESCAPE)
    for hex_ in range(0, table.scenario.board.size, 7):
        d.move(pixel(scene, hex_))
        d.click(pixel(scene, hex_), 3)
        if scene.battle.planner.plan is not None:
            d.key(pygame.K_ESCAPE)
    d.drag((400, 300), (250, 260))
    assert table.changes == 0
    assert table.state.digest() == digest


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (2560, 1440)])
def test_a_battle_keeps_few_pictures(driver: Maker, size: tuple[int, int]) -> None:
    """The window's own and the map's, which are as large as they are; and beside them megabytes that are bounded."""
    d = driver(size)
    _, scene = begin(d)
    view, kept = the(scene.map.view), []
    for zoom in ZOOMS:
        view.camera.zoom_to(zoom)
        for kind in (None, *layers.OverlayKind):
            scene.overlays.choice.kind = kind
            d.app.dirty = True
            d.until(lambda: scene.map.whole, "the whole map")
        kept.append(surfaces_of(d.app))
    whole = 4 * size[0] * size[1]
    assert max(kept) < 2 * whole + (36 << 20)


def test_every_button_does_something(driver: Maker) -> None:
    d = driver()
    table, _ = begin(d)
    d.key(pygame.K_n)
    for text in [b.text for b in d.buttons()]:
        settle(d)
        d.key(pygame.K_F2)
        d.key(pygame.K_n)
        button = d.button(text)
        if not button.is_enabled or text == "Here":
            continue
        scene = d.top
        before = (
            scene.battle.planner.selected,
            scene.battle.tab,
            scene.overlays.choice.kind,
            scene.battle.note,
            table.changes,
            scene,
        )
        d.click(button.rect.center)
        after = (
            scene.battle.planner.selected,
            scene.battle.tab,
            scene.overlays.choice.kind,
            scene.battle.note,
            table.changes,
            d.top,
        )
        assert after != before, text
        while not isinstance(d.top, BattleScene):
            d.key(pygame.K_ESCAPE)


def play_turn(d: Driver, table: FakeTable, scene: BattleScene) -> None:
    """One player's turn by mouse and keys: assault what can be assaulted, move what is left, end the turn."""
    for _ in range(4):
        d.key(pygame.K_n)
        if not scene.battle.may_order or scene.battle.planner.selected is None:
            break
        targets = scene.battle.planner.assault_targets()
        if targets:
            d.click(pixel(scene, min(targets)), 3)
            if scene.battle.planner.plan is not None:
                d.key(pygame.K_RETURN)
                settle(d)
                if not isinstance(d.top, BattleScene) or d.top is not scene:
                    return
                continue
        reach = scene.battle.planner.reach()
        free = [h for h in (reach.cost if reach else ()) if h not in scene.battle.planner.state.at]
        if free:
            d.click(pixel(scene, free[len(free) // 2]))
            settle(d)
    d.key(pygame.K_RETURN)
    if isinstance(d.top, Dialog):
        d.choose("End turn")


@pytest.mark.parametrize(
    "humans", [pytest.param(("soviet",), marks=pytest.mark.slow), ("japanese",), ("soviet", "japanese")]
)
def test_a_whole_battle_is_played_to_the_end(driver: Maker, humans: tuple[str, ...]) -> None:
    d = driver()
    table, _ = begin(d, humans)
    for _ in range(20):
        settle(d)
        if isinstance(d.top, EndScene):
            break
        assert isinstance(d.top, BattleScene)
        assert d.top.battle.viewer == table.active
        play_turn(d, table, d.top)
    assert isinstance(d.top, EndScene)
    assert d.faults() == []
    assert table.scenario.sides[0].name in d.texts()
    d.key(pygame.K_RETURN)
    assert table.closed


def test_hot_seat_hides_the_map_until_the_next_player_confirms(driver: Maker) -> None:
    d = driver()
    table, scene = begin(d, ("soviet", "japanese"))
    d.key(pygame.K_RETURN)
    d.choose("End turn")
    d.step(4)
    a(HandOver, d.top)
    assert table.active == "japanese"
    own = [u.spec.name for u in table.state.side_units("soviet")]
    assert not any(name in d.texts() for name in own)
    d.key(pygame.K_ESCAPE)
    a(HandOver, d.top)
    d.key(pygame.K_RETURN)
    settle(d)
    assert d.top is scene and scene.battle.viewer == "japanese"
    # Nothing the other side alone knows is left in the panels.
    d.key(pygame.K_F3)
    assert not any(name in d.texts() for name in own)


def camera_of(scene: BattleScene) -> CameraPlace:
    return the(scene.map.view).camera.place


def shown_elsewhere(d: Driver, scene: BattleScene, own: CameraPlace) -> None:
    """What happens leads the map away from where its player has it."""
    for corner in (0, scene.session.scenario.board.size - 1):
        scene.bring(corner)
        the(scene.map.view).camera.settle()
        d.step(1)
        if camera_of(scene) != own:
            return
    raise AssertionError("the map did not move")


@pytest.mark.parametrize("moved", ["", "key", "zoom"])
def test_the_map_is_given_back_where_its_player_had_it(driver: Maker, moved: str) -> None:
    """After the computer's turn, and after it was watched again; not if its player has moved it meanwhile."""
    d = driver()
    table, scene = begin(d)
    camera = the(scene.map.view).camera
    scene.map.zoom(3)
    for again in (False, True):
        scene.map.jump(table.scenario.board.size // 2)
        own = camera.place
        if again:
            scene.battle.watch_again()
        else:
            scene.battle.end_now()
        assert not scene.battle.may_order
        shown_elsewhere(d, scene, own)
        match moved:
            case "key":
                scene.map.pan(1, 1, 0.05)
            case "zoom":
                scene.map.zoom(-1)
        settle(d)
        assert d.top is scene and (scene.battle.may_order and not scene.battle.playing)
        d.step(4)
        assert (camera.place == own) == (not moved), again


def test_what_a_player_has_done_leaves_the_map_where_it_was_shown(driver: Maker) -> None:
    d = driver()
    table, scene = begin(d)
    scene.map.zoom(3)
    scene.map.jump(0)
    scene.glide(table.scenario.board.size - 1)
    d.step(60)
    at = camera_of(scene)
    d.step(20)
    assert camera_of(scene) == at


def test_each_of_two_players_finds_the_map_as_he_left_it(driver: Maker) -> None:
    d = driver()
    table, scene = begin(d, ("soviet", "japanese"))
    own: dict[str, CameraPlace] = {}
    for turn in (1, 2):
        for zoom, hex_, side in ((3, 0, "soviet"), (2, table.scenario.board.size - 1, "japanese")):
            assert d.top is scene and scene.battle.viewer == side
            if turn == 1:
                scene.map.zoom(zoom)
                scene.map.jump(hex_)
                own[side] = camera_of(scene)
            assert camera_of(scene) == own[side]
            scene.battle.end_now()
            if scene.battle.viewer == side:
                scene.bring(table.scenario.board.size - 1 - hex_)
                the(scene.map.view).camera.settle()
            settle(d)


def test_keyboard_alone_can_move_and_assault(driver: Maker) -> None:
    d = driver()
    table, scene = begin(d)
    while scene.battle.planner.selected != "su-b":
        d.key(pygame.K_n)
    d.key(pygame.K_c)
    start = scene.battle.cursor
    assert start is not None
    reach = scene.battle.planner.reach()
    assert reach is not None
    d.key(pygame.K_DOWN)
    assert scene.battle.cursor != start and scene.battle.cursor in reach.cost
    d.key(pygame.K_SPACE)
    assert table.changes == 1
    settle(d)
    unit = table.state.unit("su-a")
    assert unit is not None
    scene.battle.cursor = table.scenario.board.index(8, 4)
    d.key(pygame.K_x)
    assert scene.battle.planner.plan is not None
    d.key(pygame.K_RETURN)
    assert table.changes == 2


def test_guns_shell_a_chosen_hex(driver: Maker) -> None:
    d = driver()
    table, scene = begin(d)
    while scene.battle.planner.selected != "su-d":
        d.key(pygame.K_n)
    d.key(pygame.K_b)
    targets = scene.map.scene().guns
    if not targets:
        pytest.skip("nothing in range")
    assert scene.map.scene().guns == targets
    d.click(pixel(scene, min(targets)))
    assert table.changes == 1


def test_the_menu_saves_and_leaves(driver: Maker) -> None:
    d = driver()
    table, scene = begin(d)
    d.key(pygame.K_ESCAPE)
    assert isinstance(d.top, MenuScene)
    assert d.faults() == []
    d.click_text("Give up")
    d.key(pygame.K_RETURN)
    assert len(d.app.scenes) == 1 and not table.over, "Enter alone gives a battle up"
    d.key(pygame.K_ESCAPE)
    d.click_text("Save")
    assert table.saved == 1 and scene.battle.note[0] == "Saved."
    d.key(pygame.K_ESCAPE)
    d.click_text("Quit")
    assert d.ended


def test_an_idle_window_draws_nothing(driver: Maker) -> None:
    d = driver()
    begin(d)
    d.step(40)
    frames = d.app.frames
    d.step(200)
    assert d.app.frames == frames


def test_events_are_shown_at_the_chosen_pace(driver: Maker) -> None:
    d = driver(speed=1.0)
    table, scene = begin(d)
    target = table.scenario.board.index(8, 4)
    assert target is not None
    d.click(pixel(scene, target), 3)
    order = scene.battle.planner.plan.order if scene.battle.planner.plan else None
    assert isinstance(order, Assault)
    d.key(pygame.K_RETURN)
    assert scene.battle.playback.busy
    assert scene.battle.shown is not scene.battle.planner.view or scene.map.scene().flashes
    d.key(pygame.K_SPACE)
    assert not scene.battle.playback.busy
    assert scene.battle.shown is scene.battle.planner.view


def test_enter_held_on_answers_one_message_and_never_ends_the_turn(driver: Maker) -> None:
    d = driver()
    table, scene = begin(d)
    scene.battle.pending += [Note("One", "First."), Note("Two", "Second.")]
    d.step(2)

    def hold(times: int = 6) -> None:
        for _ in range(times):
            d.post(pygame.KEYDOWN, key=pygame.K_RETURN, mod=0, unicode="", scancode=0)
            d.step(2)

    hold()
    a(Dialog, d.top)
    assert "Second" in d.texts()
    d.post(pygame.KEYUP, key=pygame.K_RETURN, mod=0, scancode=0)
    hold()
    assert d.top is scene and table.state.turn == 1 and table.state.active == "soviet"
    d.post(pygame.KEYUP, key=pygame.K_RETURN, mod=0, scancode=0)
    d.key(pygame.K_RETURN)
    assert isinstance(d.top, Dialog) and "End the turn?" in d.texts()


def test_an_area_closed_to_the_side_is_outlined_with_its_name(driver: Maker) -> None:
    d = driver()
    table, _ = begin(d)
    closed = frozenset(table.scenario.board.within(40, 1))
    state = replace(table.state, bans=(Ban("soviet", "Far bank", closed, until=3), Ban("japanese", "Mission", closed)))
    found = highlights.outlines(view(state, "soviet"))
    assert [(o.hexes, o.text) for o in found] == [(closed, "Closed to you: Far bank")]
    assert [o.text for o in highlights.outlines(view(replace(state, turn=4), "soviet"))] == []
