"""The window on the desktop: any size is usable or says so; its size and place fit the desktop and are remembered."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import weakref
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pygame
import pytest
from khalkhin.play.session.settings import Settings, load_settings, save_settings
from khalkhin.ui import app as app_module
from khalkhin.ui.destinations import ToStart
from khalkhin.ui.dialogs.dialog import message
from khalkhin.ui.frame.window import Place, draw_too_small, fitting
from khalkhin.ui.scene import Go, Next, Push, Quit, Scene
from khalkhin.ui.widgets.theme import SMALLEST

from tests import guard
from tests.harness import window_sizes
from tests.harness.window_sizes import faults, resize, tried
from tests.ui.driver import Driver

#: The harness goes through many more, and all screens.
ODD = [(1, 1), (8000, 200), (640, 400), (641, 1200), (3000, 400)]
SCREENS = ("new battle", "history", "battle", "supply", "message", "end")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KHALKHIN_HOME", str(tmp_path))


def test_every_screen_can_be_used_in_windows_of_odd_sizes_or_says_that_they_are_too_small() -> None:
    assert list(tried(ODD, screens=SCREENS)) == []


class Leaving(Scene):
    """A screen that ends the program when time passes."""

    def build(self) -> None:
        pass

    def update(self, dt: float) -> Next | None:
        return Quit(3)


def test_a_program_that_ends_is_told_once_and_the_next_screen_is_shown_by_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(window_sizes, "SCREENS", {**window_sizes.SCREENS, "leaving": Leaving})
    assert list(tried([(1, 1), (1280, 720)], screens=("message", "leaving", "message"))) == [
        "leaving opened in (1, 1): the program has ended, with code 3",
        "leaving opened in (1280, 720): the program has ended, with code 3",
    ]


def test_who_drives_a_window_and_is_told_to_stop_stops() -> None:
    """The library would make a press of the close button of it."""
    told = (
        "import os, signal\n"
        "from tests.harness import ui_events\n"
        "from tests.ui.driver import Driver, quiet\n"
        "driver = Driver(quiet())\n"
        "os.kill(os.getpid(), signal.SIGTERM)\n"
        "driver.step(3)\n"
    )
    environment = {k: v for k, v in os.environ.items() if k != "SDL_NO_SIGNAL_HANDLERS"}
    ended = subprocess.run([sys.executable, "-c", told], env=environment, timeout=guard.SECONDS, check=False)
    assert ended.returncode != 0


def test_a_window_made_small_and_large_again_shows_what_it_showed(driver: Callable[..., Driver]) -> None:
    d = driver((1280, 720))
    d.show(ToStart())
    d.app.apply(Push(message("News", "A text.")))
    d.step()
    for size in ((100, 100), (1, 1), (639, 2000), (8000, 200), (1280, 720), (1100, 900)):
        resize(d, size)
        d.step()
        assert list(faults(d)) == []
        assert "A text." in d.texts()
    # Below the smallest size nothing is laid out anew, whatever the size.
    resize(d, (200, 100))
    laid_out = d.top.ui
    for size in ((199, 100), (300, 44), (7, 7)):
        resize(d, size)
    assert d.top.ui is laid_out and d.top.ui.size == SMALLEST


class Held:
    """Something large that an event in the queue speaks of, as the press of a button speaks of its screen."""


@pytest.mark.parametrize("how", ["closed", "left full screen", "lost and opened anew"])
def test_nothing_that_waits_in_the_queue_of_a_window_outlives_it(
    driver: Callable[..., Driver], how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    d = driver((1280, 720))
    d.show(ToStart())
    if how == "left full screen":
        d.key(pygame.K_F11)
        assert d.app.window.fullscreen
    held = Held()
    gone = weakref.ref(held)
    pygame.event.post(pygame.event.Event(pygame.event.custom_type(), held=held))
    del held
    match how:
        case "closed":
            d.close()
        case "left full screen":
            d.app.change_settings(replace(d.app.settings, fullscreen=False))
        case "lost and opened anew":
            d.app.window.close()
            d.app.window.reopen()
    gc.collect()
    assert gone() is None


def test_screens_that_were_left_are_gone_before_the_next_is_seen(driver: Callable[..., Driver]) -> None:
    d = driver((1280, 720))
    d.show(ToStart())
    d.app.apply(Push(message("News", "A text.")))
    d.step()
    assert d.app.seen
    left = [weakref.ref(what) for scene in d.app.scenes for what in (scene, scene.ui.manager, scene.ui)]
    d.app.apply(Go(ToStart()))
    assert len(left) == 6 and not any(what() for what in left)


@pytest.mark.parametrize("size", [(80, 120), (160, 60), (400, 90), (639, 399), (1, 1), (8000, 40)])
def test_the_sentence_of_a_small_window_stays_within_it(size: tuple[int, int]) -> None:
    pygame.font.init()
    surface = pygame.Surface(size)
    draw_too_small(surface)
    if size[0] < 60:
        return
    written = pygame.mask.from_threshold(surface, (236, 227, 200), (90, 90, 90))
    boxes = written.get_bounding_rects()
    assert boxes
    around = boxes[0].unionall(boxes[1:])
    assert around.left > 0 and around.right < size[0] and around.top >= 0 and around.bottom <= size[1]


@pytest.mark.parametrize(
    ("kept", "desktops", "expected"),
    [
        (None, [(1920, 1080)], ((1600, 900), None)),
        (None, [(1366, 768)], ((1286, 648), None)),
        (None, [(1024, 600)], ((1024, 600), None)),
        (None, [(800, 480)], ((800, 480), None)),
        (None, [], ((1280, 720), None)),
        # As it was left.
        ((100, 50, 1200, 800), [(1920, 1080)], ((1200, 800), (100, 50))),
        ((0, 19, 1920, 1061), [(1920, 1080)], ((1920, 1061), (0, 19))),
        # Off the desktop, or half off it: the size stays.
        ((1500, 50, 1200, 800), [(1920, 1080)], ((1200, 800), None)),
        ((-300, 0, 1200, 800), [(1920, 1080)], ((1200, 800), None)),
        ((-65536, 65536, 1200, 800), [(1920, 1080)], ((1200, 800), None)),
        # The desktop has become smaller, or never was so large.
        ((0, 0, 2560, 1400), [(1920, 1080)], ((1600, 900), None)),
        ((0, 0, 1920, 1200), [(1920, 1080)], ((1600, 900), None)),
        # It was too small to be used.
        ((10, 40, 3, 1), [(1920, 1080)], (SMALLEST, (10, 40))),
        # On a second screen.
        ((2000, 50, 1200, 800), [(1280, 720), (1920, 1080)], ((1200, 800), None)),
    ],
)
def test_a_window_fits_the_desktop(
    kept: Place | None, desktops: list[tuple[int, int]], expected: tuple[tuple[int, int], tuple[int, int] | None]
) -> None:
    assert fitting(kept, desktops) == expected


def test_the_place_is_kept_in_the_settings(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    save_settings(Settings(window=(100, 50, 1200, 800)), path)
    assert load_settings(path).window == (100, 50, 1200, 800)
    for damaged in ('"here"', "[1, 2, 3]", "[1, 2, 3, null]", "{}", "[1.5, 2, 3, 4]", "[true, 1, 1, 1]"):
        path.write_text(f'{{"window": {damaged}, "volume": 0.25}}', encoding="utf-8")
        assert load_settings(path) == Settings(volume=0.25)


def test_the_window_is_left_and_found_again_in_its_size(
    driver: Callable[..., Driver], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[Settings] = []

    def keep(settings: Settings, before: Settings) -> str:
        kept.append(settings)
        return ""

    monkeypatch.setattr(app_module, "save_settings", keep)
    d = driver((1280, 720))
    d.show(ToStart())
    resize(d, (1000, 660))
    d.app.code = 0
    d.app.run(ToStart)
    assert kept[-1].window is not None and kept[-1].window[2:] == (1000, 660)
    d.app.close = lambda: None  # type: ignore[method-assign]  # it has been closed


def test_every_window_that_is_opened_has_a_sign_of_its_own(
    driver: Callable[..., Driver], monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    set_icon, set_mode = pygame.display.set_icon, pygame.display.set_mode

    def icon(sign: pygame.Surface) -> None:
        assert len({tuple(sign.get_at((x, y))) for x in range(64) for y in range(64)}) >= 3
        done.append("icon")
        set_icon(sign)

    def mode(size: tuple[int, int], flags: int) -> pygame.Surface:
        done.append("mode")
        return set_mode(size, flags)

    monkeypatch.setattr(pygame.display, "set_icon", icon)
    monkeypatch.setattr(pygame.display, "set_mode", mode)
    d = driver((1000, 660))
    d.show(ToStart())
    d.app.window.set_fullscreen(True)
    d.app.window.set_fullscreen(False)
    assert done == ["icon", "mode", "mode", "icon", "mode"]


def test_full_screen_and_back_gives_the_window_its_size_again(driver: Callable[..., Driver]) -> None:
    d = driver((1000, 660))
    d.show(ToStart())
    for _ in range(3):
        d.key(pygame.K_F11)
        assert d.app.settings.fullscreen and d.app.size == pygame.display.get_desktop_sizes()[0]
        assert list(faults(d)) == []
        d.key(pygame.K_F11)
        assert not d.app.settings.fullscreen and d.app.size == (1000, 660)
        assert list(faults(d)) == []
