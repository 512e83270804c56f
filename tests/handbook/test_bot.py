"""The bot of the page is a package of its own, found by its entry point, and fights by the commands of the page."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from khalkhin.scenario.making import new

from tests import guard
from tests.handbook import kitchen

PAGE = (kitchen.PAGES / "bot.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"(?ms)^`(hunter/[^`]+)`\n\n```\w+\n(.*?)^```$", PAGE))


@pytest.fixture
def world(tmp_path: Path) -> dict[str, str]:
    """An environment in which the package is installed as a wheel of it would be, beside a new scenario."""
    for name in FILES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(FILES[name], encoding="utf-8")
    project = tomllib.loads(FILES["hunter/pyproject.toml"])
    about = tmp_path / "hunter" / "hunter-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: hunter\nVersion: 1.0\n")
    ((group, players),) = project["project"]["entry-points"].items()
    rows = "".join(f"{name} = {value}\n" for name, value in players.items())
    (about / "entry_points.txt").write_text(f"[{group}]\n{rows}")
    home = tmp_path / "home"
    (home / "maps").mkdir(parents=True)
    new.create("border-post", home / "maps", 20, 15, kitchen.LAYOUT)
    path = os.pathsep.join([str(tmp_path / "hunter"), *sys.path])
    return {**os.environ, "KHALKHIN_HOME": str(home), "PYTHONPATH": path, "COLUMNS": "200"}


def test_its_first_battle_is_fought_as_the_page_says(world: dict[str, str], tmp_path: Path) -> None:
    (command,) = re.findall(r"(?m)^khalkhin (simulate border-post .*)$", PAGE)
    assert "--turns" in command
    fought = subprocess.run(
        [sys.executable, "-m", "khalkhin", *command.split()],
        env=world, cwd=tmp_path, capture_output=True, text=True, timeout=guard.SECONDS, check=False,
    )  # fmt: skip
    assert fought.returncode == 0, fought.stderr
    assert "2 battles were cut short" in " ".join(fought.stdout.split()) and "hunter" not in fought.stderr


def test_what_it_does_wrong_ends_the_battle_with_a_line(world: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "hunter" / "hunter.py"
    file.write_text(FILES["hunter/hunter.py"].replace("default=EndTurn()", 'default="end"'), encoding="utf-8")
    fought = subprocess.run(
        [sys.executable, "-m", "khalkhin", "simulate", "border-post", "--ai", "soviet=hunter", "--games", "1"],
        env=world, cwd=tmp_path, capture_output=True, text=True, timeout=guard.SECONDS, check=False,
    )  # fmt: skip
    told = fought.stdout + fought.stderr
    assert fought.returncode == 1 and "hunter" in told and "Traceback" not in told
