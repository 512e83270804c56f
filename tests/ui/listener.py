"""Hears every text that becomes pixels in the window, and remembers the screen that was on top.

with Listener() as heard:
    heard.follow(driver)
    ...
heard.plain()
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

import pygame
import pytest
from khalkhin.ui.widgets.letters import Letters

from tests.ui.driver import Driver

#: Words that may stand on a screen in English: the name of the game, what keys are called, sides by their ids.
KEYS = frozenset({"Ctrl", "Shift", "Enter", "Esc", "Space", "Tab", "Home"})
ALLOWED = KEYS | {"Khalkhin", "Gol", "soviet", "japanese", "Soviet", "Japanese"}
#: Names of files and of whole ways to them, as no text has them.
_FILE = re.compile(r"\S*[/_\\]\S*|\S+\.(?:journal|campaign)\b")
#: A run of letters that no translation and no data has been through.
_PLAIN = re.compile(r"[A-Za-z]{2,}")


def plain_words(text: str) -> list[str]:
    """The words of a text that are plain English."""
    return [word for word in _PLAIN.findall(_FILE.sub("", text)) if word not in ALLOWED]


class Listener:
    """See the module. `texts` are those heard, with the screen on which they were heard first, as room.Scene."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.screens: set[str] = set()
        self._driver: Driver | None = None
        self._patch = pytest.MonkeyPatch()

    def __enter__(self) -> Listener:
        listener, render, caption = self, Letters.render, pygame.display.set_caption

        def heard(font: Letters, text: Any, *given: Any, **more: Any) -> pygame.Surface:
            listener.hear(text)
            return render(font, text, *given, **more)

        def titled(text: str, *given: str) -> None:
            listener.hear(text)
            caption(text, *given)

        self._patch.setattr(Letters, "render", heard)
        self._patch.setattr(pygame.display, "set_caption", titled)
        return self

    def __exit__(self, *_: object) -> None:
        self._patch.undo()

    def follow(self, d: Driver) -> None:
        """Name what is heard after the screens of a window."""
        self._driver = d

    @property
    def at(self) -> str:
        """The screen on top."""
        if self._driver is None or not self._driver.app.scenes:
            return "frame.window"
        kind = type(self._driver.top)
        return f"{kind.__module__.split('.')[2]}.{kind.__name__}"

    def hear(self, text: Any) -> None:
        """Take down a text."""
        if isinstance(text, str) and text:
            self.screens.add(self.at)
            self.texts.setdefault(text, self.at)

    def look(self) -> None:
        """Hear what the screen says without drawing it: the tips of its controls."""
        if self._driver is None or not self._driver.app.scenes:
            return
        for element in self._driver.top.ui.manager.get_sprite_group().sprites():
            tip = getattr(element, "tool_tip_text", None)
            self.hear(html.unescape(tip.replace("<br>", "\n")) if tip else None)

    def plain(self) -> Iterator[tuple[str, str]]:
        """Screens and texts with plain English in them."""
        for text, at in self.texts.items():
            if plain_words(text):
                yield at, text
