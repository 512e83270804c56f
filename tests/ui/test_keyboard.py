"""Every command is reached on every keyboard, whatever its letters."""

from __future__ import annotations

from collections.abc import Callable

import pygame
import pytest
from khalkhin.ui.battle.command import Command
from khalkhin.ui.battle.keys import DIGITS, command_for, key_name
from khalkhin.ui.destinations import (
    Destination,
    ToCampaigns,
    ToLessons,
    ToNewBattle,
    ToPuzzles,
    ToSettings,
    ToStart,
)
from khalkhin.ui.widgets import keyboard
from khalkhin.ui.widgets.keyboard import PAN, meant, translated

from tests.ui.driver import Driver

#: The keys of the four rows that write; those right of P, L and M are left out.
PLACES = (
    (*(pygame.KSCAN_1 + i for i in range(10)), pygame.KSCAN_MINUS, pygame.KSCAN_EQUALS),
    tuple(getattr(pygame, f"KSCAN_{c}") for c in "QWERTYUIOP"),
    tuple(getattr(pygame, f"KSCAN_{c}") for c in "ASDFGHJKL"),
    tuple(getattr(pygame, f"KSCAN_{c}") for c in "ZXCVBNM"),
)
#: What they write without Shift.
LAYOUTS = {
    "us": ("1234567890-=", "qwertyuiop", "asdfghjkl", "zxcvbnm"),
    "ru": ("1234567890-=", "йцукенгшщз", "фывапролд", "ячсмить"),
    "mn": ('№-"₮:._,%?ещ', "фцужэнгшүз", "йыбөахрол", "ячёсмит"),
    "jp": ("1234567890-^", "qwertyuiop", "asdfghjkl", "zxcvbnm"),
    "de": ("1234567890ß´", "qwertzuiop", "asdfghjkl", "yxcvbnm"),
    "fr": ("&é\"'(-è_çà)=", "azertyuiop", "qsdfghjkl", "wxcvbn,"),
}
#: Keys that stand beyond them on some layouts.
BEYOND = {"fr": [("m", pygame.KSCAN_SEMICOLON)], "de": [("-", pygame.KSCAN_SLASH), ("+", pygame.KSCAN_RIGHTBRACKET)]}
#: Keys that write nothing have no layout.
SAME = (pygame.K_SPACE, pygame.K_TAB, pygame.K_RETURN, pygame.K_ESCAPE, pygame.K_HOME, pygame.K_END)
MODS = (0, pygame.KMOD_LSHIFT, pygame.KMOD_LCTRL)


def keys(layout: str) -> list[int]:
    """What is meant by each key of a layout."""
    rows = zip(LAYOUTS[layout], PLACES, strict=True)
    written = [pair for row, places in rows for pair in zip(row, places, strict=True)]
    return [meant(ord(char), place) for char, place in written + BEYOND.get(layout, [])]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_letter_number_and_sign_is_reached(layout: str) -> None:
    reached = keys(layout)
    commands = {
        command_for(pygame.event.Event(pygame.KEYDOWN, key=key, mod=mod)) for key in (*reached, *SAME) for mod in MODS
    }
    tabs = {Command.TAB_INFO, Command.TAB_LOG, Command.TAB_AIMS, Command.TAB_FORCES}
    of_function_keys = {*tabs, Command.RULES, Command.REREAD}
    assert set(Command) - commands <= of_function_keys
    assert {DIGITS[key] for key in reached if key in DIGITS} == set(range(9))
    assert set(PAN) <= set(reached)


def test_a_layout_with_latin_letters_keeps_them_and_keys_without_characters_stay() -> None:
    assert meant(pygame.K_z, pygame.KSCAN_Y) == pygame.K_z
    assert meant(pygame.K_COMMA, pygame.KSCAN_M) == pygame.K_COMMA
    for key in (pygame.K_F1, pygame.K_LEFT, pygame.K_KP_5, pygame.K_RETURN):
        assert meant(key, pygame.KSCAN_A) == key
    assert meant(pygame.K_n, 0) == pygame.K_n
    up = pygame.event.Event(pygame.KEYUP, key=ord("т"), mod=0, scancode=pygame.KSCAN_N, unicode="")
    assert translated(up).key == pygame.K_n
    moved = pygame.event.Event(pygame.MOUSEMOTION, pos=(1, 1), rel=(0, 0), buttons=(0, 0, 0))
    assert translated(moved) is moved


def test_a_cyrillic_key_answers_a_screen(driver: Callable[..., Driver]) -> None:
    d = driver()
    d.show(ToStart())
    d.key(pygame.K_ESCAPE)
    d.post(pygame.KEYDOWN, key=ord("н"), mod=0, unicode="н", scancode=pygame.KSCAN_Y)
    d.step()
    assert d.ended


def test_labels_are_those_of_the_layout(monkeypatch: pytest.MonkeyPatch) -> None:
    places = {ord(c): p for c, p in zip("ячсмить", PLACES[3], strict=True)}
    monkeypatch.setattr(keyboard, "_place", lambda key: places.get(key, 0))
    keyboard.forget_layout()
    try:
        assert (key_name(Command.NEXT_UNIT), key_name(Command.TAB_ARMY)) == ("Т", "Ь")
        assert key_name(Command.STORES) == "Q"  # Nothing is known of that key.
    finally:
        keyboard.forget_layout()


def test_what_has_an_arrow_at_each_side_goes_both_ways(driver: Callable[..., Driver]) -> None:
    """By keys left and right, and by a click on its left half or its right one."""
    d = driver()
    d.show(ToSettings())
    found = [i for i, b in enumerate(d.buttons()) if b.text.startswith("‹")]
    assert found

    def words(at: int) -> str:
        return d.buttons()[at].text

    for at in found:
        first, button = words(at), d.buttons()[at]
        d.click((button.rect.right - 6, button.rect.centery))
        second = words(at)
        assert second != first
        d.click((d.buttons()[at].rect.left + 6, d.buttons()[at].rect.centery))
        assert words(at) == first
        for key, wanted in ((pygame.K_RIGHT, second), (pygame.K_LEFT, first)):
            while d.top.ui.focus is not d.buttons()[at]:
                d.key(pygame.K_TAB)
            d.key(key)
            assert words(at) == wanted


@pytest.mark.parametrize(
    "to", [ToNewBattle(), ToLessons(), ToPuzzles(), ToCampaigns()], ids=lambda to: type(to).__name__
)
def test_enter_on_what_is_chosen_in_a_list_leads_on(driver: Callable[..., Driver], to: Destination) -> None:
    """No key does nothing: the first goes to the button that begins it, the second presses that."""
    d = driver()
    d.show(to)
    scene = d.top
    begin = d.until(
        lambda: next((b for b in d.buttons() if b.text in ("Begin", "Go on") and b.is_enabled), None), "a way on"
    )
    ui = scene.ui
    row = next(e for e in ui.order if e.is_selected)
    ui.set_focus(row)
    d.key(pygame.K_RETURN)
    assert d.top is scene and scene.ui.focus is begin
