"""From a guarded Tiled map to plain records in hexes: terrain by hex, and objects with their shapes in pixels."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

from khalkhin.core.board.layout import Layout
from khalkhin.core.model.artwork import Artwork
from khalkhin.foreign_text import quoted
from khalkhin.scenario.issues import Excused, Report
from khalkhin.scenario.tmx.sanitizer import MAX_SIDE, Guard
from khalkhin.scenario.tmx.vocabulary import LAYERS
from khalkhin.translation import N_, _

#: What layers hold, in sentences.
HELD: Mapping[str, str] = {"tiles": N_("tiles"), "objects": N_("objects")}


#: The most hexes that one fault is shown on.
MARKED = 200


@dataclass(frozen=True, slots=True)
class MapObject:
    """An object of a layer. `points` are map pixels: the corners of a line or polygon, those of a box, or the one
    point of a point, tile or ellipse (its middle)."""

    layer: str
    kind: str
    name: str
    shape: str
    points: tuple[tuple[float, float], ...]
    properties: dict[str, str | int | float | bool]
    file: str
    line: int
    #: Tiled's number for the object, if it has one.
    number: int = 0

    @property
    def where(self) -> str:
        return f"{self.file}:{self.line}: {self.layer}/{quoted(self.name)}"


@dataclass(slots=True)
class RawMap:
    """A map as drawn. `terrain` names the ground of each hex, row by row; None where that could not be told."""

    file: str
    width: int
    height: int
    layout: Layout
    terrain: list[str | None]
    objects: dict[str, list[MapObject]] = field(default_factory=dict)
    terrain_line: int = 1
    #: The pictures that the map lays on its hexes.
    art: Artwork | None = None
    #: Names in objects that were left out for their faults; whoever refers to them need not be told as well.
    spoiled: Excused = field(default_factory=Excused)
    #: The lines on which its layers begin, by name.
    layers: dict[str, int] = field(default_factory=dict)
    #: The line of the map itself, and whether its grid is known, so that places on it mean something.
    line: int = 1
    placed: bool = True
    #: Where a tile of each terrain is described.
    described: dict[str, str] = field(default_factory=dict)

    @classmethod
    def unread(cls) -> RawMap:
        """What stands for a map that cannot be read: as large as maps may be, with whatever is named on it."""
        spoiled = Excused()
        spoiled.everything = True
        return cls("", MAX_SIDE, MAX_SIDE, Layout(), [], spoiled=spoiled, placed=False)


def read_map(guard: Guard, report: Report) -> RawMap | None:
    """Read a map through the guard and pytmx; None if it is no map at all. Faults go to the report."""
    tree = guard.tree()
    if tree is None:
        return None
    tiled = open_with_pytmx(tree)
    side = int(tiled.hexsidelength)
    layout = Layout(tiled.staggeraxis, tiled.staggerindex, int(tiled.tilewidth), int(tiled.tileheight), side)
    raw = RawMap(guard.name, tiled.width, tiled.height, layout, [None] * (tiled.width * tiled.height))
    raw.spoiled, raw.line, raw.placed, raw.layers = guard.spoiled, guard.line, guard.placed, guard.layers
    _known_layers(tiled, guard, report)
    for layer in tiled.layers:
        if LAYERS.get(layer.name) == "objects" and hasattr(layer, "draworder"):
            raw.objects[layer.name] = [_object(o, layer.name, guard.name) for o in layer]
        elif layer.name == "terrain" and not hasattr(layer, "draworder"):
            _terrain(tiled, layer, raw, guard, report)
    raw.art = guard.painting.artwork()
    return raw


def open_with_pytmx(tree: Element) -> Any:
    """Hand a guarded tree to pytmx. It opens no file, as the tree names none."""
    # pytmx imports pygame where there is one, and that greets on the standard output unless told not to.
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    import pytmx

    return pytmx.TiledMap().parse_xml(tree)


def _known_layers(tiled: Any, guard: Guard, report: Report) -> None:
    for layer in tiled.layers:
        where = f"{guard.name}:{guard.layers[layer.name]}"
        kind = "objects" if hasattr(layer, "draworder") else "tiles"
        wanted = LAYERS.get(layer.name)
        if wanted is None:
            hint = report.hint(layer.name, LAYERS)
            # With a word more it is another layer on purpose.
            tell = report.error if hint.slip else report.warning
            tell(
                where,
                _("the layer {name} is not one the game knows, and is ignored").format(name=quoted(layer.name)),
                hint.text,
            )
        elif wanted != kind:
            report.error(
                where,
                _("the layer {name} holds {kind}").format(name=quoted(layer.name), kind=_(HELD[kind])),
                _("make it a layer of {kind}").format(kind=_(HELD[wanted])),
            )
            report.doubted.add(layer.name)
    if "terrain" not in guard.layers and not guard.spoiled.everything:
        report.doubted.add("terrain")
        report.error(f"{guard.name}:{guard.line}", _('there is no layer "terrain"'), _("add a tile layer of that name"))


def _terrain(tiled: Any, layer: Any, raw: RawMap, guard: Guard, report: Report) -> None:
    raw.terrain_line = guard.layers["terrain"]
    where = f"{guard.name}:{raw.terrain_line}: terrain"
    named: dict[int, str | None] = {}
    for gid, properties in tiled.tile_properties.items():
        value = properties.get(".terrain")
        named[gid] = value if isinstance(value, str) and value else None
    plain: dict[int, list[tuple[int, int]]] = {}

    def number(gid: int) -> int:
        """A tile's number on the map: pytmx counts anew the tiles that it meets."""
        return int(tiled.tiledgidmap.get(gid, gid))

    for row, gids in enumerate(layer.data):
        for col, gid in enumerate(gids):
            terrain = raw.terrain[row * raw.width + col] = named.get(gid)
            if terrain is not None:
                raw.described.setdefault(terrain, guard.tiles.get(number(gid), where))
            elif gid == 0:
                with report.about("terrain"):
                    report.error(
                        where,
                        _("hex ({col}, {row}) has no tile").format(col=col, row=row),
                        _("draw the hex with a tile of the terrain tileset"),
                        kind=_("hexes without terrain"),
                        at=((col, row),),
                    )
            elif guard.complete:
                plain.setdefault(gid, []).append((col, row))
    for gid, hexes in plain.items():
        _without_terrain(number(gid), hexes, where, guard, report)


