"""Rows as values: lines of text, values and bars that panels show. No pygame; :mod:`khalkhin.ui.widgets.row_list` draws
them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pygame


class RowAction:
    """What a click on a row asks for. The rooms of the window have their own, as frozen values built on this."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    value: str = ""
    tone: str = "gold"
    action: RowAction | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A label at the left and a value at the right; a long label wraps. `marked` is where the keyboard stands."""

    text: str
    value: str = ""
    tone: str = "normal"
    value_tone: str = ""
    indent: int = 0
    style: str = "normal"
    action: RowAction | None = None
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A labelled bar; `share` is 0..1. Without a text it is a thin one, beneath a line of words."""

    text: str
    share: float
    value: str
    tone: str = "gold"
    action: RowAction | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """A line with a box, ticked or not; `marked` is where the keyboard stands."""

    text: str
    on: bool
    value: str = ""
    action: RowAction | None = None
    marked: bool = False
    tone: str = "normal"


@dataclass(frozen=True, slots=True)
class Option:
    """Something to pick: the key that picks it, its words, a value; grey where it cannot be had, ticked where it is
    so already, framed where the keyboard stands."""

    text: str
    key: str = ""
    value: str = ""
    able: bool = True
    on: bool = False
    marked: bool = False
    action: RowAction | None = None


@dataclass(frozen=True, slots=True)
class Dial:
    """A number between two arrows; clicking its left or right half asks for less or more."""

    text: str
    value: str
    key: str = ""
    marked: bool = False
    less: RowAction | None = None
    more: RowAction | None = None
    action: RowAction | None = None


@dataclass(frozen=True, slots=True)
class Cells:
    """A row of a table: texts in columns that begin at `stops` (parts of the width, rising). Columns after the first
    are set to the right of theirs, or all to the `left`. `tones` are for each cell; an entry of `actions` is for a
    click on that cell."""

    cells: tuple[str, ...]
    stops: tuple[float, ...]
    tones: tuple[str, ...] = ()
    style: str = "normal"
    action: RowAction | None = None
    actions: tuple[RowAction | None, ...] = ()
    left: bool = False

    def cell_at(self, part: float) -> int:
        """The cell at a part of the width."""
        return max((i for i, stop in enumerate(self.stops) if stop <= part), default=0)


@dataclass(frozen=True, slots=True)
class Columns:
    """Texts side by side that wrap within their columns, which begin at `stops` (parts of the width, rising). `tones`
    and `styles` are for each column; where there are too few, the last one goes on."""

    texts: tuple[str, ...]
    stops: tuple[float, ...]
    tones: tuple[str, ...] = ("normal",)
    styles: tuple[str, ...] = ("normal",)
    action: RowAction | None = None


@dataclass(frozen=True, slots=True)
class Pictured:
    """A picture at the left, in a column `room` pixels broad, and what it shows at the right of it."""

    picture: pygame.Surface
    text: str
    room: int
    action: RowAction | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    size: int = 6
    action: RowAction | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    action: RowAction | None = None


Row = Heading | Line | Bar | Check | Option | Dial | Cells | Columns | Pictured | Gap | Rule
