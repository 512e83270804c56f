"""Colours of the map and its counters, and lettering in the fonts that pygame_gui brings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pygame

from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.units import UnitSpec
from khalkhin.glyphs import font_file
from khalkhin.ui.widgets import theme
from khalkhin.ui.widgets.letters import Letters

Colour = tuple[int, int, int]

#: Round the map, and under the ground where a tile leaves a gap.
DESK: Colour = (28, 31, 23)
GROUND: Colour = (210, 205, 152)

#: Colours of ground where a tileset has no tile for it, and in the small map.
TERRAIN: dict[str, Colour] = {
    "steppe": (210, 206, 152),
    "upland": (208, 197, 160),
    "rough": (200, 184, 136),
    "dunes": (240, 217, 156),
    "sand": (246, 230, 182),
    "marsh": (172, 193, 138),
    "heights": (208, 182, 132),
    "settlement": (206, 180, 144),
    "lake": (102, 166, 210),
}

WATER: Colour = (92, 164, 214)
WATER_DEEP: Colour = (34, 92, 146)
WATER_LIGHT: Colour = (176, 218, 242)
BANK: Colour = (166, 182, 118)
SHORE: Colour = (190, 190, 136)
ROAD: Colour = (252, 240, 206)
ROAD_EDGE: Colour = (118, 82, 46)
TRACK: Colour = (122, 84, 46)
CLIFF: Colour = (104, 68, 38)

#: What is added to the ground before anything lies over it, so that it is paler.
WASH: Colour = (0, 0, 0)
#: What the light does to the ground: multiplied with it. By night water keeps more of its blue.
NIGHT_LIGHT: Colour = (94, 112, 168)
RAIN_LIGHT: Colour = (208, 218, 228)
#: What is not seen lies under mist: its colour, how much of it, and how much in the strokes that are drawn in it.
MIST: Colour = (150, 160, 172)
MIST_NIGHT: Colour = (66, 70, 92)
MIST_ALPHA, MIST_STROKE = 150, 196

INK: Colour = (38, 34, 26)
PAPER: Colour = (244, 236, 212)
GOLD: Colour = (232, 190, 84)
GOOD: Colour = (120, 176, 74)
AMBER: Colour = (230, 152, 48)
BAD: Colour = (206, 62, 44)
BLUE: Colour = (70, 132, 186)
WHITE: Colour = (255, 255, 255)

#: The line round the hexes that a unit can go to.
REACH: Colour = (255, 252, 236)
#: How dense the dark edges of lines about hexes are, of 255.
CASING = 102
#: Movement on counters.
MOVES: Colour = (255, 214, 120)
#: How much black is in the plates that words stand on; by None it goes by their colour.
PLATES: float | None = None

#: Line colours of groups of hexes by tone.
OUTLINES: dict[str, Colour] = {
    "danger": BAD,
    "warning": AMBER,
    "info": BLUE,
    "good": GOOD,
    "gold": (255, 214, 80),
    "trucks": (250, 232, 176),
    "plain": (96, 88, 68),
}

#: Colours of what pops up over a hex by tone.
FLASHES: dict[str, Colour] = {"loss": (176, 24, 12), "good": (28, 106, 30), "note": (250, 232, 180)}


def glow_of(tone: str) -> Colour:
    """What is round words that pop up."""
    return (36, 24, 10) if tone == "note" else (255, 248, 232)


#: Round every counter and flag, so that it stands out from ground by day and by night: a light rim within a dark edge.
RIM: Colour = (246, 240, 222)
EDGE: Colour = (22, 18, 14)


@dataclass(frozen=True, slots=True)
class Livery:
    """How a nation's counters look: dark faces with light words on them. What tells a side without colour is that its
    corners are `cut` and not round, and its face `slanted` (hatched); an ally's counters have a bar (`allied`)."""

    face: Colour
    shade: Colour
    edge: Colour
    box: Colour
    ink: Colour
    text: Colour
    cut: bool = False
    slanted: bool = False
    allied: bool = False


