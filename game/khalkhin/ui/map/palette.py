"""Colours of the map and its counters, and lettering in the fonts that pygame_gui brings."""

from __future__ import annotations

from dataclasses import dataclass

import pygame

from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.units import UnitSpec
from khalkhin.glyphs import font_file
from khalkhin.ui.widgets.letters import Letters

Colour = tuple[int, int, int]

#: Round the map, and under the ground where a tile leaves a gap.
DESK: Colour = (28, 31, 23)
GROUND: Colour = (189, 180, 128)

#: Colours of ground where a tileset has no tile for it, and in the small map.
TERRAIN: dict[str, Colour] = {
    "steppe": (189, 181, 124),
    "upland": (176, 160, 112),
    "rough": (172, 156, 104),
    "dunes": (214, 195, 134),
    "sand": (226, 208, 148),
    "marsh": (140, 158, 112),
    "heights": (158, 134, 92),
    "settlement": (176, 152, 124),
    "lake": (112, 151, 170),
}

WATER: Colour = (92, 140, 168)
WATER_DEEP: Colour = (72, 117, 147)
WATER_LIGHT: Colour = (128, 172, 194)
BANK: Colour = (134, 143, 88)
SHORE: Colour = (160, 156, 106)
ROAD: Colour = (226, 205, 158)
ROAD_EDGE: Colour = (110, 84, 54)
TRACK: Colour = (122, 92, 58)
CLIFF: Colour = (96, 68, 42)

#: What the light does to the ground: multiplied with it.
NIGHT_LIGHT: Colour = (134, 148, 198)
RAIN_LIGHT: Colour = (212, 220, 228)
FOG_LIGHT: Colour = (184, 184, 190)
FOG_NIGHT: Colour = (178, 180, 190)

INK: Colour = (38, 34, 26)
PAPER: Colour = (244, 236, 212)
GOLD: Colour = (232, 190, 84)
GOOD: Colour = (120, 176, 74)
AMBER: Colour = (230, 152, 48)
BAD: Colour = (206, 62, 44)
BLUE: Colour = (70, 132, 186)
WHITE: Colour = (255, 255, 255)

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

#: Flash colours by tone.
FLASHES: dict[str, Colour] = {"loss": (228, 58, 40), "good": (104, 176, 66), "note": (240, 224, 176)}


@dataclass(frozen=True, slots=True)
class Livery:
    """How a nation's counters look. `cut` corners instead of round ones, and `hatched`, tell a side without colour."""

    face: Colour
    shade: Colour
    edge: Colour
    box: Colour
    ink: Colour
    text: Colour
    cut: bool = False
    hatched: bool = False


SOVIET = Livery((158, 60, 48), (132, 46, 38), (74, 24, 20), (240, 222, 190), (70, 18, 14), (255, 240, 214))
MONGOLIAN = Livery(
    (150, 92, 62), (126, 74, 48), (70, 38, 22), (242, 222, 182), (74, 34, 14), (255, 240, 214), hatched=True
)
JAPANESE = Livery((222, 198, 136), (198, 172, 108), (92, 74, 36), (252, 244, 220), (60, 46, 20), (46, 36, 18), cut=True)
MANCHUKUOAN = Livery(
    (196, 180, 84), (172, 156, 64), (84, 76, 26), (250, 242, 206), (58, 54, 16), (46, 44, 14), cut=True, hatched=True
)
UNKNOWN = Livery((132, 132, 126), (112, 112, 106), (52, 52, 50), (196, 196, 188), (48, 48, 46), (245, 245, 238))
FIRST = SOVIET
SECOND = JAPANESE

_NATIONS: tuple[tuple[str, Livery], ...] = (
    ("ussr", SOVIET),
    ("soviet", SOVIET),
    ("mongol", MONGOLIAN),
    ("manch", MANCHUKUOAN),
    ("japan", JAPANESE),
)


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
    return {SOVIET: (186, 44, 34), MONGOLIAN: (172, 84, 40), JAPANESE: (226, 182, 70), MANCHUKUOAN: (196, 176, 40)}.get(
        found, found.face
    )


def _named(name: str) -> Livery | None:
    low = name.lower()
    return next((found for part, found in _NATIONS if part in low), None)


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
