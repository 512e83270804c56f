"""Files that come with the game and are gone, empty or spoilt: the screens that show them say so, no screen falls over,
and all else can be done as before."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pygame
import pytest
from khalkhin import paths
from khalkhin.cli import main
from khalkhin.scenario.tables import history
from khalkhin.ui.destinations import (
    Destination,
    ToHelp,
    ToHistory,
    ToLegend,
    ToNewBattle,
    ToRules,
    ToSettings,
    ToStart,
)
from khalkhin.ui.legend.screen import LegendScene
from khalkhin.ui.legend.signs import PAGES
from khalkhin.ui.menus.rulebook import RulebookScene
from khalkhin.ui.scene import Scene

from tests.covering import covering
from tests.harness.dealt import dealt
from tests.harness.window_sizes import SCREENS
from tests.ui.driver import Driver

Make = Callable[..., Driver]
HARMS: dict[str, Callable[[Path], object]] = {
    "gone": lambda path: None,
    "empty": lambda path: path.write_bytes(b""),
    "spoilt": lambda path: path.write_bytes(b'\xff\xfe\x00 {[<"' * 9),
    "other words": lambda path: path.write_text('"words"', encoding="utf-8"),
    "a folder": Path.mkdir,
}
SECTIONS = ("chronology", "armies", "places", "account", "supply")
#: Harmed at once: none of them is read only where another can be, but where rules can.
FILES = {
    "texts and looks": (
        "rulebook.md",
        *(f"history/{name}.toml" for name in SECTIONS),
        *("theme/khalkhin.json", "theme/contrast.json", "theme/icon.png"),
    ),
    "rules": ("rules/combat.toml",),
}
SHOWN: tuple[Callable[[], Scene | Destination], ...] = (
    ToStart,
    ToNewBattle,
    ToSettings,
    ToHelp,
    ToLegend,
    ToRules,
    lambda: ToRules("supply"),
    SCREENS["search"],
    *(lambda at=at: ToHistory(at, "nowhere") for at in SECTIONS),
)
KEYS = (pygame.K_DOWN, pygame.K_a, pygame.K_BACKSPACE, pygame.K_PAGEDOWN, pygame.K_END, pygame.K_UP, pygame.K_RIGHT)


@pytest.fixture
def assets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The game's own files, to be harmed."""
    copy = tmp_path / "assets"
    shutil.copytree(paths.assets_dir(), copy, ignore=shutil.ignore_patterns("art", "sounds"))
    monkeypatch.setattr(paths, "assets_dir", lambda: copy)
    monkeypatch.setenv("KHALKHIN_HOME", str(tmp_path / "home"))
    forget()
    yield copy
    forget()


def forget() -> None:
    """Read the tables of the history again."""
    for table in (history.account, history.chronology, history.country, history.battles, history.supply):
        table.cache_clear()


def harm(path: Path, how: str) -> None:
    path.unlink()
    HARMS[how](path)


@pytest.mark.parametrize(("how", "what"), covering(list(HARMS), list(FILES)))
def test_no_screen_falls_over_a_file_of_the_game_that_is_damaged(
    driver: Make, assets: Path, what: str, how: str
) -> None:
    for file in FILES[what]:
        harm(assets / file, how)
    d = driver((1280, 720))
    d.app.change_settings(replace(d.app.settings, contrast=True))
    with dealt():
        for make in SHOWN:
            d.show(make())
            for key in KEYS:
                d.key(key)
    assert not d.ended


@pytest.mark.parametrize(
    "content",
    [
        '{"button": ["font"]}',
        '{"button": {"misc": {"shape": "rectangle"}}}',
        '{"button": {"font": "large"}}',
        '{"button": {"font": {"size": 14}}}',
        '{"button": {"font": {"size": "large"}}}',
        '{"button": {"font": {"size": "-5"}}}',
        '{"button": {"font": {"size": "999999"}}}',
        '{"button": {"misc": {"text_horiz_alignment_padding": "nan"}}}',
        '{"button": {"misc": {"shape": "egg"}, "colours": {"normal_bg": "mud"}}}',
    ],
)
def test_a_theme_of_another_shape_makes_controls_plain(driver: Make, assets: Path, content: str) -> None:
    for name in ("khalkhin", "contrast"):
        (assets / "theme" / f"{name}.json").write_text(content, encoding="utf-8")
    d = driver((1280, 720))
    d.app.change_settings(replace(d.app.settings, contrast=True))
    d.show(ToSettings())
    assert d.texts() and not d.ended


@pytest.mark.parametrize("how", HARMS)
def test_the_page_that_cannot_be_shown_says_so(
    driver: Make, assets: Path, how: str, capsys: pytest.CaptureFixture[str]
) -> None:
    d = driver((1280, 720))
    for name, at in (("account", "account"), ("armies", "armies"), ("chronology", "chronology"), ("supply", "supply")):
        harm(assets / "history" / f"{name}.toml", how)
        forget()
        d.show(ToHistory(at))
        assert "This page cannot be shown" in d.texts(), name
    harm(assets / "rulebook.md", how)
    d.show(ToRules("supply"))
    assert isinstance(d.top, RulebookScene)
    assert "The rulebook cannot be read" in d.texts() and "Install the game again" in d.texts()
    if how != "other words":  # they are printed
        assert main(["rulebook"]) == 1
        assert "The rulebook cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize(("how", "file"), covering(list(HARMS), ["terrain.tsx", "terrain@2x.png"]))
def test_the_signs_of_the_map_are_shown_on_plain_ground_where_its_pictures_are_damaged(
    driver: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, how: str
) -> None:
    shutil.copytree(paths.maps_dir() / "tilesets", tmp_path / "tilesets")
    monkeypatch.setattr(paths, "maps_dir", lambda: tmp_path)
    harm(tmp_path / "tilesets" / file, how)
    d = driver((1280, 720), scale=2.0)
    d.show(ToLegend())
    for _ in PAGES:
        d.key(pygame.K_DOWN)
    assert isinstance(d.top, LegendScene)


def test_tables_of_the_rules_that_are_gone_are_told_where_the_rules_would_be(driver: Make, assets: Path) -> None:
    harm(assets / "rules" / "combat.toml", "gone")
    d = driver((1280, 720))
    d.show(ToRules())
    assert "The rules' tables cannot be read." in d.texts()
