"""The pass over map files before pytmx sees them: what is safe and known is copied into a new, plain tree.

pytmx trusts its files: it follows any path, unpacks any data, takes attributes and properties for its own fields, and
ignores templates and the `class` attribute. So every file is read here within limits
(:mod:`khalkhin.scenario.tmx.xmltree`), paths are confined (:mod:`khalkhin.scenario.tmx.path_sandbox`), tilesets and
templates are written into the tree, layer data becomes CSV of checked tile numbers, and images are left out, as the
rules need none. In the tree

- properties are named ``.name``, so that none can take the place of a field;
- every object carries ``:line`` and ``:shape``, which pytmx would lose.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement

from khalkhin import paths
from khalkhin.foreign_text import quoted
from khalkhin.regular_files import read_regular
from khalkhin.scenario.issues import Excused, Report, hint, shown
from khalkhin.scenario.tmx.artwork import IMAGES, OURS, LayerLook, Painting
from khalkhin.scenario.tmx.layerdata import TURNED, BadData, written_numbers
from khalkhin.scenario.tmx.path_sandbox import Roots
from khalkhin.scenario.tmx.properties import plain_properties, write_properties
from khalkhin.scenario.tmx.sanitizer_objects import Template, copy_object, spoil
from khalkhin.scenario.tmx.tileset import Tileset
from khalkhin.scenario.tmx.vocabulary import CLASSES, LAYERS, unknown_parts
from khalkhin.scenario.tmx.xmltree import Budget, Node, read_xml
from khalkhin.translation import N_, _

MAX_MAP, MAX_TILESET, MAX_TEMPLATE = 8 << 20, 2 << 20, 256 << 10
MAX_SIDE, MAX_HEXES = 250, 40_000
MAX_TILES = 65_536
MAX_FILES = 64
MAX_TILE_SIZE = 1024
MAX_PICTURE = 1 << 16

#: Where in Tiled a map's own figures are set.
_CURES = {
    "hexsidelength": N_("set Tile Side Length (Hex) in the map properties"),
    "tilewidth": N_("set Tile Width in the map properties"),
    "tileheight": N_("set Tile Height in the map properties"),
}

#: The grid that stands for a faulty one, as it is written in a map.
USUAL_GRID = ("64", "56", "32", "x", "odd")


@dataclass(slots=True)
class Guard:
    """Reads one map. :meth:`tree` gives the plain tree; the report has what is wrong."""

    path: Path
    roots: Roots
    report: Report
    name: str = ""
    tilesets: list[Tileset] = field(default_factory=list)
    _meant: dict[int, str] = field(default_factory=dict)
    layers: dict[str, int] = field(default_factory=dict)
    templates: dict[Path, Template | None] = field(default_factory=dict)
    files: dict[Path, Node | None] = field(default_factory=dict)
    budget: Budget = field(default_factory=Budget)
    #: Names in objects left out for their faults.
    spoiled: Excused = field(default_factory=Excused)
    #: The line of the map's own element; whether its grid is known, so that places on it mean something; and whether
    #: its tiles are in one piece.
    line: int = 1
    placed: bool = True
    finite: bool = True
    #: Where tiles are described, by tile number.
    tiles: dict[int, str] = field(default_factory=dict)
    painting: Painting = field(init=False)
    #: Whether every tile is known, so that a hex without terrain is a fault of its own; and whether tilesets lie over
    #: each other, so that nobody knows which tile a number means.
    complete: bool = True
    overlapping: bool = False

    def __post_init__(self) -> None:
        self.painting = Painting(self.roots, self.report)

    def tree(self) -> Element | None:
        """The map as pytmx may have it; None if it cannot be read at all."""
        self.name = shown(self.path)
        root = read_xml(self.path, MAX_MAP, "map", self.report, _("the map"), self.budget, lenient=True)
        if root is None:
            return None
        self.line = root.line
        if root.torn:
            self.spoiled.everything = True
            self.report.doubted |= LAYERS.keys()
            self.report.unexamined(_("the map from there on"))
        unknown_parts(root, self.name, self.report)
        size = self._map_attributes(root)
        if size is None:
            return None
        out = Element("map", {"orientation": "hexagonal", **self._grid(root)})
        plain_properties(root, self.report, "", self.name)
        with self.report.about("terrain"):
            for node in root.all("tileset"):
                self._tileset(node, out)
            self._overlaps()
            size = self._size_of_layers(root, size)
            out.set("width", str(size[0]))
            out.set("height", str(size[1]))
        self._meant = _layers_meant(root)
        self._layers(root, out, size, (0.0, 0.0), LayerLook())
        return out

    def _grid(self, root: Node) -> dict[str, str]:
        """The map's grid; a usual one stands for one that is faulty."""
        keys = ("tilewidth", "tileheight", "hexsidelength", "staggeraxis", "staggerindex")
        return {k: root.get(k) for k in keys} if self.placed else dict(zip(keys, USUAL_GRID, strict=True))

    def _map_attributes(self, root: Node) -> tuple[int, int] | None:
        where, report = f"{self.name}:{root.line}", self.report
        if root.get("orientation") != "hexagonal":
            report.error(
                where,
                _("the map is {orientation}, not hexagonal").format(orientation=quoted(root.get("orientation"))),
                _("set Orientation to Hexagonal (Staggered) in the map properties"),
            )
            self.placed = False
        if root.get("infinite", "0") != "0":
            report.error(where, _("the map is infinite"), _('clear "Infinite" in the map properties and save'))
            self.finite = False
            report.doubted.add("terrain")
        width = self._whole(root, "width", where, 1, MAX_SIDE)
        height = self._whole(root, "height", where, 1, MAX_SIDE)
        if width and height and width * height > MAX_HEXES:
            report.error(
                where,
                _("the map has {n} hexes").format(n=width * height),
                _("the most is {most}: make it smaller").format(most=MAX_HEXES),
            )
            return None
        if self.placed:
            self._check_grid(root, where)
        if not self.placed:
            report.doubted |= LAYERS.keys() - {"terrain", "decor"}
            report.unexamined(_("where the lines and objects of the map lie"))
        return (width, height) if width and height else None

    def _size_of_layers(self, root: Node, size: tuple[int, int]) -> tuple[int, int]:
        """The size of a map; where several tile layers agree on another one, which is told, that one: what lies on
        them is not told as well."""
        layers = [node for node in root.all("layer") if node.get("name") in LAYERS]
        written = {(node.get("width"), node.get("height")) for node in layers}
        if len(layers) < 2 or len(written) != 1:
            return size
        ((width, height),) = written
        if not all(side.isascii() and side.isdigit() and len(side) <= 3 for side in (width, height)):
            return size
        theirs = (int(width), int(height))
        if theirs == size or not all(0 < side <= MAX_SIDE for side in theirs) or theirs[0] * theirs[1] > MAX_HEXES:
            return size
        self.report.error(
            f"{self.name}:{self.line}",
            _("the map is {across} by {down} hexes, and all its tile layers {width} by {height}").format(
                across=size[0], down=size[1], width=width, height=height
            ),
            _("resize the map in Tiled"),
        )
        return theirs

    def _another_size(self, layer: Node, size: tuple[int, int]) -> None:
        """Tell of a layer that is not as large as the map."""
        self.report.error(
            f"{self.name}:{layer.line}",
            _("the layer {name} is {width} by {height} hexes, the map {across} by {down}").format(
                name=quoted(layer.get("name")),
                width=quoted(layer.get("width")),
                height=quoted(layer.get("height")),
                across=size[0],
                down=size[1],
            ),
            _("resize the map in Tiled"),
        )

    def _check_grid(self, root: Node, where: str) -> None:
        report = self.report
        before = report.errors
        tile_width = self._whole(root, "tilewidth", where, 8, MAX_TILE_SIZE)
        tile_height = self._whole(root, "tileheight", where, 8, MAX_TILE_SIZE)
        side = self._whole(root, "hexsidelength", where, 2, MAX_TILE_SIZE)
        for key, known in (("staggeraxis", ("x", "y")), ("staggerindex", ("odd", "even"))):
            if root.get(key) not in known:
                report.error(
                    where,
                    _("{key} is {value}").format(key=key, value=quoted(root.get(key))),
                    _("set it to {one} or {other}").format(one=known[0], other=known[1]),
                )
        if tile_width and tile_height and side:
            for key, size in (("tilewidth", tile_width), ("tileheight", tile_height), ("hexsidelength", side)):
                if size % 2:
                    report.error(
                        where,
                        _("{key} is {size}, which is odd").format(key=key, size=size),
                        _("choose an even size, so that corners fall on pixels"),
                    )
            across = tile_width if root.get("staggeraxis") == "x" else tile_height
            if report.errors == before and (side >= across or (across - side) % 2):
                report.error(
                    where,
                    _("hexsidelength is {side} in tiles {across} across").format(side=side, across=across),
                    _("make it about half as long"),
                )
        self.placed = report.errors == before

    def _whole(self, node: Node, key: str, where: str, least: int, most: int) -> int | None:
        text = node.get(key)
        if not (text.isascii() and text.isdigit() and len(text) <= 9):
            written = key in node.attrs
            told = _("{key} is {value}, not a whole number") if written else _("{key} is missing")
            cure = _CURES.get(key)
            self.report.error(
                where,
                told.format(key=key, value=quoted(text)),
                _("save the map again in Tiled") if cure is None else _(cure),
            )
            return None
        value = int(text)
        if not least <= value <= most:
            self.report.error(
                where,
                _("{key} is {value}").format(key=key, value=value),
                _("it must be from {least} to {most}").format(least=least, most=most),
            )
            return None
        return value

    # ---- Tilesets

    # Long: a tileset is looked at part by part, and each goes on with what the one before has found.
    def _tileset(self, node: Node, out: Element) -> None:
        where = f"{self.name}:{node.line}"
        first = self._whole(node, "firstgid", where, 1, 1 << 24)
        if len(self.tilesets) >= MAX_FILES:
            self.report.error(
                where,
                _("the map has more than {most} tilesets").format(most=MAX_FILES),
                _("use fewer"),
                kind=_("tilesets"),
            )
            return
        if first is None:
            return
        path: Path | None = None
        file = self.name
        line = node.line
        if "source" in node.attrs:
            path = self.roots.tileset(self.path.parent, node.get("source"), self.report, where)
            found = None if path is None else self._read(path, MAX_TILESET, "tileset", _("the tileset"))
            if path is None or found is None:
                self.tilesets.append(Tileset(first, None, line, known=False))
                self.complete = False
                return
            node, file = found, shown(path)
        made = SubElement(out, "tileset", {"firstgid": str(first), "name": node.get("name")})
        tile_size = (
            self._whole(node, "tilewidth", f"{file}:{node.line}", 1, MAX_TILE_SIZE) or 1,
            self._whole(node, "tileheight", f"{file}:{node.line}", 1, MAX_TILE_SIZE) or 1,
        )
        made.set("tilewidth", str(tile_size[0]))
        made.set("tileheight", str(tile_size[1]))
        plain_properties(node, self.report, "", file)
        base = (path or self.path).parent
        for image in node.all("image"):
            self._image(image, base, file)
        ids = self._tiles(node, made, base, file, first)
        count = 0
        picture = node.first("image")
        if picture is not None:
            told = self.report.errors
            count = self._tile_count(node, picture, tile_size, file)
            if self.report.errors > told:
                self.tilesets.append(Tileset(first, path, line, known=False))
                self.complete = False
                return
            stray = sorted(i for i in ids if i >= count)
            if stray:
                self.report.error(
                    f"{file}:{node.line}",
                    _("tile {id} is not among the {count} tiles of the image").format(id=stray[0], count=count),
                    _("remove it, or mend tilecount"),
                )
        self.tilesets.append(
            Tileset(
                first,
                path,
                line,
                count,
                frozenset(ids),
                tile_size,
                node.get("objectalignment"),
                node=node,
                file=file,
                base=base,
                ours=path is not None and self._ours(path),
            )
        )

    def _ours(self, path: Path) -> bool:
        """Whether a tileset is the shipped one, whose pictures the game has: one of its name beside the scenarios, or a
        copy of it in a scenario's own folder. Another one of that name there has pictures of its own."""
        if path.parts[-2:] != OURS:
            return False
        inside = path.is_relative_to(self.path.resolve().parent)
        return not inside or _same(paths.maps_dir().joinpath(*OURS), path)

    def _tile_count(self, node: Node, image: Node, tile_size: tuple[int, int], file: str) -> int:
        """How many tiles a tileset with one picture has. Old Tiled did not write it: it follows from the sizes."""
        where = f"{file}:{node.line}"
        if "tilecount" in node.attrs or not {"width", "height"} <= image.attrs.keys():
            return self._whole(node, "tilecount", where, 0, MAX_TILES) or 0
        sizes = [self._whole(image, key, f"{file}:{image.line}", 1, MAX_PICTURE) for key in ("width", "height")]
        spacing, margin = (
            self._whole(node, key, where, 0, MAX_TILE_SIZE) if key in node.attrs else 0 for key in ("spacing", "margin")
        )
        width, height = sizes
        if width is None or height is None or spacing is None or margin is None:
            return 0
        columns, rows = (
            max(0, (size - 2 * margin + spacing) // (tile + spacing))
            for size, tile in zip((width, height), tile_size, strict=True)
        )
        return min(columns * rows, MAX_TILES)

    def _tiles(self, node: Node, made: Element, base: Path, file: str, first: int) -> set[int]:
        ids: set[int] = set()
        for tile in node.all("tile"):
            where = f"{file}:{tile.line}"
            id_ = self._whole(tile, "id", where, 0, MAX_TILES - 1)
            if id_ is None:
                continue
            if id_ in ids:
                self.report.error(where, _("tile {id} is described twice").format(id=id_), _("remove one of them"))
                self.complete = False
                continue
            ids.add(id_)
            self.tiles[first + id_] = f"{where}: " + _("tile {id}").format(id=id_)
            for image in tile.all("image"):
                self._image(image, base, file)
            kind = tile.get("class") or tile.get("type")
            copy = SubElement(made, "tile", {"id": str(id_), **({"type": kind} if kind else {})})
            write_properties(copy, plain_properties(tile, self.report, f": tile {id_}", file))
        return ids

    def _image(self, image: Node, base: Path, file: str) -> None:
        """Images are not read here, but their paths are confined for whoever may read them."""
        if "source" in image.attrs:
            self.roots.find(
                base, image.get("source"), IMAGES, self.report, f"{file}:{image.line}", _("the image"), wanted=False
            )

    def _read(self, path: Path, limit: int, root: str, what: str) -> Node | None:
        """A tileset or template, read once."""
        if path not in self.files:
            node = read_xml(path, limit, root, self.report, what, self.budget)
            if node is not None:
                unknown_parts(node, shown(path), self.report)
            self.files[path] = node
        return self.files[path]

    def _overlaps(self) -> None:
        self.tilesets.sort(key=lambda t: t.first)
        for a, b in zip(self.tilesets, self.tilesets[1:], strict=False):
            if a.end > b.first or a.first == b.first:
                self.overlapping = True
                self.report.error(
                    f"{self.name}:{b.line}",
                    _("the tile numbers from {first} on belong to two tilesets").format(first=b.first),
                    _("remove the tilesets from the map and add them again in Tiled"),
                )

    def tileset_of(self, gid: int) -> Tileset | None:
        """The tileset that has a tile number; None if there is none."""
        for tileset in reversed(self.tilesets):
            if gid >= tileset.first:
                return tileset if tileset.has(gid) else None
        return None

    # ---- Layers

    def _layers(
        self, parent: Node, out: Element, size: tuple[int, int], offset: tuple[float, float], around: LayerLook
    ) -> None:
        for node in parent.all("layer", "objectgroup", "group", "imagelayer"):
            where = f"{self.name}:{node.line}"
            moved = (offset[0] + self._offset(node, "offsetx", where), offset[1] + self._offset(node, "offsety", where))
            name = node.get("name")
            if id(node) in self._meant:
                name = self._misnamed(node, name, where)
            if node.tag == "group":
                self._blended(node, where)
                self._layers(node, out, size, moved, around.of(node))
                continue
            if node.tag == "imagelayer":
                for image in node.all("image"):
                    self._image(image, self.path.parent, self.name)
                self.report.warning(
                    where,
                    _("the picture of the layer {name} is not drawn").format(name=quoted(name)),
                    _("it is seen in Tiled only"),
                )
                continue
            if name not in LAYERS:  # It is told of, once, and what it holds can stop nobody.
                if name not in self.layers:
                    self.layers[name] = node.line
                    SubElement(out, "objectgroup", {"name": name})
                continue
            if name in self.layers:
                self.report.error(
                    where,
                    _("there is another layer {name}, on line {line}").format(
                        name=quoted(name), line=self.layers[name]
                    ),
                    _("rename or merge one of them"),
                )
                self.report.doubted.add(name)
                for child in node.all("object"):
                    spoil(self.spoiled, child)
                continue
            self.layers[name] = node.line
            self._blended(node, where)
            with self.report.about(name):
                self._layer(node, name, out, size, moved, around.of(node))

    def _blended(self, node: Node, where: str) -> None:
        """A way of blending, which new Tiled knows, is told of: the layer is drawn over what is below it."""
        if node.get("mode") not in ("", "normal"):
            self.report.warning(
                where,
                _("the layer {name} is drawn as it is, not blended as {mode}").format(
                    name=quoted(node.get("name")), mode=quoted(node.get("mode"))
                ),
                _("set its blend mode to normal to see in Tiled what the game shows"),
            )

    def _misnamed(self, node: Node, name: str, where: str) -> str:
        """The layer that was meant by one of another name, which is told."""
        meant = self._meant[id(node)]
        self.report.error(
            where,
            _("the layer {name} is not one the game knows, and there is no layer {meant}").format(
                name=quoted(name), meant=quoted(meant)
            ),
            _("rename it to {meant}").format(meant=quoted(meant)),
        )
        return meant

    def _layer(
        self, node: Node, name: str, out: Element, size: tuple[int, int], moved: tuple[float, float], look: LayerLook
    ) -> None:
        where = f"{self.name}:{node.line}"
        plain_properties(node, self.report, "", self.name)
        if moved != (0.0, 0.0):
            self.report.error(
                where,
                _("the layer {name} is offset by {across:g}, {down:g} pixels").format(
                    name=quoted(name), across=moved[0], down=moved[1]
                ),
                _("set its horizontal and vertical offset to 0"),
            )
        if node.tag == "layer":
            self._tile_layer(node, name, out, size, look)
        else:
            group = SubElement(out, "objectgroup", {"name": name})
            for child in node.all("object"):
                copy_object(self, child, name, group)

    def _offset(self, node: Node, key: str, where: str) -> float:
        try:
            value = float(node.get(key, "0"))
        except ValueError:
            value = float("nan")
        if not abs(value) < 1e6:
            self.report.error(
                where,
                _("{key} is {value}, not a number of pixels").format(key=key, value=quoted(node.get(key))),
                _("set it to 0"),
            )
            return 0.0
        return value

    def _tile_layer(self, node: Node, name: str, out: Element, size: tuple[int, int], look: LayerLook) -> None:
        where = f"{self.name}:{node.line}"
        width, height = size
        if (node.get("width"), node.get("height")) != (str(width), str(height)):
            self._another_size(node, size)
            return
        data = node.first("data")
        if not self.finite or (data or node).torn:
            self.complete = False
            return
        if data is None:
            self.report.error(
                where, _("the layer {name} has no data").format(name=quoted(name)), _("save the map again in Tiled")
            )
            return
        try:
            written = written_numbers(data, width * height)
        except BadData as bad:
            message, hint = bad.args
            self.report.error(f"{self.name}:{data.line}: {name[:40]}", message, hint)
            return
        gids = [gid & ~TURNED for gid in written]
        strange = {gid for gid in set(gids) if gid and self.tileset_of(gid) is None}
        self.complete = self.complete and not strange
        for at, gid in enumerate(gids if strange else ()):
            if gid in strange and not self.overlapping:
                self.report.error(
                    f"{self.name}:{data.line}: {name[:40]}",
                    _("hex ({col}, {row}) has tile number {gid}, which no tileset has").format(
                        col=at % width, row=at // width, gid=gid
                    ),
                    _("draw the hex again"),
                    kind=_("unknown tiles in {name}").format(name=name),
                )
        self.painting.take(written, self.tileset_of, look, ground=name == "terrain")
        layer = SubElement(out, "layer", {"name": name, "width": str(width), "height": str(height)})
        SubElement(layer, "data", {"encoding": "csv"}).text = ",".join(map(str, gids))

    # ---- Templates

    def template(self, name: str, where: str) -> Template | None:
        """The object of a template file; None and an issue if it cannot be used."""
        path = self.roots.template(self.path.parent, name, self.report, where)
        if path is None:
            return None
        if path not in self.templates:
            self.templates[path] = self._read_template(path)
        return self.templates[path]

    def _read_template(self, path: Path) -> Template | None:
        if len(self.templates) >= MAX_FILES:
            self.report.error(
                shown(path),
                _("the map uses more than {most} templates").format(most=MAX_FILES),
                _("use fewer"),
                kind=_("templates"),
            )
            return None
        root = self._read(path, MAX_TEMPLATE, "template", _("the template"))
        if root is None:
            return None
        file = shown(path)
        found = root.first("object")
        if found is None:
            self.report.error(f"{file}:{root.line}", _("the template has no object"), _("save it again in Tiled"))
            return None
        first, tileset = 0, root.first("tileset")
        if tileset is not None:
            where = f"{file}:{tileset.line}"
            source = self.roots.tileset(path.parent, tileset.get("source"), self.report, where)
            mine = next((t for t in self.tilesets if source is not None and _same(t.path, source)), None)
            own = self._whole(tileset, "firstgid", where, 1, 1 << 24)
            if source is None or own is None:
                return None
            if mine is None:
                self.report.error(
                    where,
                    _("the map does not use the tileset of the template"),
                    _("add the tileset to the map in Tiled"),
                )
                return None
            first = mine.first - own
        return Template(found, file, first)


def _same(one: Path | None, other: Path) -> bool:
    """Whether two tileset files are one, or a copy of it: a scenario may have its own copy of a shipped one."""
    if one is None or one == other:
        return one == other
    try:
        return one.name == other.name and read_regular(one, MAX_TILESET) == read_regular(other, MAX_TILESET)
    except OSError:
        return False


def _layers_meant(root: Node) -> dict[int, str]:
    """Layers that go by a name the game does not know and are hardly anything but one that the map lacks, by the id of
    their element: one whose name is near, or that alone holds what belongs there."""
    layers: list[Node] = []
    waiting = [root]
    while waiting:
        node = waiting.pop()
        waiting += reversed([*node.all("group")])
        layers += node.all("layer", "objectgroup")
    lacking = [name for name in LAYERS if name != "decor" and all(node.get("name") != name for node in layers)]
    out: dict[int, str] = {}
    for wanted in lacking:
        strange = [
            n for n in layers if n.get("name") not in LAYERS and id(n) not in out and _holds(n) == LAYERS[wanted]
        ]
        near = [n for n in strange if hint(n.get("name"), LAYERS).near == wanted]
        alike = [n for n in strange if _belongs(n, wanted)]
        found = near or (alike if len(alike) == 1 else [])
        if found and not root.torn:
            out[id(found[0])] = wanted
    return out


def _holds(node: Node) -> str:
    return "tiles" if node.tag == "layer" else "objects"


def _belongs(node: Node, layer: str) -> bool:
    """Whether a layer holds what belongs in one of the game's."""
    if layer == "terrain":
        return node.first("data") is not None
    classes = {child.get("class") or child.get("type") for child in node.all("object")}
    return bool(classes) and classes <= CLASSES.get(layer, frozenset())
