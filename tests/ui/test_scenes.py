"""Menus, dialogs and their controls: laid out at every size, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Unpack

import pygame
import pytest
from khalkhin.core.timeline.timeline import Answer as OneOf
from khalkhin.core.timeline.timeline import Entry, When
from khalkhin.play.cards.card import Card, card_of
from khalkhin.play.session.settings import Settings
from khalkhin.ui import app as app_module
from khalkhin.ui.battle.battle import BattleScene
from khalkhin.ui.battle.command import Command
from khalkhin.ui.battle.decision import DecisionScene
from khalkhin.ui.battle.helppage import help_page, help_rows
from khalkhin.ui.battle.keys import BINDINGS, command_for, key_name
from khalkhin.ui.battle.seats import SeatsScene
from khalkhin.ui.battle.turn_end import HandOver
from khalkhin.ui.destinations import ToSettings
from khalkhin.ui.dialogs.code_word import CodeWordScene
from khalkhin.ui.dialogs.dialog import Confirmed, Dialog, DialogButton, message
from khalkhin.ui.dialogs.menu import MenuEntry, MenuScene
from khalkhin.ui.dialogs.telegram import telegram
from khalkhin.ui.menus.briefing import BriefingScene
from khalkhin.ui.menus.load import LoadScene
from khalkhin.ui.menus.new_battle import NewBattleScene
from khalkhin.ui.menus.settings import SettingsScene
from khalkhin.ui.menus.sound import SoundScene
from khalkhin.ui.menus.start import StartScene
from khalkhin.ui.pictures.cardmap import card_map
from khalkhin.ui.ports import cards, library
from khalkhin.ui.report.end import EndScene
from khalkhin.ui.scene import Back, Go, Push, Result, Scene
from khalkhin.ui.sound.sounds import Sounds, Volumes
from khalkhin.ui.widgets.backdrop import Backdrop
from khalkhin.ui.widgets.row_list import draw_rows, shorten, wrap
from khalkhin.ui.widgets.rows import Line
from khalkhin.ui.widgets.theme import MIN_SIZE, SCALES, Metrics, effective_scale
from khalkhin.ui.widgets.widgets import escape

from tests.covering import covering
from tests.narrow import a, the
from tests.ui.driver import Driver, Preferences, quiet
from tests.ui.fakes import FakeTable
from tests.ui.smallbattle import small_battle

SIZES = [(1024, 640), (1280, 720), (1920, 1080)]
LETTER = Entry(
    "letter",
    When(1),
    "soviet",
    "Title " * 12,
    "A long text. " * 200,
    "A19",
    "They differ. " * 30,
    answers=tuple(OneOf(f"a{i}", f"An answer, {i} of four. " * 9) for i in range(4)),
)


@pytest.fixture
def saved(monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
    """Settings as they are kept, without touching the player's files."""
    kept: list[Settings] = []

    def keep(settings: Settings, before: Settings) -> str:
        kept.append(settings)
        return ""

    monkeypatch.setattr(app_module, "save_settings", keep)
    return kept


@pytest.fixture
def driver(saved: list[Settings], monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Driver]]:
    made: list[Driver] = []
    small = small_battle()
    bad = "Broken <img src='/etc/passwd'>"
    listed = cards.ListedScenario("small", Path("small"), small.title), cards.ListedScenario("bad", Path("bad"), bad)
    kept = {"small": cards.Shown(card_of(small), card_map(small)), "bad": cards.Shown(Card(bad, faulty=True), b"")}
    monkeypatch.setattr(cards, "listed", lambda: listed)
    monkeypatch.setattr(cards, "kept", lambda item: kept[item.id])
    monkeypatch.setattr(cards, "load", lambda item: small)
    problem = "map.tmx:12: terrain 'mud' is unknown — use steppe"
    monkeypatch.setattr(cards, "faults", lambda item: cards.Faults((problem,), (), None))
    monkeypatch.setattr(
        library,
        "saves",
        lambda: tuple(
            library.Saved(Path(f"/nowhere/{i}.game"), f"Small battle, turn {i}", (("Turn", str(i)),)) for i in range(40)
        ),
    )
    monkeypatch.setattr(
        library,
        "begin",
        lambda scenario, players, seed, fog, levels: library.Opened(
            FakeTable(scenario, tuple(s.id for s in scenario.sides if players[s.id] == "human"), seed), True
        ),
    )

    monkeypatch.setattr(
        library, "open_save", lambda path: library.OpeningFault("This game cannot be opened", str(path))
    )
    monkeypatch.setattr(library, "delete_save", lambda path: None)

    def make(size: tuple[int, int] = (1280, 720), **settings: Unpack[Preferences]) -> Driver:
        made.append(Driver(quiet(**settings), size))
        return made[-1]

    yield make
    for d in made:
        d.close()


