"""The map of a briefing: what a side knows, drawn small, with the arrows of its plan and the objectives by name."""

from __future__ import annotations

import math
from itertools import product

import pygame

from khalkhin.core.fog.view import View
from khalkhin.core.model.scenario import Scenario
from khalkhin.ui.map import palette
from khalkhin.ui.map.camera import drawing_layout
from khalkhin.ui.panels.aims import letter
from khalkhin.ui.pictures.cardmap import factor_in, small_map
from khalkhin.ui.widgets.strokes import Point, brush, smooth, solid
from khalkhin.ui.widgets.theme import Metrics

EDGE, DARK = (252, 246, 226), (24, 18, 10)


def map_height(scenario: Scenario, size: tuple[int, int]) -> int:
    """How tall the map will be in a room of a size in pixels."""
    height = drawing_layout(scenario.board.layout).size(scenario.board.width, scenario.board.height)[1]
    return round(height * factor_in(scenario, size))


class PlanMap:
    """The map of a view as large as fits into `size`. `shown.side` is the side whose plan is drawn; nothing of the
    other's is."""

    def __init__(self, shown: View, size: tuple[int, int], m: Metrics) -> None:
        self.shown, self.m = shown, m
        self.scenario = shown.state.scenario
        self.picture = small_map(shown, size, full=True).convert()
        layout = drawing_layout(self.scenario.board.layout)
        board = self.scenario.board
        self._layout = layout
        self._factor = self.picture.get_width() / layout.size(board.width, board.height)[0]
        #: What names keep away from if they can: lines, counters, other objectives; and other words in any case.
        self._lines: list[pygame.Rect] = []
        self._rings: list[pygame.Rect] = []
        self._words: list[pygame.Rect] = []
        half = round(16 * self._factor)
        spots = [self.position(unit.hex) for unit in shown.state.units if unit.on_map]
        self._units = [pygame.Rect(x - half, y - half, 2 * half, 2 * half) for x, y in spots]
        side = shown.side
        for objective in self.scenario.objectives:
            self._ring(objective.hex)
        heads = [self._arrow(arrow.hexes, side) for arrow in self.scenario.side(side).plan]
        for n, start in enumerate(heads):
            self._letter(letter(n), start, side)
        for objective in self.scenario.objectives:
            self._name(self.scenario.shown(objective.name), objective.hex)

    def position(self, hex_: int) -> tuple[int, int]:
        """The pixel of a hex's centre."""
        x, y = self._layout.centre(*self.scenario.board.place(hex_))
        return round(x * self._factor), round(y * self._factor)

    def _arrow(self, hexes: tuple[int, ...], side: str) -> tuple[int, int]:
        """Draw an arrow through hexes; gives where it begins."""
        wide = max(3.0, self.m.px(7) * 0.8)
        head = wide * 2.4
        points: list[Point] = [self.position(h) for h in hexes]
        line = smooth(points)
        tip = line[-1]
        # The shaft ends where the head begins.
        while len(line) > 2 and math.dist(line[-1], tip) < head * 0.7:
            line.pop()
        angle = math.atan2(tip[1] - line[-1][1], tip[0] - line[-1][0])
        colour = palette.side_colour(self.scenario, side)
        for ink, grow in ((EDGE, 2.0), (colour, 0.0)):
            broad = [wide * (0.45 + 0.55 * i / len(line)) + 2 * grow for i in range(len(line))]
            brush(self.picture, ink, line, broad)
            reach, back = head + 1.6 * grow, head * 0.75 + 1.6 * grow
            corners = [(tip[0] + (reach - head) * math.cos(angle), tip[1] + (reach - head) * math.sin(angle))]
            for turn in (2.45, -2.45):
                corners.append(
                    (
                        tip[0] + (back + head * 0.3) * math.cos(angle + turn),
                        tip[1] + (back + head * 0.3) * math.sin(angle + turn),
                    )
                )
            solid(self.picture, ink, corners)
        self._lines += [pygame.Rect(round(x) - 3, round(y) - 3, 6, 6) for x, y in (*line, tip)]
        return self.position(hexes[0])

    def _letter(self, text: str, at: tuple[int, int], side: str) -> None:
        drawn = self.m.font("bold").render(text, True, EDGE)
        disc = pygame.Rect(0, 0, 0, 0)
        disc.size = (max(drawn.get_size()), max(drawn.get_size()))
        disc.center = at
        disc.clamp_ip(self.picture.get_rect())
        while disc.collidelist(self._words) >= 0 and disc.right + disc.width < self.picture.get_width():
            disc.x += disc.width // 2
        pygame.draw.circle(self.picture, EDGE, disc.center, disc.width // 2 + 1)
        pygame.draw.circle(self.picture, palette.side_colour(self.scenario, side), disc.center, disc.width // 2 - 1)
        self.picture.blit(drawn, drawn.get_rect(center=disc.center))
        self._words.append(disc)

    def _ring(self, hex_: int) -> None:
        """Mark an objective: a gold ring about its hex."""
        at, radius = self.position(hex_), max(5, round(27 * self._factor))
        pygame.draw.circle(self.picture, DARK, at, radius + 2, 4)
        pygame.draw.circle(self.picture, palette.OUTLINES["gold"], at, radius + 1, 2)
        self._rings.append(pygame.Rect(at[0] - radius, at[1] - radius, 2 * radius, 2 * radius))

    def _name(self, text: str, hex_: int) -> None:
        """Write a name beside its hex, where it covers no other word and as little else as can be; if there is no
        such place, it stands in the list beside the map."""
        x, y = self.position(hex_)
        off = max(7, round(30 * self._factor)) + 1
        drawn = self.m.font("small").render(text, True, EDGE)
        box = drawn.get_rect().inflate(6, 0)
        whole = self.picture.get_rect()
        places = (("midtop", 0, off), ("midbottom", 0, -off), ("midleft", off, 0), ("midright", -off, 0))
        rings = [ring for ring in self._rings if not ring.collidepoint(x, y)]
        free: tuple[list[pygame.Rect], ...] = (self._lines + self._units + rings, self._lines + rings, rings, [])
        for covered, (anchor, dx, dy) in product(free, places):
            setattr(box, anchor, (x + dx, y + dy))
            if whole.contains(box) and box.collidelist(covered + self._words) < 0:
                plate = pygame.Surface(box.size)
                plate.fill(DARK)
                plate.set_alpha(170)
                self.picture.blit(plate, box)
                self.picture.blit(drawn, drawn.get_rect(center=box.center))
                self._words.append(box)
                return