_LIGHT: Colour = (255, 250, 236)
SOVIET = Livery((160, 30, 24), (124, 20, 16), (64, 10, 8), (250, 238, 216), (84, 12, 8), _LIGHT)
MONGOLIAN = Livery((122, 60, 14), (100, 50, 10), (52, 26, 6), (250, 238, 210), (78, 36, 6), _LIGHT, allied=True)
JAPANESE = Livery((28, 62, 118), (18, 44, 90), (8, 20, 44), (236, 242, 250), (12, 32, 70), _LIGHT, True, True)
MANCHUKUOAN = Livery((14, 88, 84), (8, 64, 62), (4, 30, 30), (234, 246, 240), (4, 48, 46), _LIGHT, True, True, True)
UNKNOWN = Livery((76, 76, 74), (64, 64, 62), (30, 30, 28), (232, 232, 226), (36, 36, 34), _LIGHT)
FIRST = SOVIET
SECOND = JAPANESE

#: Liveries by parts of what nations and sides are called, as the names that they have here.
_NATIONS: tuple[tuple[str, str], ...] = (
    ("ussr", "SOVIET"),
    ("soviet", "SOVIET"),
    ("mongol", "MONGOLIAN"),
    ("manch", "MANCHUKUOAN"),
    ("japan", "JAPANESE"),
)
#: One strong colour by livery.
STRONG: dict[str, Colour] = {
    "SOVIET": (190, 36, 28),
    "MONGOLIAN": (160, 82, 22),
    "JAPANESE": (34, 78, 150),
    "MANCHUKUOAN": (16, 104, 98),
}

_DARK: Colour = (0, 0, 0)
_PURE: Colour = (255, 255, 255)
#: The colours of high contrast, in place of those above that they are named like.
HIGH: dict[str, Any] = {
    "WASH": (44, 44, 44),
    "NIGHT_LIGHT": (124, 140, 196),
    "MIST": (52, 58, 72),
    "MIST_NIGHT": (18, 20, 32),
    "MIST_ALPHA": 218,
    "MIST_STROKE": 240,
    "REACH": (0, 0, 0),
    "CASING": 255,
    "MOVES": (255, 226, 130),
    "PLATES": 0.76,
    "INK": (0, 0, 0),
    "PAPER": (255, 255, 255),
    "RIM": (255, 255, 255),
    "EDGE": (0, 0, 0),
    "SOVIET": Livery((132, 16, 12), (92, 8, 6), (40, 0, 0), _PURE, _DARK, _PURE),
    "MONGOLIAN": Livery((98, 44, 4), (74, 32, 2), (34, 14, 0), _PURE, _DARK, _PURE, allied=True),
    "JAPANESE": Livery((12, 40, 104), (4, 24, 72), (0, 8, 32), _PURE, _DARK, _PURE, True, True),
    "MANCHUKUOAN": Livery((2, 68, 64), (0, 48, 46), (0, 20, 20), _PURE, _DARK, _PURE, True, True, True),
    "UNKNOWN": Livery((48, 48, 46), (36, 36, 34), (8, 8, 8), _PURE, _DARK, _PURE),
    "OUTLINES": {
        "danger": (255, 126, 98),
        "warning": (255, 184, 0),
        "info": (96, 190, 255),
        "good": (110, 236, 96),
        "gold": (255, 232, 40),
        "trucks": (255, 244, 204),
        "plain": (255, 255, 255),
    },
    "FLASHES": {"loss": (150, 0, 0), "good": (0, 78, 0), "note": (255, 240, 190)},
    "STRONG": {
        "SOVIET": (168, 0, 0),
        "MONGOLIAN": (132, 62, 0),
        "JAPANESE": (0, 52, 168),
        "MANCHUKUOAN": (0, 92, 86),
    },
}
HIGH |= {"FIRST": HIGH["SOVIET"], "SECOND": HIGH["JAPANESE"]}
_USUAL = {name: globals()[name] for name in HIGH}


def follow_window() -> bool:
    """Have the colours of high contrast if the window has them, else those that are usual. Returns whether it has."""
    high = theme.high_contrast()
    globals().update(HIGH if high else _USUAL)
    return high


