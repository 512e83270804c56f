"""Tile layer data, decoded within bounds: CSV, or base64 plain, gzip or zlib."""

from __future__ import annotations

import base64
import binascii
import struct
import zlib

from khalkhin.scenario.tmx.xmltree import Node
from khalkhin.translation import _

#: The four top bits of a tile number say how the tile is turned (the fourth only on hexagonal maps).
TURNED = 0xF0000000


class BadData(Exception):
    """Layer data that cannot be used: message and cure."""


def written_numbers(data: Node, cells: int) -> list[int]:
    """The tile numbers (gids) of a layer of so many cells, with the bits of turned tiles (:data:`TURNED`).

    Raises: BadData.
    """
    encoding, compression = data.get("encoding"), data.get("compression")
    if data.first("chunk") is not None:
        raise BadData(_("the layer is infinite"), _('clear "Infinite" in the map properties and save'))
    if compression not in ("", "gzip", "zlib"):
        raise BadData(
            _('the layer compression "{compression}" is not read').format(compression=compression[:40]),
            _("set the tile layer format to CSV"),
        )
    if encoding == "csv":
        gids = _csv(data.text, cells)
    elif encoding == "base64":
        gids = _base64(data.text, compression, cells)
    elif encoding:
        raise BadData(
            _('the layer encoding "{encoding}" is not read').format(encoding=encoding[:40]),
            _("set the tile layer format to CSV"),
        )
    else:
        raise BadData(_("the layer is stored as XML elements"), _("set the tile layer format to CSV"))
    return gids


def _csv(text: str, cells: int) -> list[int]:
    count = text.count(",") + 1 if text.strip() else 0
    if count != cells:
        raise BadData(
            _("the layer holds {count} tiles for {cells} hexes").format(count=count, cells=cells),
            _("resize the map in Tiled and save it again"),
        )
    out = []
    for number, part in enumerate(text.split(","), 1):
        part = part.strip()
        if not (part.isascii() and part.isdigit() and len(part) <= 10):
            raise BadData(
                _('tile {number} of the layer is "{part}", not a number').format(number=number, part=part[:20]),
                _("save the map again in Tiled"),
            )
        out.append(int(part) & 0xFFFFFFFF)
    return out


def _base64(text: str, compression: str, cells: int) -> list[int]:
    try:
        raw = base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise BadData(_("the layer is not base64"), _("save the map again in Tiled")) from None
    size = cells * 4
    if compression in ("gzip", "zlib"):
        unpack = zlib.decompressobj(31 if compression == "gzip" else 15)
        try:
            raw = unpack.decompress(raw, size + 1)
        except zlib.error:
            raise BadData(
                _("the layer cannot be unpacked as {compression}").format(compression=compression),
                _("save the map again in Tiled"),
            ) from None
    if len(raw) != size:
        count = _("more than {cells}").format(cells=cells) if len(raw) > size else str(len(raw) // 4)
        raise BadData(
            _("the layer holds {count} tiles for {cells} hexes").format(count=count, cells=cells),
            _("resize the map in Tiled and save it again"),
        )
    return list(struct.unpack(f"<{cells}I", raw))
