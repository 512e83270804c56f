"""Objects of a map, copied for pytmx: templates filled in, numbers checked, shapes and lines noted."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol
from xml.etree.ElementTree import Element, SubElement

from khalkhin.foreign_text import quoted
from khalkhin.scenario.issues import Excused, Report
from khalkhin.scenario.tmx.layerdata import TURNED
from khalkhin.scenario.tmx.properties import plain_properties, write_properties
from khalkhin.scenario.tmx.tileset import Tileset
from khalkhin.scenario.tmx.xmltree import Node
from khalkhin.translation import _

MAX_POINTS = 2000
#: Where the origin of a tile object lies on its picture, as parts of its width and height.
ALIGNMENT = {
    "": (0.0, 1.0),
    "unspecified": (0.0, 1.0),
    "topleft": (0.0, 0.0),
    "top": (0.5, 0.0),
    "topright": (1.0, 0.0),
    "left": (0.0, 0.5),
    "center": (0.5, 0.5),
    "right": (1.0, 0.5),
    "bottomleft": (0.0, 1.0),
    "bottom": (0.5, 1.0),
    "bottomright": (1.0, 1.0),
}


@dataclass(frozen=True, slots=True)
class Template:
    """The object of a template; `shift` turns its tile number into the map's."""

    object: Node
    file: str
    shift: int


class Sanitizer(Protocol):
    """The map that is being copied, as its objects need it."""

    name: str
    report: Report
    #: Names in objects left out for their faults.
    spoiled: Excused

    def template(self, source: str, where: str) -> Template | None:
        """The object of a template file, or None if it cannot be used."""
        ...

    def tileset_of(self, gid: int) -> Tileset | None:
        """The tileset that a tile number belongs to."""
        ...


def copy_object(guard: Sanitizer, node: Node, layer: str, group: Element) -> None:
    """Copy one object of a layer into the tree, if nothing about it is wrong."""
    before = guard.report.errors
    if not node.torn:
        _copy(guard, node, layer, group)
    if guard.report.errors > before:
        spoil(guard.spoiled, node)


def spoil(spoiled: set[str], node: Node) -> None:
    """Note the names in an object that is left out."""
    spoiled.add(node.get("name"))
    spoiled |= {p.get("value") for holder in node.all("properties") for p in holder.all("property")}


def _copy(guard: Sanitizer, node: Node, layer: str, group: Element) -> None:
    report, name = guard.report, node.get("name")
    place = f"{guard.name}:{node.line}"
    template = None
    if "template" in node.attrs:
        template = guard.template(node.get("template"), place)
        if template is None:
            return
        name = node.get("name") or template.object.get("name")
    label = f": {layer}/{quoted(name or 'object ' + node.get('id'))}"
    where = place + label
    before = report.errors

    attrs = {**(template.object.attrs if template else {}), **node.attrs}
    properties = plain_properties(template.object, report, "", template.file) if template else {}
    properties |= plain_properties(node, report, label, guard.name)
    x, y, width, height, rotation = (
        _number(guard, attrs, key, where) for key in ("x", "y", "width", "height", "rotation")
    )
    shape, points = _shape(guard, node, template, where)
    out = {"name": name, "type": attrs.get("class") or attrs.get("type", "")}
    gid_text = attrs.get("gid", "0")
    if gid_text != "0":
        number = gid_text.isascii() and gid_text.isdigit() and len(gid_text) < 11
        gid = int(gid_text) & 0xFFFFFFFF & ~TURNED if number else 0
        gid += template.shift if template and "gid" not in node.attrs else 0
        tileset = guard.tileset_of(gid) if gid > 0 else None
        if tileset is None:
            report.error(
                where,
                _("the object shows tile number {gid}, which no tileset has").format(gid=quoted(gid_text)),
                _("choose its tile again"),
            )
            return
        width, height = width or tileset.tile_size[0], height or tileset.tile_size[1]
        left, top = ALIGNMENT.get(tileset.alignment, (0.0, 1.0))
        # pytmx takes the origin of a tile object for its lower left corner.
        x, y = x - left * width, y + (1 - top) * height
        out["gid"] = str(gid)
        shape = "tile"
    elif shape == "box" and width == 0 and height == 0:
        shape = "point"
    if rotation % 360 and shape != "point":
        report.error(
            where,
            _("the object is turned by {rotation:g} degrees").format(rotation=rotation),
            _("set its rotation to 0"),
        )
    if report.errors > before:
        return
    out |= {"x": repr(x), "y": repr(y), "width": repr(width), "height": repr(height)}
    made = SubElement(group, "object", out)
    write_properties(made, properties, line=node.line, shape=shape, number=_id(node))
    if points:
        SubElement(made, shape, {"points": " ".join(f"{a!r},{b!r}" for a, b in points)})


def _id(node: Node) -> int:
    """Tiled's number of an object; 0 if it has none that can be one."""
    text = node.get("id")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _number(guard: Sanitizer, attrs: dict[str, str], key: str, where: str) -> float:
    text = attrs.get(key, "0")
    try:
        value = float(text) if len(text) < 40 else math.nan
    except ValueError:
        value = math.nan
    if not abs(value) <= 1e6:
        guard.report.error(
            where,
            _("{key} is {value}, which is no number of pixels on a map").format(key=key, value=quoted(text)),
            _("place it again"),
        )
        return 0.0
    return value


def _shape(
    guard: Sanitizer, node: Node, template: Template | None, where: str
) -> tuple[str, list[tuple[float, float]]]:
    for owner in (node, template.object if template else None):
        for child in owner.children if owner else ():
            if child.tag in ("polyline", "polygon"):
                return child.tag, _points(guard, child.get("points"), where)
            if child.tag in ("point", "ellipse", "text", "capsule"):
                return child.tag, []
    return "box", []


def _points(guard: Sanitizer, text: str, where: str) -> list[tuple[float, float]]:
    out: list[tuple[float, float]] = []
    parts = text.split(" ")
    if len(parts) > MAX_POINTS:
        guard.report.error(
            where,
            _("the line has {n} points").format(n=len(parts)),
            _("the most is {most}: split it").format(most=MAX_POINTS),
        )
        return []
    for number, part in enumerate(parts, 1):
        xy = part.split(",")
        try:
            x, y = (float(v) if len(v) < 40 else math.nan for v in xy)
            if not (abs(x) <= 1e6 and abs(y) <= 1e6):
                raise ValueError
        except ValueError:
            guard.report.error(
                where,
                _("point {number} of the line is {part}, which is no place").format(number=number, part=quoted(part)),
                _("draw it again"),
            )
            return []
        out.append((x, y))
    if len(out) < 2:
        guard.report.error(where, _("the line has only one point"), _("draw it on or delete it"))
    return out
