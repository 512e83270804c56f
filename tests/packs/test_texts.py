"""Texts in other languages: extracted, kept up to date, checked, chosen, and shown wherever the scenario speaks."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pygame
import pytest
from khalkhin import paths, translation
from khalkhin.cli import main
from khalkhin.core.engine import apply, initial_state
from khalkhin.core.orders.orders import EndTurn
from khalkhin.play.cards import shelf
from khalkhin.play.session.settings import Settings
from khalkhin.scenario import load
from khalkhin.scenario.build import read_scenario
from khalkhin.scenario.catalog import text_languages, title_of
from khalkhin.scenario.issues import Report
from khalkhin.scenario.texts.extract import update
from khalkhin.scenario.texts.files import file_of
from khalkhin.scenario.texts.sentences import LONG, Sentence, sentences
from khalkhin.ui.dialogs.dialog import to_battle
from khalkhin.ui.ports import library

from tests.scenario.maker import Files
from tests.ui import greek
from tests.ui.driver import Driver
from tests.ui.hands import Hands
from tests.ui.listener import Listener
from tests.ui.test_pseudo_locale import look_round


def rows(files: Files, language: str = "de") -> dict[str, Any]:
    return dict(tomllib.loads(file_of(files.folder, language).read_text(encoding="utf-8"))["texts"])


def written(files: Files) -> dict[str, Sentence]:
    scenario = read_scenario(files.folder, Report(), as_written=True)
    assert scenario is not None
    return sentences(scenario)


def translate(files: Files, say: Callable[[str], str], language: str = "de") -> None:
    """Write a file with every text translated."""
    update(files.folder, language, "Small", written(files))
    path = file_of(files.folder, language)
    out = []
    for key, row in rows(files, language).items():
        out.append(f"[texts.{toml(key)}]\nwritten = {toml(row['written'])}\ntext = {toml(say(row['written']))}\n")
    path.write_text("format = 1\n" + "\n".join(out), encoding="utf-8")


def toml(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def extract(files: Files, capsys: pytest.CaptureFixture[str], language: str = "de") -> str:
    assert main(["texts", str(files.folder), "--lang", language]) == 0
    return capsys.readouterr().out


# ---- the extractor


def test_every_text_is_there_and_none_twice(files: Files, capsys: pytest.CaptureFixture[str]) -> None:
    files.change("toml", 'text = "The guns open fire."', 'text = "The guns \\"open\\" fire.\\n\\nAll \\\\ of them\\""')
    told = extract(files, capsys)
    found = rows(files)
    assert f"{len(found)} texts; {len(found)} new; {len(found)} not translated" in told
    assert found["title"] == {"written": "Small scenario", "text": ""}
    assert found["timeline.opening.text"]["written"] == 'The guns "open" fire.\n\nAll \\ of them"'
    assert {"units.ru-24", "leaders.ru-tanks", "unit_types.flame-tanks", "places.Nomonhan"} - set(found) == {
        "unit_types.flame-tanks"  # none of its units is there
    }
    assert {"sides.soviet.name", "sides.soviet.briefing", "formations.Reserve", "nations.USSR"} < set(found)
    assert {"places.Sumber bridge", "places.Bridge depot", "places.Tamsag", "places.Khalkhin Gol"} < set(found)
    assert "places.Hailar road" in found and "places.Saienjo" in found and "places.East bank" in found


def test_what_is_translated_is_kept_and_what_changed_is_marked(
    files: Files, capsys: pytest.CaptureFixture[str]
) -> None:
    translate(files, lambda text: f"DE {text}")
    assert "new" not in extract(files, capsys)
    files.change("toml", 'text = "The guns open fire."', 'text = "The guns begin."')
    files.change("toml", 'id = "opening"', 'id = "begin"')
    files.change("toml", 'briefing = "Take the settlement."', 'briefing = "Take it all."')
    files.change("toml", 'title = "The first strike"', 'title = "Thunder"')
    told = extract(files, capsys)
    assert "2 new; 1 written anew" in told and "2 not translated" in told and "2 translated and no longer" in told
    found = rows(files)
    assert found["sides.soviet.briefing"] == {
        "written": "Take it all.",
        "before": "Take the settlement.",
        "text": "DE Take the settlement.",
    }
    assert found["timeline.begin.text"] == {"written": "The guns begin.", "text": ""}
    assert found["timeline.opening.text"] == {
        "gone": True,
        "written": "The guns open fire.",
        "text": "DE The guns open fire.",
    }
    # Written as it was, it is no longer marked; and what was gone is taken up under its new name.
    files.change("toml", 'briefing = "Take it all."', 'briefing = "Take the settlement."')
    files.change("toml", 'text = "The guns begin."', 'text = "The guns open fire."')
    extract(files, capsys)
    assert "before" not in rows(files)["sides.soviet.briefing"]
    assert rows(files)["timeline.begin.text"]["text"] == "DE The guns open fire."


def test_a_file_that_cannot_be_read_is_left_alone(files: Files, capsys: pytest.CaptureFixture[str]) -> None:
    path = file_of(files.folder, "de")
    path.write_text('format = 1\n[texts."title"]\ntext = "Klein', encoding="utf-8")
    before = path.read_bytes()
    assert main(["texts", str(files.folder), "--lang", "de"]) == 1
    assert "texts.de.toml:3" in capsys.readouterr().err
    assert path.read_bytes() == before
    assert main(["texts", str(files.folder), "--lang", "../de"]) == 2
    assert "no language is called '../de'" in capsys.readouterr().err


# ---- the checks


FAULTS = {
    "no such key": (
        '[texts."titel"]\nwritten = "Small scenario"\ntext = "Klein"',
        'warning: nothing is written under the key "titel" — did you mean "title"?',
    ),
    "a lost place": (
        '[texts."timeline.opening.text"]\nwritten = "Guns of {place} fire."\ntext = "Feuer."',
        '"timeline.opening.text" lacks {place} — write it where its words belong',
    ),
    "a place too many": (
        '[texts."title"]\nwritten = "Small scenario"\ntext = "Klein {name}"',
        '"title" has {name}, which is not in what is written — take it out',
    ),
    "several lines": (
        '[texts."title"]\nwritten = "Small scenario"\ntext = "Klein\\nund"',
        '"title" has several lines — write it in one',
    ),
    "too long": (
        f'[texts."units.ru-24"]\nwritten = "24th Rifle"\ntext = "{"x" * 81}"',
        '"units.ru-24" is 81 characters long — the most is 80',
    ),
    "a control character": (
        '[texts."title"]\nwritten = "Small scenario"\ntext = "Klein\\u001b[2J"',
        "has the control character U+001B — take it out",
    ),
    "an unknown word": (
        '[texts."title"]\nwriten = "Small scenario"\nwritten = "Small scenario"',
        'unknown key "writen" — did you mean "written"?',
    ),
    "written anew": (
        '[texts."title"]\nwritten = "Smal scenario"\ntext = "Klein"',
        'warning: "title" has been written anew since it was translated — `khalkhin texts` brings the file up to date',
    ),
    "marked": (
        '[texts."title"]\nwritten = "Small scenario"\nbefore = "Smal scenario"\ntext = "Klein"',
        'warning: "title" has been written anew since it was translated — mend its text and take out the line `before`',
    ),
    "a newer format": ("format = 9", "this file of texts has format 9"),
    "a table for a text": ('[texts]\ntitle = "Klein"', "write a table here"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_faults_are_told_with_their_place_and_a_cure(files: Files, name: str) -> None:
    given, said = FAULTS[name]
    files.change("toml", "The guns open fire.", "Guns of {place} fire.")
    head = "" if given.startswith("format") else "format = 1\n"
    file_of(files.folder, "de").write_text(f"{head}{given}\n", encoding="utf-8")
    told = [t for t in files.told() if "are not translated" not in t]
    assert len(told) == 1 and told[0].startswith("small/texts.de.toml:") and said in told[0]


def test_what_is_not_translated_yet_is_counted(files: Files) -> None:
    file_of(files.folder, "de").write_text(
        'format = 1\n[texts."title"]\nwritten = "Small scenario"\ntext = "Klein"\n', encoding="utf-8"
    )
    n = len(written(files))
    (told,) = files.told()
    assert f"warning: {n - 1} of {n} texts are not translated" in told
    assert load(files.folder).title == "Small scenario"


def test_a_file_of_no_language_and_a_link_out_are_told(files: Files, tmp_path: Path) -> None:
    file_of(files.folder, "german").write_text("format = 1\n", encoding="utf-8")
    (tmp_path / "secret.toml").write_text("format = 1\n", encoding="utf-8")
    file_of(files.folder, "fr").symlink_to(tmp_path / "secret.toml")
    told = files.told()
    assert any("texts.fr.toml: the file of texts is a link that leads outside" in t for t in told)
    assert any("texts.german.toml: warning: it is not read: no language is called like that" in t for t in told)


def test_beside_other_faults_only_the_form_of_texts_is_looked_at(files: Files) -> None:
    translate(files, str.upper)
    files.change("toml", "turns = 6", "turns = 0")
    (told,) = files.told()
    assert "calendar.turns" in told
    assert 'whether the texts in "texts.de.toml" fit' in files.notes()[0]


# ---- the language


@pytest.mark.parametrize(
    ("environment", "title"),
    [
        ({}, "Small scenario"),
        ({"LANG": "de_AT.UTF-8"}, "KLEIN de"),
        ({"LC_ALL": "pt_BR.UTF-8", "LANG": "de_DE"}, "KLEIN pt-BR"),
        ({"LC_ALL": "C", "LANGUAGE": "fr:de"}, "KLEIN de"),
        ({"LANGUAGE": "en:de"}, "Small scenario"),
        ({"LANG": "C"}, "Small scenario"),
        ({"LANG": "de_DE", "KHALKHIN_TEXTS": "-"}, "Small scenario"),
        ({"LANG": "en_US", "KHALKHIN_TEXTS": "de"}, "KLEIN de"),
        ({"LANG": "de_DE", "KHALKHIN_LANGUAGE": "pseudo"}, "Small scenario"),
        ({"LANG": "de_DE", "KHALKHIN_LANGUAGE": "en"}, "Small scenario"),
    ],
)
def test_the_language_is_the_one_that_is_wanted(
    files: Files, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], title: str
) -> None:
    for language in ("de", "pt-BR"):
        file_of(files.folder, language).write_text(
            f'format = 1\n[texts."title"]\nwritten = "Small scenario"\ntext = "KLEIN {language}"\n', encoding="utf-8"
        )
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert load(files.folder).title == title_of(str(files.folder)) == title


def test_a_scenario_in_german_may_have_english_texts(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    files.change("toml", 'title = "Small scenario"', 'title = "Kleines Gefecht"\nlanguage = "de"')
    translate(files, lambda text: f"EN {text}", "en")
    monkeypatch.setenv("LANGUAGE", "de:en")
    assert load(files.folder).title == "Kleines Gefecht"
    monkeypatch.setenv("LANGUAGE", "fr:en:de")
    assert load(files.folder).title == "EN Kleines Gefecht"


def test_a_battle_is_the_same_in_every_language(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = initial_state(load(files.folder), 7)
    translate(files, greek.greek)
    monkeypatch.setenv("LANG", "de")
    other = initial_state(load(files.folder), 7)
    assert other.scenario.title == greek.greek("Small scenario") != plain.scenario.title
    assert (other.scenario.digest, other.digest()) == (plain.scenario.digest, plain.digest())
    for _turn in range(4):
        plain, _events = apply(plain, EndTurn())
        other, _events = apply(other, EndTurn())
        assert other.digest() == plain.digest()


def test_a_card_is_of_a_language(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    translate(files, str.upper)
    before = shelf.key(files.folder)
    monkeypatch.setenv("LANG", "de")
    assert shelf.key(files.folder) != before


# ---- shown

#: Screens that speak of the war itself.
OTHERS = ("history.", "legend.")


def test_a_battle_shows_nothing_as_it_is_written(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every text of the scenario is in Greek letters, places and formations too: none is drawn in Latin ones."""
    translate(files, greek.greek)
    shows = re.compile("|".join(rf"\b{re.escape(s.written)}\b" for s in written(files).values() if s.room is not LONG))
    monkeypatch.setenv("LANG", "de")
    with Listener() as heard:
        driver = Driver(Settings(speed=0.0, volume=0.0, edge_scroll=False), (1280, 720))
        try:
            heard.follow(driver)
            played(driver, heard, files.folder)
        finally:
            driver.close()
    told = " | ".join(heard.texts)
    assert greek.greek("Bridge depot") in told and greek.greek("36th Division") in told
    found = [(at, text) for text, at in heard.texts.items() if shows.search(text) and not at.startswith(OTHERS)]
    found = [(at, text) for at, text in found if text != "Khalkhin Gol 1939"]
    assert not found, "\n".join(map(str, found))


def played(driver: Driver, heard: Listener, folder: Path) -> None:
    """Look at all of a battle in its first turn, then let three turns go by."""
    opened = library.open_battle(str(folder), "soviet", 7)
    assert isinstance(opened, library.Opened), opened
    hands = Hands(driver, lambda name: heard.look())
    driver.app.apply(to_battle(opened))
    driver.step()
    heard.look()
    driver.key(pygame.K_RETURN)
    hands.settle()
    look_round(driver, heard)
    for _turn in range(3):
        hands.give(EndTurn())
        heard.look()


def test_the_setting_chooses(files: Files) -> None:
    translate(files, str.upper)
    home = paths.user_maps_dir()
    home.mkdir(parents=True)
    files.folder.rename(home / "small")
    assert text_languages() == ("de",)
    driver = Driver(Settings(volume=0.0, texts="de"))
    try:
        assert load("small").title == "SMALL SCENARIO"
        driver.app.change_settings(Settings(volume=0.0, texts=translation.AS_WRITTEN))
        assert load("small").title == "Small scenario"
        driver.app.change_settings(Settings(volume=0.0))
        assert translation.TEXTS not in os.environ
    finally:
        driver.close()
