"""Keys by what they mean on any keyboard, and the label they have on the player's own.

A letter key means its letter where the layout has Latin letters (AZERTY, Dvorak); where it has others (Cyrillic,
Greek), the key means what stands in its place on a US keyboard. The keys of the number row mean their numbers whatever
they write: on French and Mongolian keyboards a number needs Shift.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TypeVar

import pygame

from khalkhin.translation import _

T = TypeVar("T")

CTRL, SHIFT, ALT = pygame.KMOD_CTRL, pygame.KMOD_SHIFT, pygame.KMOD_ALT

#: Keys (with what is held) that bring a map nearer and take it further away.
NEARER: tuple[tuple[int, int], ...] = (
    (pygame.K_PLUS, 0),
    (pygame.K_EQUALS, 0),
    (pygame.K_KP_PLUS, 0),
    (pygame.K_EQUALS, SHIFT),
    (pygame.K_PLUS, SHIFT),
)
FURTHER: tuple[tuple[int, int], ...] = ((pygame.K_MINUS, 0), (pygame.K_KP_MINUS, 0))
#: Held keys that move a map: (dx, dy).
PAN: dict[int, tuple[int, int]] = {pygame.K_w: (0, -1), pygame.K_a: (-1, 0), pygame.K_s: (0, 1), pygame.K_d: (1, 0)}

_NUMBERS: Mapping[int, int] = {
    pygame.KSCAN_0: pygame.K_0,
    **{pygame.KSCAN_1 + i: pygame.K_1 + i for i in range(9)},
}
_LETTERS: Mapping[int, int] = {pygame.KSCAN_A + i: pygame.K_a + i for i in range(26)}
_SIGNS: Mapping[int, int] = {pygame.KSCAN_MINUS: pygame.K_MINUS, pygame.KSCAN_EQUALS: pygame.K_EQUALS}
#: Signs that keep their meaning wherever they stand.
_MEANT_SIGNS = frozenset({pygame.K_MINUS, pygame.K_EQUALS, pygame.K_PLUS})
#: Keys from here on are no characters (arrows, function keys).
_NO_CHARACTER = 1 << 30
#: Characters that layouts have on their keys: Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic, Thai, Georgian.
_WRITTEN = ((0x21, 0x7F), (0xA1, 0x250), (0x370, 0x590), (0x5D0, 0x6D4), (0xE01, 0xE5C), (0x10D0, 0x1100))


def meant(key: int, place: int) -> int:
    """The key that is meant by a key code of the layout at a place (scancode, 0 where it is not known)."""
    if place in _NUMBERS:
        return _NUMBERS[place]
    if place in _SIGNS and key not in _MEANT_SIGNS and key < _NO_CHARACTER:
        return _SIGNS[place]
    if place in _LETTERS and (key == 0 or 0x7F < key < _NO_CHARACTER):
        return _LETTERS[place]
    return key


def translated(event: pygame.event.Event) -> pygame.event.Event:
    """A key event with the key that is meant; any other event as it is."""
    if event.type not in (pygame.KEYDOWN, pygame.KEYUP):
        return event
    key = meant(event.key, getattr(event, "scancode", 0))
    return event if key == event.key else pygame.event.Event(event.type, {**event.dict, "key": key})


def label(key: int) -> str:
    """What is printed, on the keyboard as it is set now, on the key that means a key with a character: "N", "Т"."""
    plain = chr(key).upper()
    direct = _place(key)
    if direct and meant(key, direct) == key:
        return plain
    for place, means in (*_LETTERS.items(), *_SIGNS.items()):
        if means == key:
            return _printed().get(place, plain)
    return plain


def asked(event: pygame.event.Event, bindings: Iterable[tuple[int, int, T]]) -> T | None:
    """What a key press asks for by a table of keys, what is held with them, and what they ask for; None for nothing."""
    if event.mod & ALT:
        return None
    held = (CTRL if event.mod & CTRL else 0) | (SHIFT if event.mod & SHIFT else 0)
    return next((found for key, mod, found in bindings if event.key == key and held == mod), None)


def named(key: int, mod: int = 0) -> str:
    """How a key with what is held reads on the player's keyboard: "N", "Ctrl+Z", "Page Up"."""
    special = {
        pygame.K_RETURN: _("Enter"),
        pygame.K_KP_ENTER: _("keypad Enter"),
        pygame.K_ESCAPE: _("Esc"),
        pygame.K_KP_PLUS: _("keypad +"),
        pygame.K_KP_MINUS: _("keypad -"),
        pygame.K_SPACE: _("Space"),
        pygame.K_TAB: _("Tab"),
        pygame.K_HOME: _("Home"),
        pygame.K_INSERT: _("Insert"),
        pygame.K_DELETE: _("Delete"),
        pygame.K_BACKSPACE: _("Backspace"),
        pygame.K_END: _("End"),
        pygame.K_PAGEUP: _("Page Up"),
        pygame.K_PAGEDOWN: _("Page Down"),
        pygame.K_LEFT: "←",
        pygame.K_RIGHT: "→",
        pygame.K_UP: "↑",
        pygame.K_DOWN: "↓",
    }
    if key in special:
        name = special[key]
    elif pygame.K_F1 <= key <= pygame.K_F12:
        name = f"F{key - pygame.K_F1 + 1}"
    else:
        name = label(key)
    return (_("Ctrl+") if mod & CTRL else "") + (_("Shift+") if mod & SHIFT else "") + name


def with_keys(told: str, *keys: str) -> str:
    """A note on a control: what it does, and the keys that do it, as they are named on the player's keyboard."""
    return _("{told} ({keys})").format(told=told, keys=_(" or ").join(keys)) if keys else told


def forget_layout() -> None:
    """The layout has changed: look at it again."""
    _printed.cache_clear()


@lru_cache(maxsize=1)
def _printed() -> Mapping[int, str]:
    """The character on each key that has one, by its place."""
    return {place: _upper(code) for code in _characters() if (place := _place(code))}


def _characters() -> Iterator[int]:
    for first, end in _WRITTEN:
        yield from range(first, end)


def _upper(code: int) -> str:
    upper = chr(code).upper()
    return upper if len(upper) == 1 else chr(code)


def _place(key: int) -> int:
    """The place of the key with a key code on the present layout; 0 where there is none."""
    return int(_PLACES[key])


#: Looked up by key code, it gives the place: so the library asks the system for what it does not tell otherwise.
_PLACES = pygame.key.ScancodeWrapper(tuple(range(512)))  # type: ignore[arg-type]
