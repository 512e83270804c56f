"""The menu's first picture waits for nothing that it does not show; the rest is loaded behind it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from khalkhin import paths
from khalkhin.play.session.settings import SOUND, Settings, load_settings

from tests.guard import SECONDS

#: Looks at what is loaded when the window, opened as a player opens it, has shown its first picture; then turns the
#: loop until the rest is there, and looks again.
PROGRAM = """
import sys, time
from khalkhin.cli import main
from khalkhin.ui.app import App
EARLY = ("khalkhin.core", "khalkhin.scenario", "khalkhin.ai", "pydantic", "pytmx", "matplotlib")
drawn = App.draw
def draw(app):
    drawn(app)
    if app.frames == 1:
        print("shown", type(app.top).__name__, app.seen)
        print("early", *sorted(name for name in list(sys.modules) if name.startswith(EARLY)))
App.draw = draw
stepped = App.step
def step(app, dt):
    stepped(app, dt)
    if app.desk.ready:
        print("then", *(name for name in REST if name in sys.modules))
        app.code = 0
App.step = step
from khalkhin.ui.router import REST
sys.exit(main([]))
"""


def opened(home: Path, program: str = PROGRAM) -> dict[str, list[str]]:
    """What a program says, line by line."""
    run = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        env={**os.environ, "KHALKHIN_HOME": str(home), "SDL_VIDEODRIVER": "dummy", "SDL_AUDIODRIVER": "dummy"},
    )
    assert run.returncode == 0, run.stderr
    lines = [line.split() for line in run.stdout.splitlines()]
    return {line[0]: line[1:] for line in lines if line and line[0] in ("shown", "early", "then")}


@pytest.mark.parametrize("kept", ["nothing", "a battle and settings"])
def test_the_first_picture_comes_before_the_rules_are_loaded(kept: str, own_home: Path) -> None:
    if kept != "nothing":
        for folder, name in ((paths.saves_dir(), "a-001.journal"), (paths.config_dir(), "settings.json")):
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text('{"volume": 0.0}', encoding="utf-8")
    found = opened(own_home)
    assert found["shown"] == ["StartScene", "True"]
    assert found["early"] == []
    assert "khalkhin.ui.menus.new_battle" in found["then"] and "khalkhin.ui.battle.battle" in found["then"]


#: Opens a battle as a player does and looks at what is loaded when its first screen is whole; then turns the loop until
#: the rest is there, and looks again.
BATTLE = """
import sys
from khalkhin.cli import main
from khalkhin.ui.app import App
stepped, shown = App.step, []
def step(app, dt):
    stepped(app, dt)
    ready = app.desk.ready
    loaded = sorted(name for name in list(sys.modules) if name.startswith("khalkhin."))  # others are still coming
    if app.top.map is not None and not shown:
        shown.append(type(app.top).__name__)
        print("shown", *shown)
        print("early", *loaded)
    elif ready:
        print("then", *loaded)
        app.code = 0
App.step = step
sys.exit(main(["play", "grazing_rights", "--seed", "1"]))
"""
#: What the first screen of a battle does not show, by the beginnings of the modules' names.
LATER = (
    "ai.staff",
    "ai.yardsticks",
    "play.campaign.battles",
    "play.measure",
    "scenario.making",
    "scenario.packs",
    "text.manual",
    "ui.battle",
    "ui.panels.layers",
    "ui.ports.library",
)


def test_the_first_screen_of_a_battle_waits_for_nothing_that_it_does_not_show(own_home: Path) -> None:
    found = opened(own_home, BATTLE)
    assert found["shown"] == ["BriefingScene"] and "khalkhin.core.engine" in found["early"]
    assert "khalkhin.ui.battle.battle" in found["then"]
    early = [name.removeprefix("khalkhin.") for name in found["early"]]
    assert not [name for name in early if name.startswith(LATER)]


@pytest.mark.parametrize("name", SOUND)
def test_every_setting_takes_its_own_value_and_no_nonsense(name: str, tmp_path: Path) -> None:
    path, usual = tmp_path / "settings.json", getattr(Settings(), name)
    good = {
        "unasked": '["idle"]',
        "window": "[1, 2, 3, 4]",
        "ui_scale": "2",
        "speed": "0",
        "texts": '"de"',
        "keys": '[["end_turn", "x"]]',
        "played": '[["the_64th", "japanese"]]',
    }
    switch = {True: "false", False: "true"}
    value = good.get(name) or (switch[usual] if isinstance(usual, bool) else "0.25")
    path.write_text(f'{{"{name}": {value}, "another": 1}}', encoding="utf-8")
    found = load_settings(path)
    assert getattr(found, name) != usual and hash(found) is not None
    for nonsense in ("9e999", "NaN", "-1", '"x"', "[[]]", "{}", "[1, 2]", "[true, 1, 2, 3]", "[1, 2, 3, 99999999]"):
        path.write_text(f'{{"{name}": {nonsense}}}', encoding="utf-8")
        assert load_settings(path) == Settings(), nonsense
    if not isinstance(usual, bool):
        path.write_text(f'{{"{name}": true}}', encoding="utf-8")
        assert load_settings(path) == Settings()


@pytest.mark.parametrize("content", [b"", b"[1]", b"\xff\xfe", b"{", b"[" * 30_000, b'"x"', b"null", b"1" * 30_000])
def test_settings_that_are_no_table_are_set_aside(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    assert load_settings(path) == Settings()
    assert (tmp_path / "settings.json.damaged").read_bytes() == content and not path.exists()
