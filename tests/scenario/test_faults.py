"""One fault in a file, and exactly what is said of it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from khalkhin.scenario import ScenarioError, load

from tests.scenario.maker import write

pytestmark = pytest.mark.usefixtures("rules_read_once")

FAULTS = tomllib.loads((Path(__file__).parent / "faults.toml").read_text(encoding="utf-8"))["fault"]


@pytest.mark.parametrize("fault", FAULTS, ids=[f["name"] for f in FAULTS])
def test_one_fault_gives_its_issue(tmp_path: Path, fault: dict[str, Any]) -> None:
    files = write(tmp_path)
    files.change(fault["file"], fault["old"], fault["new"])
    assert files.told() == fault["issues"]
    if all(": warning: " in issue for issue in fault["issues"]):
        assert load(files.folder).title == "Small scenario"
    else:
        with pytest.raises(ScenarioError) as error:
            load(files.folder)
        assert {str(i) for i in error.value.issues} == {str(i) for i in files.issues()}


def test_there_is_one_fault_at_a_time_and_each_has_its_own_name() -> None:
    assert len({f["name"] for f in FAULTS}) == len(FAULTS) >= 40
    assert all(f["old"] != f["new"] for f in FAULTS)


def test_the_scenario_without_a_fault_has_no_issues(tmp_path: Path) -> None:
    files = write(tmp_path)
    assert files.told() == []
    assert load(files.folder).id == "small"


def test_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    files = write(tmp_path)
    files.change("toml", "turns = 6", "turns = 0")
    files.change("tsx", 'value="dunes"', 'value="dune"')
    files.change("map", 'value="ru-175"', 'value="ru 175"')
    files.change("map", "0,56 16,84 0,112", "0,56 0,112")
    told = files.told()
    assert [t.split(":")[0] for t in told] == [
        "small/scenario.toml",
        "tilesets/terrain.tsx",
        "small/map.tmx",
        "small/map.tmx",
    ]


def test_many_faults_alike_are_counted(tmp_path: Path) -> None:
    files = write(tmp_path)
    files.change("map", "1,1,1,1,1,1,1,1,\n1,2", "0,0,0,0,0,0,0,0,\n0,2")
    told = files.told()
    assert len(told) == 9
    assert told[-1] == "small/map.tmx:4: terrain: warning: 1 more like this (hexes without terrain)"


def test_a_battle_about_nothing(tmp_path: Path) -> None:
    files = write(tmp_path)
    text = files.map.read_text(encoding="utf-8")
    start, end = text.index('  <object id="12"'), text.index('  <object id="14"')
    files.map.write_text(text[:start] + text[end:], encoding="utf-8")
    files.change("toml", ', "Nomonhan"]', "]")
    files.change("toml", 'hold = ["West bridge"]\n', "")
    assert files.told() == ["small/map.tmx:93: there is no objective — place an Objective in the layer places"]


def test_the_order_of_layers_does_not_matter(tmp_path: Path) -> None:
    files = write(tmp_path)
    before = load(files.folder).digest
    text = files.map.read_text(encoding="utf-8")
    start, end = text.index(' <objectgroup id="3"'), text.index(' <objectgroup id="4"')
    roads = text[start:end]
    files.map.write_text((text[:start] + text[end:]).replace("</map>", roads + "</map>"), encoding="utf-8")
    assert load(files.folder).digest == before


STORY = tomllib.loads((Path(__file__).parent / "storyfaults.toml").read_text(encoding="utf-8"))["fault"]
#: A line of a file; in faults of the timeline counted from its first.
PLACE = re.compile(r"[\w./-]+:(\d+|\+\d+|above)(:|$)")


def test_every_fault_has_an_exact_place_and_a_cure() -> None:
    told = [(fault["name"], issue.strip()) for fault in (*FAULTS, *STORY) for issue in fault["issues"]]
    assert len(FAULTS) + len(STORY) >= 220
    assert [name for name, issue in told if not PLACE.match(issue)] == []
    assert [name for name, issue in told if len(issue.partition(" — ")[2]) < 6] == []


def test_a_fault_shows_the_hexes_that_it_is_about(tmp_path: Path) -> None:
    files = write(tmp_path)
    files.change("tsx", 'value="dunes"', 'value="dune"')
    files.change("map", 'value="ru-175"', 'value="ru-24"')
    files.change("map", "48,28 96,0 144,28 192", "48,28 96,12 144,28 192")
    assert [issue.hexes for issue in files.issues() if issue.is_error] == [((5, 2),), ((2, 2),), ((2, 2),)]
