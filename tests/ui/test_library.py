"""The menus' way to files: real sessions, saved games and scenarios, and every fault as a message."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pygame
import pytest
from khalkhin import paths
from khalkhin.core.orders.orders import Choose, EndTurn, Order
from khalkhin.play.measure.work import calls
from khalkhin.play.session.session import Session
from khalkhin.play.session.settings import Settings
from khalkhin.ui.app import first
from khalkhin.ui.battle.battle import BattleScene
from khalkhin.ui.battle.turn_end import HandOver
from khalkhin.ui.destinations import ToSaves, ToStart
from khalkhin.ui.dialogs.dialog import Dialog
from khalkhin.ui.dialogs.menu import MenuScene
from khalkhin.ui.menus.briefing import BriefingScene
from khalkhin.ui.menus.load import LoadScene
from khalkhin.ui.menus.new_battle import NewBattleScene
from khalkhin.ui.menus.start import StartScene
from khalkhin.ui.panels import aims
from khalkhin.ui.ports import cards, library
from khalkhin.ui.ports.game_port import GamePort
from khalkhin.ui.replay.screen import FilmScene
from khalkhin.ui.report.end import EndScene
from khalkhin.ui.scene import Push
from khalkhin.ui.widgets.backdrop import Backdrop

from tests.guard import waiting
from tests.harness.faults import files_up_to, stopped
from tests.narrow import a, the
from tests.ui.driver import Driver


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own for saves and settings."""
    monkeypatch.setenv("KHALKHIN_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def driver() -> Iterator[Driver]:
    d = Driver(Settings(speed=0.0, volume=0.0), (1280, 720))
    yield d
    d.close()


def opened(what: library.Opened | library.OpeningFault) -> library.Opened:
    assert isinstance(what, library.Opened), what
    return what


def to_orders(d: Driver) -> BattleScene:
    """Answer what comes up until the map takes orders."""
    for _ in range(30):
        if isinstance(d.top, Dialog | HandOver | BriefingScene):
            d.key(pygame.K_RETURN)
        elif isinstance(d.top, BattleScene) and d.top.battle.may_order and not d.top.battle.pending:
            return d.top
        d.step(1)
    raise AssertionError(type(d.top).__name__)


def test_the_shipped_battle_is_listed_and_begins(driver: Driver) -> None:
    assert any(item.id == "double_envelopment" for item in cards.listed())
    driver.show(first("double_envelopment", "both", 7, None))
    driver.step(2)
    assert isinstance(driver.top, BriefingScene)
    assert driver.faults() == []
    scene = to_orders(driver)
    assert scene.battle.viewer == scene.session.scenario.sides[0].id
    for key in (pygame.K_n, pygame.K_o, pygame.K_F3, pygame.K_F4, pygame.K_F6, pygame.K_m):
        driver.key(key)
        assert driver.faults() == []


def test_a_battle_that_is_left_before_it_began_is_no_saved_game(driver: Driver, home: Path) -> None:
    before = opened(library.open_battle("grazing_rights", "soviet", 1)).session
    going_on = before.path
    before.close()
    driver.show(StartScene())
    driver.click_text("New battle")
    chosen = a(NewBattleScene, driver.top)
    driver.until(lambda: chosen.playable is not None, "a battle to begin")
    driver.click_text("Begin")
    driver.step(3)
    scene = a(BriefingScene, driver.top)
    made = the(scene.session.path)
    assert made.exists() and made != going_on
    driver.click_text("Back")
    driver.step(2)
    a(NewBattleScene, driver.top)
    assert not made.exists() and the(library.last_battle()).path == going_on


def test_a_saved_game_is_listed_and_goes_on(driver: Driver) -> None:
    game = opened(library.open_battle("double_envelopment", "both", 7)).session
    game.submit(EndTurn())
    digest = game.view(game.active).state.digest()
    assert "Saved" in game.save()
    game.close()
    found = library.saves()
    assert len(found) == 2 and not any(s.problem for s in found)
    assert all(dict(s.facts)["Written"] in s.label for s in found)
    assert sorted("kept by hand" in s.label for s in found) == [False, True]
    driver.show(LoadScene(playing=game.path))
    assert sum("running battle" in b.text for b in driver.buttons()) == 1
    assert sum("kept by hand" in b.text for b in driver.buttons()) == 1 and driver.faults() == []
    assert dict(found[0].facts)["Played"] == "Japanese-Manchukuoan forces: player, Soviet-Mongolian forces: player"
    driver.show(StartScene())
    driver.click_text("Load a game")
    assert driver.faults() == []
    driver.click_text("Load")
    scene = to_orders(driver)
    assert scene.session.view(scene.session.active).state.digest() == digest


def test_continue_goes_on_with_the_last_battle_in_one_click(driver: Driver, home: Path) -> None:
    driver.show(StartScene())
    assert not any("Continue" in b.text for b in driver.buttons()), "there is nothing to go on with"
    old = opened(library.open_battle("grazing_rights", "both", 7)).session
    old.submit(EndTurn())
    digest, path = old.view(old.active).state.digest(), the(old.path)
    old.close()
    later = opened(library.open_battle("grazing_rights", "both", 8)).session
    while not later.over:
        later.submit(first_order(later))
    later.close()
    os.utime(path, (1, 1))
    (path.parent / "broken-001.journal").write_bytes(b"{}")
    driver.show(StartScene())
    driver.step(3)
    assert the(driver.top._last).path == path and "turn 1" in driver.top._last.stands
    assert driver.faults() == []
    driver.click_text("Continue")
    scene = battle_of(driver)
    assert scene.session.path == path and scene.session.view("soviet").state.turn == 1
    assert scene.session.view(scene.session.active).state.digest() == digest
    driver.show(ToStart())
    library.delete_save(path)
    driver.show(StartScene())
    driver.step(3)
    assert not driver.button("Continue").is_enabled, "a battle that is over is gone on with"
    driver.key(pygame.K_RETURN)
    assert isinstance(driver.top, NewBattleScene)


def first_order(session: GamePort) -> Order:
    """An answer to what is asked, or the end of the turn."""
    state = session.view(session.active).state
    entries = {entry.id: entry for entry in session.scenario.timeline}
    return Choose(state.pending[0], entries[state.pending[0]].answers[0].id) if state.pending else EndTurn()


def test_saves_are_called_by_what_they_are_and_have_a_picture(driver: Driver, home: Path) -> None:
    game = opened(library.open_battle("grazing_rights", "soviet", 7)).session
    game.close()
    driver.show(LoadScene())
    driver.until(lambda: driver.top._map, "the picture of the map")
    words = "\n".join([driver.texts(), *(b.text for b in driver.buttons())])
    assert "Grazing rights, turn 1, 11 May 1939: Japanese" in words
    assert "grazing_rights" not in words and ".journal" not in words
    save = library.saves()[0]
    mine = the(library.picture_of(save))
    assert mine.side == "soviet" and any(u.on_map for u in mine.state.units)
    shared = opened(library.open_battle("grazing_rights", "both", 7)).session
    shared.close()
    both = the(library.picture_of(next(s for s in library.saves() if s.path == shared.path)))
    assert both.state.units == (), "two players' units are on a picture that both can see"


def test_a_battle_is_given_up_only_after_a_question(driver: Driver, home: Path) -> None:
    game = opened(library.open_battle("grazing_rights", "both", 7)).session
    driver.show(BattleScene(game))
    to_orders(driver)
    for answer, over in (("Fight on", False), ("Give it up", True)):
        driver.key(pygame.K_ESCAPE)
        while not isinstance(driver.top, MenuScene):
            driver.key(pygame.K_ESCAPE)
        assert any(b.text == "Save and leave" for b in driver.buttons())
        driver.click_text("Give up this battle")
        assert "judged as it stands now" in driver.texts() and not game.over
        driver.click_text(answer)
        assert game.over == over and isinstance(driver.app.scenes[-1], EndScene if over else BattleScene)
    driver.click_text("Watch it again")
    assert isinstance(driver.top, FilmScene) and len(driver.top.player.sights) == 3
    driver.key(pygame.K_ESCAPE)
    assert isinstance(driver.top, EndScene)


def test_a_battle_is_watched_from_its_menu_and_gone_on_with(driver: Driver, home: Path) -> None:
    game = opened(library.open_battle("grazing_rights", "both", 7)).session
    driver.show(BattleScene(game))
    scene = to_orders(driver)
    path, viewer = the(game.path), scene.battle.viewer
    while not isinstance(driver.top, MenuScene):
        driver.key(pygame.K_ESCAPE)
    driver.click_text("Watch it from the start")
    assert isinstance(driver.top, FilmScene) and driver.top.player.sights == (viewer,)
    driver.click_text("Back")
    assert battle_of(driver).session.path == path
    assert battle_of(driver).battle.viewer == viewer
    driver.show(LoadScene())
    driver.click_text("Watch")
    assert "Who looks?" in driver.texts()
    driver.key(pygame.K_ESCAPE)
    assert isinstance(driver.top, LoadScene)


@pytest.mark.parametrize(
    ("scenario", "side", "words"),
    [
        ("no_such_battle", None, "no scenario"),
        ("double_envelopment", "martian", "not by martian"),
    ],
)
def test_a_wrong_command_line_becomes_a_message(driver: Driver, scenario: str, side: str | None, words: str) -> None:
    driver.show(first(scenario, side, None, None))
    driver.step(3)
    assert isinstance(driver.top, Dialog)
    assert words in driver.texts()
    driver.key(pygame.K_RETURN)
    assert isinstance(driver.top, StartScene)


@pytest.mark.parametrize("content", [b"", b"\x00\xff" * 400, b'{"format": "khalkhin-journal"}\n', b"[" * 5000])
def test_a_damaged_save_is_listed_with_what_is_wrong(driver: Driver, home: Path, content: bytes) -> None:
    folder = paths.saves_dir()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "broken-001.journal").write_bytes(content)
    assert library.saves()[0].problem
    driver.show(LoadScene())
    assert not driver.button("Load").is_enabled
    assert isinstance(library.open_save(folder / "broken-001.journal"), library.OpeningFault)
    driver.click_text("Delete")
    driver.key(pygame.K_RETURN)
    assert library.saves(), "Enter alone deletes nothing"
    driver.click_text("Delete")
    driver.choose("Delete")
    assert library.saves() == ()


