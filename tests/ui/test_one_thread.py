"""What draws is made for one thread: no other draws, nor lets go of what was drawn, while the window is there."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

import pygame
import pytest
from khalkhin.glyphs import font_file
from khalkhin.ui.destinations import Destination, ToLessons, ToNewBattle, ToSaves, ToStart
from khalkhin.ui.frame import memory
from khalkhin.ui.pictures.cardmap import card_map
from khalkhin.ui.ports import cards, library
from khalkhin.ui.ports.library import Opened
from khalkhin.ui.widgets import letters

from tests import guard
from tests.narrow import a
from tests.ui.driver import Driver, quiet
from tests.ui.smallbattle import small_battle


@pytest.fixture
def driver() -> Iterator[Driver]:
    d = Driver(quiet())
    yield d
    d.close()


@pytest.fixture
def beside() -> Iterator[list[str]]:
    """What is called of the library that draws, or of the fonts, on other threads than the window's."""
    called: list[str] = []

    def look(frame: FrameType, event: str, what: Any) -> None:
        if event == "c_call":
            module = getattr(what, "__module__", None) or type(getattr(what, "__self__", None)).__module__
        else:
            module = frame.f_globals.get("__name__", "") if frame.f_code.co_name != "<module>" else ""
        if (event in ("c_call", "call") and module.split(".")[0] == "pygame") or module == letters.__name__:
            called.append(f"{threading.current_thread().name}: {getattr(what, '__qualname__', frame.f_code.co_name)}")

    threading.setprofile(look)
    yield called
    threading.setprofile(None)


def work(doing: Callable[[], object]) -> None:
    """Do something on a thread of its own."""
    thread = threading.Thread(target=doing)
    thread.start()
    thread.join(guard.SECONDS)


def test_what_draws_on_another_thread_is_found(driver: Driver, beside: list[str]) -> None:
    card_map(small_battle())
    assert not beside, "the window's own thread may draw"
    work(lambda: pygame.Surface((4, 4)).fill((0, 0, 0)))
    assert len(beside) == 1
    work(lambda: letters.Letters(str(font_file("Regular")), 12).render("a", True, (0, 0, 0)))
    assert len(beside) > 1


@pytest.mark.parametrize("screen", [ToNewBattle(), ToLessons(), ToSaves()], ids=lambda to: type(to).__name__)
def test_no_screen_draws_beside_the_window(
    driver: Driver, screen: Destination, beside: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = next(item for item in cards.listed() if item.id == cards.START_HERE)
    monkeypatch.setattr(cards, "listed", lambda: (one,))
    a(Opened, library.open_battle(cards.START_HERE, "both", 7)).session.close()
    driver.show(screen)
    scene = driver.top
    match screen:
        case ToNewBattle():
            driver.until(lambda: scene.card, "its card")
            scene.maker.faults(scene.item)
            driver.until(lambda: scene.faults, "its faults")
        case ToSaves():
            driver.until(lambda: scene._map, "the map of the saved game")
        case _:
            driver.until(lambda: scene.pictures, "a map")
    driver.close()
    assert beside == []


class Ring:
    """Something that only a sweep finds to be gone."""

    def __init__(self) -> None:
        self.own = self


@pytest.fixture
def swept() -> Iterator[list[threading.Thread]]:
    """The threads on which the interpreter looks for what is gone."""
    threads: list[threading.Thread] = []

    def note(phase: str, info: dict[str, int]) -> None:
        threads.append(threading.current_thread())

    gc.callbacks.append(note)
    yield threads
    gc.callbacks.remove(note)


def litter() -> None:
    """Leave much of what only a sweep takes away."""
    for _ in range(20 * gc.get_threshold()[0]):
        Ring()


def test_nothing_is_swept_up_beside_the_window(driver: Driver, swept: list[threading.Thread]) -> None:
    driver.show(ToStart())
    swept.clear()
    work(litter)
    assert not swept
    driver.step()
    assert swept and set(swept) == {threading.current_thread()}
    driver.close()
    swept.clear()
    work(litter)
    assert swept, "without a window the interpreter sweeps as it likes"


def test_the_window_sweeps_up_what_is_long_gone_too(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "SELDOM", 30)
    driver.show(ToStart())
    ring = Ring()
    gc.collect()  # now it is old
    left = weakref.ref(ring)
    del ring
    assert left() is not None
    for _ in range(30):
        litter()
        driver.app._sweeper.turn()
    assert left() is None
