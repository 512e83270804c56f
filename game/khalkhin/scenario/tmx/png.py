"""PNG files looked through as the library will read them: each part by its checksum, and whether the pixels are there.

Pixels are unpacked a piece at a time and thrown away, so that a file which says much and has little costs nothing.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

PNG = b"\x89PNG\r\n\x1a\n"
#: Bits of a dot by kind of colour and depth, as the format allows them.
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
#: First column and row, and steps between columns and rows, of each pass of a picture that is laced.
_LACED = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
_WHOLE = ((0, 0, 1, 1),)
#: Bytes unpacked at a time.
_PIECE = 1 << 18


def png_size(data: bytes, most: int) -> tuple[int, int] | None:
    """Width and height of a PNG file; None if it is cut off, changed, or lacks pixels. The pixels of one with more than
    `most` are not looked at."""
    parts = _parts(data)
    if parts is None or parts[0][0] != b"IHDR" or len(parts[0][1]) != 13:
        return None
    width, height, depth, colour, packing, filters, laced = struct.unpack(">IIBBBBB", parts[0][1])
    if not width or not height or depth not in _DEPTHS.get(colour, ()) or packing or filters or laced > 1:
        return None
    kinds = [kind for kind, _body in parts]
    if kinds.count(b"IHDR") > 1 or kinds.count(b"PLTE") > 1 or b"IDAT" not in kinds:
        return None
    begin = kinds.index(b"IDAT")
    colours = [len(body) for kind, body in parts[:begin] if kind == b"PLTE"]
    if colour == 3 and (not colours or colours[0] % 3 or not 3 <= colours[0] <= 768):
        return None
    if width * height > most:
        return width, height
    packed = []
    for kind, body in parts[begin:]:
        if kind != b"IDAT":
            break
        packed.append(body)
    rows = _rows(width, height, depth * _CHANNELS[colour], _LACED if laced else _WHOLE)
    return (width, height) if _filled(packed, rows) else None


def _parts(data: bytes) -> list[tuple[bytes, bytes]] | None:
    """The parts of a file up to its end; None if one is cut off, changed, or needed and not known."""
    at, out = len(PNG), list[tuple[bytes, bytes]]()
    while True:
        head = data[at : at + 8]
        if len(head) < 8:
            return None
        (length,), kind = struct.unpack(">I", head[:4]), head[4:]
        body = data[at + 8 : at + 8 + length]
        check = data[at + 8 + length : at + 12 + length]
        if len(check) < 4 or zlib.crc32(kind + body) != struct.unpack(">I", check)[0]:
            return None
        if (
            not kind.isalpha()
            or kind[2:3].islower()
            or (kind[:1].isupper() and kind not in (b"IHDR", b"PLTE", b"IDAT", b"IEND"))
        ):
            return None
        if kind == b"IEND":
            return out or None
        out.append((kind, body))
        at += 12 + length


def _rows(width: int, height: int, bits: int, passes: tuple[tuple[int, int, int, int], ...]) -> Iterator[int]:
    """The bytes of each row as it is packed, the one before the dots with them."""
    for left, top, across, down in passes:
        columns, rows = -(-(width - left) // across), -(-(height - top) // down)
        if columns > 0 and rows > 0:
            yield from [1 + -(-columns * bits // 8)] * rows


def _filled(packed: list[bytes], rows: Iterator[int]) -> bool:
    """Whether there is something for every row, each filtered in one of the five ways."""
    begin, row = 0, next(rows, 0)
    seen = 0
    try:
        for plain in _unpacked(packed):
            while row and begin < seen + len(plain):
                if plain[begin - seen] > 4:
                    return False
                begin += row
                row = next(rows, 0)
            seen += len(plain)
            if not row and seen > begin:
                return False  # There is more in it than dots, however much that may be.
    except zlib.error:
        return False
    return not row and seen == begin


def _unpacked(packed: list[bytes]) -> Iterator[bytes]:
    """What was packed, in pieces, to its end. Raises: zlib.error."""
    unpack = zlib.decompressobj()
    for left in packed:
        while not unpack.eof:
            plain = unpack.decompress(left, _PIECE)
            yield plain
            left = unpack.unconsumed_tail
            if not left and len(plain) < _PIECE:
                break
    if not unpack.eof:
        raise zlib.error
