"""Rivers, roads, escarpments and borders as smooth shapes.

Hexside features follow the corners of hexes as a quadratic B-spline (it touches every hexside in its middle, so each
bank stays on its own side); roads run through hex centres as a Catmull-Rom spline. Shapes are polygons in pixels of
the drawing layout, sorted into square cells so that a part of the map finds its own quickly.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from khalkhin.core.board.board import Board
from khalkhin.core.board.layout import Layout
from khalkhin.core.model.rules import HexsideKind, Road
from khalkhin.core.model.scenario import Scenario
from khalkhin.ui.map import palette
from khalkhin.ui.map.palette import Colour
from khalkhin.ui.widgets.strokes import Point, catmull, dashes

Node = tuple[int, int]

#: Side of a cell of the shape index, in pixels of the drawing layout.
CELL = 128


@dataclass(frozen=True, slots=True)
class Shape:
    """A filled polygon. Lower layers are drawn first; `fine` ones are left out where they would be specks."""

    layer: int
    colour: Colour
    points: tuple[Point, ...]
    fine: bool = False


@dataclass(slots=True)
class ShapeIndex:
    """Shapes by cell."""

    cells: dict[tuple[int, int], list[tuple[int, Shape]]] = field(default_factory=dict)
    count: int = 0

    def add(self, shape: Shape) -> None:
        self.count += 1
        xs = [p[0] for p in shape.points]
        ys = [p[1] for p in shape.points]
        placed = self.count, shape
        for cx in range(int(min(xs) // CELL), int(max(xs) // CELL) + 1):
            for cy in range(int(min(ys) // CELL), int(max(ys) // CELL) + 1):
                self.cells.setdefault((cx, cy), []).append(placed)

    def within(self, left: float, top: float, right: float, bottom: float) -> list[Shape]:
        """Shapes that may touch a rectangle, in the order to draw them."""
        found: dict[int, Shape] = {}
        for cx in range(int(left // CELL), int(right // CELL) + 1):
            for cy in range(int(top // CELL), int(bottom // CELL) + 1):
                found.update(self.cells.get((cx, cy), ()))
        return [s for _, s in sorted(found.items(), key=lambda item: (item[1].layer, item[0]))]


@dataclass(frozen=True, slots=True)
class Curves:
    """All line features of a map: `always`, and `borders`, which may be switched off."""

    always: ShapeIndex
    borders: ShapeIndex

    @classmethod
    def of(cls, scenario: Scenario, layout: Layout) -> Curves:
        """Work out the shapes of a scenario's map in its drawing layout."""
        board = scenario.board
        always, borders = ShapeIndex(), ShapeIndex()
        for shape in _waters(board, layout):
            always.add(shape)
        for shape in _escarpments(board, layout):
            always.add(shape)
        for shape in _roads(board, layout):
            always.add(shape)
        for i, (claim, sides) in enumerate(sorted(board.borders.items())):
            colour = palette.mix(palette.side_colour(scenario, claim), (30, 10, 10), 0.25)
            for shape in _border(board, layout, sides, colour, i):
                borders.add(shape)
        return cls(always, borders)


# -- chains and splines ------------------------------------------------------------------------------------


def chains(edges: Iterable[tuple[Node, Node]]) -> list[list[Node]]:
    """Join edges into paths that end where a path ends or forks; a closed path repeats its first node at the end."""
    links: dict[Node, list[Node]] = {}
    for a, b in edges:
        links.setdefault(a, []).append(b)
        links.setdefault(b, []).append(a)
    done: set[tuple[Node, Node]] = set()
    out: list[list[Node]] = []

    def walk(start: Node, to: Node) -> None:
        path = [start, to]
        done.update(((start, to), (to, start)))
        while len(links[path[-1]]) == 2 and path[-1] != start:
            a, b = links[path[-1]]
            following = b if a == path[-2] else a
            done.update(((path[-1], following), (following, path[-1])))
            path.append(following)
        out.append(path)

    for node in sorted(links):
        if len(links[node]) != 2:
            for to in sorted(links[node]):
                if (node, to) not in done:
                    walk(node, to)
    for node in sorted(links):
        for to in sorted(links[node]):
            if (node, to) not in done:
                walk(node, to)
    return out


def corner_curve(nodes: Sequence[Point], samples: int = 5) -> list[Point]:
    """A smooth line along corners: it touches the middle of every edge and keeps its ends."""
    closed = len(nodes) > 3 and nodes[0] == nodes[-1]
    mids = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in zip(nodes, nodes[1:], strict=False)]
    out: list[Point] = [] if closed else [nodes[0]]
    bends = list(zip(mids, nodes[1:], mids[1:], strict=False))
    if closed:
        bends.append((mids[-1], nodes[0], mids[0]))
    for a, b, c in bends:
        for k in range(samples):
            t = k / samples
            u = 1 - t
            out.append((u * u * a[0] + 2 * u * t * b[0] + t * t * c[0], u * u * a[1] + 2 * u * t * b[1] + t * t * c[1]))
    if closed:
        out.append(out[0])
    else:
        out += [mids[-1], nodes[-1]]
    return out