def test_a_game_that_another_window_plays_is_told_of_and_a_copy_offered(driver: Driver, home: Path) -> None:
    theirs = opened(library.open_battle("double_envelopment", "both", 7)).session
    assert theirs.path is not None
    driver.show(LoadScene())
    driver.click_text("Load")
    assert isinstance(driver.top, Dialog) and "is being played in another window" in driver.texts()
    driver.click_text("Not now")
    assert isinstance(driver.top, LoadScene)
    driver.click_text("Delete")
    driver.choose("Delete")
    assert "is being played now" in driver.texts() and theirs.path.exists()
    driver.key(pygame.K_RETURN)
    driver.click_text("Load")
    driver.click_text("Open a copy")
    ours = battle_of(driver).session
    assert ours.path is not None and ours.path != theirs.path
    assert ours.view("soviet").state.digest() == theirs.view("soviet").state.digest()
    theirs.submit(EndTurn())
    ours.submit(EndTurn())
    theirs.close()


def test_a_copy_is_offered_over_the_start_screen_too(driver: Driver, home: Path) -> None:
    theirs = opened(library.open_battle("double_envelopment", "both", 7)).session
    assert theirs.path is not None
    driver.show(first(None, None, None, str(theirs.path)))
    driver.step()
    driver.click_text("Open a copy")
    assert battle_of(driver).session.path != theirs.path
    theirs.close()