def ended() -> FakeTable:
    table = FakeTable(small_battle(1), ("soviet",))
    while not table.over:
        table.poll()
    return table


SCENES: dict[str, Callable[[], Scene]] = {
    "start": StartScene,
    "new": lambda: NewBattleScene(Backdrop()),
    "load": LoadScene,
    "settings": SettingsScene,
    "sound": SoundScene,
    "help": help_page,
    "briefing": lambda: BriefingScene(FakeTable(small_battle(), ("soviet",)), ("soviet",)),
    "hand-over": lambda: HandOver(FakeTable(small_battle(), ("soviet", "japanese")), "japanese"),
    "seats": lambda: SeatsScene(FakeTable(small_battle(), ("soviet", "japanese")), "japanese"),
    "code word": lambda: CodeWordScene("A word", (Line("x"),), lambda word: "", hidden=True),
    "end": lambda: EndScene(ended(), "soviet"),
    "message": lambda: message("Title " * 12, "A long text. " * 200),
    "telegram": lambda: telegram(LETTER, "20 August 1939, 06:00"),
    "decision": lambda: DecisionScene(LETTER, "20 August 1939, 06:00"),
    "menu": lambda: MenuScene("Menu", (MenuEntry("Back", None, "Back."), MenuEntry("Settings", ToSettings(), "Them."))),
    "question": lambda: Dialog(
        "Sure?", (Line("x"),), (DialogButton("Yes", Confirmed()), DialogButton("No")), tick=("Never ask", False)
    ),
}


@pytest.mark.parametrize(("size", "scale"), covering(SIZES, [2.0, 1.5, 1.0]))
def test_every_scene_fits_the_window(driver: Callable[..., Driver], size: tuple[int, int], scale: float) -> None:
    d = driver(size, ui_scale=scale)
    for name, make in SCENES.items():
        d.show(make())
        assert d.faults() == [], name
        assert d.elements(), name


def test_the_scale_never_outgrows_the_window() -> None:
    for size in SIZES:
        for wanted in SCALES:
            scale = effective_scale(size, wanted)
            assert scale * MIN_SIZE[0] <= size[0] and scale * MIN_SIZE[1] <= size[1]
    assert effective_scale((1920, 1080), 1.5) == 1.5


def test_from_the_start_to_a_battle_by_mouse(driver: Callable[..., Driver]) -> None:
    d = driver()
    d.show(StartScene())
    d.click_text("New battle")
    assert isinstance(d.top, NewBattleScene)
    d.click_text("Computer")
    assert d.top.players == {"soviet": "human", "japanese": "human"}
    d.click_text("Fog of war")
    assert not d.top.fog
    d.click_text("Begin")
    assert isinstance(d.top, BriefingScene)
    assert "Take the heights." in d.texts() and "Hold the heights." not in d.texts()
    d.click_text("To the map")
    assert isinstance(d.top, HandOver | BattleScene)


def test_from_the_start_to_a_battle_by_keyboard(driver: Callable[..., Driver]) -> None:
    d = driver()
    d.show(StartScene())
    d.key(pygame.K_RETURN)
    assert isinstance(d.top, NewBattleScene)
    while getattr(d.top.ui.focus, "text", "") != "Begin":
        d.key(pygame.K_TAB)
    d.key(pygame.K_RETURN)
    assert isinstance(d.top, BriefingScene)
    d.key(pygame.K_RETURN)
    for _ in range(60):  # the message waits until the ground behind it is drawn
        d.step(1)
        if isinstance(d.top, Dialog):
            break
    assert isinstance(d.top, Dialog)
    assert the(a(BattleScene, d.app.scenes[-2]).map.view).finished
    d.key(pygame.K_RETURN)
    assert isinstance(d.top, BattleScene)


def test_a_faulty_scenario_is_shown_with_its_faults_and_not_begun(driver: Callable[..., Driver]) -> None:
    d = driver()
    d.show(NewBattleScene(Backdrop()))
    d.click_text("Broken")
    d.until(lambda: d.top.faults, "the faults")
    assert "terrain 'mud' is unknown" in d.texts()
    assert not d.button("Begin").is_enabled


def test_the_typed_seed_is_used(driver: Callable[..., Driver]) -> None:
    d = driver()
    d.show(NewBattleScene(Backdrop()))
    d.top.entry.set_text("4711")
    d.click_text("Begin")
    assert d.top.session.state.seed == 4711


def begin(d: Driver, scene: Scene) -> None:
    """Be at a screen that came from the start."""
    d.app.apply(Go(StartScene()))
    d.app.apply(Push(scene))
    d.step()


