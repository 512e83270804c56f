"""What is seen for a moment over the map: guns that flash, shells that burst, aircraft, bridges that burst."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator
from typing import assert_never

import pygame

from khalkhin.ui.map.camera import ZOOMS
from khalkhin.ui.map.curves import disc
from khalkhin.ui.map.map_contents import Effect, Play
from khalkhin.ui.map.palette import Colour, premultiplied
from khalkhin.ui.map.service_sprites import PLANE
from khalkhin.ui.map.sprites import Point, Rgba, Stamps

Placed = tuple[pygame.Surface, int, int]
Middle = Callable[[int], tuple[int, int]]

#: Pictures of which an effect is made.
STAGES = 6
#: When shells arrive and rifles are answered, as parts of the time that an effect is seen.
ARRIVAL = 0.35
FLAME: Colour = (255, 226, 130)
FIRE: Colour = (240, 120, 40)
SMOKE: Colour = (70, 62, 54)
#: Volleys of a line of rifles, and bursts of shells.
VOLLEYS, SHELLS = 5, 4


class Effects:
    """The effects of one map, made of its stamps."""

    def __init__(self, stamps: Stamps) -> None:
        self.stamps = stamps

    def placed(self, step: int, effect: Effect, centre: Middle, middle: Middle) -> Iterator[Placed]:
        """The stamps of an effect now. `centre` is the map pixel of a hex, `middle` that of a hexside."""
        start, end = centre(effect.start), centre(effect.end)
        match effect.what:
            case Play.GUNS:
                yield from self._guns(step, start, end, effect.part)
            case Play.RIFLES:
                yield from self._rifles(step, start, end, effect)
            case Play.FLIGHT:
                yield self._flight(step, end, effect.part)
            case Play.BLAST:
                at = end if effect.side < 0 else middle(effect.side)
                yield (self._burst(step, _stage(effect.part), 26.0), *at)
            case _:
                assert_never(effect.what)

    def _guns(self, step: int, start: tuple[int, int], end: tuple[int, int], part: float) -> Iterator[Placed]:
        """A flash at the guns, then bursts where the shells fall."""
        if part < ARRIVAL:
            yield (self._flash(step, 11.0), *_between(start, end, 0.12))
        zoom = ZOOMS[step]
        for i in range(SHELLS):
            begun = ARRIVAL + i * 0.12
            if begun <= part < begun + 0.4:
                dx, dy = _scatter(i)
                at = end[0] + round(dx * 17 * zoom), end[1] + round(dy * 15 * zoom)
                yield (self._burst(step, _stage((part - begun) / 0.4), 11.0), *at)

    def _rifles(self, step: int, start: tuple[int, int], end: tuple[int, int], effect: Effect) -> Iterator[Placed]:
        """Small flashes along the line between the two, to and fro."""
        far = math.dist(start, end) or 1.0
        across = (start[1] - end[1]) / far, (end[0] - start[0]) / far
        for i in range(VOLLEYS):
            if (effect.part * 3 + i * 0.37) % 1 < 0.3:
                x, y = _between(start, end, 0.40 if i % 2 else 0.60)
                off = (i - (VOLLEYS - 1) / 2) * 7 * ZOOMS[step]
                yield self._flash(step, 4.5), x + round(across[0] * off), y + round(across[1] * off)

    def _flight(self, step: int, end: tuple[int, int], part: float) -> Placed:
        """An aircraft that passes over a hex from the south-west."""
        zoom = ZOOMS[step]
        way = (part - 0.5) * 300 * zoom
        return self._plane(step), round(end[0] + way * 0.8), round(end[1] - way * 0.6)

    def _flash(self, step: int, radius: float) -> pygame.Surface:
        return self.stamps.keep(
            ("flash", step, radius),
            lambda: self.stamps.shapes(
                step, (radius * 2 + 4,) * 2, [(FIRE, _star(radius, 8)), (FLAME, _star(radius * 0.66, 8))]
            ),
        )

    def _burst(self, step: int, stage: int, radius: float) -> pygame.Surface:
        """A burst at a stage: fire that grows, then smoke that thins."""

        def make() -> pygame.Surface:
            part = stage / (STAGES - 1)
            reach = radius * (0.45 + 0.55 * part)
            fade = round(235 * (1 - part) ** 0.6)
            shapes: list[tuple[Colour | Rgba, list[Point]]] = [
                (premultiplied(SMOKE, fade * 3 // 4), list(_star(reach * 1.15, 9, 0.78)))
            ]
            if part < 0.8:
                shapes += [
                    (premultiplied(FIRE, fade), list(_star(reach, 9))),
                    (premultiplied(FLAME, fade), list(disc((0, 0), reach * 0.42 * (1 - part * 0.6), 16))),
                ]
            for dx, dy in map(_scatter, range(6)):
                far = reach * (0.7 + part * 0.6)
                shapes.append((premultiplied(SMOKE, fade), list(disc((dx * far, dy * far), radius * 0.09, 8))))
            return self.stamps.shapes(step, (radius * 3.2,) * 2, shapes)

        return self.stamps.keep(("blast", step, stage, radius), make)

    def _plane(self, step: int) -> pygame.Surface:
        """An aircraft with its shadow, flying to the north-east."""

        def make() -> pygame.Surface:
            turn, size = math.atan2(0.8, 0.6), 1.9
            cos, sin = math.cos(turn) * size, math.sin(turn) * size
            parts = [[(x * cos - y * sin, x * sin + y * cos) for x, y in part] for part in PLANE]
            shapes: list[tuple[Colour | Rgba, list[Point]]] = [
                (premultiplied((0, 0, 0), 90), [(x + 9, y + 12) for x, y in part]) for part in parts
            ]
            shapes += [((22, 18, 14), [(x * 1.18, y * 1.18) for x, y in part]) for part in parts]
            shapes += [((236, 236, 226), part) for part in parts]
            return self.stamps.shapes(step, (64, 64), shapes)

        return self.stamps.keep(("plane", step), make)


def _stage(part: float) -> int:
    return min(STAGES - 1, int(part * STAGES))


def _between(start: tuple[int, int], end: tuple[int, int], part: float) -> tuple[int, int]:
    return round(start[0] + (end[0] - start[0]) * part), round(start[1] + (end[1] - start[1]) * part)


def _scatter(nth: int) -> Point:
    """A place within a circle of radius 1, always the same."""
    rng = random.Random(nth * 131 + 7)
    angle, reach = rng.random() * math.tau, 0.45 + 0.55 * rng.random()
    return math.cos(angle) * reach, math.sin(angle) * reach


def _star(radius: float, points: int, inner: float = 0.5) -> list[Point]:
    return [
        (
            math.sin(i * math.pi / points) * radius * (1 if i % 2 == 0 else inner),
            -math.cos(i * math.pi / points) * radius * (1 if i % 2 == 0 else inner),
        )
        for i in range(2 * points)
    ]
