"""What lies on the ground as a shade: fog over hexes a side does not see, and how far supply reaches.

Shades are multiplied into copies of chunks, softly from hex to hex, so that a frame costs no more with them than
without. A chunk is dressed again only when a hex in it changes.
"""

from __future__ import annotations

from collections.abc import Hashable
from math import floor

import pygame

from khalkhin.ui.map import palette
from khalkhin.ui.map.camera import ZOOMS
from khalkhin.ui.map.chunks import CHUNK, ChunkPainter
from khalkhin.ui.map.map_contents import SupplyOverlay
from khalkhin.ui.map.palette import Colour
from khalkhin.ui.map.tiles import hex_points

#: The shade is drawn this many times finer before it is softened.
FINER = 4
NEAR: Colour = (128, 206, 150)
FAR: Colour = (226, 236, 176)
BEYOND: Colour = (238, 206, 192)
#: What changes nothing.
PLAIN: Colour = (255, 255, 255)


class Dressing:
    """Shades for the chunks of one map."""

    def __init__(self, painter: ChunkPainter) -> None:
        self.painter = painter
        self._hexes: dict[tuple[int, int, int], tuple[list[int], int]] = {}
        self._tints: dict[int, Colour] = {}
        self._net: SupplyOverlay | None = None
        self._version = 0

    def take(self, net: SupplyOverlay | None) -> None:
        """Use a supply net (or none) from now on."""
        if net is self._net or net == self._net:
            return
        self._net = net
        self._version += 1
        self._tints = {} if net is None else {h: _tint(c, net.range) for h, c in net.cost.items()}

    def key(self, step: int, cx: int, cy: int, hidden: int) -> Hashable | None:
        """What the shade of a chunk depends on, or None where there is none. `hidden` is a bit mask of hexes."""
        _, mask = self._within(step, cx, cy)
        fog = hidden & mask
        if self._net is None and not fog:
            return None
        return fog, self._version if self._net is not None else 0

    def dress(self, chunk: pygame.Surface, step: int, cx: int, cy: int, hidden: int, night: bool) -> pygame.Surface:
        """A copy of a chunk with its shade."""
        hexes, _ = self._within(step, cx, cy)
        zoom = ZOOMS[step]
        coarse = _coarseness(zoom)
        # A shade has a value at every corner of the coarse grid, those on the chunk's edges included: scaling up runs
        # straight from each to the next, so neighbouring chunks meet in the same values.
        side = CHUNK // coarse + 1
        shade = pygame.Surface((side * FINER, side * FINER))
        shade.fill(PLAIN)
        bare = PLAIN if self._net is None else BEYOND
        fog = palette.FOG_NIGHT if night else palette.FOG_LIGHT
        k = zoom / coarse * FINER
        layout, width = self.painter.layout, self.painter.board.width
        points = hex_points(layout, k)
        ox, oy = cx * CHUNK // coarse * FINER - FINER // 2, cy * CHUNK // coarse * FINER - FINER // 2
        for h in hexes:
            colour = self._tints.get(h, bare)
            if hidden >> h & 1:
                colour = (colour[0] * fog[0] // 255, colour[1] * fog[1] // 255, colour[2] * fog[2] // 255)
            if colour == PLAIN:
                continue
            x, y = layout.origin(h % width, h // width)
            left, top = x * k, y * k
            pygame.draw.polygon(shade, colour, [(floor(px + left) - ox, floor(py + top) - oy) for px, py in points])
        out = chunk.copy()
        soft = pygame.transform.smoothscale(pygame.transform.smoothscale(shade, (side, side)), (CHUNK, CHUNK))
        out.blit(soft, (0, 0), special_flags=pygame.BLEND_MULT)
        return out

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


def _coarseness(zoom: float) -> int:
    """Window pixels of a cell of the coarse grid: about an eighth of a hex."""
    return 4 if zoom < 0.64 else 8 if zoom < 1.28 else 16


def _tint(cost: int, limit: int) -> Colour:
    return palette.mix(NEAR, FAR, min(1.0, cost / max(1, limit)))
