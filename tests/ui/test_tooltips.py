"""Every button says what it does, and by which key as the player's keyboard has it: on every screen there is."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pygame
import pytest
from khalkhin.core import apply, initial_state, legal_orders
from khalkhin.core.fog.view import View
from khalkhin.core.orders.orders import EndTurn, Move
from khalkhin.play.session.session import HUMAN, Session
from khalkhin.scenario import load
from khalkhin.ui.battle import asks, map_area, questions
from khalkhin.ui.battle.bars import clock_note
from khalkhin.ui.battle.battle import BattleScene
from khalkhin.ui.battle.command import Command
from khalkhin.ui.battle.keys import key_names
from khalkhin.ui.destinations import ToCampaigns, ToLegend, ToLesson, ToLessons, ToNewBattle, ToRules
from khalkhin.ui.dialogs.dialog import Dialog, DialogButton
from khalkhin.ui.legend.sample_map import OnCounter
from khalkhin.ui.legend.signs import PAGES
from khalkhin.ui.map import palette
from khalkhin.ui.map.counters import CounterKey, look_of
from khalkhin.ui.panels import countermarks
from khalkhin.ui.scene import Go
from khalkhin.ui.widgets import keyboard
from khalkhin.ui.widgets.rows import Line, Row
from khalkhin.ui.widgets.theme import Metrics
from khalkhin.ui.widgets.tooltip import Slip, beside
from pygame_gui.core import ObjectID
from pygame_gui.elements import UIButton, UITooltip

from tests.harness.window_sizes import SCREENS
from tests.narrow import a, the
from tests.ui.driver import Driver
from tests.ui.smallbattle import small_battle


def bare(d: Driver) -> list[str]:
    """The buttons of a screen that say nothing."""
    return [button.text for button in d.buttons() if not button.tool_tip_text]


def notes(d: Driver) -> dict[str, str]:
    """What the buttons of a screen say, by their text."""
    return {button.text: html.unescape(button.tool_tip_text or "") for button in d.buttons()}


@pytest.mark.parametrize("screen", SCREENS)
def test_every_button_of_a_screen_has_a_note(driver: Callable[..., Driver], screen: str) -> None:
    d = driver()
    d.show(SCREENS[screen]())
    d.step(2)
    assert bare(d) == []


def test_lists_menus_and_questions_have_notes(driver: Callable[..., Driver], tmp_path: Path) -> None:
    d = driver()
    seen: dict[str, list[str]] = {}
    for to in (ToLessons(), ToNewBattle(), ToCampaigns(), ToRules(), ToLegend(), ToLesson("first_battle")):
        d.show(to)
        d.step(2)
        seen[type(to).__name__] = bare(d)
    session = Session.begin(
        load("grazing_rights"), {"soviet": HUMAN, "japanese": HUMAN}, 7, path=tmp_path / "a.journal"
    )
    scene = BattleScene(session)
    d.show(scene)
    while not isinstance(d.top, BattleScene):
        seen[f"message {len(seen)}"] = bare(d)
        d.key(pygame.K_RETURN)
        d.step(2)
    seen["battle"] = bare(d)
    for ask in (asks.OpenMenu(), asks.OpenSupply(), asks.ConfirmExit("u", "A unit"), asks.Unwritten("It is full.")):
        d.app.apply(questions.put(ask, scene.battle))
        d.step()
        assert d.top is not scene and d.buttons()
        seen[type(ask).__name__] = bare(d)
        d.key(pygame.K_ESCAPE)
    session.close()
    assert {name: texts for name, texts in seen.items() if texts} == {}


def test_a_note_tells_the_keys_as_they_are_on_the_keyboard(
    driver: Callable[..., Driver], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyboard, "label", lambda key: f"<{chr(key)}>")
    d = driver()
    d.show(SCREENS["battle"]())
    d.step(2)
    while not isinstance(d.top, BattleScene):
        d.key(pygame.K_RETURN)
        d.step(2)
    said = " ".join(notes(d).values())
    assert "<u>" in said and "<i>" in said and key_names(Command.SUPPLY) in said


def test_an_answer_tells_its_keys(driver: Callable[..., Driver]) -> None:
    d = driver()
    answers = (
        DialogButton("Fire", key=pygame.K_y, tip="Fires all guns."),
        DialogButton("Wait", primary=True),
        DialogButton("Back"),
    )
    d.app.apply(Go(Dialog("Guns", (), answers)))
    d.step()
    assert notes(d) == {"Fire": "Fires all guns. (Y)", "Wait": "Wait (Enter)", "Back": "Back (Esc)"}


def test_a_text_that_is_cut_is_told_whole_before_what_it_does(driver: Callable[..., Driver]) -> None:
    d = driver()
    d.show(SCREENS["settings"]())
    button = d.top.ui.button(pygame.Rect(0, 0, 60, 30), "Open the bridge of boats", lambda: None, tip="Opens it.")
    assert button.text.endswith("…")
    assert html.unescape(button.tool_tip_text or "") == "Open the bridge of boats<br>Opens it."


def test_the_keyboard_is_told_what_a_button_does_as_the_pointer_is(driver: Callable[..., Driver]) -> None:
    d = driver()
    d.show(SCREENS["start"]())
    d.key(pygame.K_TAB)
    assert told(d) == []
    d.step(80)
    focused = a(UIButton, d.top.ui.focus)
    assert told(d) == [focused.tool_tip_text]
    d.key(pygame.K_TAB)
    assert told(d) == []
    d.step(80)
    assert told(d) == [a(UIButton, d.top.ui.focus).tool_tip_text] != [focused.tool_tip_text]
    d.move((5, 5))
    assert told(d) == []


def test_a_note_leaves_the_control_beneath_its_own_to_be_seen(driver: Callable[..., Driver]) -> None:
    """Of two sides the upper is chosen first, and the lower next."""
    d = driver()
    d.show(ToNewBattle())
    d.until(lambda: any(b.text in ("‹  Player  ›", "‹  Computer  ›") for b in d.buttons()), "the sides")
    upper, lower = [b for b in d.buttons() if b.text in ("‹  Player  ›", "‹  Computer  ›")][:2]
    assert upper.rect.bottom <= lower.rect.top
    d.top.ui.set_focus(upper)
    d.key(pygame.K_TAB)
    while d.top.ui.focus is not upper:
        d.key(pygame.K_TAB)
    d.app.build(d.top)  # as when the picture of a card comes
    d.step(80)
    (note,) = (e for e in d.top.ui.manager.get_sprite_group().sprites() if isinstance(e, UITooltip))
    upper, lower = [b for b in d.buttons() if b.text in ("‹  Player  ›", "‹  Computer  ›")][:2]
    assert not note.rect.colliderect(lower.rect) and not note.rect.colliderect(upper.rect)


def told(d: Driver) -> list[str]:
    """The notes that are shown."""
    sprites = d.top.ui.manager.get_sprite_group().sprites()
    return [the(e.text_block).html_text for e in sprites if isinstance(e, UITooltip)]


def test_the_marks_of_a_counter_are_told_where_the_pointer_rests(
    driver: Callable[..., Driver], monkeypatch: pytest.MonkeyPatch
) -> None:
    session = Session.begin(load("grazing_rights"), {"soviet": HUMAN, "japanese": HUMAN}, 7)
    d = driver()
    scene = BattleScene(session)
    d.show(scene)
    while d.top is not scene:
        d.key(pygame.K_RETURN)
        d.step(2)
    view = scene.battle.shown
    unit = next(u for u in view.state.side_units(view.side) if u.on_map)
    marked = replace(unit, unsupplied=9, entrenchment=1, suppressed=1)
    units = tuple(marked if u.id == unit.id else u for u in view.state.units)
    rows = countermarks.rows(replace(view, state=replace(view.state, units=units)), unit.hex)
    said = [row.text for row in rows if isinstance(row, Line)]
    assert {countermarks.MARKS[key].text for key in ("entrenchment", "suppressed")} < set(said)
    asked: list[int] = []

    def spy(view: View, hex_: int) -> list[Row]:
        asked.append(hex_)
        return rows

    monkeypatch.setattr(countermarks, "rows", spy)
    scene.map.jump(unit.hex)
    scene.map.still = True
    d.move(scene.map.position(unit.hex))
    d.step(5)
    assert asked == []
    d.step(60)
    assert set(asked) == {unit.hex}
    session.close()


def test_every_mark_of_a_counter_is_told_of_the_counter_that_has_it() -> None:
    """The samples of the legend: each has the mark that its row is about, and a plain counter has none."""
    for page in PAGES:
        for sign in page.signs:
            for key, mark in countermarks.MARKS.items():
                if sign.text == mark.text:
                    assert mark.when(a(OnCounter, sign.sample).look), key
    assert countermarks.marks(CounterKey(palette.SOVIET, "infantry", "III", steps=4, full=4, moves=8)) == []
    named = {sign.text for page in PAGES for sign in page.signs}
    assert {mark.text for mark in countermarks.MARKS.values()} <= named


def test_a_unit_that_has_moved_is_not_said_to_be_done() -> None:
    """It may have movement left: what is told is that it moved, and how far it can still go."""
    state = initial_state(small_battle(), 1, fog=False)
    left = []
    for order in legal_orders(state):
        if not isinstance(order, Move):
            continue
        after, _events = apply(state, order)
        unit = the(after.unit(order.unit))
        if not unit.on_map or unit.side != after.active:
            continue
        look = look_of(after.scenario, unit)
        assert look.moved and look.moves == unit.mp
        assert any("has moved this turn" in text for text in countermarks.marks(look))
        left.append(unit.mp)
    assert any(left), "no move leaves any movement"
    words = "\n".join(mark.text for mark in countermarks.MARKS.values())
    assert "done" not in words


def test_the_turn_at_the_top_says_what_a_turn_is_and_what_comes_next(driver: Callable[..., Driver]) -> None:
    d = driver()
    session = Session.begin(small_battle(), {"soviet": HUMAN, "japanese": HUMAN}, 3, record=False)
    for turn in (1, 2):
        note = clock_note(session.view("soviet").state)
        assert f"Next: turn {turn + 1}, " in note and "The battle ends after turn" in note
        while session.view("soviet").state.turn == turn:
            session.submit(EndTurn())
    d.show(BattleScene(session))
    while not isinstance(d.top, BattleScene):
        d.key(pygame.K_RETURN)
    pygame.mouse.set_pos((60, 15))
    d.move((60, 15))
    d.step(40)
    assert told(d) and "The battle ends after turn" in told(d)[0]
    last = replace(session.view("soviet").state, turn=len(session.scenario.calendar))
    assert clock_note(last).endswith("This is the last turn.")


def test_the_ring_of_the_focus_does_not_lie_over_a_note(driver: Callable[..., Driver]) -> None:
    d = driver()
    d.show(ToCampaigns())
    d.step(2)
    ui, button = d.top.ui, d.buttons()[0]
    ui.manager.create_tool_tip(
        "A note over the button", button.rect.center, (0, -5), button, ObjectID(class_id="@button")
    )
    ui.manager.update(0.01)
    note = next(e for e in ui.manager.ui_group.sprites() if isinstance(e, UITooltip))
    pictures = []
    for focus in (None, button):
        ui.set_focus(focus)
        surface = pygame.Surface(d.app.size)
        ui.draw(surface)
        ui.lay_notes(surface)
        pictures.append(surface)
    assert note.rect.colliderect(button.rect)
    assert len({pygame.image.tobytes(picture.subsurface(note.rect), "RGB") for picture in pictures}) == 1
    assert len({pygame.image.tobytes(picture, "RGB") for picture in pictures}) == 2


def test_what_a_screen_draws_over_its_controls_does_not_lie_over_a_note(driver: Callable[..., Driver]) -> None:
    """The map of a battle's card, and the second lines of the list beside it."""
    d = driver()
    d.show(ToNewBattle())
    d.until(lambda: d.top.picture is not None, "the picture of the card")
    ui = d.top.ui
    for at in (d.top.picture[1].center, d.buttons()[2].rect.midbottom):
        ui.manager.create_tool_tip("A note over it", at, (0, -9), d.buttons()[0], ObjectID(class_id="@button"))
        ui.manager.update(0.01)
        note = next(e for e in ui.manager.ui_group.sprites() if isinstance(e, UITooltip))
        bare = pygame.Surface(d.app.size)
        ui.draw(bare)
        d.app.draw()
        inner = note.rect.inflate(-12, -12)
        seen = [pygame.image.tobytes(shown.subsurface(inner), "RGB") for shown in (bare, d.app.screen)]
        assert seen[0] == seen[1], at
        note.kill()


