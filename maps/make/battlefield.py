"""A battle laid on hexes: ground, roads, crossings, armies and places from kilometres, written as a map for Tiled.

Every battle is a :class:`Battle` (data, in kilometres from the confluence of the Khalkhin Gol with the Holsten) in a
country of :mod:`geography`; :class:`Battlefield` makes the map of it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import geography as geo
from armies import Row
from grid import Cell, Edge, Grid, Km, Point, distance_to
from khalkhin.scenario.making.tmx_writer import TmxWriter, Value, tile_number


@dataclass(frozen=True)
class Store:
    """A supply source or depot and its further properties (per_turn, stock), or an airfield (fighters, bombers)."""

    kind: str
    name: str
    side: str
    at: Km | str
    figures: Mapping[str, int]


@dataclass(frozen=True)
class Battle:
    """What a map shows: crossings as (name, class, place), those on the river owned by `bridges_of` unless `owners`
    names another side, and with the `hits` given by name; roads as (class, name,
    stops: kilometres or names of places and crossings); objectives as (place or crossing, side, worth, final worth);
    areas by their corners; labels as (text, kind, place). `armies` are rows by side."""

    folder: str
    grid: Grid
    country: geo.Country = geo.KHALKHIN
    river_crossings: tuple[tuple[str, str, Km], ...] = ()
    stream_crossings: tuple[tuple[str, str, Km], ...] = ()
    bridges_of: str = "soviet"
    owners: Mapping[str, str] = field(default_factory=dict)
    hits: Mapping[str, int] = field(default_factory=dict)
    roads: tuple[tuple[str, str, tuple[Km | str, ...]], ...] = ()
    objectives: tuple[tuple[str, str, int, int], ...] = ()
    stores: tuple[Store, ...] = ()
    areas: tuple[tuple[str, tuple[Km, ...]], ...] = ()
    labels: tuple[tuple[str, str, Km], ...] = ()
    armies: Mapping[str, Sequence[Row]] = field(default_factory=dict)


class Battlefield:
    """The ground as hexes; building it in the order rivers, terrain, crossings, roads, escarpment."""

    def __init__(self, battle: Battle) -> None:
        self.battle = battle
        self.grid = g = battle.grid
        self.country = land = battle.country
        self.sides = g.hexsides()
        self.rivers = [(name, g.snap_course(course)) for name, course in land.rivers]
        self.streams = [(name, g.snap_course(course, end=self._mouth(course[-1]))) for name, course in land.streams]
        self.river_edges = set().union(*(_edges(way) for _, way in self.rivers))
        self.stream_edges = set().union(*(_edges(way) for _, way in self.streams)) - self.river_edges
        self.west = self._bank(min(g.cells(), key=lambda c: (g.km(g.centre(c))[0] + g.km(g.centre(c))[1] * 0.2, c)))
        self.taken: dict[str, Cell] = {}
        self.terrain = self._terrain()
        self.crossings = {
            name: (kind, self._hexside(at, edges))
            for table, edges in (
                (battle.river_crossings, self.river_edges),
                (battle.stream_crossings, self.stream_edges),
            )
            for name, kind, at in table
        }
        self.roads = [(kind, name, g.way(self._stops(stops), self._closed)) for kind, name, stops in battle.roads]
        self.cliffs = self._cliffs()

    def place(self, at: Km | str) -> Cell:
        """The hex of a place."""
        if isinstance(at, str):
            return self.taken.get(at) or self.grid.nearest(self.country.places[at])
        return self.grid.nearest(at)

    def _mouth(self, end: Km) -> Point | None:
        """The corner of a river where a stream that ends beside it runs into it."""
        here = self.grid.pixel(end)
        corners = [p for _, way in self.rivers for p in way]
        near = min(corners, key=lambda p: (math.dist(p, here), p))
        return near if math.dist(near, here) < self.grid.layout.tile_height else None

    def _bank(self, start: Cell) -> set[Cell]:
        """Every hex that can be reached from one without crossing the river."""
        found, todo = {start}, [start]
        while todo:
            here = todo.pop()
            for n in self.grid.neighbours(here):
                if n not in found and self.grid.edge(here, n) not in self.river_edges:
                    found.add(n)
                    todo.append(n)
        return found

    def _inside(self, at: Km) -> bool:
        return self.grid.holds(at)

    def _terrain(self) -> dict[Cell, str]:
        g = self.grid
        ground = dict.fromkeys(g.cells(), "steppe")
        land = self.country
        for cell in self.west if land.plateau else ():
            at = g.km(g.centre(cell))
            if distance_to(land.rivers[0][1], at) > 2.6 and self._behind_brow(at):
                ground[cell] = "upland"
        for name, patches in (*land.patches.items(), ("lake", land.lakes)):
            for x, y, radius in patches:
                for cell in g.cells():
                    far = math.dist(g.km(g.centre(cell)), (x, y))
                    near_river = any(g.edge(cell, n) in self.river_edges for n in g.neighbours(cell))
                    if far <= radius and (name != "marsh" or near_river or not land.plateau):
                        ground[cell] = name
        for name in land.settlements:
            if self._inside(land.places[name]):
                self.taken[name] = self._free(land.places[name])
                ground[self.taken[name]] = "settlement"
        for hill in land.hills:
            at = land.places[hill] if isinstance(hill, str) else hill
            if self._inside(at):
                self.taken[str(hill)] = self._free(at)
                ground[self.taken[str(hill)]] = "heights"
        return ground

    def _behind_brow(self, at: Km) -> bool:
        """Whether a place of the west bank lies behind the brow, or where there is no brow to keep it down."""
        x, north = at
        for a, b in pairwise(self.country.brow):
            if a[1] <= north <= b[1]:
                return x < a[0] + (b[0] - a[0]) * (north - a[1]) / (b[1] - a[1])
        return True

    def _free(self, at: Km) -> Cell:
        """The nearest hex not yet another named place's, on the same bank as the place."""
        g = self.grid
        west = g.nearest(at) in self.west
        return g.nearest(at, (c for c in g.cells() if c not in self.taken.values() and (c in self.west) == west))

    def _hexside(self, at: Km, among: Iterable[Edge]) -> Edge:
        here = self.grid.pixel(at)
        return min(among, key=lambda e: (math.dist(_middle(e), here), sorted(e)))

    def _stops(self, stops: Sequence[Km | str]) -> list[Cell]:
        """A road's stops as hexes; at a crossing, the near hex and then the far one."""
        out: list[Cell] = []
        for stop in stops:
            if isinstance(stop, str) and stop in self.crossings:
                a, b = self.sides[self.crossings[stop][1]]
                last = self.grid.centre(out[-1])
                near, far = sorted((a, b), key=lambda c: (math.dist(self.grid.centre(c), last), c))
                out += [near, far]
            else:
                out.append(self.place(stop))
        return [c for i, c in enumerate(out) if i == 0 or c != out[i - 1]]

    def _closed(self, a: Cell, b: Cell) -> float:
        edge = self.grid.edge(a, b)
        bridged = any(edge == e for _, e in self.crossings.values())
        water = edge in self.river_edges or edge in self.stream_edges
        slow = {"sand": 2.0, "dunes": 0.8, "marsh": 1.0, "heights": 0.3, "rough": 0.2}.get(self.terrain[b], 0.0)
        return slow + (1000 if water and not bridged else 0)

    def _cliffs(self) -> list[list[Point]]:
        """The escarpment in pieces: broken where a road climbs it, and beside the river itself."""
        open_ = self.river_edges | {self.grid.edge(a, b) for _, _, way in self.roads for a, b in pairwise(way)}
        pieces: list[list[Point]] = [[]]
        brow = self.grid.snap_course(self.country.brow) if self.country.brow else []
        for a, b in pairwise(brow):
            if frozenset((a, b)) in open_:
                pieces.append([])
            elif pieces[-1]:
                pieces[-1].append(b)
            else:
                pieces[-1] = [a, b]
        return [p for p in pieces if len(p) > 1]

    def text(self) -> str:
        """The file."""
        g = self.grid
        tiles = [tile_number(self.terrain[cell], cell) for cell in g.cells()]
        out = TmxWriter(g.width, g.height, tiles, "../tilesets/terrain.tsx")
        out.layer("hexsides", "#3b6f96")
        for kind, courses in (("River", self.rivers), ("Stream", self.streams)):
            for name, way in courses:
                out.polyline(kind, name, way)
        for piece in self.cliffs:
            out.polyline("Escarpment", "Brow of the west bank", piece)
        for name, claim, course in self.country.borders:
            line = g.snap_course(course) if course else self.rivers[0][1]
            out.polyline("Border", name, line, {"claim": claim})
        out.layer("roads", "#8a5a34")
        for kind, name, way in self.roads:
            out.polyline(kind, name, [g.centre(c) for c in way])
        out.layer("crossings", "#202020")
        for name, (kind, edge) in self.crossings.items():
            x, y = _middle(edge)
            owned = kind != "Ford" and edge in self.river_edges
            owner = self.battle.owners.get(name, self.battle.bridges_of if owned else "")
            given: dict[str, Value] = {"owner": owner, "hits": self.battle.hits.get(name, 0)}
            out.point(kind, name, (round(x), round(y)), {k: v for k, v in given.items() if v})
        out.layer("units", "#a03020")
        for side, rows in self.battle.armies.items():
            self._units(out, side, rows)
        out.layer("places", "#3c7a3c")
        self._places(out)
        return out.text()

    def _units(self, out: TmxWriter, side: str, rows: Sequence[Row]) -> None:
        stacks: set[tuple[Cell, str]] = set()
        for row in rows:
            bank = {"west": self.west, "east": set(self.grid.cells()) - self.west}.get(row.bank, set(self.grid.cells()))
            taken = {c for c, stack in stacks if stack == row.stack and stack != "column"}
            cell = self.grid.nearest(row.at, [c for c in sorted(bank) if c not in taken])
            stacks.add((cell, row.stack))
            more: dict[str, Value] = {
                "quality": "" if row.quality == "regular" else row.quality,
                "leader": row.leader,
                "entrenchment": row.entrenchment,
                "steps": row.steps or 0,
                "nation": row.nation,
            }
            given = {k: v for k, v in more.items() if v}
            out.point(
                "Unit",
                row.name,
                self.grid.centre(cell),
                {"code": row.code, "type": row.type, "side": side, "formation": row.formation, **given},
            )

    def _places(self, out: TmxWriter) -> None:
        g = self.grid
        for name, side, worth, final in self.battle.objectives:
            cell = self._crossing_end(name) if name in self.crossings else self.place(name)
            out.point("Objective", name, g.centre(cell), {"side": side, "worth": worth, "final_worth": final})
        for store in self.battle.stores:
            out.point(store.kind, store.name, g.centre(self.place(store.at)), {"side": store.side, **store.figures})
        for name, corners in self.battle.areas:
            out.polygon("Area", name, [_whole(g.pixel(p)) for p in corners])
        for name, cell in self.taken.items():
            if name in self.country.places:
                kind = "place" if name in self.country.settlements else "heights"
                out.point("Label", name, g.centre(cell), {"kind": kind})
        for name, kind, at in self.battle.labels:
            out.point("Label", name, _whole(g.pixel(at)), {"kind": kind})

    def _crossing_end(self, name: str) -> Cell:
        """The hex at a crossing's east end: who stands there has the crossing."""
        return next(c for c in self.sides[self.crossings[name][1]] if c not in self.west)


def _edges(path: Sequence[Point]) -> set[Edge]:
    return {frozenset(pair) for pair in pairwise(path)}


def _middle(edge: Edge) -> tuple[float, float]:
    (ax, ay), (bx, by) = sorted(edge)
    return (ax + bx) / 2, (ay + by) / 2


def _whole(at: tuple[float, float]) -> Point:
    return round(at[0]), round(at[1])