def test_loading_the_game_being_played_goes_back_to_it(driver: Driver, home: Path) -> None:
    game = opened(library.open_battle("double_envelopment", "both", 7)).session
    driver.show(BattleScene(game))
    scene = to_orders(driver)
    driver.app.apply(Push(ToSaves(game.path)))
    a(LoadScene, driver.top)
    driver.click_text("Load")
    assert driver.top is scene
    scene.battle.give(EndTurn())
    assert "last order" not in scene.battle.note[0]


def battle_of(driver: Driver) -> BattleScene:
    scene = next(s for s in driver.app.scenes if isinstance(s, BattleScene))
    assert isinstance(scene, BattleScene)
    return scene


def test_a_missing_save_is_a_fault(home: Path) -> None:
    assert isinstance(library.open_save(home / "nowhere.journal"), library.OpeningFault)


def test_a_full_disk_is_told_and_changes_nothing(driver: Driver) -> None:
    game = opened(library.open_battle("double_envelopment", "both", 7)).session
    driver.show(BattleScene(game))
    scene = to_orders(driver)
    digest = game.view(scene.battle.viewer).state.digest()
    assert game.path is not None
    with files_up_to(game.path.stat().st_size + 5000):
        scene.battle.give(EndTurn())
    assert "File too large. The order was not given" in scene.battle.note[0]
    assert game.view(scene.battle.viewer).state.digest() == digest