def test_where_the_pointer_only_rests_nothing_is_told_while_keys_are_used(
    driver: Callable[..., Driver], monkeypatch: pytest.MonkeyPatch
) -> None:
    d = driver()
    d.show(SCREENS["start"]())
    d.step(2)
    place = d.buttons()[0].rect.center
    monkeypatch.setattr(pygame.mouse, "get_pos", lambda: place)
    d.key(pygame.K_DOWN)
    d.key(pygame.K_RETURN)
    d.key(pygame.K_ESCAPE)
    d.step(20)
    assert d.buttons()[0].tool_tip_text not in told(d) and not any(button.hovered for button in d.buttons())
    d.move(place)
    d.step(40)
    assert told(d) == [d.buttons()[0].tool_tip_text]


def test_a_slip_lies_where_it_hides_least() -> None:
    frame, at, size, away = pygame.Rect(0, 0, 800, 600), (400, 300), (200, 100), 40
    corners = {(1, 1): (500, 360), (-1, 1): (300, 360), (1, -1): (500, 240), (-1, -1): (300, 240)}

    def lies(*seen: tuple[tuple[int, int], int]) -> tuple[int, int]:
        place = beside(size, at, away, frame, seen)
        assert frame.contains(place) and not place.collidepoint(at)
        return (1 if place.left > at[0] else -1), (1 if place.top > at[1] else -1)

    assert lies() == (1, 1)
    middle = (((400, 390), 9), ((400, 210), 9))
    for free in corners:
        assert lies(*middle, *((point, 1) for corner, point in corners.items() if corner != free)) == free
    below = beside(size, at, away, frame, [middle[1], *(((x * 2 - 400, y), 1) for x, y in corners.values())])
    assert below.midtop == (400, 340)
    assert lies(*((point, 3 if corner == (1, 1) else 1) for corner, point in corners.items())) != (1, 1)
    edge = beside(size, (790, 590), away, frame, [((790, 590), 9)])
    assert frame.contains(edge) and not edge.collidepoint((790, 590))


