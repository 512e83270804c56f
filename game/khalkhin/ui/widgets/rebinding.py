"""Keys as the player has bound them: tables of what can be asked for by keys, as they ship and as they are now.

What a table asks for is named "table.action" (in small letters), a press is written as in "ctrl+shift+z". What was
chosen is kept in the settings as such pairs. A pair that names nothing, no key, a key that keeps its meaning, or one
that something else has, counts for nothing: what it is about then has the keys it ships with.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property, lru_cache
from typing import Any, Generic, TypeVar

import pygame

from khalkhin.translation import N_
from khalkhin.ui.widgets.keyboard import CTRL, PAN, SHIFT, asked, named

A = TypeVar("A", bound=Enum)

#: A key, and what is held with it (Ctrl, Shift).
Press = tuple[int, int]
#: What was chosen: pairs of the name of an action and a press as it is written.
Chosen = tuple[tuple[str, str], ...]


class PanKeys(Enum):
    """Ways in which held keys move a map."""

    UP = N_("move the map up")
    LEFT = N_("move the map to the left")
    DOWN = N_("move the map down")
    RIGHT = N_("move the map to the right")


#: Keys that keep their meaning: they walk through lists and dialogs, pick orders by number, lead lessons, fill the
#: screen.
KEPT = frozenset(
    {
        pygame.K_ESCAPE,
        pygame.K_TAB,
        pygame.K_LEFT,
        pygame.K_RIGHT,
        pygame.K_UP,
        pygame.K_DOWN,
        pygame.K_PAGEUP,
        pygame.K_PAGEDOWN,
        pygame.K_F7,
        pygame.K_F8,
        pygame.K_F9,
        pygame.K_F11,
        *range(pygame.K_0, pygame.K_9 + 1),
    }
)
#: Keys without a character that can be bound, by the word that is written for them.
WORDS: Mapping[str, int] = {
    "enter": pygame.K_RETURN,
    "keypad-enter": pygame.K_KP_ENTER,
    "keypad-plus": pygame.K_KP_PLUS,
    "keypad-minus": pygame.K_KP_MINUS,
    "space": pygame.K_SPACE,
    "home": pygame.K_HOME,
    "end": pygame.K_END,
    "insert": pygame.K_INSERT,
    "delete": pygame.K_DELETE,
    "backspace": pygame.K_BACKSPACE,
    "plus": pygame.K_PLUS,
    **{f"f{i + 1}": pygame.K_F1 + i for i in range(12)},
}
#: Letters and signs that can be bound: those of Latin keyboards (others mean the Latin letter in their place).
FIRST, LAST = 0x21, 0x24F


def may_be_bound(press: Press) -> bool:
    """Whether a press can be given a meaning."""
    key, mod = press
    known = key in WORDS.values() or (FIRST <= key <= LAST and chr(key).isprintable())
    return known and key not in KEPT and not mod & ~(CTRL | SHIFT)


def written(press: Press) -> str:
    """A press as it is kept: "ctrl+shift+z"."""
    key, mod = press
    word = next((word for word, code in WORDS.items() if code == key), None)
    held = ("ctrl+" if mod & CTRL else "") + ("shift+" if mod & SHIFT else "")
    return held + (chr(key) if word is None else word)


def read(text: str) -> Press | None:
    """A press from what is kept; None where it is none, or none that can be bound."""
    mod, rest = 0, text
    for word, held in (("ctrl+", CTRL), ("shift+", SHIFT)):
        if rest.startswith(word):
            mod, rest = mod | held, rest.removeprefix(word)
    key = WORDS.get(rest, ord(rest) if len(rest) == 1 else 0)
    return (key, mod) if may_be_bound((key, mod)) else None


def press_of(event: pygame.event.Event) -> Press:
    """The press that a key event is."""
    return event.key, (CTRL if event.mod & CTRL else 0) | (SHIFT if event.mod & SHIFT else 0)


@dataclass(frozen=True)
class KeyTable(Generic[A]):
    """What a screen is asked for by keys, with the keys it ships with: key, what is held, action. The first keys of an
    action are shown on its button and can be bound anew."""

    name: str
    title: str
    rows: tuple[tuple[int, int, A], ...]

    def id(self, action: A) -> str:
        """The name of an action in the settings."""
        return f"{self.name}.{action.name.lower()}"

    @property
    def actions(self) -> tuple[A, ...]:
        """What can be asked for, in the order of the table."""
        return tuple(dict.fromkeys(action for _key, _mod, action in self.rows))

    @property
    def now(self) -> tuple[tuple[int, int, A], ...]:
        """The table as it is bound now."""
        found = self.all_presses
        return tuple((key, mod, action) for action in self.actions for key, mod in found[self.id(action)])

    def presses(self, action: A) -> tuple[Press, ...]:
        """The presses that ask for an action now, the one on its button first."""
        return self.all_presses[self.id(action)]

    @property
    def all_presses(self) -> Mapping[str, tuple[Press, ...]]:
        """The presses of all that shares the keyboard with the table, by name."""
        return _bound(self._shipped, _now[0])

    def shipped(self, action: A) -> tuple[Press, ...]:
        """The presses that an action ships with."""
        return tuple((key, mod) for key, mod, found in self.rows if found is action)

    def asked(self, event: pygame.event.Event) -> A | None:
        """What a key press asks for, or None."""
        return asked(event, self.now)

    def key_name(self, action: A) -> str:
        """How the key of an action reads on the player's keyboard: "N", "Ctrl+Z"; empty where it has none."""
        return next((named(*press) for press in self.presses(action)), "")

    @cached_property
    def _shipped(self) -> tuple[tuple[int, int, str], ...]:
        """All that shares the keyboard with the table: its own rows, and the moves of the map."""
        mine = tuple((key, mod, self.id(action)) for key, mod, action in self.rows)
        return mine if self.name == MAP else (*mine, *MAP_ROWS)


