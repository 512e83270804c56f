"""Which characters a font can draw, read from its table of characters.

The libraries draw an empty box for a character that a font has not, and tell nobody. So the table is read here: of the
fonts that come with the game, and of the system's where the window needs a character that the game's fonts lack.
"""

from __future__ import annotations

import functools
import importlib.util
import io
import struct
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

STYLES = ("Regular", "Bold", "Italic", "BoldItalic")
#: The most bytes that a table of characters may have.
MAX_TABLE = 4 << 20
#: Tables that every font has; the library that draws falls over one that lacks them.
_NEEDED = {b"cmap", b"head", b"hhea", b"hmtx", b"maxp"}
#: Tables that hold outlines, and those that hold pictures of one size, which cannot be scaled.
_OUTLINES, _PICTURES = {b"glyf", b"CFF ", b"CFF2"}, {b"CBDT", b"sbix"}
#: (platform, encoding) of tables of Unicode, the fullest first.
_UNICODE = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3), (0, 2), (0, 1), (0, 0))


@dataclass(frozen=True, slots=True)
class Coverage:
    """The characters of a font, as runs of numbers from each of `firsts` to its fellow in `lasts`."""

    firsts: tuple[int, ...] = ()
    lasts: tuple[int, ...] = ()

    @classmethod
    def of(cls, codes: Iterable[tuple[int, int]]) -> Coverage:
        """Of runs of characters (first, last) in any order."""
        runs: list[list[int]] = []
        for first, last in sorted(codes):
            if runs and first <= runs[-1][1] + 1:
                runs[-1][1] = max(runs[-1][1], last)
            else:
                runs.append([first, last])
        return cls(tuple(a for a, _ in runs), tuple(b for _, b in runs))

    def __contains__(self, character: str) -> bool:
        code = ord(character)
        at = bisect_right(self.firsts, code) - 1
        return at >= 0 and code <= self.lasts[at]


def font_file(style: str = "Regular") -> Path:
    """Where a font of the game is; styles are those of :data:`STYLES`."""
    found = importlib.util.find_spec("pygame_gui")  # It is not imported for that: the rules need no window.
    folder = Path(found.origin).parent if found is not None and found.origin else Path("pygame_gui")
    return folder / "data" / f"NotoSans-{style}.ttf"


def read(path: Path) -> Coverage:
    """The characters that a font file can draw at any size; none if it cannot be read."""
    try:
        with path.open("rb") as file:
            return Coverage.of(_runs(file))
    except (OSError, struct.error, IndexError, ValueError):
        return Coverage()


@functools.lru_cache(maxsize=1)
def _own() -> tuple[Coverage, ...]:
    return tuple(read(font_file(style)) for style in STYLES)


@functools.lru_cache(maxsize=4096)
def comes_with_game(character: str) -> bool:
    """Whether every font of the game has a character."""
    return all(character in coverage for coverage in _own())


def is_joiner(character: str) -> bool:
    """Whether a character only joins or varies those beside it, and has no picture of its own."""
    code = ord(character)
    return 0xFE00 <= code <= 0xFE0F or code in (0x200C, 0x200D) or 0x180B <= code <= 0x180F


def missing(text: str) -> str:
    """The characters of a text, each once, that no font of the game has.

    >>> missing("Тамцаг-Булаг, Nomonhan 日本日")
    '日本'
    """
    if text.isascii():
        return ""
    return "".join(c for c in dict.fromkeys(text) if not (c.isspace() or is_joiner(c) or comes_with_game(c)))


# ---------------------------------------------------------------- the file


def _runs(file: BinaryIO) -> Iterator[tuple[int, int]]:
    """The runs of a font, or of the first of a collection. Raises: struct.error, ValueError, IndexError, OSError."""
    start = 0
    if file.read(4) == b"ttcf":
        file.seek(12)
        (start,) = struct.unpack(">I", file.read(4))
    file.seek(start + 4)
    (count,) = struct.unpack(">H", file.read(2))
    file.seek(start + 12)
    tables: dict[bytes, tuple[int, int]] = {}
    for _ in range(count):
        tag, _sum, offset, length = struct.unpack(">4sIII", file.read(16))
        tables[tag] = offset, length
    if not _OUTLINES & tables.keys() or _PICTURES & tables.keys() or not tables.keys() >= _NEEDED:
        return
    end = file.seek(0, io.SEEK_END)
    if any(offset + length > end for offset, length in tables.values()):
        return
    offset, length = tables[b"cmap"]
    if length > MAX_TABLE:
        return
    file.seek(offset)
    data = file.read(length)
    found = {}
    for n in range(struct.unpack_from(">H", data, 2)[0]):
        platform, encoding, at = struct.unpack_from(">HHI", data, 4 + 8 * n)
        found[platform, encoding] = at
    at = next((found[key] for key in _UNICODE if key in found), None)
    if at is None:
        return
    match struct.unpack_from(">H", data, at)[0]:
        case 4:
            yield from _segments(data, at)
        case 12:
            yield from _groups(data, at)
        case _:
            return


def _segments(data: bytes, at: int) -> Iterator[tuple[int, int]]:
    """Runs of format 4: segments of 16-bit numbers, whose glyphs are reckoned or listed."""
    count = struct.unpack_from(">H", data, at + 6)[0] // 2
    shape = f">{count}H"
    lasts = struct.unpack_from(shape, data, at + 14)
    firsts = struct.unpack_from(shape, data, at + 16 + 2 * count)
    deltas = struct.unpack_from(shape, data, at + 16 + 4 * count)
    listed = at + 16 + 6 * count
    offsets = struct.unpack_from(shape, data, listed)
    for n in range(count):
        first, last = firsts[n], min(lasts[n], 0xFFFE)
        if last < first:
            continue
        if offsets[n] == 0:
            none = -deltas[n] & 0xFFFF
            yield from ((a, b) for a, b in ((first, min(last, none - 1)), (max(first, none + 1), last)) if a <= b)
            continue
        glyphs = struct.unpack_from(f">{last - first + 1}H", data, listed + 2 * n + offsets[n])
        yield from ((first + i, first + i) for i, glyph in enumerate(glyphs) if glyph)


def _groups(data: bytes, at: int) -> Iterator[tuple[int, int]]:
    """Runs of format 12: groups of numbers with the glyph of the first."""
    count = struct.unpack_from(">I", data, at + 12)[0]
    if count * 12 > len(data):
        raise ValueError("more groups than the table holds")
    for first, last, glyph in struct.iter_unpack(">III", data[at + 16 : at + 16 + 12 * count]):
        first += glyph == 0
        if first <= last <= 0x10FFFF:
            yield first, last
