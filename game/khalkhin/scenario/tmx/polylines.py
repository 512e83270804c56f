"""Points and lines drawn on a map, as hexes, hexsides and steps between hexes."""

from __future__ import annotations

import bisect
import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from khalkhin.core.board.hexgrid import Hex, Vertex
from khalkhin.core.board.layout import Layout
from khalkhin.translation import _

Pixel = tuple[float, float]
Edge = tuple[int, int]


class OffTheLine(Exception):
    """A line that does not follow corners or centres: message and cure, and the hexes of the map where it leaves
    them."""

    hexes: tuple[tuple[int, int], ...] = ()

    def near(self, plane: Plane, *points: Pixel) -> OffTheLine:
        """The same, at these points."""
        found = [plane.layout.at_pixel(*point) for point in points]
        self.hexes = tuple(dict.fromkeys(place for place in found if plane.index(*place) is not None))
        return self


@dataclass(frozen=True)
class Plane:
    """The hexes of a map of a given size on their plane of pixels."""

    layout: Layout
    width: int
    height: int

    @property
    def tolerance(self) -> float:
        """How far a point may lie from the corner or centre it means, in pixels."""
        return max(1.0, min(self.layout.tile_width, self.layout.tile_height) / 14)

    def hex_at(self, point: Pixel) -> int | None:
        """The index of the hex that contains a point, or None off the map."""
        return self.index(*self.layout.at_pixel(*point))

    def on_grid(self, point: Pixel, *, centre: bool) -> bool:
        """Whether a point lies on the centre of a hex, or else on a corner of one."""
        col, row = self.layout.at_pixel(*point)
        spots = [self.layout.centre(col, row)] if centre else self.layout.corners(col, row)
        return min(_apart(point, spot) for spot in spots) <= self.tolerance

    def index(self, col: int, row: int) -> int | None:
        return row * self.width + col if 0 <= col < self.width and 0 <= row < self.height else None

    def beyond(self, hex_: int, direction: int) -> int:
        """The hex next to one in a direction; -1 off the map."""
        here = self.layout.to_hex(hex_ % self.width, hex_ // self.width)
        found = self.index(*self.layout.to_offset(here.neighbour(direction)))
        return -1 if found is None else found

    def hexside_near(self, point: Pixel) -> tuple[Edge | None, bool]:
        """The hexside (hex, direction) whose middle is nearest to a point, None if it has no hex on the map, and
        whether another is nearly as near."""
        middles = sorted(((_apart(point, middle), edge) for edge, middle in self._middles(point)), key=lambda m: m[0])
        (first, edge), (second, _) = middles[0], middles[1]
        return self._on_map(*edge), second - first < self.layout.side / 8

    def _middles(self, point: Pixel) -> Iterator[tuple[tuple[int, int, int], Pixel]]:
        col, row = self.layout.at_pixel(*point)
        corners = self.layout.corners(col, row)
        for d in range(6):
            (ax, ay), (bx, by) = corners[d - 1], corners[d]
            yield (col, row, d), ((ax + bx) / 2, (ay + by) / 2)

    def _on_map(self, col: int, row: int, direction: int) -> Edge | None:
        index = self.index(col, row)
        if index is not None:
            return index, direction
        return self._edge_of(self.layout.to_hex(col, row).neighbour(direction), (direction + 3) % 6)

    def _edge_of(self, hex_: Hex, direction: int) -> Edge | None:
        index = self.index(*self.layout.to_offset(hex_))
        return None if index is None else (index, direction)

    def hexsides(self, points: Sequence[Pixel]) -> list[Edge]:
        """The hexsides along a line from corner to corner. Raises: OffTheLine."""
        corners = [self._corner(n, p) for n, p in enumerate(points, 1)]
        out = []
        for n, ((a, a_at), (b, b_at)) in enumerate(pairwise(corners), 1):
            shared = sorted(set(a.hexes) & set(b.hexes))
            if len(shared) == 3:
                continue
            if len(shared) != 2:
                raise OffTheLine(
                    _("point {number} at {there} is not the next corner after {here}").format(
                        number=n + 1, there=_at(b_at), here=_at(a_at)
                    ),
                    _("the nearest that is lies at {place}").format(place=_at(self._next_corner(a_at, b_at))),
                ).near(self, a_at, b_at)
            first, second = shared
            direction = first.direction_to(second)
            assert direction is not None
            edge = self._edge_of(first, direction) or self._edge_of(second, (direction + 3) % 6)
            if edge is None:
                raise OffTheLine(
                    _("the line from {here} to {there} lies outside the map").format(here=_at(a_at), there=_at(b_at)),
                    _("end it at the edge of the map"),
                ).near(self, a_at, b_at)
            out.append(edge)
        return out

    def nearly(self, points: Sequence[Pixel], *, centre: bool, most: int) -> list[Pixel]:
        """A line as it was probably meant, for a picture of it: from the corner (or else centre) nearest to each point
        on to the next, over those that were left out; no more than `most` points. It may lead off the map."""
        spots = [self._spot(point, centre=centre) for point in points[:most]]
        out = spots[:1]
        for spot in spots[1:]:
            while out[-1] != spot and len(out) < most:
                onward = self._next_centre(out[-1], spot) if centre else self._next_corner(out[-1], spot)
                if _apart(onward, spot) >= _apart(out[-1], spot):
                    break
                out.append(onward)
        return out[:most]

    def _spot(self, point: Pixel, *, centre: bool) -> Pixel:
        col, row = self.layout.at_pixel(*point)
        spots = [self.layout.centre(col, row)] if centre else self.layout.corners(col, row)
        return min(spots, key=lambda spot: _apart(point, spot))

    def _next_centre(self, a: Pixel, b: Pixel) -> Pixel:
        """Of the centres of the hexes next to the one at `a`, the one nearest to `b`."""
        around = self.layout.to_hex(*self.layout.at_pixel(*a)).neighbours()
        return min((self.layout.centre(*self.layout.to_offset(h)) for h in around), key=lambda p: (_apart(p, b), p))

    def _corner(self, number: int, point: Pixel) -> tuple[Vertex, Pixel]:
        col, row = self.layout.at_pixel(*point)
        corners = self.layout.corners(col, row)
        corner = min(range(6), key=lambda c: _apart(point, corners[c]))
        if _apart(point, corners[corner]) > self.tolerance:
            raise OffTheLine(
                _("point {number} at {place} is on no corner of a hex").format(number=number, place=_at(point)),
                _("the nearest corner is at {place}").format(place=_at(corners[corner])),
            ).near(self, point)
        return Vertex.of(self.layout.to_hex(col, row), corner), corners[corner]

    def _next_corner(self, a: Pixel, b: Pixel) -> Pixel:
        """Of the three corners next to the corner at `a`, the one nearest to `b`."""
        near = set()
        col, row = self.layout.at_pixel(*a)
        for hex_ in (self.layout.to_hex(col, row), *self.layout.to_hex(col, row).neighbours()):
            corners = self.layout.corners(*self.layout.to_offset(hex_))
            for c, corner in enumerate(corners):
                if _apart(corner, a) < 0.5:
                    near |= {corners[c - 1], corners[(c + 1) % 6]}
        return min(near, key=lambda p: (_apart(p, b), p))

    def steps(self, points: Sequence[Pixel]) -> list[Edge]:
        """The steps (hex, direction) along a line from centre to centre. Raises: OffTheLine."""
        hexes = [self._centre(n, p) for n, p in enumerate(points, 1)]
        out = []
        for n, (a, b) in enumerate(pairwise(hexes), 1):
            if a == b:
                continue
            here, there = self.layout.to_hex(*a), self.layout.to_hex(*b)
            direction = here.direction_to(there)
            if direction is None:
                ring = [p for p in map(self.layout.to_offset, here.neighbours()) if self.index(*p) is not None]
                want = min(ring, key=lambda p: (_apart(self.layout.centre(*p), self.layout.centre(*b)), p))
                raise OffTheLine(
                    _("point {number} in hex {b} is not in a hex next to {a}").format(number=n + 1, b=b, a=a),
                    _("the nearest that is lies at {place}, hex {hex}").format(
                        place=_at(self.layout.centre(*want)), hex=want
                    ),
                ).near(self, self.layout.centre(*a), self.layout.centre(*b))
            index = self.index(*a)
            assert index is not None
            out.append((index, direction))
        return out

    def _centre(self, number: int, point: Pixel) -> tuple[int, int]:
        col, row = self.layout.at_pixel(*point)
        centre = self.layout.centre(col, row)
        if self.index(col, row) is None:
            raise OffTheLine(
                _("point {number} at {place} lies outside the map").format(number=number, place=_at(point)),
                _("end the line in the last hex"),
            )
        if _apart(point, centre) > self.tolerance:
            raise OffTheLine(
                _("point {number} at {place} is not the centre of a hex").format(number=number, place=_at(point)),
                _("the nearest centre is at {place}, hex ({col}, {row})").format(place=_at(centre), col=col, row=row),
            ).near(self, point)
        return col, row

    @functools.cached_property
    def _lines(self) -> dict[int, list[tuple[int, int]]]:
        """The centres of hexes by height on the plane: how far along each lies, and its index."""
        lines: dict[int, list[tuple[int, int]]] = {}
        for row in range(self.height):
            for col in range(self.width):
                x, y = self.layout.centre(col, row)
                lines.setdefault(y, []).append((x, row * self.width + col))
        return lines

    def inside(self, polygon: Sequence[Pixel]) -> frozenset[int]:
        """The hexes whose centres lie inside a polygon (by the even-odd rule)."""
        found: list[int] = []
        edges = list(zip(polygon, (*polygon[1:], polygon[0]), strict=True))
        for y, centres in self._lines.items():
            cuts = sorted(ax + (y - ay) * (bx - ax) / (by - ay) for (ax, ay), (bx, by) in edges if (ay > y) != (by > y))
            if cuts:
                found += [i for x, i in centres if bisect.bisect_left(cuts, x) % 2]
        return frozenset(found)


def _apart(a: Pixel, b: Pixel) -> float:
    return float(((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5)


def _at(point: Any) -> str:
    return f"({point[0]:g}, {point[1]:g})"
