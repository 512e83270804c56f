"""Settings, the save folder, and files that cannot be written."""

from __future__ import annotations

from pathlib import Path

import pytest
from khalkhin import paths
from khalkhin.core.orders.orders import EndTurn
from khalkhin.play.session import saves
from khalkhin.play.session.journal import JournalError
from khalkhin.play.session.session import Session
from khalkhin.play.session.settings import Settings, load_settings, save_settings

from tests.play.test_journal import BOTH, battle, scenario


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KHALKHIN_HOME", str(tmp_path))
    return tmp_path


def test_settings_read_back() -> None:
    settings = Settings(ui_scale=1.5, volume=0.0, speed=2.0, fullscreen=True, fog=False)
    assert save_settings(settings) == ""
    assert load_settings() == settings


def test_missing_settings_are_the_defaults() -> None:
    assert load_settings() == Settings()


@pytest.mark.parametrize("text", ["", "{", "[1]", "nonsense", "[" * 100_000, "\x00", "9" * 20_000])
def test_damaged_settings_are_set_aside(home: Path, text: str) -> None:
    path = home / "settings.json"
    path.write_text(text)
    assert load_settings() == Settings()
    assert (home / "settings.json.damaged").read_text() == text and not path.exists()
    path.write_text("{")
    assert load_settings() == Settings()
    assert (home / "settings.json.damaged").read_text() == text
    assert (home / "settings.json.damaged-2").read_text() == "{" and not path.exists()


def test_a_value_that_makes_no_sense_keeps_its_default(home: Path) -> None:
    (home / "settings.json").write_text('{"ui_scale": 40, "volume": "loud", "speed": 2, "fog": false, "new": 1}')
    assert load_settings() == Settings(speed=2.0, fog=False)


def test_settings_that_cannot_be_kept_say_so(home: Path) -> None:
    (home / "file").write_text("")
    assert save_settings(Settings(), home / "file" / "settings.json").startswith("Settings could not be kept in")


def test_saves_are_listed_newest_first_and_damaged_ones_with_the_fault() -> None:
    first = battle(saves.new_path("small"), 2)
    first.close()
    second = Session.begin(scenario(), BOTH, 9)
    assert second.path == paths.saves_dir() / "small-002.journal"
    second.submit(EndTurn())
    assert second.save().startswith("Saved as it is now: ")
    second.close()
    (paths.saves_dir() / "broken.journal").write_text("x")
    found = {s.path.name: s for s in saves.listed()}
    assert set(found) == {"small-001.journal", "small-002.journal", "small-saved-turn-1-001.journal", "broken.journal"}
    assert found["small-saved-turn-1-001.journal"].side == "japanese"
    assert "is no journal" in found["broken.journal"].problem
    assert saves.delete(paths.saves_dir() / "broken.journal") == "" and len(saves.listed()) == 3


def test_an_existing_journal_is_never_overwritten(home: Path) -> None:
    path = home / "b.journal"
    path.write_text("mine")
    with pytest.raises(JournalError, match=r"^Cannot write .*: File exists"):
        Session.begin(scenario(), BOTH, 1, path=path)
    assert path.read_text() == "mine"


def test_a_folder_that_cannot_be_made_gives_a_sentence(home: Path) -> None:
    (home / "file").write_text("")
    with pytest.raises(JournalError, match=r"Choose another folder or free some space\.$"):
        Session.begin(scenario(), BOTH, 1, path=home / "file" / "b.journal")
