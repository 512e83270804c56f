"""A stranger's way through the first page: its commands are run in their order, as they stand, in an empty home."""

from __future__ import annotations

import re
import shlex
import shutil
import struct
from collections.abc import Callable, Iterator
from pathlib import Path

import khalkhin.ui.app
import pytest
from khalkhin import paths
from khalkhin.cli import main
from khalkhin.scenario import load

from tests.handbook import kitchen

PAGE = (kitchen.PAGES / "first-map.md").read_text(encoding="utf-8")
Say = Callable[[str], str]


def commands() -> Iterator[str]:
    """The commands of the page in blocks of their own, then those in its last part."""
    for _kind, block in re.findall(r"(?ms)^```(\w*)\n(.*?)^```$", PAGE):
        yield from (line for line in block.splitlines() if line.startswith("khalkhin "))
    yield from re.findall(r"`(khalkhin (?:new|render) [^`]+)`", PAGE.split("## What next")[1])


@pytest.fixture
def say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Say:
    """Give a command in an empty home and folder; what it answers, if it goes well. No window opens."""
    monkeypatch.setenv("KHALKHIN_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "200")
    (tmp_path / "desk").mkdir()
    monkeypatch.chdir(tmp_path / "desk")

    def run(scenario: str, side: str | None, *_more: object, watch: bool = False, **_rest: object) -> int:
        loaded = load(scenario)
        print(f"{loaded.title} is played by {side}, {'watched' if watch else 'as it is'}")
        return 0

    monkeypatch.setattr(khalkhin.ui.app, "run", run)

    def say(command: str) -> str:
        capsys.readouterr()
        # One battle tells as much of the command as eight.
        assert main(shlex.split(command.replace("--games 8", "--games 1"))[1:]) == 0, command
        return capsys.readouterr().out

    return say


def test_the_commands_of_the_page_lead_from_nothing_to_a_pack_and_back(say: Say, tmp_path: Path) -> None:
    told: list[tuple[str, str]] = []
    given = list(commands())
    at = next(n for n, command in enumerate(given) if command.startswith("khalkhin install"))
    for command in given[:at]:
        told.append((command, say(command)))
    # Somebody else, with nothing of his own.
    shutil.rmtree(tmp_path / "home")
    for command in given[at : at + 3]:
        told.append((command, say(command)))
        if "install" in command:
            assert load("border-post").title == "Border post"
    for command in given[at + 3 :]:
        if "border-post" in command:
            say("khalkhin new border-post")
        told.append((command, say(command)))

    answers = [(command.split()[1], answer) for command, answer in told]
    assert [word for word, _answer in answers] == [
        "new", "play", "check", "simulate", "play", "pack", "install", "list", "remove", "new", "render",
    ]  # fmt: skip
    by_word = dict(answers)
    assert "0 errors, 0 warnings" in by_word["check"] and "of 1" in by_word["simulate"]
    assert "Border post is played by japanese, watched" in by_word["play"]
    assert "yours: version 1.0, by A. Maker, CC-BY-4.0" in by_word["list"]
    assert not (paths.user_maps_dir() / "border-post" / "pack.toml").exists()
    assert load("tall").board.layout.stagger_axis == "y" and Path("map.png").is_file()


def test_what_the_page_says_lies_in_the_folder_lies_there(say: Say) -> None:
    say("khalkhin new border-post")
    folder = paths.user_maps_dir() / "border-post"
    named = [name for row in re.findall(r"(?m)^border-post/([\w.-]+(?:, \w+)?)", PAGE) for name in row.split(", ")]
    assert {path.name for path in folder.iterdir()} == set(named)
    layers = re.findall(r'<(?:layer|objectgroup)[^>]* name="([^"]+)"', (folder / "map.tmx").read_text(encoding="utf-8"))
    assert [f"`{layer}`" in PAGE for layer in layers] == [True] * 7
    for template in re.findall(r"`([\w-]+\.tx)`", PAGE):
        assert (folder / "templates" / template).is_file()


def test_a_bridge_pulled_off_the_river_is_the_fault_that_the_page_tells_of(
    say: Say, capsys: pytest.CaptureFixture[str]
) -> None:
    say("khalkhin new border-post")
    kitchen.put_on_the_map(paths.user_maps_dir() / "border-post", [("Road bridge", "hex", "6,7")])
    assert main(["check", "border-post"]) == 1
    told = capsys.readouterr().out.splitlines()
    assert 'crossings/"Road bridge": ' in told[0] and " — " in told[0] and told[-1].startswith("1 error,")


PICTURES = sorted((kitchen.PAGES / "pictures").glob("*.png"))


def test_pictures_are_small_and_each_is_shown() -> None:
    shown = {
        name for page in kitchen.PAGES.glob("*.md") for name in re.findall(r"\]\(pictures/([^)]+)\)", page.read_text())
    }
    assert shown == {picture.name for picture in PICTURES}
    for picture in PICTURES:
        data = picture.read_bytes()
        wide, high = struct.unpack(">II", data[16:24])
        assert len(data) < 155_000 and 500 < wide <= 1280 and 400 < high <= 800
