"""The seats at the table through the window: code words, a side given to the computer and taken back, by mouse and by
keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest
from khalkhin.core.orders.orders import EndTurn
from khalkhin.play.session.film import Film
from khalkhin.play.session.journal import read
from khalkhin.play.session.session import HUMAN, Session
from khalkhin.ui.battle.battle import BattleScene
from khalkhin.ui.battle.seats import SeatsScene
from khalkhin.ui.battle.turn_end import HandOver
from khalkhin.ui.destinations import ToStart
from khalkhin.ui.dialogs.code_word import CodeWordScene
from khalkhin.ui.dialogs.dialog import Dialog
from khalkhin.ui.menus.briefing import BriefingScene
from khalkhin.ui.replay.screen import FilmScene, WhoLooks
from khalkhin.ui.scene import Push

from tests.covering import covering
from tests.ui.driver import Driver, quiet
from tests.ui.fakes import FakeTable, first_move
from tests.ui.smallbattle import small_battle

SIDES = ("soviet", "japanese")


@pytest.fixture
def d() -> Iterator[Driver]:
    made = Driver(quiet(confirm_end=False), (1280, 720))
    yield made
    made.close()


def battle(d: Driver, *people: str) -> tuple[FakeTable, BattleScene]:
    """A battle of people at its first hand-over, or map."""
    table = FakeTable(small_battle(), people or SIDES)
    d.show(BattleScene(table))
    d.step(3)
    scene = d.app.scenes[0]
    assert isinstance(scene, BattleScene)
    return table, scene


def typed(d: Driver, word: str) -> None:
    """Type into the line that has the focus, or is the first."""
    entry = d.top.entry
    assert entry is not None
    d.top.ui.set_focus(entry)
    entry.set_text(word)
    d.key(pygame.K_RETURN)


def to_the_map(d: Driver) -> BattleScene:
    """Read what comes up."""
    d.step(3)
    for _ in range(200):
        if isinstance(d.top, BattleScene) and not d.top.battle.playing and d.top.map.whole:
            d.step(3)
            if isinstance(d.top, BattleScene):
                return d.top
        elif isinstance(d.top, Dialog | BriefingScene):
            d.key(pygame.K_RETURN)
        d.step(1)
    raise AssertionError(f"stuck in {type(d.top).__name__}")


def next_turn(d: Driver, table: FakeTable) -> None:
    """The turn ends, and the map is covered for the next player."""
    to_the_map(d)
    d.key(pygame.K_RETURN)
    d.until(lambda: isinstance(d.top, HandOver), "the hand-over")


def test_a_seat_takes_a_code_word_and_opens_by_no_other(d: Driver) -> None:
    table, _ = battle(d)
    typed(d, "Horse")
    assert table.seats.locked("soviet")
    next_turn(d, table)
    d.key(pygame.K_RETURN)
    assert not table.seats.locked("japanese"), "a word was set that nobody typed"
    next_turn(d, table)
    assert isinstance(d.top, HandOver) and d.top.side == "soviet"
    for wrong in ("", "cow"):
        typed(d, wrong)
        assert isinstance(d.top, HandOver) and "not the code word" in d.texts()
    d.click_text("I am ready")
    assert isinstance(d.top, HandOver), "the button opens what the word does not"
    d.click_text("Watch their turn")
    assert isinstance(d.top, HandOver), "watching opens what the word does not"
    d.key(pygame.K_ESCAPE)
    assert isinstance(d.top, HandOver)
    typed(d, "horse ")
    assert to_the_map(d).battle.viewer == "soviet"


def test_a_forgotten_word_is_gone_and_both_are_told(d: Driver) -> None:
    table, _ = battle(d)
    typed(d, "horse")
    next_turn(d, table)
    d.key(pygame.K_RETURN)
    next_turn(d, table)
    d.click_text("Word forgotten")
    assert "both players are told" in d.texts()
    d.key(pygame.K_RETURN)
    assert isinstance(d.top, HandOver) and table.seats.locked("soviet"), "going on with Enter opens a seat"
    d.click_text("Word forgotten")
    d.click_text("Open it")
    assert not table.seats.locked("soviet")
    next_turn(d, table)
    assert "Soviet-Mongolian forces was opened without its code word" in d.texts()
    d.key(pygame.K_RETURN)
    next_turn(d, table)
    assert "opened without" not in d.texts()


def test_what_was_seen_of_the_others_turn_is_shown_before_anything_else(d: Driver) -> None:
    table, scene = battle(d)
    assert not any("Watch" in b.text for b in d.buttons()), "there is nothing to watch yet"
    d.key(pygame.K_RETURN)
    to_the_map(d)
    scene.battle.give(first_move(table, "su-a"))
    next_turn(d, table)
    told: list[str] = []
    say = scene.battle.say

    def noted(text: str, tone: str = "normal") -> None:
        told.append(text)
        say(text, tone)

    scene.battle.say = noted  # type: ignore[method-assign]
    d.click_text("Watch their turn")
    d.until(lambda: not scene.battle.playing, "its end")
    assert told[0].startswith("What you saw since your last orders") and scene.battle.viewer == "japanese"
    assert to_the_map(d).battle.may_order


@pytest.mark.parametrize("keys", [False, True])
def test_a_side_is_given_to_the_computer_from_the_menu_and_taken_back(d: Driver, keys: bool) -> None:
    table, scene = battle(d, "soviet")
    to_the_map(d)

    def press(text: str) -> None:
        if not keys:
            d.click_text(text)
            return
        for _ in range(30):
            if text in getattr(d.top.ui.focus, "text", ""):
                break
            d.key(pygame.K_TAB)
        d.key(pygame.K_RETURN)

    d.key(pygame.K_ESCAPE)
    press("Who plays each side")
    assert isinstance(d.top, SeatsScene) and not any("code word" in b.text for b in d.buttons())
    press("until I take it back")
    press("for the rest of this turn")
    press("for this turn and the next")
    assert d.top.turns == 4
    press("three more")
    assert d.top.turns == 0
    press("Give my side")
    assert table.humans == () and not scene.battle.may_order
    d.until(lambda: table.view("soviet").state.turn > 1, "the computer's turns")
    assert scene.battle.viewer == "soviet"
    for _ in range(20):
        if isinstance(d.top, SeatsScene):
            break
        if not isinstance(d.top, BattleScene):
            d.key(pygame.K_RETURN)
            continue
        scene.battle.skip()
        d.key(pygame.K_ESCAPE)
        if not isinstance(d.top, BattleScene):
            press("Who plays each side")
    press("Take back: Soviet")
    assert set(table.humans) == {"soviet"}
    d.until(lambda: to_the_map(d).battle.may_order, "an own turn")


def test_the_other_players_side_is_taken_back_by_its_word(d: Driver) -> None:
    table, scene = battle(d)
    typed(d, "horse")
    to_the_map(d)
    d.app.apply(Push(SeatsScene(table, "soviet")))
    d.step()
    d.click_text("Give my side")
    d.until(lambda: isinstance(d.top, HandOver) and d.top.side == "japanese", "the other player")
    d.key(pygame.K_RETURN)
    to_the_map(d)
    d.key(pygame.K_ESCAPE)
    d.click_text("Who plays each side")
    d.click_text("Take back: Soviet")
    assert isinstance(d.top, HandOver) and scene.battle.viewer == "japanese"
    typed(d, "cow")
    assert isinstance(d.top, HandOver) and table.humans == ("japanese",)
    d.click_text("Not now")
    assert to_the_map(d).battle.viewer == "japanese" and table.humans == ("japanese",)
    d.key(pygame.K_ESCAPE)
    d.click_text("Who plays each side")
    d.click_text("Take back: Soviet")
    typed(d, "horse")
    assert set(table.humans) == set(SIDES) and to_the_map(d).battle.viewer == "japanese"
    next_turn(d, table)
    assert d.top.side == "soviet"


def test_a_word_is_changed_and_taken_away_from_ones_own_seat(d: Driver) -> None:
    table, _ = battle(d)
    d.key(pygame.K_RETURN)
    to_the_map(d)
    for word, locked in (("horse", True), ("cow", True), ("", False)):
        d.app.apply(Push(SeatsScene(table, "soviet")))
        d.step()
        d.click_text("code word")
        assert isinstance(d.top, CodeWordScene)
        typed(d, word)
        assert isinstance(d.top, SeatsScene) and table.seats.locked("soviet") == locked
        assert not word or (table.seats.opens("soviet", word) and not table.seats.opens("soviet", word + "s"))
        d.key(pygame.K_ESCAPE)


def test_the_film_of_a_battle_under_way_asks_for_the_word(d: Driver, tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    session = Session.begin(small_battle(), dict.fromkeys(SIDES, HUMAN), 1, path=path)
    session.lock("japanese", "horse")
    session.submit(EndTurn())
    session.close()
    film = Film(read(path), small_battle())

    def asked() -> None:
        d.show(ToStart())
        d.app.apply(Push(WhoLooks(film, SIDES, None)))
        d.step()

    asked()
    d.click_text("Soviet")
    assert isinstance(d.top, FilmScene) and d.top.player.sights == ("soviet",)
    asked()
    d.click_text("Japanese")
    typed(d, "cow")
    assert isinstance(d.top, CodeWordScene) and "not the code word" in d.texts()
    typed(d, "horse")
    assert isinstance(d.top, FilmScene) and d.top.player.sights == ("japanese",)
    asked()
    d.click_text("Japanese")
    d.key(pygame.K_ESCAPE)
    assert not isinstance(d.top, FilmScene)


@pytest.mark.parametrize(("size", "scale"), covering([(1024, 640), (1920, 1080)], [2.0, 1.0]))
def test_everything_fits_the_window(size: tuple[int, int], scale: float) -> None:
    d = Driver(quiet(ui_scale=scale), size)
    table = FakeTable(small_battle(), SIDES)
    scenes = [HandOver(table, "soviet"), SeatsScene(table, "soviet")]
    for scene in scenes:
        d.show(scene)
        assert d.faults() == [], type(scene).__name__
    table.lock("soviet", "horse")
    table.submit(EndTurn())
    table.submit(EndTurn())
    table.open_without("japanese")
    table.hand("japanese", "staff", 2)
    for scene in (HandOver(table, "soviet"), HandOver(table, "soviet", back=True), SeatsScene(table, "soviet")):
        d.show(scene)
        assert d.faults() == [], type(scene).__name__
    d.close()
