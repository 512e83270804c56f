"""Counters: what a unit looks like on the map, drawn once for every look and size and kept.

A counter is a premultiplied stamp: a dark face with a light rim in a dark edge, on it the unit's sign, its steps as
pips, and in figures at the foot the steps that are ready and the movement points. Its side is told by the colour of its
face, by its shape (round or cut corners) and by hatching. A small counter has fewer and larger marks.
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
from khalkhin.ui.map.own_symbols import draw_picture
from khalkhin.ui.map.palette import Lettering, Livery
from khalkhin.ui.map.silhouettes import SILHOUETTES, draw_silhouette
from khalkhin.ui.map.symbols import draw_symbol, short_name, size_mark
from khalkhin.ui.widgets.kept_surfaces import KeptSurfaces

#: Side of a counter at zoom 1.0, alone in its hex, as one of two and as one of three.
ALONE, STACKED, THREE = 44, 38, 33
#: Counters from these sizes on have one figure, the sign of their size and both figures, and their name.
FIGURED, WHOLE, NAMED = 20, 32, 56
#: The smallest letters on a counter, in pixels.
LEAST = 10
#: What fills a truck column's load bar.
LOADED: palette.Colour = (236, 196, 92)
#: How opaque a counter's shadow is at most; what is more so is the counter, however faint it is drawn.
SHADOW = 96
#: Bytes of counters kept.
ROOM = 5 << 19


@dataclass(frozen=True, slots=True)
class CounterKey:
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
    moved: bool = False
    fought: bool = False
    leader: bool = False
    vague: bool = False
    age: int = -1
    count: int = 1
    cargo: int = 0
    capacity: int = 0
    badge: str = ""
    moves: int = -1
    #: Drawn as what it looks like, not by its military sign.
    silhouette: bool = False
    #: The file of a picture of the scenario's own, drawn in place of a sign.
    picture: str = ""


def look_of(scenario: Scenario, unit: Unit, level: Level = Level.EXACT, *, own: bool = True) -> CounterKey:
    """The look of a unit on the map, as well as it is seen."""
    spec = unit.spec
    if level is Level.CONTACT or spec.type.symbol == "unknown":
        return CounterKey(palette.UNKNOWN, "unknown", vague=True)
    exact = level is Level.EXACT
    return CounterKey(
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
        moves=unit.mp if own else spec.type.mp,
        picture=scenario.symbols.get(spec.type.symbol, ""),
    )


def _badge(unit: Unit) -> str:
    """What a unit is about, for the corner of its counter: engineers at work, guns standing by."""
    return "work" if unit.job is not None else unit.standby


def look_of_columns(looks: Sequence[CounterKey]) -> CounterKey:
    """Several truck columns of a side in one hex, as one counter: how many there are, with all their cargo."""
    return replace(
        looks[0],
        steps=sum(look.steps for look in looks),
        full=sum(look.full for look in looks),
        moved=all(look.moved for look in looks),
        count=len(looks),
        cargo=sum(look.cargo for look in looks),
        capacity=sum(look.capacity for look in looks),
        moves=max(look.moves for look in looks),
    )


def look_of_ghost(scenario: Scenario, unit: Unit, ghost: Ghost, turn: int) -> CounterKey:
    """The look of a unit that was last seen some turns ago."""
    age = max(0, turn - ghost.turn)
    known = ghost.level > Level.CONTACT and unit.spec.type.symbol != "unknown"
    if not known:
        return CounterKey(palette.UNKNOWN, "unknown", vague=True, age=age)
    symbol = unit.spec.type.symbol
    livery, picture = palette.livery(scenario, unit.spec), scenario.symbols.get(symbol, "")
    return CounterKey(livery, symbol, size_mark(unit.spec), vague=True, age=age, picture=picture)


class CounterBook:
    """Counter pictures by look and size in pixels."""

    def __init__(self, letters: Lettering, room: int = ROOM) -> None:
        self.letters = letters
        #: Units are drawn as what they look like, not by their military signs.
        self.silhouettes = False
        self.kept = KeptSurfaces(room)

    def stamp(self, look: CounterKey, size: int) -> pygame.Surface:
        """A counter `size` pixels wide, in a picture a little larger (its shadow); centre it on its place."""
        if size < NAMED:
            look = replace(look, name="")
        if self.silhouettes and look.symbol in SILHOUETTES:
            look = replace(look, silhouette=True)
        return self.kept.get((look, size), lambda: _draw(look, size, self.letters))


def margin(size: int) -> int:
    """Pixels a stamp is wider than its counter, on each side."""
    return max(2, size // 10)


def _draw(look: CounterKey, size: int, letters: Lettering) -> pygame.Surface:
    finer = 4 if size < 32 else 3 if size < 64 else 2
    rim = margin(size)
    a = size * finer
    o = rim * finer
    big = pygame.Surface(((size + 2 * rim) * finer,) * 2, pygame.SRCALPHA)
    body = pygame.Rect(o, o, a, a)
    plan = CounterLayout.of(look, size)
    _body(big, look, body, finer)
    box = _symbol(big, look, body, plan, finer)
    _size(big, look, body, plan, finer)
    known = look.symbol != "unknown" and look.age < 0
    if known:
        _steps(big, look, body, plan)
        _cargo(big, look, body, plan)
    out = pygame.transform.smoothscale(big, (size + 2 * rim,) * 2)
    _words(out, look, size, rim, plan, letters)
    if known or look.leader or look.fought:
        # What lies over the figures: marks of what the unit does and needs.
        big.fill((0, 0, 0, 0))
        if known:
            _entrenchment(big, look, body, finer)
            _supply(big, look, body)
            _corner(big, look, body)
        if look.fought:
            _fought(big, look, body, box)
        if look.leader:
            _star(big, (body.left + a * 0.06, body.bottom - a * 0.08), a * 0.13)
        marks = pygame.transform.smoothscale(big, (size + 2 * rim,) * 2)
        out.blit(marks, (0, 0), special_flags=pygame.BLEND_PREMULTIPLIED)
    if look.age >= 0:
        alpha = max(110, 215 - 24 * look.age)
        out.fill((alpha,) * 4, special_flags=pygame.BLEND_RGBA_MULT)
    return out


@dataclass(frozen=True, slots=True)
class CounterLayout:
    """Where things stand on a counter, as parts of its side from the top: the sign's box, the row of pips, the figures;
    and the size of the figures in pixels (0: none)."""

    top: float
    low: float
    pips: tuple[float, float]
    figures: float
    letters: int
    named: float = 0.0

    @classmethod
    def of(cls, look: CounterKey, size: int) -> CounterLayout:
        """The plan for a counter of a size in pixels."""
        if size < FIGURED:
            return cls(0.16, 0.62, (0.70, 0.86), 0.0, 0)
        if size < WHOLE:
            return cls(0.11, 0.46, (0.51, 0.59), 0.785, max(LEAST, round(size * 0.42)))
        if look.name:
            return cls(0.17, 0.425, (0.585, 0.65), 0.81, round(size * 0.26), 0.505)
        return cls(0.17, 0.525, (0.575, 0.645), 0.808, max(LEAST + 1, round(size * 0.29)))


def _outline(look: CounterKey, rect: pygame.Rect) -> list[tuple[float, float]]:
    """The shape of a counter: round corners or cut ones."""
    r = rect.w * (0.17 if look.livery.cut else 0.13)
    x0, y0, x1, y1 = rect.left, rect.top, rect.right - 1, rect.bottom - 1
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


def faces(look: CounterKey) -> tuple[palette.Colour, palette.Colour]:
    """The colours of a counter's face and of its foot: duller when the unit has moved or fought."""
    face, shade = look.livery.face, look.livery.shade
    if look.moved or look.fought:
        face, shade = palette.mix(face, (62, 60, 56), 0.6), palette.mix(shade, (44, 42, 38), 0.6)
    return face, shade


