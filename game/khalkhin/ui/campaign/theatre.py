"""The strategic map as a sheet of old paper: the theatre from Borzya to Hailar, and the front enlarged beside it."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

import pygame

from khalkhin.translation import _
from khalkhin.ui.campaign import theatre_land as land
from khalkhin.ui.campaign.theatre_land import Course, Point, Town
from khalkhin.ui.map.palette import Colour, mix
from khalkhin.ui.widgets.strokes import Pen, along, dashes, smooth
from khalkhin.ui.widgets.theme import Metrics

PAPER: Colour = (229, 216, 182)
OLD: Colour = (196, 176, 134)
INK: Colour = (62, 50, 36)
FAINT: Colour = (132, 112, 80)
WATER: Colour = (120, 152, 160)
SHORE: Colour = (60, 92, 108)
RED: Colour = (150, 52, 38)
SOVIET_LAND: Colour = (214, 176, 156)
MONGOLIAN_LAND: Colour = (214, 212, 168)
#: Lines are painted this many times larger and drawn down, which makes them smooth.
FINE = 2


class Frame:
    """A piece of land on a piece of the picture."""

    def __init__(self, rect: pygame.Rect, west: float, north: float, per_km: float) -> None:
        self.rect, self.west, self.north, self.per_km = rect, west, north, per_km

    def xy(self, point: Point) -> tuple[float, float]:
        """A place in kilometres as pixels."""
        return self.rect.x + (point[0] - self.west) * self.per_km, self.rect.y + (self.north - point[1]) * self.per_km


class Theatre:
    """The map for a size, painted when it is first asked for."""

    def __init__(self) -> None:
        self._size = (0, 0)
        self._picture: pygame.Surface | None = None

    def resize(self, size: tuple[int, int], m: Metrics) -> None:
        """Lay the map out for a size in pixels."""
        if size == self._size:
            return
        self._size, self._picture, self._m = size, None, m
        w, h = size
        edge = m.px(16)
        inner = pygame.Rect(edge, edge, w - 2 * edge, h - 2 * edge)
        per_km = min(inner.width / (land.EAST - land.WEST), inner.height / (land.NORTH - land.SOUTH))
        spare = (inner.height - (land.NORTH - land.SOUTH) * per_km) / per_km
        self.inner = inner
        self.whole = Frame(inner, land.WEST, land.NORTH + spare / 2, per_km)
        west, east, north, _ = land.FRONT
        left = self.whole.xy((east, 0))[0] + m.px(26)
        top = self.whole.xy((0, 118))[1]
        side = int(min(inner.right - m.px(10) - left, inner.bottom - m.px(10) - top))
        box = pygame.Rect(inner.right - m.px(10) - side, inner.bottom - m.px(10) - side, side, side)
        self.lens = Frame(box, west, north, side / (east - west))

    def place(self, at: tuple[int, int]) -> tuple[int, int]:
        """Where a stage stands on the picture: on the enlarged front if it is there."""
        x, y = land.in_km(at)
        west, east, north, south = land.FRONT
        frame = self.lens if west < x < east and south < y < north else self.whole
        px, py = frame.xy((x, y))
        return round(px), round(py)

    def town_at(self, pos: tuple[int, int]) -> str:
        """The name of the town or hill at a place of the picture, "" if there is none."""
        reach = self._m.px(14)
        on_lens = self.lens.rect.collidepoint(pos)
        frame, found = (self.lens, land.SPOTS) if on_lens else (self.whole, land.TOWNS)
        for town in found:
            x, y = frame.xy(town.at)
            if math.hypot(pos[0] - x, pos[1] - y) <= reach:
                return town.name
        return ""

    def draw(self, surface: pygame.Surface, at: tuple[int, int]) -> None:
        if self._picture is None:
            self._picture = self._paint()
        surface.blit(self._picture, at)

    # ------------------------------------------------------------------ painting

    def _paint(self) -> pygame.Surface:
        w, h = self._size
        big = pygame.Surface((w * FINE, h * FINE))
        big.fill(PAPER)
        pen = Pen(big, self._m.scale * FINE)
        whole, lens = _larger(self.whole), _larger(self.lens)
        big.set_clip(_grown(self.inner))
        _ground(pen, whole)
        _country(pen, whole)
        self._frame_of_front(pen, whole, lens)
        pygame.draw.rect(big, INK, _grown(self.inner), pen.width(1.6))
        pygame.draw.rect(big, mix(PAPER, OLD, 0.2), lens.rect)
        big.set_clip(lens.rect)
        _front(pen, lens)
        big.set_clip(None)
        for grow, width in ((0, 2.0), (7, 1.0)):
            rect = lens.rect.inflate(grow * 2, grow * 2)
            pygame.draw.rect(big, INK, rect, pen.width(width))
        pygame.draw.rect(big, INK, _grown(self.inner).inflate(pen.width(9), pen.width(9)), pen.width(0.8))
        picture = pygame.transform.smoothscale(big, (w, h))
        aged(picture)
        self._letter(picture)
        return picture

    def _frame_of_front(self, pen: Pen, whole: Frame, lens: Frame) -> None:
        """The piece of the map that is enlarged, and the rays to its enlargement."""
        west, east, north, south = land.FRONT
        x, y = whole.xy((west, north))
        far_x, far_y = whole.xy((east, south))
        box = pygame.Rect(x, y, far_x - x, far_y - y)
        for a, b in ((box.topright, lens.rect.topleft), (box.bottomright, lens.rect.bottomleft)):
            pygame.draw.line(pen.surface, FAINT, a, b, pen.width(1))
        pygame.draw.rect(pen.surface, RED, box, pen.width(1.6))

    def _letter(self, picture: pygame.Surface) -> None:
        m = self._m
        for name, at in land.LANDS:
            _spaced(picture, _(name), self.whole.xy(at), m.font("big"), FAINT, m.px(7))
        for name, at in land.WATERS:
            _centred(picture, _(name), self.whole.xy(at), m.font("italic"), SHORE)
        for town in land.TOWNS:
            lettered(picture, town, _(town.name), self.whole.xy(town.at), m)
        picture.set_clip(self.lens.rect)
        for spot in land.SPOTS:
            lettered(picture, spot, _(spot.name), self.lens.xy(spot.at), m, small=True)
        _centred(picture, _("Halha"), self.lens.xy((-11.5, 24)), m.font("italic"), SHORE)
        _centred(picture, _("Holsten"), self.lens.xy((20, 2.8)), m.font("italic"), SHORE)
        picture.set_clip(None)
        caption = m.font("small").render(_("The front, enlarged"), True, INK)
        ground = pygame.Rect(
            self.lens.rect.x + m.px(1), self.lens.rect.y + m.px(1), caption.get_width() + m.px(14), m.px(20)
        )
        pygame.draw.rect(picture, PAPER, ground)
        pygame.draw.rect(picture, INK, ground, 1)
        picture.blit(caption, caption.get_rect(center=ground.center))

    def cartouche(self, surface: pygame.Surface, at: tuple[int, int], title: str) -> None:
        """The title of the map and its scale, in the south-western corner."""
        m = self._m
        pad = m.px(12)
        first, *second = title.split(", ", 1)
        lines = [m.font("heading").render(first, True, INK)]
        if second:
            lines.append(m.font("italic").render(second[0], True, INK))
        long = 100 * self.whole.per_km
        width = max(max(t.get_width() for t in lines), round(long) + m.width(_("100 km"), "small") + m.px(8)) + 2 * pad
        height = sum(t.get_height() for t in lines) + m.px(22) + 2 * pad
        box = pygame.Rect(at[0] + self.inner.x + m.px(14), 0, width, height)
        box.bottom = at[1] + self.inner.bottom - m.px(14)
        pygame.draw.rect(surface, mix(PAPER, (255, 255, 255), 0.25), box)
        pygame.draw.rect(surface, INK, box, m.px(2))
        pygame.draw.rect(surface, FAINT, box.inflate(-m.px(8), -m.px(8)), 1)
        y = box.y + pad - m.px(2)
        for text in lines:
            surface.blit(text, (box.x + pad, y))
            y += text.get_height()
        y += m.px(13)
        for i in range(4):
            part = pygame.Rect(round(box.x + pad + long * i / 4), y, math.ceil(long / 4), m.px(5))
            pygame.draw.rect(surface, INK if i % 2 == 0 else PAPER, part)
            pygame.draw.rect(surface, INK, part, 1)
        word = m.font("small").render(_("100 km"), True, INK)
        surface.blit(word, (round(box.x + pad + long) + m.px(6), y + m.px(2) - word.get_height() // 2))


def _larger(frame: Frame) -> Frame:
    return Frame(_grown(frame.rect), frame.west, frame.north, frame.per_km * FINE)


def _grown(rect: pygame.Rect) -> pygame.Rect:
    return pygame.Rect(rect.x * FINE, rect.y * FINE, rect.width * FINE, rect.height * FINE)


def _line(pen: Pen, frame: Frame, course: Course, colour: Colour, width: float, *, curved: bool = True) -> None:
    points = [frame.xy(p) for p in (smooth(course) if curved else course)]
    wide = pen.width(width)
    pygame.draw.lines(pen.surface, colour, False, points, wide)
    if wide > 2:
        for point in points:
            pygame.draw.circle(pen.surface, colour, point, wide // 2)


def _ground(pen: Pen, frame: Frame) -> None:
    """The states' land, and grass here and there."""
    for colour, area in ((SOVIET_LAND, land.USSR), (MONGOLIAN_LAND, land.MONGOLIA)):
        pygame.draw.polygon(pen.surface, mix(PAPER, colour, 0.6), [frame.xy(p) for p in area])
    dice = random.Random(1939)
    rect = frame.rect
    for _tuft_of_grass in range(rect.width * rect.height // round(2600 * pen.scale * pen.scale)):
        x, y = dice.randrange(rect.left, rect.right), dice.randrange(rect.top, rect.bottom)
        _tuft(pen, x, y)


def _tuft(pen: Pen, x: float, y: float) -> None:
    for dx in (-2.2, 0, 2.2):
        tip = x + dx * 1.5 * pen.scale, y - (4.4 - abs(dx) * 0.5) * pen.scale
        pygame.draw.line(pen.surface, mix(PAPER, FAINT, 0.38), (x + dx * pen.scale, y), tip, pen.width(0.7))


def _country(pen: Pen, frame: Frame) -> None:
    for ridge in land.RIDGES:
        _hatch(pen, [frame.xy(p) for p in smooth(ridge)], 4.2, 9, both=True)
    _water(pen, frame, 1.0)
    for border in (*land.BORDERS, land.CLAIM):
        points = [frame.xy(p) for p in smooth(border)]
        pygame.draw.lines(pen.surface, mix(PAPER, RED, 0.28), False, points, pen.width(6))
        for piece in dashes(points, [n * pen.scale for n in (8, 3, 1.6, 3)]):
            pygame.draw.lines(pen.surface, RED, False, piece, pen.width(1.4))
    for road in land.ROADS:
        _line(pen, frame, road, INK, 3.2)
        _line(pen, frame, road, mix(PAPER, (255, 255, 255), 0.2), 1.6)
    for railway in land.RAILWAYS:
        _line(pen, frame, railway, INK, 1.8)
        for (x, y), (dx, dy) in along([frame.xy(p) for p in smooth(railway)], 7 * pen.scale):
            a, b = (
                (x - dy * 3.4 * pen.scale, y + dx * 3.4 * pen.scale),
                (x + dy * 3.4 * pen.scale, y - dx * 3.4 * pen.scale),
            )
            pygame.draw.line(pen.surface, INK, a, b, pen.width(1))
    for town in land.TOWNS:
        sign(pen, town.kind, frame.xy(town.at))


def _water(pen: Pen, frame: Frame, broad: float) -> None:
    for course, width in land.RIVERS:
        _line(pen, frame, course, SHORE, width * broad + 1)
    for course, width in land.RIVERS:
        _line(pen, frame, course, WATER, width * broad)
    for lake in land.LAKES:
        shore = [frame.xy(p) for p in smooth(lake, closed=True)]
        pygame.draw.polygon(pen.surface, mix(PAPER, WATER, 0.75), shore)
        middle = [sum(p[i] for p in shore) / len(shore) for i in (0, 1)]
        for k, shade in ((0.93, 0.5), (0.84, 0.25)):
            ring = [(middle[0] + (x - middle[0]) * k, middle[1] + (y - middle[1]) * k) for x, y in shore]
            pygame.draw.lines(pen.surface, mix(WATER, SHORE, shade), True, ring, pen.width(0.8))
        pygame.draw.lines(pen.surface, SHORE, True, shore, pen.width(1.6))


def _hatch(pen: Pen, line: Sequence[Point], step: float, length: float, *, both: bool = False) -> None:
    """Strokes down the slopes beside a ridge, or beside one side of a scarp."""
    dice = random.Random(len(line))
    for (x, y), (dx, dy) in along(line, step * pen.scale):
        for side in (1, -1) if both else (-1,):
            far = length * dice.uniform(0.7, 1.2) * pen.scale
            start = x - dy * side * 1.5 * pen.scale, y + dx * side * 1.5 * pen.scale
            end = x - dy * side * far, y + dx * side * far
            pygame.draw.line(pen.surface, mix(PAPER, FAINT, 0.85), start, end, pen.width(0.9))


def _front(pen: Pen, frame: Frame) -> None:
    """The enlarged front: river, hills, sand and the two borders."""
    west = [frame.xy(p) for p in (*smooth(land.HALHA), (-60, 60), (-80, -60), (90, -80))]
    pygame.draw.polygon(pen.surface, mix(PAPER, MONGOLIAN_LAND, 0.75), west)
    dice = random.Random(764)
    for (x, y), r in land.DUNES:
        for _dune in range(round(r * r * 2.2)):
            angle, far = dice.uniform(0, math.tau), r * math.sqrt(dice.random())
            at = frame.xy((x + far * math.cos(angle) * 1.3, y + far * math.sin(angle) * 0.8))
            arc = pygame.Rect(at, (7 * pen.scale, 5 * pen.scale))
            pygame.draw.arc(pen.surface, mix(PAPER, FAINT, 0.6), arc, 0.2, math.pi - 0.2, pen.width(0.8))
    _hatch(pen, [frame.xy(p) for p in smooth(land.SCARP)], 3.4, 7)
    points = [frame.xy(p) for p in smooth(land.CLAIM)]
    pygame.draw.lines(pen.surface, mix(PAPER, RED, 0.25), False, points, pen.width(7))
    for piece in dashes(points, [n * pen.scale for n in (9, 3.5, 1.8, 3.5)]):
        pygame.draw.lines(pen.surface, RED, False, piece, pen.width(1.5))
    _water(pen, frame, 3.0)
    for road in land.ROADS:
        _line(pen, frame, road, INK, 3.6)
        _line(pen, frame, road, PAPER, 2.0)
    for spot in land.SPOTS:
        sign(pen, spot.kind, frame.xy(spot.at))


def sign(pen: Pen, kind: str, at: tuple[float, float]) -> None:
    """The sign of a place."""
    x, y = at
    s = pen.scale
    match kind:
        case "railhead":
            pygame.draw.rect(pen.surface, PAPER, (x - 6 * s, y - 6 * s, 12 * s, 12 * s))
            pygame.draw.rect(pen.surface, INK, (x - 6 * s, y - 6 * s, 12 * s, 12 * s), pen.width(1.8))
            pygame.draw.rect(pen.surface, INK, (x - 2.6 * s, y - 2.6 * s, 5.2 * s, 5.2 * s))
        case "airfield":
            pygame.draw.circle(pen.surface, PAPER, at, 7.5 * s)
            pygame.draw.circle(pen.surface, INK, at, 7.5 * s, pen.width(1.6))
            pygame.draw.line(pen.surface, INK, (x - 5 * s, y), (x + 5 * s, y), pen.width(2))
            pygame.draw.line(pen.surface, INK, (x + 1.5 * s, y - 4.5 * s), (x + 1.5 * s, y + 4.5 * s), pen.width(2))
        case "hill":
            for i in range(12):
                angle = math.tau * i / 12
                a = x + 4 * s * math.cos(angle), y + 3 * s * math.sin(angle)
                b = x + 9 * s * math.cos(angle), y + 7 * s * math.sin(angle)
                pygame.draw.line(pen.surface, mix(PAPER, FAINT, 0.9), a, b, pen.width(1))
        case "obo":
            pygame.draw.polygon(pen.surface, INK, [(x - 5 * s, y + 4 * s), (x + 5 * s, y + 4 * s), (x, y - 5 * s)])
        case "camp":
            pygame.draw.line(pen.surface, INK, (x, y + 5 * s), (x, y - 8 * s), pen.width(1.4))
            pygame.draw.polygon(pen.surface, RED, [(x, y - 8 * s), (x + 9 * s, y - 5 * s), (x, y - 2 * s)])
        case _:
            pygame.draw.circle(pen.surface, PAPER, at, 4.2 * s)
            pygame.draw.circle(pen.surface, INK, at, 4.2 * s, pen.width(1.6))


def aged(picture: pygame.Surface) -> None:
    """Blotches and dark edges, multiplied into the paper."""
    w, h = picture.get_size()
    dice = random.Random(64)
    for cells, low in ((9, 226), (40, 240)):
        spots = pygame.Surface((cells, max(2, cells * h // w)))
        for x in range(spots.get_width()):
            for y in range(spots.get_height()):
                tone = dice.randrange(low, 256)
                spots.set_at((x, y), (tone, tone - (255 - tone) // 3, tone - (255 - tone) // 2))
        picture.blit(pygame.transform.smoothscale(spots, (w, h)), (0, 0), special_flags=pygame.BLEND_MULT)
    shade = pygame.Surface((16, 12))
    for x in range(16):
        for y in range(12):
            edge = min(x, 15 - x, y * 15 / 11, 15 - y * 15 / 11)
            tone = min(255, round(206 + 20 * edge))
            shade.set_at((x, y), (tone, tone - (255 - tone) // 4, tone - (255 - tone) // 2))
    picture.blit(pygame.transform.smoothscale(shade, (w, h)), (0, 0), special_flags=pygame.BLEND_MULT)


def _centred(picture: pygame.Surface, text: str, at: tuple[float, float], font: pygame.font.Font, ink: Colour) -> None:
    drawn = font.render(text, True, ink)
    picture.blit(drawn, drawn.get_rect(center=(round(at[0]), round(at[1]))))


def _spaced(
    picture: pygame.Surface, text: str, at: tuple[float, float], font: pygame.font.Font, ink: Colour, space: int
) -> None:
    """Lettering with wide spaces, centred."""
    letters = [font.render(letter, True, ink) for letter in text]
    x = round(at[0]) - (sum(s.get_width() + space for s in letters) - space) // 2
    for drawn in letters:
        picture.blit(drawn, (x, round(at[1]) - drawn.get_height() // 2))
        x += drawn.get_width() + space


def lettered(
    picture: pygame.Surface, town: Town, name: str, at: tuple[float, float], m: Metrics, *, small: bool = False
) -> None:
    """A place's name beside its sign, with a little paper round the letters."""
    font = m.font("small" if small or town.kind == "town" else "bold")
    drawn, halo = (font.render(name, True, colour) for colour in (INK, PAPER))
    place = drawn.get_rect(center=(round(at[0]), round(at[1])))
    gap = m.px(10)
    match town.side:
        case "r":
            place.left = round(at[0]) + gap
        case "l":
            place.right = round(at[0]) - gap
        case "a":
            place.bottom = round(at[1]) - gap + m.px(3)
        case "c":
            place.topleft = round(at[0]) - m.px(4), round(at[1]) + gap - m.px(3)
        case _:
            place.top = round(at[1]) + gap - m.px(3)
    place.clamp_ip(picture.get_clip().inflate(-m.px(6), 0))
    for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1), (-1, -1), (1, 1), (-1, 1), (1, -1)):
        picture.blit(halo, place.move(dx, dy))
    picture.blit(drawn, place)
