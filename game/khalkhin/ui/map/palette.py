"""Colours of the map and its counters, and lettering in the fonts that pygame_gui brings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

import pygame

from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.units import UnitSpec
from khalkhin.glyphs import font_file
from khalkhin.ui.widgets import theme
from khalkhin.ui.widgets.kept_surfaces import KeptSurfaces
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

#: What the light does to the ground in rain: multiplied with it.
RAIN_LIGHT: Colour = (208, 218, 228)

GOLD: Colour = (232, 190, 84)
GOOD: Colour = (120, 176, 74)
AMBER: Colour = (230, 152, 48)
BAD: Colour = (206, 62, 44)
BLUE: Colour = (70, 132, 186)
WHITE: Colour = (255, 255, 255)


def glow_of(tone: str) -> Colour:
    """What is round words that pop up."""
    return (36, 24, 10) if tone == "note" else (255, 248, 232)


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


@dataclass(frozen=True, slots=True)
class MapColours:
    """Colours of the map that the window's contrast changes.

    `wash` is added to the ground before anything lies over it, so that it is paler; `night_light` is multiplied with
    it (by night water keeps more of its blue). What is not seen lies under mist: its colour, how much of it
    (`mist_alpha`), and how much in the strokes that are drawn in it; by night it is dense, for there the ground is
    pale. `reach` is the line round the hexes that a unit can go to, `casing` how dense the dark edges of lines about
    hexes are, of 255; `moves` is movement on counters.
    `plates` is how much black is in the plates that words stand on; by None it goes by their colour. Round every
    counter and flag, so that it stands out from ground by day and by night, is a light `rim` within a dark `edge`.

    `outlines` are line colours of groups of hexes by tone, `flashes` colours of what pops up over a hex by tone,
    `liveries` those of nations by name, and `strong` one strong colour for each of them that is a side's.
    """

    wash: Colour
    night_light: Colour
    mist: Colour
    mist_night: Colour
    mist_alpha: int
    mist_stroke: int
    mist_night_alpha: int
    mist_night_stroke: int
    reach: Colour
    casing: int
    moves: Colour
    plates: float | None
    ink: Colour
    paper: Colour
    rim: Colour
    edge: Colour
    outlines: Mapping[str, Colour]
    flashes: Mapping[str, Colour]
    liveries: Mapping[str, Livery]
    strong: Mapping[str, Colour]


_LIGHT: Colour = (255, 250, 236)
USUAL = MapColours(
    wash=(0, 0, 0),
    night_light=(122, 136, 168),
    mist=(150, 160, 172),
    mist_night=(40, 44, 74),
    mist_alpha=150,
    mist_stroke=196,
    mist_night_alpha=188,
    mist_night_stroke=222,
    reach=(255, 252, 236),
    casing=102,
    moves=(255, 214, 120),
    plates=None,
    ink=(38, 34, 26),
    paper=(244, 236, 212),
    rim=(246, 240, 222),
    edge=(22, 18, 14),
    outlines={
        "danger": BAD,
        "warning": AMBER,
        "info": BLUE,
        "good": GOOD,
        "gold": (255, 214, 80),
        "trucks": (250, 232, 176),
        "plain": (96, 88, 68),
    },
    flashes={"loss": (176, 24, 12), "good": (28, 106, 30), "note": (250, 232, 180)},
    liveries={
        "SOVIET": Livery((160, 30, 24), (124, 20, 16), (64, 10, 8), (250, 238, 216), (84, 12, 8), _LIGHT),
        "MONGOLIAN": Livery(
            (122, 60, 14), (100, 50, 10), (52, 26, 6), (250, 238, 210), (78, 36, 6), _LIGHT, allied=True
        ),
        "JAPANESE": Livery((28, 62, 118), (18, 44, 90), (8, 20, 44), (236, 242, 250), (12, 32, 70), _LIGHT, True, True),
        "MANCHUKUOAN": Livery(
            (14, 88, 84), (8, 64, 62), (4, 30, 30), (234, 246, 240), (4, 48, 46), _LIGHT, True, True, True
        ),
        "UNKNOWN": Livery((76, 76, 74), (64, 64, 62), (30, 30, 28), (232, 232, 226), (36, 36, 34), _LIGHT),
    },
    strong={
        "SOVIET": (190, 36, 28),
        "MONGOLIAN": (160, 82, 22),
        "JAPANESE": (34, 78, 150),
        "MANCHUKUOAN": (16, 104, 98),
    },
)

_DARK: Colour = (0, 0, 0)
_PURE: Colour = (255, 255, 255)
#: High contrast.
HIGH = MapColours(
    wash=(44, 44, 44),
    night_light=(124, 140, 196),
    mist=(52, 58, 72),
    mist_night=(18, 20, 32),
    mist_alpha=218,
    mist_stroke=240,
    mist_night_alpha=218,
    mist_night_stroke=240,
    reach=(0, 0, 0),
    casing=255,
    moves=(255, 226, 130),
    plates=0.76,
    ink=(0, 0, 0),
    paper=(255, 255, 255),
    rim=(255, 255, 255),
    edge=(0, 0, 0),
    outlines={
        "danger": (255, 126, 98),
        "warning": (255, 184, 0),
        "info": (96, 190, 255),
        "good": (110, 236, 96),
        "gold": (255, 232, 40),
        "trucks": (255, 244, 204),
        "plain": (255, 255, 255),
    },
    flashes={"loss": (150, 0, 0), "good": (0, 78, 0), "note": (255, 240, 190)},
    liveries={
        "SOVIET": Livery((132, 16, 12), (92, 8, 6), (40, 0, 0), _PURE, _DARK, _PURE),
        "MONGOLIAN": Livery((98, 44, 4), (74, 32, 2), (34, 14, 0), _PURE, _DARK, _PURE, allied=True),
        "JAPANESE": Livery((12, 40, 104), (4, 24, 72), (0, 8, 32), _PURE, _DARK, _PURE, True, True),
        "MANCHUKUOAN": Livery((2, 68, 64), (0, 48, 46), (0, 20, 20), _PURE, _DARK, _PURE, True, True, True),
        "UNKNOWN": Livery((48, 48, 46), (36, 36, 34), (8, 8, 8), _PURE, _DARK, _PURE),
    },
    strong={
        "SOVIET": (168, 0, 0),
        "MONGOLIAN": (132, 62, 0),
        "JAPANESE": (0, 52, 168),
        "MANCHUKUOAN": (0, 92, 86),
    },
)
#: Liveries by parts of what nations and sides are called.
_NATIONS: tuple[tuple[str, str], ...] = (
    ("ussr", "SOVIET"),
    ("soviet", "SOVIET"),
    ("mongol", "MONGOLIAN"),
    ("manch", "MANCHUKUOAN"),
    ("japan", "JAPANESE"),
)

# The colours of the scheme that the window's contrast asks for, anew each time: `palette.RIM` is the `rim` of that
# scheme, `palette.SOVIET` one of its liveries.
WASH: Colour
NIGHT_LIGHT: Colour
MIST: Colour
MIST_NIGHT: Colour
MIST_ALPHA: int
MIST_STROKE: int
MIST_NIGHT_ALPHA: int
MIST_NIGHT_STROKE: int
REACH: Colour
CASING: int
MOVES: Colour
PLATES: float | None
INK: Colour
PAPER: Colour
RIM: Colour
EDGE: Colour
OUTLINES: Mapping[str, Colour]
FLASHES: Mapping[str, Colour]
SOVIET: Livery
MONGOLIAN: Livery
JAPANESE: Livery
MANCHUKUOAN: Livery
UNKNOWN: Livery
_NAMES = {field.name.upper(): field.name for field in fields(MapColours)}


def scheme() -> MapColours:
    """The colours that the window's contrast asks for."""
    return HIGH if theme.high_contrast() else USUAL


