"""A small valid scenario written as files, in which a test changes one thing.

The map is 8 × 6 hexes, flat-top. A river runs from north to south between the columns 3 and 4; a road goes east along
the row 2 and over it by a bridge; a ford lies further south. Soviet units stand in the west, Japanese in the east.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from khalkhin.core.board.layout import Layout
from khalkhin.scenario import Issue, Severity, check

LAYOUT = Layout()
GROUND = ("steppe", "upland", "rough", "dunes", "marsh", "heights", "settlement", "lake", "sand")
ROWS = (
    "........",
    ".u....^.",
    ".....d..",
    "..r.~.v.",
    "........",
    "L......s",
)
LETTERS = ".urd~^vLs"

TSX = "".join(
    [
        '<?xml version="1.0" encoding="UTF-8"?>\n',
        '<tileset version="1.10" name="terrain" tilewidth="64" tileheight="56" tilecount="9" columns="9">\n',
        ' <image source="terrain.png" width="576" height="56"/>\n',
        *(
            f' <tile id="{i}" type="Terrain">\n  <properties>\n   <property name="terrain" value="{name}"/>\n'
            "  </properties>\n </tile>\n"
            for i, name in enumerate(GROUND)
        ),
        "</tileset>\n",
    ]
)

TOML = """\
title = "Small scenario"
description = "A river, a bridge and a few units."
map = "map.tmx"
order = ["soviet", "japanese"]

[calendar]
start = "1939-08-20"
turns = 6
pattern = [ { clock = "06:00", light = "day" }, { clock = "19:00", light = "night" } ]
weather = [ { turns = [3, 4], weather = "rain" } ]

[sides.soviet]
name = "Soviet-Mongolian forces"
nations = ["USSR", "Mongolia"]
briefing = "Take the settlement."
grades = [-20, 0, 20, 40]
[sides.soviet.ai]
posture = "attack"
reserves = ["Reserve"]
hold = ["West bridge"]
[[sides.soviet.ai.axes]]
name = "the road"
formations = ["36th Division"]
through = ["Sumber bridge", [5, 2], "Nomonhan"]

[sides.japanese]
name = "Japanese forces"
nations = ["Japan"]
grades = [-40, -20, 0, 20]

[[reinforcements]]
turn = 3
units = ["ru-tanks"]

[victory]
step = 1
pocketed_step = 1
crossing = 2
pocket_steps = 8

[unit_types.flame-tanks]
soft = 9

[[timeline]]
id = "opening"
when = { turn = 1 }
side = "soviet"
source = "A19"
title = "The first strike"
text = "The guns open fire."
do = [
  { suppress = { side = "japanese", area = "East bank", steps = 1 } },
  { surprise = { side = "soviet", turns = 2 } },
  { silence = { side = "japanese" } },
]

