"""No screen shows plain English while another language is spoken: all are walked through in the pseudo-locale, with the
words of the data in Greek letters, and whatever is drawn is heard."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest
from khalkhin import ai, translation
from khalkhin.core.orders.legal import legal_orders
from khalkhin.core.orders.orders import Choose, EndTurn
from khalkhin.core.timeline import timeline as t
from khalkhin.play.rehearsal.game import Rehearsal
from khalkhin.play.report.job import Written, write
from khalkhin.play.session.settings import Settings
from khalkhin.play.session.trouble import Fault, Remedy, Trouble
from khalkhin.scenario.lessons.course import Read
from khalkhin.scenario.lessons.reader import ids
from khalkhin.translation import _
from khalkhin.ui.battle import asks, questions
from khalkhin.ui.battle.battle import BattleScene
from khalkhin.ui.battle.decision import DecisionScene
from khalkhin.ui.battle.keys import BINDINGS
from khalkhin.ui.battle.results import DropPlan, KeepPlan
from khalkhin.ui.battle.seats import SeatsScene
from khalkhin.ui.battle.trouble import TroubleScene
from khalkhin.ui.campaign.screen import END, CampaignScene
from khalkhin.ui.destinations import (
    Destination,
    ToCampaign,
    ToCampaigns,
    ToEnd,
    ToHelp,
    ToHistory,
    ToKeys,
    ToLegend,
    ToLesson,
    ToLessons,
    ToMap,
    ToNewBattle,
    ToPuzzles,
    ToRescue,
    ToRules,
    ToSaves,
    ToSettings,
    ToStart,
)
from khalkhin.ui.dialogs.dialog import fault_message, message, to_battle
from khalkhin.ui.dialogs.menu import MenuScene
from khalkhin.ui.dialogs.telegram import telegram
from khalkhin.ui.history.screen import HistoryScene
from khalkhin.ui.ports import campaign_port, library
from khalkhin.ui.ports.game_port import GamePort
from khalkhin.ui.report.end import EndScene
from khalkhin.ui.report.reporting import save_report
from khalkhin.ui.report.screen import ReportScene
from khalkhin.ui.scene import Back, Push

from tests.campaignfiles import make
from tests.covering import one_in
from tests.guard import waiting
from tests.harness.ui_events import read_once
from tests.narrow import a
from tests.ui import greek
from tests.ui.driver import Driver
from tests.ui.hands import Hands
from tests.ui.listener import Listener, plain_words
from tests.ui.pupil import AGAIN, SHOW, Pupil

SIZE = (1280, 720)
SEED = 5
#: Screens that must have been heard in the menus, and in a battle.
MENUS = (
    "campaign.CampaignsScene",
    "dialogs.Dialog",
    "dialogs.RescueScene",
    "legend.LegendScene",
    "menus.KeysScene",
    "menus.LessonsScene",
    "menus.LoadScene",
    "menus.NewBattleScene",
    "menus.PuzzlesScene",
    "menus.RulebookScene",
    "menus.SettingsScene",
    "menus.SoundScene",
    "menus.StartScene",
)
BATTLE = (
    "battle.BattleScene",
    "battle.SeatsScene",
    "battle.SupplyScene",
    "battle.TroubleScene",
    "desk.ArmyScene",
    "desk.SearchScene",
    "dialogs.MenuScene",
    "history.HistoryScene",
    "menus.BriefingScene",
)
#: Battles that are looked at, by side, turns and orders given by hand: the first turns of the small one, and the
#: largest as it begins.
ALWAYS = (("grazing_rights", "soviet", 2, 999), ("double_envelopment", "soviet", 1, 4))
#: In the long form the small one whole, and a turn of each other.
LONG = (
    ("grazing_rights", "soviet", 99, 999),
    ("the_64th", "japanese", 1, 999),
    ("two_prongs", "both", 1, 999),
    ("road_from_borzya", "soviet", 1, 999),
    ("double_envelopment", "soviet", 1, 999),
)
BATTLES = (*ALWAYS, *(pytest.param(*long, marks=pytest.mark.slow) for long in LONG))


@pytest.fixture
def heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Listener]:
    """A listener while the pseudo-locale is spoken, here and in other processes."""
    monkeypatch.setenv("KHALKHIN_HOME", str(tmp_path))
    monkeypatch.setenv(translation.VARIABLE, translation.PSEUDO)
    translation.begin()
    with greek.spoken(), read_once(), Listener() as listener:
        yield listener
    monkeypatch.delenv(translation.VARIABLE)
    translation.begin()


@pytest.fixture
def window(heard: Listener) -> Iterator[Driver]:
    d = Driver(Settings(speed=0.0, volume=0.0, edge_scroll=False), SIZE)
    heard.follow(d)
    yield d
    d.close()


def faults(heard: Listener, *screens: str) -> list[str]:
    """What was plain English, and which of the screens that should have been heard were not."""
    silent = [f"{name} was not heard" for name in screens if name not in heard.screens]
    return [*silent, *(f"{at}: {text}" for at, text in heard.plain())]


# -- walking ---------------------------------------------------------------------------------------------------------


def press_all(d: Driver, heard: Listener, to: Destination) -> None:
    """Look at a screen, and press each of its buttons on a fresh one; look at the questions that come up."""
    d.show(to)
    heard.look()
    for i in range(len(d.buttons())):
        d.show(to)
        d.step(2)
        while len(d.app.scenes) > 1:  # what is told over it
            d.key(pygame.K_ESCAPE)
        d.click(d.buttons()[i].rect.center)
        d.app.code = None  # whoever quits is called back
        heard.look()


def leaf_through(d: Driver, heard: Listener) -> None:
    """All sections and parts of the history."""
    d.show(ToHistory())
    assert isinstance(d.top, HistoryScene)
    for page in d.top.pages:
        for part in page.parts:
            d.show(ToHistory(page.key, part.key))
            heard.look()


def look_round(d: Driver, heard: Listener) -> None:
    """Look at all that a battle shows of itself while nobody gives an order: pages, overlays, units of each kind with
    their orders, places, the supply screen, the menus."""
    scene = d.top
    assert isinstance(scene, BattleScene)
    for key, mod, command in BINDINGS:
        if command.name not in ("END_TURN", "MENU", "EXIT", "REHEARSE", "NEXT_PLANNED"):
            d.key(key, mod)
            heard.look()
            while d.top is not scene:
                d.key(pygame.K_ESCAPE)
    hands = Hands(d)
    hands._let_go()
    look_at_the_desk(d, heard, hands)
    look_at_a_rehearsal(d, heard)
    hands._let_go()
    looked: set[str] = set()
    for unit in scene.battle.planner.view.state.units:
        if unit.spec.side == scene.session.active and unit.on_map and unit.spec.type.id not in looked:
            looked.add(unit.spec.type.id)
            hands.select(unit.spec.id)
            for choice in scene.battle.planner.choices():
                hands._pick(choice.id)
                heard.look()
                if isinstance(d.top, BattleScene):
                    d.key(pygame.K_TAB)
                    d.key(pygame.K_RETURN if choice.id == "never" else pygame.K_ESCAPE)
                while d.top is not scene:
                    d.key(pygame.K_ESCAPE)
                if scene.battle.planner.selected != unit.spec.id:
                    hands.select(unit.spec.id)
    hands._let_go()
    state = scene.battle.planner.view.state
    for store in state.stores:
        if store.side == scene.session.active and store.hex >= 0 and not state.at_hex(store.hex):
            hands.select_store(store.hex)
            heard.look()
    while not isinstance(d.top, MenuScene):  # what is picked is let go first
        d.key(pygame.K_ESCAPE)
    heard.look()
    d.key(pygame.K_ESCAPE)
    d.app.apply(Push(SeatsScene(scene.session, scene.battle.viewer)))
    d.step()
    heard.look()
    if len(scene.session.people) > 1:
        word = next(b for b in d.buttons() if b is not d.top.ui.order[-1] and b in d.top.ui.order[2:])
        d.click(word.rect.center)
        heard.look()
        d.key(pygame.K_ESCAPE)
    d.key(pygame.K_ESCAPE)
    for fault in Fault:
        d.app.apply(Push(TroubleScene(Trouble(scene.session.active, fault, tuple(Remedy)), greek.greek("the enemy"))))
        d.step()
        d.app.apply(Back())
    for name in ("objectives", "labels"):
        for place in getattr(scene.session.scenario, name):
            d.move(hands.pixel(place.hex))
    for side in state.crossings:
        d.move(hands.pixel(scene.session.scenario.board.hexside_hexes(side)[0]))


def look_at_a_rehearsal(d: Driver, heard: Listener) -> None:
    """Rehearse two turns with an order of each kind that can be given, keep the plan, look at it, and throw it away."""
    battle = a(BattleScene, d.top)
    d.key(pygame.K_r, pygame.KMOD_LSHIFT)
    if d.top is battle:  # A question waits.
        heard.look()
        return
    scene = a(BattleScene, d.top)
    game = a(Rehearsal, scene.session)
    heard.look()
    kinds: set[type] = set()
    for _turn in range(2):
        for order in legal_orders(game.state):
            if type(order) not in kinds and not isinstance(order, EndTurn):
                kinds.add(type(order))
                if scene.battle.planner.state.active == game.side and scene.battle.give(order):
                    scene.battle.skip()
                    scene.battle.put_away(all_of_them=True)
        scene.battle.end_now()
        for _step in waiting(lambda: scene.battle.may_order or game.over, lambda: "the rehearsed turn"):
            d.step(1)
            if d.top is not scene:
                break
            scene.battle.skip()
        heard.look()
        while d.top is not scene:
            d.key(pygame.K_ESCAPE)
    d.key(pygame.K_ESCAPE)
    heard.look()
    while d.top is not scene:
        d.key(pygame.K_ESCAPE)
    d.key(pygame.K_r, pygame.KMOD_LSHIFT)
    heard.look()
    d.app.apply(Back(KeepPlan(game.plan)))
    d.step()
    heard.look()
    d.key(pygame.K_p, pygame.KMOD_LSHIFT)
    heard.look()
    d.app.apply(Back(DropPlan()))
    d.step()
    heard.look()
    assert d.top is battle and battle.battle.kept is None


def look_at_the_desk(d: Driver, heard: Listener, hands: Hands) -> None:
    """Look at the pages of the army screen, at what a search finds, at what is in danger, and measure a way."""
    scene = a(BattleScene, d.top)
    state = scene.battle.planner.view.state
    d.key(pygame.K_m, pygame.KMOD_LSHIFT)
    for key in (pygame.K_e, pygame.K_d, pygame.K_o, pygame.K_5, pygame.K_4):
        d.key(key)
        heard.look()
    d.key(pygame.K_ESCAPE)
    for words in ("e", "#9#"):
        d.key(pygame.K_f, pygame.KMOD_LCTRL)
        for letter in words:
            d.key(ord(letter))
        heard.look()
        d.key(pygame.K_ESCAPE)
    units = list(state.side_units(scene.session.active))
    d.key(pygame.K_t, pygame.KMOD_LSHIFT)
    for unit in units[:4]:
        d.move(hands.pixel(unit.hex))
        d.step(6)
        heard.look()
    d.key(pygame.K_t, pygame.KMOD_LSHIFT)
    d.key(pygame.K_z)
    for unit in units[:2]:
        hands.click(unit.hex)
        heard.look()
    d.key(pygame.K_ESCAPE)


def play(d: Driver, heard: Listener, scenario: str, humans: str, turns: int, orders: int) -> None:
    """Play a battle by input with the staff's orders, for so many turns or orders or to its end, and look at all of
    it."""
    opened = library.open_battle(scenario, humans, SEED)
    assert isinstance(opened, library.Opened), opened
    hands = Hands(d, lambda name: heard.look())
    d.app.apply(to_battle(opened))
    d.step()
    heard.look()
    d.key(pygame.K_RETURN)
    hands.settle()
    minds = {side: ai.make("staff", SEED) for side in opened.session.humans}
    looked = 0
    while not hands.over:
        view = opened.session.view(opened.session.active)
        if view.state.turn > turns or hands.given >= orders:
            break
        if looked < min(view.state.turn, 2) and isinstance(d.top, BattleScene):
            looked = view.state.turn
            look_round(d, heard)
        hands.give(minds[opened.session.active].next_order(view))
        heard.look()


def idle_to_the_end(session: GamePort) -> None:
    """Play a battle between people to its end without an order but what is asked for."""
    while not session.over:
        state = session.view(session.active).state
        entries = {entry.id: entry for entry in session.scenario.timeline}
        mine = [id_ for id_ in state.pending if entries[id_].side == session.active]
        session.submit(Choose(mine[0], entries[mine[0]].answers[0].id) if mine else EndTurn())


def report(d: Driver, heard: Listener) -> str:
    """Have the report of the battle that has ended written; what its page says."""
    assert isinstance(d.top, EndScene)
    for button in d.buttons():
        d.click(button.rect.center)
        if isinstance(d.top, ReportScene):
            break
    scene = d.top
    assert isinstance(scene, ReportScene)
    for _turn in waiting(lambda: scene.done is not None, lambda: "the report"):
        d.step(1)
    assert isinstance(scene.done, Written), scene.done
    heard.look()
    return scene.done.page.read_text(encoding="utf-8")


# -- the walk --------------------------------------------------------------------------------------------------------


def test_plain_english_is_heard(window: Driver, heard: Listener) -> None:
    """What would be found: a sentence that went by the translation, a part of one, a tip; and what would not."""
    window.show(ToSettings())
    before = {text for _at, text in heard.plain()}
    for text in ("The guns are ready.", f"{_('The guns')} are ready."):
        window.app.apply(Push(message(_("A title"), text)))
        window.step()
    window.app.apply(Push(message(greek.greek("A name"), _("The guns of {name} are ready.").format(name="1939"))))
    window.step()
    window.top.ui.button(pygame.Rect(0, 0, 90, 30), _("Fire"), lambda: None, tip="Fire the guns.")
    heard.look()
    found = [text for _at, text in heard.plain() if text not in before | {"Continue"}]
    assert found == ["The guns are ready.", f"{_('The guns')} are ready.", "Fire the guns."]


def test_the_menus_speak_the_language(window: Driver, heard: Listener) -> None:
    opened = library.open_battle("grazing_rights", "both", SEED)
    assert isinstance(opened, library.Opened)
    opened.session.close()
    nothing = library.OpeningFault(_("Nothing"), _("There is nothing."))
    places: tuple[Destination, ...] = (
        ToStart(nothing),
        ToStart(welcome=True),
        ToLessons(),
        ToPuzzles(),
        ToNewBattle(),
        ToSaves(),
        ToSettings(),
        ToHelp(),
        ToRules(),
        ToKeys(),
        ToLegend(),
        ToCampaigns(),
    )
    for to in (*places, ToRescue(greek.greek("a fault"), greek.greek("it is written down"), None)):
        press_all(window, heard, to)
    assert faults(heard, *MENUS) == []


def test_a_window_too_small_for_any_screen_speaks_the_language(heard: Listener) -> None:
    for size in ((320, 200), (90, 40)):
        d = Driver(Settings(speed=0.0, volume=0.0), size)
        heard.follow(d)
        d.show(ToStart())
        d.close()
    assert faults(heard, "menus.StartScene") == []


@pytest.mark.parametrize("lesson", one_in(3, ids()))
def test_lessons_speak_the_language(window: Driver, heard: Listener, lesson: str) -> None:
    """As they are, after a wrong move, when they can no longer be done, at their end; and their menu."""
    pupil = Pupil(window, "keys")
    pupil.begin(lesson)
    while not pupil.finished:
        heard.look()
        pupil.scene.battle.give(EndTurn())
        pupil.settle()
        heard.look()
        if pupil.finished:
            break
        pupil.strip(AGAIN)
        if isinstance(pupil.part.waits, Read):
            window.key(pygame.K_RETURN)
        else:
            pupil.strip(SHOW)
        pupil.settle()
    heard.look()
    window.show(ToLesson(lesson))
    pupil.settle()
    window.app.apply(Push(pupil.coach.menu()))
    heard.look()
    window.app.apply(Back())
    window.app.apply(pupil.coach.over())
    heard.look()
    assert faults(heard, "battle.BattleScene", "dialogs.MenuScene") == []


def test_the_history_speaks_the_language(window: Driver, heard: Listener) -> None:
    leaf_through(window, heard)
    assert faults(heard, "history.HistoryScene") == []


def test_a_campaign_speaks_the_language(
    window: Driver, heard: Listener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Begun, fought by the staffs and by people, ended; every page of its map on the way."""
    make(tmp_path, monkeypatch)
    made = campaign_port.start({"soviet": "human", "japanese": "human"}, SEED, True)
    assert isinstance(made, Path)
    for fought in range(4):
        under = campaign_port.open_campaign(made)
        assert isinstance(under, campaign_port.Under)
        if fought == 0:
            press_all(window, heard, ToCampaign(under))
            under = campaign_port.open_campaign(made)  # begun by the button to fight it
            assert isinstance(under, campaign_port.Under) and under.begun is not None
            press_all(window, heard, ToCampaign(under))
        window.show(ToCampaign(under))
        for _page in window.top.pages:
            window.key(pygame.K_RIGHT)
        if under.progress.over:
            break
        if fought == 0:
            window.click_text(_("The staffs finish it"))
            window.choose(_("Let them"))
            for _turn in waiting(lambda: isinstance(window.top, CampaignScene), lambda: "the staffs"):
                window.step(1)
        else:
            opened = campaign_port.fight(under)
            assert isinstance(opened, library.Opened), opened
            window.show(ToMap(opened.session))
            Hands(window).settle()
            window.key(pygame.K_ESCAPE)
            window.click_text(_("Give up this battle"))
            heard.look()
            window.show(ToCampaign(under))  # which lets the battle go
            gone_on = campaign_port.open_campaign(made)
            assert isinstance(gone_on, campaign_port.Under)
            opened = campaign_port.go_on(gone_on)
            assert isinstance(opened, library.Opened), opened
            idle_to_the_end(opened.session)
            window.show(ToEnd(opened.session, "soviet"))
            heard.look()
    assert window.top.page == END
    press_all(window, heard, ToCampaigns())
    assert faults(heard, "campaign.CampaignScene", "campaign.ResolveScene", "dialogs.MenuScene") == []


