"""`khalkhin new`: what it writes can be played at once, and it writes nothing else and over nothing."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from khalkhin import paths
from khalkhin.cli import main
from khalkhin.play.measure.arena import play_state
from khalkhin.scenario import check, load, load_rules
from khalkhin.scenario.making import new
from khalkhin.scenario.making.country import LEAST
from khalkhin.scenario.tmx.vocabulary import LAYERS

from tests.scenario.maker import Files, write

pytestmark = pytest.mark.usefixtures("rules_read_once")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KHALKHIN_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return paths.user_maps_dir()


@pytest.mark.parametrize(
    ("size", "axis", "index"),
    [(LEAST, "x", "odd"), (LEAST, "y", "even"), ((13, 10), "x", "even"), ((31, 9), "y", "odd")],
)
def test_a_new_scenario_has_no_fault_and_not_a_warning(
    size: tuple[int, int], axis: str, index: str, tmp_path: Path
) -> None:
    folder = new.create("mine", tmp_path, *size, new.layout(axis, index))
    assert check(folder) == ()
    board = load(folder).board
    assert (board.width, board.height) == size
    assert (board.layout.stagger_axis, board.layout.stagger_index) == (axis, index)
    names = [layer.get("name") for layer in ElementTree.parse(folder / "map.tmx").getroot() if layer.get("name")]
    assert names == list(LAYERS)


def test_a_new_scenario_is_played_to_its_end(home: Path) -> None:
    assert main(["new", "first-battle"]) == 0
    scenario = load("first-battle")
    assert scenario.title == "First battle"
    for info in scenario.sides:
        assert info.briefing and info.hints.hold
        assert any(o.holder == info.id for o in scenario.objectives) and any(
            s.side == info.id for s in scenario.sources
        )
        assert sum(u.side == info.id for u in scenario.order_of_battle) >= 6
    ended = play_state(scenario, {"soviet": "greedy", "japanese": "greedy"}, 3)
    assert ended.over and ended.turn == len(scenario.calendar)


def test_all_that_its_map_names_lies_beside_it(home: Path) -> None:
    """Tiled finds everything inside the folder, so that it can be sent to somebody whole."""
    assert main(["new", "mine"]) == 0
    folder = home / "mine"
    named = set()
    for file in [folder / "map.tmx", *folder.glob("t*/*.t?x"), *folder.glob("templates/*.tx")]:
        for found in re.findall(r'(?:source|template)="([^"]+)"', file.read_text(encoding="utf-8")):
            target = (file.parent / found).resolve()
            assert target.is_relative_to(folder.resolve()) and target.is_file(), f"{file.name}: {found}"
            named.add(target.name)
    assert {"terrain.tsx", "terrain.png", "counters.tsx", "counters.png", "rifle-regiment.tx"} <= named
    assert (folder / "khalkhin.tiled-project").is_file() and (folder / "objecttypes.xml").is_file()


def test_nothing_is_written_over(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "mine").mkdir(parents=True)
    (home / "mine" / "notes.txt").write_text("mine", encoding="utf-8")
    assert main(["new", "mine"]) == 1
    assert "is there already, and was left as it is" in capsys.readouterr().err
    assert [p.name for p in (home / "mine").iterdir()] == ["notes.txt"] and len(list(home.iterdir())) == 1


def test_nothing_half_made_is_left(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("khalkhin.storage.folders.write_all", full)
    assert main(["new", "mine"]) == 1
    assert "could not be written: No space left on device" in capsys.readouterr().err
    assert list(home.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["../mine"], "is no name for a folder"),
        (["my map"], "is no name for a folder"),
        (["x" * 41], "is no name for a folder"),
        (["NUL"], "some systems keep"),
        (["Two_Prongs"], "comes with the game"),
        (["mine", "--in", "nowhere"], "there is no folder nowhere"),
        (["mine", "--like", "nowhere"], "there is no scenario or folder of this name"),
        (["mine", "--like", "two_prongs", "--axis", "y"], "--like takes the map as it is"),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(
    words: list[str], told: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", *words]) in (1, 2)
    said = capsys.readouterr().err
    assert told in said and said.count("\n") == 1 and not home.exists()


@pytest.mark.parametrize("size", ["20", "20*15", "11x15", "20x8", "251x10", "250x250", "-20x15", "x", "20x15x3"])
def test_sizes_that_cannot_be(size: str, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["new", "mine", f"--size={size}"])
    assert stopped.value.code == 2 and "--size" in capsys.readouterr().err and not home.exists()


def test_a_scenario_like_a_shipped_one_plays_the_same(home: Path) -> None:
    assert main(["new", "my-prongs", "--like", "two_prongs"]) == 0
    made = load("my-prongs")
    assert made.title == "My prongs" and made.digest == load("two_prongs").digest
    assert check(home / "my-prongs") == ()
    assert '"tilesets/terrain.tsx"' in (home / "my-prongs" / "map.tmx").read_text(encoding="utf-8")


def test_a_scenario_like_one_with_a_tileset_beside_it_takes_that_along(tmp_path: Path) -> None:
    files: Files = write(tmp_path)
    files.tsx.rename(files.tsx.with_name("own.tsx"))
    (files.maps / "tilesets" / "terrain.png").write_bytes(b"picture")
    files.change("map", "terrain.tsx", "own.tsx")
    (tmp_path / "elsewhere").mkdir()
    folder = new.create_like("copy", tmp_path / "elsewhere", files.folder, load(files.folder))
    assert load(folder).digest == load(files.folder).digest
    assert (folder / "tilesets" / "own.tsx").is_file()


def test_words_of_the_scenario_are_offered_in_its_project(tmp_path: Path) -> None:
    files = write(tmp_path)
    folder = new.create_like("copy", tmp_path, files.folder, load(files.folder))
    project = (folder / "khalkhin.tiled-project").read_text(encoding="utf-8")
    assert all(f'"{word}"' in project for word in ("Mongolia", "flame-tanks", *load_rules().terrain))
    assert "Manchukuo" not in project
