"""A pack is looked through as a whole: a fault of anything that lies in it keeps it from being made, and from being
installed by whatever way it comes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from khalkhin import paths
from khalkhin.cli import main
from khalkhin.play.checking import check_all
from khalkhin.play.puzzles import shelf
from khalkhin.play.puzzles.reader import load_puzzle
from khalkhin.scenario import packs
from khalkhin.scenario.lessons.reader import folder as lessons
from khalkhin.ui.ports import library
from khalkhin.ui.ports.found import OpeningFault

from tests.packs import winter
from tests.scenario.maker import exchange


def puzzle(place: Path) -> None:
    exchange(place / "puzzle.toml", "jp-3", "jp-4")


def lesson(place: Path) -> None:
    exchange(place / "lesson.toml", 'side = "soviet"', 'side = "sovjet"')


def scenario(place: Path) -> None:
    exchange(place / "scenario.toml", "[calendar]", "[calendars]")


#: What is packed, the fault in it, and what is said of that.
FAULTS: dict[str, tuple[Path, Callable[[Path], None], str]] = {
    "a puzzle": (shelf.shipped() / "cut_the_road", puzzle, "jp-4"),
    "a lesson": (lessons() / "fords", lesson, "sovjet"),
    "a scenario": (shelf.shipped() / "cut_the_road", scenario, "calendars"),
}


def by_command(source: Path, capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["install", str(source)]) == 1
    return capsys.readouterr().err


def by_window(source: Path, _capsys: pytest.CaptureFixture[str]) -> str:
    """As a file that is dropped on the window is looked through."""
    found = library.offered(source)
    assert isinstance(found, OpeningFault)
    return found.text


@pytest.mark.parametrize("way", [by_command, by_window])
@pytest.mark.parametrize("what", FAULTS)
def test_a_fault_of_anything_in_it_keeps_a_pack_out(
    what: str,
    way: Callable[[Path, pytest.CaptureFixture[str]], str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("KHALKHIN_HOME", str(tmp_path / "home"))
    source, damage, said = FAULTS[what]
    shutil.copytree(paths.maps_dir() / "tilesets", tmp_path / "tilesets")
    place = tmp_path / "maps" / "guest"
    shutil.copytree(source, place)
    good, _found = packs.pack(place, tmp_path / "good.khalkhin", "A", "CC0", "1", check_all)
    assert isinstance(library.offered(good), packs.PackOffer)
    damage(place)
    assert main(["check", str(place)]) == 1 and said in capsys.readouterr().out
    assert main(["pack", str(place), "--author", "A", "--licence", "CC0", "-o", str(tmp_path / "no.khalkhin")]) == 1
    assert said in capsys.readouterr().err and not (tmp_path / "no.khalkhin").exists()
    # One that somebody has put together in another way, and the folder itself.
    bad = tmp_path / "bad.khalkhin"
    with monkeypatch.context() as lenient:
        lenient.setattr(packs, "_read_in", lambda *_given: "Guest")
        packs.pack(place, bad, "A", "CC0", "1", check_all)
    for refused in (bad, place):
        assert said in way(refused, capsys)
    assert packs.installed() == () and not list(paths.user_maps_dir().glob("*"))


def test_a_puzzle_may_name_the_scenario_that_it_comes_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KHALKHIN_HOME", str(tmp_path / "home"))
    place = tmp_path / "guest"
    shutil.copytree(shelf.shipped() / "cut_the_road", place)
    file = place / "puzzle.toml"
    file.write_text('scenario = "guest"\n' + file.read_text(encoding="utf-8"), encoding="utf-8")
    assert main(["install", str(place)]) == 0, capsys.readouterr().err
    assert load_puzzle(paths.user_maps_dir() / "guest").base == "guest"
    file.write_text(file.read_text(encoding="utf-8").replace('"guest"', '"gust"', 1), encoding="utf-8")
    assert main(["check", str(place)]) == 1 and "there is no scenario" in capsys.readouterr().out


def test_what_cannot_be_looked_at_for_other_faults_is_named(tmp_path: Path) -> None:
    for name, source in {"cut": shelf.shipped() / "cut_the_road", "fords": lessons() / "fords"}.items():
        place = tmp_path / name
        shutil.copytree(source, place)
        scenario(place)
        (note,) = [issue for issue in check_all(place) if issue.severity == "note"]
        assert ("the puzzle" if name == "cut" else "the lesson") in note.message
        exchange(place / "scenario.toml", "[calendars]", "[calendar]")
        table = place / ("puzzle.toml" if name == "cut" else "lesson.toml")
        table.write_text(table.read_text(encoding="utf-8").replace("number = ", "numbre = ", 1), encoding="utf-8")
        (note,) = [issue for issue in check_all(place) if issue.severity == "note"]
        assert "are right" in note.message
    war = winter.write(tmp_path)
    war.change("first_snow/scenario.toml", "[calendar]", "[calendars]")
    notes = [issue for issue in check_all(war.folder) if issue.severity == "note"]
    assert any("whether the names in" in note.message for note in notes)
