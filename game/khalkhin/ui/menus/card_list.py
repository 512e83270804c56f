"""A list of scenarios or lessons as buttons of two lines, as many as there is room for; the wheel, buttons at its ends,
the arrow keys and Home and End bring the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import pygame
from pygame_gui.core import UIElement

from khalkhin.translation import _
from khalkhin.ui.widgets import theme
from khalkhin.ui.widgets.row_list import shorten
from khalkhin.ui.widgets.widgets import Ui


@dataclass(frozen=True, slots=True)
class CardRow:
    """A row of the list: its title, what stands beneath it, and a word at its right end, both in small letters."""

    title: str
    under: str = ""
    mark: str = ""


class CardList:
    """The list. `choose` is called with the place of the row that is pressed; `moved` when other rows are to be shown,
    after which the screen builds itself anew. Pressing the row that is chosen already leads on, to the control named
    `onward`."""

    def __init__(self, choose: Callable[[int], object], moved: Callable[[], object], onward: str) -> None:
        self.rows: tuple[CardRow, ...] = ()
        self.chosen = 0
        self.first = 0
        self.room = 1
        self.area = pygame.Rect(0, 0, 0, 0)
        self._choose = choose
        self._moved = moved
        self._onward = onward
        self._shown: list[tuple[CardRow, UIElement]] = []
        self._mouse = pygame.mouse.get_pos()

    def build(self, ui: Ui, area: pygame.Rect) -> None:
        """Make the buttons in an area."""
        m = ui.m
        self.area, self._shown = area, []
        tall, gap, end = m.px(48), m.px(6), m.px(26)
        self.room = max(1, (area.height + gap) // (tall + gap))
        overflows = len(self.rows) > self.room
        if overflows:
            self.room = max(1, (area.height - 2 * end - gap) // (tall + gap))
        self.first = max(0, min(self.first, len(self.rows) - self.room))
        y = area.y
        last = min(self.first + self.room, len(self.rows))
        if overflows:
            text, told = _("{n} above").format(n=self.first), _("Shows those above.")
            above = ui.button(pygame.Rect(area.x, y, area.width, end), text, partial(self.move, -self.room), tip=told)
            above.enable() if self.first else above.disable()
            ui.name(above, "above")
            y += end + gap
        for at in range(self.first, last):
            row = self.rows[at]
            button = ui.button(
                pygame.Rect(area.x, y, area.width, tall),
                row.title,
                partial(self._press, at, ui),
                tip=_("Tells about it at the right."),
                look="card",
            )
            ui.name(button, f"row-{at}")
            if at == self.chosen:
                button.select()
            self._shown.append((row, button))
            y += tall + gap
        if overflows:
            left = len(self.rows) - last
            text, told = _("{n} below").format(n=left), _("Shows those below.")
            below = ui.button(pygame.Rect(area.x, y, area.width, end), text, partial(self.move, self.room), tip=told)
            below.enable() if left else below.disable()
            ui.name(below, "below")

    def _press(self, at: int, ui: Ui) -> object:
        if at == self.chosen and ui.lead_on(self._onward):
            return None
        return self._choose(at)

    def show(self, at: int) -> None:
        """Let a row be among those that are shown when the list is built next."""
        self.first = max(at - self.room + 1, min(self.first, at))

    def move(self, by: int) -> None:
        """Show rows that stand so many further down, or up."""
        first = max(0, min(self.first + by, len(self.rows) - self.room))
        if first != self.first:
            self.first = first
            self._moved()

    def handle(self, event: pygame.event.Event, ui: Ui) -> bool:
        """Whether an event was for the list: the wheel over it; an arrow key at the first or last row that is shown;
        Home and End on one of its rows."""
        if event.type == pygame.MOUSEMOTION:
            self._mouse = event.pos
        if event.type == pygame.MOUSEWHEEL and self.area.collidepoint(self._mouse):
            self.move(-event.y)
            return True
        at = next((n for n, (_row, button) in enumerate(self._shown, self.first) if button is ui.focus), None)
        if event.type != pygame.KEYDOWN or at is None:
            return False
        match event.key:
            case pygame.K_DOWN if at == self.first + self.room - 1 < len(self.rows) - 1:
                self._to(at + 1, ui)
            case pygame.K_UP if at == self.first > 0:
                self._to(at - 1, ui)
            case pygame.K_HOME:
                self._to(0, ui)
            case pygame.K_END:
                self._to(len(self.rows) - 1, ui)
            case _:
                return False
        return True

    def _to(self, at: int, ui: Ui) -> None:
        """Bring the keyboard to a row."""
        self.show(at)
        ui.focus_next(f"row-{at}")
        self._moved()

    def draw(self, surface: pygame.Surface, ui: Ui) -> None:
        """Draw the second lines over the buttons."""
        m = ui.m
        font = m.font("small")
        for row, button in self._shown:
            x, right = button.rect.x + m.px(10), button.rect.right - m.px(10)
            y = button.rect.bottom - m.px(6) - font.get_height()
            if row.mark:
                mark = font.render(shorten(row.mark, font, button.rect.width // 2), True, theme.GOLD)
                right -= mark.get_width()
                surface.blit(mark, (right, y))
                right -= m.gap
            if row.under:
                surface.blit(font.render(shorten(row.under, font, max(1, right - x)), True, theme.INK_DIM), (x, y))
