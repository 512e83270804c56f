"""Which scenario a journal is of: one that is known by its name or named by the player, never a path of the file's."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from khalkhin import paths
from khalkhin.cli import main
from khalkhin.play.campaign.campaign import scenario_of
from khalkhin.play.session.journal import read
from khalkhin.play.session.session import HUMAN, Session
from khalkhin.scenario import ScenarioError, catalog, load
from khalkhin.ui.ports import library

from tests.play.crafted import lines_of, signed
from tests.scenario.maker import Files, write


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KHALKHIN_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return write(tmp_path / "elsewhere")


def begun(files: Files, name: str = "b.journal") -> Path:
    path = paths.saves_dir() / name
    Session.begin(load(files.folder), {"soviet": HUMAN, "japanese": HUMAN}, 3, path=path).close()
    return path


def test_a_battle_of_a_scenario_from_elsewhere_opens_with_the_players_word(
    files: Files, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = begun(files)
    # Not even from its own folder's parent, where the name is also a path.
    monkeypatch.chdir(files.maps)
    assert main(["replay", str(path), "--verify"]) == 1
    told = capsys.readouterr().err
    assert told.startswith('khalkhin: "small": the battle\'s scenario is neither') and "--scenario FOLDER" in told
    assert main(["replay", str(path), "--verify", "--scenario", str(files.folder)]) == 0
    assert isinstance(library.open_save(path), library.OpeningFault)
    opened = library.open_save(path, library.folder_of(str(files.folder)))
    assert isinstance(opened, library.Opened)
    opened.session.close()


def test_a_battle_of_ones_own_scenario_opens(files: Files) -> None:
    path = begun(files)
    shutil.copytree(files.maps, paths.user_maps_dir())
    opened = library.open_save(path)
    assert isinstance(opened, library.Opened)
    opened.session.close()


def test_of_two_scenarios_of_a_name_the_one_it_was_begun_with_is_taken(files: Files) -> None:
    path = begun(files)
    shutil.copytree(files.maps, paths.user_maps_dir())
    toml = paths.user_maps_dir() / "small" / "scenario.toml"
    toml.write_text(toml.read_text().replace("turns = 6", "turns = 5"))
    header = read(path).header
    assert scenario_of(header).digest != header.digest
    assert scenario_of(header, (files.folder,)).digest == header.digest


@pytest.mark.parametrize(
    "form", ["{folder}", "{folder}/", "{folder}/map.tmx", "../elsewhere/maps/small", ".", "..", ""]
)
def test_a_path_in_a_header_is_no_scenario(
    files: Files, form: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = begun(files)
    header, *rest = lines_of(path)
    path.write_bytes(signed([{**header, "scenario": form.format(folder=files.folder)}, *rest]))
    monkeypatch.chdir(files.maps)
    asked: list[Path] = []
    monkeypatch.setattr(catalog, "read_scenario", lambda folder, report: asked.append(folder))
    with pytest.raises(ScenarioError, match="neither a shipped one nor among yours"):
        scenario_of(read(path).header)
    assert asked == []
    assert main(["replay", str(path)]) == 1
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("share", ["\\\\\\\\server\\\\share\\\\small", "//server/share/small", "file:///small"])
def test_a_share_in_a_header_is_never_asked_for(share: str, files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    path = begun(files)
    header, *rest = lines_of(path)
    path.write_bytes(signed([{**header, "scenario": share}, *rest]))
    found = read(path).header
    looked: list[str] = []
    real = Path.stat

    def stat(self: Path, **options: bool) -> object:
        looked.append(str(self))
        return real(self, **options)

    monkeypatch.setattr(Path, "stat", stat)
    with pytest.raises(ScenarioError):
        scenario_of(found)
    assert not [p for p in looked if "server" in p or "small" in p]


def test_a_folder_that_somebody_names_may_go_by_any_name_and_is_compared(
    files: Files, capsys: pytest.CaptureFixture[str]
) -> None:
    """A friend's copy under another name, and one that was changed since."""
    path = begun(files)
    copy = Path(shutil.copytree(files.folder, files.maps / "from-a-friend"))
    assert main(["replay", str(path), "--verify", "--scenario", str(copy)]) == 0
    toml = copy / "scenario.toml"
    toml.write_text(toml.read_text().replace("turns = 6", "turns = 5"))
    capsys.readouterr()
    assert main(["replay", str(path), "--verify", "--scenario", str(copy)]) == 1
    assert "the scenario small has changed since this battle was begun" in capsys.readouterr().err
