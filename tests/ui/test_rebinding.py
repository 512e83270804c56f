"""Keys are bound anew by mouse and by keyboard, kept, and shown wherever a key is named; none asks for two things."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pygame
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from khalkhin.play.session.settings import Settings, load_settings, save_settings, settings_path
from khalkhin.ui.battle.command import Command
from khalkhin.ui.battle.helppage import help_rows
from khalkhin.ui.battle.keys import TABLE as BATTLE
from khalkhin.ui.battle.keys import command_for, key_name, key_names, tip
from khalkhin.ui.destinations import ToKeys, ToSettings
from khalkhin.ui.menus.keys import KeysScene
from khalkhin.ui.replay.keys import TABLE as FILM
from khalkhin.ui.replay.keys import FilmCommand
from khalkhin.ui.widgets import rebinding
from khalkhin.ui.widgets.keyboard import CTRL, SHIFT
from khalkhin.ui.widgets.rebinding import MAP_TABLE, KeyTable, PanKeys, may_be_bound, read, written
from khalkhin.ui.widgets.rows import Line

from tests.narrow import a
from tests.ui.driver import Driver

TABLES: tuple[KeyTable[Any], ...] = (BATTLE, FILM)
NAMES = [table.id(action) for table in (*TABLES, MAP_TABLE) for action in table.actions]
BINDABLE = [(key, mod) for key in range(0x21, 0x7F) for mod in (0, CTRL, SHIFT) if may_be_bound((key, mod))]
BINDABLE += [(key, mod) for key in rebinding.WORDS.values() for mod in (0, CTRL | SHIFT) if may_be_bound((key, mod))]


@pytest.fixture(autouse=True)
def as_they_ship() -> Iterator[None]:
    rebinding.use(())
    yield
    rebinding.use(())


def press(key: int, mod: int = 0) -> pygame.event.Event:
    return pygame.event.Event(pygame.KEYDOWN, key=key, mod=mod, unicode="", scancode=0)


def test_every_press_that_can_be_bound_is_read_as_it_was_written() -> None:
    assert [p for p in BINDABLE if read(written(p)) != p] == []
    assert len({written(p) for p in BINDABLE}) == len(set(BINDABLE))
    for text in ("", "ctrl+", "hyper+x", "esc", "up", "1", "f11", "xy", "shift+ctrl+z", "\x00", "alt+a"):
        assert read(text) is None, text


def test_nothing_chosen_is_as_it_ships() -> None:
    for table in TABLES:
        assert set(table.now) == set(table.rows)
    assert rebinding.moves(BATTLE) == {pygame.K_w: (0, -1), pygame.K_a: (-1, 0), pygame.K_s: (0, 1), pygame.K_d: (1, 0)}


def test_a_chosen_key_stands_in_place_of_the_first_and_keys_that_stay_stay() -> None:
    rebinding.use((("battle.undo", "f12"), ("battle.menu", "`"), ("film.on", "n"), ("map.up", "]")))
    assert BATTLE.presses(Command.UNDO) == ((pygame.K_F12, 0), (pygame.K_z, CTRL))
    assert command_for(press(pygame.K_F12)) is Command.UNDO and command_for(press(pygame.K_u)) is None
    assert command_for(press(pygame.K_BACKQUOTE)) is Command.MENU is command_for(press(pygame.K_ESCAPE))
    assert FILM.presses(FilmCommand.ON) == ((pygame.K_n, 0), (pygame.K_RIGHT, 0))
    assert rebinding.moves(BATTLE)[pygame.K_RIGHTBRACKET] == (0, -1) and pygame.K_w not in rebinding.moves(FILM)


def test_two_change_places() -> None:
    rebinding.use((("battle.attack", "b"), ("battle.barrage", "x")))
    assert command_for(press(pygame.K_b)) is Command.ATTACK and command_for(press(pygame.K_x)) is Command.BARRAGE


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("battle.undo", "n"),  # another's
        ("battle.undo", "a"),  # the map's
        ("battle.undo", "tab"),
        ("battle.undo", "esc"),
        ("battle.undo", ""),
        ("battle.undo", "ctrl+shift"),
        ("battle.surrender", "f12"),
        ("nonsense", "f12"),
        ("map.up", "ctrl+j"),
    ],
)
def test_what_makes_no_sense_changes_nothing(name: str, text: str) -> None:
    before = BATTLE.now, rebinding.moves(BATTLE)
    rebinding.use(((name, text),))
    assert (BATTLE.now, rebinding.moves(BATTLE)) == before


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.one_of(st.sampled_from(NAMES), st.text(max_size=6)),
            st.one_of(st.sampled_from(BINDABLE).map(written), st.text(max_size=6)),
        ),
        max_size=12,
    )
)
def test_whatever_is_chosen_no_press_asks_for_two_things(chosen: list[tuple[str, str]]) -> None:
    rebinding.use(chosen)
    for table in TABLES:
        pressed = [(key, mod) for key, mod, _action in table.now]
        assert len(pressed) == len(set(pressed))
        assert not {key for key, mod in pressed if not mod} & set(rebinding.moves(table))
        assert {action for _key, _mod, action in table.now} == set(table.actions)
        assert set(rebinding.moves(table).values()) == {(0, -1), (-1, 0), (0, 1), (1, 0)}


# -- shown -------------------------------------------------------------------------------------------------------------


def test_a_chosen_key_is_named_wherever_the_key_is() -> None:
    rebinding.use((("battle.undo", "ctrl+j"), ("map.left", ";")))
    assert key_name(Command.UNDO) == "Ctrl+J" and key_names(Command.UNDO) == "Ctrl+J or Ctrl+Z"
    assert tip(Command.UNDO).endswith("(Ctrl+J or Ctrl+Z)")
    shown = {row.text: row.value for row in help_rows() if isinstance(row, Line)}
    assert shown["take the last order back"] == "Ctrl+J or Ctrl+Z" and shown["move the map"].startswith("W ; S D")


# -- the screen --------------------------------------------------------------------------------------------------------


def stand_at(d: Driver, action: object) -> KeysScene:
    """Walk to an action by the arrow keys."""
    scene = a(KeysScene, d.top)
    d.key(pygame.K_HOME)
    while scene.actions[scene.mark][1] is not action:
        d.key(pygame.K_DOWN)
    return scene


def test_keys_are_bound_by_keyboard_alone_and_kept(driver: Callable[..., Driver]) -> None:
    d = driver()
    d.show(ToSettings())
    d.choose("none changed")
    scene = stand_at(d, Command.HOLD)
    d.key(pygame.K_RETURN)
    assert scene.waiting
    d.key(pygame.K_u)  # what undo has
    assert not scene.waiting and "take the last order back" in scene.told[0] and d.app.settings.keys == ()
    d.key(pygame.K_RETURN)
    d.key(pygame.K_LSHIFT)
    assert scene.waiting
    d.key(pygame.K_TAB)
    assert "keeps the meaning" in scene.told[0] and d.app.settings.keys == ()
    d.key(pygame.K_RETURN)
    d.key(pygame.K_ESCAPE)
    assert not scene.waiting and d.top is scene
    d.key(pygame.K_RETURN)
    d.key(pygame.K_j, pygame.KMOD_LCTRL)
    assert load_settings().keys == (("battle.hold", "ctrl+j"),) == d.app.settings.keys
    assert command_for(press(pygame.K_j, CTRL)) is Command.HOLD
    d.key(pygame.K_DELETE)
    assert load_settings().keys == () and command_for(press(pygame.K_k)) is Command.HOLD
    d.key(pygame.K_ESCAPE)
    assert d.button("none changed")


def test_keys_are_bound_by_mouse_and_all_are_put_back(driver: Callable[..., Driver]) -> None:
    d = driver()
    d.show(ToKeys())
    scene = stand_at(d, Command.ATTACK)
    place = scene.sheet.place_of(scene._starts[scene.mark])
    assert place is not None
    stand_at(d, PanKeys.UP)
    d.click(place.center)
    assert scene.waiting and scene.actions[scene.mark][1] is Command.ATTACK
    d.key(pygame.K_F12)
    assert d.app.settings.keys == (("battle.attack", "f12"),)
    d.click_text("All as they were")
    d.choose("Leave them")
    assert d.app.settings.keys
    d.click_text("All as they were")
    d.choose("All as they were")
    assert d.top is scene and load_settings().keys == ()


def test_a_key_that_another_has_by_now_is_not_put_back(driver: Callable[..., Driver]) -> None:
    d = driver()
    d.show(ToKeys())
    stand_at(d, Command.ATTACK)
    d.key(pygame.K_RETURN)
    d.key(pygame.K_F12)
    stand_at(d, Command.HOLD)
    d.key(pygame.K_RETURN)
    d.key(pygame.K_x)
    scene = stand_at(d, Command.ATTACK)
    d.key(pygame.K_DELETE)
    assert "holds this turn" in scene.told[0]
    assert dict(d.app.settings.keys) == {"battle.attack": "f12", "battle.hold": "x"}


def test_the_key_of_another_alphabet_is_the_one_in_its_place(driver: Callable[..., Driver]) -> None:
    d = driver()
    d.show(ToKeys())
    scene = stand_at(d, Command.HOLD)
    d.key(pygame.K_RETURN)
    d.post(pygame.KEYDOWN, key=ord("й"), mod=0, unicode="й", scancode=pygame.KSCAN_Q)
    d.step()
    assert "supply screen" in scene.told[0] and d.app.settings.keys == ()
    d.post(pygame.KEYUP, key=ord("й"), mod=0, unicode="й", scancode=pygame.KSCAN_Q)
    d.key(pygame.K_RETURN)
    d.post(pygame.KEYDOWN, key=ord("й"), mod=pygame.KMOD_LCTRL, unicode="", scancode=pygame.KSCAN_Q)
    d.step()
    assert list(d.app.settings.keys) == [("battle.hold", "ctrl+q")]


def test_damaged_keys_are_defaults_and_what_is_not_known_is_kept() -> None:
    path = settings_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    for keys in ("x", 7, [["battle.undo"]], [["a", 1]], {"battle.undo": "f12"}, [["a" * 99, "b"]]):
        path.write_text(json.dumps({"ui_scale": 1.5, "keys": keys}))
        assert load_settings() == Settings(ui_scale=1.5), keys
    later = (("battle.of_a_later_game", "f12"), ("battle.undo", "f12"))
    path.write_text(json.dumps({"keys": later}))
    now = load_settings()
    assert now.keys == later
    assert save_settings(Settings(ui_scale=2.0, keys=later), before=now) == ""
    assert load_settings().keys == later