def test_the_computer_moves_while_the_window_lives(driver: Driver) -> None:
    game = opened(library.open_battle("double_envelopment", "japanese", 7)).session
    driver.show(BattleScene(game))
    worker = a(Session, game)._worker
    assert worker is not None

    def may_order() -> bool:
        return isinstance(driver.top, BattleScene) and driver.top.battle.may_order

    with calls() as made:
        thinks = the(driver.until(lambda: worker.pid, "the computer's process", 1))
        with stopped(thinks):
            driver.step(30, 1 / 60)
            assert not may_order()
        for _ in waiting(may_order, "the end of the computer's turn"):
            if isinstance(driver.top, Dialog):
                driver.key(pygame.K_RETURN)
            else:
                driver.step(1, 1 / 60)
    assert not [name for name in made if name.startswith("khalkhin.ai.")], "the computer thinks in another process"
    to_orders(driver)
    driver.key(pygame.K_F3)
    assert "Turn 1" in driver.texts() or "Assault" in driver.texts()
    assert game.notice == ""


def levels_of(d: Driver) -> list[str]:
    return [b.text for b in d.buttons() if "Level" in b.text or "andicap" in b.text]


def test_a_level_is_chosen_told_and_kept(driver: Driver) -> None:
    driver.app.change_settings(replace(driver.app.settings, played=(("grazing_rights", "japanese"),)))
    driver.show(NewBattleScene(Backdrop()))
    driver.click_text("Grazing rights")
    driver.until(lambda: driver.top.card, "its card")
    assert levels_of(driver) == ["‹  Level: normal  ›"]
    driver.click_text("‹  Level: normal  ›")
    assert levels_of(driver) == ["‹  Level: hard  ›"] and "A handicap for the Mongolian" in driver.texts()
    driver.click_text("‹  Level: hard  ›")
    assert levels_of(driver) == ["‹  Level: easy  ›"] and "A handicap for the Japanese" in driver.texts()
    assert driver.faults() == []
    driver.click_text("Begin")
    assert isinstance(driver.top, BriefingScene) and "Handicap for the Japanese" in driver.texts()
    scene = to_orders(driver)
    scenario = scene.session.scenario
    assert scene.battle.shown.state.handicaps == {"japanese": scenario.rules.handicap}
    assert any("Handicap for the Japanese" in getattr(row, "text", "") for row in aims.rows(scene.battle.shown))
    scene.session.close()
    facts = dict(library.saves()[0].facts)
    assert facts["Handicap for"] == scenario.side("japanese").name
    again = opened(library.open_save(library.saves()[0].path)).session
    assert list(again.view("soviet").state.handicaps) == ["japanese"]
    again.close()


