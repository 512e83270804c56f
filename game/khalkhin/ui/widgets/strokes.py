"""Lines for maps that look drawn by hand: curves through points, strokes along them, dashes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import pygame

Point = tuple[float, float]


class Pen:
    """A surface to paint on and widths in pixels at 100 %."""

    def __init__(self, surface: pygame.Surface, scale: float) -> None:
        self.surface, self.scale = surface, scale

    def width(self, size: float) -> int:
        return max(1, round(size * self.scale))


def catmull(a: float, b: float, c: float, d: float, t: float) -> float:
    """Where a curve through four figures is between the middle two, `t` of the way from one to the other."""
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3)


def smooth(points: Sequence[Point], *, closed: bool = False, steps: int = 10) -> list[Point]:
    """A curve through points."""
    pts = [points[-1], *points, points[0], points[1]] if closed else [points[0], *points, points[-1]]
    out = []
    for p0, p1, p2, p3 in zip(pts, pts[1:], pts[2:], pts[3:], strict=False):
        for i in range(steps):
            t = i / steps
            x, y = (catmull(a, b, c, d, t) for a, b, c, d in zip(p0, p1, p2, p3, strict=True))
            out.append((x, y))
    return out if closed else [*out, (float(points[-1][0]), float(points[-1][1]))]


def along(points: Sequence[Point], step: float) -> Iterator[tuple[Point, Point]]:
    """Places every `step` along a line, with the direction there (of length 1)."""
    left = 0.0
    for (ax, ay), (bx, by) in zip(points, points[1:], strict=False):
        length = math.hypot(bx - ax, by - ay)
        if length == 0:
            continue
        while left <= length:
            t = left / length
            yield (ax + (bx - ax) * t, ay + (by - ay) * t), ((bx - ax) / length, (by - ay) / length)
            left += step
        left -= length


def dashes(points: Sequence[Point], pattern: Sequence[float]) -> Iterator[list[Point]]:
    """Parts of a line: the even entries of the pattern are drawn, the odd ones left out (lengths in pixels)."""
    which, left = 0, pattern[0]
    part = list(points[:1])
    for a, b in zip(points, points[1:], strict=False):
        length = math.hypot(b[0] - a[0], b[1] - a[1])
        at = 0.0
        while length - at > left:
            at += left
            t = at / length
            here = (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t)
            part.append(here)
            if which % 2 == 0 and len(part) > 1:
                yield part
            part = [here]
            which += 1
            left = pattern[which % len(pattern)]
        left -= length - at
        part.append(b)
    if which % 2 == 0 and len(part) > 1:
        yield part


def brush(
    surface: pygame.Surface, colour: tuple[int, int, int], line: Sequence[Point], widths: Sequence[float] | float
) -> None:
    """A smooth stroke along a line, as broad at each of its points as `widths` say (or everywhere alike)."""
    broad = [widths] * len(line) if isinstance(widths, int | float) else widths
    last = len(line) - 1
    left, right = [], []
    for i, ((x, y), width) in enumerate(zip(line, broad, strict=True)):
        (ax, ay), (bx, by) = line[max(0, i - 1)], line[min(last, i + 1)]
        far = math.hypot(bx - ax, by - ay) or 1.0
        nx, ny = -(by - ay) / far * width / 2, (bx - ax) / far * width / 2
        left.append((x + nx, y + ny))
        right.append((x - nx, y - ny))
    solid(surface, colour, [*left, *reversed(right)])


def solid(surface: pygame.Surface, colour: tuple[int, int, int], points: Sequence[Point]) -> None:
    """A filled shape with a smooth edge."""
    pygame.draw.polygon(surface, colour, points)
    pygame.draw.aalines(surface, colour, True, points)
