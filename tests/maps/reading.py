"""Reads shipped map files plainly, without the game's own loader, so that tests look at the files themselves."""

from __future__ import annotations

import runpy
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from khalkhin.core.board.layout import Layout

from tests.narrow import the

ROOT = Path(__file__).resolve().parents[2]
LAYOUT = Layout()
Cell = tuple[int, int]


@dataclass(frozen=True)
class Thing:
    """An object of a map: its layer, class, name, properties, and corners in pixels."""

    layer: str
    kind: str
    name: str
    properties: dict[str, str]
    points: tuple[tuple[int, int], ...]

    @property
    def cell(self) -> Cell:
        return LAYOUT.at_pixel(*self.points[0])


def script(path: str) -> dict[str, Any]:
    """What a script of the repository defines (it does not run as a program)."""
    return runpy.run_path(str(ROOT / path))


def things(path: Path) -> list[Thing]:
    """Every object of a map file."""
    out = []
    for group in ElementTree.parse(path).getroot().iter("objectgroup"):
        for item in group.iter("object"):
            x, y = int(item.attrib["x"]), int(item.attrib["y"])
            line = next((e for e in item if e.tag in ("polyline", "polygon")), None)
            points = (
                ((x, y),)
                if line is None
                else tuple((x + int(a), y + int(b)) for a, b in (p.split(",") for p in line.attrib["points"].split()))
            )
            properties = {p.attrib["name"]: p.attrib["value"] for p in item.iter("property")}
            out.append(Thing(group.attrib["name"], item.attrib["type"], item.attrib["name"], properties, points))
    return out


def ground(path: Path) -> dict[Cell, str]:
    """The terrain of every hex, by the tileset's properties."""
    root = ElementTree.parse(path).getroot()
    tileset = ElementTree.parse(path.parent / the(root.find("tileset")).attrib["source"]).getroot()
    names = {int(t.attrib["id"]) + 1: the(t.find("properties/property")).attrib["value"] for t in tileset.iter("tile")}
    width = int(root.attrib["width"])
    numbers = [int(n) for n in the(the(root.find("layer/data")).text).replace("\n", "").split(",")]
    return {(i % width, i // width): names[n] for i, n in enumerate(numbers)}