def test_the_end_of_a_battle_and_its_report_speak_the_language(window: Driver, heard: Listener, tmp_path: Path) -> None:
    opened = library.open_battle("grazing_rights", "both", SEED)
    assert isinstance(opened, library.Opened)
    idle_to_the_end(opened.session)
    window.show(ToEnd(opened.session, "soviet"))
    heard.look()
    assert "«" in report(window, heard)  # the process that wrote it speaks the language as well
    assert faults(heard, "report.EndScene", "report.ReportScene") == []
    # Another process reads the history as it is; the words of the page are looked at where it reads Greek.
    assert opened.session.path is not None
    made = write(opened.session.path, opened.session.scenario, tmp_path / "report", save_report)
    assert isinstance(made, Written), made
    page = made.page.read_text(encoding="utf-8")
    for text in re.sub(r"<style>.*?</style>|<[^>]*?(?: alt=\"([^\"]*)\")?>", r"\n\1\n", page, flags=re.DOTALL).split(
        "\n"
    ):
        assert plain_words(html.unescape(text)) == [], text


@pytest.mark.parametrize(("scenario", "humans", "turns", "orders"), BATTLES)
def test_battles_speak_the_language(
    window: Driver, heard: Listener, scenario: str, humans: str, turns: int, orders: int
) -> None:
    play(window, heard, scenario, humans, turns, orders)
    assert faults(heard, *BATTLE) == []


