"""Screens in a language whose words are half as long again as ours: what does not fit is cut, with an
ellipsis, and no control runs into another or out of the window."""

from __future__ import annotations

import gettext
from collections.abc import Callable, Iterator
from pathlib import Path

import pygame
import pytest
from khalkhin import translation
from khalkhin.play.session.session import HUMAN, Session
from khalkhin.play.session.trouble import Fault, Remedy, Trouble
from khalkhin.scenario import load
from khalkhin.ui.battle.battle import BattleScene
from khalkhin.ui.battle.command import Command
from khalkhin.ui.battle.decision import DecisionScene
from khalkhin.ui.battle.questions import surrender
from khalkhin.ui.battle.trouble import TroubleScene
from khalkhin.ui.battle.turn_end import HandOver
from khalkhin.ui.destinations import (
    Destination,
    ToCampaigns,
    ToHistory,
    ToKeys,
    ToLegend,
    ToNewBattle,
    ToRules,
    ToSaves,
    ToSettings,
    ToStart,
)
from khalkhin.ui.dialogs.dialog import fault_message
from khalkhin.ui.dialogs.rescue import RescueScene
from khalkhin.ui.dialogs.telegram import telegram
from khalkhin.ui.menus.briefing import BriefingScene
from khalkhin.ui.ports import library
from khalkhin.ui.scene import Scene
from khalkhin.ui.widgets.widgets import fitted
from pygame_gui.elements import UIButton, UILabel

from tests.harness.dealt import dealt
from tests.narrow import a
from tests.ui.driver import Driver
from tests.ui.fakes import FakeTable
from tests.ui.test_briefing import with_plans
from tests.ui.test_decision import TOKYO

SIZES = ((1280, 720), (1024, 640), (640, 400))


class Drawling(gettext.NullTranslations):
    """English, drawn out."""

    def gettext(self, message: str) -> str:
        return f"{message} {'wo' * max(2, len(message) // 4)}"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


@pytest.fixture
def drawling() -> Iterator[None]:
    translation.use(Drawling())
    yield
    translation.use(gettext.NullTranslations())


def faults(driver: Driver) -> list[str]:
    """What is wrong with the controls that are shown."""
    out: list[str] = []
    window = pygame.Rect((0, 0), driver.app.size)
    buttons = driver.buttons()
    for control in driver.elements():
        if isinstance(control, UIButton | UILabel):
            assert control.font is not None
            if control.font.size(control.text)[0] > control.rect.width:
                out.append(f"{control.text!r} is broader than its control")
    for i, one in enumerate(buttons):
        if not window.contains(one.rect):
            out.append(f"{one.text!r} at {one.rect} is not within {window}")
        out += [f"{one.text!r} covers {other.text!r}" for other in buttons[:i] if one.rect.colliderect(other.rect)]
    return out


@pytest.mark.parametrize("size", SIZES)
def test_long_words_are_cut_and_keep_apart(
    driver: Callable[..., Driver], drawling: None, tmp_path: Path, size: tuple[int, int]
) -> None:
    session = Session.begin(
        load("double_envelopment"), {"soviet": HUMAN, "japanese": HUMAN}, 7, path=tmp_path / "a.journal"
    )
    d = driver(size)
    d.show(BattleScene(session))
    d.step(5)
    found: dict[str, list[str]] = {}
    a(HandOver, d.top)
    found["hand-over"] = faults(d)
    d.key(pygame.K_RETURN)
    scene = d.app.scenes[0]
    assert isinstance(scene, BattleScene)
    while d.top is not scene or scene.battle.pending:
        found[f"message {len(found)}"] = faults(d)
        d.key(pygame.K_RETURN)
    assert scene.top.army_button is not None and "Bombers" in scene.top.army_button.text
    found["map"] = faults(d)
    for command in (Command.STORES, Command.ROSTER, Command.SEARCH, Command.HELP, Command.MENU, Command.END_TURN):
        d.app.apply(scene.command(command))
        d.step()
        assert d.top is not scene
        found[command.name] = faults(d)
        d.key(pygame.K_ESCAPE)
    target = next(hex_ for u in session.view("soviet").state.known_enemies("soviet") if (hex_ := u.hex) >= 0)
    for enemy in session.view("soviet").state.known_enemies("soviet"):
        target = enemy.hex
        scene.battle.attack(target)
        d.step()
        if scene.panel.assaulting:
            break
    assert scene.panel.assaulting
    found["assault"] = faults(d)
    session.close()
    assert not {name: each for name, each in found.items() if each}


@pytest.mark.filterwarnings("error:Label Rect")
@pytest.mark.parametrize("size", SIZES)
def test_screens_with_long_words_have_room(
    driver: Callable[..., Driver], drawling: None, size: tuple[int, int]
) -> None:
    d = driver(size)
    scenes: dict[str, Callable[[], Scene | Destination]] = {
        "start": ToStart,
        "new battle": ToNewBattle,
        "briefing": lambda: BriefingScene(FakeTable(with_plans(), ("soviet",)), ("soviet",)),
        "settings": ToSettings,
        "campaigns": ToCampaigns,
        "saves": ToSaves,
        "history": ToHistory,
        "keys": ToKeys,
        "legend": ToLegend,
        "rules": ToRules,
        "decision": lambda: DecisionScene(TOKYO, "10 May"),
        "telegram": lambda: telegram(TOKYO, "10 May"),
        "trouble": lambda: TroubleScene(Trouble("soviet", Fault.SILENT, tuple(Remedy)), "Soviet forces"),
        "surrender": surrender,
        "copy": lambda: fault_message(library.OpeningFault("In use", "By another window.", Path("a.journal"))),
        "rescue": lambda: RescueScene("KeyError", "It is written down.", Path("a.journal")),
    }
    found: dict[str, list[str]] = {}
    with dealt():
        for name, scene in scenes.items():
            d.show(scene())
            found[name] = faults(d)
    assert not {name: each for name, each in found.items() if each}


def test_controls_in_a_row_share_what_room_there_is() -> None:
    assert fitted([10, 30], 40) == [10, 30]
    assert fitted([20, 60], 40) == [10, 30]
    assert fitted([20, 60], 0) == [1, 1]
