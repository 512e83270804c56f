"""A control that is slid: a share from nothing to all, by mouse, wheel of keys or steps."""

from __future__ import annotations

from collections.abc import Callable

import pygame
import pygame_gui
from pygame_gui.core import ObjectID
from pygame_gui.core.interfaces import IContainerLikeInterface as Container
from pygame_gui.elements import UIButton

from khalkhin.ui.widgets import theme
from khalkhin.ui.widgets.theme import Metrics

#: Shares that a key goes by, and to which the mouse goes.
KEY_STEP, MOUSE_STEP = 0.1, 0.05


class Slide(UIButton):
    """A bar with a knob and, at its right, the share in words. `changed` is told each share it is set to."""

    def __init__(
        self,
        rect: pygame.Rect,
        share: float,
        words: Callable[[float], str],
        manager: pygame_gui.UIManager,
        metrics: Metrics,
        changed: Callable[[float], object],
        container: Container | None = None,
    ) -> None:
        self.share = share
        self.words = words
        self._changed = changed
        self._metrics = metrics
        self._held = False
        super().__init__(rect, "", manager, container, object_id=ObjectID(class_id="@row"))

    @property
    def bar(self) -> pygame.Rect:
        """Where the knob can go, in the control."""
        m = self._metrics
        room = m.px(74)
        return pygame.Rect(m.px(12), 0, max(m.px(20), self.rect.width - room - m.px(24)), self.rect.height)

    def step(self, by: int, *, around: bool = False) -> None:
        """Go on by steps of a key; `around`: from all to nothing."""
        share = round(self.share / KEY_STEP) * KEY_STEP + by * KEY_STEP
        self.set_share(0.0 if around and share > 1.0 + KEY_STEP / 2 else share)

    def set_share(self, share: float) -> None:
        """Slide to a share."""
        share = round(max(0.0, min(1.0, share)), 2)
        if share != self.share:
            self.share = share
            self.rebuild()
            self._changed(share)

    def process_event(self, event: pygame.event.Event) -> bool:
        match event.type:
            case pygame.MOUSEBUTTONDOWN if event.button == 1 and self.hover_point(*event.pos):
                self._held = True
                self._go_to(event.pos[0])
                return True
            case pygame.MOUSEMOTION if self._held:
                if event.buttons[0]:
                    self._go_to(event.pos[0])
                    return True
                self._held = False
            case pygame.MOUSEBUTTONUP if self._held:
                self._held = False
                return True
        return False

    def _go_to(self, x: int) -> None:
        bar = self.bar
        share = (x - self.rect.x - bar.x) / bar.width
        self.set_share(round(share / MOUSE_STEP) * MOUSE_STEP)

    def _set_image(self, new_image: pygame.Surface | None) -> None:
        if new_image is not None and new_image.get_width() > 1:
            new_image = new_image.copy()
            self._paint(new_image)
        super()._set_image(new_image)

    def _paint(self, image: pygame.Surface) -> None:
        m, bar = self._metrics, self.bar
        line = pygame.Rect(bar.x, bar.centery - m.px(3), bar.width, m.px(6))
        at = bar.x + round(self.share * bar.width)
        pygame.draw.rect(image, theme.DESK, line, border_radius=m.px(3))
        pygame.draw.rect(image, theme.GOLD, (line.x, line.y, at - line.x, line.height), border_radius=m.px(3))
        pygame.draw.rect(image, theme.LINE, line, 1, border_radius=m.px(3))
        knob = pygame.Rect(0, 0, m.px(10), min(m.px(20), bar.height - m.px(6)))
        knob.center = (at, bar.centery)
        pygame.draw.rect(image, theme.INK_LIGHT, knob, border_radius=m.px(3))
        pygame.draw.rect(image, theme.DESK, knob, 1, border_radius=m.px(3))
        words = m.font().render(self.words(self.share), True, theme.INK_LIGHT)
        image.blit(words, words.get_rect(midright=(image.get_width() - m.px(8), bar.centery)))
