"""Picture files looked at before anybody unpacks them: of what kind and size they are, and whether they are whole."""

from __future__ import annotations

import struct
from pathlib import Path

from khalkhin.regular_files import TooLarge, read_regular
from khalkhin.scenario.tmx.png import PNG, png_size
from khalkhin.translation import _

#: The largest file, the most pixels of one picture and of all pictures of a map, and of a side.
MAX_FILE, MAX_PIXELS, MAX_TOGETHER, MAX_SIDE = 16 << 20, 1 << 24, 1 << 25, 1 << 14


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
    if data.startswith(PNG):
        size = png_size(data, MAX_PIXELS)
    elif data.startswith(b"\xff\xd8"):
        size = _jpeg(data)
    else:
        raise BadPicture(_("is neither a PNG nor a JPEG file"), _("save it as PNG"))
    if size is None:
        raise BadPicture(_("is damaged"), _("save the picture again"))
    if size[0] * size[1] > MAX_PIXELS or max(size) > MAX_SIDE:
        raise BadPicture(
            _("has {width} by {height} pixels").format(width=size[0], height=size[1]), _("save a smaller picture")
        )
    return size


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
