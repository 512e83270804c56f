"""Counters: what a unit looks like on the map, drawn once for every look and size and kept.

A counter is a premultiplied stamp. Its side is told by the colour of its face and by its shape: round or cut corners,
a plain or a hatched edge.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pygame

from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import Ghost
from khalkhin.core.model.units import Level, Unit
from khalkhin.ui.map import palette
from khalkhin.ui.map.palette import Lettering, Livery
from khalkhin.ui.map.symbols import draw_symbol, short_name, size_mark
from khalkhin.ui.widgets.kept_surfaces import KeptSurfaces

#: Side of a counter at zoom 1.0, alone in its hex, as one of two and as one of three.
ALONE, STACKED, THREE = 42, 37, 32
#: Counters from this size on carry their name below the steps.
NAMED = 36
#: What fills a truck column's load bar.
LOADED: palette.Colour = (236, 196, 92)
#: Bytes of counters kept.
ROOM = 6 << 20


@dataclass(frozen=True, slots=True)
class Look:
    """Everything that tells one counter's picture from another's."""

    livery: Livery
    symbol: str
    size: str = ""
    name: str = ""
    steps: int = 0
    suppressed: int = 0
    full: int = 0
    supply: int = 0
    entrenchment: int = 0
    done: bool = False
    fought: bool = False
    leader: bool = False
    vague: bool = False
    age: int = -1
    count: int = 1
    cargo: int = 0
    capacity: int = 0
    badge: str = ""

    @property
    def footed(self) -> bool:
        """Whether the foot of the counter is taken by a name or a load, so that the steps stand higher."""
        return bool(self.name or self.capacity)


def look_of(scenario: Scenario, unit: Unit, level: Level = Level.EXACT, *, own: bool = True) -> Look:
    """The look of a unit on the map, as well as it is seen."""
    spec = unit.spec
    if level is Level.CONTACT or spec.type.symbol == "unknown":
        return Look(palette.UNKNOWN, "unknown", vague=True)
    exact = level is Level.EXACT
    return Look(
        palette.livery(scenario, spec),
        spec.type.symbol,
        size_mark(spec),
        "" if unit.is_column else short_name(spec),
        unit.steps,
        min(unit.suppressed, unit.steps),
        max(spec.steps, unit.steps),
        unit.supply_state,
        unit.entrenchment,
        own and unit.moved,
        own and unit.fought,
        bool(spec.leader),
        not exact,
        cargo=unit.cargo if exact else 0,
        capacity=unit.capacity if exact else 0,
        badge=_badge(unit) if exact else "",
    )


def _badge(unit: Unit) -> str:
    """What a unit is about, for the corner of its counter: engineers at work, guns standing by."""
    return "work" if unit.job is not None else unit.standby


def look_of_columns(looks: Sequence[Look]) -> Look:
    """Several truck columns of a side in one hex, as one counter: how many there are, with all their cargo."""
    return replace(
        looks[0],
        steps=sum(look.steps for look in looks),
        full=sum(look.full for look in looks),
        done=all(look.done for look in looks),
        count=len(looks),
        cargo=sum(look.cargo for look in looks),
        capacity=sum(look.capacity for look in looks),
    )


def look_of_ghost(scenario: Scenario, unit: Unit, ghost: Ghost, turn: int) -> Look:
    """The look of a unit that was last seen some turns ago."""
    age = max(0, turn - ghost.turn)
    known = ghost.level > Level.CONTACT and unit.spec.type.symbol != "unknown"
    if not known:
        return Look(palette.UNKNOWN, "unknown", vague=True, age=age)
    return Look(palette.livery(scenario, unit.spec), unit.spec.type.symbol, size_mark(unit.spec), vague=True, age=age)


class CounterBook:
    """Counter pictures by look and size in pixels."""

    def __init__(self, letters: Lettering, room: int = ROOM) -> None:
        self.letters = letters
        self.kept = KeptSurfaces(room)

    def stamp(self, look: Look, size: int) -> pygame.Surface:
        """A counter `size` pixels wide, in a picture a little larger (its shadow); centre it on its place."""
        if size < NAMED:
            look = replace(look, name="")
        return self.kept.get((look, size), lambda: _draw(look, size, self.letters))


def margin(size: int) -> int:
    """Pixels a stamp is wider than its counter, on each side."""
    return max(2, size // 10)


def _draw(look: Look, size: int, letters: Lettering) -> pygame.Surface:
    finer = 4 if size < 32 else 3 if size < 64 else 2
    rim = margin(size)
    a = size * finer
    o = rim * finer
    big = pygame.Surface(((size + 2 * rim) * finer,) * 2, pygame.SRCALPHA)
    body = pygame.Rect(o, o, a, a)
    _body(big, look, body, finer)
    box = _symbol(big, look, body, finer)
    _size(big, look, body, box, finer)
    if look.symbol != "unknown" and look.age < 0:
        _steps(big, look, body)
        _entrenchment(big, look, body, finer)
        _cargo(big, look, body)
        _supply(big, look, body)
        _corner(big, look, body)
    if look.leader:
        _star(big, (body.left + a * 0.11, body.bottom - a * 0.125), a * 0.125)
    out = pygame.transform.smoothscale(big, (size + 2 * rim,) * 2)
    _words(out, look, size, rim, letters)
    if look.age >= 0:
        alpha = max(90, 205 - 24 * look.age)
        out.fill((alpha,) * 4, special_flags=pygame.BLEND_RGBA_MULT)
    return out


def _outline(look: Look, rect: pygame.Rect) -> list[tuple[float, float]]:
    """The shape of a counter: round corners or cut ones."""
    r = rect.w * (0.15 if look.livery.cut else 0.14)
    x0, y0, x1, y1 = rect.left, rect.top, rect.right, rect.bottom
    if look.livery.cut:
        return [
            (x0 + r, y0),
            (x1 - r, y0),
            (x1, y0 + r),
            (x1, y1 - r),
            (x1 - r, y1),
            (x0 + r, y1),
            (x0, y1 - r),
            (x0, y0 + r),
        ]
    points = []
    for cx, cy, start in ((x1 - r, y0 + r, -90), (x1 - r, y1 - r, 0), (x0 + r, y1 - r, 90), (x0 + r, y0 + r, 180)):
        points += [
            (cx + r * math.cos(math.radians(start + t)), cy + r * math.sin(math.radians(start + t)))
            for t in range(0, 91, 15)
        ]
    return points


def _body(big: pygame.Surface, look: Look, body: pygame.Rect, finer: int) -> None:
    shadow = round(body.w * 0.045)
    for grow, alpha in ((2, 46), (1, 72), (0, 96)):
        cast = body.move(shadow, shadow + finer).inflate(grow * finer, grow * finer)
        pygame.draw.polygon(big, (0, 0, 0, alpha), _outline(look, cast))
    livery = look.livery
    face, shade = livery.face, livery.shade
    if look.done or look.fought:
        dull = palette.mix(face, (92, 88, 80), 0.42)
        face, shade = palette.mix(dull, (0, 0, 0), 0.16), palette.mix(shade, (60, 56, 50), 0.55)
    pygame.draw.polygon(big, livery.edge, _outline(look, body))
    inner = body.inflate(-2 * finer, -2 * finer)
    pygame.draw.polygon(big, palette.mix(face, (255, 255, 255), 0.30), _outline(look, inner))
    low = inner.move(0, 0)
    low.h -= finer
    low.top += finer
    pygame.draw.polygon(big, face, _outline(look, low))
    strip = body.inflate(-2 * finer, -2 * finer)
    strip.top = body.top + round(body.h * 0.66)
    strip.h = body.bottom - finer - strip.top
    old = big.get_clip()
    big.set_clip(strip)
    pygame.draw.polygon(big, shade, _outline(look, low))
    big.set_clip(old)
    if livery.hatched:
        _hatch(big, body, finer, palette.mix(shade, livery.edge, 0.5))


def _hatch(big: pygame.Surface, body: pygame.Rect, finer: int, ink: palette.Colour) -> None:
    """Slanted strokes down the left edge."""
    wide = body.w * 0.10
    left = body.left + finer * 1.5
    y = body.top + body.h * 0.18
    while y < body.bottom - body.h * 0.18:
        pygame.draw.polygon(
            big,
            ink,
            [(left, y + wide), (left + wide, y), (left + wide, y + body.h * 0.045), (left, y + wide + body.h * 0.045)],
        )
        y += body.h * 0.10


def _symbol(big: pygame.Surface, look: Look, body: pygame.Rect, finer: int) -> pygame.Rect:
    a = body.w
    box = pygame.Rect(0, 0, round(a * 0.62), round(a * (0.37 if look.footed else 0.41)))
    box.centerx = body.centerx
    box.top = body.top + round(a * (0.175 if look.footed else 0.19))
    if look.symbol == "unknown":
        return box
    line = max(finer, round(a * 0.043))
    ink = look.livery.ink
    paper = palette.mix(look.livery.box, (150, 146, 136), 0.35) if look.done or look.fought else look.livery.box
    pygame.draw.rect(big, paper, box)
    old = big.get_clip()
    big.set_clip(box)
    draw_symbol(big, look.symbol, box, ink, line)
    big.set_clip(old)
    pygame.draw.rect(big, ink, box.inflate(line, line), max(finer, round(line * 0.85)))
    if look.fought:
        mark = a * 0.07
        x, y = body.right - a * 0.105, box.centery + a * 0.02
        for dx in (-1, 1):
            pygame.draw.line(
                big, look.livery.text, (x - mark * dx, y - mark), (x + mark * dx, y + mark), max(2, round(a * 0.04))
            )
    return box


def _size(big: pygame.Surface, look: Look, body: pygame.Rect, box: pygame.Rect, finer: int) -> None:
    a = body.w
    if not look.size or a < 20 * finer:
        return
    tall = a * 0.085
    y0 = body.top + a * (0.06 if look.name else 0.07)
    wide = max(finer, round(a * 0.03))
    step = a * (0.085 if look.size[0] == "I" else 0.12)
    x = body.centerx - step * (len(look.size) - 1) / 2
    for sign in look.size:
        if sign == "I":
            pygame.draw.rect(big, look.livery.text, (x - wide / 2, y0, wide, tall))
        else:
            h = tall / 2
            pygame.draw.line(big, look.livery.text, (x - h, y0), (x + h, y0 + tall), wide)
            pygame.draw.line(big, look.livery.text, (x + h, y0), (x - h, y0 + tall), wide)
        x += step


def _steps(big: pygame.Surface, look: Look, body: pygame.Rect) -> None:
    """A pip for every step: full, hollow when suppressed, a speck where one is lost."""
    a = body.w
    n = max(look.full, 1)
    if n > 10:
        return
    pitch = min(a * 0.15, a * 0.84 / n)
    pip = pitch * 0.74
    y = body.top + a * (0.645 if look.footed else 0.725)
    tall = min(a * 0.15, pip * 1.5)
    x = body.centerx - pitch * n / 2 + (pitch - pip) / 2
    text, line = look.livery.text, max(1, round(a * 0.026))
    for i in range(n):
        rect = pygame.Rect(round(x), round(y), max(2, round(pip)), max(2, round(tall)))
        if i < look.steps - look.suppressed:
            pygame.draw.rect(big, text, rect, border_radius=round(pip * 0.2))
        elif i < look.steps:
            pygame.draw.rect(big, text, rect, line, border_radius=round(pip * 0.2))
        else:
            pygame.draw.rect(big, look.livery.edge, rect.inflate(-pip * 0.55, -tall * 0.55))
        x += pitch


def _entrenchment(big: pygame.Surface, look: Look, body: pygame.Rect, finer: int) -> None:
    """Earthworks before the counter: a piece of wall for every level."""
    a = body.w
    wide, tall = a * 0.23, a * 0.085
    x = body.centerx - wide * look.entrenchment / 2
    top = body.bottom - a * 0.02
    for i in range(look.entrenchment):
        left = x + i * wide
        for grow, colour in ((0.0, (44, 30, 14)), (finer * 0.8, (188, 144, 86))):
            pygame.draw.polygon(
                big,
                colour,
                [
                    (left + grow, top + tall - grow),
                    (left + wide * 0.16 + grow * 0.6, top + grow),
                    (left + wide * 0.84 - grow * 0.6, top + grow),
                    (left + wide - grow, top + tall - grow),
                ],
            )


def _supply(big: pygame.Surface, look: Look, body: pygame.Rect) -> None:
    """A warning in the corner: yellow short, orange unsupplied, red isolated."""
    if look.supply <= 0:
        return
    a = body.w
    colour = ((0, 0, 0), (246, 208, 70), (240, 136, 36), (222, 40, 30))[look.supply]
    r = a * 0.135
    x, y = body.right - a * 0.10, body.top + a * 0.11
    pygame.draw.circle(big, (34, 22, 12), (x, y), r * 1.22)
    pygame.draw.circle(big, colour, (x, y), r)
    ink = (34, 22, 12) if look.supply < 3 else (255, 255, 255)
    bar = max(2, round(r * 0.34))
    pygame.draw.rect(big, ink, (x - bar / 2, y - r * 0.66, bar, r * 0.8))
    pygame.draw.rect(big, ink, (x - bar / 2, y + r * 0.32, bar, bar))


def _cargo(big: pygame.Surface, look: Look, body: pygame.Rect) -> None:
    """A truck column's load: a bar along the foot, as full as it is."""
    if not look.capacity:
        return
    a = body.w
    bar = pygame.Rect(round(body.left + a * 0.09), round(body.top + a * 0.825), round(a * 0.82), round(a * 0.125))
    pygame.draw.rect(big, look.livery.edge, bar)
    full = bar.inflate(-round(a * 0.04), -round(a * 0.04))
    full.w = round(full.w * min(1.0, look.cargo / look.capacity))
    if look.cargo:
        pygame.draw.rect(big, LOADED, full)


