"""One fault in a file, and exactly what is said of it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pygame
import pytest
from khalkhin.scenario import ScenarioError, check, load
from khalkhin.scenario.making import new

from tests.narrow import the
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


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A new scenario. Its map has tiles of all kinds in any order, and several layers of them."""
    return new.create("mine", tmp_path, *new.USUAL, new.layout())


def ground_of(folder: Path) -> list[str]:
    """The tile numbers of the ground of a map."""
    return the(re.search("csv.>([^<]*)<", (folder / "map.tmx").read_text(encoding="utf-8")))[1].split(",")


def told_of(folder: Path, *edits: tuple[str, str, str]) -> list[str]:
    for name, old, new_ in edits:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new_, 1), encoding="utf-8")
    return [str(i).replace(f"{folder.as_posix()}/", "") for i in check(folder) if i.severity != "note"]


@pytest.mark.parametrize("kind", ["dunes", "marsh", "upland"])
def test_a_tile_is_told_of_where_it_is_described_however_many_the_map_uses_before_it(large: Path, kind: str) -> None:
    """The library that reads the map counts its tiles anew, in the order in which it meets them."""
    tileset = large / "tilesets/terrain.tsx"
    text = tileset.read_text(encoding="utf-8")
    drawn = {int(n) - 1 for n in ground_of(large)}
    row = re.compile(r'<tile id="(\d+)"[^>]*>\s*<properties>\s*<property name="(terrain)" value="(\w+)"')
    tile = next(found for found in row.finditer(text) if found[3] == kind and int(found[1]) in drawn)
    line = text.count("\n", 0, tile.start()) + 1
    tileset.write_text(f"{text[: tile.start(3)]}{kind}-hills{text[tile.end(3) :]}", encoding="utf-8")
    (issue,) = told_of(large)
    assert issue.startswith(f'tilesets/terrain.tsx:{line}: tile {tile[1]}: the terrain "{kind}-hills" is unknown')
    tileset.write_text(f"{text[: tile.start(2)]}ground{text[tile.end(2) :]}", encoding="utf-8")
    (issue,) = told_of(large)
    assert f'or give tile {tile[1]} of the tileset "terrain.tsx" a terrain in Tiled' in issue


def test_a_map_that_is_not_as_large_as_its_layers_is_one_fault(large: Path) -> None:
    assert told_of(large, ("map.tmx", 'width="20" height="15" tilewidth', 'width="17" height="15" tilewidth')) == [
        "map.tmx:2: the map is 17 by 15 hexes, and all its tile layers 20 by 15 — resize the map in Tiled"
    ]


FOREST = 'format = 1\n[terrain.forest]\nname = "Forest"\ncost = { foot = 3 }\n'


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (FOREST.replace("[terrain.forest]", "[terrain.steppe]"), "terrain.toml:2: the game has a kind of ground"),
        (FOREST.replace("[terrain.forest]", "[terrain.forest"), "terrain.toml:2: this is not TOML"),
        (FOREST.replace("foot = 3", "feet = 3"), "terrain.toml:4: cost.feet"),
    ],
)
def test_ground_that_a_faulty_table_may_have_meant_is_not_told_as_well(large: Path, written: str, told: str) -> None:
    (large / "terrain.toml").write_text(written, encoding="utf-8")
    (issue,) = told_of(large, ("tilesets/terrain.tsx", 'value="dunes"', 'value="forest"'))
    assert issue.startswith(told)


def test_a_unit_type_whose_symbol_cannot_be_drawn_is_not_told_as_well(large: Path) -> None:
    (large / "symbols").mkdir()
    pygame.image.save(pygame.Surface((4, 4)), large / "symbols" / "skis.png")
    type_ = '[unit_types.rifle-regiment]\nsymbol = "skis"\n[[timeline]]'
    (issue,) = told_of(large, ("scenario.toml", "[[timeline]]", type_))
    assert issue.startswith("symbols/skis.png: it has 4 by 4 pixels")


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