def _without_terrain(gid: int, hexes: list[tuple[int, int]], where: str, guard: Guard, report: Report) -> None:
    """Tell of a tile that is drawn but has no terrain."""
    tileset = guard.tileset_of(gid)
    told = _('hex ({col}, {row}) has a tile without a "terrain" property')
    if len(hexes) > 1:
        told = _('hex ({col}, {row}) and {n} more have a tile without a "terrain" property')
    col, row = hexes[0]
    with report.about("terrain"):
        report.error(
            where,
            told.format(col=col, row=row, n=len(hexes) - 1),
            _("draw with another tile, or give tile {id} of the tileset {name} a terrain in Tiled").format(
                id=gid - (tileset.first if tileset else 0),
                name=quoted(tileset.path.name if tileset and tileset.path else _("of the map")),
            ),
            kind=_("tiles without terrain"),
            at=tuple(hexes[:MARKED]),
        )


def _object(o: Any, layer: str, file: str) -> MapObject:
    given = o.properties
    properties = {k[1:]: "" if v is None else v for k, v in given.items() if k.startswith(".")}
    shape = given[":shape"]
    x, y, w, h = o.x, o.y, o.width, o.height
    match shape:
        case "polyline" | "polygon":
            points = tuple((p.x, p.y) for p in o.points)
        case "box":
            points = ((x, y), (x + w, y), (x + w, y + h), (x, y + h))
        case "point":
            points = ((x, y),)
        case _:
            points = ((x + w / 2, y + h / 2),)
    # An object without a class of its own has that of its tile.
    kind = o.type or given.get("type") or ""
    return MapObject(layer, kind, o.name or "", shape, points, properties, file, given[":line"], given[":number"])
