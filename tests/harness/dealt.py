"""Cards of scenarios that are there at once, whatever a thread would take to make them: for walks through screens."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from functools import cache

import pygame
from khalkhin.core.model.scenario import Scenario
from khalkhin.ui.pictures.png import png
from khalkhin.ui.ports import cards


@cache
def _plain() -> bytes:
    picture = pygame.Surface((120, 100))
    picture.fill((120, 130, 90))
    return b"".join(png(picture.get_size(), iter((picture,))))


def plain_picture(_scenario: Scenario) -> bytes:
    """A picture for a card, of one colour."""
    return _plain()


@cache
def _card(item: cards.ListedScenario) -> cards.Shown:
    return cards.made(item, plain_picture)


@contextlib.contextmanager
def dealt() -> Iterator[None]:
    """While this lasts, every scenario has its card when it is first asked for; its files must not change."""
    _plain()  # drawn here: cards are dealt on a thread, where nothing may be drawn
    before, cards.kept = cards.kept, _card
    try:
        yield
    finally:
        cards.kept = before
