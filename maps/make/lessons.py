"""The small maps of the lessons, drawn as letters: no country, only what a lesson is about.

Flat-top hexes, odd columns half a hex lower. A river runs along the east side of a column; a crossing
joins the hex of that column to the one south-east of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from armies import Row, japanese, mongol, soviet
from khalkhin.core.board.layout import Layout
from khalkhin.scenario.making.tmx_writer import Point, TmxWriter, Value, tile_number

Cell = tuple[int, int]
LAYOUT = Layout()
GROUND = {
    ".": "steppe",
    "u": "upland",
    "r": "rough",
    "d": "dunes",
    "s": "sand",
    "m": "marsh",
    "^": "heights",
    "v": "settlement",
    "L": "lake",
}


@dataclass(frozen=True)
class Water:
    """A river or stream along the east side of `column`, with crossings as (kind, name, row, owner)."""

    name: str
    column: int
    crossings: tuple[tuple[str, str, int, str], ...] = ()
    kind: str = "River"


@dataclass(frozen=True)
class Place:
    """A supply source, depot, airfield, objective or label in a hex."""

    kind: str
    name: str
    at: Cell
    figures: dict[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class SmallMap:
    """The map of a lesson or a puzzle. Units stand at the hexes of their rows."""

    folder: str
    rows: tuple[str, ...]
    units: dict[str, tuple[Row, ...]]
    places: tuple[Place, ...]
    roads: tuple[tuple[str, str, tuple[Cell, ...]], ...] = ()
    waters: tuple[Water, ...] = ()


def source(name: str, side: str, at: Cell, per_turn: int = 20) -> Place:
    return Place("SupplySource", name, at, {"side": side, "per_turn": per_turn, "stock": per_turn})


def depot(name: str, side: str, at: Cell, stock: int) -> Place:
    return Place("Depot", name, at, {"side": side, "stock": stock})


def aim(name: str, side: str, at: Cell) -> Place:
    return Place("Objective", name, at, {"side": side, "worth": 10, "final_worth": 10})


def row(col: int, to: int, at: int) -> tuple[Cell, ...]:
    """The hexes of a row of the map from one column to another."""
    return tuple((c, at) for c in range(col, to + 1))


FIRST_BATTLE = SmallMap(
    folder="first_battle",
    rows=(
        "..........",
        "......rr..",
        "......^r..",
        "......r...",
        "..........",
        "...d......",
        "..........",
    ),
    roads=(("Track", "Steppe track", row(0, 9, 3)),),
    units={
        "soviet": (
            soviet("su-1", "24th Rifle Regiment", "rifle-regiment", "36th Division", (3, 2), steps=6),
            soviet("su-2", "149th Rifle Regiment", "rifle-regiment", "36th Division", (4, 4), steps=6),
            soviet("su-guns", "175th Artillery", "field-artillery", "36th Division", (4, 3), steps=3),
        ),
        "japanese": (
            japanese("jp-1", "Outpost of the 64th", "jp-infantry-battalion", "64th Infantry", (6, 2), steps=2),
            japanese("jp-staff", "Staff of the 64th", "jp-hq", "64th Infantry", (9, 3), steps=1),
        ),
    },
    places=(
        source("Tamsag track", "soviet", (0, 3)),
        source("Hailar track", "japanese", (9, 3)),
        aim("Round Hill", "japanese", (6, 2)),
        Place("Label", "Round Hill", (6, 2), {"kind": "heights"}),
    ),
)

FORDS = SmallMap(
    folder="fords",
    rows=(
        "............",
        "............",
        "......d.....",
        "............",
        "............",
        "........^...",
        "............",
        "............",
    ),
    roads=(("Road", "Bridge road", (*row(0, 5, 5), (6, 6), *row(7, 11, 6))),),
    waters=(
        Water(
            "Khalkhin Gol",
            5,
            (("Ford", "Upper Ford", 2, ""), ("Bridge", "Road Bridge", 5, "soviet")),
        ),
    ),
    units={
        "soviet": (
            mongol("mn-1", "6th Cavalry", "mongol-cavalry", "6th Cavalry Division", (3, 2)),
            soviet("su-tanks", "11th Tank Brigade", "tank-brigade", "11th Tank Brigade", (1, 5)),
            soviet("su-1", "24th Rifle Regiment", "rifle-regiment", "36th Division", (4, 4), steps=6),
        ),
        "japanese": (japanese("jp-staff", "Staff of the 64th", "jp-hq", "64th Infantry", (11, 1), steps=1),),
    },
    places=(
        source("Tamsag road", "soviet", (0, 5)),
        source("Hailar track", "japanese", (11, 1)),
        aim("Far Height", "japanese", (8, 5)),
        Place("Label", "Far Height", (8, 5), {"kind": "heights"}),
    ),
)
GUNS = SmallMap(
    folder="guns",
    rows=(
        "..........",
        "......r...",
        ".....r^r..",
        "......r...",
        "..........",
        "..........",
        "..........",
    ),
    roads=(("Track", "Steppe track", row(0, 9, 5)),),
    units={
        "soviet": (
            soviet("su-1", "24th Rifle Regiment", "rifle-regiment", "36th Division", (5, 1), steps=7),
            soviet("su-2", "149th Rifle Regiment", "rifle-regiment", "36th Division", (6, 3), steps=7),
            soviet("su-guns", "175th Artillery", "field-artillery", "36th Division", (4, 2)),
            soviet("su-how", "Howitzers of the Corps", "howitzers", "57th Corps", (3, 4)),
        ),
        "japanese": (
            japanese("jp-1", "II/64th", "jp-infantry-battalion", "64th Infantry", (6, 2), steps=3, entrenchment=1),
            japanese("jp-staff", "Staff of the 64th", "jp-hq", "64th Infantry", (9, 3), steps=1),
        ),
    },
    places=(
        source("Tamsag track", "soviet", (0, 5), 40),
        source("Hailar track", "japanese", (9, 3)),
        aim("Two-Peak Hill", "japanese", (6, 2)),
        Place("Label", "Two-Peak Hill", (6, 2), {"kind": "heights"}),
    ),
)
SUPPLY = SmallMap(
    folder="supply",
    rows=(
        "................",
        "................",
        "....d...........",
        "................",
        "................",
        "................",
    ),
    roads=(("Road", "Tamsag road", row(0, 9, 3)), ("Track", "Outpost track", row(9, 15, 3))),
    units={
        "soviet": (
            soviet("su-1", "24th Rifle Regiment", "rifle-regiment", "36th Division", (12, 3), steps=6),
            soviet("su-2", "149th Rifle Regiment", "rifle-regiment", "36th Division", (11, 2), steps=6),
            soviet("su-trucks", "Truck column", "truck-column", "57th Corps", (0, 3)),
        ),
        "japanese": (japanese("jp-staff", "Staff of the 64th", "jp-hq", "64th Infantry", (15, 0), steps=1),),
    },
    places=(
        source("Tamsag road", "soviet", (0, 3), 30),
        depot("Forward depot", "soviet", (9, 3), 2),
        depot("Side depot", "soviet", (4, 1), 0),
        source("Hailar track", "japanese", (15, 0)),
        aim("Outpost", "soviet", (12, 3)),
    ),
)
BRIDGES = SmallMap(
    folder="bridges",
    rows=(
        "..........",
        "..........",
        "..........",
        ".....m....",
        "..........",
        "..........",
    ),
    roads=(("Track", "Bank track", row(0, 4, 2)),),
    waters=(Water("Khalkhin Gol", 4),),
    units={
        "soviet": (
            soviet("su-1", "24th Rifle Regiment", "rifle-regiment", "36th Division", (3, 2), steps=6),
            soviet("su-pont", "15th Pontoon Battalion", "soviet-engineers", "57th Corps", (4, 2)),
            soviet("su-guns", "175th Artillery", "field-artillery", "36th Division", (2, 3)),
        ),
        "japanese": (japanese("jp-staff", "Staff of the 64th", "jp-hq", "64th Infantry", (9, 0), steps=1),),
    },
    places=(
        source("Tamsag track", "soviet", (0, 2), 30),
        source("Hailar track", "japanese", (9, 0)),
        aim("East bank", "soviet", (7, 2)),
    ),
)
POCKET = SmallMap(
    folder="pocket",
    rows=(
        "...........",
        "...........",
        "...........",
        "......r....",
        "...........",
        "...........",
        "...........",
    ),
    roads=(("Track", "Steppe track", row(0, 10, 3)),),
    units={
        "soviet": (
            soviet("su-1", "24th Rifle Regiment", "rifle-regiment", "36th Division", (6, 1), steps=6),
            soviet("su-2", "149th Rifle Regiment", "rifle-regiment", "36th Division", (6, 5), steps=6),
            soviet("su-3", "601st Rifle Regiment", "rifle-regiment", "82nd Division", (4, 3), steps=6),
            soviet("su-guns", "175th Artillery", "field-artillery", "36th Division", (3, 3)),
        ),
        "japanese": (
            japanese("jp-1", "II/64th", "jp-infantry-battalion", "64th Infantry", (6, 3), steps=3),
            japanese("jp-staff", "Staff of the 64th", "jp-hq", "64th Infantry", (10, 0), steps=1),
        ),
    },
    places=(
        source("Tamsag track", "soviet", (0, 3), 40),
        source("Hailar track", "japanese", (10, 3)),
        aim("Bare Rise", "japanese", (6, 3)),
    ),
)
NIGHT = SmallMap(
    folder="night",
    rows=(
        "...........",
        ".......r...",
        "......r^...",
        ".......r...",
        "...........",
        "...........",
    ),
    roads=(("Track", "Steppe track", row(0, 10, 4)),),
    units={
        "soviet": (
            soviet("su-1", "24th Rifle Regiment", "rifle-regiment", "36th Division", (6, 2), steps=6),
            soviet("su-2", "149th Rifle Regiment", "rifle-regiment", "36th Division", (6, 3), steps=6),
        ),
        "japanese": (
            japanese("jp-1", "II/64th", "jp-infantry-battalion", "64th Infantry", (7, 2), steps=4),
            japanese("jp-2", "III/64th", "jp-infantry-battalion", "64th Infantry", (9, 3), steps=4),
        ),
    },
    places=(
        source("Tamsag track", "soviet", (0, 4), 40),
        source("Hailar track", "japanese", (10, 4)),
        Place("Airfield", "Tamsag", (1, 1), {"side": "soviet", "fighters": 3, "bombers": 4}),
        aim("Lone Hill", "japanese", (7, 2)),
        Place("Label", "Lone Hill", (7, 2), {"kind": "heights"}),
    ),
)

LESSONS = {lesson.folder: lesson for lesson in (FIRST_BATTLE, FORDS, GUNS, SUPPLY, BRIDGES, POCKET, NIGHT)}


def text(small: SmallMap) -> str:
    """The map's file."""
    width, height = len(small.rows[0]), len(small.rows)
    cells = [(c, r) for r in range(height) for c in range(width)]
    tiles = [tile_number(GROUND[small.rows[r][c]], (c, r)) for c, r in cells]
    out = TmxWriter(width, height, tiles, "../../tilesets/terrain.tsx")
    out.layer("hexsides", "#3b6f96")
    for water in small.waters:
        out.polyline(water.kind, water.name, _course(water.column, height))
    out.layer("roads", "#8a5a34")
    for kind, name, way in small.roads:
        out.polyline(kind, name, [LAYOUT.centre(*cell) for cell in way])
    out.layer("crossings", "#202020")
    for water in small.waters:
        for kind, name, at, owner in water.crossings:
            (ax, ay), (bx, by) = LAYOUT.corners(water.column, at)[1:3]
            out.point(kind, name, ((ax + bx) // 2, (ay + by) // 2), {"owner": owner} if owner else {})
    out.layer("units", "#a03020")
    for side, rows in small.units.items():
        for unit in rows:
            _unit(out, side, unit)
    out.layer("places", "#3c7a3c")
    for place in small.places:
        out.point(place.kind, place.name, LAYOUT.centre(*place.at), place.figures)
    return out.text()


def _course(column: int, height: int) -> Sequence[Point]:
    """The corners down the east side of a column."""
    out: list[Point] = []
    for at in range(height):
        out += LAYOUT.corners(column, at)[0:2]
    return [*out, LAYOUT.corners(column, height - 1)[2]]


def _unit(out: TmxWriter, side: str, unit: Row) -> None:
    more: dict[str, Value] = {
        "quality": "" if unit.quality == "regular" else unit.quality,
        "leader": unit.leader,
        "entrenchment": unit.entrenchment,
        "steps": unit.steps or 0,
        "nation": unit.nation,
    }
    given = {key: value for key, value in more.items() if value}
    given |= {"code": unit.code, "type": unit.type, "side": side, "formation": unit.formation}
    out.point("Unit", unit.name, LAYOUT.centre(int(unit.at[0]), int(unit.at[1])), given)
