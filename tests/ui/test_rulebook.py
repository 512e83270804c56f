"""The rulebook on the screen: every refusal and modifier leads to its chapter, links lead on, whoever types finds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pygame
import pytest
from khalkhin.core.combat.modifiers import MODIFIERS, Section, Shift, section_of
from khalkhin.core.orders.orders import Barrage
from khalkhin.core.refusals import RefusalCode
from khalkhin.scenario import load_rules
from khalkhin.text import manual, rulebook
from khalkhin.text.rulebook import REFUSALS, SECTIONS, Block, chapters
from khalkhin.ui.battle.battle import BattleScene
from khalkhin.ui.battle.command import Command
from khalkhin.ui.destinations import ToHelp, ToMap, ToRules, ToStart
from khalkhin.ui.menus.rulebook import OpenChapter, RulebookScene
from khalkhin.ui.panels import assaultrows
from khalkhin.ui.widgets.rows import Line

from tests.ui.driver import Driver
from tests.ui.fakes import FakeTable
from tests.ui.hands import Hands
from tests.ui.smallbattle import small_battle

Make = Callable[..., Driver]
CHAPTERS = chapters(load_rules())
KEYS = {chapter.key for chapter in CHAPTERS}


def type_in(d: Driver, text: str) -> None:
    for letter in text:
        d.post(pygame.KEYDOWN, key=ord(letter), mod=0, unicode=letter, scancode=0)
    d.step(2)


def words(text: str) -> list[str]:
    """The words and figures of a text, without its marks and what links are to."""
    text = rulebook._COMMENT.sub("", rulebook._LINK.sub(r"\1", text))
    return [w for w in "".join(c if c.isalnum() else " " for c in text).split() if w]


# -- the text --------------------------------------------------------------------------------------------------------


def test_every_refusal_and_every_modifier_has_a_chapter_that_is_there() -> None:
    assert set(REFUSALS) == set(RefusalCode)
    assert sum(len(codes) for codes in rulebook._REFUSALS.values()) == len(RefusalCode)
    assert set(SECTIONS) == set(Section)
    assert {*REFUSALS.values(), *SECTIONS.values()} <= KEYS
    for modifier in MODIFIERS:
        assert SECTIONS[section_of(Shift(modifier.id, 1, ""))] in KEYS


def test_the_screen_has_all_that_is_printed() -> None:
    """Each word of the printed page stands on the screen as often, but for the contents, tables' lines, and columns'
    names, which wide tables repeat."""
    page = manual.page(load_rules())
    printed = words("\n".join(line for line in page.split("\n") if not line.startswith(("- [", "| ---"))))
    shown = [w for c in CHAPTERS for w in words(" ".join([c.title, *(f"{b.bullet} {b.text}" for b in c.blocks)]))]
    missing = [w for w in set(printed) if w not in shown]
    assert missing == ["name"]  # above names, which say so themselves
    assert len(shown) > len(printed) * 0.95


def test_links_lead_to_chapters() -> None:
    links = [block.leads for chapter in CHAPTERS for block in chapter.blocks if block.leads]
    assert links and set(links) <= KEYS


def test_marks_are_taken_off() -> None:
    text = (
        "# T\n\nSome **bold** *words* of `code`, see [Supply](#supply).\n\n- one\n- two\n\n1. first\n\n"
        "| a | b |\n| --- | --- |\n| 2 | 3 |\n"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rulebook, "source", lambda rules: text)
        (chapter,) = chapters(load_rules())
    assert chapter.key == "t"
    assert chapter.blocks == (
        Block("Some bold words of code, see Supply.", leads="supply"),
        Block("one", "•"),
        Block("two", "•"),
        Block("first", "1."),
        Block("a  b", cells=("a", "b"), head=True),
        Block("2  3", cells=("2", "3")),
    )


# -- the screen ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("size", "scale"), [((1280, 720), 1.0), ((1920, 1080), 1.5), ((800, 600), 1.0)])
def test_the_pages_fit_their_windows(driver: Make, size: tuple[int, int], scale: float) -> None:
    d = driver(size, scale)
    d.show(ToRules())
    for chapter in CHAPTERS:
        d.top.open(chapter.key)
        d.step(1)
        assert d.faults() == [] and d.texts()


def test_whoever_types_finds_and_opens(driver: Make) -> None:
    d = driver()
    d.show(ToRules())
    type_in(d, "pontoon")
    assert "8 places have “pontoon”" in d.texts() and d.faults() == []
    d.key(pygame.K_DOWN)
    d.key(pygame.K_RETURN)
    assert d.top.typed == "" and d.top.chapters[d.top.at].title == "Rivers, crossings and engineers"
    type_in(d, "xyzzy")
    assert "0 places" in d.texts()
    for _letter in "zy":
        d.key(pygame.K_BACKSPACE)
    assert d.top.typed == "xyz"
    d.key(pygame.K_ESCAPE)
    assert isinstance(d.top, RulebookScene) and d.top.typed == ""
    d.key(pygame.K_DOWN)
    assert d.top.chapters[d.top.at].title == "The assault"


def test_links_and_contents_are_clicked(driver: Make) -> None:
    d = driver()
    d.show(ToRules("the-assault"))
    rivers = OpenChapter("rivers-crossings-and-engineers")
    row = next(i for i, row in enumerate(d.top.sheet.rows) if row.action == rivers)
    d.click(d.top.sheet.place_of(row).center)
    assert d.top.chapters[d.top.at].key == "rivers-crossings-and-engineers"
    d.click(d.top.contents.place_of(7).center)
    assert d.top.at == 7


@pytest.mark.parametrize("to", [ToStart(), ToHelp()])
def test_the_menu_and_the_help_lead_to_the_rules(driver: Make, to: ToStart | ToHelp, tmp_path: Path) -> None:
    d = driver()
    d.show(ToStart())
    if isinstance(to, ToHelp):
        d.click_text("Mouse and keys")
    d.click_text("The rules")
    assert isinstance(d.top, RulebookScene)
    d.key(pygame.K_ESCAPE)
    assert not isinstance(d.top, RulebookScene)


# -- from a battle ---------------------------------------------------------------------------------------------------


@pytest.fixture
def battle(driver: Make) -> tuple[Driver, BattleScene]:
    d = driver()
    d.show(ToMap(FakeTable(small_battle(), ("soviet",))))
    Hands(d).settle()
    assert isinstance(d.top, BattleScene)
    return d, d.top


def test_what_was_refused_leads_to_its_chapter(battle: tuple[Driver, BattleScene]) -> None:
    d, scene = battle
    assert scene.battle.rule == ""
    for code in RefusalCode:
        scene.battle.refuse("Not so.", code)
        assert scene.battle.rule == REFUSALS[code]
    scene.battle.give(Barrage("su-a", (8, 4)))
    assert scene.battle.rule == "guns", scene.battle.note
    d.key(pygame.K_F10)
    assert isinstance(d.top, RulebookScene) and d.top.chapters[d.top.at].key == "guns"
    d.key(pygame.K_ESCAPE)
    scene.battle.say("Something else.")
    assert scene.battle.rule == ""
    scene.command(Command.RULES)


def test_a_modifier_of_the_assault_leads_to_its_chapter(battle: tuple[Driver, BattleScene]) -> None:
    d, scene = battle
    target = scene.session.scenario.board.index(8, 4)
    assert target is not None
    scene.battle.attack(target)
    d.step(2)
    rows = assaultrows.odds(scene.battle.planner)
    leads = [row for row in rows if isinstance(row, Line) and isinstance(row.action, ToRules)]
    forecast = scene.battle.planner.forecast()
    assert forecast is not None and len(leads) == len(forecast.shifts) > 0
    at = scene.panel.sheet.rows.index(leads[0])
    place = scene.panel.sheet.place_of(at)
    assert place is not None
    d.click(place.center)
    assert isinstance(d.top, RulebookScene)
    assert ToRules(d.top.chapters[d.top.at].key) == leads[0].action
