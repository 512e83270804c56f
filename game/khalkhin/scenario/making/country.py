"""The ground of a new scenario, of any layout and size: a river from north to south, a road from west to east, a hill.

Everything is made by its place alone, so that the same size gives the same country.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from khalkhin.core.board.layout import Layout, Point

Cell = tuple[int, int]
#: The smallest country that has room for two small armies.
LEAST = (12, 9)


@dataclass(frozen=True)
class Country:
    """Ground of `width` x `height` hexes. Cells are (column, row)."""

    width: int
    height: int
    layout: Layout

    @property
    def middle(self) -> int:
        """The row of the road."""
        return self.height // 2

    def east_bank(self, row: int) -> int:
        """The first column east of the river."""
        return self.width // 2 + round(1.4 * math.sin((row - self.middle) / 2.4))

    def cells(self) -> Iterator[Cell]:
        """All hexes, row by row."""
        return ((col, row) for row in range(self.height) for col in range(self.width))

    def terrain(self, cell: Cell) -> str:
        """The kind of ground of a hex."""
        col, row = cell
        if row == self.middle and col in (self.town[0], self.hill[0]):
            return "settlement" if cell == self.town else "upland"
        rolling = math.sin(col * 0.83 + row * 0.31) + math.cos(row * 0.71 - col * 0.23)
        east = col >= self.east_bank(row)
        if rolling > 1.25:
            return "upland"
        if rolling < -1.35:
            return "dunes" if east else "rough"
        if abs(row - self.middle) > 2 and self._beside_river(cell) and row % 3 == 0:
            return "marsh"
        return "steppe"

    def _beside_river(self, cell: Cell) -> bool:
        return cell[0] - self.east_bank(cell[1]) in (-1, 0)

    @property
    def town(self) -> Cell:
        """A place on the west bank, on the road."""
        return self.east_bank(self.middle) - 2, self.middle

    @property
    def hill(self) -> Cell:
        """A height on the east bank, on the road."""
        return self.east_bank(self.middle) + 3, self.middle

    @cached_property
    def river(self) -> list[Point]:
        """The river as corners of hexes from its upper end on."""
        beside: dict[Point, list[Point]] = {}
        for west, east in self._banks():
            a, b = set(self.layout.corners(*west)) & set(self.layout.corners(*east))
            beside.setdefault(a, []).append(b)
            beside.setdefault(b, []).append(a)
        here = min((p for p, ways in beside.items() if len(ways) == 1), key=lambda p: p[1])
        chain = [here]
        while on := [p for p in beside[chain[-1]] if len(chain) < 2 or p != chain[-2]]:
            chain.append(on[0])
        return chain

    def _banks(self) -> Iterator[tuple[Cell, Cell]]:
        """Hexes that touch across the river."""
        for cell in self.cells():
            if cell[0] < self.east_bank(cell[1]):
                for other in self.neighbours(cell):
                    if other[0] >= self.east_bank(other[1]):
                        yield cell, other

    def neighbours(self, cell: Cell) -> Iterator[Cell]:
        """The hexes of the map that touch one."""
        for hex_ in self.layout.to_hex(*cell).neighbours():
            col, row = self.layout.to_offset(hex_)
            if 0 <= col < self.width and 0 <= row < self.height:
                yield col, row

    def crossing(self, row: int) -> Point:
        """The middle of the hexside where a row crosses the river."""
        east = self.east_bank(row)
        a, b = set(self.layout.corners(east - 1, row)) & set(self.layout.corners(east, row))
        return (a[0] + b[0]) // 2, (a[1] + b[1]) // 2

    @property
    def road(self) -> list[Point]:
        """The road from edge to edge, through the middles of hexes."""
        return [self.layout.centre(col, self.middle) for col in range(self.width)]

    @property
    def track(self) -> list[Point]:
        """A track from the town north to the ford and on to the hill."""
        rows = range(self.middle, self.ford - 1, -1)
        up = [(self.town[0], row) for row in rows]
        over = [(col, self.ford) for col in range(self.town[0] + 1, self.hill[0] + 1)]
        down = [(self.hill[0], row) for row in range(self.ford + 1, self.middle + 1)]
        return [self.layout.centre(*cell) for cell in self._joined([*up, *over, *down])]

    def _joined(self, cells: list[Cell]) -> list[Cell]:
        """Cells each of which touches the one before: on pointy hexes a column leads through others."""
        out = cells[:1]
        for before, cell in pairwise(cells):
            if cell not in self.neighbours(before):
                out.append(next(n for n in self.neighbours(before) if cell in self.neighbours(n)))
            out.append(cell)
        return out

    @property
    def ford(self) -> int:
        """The row of the ford."""
        return self.middle - 3
