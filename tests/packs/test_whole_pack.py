"""One pack with all that a pack can carry: made, installed where nothing was, played in the window, taken away."""

from __future__ import annotations

import shutil
from pathlib import Path

import pygame
import pytest
from khalkhin import paths
from khalkhin.cli import main
from khalkhin.core.orders.orders import EndTurn
from khalkhin.play.session import saves
from khalkhin.scenario import catalog
from khalkhin.ui.battle.battle import BattleScene
from khalkhin.ui.campaign.screen import CampaignScene
from khalkhin.ui.destinations import ToCampaigns
from khalkhin.ui.menus.briefing import BriefingScene

from tests.narrow import a
from tests.packs import winter
from tests.ui.driver import Driver, quiet
from tests.ui.hands import Hands
from tests.ui.listener import Listener


def test_a_whole_pack_from_its_folder_to_a_battle_and_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    war = winter.whole(tmp_path)
    assert [t for t in war.told() if "are not translated" not in t] == []
    assert main(["pack", "winter", "--author", "A. Maker", "--licence", "CC0"]) == 0
    shutil.rmtree(war.folder)
    shutil.rmtree(tmp_path / "made")
    assert main(["install", "winter-1.khalkhin"]) == 0
    assert sorted(p.name for p in paths.user_maps_dir().iterdir()) == ["winter"]
    capsys.readouterr()

    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    with Listener() as heard:
        driver = Driver(quiet())
        try:
            heard.follow(driver)
            play(driver)
        finally:
            driver.close()
    for said in ("Der Winter", "Erster Schnee", "24. Schützen", "Schibataillon", "Nomonchan", "Der erste Schlag"):
        assert any(said in text for text in heard.texts), said

    (save,) = saves.listed()
    assert main(["replay", str(save.path), "--verify"]) == 0
    assert main(["remove", "winter"]) == 0
    assert list(paths.user_maps_dir().iterdir()) == []
    assert all(shipped for _id, _folder, shipped in catalog.folders())
    assert main(["replay", str(save.path), "--verify"]) == 1
    assert "neither a shipped one nor among yours" in capsys.readouterr().err


def play(driver: Driver) -> None:
    """Begin the campaign by mouse and keys, read the briefing and let a turn go by."""
    driver.show(ToCampaigns())
    driver.click_text("New: Der Winter, Dezember 1939")
    driver.click_text("Begin")
    a(CampaignScene, driver.top)
    driver.click_text("Fight Erster Schnee")
    driver.until(lambda: isinstance(driver.top, BriefingScene), "the briefing")
    driver.key(pygame.K_RETURN)
    hands = Hands(driver)
    hands.settle()
    battle = a(BattleScene, driver.top)
    scenario = battle.session.scenario
    assert set(scenario.symbols) == {"skis"} and set(scenario.sounds) == {"gun", "truck"}
    hands.select("ru-24")
    driver.step(2)
    hands.give(EndTurn())
