"""A slip of paper beside what is pointed at, with a few lines on it."""

from __future__ import annotations

import pygame

from khalkhin.ui.widgets import theme
from khalkhin.ui.widgets.row_list import draw_rows
from khalkhin.ui.widgets.rows import Row
from khalkhin.ui.widgets.theme import Metrics


class Slip:
    """Draws slips; the last one is kept."""

    def __init__(self) -> None:
        self._last: tuple[tuple[Row, ...], float, pygame.Surface] | None = None

    def picture(self, rows: tuple[Row, ...], m: Metrics) -> pygame.Surface:
        """The slip with some rows."""
        if self._last is None or self._last[:2] != (rows, m.scale):
            drawn = draw_rows(rows, m.px(250), m, paper=True).picture
            pad = m.px(8)
            box = pygame.Surface((drawn.get_width() + 2 * pad, drawn.get_height() + 2 * pad))
            box.fill(theme.PAPER)
            box.blit(drawn, (pad, pad))
            pygame.draw.rect(box, theme.PAPER_EDGE, box.get_rect(), 1)
            self._last = rows, m.scale, box
        return self._last[2]