def test_no_note_of_the_screen_beneath_stays_behind_a_dialog_or_a_menu(
    driver: Callable[..., Driver], monkeypatch: pytest.MonkeyPatch
) -> None:
    d = driver()
    session = Session.begin(small_battle(), {"soviet": HUMAN, "japanese": HUMAN}, 3, record=False)
    scene = BattleScene(session)
    d.show(scene)
    while d.top is not scene:
        d.key(pygame.K_RETURN)
        d.step(2)
    slips: list[tuple[Row, ...]] = []
    true_picture = Slip.picture

    def picture(slip: Slip, rows: tuple[Row, ...], m: Metrics) -> pygame.Surface:
        slips.append(rows)
        return true_picture(slip, rows, m)

    monkeypatch.setattr(Slip, "picture", picture)
    unit = next(u for u in scene.battle.planner.state.side_units("soviet") if u.on_map and u.is_combat)
    scene.battle.select(unit.id, show=True)
    d.step(30)
    goal = next(
        h for h in the(scene.battle.planner.reach()).cost if h != unit.hex and not scene.battle.planner.takes(h)
    )

    def drawn() -> bool:
        slips.clear()
        d.app.draw()
        return bool(slips)

    for by_cursor in (False, True):
        for ask in (asks.OpenMenu(), asks.ConfirmEnd(("Some unit",), ()), asks.OpenSupply()):
            goal_at = scene.map.position(goal)
            d.move(goal_at)
            scene.battle.cursor = goal if by_cursor else None
            d.step()
            assert drawn()
            d.app.apply(questions.put(ask, scene.battle))
            d.step()
            assert d.top is not scene and not drawn()
            d.move((goal_at[0] + 2, goal_at[1] + 2))
            assert not drawn(), "the pointer means the dialog"
            d.key(pygame.K_ESCAPE)
            assert d.top is scene and drawn() and scene.battle.pointed == goal
    # The pointer has left the hex while the dialog was open.
    scene.battle.cursor = None
    d.app.apply(questions.put(asks.OpenMenu(), scene.battle))
    d.move((5, 5))
    d.key(pygame.K_ESCAPE)
    assert d.top is scene and not drawn()
    # Notes of the buttons beneath go as well.
    place = d.button("Menu").rect.center
    monkeypatch.setattr(pygame.mouse, "get_pos", lambda: place)
    d.move(place)
    d.step(40)
    assert told(d)
    d.click(place)
    assert d.top is not scene
    assert not [e for e in scene.ui.manager.ui_group.sprites() if isinstance(e, UITooltip)]


def test_the_note_at_a_hex_leaves_the_way_there_to_be_seen(
    driver: Callable[..., Driver], monkeypatch: pytest.MonkeyPatch
) -> None:
    d = driver()
    session = Session.begin(small_battle(), {"soviet": HUMAN, "japanese": HUMAN}, 3, record=False)
    scene = BattleScene(session)
    d.show(scene)
    while d.top is not scene:
        d.key(pygame.K_RETURN)
    scene.map.still = True
    laid: list[pygame.Rect] = []

    def spy(*asked: Any) -> pygame.Rect:
        laid.append(beside(*asked))
        return laid[-1]

    monkeypatch.setattr(map_area, "beside", spy)
    for unit, keys in (
        ("su-e", (pygame.K_RIGHT,) * 2),
        ("su-b", (pygame.K_LEFT, pygame.K_UP, pygame.K_UP)),
    ):
        scene.battle.select(unit, show=True)
        scene.battle.cursor = None
        d.key(pygame.K_c)
        for key in keys:
            d.key(key)
        laid.clear()
        d.step(6)
        way = scene.map.scene().path
        assert len(way) > 1 and laid
        assert not [hex_ for hex_ in way if laid[-1].collidepoint(scene.map.position(hex_))]
    session.close()
