"""PNG files written as they are painted: a picture larger than memory is made of bands, from the top down."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator

import pygame

SIGNATURE = b"\x89PNG\r\n\x1a\n"
#: Eight bits a channel; red, green and blue; the usual compression and filters; not interlaced.
_TRUE_COLOUR = bytes((8, 2, 0, 0, 0))


def png(size: tuple[int, int], bands: Iterable[pygame.Surface]) -> Iterator[bytes]:
    """The pieces of a PNG file of a picture, whose bands are as wide as it is and together as tall."""
    yield SIGNATURE
    yield chunk(b"IHDR", struct.pack(">II", *size) + _TRUE_COLOUR)
    packer = zlib.compressobj()
    for band in bands:
        for row in _rows(band):
            yield from _data(packer.compress(b"\0"))  # No filter.
            yield from _data(packer.compress(row))
    yield from _data(packer.flush())
    yield chunk(b"IEND", b"")


def _rows(band: pygame.Surface) -> Iterator[bytes]:
    width, height = band.get_size()
    return (pygame.image.tobytes(band.subsurface((0, y, width, 1)), "RGB") for y in range(height))


def _data(packed: bytes) -> Iterator[bytes]:
    if packed:
        yield chunk(b"IDAT", packed)


def chunk(kind: bytes, data: bytes) -> bytes:
    """A piece of the file, with its length and its check."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