def as_now(found: Livery) -> Livery:
    """A livery of either contrast in the one that is in use."""
    names = (name for name in (*STRONG, "UNKNOWN") if found in (_USUAL[name], HIGH[name]))
    now: Livery = next((globals()[name] for name in names), found)
    return now


def livery(scenario: Scenario, spec: UnitSpec) -> Livery:
    """The livery of a unit: its nation's where that is known, else its side's."""
    return _named(spec.nation) or side_livery(scenario, spec.side)


def side_livery(scenario: Scenario, side: str) -> Livery:
    """The livery of a side as a whole (flags, borders, dots)."""
    first = scenario.sides[0]
    for info in scenario.sides:
        if info.id == side:
            for name in (info.id, *info.nations[:1], info.name):
                found = _named(name)
                if found:
                    return found
    return FIRST if side == first.id else SECOND


def side_colour(scenario: Scenario, side: str) -> Colour:
    """One strong colour for a side: flags, lines, dots."""
    found = side_livery(scenario, side)
    return next((colour for name, colour in STRONG.items() if globals()[name] is found), found.face)


def _named(name: str) -> Livery | None:
    low = name.lower()
    found: Livery | None = next((globals()[livery] for part, livery in _NATIONS if part in low), None)
    return found


def mix(a: Colour, b: Colour, part: float) -> Colour:
    """A colour `part` of the way from a to b."""
    return (round(a[0] + (b[0] - a[0]) * part), round(a[1] + (b[1] - a[1]) * part), round(a[2] + (b[2] - a[2]) * part))


def premultiplied(colour: Colour, alpha: int) -> tuple[int, int, int, int]:
    """A translucent colour as premultiplied surfaces keep it."""
    return colour[0] * alpha // 255, colour[1] * alpha // 255, colour[2] * alpha // 255, alpha


class Lettering:
    """A font for each style, and words already drawn."""

    def __init__(self) -> None:
        self._fonts: dict[str, Letters] = {}
        self._words: dict[tuple[object, ...], pygame.Surface] = {}

    def font(self, size: int, style: str = "Regular") -> pygame.font.Font:
        """The font of a style at a pixel size, until the next is asked for: every zoom step has letters in several
        sizes, and a font for each would be half a megabyte. Styles are Regular, Bold, Italic, BoldItalic."""
        font = self._fonts.get(style)
        if font is None:
            if not pygame.font.get_init():
                pygame.font.init()
            font = self._fonts[style] = Letters(str(font_file(style)), size)
        font.resize(size)
        return font

    def plain(self, text: str, size: int, ink: Colour, style: str = "Bold") -> pygame.Surface:
        """Words without a halo, premultiplied, trimmed to their ink."""
        key = ("plain", text, size, ink, style)
        if key not in self._words:
            self._make_room()
            drawn = self.font(size, style).render(text, True, ink).convert_alpha()
            self._words[key] = drawn.subsurface(drawn.get_bounding_rect()).copy().premul_alpha()
        return self._words[key]

    def halo(
        self, text: str, size: int, ink: Colour, glow: Colour, style: str = "Bold", width: int = 2
    ) -> pygame.Surface:
        """Words with a halo round them, premultiplied."""
        key = ("halo", text, size, ink, glow, style, width)
        if key not in self._words:
            self._make_room()
            font = self.font(size, style)
            words = font.render(text, True, ink).convert_alpha().premul_alpha()
            back = font.render(text, True, glow).convert_alpha().premul_alpha()
            w, h = words.get_size()
            out = pygame.Surface((w + 2 * width, h + 2 * width), pygame.SRCALPHA)
            for dx in range(-width, width + 1):
                for dy in range(-width, width + 1):
                    if dx * dx + dy * dy <= width * width + 1:
                        out.blit(back, (width + dx, width + dy), special_flags=pygame.BLEND_PREMULTIPLIED)
            out.blit(words, (width, width), special_flags=pygame.BLEND_PREMULTIPLIED)
            self._words[key] = out
        return self._words[key]

    def _make_room(self) -> None:
        if len(self._words) > 1500:
            for key in list(self._words)[:500]:
                del self._words[key]
