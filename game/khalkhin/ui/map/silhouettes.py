"""Silhouettes for the box of a counter, in place of the military signs: what a unit looks like, in one ink.

Each is made of a few shapes, about 1.7 wide and 1 high with (0, 0) in the middle, coarse enough to be told apart on the
smallest counters: polygons and discs of ink, and holes through which the paper is seen.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import pygame

from khalkhin.ui.map.palette import Colour

Point = tuple[float, float]
#: How broad and how high the place is that silhouettes are drawn for.
BROAD, HIGH = 1.82, 1.24


@dataclass(frozen=True, slots=True)
class Polygon:
    """A filled polygon; of paper if it is a hole."""

    points: tuple[Point, ...]
    hole: bool = False


@dataclass(frozen=True, slots=True)
class Disc:
    """A filled disc about a point; of paper if it is a hole."""

    middle: Point
    radius: float
    hole: bool = False


Shape = Polygon | Disc


def draw_silhouette(target: pygame.Surface, symbol: str, box: pygame.Rect, ink: Colour, paper: Colour) -> None:
    """Draw the silhouette of a kind of unit into a box; nothing for an unknown kind."""
    size = min(box.w / BROAD, box.h / HIGH)
    x0, y0 = box.centerx, box.centery
    for shape in SILHOUETTES.get(symbol, ()):
        colour = paper if shape.hole else ink
        match shape:
            case Polygon(points):
                pygame.draw.polygon(target, colour, [(x0 + x * size, y0 + y * size) for x, y in points])
            case Disc((x, y), radius):
                pygame.draw.circle(target, colour, (x0 + x * size, y0 + y * size), max(1.0, radius * size))


def _poly(*points: float, hole: bool = False) -> Polygon:
    """A polygon from x, y, x, y …"""
    return Polygon(tuple(zip(points[::2], points[1::2], strict=True)), hole)


def _bar(x0: float, y0: float, x1: float, y1: float, wide: float) -> Polygon:
    """A straight bar from a point to another."""
    far = math.hypot(x1 - x0, y1 - y0)
    nx, ny = (y0 - y1) / far * wide / 2, (x1 - x0) / far * wide / 2
    return Polygon(((x0 + nx, y0 + ny), (x1 + nx, y1 + ny), (x1 - nx, y1 - ny), (x0 - nx, y0 - ny)))


def _moved(shapes: Sequence[Shape], dx: float, dy: float = 0.0, size: float = 1.0) -> tuple[Shape, ...]:
    """The same shapes at another place and size."""
    out: list[Shape] = []
    for shape in shapes:
        if isinstance(shape, Disc):
            x, y = shape.middle
            out.append(Disc((x * size + dx, y * size + dy), shape.radius * size, shape.hole))
        else:
            out.append(Polygon(tuple((x * size + dx, y * size + dy) for x, y in shape.points), shape.hole))
    return tuple(out)


def _wheel(x: float, y: float, radius: float) -> tuple[Shape, ...]:
    return Disc((x, y), radius), Disc((x, y), radius * 0.36, hole=True)


#: A man who walks to the left with his rifle on the shoulder.
_MAN: tuple[Shape, ...] = (
    Disc((0.0, -0.36), 0.13),
    _poly(-0.19, -0.36, 0.19, -0.36, 0.13, -0.44, 0.0, -0.50, -0.13, -0.44),
    _poly(-0.15, -0.24, 0.15, -0.24, 0.13, 0.10, -0.13, 0.10),
    _poly(-0.13, 0.06, 0.03, 0.06, -0.17, 0.50, -0.33, 0.50),
    _poly(-0.03, 0.06, 0.13, 0.06, 0.31, 0.46, 0.17, 0.50),
    _bar(-0.30, -0.02, 0.36, -0.52, 0.085),
)
_TANK: tuple[Shape, ...] = (
    _poly(-0.80, 0.16, -0.66, -0.04, 0.62, -0.04, 0.80, 0.16, 0.62, 0.46, -0.62, 0.46),
    _poly(-0.28, -0.04, -0.22, -0.34, 0.26, -0.34, 0.36, -0.04),
    _bar(-0.24, -0.20, -0.84, -0.26, 0.10),
    *(Disc((x, 0.24), 0.095, hole=True) for x in (-0.45, -0.15, 0.15, 0.45)),
)
_LORRY: tuple[Shape, ...] = (
    _poly(-0.80, 0.28, -0.80, 0.02, -0.52, -0.04, -0.44, -0.28, -0.20, -0.28, -0.20, 0.28),
    _poly(-0.06, 0.28, -0.06, -0.30, 0.04, -0.40, 0.68, -0.40, 0.78, -0.30, 0.78, 0.28),
    _poly(-0.46, -0.02, -0.39, -0.20, -0.26, -0.20, -0.26, -0.02, hole=True),
    *_wheel(-0.50, 0.30, 0.20),
    *_wheel(0.42, 0.30, 0.20),
)
_HORSE: tuple[Shape, ...] = (
    _poly(-0.36, -0.02, 0.44, -0.02, 0.52, 0.10, 0.46, 0.24, -0.34, 0.24),
    _poly(-0.30, 0.20, -0.40, -0.06, -0.66, -0.30, -0.84, -0.16, -0.80, -0.04, -0.64, -0.08, -0.50, 0.16),
    _poly(-0.66, -0.28, -0.62, -0.42, -0.54, -0.26),
    _bar(-0.28, 0.20, -0.52, 0.50, 0.09),
    _bar(-0.16, 0.20, -0.16, 0.52, 0.09),
    _bar(0.34, 0.20, 0.26, 0.52, 0.09),
    _bar(0.42, 0.18, 0.62, 0.48, 0.09),
    _bar(0.48, 0.04, 0.76, 0.30, 0.08),
)
_RIDER: tuple[Shape, ...] = (
    *_HORSE,
    _poly(-0.10, -0.30, 0.14, -0.30, 0.18, 0.08, -0.06, 0.12),
    Disc((0.02, -0.40), 0.115),
)
_GUN: tuple[Shape, ...] = (
    _bar(-0.82, -0.36, 0.20, 0.14, 0.13),
    _bar(0.00, 0.10, 0.82, 0.46, 0.12),
    *_wheel(0.06, 0.20, 0.31),
)

SILHOUETTES: Mapping[str, tuple[Shape, ...]] = MappingProxyType(
    {
        "infantry": (*_moved(_MAN, -0.34), *_moved(_MAN, 0.36)),
        "motor-infantry": (*_moved(_MAN, -0.56), *_moved(_LORRY, 0.30, 0.06, 0.68)),
        "cavalry": (*_RIDER, _bar(0.06, -0.08, -0.48, -0.50, 0.07)),
        "armour": _TANK,
        "armoured-car": (
            _poly(-0.80, 0.26, -0.74, 0.04, -0.46, -0.04, -0.36, -0.24, 0.66, -0.24, 0.80, 0.26),
            _poly(0.02, -0.22, 0.06, -0.48, 0.42, -0.48, 0.50, -0.22),
            _bar(0.08, -0.38, -0.44, -0.42, 0.09),
            *_wheel(-0.50, 0.28, 0.22),
            *_wheel(0.22, 0.28, 0.22),
            *_wheel(0.62, 0.28, 0.22),
        ),
        "artillery": _GUN,
        "heavy-artillery": (
            _bar(-0.62, -0.52, 0.22, 0.20, 0.22),
            _bar(0.06, 0.16, 0.84, 0.46, 0.14),
            _poly(-0.28, -0.28, -0.14, -0.38, 0.06, 0.24, -0.10, 0.28),
            *_wheel(0.02, 0.14, 0.38),
            _poly(-0.62, 0.52, 0.66, 0.52, 0.66, 0.46, -0.62, 0.46),
        ),
        "machine-gun": (
            _bar(-0.82, -0.16, 0.02, -0.16, 0.20),
            _poly(-0.10, -0.46, 0.06, -0.46, 0.06, 0.22, -0.10, 0.22),
            _poly(0.06, -0.28, 0.46, -0.28, 0.46, -0.02, 0.06, -0.02),
            _bar(0.44, -0.15, 0.66, -0.30, 0.09),
            _bar(0.10, 0.00, 0.80, 0.46, 0.10),
            *_wheel(-0.02, 0.28, 0.23),
        ),
        "engineer": (
            _bar(-0.60, 0.46, 0.42, -0.34, 0.11),
            _poly(0.16, -0.50, 0.64, -0.44, 0.76, -0.02, 0.62, -0.18, 0.40, -0.36),
            _bar(0.60, 0.46, -0.36, -0.26, 0.11),
            _poly(-0.26, -0.40, -0.44, -0.14, -0.66, -0.22, -0.74, -0.50, -0.44, -0.52),
        ),
        "hq": (
            _poly(-0.80, 0.48, -0.28, -0.28, 0.24, 0.48),
            _poly(-0.28, 0.00, -0.10, 0.48, -0.46, 0.48, hole=True),
            _bar(0.38, 0.50, 0.38, -0.52, 0.08),
            _poly(0.42, -0.52, 0.84, -0.38, 0.42, -0.14),
        ),
        "recon": (
            *_wheel(-0.54, 0.24, 0.26),
            *_wheel(0.54, 0.24, 0.26),
            _bar(-0.54, 0.24, -0.34, -0.18, 0.09),
            _bar(-0.44, -0.10, -0.24, -0.16, 0.08),
            _poly(-0.30, 0.02, 0.40, -0.02, 0.56, 0.20, 0.16, 0.30, -0.20, 0.26),
            _poly(-0.02, -0.26, 0.18, -0.28, 0.30, 0.04, 0.06, 0.06),
            _bar(0.06, -0.20, -0.30, -0.10, 0.09),
            Disc((0.02, -0.38), 0.125),
        ),
        "airborne": (
            _poly(
                *(
                    part
                    for i in range(13)
                    for part in (0.70 * math.cos(math.pi * i / 12), -0.04 - 0.48 * math.sin(math.pi * i / 12))
                )
            ),
            *(Disc((x, -0.02), 0.14, hole=True) for x in (-0.47, 0.0, 0.47)),
            _bar(-0.66, -0.04, -0.04, 0.24, 0.05),
            _bar(0.66, -0.04, 0.04, 0.24, 0.05),
            Disc((0.0, 0.18), 0.10),
            _poly(-0.11, 0.26, 0.11, 0.26, 0.08, 0.52, -0.08, 0.52),
        ),
        "anti-tank": (
            _bar(-0.86, 0.04, 0.06, 0.04, 0.09),
            _poly(-0.16, -0.30, 0.00, -0.34, 0.10, 0.30, -0.08, 0.30),
            _bar(0.02, 0.12, 0.84, 0.42, 0.10),
            *_wheel(0.12, 0.24, 0.22),
        ),
        "flame": (
            *_moved(_TANK, 0.22, 0.08, 0.78),
            _poly(-0.40, -0.10, -0.62, -0.34, -0.60, -0.20, -0.86, -0.30, -0.74, -0.10, -0.86, 0.08, -0.62, 0.00),
        ),
        "trucks": _LORRY,
    }
)
