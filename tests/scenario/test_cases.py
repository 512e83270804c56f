"""Inputs that went wrong once, whole, and what is right. Their maps name the shipped tileset."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from khalkhin.scenario import Severity, check, load

CASES = Path(__file__).parent / "cases"

pytestmark = pytest.mark.usefixtures("rules_read_once")


@pytest.fixture
def told(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, list[str]]:
    """A case in a folder of its own, and what is said of it."""
    folder = Path(shutil.copytree(CASES / request.param, tmp_path / request.param))
    issues = [issue for issue in check(folder) if issue.severity is not Severity.NOTE]
    return folder, [str(issue).removeprefix(f"{folder.as_posix()}/") for issue in issues]


@pytest.mark.parametrize(
    "told", ["class_properties_with_equal_members", "rotated_note_in_ignored_layer"], indirect=True
)
def test_what_stands_in_an_ignored_layer_stops_no_map(told: tuple[Path, list[str]]) -> None:
    folder, (only,) = told
    assert only.startswith("map.tmx:19: warning: ") and 'the layer "my notes" is not one the game knows' in only
    assert load(folder).order_of_battle


@pytest.mark.parametrize("told", ["tileset_without_tilecount"], indirect=True)
def test_tiles_are_counted_by_the_picture_where_old_tiled_did_not_say(told: tuple[Path, list[str]]) -> None:
    folder, issues = told
    assert all(": warning: " in issue for issue in issues)
    assert load(folder).board.width == 10


@pytest.mark.parametrize("told", ["four_kinds_of_fault"], indirect=True)
def test_four_kinds_of_fault_are_told_at_once(told: tuple[Path, list[str]]) -> None:
    _folder, issues = told
    assert [(issue.split(": ")[0], issue.split(" — ")[1]) for issue in issues] == [
        ("scenario.toml:19", 'did you mean "attack"?'),
        ("scenario.toml:41", 'did you mean "jp-rel"?'),
        ("scenario.toml:52", 'did you mean "East bank"?'),
        ("scenario.toml:26", 'did you mean "Ford group"?'),
    ]
