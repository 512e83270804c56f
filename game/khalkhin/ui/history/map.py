"""The small map of the history pages: the river, the claimed frontier and the places, at one of two scales."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pygame

from khalkhin.scenario.tables.history import Country, Spot
from khalkhin.translation import _
from khalkhin.ui.widgets import theme
from khalkhin.ui.widgets.strokes import dashes
from khalkhin.ui.widgets.theme import Metrics

#: What the two maps show, in kilometres: left, bottom, right, top. Places outside the first are on the second.
FIELD, THEATRE = (-17.0, -15.0, 28.0, 33.0), (-180.0, -85.0, 130.0, 320.0)
#: The place of the battlefield that is on both maps.
LANDMARK = "Nomonhan Burd Obo"
WATER, RAIL, GROUND, CLAIM = (92, 124, 138), (60, 54, 42), (220, 207, 172), (143, 45, 30)
#: Where a name may stand beside its dot, the best place first: horizontally and vertically, in its own sizes.
BESIDE = ((0.0, -0.5), (-1.0, -0.5), (-0.5, -1.0), (-0.5, 0.0), (0.0, -1.0), (0.0, 0.0), (-1.0, -1.0), (-1.0, 0.0))


def on_field(spot: Spot) -> bool:
    """Whether a place is on the map of the battlefield."""
    left, bottom, right, top = FIELD
    return left < spot.at[0] < right and bottom < spot.at[1] < top


class HistoryMap:
    """Draws the map with a place marked in it; the map is that of the battlefield unless the place is far away."""

    def __init__(self, country: Country) -> None:
        self.country = country
        self._spots: list[tuple[Spot, tuple[int, int]]] = []

    def draw(self, surface: pygame.Surface, area: pygame.Rect, marked: str, m: Metrics) -> None:
        """Draw within an area of the window."""
        chosen = next((s for s in self.country.places if s.name == marked), None)
        near = chosen is None or on_field(chosen)
        bounds = FIELD if near else THEATRE
        left, bottom, right, top = bounds
        scale = min(area.width / (right - left), area.height / (top - bottom))
        dx = area.x + (area.width - (right - left) * scale) / 2
        dy = area.y + (area.height - (top - bottom) * scale) / 2

        def at(point: tuple[float, float]) -> tuple[int, int]:
            return round(dx + (point[0] - left) * scale), round(dy + (top - point[1]) * scale)

        surface.fill(GROUND, area)
        clip = surface.get_clip()
        surface.set_clip(area)
        for course in self.country.courses:
            _course(surface, course.kind, [at(p) for p in course.points], m)
        shown = (s for s in self.country.places if on_field(s) == near or s.name == LANDMARK)
        self._spots = [(s, at(s.at)) for s in shown]
        told = _scale_bar(surface, area, 10 if near else 100, scale, m)
        self._names(surface, area, marked, m, told)
        surface.set_clip(clip)
        pygame.draw.rect(surface, theme.PAPER_EDGE, area, 1)

    def _names(self, surface: pygame.Surface, area: pygame.Rect, marked: str, m: Metrics, told: pygame.Rect) -> None:
        """Names beside their dots, where there is room; `told` is taken by the scale."""
        dot = m.px(3)
        taken = [told, *(pygame.Rect(x - dot, y - dot, 2 * dot, 2 * dot) for _, (x, y) in self._spots)]
        for spot, (x, y) in sorted(self._spots, key=lambda s: s[0].name != marked):
            chosen = spot.name == marked
            colour = CLAIM if chosen else theme.INK
            pygame.draw.circle(surface, colour, (x, y), dot + (m.px(2) if chosen else 0))
            if chosen:
                pygame.draw.circle(surface, colour, (x, y), m.px(9), m.px(1))
            font = m.font("bold" if chosen else "small")
            away = m.px(12 if chosen else 7)
            box = _free(pygame.Rect((0, 0), font.size(spot.name)), (x, y), area, taken, away)
            if box is not None:
                taken.append(box)
                _lettered(surface, spot.name, font, colour, box.topleft)

    def spot_at(self, pos: tuple[int, int], m: Metrics) -> str | None:
        """The place that a pixel of the window is upon or near, by name."""
        found = min(self._spots, key=lambda s: _apart(s[1], pos), default=None)
        return found[0].name if found is not None and _apart(found[1], pos) <= m.px(14) else None


def _apart(a: tuple[int, int], b: tuple[int, int]) -> float:
    return math.dist(a, b)


def _free(
    box: pygame.Rect, dot: tuple[int, int], area: pygame.Rect, taken: list[pygame.Rect], away: int
) -> pygame.Rect | None:
    """Where a name may stand so many pixels from its dot without covering another, or None."""
    for across, down in BESIDE:
        side = 0 if across == -0.5 else away if across == 0.0 else -away
        lift = 0 if down == -0.5 else away if down == 0.0 else -away
        if across != -0.5:
            lift //= 2
        box.topleft = round(dot[0] + box.width * across + side), round(dot[1] + box.height * down + lift)
        if area.contains(box) and box.collidelist(taken) < 0:
            return box
    return None


def _lettered(
    surface: pygame.Surface, text: str, font: pygame.font.Font, colour: tuple[int, int, int], at: tuple[int, int]
) -> None:
    """A name on the map, with the ground's colour round its letters where it lies over lines."""
    ground = font.render(text, True, GROUND)
    for dx, dy in ((-1, -1), (1, -1), (-1, 1), (1, 1), (-2, 0), (2, 0), (0, -2), (0, 2)):
        surface.blit(ground, (at[0] + dx, at[1] + dy))
    surface.blit(font.render(text, True, colour), at)


def _course(surface: pygame.Surface, kind: str, points: Sequence[tuple[int, int]], m: Metrics) -> None:
    match kind:
        case "river" | "stream":
            pygame.draw.lines(surface, WATER, False, points, m.px(4 if kind == "river" else 2))
        case "lake":
            pygame.draw.polygon(surface, WATER, points)
        case "railway":
            pygame.draw.lines(surface, RAIL, False, points, m.px(2))
        case "frontier":
            for piece in dashes(points, (m.px(7), m.px(7))):
                pygame.draw.lines(surface, CLAIM, False, piece, m.px(2))


def _scale_bar(surface: pygame.Surface, area: pygame.Rect, km: int, scale: float, m: Metrics) -> pygame.Rect:
    """The scale, and what the dashes mean where there is room for it; what it takes of the map."""
    x, y = area.x + m.px(10), area.bottom - m.px(12)
    line = pygame.draw.line(surface, theme.INK, (x, y), (x + round(km * scale), y), m.px(2))
    text = m.font("small").render(
        _("{km} km; dashed: the frontier that Mongolia claimed").format(km=km), True, theme.INK
    )
    if text.get_width() > area.width - m.px(20):
        text = m.font("small").render(_("{km} km").format(km=km), True, theme.INK)
    return line.union(surface.blit(text, (x, y - text.get_height() - m.px(2))))
