"""The history: every section and fact by keyboard and mouse, at every size, and the ways that lead to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pygame
import pytest
from khalkhin.core.events.events import TimelineFired
from khalkhin.core.orders.orders import EndTurn
from khalkhin.core.timeline import timeline as t
from khalkhin.scenario.issues import Report, ScenarioError
from khalkhin.scenario.tables import history
from khalkhin.ui.battle.asks import Recap
from khalkhin.ui.battle.battle import BattleScene
from khalkhin.ui.battle.command import Command
from khalkhin.ui.battle.decision import DecisionScene
from khalkhin.ui.battle.helppage import help_page
from khalkhin.ui.battle.turn_end import HandOver, summary
from khalkhin.ui.destinations import ToHistory
from khalkhin.ui.dialogs.dialog import Dialog
from khalkhin.ui.dialogs.telegram import telegram
from khalkhin.ui.events import eventlog
from khalkhin.ui.history.map import on_field
from khalkhin.ui.history.screen import HistoryScene, OpenPart
from khalkhin.ui.menus.start import StartScene
from khalkhin.ui.widgets.rows import Columns, Heading, Line

from tests.ui.driver import Driver
from tests.ui.fakes import FakeTable
from tests.ui.smallbattle import small_battle

SIZES = [((1280, 720), 1.0), ((1280, 720), 2.0), ((1024, 640), 1.0), ((1920, 1080), 1.0), ((1920, 1080), 2.0)]
RING = t.Entry("ring", t.When(1), "soviet", "The jaws", "Both wings meet.", "A21", "The ring was thin.")
OPEN = t.Entry("open", t.When(2), "", "A road out", "Somebody holds it.", "A21", fate="prevented")
ASK = t.Entry(
    "ask", t.When(1), "soviet", "A wire", "Do we?", "A9", answers=(t.Answer("yes", "Yes."), t.Answer("no", "No."))
)


def at(d: Driver) -> tuple[str, str]:
    """Section and part that the history is open at."""
    assert isinstance(d.top, HistoryScene), type(d.top).__name__
    return d.top.page.key, d.top.page.parts[d.top.part].key


def battle(d: Driver, *entries: t.Entry) -> FakeTable:
    table = FakeTable(replace(small_battle(), timeline=entries), ("soviet",))
    d.show(BattleScene(table))
    return table


def until(d: Driver, kind: type) -> None:
    """Go on with Enter until a scene of a kind is on top, and all messages to it have been read."""
    for _ in range(400):
        if type(d.top) is kind and not (
            isinstance(d.top, BattleScene) and (d.top.battle.untold or d.top.battle.playing)
        ):
            return
        if isinstance(d.top, Dialog | HandOver):
            d.key(pygame.K_RETURN)
        else:
            d.step(1)
    raise AssertionError(f"{type(d.top).__name__} stays on top")


@pytest.mark.parametrize(("size", "scale"), SIZES)
def test_no_section_cuts_a_text_or_leaves_the_window(
    driver: Callable[..., Driver], size: tuple[int, int], scale: float
) -> None:
    d = driver(size, scale)
    d.show(HistoryScene())
    for _ in d.top.pages:
        assert d.faults() == [], at(d)
        m, wide = d.top.ui.m, d.top.sheet.rect.width - d.top.ui.m.px(12)
        for row in d.top.sheet.rows:
            match row:
                case Heading(text, value) if value:
                    assert m.width(value, "heading") <= wide * 3 // 5, text
                case Columns(texts, stops, _, styles):
                    edges = [*stops, 1.0]
                    for i, text in enumerate(texts):
                        room = round(edges[i + 1] * wide) - round(edges[i] * wide) - m.px(18) * (i + 1 < len(texts))
                        style = styles[min(i, len(styles) - 1)]
                        assert all(m.width(word, style) <= room for word in text.split()), text
        # Everything is reached by scrolling: at the end the last row stands at the foot of the page.
        d.key(pygame.K_END)
        sheet = d.top.sheet
        assert not sheet.scroll_by(1) and sheet.needed - sheet.overflow <= sheet.rect.height
        d.key(pygame.K_RIGHT)
    assert at(d)[0] == "chronology", "the sections go round"


def test_every_fact_is_reached_by_keys_and_by_clicks_in_the_contents(driver: Callable[..., Driver]) -> None:
    d = driver()
    d.show(HistoryScene("account"))
    facts = list(history.account())
    for fact in facts[1:]:
        d.key(pygame.K_DOWN)
        assert at(d) == ("account", fact)
    d.key(pygame.K_DOWN)
    assert at(d) == ("account", "A24"), "the last stays the last"
    for index, fact in enumerate(facts):
        contents = d.top.contents
        rows = [y for y in range(contents.rect.y, contents.rect.bottom) if contents.row_at((contents.rect.x + 4, y))]
        here = [y for y in rows if contents.action_at((contents.rect.x + 4, y)) == OpenPart(index)]
        assert here, f"{fact} is out of sight"
        d.click((contents.rect.x + 4, here[len(here) // 2]))
        assert at(d) == ("account", fact)
        shown = d.top.sheet.row_at((d.top.sheet.rect.x + 4, d.top.sheet.rect.y + 4))
        headings = [r.text for r in d.top.sheet.rows if isinstance(r, Heading)]
        assert shown is not None and (d.top.sheet.top_row == d.top._starts[index] or index > len(headings) - 8)
        assert HistoryScene("account", fact).part == index


def test_sections_by_mouse_and_the_page_scrolled_by_keys_marks_where_it_is(driver: Callable[..., Driver]) -> None:
    d = driver()
    d.show(HistoryScene())
    for page in d.top.pages:
        d.click_text(page.title)
        assert at(d)[0] == page.key
        assert page.parts[0].title in d.texts()
    d.click_text("Chronology")
    for _ in range(3):
        d.key(pygame.K_PAGEDOWN)
    assert d.top.part > 0
    d.key(pygame.K_HOME)
    assert at(d) == ("chronology", "May")


def test_links_within_the_history(driver: Callable[..., Driver]) -> None:
    d = driver()
    d.show(HistoryScene())
    sheet = d.top.sheet
    spots = [y for y in range(sheet.rect.y, sheet.rect.bottom) if sheet.action_at((sheet.rect.centerx, y))]
    d.click((sheet.rect.centerx, spots[0]))
    assert at(d) == ("account", "A3")
    sheet = d.top.sheet
    spots = [y for y in range(sheet.rect.y, sheet.rect.bottom) if sheet.action_at((sheet.rect.x + 9, y))]
    d.click((sheet.rect.x + 9, spots[0]))
    assert at(d) == ("armies", "grazing_rights")
    d.key(pygame.K_ESCAPE)
    assert d.ended


def test_the_map_shows_the_place_and_picks_places(driver: Callable[..., Driver]) -> None:
    d = driver()
    d.show(HistoryScene("places", "Bain-Tsagan"))
    d.step()
    at_field = {s.name: pos for s, pos in d.top.map._spots}
    assert "Hailar" not in at_field and all(d.top.map_rect.collidepoint(p) for p in at_field.values())
    d.click(at_field["Noro Heights"])
    assert at(d) == ("places", "Noro Heights")
    d.top.open("places", "Borzya")
    d.step()
    far = {s.name: pos for s, pos in d.top.map._spots}
    wanted = {s.name for s in history.country().places if not on_field(s)}
    assert set(far) == {*wanted, "Nomonhan Burd Obo"}
    d.click(far["Nomonhan Burd Obo"])
    assert at(d) == ("places", "Nomonhan Burd Obo")


def ways(d: Driver) -> tuple[Callable[[], None], ...]:
    """How one comes to the page of a fact: by its button and by its key."""
    return (lambda: d.click_text("More in the history"), lambda: d.key(pygame.K_y))


def test_a_message_tells_the_fact_in_words_and_leads_to_its_page(driver: Callable[..., Driver]) -> None:
    d = driver()
    battle(d, RING)
    until(d, Dialog)
    while "The jaws" not in d.texts():
        d.key(pygame.K_RETURN)
        until(d, Dialog)
    words = d.texts()
    assert "Source" not in words and "A21" not in words
    assert history.account()["A21"].account in words and "The ring was thin." in words
    message = d.top
    for way in ways(d):
        way()
        assert at(d) == ("account", "A21")
        d.key(pygame.K_ESCAPE)
        assert d.top is message, "back at the message"
    d.key(pygame.K_ESCAPE)
    assert d.top is not message


def test_a_message_without_a_fact_has_no_link(driver: Callable[..., Driver]) -> None:
    d = driver()
    d.show(telegram(replace(RING, source="")))
    assert [b.text for b in d.buttons()] == ["Continue"]


def test_a_choice_leads_to_its_fact_without_being_made(driver: Callable[..., Driver]) -> None:
    d = driver()
    table = battle(d, ASK)
    until(d, DecisionScene)
    choice = d.top
    for way in ways(d):
        way()
        assert at(d) == ("account", "A9")
        d.key(pygame.K_ESCAPE)
        assert d.top is choice and not table.state.choices


def test_the_log_says_what_a_fate_means_and_leads_to_the_fact(driver: Callable[..., Driver]) -> None:
    d = driver()
    table = battle(d, OPEN)
    until(d, BattleScene)
    scene = d.top
    while table.state.turn < 2:
        if table.active == "soviet":
            scene.battle.give(EndTurn())
        d.step(2)
        if isinstance(d.top, Dialog):
            d.key(pygame.K_RETURN)
    until(d, BattleScene)
    scene.command(Command.TAB_LOG)
    d.step()
    rows = [r for r in scene.panel.sheet.rows if isinstance(r, Line) and r.action == ToHistory("account", "A21")]
    assert [r.text for r in rows] == ["A road out. In history the ring closed on 24 August; here it never did."]
    x = scene.panel.sheet.rect.x + 9
    here = [
        y
        for y in range(scene.panel.sheet.rect.y, scene.panel.sheet.rect.bottom)
        if scene.panel.sheet.action_at((x, y)) == rows[0].action
    ]
    d.click((x, here[0]))
    assert at(d) == ("account", "A21")
    d.key(pygame.K_ESCAPE)
    assert d.top is scene


def test_the_summary_of_a_turn_leads_to_the_fact(driver: Callable[..., Driver]) -> None:
    d = driver()
    table = FakeTable(replace(small_battle(), timeline=(OPEN,)), ("soviet",))
    view = table.view("soviet")
    log = eventlog.Log()
    log.add("soviet", view.state, view.state, (TimelineFired("open", ""),))
    d.show(summary(view, Recap(tuple(log.summary("soviet")))))
    sheet = next(s for s in d.top.ui.sheets)
    here = [y for y in range(sheet.rect.y, sheet.rect.bottom) if sheet.action_at((sheet.rect.x + 9, y))]
    d.click((sheet.rect.x + 9, here[0]))
    assert at(d) == ("account", "A21")


def test_the_ways_from_the_start_screen_the_menu_the_help_page_and_the_key(driver: Callable[..., Driver]) -> None:
    d = driver()
    d.show(StartScene())
    d.click_text("History")
    assert at(d)[0] == "chronology"
    d.key(pygame.K_ESCAPE)
    assert isinstance(d.top, StartScene)
    d.show(help_page())
    d.click_text("History")
    assert at(d)[0] == "chronology"
    battle(d)
    until(d, BattleScene)
    scene = d.top
    d.step(4)
    until(d, BattleScene)
    d.key(pygame.K_y)
    assert at(d)[0] == "chronology"
    d.click_text("Back")
    assert d.top is scene
    d.key(pygame.K_ESCAPE)
    d.click_text("History")
    assert at(d)[0] == "chronology"


def test_a_table_that_cannot_be_read_is_told_on_its_page(
    driver: Callable[..., Driver], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        report = Report()
        report.error("assets/history/account.toml:7", "a fault")
        raise ScenarioError(report.finish())

    for name in ("account", "country"):
        monkeypatch.setattr(history, name, broken)
    d = driver()
    d.show(HistoryScene("account"))
    assert "This page cannot be shown" in d.texts() and "account.toml:7" in d.texts()
    for _ in d.top.pages:
        d.key(pygame.K_RIGHT)
        assert d.faults() == []
