"""Makes maps/double_envelopment/map.tmx from the geography and the armies of 20 August.

python maps/make/build_august.py
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]

import august  # noqa: E402
import geography as geo  # noqa: E402
from grid import Cell, Edge, Grid, Km, Point, distance_to  # noqa: E402
from tmx import TmxWriter  # noqa: E402

TARGET = ROOT / "maps" / "double_envelopment" / "map.tmx"
GRID = Grid(27, 29, west=-20, north=34)

#: Blocks of 4 x 4 tiles in the tileset, in its order; a block's texture runs on from hex to hex.
TERRAINS = ("steppe", "upland", "rough", "dunes", "sand", "marsh", "heights", "settlement", "lake")

#: Name, class, place; all are the Soviet army's own work or known to it.
RIVER_CROSSINGS: tuple[tuple[str, str, Km], ...] = (
    ("Southern Ford", "Ford", (17, -13.4)),
    ("Southern Bridge", "Bridge", (10.4, -11)),
    ("Sumber Bridge", "Bridge", (4.4, -8.2)),
    ("Central Bridge", "Bridge", (0.4, 1)),
    ("Northern Bridge", "Bridge", (-0.8, 7)),
    ("Bain-Tsagan Bridge", "Bridge", (-6.6, 17.6)),
    ("Northern Ford", "Ford", (-8, 23)),
)
STREAM_CROSSINGS: tuple[tuple[str, str, Km], ...] = (
    ("Lower Holsten Ford", "Ford", (3.4, 0.8)),
    ("Holsten Bridge", "Bridge", (8.8, 1.2)),
    ("Upper Holsten Ford", "Ford", (12.6, 2.4)),
)
#: Class, name, stops: places in kilometres, or the name of a place or a crossing.
ROADS: tuple[tuple[str, str, tuple[Km | str, ...]], ...] = (
    ("Road", "Tamsag road", ((-20, -16), (-10, -10), "Hamar-Daba", "Sumber", "Sumber Bridge")),
    ("Road", "Central road", ("Hamar-Daba", (-2, -4), (-2, 0), "Central Bridge")),
    ("Track", "Bank track", ((-2, 0), (-4, 4), (-5, 9), (-8, 14), (-9.6, 18), (-10, 22), (-12, 28))),
    ("Track", "Northern Bridge track", ((-5, 8), "Northern Bridge")),
    ("Track", "Bain-Tsagan Bridge track", ((-9.6, 18), "Bain-Tsagan Bridge")),
    ("Track", "Northern Ford track", ((-10, 22), "Northern Ford")),
    ("Track", "Western track", ((-20, 6), (-14, 8), (-9, 14))),
    ("Track", "Plateau track", ((-10, -10), (-11, 0), (-14, 8))),
    ("Track", "South bank track", ("Sumber", (8, -13), (16, -16), (26, -22))),
    ("Track", "Southern Bridge track", ((9.6, -13), "Southern Bridge")),
    ("Track", "Southern Ford track", ((16, -16), "Southern Ford")),
    ("Road", "Hailar road", ((26, 25), "Jiangjunmiao", (18, 14), "Nomonhan Burd Obo")),
    ("Road", "Nomonhan road", ("Nomonhan Burd Obo", (11, 6.2), (7.6, 2.8), (4, 2.4), "Central Bridge")),
    ("Track", "Remizov track", ((7.6, 2.8), "Remizov Heights", "Balshagal Heights", (11, 6.2))),
    ("Track", "North track", ("Nomonhan Burd Obo", (10, 12), (6, 15.4), "Fui Heights")),
    ("Track", "Fui track", ("Fui Heights", (-2, 18.4), "Bain-Tsagan Bridge")),
    ("Road", "Holsten road", ((11, 6.2), (10, 3), "Holsten Bridge", (9, -1), "Noro Heights", "Sumber Bridge")),
    ("Track", "Handagai track", ((26, -8), (19, -4.4), (12.8, -4.4), "Noro Heights")),
    ("Track", "Frontier track", ("Nomonhan Burd Obo", (15.6, 1), (19, -4.4))),
    ("Track", "Eastern track", ((26, 6), (20, 6.4), "Nomonhan Burd Obo")),
)
OBJECTIVES: tuple[tuple[str, str, int, int], ...] = (
    ("Fui Heights", "japanese", 20, 6),
    ("Remizov Heights", "japanese", 24, 10),
    ("Balshagal Heights", "japanese", 16, 8),
    ("Noro Heights", "japanese", 14, 6),
    ("Peschanaya", "japanese", 10, 4),
    ("Zelenaya", "japanese", 8, 3),
    ("Nomonhan Burd Obo", "japanese", 30, 12),
    ("Central Bridge", "soviet", 20, 10),
    ("Hamar-Daba", "soviet", 30, 15),
    ("Sumber", "soviet", 14, 8),
)
#: Class, name, side, place, SP there at the start, SP that come in each turn.
SUPPLY: tuple[tuple[str, str, str, Km, int, int], ...] = (
    ("SupplySource", "Tamsag road", "soviet", (-20, -16), 120, 50),
    ("SupplySource", "Hailar road", "japanese", (26, 25), 40, 18),
    ("SupplySource", "Handagai road", "japanese", (26, -8), 10, 8),
    ("Depot", "Hamar-Daba depot", "soviet", (-1.6, -8.4), 180, 0),
    ("Depot", "Sumber depot", "soviet", (2, -9.5), 160, 0),
    ("Depot", "Bain-Tsagan depot", "soviet", (-10, 18), 180, 0),
    ("Depot", "Bridgehead depot", "soviet", (1.8, 3), 70, 0),
    ("Depot", "Cavalry depot", "soviet", (-4, 19.6), 40, 0),
    ("Depot", "Southern bridgehead depot", "soviet", (13, -9.6), 40, 0),
    ("Depot", "Nomonhan depot", "japanese", (14, 6), 120, 0),
    ("Depot", "Northern depot", "japanese", (9, 12), 45, 0),
    ("Depot", "Southern depot", "japanese", (12, -3.6), 45, 0),
)
AREAS: tuple[tuple[str, tuple[Km, ...]], ...] = (
    (
        "Front line",
        (
            (0, 19.5),
            (4.6, 19.5),
            (7, 12.6),
            (10.6, 9),
            (10.6, 3),
            (11, -6.6),
            (3.6, -6.8),
            (5.6, -2),
            (4.9, 4),
            (3.6, 9),
            (0, 15),
        ),
    ),
    ("Fui", ((0, 19.5), (4.6, 19.5), (4.6, 14.6), (0, 14.6))),
    ("Gun line", ((8, 6.6), (14, 6.6), (14, 1.8), (8, 1.8))),
    ("South bank of the Holsten", ((3.6, -0.2), (13, 1.4), (13, -7), (3.6, -7))),
)
LABELS: tuple[tuple[str, str, Km], ...] = (
    ("Khalkhin Gol", "river", (-9.4, 28)),
    ("Khalkhin Gol", "river", (20, -15.2)),
    ("Khalkhin Gol", "river", (0, 10)),
    ("Holsten", "river", (11.2, 1.6)),
    ("West bank plateau", "region", (-13, 3)),
    ("Manchukuo", "region", (19, 19)),
    ("Mongolia", "region", (-13, -18)),
    ("to Tamsag-Bulak", "region", (-17.5, -13.4)),
    ("to Hailar", "region", (23.4, 26.6)),
    ("to Handagai", "region", (23, -6)),
)


class August:
    """The ground as hexes; building it in the order rivers, terrain, crossings, roads, escarpment."""

    def __init__(self) -> None:
        g = GRID
        self.sides = g.hexsides()
        self.river = g.snap_course(geo.KHALKHIN_GOL)
        mouth = min(self.river, key=lambda p: (math.dist(p, g.pixel((0, 0))), p))
        self.holsten = g.snap_course(geo.HOLSTEN, end=mouth)
        self.river_edges = _edges(self.river)
        self.stream_edges = _edges(self.holsten) - self.river_edges
        self.west = self._bank(g.nearest((-18, -20)))
        self.taken: dict[str, Cell] = {}
        self.terrain = self._terrain()
        self.crossings = {
            name: (kind, self._hexside(at, edges))
            for table, edges in ((RIVER_CROSSINGS, self.river_edges), (STREAM_CROSSINGS, self.stream_edges))
            for name, kind, at in table
        }
        self.roads = [(kind, name, g.way(self._stops(stops), self._closed)) for kind, name, stops in ROADS]
        self.cliffs = self._cliffs()

    def place(self, at: Km | str) -> Cell:
        """The hex of a place."""
        if isinstance(at, str):
            return self.taken.get(at) or GRID.nearest(geo.PLACES[at])
        return GRID.nearest(at)

    def _bank(self, start: Cell) -> set[Cell]:
        """Every hex that can be reached from one without crossing the river."""
        found, todo = {start}, [start]
        while todo:
            here = todo.pop()
            for n in GRID.neighbours(here):
                if n not in found and GRID.edge(here, n) not in self.river_edges:
                    found.add(n)
                    todo.append(n)
        return found

    def _terrain(self) -> dict[Cell, str]:
        ground = dict.fromkeys(GRID.cells(), "steppe")
        for cell in self.west:
            at = GRID.km(GRID.centre(cell))
            if distance_to(geo.KHALKHIN_GOL, at) > 2.6 and _above_escarpment(at):
                ground[cell] = "upland"
        for name, patches in (("rough", geo.ROUGH), ("dunes", geo.DUNES), ("sand", geo.SAND), ("marsh", geo.MARSH)):
            for x, y, radius in patches:
                for cell in GRID.cells():
                    far = math.dist(GRID.km(GRID.centre(cell)), (x, y))
                    near_river = any(GRID.edge(cell, n) in self.river_edges for n in GRID.neighbours(cell))
                    if far <= radius and (name != "marsh" or near_river):
                        ground[cell] = name
        for name in geo.SETTLEMENTS:
            self.taken[name] = self._free(geo.PLACES[name])
            ground[self.taken[name]] = "settlement"
        for at in geo.HILLS:
            name = str(at)
            self.taken[name] = self._free(geo.PLACES[at] if isinstance(at, str) else at)
            ground[self.taken[name]] = "heights"
        return ground

    def _free(self, at: Km) -> Cell:
        """The nearest hex not yet another named place's, on the same bank as the place."""
        west = GRID.nearest(at) in self.west
        return GRID.nearest(at, (c for c in GRID.cells() if c not in self.taken.values() and (c in self.west) == west))

    def _hexside(self, at: Km, among: Iterable[Edge]) -> Edge:
        here = GRID.pixel(at)
        return min(among, key=lambda e: (math.dist(_middle(e), here), sorted(e)))

    def _stops(self, stops: Sequence[Km | str]) -> list[Cell]:
        """A road's stops as hexes; at a crossing, the near hex and then the far one."""
        out: list[Cell] = []
        for stop in stops:
            if isinstance(stop, str) and stop in self.crossings:
                a, b = self.sides[self.crossings[stop][1]]
                near, far = sorted((a, b), key=lambda c: (math.dist(GRID.centre(c), GRID.centre(out[-1])), c))
                out += [near, far]
            else:
                out.append(self.place(stop))
        return [c for i, c in enumerate(out) if i == 0 or c != out[i - 1]]

    def _closed(self, a: Cell, b: Cell) -> float:
        edge = GRID.edge(a, b)
        bridged = any(edge == e for _, e in self.crossings.values())
        water = edge in self.river_edges or edge in self.stream_edges
        slow = {"sand": 2.0, "dunes": 0.8, "marsh": 1.0, "heights": 0.3, "rough": 0.2}.get(self.terrain[b], 0.0)
        return slow + (1000 if water and not bridged else 0)

    def _cliffs(self) -> list[list[Point]]:
        """The escarpment in pieces: broken where a road climbs it, and beside the river itself."""
        open_ = self.river_edges | {GRID.edge(a, b) for _, _, way in self.roads for a, b in pairwise(way)}
        pieces: list[list[Point]] = [[]]
        for a, b in pairwise(GRID.snap_course(geo.ESCARPMENT)):
            if frozenset((a, b)) in open_:
                pieces.append([])
            elif pieces[-1]:
                pieces[-1].append(b)
            else:
                pieces[-1] = [a, b]
        return [p for p in pieces if len(p) > 1]

    def text(self) -> str:
        """The file."""
        tiles = [tile_number(self.terrain[cell], cell) for cell in GRID.cells()]
        out = TmxWriter(GRID.width, GRID.height, tiles, "../tilesets/terrain.tsx")
        out.layer("hexsides", "#3b6f96")
        out.polyline("River", "Khalkhin Gol", self.river)
        out.polyline("Stream", "Holsten", self.holsten)
        for piece in self.cliffs:
            out.polyline("Escarpment", "Brow of the west bank", piece)
        claim = GRID.snap_course(geo.CLAIMED_BORDER)
        out.polyline("Border", "Frontier by the Soviet and Mongolian claim", claim, {"claim": "soviet"})
        out.polyline("Border", "Frontier by the Japanese claim", self.river, {"claim": "japanese"})
        out.layer("roads", "#8a5a34")
        for kind, name, way in self.roads:
            out.polyline(kind, name, [GRID.centre(c) for c in way])
        out.layer("crossings", "#202020")
        for name, (kind, edge) in self.crossings.items():
            x, y = _middle(edge)
            owner = {"owner": "soviet"} if kind == "Bridge" and edge in self.river_edges else {}
            out.point(kind, name, (round(x), round(y)), owner)
        out.layer("units", "#a03020")
        for side, rows in (
            ("soviet", august.SOVIET + august.SOVIET_TRUCKS),
            ("japanese", august.JAPANESE + august.JAPANESE_TRUCKS + august.ARRIVALS),
        ):
            self._units(out, side, rows)
        out.layer("places", "#3c7a3c")
        self._places(out)
        return out.text()

    def _units(self, out: TmxWriter, side: str, rows: Sequence[august.Row]) -> None:
        stacks: set[tuple[Cell, bool]] = set()
        for row in rows:
            bank = self.west if row.bank == "west" else set(GRID.cells()) - self.west
            # Columns pass one another freely; of other units a hex holds one of each kind.
            free = [c for c in sorted(bank) if row.column or (c, row.support) not in stacks]
            cell = GRID.nearest(row.at, free)
            if not row.column:
                stacks.add((cell, row.support))
            more = {
                "quality": "" if row.quality == "regular" else row.quality,
                "leader": row.leader,
                "entrenchment": row.entrenchment,
                "steps": row.steps or 0,
            }
            out.point(
                "Unit",
                row.name,
                GRID.centre(cell),
                {
                    "code": row.code,
                    "type": row.type,
                    "side": side,
                    "formation": row.formation,
                    "nation": row.nation,
                    **{k: v for k, v in more.items() if v},
                },
            )

    def _places(self, out: TmxWriter) -> None:
        for name, side, worth, final in OBJECTIVES:
            cell = self._crossing_end(name) if name in self.crossings else self.place(name)
            out.point("Objective", name, GRID.centre(cell), {"side": side, "worth": worth, "final_worth": final})
        for kind, name, side, at, stock, income in SUPPLY:
            amounts = {"stock": stock, **({"per_turn": income} if kind == "SupplySource" else {})}
            out.point(kind, name, GRID.centre(self.place(at)), {"side": side, **amounts})
        for name, corners in AREAS:
            out.polygon("Area", name, [_whole(GRID.pixel(p)) for p in corners])
        for name, cell in self.taken.items():
            if name in geo.PLACES:
                out.point("Label", name, GRID.centre(cell), {"kind": "place" if name in geo.SETTLEMENTS else "heights"})
        for name, kind, at in LABELS:
            out.point("Label", name, _whole(GRID.pixel(at)), {"kind": kind})

    def _crossing_end(self, name: str) -> Cell:
        """The hex at a crossing's east end: who stands there has the crossing."""
        return next(c for c in self.sides[self.crossings[name][1]] if c not in self.west)


def tile_number(terrain: str, cell: Cell) -> int:
    """The tile (counted from 1) of a terrain for a hex: the part of its texture that belongs there."""
    block = TERRAINS.index(terrain)
    col, row = block % 3 * 4 + cell[0] % 4, block // 3 * 4 + cell[1] % 4
    return row * 12 + col + 1


def _edges(path: Sequence[Point]) -> set[Edge]:
    return {frozenset(pair) for pair in pairwise(path)}


def _middle(edge: Edge) -> tuple[float, float]:
    (ax, ay), (bx, by) = sorted(edge)
    return (ax + bx) / 2, (ay + by) / 2


def _whole(at: tuple[float, float]) -> Point:
    return round(at[0]), round(at[1])


def _above_escarpment(at: Km) -> bool:
    """Whether a place of the west bank lies behind the brow, or where there is no brow to keep it down."""
    x, north = at
    for a, b in pairwise(geo.ESCARPMENT):
        if a[1] <= north <= b[1]:
            return x < a[0] + (b[0] - a[0]) * (north - a[1]) / (b[1] - a[1])
    return True


def main() -> None:
    TARGET.write_text(August().text(), encoding="utf-8")


if __name__ == "__main__":
    main()
