"""A small painter: noise that runs on at the edges, and soft strokes on a patch that wraps round. No chance, no clock.

Every figure comes out of integers hashed the same way everywhere, so that a picture can be made again.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

Colour = tuple[float, float, float]
Rows = list[list[float]]


def scatter(seed: int, x: int, y: int = 0) -> float:
    """A well mixed number from 0 to 1 for a place."""
    n = (seed * 374761393 + x * 668265263 + y * 2147483647 + 1013904223) & 0xFFFFFFFF
    n = (n ^ n >> 13) * 1274126177 & 0xFFFFFFFF
    n = (n ^ n >> 16) * 2246822519 & 0xFFFFFFFF
    return ((n ^ n >> 15) & 0xFFFFFF) / 0x1000000


def noise(seed: int, width: int, height: int, across: int, down: int) -> Rows:
    """Smooth noise from -1 to 1 that repeats at the edges, with `across` x `down` knots."""
    knots = [[scatter(seed, i, j) * 2 - 1 for i in range(across)] for j in range(down)]
    columns = []
    for x in range(width):
        at = x * across / width
        i = int(at)
        columns.append((i, (i + 1) % across, _ease(at - i)))
    rows = []
    for y in range(height):
        at = y * down / height
        j = int(at)
        t = _ease(at - j)
        mixed = [a + (b - a) * t for a, b in zip(knots[j], knots[(j + 1) % down], strict=True)]
        rows.append([mixed[i] + (mixed[k] - mixed[i]) * u for i, k, u in columns])
    return rows


def layered(seed: int, width: int, height: int, knots: int, octaves: int, fade: float = 0.5) -> Rows:
    """Octaves of noise together, about -1 to 1."""
    total = [[0.0] * width for _ in range(height)]
    weight, whole = 1.0, 0.0
    for n in range(octaves):
        layer = noise(seed * 31 + n, width, height, knots << n, (knots << n) * height // width)
        for row, more in zip(total, layer, strict=True):
            row[:] = [a + b * weight for a, b in zip(row, more, strict=True)]
        whole += weight * 0.62
        weight *= fade
    return [[a / whole for a in row] for row in total]


def shaded(heights: Rows, strength: float) -> Rows:
    """Light from the north-west on a surface: above 0 where it faces the light."""
    out = []
    for y, row in enumerate(heights):
        up, down = heights[y - 1], heights[(y + 1) % len(heights)]
        wide = len(row)
        out.append([(row[(x + 1) % wide] - row[x - 1] + down[x] - up[x]) * strength for x in range(wide)])
    return out


def _ease(t: float) -> float:
    return t * t * (3 - 2 * t)


def clamp(v: float, low: float = 0.0, high: float = 1.0) -> float:
    return low if v < low else high if v > high else v


def mix(a: Colour, b: Colour, part: float) -> Colour:
    return a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part, a[2] + (b[2] - a[2]) * part


class Canvas:
    """A picture that wraps round at its edges."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.rows: list[list[Colour]] = [[(0.0, 0.0, 0.0)] * width for _ in range(height)]

    def ramp(self, values: Rows, stops: Sequence[Colour]) -> None:
        """Fill with colours by value: -1 is the first stop, 1 the last."""
        fine = []
        for i in range(513):
            at = i / 512 * (len(stops) - 1)
            n = min(int(at), len(stops) - 2)
            fine.append(mix(stops[n], stops[n + 1], at - n))
        for y, row in enumerate(values):
            self.rows[y] = [fine[0 if v < -1 else 512 if v > 1 else int(v * 256 + 256)] for v in row]

    def light(self, values: Rows, warm: Colour = (255, 246, 222), dark: Colour = (70, 58, 48)) -> None:
        """Lay light (above 0) and shade (below) over the picture; 1 hides it."""
        for y, row in enumerate(values):
            self.rows[y] = [
                mix(c, warm if v > 0 else dark, min(abs(v), 0.8)) for c, v in zip(self.rows[y], row, strict=True)
            ]

    def tint(self, cover: Rows, colour: Colour) -> None:
        """Lay a colour over the picture where `cover` (0 to 1) says."""
        for y, row in enumerate(cover):
            self.rows[y] = [
                c if v <= 0 else mix(c, colour, min(v, 1.0)) for c, v in zip(self.rows[y], row, strict=True)
            ]

    def shape(
        self,
        box: tuple[float, float, float, float],
        inside: Callable[[float, float], float],
        colour: Colour,
        strength: float = 1.0,
    ) -> None:
        """Paint what lies inside: `inside` is pixels from the outline, above 0 within it."""
        x0, y0, x1, y1 = box
        for y in range(math.floor(y0) - 1, math.ceil(y1) + 2):
            row = self.rows[y % self.height]
            for x in range(math.floor(x0) - 1, math.ceil(x1) + 2):
                cover = clamp(inside(x + 0.5, y + 0.5) + 0.5) * strength
                if cover > 0:
                    row[x % self.width] = mix(row[x % self.width], colour, cover)

    def stroke(
        self,
        a: tuple[float, float],
        b: tuple[float, float],
        thick: float,
        colour: Colour,
        strength: float = 1.0,
        thin: float | None = None,
    ) -> None:
        """A soft line that may taper from `thick` to `thin`."""
        (ax, ay), (bx, by) = a, b
        dx, dy = bx - ax, by - ay
        length = dx * dx + dy * dy or 1e-6
        end = thick if thin is None else thin

        def inside(x: float, y: float) -> float:
            t = clamp(((x - ax) * dx + (y - ay) * dy) / length)
            return (thick + (end - thick) * t) / 2 - math.hypot(ax + dx * t - x, ay + dy * t - y)

        r = max(thick, end)
        self.shape((min(ax, bx) - r, min(ay, by) - r, max(ax, bx) + r, max(ay, by) + r), inside, colour, strength)

    def oval(
        self, x: float, y: float, rx: float, ry: float, colour: Colour, strength: float = 1.0, soft: float = 1.0
    ) -> None:
        """A filled ellipse; `soft` widens its rim."""

        def inside(px: float, py: float) -> float:
            return (1 - math.hypot((px - x) / rx, (py - y) / ry)) * min(rx, ry) / soft

        self.shape((x - rx - soft, y - ry - soft, x + rx + soft, y + ry + soft), inside, colour, strength)

    def polygon(self, points: Sequence[tuple[float, float]], colour: Colour, strength: float = 1.0) -> None:
        """A filled convex polygon, corners clockwise as seen on the screen."""
        edges = []
        for (ax, ay), (bx, by) in zip(points, [*points[1:], points[0]], strict=True):
            d = math.hypot(bx - ax, by - ay)
            edges.append((ax, ay, (bx - ax) / d, (by - ay) / d))
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        self.shape(
            (min(xs), min(ys), max(xs), max(ys)),
            lambda x, y: min(ux * (y - ay) - uy * (x - ax) for ax, ay, ux, uy in edges),
            colour,
            strength,
        )

    def halved(self) -> Canvas:
        """The same picture at half the size."""
        small = Canvas(self.width // 2, self.height // 2)
        for y in range(small.height):
            top, low = self.rows[2 * y], self.rows[2 * y + 1]
            small.rows[y] = [_mean(top[x], top[x + 1], low[x], low[x + 1]) for x in range(0, self.width, 2)]
        return small

    def pixel(self, x: int, y: int) -> tuple[int, int, int]:
        r, g, b = self.rows[y % self.height][x % self.width]
        return round(clamp(r, 0, 255)), round(clamp(g, 0, 255)), round(clamp(b, 0, 255))


def _mean(*colours: Colour) -> Colour:
    n = len(colours)
    return sum(c[0] for c in colours) / n, sum(c[1] for c in colours) / n, sum(c[2] for c in colours) / n
