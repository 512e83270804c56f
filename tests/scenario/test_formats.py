"""Formats of scenario.toml and campaign.toml: today's, none, older ones, and those of a newer game."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from khalkhin import paths
from khalkhin.formats import CAMPAIGN, SCENARIO, Format
from khalkhin.scenario import ScenarioError, build, load
from khalkhin.scenario.campaigns import load_campaign
from khalkhin.scenario.catalog import inside
from khalkhin.scenario.issues import Report, Severity
from khalkhin.scenario.tables.toml_models import read_table

from tests.scenario.maker import Files, write

pytestmark = pytest.mark.usefixtures("rules_read_once")


def formatted(tmp_path: Path, value: str) -> Files:
    files = write(tmp_path)
    files.change("toml", 'title = "Small', f'format = {value}\ntitle = "Small')
    return files


def test_shipped_files_say_their_format() -> None:
    tables = [(folder / "scenario.toml", SCENARIO) for folder in inside(paths.maps_dir())]
    tables.append((paths.maps_dir() / "campaign.toml", CAMPAIGN))
    for path, format_ in tables:
        table = read_table(path, Report())
        assert table is not None and table.data["format"] == format_.today, path


def test_a_scenario_without_a_format_is_the_one_with_it(tmp_path: Path) -> None:
    plain, named = write(tmp_path / "plain"), formatted(tmp_path / "named", "1")
    assert plain.told() == named.told() == []
    assert load(plain.folder).digest == load(named.folder).digest


def test_a_newer_format_is_refused_and_nothing_else_is_said_of_the_file(tmp_path: Path) -> None:
    files = formatted(tmp_path, "2")
    files.change("toml", "turns = 6", 'turns = "six"')
    files.change("toml", 'map = "map.tmx"', 'map = "other.tmx"')
    (told,) = files.told()
    assert told.startswith(
        "small/scenario.toml:1: this scenario has format 2; this version of the game reads formats up to 1"
    )
    assert "what this scenario.toml says, and the map" in files.notes()[0]


@pytest.mark.parametrize(("value", "said"), [('"1"', '"1"'), ("-1", '"-1"'), ("true", '"True"'), ("1.0", '"1.0"')])
def test_a_format_that_is_none_is_told_and_the_file_is_read_as_of_today(tmp_path: Path, value: str, said: str) -> None:
    files = formatted(tmp_path, value)
    files.change("toml", "turns = 6", "turns = 0")
    told = files.told()
    if value == "-1":
        (first,) = told
    else:
        first, second = told
        assert "calendar.turns is 0" in second
    assert first == f"small/scenario.toml:1: format is {said} — write format = 1"


def test_a_campaign_of_a_newer_game_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "campaign.toml"
    path.write_text('title = "T"\nformat = 3\n', encoding="utf-8")
    with pytest.raises(ScenarioError) as error:
        load_campaign(path)
    issue, note = error.value.issues
    assert "campaign.toml:2: this campaign has format 3" in str(issue)
    assert note.severity is Severity.NOTE


def _titled(data: dict[str, Any]) -> dict[str, Any]:
    """Format 0 called the title `heading`."""
    data["title"] = data.pop("heading")
    return data


def _briefed(data: dict[str, Any]) -> dict[str, Any]:
    """Format 1 had one briefing for both sides."""
    briefing = data.pop("briefing")
    data["sides"] = {side: {**info, "briefing": briefing} for side, info in data["sides"].items()}
    return data


def test_older_formats_go_through_every_step_from_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "SCENARIO", Format("scenario", (_titled, _briefed), first=0))
    oldest = write(tmp_path / "oldest")
    oldest.change("toml", 'title = "Small', 'briefing = "Both."\nheading = "Small')
    oldest.change("toml", 'briefing = "Take the settlement."\n', "")
    older = formatted(tmp_path / "older", "1")
    older.change("toml", "format = 1", 'format = 1\nbriefing = "Both."')
    today = formatted(tmp_path / "today", "2")
    for files, briefings in ((oldest, {"Both."}), (older, {"Both."}), (today, {"Take the settlement.", ""})):
        assert files.told() == []
        scenario = load(files.folder)
        assert scenario.title == "Small scenario" and {s.briefing for s in scenario.sides} == briefings


def test_faults_of_an_older_file_are_told_at_its_own_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "SCENARIO", Format("scenario", (_titled, lambda data: data), first=0))
    files = write(tmp_path)
    files.change("toml", 'title = "Small', 'heading = "Small')
    files.change("toml", "turns = 6", "turns = 0")
    assert files.told() == ["small/scenario.toml:8: calendar.turns is 0 — the least is 1"]
