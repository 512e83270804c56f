"""Cards are drawn by a process of their own: nothing draws beside the window, and whatever becomes of the process,
every scenario can be looked at and played."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from typing import NoReturn

import pytest
from khalkhin.play.cards import shelf
from khalkhin.play.processes import child
from khalkhin.play.processes.serving import Parent
from khalkhin.ui.destinations import ToNewBattle
from khalkhin.ui.menus.new_battle import NewBattleScene
from khalkhin.ui.pictures import card_drawer
from khalkhin.ui.pictures.card_drawer import Undrawn
from khalkhin.ui.ports import cards

from tests import guard
from tests.narrow import a, the
from tests.play import serving
from tests.ui.driver import Driver, quiet

Serve = Callable[[Parent], None]


def gone(pid: int) -> bool:
    """Whether there is no process of a number."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.fixture
def driver() -> Iterator[Driver]:
    d = Driver(quiet())
    yield d
    d.close()


@pytest.fixture(autouse=True)
def one(monkeypatch: pytest.MonkeyPatch) -> cards.ListedScenario:
    """The one scenario that there is; its card is not kept."""
    found = next(item for item in cards.listed() if item.id == cards.START_HERE)
    monkeypatch.setattr(cards, "listed", lambda: (found,))
    return found


def made(d: Driver) -> NewBattleScene:
    """The list of scenarios, with the card of the only one."""
    d.show(ToNewBattle())
    scene = a(NewBattleScene, d.top)
    assert scene.card is None
    d.until(lambda: scene.card, "its card")
    return scene


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot be stopped there")
@pytest.mark.parametrize("harm", ["SIGKILL", "SIGSTOP"])
def test_a_card_is_drawn_though_its_process_is_lost(driver: Driver, monkeypatch: pytest.MonkeyPatch, harm: str) -> None:
    driver.show(ToNewBattle())
    scene = a(NewBattleScene, driver.top)
    drawer = scene.maker._drawer
    first = the(driver.until(lambda: drawer.pid, "the process"))
    os.kill(first, getattr(signal, harm))
    if harm == "SIGSTOP":
        with monkeypatch.context() as short:
            short.setattr(card_drawer, "PATIENCE", 0.0)
            assert drawer.poll() is None and drawer.pid is None
    driver.until(lambda: scene.card, "its card")
    assert scene.shown[cards.START_HERE].picture and drawer._tries == card_drawer.TRIES


@pytest.mark.parametrize("serve", [serving.fail, serving.sleep, serving.pretend])
def test_where_no_card_can_be_drawn_the_battle_can_be_begun_without_its_map(
    driver: Driver, monkeypatch: pytest.MonkeyPatch, serve: Serve
) -> None:
    monkeypatch.setattr(card_drawer, "draw_cards", serve)
    if serve is serving.sleep:
        monkeypatch.setattr(card_drawer, "PATIENCE", 0.0)
    scene = made(driver)
    assert scene.maker._drawer._tries == card_drawer.TRIES
    assert scene.shown[cards.START_HERE].picture == b"" and driver.button("Begin").is_enabled and not driver.faults()
    assert not shelf.folder().exists(), "a card without its map is not kept"


def test_where_no_process_can_be_had_it_is_asked_for_once(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def refuse() -> NoReturn:
        asked.append(1)
        raise BlockingIOError(11, "no more processes")

    monkeypatch.setattr(child, "_start", refuse)
    scene = made(driver)
    assert scene.shown[cards.START_HERE].picture == b"" and driver.button("Begin").is_enabled
    assert len(asked) == 1
    drawer = scene.maker._drawer
    drawer.draw(the(scene.item))
    assert a(Undrawn, drawer.poll()).item == scene.item and len(asked) == 1


def test_the_process_ends_with_its_work_and_with_the_screen(driver: Driver, one: cards.ListedScenario) -> None:
    drawers = [made(driver).maker._drawer]
    driver.until(lambda: drawers[0].pid is None, "the end of the process")
    shutil.rmtree(shelf.folder())
    driver.show(ToNewBattle())
    drawer = driver.top.maker._drawer
    pid = driver.until(lambda: drawer.pid, "the process")
    driver.close()
    assert drawer.pid is None
    guard.until(lambda: gone(pid), "the end of the process")
