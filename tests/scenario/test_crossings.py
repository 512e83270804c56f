"""Crossings that contradict the map, and tables of engineers and guns that contradict themselves."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from khalkhin import paths
from khalkhin.core.model.scenario import Scenario
from khalkhin.scenario import ScenarioError, load_rules
from khalkhin.scenario.checks import check_scenario
from khalkhin.scenario.issues import Report

from tests.scenarios import small_scenario

pytestmark = pytest.mark.usefixtures("rules_read_once")


def told(scenario: Scenario) -> list[str]:
    report = Report()
    check_scenario(scenario, "map.tmx", {}, report)
    return [str(i) for i in report.issues if "pontoon" in str(i)]


def island(rows: list[str], river: list[tuple[tuple[int, int], tuple[int, int], str]]) -> Scenario:
    """Wheels and tracks only: nobody swims. The pontoon lies in the east, between (5, 0) and (5, 1)."""
    units = [("t", "tank-brigade", "soviet", (0, 0)), ("j", "motor-rifle-regiment", "japanese", (0, 2))]

    return small_scenario(
        rows=rows,
        units=units,
        hexsides=[*river, ((5, 0), (5, 1), "river")],
        crossings=[((5, 0), (5, 1), "pontoon")],
        sources=[("soviet", (0, 0)), ("japanese", (0, 2))],
        objectives=[("Home", (0, 0), "soviet")],
    )


def test_a_pontoon_that_no_unit_can_reach_is_told() -> None:
    wall = [((3, r), (4, r), "river") for r in range(3)] + [((3, r), (4, r + 1), "river") for r in range(2)]
    open_ = told(island(["......"] * 3, []))
    shut = told(island(["......"] * 3, wall))
    assert open_ == []
    assert shut == [
        "map.tmx: warning: no unit can ever get to the pontoon between (5, 0) and (5, 1) — move it, or open a way"
    ]


def test_a_crossing_into_a_lake_is_told() -> None:
    assert told(island(["......", ".....L", "......"], [])) == [
        "map.tmx: hex (5, 1) is lake: the pontoon leads where no unit can go — move it or change the terrain"
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "issue"),
    [
        ("engineering.toml", "pontoon = 2", "pontoon = 0", ":5: engineering.pontoon is 0 — the least is 1"),
        ("engineering.toml", "unprepared = 4", "unprepared = 8", ":9: engineering.unprepared is 8 — the most is 7"),
        ("engineering.toml", "mine = 1", "mnie = 1", ':8: unknown key "mnie" — did you mean "mine"?'),
        (
            "engineering.toml",
            "repair = 2",
            'repair = "1"',
            ':6: engineering.repair is "1" — write a whole number, without quotes',
        ),
        (
            "combat.toml",
            "columns = [1, 8, 16, 28]",
            "columns = [1, 8, 28, 16]",
            "combat.shelling has columns that do not rise",
        ),
        ("combat.toml", "columns = [1, 8, 16, 28]", "columns = [1, 8, 16]", "has 4 rows of results for 3 columns"),
        (
            "combat.toml",
            "ammunition = -1",
            "amunition = -1",
            'names "amunition", which the assault does not know — did you mean "ammunition"?',
        ),
    ],
)
def test_a_bad_table_is_told_with_its_line(tmp_path: Path, file: str, old: str, new: str, issue: str) -> None:
    folder = tmp_path / "rules"
    shutil.copytree(paths.rules_dir(), folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ScenarioError) as error:
        load_rules(folder)
    (found,) = map(str, error.value.issues)
    assert issue in found and file in found


def test_the_table_of_engineers_must_be_there(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    shutil.copytree(paths.rules_dir(), folder)
    (folder / "engineering.toml").unlink()
    with pytest.raises(ScenarioError, match=r"engineering.toml: the table is missing"):
        load_rules(folder)
