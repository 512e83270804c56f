"""Writes a map as Tiled does, so that Tiled opens it and saving it again changes little."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from khalkhin.core.board.layout import Layout
from khalkhin.scenario.making.attributes import quoted

Value = str | int | bool
Point = tuple[int, int]
#: Blocks of 4 x 4 tiles in the tileset, in its order; a block's texture runs on from hex to hex.
TERRAINS = ("steppe", "upland", "rough", "dunes", "sand", "marsh", "heights", "settlement", "lake")


@dataclass
class ObjectLayer:
    """An object layer."""

    name: str
    colour: str
    objects: list[str] = field(default_factory=list)


@dataclass
class TmxWriter:
    """Collects a terrain layer and object layers; :meth:`text` is the file. `tiles` are tile numbers row by row;
    `more` are further tilesets with their first tile numbers; `decor` adds an empty layer of that name."""

    width: int
    height: int
    tiles: Sequence[int]
    tileset: str
    layers: list[ObjectLayer] = field(default_factory=list)
    next_id: int = 1
    layout: Layout = field(default_factory=Layout)
    more: Mapping[str, int] = field(default_factory=dict)
    decor: bool = False

    def layer(self, name: str, colour: str) -> None:
        """Begin an object layer; objects go into the newest one."""
        self.layers.append(ObjectLayer(name, colour))

    def point(self, kind: str, name: str, at: Point, properties: Mapping[str, Value] | None = None) -> None:
        self._add(kind, name, at, properties, "<point/>")

    def polyline(
        self, kind: str, name: str, points: Sequence[Point], properties: Mapping[str, Value] | None = None
    ) -> None:
        self._add(kind, name, points[0], properties, f'<polyline points="{_relative(points)}"/>')

    def polygon(self, kind: str, name: str, points: Sequence[Point]) -> None:
        self._add(kind, name, points[0], None, f'<polygon points="{_relative(points)}"/>')

    def box(self, kind: str, name: str, at: Point, size: Point) -> None:
        """A rectangle from its upper left corner."""
        sized = f'width="{size[0]}" height="{size[1]}"'
        self._write(f'name={quoted(name)} type="{kind}" x="{at[0]}" y="{at[1]}" {sized}', None, "")

    def instance(self, template: str, name: str, at: Point, properties: Mapping[str, Value] | None = None) -> None:
        """An object made from a template, with what it says beside that."""
        placed = f'template={quoted(template)} name={quoted(name)} x="{at[0]}" y="{at[1]}"'
        self._write(placed, properties, "")

    def _add(self, kind: str, name: str, at: Point, properties: Mapping[str, Value] | None, shape: str) -> None:
        self._write(f'name={quoted(name)} type="{kind}" x="{at[0]}" y="{at[1]}"', properties, shape)

    def _write(self, told: str, properties: Mapping[str, Value] | None, shape: str) -> None:
        inner = []
        if properties:
            inner.append("   <properties>")
            for key, value in sorted(properties.items()):
                kind_of = {bool: ' type="bool"', int: ' type="int"'}.get(type(value), "")
                written = str(value).lower() if isinstance(value, bool) else str(value)
                inner.append(f'    <property name="{key}"{kind_of} value={quoted(written)}/>')
            inner.append("   </properties>")
        inner += [f"   {shape}"] * bool(shape)
        begun = f'  <object id="{self.next_id}" {told}'
        self.next_id += 1
        self.layers[-1].objects.append("\n".join([f"{begun}>", *inner, "  </object>"] if inner else [f"{begun}/>"]))

    def text(self) -> str:
        """The file."""
        lay = self.layout
        rows = [",".join(map(str, self.tiles[r * self.width : (r + 1) * self.width])) for r in range(self.height)]
        out = [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<map version="1.10" tiledversion="1.10.2" orientation="hexagonal" renderorder="right-down" '
            f'width="{self.width}" height="{self.height}" tilewidth="{lay.tile_width}" tileheight="{lay.tile_height}" '
            f'infinite="0" hexsidelength="{lay.side}" staggeraxis="{lay.stagger_axis}" '
            f'staggerindex="{lay.stagger_index}" backgroundcolor="#2b2a24" '
            f'nextlayerid="{len(self.layers) + 2 + self.decor}" nextobjectid="{self.next_id}">',
            f' <tileset firstgid="1" source="{self.tileset}"/>',
            *(f' <tileset firstgid="{first}" source="{source}"/>' for source, first in self.more.items()),
            *self._tiles(1, "terrain", rows),
        ]
        if self.decor:
            out += self._tiles(2, "decor", [",".join(["0"] * self.width)] * self.height)
        for number, layer in enumerate(self.layers, 2 + self.decor):
            out.append(f' <objectgroup color="{layer.colour}" id="{number}" name="{layer.name}">')
            out += layer.objects
            out.append(" </objectgroup>")
        out.append("</map>\n")
        return "\n".join(out)

    def _tiles(self, number: int, name: str, rows: Sequence[str]) -> list[str]:
        return [
            f' <layer id="{number}" name="{name}" width="{self.width}" height="{self.height}">',
            '  <data encoding="csv">',
            ",\n".join(rows),
            "</data>",
            " </layer>",
        ]


def _relative(points: Sequence[Point]) -> str:
    x0, y0 = points[0]
    return " ".join(f"{x - x0},{y - y0}" for x, y in points)


def tile_number(terrain: str, cell: Point) -> int:
    """The tile (counted from 1) of a terrain for a hex: the part of its texture that belongs there."""
    block = TERRAINS.index(terrain)
    col, row = block % 3 * 4 + cell[0] % 4, block // 3 * 4 + cell[1] % 4
    return row * 12 + col + 1
