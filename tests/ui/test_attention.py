"""Input made before a screen could be seen does nothing, and no turn ends while something is to be told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pygame
import pytest
from khalkhin.core.orders.orders import EndTurn
from khalkhin.ui.battle.asks import Note
from khalkhin.ui.battle.battle import BattleScene
from khalkhin.ui.destinations import ToStart
from khalkhin.ui.dialogs.dialog import Dialog, DialogButton, message
from khalkhin.ui.menus.briefing import BriefingScene
from khalkhin.ui.menus.start import StartScene
from khalkhin.ui.ports.library import OpeningFault
from khalkhin.ui.report.end import EndScene
from khalkhin.ui.scene import Back, Go, Next, Push, Scene
from khalkhin.ui.widgets.row_list import ROW_CLICKED

from tests.narrow import the
from tests.ui.driver import Driver
from tests.ui.fakes import FakeTable
from tests.ui.smallbattle import small_battle

Maker = Callable[..., Driver]


class Counting(Scene):
    """Counts the deeds that reach it; a key that is pressed puts up another one of its kind."""

    def __init__(self, deeper: bool = False) -> None:
        self.got: list[int] = []
        self.look: object = None
        self.deeper = deeper

    @property
    def face(self) -> object:
        return self.look

    def build(self) -> None:
        pass

    def handle(self, event: pygame.event.Event) -> Next | None:
        if event.type in (pygame.KEYDOWN, pygame.MOUSEBUTTONDOWN, pygame.MOUSEWHEEL, pygame.TEXTINPUT):
            self.got.append(event.type)
            if self.deeper and event.type == pygame.KEYDOWN:
                return Push(Counting())
        return None


def press(key: int = pygame.K_RETURN, *, up: bool = True) -> None:
    pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=key, mod=0, unicode="", scancode=0))
    if up:
        pygame.event.post(pygame.event.Event(pygame.KEYUP, key=key, mod=0, unicode="", scancode=0))


def deeds() -> None:
    """One of every deed."""
    press()
    at: dict[str, Any] = {"pos": (50, 50)}
    pygame.event.post(pygame.event.Event(pygame.MOUSEBUTTONDOWN, button=1, **at))
    pygame.event.post(pygame.event.Event(pygame.MOUSEBUTTONUP, button=1, **at))
    pygame.event.post(pygame.event.Event(pygame.MOUSEWHEEL, x=0, y=1))
    pygame.event.post(pygame.event.Event(pygame.TEXTINPUT, text="a"))


def test_deeds_before_the_first_frame_do_nothing_and_count_afterwards(driver: Maker) -> None:
    d, scene = driver(), Counting()
    deeds()
    d.app.apply(Go(scene))
    deeds()
    d.step(1)
    assert d.app.frames == 1 and scene.got == []
    deeds()
    d.step(1)
    assert scene.got == [pygame.KEYDOWN, pygame.MOUSEBUTTONDOWN, pygame.MOUSEWHEEL, pygame.TEXTINPUT]


def test_what_was_queued_while_the_first_frame_was_drawn_is_forgotten(driver: Maker) -> None:
    d = driver()

    class Slow(Counting):
        def draw(self, surface: pygame.Surface) -> None:
            if not self.got:
                deeds()  # An impatient player meanwhile.

    scene = Slow()
    d.app.apply(Go(scene))
    d.step(1)
    assert not pygame.event.peek((pygame.KEYDOWN, pygame.MOUSEBUTTONDOWN))
    d.app.dirty = False
    d.step(1)
    assert scene.got == []


def test_a_screen_put_up_by_a_key_does_not_get_the_keys_queued_behind_it(driver: Maker) -> None:
    d, below = driver(), Counting(deeper=True)
    d.show(below)
    for _ in range(4):
        press()
    d.step(1)
    assert below.got == [pygame.KEYDOWN] and d.top is not below and d.top.got == []
    press()
    d.step(1)
    assert d.top.got == [pygame.KEYDOWN]


def test_a_key_pressed_too_early_is_dead_for_as_long_as_it_is_held(driver: Maker) -> None:
    d, scene = driver(), Counting()
    d.app.apply(Go(scene))
    press(up=False)
    d.step(1)
    for _ in range(5):
        press(up=False)  # The keyboard repeats it.
        d.step(1)
    assert scene.got == [] and not d.app.held(pygame.K_RETURN)
    press()
    press()
    d.step(1)
    assert scene.got == [pygame.KEYDOWN]


def test_a_screen_that_turns_into_another_must_be_seen_again(driver: Maker) -> None:
    d, scene = driver(), Counting()
    d.show(scene)
    scene.look = "other"
    press()
    d.step(1)
    assert scene.got == []
    press()
    d.step(1)
    assert scene.got == [pygame.KEYDOWN]


def test_a_window_that_is_too_small_takes_no_deeds(driver: Maker) -> None:
    d, scene = driver((300, 200)), Counting()
    d.app.apply(Go(scene))
    d.step(3)
    deeds()
    d.step(3)
    assert scene.got == []


def test_a_key_before_the_first_frame_of_a_refused_battle_leaves_message_and_start_alone(driver: Maker) -> None:
    d = driver()
    d.app.apply(Go(ToStart(OpeningFault("This scenario cannot be played", "It has faults."))))
    for _ in range(5):
        press()
    d.step(1)
    assert isinstance(d.top, Dialog) and isinstance(d.app.scenes[0], StartScene)
    press()
    d.step(2)
    assert isinstance(d.top, StartScene)


def test_a_click_on_a_line_of_a_screen_that_is_gone_does_nothing_on_the_next(driver: Maker) -> None:
    d = driver()
    _, scene = shown_battle(d)
    row = next(b for b in scene.ui.sheets if b.rows)
    asked: list[object] = []
    d.app.apply(Push(Dialog("?", (), (DialogButton("Yes"),))))
    d.step(2)
    d.top.ui.sheet_action = asked.append
    pygame.event.post(pygame.event.Event(ROW_CLICKED, sheet=row, action=("hex", 3)))
    d.step(2)
    assert asked == []


def shown_battle(d: Driver, table: FakeTable | None = None) -> tuple[FakeTable, BattleScene]:
    table = table or FakeTable(small_battle(4), ("soviet",))
    d.show(BattleScene(table))
    for _ in range(60):
        if isinstance(d.top, BattleScene) and d.top.battle._greeted is not None and not d.top.battle.pending:
            return table, d.top
        if isinstance(d.top, BattleScene):
            d.step(1)
        else:
            d.key(pygame.K_ESCAPE)
    raise AssertionError("the battle does not begin")


@pytest.mark.parametrize("apart", [0, 1, 2, 3, 25])
def test_enter_from_the_briefing_on_never_ends_the_first_turn(driver: Maker, apart: int) -> None:
    """Five presses, some frames apart, on a machine that paints the map slowly."""
    d = driver()
    table = FakeTable(small_battle(4), ("soviet",))
    d.show(BriefingScene(table, ("soviet",)))
    for _ in range(12):
        press()
        d.step(apart, 0.016)
    d.step(30)
    assert (table.state.turn, table.active) == (1, "soviet")


def test_not_yet_is_what_enter_answers_to_the_end_of_a_turn(driver: Maker) -> None:
    d = driver()
    table, scene = shown_battle(d)
    for _ in range(6):
        d.key(pygame.K_RETURN)
    assert table.state.turn == 1 and table.active == "soviet"
    d.key(pygame.K_RETURN)
    if d.top is scene:
        d.key(pygame.K_RETURN)
    assert "End the turn?" in d.texts()
    d.choose("End turn")
    assert (table.state.turn, table.active) != (1, "soviet")


@pytest.mark.parametrize("waits", ["message", "notice", "greeting"])
def test_no_turn_ends_while_something_is_to_be_told(driver: Maker, waits: str) -> None:
    d = driver()
    table, scene = shown_battle(d)
    d.app.settings = replace(d.app.settings, confirm_end=False)
    match waits:
        case "message":
            scene.battle.pending.append(Note("News", "From the front."))
        case "notice":
            table.notice = "The file was damaged."
        case "greeting":
            scene.battle._greeted = None
    press()
    d.step(1)
    assert (table.state.turn, table.active) == (1, "soviet")
    for _ in range(6):
        if d.top is scene:
            d.step(1)
        else:
            d.key(pygame.K_ESCAPE)
    d.key(pygame.K_RETURN)
    assert (table.state.turn, table.active) != (1, "soviet")


def test_enter_does_not_leave_the_end_of_a_battle_unread(driver: Maker) -> None:
    d = driver()
    table = FakeTable(small_battle(1), ("soviet",))
    table.submit(EndTurn())
    while not table.over:
        table.submit(EndTurn())
    d.show(EndScene(table, "soviet"))
    end = d.top
    for key in (pygame.K_RETURN, pygame.K_SPACE, pygame.K_KP_ENTER) * 3:
        d.key(key)
        assert d.top is end
    d.choose("To the start")
    assert isinstance(d.top, StartScene)


@pytest.mark.parametrize("held", [pygame.K_d, pygame.K_RIGHT])
def test_a_key_held_for_another_screen_does_not_move_the_map(driver: Maker, held: int) -> None:
    d = driver()
    _, scene = shown_battle(d)
    the(scene.map.view).camera.zoom_by(6)
    d.app.apply(Push(message("News", "From the front.")))
    d.step(2)
    press(held, up=False)
    d.step(2)
    d.app.apply(Back())
    before = the(scene.map.view).camera.offset
    d.step(8)
    assert the(scene.map.view).camera.offset == before
    d.post(pygame.KEYUP, key=held, mod=0, unicode="", scancode=0)
    press(held, up=False)
    d.step(8)
    assert the(scene.map.view).camera.offset != before


def again(key: int, *kinds: int) -> None:
    """Put events of a key in the queue, to be found together."""
    for kind in kinds:
        pygame.event.post(pygame.event.Event(kind, key=key, mod=0, unicode="", scancode=0))


def test_a_key_that_was_only_tapped_does_nothing_twice_however_slow_the_frame(driver: Maker) -> None:
    """It goes on being repeated until somebody looks; one that is held goes on doing what it does."""
    d = driver()
    scene = Counting()
    d.show(scene)
    d.step()
    down, up = pygame.KEYDOWN, pygame.KEYUP
    again(pygame.K_RIGHT, down)
    d.step()
    again(pygame.K_RIGHT, down, down, up)  # The frame took long: repeats came, then that it was let go.
    d.step()
    assert scene.got == [down]
    again(pygame.K_RIGHT, down, down, down, up, down)  # Tapped, with a repeat or two, and pressed anew.
    d.step()
    assert scene.got == [down] * 3
    again(pygame.K_RIGHT, down, down)  # Held on.
    d.step()
    assert scene.got == [down] * 5
