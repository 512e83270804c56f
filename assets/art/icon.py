"""Draws the window's icon: assets/theme/icon.png. Run it to make it again.

    python assets/art/icon.py

A hex of steppe with the river's bend in it, and two red arrows that close behind a counter of infantry.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import pygame

FILE = Path(__file__).resolve().parents[1] / "theme" / "icon.png"
#: Side of the icon; it is drawn so many times larger and scaled down, that all lines are smooth.
SIDE, FINER = 128, 8

Point = tuple[float, float]
EDGE, RIM, STEPPE, SAND = (22, 18, 14), (246, 240, 222), (206, 200, 142), (240, 220, 164)
BANK, DEEP, WATER, RED, DARK_RED = (162, 178, 112), (34, 92, 146), (92, 164, 214), (178, 34, 26), (80, 10, 8)
FACE, BOX, INK = (28, 62, 118), (236, 242, 250), (12, 32, 70)


def hexagon(radius: float) -> list[Point]:
    """Corners about the middle of the icon, in parts of its side."""
    return [(0.5 + radius * math.cos(k * math.pi / 3), 0.5 + radius * math.sin(k * math.pi / 3)) for k in range(6)]


def bent(points: Sequence[Point], steps: int = 60) -> list[Point]:
    """A Bézier curve with four points."""
    out = []
    for i in range(steps + 1):
        t = i / steps
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        out.append(
            (
                sum(w * x for w, (x, _) in zip(weights, points, strict=True)),
                sum(w * y for w, (_, y) in zip(weights, points, strict=True)),
            )
        )
    return out


class Sheet:
    """A large picture to draw on in parts of its side."""

    def __init__(self) -> None:
        self.side = SIDE * FINER
        self.picture = pygame.Surface((self.side, self.side), pygame.SRCALPHA)

    def area(self, colour: tuple[int, int, int], points: Sequence[Point]) -> None:
        pygame.draw.polygon(self.picture, colour, [(x * self.side, y * self.side) for x, y in points])

    def line(self, colour: tuple[int, int, int], points: Sequence[Point], width: float) -> None:
        for x, y in points:
            pygame.draw.circle(self.picture, colour, (x * self.side, y * self.side), width * self.side / 2)

    def arrow(self, curve: Sequence[Point], width: float, head: float) -> None:
        """A curve with a point at its end, in a dark edge."""
        (ax, ay), (bx, by) = curve[-6], curve[-1]
        angle = math.atan2(by - ay, bx - ax)
        for colour, grow in ((RIM, 0.035), (DARK_RED, 0.014), (RED, 0.0)):
            self.line(colour, curve[:-4], width + 2 * grow)
            reach = head + 2.2 * grow
            tip = [
                (bx + reach * math.cos(angle + turn), by + reach * math.sin(angle + turn)) for turn in (0, 2.25, -2.25)
            ]
            self.area(colour, tip)


def icon() -> pygame.Surface:
    """The icon, smooth."""
    sheet = Sheet()
    sheet.area(EDGE, hexagon(0.5))
    sheet.area(RIM, hexagon(0.475))
    inner = hexagon(0.435)
    ground = Sheet()
    ground.area(STEPPE, inner)
    ground.line(SAND, bent(((0.62, 0.05), (0.75, 0.3), (0.85, 0.6), (0.8, 0.95))), 0.24)
    river = bent(((0.3, 0.02), (0.1, 0.45), (0.62, 0.5), (0.34, 0.98)))
    for colour, width in ((BANK, 0.2), (DEEP, 0.15), (WATER, 0.11)):
        ground.line(colour, river, width)
    within = Sheet()
    within.area((255, 255, 255), inner)
    ground.picture.blit(within.picture, (0, 0), special_flags=pygame.BLEND_RGBA_MIN)
    sheet.picture.blit(ground.picture, (0, 0))
    sheet.arrow(bent(((0.2, 0.36), (0.32, 0.1), (0.66, 0.12), (0.77, 0.36))), 0.075, 0.12)
    sheet.arrow(bent(((0.24, 0.7), (0.38, 0.93), (0.68, 0.9), (0.77, 0.66))), 0.075, 0.12)
    for colour, grow in ((EDGE, 0.02), (RIM, 0.0), (FACE, -0.022), (BOX, -0.055)):
        left, top, right, low, cut = 0.37 - grow, 0.37 - grow, 0.67 + grow, 0.64 + grow, 0.05 + grow * 0.5
        if colour == BOX:
            sheet.area(colour, [(left, top), (right, top), (right, low), (left, low)])
            for a, b in (((left, top), (right, low)), ((left, low), (right, top))):
                sheet.line(
                    INK, [(a[0] + (b[0] - a[0]) * t / 60, a[1] + (b[1] - a[1]) * t / 60) for t in range(61)], 0.03
                )
        else:
            corners = [(left + cut, top), (right - cut, top), (right, top + cut), (right, low - cut)]
            corners += [(right - cut, low), (left + cut, low), (left, low - cut), (left, top + cut)]
            sheet.area(colour, corners)
    return pygame.transform.smoothscale(sheet.picture, (SIDE, SIDE))


if __name__ == "__main__":
    pygame.image.save(icon(), str(FILE))