def test_every_button_of_the_menus_does_something(driver: Callable[..., Driver]) -> None:
    d = driver()
    for name, make in SCENES.items():
        begin(d, make())
        for index in range(len(d.buttons())):
            begin(d, make())
            button = d.buttons()[index]
            if not button.is_enabled:
                continue
            chosen = button.is_selected
            before = look(d)
            d.click(button.rect.center)
            if d.ended:
                d.app.code = None
                continue
            assert look(d) != before or chosen, f"{name}: {button.text}"


def look(d: Driver) -> tuple[object, ...]:
    """What of a menu can change by pressing something."""
    return (
        d.top,
        d.app.settings,
        getattr(d.top, "seed", None),
        d.texts(),
        [(b.text, b.is_selected, getattr(b, "on", 0)) for b in d.buttons()],
    )


def test_settings_are_used_and_kept(driver: Callable[..., Driver], saved: list[Settings]) -> None:
    d = driver((1920, 1080))
    d.show(StartScene())
    d.click_text("Settings")
    d.click_text("100 %")
    assert d.app.settings.ui_scale == 1.1 and saved[-1].ui_scale == 1.1
    assert d.app.metrics.scale == pytest.approx(1.1)
    d.key(pygame.K_ESCAPE)
    assert isinstance(d.top, StartScene)


def test_text_from_files_is_never_markup(driver: Callable[..., Driver]) -> None:
    assert escape("<img src='x'> & \n") == "&lt;img src=&#x27;x&#x27;&gt; &amp; <br>"
    d = driver()
    d.show(NewBattleScene(Backdrop()))
    assert "Small <b>battle</b>" in d.texts()


def test_a_dialog_answers_by_key_and_by_escape(driver: Callable[..., Driver]) -> None:
    @dataclass(frozen=True)
    class Kept(Result):
        number: int

    class Below(StartScene):
        got: object = None

        def resumed(self, result: object) -> None:
            self.got = result

    d = driver()
    one, two, three = Kept(1), Kept(2), Kept(3)
    for key, answer in ((pygame.K_RETURN, one), (pygame.K_ESCAPE, two), (pygame.K_y, three)):
        below = Below()
        d.app.apply(Go(below))
        d.app.apply(
            Push(
                Dialog("?", (), (DialogButton("a", one), DialogButton("c", three, pygame.K_y), DialogButton("b", two)))
            )
        )
        d.key(key)
        assert below.got == answer


def test_long_texts_scroll_by_key_and_wheel(driver: Callable[..., Driver], monkeypatch: pytest.MonkeyPatch) -> None:
    d = driver((1024, 640))
    d.show(help_page())
    sheet = d.top.ui.sheets[0]
    assert sheet.overflow > 0
    d.key(pygame.K_PAGEDOWN)
    down = sheet._offset
    assert down > 0
    monkeypatch.setattr(pygame.mouse, "get_pos", lambda: sheet.rect.center)
    d.post(pygame.MOUSEWHEEL, x=0, y=1)
    d.step()
    assert sheet._offset < down
    d.key(pygame.K_PAGEUP)
    assert sheet._offset == 0


def test_back_from_the_last_scene_ends_the_program(driver: Callable[..., Driver]) -> None:
    d = driver()
    d.show(help_page())
    d.app.apply(Back())
    assert d.app.code == 0


def test_every_command_has_a_key_and_stands_in_the_help() -> None:
    bound = {command for _, _, command in BINDINGS}
    assert bound == set(Command)
    keys = [(key, mod) for key, mod, _ in BINDINGS]
    assert len(keys) == len(set(keys))
    rows = help_rows()
    for command in Command:
        assert any(isinstance(r, Line) and r.text == command.value and r.value for r in rows)
    press = pygame.event.Event(pygame.KEYDOWN, key=pygame.K_z, mod=pygame.KMOD_LCTRL)
    assert command_for(press) is Command.UNDO
    assert key_name(Command.UNDO) == "U"


def test_words_are_wrapped_and_cut_to_their_width() -> None:
    pygame.font.init()
    m = Metrics(1.0)
    font = m.font()
    for text in ("a word or two " * 20, "Unbreakable" * 40, "short", ""):
        for line in wrap(text, font, 200):
            assert font.size(line)[0] <= 200
        assert font.size(shorten(text, font, 120))[0] <= 120
    assert " ".join(wrap("one two three " * 9, font, 90)).split() == ("one two three " * 9).split()
    tall = draw_rows([Line("word " * 100)], 200, m).picture.get_height()
    assert tall > draw_rows([Line("word")], 200, m).picture.get_height()


def test_no_sound_device_is_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise pygame.error("no device")

    monkeypatch.setattr(pygame.mixer, "init", refuse)
    sounds = Sounds(Volumes(1.0, 1.0, 1.0, 1.0))
    sounds.play("gun")
    sounds.close()
