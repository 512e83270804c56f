"""The whole map small: behind ground that is still to be painted, and as a map in a corner of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from khalkhin.core.board.board import Board
from khalkhin.core.board.layout import Layout
from khalkhin.core.model.rules import HexsideKind, Road
from khalkhin.core.model.scenario import Scenario
from khalkhin.ui.map import palette
from khalkhin.ui.map.camera import Camera, drawing_layout
from khalkhin.ui.map.curves import side_ends
from khalkhin.ui.map.tiles import TileArt, hex_points

if TYPE_CHECKING:
    from khalkhin.core.fog.view import View


def overview(board: Board, layout: Layout, factor: float, art: TileArt | None = None) -> pygame.Surface:
    """The ground of a whole map at `factor` times the drawing layout, in plain colours."""
    w, h = layout.size(board.width, board.height)
    out = pygame.Surface((max(1, round(w * factor)), max(1, round(h * factor))))
    out.fill(palette.DESK)
    points = hex_points(layout, factor * 1.04)
    for i in range(board.size):
        x, y = layout.origin(*board.place(i))
        colour = art.average(i) if art else palette.TERRAIN.get(board.terrain[i].id, palette.GROUND)
        pygame.draw.polygon(out, colour, [(px + x * factor, py + y * factor) for px, py in points])
    for side, kind in board.hexsides.items():
        if kind is HexsideKind.ESCARPMENT:
            continue
        a, b = side_ends(board, layout, side)
        wide = max(1, round((13 if kind is HexsideKind.RIVER else 5) * factor))
        pygame.draw.line(out, palette.WATER_DEEP, (a[0] * factor, a[1] * factor), (b[0] * factor, b[1] * factor), wide)
    for i, ways in enumerate(board.roads):
        for d, road in enumerate(ways):
            n = board.neighbours[i][d]
            if road is Road.ROAD and n > i:
                a, b = layout.centre(*board.place(i)), layout.centre(*board.place(n))
                pygame.draw.line(out, palette.ROAD, (a[0] * factor, a[1] * factor), (b[0] * factor, b[1] * factor))
    return out


class Minimap:
    """A small map that fits into `size` (the map's proportions are kept; :attr:`size` is what it takes).

    A click becomes a hex with :meth:`hex_at`; give it to :meth:`Camera.centre_on`.
    """

    def __init__(self, scenario: Scenario, size: tuple[int, int]) -> None:
        self.scenario = scenario
        self.layout = drawing_layout(scenario.board.layout)
        w, h = self.layout.size(scenario.board.width, scenario.board.height)
        self.factor = min(size[0] / w, size[1] / h)
        self.size = max(1, round(w * self.factor)), max(1, round(h * self.factor))
        self._ground: pygame.Surface | None = None
        self._drawn: tuple[View, pygame.Surface] | None = None

    def hex_at(self, pos: tuple[float, float]) -> int | None:
        """The board index of the hex under a pixel of the minimap, or None."""
        col, row = self.layout.at_pixel(pos[0] / self.factor, pos[1] / self.factor)
        return self.scenario.board.index(col, row)

    def position(self, hex_: int) -> tuple[int, int]:
        """The pixel of a hex centre on the minimap."""
        x, y = self.layout.centre(*self.scenario.board.place(hex_))
        return round(x * self.factor), round(y * self.factor)

    def draw(self, target: pygame.Surface, topleft: tuple[int, int], view: View, camera: Camera) -> None:
        """Draw the small map at a place of the target, with a frame round what the camera shows."""
        if self._drawn is None or self._drawn[0] is not view:
            self._drawn = view, self._with_units(view)
        target.blit(self._drawn[1], topleft)
        left, top, right, bottom = camera.shown()
        w, h = self.size
        frame = pygame.Rect(
            topleft[0] + round(left * w),
            topleft[1] + round(top * h),
            max(3, round((right - left) * w)),
            max(3, round((bottom - top) * h)),
        )
        pygame.draw.rect(target, (20, 16, 8), frame.inflate(2, 2), 3)
        pygame.draw.rect(target, (255, 250, 232), frame, 1)
        pygame.draw.rect(target, (20, 16, 8), (*topleft, w, h), 1)

    def picture(self, view: View) -> pygame.Surface:
        """The small map by itself."""
        return self._with_units(view)

    def _with_units(self, view: View) -> pygame.Surface:
        if self._ground is None:
            fine = pygame.transform.smoothscale(
                overview(self.scenario.board, self.layout, min(0.5, self.factor * 3)), self.size
            )
            self._ground = fine
        out = self._ground.copy()
        state = view.state
        if state.night:
            out.fill(palette.NIGHT_LIGHT, special_flags=pygame.BLEND_MULT)
        radius = max(2, min(5, round(26 * self.factor)))
        for objective, holding in zip(self.scenario.objectives, state.holdings, strict=True):
            x, y = self.position(objective.hex)
            reach = radius + 2
            for grow, colour in ((1, (24, 16, 8)), (0, palette.side_colour(self.scenario, holding.side))):
                r = reach + grow
                pygame.draw.polygon(out, colour, [(x, y - r), (x + r, y), (x, y + r), (x - r, y)])
        for unit in state.units:
            if unit.hex < 0:
                continue
            x, y = self.position(unit.hex)
            if unit.spec.type.symbol == "unknown":
                colour = palette.UNKNOWN.face
            else:
                colour = palette.side_colour(self.scenario, unit.side)
            box = pygame.Rect(x - radius, y - radius, 2 * radius, 2 * radius)
            pygame.draw.rect(out, (24, 16, 8), box)
            pygame.draw.rect(out, colour, box.inflate(-2, -2))
        return out
