"""Where hexes lie on a plane of pixels, exactly as Tiled draws them.

Offset coordinates (column, row) are those Tiled shows; axial :class:`Hex` coordinates are those the rules use.
Every figure is an integer number of map pixels at 100 % zoom.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from khalkhin.core.board.hexgrid import Hex

Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Layout:
    """A hexagonal Tiled layout: stagger axis and index, tile width and height, side length (pixels, even)."""

    stagger_axis: Literal["x", "y"] = "x"
    stagger_index: Literal["odd", "even"] = "odd"
    tile_width: int = 64
    tile_height: int = 56
    side: int = 32

    @property
    def flat_top(self) -> bool:
        return self.stagger_axis == "x"

    def shifted(self, line: int) -> bool:
        """Whether a column (flat-top) or row (pointy-top) is the staggered kind."""
        return (line % 2 == 1) == (self.stagger_index == "odd")

    def to_hex(self, col: int, row: int) -> Hex:
        """The axial name of a column and row.

        >>> Layout().to_hex(2, 3)
        Hex(q=2, r=2)
        """
        odd = self.stagger_index == "odd"
        if self.flat_top:
            return Hex(col, row - (col - (col & 1)) // 2 if odd else row - (col + (col & 1)) // 2)
        return Hex(col - (row - (row & 1)) // 2 if odd else col - (row + (row & 1)) // 2, row)

    def to_offset(self, hex_: Hex) -> tuple[int, int]:
        """The column and row of a hex, the inverse of :meth:`to_hex`."""
        q, r = hex_
        odd = self.stagger_index == "odd"
        if self.flat_top:
            return q, r + ((q - (q & 1)) // 2 if odd else (q + (q & 1)) // 2)
        return q + ((r - (r & 1)) // 2 if odd else (r + (r & 1)) // 2), r

    def origin(self, col: int, row: int) -> Point:
        """Top left corner of the tile's bounding box, in pixels."""
        if self.flat_top:
            o = (self.tile_width - self.side) // 2
            shift = self.tile_height // 2 if self.shifted(col) else 0
            return col * (o + self.side), row * self.tile_height + shift
        o = (self.tile_height - self.side) // 2
        shift = self.tile_width // 2 if self.shifted(row) else 0
        return col * self.tile_width + shift, row * (o + self.side)

    def centre(self, col: int, row: int) -> Point:
        """Centre of a hex, in pixels."""
        x, y = self.origin(col, row)
        return x + self.tile_width // 2, y + self.tile_height // 2

    def corners(self, col: int, row: int) -> tuple[Point, ...]:
        """The six corners; corner c lies clockwise after the edge in direction c (see :class:`Vertex`)."""
        x, y = self.origin(col, row)
        tw, th, s = self.tile_width, self.tile_height, self.side
        if self.flat_top:
            o = (tw - s) // 2
            return (
                (x + o + s, y),
                (x + tw, y + th // 2),
                (x + o + s, y + th),
                (x + o, y + th),
                (x, y + th // 2),
                (x + o, y),
            )
        o = (th - s) // 2
        return (
            (x + tw // 2, y),
            (x + tw, y + o),
            (x + tw, y + o + s),
            (x + tw // 2, y + th),
            (x, y + o + s),
            (x, y + o),
        )

    def size(self, width: int, height: int) -> Point:
        """Pixels of a whole map of width × height hexes."""
        if self.flat_top:
            o = (self.tile_width - self.side) // 2
            return width * (o + self.side) + o, height * self.tile_height + (self.tile_height // 2 if width > 1 else 0)
        o = (self.tile_height - self.side) // 2
        return width * self.tile_width + (self.tile_width // 2 if height > 1 else 0), height * (o + self.side) + o

    def at_pixel(self, x: float, y: float) -> tuple[int, int]:
        """Column and row of the hex that contains a pixel (it may lie outside the map)."""
        if self.flat_top:
            o = (self.tile_width - self.side) // 2
            col, row = int(x // (o + self.side)), int(y // self.tile_height)
        else:
            o = (self.tile_height - self.side) // 2
            col, row = int(x // self.tile_width), int(y // (o + self.side))
        # The bounding boxes overlap: the hex is the candidate from whose centre the point lies the smallest part of the
        # way to the edge.
        along, across = (self.tile_width, self.tile_height) if self.flat_top else (self.tile_height, self.tile_width)
        slope = along - self.side
        # A line is a column (flat-top) or row (pointy-top); (a, b) is the pixel along and across the axis of lines.
        line, place, a, b = (col, row, x, y) if self.flat_top else (row, col, y, x)
        best, best_d = (line, place), float("inf")
        for at in (line - 1, line, line + 1):
            u = abs(a - (at * (o + self.side) + along // 2)) * across
            first = across // 2 * (2 if self.shifted(at) else 1)
            for n in (place - 1, place, place + 1):
                v = abs(b - (n * across + first))
                d = max(v * along, u + v * slope)
                # On a corner, the hex with the lowest column, then row.
                if d < best_d or (d == best_d and n < best[1] and not self.flat_top):
                    best, best_d = (at, n), d
        return best if self.flat_top else (best[1], best[0])