def __getattr__(name: str) -> object:
    if name in _NAMES:
        return getattr(scheme(), _NAMES[name])
    if name in USUAL.liveries:
        return scheme().liveries[name]
    raise AttributeError(name)


def as_now(found: Livery) -> Livery:
    """A livery of either contrast in the one that is in use."""
    for made in (USUAL, HIGH):
        for name, livery in made.liveries.items():
            if livery == found:
                return scheme().liveries[name]
    return found


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
    return scheme().liveries["SOVIET" if side == first.id else "JAPANESE"]


def side_colour(scenario: Scenario, side: str) -> Colour:
    """One strong colour for a side: flags, lines, dots."""
    found = side_livery(scenario, side)
    return next((colour for name, colour in scheme().strong.items() if scheme().liveries[name] is found), found.face)


def _named(name: str) -> Livery | None:
    low = name.lower()
    return next((scheme().liveries[nation] for part, nation in _NATIONS if part in low), None)


def mix(a: Colour, b: Colour, part: float) -> Colour:
    """A colour `part` of the way from a to b."""
    return (round(a[0] + (b[0] - a[0]) * part), round(a[1] + (b[1] - a[1]) * part), round(a[2] + (b[2] - a[2]) * part))


def premultiplied(colour: Colour, alpha: int) -> tuple[int, int, int, int]:
    """A translucent colour as premultiplied surfaces keep it."""
    return colour[0] * alpha // 255, colour[1] * alpha // 255, colour[2] * alpha // 255, alpha


#: Bytes of words kept before the longest unused go: those of two or three scales.
WORDS = 3 << 18


class Lettering:
    """A font for each style, and words already drawn."""

    def __init__(self) -> None:
        self._fonts: dict[str, Letters] = {}
        self._words = KeptSurfaces(WORDS)

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

        def drawn() -> pygame.Surface:
            words = self.font(size, style).render(text, True, ink).convert_alpha()
            return words.subsurface(words.get_bounding_rect()).copy().premul_alpha()

        return self._words.get(("plain", text, size, ink, style), drawn)

    def halo(
        self, text: str, size: int, ink: Colour, glow: Colour, style: str = "Bold", width: int = 2
    ) -> pygame.Surface:
        """Words with a halo round them, premultiplied."""

        def drawn() -> pygame.Surface:
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
            return out

        return self._words.get(("halo", text, size, ink, glow, style, width), drawn)
