"""The symbols inside a counter's box, drawn at any size: one small function each, after the military map signs."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

import pygame

from khalkhin.core.model.rules import StackClass
from khalkhin.core.model.units import UnitSpec
from khalkhin.ui.map.palette import Colour

Box = pygame.Rect


def draw_symbol(target: pygame.Surface, symbol: str, box: Box, ink: Colour, line: int) -> None:
    """Draw a unit symbol into a box; that of an unknown unit is drawn as words."""
    for part in PARTS.get(symbol, ()):
        part(target, box, ink, line)


def _stroke(target: pygame.Surface, ink: Colour, points: list[tuple[float, float]], line: int) -> None:
    """A line of even thickness with round joins (pygame's own wide lines are thinner on the slant)."""
    for (ax, ay), (bx, by) in zip(points, points[1:], strict=False):
        dx, dy = bx - ax, by - ay
        d = math.hypot(dx, dy) or 1.0
        nx, ny = -dy / d * line / 2, dx / d * line / 2
        pygame.draw.polygon(
            target, ink, [(ax + nx, ay + ny), (bx + nx, by + ny), (bx - nx, by - ny), (ax - nx, ay - ny)]
        )
    for x, y in points[1:-1]:
        pygame.draw.circle(target, ink, (x, y), line / 2)


def _rising(t: pygame.Surface, b: Box, ink: Colour, line: int) -> None:
    _stroke(t, ink, [b.bottomleft, b.topright], line)


def _falling(t: pygame.Surface, b: Box, ink: Colour, line: int) -> None:
    _stroke(t, ink, [b.topleft, b.bottomright], line)


def _upright(t: pygame.Surface, b: Box, ink: Colour, line: int) -> None:
    _stroke(t, ink, [b.midtop, b.midbottom], line)


def _half(t: pygame.Surface, b: Box, ink: Colour, line: int) -> None:
    pygame.draw.polygon(t, ink, [b.bottomleft, b.topright, b.topleft])


def _track(t: pygame.Surface, b: Box, ink: Colour, line: int) -> None:
    oval = b.inflate(-b.w * 0.3, -b.h * 0.42)
    pygame.draw.rect(t, ink, oval, line, border_radius=oval.h // 2)


def _ball(t: pygame.Surface, b: Box, ink: Colour, line: int) -> None:
    pygame.draw.circle(t, ink, b.center, b.h * 0.23)


def _ring(t: pygame.Surface, b: Box, ink: Colour, line: int) -> None:
    pygame.draw.circle(t, ink, b.center, b.h * 0.4, max(1, round(line * 0.8)))


def _gun(t: pygame.Surface, b: Box, ink: Colour, line: int) -> None:
    """An upright arrow on a base: machine-guns."""
    x, top, low = b.centerx, b.top + b.h * 0.14, b.bottom - b.h * 0.16
    _stroke(t, ink, [(x, low), (x, top)], line)
    _stroke(t, ink, [(x - b.w * 0.13, top + b.h * 0.26), (x, top), (x + b.w * 0.13, top + b.h * 0.26)], line)
    _stroke(t, ink, [(x - b.w * 0.2, low), (x + b.w * 0.2, low)], line)


def _comb(t: pygame.Surface, b: Box, ink: Colour, line: int) -> None:
    """A bridge on three legs: engineers."""
    top, low = b.top + b.h * 0.3, b.bottom - b.h * 0.24
    left, right = b.left + b.w * 0.2, b.right - b.w * 0.2
    _stroke(t, ink, [(left - line / 2, top), (right + line / 2, top)], line)
    for x in (left, b.centerx, right):
        _stroke(t, ink, [(x, top), (x, low)], line)


def _tent(t: pygame.Surface, b: Box, ink: Colour, line: int) -> None:
    _stroke(t, ink, [b.bottomleft, b.midtop, b.bottomright], line)


def _wings(t: pygame.Surface, b: Box, ink: Colour, line: int) -> None:
    """Two arcs at the bottom: airborne."""
    r = b.w * 0.15
    for x in (b.centerx - r, b.centerx + r):
        points = [
            (x - r * math.cos(a * math.pi / 8), b.bottom - line * 0.6 - r * 1.1 * math.sin(a * math.pi / 8))
            for a in range(9)
        ]
        _stroke(t, ink, points, max(1, round(line * 0.8)))


def _fire(t: pygame.Surface, b: Box, ink: Colour, line: int) -> None:
    x, y, s = b.centerx, b.centery, b.h * 0.17
    flame = ((-0.8, 0.4), (-0.3, -0.4), (0.1, -1.5), (0.4, -0.3), (0.9, 0.3), (0.3, 1), (-0.4, 1))
    pygame.draw.polygon(t, (206, 74, 24), [(x + s * dx, y + s * dy) for dx, dy in flame])


def _wheels(t: pygame.Surface, b: Box, ink: Colour, line: int) -> None:
    _stroke(t, ink, [(b.left, b.centery + b.h * 0.1), (b.right, b.centery + b.h * 0.1)], line)
    for x in (b.left + b.w * 0.3, b.right - b.w * 0.3):
        pygame.draw.circle(t, ink, (x, b.bottom - b.h * 0.22), b.h * 0.15)


def _staff(t: pygame.Surface, b: Box, ink: Colour, line: int) -> None:
    """A flag: headquarters."""
    x = b.left + b.w * 0.3
    _stroke(t, ink, [(x, b.top + b.h * 0.12), (x, b.bottom - b.h * 0.1)], line)
    pygame.draw.polygon(
        t, ink, [(x, b.top + b.h * 0.12), (b.right - b.w * 0.22, b.top + b.h * 0.33), (x, b.top + b.h * 0.56)]
    )


_Part = Callable[[pygame.Surface, Box, Colour, int], None]
PARTS: Mapping[str, tuple[_Part, ...]] = MappingProxyType(
    {
        "infantry": (_rising, _falling),
        "motor-infantry": (_rising, _falling, _upright),
        "cavalry": (_half, _rising),
        "armour": (_track,),
        "armoured-car": (_track, _rising),
        "artillery": (_ball,),
        "heavy-artillery": (_ball, _ring),
        "machine-gun": (_gun,),
        "engineer": (_comb,),
        "hq": (_staff,),
        "recon": (_rising,),
        "airborne": (_rising, _falling, _wings),
        "anti-tank": (_tent,),
        "flame": (_track, _fire),
        "trucks": (_wheels,),
    }
)

_SIZES: tuple[tuple[str, str], ...] = (
    ("army", "XXXX"),
    ("corps", "XXX"),
    ("division", "XX"),
    ("brigade", "X"),
    ("regiment", "III"),
    ("battalion", "II"),
    ("company", "I"),
    ("battery", "I"),
    ("squadron", "I"),
)
_ROMAN = re.compile(r"^[IVX]+/")
_NUMBER = re.compile(r"[IVX]+/\d+|\d+")


def size_mark(spec: UnitSpec) -> str:
    """The size sign of a unit: bars or crosses, "" where nothing tells it."""
    if spec.type.symbol == "hq":
        return ""
    if _ROMAN.match(spec.name):
        return "II"
    supporting = spec.type.stack is StackClass.SUPPORT
    for text in (spec.name.lower(), spec.type.name.lower(), spec.type.id.lower()):
        found = [(m.start(), mark) for word, mark in _SIZES if (m := re.search(rf"\b{word}", text))]
        # The guns and engineers of a division or an army are no such thing themselves.
        found = [f for f in found if not (supporting and f[1].startswith("XX"))]
        if found:
            return max(found)[1]
    return ""


def short_name(spec: UnitSpec) -> str:
    """What a counter calls a unit: its number, or the start of its name."""
    found = _NUMBER.search(spec.name)
    if found:
        return found[0]
    word = spec.name.split()[0] if spec.name.split() else spec.id
    return word if len(word) <= 6 else word[:5].rstrip() + "."