def centre_curve(nodes: Sequence[Point], samples: int = 6) -> list[Point]:
    """A smooth line through every node."""
    closed = len(nodes) > 3 and nodes[0] == nodes[-1]
    pts = [nodes[-2] if closed else nodes[0], *nodes, nodes[1] if closed else nodes[-1]]
    out: list[Point] = []
    for p0, p1, p2, p3 in zip(pts, pts[1:], pts[2:], pts[3:], strict=False):
        for k in range(samples):
            t = k / samples
            out.append((catmull(p0[0], p1[0], p2[0], p3[0], t), catmull(p0[1], p1[1], p2[1], p3[1], t)))
    out.append(nodes[-1])
    return out


def normals(points: Sequence[Point]) -> list[Point]:
    """Unit normals along a line, to the right of its way on the screen's axes."""
    out: list[Point] = []
    last = len(points) - 1
    for i in range(len(points)):
        (ax, ay), (bx, by) = points[max(0, i - 1)], points[min(last, i + 1)]
        dx, dy = bx - ax, by - ay
        d = math.hypot(dx, dy) or 1.0
        out.append((-dy / d, dx / d))
    return out


def ribbons(points: Sequence[Point], half: float, piece: int = 9, shift: float = 0.0) -> Iterator[tuple[Point, ...]]:
    """Polygons of a line `half` pixels wide to either side, in pieces; `shift` moves it to the right of its way."""
    across = normals(points)
    for i in range(0, len(points) - 1, piece):
        part = list(zip(points[i : i + piece + 1], across[i : i + piece + 1], strict=True))
        a, b = shift + half, shift - half
        yield tuple(
            [(x + nx * a, y + ny * a) for (x, y), (nx, ny) in part]
            + [(x + nx * b, y + ny * b) for (x, y), (nx, ny) in reversed(part)]
        )


def disc(centre: Point, radius: float, corners: int = 14) -> tuple[Point, ...]:
    """A round spot as a polygon."""
    return tuple(
        (
            centre[0] + radius * math.cos(2 * math.pi * k / corners),
            centre[1] + radius * math.sin(2 * math.pi * k / corners),
        )
        for k in range(corners)
    )


def cross(centre: Point, reach: float, half: float) -> tuple[tuple[Point, ...], ...]:
    """The two strokes of an oblique cross as polygons, so far from its middle and half so broad."""
    (x, y), r = centre, math.sqrt(0.5)
    ends = ((reach, -half), (reach, half), (-reach, half), (-reach, -half))
    return tuple(tuple((x + (a - turn * b) * r, y + (turn * a + b) * r) for a, b in ends) for turn in (1, -1))


# -- the features ------------------------------------------------------------------------------------------


def side_ends(board: Board, layout: Layout, hexside: int) -> tuple[Node, Node]:
    """The two corners of a hexside in pixels of the drawing layout."""
    hex_, d = divmod(hexside, 6)
    corners = layout.corners(*board.place(hex_))
    return corners[(d - 1) % 6], corners[d]


def side_middle(board: Board, layout: Layout, hexside: int) -> Point:
    """The middle of a hexside in pixels of the drawing layout."""
    (ax, ay), (bx, by) = side_ends(board, layout, hexside)
    return (ax + bx) / 2, (ay + by) / 2


def _jitter(node: Node, amount: float) -> Point:
    """A small fixed displacement of a corner, so that long reaches do not look ruled."""
    seed = (node[0] * 73856093 ^ node[1] * 19349663) & 0xFFFF
    return (node[0] + ((seed & 0xFF) / 127.5 - 1) * amount, node[1] + ((seed >> 8) / 127.5 - 1) * amount)


def _lines(board: Board, layout: Layout, sides: Iterable[int], jitter: float) -> list[list[Point]]:
    edges = sorted(side_ends(board, layout, s) for s in sides)
    return [corner_curve([_jitter(n, jitter) for n in chain]) for chain in chains(edges)]


#: Bands of water from the ground up: layer, half width, colour, fine.
_RIVER = (
    (0, 11.5, palette.SHORE, True),
    (1, 9.2, palette.BANK, False),
    (3, 6.9, palette.WATER_DEEP, False),
    (4, 5.2, palette.WATER, False),
)
_STREAM = (
    (0, 6.2, palette.SHORE, True),
    (1, 4.6, palette.BANK, False),
    (3, 2.9, palette.WATER_DEEP, False),
    (4, 1.8, palette.WATER, False),
)


