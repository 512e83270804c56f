"""Colours, fonts and sizes of the window: a staff map on a dark-olive desk.

Sizes are written for 100 % and multiplied by the scale in use; :class:`Metrics` does it in one place.
"""

from __future__ import annotations

import functools
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import pygame

from khalkhin import paths
from khalkhin.glyphs import font_file
from khalkhin.ui.widgets.letters import Letters

log = logging.getLogger(__name__)

Colour = tuple[int, int, int]

#: The ground of the band that marks a rehearsal, and its hatching and frame.
REHEARSED: Colour = (62, 44, 92)
REHEARSED_EDGE: Colour = (120, 92, 170)


@dataclass(frozen=True, slots=True)
class Scheme:
    """The colours of the window; `tones` are those that a line of a panel may have on the dark ground, `paper_tones`
    those on paper."""

    desk: Colour
    panel: Colour
    raised: Colour
    line: Colour
    ink_light: Colour
    ink_dim: Colour
    paper: Colour
    paper_marked: Colour
    paper_edge: Colour
    ink: Colour
    gold: Colour
    red: Colour
    green: Colour
    blue: Colour
    amber: Colour
    tones: Mapping[str, Colour]
    paper_tones: Mapping[str, Colour]


USUAL = Scheme(
    desk=(28, 31, 23),
    panel=(42, 45, 35),
    raised=(58, 63, 47),
    line=(76, 80, 61),
    ink_light=(236, 227, 200),
    ink_dim=(182, 175, 148),
    paper=(230, 219, 190),
    paper_marked=(211, 197, 157),
    paper_edge=(141, 129, 99),
    ink=(45, 41, 31),
    gold=(200, 169, 75),
    red=(190, 84, 62),
    green=(134, 160, 84),
    blue=(116, 146, 160),
    amber=(214, 150, 62),
    tones={
        "normal": (236, 227, 200),
        "dim": (182, 175, 148),
        "gold": (200, 169, 75),
        "good": (166, 190, 112),
        "bad": (242, 148, 124),
        "warn": (226, 172, 88),
        "blue": (148, 178, 192),
    },
    paper_tones={
        "normal": (45, 41, 31),
        "dim": (88, 79, 58),
        "gold": (109, 53, 38),
        "good": (60, 84, 36),
        "bad": (138, 42, 28),
        "warn": (112, 68, 12),
        "blue": (48, 78, 96),
    },
)
#: High contrast.
HIGH = Scheme(
    desk=(0, 0, 0),
    panel=(10, 11, 8),
    raised=(40, 44, 32),
    line=(168, 168, 150),
    ink_light=(255, 255, 255),
    ink_dim=(232, 228, 212),
    paper=(255, 253, 244),
    paper_marked=(255, 232, 150),
    paper_edge=(70, 62, 44),
    ink=(0, 0, 0),
    gold=(255, 218, 96),
    red=(255, 120, 96),
    green=(160, 236, 120),
    blue=(150, 212, 244),
    amber=(255, 188, 84),
    tones={
        "normal": (255, 255, 255),
        "dim": (232, 228, 212),
        "gold": (255, 218, 96),
        "good": (178, 244, 140),
        "bad": (255, 178, 160),
        "warn": (255, 200, 108),
        "blue": (176, 222, 248),
    },
    paper_tones={
        "normal": (0, 0, 0),
        "dim": (58, 52, 36),
        "gold": (96, 34, 18),
        "good": (30, 66, 8),
        "bad": (120, 16, 6),
        "warn": (92, 50, 0),
        "blue": (10, 50, 80),
    },
)


@dataclass(slots=True)
class _Window:
    """The one setting of the look that all of the window shares: which scheme is in use."""

    scheme: Scheme = USUAL


_window = _Window()

# The colours of the scheme in use, asked for anew each time: `theme.GOLD` is the `gold` of that scheme.
DESK: Colour
PANEL: Colour
RAISED: Colour
LINE: Colour
INK_LIGHT: Colour
INK_DIM: Colour
PAPER: Colour
PAPER_MARKED: Colour
PAPER_EDGE: Colour
INK: Colour
GOLD: Colour
RED: Colour
GREEN: Colour
BLUE: Colour
AMBER: Colour
TONES: Mapping[str, Colour]
PAPER_TONES: Mapping[str, Colour]
_NAMES = {field.name.upper(): field.name for field in fields(Scheme)}