def _body(big: pygame.Surface, look: CounterKey, body: pygame.Rect, finer: int) -> None:
    shadow = round(body.w * 0.045)
    for grow, alpha in ((2, 46), (1, 72), (0, SHADOW)):
        cast = body.move(shadow, shadow + finer).inflate(grow * finer, grow * finer)
        pygame.draw.polygon(big, (0, 0, 0, alpha), _outline(look, cast))
    face, shade = faces(look)
    edge, rim = max(finer, round(body.w * 0.022)), max(finer, round(body.w * 0.042))
    pygame.draw.polygon(big, palette.EDGE, _outline(look, body))
    rimmed = body.inflate(-2 * edge, -2 * edge)
    light = palette.mix(palette.RIM, (120, 118, 112), 0.15) if look.moved or look.fought else palette.RIM
    pygame.draw.polygon(big, light, _outline(look, rimmed))
    inner = rimmed.inflate(-2 * rim, -2 * rim)
    shape = _outline(look, inner)
    pygame.draw.polygon(big, face, shape)
    foot = pygame.Rect(inner.left, body.top + round(body.h * 0.67), inner.w, 0)
    foot.h = inner.bottom - foot.top
    old = big.get_clip()
    big.set_clip(foot)
    pygame.draw.polygon(big, shade, shape)
    big.set_clip(old)
    if look.livery.slanted:
        upper = inner.copy()
        upper.h = foot.top - inner.top
        _hatch(big, upper, shape, palette.mix(face, (255, 255, 255), 0.2))
    if look.livery.allied:
        wide = max(finer, round(body.w * 0.05))
        pygame.draw.rect(big, light, (inner.left + 2 * wide, inner.top, wide, foot.top - inner.top))
        pygame.draw.rect(big, light, (inner.right - 3 * wide, inner.top, wide, foot.top - inner.top))