#: The name of the table of the map's own keys, which every screen with a map has beside its own.
MAP = "map"
_WAYS: Mapping[tuple[int, int], PanKeys] = {
    (0, -1): PanKeys.UP,
    (-1, 0): PanKeys.LEFT,
    (0, 1): PanKeys.DOWN,
    (1, 0): PanKeys.RIGHT,
}
MAP_TABLE = KeyTable(MAP, N_("The map"), tuple((key, 0, _WAYS[move]) for key, move in PAN.items()))
MAP_ROWS = tuple((key, mod, MAP_TABLE.id(way)) for key, mod, way in MAP_TABLE.rows)

#: What the player has chosen. As with the language, there is one keyboard, and whoever names a key asks here.
_now: list[Chosen] = [()]


def use(chosen: Iterable[tuple[str, str]]) -> None:
    """Take what was chosen into use."""
    _now[0] = tuple(chosen)


def moves(beside: KeyTable[Any]) -> dict[int, tuple[int, int]]:
    """Held keys that move the map now on the screen that has a table beside them: (dx, dy)."""
    found = beside.all_presses
    return {key: move for move, way in _WAYS.items() for key, _mod in found[MAP_TABLE.id(way)]}


@lru_cache(maxsize=32)
def _bound(rows: tuple[tuple[int, int, str], ...], chosen: Chosen) -> Mapping[str, tuple[Press, ...]]:
    """The presses of every action."""
    shipped: dict[str, list[Press]] = {}
    for key, mod, name in rows:
        shipped.setdefault(name, []).append((key, mod))
    wanted = {name: press for name, text in chosen if name in shipped and (press := read(text)) is not None}
    wanted = {name: press for name, press in wanted.items() if not (name.startswith(f"{MAP}.") and press[1])}
    while True:
        found = {n: _with(p, wanted.get(n)) for n, p in shipped.items()}
        owners: dict[Press, list[str]] = {}
        for name, presses in found.items():
            for press in presses:
                owners.setdefault(press, []).append(name)
        clashing = {name for names in owners.values() if len(set(names)) > 1 for name in names if name in wanted}
        if not clashing:
            return found
        del wanted[next(name for name in reversed(wanted) if name in clashing)]


def _with(shipped: list[Press], chosen: Press | None) -> tuple[Press, ...]:
    """The presses of an action: a chosen one stands in place of the first, unless that is a key that keeps its
    meaning."""
    if chosen is None:
        return tuple(shipped)
    return (chosen, *(p for i, p in enumerate(shipped) if (i or p[0] in KEPT) and p != chosen))


def owner(press: Press, names: Iterable[tuple[KeyTable[A], A]], *, but: str) -> tuple[KeyTable[A], A] | None:
    """Who has a press already among some actions, leaving one out; None where it is free."""
    return next(((t, a) for t, a in names if t.id(a) != but and press in t.presses(a)), None)
