"""Animated PNG files of few colours: pictures taken one after the other, of which only what has changed is kept.

    film = Animation((640, 400))
    film.add(surface, 0.1)
    data = film.packed()

Browsers and README pages show such a file moving, programs that do not know of animation show its first picture.
"""

from __future__ import annotations

import struct
import zlib
from array import array
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pygame

from khalkhin.ui.pictures.png import SIGNATURE, chunk

#: Colours of a file, and how far (squared, in 32nds of a channel) one may lie from what stands for it, the nearest
#: first; within the last are all colours.
COLOURS = 256
CLOSE = (0, 1, 2, 3, 5, 8, 12, 18, 27, 40, 60, 90, 140, 3 * 32**2)
#: Red, green and blue of five bits each: how pictures are kept until all their colours are known.
_MASKS = (0x7C00, 0x03E0, 0x001F, 0)
#: Eight bits a pixel, of a palette; the usual compression and filters; not interlaced.
_PALETTE = bytes((8, 3, 0, 0, 0))


@dataclass(slots=True)
class _Frame:
    """A part of the picture that has changed (left, top, width, height), packed, and the seconds that it is shown."""

    box: tuple[int, int, int, int]
    data: bytes
    seconds: float


class Animation:
    """Pictures of a size in pixels, taken with :meth:`add`."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.size = size
        self.frames: list[_Frame] = []
        #: Bytes that are kept; the file will have about a third of them.
        self.kept = 0
        self._colours: Counter[int] = Counter()
        self._flat = pygame.Surface(size, 0, 16, _MASKS)
        self._rows: list[bytes] = []

    def add(self, picture: pygame.Surface, seconds: float) -> None:
        """Take a picture that is shown for so many seconds; one like that before it only lasts longer."""
        self._flat.blit(picture, (0, 0))
        width, height = self.size
        pitch = self._flat.get_pitch()
        raw = self._flat.get_buffer().raw
        rows = [raw[y * pitch : y * pitch + width * 2] for y in range(height)]
        box = (0, 0, width, height) if not self._rows else _changed(self._rows, rows)
        self._rows = rows
        if box is None:
            self.frames[-1].seconds += seconds
            return
        left, top, wide, high = box
        part = b"".join(row[left * 2 : (left + wide) * 2] for row in rows[top : top + high])
        self._colours.update(array("H", part))
        packed = zlib.compress(part, 1)
        self.kept += len(packed)
        self.frames.append(_Frame(box, packed, seconds))

    def packed(self) -> bytes:
        """The file. Raises: ValueError where no picture was taken."""
        if not self.frames:
            raise ValueError("there is no picture")
        palette, index = _palette(self._colours)
        out = [SIGNATURE, chunk(b"IHDR", struct.pack(">II", *self.size) + _PALETTE)]
        out.append(chunk(b"acTL", struct.pack(">II", len(self.frames), 0)))
        out.append(chunk(b"PLTE", b"".join(bytes(c) for c in palette)))
        number = 0
        for nth, frame in enumerate(self.frames):
            left, top, wide, high = frame.box
            # Each is laid over what was there, and stays.
            shown = struct.pack(">HHBB", min(65535, max(1, round(frame.seconds * 100))), 100, 0, 0)
            out.append(chunk(b"fcTL", struct.pack(">IIIII", number, wide, high, left, top) + shown))
            number += 1
            data = zlib.compress(_rows_of(frame, index), 9)
            if nth == 0:
                out.append(chunk(b"IDAT", data))
            else:
                out.append(chunk(b"fdAT", struct.pack(">I", number) + data))
                number += 1
        out.append(chunk(b"IEND", b""))
        return b"".join(out)


def _rows_of(frame: _Frame, index: dict[int, int]) -> bytes:
    """The pixels of a frame as places in the palette, each row after its filter (none)."""
    pixels = bytes(map(index.__getitem__, array("H", zlib.decompress(frame.data))))
    wide, high = frame.box[2:]
    return b"".join(b"\0" + pixels[y * wide : (y + 1) * wide] for y in range(high))


def _changed(before: Sequence[bytes], after: Sequence[bytes]) -> tuple[int, int, int, int] | None:
    """The box in which rows of pixels (two bytes each) differ; None where they do not."""
    differing = [y for y, (a, b) in enumerate(zip(before, after, strict=True)) if a != b]
    if not differing:
        return None
    pairs = [(before[y], after[y]) for y in differing]
    width = len(after[0]) // 2
    left = _bound(width, lambda n: all(a[: n * 2] == b[: n * 2] for a, b in pairs))
    right = _bound(width, lambda n: all(a[len(a) - n * 2 :] == b[len(b) - n * 2 :] for a, b in pairs))
    return left, differing[0], width - left - right, differing[-1] - differing[0] + 1


def _bound(most: int, same: Callable[[int], bool]) -> int:
    """The largest number up to which something holds."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if same(middle) else (low, middle - 1)
    return low


def _palette(colours: Counter[int]) -> tuple[list[tuple[int, int, int]], dict[int, int]]:
    """Colours that stand for all that occur, as few as can be for their number, and which stands for which."""
    order = [colour for colour, _ in colours.most_common()]
    parts = {c: (c >> 10 & 31, c >> 5 & 31, c & 31) for c in order}
    chosen, index = next(found for close in CLOSE if (found := _cover(order, parts, close)) is not None)
    return [_whole(*parts[c]) for c in chosen], index


def _whole(red: int, green: int, blue: int) -> tuple[int, int, int]:
    """A colour of five bits a channel in eight."""
    return red << 3 | red >> 2, green << 3 | green >> 2, blue << 3 | blue >> 2


def _cover(
    order: Sequence[int], parts: dict[int, tuple[int, int, int]], close: int
) -> tuple[list[int], dict[int, int]] | None:
    """The commonest colours first, each that no chosen one is close to is chosen; None where that takes too many."""
    chosen: list[int] = []
    index: dict[int, int] = {}
    for colour in order:
        r, g, b = parts[colour]
        best, far = -1, close + 1
        for nth, other in enumerate(chosen):
            x, y, z = parts[other]
            distance = (r - x) ** 2 + (g - y) ** 2 + (b - z) ** 2
            if distance < far:
                best, far = nth, distance
        if best < 0:
            if len(chosen) == COLOURS:
                return None
            best = len(chosen)
            chosen.append(colour)
        index[colour] = best
    return chosen, index
