"""What pages that fill the window have about their paper: a title above it, buttons and a hint below."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pygame

from khalkhin.ui.widgets import theme
from khalkhin.ui.widgets.row_list import shorten
from khalkhin.ui.widgets.theme import Metrics
from khalkhin.ui.widgets.widgets import Ui

#: A button's text, what it does, its look and what it says of itself.
Way = tuple[str, Callable[[], object], str, str]


def ways_below(ui: Ui, ways: Iterable[Way]) -> int:
    """Put buttons below the paper, from the right to the left; the width that is left for a hint."""
    m = ui.m
    pad, x, y = m.px(16), ui.size[0] - m.px(16), ui.size[1] - m.row - m.px(12)
    for text, action, look, tip in ways:
        width = max(m.px(120), m.width(text, "bold") + m.px(26))
        x -= width
        ui.button(pygame.Rect(x, y, width, m.row), text, action, look=look, tip=tip)
        x -= m.gap
    return max(0, x - pad)


def draw_title(surface: pygame.Surface, m: Metrics, text: str) -> None:
    """Clear the window, and write the title."""
    surface.fill(theme.DESK)
    title = m.font("title").render(text, True, theme.GOLD)
    surface.blit(title, (m.px(16), m.px(26) - title.get_height() // 2))


def draw_hint(
    surface: pygame.Surface, ui: Ui, text: str, room: int | None = None, ink: tuple[int, int, int] | None = None
) -> None:
    """Write a hint beside the buttons, shortened to the `room` for it in pixels, if there is a limit."""
    small = ui.m.font("small")
    hint = small.render(text if room is None else shorten(text, small, room), True, ink or theme.INK_DIM)
    surface.blit(hint, (ui.m.px(16), ui.size[1] - ui.m.px(12) - ui.m.row // 2 - hint.get_height() // 2))