def _corner(big: pygame.Surface, look: Look, body: pygame.Rect) -> None:
    """A badge in the corner: a mallet for engineers at work, a shield or a gun sight for guns standing by."""
    if not look.badge:
        return
    a = body.w
    r = a * 0.15
    x, y = body.left + a * 0.11, body.top + a * 0.11
    pygame.draw.circle(big, (34, 22, 12), (x, y), r * 1.2)
    pygame.draw.circle(big, (244, 236, 212), (x, y), r)
    draw_badge(big, look.badge, (x, y), r)


def draw_badge(big: pygame.Surface, badge: str, centre: tuple[float, float], r: float) -> None:
    """The sign of a badge within a radius."""
    x, y = centre
    dark, line = (44, 30, 14), max(2, round(r * 0.26))
    match badge:
        case "work":
            pygame.draw.line(big, (132, 88, 40), (x - r * 0.55, y + r * 0.62), (x + r * 0.3, y - r * 0.3), line)
            head = [(-0.25, -0.62), (0.12, -0.9), (0.85, -0.15), (0.5, 0.2)]
            pygame.draw.polygon(big, dark, [(x + dx * r, y + dy * r) for dx, dy in head])
        case "defence":
            shield = [(-0.6, -0.6), (0.6, -0.6), (0.6, 0.05), (0.0, 0.78), (-0.6, 0.05)]
            pygame.draw.polygon(big, (54, 92, 140), [(x + dx * r, y + dy * r) for dx, dy in shield])
        case "counter":
            pygame.draw.circle(big, (170, 36, 24), (x, y), r * 0.62, line)
            for dx, dy in ((1, 0), (0, 1)):
                pygame.draw.line(
                    big, (170, 36, 24), (x - dx * r * 0.9, y - dy * r * 0.9), (x + dx * r * 0.9, y + dy * r * 0.9), line
                )


