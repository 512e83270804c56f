"""Which overlay is on, the buttons of all, and the legend. A tap of a key toggles; a key held shows while held."""

from __future__ import annotations

import math

import pygame

from khalkhin.core.model.scenario import Scenario
from khalkhin.translation import N_
from khalkhin.ui.battle.command import Command
from khalkhin.ui.map import palette, shading
from khalkhin.ui.map.map_contents import Key, Layer
from khalkhin.ui.map.service_sprites import PLANE
from khalkhin.ui.map.sprites import ink_on
from khalkhin.ui.panels.layers import OverlayKind
from khalkhin.ui.widgets import theme
from khalkhin.ui.widgets.row_list import wrap
from khalkhin.ui.widgets.theme import Metrics

#: Seconds after which a key that is let go takes its overlay away again.
HELD = 0.4
#: Seconds the pointer rests on a hex before the loss of it is worked out.
REST = 0.15

#: Buttons of the bar: overlay, text, command.
BUTTONS: tuple[tuple[OverlayKind, str, Command], ...] = (
    (OverlayKind.SUPPLY, N_("Supply"), Command.SUPPLY),
    (OverlayKind.JUGULAR, N_("Jugular"), Command.JUGULAR),
    (OverlayKind.POCKETS, N_("Pockets"), Command.POCKETS),
    (OverlayKind.CROSSINGS, N_("Crossings"), Command.CROSSINGS),
    (OverlayKind.AIR, N_("Air"), Command.AIR),
    (OverlayKind.THREATS, N_("Danger"), Command.THREATS),
    (OverlayKind.ZONES, N_("Zones"), Command.ZONES),
)
#: What a second press of a button shows: the same of the other side.
SECOND: dict[Command, tuple[OverlayKind, Command]] = {
    Command.SUPPLY: (OverlayKind.ENEMY_SUPPLY, Command.ENEMY_SUPPLY),
    Command.ZONES: (OverlayKind.OWN_ZONES, Command.OWN_ZONES),
}
#: Overlays by command; some more than there are buttons.
KINDS: dict[Command, OverlayKind] = {c: k for k, _, c in BUTTONS} | {c: k for k, c in SECOND.values()}


class OverlayChoice:
    """The overlay that is on, and what is pointed at long enough to ask what its loss would mean."""

    def __init__(self) -> None:
        self.kind: OverlayKind | None = None
        self.asked: tuple[int, int | None] | None = None
        self._key: int | None = None
        self._before: OverlayKind | None = None
        self._age = 0.0
        self._rest = 0.0
        self._pointed: tuple[int, int | None] | None = None

    def toggle(self, kind: OverlayKind) -> None:
        self._before = self.kind
        self.kind = None if self.kind is kind else kind
        self.asked = None

    def press(self, kind: OverlayKind, key: int) -> None:
        """A key went down: show the overlay (or put it away)."""
        self.toggle(kind)
        self._key, self._age = key, 0.0

    def release(self, key: int) -> bool:
        """A key went up. Returns whether its overlay was only held and has gone again."""
        if key != self._key:
            return False
        self._key = None
        if self._age < HELD or self.kind is None:
            return False
        self.kind = self._before
        return True

    def update(self, dt: float, hex_: int | None, hexside: int | None) -> bool:
        """Time passes over a pointed hex. Returns whether what is asked has changed."""
        self._age += dt
        pointed = None if hex_ is None or self.kind not in ASKING else (hex_, hexside)
        if pointed != self._pointed:
            self._pointed, self._rest = pointed, 0.0
        self._rest += dt
        asked = pointed if self._rest >= REST else None
        if asked == self.asked:
            return False
        self.asked = asked
        return True


#: Overlays on which pointing asks what a loss would mean, or who could hit the hex.
ASKING = frozenset({OverlayKind.SUPPLY, OverlayKind.ENEMY_SUPPLY, OverlayKind.JUGULAR, OverlayKind.THREATS})


