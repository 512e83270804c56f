"""Kilometres onto hexes: nearest hexes, courses along hexsides, ways through hex centres."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import pairwise
from typing import TypeVar

from khalkhin.core.board.layout import Layout

Km = tuple[float, float]
Point = tuple[int, int]
Cell = tuple[int, int]
Edge = frozenset[Point]
N = TypeVar("N")


@dataclass(frozen=True)
class Grid:
    """A map of flat-top hexes whose rows are `hex_km` apart; `west` and `north` are its edges in kilometres."""

    width: int
    height: int
    west: float
    north: float
    hex_km: float = 2.0
    layout: Layout = field(default_factory=Layout)

    def pixel(self, at: Km) -> tuple[float, float]:
        """Where a place lies on the map, in pixels."""
        k = self.layout.tile_height / self.hex_km
        return 12 + (at[0] - self.west) * k, 14 + (self.north - at[1]) * k

    def km(self, point: tuple[float, float]) -> Km:
        """The place under a pixel."""
        k = self.layout.tile_height / self.hex_km
        return (point[0] - 12) / k + self.west, self.north - (point[1] - 14) / k

    def cells(self) -> list[Cell]:
        return [(c, r) for r in range(self.height) for c in range(self.width)]

    def on_map(self, cell: Cell) -> bool:
        return 0 <= cell[0] < self.width and 0 <= cell[1] < self.height

    def centre(self, cell: Cell) -> Point:
        return self.layout.centre(*cell)

    def holds(self, at: Km) -> bool:
        """Whether a place lies on the map."""
        x, y = self.pixel(at)
        w, h = self.layout.size(self.width, self.height)
        return 0 <= x <= w and 0 <= y <= h

    def nearest(self, at: Km, among: Iterable[Cell] | None = None) -> Cell:
        """The hex whose centre is nearest to a place."""
        here = self.pixel(at)
        return min(among or self.cells(), key=lambda cell: (math.dist(self.centre(cell), here), cell))

    def neighbours(self, cell: Cell) -> list[Cell]:
        found = (self.layout.to_offset(h) for h in self.layout.to_hex(*cell).neighbours())
        return [n for n in found if self.on_map(n)]

    def edge(self, a: Cell, b: Cell) -> Edge:
        """The hexside between two adjacent hexes, as its two corners."""
        return frozenset(self.layout.corners(*a)) & frozenset(self.layout.corners(*b))

    def hexsides(self) -> dict[Edge, tuple[Cell, Cell]]:
        """Every hexside with a hex on both sides."""
        return {self.edge(a, b): (a, b) for a in self.cells() for b in self.neighbours(a) if a < b}

    def snap_course(self, course: Sequence[Km], end: Point | None = None) -> list[Point]:
        """The chain of hexsides that follows a course most closely, as corners. `end` fixes its last corner."""
        line = [self.pixel(p) for p in course]
        graph: dict[Point, list[tuple[Point, float]]] = {}
        for edge in self.hexsides():
            a, b = sorted(edge)
            away = distance_to(line, ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2))
            cost = 1 + (away / 9) ** 2
            graph.setdefault(a, []).append((b, cost))
            graph.setdefault(b, []).append((a, cost))
        first, last = self._inside(line)
        start = min(graph, key=lambda p: (math.dist(p, first), p))
        goal = end or min(graph, key=lambda p: (math.dist(p, last), p))
        return shortest(start, goal, lambda p: graph[p])

    def _inside(self, line: Sequence[tuple[float, float]]) -> tuple[tuple[float, float], tuple[float, float]]:
        """The first and last points of a line that lie on the map."""
        w, h = self.layout.size(self.width, self.height)
        points = [
            (a[0] + (b[0] - a[0]) * i / 200, a[1] + (b[1] - a[1]) * i / 200)
            for a, b in pairwise(line)
            for i in range(201)
        ]
        kept = [p for p in points if 8 <= p[0] <= w - 8 and 8 <= p[1] <= h - 8]
        return kept[0], kept[-1]

    def way(self, stops: Sequence[Cell], closed: Callable[[Cell, Cell], float]) -> list[Cell]:
        """The straightest way through some hexes in turn; `closed` is the extra cost of a step."""
        path = [stops[0]]
        for a, b in pairwise(stops):
            chord = [self.centre(a), self.centre(b)]

            def steps(cell: Cell, chord: list[Point] = chord) -> list[tuple[Cell, float]]:
                return [
                    (n, 1 + (distance_to(chord, self.centre(n)) / 60) ** 2 + closed(cell, n))
                    for n in self.neighbours(cell)
                ]

            path += shortest(a, b, steps)[1:]
        return path


def distance_to(line: Sequence[tuple[float, float]], point: tuple[float, float]) -> float:
    """Distance from a point to a polyline."""
    best = math.inf
    px, py = point
    for (ax, ay), (bx, by) in pairwise(line):
        dx, dy = bx - ax, by - ay
        t = max(0.0, min(1.0, ((px - ax) * dx + (py - ay) * dy) / (dx * dx + dy * dy or 1)))
        best = min(best, math.hypot(ax + dx * t - px, ay + dy * t - py))
    return best


def shortest(start: N, goal: N, steps: Callable[[N], list[tuple[N, float]]]) -> list[N]:
    """Dijkstra's shortest path, ties broken by the order of nodes."""
    heap = [(0.0, start)]
    came: dict[N, N] = {}
    best = {start: 0.0}
    while heap:
        spent, here = heappop(heap)
        if here == goal:
            break
        if spent > best[here]:
            continue
        for n, cost in steps(here):
            if spent + cost < best.get(n, math.inf):
                best[n] = spent + cost
                came[n] = here
                heappush(heap, (spent + cost, n))
    path = [goal]
    while path[-1] != start:
        path.append(came[path[-1]])
    return path[::-1]
