"""Stamps of what the services have on the map: dumps, airfields, charges, works in hand, loads of crossings."""

from __future__ import annotations

import math

import pygame

from khalkhin.ui.map import palette
from khalkhin.ui.map.camera import ZOOMS
from khalkhin.ui.map.counters import draw_badge
from khalkhin.ui.map.curves import disc
from khalkhin.ui.map.palette import Colour
from khalkhin.ui.map.sprites import FINER, Point, Stamps, ink_on

DARK: Colour = (36, 24, 12)
#: Bars of a crossing's load: units that went over, and SP.
UNITS: Colour = (118, 178, 226)
POINTS: Colour = (236, 196, 92)
FULL: Colour = (232, 66, 44)

#: An aeroplane from above, flying up: body, wings, tail.
PLANE: tuple[list[Point], ...] = (
    [(0, -8), (1.3, -5.5), (1.2, 5), (0, 7.4), (-1.2, 5), (-1.3, -5.5)],
    [(-8.2, -1.2), (-7.6, -3.2), (7.6, -3.2), (8.2, -1.2), (1, 0.6), (-1, 0.6)],
    [(-3.4, 6.4), (-3, 4.8), (3, 4.8), (3.4, 6.4)],
)


class Plant:
    """Stamps of one map, kept with its other stamps."""

    def __init__(self, stamps: Stamps) -> None:
        self.stamps = stamps

    def dump(self, step: int, colour: Colour, text: str, ink: Colour = palette.INK) -> pygame.Surface:
        """A heap of sacks under a sheet in its side's colour, and what it holds."""
        st = self.stamps

        def make() -> pygame.Surface:
            heap: list[Point] = [(-11, 3), (-8, -5), (-2, -10), (4, -9), (9, -3), (11, 3)]
            sheet: list[Point] = [(-9.4, 1.8), (-7, -4.4), (-1.6, -8.6), (3.5, -7.6), (7.8, -2.4), (9.4, 1.8)]
            sack: Colour = (216, 196, 150)
            picture = st.shapes(
                step,
                (34, 34),
                [
                    (DARK, heap),
                    (colour, sheet),
                    *((DARK, disc((x, 2.4), 3.4, 14)) for x in (-7.5, 0, 7.5)),
                    *((sack, disc((x, 2.4), 2.4, 14)) for x in (-7.5, 0, 7.5)),
                ],
            )
            return st.captioned(picture, step, text, ink)

        return st.keep(("dump", step, colour, text, ink), make)

    def airfield(self, step: int, colour: Colour, text: str, wrecked: bool) -> pygame.Surface:
        """An aeroplane on a disc, crossed out while nothing can fly from there, and what flies from it."""
        st = self.stamps

        def make() -> pygame.Surface:
            shapes: list[tuple[Colour, list[Point]]] = [
                (DARK, list(disc((0, -4), 11.4, 28))),
                (colour, list(disc((0, -4), 10.0, 28))),
            ]
            ink = ink_on(colour)
            shapes += [(ink, [(x, y - 4) for x, y in part]) for part in PLANE]
            if wrecked:
                for angle in (math.pi / 4, -math.pi / 4):
                    shapes.append((DARK, _strip((0, -4), angle, 12.4, 2.7)))
                    shapes.append((FULL if sum(colour) >= 380 else (255, 214, 92), _strip((0, -4), angle, 11.6, 1.7)))
            picture = st.shapes(step, (40, 38), shapes)
            return st.captioned(picture, step, text)

        return st.keep(("airfield", step, colour, text, wrecked), make)

    def charges(self, step: int, colour: Colour) -> pygame.Surface:
        """Two sticks with a fuse: charges are laid here."""

        def make() -> pygame.Surface:
            fuse = [(0.6, -4.6), (2.6, -7.4), (4.0, -6.6), (1.8, -4.2)]
            return self.stamps.shapes(
                step,
                (18, 20),
                [
                    (DARK, [(-4.6, -4.8), (4.6, -4.8), (4.6, 6.6), (-4.6, 6.6)]),
                    ((206, 58, 40), [(-3.6, -3.8), (-0.4, -3.8), (-0.4, 5.6), (-3.6, 5.6)]),
                    ((206, 58, 40), [(0.4, -3.8), (3.6, -3.8), (3.6, 5.6), (0.4, 5.6)]),
                    (colour, [(-3.6, 0.2), (3.6, 0.2), (3.6, 2.0), (-3.6, 2.0)]),
                    (DARK, fuse),
                    ((255, 214, 92), disc((4.4, -7.6), 1.7, 10)),
                ],
            )

        return self.stamps.keep(("charges", step, colour), make)

    def work(self, step: int, done: int, need: int) -> pygame.Surface:
        """A mallet on a plate with a pip for every work point: filled ones are done."""

        def make() -> pygame.Surface:
            zoom = ZOOMS[step]
            w, h = max(8, round(24 * zoom)), max(8, round(22 * zoom))
            big = pygame.Surface((w * FINER, h * FINER), pygame.SRCALPHA)
            k, mid = zoom * FINER, w * FINER / 2
            pygame.draw.circle(big, DARK, (mid, 8.6 * k), 8.2 * k)
            pygame.draw.circle(big, (244, 214, 120), (mid, 8.6 * k), 7.0 * k)
            draw_badge(big, "work", (mid, 8.6 * k), 6.4 * k)
            for i in range(need):
                x = mid + (i - (need - 1) / 2) * 6 * k
                pygame.draw.circle(big, DARK, (x, 18.4 * k), 2.9 * k)
                pygame.draw.circle(big, (120, 190, 90) if i < done else (214, 206, 184), (x, 18.4 * k), 1.9 * k)
            return pygame.transform.smoothscale(big, (w, h))

        return self.stamps.keep(("work", step, done, need), make)

    def load(self, step: int, units: tuple[int, int], points: tuple[int, int]) -> pygame.Surface:
        """Two bars, of units and of SP that have gone over a crossing this turn; red where it can bear no more."""

        def make() -> pygame.Surface:
            zoom = ZOOMS[step]
            w, h = max(8, round(26 * zoom)), max(5, round(11 * zoom))
            out = pygame.Surface((w, h), pygame.SRCALPHA)
            out.fill(DARK)
            rim = max(1, round(zoom))
            tall = (h - 3 * rim) // 2
            for i, ((used, most), colour) in enumerate(((units, UNITS), (points, POINTS))):
                bar = pygame.Rect(rim, rim + i * (tall + rim), w - 2 * rim, max(1, tall))
                pygame.draw.rect(out, (92, 84, 66), bar)
                share = min(1.0, used / most) if most else 1.0
                bar.w = round(bar.w * share) if used or not most else 0
                pygame.draw.rect(out, FULL if used >= most else colour, bar)
            return out

        return self.stamps.keep(("load", step, units, points), make)


def _strip(centre: Point, angle: float, half: float, wide: float) -> list[Point]:
    """A bar about a point."""
    (x, y), ux, uy = centre, math.cos(angle), math.sin(angle)
    return [
        (x + ux * a * half - uy * b * wide, y + uy * a * half + ux * b * wide)
        for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1))
    ]
