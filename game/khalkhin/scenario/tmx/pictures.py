"""Picture files looked at before anybody unpacks them: of what kind and size they are, and whether they are whole."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

from khalkhin.regular_files import TooLarge, read_regular
from khalkhin.translation import _

#: The largest file, and the most pixels of one picture and of all pictures of a map.
MAX_FILE, MAX_PIXELS, MAX_TOGETHER = 16 << 20, 1 << 24, 1 << 25
_PNG = b"\x89PNG\r\n\x1a\n"


class BadPicture(Exception):
    """A picture that is not drawn: what is wrong with it, and a cure."""


def picture_size(path: Path) -> tuple[int, int]:
    """Width and height of a PNG or JPEG file that is whole, in pixels. Raises: BadPicture."""
    try:
        data = read_regular(path, MAX_FILE)
    except FileNotFoundError:
        raise BadPicture(_("is missing"), _("add it, or mend the name")) from None
    except TooLarge:
        raise BadPicture(_("is larger than {n} MiB").format(n=MAX_FILE >> 20), _("save a smaller picture")) from None
    except OSError as error:
        raise BadPicture(_("cannot be read: {why}").format(why=error.strerror or error), _("mend it")) from None
    if data.startswith(_PNG):
        size = _png(data)
    elif data.startswith(b"\xff\xd8"):
        size = _jpeg(data)
    else:
        raise BadPicture(_("is neither a PNG nor a JPEG file"), _("save it as PNG"))
    if size is None:
        raise BadPicture(_("is damaged"), _("save the picture again"))
    if size[0] * size[1] > MAX_PIXELS:
        raise BadPicture(
            _("has {width} by {height} pixels").format(width=size[0], height=size[1]), _("save a smaller picture")
        )
    return size


def _png(data: bytes) -> tuple[int, int] | None:
    """The size of a PNG file; None if a part of it is cut off or changed."""
    at, size, packed = len(_PNG), None, 0
    while True:
        head = data[at : at + 8]
        if len(head) < 8:
            return None
        (length,), kind = struct.unpack(">I", head[:4]), head[4:]
        body = data[at + 8 : at + 8 + length]
        check = data[at + 8 + length : at + 12 + length]
        if len(check) < 4 or zlib.crc32(kind + body) != struct.unpack(">I", check)[0]:
            return None
        if kind == b"IHDR" and len(body) == 13:
            size = struct.unpack(">II", body[:8])
        elif kind == b"IDAT":
            packed += len(body)
        elif kind == b"IEND":
            return size if size is not None and min(size) > 0 and packed else None
        at += 12 + length


def _jpeg(data: bytes) -> tuple[int, int] | None:
    """The size of a JPEG file; None if its end is cut off or it says none."""
    if not data.rstrip(b"\0").endswith(b"\xff\xd9"):
        return None
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        kind = data[at + 1]
        (length,) = struct.unpack(">H", data[at + 2 : at + 4])
        if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return (width, height) if width and height else None
        at += 2 + length
    return None