def _star(big: pygame.Surface, centre: tuple[float, float], r: float) -> None:
    for radius, colour in ((r * 1.32, (60, 40, 10)), (r, palette.GOLD)):
        points = []
        for k in range(10):
            reach = radius * (1 if k % 2 == 0 else 0.46)
            angle = -math.pi / 2 + k * math.pi / 5
            points.append((centre[0] + reach * math.cos(angle), centre[1] + reach * math.sin(angle)))
        pygame.draw.polygon(big, colour, points)


def _words(out: pygame.Surface, look: Look, size: int, rim: int, letters: Lettering) -> None:
    middle = rim + size / 2
    if look.symbol == "unknown":
        mark = letters.plain("?", max(9, round(size * 0.62)), look.livery.text)
        _put(out, mark, (middle, middle))
    if look.name:
        text = letters.plain(look.name, max(9, round(size * 0.205)), look.livery.text)
        if text.get_width() > size * 0.86:
            text = letters.plain(look.name, max(7, round(size * 0.15)), look.livery.text)
        _put(out, text, (middle, rim + size * 0.88))
    if look.capacity and size >= NAMED:
        text = letters.halo(
            f"{look.cargo}/{look.capacity}", max(9, round(size * 0.2)), palette.INK, palette.PAPER, width=1
        )
        # At the right, which a counter in front of it leaves free.
        _put(out, text, (rim + size * 0.9 - text.get_width() / 2, rim + size * 0.885))
    if look.count > 1:
        text = letters.plain(f"×{look.count}", max(9, round(size * 0.26)), look.livery.text)
        _put(out, text, (rim + size * 0.86, rim + size * 0.11))
    if look.full > 10 and look.age < 0:
        text = letters.plain(
            f"{look.steps - look.suppressed}/{look.steps}", max(8, round(size * 0.2)), look.livery.text
        )
        _put(out, text, (middle, rim + size * (0.71 if look.footed else 0.82)))
    if look.age >= 0 and size >= 24:
        since = f"-{look.age}" if look.age else "…"
        text = letters.halo(since, max(9, round(size * 0.24)), palette.PAPER, (30, 28, 24), width=1)
        _put(out, text, (middle, rim + size * 0.82))


def _put(out: pygame.Surface, what: pygame.Surface, centre: tuple[float, float]) -> None:
    out.blit(
        what,
        (round(centre[0] - what.get_width() / 2), round(centre[1] - what.get_height() / 2)),
        special_flags=pygame.BLEND_PREMULTIPLIED,
    )


def faded(stamp: pygame.Surface, alpha: int) -> pygame.Surface:
    """A copy of a premultiplied stamp, fainter."""
    out = stamp.copy()
    out.fill((alpha,) * 4, special_flags=pygame.BLEND_RGBA_MULT)
    return out