def draw_legend(layer: Layer, m: Metrics, scenario: Scenario, width: int) -> pygame.Surface:
    """The legend of an overlay as a picture."""
    pad, sample = m.px(8), m.px(26)
    font, bold = m.font("small"), m.font("bold")
    parts: list[tuple[Key, list[str]]] = []
    for key in layer.legend:
        room = width - 2 * pad - (sample + m.px(6) if key.mark else 0)
        parts.append((key, wrap(key.text, font, room)))
    line, gap = font.get_linesize(), m.px(3)
    title = wrap(layer.title, bold, width - 2 * pad)
    head = len(title) * bold.get_linesize()
    height = 2 * pad + head + sum(max(len(lines), 1) * line + gap for _, lines in parts)
    out = pygame.Surface((width, height))
    out.fill(theme.PANEL)
    pygame.draw.rect(out, theme.LINE, out.get_rect(), 1)
    for n, words in enumerate(title):
        out.blit(bold.render(words, True, theme.GOLD), (pad, pad + n * bold.get_linesize()))
    y = pad + head
    for key, lines in parts:
        x = pad
        if key.mark:
            _sample(out, key, pygame.Rect(pad, y, sample, line), scenario)
            x += sample + m.px(6)
        for text in lines:
            out.blit(font.render(text, True, theme.INK_LIGHT), (x, y))
            y += line
        y += gap
    return out


def _sample(out: pygame.Surface, key: Key, box: pygame.Rect, scenario: Scenario) -> None:
    """The mark of a line of a legend, small."""
    if key.mark in ("field", "enemy-field"):
        _field(out, palette.side_colour(scenario, key.tone), box)
        return
    colour = palette.OUTLINES[key.tone]
    side = box.h * 0.52
    hexagon = [
        (box.centerx + side * math.cos(i * math.pi / 3), box.centery + side * math.sin(i * math.pi / 3))
        for i in range(6)
    ]
    match key.mark:
        case "tint":
            pygame.draw.polygon(out, palette.mix(theme.PANEL, colour, 0.6), hexagon)
        case "hatch":
            old = out.get_clip()
            out.set_clip(box)
            for x in range(box.left - box.h, box.right, max(4, box.h // 3)):
                pygame.draw.line(out, colour, (x, box.bottom - 2), (x + box.h, box.top), max(2, box.h // 7))
            out.set_clip(old)
        case "frame" | "outline":
            pygame.draw.polygon(out, colour, hexagon, max(2, box.h // 6))
        case "side":
            pygame.draw.circle(out, colour, box.center, box.h * 0.46, max(2, box.h // 6))
        case "way":
            wide = max(3, box.h // 4)
            bar = pygame.Rect(box.left, box.centery - wide // 2, box.w, wide)
            pygame.draw.rect(out, (20, 14, 6), bar.inflate(2, 2))
            pygame.draw.rect(out, colour, bar)
        case "net":
            shades = [*(palette.mix(shading.NEAR, shading.FAR, i / 3) for i in range(4)), shading.BEYOND]
            for i, shade in enumerate(shades):
                left, right = (box.left + n * box.w // len(shades) for n in (i, i + 1))
                pygame.draw.rect(out, _lit(shade), pygame.Rect(left, box.top + 3, right - left, box.h - 6))
        case "plate":
            plate = box.inflate(0, -box.h // 4)
            pygame.draw.rect(out, palette.mix(colour, (0, 0, 0), 0.3), plate, border_radius=plate.h // 2)


def _lit(tint: palette.Colour) -> palette.Colour:
    """Ground in a tint of the supply net."""
    r, g, b = (c * t // 255 for c, t in zip(palette.GROUND, tint, strict=True))
    return r, g, b


def _field(out: pygame.Surface, colour: palette.Colour, box: pygame.Rect) -> None:
    r = box.h / 2
    pygame.draw.circle(out, colour, box.center, r)
    ink = ink_on(colour)
    k = r / 10
    for part in PLANE:
        pygame.draw.polygon(out, ink, [(box.centerx + x * k, box.centery + y * k) for x, y in part])
