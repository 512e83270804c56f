"""A code word asked for, or chosen: a line to type in over a scene."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pygame

from khalkhin.play.session.seats import LONGEST
from khalkhin.translation import _
from khalkhin.ui.dialogs.dialog import Confirmed
from khalkhin.ui.scene import Back, Next, Scene
from khalkhin.ui.widgets.keyboard import with_keys
from khalkhin.ui.widgets.row_list import draw_rows
from khalkhin.ui.widgets.rows import Gap, Heading, Line, Row


class CodeWordScene(Scene):
    """A title, what is to be known, a line to type in. `take` is given what was typed and answers with a sentence that
    says why it will not do, or with nothing; then the scene goes. What is typed is not shown where it is `hidden`."""

    overlay = True

    def __init__(
        self, title: str, rows: Sequence[Row], take: Callable[[str], str], *, hidden: bool, done: str = ""
    ) -> None:
        self.title = title
        self.rows = tuple(rows)
        self.hidden = hidden
        self.fault = ""
        self._take = take
        self._done = done or _("Go on")

    def build(self) -> None:
        ui, m = self.ui, self.ui.m
        w, h = ui.size
        pad = m.px(22)
        width = min(m.px(520), w - m.px(40))
        rows: list[Row] = [Heading(self.title), Gap(4), *self.rows]
        if self.fault:
            rows += [Gap(4), Line(self.fault, tone="warn")]
        needed = draw_rows(rows, width - 2 * pad - m.px(12), m, paper=True).picture.get_height()
        feet = 2 * (m.row + m.gap) + m.gap
        height = min(needed + feet + 2 * pad, h - m.px(40))
        box = pygame.Rect(0, 0, width, height)
        box.center = (w // 2, h // 2)
        panel = ui.panel(box, paper=True)
        ui.sheet(pygame.Rect(pad, pad, width - 2 * pad, height - 2 * pad - feet), rows, paper=True, container=panel)
        y = height - pad - 2 * m.row - m.gap
        self.entry = ui.entry(pygame.Rect(pad, y, width - 2 * pad, m.row), "", allowed=None, container=panel)
        self.entry.set_text_length_limit(LONGEST)
        self.entry.set_text_hidden(self.hidden)
        y = height - pad - m.row
        x = width - pad
        for text, action, look, tip in (
            (self._done, self._go_on, "paper_primary", with_keys(self._done, _("Enter"))),
            (_("Back"), self.escape, "paper", with_keys(_("Leaves it as it is."), _("Esc"))),
        ):
            bw = max(m.px(110), m.width(text, "bold") + m.px(36))
            x -= bw
            ui.button(pygame.Rect(x, y, bw, m.row), text, action, tip=tip, look=look, container=panel)
            x -= m.gap
        ui.set_focus(self.entry)

    def _go_on(self) -> Next | None:
        self.fault = self._take(self.entry.get_text())
        self.entry.set_text("")
        if not self.fault:
            return Back(Confirmed())
        self.rebuild()
        self.ui.set_focus(self.entry)
        return None

    def handle(self, event: pygame.event.Event) -> Next | None:
        enter = event.type == pygame.KEYDOWN and event.key in (pygame.K_RETURN, pygame.K_KP_ENTER)
        if enter and self.ui.focus is self.entry:
            return self._go_on()
        return super().handle(event)

    def draw(self, surface: pygame.Surface) -> None:
        self.ui.draw(surface)
