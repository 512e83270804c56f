"""What lies over the ground as a shade: mist over hexes a side does not see, and how far supply reaches.

Shades are layers: the ground stays as it was painted. A shade is kept as a coarse grid of a few kilobytes for each
chunk, worked out anew only when a hex of the chunk changes, and is spread softly from hex to hex when it is laid.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

import pygame

from khalkhin.ui.map import palette
from khalkhin.ui.map.camera import ZOOMS
from khalkhin.ui.map.chunks import CHUNK, ChunkPainter
from khalkhin.ui.map.map_contents import SupplyOverlay
from khalkhin.ui.map.palette import Colour
from khalkhin.ui.map.tiles import hex_points

#: A shade is drawn this many times finer before it is softened.
FINER = 4
NEAR: Colour = (148, 214, 162)
FAR: Colour = (234, 242, 196)
BEYOND: Colour = (244, 210, 198)
#: What changes nothing.
PLAIN: Colour = (255, 255, 255)
#: Pixels between the strokes of mist (a chunk is a whole number of them), and their breadth.
STROKES, BREADTH = 16, 3

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Shade:
    """The shade of a chunk as coarse grids: `mist` where hexes are not seen, `tint` that colours are multiplied with.
    `key` is what it was made of."""

    key: tuple[int, int]
    mist: pygame.Surface | None
    tint: pygame.Surface | None


class Dressing:
    """Shades for the chunks of one map."""

    def __init__(self, painter: ChunkPainter) -> None:
        self.painter = painter
        self._hexes: dict[tuple[int, int, int], tuple[list[int], int]] = {}
        self._shades: dict[Place, Shade] = {}
        self._step = -1
        self._tints: dict[int, Colour] = {}
        self._net: SupplyOverlay | None = None
        self._version = 0
        self._strokes: dict[bool, pygame.Surface] = {}
        self._room: dict[bool, pygame.Surface] = {}

    def take(self, net: SupplyOverlay | None) -> None:
        """Use a supply net (or none) from now on."""
        if net is self._net or net == self._net:
            return
        self._net = net
        self._version += 1
        self._tints = {} if net is None else {h: _tint(c, net.range) for h, c in net.cost.items()}

    def lay(
        self, target: pygame.Surface, step: int, places: Sequence[tuple[int, int, Place]], hidden: int, night: bool
    ) -> None:
        """Lay the shades of chunks over a picture. `places` are column and row of each chunk and where it is in the
        picture; `hidden` is a bit mask of hexes."""
        for cx, cy, at in places:
            shade = self.shade(step, cx, cy, hidden)
            if shade.mist is not None:
                target.blit(self._misty(shade.mist, night), at, special_flags=pygame.BLEND_PREMULTIPLIED)
            if shade.tint is not None:
                target.blit(self._spread(shade.tint), at, special_flags=pygame.BLEND_MULT)

    def shade(self, step: int, cx: int, cy: int, hidden: int) -> Shade:
        """The shade of a chunk, worked out if it is another than before."""
        if step != self._step:
            self._step = step
            self._shades.clear()
        hexes, mask = self._within(step, cx, cy)
        key = hidden & mask, self._version if self._net is not None else 0
        found = self._shades.get((cx, cy))
        if found is None or found.key != key:
            found = self._shades[cx, cy] = self._worked_out(step, cx, cy, hexes, key)
        return found

    def _worked_out(self, step: int, cx: int, cy: int, hexes: list[int], key: tuple[int, int]) -> Shade:
        hidden, net = key
        filled = self._filled(step, cx, cy)
        mist = {h: PLAIN for h in hexes if hidden >> h & 1}
        tints = {h: self._tints.get(h, BEYOND) for h in hexes} if net else {}
        return Shade(
            key,
            self._grid(step, cx, cy, mist, alpha=True, whole=filled and len(mist) == len(hexes)) if mist else None,
            self._grid(step, cx, cy, tints, alpha=False, whole=filled) if net else None,
        )

    def _grid(
        self, step: int, cx: int, cy: int, colours: dict[int, Colour], *, alpha: bool, whole: bool
    ) -> pygame.Surface:
        """A coarse picture of hexes in colours; `whole` if they fill the chunk. It has a value at every corner of the
        coarse grid, those on the chunk's edges included: spreading runs straight from each to the next, so neighbouring
        chunks meet in the same values."""
        zoom = ZOOMS[step]
        coarse = _coarseness(zoom)
        side = CHUNK // coarse + 1
        if whole and len(different := set(colours.values())) == 1:
            plain = pygame.Surface((side, side), pygame.SRCALPHA if alpha else 0, 32)
            plain.fill(different.pop())
            return plain
        fine = pygame.Surface((side * FINER, side * FINER), pygame.SRCALPHA if alpha else 0, 32)
        if not alpha:
            fine.fill(PLAIN)
        k = zoom / coarse * FINER
        layout, width = self.painter.layout, self.painter.board.width
        points = hex_points(layout, k)
        ox, oy = cx * CHUNK // coarse * FINER - FINER // 2, cy * CHUNK // coarse * FINER - FINER // 2
        for h, colour in colours.items():
            x, y = layout.origin(h % width, h // width)
            left, top = x * k, y * k
            pygame.draw.polygon(fine, colour, [(floor(px + left) - ox, floor(py + top) - oy) for px, py in points])
        return pygame.transform.smoothscale(fine, (side, side))

    def _filled(self, step: int, cx: int, cy: int) -> bool:
        """Whether hexes fill a chunk: it lies within the map by a hex or more."""
        layout, board, zoom = self.painter.layout, self.painter.board, ZOOMS[step]
        width, height = layout.size(board.width, board.height)
        hexes = pygame.Rect(0, 0, width * zoom, height * zoom)
        edge = -2 * (zoom * max(layout.tile_width, layout.tile_height) + _coarseness(zoom))
        return bool(hexes.inflate(edge, edge).contains((cx * CHUNK, cy * CHUNK, CHUNK, CHUNK)))

    def _spread(self, grid: pygame.Surface) -> pygame.Surface:
        """A coarse grid as large as a chunk, until the next is asked for."""
        clear = bool(grid.get_flags() & pygame.SRCALPHA)
        room = self._room.get(clear)
        if room is None:
            room = self._room[clear] = pygame.Surface((CHUNK, CHUNK), pygame.SRCALPHA if clear else 0, 32)
        return pygame.transform.smoothscale(grid, (CHUNK, CHUNK), room)

    def _misty(self, grid: pygame.Surface, night: bool) -> pygame.Surface:
        """Mist as large as a chunk, with its strokes."""
        spread = self._spread(grid)
        strokes = self._strokes.get(night)
        if strokes is None:
            self._strokes.clear()
            strokes = self._strokes[night] = _strokes(night)
        spread.blit(strokes, (0, 0), special_flags=pygame.BLEND_RGBA_MULT)
        return spread

    def _within(self, step: int, cx: int, cy: int) -> tuple[list[int], int]:
        key = (step, cx, cy)
        found = self._hexes.get(key)
        if found is None:
            if len(self._hexes) > 2000:
                self._hexes.clear()
            beyond = _coarseness(ZOOMS[step])
            side = CHUNK + 2 * beyond
            hexes = self.painter.hexes_in(ZOOMS[step], (cx * CHUNK - beyond, cy * CHUNK - beyond, side, side))
            mask = 0
            for h in hexes:
                mask |= 1 << h
            found = self._hexes[key] = hexes, mask
        return found


def _strokes(night: bool) -> pygame.Surface:
    """Mist without a gap, with slanted strokes of denser mist in it, premultiplied; it goes on from chunk to chunk."""
    thin, thick = palette.MIST_ALPHA, palette.MIST_STROKE
    colour = palette.MIST
    if night:
        colour, thin, thick = palette.MIST_NIGHT, palette.MIST_NIGHT_ALPHA, palette.MIST_NIGHT_STROKE
    fine = 4
    cell = pygame.Surface((STROKES * fine, STROKES * fine), pygame.SRCALPHA)
    cell.fill(palette.premultiplied(colour, thin))
    dense, side, wide = palette.premultiplied(colour, thick), STROKES * fine, BREADTH * fine
    for x in (-side, 0, side):
        pygame.draw.polygon(cell, dense, [(x, side), (x + side, 0), (x + side + wide, 0), (x + wide, side)])
    cell = pygame.transform.smoothscale(cell, (STROKES, STROKES))
    out = pygame.Surface((CHUNK, CHUNK), pygame.SRCALPHA)
    out.blits([(cell, (x, y)) for x in range(0, CHUNK, STROKES) for y in range(0, CHUNK, STROKES)])
    return out


def _coarseness(zoom: float) -> int:
    """Window pixels of a cell of the coarse grid: about an eighth of a hex."""
    return 4 if zoom < 0.64 else 8 if zoom < 1.28 else 16


def _tint(cost: int, limit: int) -> Colour:
    return palette.mix(NEAR, FAR, min(1.0, cost / max(1, limit)))
