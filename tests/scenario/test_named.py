"""What is named to the commands: folders, files in them, files that are something else, names that mean two things."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from khalkhin import paths
from khalkhin.cli import main
from khalkhin.scenario import listings

from tests.scenario.maker import Files, write

pytestmark = pytest.mark.usefixtures("rules_read_once")


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Files:
    monkeypatch.setenv("KHALKHIN_HOME", str(tmp_path / "home"))
    files = write(tmp_path)
    monkeypatch.chdir(files.maps)
    return files


def checked(capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    """The lines of a check."""
    main(["check", *words])
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize("name", ["small", "small/scenario.toml", "small/map.tmx", "small/other.tmx"])
def test_a_file_of_a_scenario_means_its_folder(files: Files, capsys: pytest.CaptureFixture[str], name: str) -> None:
    (files.folder / "other.tmx").write_text("")
    assert checked(capsys, name) == ["0 errors, 0 warnings"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("map.tmx", "this is a map without the scenario.toml that belongs beside it — put both into a folder"),
        ("small.zip", "this is a packed file, not a folder — install it: khalkhin install FILE"),
        ("notes.txt", "this is a file, not a folder — name a folder that has a scenario.toml"),
    ],
)
def test_another_file_is_called_what_it_is(
    files: Files, capsys: pytest.CaptureFixture[str], name: str, said: str
) -> None:
    (files.maps / name).write_text("")
    first, last = checked(capsys, name)
    assert first.startswith(f"{name}: {said}") and last == "1 error, 0 warnings"
    assert main(["simulate", name]) == 1
    assert said in capsys.readouterr().err


def test_a_scenario_that_lies_too_deep_is_found(files: Files, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.move(files.folder, files.maps / "one" / "two" / "small")
    told = 'there is no scenario.toml in it, but in "one/two/small" — move what is in there up, or name that folder'
    assert checked(capsys, ".")[0] == f"one: {told}"
    assert checked(capsys, "one")[0] == "one/two: " + told
    shutil.copytree(files.maps / "one" / "two", paths.user_maps_dir() / "mine")
    (listed,) = (item for item in listings() if not item.shipped)
    assert listed.id == "mine" and not listed.ok and "there is no scenario.toml in it" in listed.issues[0].message


def test_options_may_stand_between(files: Files, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(files.folder, files.maps / "other")
    files.change("toml", "turns = 6", "turns = 0")
    main(["check", "other", "--json", "small"])
    assert json.loads(capsys.readouterr().out)["errors"] == 1
    main(["check", "small", "other", "--json"])
    assert json.loads(capsys.readouterr().out)["errors"] == 1


def test_of_two_scenarios_of_a_name_the_one_that_is_taken_is_named(
    files: Files, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(files.maps, paths.user_maps_dir())
    assert main(["perft", "small"]) == 0
    told = capsys.readouterr().err
    assert str(paths.user_maps_dir() / "small") in told and "./small" in told and str(files.folder.resolve()) in told
    for name in ("./small", str(files.folder)):
        assert main(["perft", name]) == 0 and capsys.readouterr().err == ""