def __getattr__(name: str) -> object:
    if name in _NAMES:
        return getattr(_window.scheme, _NAMES[name])
    raise AttributeError(name)


def use_contrast(*, high: bool) -> bool:
    """Take the colours of high contrast into use, or those that are usual. Returns whether others were in use."""
    wanted = HIGH if high else USUAL
    changed = _window.scheme is not wanted
    _window.scheme = wanted
    return changed


def high_contrast() -> bool:
    """Whether the colours of high contrast are in use."""
    return _window.scheme is HIGH


#: The smallest window everything fits into at 100 %.
MIN_SIZE = (1024, 640)
#: The smallest window that screens are laid out for; everything is then as small as can still be read.
SMALLEST = (640, 400)
SCALES = (1.0, 1.1, 1.25, 1.5, 1.75, 2.0)

_SIZED = (
    "size",
    "shape_corner_radius",
    "text_horiz_alignment_padding",
    "text_vert_alignment_padding",
    "padding",
    "rect_width",
)
#: What a size in the theme may be, in pixels at 100 %.
LARGEST = 400


def effective_scale(size: tuple[int, int], wanted: float) -> float:
    """The scale the window can bear: as asked, but never so large that :data:`MIN_SIZE` no longer fits."""
    fits = min(size[0] / MIN_SIZE[0], size[1] / MIN_SIZE[1])
    return max(SMALLEST[0] / MIN_SIZE[0], min(wanted, fits))


def load_theme(scale: float) -> dict[str, Any]:
    """The pygame_gui theme with every size multiplied by the scale, in the colours that are in use; the library's own
    plain one where its file cannot be read."""
    theme = _read("khalkhin")
    for name, block in _read("contrast").items() if high_contrast() else ():
        theme.setdefault(name, {}).setdefault("colours", {}).update(block.get("colours", {}))
    for block in theme.values():
        for part in block.values():
            for key in _SIZED:
                if key in part:
                    part[key] = ",".join(str(max(1, round(float(n) * scale))) for n in part[key].split(","))
    return theme


def _read(name: str) -> dict[str, Any]:
    """A file of the theme; nothing, and a line in the log, where it cannot be read."""
    path = paths.assets_dir() / "theme" / f"{name}.json"
    try:
        return _whole(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError) as error:
        log.warning("controls look plain, as %s cannot be read: %s", path, error)
        return {}


def _whole(found: object) -> dict[str, Any]:
    """A theme: words by name, by part, by kind of control. Raises: ValueError for anything else, and for sizes that the
    library would fall over."""
    match found:
        case dict() if all(isinstance(block, dict) for block in found.values()):
            parts = [part for block in found.values() for part in block.values()]
        case _:
            raise ValueError("it is no table of tables")
    for part in parts:
        if not isinstance(part, dict) or not all(isinstance(word, str) for word in part.values()):
            raise ValueError("a part of it is no table of words")
        if any(not 0 <= float(n) <= LARGEST for key in _SIZED if key in part for n in part[key].split(",")):
            raise ValueError(f"a size in it is not from 0 to {LARGEST}")
    return found


@dataclass(frozen=True, slots=True)
class Metrics:
    """Pixels from sizes at 100 %, and fonts, for one scale."""

    scale: float

    def px(self, size: float) -> int:
        return max(1, round(size * self.scale))

    def font(self, style: str = "normal") -> pygame.font.Font:
        """A font by its use: normal, small, bold, heading, title, italic."""
        name, size = _FONTS[style]
        return _font(name, self.px(size))

    def width(self, text: str, style: str = "normal") -> int:
        return self.font(style).size(text)[0]

    @property
    def gap(self) -> int:
        return self.px(8)

    @property
    def row(self) -> int:
        """Height of a button or an entry line."""
        return max(self.px(30), self.font().get_linesize() + self.px(8))


_FONTS = {
    "normal": ("Regular", 14),
    "small": ("Regular", 12),
    "bold": ("Bold", 14),
    "heading": ("Bold", 16),
    "title": ("Bold", 24),
    "italic": ("Italic", 14),
    "banner": ("Bold", 44),
    "big": ("Regular", 18),
}


@functools.lru_cache(maxsize=64)
def _font(name: str, size: int) -> pygame.font.Font:
    return Letters(str(font_file(name)), size)


def forget_fonts() -> None:
    """Drop cached fonts (they die with the font module)."""
    _font.cache_clear()
