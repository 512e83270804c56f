"""Texts of lessons and puzzles in other languages, and what the check says of puzzles."""

from __future__ import annotations

import json
import shutil
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from khalkhin import paths
from khalkhin.cli import main
from khalkhin.play.puzzles import shelf
from khalkhin.play.puzzles.code import code_of
from khalkhin.play.puzzles.reader import PuzzleTable, load_puzzle
from khalkhin.scenario import catalog
from khalkhin.scenario.catalog import text_languages
from khalkhin.scenario.lessons.course import Course, Part
from khalkhin.scenario.lessons.reader import folder, load_course
from khalkhin.scenario.texts.files import file_of

SHARED = """format = 1
title = "On other ground"
text = "Take the hill."
side = "japanese"
turns = 2
scenario = "the_64th"
goal = [ { lost = { side = "soviet", steps = 30 } } ]
"""


@pytest.fixture
def there(tmp_path: Path) -> Path:
    """A lesson, a puzzle with ground of its own and one without, where maps find their tilesets."""
    maps = tmp_path / "maps"
    shutil.copytree(paths.maps_dir() / "tilesets", maps / "tilesets")
    shutil.copytree(folder() / "fords", maps / "own" / "fords")
    shutil.copytree(shelf.shipped() / "cut_the_road", maps / "own" / "cut_the_road")
    (maps / "own" / "shared").mkdir()
    (maps / "own" / "shared" / "puzzle.toml").write_text(SHARED, encoding="utf-8")
    return maps / "own"


def rows(place: Path) -> dict[str, Any]:
    return dict(tomllib.loads(file_of(place, "de").read_text(encoding="utf-8"))["texts"])


def translate(place: Path) -> None:
    """Write a file with every text of a folder translated, which begins with a mark."""
    assert main(["texts", str(place), "--lang", "de"]) == 0
    lines = ["format = 1"]
    for key, row in rows(place).items():
        was = json.dumps(row["written"])
        lines += [f"[texts.{json.dumps(key)}]", f"written = {was}", f'text = "DE {was[1:]}']
    file_of(place, "de").write_text("\n".join(lines), encoding="utf-8")


