"""A pack dropped on any menu is installed after a question, and shown with its map, author and version."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pygame
import pytest
from khalkhin import paths
from khalkhin.play.checking import check_all
from khalkhin.scenario import packs
from khalkhin.ui.destinations import (
    Destination,
    ToBattle,
    ToCampaigns,
    ToLessons,
    ToPuzzles,
    ToSaves,
    ToSettings,
    ToStart,
)
from khalkhin.ui.dialogs.dialog import Dialog
from khalkhin.ui.menus.new_battle import NewBattleScene
from khalkhin.ui.ports import library
from khalkhin.ui.widgets.backdrop import Backdrop

from tests.narrow import the
from tests.scenario.maker import write
from tests.ui.driver import Driver


@pytest.fixture
def packed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KHALKHIN_HOME", str(tmp_path / "home"))
    files = write(tmp_path)
    files.change("map", "../tilesets/terrain.tsx", "own.tsx")
    files.tsx.rename(files.folder / "own.tsx")
    return packs.pack(files.folder, tmp_path / "small.khalkhin", "A. Maker", "CC-BY-4.0", "2", check_all)[0]


def drop(d: Driver, path: Path) -> None:
    pygame.event.post(pygame.event.Event(pygame.DROPFILE, file=str(path)))
    d.step()


def test_a_dropped_pack_is_installed_after_a_question(packed: Path, driver: Callable[..., Driver]) -> None:
    d = driver()
    scene = NewBattleScene(Backdrop())
    d.show(scene)
    drop(d, packed)
    assert isinstance(d.top, Dialog) and "A. Maker" in d.texts() and "CC-BY-4.0" in d.texts()
    d.click_text("Leave it")
    assert not packs.installed() and not any(isinstance(shown, Dialog) for shown in d.app.scenes)
    drop(d, packed)
    d.click_text("Install")
    assert "is yours. It stands under “New battle”" in d.texts()
    d.click_text("Continue")
    assert [found.version for _folder, found in packs.installed()] == ["2"]
    d.until(lambda: scene.card, "its card")
    assert the(scene.item).id == "small"
    assert "yours: version 2, by A. Maker, CC-BY-4.0" in d.texts()
    assert scene.picture is not None and d.button("Begin").is_enabled


@pytest.mark.parametrize("to", [ToStart(), ToPuzzles(), ToSaves(), ToSettings(), ToLessons(), ToCampaigns()])
def test_a_pack_is_dropped_on_any_menu(packed: Path, driver: Callable[..., Driver], to: Destination) -> None:
    d = driver()
    d.show(to)
    screen = d.top
    drop(d, packed)
    drop(d, packed)  # one question at a time
    d.click_text("Install")
    d.click_text("Continue")
    assert d.top is screen and len(packs.installed()) == 1


def test_over_a_battle_nothing_is_asked(packed: Path, driver: Callable[..., Driver]) -> None:
    opened = library.open_battle("grazing_rights", "both", 5)
    assert isinstance(opened, library.Opened)
    d = driver()
    d.show(ToBattle(opened))
    screen = d.top
    drop(d, packed)
    assert d.top is screen and not packs.installed()


def test_what_is_no_pack_is_told_and_nothing_is_installed(packed: Path, driver: Callable[..., Driver]) -> None:
    packed.write_bytes(packed.read_bytes()[:500])
    d = driver()
    d.show(NewBattleScene(Backdrop()))
    drop(d, packed)
    assert isinstance(d.top, Dialog) and "it is no pack, or a damaged one" in d.texts()
    assert not packs.installed() and not list(paths.user_maps_dir().glob("small*"))
