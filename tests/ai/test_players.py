"""Computer players by name: the game's own, and those that other packages bring by entry point."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from khalkhin import ai
from khalkhin.cli import main

BROUGHT = '''
from khalkhin.core.orders.orders import EndTurn, Move


class Idle:
    """Ends every turn; a choice that waits is answered for it by nobody, so it plays where there is none."""

    def __init__(self, seed):
        self.seed = seed

    def next_order(self, view):
        return EndTurn()


class Cheat(Idle):
    def next_order(self, view):
        return Move("nobody", (0, 0))


class Clumsy(Idle):
    def next_order(self, view):
        raise KeyError("a map of my own")


class Mute(Idle):
    def next_order(self, view):
        return None


class NoPlayer:
    def __init__(self, seed):
        pass
'''
ENTRIES = """[khalkhin.players]
sleepy = brought:Idle
cheat = brought:Cheat
clumsy = brought:Clumsy
mute = brought:Mute
none = brought:NoPlayer
gone = brought:Gone
staff = brought:Idle
"""


@pytest.fixture
def brought(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Another package with players, as pip would have installed it."""
    (tmp_path / "brought.py").write_text(BROUGHT, encoding="utf-8")
    info = tmp_path / "brought-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: brought\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(ENTRIES, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


def test_players_of_other_packages_are_listed_after_the_games_own(brought: Path) -> None:
    assert ai.names() == (
        "staff-easy",
        "staff",
        "staff-hard",
        "random",
        "idle",
        "flee",
        "greedy",
        "cutter",
        "cheat",
        "clumsy",
        "gone",
        "mute",
        "none",
        "sleepy",
    )


def test_a_brought_player_commands_its_side_in_a_process_of_its_own_too(brought: Path) -> None:
    words = ["simulate", "the_64th", "--ai", "japanese=sleepy", "--turns", "2", "--games", "2", "--jobs", "2", "--json"]
    path = os.pathsep.join([str(brought), str(Path(ai.__file__).parents[2])])
    run = subprocess.run(
        [sys.executable, "-m", "khalkhin", *words],
        env={**os.environ, "PYTHONPATH": path, "KHALKHIN_HOME": str(brought / "home")},
        capture_output=True,
        text=True,
        check=True,
    )
    games = json.loads(run.stdout)["games"]
    assert [g["players"] for g in games] == [{"japanese": "sleepy", "soviet": "staff"}] * 2


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("cheat", 1, "The player 'cheat' failed as japanese on turn 1"),
        ("clumsy", 1, "KeyError: 'a map of my own'"),
        ("mute", 1, "it gave None, which is no order"),
        ("none", 1, "brought:NoPlayer gives NoPlayer, which has no next_order"),
        ("gone", 1, "the player 'gone' cannot be had"),
        ("nobody", 2, "no computer player is called 'nobody'"),
    ],
)
def test_what_a_brought_player_does_wrong_is_told_in_a_line(
    brought: Path, capsys: pytest.CaptureFixture[str], name: str, code: int, words: str
) -> None:
    assert main(["simulate", "the_64th", "--ai", f"japanese={name}", "--turns", "1"]) == code
    told = capsys.readouterr().err
    assert words in told and len(told.splitlines()) == 1


def test_the_games_own_names_cannot_be_taken(brought: Path) -> None:
    assert type(ai.make("staff")).__name__ == "StaffPlayer"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (["staff,random,staff"], "--ai takes one or two players"),
        (["french=staff"], "no side is called 'french'"),
    ],
)
def test_sides_are_named_as_the_scenario_names_them(
    capsys: pytest.CaptureFixture[str], given: list[str], words: str
) -> None:
    assert main(["simulate", "the_64th", "--ai", *given]) == 2
    assert words in capsys.readouterr().err