[[airfields]]
name = "Saienjo"
side = "japanese"
fighters = 3
bombers = 1
"""


def centre(col: int, row: int) -> str:
    """The centre of a hex, as attributes of an object."""
    x, y = LAYOUT.centre(col, row)
    return f'x="{x}" y="{y}"'


def line(points: list[tuple[int, int]]) -> tuple[str, str]:
    """Where a line begins, as attributes, and its points as Tiled writes them."""
    (x0, y0), *_ = points
    return f'x="{x0}" y="{y0}"', " ".join(f"{x - x0},{y - y0}" for x, y in points)


def river_points() -> list[tuple[int, int]]:
    """Corners down the east side of column 3."""
    out = []
    for row in range(6):
        right = LAYOUT.corners(3, row)
        out += [right[0], right[1]]
    return [*out, LAYOUT.corners(3, 5)[2]]


def _object(number: int, kind: str, name: str, place: str, properties: dict[str, str | int], shape: str) -> str:
    lines = [f'  <object id="{number}" name="{name}" type="{kind}" {place}>']
    if properties:
        lines.append("   <properties>")
        for key, value in properties.items():
            typed = ' type="int"' if isinstance(value, int) else ""
            lines.append(f'    <property name="{key}"{typed} value="{value}"/>')
        lines.append("   </properties>")
    return "\n".join([*lines, f"   {shape}", "  </object>"])


# Long: an object of the map after another.
def map_text() -> str:
    """The map. Objects are numbered in the order written."""
    numbers = iter(range(1, 100))

    def point(what: str, name: str, place: str, /, **properties: str | int) -> str:
        return _object(next(numbers), what, name, place, properties, "<point/>")

    def drawn(kind: str, name: str, points: list[tuple[int, int]], **properties: str | int) -> str:
        place, text = line(points)
        return _object(next(numbers), kind, name, place, properties, f'<polyline points="{text}"/>')

    def crossing(kind: str, name: str, row: int, **properties: str | int) -> str:
        # The hexside of column 3 towards the south-east.
        (ax, ay), (bx, by) = LAYOUT.corners(3, row)[1:3]
        return point(kind, name, f'x="{(ax + bx) // 2}" y="{(ay + by) // 2}"', **properties)

    csv = ",\n".join(",".join(str(LETTERS.index(c) + 1) for c in row) for row in ROWS)
    layers = {
        "hexsides": [
            drawn("River", "Halha", river_points()),
            drawn("Escarpment", "Brow", [LAYOUT.corners(1, 1)[0], LAYOUT.corners(1, 1)[1]]),
            drawn("Border", "Claim", [LAYOUT.corners(6, 1)[3], LAYOUT.corners(6, 1)[2]], claim="soviet"),
        ],
        "roads": [
            drawn("Road", "Main road", [LAYOUT.centre(*p) for p in ((0, 2), (1, 2), (2, 2), (3, 2), (4, 3), (5, 3))]),
            drawn("Track", "North track", [LAYOUT.centre(*p) for p in ((5, 3), (6, 3), (7, 3))]),
        ],
        "crossings": [
            crossing("Bridge", "Sumber bridge", 2, owner="soviet"),
            crossing("Ford", "South ford", 4, hits=1),
        ],
        "units": [
            point(
                "Unit",
                "24th Rifle",
                centre(2, 2),
                code="ru-24",
                type="rifle-regiment",
                side="soviet",
                formation="36th Division",
                nation="USSR",
                quality="veteran",
                entrenchment=1,
            ),
            point(
                "Unit",
                "175th Artillery",
                centre(2, 2),
                code="ru-175",
                type="field-artillery",
                side="soviet",
                formation="36th Division",
                steps=2,
            ),
            point(
                "Unit",
                "11th Tank",
                centre(0, 2),
                code="ru-tanks",
                type="tank-brigade",
                side="soviet",
                formation="Reserve",
                leader="Yakovlev",
            ),
            point(
                "Unit",
                "64th Infantry",
                centre(5, 2),
                code="jp-64",
                type="jp-infantry-regiment",
                side="japanese",
                formation="23rd Division",
            ),
        ],
        "places": [
            point("Objective", "Nomonhan", centre(6, 3), side="japanese", worth=20, final_worth=5),
            point("Objective", "West bridge", centre(3, 2), side="soviet", worth=10),
            point("SupplySource", "Tamsag road", centre(0, 2), side="soviet", per_turn=40),
            point("SupplySource", "Hailar road", centre(7, 3), side="japanese", per_turn=20),
            point("Depot", "Bridge depot", centre(2, 3), side="soviet", stock=30),
            point("Airfield", "Tamsag", centre(1, 4), side="soviet", fighters=4, bombers=2),
            _object(next(numbers), "Area", "East bank", 'x="200" y="0" width="190" height="400"', {}, "").replace(
                "\n   \n", "\n"
            ),
            point("Label", "Khalkhin Gol", centre(3, 0), kind="river"),
        ],
    }
    out = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<map version="1.10" tiledversion="1.10.2" orientation="hexagonal" renderorder="right-down" '
        'width="8" height="6" tilewidth="64" tileheight="56" infinite="0" hexsidelength="32" staggeraxis="x" '
        'staggerindex="odd" nextlayerid="8" nextobjectid="40">',
        ' <tileset firstgid="1" source="../tilesets/terrain.tsx"/>',
        ' <layer id="1" name="terrain" width="8" height="6">',
        f'  <data encoding="csv">\n{csv}\n</data>',
        " </layer>",
    ]
    for number, (name, objects) in enumerate(layers.items(), 2):
        out += [f' <objectgroup id="{number}" name="{name}">', *objects, " </objectgroup>"]
    return "\n".join([*out, "</map>", ""])


def exchange(path: Path, old: str, new: str, count: int = -1) -> None:
    """Put a text in the place of another that is there in a file, so many times (everywhere, unless told)."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {path}"
    path.write_text(text.replace(old, new, count), encoding="utf-8")


@dataclass(frozen=True)
class Files:
    """The scenario's files under a folder of maps; :meth:`change` makes one fault."""

    maps: Path

    @property
    def folder(self) -> Path:
        return self.maps / "small"

    @property
    def map(self) -> Path:
        return self.folder / "map.tmx"

    @property
    def toml(self) -> Path:
        return self.folder / "scenario.toml"

    @property
    def tsx(self) -> Path:
        return self.maps / "tilesets" / "terrain.tsx"

    def path(self, name: str) -> Path:
        return {"map": self.map, "toml": self.toml, "tsx": self.tsx}[name]

    def change(self, name: str, old: str, new: str, count: int = 1) -> None:
        """Replace a text that is there in a file ("map", "toml" or "tsx")."""
        exchange(self.path(name), old, new, count)

    def issues(self) -> tuple[Issue, ...]:
        return check(self.folder)

    def told(self) -> list[str]:
        """Errors and warnings as printed, with the folder of maps left out."""
        return [self._short(issue) for issue in self.issues() if issue.severity is not Severity.NOTE]

    def notes(self) -> list[str]:
        """Notes of what was not examined, as printed, with the folder of maps left out."""
        return [self._short(issue) for issue in self.issues() if issue.severity is Severity.NOTE]

    def _short(self, issue: Issue) -> str:
        return str(issue).replace(f"{self.maps.as_posix()}/", "")


def write(root: Path) -> Files:
    """Write the valid scenario under ``root/maps``."""
    files = Files(root / "maps")
    files.folder.mkdir(parents=True)
    files.tsx.parent.mkdir()
    files.tsx.write_text(TSX, encoding="utf-8")
    files.toml.write_text(TOML, encoding="utf-8")
    files.map.write_text(map_text(), encoding="utf-8")
    return files
