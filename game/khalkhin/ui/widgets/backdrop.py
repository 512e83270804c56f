"""The picture behind the menus: a staff map of the river bend with the two wings drawn in."""

from __future__ import annotations

import math

import pygame

from khalkhin.ui.widgets import theme
from khalkhin.ui.widgets.strokes import brush, solid

_RIVER = (
    (0.58, -0.02),
    (0.55, 0.10),
    (0.60, 0.20),
    (0.56, 0.33),
    (0.50, 0.42),
    (0.53, 0.52),
    (0.47, 0.62),
    (0.49, 0.74),
    (0.43, 0.86),
    (0.45, 1.02),
)
_STREAM = ((0.51, 0.47), (0.58, 0.49), (0.65, 0.45), (0.72, 0.50), (0.80, 0.47), (0.90, 0.53), (1.02, 0.50))
_HILLS = (
    (0.70, 0.22, 0.09),
    (0.80, 0.66, 0.11),
    (0.63, 0.74, 0.07),
    (0.34, 0.30, 0.08),
    (0.90, 0.30, 0.07),
    (0.36, 0.78, 0.09),
)
_RED = (
    ((0.47, 0.84), (0.58, 0.90), (0.72, 0.87), (0.82, 0.74)),
    ((0.52, 0.14), (0.63, 0.10), (0.75, 0.16), (0.83, 0.30)),
    ((0.45, 0.47), (0.52, 0.455), (0.57, 0.44)),
)


def draw_backdrop(size: tuple[int, int]) -> pygame.Surface:
    """Paint the picture for a window size."""
    w, h = size
    paper = pygame.Surface(size)
    paper.fill((214, 206, 168))
    _hexes(paper, w, h)
    for cx, cy, r in _HILLS:
        for k in range(1, 5):
            _blob(paper, cx * w, cy * h, r * w * k / 4, cx * 7 + k)
    for course, broad in ((_RIVER, max(6, w // 130)), (_STREAM, max(3, w // 320))):
        brush(paper, (70, 122, 164), _curve(course, w, h), broad * 1.5)
        brush(paper, (116, 172, 210), _curve(course, w, h), broad)
    for arrow in _RED:
        _arrow(paper, _curve(arrow, w, h), max(5, w // 130))
    for x, y in ((0.60, 0.40), (0.63, 0.56), (0.60, 0.63), (0.66, 0.30)):
        _front(paper, x * w, y * h, w * 0.022)
    shade = pygame.Surface(size, pygame.SRCALPHA)
    for x in range(0, w, 4):
        far = max(0.0, 1 - x / (w * 0.75))
        shade.fill((22, 25, 17, int(90 + 150 * far)), (x, 0, 4, h))
    paper.blit(shade, (0, 0))
    return paper


def _hexes(surface: pygame.Surface, w: int, h: int) -> None:
    r = max(22, w // 44)
    high = r * math.sqrt(3)
    for col in range(int(w / (1.5 * r)) + 2):
        for row in range(int(h / high) + 2):
            cx, cy = col * 1.5 * r, row * high + (high / 2 if col % 2 else 0)
            points = [(cx + r * math.cos(a * math.pi / 3), cy + r * math.sin(a * math.pi / 3)) for a in range(4)]
            pygame.draw.aalines(surface, (186, 173, 140), False, points)


def _curve(points: tuple[tuple[float, float], ...], w: int, h: int) -> list[tuple[float, float]]:
    pts = [points[0], *points, points[-1]]
    out = []
    for p0, p1, p2, p3 in zip(pts, pts[1:], pts[2:], pts[3:], strict=False):
        for i in range(12):
            t = i / 12
            out.append(
                tuple(
                    size
                    * 0.5
                    * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3)
                    for a, b, c, d, size in zip(p0, p1, p2, p3, (w, h), strict=True)
                )
            )
    out.append((points[-1][0] * w, points[-1][1] * h))
    return out  # type: ignore[return-value]


def _blob(surface: pygame.Surface, cx: float, cy: float, r: float, phase: float) -> None:
    points = []
    for i in range(40):
        a = i * math.tau / 40
        rr = r * (1 + 0.16 * math.sin(3 * a + phase) + 0.09 * math.sin(5 * a - phase))
        points.append((cx + rr * math.cos(a) * 1.25, cy + rr * math.sin(a) * 0.8))
    pygame.draw.aalines(surface, (172, 146, 104), True, points)


def _arrow(surface: pygame.Surface, line: list[tuple[float, float]], width: int) -> None:
    colour = (176, 44, 32)
    for ink, grow in (((244, 236, 212), width * 0.5), (colour, 0.0)):
        broad = [max(2.0, width * (0.4 + 0.6 * i / len(line))) + grow for i in range(len(line))]
        brush(surface, ink, line, broad)
        (ax, ay), (bx, by) = line[-3], line[-1]
        angle = math.atan2(by - ay, bx - ax)
        head = width * 2.0 + grow
        solid(
            surface, ink, [(bx + head * math.cos(angle + t), by + head * math.sin(angle + t)) for t in (0, 2.2, -2.2)]
        )


def _front(surface: pygame.Surface, x: float, y: float, r: float) -> None:
    box = pygame.Rect(0, 0, int(r * 2.1), int(r * 1.4))
    box.center = (int(x + r * 2), int(y))
    blue = (28, 62, 118)
    pygame.draw.rect(surface, (236, 242, 250), box)
    inner = box.inflate(-2, -2)
    for a, b in ((inner.topleft, inner.bottomright), (inner.bottomleft, inner.topright)):
        brush(surface, blue, [a, b], max(1.5, r / 9))
    pygame.draw.rect(surface, blue, box, max(2, int(r / 7)))


class Backdrop:
    """The picture for the window's present size, painted once."""

    def __init__(self) -> None:
        self._picture: pygame.Surface | None = None

    def draw(self, surface: pygame.Surface) -> None:
        if self._picture is None or self._picture.get_size() != surface.get_size():
            self._picture = draw_backdrop(surface.get_size())
        surface.blit(self._picture, (0, 0))


def framed(surface: pygame.Surface, rect: pygame.Rect, title: str, m: theme.Metrics) -> None:
    """A panel with a frame and a title upon the picture."""
    pygame.draw.rect(surface, theme.PANEL, rect)
    pygame.draw.rect(surface, theme.LINE, rect, 1)
    surface.blit(m.font("title").render(title, True, theme.INK_LIGHT), (rect.x + m.px(24), rect.y + m.px(20)))