def checked(place: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What the check says of a folder, without the sum."""
    capsys.readouterr()
    main(["check", str(place)])
    return capsys.readouterr().out.splitlines()[:-1]


def said(course: Course) -> list[str]:
    return [course.title, course.teaches, *(t for part in course.parts for t in (part.text, part.why, part.hint) if t)]


def test_a_lesson_is_taken_in_the_language_that_is_wanted(
    there: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = there / "fords"
    written = load_course(place)
    translate(place)
    assert checked(place, capsys) == []
    monkeypatch.setenv("LANG", "de")
    told = load_course(place)
    assert said(told) == [f"DE {text}" for text in said(written)]
    assert told.scenario.sides[0].name == f"DE {written.scenario.sides[0].name}"
    assert [p.waits for p in told.parts] == [p.waits for p in written.parts]
    assert said(load_course(place, as_written=True)) == said(written)


def test_no_text_of_a_part_or_a_puzzle_is_left_out() -> None:
    """A text that is added to them is to be translated, too: this is all that they say."""
    assert [f.name for f in fields(Part) if f.type == "str"] == ["text", "why", "hint"]
    assert [f.name for f in fields(Course) if f.type == "str"] == ["id", "title", "teaches", "side"]
    assert {"title", "text"} < set(PuzzleTable.model_fields)


@pytest.mark.parametrize("name", ["cut_the_road", "shared"])
def test_a_puzzle_is_told_in_the_language_that_is_wanted(
    there: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    place = there / name
    written = load_puzzle(place)
    translate(place)
    assert checked(place, capsys) == []
    assert {"puzzle.title", "puzzle.text"} <= set(rows(place))
    assert ("title" in rows(place)) is (name == "cut_the_road")
    monkeypatch.setenv("LANG", "de")
    told = load_puzzle(place)
    assert (told.title, told.text) == (f"DE {written.title}", f"DE {written.text}")
    assert told.table == written.table and told.start.digest() == written.start.digest()
    if name == "shared":
        assert code_of(told) == code_of(written)


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("fords", "lesson.title", "lesson.titel", 'under the key "lesson.titel" — did you mean "lesson.title"?'),
        ("fords", "{key:undo}", "", '"lesson.steps.6.text" lacks {key:undo}'),
        ("cut_the_road", "puzzle.title", "puzzle.titel", 'under the key "puzzle.titel" — did you mean'),
        ("cut_the_road", "puzzle.title", "lesson.title", 'nothing is written under the key "lesson.title"'),
        ("shared", "puzzle.title", "title", 'nothing is written under the key "title"'),
        ("shared", "DE On other", "DE\\nOn other", '"puzzle.title" has several lines'),
        ("shared", "format = 1", "format = 9", "this file of texts has format 9"),
    ],
)
def test_a_faulty_text_is_told_once(
    there: Path, capsys: pytest.CaptureFixture[str], name: str, old: str, new: str, told: str
) -> None:
    place = there / name
    translate(place)
    file = file_of(place, "de")
    text = file.read_text(encoding="utf-8")
    assert old in text
    head, _, last = text.rpartition(old)
    file.write_text(head + new + last, encoding="utf-8")
    issues = checked(place, capsys)
    assert sum(told in issue for issue in issues) == 1, issues
    assert all("texts.de.toml" in issue for issue in issues) and len(issues) <= 2


def test_files_of_no_language_are_told_once(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for place in there.iterdir():
        file_of(place, "german").write_text("format = 1\n", encoding="utf-8")
        (issue,) = checked(place, capsys)
        assert "texts.german.toml: warning: it is not read" in issue


def test_the_languages_of_puzzles_can_be_chosen(there: Path) -> None:
    paths.user_puzzles_dir().mkdir(parents=True)
    (there / "shared").rename(paths.user_puzzles_dir() / "shared")
    assert text_languages() == ()
    translate(paths.user_puzzles_dir() / "shared")
    assert text_languages() == ("de",)


def test_puzzles_of_a_folder_are_checked_each_for_itself(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("cut_the_road", "shared"):
        file = there / name / "puzzle.toml"
        file.write_text(file.read_text(encoding="utf-8").replace("turns = ", "turns = 12#"), encoding="utf-8")
        (issue,) = checked(there / name, capsys)
        assert f"{name}/puzzle.toml:" in issue
    both = checked(there, capsys)
    assert len(both) == 2 and all("turns left, not 12" in issue for issue in both)


def test_the_faults_of_a_puzzles_own_scenario_are_told_once(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = there / "cut_the_road" / "scenario.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("turns = 6", "turns = 0"), encoding="utf-8")
    (issue,) = [each for each in checked(there / "cut_the_road", capsys) if "calendar" in each]
    assert "scenario.toml" in issue


def test_a_puzzle_beside_a_scenario_is_checked_under_its_name_and_before_it_is_packed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["new", "mine", "--size", "12x10"]) == 0
    assert main(["check", "mine"]) == 0
    (catalog.locate("mine") / "puzzle.toml").write_text(SHARED.replace("turns = 2", "turnz = 2"), encoding="utf-8")
    capsys.readouterr()
    assert main(["check", "mine"]) == 1 and 'did you mean "turns"?' in capsys.readouterr().out
    assert main(["pack", "mine", "--author", "A", "--licence", "CC0"]) == 1
    assert 'did you mean "turns"?' in capsys.readouterr().err
    assert list(tmp_path.glob("*.khalkhin")) == []


@pytest.mark.parametrize("name", ["fords", "cut_the_road", "shared"])
def test_what_is_not_translated_is_told_once_of_a_file(
    there: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    place = there / name
    assert main(["texts", str(place), "--lang", "de"]) == 0
    texts = len(rows(place))
    (issue,) = checked(place, capsys)
    assert f"warning: {texts} of {texts} texts are not translated" in issue
    # Where one of them is translated, the others are counted all the same.
    key = next(iter(rows(place)))
    file = file_of(place, "de")
    head, found, rest = file.read_text(encoding="utf-8").partition('text = ""')
    assert found and key in head
    file.write_text(f'{head}text = "DE"{rest}', encoding="utf-8")
    (issue,) = checked(place, capsys)
    assert f"warning: {texts - 1} of {texts} texts" in issue
