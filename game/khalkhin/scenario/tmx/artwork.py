"""The pictures that a map lays on its hexes: tiles of its own tilesets, and its layer `decor`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from string import hexdigits

from khalkhin.core.model.artwork import Artwork, PicturePart
from khalkhin.foreign_text import quoted
from khalkhin.scenario.issues import Report
from khalkhin.scenario.tmx.layerdata import TURNED
from khalkhin.scenario.tmx.path_sandbox import Roots
from khalkhin.scenario.tmx.pictures import MAX_TOGETHER, BadPicture, picture_size
from khalkhin.scenario.tmx.tileset import Tileset
from khalkhin.scenario.tmx.xmltree import Node
from khalkhin.translation import _

#: The tileset whose pictures the game has, in finer ones of its own.
OURS = ("tilesets", "terrain.tsx")
#: Files that a picture can be in.
IMAGES = (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".svg", ".tga")
#: Pixels that a picture may be moved.
MAX_OFFSET = 4096


@dataclass(frozen=True, slots=True)
class LayerLook:
    """How a layer shows what lies on it, 0 to 1 each: its colours times `tint`, red, green and blue; a layer that Tiled
    hides shows nothing."""

    opacity: float = 1.0
    tint: tuple[float, float, float] = (1.0, 1.0, 1.0)
    shown: bool = True

    def of(self, node: Node) -> LayerLook:
        """The look of a layer, or group of layers, that lies in one of this look."""
        try:
            own = min(1.0, max(0.0, float(node.get("opacity", "1"))))
        except ValueError:
            own = 1.0
        colour = _colour(node.get("tintcolor"))
        red, green, blue, solid = (255, 255, 255, 255) if colour is None else colour
        r, g, b = self.tint
        shown = self.shown and node.get("visible", "1") not in ("0", "false")
        tint = (r * red / 255, g * green / 255, b * blue / 255)
        return LayerLook(self.opacity * (own if own == own else 1.0) * solid / 255, tint, shown)


@dataclass(slots=True)
class Painting:
    """Collects what is drawn; what cannot be is told as a warning, once for each file."""

    roots: Roots
    report: Report
    layers: list[tuple[tuple[int, int], ...]] = field(default_factory=list)
    _pictures: dict[PicturePart, int] = field(default_factory=dict)
    _files: dict[tuple[Path, str], tuple[int, int] | None] = field(default_factory=dict)
    _made: dict[tuple[int, LayerLook], int | None] = field(default_factory=dict)

    def take(
        self, gids: Sequence[int], tileset_of: Callable[[int], Tileset | None], look: LayerLook, ground: bool
    ) -> None:
        """Take in a layer of tile numbers as they are written, hex by hex, and its look. The shipped tiles of a layer
        of ground are left to the game, which has finer ones."""
        if not look.shown:
            return
        laid = []
        for hex_, gid in enumerate(gids):
            if gid == 0:
                continue
            tileset = tileset_of(gid & ~TURNED)
            if tileset is None or not tileset.known or (ground and tileset.ours):
                continue
            key = gid, look
            if key not in self._made:
                picture = self._picture(tileset, (gid & ~TURNED) - tileset.first, (gid & TURNED) >> 28, look)
                self._made[key] = None if picture is None else self._pictures.setdefault(picture, len(self._pictures))
            index = self._made[key]
            if index is not None:
                laid.append((hex_, index))
        if laid:
            self.layers.append(tuple(laid))

    def artwork(self) -> Artwork | None:
        """All of it, if there is any."""
        return Artwork(tuple(self._pictures), tuple(self.layers)) if self.layers else None

    def _picture(self, tileset: Tileset, id_: int, turned: int, look: LayerLook) -> PicturePart | None:
        node = tileset.node
        if node is None:
            return None
        sheet = node.first("image")
        tile = next((t for t in node.all("tile") if t.get("id") == str(id_)), None)
        own = tile.first("image") if tile is not None else None
        image = own or sheet
        found = None if image is None else self._file(tileset, image)
        if found is None:
            return None
        file, (wide, high) = found
        if own is not None and tile is not None:
            left, top = _whole(tile, "x", 0), _whole(tile, "y", 0)
            width, height = _whole(tile, "width", wide), _whole(tile, "height", high)
        else:
            width, height = tileset.tile_size
            spacing, margin = _whole(node, "spacing", 0), _whole(node, "margin", 0)
            columns = _whole(node, "columns", 0) or max(1, (wide - 2 * margin + spacing) // (width + spacing))
            left, top = margin + id_ % columns * (width + spacing), margin + id_ // columns * (height + spacing)
        if min(left, top) < 0 or min(width, height) < 1 or left + width > wide or top + height > high:
            assert image is not None
            self.report.warning(
                f"{tileset.file}:{image.line}",
                _("tile {id} lies outside the picture {name}, and is not drawn").format(
                    id=id_, name=quoted(Path(file).name)
                ),
                _("load the picture again in Tiled"),
                kind=_("tiles outside {name}").format(name=Path(file).name),
            )
            return None
        self._drawn_otherwise(tileset, node, tile)
        offset = node.first("tileoffset")
        dx, dy = (0, 0) if offset is None else (_whole(offset, "x", 0), _whole(offset, "y", 0))
        clear = _colour(image.get("trans")) if image is not None else None
        red, green, blue = (round(255 * part) for part in look.tint)
        return PicturePart(
            file, left, top, width, height, dx, dy, turned, (red, green, blue), round(255 * look.opacity),
            None if clear is None else clear[:3],
        )  # fmt: skip

    def _drawn_otherwise(self, tileset: Tileset, node: Node, tile: Node | None) -> None:
        """Tell what newer Tiled shows of a tile and the game does not."""
        if node.get("tilerendersize") == "grid":
            self.report.warning(
                f"{tileset.file}:{node.line}",
                _("tiles of {name} are drawn in their own size, not fitted to the grid").format(
                    name=quoted(node.get("name"))
                ),
                _("set its tile render size to the tile's, and save the picture in the size it is to have"),
            )
        if tile is not None and tile.first("animation") is not None:
            told = _("tile {id} does not move: its first picture is drawn").format(id=tile.get("id"))
            cure = _("take its animation out")
            self.report.warning(f"{tileset.file}:{tile.line}", told, cure, kind=_("tiles that move"))

    def _file(self, tileset: Tileset, image: Node) -> tuple[str, tuple[int, int]] | None:
        """The picture file that a tileset names, and its size; None if it cannot be drawn."""
        where = f"{tileset.file}:{image.line}"
        name = image.get("source")
        if not name:
            return None
        # That a path leads outside is told where the tileset is read.
        path = self.roots.find(tileset.base, name, IMAGES, Report(), where, "", wanted=False)
        if path is None:
            return None
        key = path, image.get("trans")
        if key not in self._files:
            try:
                size = picture_size(path)
                if size[0] * size[1] + sum(w * h for w, h in filter(None, self._files.values())) > MAX_TOGETHER:
                    raise BadPicture(_("is one picture too many for one map"), _("use fewer or smaller ones"))
                self._files[key] = size
            except BadPicture as bad:
                why, cure = bad.args
                cure = cure if path.exists() else self.report.not_there(path)
                told = _("the picture {name} {why}, and is not drawn")
                self.report.warning(where, told.format(name=quoted(name), why=why), cure)
                self._files[key] = None
        found = self._files[key]
        return None if found is None else (str(path), found)


def _colour(text: str) -> tuple[int, int, int, int] | None:
    """Red, green, blue and opacity of a colour as Tiled writes it, #rrggbb or #aarrggbb; None for what is none."""
    digits = text.removeprefix("#")
    if len(digits) not in (6, 8) or not set(digits) <= set(hexdigits):
        return None
    solid, red, green, blue = bytes.fromhex(digits.rjust(8, "f"))
    return red, green, blue, solid


def _whole(node: Node, key: str, usual: int) -> int:
    """A small whole number of an attribute; the usual one where there is none."""
    text = node.get(key)
    try:
        value = int(text) if len(text) < 7 else usual
    except ValueError:
        return usual
    return value if abs(value) <= MAX_OFFSET * 4 else usual