def _hatch(big: pygame.Surface, box: pygame.Rect, shape: list[tuple[float, float]], ink: palette.Colour) -> None:
    """Slanted strokes over the part of a shape that lies in a box."""
    strokes, within = pygame.Surface(box.size, pygame.SRCALPHA), pygame.Surface(box.size, pygame.SRCALPHA)
    pitch, wide = box.w * 0.15, box.w * 0.05
    x = -float(box.h)
    while x < box.w:
        pygame.draw.polygon(strokes, ink, [(x, box.h), (x + box.h, 0), (x + box.h + wide, 0), (x + wide, box.h)])
        x += pitch
    pygame.draw.polygon(within, (255, 255, 255, 255), [(px - box.x, py - box.y) for px, py in shape])
    strokes.blit(within, (0, 0), special_flags=pygame.BLEND_RGBA_MULT)
    big.blit(strokes, box)


def _symbol(big: pygame.Surface, look: CounterKey, body: pygame.Rect, plan: CounterLayout, finer: int) -> pygame.Rect:
    a = body.w
    box = pygame.Rect(0, 0, round(a * 0.60), round(a * (plan.low - plan.top)))
    box.centerx = body.centerx
    box.top = body.top + round(a * plan.top)
    if look.symbol == "unknown":
        return box
    line = max(finer, round(a * 0.045))
    ink = look.livery.ink
    paper = palette.mix(look.livery.box, (150, 146, 136), 0.45) if look.moved or look.fought else look.livery.box
    pygame.draw.rect(big, paper, box)
    old = big.get_clip()
    big.set_clip(box)
    if look.picture:
        draw_picture(big, look.picture, box)
    elif look.silhouette:
        draw_silhouette(big, look.symbol, box, ink, paper)
    else:
        draw_symbol(big, look.symbol, box, ink, line)
    big.set_clip(old)
    pygame.draw.rect(big, ink, box.inflate(line, line), max(finer, round(line * 0.85)))
    return box


def _fought(big: pygame.Surface, look: CounterKey, body: pygame.Rect, box: pygame.Rect) -> None:
    """Crossed strokes over the sign's corner: the unit has fought."""
    a = body.w
    mark = a * 0.085
    x, y = body.right - a * 0.13, float(box.bottom)
    for ink, wide in ((palette.EDGE, a * 0.10), (look.livery.text, a * 0.05)):
        for dx in (-1, 1):
            pygame.draw.line(big, ink, (x - mark * dx, y - mark), (x + mark * dx, y + mark), max(2, round(wide)))


def _size(big: pygame.Surface, look: CounterKey, body: pygame.Rect, plan: CounterLayout, finer: int) -> None:
    a = body.w
    if not look.size or a < WHOLE * finer:
        return
    tall = a * 0.075
    y0 = body.top + a * (plan.top - 0.092)
    wide = max(finer, round(a * 0.03))
    step = a * (0.085 if look.size[0] == "I" else 0.12)
    x = body.centerx - step * (len(look.size) - 1) / 2
    if look.livery.slanted:
        across = step * len(look.size) + a * 0.08
        pygame.draw.rect(big, faces(look)[0], (body.centerx - across / 2, y0, across, tall + wide))
    for sign in look.size:
        if sign == "I":
            pygame.draw.rect(big, look.livery.text, (x - wide / 2, y0, wide, tall))
        else:
            h = tall / 2
            pygame.draw.line(big, look.livery.text, (x - h, y0), (x + h, y0 + tall), wide)
            pygame.draw.line(big, look.livery.text, (x + h, y0), (x - h, y0 + tall), wide)
        x += step


