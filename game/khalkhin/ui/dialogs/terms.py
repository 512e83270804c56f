"""The terms on which a battle or a campaign is begun: the seed of the dice, and fog of war or none."""

from __future__ import annotations

import random

import pygame
from pygame_gui.elements import UITextEntryLine

from khalkhin.translation import _
from khalkhin.ui.scene import Scene


class TermsScene(Scene):
    """A screen on which something is begun. What is typed is kept whenever the controls are made again."""

    def __init__(self) -> None:
        self.fog = True
        self.seed = _throw()
        self.entry: UITextEntryLine | None = None

    def terms(self, row: pygame.Rect, x: int, width: int) -> int:
        """The controls: labels at the left of a row, the seed's entry from `x` on and the fog beneath it. Returns where
        they end."""
        ui, m = self.ui, self.ui.m
        y = row.y
        ui.label(pygame.Rect(row.x, y, x - row.x - m.gap, m.row), _("Seed of the dice"))
        self.entry = ui.entry(pygame.Rect(x, y, width - m.px(86), m.row), str(self.seed))
        ui.button(
            pygame.Rect(x + width - m.px(80), y, m.px(80), m.row),
            _("Another"),
            self._reseed,
            tip=_("Throws another seed."),
        )
        y += m.row + m.px(6)
        fog = _("With it, each side sees only what its units and aircraft see.")
        ui.tick(pygame.Rect(x, y, width, m.row), _("Fog of war"), self.fog, self._fog, tip=fog)
        return y + m.row

    def keep_seed(self) -> None:
        """Take the seed as it was typed."""
        if self.entry is not None and self.entry.get_text().isdigit():
            self.seed = int(self.entry.get_text()[:15])

    def _reseed(self) -> None:
        self.seed = _throw()
        self.rebuild()

    def _fog(self) -> None:
        self.keep_seed()
        self.fog = not self.fog
        self.rebuild()


def _throw() -> int:
    return random.SystemRandom().randrange(1, 1_000_000)


def level_tip() -> str:
    """What is said of the choice of a level."""
    return _("An open advantage: at easy the computer's enemy has it, at hard the computer, at normal nobody.")