def test_questions_over_a_battle_speak_the_language(window: Driver, heard: Listener) -> None:
    """Those that the walk does not meet: faults, leaving, giving up."""
    name = greek.greek("Some name")
    answers = (t.Answer("a", name), t.Answer("b", name))
    entry = t.Entry("e", t.When(1), "soviet", name, name, "A9", name, answers=answers)
    opened = library.open_battle("grazing_rights", "both", SEED)
    assert isinstance(opened, library.Opened)
    battle = BattleScene(opened.session)
    window.show(battle)
    scenes = [
        DecisionScene(entry, name),
        telegram(entry, name),
        questions.surrender(),
        questions.surrender(campaign=True),
        fault_message(library.OpeningFault(name, name, Path("a.journal"))),
        *(TroubleScene(Trouble("soviet", fault, tuple(Remedy)), name) for fault in Fault),
    ]
    for scene in scenes:
        window.show(scene)
        heard.look()
    for ask in (
        asks.ConfirmExit("u", name),
        asks.ConfirmEnd((name,)),
        asks.ConfirmEnd((name,) * 20),
        asks.Unwritten(name),
        asks.OpenMenu(),
    ):
        window.show(battle)
        window.app.apply(questions.put(ask, battle.battle))
        window.step()
        assert window.top is not battle
        heard.look()
    assert [text for at, text in heard.plain() if at.startswith(("battle.", "dialogs."))] == []
