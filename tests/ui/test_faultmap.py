"""Pictures of faults: rings on the map, numbered as in the list, by the command line and in the list of scenarios."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pygame
import pytest
from khalkhin import paths
from khalkhin.cli import main
from khalkhin.scenario.catalog import examined
from khalkhin.ui.menus.new_battle import NewBattleScene
from khalkhin.ui.panels.faultrows import ShowFault
from khalkhin.ui.pictures.faultmap import RING, FaultMap, numbers
from khalkhin.ui.widgets.backdrop import Backdrop

from tests.scenario.maker import Files, write
from tests.ui.driver import Driver


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Files:
    """The small scenario with a fault of the table, one of a unit in (2, 2), and two of the unit in (5, 2)."""
    monkeypatch.setenv("KHALKHIN_HOME", str(tmp_path / "home"))
    files = write(tmp_path)
    files.change("toml", 'hold = ["West bridge"]', 'hold = ["West brige"]')
    files.change("map", 'value="veteran"', 'value="veterans"')
    files.change("map", 'value="jp-infantry-regiment"', 'value="jp-regiment"')
    shutil.copytree(files.maps, paths.user_maps_dir())
    return files


def test_the_numbers_are_those_of_the_list(broken: Files) -> None:
    scenario, issues = examined(broken.folder)
    assert scenario is not None
    told = [str(issue) for issue in issues]
    assert "veterans" in told[0] and "jp-regiment" in told[1] and "West brige" in told[2]
    assert numbers(scenario, issues) == {2 * 8 + 2: [1], 2 * 8 + 5: [2]}


def red(picture: pygame.Surface) -> int:
    """How many pixels have the colour of rings."""
    return pygame.mask.from_threshold(picture, RING, (2, 2, 2, 255)).count()


def test_a_fault_is_brought_into_the_middle(broken: Files) -> None:
    scenario, issues = examined(broken.folder)
    assert scenario is not None
    shown = FaultMap(scenario, issues, (300, 200))
    whole = shown.draw()
    shown.look_at(2)
    near = shown.draw(2)
    middle = pygame.Rect(0, 0, 100, 100)
    middle.center = near.get_rect().center
    assert red(near.subsurface(middle)) > red(whole) > 100
    assert red(FaultMap(scenario, (), (300, 200)).draw()) == 0


def test_the_command_draws_the_map_and_numbers_the_list(broken: Files, capsys: pytest.CaptureFixture[str]) -> None:
    path = broken.maps / "faults.png"
    assert main(["check", str(broken.folder), "--picture", str(path)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(". ")[0] for line in lines[:3]] == ["1", "2", "3"]
    picture = pygame.image.load(path)
    assert red(picture) > 300 and min(picture.get_size()) > 200


def test_the_command_says_where_the_picture_is_and_what_has_no_place_on_it(
    broken: Files, capsys: pytest.CaptureFixture[str]
) -> None:
    path = broken.maps / "faults.png"
    main(["check", str(broken.folder), "--picture", str(path)])
    *_list, where, nowhere = capsys.readouterr().out.splitlines()
    size = pygame.image.load(path).get_size()
    assert where == f"The map with its faults is in {path}: {size[0]} × {size[1]} pixels."
    assert nowhere == "1 fault has no place on the map, and no ring: number 3."
    main(["check", str(broken.folder), "--picture", str(path), "--json"])
    told = capsys.readouterr()
    assert f"is in {path}" in told.err and "number 3" in told.err and told.out.lstrip().startswith("{")
    # The picture says so, too: below the map there is a line that another picture has not.
    broken.change("toml", '"West brige"', '"West bridge"')
    main(["check", str(broken.folder), "--picture", str(path)])
    assert "no place" not in capsys.readouterr().out
    assert pygame.image.load(path).get_size()[1] < size[1] and pygame.image.load(path).get_size()[0] == size[0]


def test_a_fault_of_a_puzzle_beside_it_keeps_no_scenario_from_being_drawn(
    broken: Files, capsys: pytest.CaptureFixture[str]
) -> None:
    (broken.folder / "puzzle.toml").write_text("format = 1\n", encoding="utf-8")
    path = broken.maps / "faults.png"
    assert main(["check", str(broken.folder), "--picture", str(path)]) == 1
    assert path.exists() and "is in" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("Halha", "0,56 16,84 0,112", "0,56 26,84 0,112"),  # a point off its corner
        ("Halha", "0,56 16,84 0,112", "0,56 0,112"),  # a corner left out
        ("Main road", "48,28 96,0 144,28 192", "48,28 96,12 144,28 192"),
        ("Main road", "48,28 96,0 144,28 192", "48,28 144,28 192"),
    ],
)
def test_a_line_with_a_fault_is_drawn_as_it_was_probably_meant(broken: Files, name: str, old: str, new: str) -> None:
    whole, _issues = examined(broken.folder)
    broken.change("map", old, new)
    faulty, issues = examined(broken.folder)
    assert whole is not None and faulty is not None and any(name in issue.where for issue in issues)
    assert faulty.board.hexsides == whole.board.hexsides and faulty.board.roads == whole.board.roads


@pytest.mark.parametrize("words", [["small", "small"], ["."]])
def test_one_scenario_is_drawn_at_a_time(
    broken: Files, words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(broken.maps)
    assert main(["check", *words, "--picture", "x.png"]) in (1, 2)
    assert "one" in capsys.readouterr().err and not Path("x.png").exists()


def test_the_list_of_scenarios_shows_where_the_faults_are(broken: Files, driver: Callable[..., Driver]) -> None:
    d = driver()
    scene = NewBattleScene(Backdrop())
    d.show(scene)
    d.click_text("Small")
    d.until(lambda: scene.picture, "the map with the faults")
    assert scene.picture is not None and red(scene.picture[0]) > 0
    assert "1. map.tmx:51" in d.texts() and not d.button("Begin").is_enabled
    d.click_text("Next fault")
    assert scene.fault == 1
    d.click_text("Next fault")
    d.click_text("Next fault")  # The fault of the table lies nowhere.
    assert scene.fault == 0
    scene._show(ShowFault(2))
    assert scene.fault == 2
    d.click_text("Two prongs")
    assert scene.fault == 0 and scene.map is not None
