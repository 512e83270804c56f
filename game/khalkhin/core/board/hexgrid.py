"""Hexes in axial coordinates: directions, distance, rings, lines, hexsides and vertices.

The six directions are numbered clockwise. On a flat-top map they read N, NE, SE, S, SW, NW; on a pointy-top map the
same numbers read NW, NE, E, SE, SW, W. Nothing here knows how big a map is (see :mod:`khalkhin.core.board.board`) or
where a hex lies on the screen (see :mod:`khalkhin.core.board.layout`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple


class Hex(NamedTuple):
    """A hex in axial coordinates.

    >>> Hex(1, 2).neighbour(3)
    Hex(q=1, r=3)
    >>> Hex(0, 0).distance(Hex(2, -1))
    2
    """

    q: int
    r: int

    def neighbour(self, direction: int) -> Hex:
        """The adjacent hex in a direction 0..5."""
        dq, dr = DIRECTIONS[direction]
        return Hex(self.q + dq, self.r + dr)

    def neighbours(self) -> tuple[Hex, ...]:
        """The six adjacent hexes, clockwise from direction 0."""
        return tuple(self.neighbour(d) for d in range(6))

    def distance(self, other: Hex) -> int:
        """Steps of a shortest path, in hexes."""
        dq, dr = self.q - other.q, self.r - other.r
        return (abs(dq) + abs(dr) + abs(dq + dr)) // 2

    def direction_to(self, other: Hex) -> int | None:
        """The direction of an adjacent hex, or None if `other` is not adjacent."""
        delta = (other.q - self.q, other.r - self.r)
        return DIRECTIONS.index(delta) if delta in DIRECTIONS else None


DIRECTIONS: tuple[tuple[int, int], ...] = ((0, -1), (1, -1), (1, 0), (0, 1), (-1, 1), (-1, 0))


def opposite(direction: int) -> int:
    """The direction that leads back."""
    return (direction + 3) % 6


def ring(centre: Hex, radius: int) -> Iterator[Hex]:
    """The hexes exactly `radius` away, clockwise; the centre itself for radius 0.

    >>> len(list(ring(Hex(0, 0), 3)))
    18
    """
    if radius == 0:
        yield centre
        return
    dq, dr = DIRECTIONS[4]
    at = Hex(centre.q + dq * radius, centre.r + dr * radius)
    for direction in range(6):
        for _ in range(radius):
            yield at
            at = at.neighbour(direction)


def spiral(centre: Hex, radius: int) -> Iterator[Hex]:
    """The centre and every hex up to `radius` away, ring by ring."""
    for r in range(radius + 1):
        yield from ring(centre, r)


def lines(a: Hex, b: Hex) -> tuple[tuple[Hex, ...], tuple[Hex, ...]]:
    """The two readings of the straight line from a to b, ends included.

    Where the line runs exactly along a hexside both hexes beside it are candidates; the first reading takes one
    of them everywhere, the second the other. Elsewhere the readings agree. Swapping the ends gives the same two
    sets of hexes, so a rule that accepts either reading is symmetric.

    >>> [tuple(h) for h in lines(Hex(0, 0), Hex(2, 0))[0]]
    [(0, 0), (1, 0), (2, 0)]
    """
    n = a.distance(b)
    if n == 0:
        return (a,), (a,)
    if b < a:
        first, second = lines(b, a)
        return first[::-1], second[::-1]
    return _nudged_line(a, b, n, 1), _nudged_line(a, b, n, -1)


def _nudged_line(a: Hex, b: Hex, n: int, nudge: int) -> tuple[Hex, ...]:
    # Cube coordinates scaled by `scale` so that the arithmetic is exact; the nudge is far less than half a hex.
    scale = 1000 * n
    eps = (nudge, 2 * nudge, -3 * nudge)
    out = []
    for i in range(n + 1):
        q = (a.q * (n - i) + b.q * i) * 1000 + eps[0]
        r = (a.r * (n - i) + b.r * i) * 1000 + eps[1]
        out.append(_round(q, r, -q - r, scale))
    out[0], out[-1] = a, b
    return tuple(out)


def _round(q: int, r: int, s: int, scale: int) -> Hex:
    half = scale // 2
    rq, rr, rs = (q + half) // scale, (r + half) // scale, (s + half) // scale
    dq, dr, ds = abs(rq * scale - q), abs(rr * scale - r), abs(rs * scale - s)
    if dq > dr and dq > ds:
        rq = -rr - rs
    elif dr > ds:
        rr = -rq - rs
    return Hex(rq, rr)


class Hexside(NamedTuple):
    """The edge between two hexes, under one canonical name: directions 0..2 only.

    >>> Hexside.of(Hex(0, 0), 3) == Hexside.of(Hex(0, 1), 0)
    True
    """

    hex: Hex
    direction: int

    @classmethod
    def of(cls, hex_: Hex, direction: int) -> Hexside:
        if direction < 3:
            return cls(hex_, direction)
        return cls(hex_.neighbour(direction), opposite(direction))

    def hexes(self) -> tuple[Hex, Hex]:
        """The two hexes that share the edge."""
        return self.hex, self.hex.neighbour(self.direction)

    def vertices(self) -> tuple[Vertex, Vertex]:
        """The two ends of the edge, clockwise as seen from `hex`."""
        return Vertex.of(self.hex, self.direction - 1), Vertex.of(self.hex, self.direction)


class Vertex(NamedTuple):
    """A corner where three hexes meet, named by those hexes in sorted order.

    Corner number c of a hex lies clockwise after its edge in direction c, between edges c and c+1.
    """

    hexes: tuple[Hex, Hex, Hex]

    @classmethod
    def of(cls, hex_: Hex, corner: int) -> Vertex:
        a, b, c = sorted((hex_, hex_.neighbour(corner % 6), hex_.neighbour((corner + 1) % 6)))
        return cls((a, b, c))
