"""The ground in square chunks: painted once per zoom step, kept while there is room, laid out on the window.

A chunk is 256 x 256 window pixels. Its ground is put together from tiles at one of the sizes art comes in and scaled
down as a whole; lines (rivers, roads, borders, the grid) are drawn at twice the size and scaled down, so that they
are smooth at every zoom. Because a chunk is a whole number of art pixels at every zoom step, chunks join exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

import pygame

from khalkhin.core.board.board import Board
from khalkhin.core.board.layout import Layout
from khalkhin.ui.map import palette
from khalkhin.ui.map.artwork import Artist
from khalkhin.ui.map.camera import ZOOMS
from khalkhin.ui.map.curves import Curves
from khalkhin.ui.map.palette import Colour
from khalkhin.ui.map.tiles import TileArt, hex_points

#: Side of a chunk in window pixels.
CHUNK = 256
#: Lines are drawn this many times larger and scaled down.
FINER = 2
#: Bytes of a chunk as it is kept, and as it is shown: with as many bits as the window's pixels have, laid out sooner.
KEPT, SHOWN = CHUNK * CHUNK * 3, CHUNK * CHUNK * 4

Rect = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class GroundStyle:
    """How the ground is painted: what is switched on. Light and shades are laid over it."""

    grid: bool = True
    borders: bool = True


def art_level(zoom: float) -> float:
    """The size of art a zoom step is painted from: never less than what is shown, but at the largest."""
    return 2.0 if zoom > 0.64 else 1.0 if zoom > 0.4 else 0.5


class ChunkPainter:
    """Paints rectangles of the ground at a zoom step."""

    def __init__(
        self, board: Board, layout: Layout, art: TileArt, curves: Curves, artist: Artist | None = None
    ) -> None:
        self.board = board
        self.layout = layout
        self.art = art
        self.curves = curves
        self.artist = artist

    def paint(self, step: int, rect: Rect, ground: GroundStyle) -> pygame.Surface:
        """Paint a rectangle (left, top, width, height in map pixels at the zoom step; multiples of a chunk)."""
        zoom = ZOOMS[step]
        out = self._floor(zoom, rect, palette.DESK)
        lines = self._lines(zoom, rect, ground)
        out.blit(lines, (0, 0), special_flags=pygame.BLEND_PREMULTIPLIED)
        return out

    def hexes_in(self, zoom: float, rect: Rect) -> list[int]:
        """Hexes that may show in a rectangle, row by row."""
        lay, board = self.layout, self.board
        left, top = rect[0] / zoom, rect[1] / zoom
        right, bottom = left + rect[2] / zoom, top + rect[3] / zoom
        if lay.flat_top:
            across, down = (lay.tile_width + lay.side) // 2, lay.tile_height
        else:
            across, down = lay.tile_width, (lay.tile_height + lay.side) // 2
        cols = range(max(0, int(left // across) - 1), min(board.width, int(right // across) + 1))
        rows = range(max(0, int(top // down) - 1), min(board.height, int(bottom // down) + 1))
        return [r * board.width + c for r in rows for c in cols]

    def _floor(self, zoom: float, rect: Rect, desk: Colour) -> pygame.Surface:
        level = art_level(zoom)
        k = level / zoom
        # Scaling up runs straight from each pixel to the next: with one more, chunks go on where their neighbours end.
        more = 1 if level < zoom else 0
        size = round(rect[2] * k) + more, round(rect[3] * k) + more
        ox, oy = round(rect[0] * k), round(rect[1] * k)
        room = pygame.Surface(size)
        room.fill(desk)
        hexes = self.hexes_in(zoom, rect)
        width, origin, art = self.board.width, self.layout.origin, self.art
        art.keep_only(level)
        tiles = []
        fringes = []
        for h in hexes:
            x, y = origin(h % width, h // width)
            at = (round(x * level) - ox, round(y * level) - oy)
            tiles.append((art.tile(h, level), at))
            fringes += [(f, (at[0] + dx, at[1] + dy)) for f, (dx, dy) in art.fringes(h, level)]
        # A rim that polygons leave between tiles takes the colour of a tile laid below, moved by a pixel.
        room.fblits([(tile, (x + 1, y + 1)) for tile, (x, y) in tiles])
        room.fblits(tiles)
        room.fblits(fringes, pygame.BLEND_PREMULTIPLIED)
        if self.artist is not None:
            self.artist.draw(room, level, ox, oy)
        return room if size == rect[2:] else pygame.transform.smoothscale(room, rect[2:])

    def _lines(self, zoom: float, rect: Rect, ground: GroundStyle) -> pygame.Surface:
        k = zoom * FINER
        layer = pygame.Surface((rect[2] * FINER, rect[3] * FINER), pygame.SRCALPHA)
        ox, oy = rect[0] * FINER, rect[1] * FINER
        if ground.grid and zoom >= 0.4:
            self._grid(layer, zoom, rect, k, ox, oy)
        margin = 16
        area = (
            rect[0] / zoom - margin,
            rect[1] / zoom - margin,
            (rect[0] + rect[2]) / zoom + margin,
            (rect[1] + rect[3]) / zoom + margin,
        )
        shapes = self.curves.always.within(*area)
        if ground.borders:
            shapes += self.curves.borders.within(*area)
        coarse = zoom < 0.5
        polygon = pygame.draw.polygon
        # Whole pixels of the map, not of the chunk: neighbouring chunks must round alike.
        for shape in shapes:
            if not (coarse and shape.fine):
                polygon(layer, shape.colour, [(floor(x * k) - ox, floor(y * k) - oy) for x, y in shape.points])
        return pygame.transform.smoothscale(layer, rect[2:])

    def _grid(self, layer: pygame.Surface, zoom: float, rect: Rect, k: float, ox: int, oy: int) -> None:
        colour = palette.premultiplied((60, 48, 24), 70 if zoom >= 0.8 else 52)
        points = hex_points(self.layout, k)
        width, origin = self.board.width, self.layout.origin
        for h in self.hexes_in(zoom, rect):
            x, y = origin(h % width, h // width)
            left, top = x * k, y * k
            pygame.draw.lines(
                layer, colour, True, [(floor(px + left) - ox, floor(py + top) - oy) for px, py in points], FINER
            )