def _waters(board: Board, layout: Layout) -> Iterator[Shape]:
    for kind, bands in ((HexsideKind.STREAM, _STREAM), (HexsideKind.RIVER, _RIVER)):
        for line in _lines(board, layout, (s for s, k in board.hexsides.items() if k is kind), 3.0):
            for layer, half, colour, fine in bands:
                yield from (Shape(layer, colour, p, fine) for p in ribbons(line, half))
                yield from (Shape(layer, colour, disc(end, half), fine) for end in (line[0], line[-1]))
            if kind is HexsideKind.RIVER:
                for part in dashes(line, (17, 13, 8, 21)):
                    yield from (Shape(5, palette.WATER_LIGHT, p, True) for p in ribbons(part, 0.7, shift=-1.6))
                for part in dashes(line[::-1], (11, 19, 15, 17)):
                    yield from (Shape(5, palette.WATER_LIGHT, p, True) for p in ribbons(part, 0.6, shift=-2.2))


def _escarpments(board: Board, layout: Layout) -> Iterator[Shape]:
    sides = [s for s, k in board.hexsides.items() if k is HexsideKind.ESCARPMENT]
    low: dict[frozenset[Node], Node] = {}
    for side in sides:
        one, other = board.hexside_hexes(side)
        if other >= 0:
            lower = one if board.terrain[one].elevation < board.terrain[other].elevation else other
            low[frozenset(side_ends(board, layout, side))] = layout.centre(*board.place(lower))
    for chain in chains(sorted(side_ends(board, layout, s) for s in sides)):
        votes = 0
        for a, b in zip(chain, chain[1:], strict=False):
            centre = low.get(frozenset((a, b)))
            if centre is not None:
                cross = (b[0] - a[0]) * (centre[1] - a[1]) - (b[1] - a[1]) * (centre[0] - a[0])
                votes += 1 if cross > 0 else -1
        line = corner_curve([_jitter(n, 1.5) for n in chain])
        if votes < 0:
            line.reverse()
        yield from (Shape(2, palette.CLIFF, p) for p in ribbons(line, 1.15))
        yield from (Shape(2, palette.CLIFF, p, True) for p in _hachures(line))


def _hachures(line: list[Point]) -> Iterator[tuple[Point, ...]]:
    """Teeth on the right of a line, that is downhill."""
    for i, part in enumerate(dashes(line, (3.2, 2.4))):
        (ax, ay), (bx, by) = part[0], part[-1]
        dx, dy = bx - ax, by - ay
        d = math.hypot(dx, dy)
        if d > 0.5:
            length = 7.5 if i % 2 else 5.5
            mx, my = (ax + bx) / 2, (ay + by) / 2
            yield (ax, ay), (bx, by), (mx - dy / d * length, my + dx / d * length)


def _roads(board: Board, layout: Layout) -> Iterator[Shape]:
    for kind in (Road.TRACK, Road.ROAD):
        edges = []
        for i, ways in enumerate(board.roads):
            for d, road in enumerate(ways):
                n = board.neighbours[i][d]
                if road is kind and n > i:
                    edges.append((layout.centre(*board.place(i)), layout.centre(*board.place(n))))
        for chain in chains(edges):
            line = centre_curve([_jitter(n, 2.0) for n in chain])
            if kind is Road.TRACK:
                for part in dashes(line, (7.5, 3.6)):
                    yield from (Shape(6, palette.TRACK, p) for p in ribbons(part, 0.95))
                continue
            for layer, half, colour in ((7, 2.7, palette.ROAD_EDGE), (8, 1.65, palette.ROAD)):
                yield from (Shape(layer, colour, p) for p in ribbons(line, half))
                yield from (Shape(layer, colour, disc(end, half)) for end in (line[0], line[-1]))


def _border(board: Board, layout: Layout, sides: Iterable[int], colour: Colour, nth: int) -> Iterator[Shape]:
    """A claimed border: dash and dot with a light edge; on water a thin line that leaves the water to be seen."""
    wet = {s for s in sides if board.kind(s) in (HexsideKind.RIVER, HexsideKind.STREAM)}
    pattern = (10, 3.6, 2.4, 3.6) if nth % 2 == 0 else (6, 3.2, 2.4, 3.2, 2.4, 3.2)
    for line in _lines(board, layout, set(sides) - wet, 0.0):
        for part in dashes(line, pattern):
            yield from (Shape(9, palette.PAPER, p, True) for p in ribbons(part, 2.1))
            yield from (Shape(10, colour, p) for p in ribbons(part, 1.35))
    for line in _lines(board, layout, wet, 3.0):
        for part in dashes(line, (7, 8, 1.8, 8)):
            yield from (Shape(10, colour, p) for p in ribbons(part, 0.9))