def _steps(big: pygame.Surface, look: CounterKey, body: pygame.Rect, plan: CounterLayout) -> None:
    """A pip for every step: full, hollow when suppressed, a speck where one is lost."""
    a = body.w
    n = max(look.full, 1)
    if n > 10 or look.capacity:
        return
    pitch = min(a * 0.15, a * 0.80 / n)
    pip = pitch * 0.74
    y, tall = body.top + a * plan.pips[0], a * (plan.pips[1] - plan.pips[0])
    x = body.centerx - pitch * n / 2 + (pitch - pip) / 2
    text, line = look.livery.text, max(1, round(a * 0.024))
    for i in range(n):
        rect = pygame.Rect(round(x), round(y), max(2, round(pip)), max(2, round(tall)))
        pygame.draw.rect(big, look.livery.edge, rect.inflate(2 * line, 2 * line))
        if i < look.steps - look.suppressed:
            pygame.draw.rect(big, text, rect)
        elif i < look.steps:
            pygame.draw.rect(big, text, rect, line)
        x += pitch


def _entrenchment(big: pygame.Surface, look: CounterKey, body: pygame.Rect, finer: int) -> None:
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


def _supply(big: pygame.Surface, look: CounterKey, body: pygame.Rect) -> None:
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


def _cargo(big: pygame.Surface, look: CounterKey, body: pygame.Rect, plan: CounterLayout) -> None:
    """A truck column's load: a bar in place of the pips, as full as it is."""
    if not look.capacity:
        return
    a = body.w
    top, low = plan.pips[0] - 0.02, plan.pips[1] + 0.02
    bar = pygame.Rect(round(body.left + a * 0.14), round(body.top + a * top), round(a * 0.72), round(a * (low - top)))
    pygame.draw.rect(big, look.livery.edge, bar)
    full = bar.inflate(-round(a * 0.04), -round(a * 0.04))
    full.w = round(full.w * min(1.0, look.cargo / look.capacity))
    if look.cargo:
        pygame.draw.rect(big, LOADED, full)


def _corner(big: pygame.Surface, look: CounterKey, body: pygame.Rect) -> None:
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


def figures(look: CounterKey, size: int) -> tuple[str, str]:
    """The figures at a counter's foot: steps that are ready (of a truck column its load), and movement points."""
    if look.capacity:
        strength = str(look.cargo)
    else:
        strength = str(look.steps - look.suppressed)
    return strength, "" if look.moves < 0 or size < WHOLE else str(look.moves)


def _words(out: pygame.Surface, look: CounterKey, size: int, rim: int, plan: CounterLayout, letters: Lettering) -> None:
    middle = rim + size / 2
    ink = look.livery.text
    if look.symbol == "unknown":
        mark = letters.plain("?", max(LEAST, round(size * 0.62)), ink)
        _put(out, mark, (middle, middle))
    elif plan.letters and look.age < 0:
        _figures(out, look, size, rim, plan, letters)
    if look.name and plan.named:
        text = letters.plain(look.name, max(LEAST, round(size * 0.17)), ink)
        if look.livery.slanted:
            out.fill(faces(look)[0], text.get_rect(center=(middle, rim + size * plan.named)).inflate(4, 2))
        _put(out, text, (middle, rim + size * plan.named))
    if look.count > 1:
        text = letters.halo(f"×{look.count}", max(LEAST, round(size * 0.26)), ink, palette.EDGE, width=1)
        _put(out, text, (rim + size * 0.84, rim + size * 0.12))
    if look.age >= 0 and size >= 24:
        since = f"-{look.age}" if look.age else "…"
        text = letters.halo(since, max(LEAST, round(size * 0.28)), palette.PAPER, (30, 28, 24), width=1)
        _put(out, text, (middle, rim + size * 0.82))


def _figures(
    out: pygame.Surface, look: CounterKey, size: int, rim: int, plan: CounterLayout, letters: Lettering
) -> None:
    """Strength at the left of the foot and movement at its right; alone, strength in the middle."""
    y = rim + size * plan.figures
    strength, moves = figures(look, size)
    tone = palette.mix(look.livery.text, faces(look)[1], 0.3) if look.moves == 0 else palette.MOVES
    tall = plan.letters
    text, more = letters.plain(strength, tall, look.livery.text), letters.plain(moves, tall, tone) if moves else None
    wide = text.get_width() + (more.get_width() + size * 0.12 if more is not None else 0)
    if wide > size * 0.84:
        tall = max(LEAST, round(tall * size * 0.84 / wide))
        text, more = letters.plain(strength, tall, look.livery.text), more and letters.plain(moves, tall, tone)
    if more is None:
        _put(out, text, (rim + size / 2, y))
        return
    # Each in the middle of its part of the foot, where both have room; else each at its end.
    half = max(0.3, 0.08 + text.get_width() / size / 2), max(0.3, 0.08 + more.get_width() / size / 2)
    _put(out, text, (rim + size * half[0], y))
    _put(out, more, (rim + size * (1 - half[1]), y))


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
