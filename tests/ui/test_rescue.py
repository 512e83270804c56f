"""A fault of the game itself never ends the window unseen: it is told and logged, and the battle can go on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pygame
import pytest
from khalkhin.core.orders.orders import EndTurn
from khalkhin.play import logfile
from khalkhin.play.session.session import HUMAN, Session
from khalkhin.scenario import load
from khalkhin.ui.app import App
from khalkhin.ui.battle.battle import BattleScene
from khalkhin.ui.destinations import Destination, ToJournal, ToMap, ToSettings, ToStart
from khalkhin.ui.dialogs.rescue import RescueScene
from khalkhin.ui.menus.start import StartScene
from khalkhin.ui.scene import Go, Push, Scene

from tests.narrow import a
from tests.ui.driver import Driver

#: What the window asks of a scene; the fault is put into each.
MOMENTS = ("build", "handle", "update", "draw")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KHALKHIN_HOME", str(tmp_path / "home"))
    logfile.begin()
    return tmp_path / "home"


def begun() -> Session:
    """A battle in which an order was given."""
    battle = load("grazing_rights")
    session = Session.begin(battle, {s.id: HUMAN for s in battle.sides}, 3)
    session.submit(EndTurn())
    return session


def spoil(monkeypatch: pytest.MonkeyPatch, scene: Scene, moment: str) -> None:
    def fail(*_: object) -> None:
        raise KeyError("what \x1b[31m nobody thought of")

    monkeypatch.setattr(scene, moment, fail)


def turn(d: Driver, times: int = 3) -> None:
    """Turns of the loop as the running window makes them."""
    for _ in range(times):
        d.app.attempt(lambda: d.app.step(0.05))


def fall(d: Driver, moment: str) -> None:
    """Let the fault come about."""
    if moment == "build":
        d.app.attempt(d.top.rebuild)
    pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_F2, mod=0, unicode="", scancode=0))
    d.app.dirty = True
    turn(d)


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_battle_is_taken_up_again_where_it_stood(
    driver: Callable[..., Driver], monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    session = begun()
    stood = session._state.digest()
    d = driver()
    d.show(ToMap(session))
    spoil(monkeypatch, d.top if moment != "update" else d.app.scenes[0], moment)
    if moment == "update":
        d.app.scenes[:] = d.app.scenes[:1]
    fall(d, moment)
    assert isinstance(d.top, RescueScene) and len(d.app.scenes) == 1 and d.faults() == []
    assert str(logfile.path()) in d.texts().replace("\n", " ")
    assert "KeyError" in d.texts() and "\x1b" not in d.texts()
    assert "nobody thought of" in logfile.path().read_text()
    d.click_text("Take up the battle again")
    turn(d)
    assert a(Session, a(BattleScene, d.app.scenes[0]).session)._state.digest() == stood


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("where", [ToStart(), ToSettings()], ids=str)
def test_from_a_menu_it_goes_back_to_the_menu(
    driver: Callable[..., Driver], monkeypatch: pytest.MonkeyPatch, where: Destination, moment: str
) -> None:
    d = driver()
    d.show(ToStart())
    if where != ToStart():
        d.app.apply(Push(where))
        d.step()
    spoil(monkeypatch, d.top, moment)
    fall(d, moment)
    assert isinstance(d.top, RescueScene)
    d.key(pygame.K_ESCAPE)
    assert isinstance(d.top, StartScene)


def test_a_scene_that_cannot_be_left_is_left(driver: Callable[..., Driver], monkeypatch: pytest.MonkeyPatch) -> None:
    session = begun()
    d = driver()
    d.show(ToMap(session))
    spoil(monkeypatch, d.app.scenes[0], "leave")
    d.app.attempt(lambda: d.app.apply(Go(ToStart())))
    assert isinstance(d.top, RescueScene)
    d.click_text("To the menu")
    assert isinstance(d.top, StartScene)
    session.close()


def test_a_journal_that_brings_the_fault_again_leads_to_the_menu(
    driver: Callable[..., Driver], monkeypatch: pytest.MonkeyPatch
) -> None:
    session = begun()
    d = driver()
    d.show(ToMap(session))
    monkeypatch.setattr(BattleScene, "build", lambda self: 1 // 0)
    for _ in range(3):
        d.app.attempt(lambda: d.app.apply(Go(ToJournal(session.path or Path()))))
        assert isinstance(d.top, RescueScene)
    d.click_text("To the menu")
    assert isinstance(d.top, StartScene)


@pytest.mark.parametrize("size", [(640, 360), (1280, 720), (1920, 1080)], ids=str)
def test_the_last_resort_fits_every_window(driver: Callable[..., Driver], size: tuple[int, int]) -> None:
    session = begun()
    d = driver(size)
    d.show(ToMap(session))
    d.app.attempt(lambda: d.app.apply(1 / 0))  # type: ignore[arg-type]
    assert d.faults() == [] and d.button("Take up the battle again") and d.button("To the menu") and d.button("Quit")


def test_a_fault_in_the_last_resort_is_told_outside_the_window(
    driver: Callable[..., Driver], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told: list[str] = []
    monkeypatch.setattr("pygame.display.message_box", lambda title, text, kind: told.append(text))
    d = driver()
    d.show(ToStart())
    monkeypatch.setattr(RescueScene, "draw", lambda self, surface: 1 // 0)
    spoil(monkeypatch, d.top, "draw")
    fall(d, "draw")
    assert d.app.code == 1
    err = capsys.readouterr().err
    assert err.count("\n") == 1 and "Traceback" not in err and str(logfile.path()) in err
    assert told == [err.removeprefix("khalkhin: ").rstrip("\n")]


def test_a_first_screen_that_fails_is_a_fault_like_any_other(
    driver: Callable[..., Driver], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The loop itself: the destination cannot be made, the player quits the last resort."""
    d = driver()
    steps = iter(range(1000))

    def step(app: App, dt: float) -> None:
        if next(steps) == 3:
            assert isinstance(app.top, RescueScene)
            d.post(pygame.QUIT)
        real(app, dt)

    real = App.step
    monkeypatch.setattr(App, "step", step)
    assert d.app.run(lambda: 1 // 0) == 0  # type: ignore[arg-type,return-value]
