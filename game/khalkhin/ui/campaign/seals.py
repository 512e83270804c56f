"""The battles of a campaign on its map: seals with their numbers, and the road of history from one to the next."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pygame

from khalkhin.ui.campaign.theatre import INK, PAPER
from khalkhin.ui.map.palette import Colour
from khalkhin.ui.widgets.strokes import dashes
from khalkhin.ui.widgets.theme import Metrics

#: Seals by the side that won; where neither did, the last.
SEALS: dict[str, tuple[Colour, Colour]] = {
    "soviet": ((166, 44, 34), (250, 236, 210)),
    "japanese": ((214, 170, 62), (52, 38, 14)),
    "": ((120, 112, 98), (250, 240, 220)),
}
ROAD: Colour = (138, 40, 30)
GOLD: Colour = (236, 186, 66)


@dataclass(frozen=True, slots=True)
class BattleSeal:
    """A battle: its number, its place in pixels; `state` is fought, next or open; the side that won; a name to write
    beside it, if any; whether its page is open."""

    number: str
    at: tuple[int, int]
    state: str
    winner: str = ""
    title: str = ""
    chosen: bool = False


def radius(m: Metrics) -> int:
    return m.px(13)


def draw(surface: pygame.Surface, marks: Sequence[BattleSeal], m: Metrics) -> None:
    """The road first, then the seals, then the names."""
    way = [mark for mark in marks if mark.state != "open"]
    for a, b in zip(way, way[1:], strict=False):
        _road(surface, a.at, b.at, m, dotted=b.state == "next")
    for mark in marks:
        _seal(surface, mark, m)
    for mark in marks:
        if mark.title:
            _title(surface, mark, [other.at for other in marks if other is not mark], m)


def _road(surface: pygame.Surface, a: tuple[int, int], b: tuple[int, int], m: Metrics, *, dotted: bool) -> None:
    """A bow from one battle to the next, dashed where it has not been gone yet."""
    far = math.hypot(b[0] - a[0], b[1] - a[1]) or 1.0
    bend = min(m.px(150), far * 0.22)
    middle = (a[0] + b[0]) / 2 + (b[1] - a[1]) / far * bend, (a[1] + b[1]) / 2 - (b[0] - a[0]) / far * bend
    line = []
    for i in range(41):
        t = i / 40
        line.append(
            tuple((1 - t) ** 2 * p + 2 * t * (1 - t) * q + t * t * r for p, q, r in zip(a, middle, b, strict=True))
        )
    pieces = dashes([(p[0], p[1]) for p in line], (m.px(7), m.px(6)) if dotted else (far * 4, 1.0))
    for piece in pieces:
        if len(piece) > 1:
            pygame.draw.lines(surface, PAPER, False, piece, m.px(5))
            pygame.draw.lines(surface, ROAD, False, piece, m.px(3))


def _seal(surface: pygame.Surface, mark: BattleSeal, m: Metrics) -> None:
    """A disc painted large and drawn down, so that its edge is smooth."""
    r, fine = radius(m), 3
    side = 2 * r + m.px(14)
    big = pygame.Surface((side * fine, side * fine), pygame.SRCALPHA)
    centre = side * fine // 2, side * fine // 2
    face, ink = SEALS.get(mark.winner, SEALS[""]) if mark.state == "fought" else (PAPER, INK)
    if mark.chosen or mark.state == "next":
        pygame.draw.circle(big, (*(GOLD if mark.state == "next" else PAPER), 255), centre, (r + m.px(4)) * fine)
        pygame.draw.circle(big, (*INK, 255), centre, (r + m.px(4)) * fine, m.px(1) * fine)
    if mark.chosen:
        pygame.draw.circle(big, (*INK, 255), centre, (r + m.px(6)) * fine, m.px(1.5) * fine)
    pygame.draw.circle(big, (*face, 255), centre, r * fine)
    pygame.draw.circle(big, (*INK, 255), centre, r * fine, m.px(1.5) * fine)
    small = pygame.transform.smoothscale(big, (side, side))
    surface.blit(small, small.get_rect(center=mark.at))
    number = m.font("bold").render(mark.number, True, ink)
    surface.blit(number, number.get_rect(center=mark.at))


def _title(surface: pygame.Surface, mark: BattleSeal, others: Sequence[tuple[int, int]], m: Metrics) -> None:
    """The battle's name on a slip of paper, kept within the map and, if it can be, off the other seals."""
    text = m.font("bold").render(mark.title, True, INK)
    box = text.get_rect().inflate(m.px(12), m.px(4))
    (x, y), r, away = mark.at, radius(m), radius(m) + m.px(7)
    seals = [pygame.Rect(a - r, b - r, 2 * r, 2 * r) for a, b in others]
    room = surface.get_clip().inflate(-m.px(36), -m.px(36))
    anchors = {"midbottom": (x, y - away), "midtop": (x, y + away), "midleft": (x + away, y), "midright": (x - away, y)}
    for anchor, place in anchors.items():
        setattr(box, anchor, place)
        box.clamp_ip(room)
        if box.collidelist(seals) < 0:
            break
    pygame.draw.rect(surface, PAPER, box)
    pygame.draw.rect(surface, INK, box, 1)
    surface.blit(text, text.get_rect(center=box.center))
