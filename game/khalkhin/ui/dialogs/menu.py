"""A menu over a scene: answers with what was chosen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import pygame

from khalkhin.ui.destinations import Destination
from khalkhin.ui.scene import Back, Next, Push, Result, Scene
from khalkhin.ui.widgets.rows import Heading


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A line of a menu: its words, where it leads (or what it answers; None: back), and what is said of it."""

    text: str
    leads: Result | Destination | Scene | None
    tip: str


class MenuScene(Scene):
    """The battle's menu: answers with what was chosen."""

    overlay = True

    def __init__(self, title: str, entries: tuple[MenuEntry, ...]) -> None:
        self.title = title
        self.entries = entries

    def build(self) -> None:
        ui, m = self.ui, self.ui.m
        pad = m.px(22)
        # Many entries share what height there is.
        room = (ui.size[1] - m.px(40) - 2 * pad - m.px(36)) // max(1, len(self.entries)) - m.gap
        tall = min(m.px(40), room)
        broad = max(m.width(text, "big") for text in (self.title, *(entry.text for entry in self.entries)))
        width = min(max(m.px(320), broad + 2 * pad + m.px(20)), ui.size[0] - m.px(40))
        height = pad * 2 + m.px(36) + len(self.entries) * (tall + m.gap) - m.gap
        box = pygame.Rect(0, 0, width, height)
        box.center = (ui.size[0] // 2, ui.size[1] // 2)
        panel = ui.panel(box)
        ui.sheet(pygame.Rect(pad, pad, width - 2 * pad, m.px(28)), (Heading(self.title),), container=panel)
        y = pad + m.px(36)
        for entry in self.entries:
            ui.button(
                pygame.Rect(pad, y, width - 2 * pad, tall),
                entry.text,
                partial(self._chosen, entry.leads),
                tip=entry.tip,
                look="menu",
                container=panel,
            )
            y += tall + m.gap
        ui.set_focus(ui.order[0])

    def _chosen(self, result: Result | Destination | Scene | None) -> Next:
        return Back(result) if result is None or isinstance(result, Result) else Push(result)

    def draw(self, surface: pygame.Surface) -> None:
        self.ui.draw(surface)
