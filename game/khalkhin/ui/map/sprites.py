"""Small premultiplied pictures that are laid on the map: tints, rims, arrows, crossings, flags, stores.

Every stamp is drawn once per zoom step and kept. Its middle belongs on the point it marks (a hex centre or the middle
of a hexside).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import pygame

from khalkhin.core.board.layout import Layout
from khalkhin.core.model.rules import CrossingKind
from khalkhin.ui.map import palette
from khalkhin.ui.map.camera import ZOOMS
from khalkhin.ui.map.curves import cross, disc
from khalkhin.ui.map.palette import Colour, Lettering, premultiplied
from khalkhin.ui.widgets.kept_surfaces import KeptSurfaces

Point = tuple[float, float]
Rgba = tuple[int, int, int, int]
FINER = 3
#: Bytes of stamps kept before the longest unused go.
ROOM = 2 << 20


class Stamps:
    """Stamps of one map by name, look and zoom step. Measures are pixels at zoom 1.0."""

    def __init__(self, layout: Layout, letters: Lettering, scale: float = 1.0) -> None:
        self.layout = layout
        self.letters = letters
        self.scale = scale
        self._kept = KeptSurfaces(ROOM)
        cx, cy = layout.centre(0, 0)
        self.corners: tuple[Point, ...] = tuple((x - cx, y - cy) for x, y in layout.corners(0, 0))
        self.middles: tuple[Point, ...] = tuple(
            ((self.corners[d - 1][0] + self.corners[d][0]) / 2, (self.corners[d - 1][1] + self.corners[d][1]) / 2)
            for d in range(6)
        )

    def keep(self, key: tuple[object, ...], make: Callable[[], pygame.Surface]) -> pygame.Surface:
        """The stamp of a key, made the first time it is asked for."""
        return self._kept.get(key, make)

    def shapes(
        self, step: int, size: tuple[float, float], shapes: Sequence[tuple[Colour | Rgba, Sequence[Point]]]
    ) -> pygame.Surface:
        """Polygons about the middle of a picture of `size` (at zoom 1.0); colours with an alpha are premultiplied."""
        zoom = ZOOMS[step]
        w, h = max(2, math.ceil(size[0] * zoom / 2) * 2), max(2, math.ceil(size[1] * zoom / 2) * 2)
        big = pygame.Surface((w * FINER, h * FINER), pygame.SRCALPHA)
        k, ox, oy = zoom * FINER, w * FINER / 2, h * FINER / 2
        for colour, points in shapes:
            pygame.draw.polygon(big, colour, [(x * k + ox, y * k + oy) for x, y in points])
        return pygame.transform.smoothscale(big, (w, h))

    @property
    def box(self) -> tuple[int, int]:
        return self.layout.tile_width + 4, self.layout.tile_height + 4

    def inset(self, part: float) -> list[Point]:
        """Corners of a hex shrunk towards its centre."""
        return [(x * part, y * part) for x, y in self.corners]

    # -- hexes ---------------------------------------------------------------------------------------------

    def tint(self, step: int, colour: Colour, alpha: int, part: float = 0.95) -> pygame.Surface:
        """A translucent hex."""
        return self.keep(
            ("tint", step, colour, alpha, part),
            lambda: self.shapes(step, self.box, [(premultiplied(colour, alpha), self.inset(part))]),
        )

    def frame(
        self, step: int, colour: Colour, width: float = 3.0, alpha: int = 255, part: float = 0.96
    ) -> pygame.Surface:
        """A line round a hex, with a dark edge so that it shows on any ground."""

        def make() -> pygame.Surface:
            inner = part - width / 28
            return self.shapes(
                step,
                self.box,
                [
                    (premultiplied((20, 16, 8), alpha * palette.CASING // 255), self.inset(part + 0.03)),
                    (premultiplied(colour, alpha), self.inset(part)),
                    (premultiplied((20, 16, 8), alpha * palette.CASING // 255), self.inset(inner)),
                    ((0, 0, 0, 0), self.inset(inner - 0.03)),
                ],
            )

        return self.keep(("frame", step, colour, width, alpha, part), make)

    def rim(self, step: int, direction: int, colour: Colour, width: float = 2.6, alpha: int = 230) -> pygame.Surface:
        """A line along one edge, inside the hex."""

        def make() -> pygame.Surface:
            a, b = self.corners[direction - 1], self.corners[direction]
            inner = 1 - width / 28
            return self.shapes(
                step,
                self.box,
                [(premultiplied(colour, alpha), [a, b, (b[0] * inner, b[1] * inner), (a[0] * inner, a[1] * inner)])],
            )

        return self.keep(("rim", step, direction, colour, width, alpha), make)

    def hoop(self, step: int, colour: Colour, radius: float = 19.0, width: float = 3.4) -> pygame.Surface:
        """A ring round a crossing; its middle belongs on the middle of the hexside."""

        def make() -> pygame.Surface:
            size = radius * 2 + width + 4
            wide = max(4, math.ceil(size * ZOOMS[step] / 2) * 2)
            big = pygame.Surface((wide * FINER, wide * FINER), pygame.SRCALPHA)
            k, mid = ZOOMS[step] * FINER, (wide * FINER / 2, wide * FINER / 2)
            pygame.draw.circle(big, (24, 14, 6), mid, (radius + width / 2 + 1.2) * k, round((width + 2.4) * k))
            pygame.draw.circle(big, colour, mid, (radius + width / 2) * k, round(width * k))
            return pygame.transform.smoothscale(big, (wide, wide))

        return self.keep(("hoop", step, colour, radius, width), make)

    def seam(self, step: int, direction: int, colour: Colour, width: float = 7.0) -> pygame.Surface:
        """A thick line along an edge; its middle belongs on the middle of the hexside."""

        def make() -> pygame.Surface:
            a, b = self.corners[direction - 1], self.corners[direction]
            dx, dy = (b[0] - a[0]) / 2, (b[1] - a[1]) / 2
            far = math.hypot(dx, dy)

            def bar(wide: float, long: float) -> list[Point]:
                nx, ny = -dy / far * wide / 2, dx / far * wide / 2
                ex, ey = dx * long, dy * long
                return [(ex + nx, ey + ny), (ex - nx, ey - ny), (-ex - nx, -ey - ny), (-ex + nx, -ey + ny)]

            return self.shapes(
                step,
                self.box,
                [(premultiplied((24, 14, 6), 210), bar(width + 4, 1.1)), (premultiplied(colour, 235), bar(width, 1.0))],
            )

        return self.keep(("seam", step, direction, colour, width), make)

    def hatch(self, step: int, colour: Colour, alpha: int) -> pygame.Surface:
        """A hex of slanted strokes."""

        def make() -> pygame.Surface:
            picture = self.shapes(step, self.box, [(premultiplied(colour, alpha), self.inset(0.94))])
            w, h = picture.get_size()
            gap = max(4, round(9 * ZOOMS[step]))
            for x in range(-h, w, gap):
                pygame.draw.line(picture, (0, 0, 0, 0), (x, h), (x + h, 0), max(1, gap * 2 // 3))
            return picture

        return self.keep(("hatch", step, colour, alpha), make)

    # -- ways ----------------------------------------------------------------------------------------------

    def half(self, step: int, direction: int, colour: Colour, width: float, alpha: int = 255) -> pygame.Surface:
        """A stroke from the hex centre to the middle of an edge."""

        def make() -> pygame.Surface:
            mx, my = self.middles[direction]
            d = math.hypot(mx, my)
            nx, ny = -my / d * width / 2, mx / d * width / 2
            ex, ey = mx * 1.015, my * 1.015
            ink = premultiplied(colour, alpha)
            return self.shapes(
                step,
                self.box,
                [(ink, disc((0, 0), width / 2)), (ink, [(nx, ny), (ex + nx, ey + ny), (ex - nx, ey - ny), (-nx, -ny)])],
            )

        return self.keep(("half", step, direction, colour, width, alpha), make)

    def arrow(self, step: int, direction: int, colour: Colour, width: float) -> pygame.Surface:
        """An arrow head at the hex centre, coming from a direction."""

        def make() -> pygame.Surface:
            mx, my = self.middles[direction]
            d = math.hypot(mx, my)
            ux, uy = -mx / d, -my / d

            def head(size: float, lead: float) -> list[Point]:
                tip = (ux * lead, uy * lead)
                back = (ux * (lead - size * 1.25), uy * (lead - size * 1.25))
                return [
                    tip,
                    (back[0] - uy * size * 0.8, back[1] + ux * size * 0.8),
                    (back[0] + uy * size * 0.8, back[1] - ux * size * 0.8),
                ]

            return self.shapes(
                step,
                self.box,
                [
                    ((24, 18, 8, 255), head(width * 2.6 + 3.4, width * 1.6 + 2.6)),
                    (colour, head(width * 2.6, width * 1.6)),
                ],
            )

        return self.keep(("arrow", step, direction, colour, width), make)

    def dot(self, step: int, colour: Colour, radius: float, edge: Colour = (28, 20, 10)) -> pygame.Surface:
        """A round mark."""
        return self.keep(
            ("dot", step, colour, radius, edge),
            lambda: self.shapes(
                step,
                (radius * 2 + 5, radius * 2 + 5),
                [(edge, disc((0, 0), radius + 1.3, 24)), (colour, disc((0, 0), radius, 24))],
            ),
        )

    def burst(self, step: int, *, whole: bool = True) -> pygame.Surface:
        """A burst of fire: the unit could assault an enemy from here; a spark if it could only take part."""
        size = 1.0 if whole else 0.62

        def star(reach: float) -> list[Point]:
            return [
                (
                    math.sin(i * math.pi / 8) * size * reach * (1 if i % 2 == 0 else 0.5),
                    -math.cos(i * math.pi / 8) * size * reach * (1 if i % 2 == 0 else 0.5),
                )
                for i in range(16)
            ]

        return self.keep(
            ("burst", step, whole),
            lambda: self.shapes(
                step, (20, 20), [((96, 20, 10), star(8.6)), ((222, 70, 34), star(7.0)), ((255, 214, 110), star(3.4))]
            ),
        )

    def sight(self, step: int) -> pygame.Surface:
        """A gun sight round a hex that can be attacked."""

        def make() -> pygame.Surface:
            shapes: list[tuple[Colour | Rgba, Sequence[Point]]] = [
                ((50, 8, 4, 255), self.inset(0.98)),
                (palette.BAD, self.inset(0.955)),
                ((255, 236, 214, 255), self.inset(0.865)),
                ((0, 0, 0, 0), self.inset(0.835)),
            ]
            return self.shapes(step, self.box, shapes)

        return self.keep(("sight", step), make)

    def ring(self, size: int) -> pygame.Surface:
        """A bright line round a counter of a size in pixels."""

        def make() -> pygame.Surface:
            line = max(2, size // 16)
            side = size + 2 * line + 2
            big = pygame.Surface((side * FINER, side * FINER), pygame.SRCALPHA)
            whole, round_ = big.get_rect(), round(size * 0.16 * FINER)
            pygame.draw.rect(big, (40, 24, 4), whole, (line + 2) * FINER, border_radius=round_)
            pygame.draw.rect(
                big, (255, 222, 96), whole.inflate(-2 * FINER, -2 * FINER), line * FINER, border_radius=round_
            )
            return pygame.transform.smoothscale(big, (side, side))

        return self.keep(("ring", size), make)

    # -- things on the map ---------------------------------------------------------------------------------

    def crossing(
        self, step: int, kind: CrossingKind, direction: int, hits: int, most: int, colour: Colour
    ) -> pygame.Surface:
        """A bridge, pontoon or ford over the edge in a direction; hits as red crosses, gaps when it is destroyed."""

        def make() -> pygame.Surface:
            mx, my = self.middles[direction]
            d = math.hypot(mx, my)
            ux, uy = mx / d, my / d

            def at(along: float, across: float) -> Point:
                return ux * along - uy * across, uy * along + ux * across

            def bar(a0: float, a1: float, c0: float, c1: float) -> list[Point]:
                return [at(a0, c0), at(a1, c0), at(a1, c1), at(a0, c1)]

            shapes: list[tuple[Colour | Rgba, Sequence[Point]]] = []
            dark, wood = (52, 34, 18), (206, 172, 116)
            broken = hits >= most
            match kind:
                case CrossingKind.BRIDGE:
                    shapes.append((dark, bar(-13.5, 13.5, -5.4, 5.4)))
                    shapes += [(wood, bar(-12.5 + i * 2.5, -12.5 + i * 2.5 + 1.9, -3.4, 3.4)) for i in range(10)]
                    for c in (-5.4, 4.0):
                        shapes.append(((236, 226, 200), bar(-14.5, 14.5, c, c + 1.4)))
                        shapes += [(dark, bar(e - 1.2, e + 1.2, c - 0.9, c + 2.3)) for e in (-14, 14)]
                case CrossingKind.PONTOON:
                    hull = ((-2.3, -6.8), (0.0, -8.6), (2.3, -6.8), (2.3, 6.8), (0.0, 8.6), (-2.3, 6.8))
                    for i in range(4):
                        a = -9.6 + i * 6.4
                        shapes.append((dark, [at(a + x, y) for x, y in hull]))
                        shapes.append(((132, 142, 128), bar(a - 1.3, a + 1.3, -6.2, 6.2)))
                    shapes.append((dark, bar(-13.5, 13.5, -3.2, 3.2)))
                    shapes.append((wood, bar(-13, 13, -2.1, 2.1)))
                case CrossingKind.FORD:
                    for c in (-4.6, 4.6):
                        shapes += [((232, 240, 240), disc(at(-10 + i * 5, c), 2.0, 10)) for i in range(5)]
                        shapes += [((104, 112, 110), disc(at(-10 + i * 5, c), 1.35, 10)) for i in range(5)]
            if broken:
                shapes.append((palette.WATER_DEEP, bar(-4.5, 3.5, -9.5, 9.5)))
                shapes.append((palette.WATER, bar(-3.0, 2.0, -9.5, 9.5)))
            shapes.append(((24, 18, 10), disc(at(0, 11.5), 3.3, 16)))
            shapes.append((colour, disc(at(0, 11.5), 2.4, 16)))
            for i in range(min(hits, most)):
                spot = at(-4.2 + i * 4.2, -11.5)
                shapes += [((60, 10, 6), stroke) for stroke in cross(spot, 2.6, 1.3)]
                shapes += [((232, 52, 36), stroke) for stroke in cross(spot, 2.1, 0.7)]
            return self.shapes(step, (36, 36), shapes)

        return self.keep(("crossing", step, kind, direction, hits, most, colour), make)

    def flag(self, step: int, colour: Colour, worth: str) -> pygame.Surface:
        """A flag for an objective with what taking it now counts."""

        def make() -> pygame.Surface:
            dark = (28, 18, 10)
            picture = self.shapes(
                step,
                (34, 32),
                [
                    (dark, [(-12.4, -13.6), (-8.2, -13.6), (-8.2, 13.6), (-12.4, 13.6)]),
                    (dark, [(-9, -14.4), (15.2, -13.2), (11.2, -5.2), (15.2, 3.2), (-9, 3.6)]),
                    (palette.RIM, [(-11.6, -12.8), (-9.2, -12.8), (-9.2, 12.8), (-11.6, 12.8)]),
                    (palette.RIM, [(-9.2, -13.4), (13.8, -12.3), (10.0, -5.2), (13.8, 2.3), (-9.2, 2.7)]),
                    (colour, [(-8.6, -12.0), (11.8, -11.1), (8.4, -5.2), (11.8, 1.0), (-8.6, 1.3)]),
                ],
            )
            size = round(9.4 * ZOOMS[step])
            if worth and size >= 7:
                text = self.letters.plain(worth, size, ink_on(colour))
                w, h = picture.get_size()
                middle = round(w / 2 + 0.3 * ZOOMS[step]), round(h / 2 - 5.3 * ZOOMS[step])
                picture.blit(text, text.get_rect(center=middle), special_flags=pygame.BLEND_PREMULTIPLIED)
            return picture

        return self.keep(("flag", step, colour, worth), make)

    def pennant(self, step: int, colour: Colour, worth: str) -> pygame.Surface:
        """A flag without its staff, as high as the gap between counters, with what taking the objective now
        counts."""

        def make() -> pygame.Surface:
            picture = self.shapes(
                step,
                (26, 14),
                [
                    ((28, 18, 10), [(-12, -6.2), (12, -6.2), (9, 0), (12, 6.2), (-12, 6.2)]),
                    (palette.RIM, [(-11.2, -5.4), (10.6, -5.4), (8, 0), (10.6, 5.4), (-11.2, 5.4)]),
                    (colour, [(-10.2, -4.4), (9, -4.4), (6.8, 0), (9, 4.4), (-10.2, 4.4)]),
                ],
            )
            size = round(8.8 * ZOOMS[step])
            if worth and size >= 7:
                text = self.letters.plain(worth, size, ink_on(colour))
                w, h = picture.get_size()
                middle = round(w / 2 - 1.6 * ZOOMS[step]), round(h / 2)
                picture.blit(text, text.get_rect(center=middle), special_flags=pygame.BLEND_PREMULTIPLIED)
            return picture

        return self.keep(("pennant", step, colour, worth), make)

    def depot(self, step: int, colour: Colour, text: str, ink: Colour = palette.INK) -> pygame.Surface:
        """A crate in its side's colour, and what it holds."""

        def make() -> pygame.Surface:
            dark = (36, 24, 12)
            wood = palette.mix(colour, (255, 236, 200), 0.25)
            picture = self.shapes(
                step,
                (34, 34),
                [
                    (dark, [(-10, -14), (10, -14), (10, 3), (-10, 3)]),
                    (colour, [(-8.8, -12.8), (8.8, -12.8), (8.8, 1.8), (-8.8, 1.8)]),
                    (wood, [(-8.8, -12.8), (8.8, -12.8), (8.8, -9.4), (-8.8, -9.4)]),
                    (dark, [(-8.8, -9.4), (8.8, -9.4), (8.8, -8.4), (-8.8, -8.4)]),
                    (dark, [(-3.0, -12.8), (-2.0, -12.8), (-2.0, 1.8), (-3.0, 1.8)]),
                    (dark, [(2.0, -12.8), (3.0, -12.8), (3.0, 1.8), (2.0, 1.8)]),
                ],
            )
            return self.captioned(picture, step, text, ink)

        return self.keep(("depot", step, colour, text, ink), make)

    def source(self, step: int, colour: Colour, text: str, ink: Colour = palette.INK) -> pygame.Surface:
        """A wheel in its side's colour: supply enters here."""

        def make() -> pygame.Surface:
            dark = (36, 24, 12)
            spokes: list[tuple[Colour | Rgba, Sequence[Point]]] = []
            for i in range(3):
                a = i * math.pi / 3
                x, y = math.cos(a) * 8, math.sin(a) * 8
                nx, ny = -y / 8 * 0.9, x / 8 * 0.9
                spokes.append(
                    (dark, [(x + nx, y + ny - 2), (x - nx, y - ny - 2), (-x - nx, -y - ny - 2), (-x + nx, -y + ny - 2)])
                )
            picture = self.shapes(
                step,
                (34, 26),
                [
                    (dark, disc((0, -2), 10.2, 28)),
                    (colour, disc((0, -2), 8.8, 28)),
                    (dark, disc((0, -2), 6.4, 24)),
                    ((240, 230, 204), disc((0, -2), 5.4, 24)),
                    *spokes,
                    (colour, disc((0, -2), 2.2, 14)),
                ],
            )
            return self.captioned(picture, step, text, ink)

        return self.keep(("source", step, colour, text, ink), make)

    def captioned(self, picture: pygame.Surface, step: int, text: str, ink: Colour = palette.INK) -> pygame.Surface:
        """A picture with a few words along its foot, where they can be read at all."""
        size = round(9.5 * ZOOMS[step])
        if text and size >= 9:
            w, h = picture.get_size()
            words = self.letters.halo(text, size, ink, palette.PAPER, width=max(1, size // 9))
            picture.blit(words, words.get_rect(midbottom=(w // 2, h)), special_flags=pygame.BLEND_PREMULTIPLIED)
        return picture

    # -- words ---------------------------------------------------------------------------------------------

    def pill(self, text: str, size: int, ink: Colour, face: Colour) -> pygame.Surface:
        """Words on a rounded plate."""

        def make() -> pygame.Surface:
            words = self.letters.plain(text, size, ink)
            w, h = words.get_width() + round(size * 0.9), round(size * 1.35)
            big = pygame.Surface((w * FINER, h * FINER), pygame.SRCALPHA)
            whole = big.get_rect()
            pygame.draw.rect(big, (24, 16, 8), whole, border_radius=whole.h // 2)
            pygame.draw.rect(big, face, whole.inflate(-2 * FINER, -2 * FINER), border_radius=whole.h // 2)
            out = pygame.transform.smoothscale(big, (w, h))
            out.blit(words, words.get_rect(center=(w // 2, h // 2)), special_flags=pygame.BLEND_PREMULTIPLIED)
            return out

        return self.keep(("pill", text, size, ink, face), make)


def ink_on(colour: Colour) -> Colour:
    """Light ink for dark colours, dark ink for light ones."""
    return (255, 250, 236) if sum(colour) < 380 else (36, 24, 8)
