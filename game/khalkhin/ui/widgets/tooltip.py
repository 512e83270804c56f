"""A slip of paper beside what is pointed at, with a few lines on it."""

from __future__ import annotations

from collections.abc import Sequence

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


def beside(
    size: tuple[int, int],
    at: tuple[int, int],
    away: int,
    frame: pygame.Rect,
    seen: Sequence[tuple[tuple[int, int], int]],
) -> pygame.Rect:
    """Where a slip of a size lies: beside a place, some pixels `away` from it, within a frame, at that of its corners,
    or above or below it, where it hides least. What is `seen` are places, each with what hiding it weighs."""
    x, y = at
    found = []
    for across, down in ((1, 1), (-1, 1), (1, -1), (-1, -1), (0, 1), (0, -1)):
        place = pygame.Rect((0, 0), size)
        place.centerx = x
        if across:
            place.left = x + away if across > 0 else x - away - place.width
        off = away // 2 if across else away
        place.top = y + off if down > 0 else y - off - place.height
        place.clamp_ip(frame)
        near = place.inflate(away, away)
        found.append((sum(weight for point, weight in seen if near.collidepoint(point)), place))
    return min(found, key=lambda each: each[0])[1]
