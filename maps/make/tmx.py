"""Writes a map as Tiled does, so that Tiled opens it and saving it again changes little."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

Value = str | int | bool
Point = tuple[int, int]


@dataclass
class Layer:
    """An object layer."""

    name: str
    colour: str
    objects: list[str] = field(default_factory=list)


@dataclass
class TmxWriter:
    """Collects a terrain layer and object layers; :meth:`text` is the file."""

    width: int
    height: int
    tiles: Sequence[int]
    tileset: str
    layers: list[Layer] = field(default_factory=list)
    next_id: int = 1

    def layer(self, name: str, colour: str) -> None:
        """Begin an object layer; objects go into the newest one."""
        self.layers.append(Layer(name, colour))

    def point(self, kind: str, name: str, at: Point, properties: Mapping[str, Value] | None = None) -> None:
        self._add(kind, name, at, properties, "<point/>")

    def polyline(
        self, kind: str, name: str, points: Sequence[Point], properties: Mapping[str, Value] | None = None
    ) -> None:
        self._add(kind, name, points[0], properties, f'<polyline points="{_relative(points)}"/>')

    def polygon(self, kind: str, name: str, points: Sequence[Point]) -> None:
        self._add(kind, name, points[0], None, f'<polygon points="{_relative(points)}"/>')

    def _add(self, kind: str, name: str, at: Point, properties: Mapping[str, Value] | None, shape: str) -> None:
        lines = [f'  <object id="{self.next_id}" name={quoteattr(name)} type="{kind}" x="{at[0]}" y="{at[1]}">']
        self.next_id += 1
        if properties:
            lines.append("   <properties>")
            for key, value in sorted(properties.items()):
                kind_of = {bool: ' type="bool"', int: ' type="int"'}.get(type(value), "")
                written = str(value).lower() if isinstance(value, bool) else str(value)
                lines.append(f'    <property name="{key}"{kind_of} value={quoteattr(written)}/>')
            lines.append("   </properties>")
        lines += [f"   {shape}", "  </object>"]
        self.layers[-1].objects.append("\n".join(lines))

    def text(self) -> str:
        rows = [",".join(map(str, self.tiles[r * self.width : (r + 1) * self.width])) for r in range(self.height)]
        out = [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<map version="1.10" tiledversion="1.10.2" orientation="hexagonal" renderorder="right-down" '
            f'width="{self.width}" height="{self.height}" tilewidth="64" tileheight="56" infinite="0" '
            f'hexsidelength="32" staggeraxis="x" staggerindex="odd" backgroundcolor="#2b2a24" '
            f'nextlayerid="{len(self.layers) + 2}" nextobjectid="{self.next_id}">',
            f' <tileset firstgid="1" source="{self.tileset}"/>',
            f' <layer id="1" name="terrain" width="{self.width}" height="{self.height}">',
            '  <data encoding="csv">',
            ",\n".join(rows),
            "</data>",
            " </layer>",
        ]
        for number, layer in enumerate(self.layers, 2):
            out.append(f' <objectgroup color="{layer.colour}" id="{number}" name="{layer.name}">')
            out += layer.objects
            out.append(" </objectgroup>")
        out.append("</map>\n")
        return "\n".join(out)


def _relative(points: Sequence[Point]) -> str:
    x0, y0 = points[0]
    return " ".join(f"{x - x0},{y - y0}" for x, y in points)
