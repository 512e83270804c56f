"""What Tiled 1.8 to 1.12 writes: elements and attributes by the element they stand in, and the layers we read."""

from __future__ import annotations

from khalkhin.foreign_text import quoted
from khalkhin.scenario.issues import Report
from khalkhin.scenario.tmx.xmltree import Node
from khalkhin.translation import _


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Layers by name, and whether they hold tiles or objects.
LAYERS = {
    "terrain": "tiles",
    "decor": "tiles",
    "hexsides": "objects",
    "roads": "objects",
    "crossings": "objects",
    "units": "objects",
    "places": "objects",
}

#: The classes of objects by the layer that they belong to.
CLASSES = {
    "hexsides": _names("River Stream Escarpment Border"),
    "roads": _names("Road Track"),
    "crossings": _names("Ford Bridge Pontoon"),
    "units": _names("Unit"),
    "places": _names("Objective SupplySource Depot Airfield Area Label"),
}

_LAYER = _names(
    "id name class x y width height opacity visible locked tintcolor offsetx offsety parallaxx parallaxy mode"
)

ATTRIBUTES: dict[str, frozenset[str]] = {
    "map": _names(
        "version tiledversion class orientation renderorder compressionlevel width height tilewidth tileheight "
        "hexsidelength staggeraxis staggerindex parallaxoriginx parallaxoriginy skewx skewy backgroundcolor "
        "nextlayerid nextobjectid infinite"
    ),
    "tileset": _names(
        "firstgid source version tiledversion name class tilewidth tileheight spacing margin tilecount columns "
        "objectalignment tilerendersize fillmode backgroundcolor"
    ),
    "tile": _names("id type class terrain probability x y width height gid"),
    "image": _names("format id source trans width height"),
    "layer": _LAYER,
    "objectgroup": _LAYER | {"color", "draworder"},
    "imagelayer": _LAYER | {"repeatx", "repeaty"},
    "group": _LAYER,
    "data": frozenset({"encoding", "compression"}),
    "object": _names("id name type class x y width height rotation gid visible opacity template"),
    "properties": frozenset(),
    "property": _names("name type propertytype value"),
    "polyline": frozenset({"points"}),
    "polygon": frozenset({"points"}),
    "point": frozenset(),
    "ellipse": frozenset(),
    "capsule": frozenset(),
    "template": frozenset(),
    "chunk": _names("x y width height"),
}

CHILDREN: dict[str, frozenset[str]] = {
    "map": _names("properties editorsettings tileset layer objectgroup imagelayer group"),
    "tileset": _names("properties image tileoffset grid terraintypes wangsets transformations tile editorsettings"),
    "tile": _names("properties image objectgroup animation"),
    "layer": _names("properties data"),
    "data": _names("tile chunk"),
    "objectgroup": _names("properties object"),
    "imagelayer": _names("properties image"),
    "group": _names("properties layer objectgroup imagelayer group"),
    "object": _names("properties ellipse point polygon polyline text capsule"),
    "properties": frozenset({"property"}),
    "property": frozenset({"properties", "item"}),
    "template": _names("tileset object"),
    "image": frozenset({"data"}),
}

#: Elements that have no bearing on a scenario; what they hold is not looked at.
IGNORED = _names("editorsettings tileoffset grid terraintypes wangsets transformations animation text item")


def _near(name: str, known: frozenset[str], report: Report) -> str:
    hint = report.hint(name, known)
    return hint.text if hint.near else ""


def unknown_parts(root: Node, file: str, report: Report) -> None:
    """Warn of elements and attributes that Tiled does not write; they are left out of what is read."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        known = ATTRIBUTES.get(node.tag)
        if known is not None and not known.issuperset(node.attrs):
            for name in sorted(set(node.attrs) - known):
                report.warning(
                    f"{file}:{node.line}",
                    _("<{tag}> has an unknown attribute {name}, which is ignored").format(
                        tag=node.tag, name=quoted(name)
                    ),
                    _near(name, known, report) or _("Tiled does not write it: take it out"),
                    kind=_("unknown attributes in {file}").format(file=file),
                )
        children = CHILDREN.get(node.tag, frozenset())
        for child in reversed(node.children):
            if child.tag in IGNORED:
                continue
            if child.tag not in children:
                report.warning(
                    f"{file}:{child.line}",
                    _("<{tag}> holds an unknown element {element}, which is ignored").format(
                        tag=node.tag[:40], element=quoted(child.tag)
                    ),
                    _("Tiled does not write it: take it out"),
                    kind=_("unknown elements in {file}").format(file=file),
                )
            elif node.tag != "tile" or child.tag != "objectgroup":
                waiting.append(child)