def test_two_people_may_give_a_handicap_and_computers_alone_have_levels(driver: Driver) -> None:
    driver.show(NewBattleScene(Backdrop()))
    driver.until(lambda: driver.top.card, "its card")
    driver.click_text("‹  Computer  ›")
    assert levels_of(driver) == ["‹  No handicap  ›"] * 2
    driver.click_text("‹  No handicap  ›")
    assert "A handicap for" in driver.texts()
    driver.click_text("‹  Player  ›")
    # The first side is the computer's now, and starts again at normal.
    assert levels_of(driver) == ["‹  Level: normal  ›"] and "No handicap for either side." in driver.texts()


def test_what_was_chosen_by_keys_stays_in_focus_while_other_choices_come_and_go(driver: Driver) -> None:
    driver.show(NewBattleScene(Backdrop()))
    driver.until(lambda: driver.top.card, "its card")
    before = levels_of(driver)
    places = [b.rect.topleft for b in driver.buttons() if "Player" in b.text or "Computer" in b.text]
    assert len(places) == 2
    for place in places:
        while the(driver.top.ui.focus).rect.topleft != place:
            driver.key(pygame.K_TAB)
        for key in (pygame.K_RIGHT, pygame.K_LEFT):
            driver.key(key)
            assert levels_of(driver) != before or key == pygame.K_LEFT
            assert the(driver.top.ui.focus).rect.topleft == place
    assert levels_of(driver) == before


def test_the_command_line_names_a_level(driver: Driver) -> None:
    game = opened(library.open_battle("grazing_rights", "soviet", 7, "hard")).session
    assert list(game.view("soviet").state.handicaps) == ["japanese"]
    game.close()
    game = opened(library.open_battle("grazing_rights", "both", 7, "hard")).session
    assert not game.view("soviet").state.handicaps
    game.close()


def making(size: tuple[int, int] = (1280, 720)) -> tuple[Driver, NewBattleScene]:
    d, scene = Driver(Settings(), size), NewBattleScene(Backdrop())
    d.show(scene)
    return d, scene


def test_a_new_scenario_is_made_chosen_and_told_of(home: Path) -> None:
    d, scene = making()
    for name in ("my-scenario", "my-scenario-2"):
        d.click_text("Make a new scenario")
        assert (home / "maps" / name / "map.tmx").is_file()
        d.until(lambda: scene.card, "its card")
        assert scene.listed[scene.chosen].id == name and the(scene.card).title in d.texts()
        assert f"maps/{name}: change scenario.toml there" in d.texts() and d.button("Begin").is_enabled
    d.click_text("Grazing rights")
    assert "change scenario.toml there" not in d.texts()
    d.close()


def test_a_new_scenario_is_made_by_keyboard(home: Path) -> None:
    d, scene = making((960, 600))
    while getattr(scene.ui.focus, "text", "") != "Make a new scenario":
        d.key(pygame.K_TAB)
    d.key(pygame.K_RETURN)
    assert getattr(scene.ui.focus, "text", "") == "My scenario" == scene.list.rows[scene.chosen].title
    assert scene.listed[scene.chosen].id == "my-scenario" and (home / "maps" / "my-scenario").is_dir()
    d.close()


def test_why_no_scenario_could_be_made_is_told(home: Path) -> None:
    (home / "maps").write_text("in the way", encoding="utf-8")
    d, scene = making()
    before = scene.listed[scene.chosen].id
    d.click_text("Make a new scenario")
    assert "The scenario could not be written" in d.texts() and scene.listed[scene.chosen].id == before
    d.close()
