"""lesson.toml: each fault alone is told with its place; the shipped maps are what the script draws."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from khalkhin.play.checking import check_all
from khalkhin.scenario import ScenarioError, Severity
from khalkhin.scenario.lessons.reader import FILE, folder, ids, load_course

from tests.maps.reading import ROOT, script

pytestmark = pytest.mark.usefixtures("rules_read_once")

FIRST = "first_battle"


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    """A copy of the first lesson, in a folder that has the tilesets where its map looks for them."""
    (tmp_path / "maps").mkdir()
    shutil.copytree(folder().parent / "tilesets", tmp_path / "maps" / "tilesets")
    shutil.copytree(folder() / FIRST, tmp_path / "maps" / "lessons" / FIRST)
    return tmp_path / "maps" / "lessons" / FIRST


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('side = "soviet"', 'side = "sovjet"', '"sovjet" is no side — did you mean "soviet"?'),
        ('selected = "su-1"', 'selected = "su-9"', '"su-9" is no unit'),
        ("hexes = [[5, 1]]", "hexes = [[50, 1]]", "hex (50, 1) lies outside the map"),
        ('do = ["move su-1 5,1"]', 'do = ["march su-1 5,1"]', '"march su-1 5,1" is no order'),
        ('do = ["move su-1 5,1"]', 'do = ["move su-9 5,1"]', '"su-9" is no unit'),
        ('do = ["move su-1 5,1"]', 'do = ["end", "move su-1 5,1"]', "orders come after the end of a turn"),
        ('wait = { selected = "su-1" }', "wait = { }", "waits for 0 things"),
        ('wait = { selected = "su-1" }', 'wait = { selected = "su-1", turn = 2 }', "waits for 2 things"),
        ('wait = { selected = "su-1" }', 'wait = { selected = "su-1", hexes = [[1, 1]] }', "names hexes"),
        ('wait = { selected = "su-1" }', 'wait = { selected = "su-1", unit = "su-1" }', "names a unit"),
        ('wait = { selected = "su-1" }', 'wait = { happened = "Danced" }', '"Danced" is no event'),
        ('wait = { selected = "su-1" }', 'wait = { ordered = "dance" }', '"dance" is no order'),
        ('wait = { selected = "su-1" }', 'wait = { asked = "dance" }', 'is "dance" — known: next_unit'),
        ('point = [{ unit = "su-1" }]\nwait', "point = [{ }]\nwait", "points at 0 things"),
        ("{key:next_unit}", "{key:dance}", '"dance" is no button'),
        ("number = 1", "number = 0", "number"),
        ("format = 1", "format = 2", "this lesson has format 2"),
    ],
)
def test_a_fault_is_told_with_its_place(lesson: Path, old: str, new: str, said: str) -> None:
    file = lesson / FILE
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    issues = [issue for issue in check_all(lesson) if issue.severity is not Severity.NOTE]
    assert len(issues) == 1 and said in str(issues[0]) and f"{FILE}:" in issues[0].where, [str(i) for i in issues]
    with pytest.raises(ScenarioError):
        load_course(lesson)


def test_a_lesson_ends_with_something_to_read(lesson: Path) -> None:
    file = lesson / FILE
    text = file.read_text(encoding="utf-8")
    last = text.rindex("[[steps]]")
    file.write_text(text[:last], encoding="utf-8")
    (issue,) = [issue for issue in check_all(lesson) if issue.severity is not Severity.NOTE]
    assert "the last step does not wait to be read" in issue.message


def test_shipped_lessons_are_whole_and_those_of_a_folder_are_checked_together(lesson: Path) -> None:
    assert check_all(folder()) == ()
    (lesson / FILE).write_text("format = 1", encoding="utf-8")
    assert len(check_all(lesson.parent)) > 1


@pytest.mark.parametrize("lesson", ids())
def test_the_maps_of_lessons_are_what_the_script_draws(lesson: str) -> None:
    drawn = script("maps/make/build.py")["lessons"]
    kept = ROOT / "maps" / "lessons" / lesson / "map.tmx"
    assert kept.read_text(encoding="utf-8") == drawn.text(drawn.LESSONS[lesson])
    assert set(ids()) == set(drawn.LESSONS)
