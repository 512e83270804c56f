"""Sheets: rows drawn one under the other, scrolled and clicked. Text is drawn as it is; nothing in it is markup."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, assert_never

import pygame
from pygame_gui import UIManager
from pygame_gui.core.interfaces import IContainerLikeInterface
from pygame_gui.elements import UIImage

from khalkhin.ui.widgets import theme
from khalkhin.ui.widgets.rows import (
    Bar,
    Cells,
    Check,
    Columns,
    Dial,
    Gap,
    Heading,
    Line,
    Option,
    Pictured,
    Row,
    RowAction,
    Rule,
)
from khalkhin.ui.widgets.theme import Metrics

#: Posted when a row with an `action` is clicked: attributes `sheet` and `action`.
ROW_CLICKED = pygame.event.custom_type()


def wrap(text: str, font: pygame.font.Font, width: int) -> list[str]:
    """Break text into lines no wider than `width`; a word that is too wide is cut."""
    out: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            trial = f"{line} {word}" if line else word
            if font.size(trial)[0] <= width:
                line = trial
                continue
            if line:
                out.append(line)
            while font.size(word)[0] > width and len(word) > 1:
                cut = len(word) - 1
                while cut > 1 and font.size(word[:cut])[0] > width:
                    cut -= 1
                out.append(word[:cut])
                word = word[cut:]
            line = word
        out.append(line)
    return out


class Measuring(Protocol):
    """A font as far as texts are measured by it: the window's own, or one of its controls'."""

    def size(self, text: str, /) -> tuple[int, int]:
        """Width and height of a text in pixels."""
        ...


def shorten(text: str, font: Measuring, width: int) -> str:
    """The text, ended by an ellipsis where it would be wider than `width`."""
    if not text or font.size(text)[0] <= width:
        return text
    while text and font.size(text + "…")[0] > width:
        text = text[:-1]
    return text.rstrip() + "…"


def draw_words(
    surface: pygame.Surface,
    words: Iterable[tuple[str, str, tuple[int, int, int]]],
    room: pygame.Rect,
    m: Metrics,
    gap: int,
) -> None:
    """Words (text, style, colour) beside each other in the middle of a room, as many as find place, the last cut short;
    `gap` is pixels between them."""
    x = room.x
    for text, style, colour in words:
        if x + m.px(60) > room.right:
            break
        font = m.font(style)
        drawn = font.render(shorten(text, font, room.right - x), True, colour)
        surface.blit(drawn, (x, room.centery - drawn.get_height() // 2))
        x += drawn.get_width() + gap


@dataclass(frozen=True, slots=True)
class Drawn:
    """A rendered sheet: its picture and the rows' (top, bottom, row)."""

    picture: pygame.Surface
    places: tuple[tuple[int, int, Row], ...]


def draw_rows(rows: Sequence[Row], width: int, m: Metrics, *, paper: bool = False) -> Drawn:
    """Render rows for a width in pixels; the height is what they need."""
    tones = theme.PAPER_TONES if paper else theme.TONES
    ground = theme.PAPER if paper else theme.PANEL
    parts: list[tuple[int, int, Row, list[tuple[int, int, pygame.Surface]]]] = []
    y = m.px(2)
    for row in rows:
        bits, height = _row(row, width, m, tones)
        parts.append((y, height, row, bits))
        y += height
    picture = pygame.Surface((width, max(1, y + m.px(2))))
    picture.fill(ground)
    for top, height, row, bits in parts:
        if isinstance(row, Rule):
            pygame.draw.line(
                picture, theme.PAPER_EDGE if paper else theme.LINE, (0, top + height // 2), (width, top + height // 2)
            )
        if isinstance(row, Line) and row.marked:
            picture.fill(theme.PAPER_MARKED if paper else theme.RAISED, (0, top, width, height))
            picture.fill(tones["gold"], (0, top + height - m.px(2), width, m.px(2)))
        if isinstance(row, Check):
            _box(picture, row, top, height, width, m)
        if isinstance(row, Option | Dial):
            _key_cap(picture, row, top, height, width, m)
        if isinstance(row, Bar):
            _bar(picture, row, top, height, width, m, tones, paper)
        for x, dy, bit in bits:
            picture.blit(bit, (x, top + dy))
    return Drawn(picture, tuple((top, top + height, row) for top, height, row, _ in parts))


def _row(
    row: Row, width: int, m: Metrics, tones: Mapping[str, theme.Colour]
) -> tuple[list[tuple[int, int, pygame.Surface]], int]:
    match row:
        case Gap(size):
            return [], m.px(size)
        case Rule():
            return [], m.px(9)
        case Bar():
            return [], m.font().get_linesize() + m.px(3) if row.text else m.px(8)
        case Check(text, _, value):
            font, small = m.font(), m.font("small")
            side = m.px(14) + 2 * m.gap
            drawn = small.render(value, True, tones["dim"])
            middle = m.px(3)
            parts = wrap(text, font, max(width - side - drawn.get_width() - m.gap, m.px(20)))
            labels = [font.render(part, True, tones[row.tone]) for part in parts]
            return (
                [
                    *((side, middle + i * font.get_linesize(), label) for i, label in enumerate(labels)),
                    (width - drawn.get_width() - m.px(4), middle + labels[0].get_height() - drawn.get_height(), drawn),
                ],
                len(parts) * font.get_linesize() + m.px(6),
            )
        case Option() | Dial():
            return _option(row, width, m, tones)
        case Cells():
            return _cells(row, width, m, tones)
        case Columns():
            return _columns(row, width, m, tones)
        case Pictured():
            return _pictured(row, width, m, tones)
        case Heading(text, value, tone):
            font, indent, value_tone = m.font("heading"), 0, tone
        case Line(text, value, tone, value_tone, indent, style):
            font, value_tone = m.font(style), value_tone or tone
        case _:
            assert_never(row)
    bits: list[tuple[int, int, pygame.Surface]] = []
    left = m.px(12) * indent
    room = width - left
    values = wrap(value, font, width * 3 // 5 if text else width) if value else []
    for i, part in enumerate(values):
        drawn = font.render(part, True, tones[value_tone])
        bits.append((width - drawn.get_width(), i * font.get_linesize(), drawn))
    if values:
        room -= max(font.size(part)[0] for part in values) + m.gap
    height = 0
    for part in wrap(text, font, max(room, m.px(20))) if text else [""]:
        if part:
            bits.append((left, height, font.render(part, True, tones[tone])))
        height += font.get_linesize()
    return bits, max(height, len(values) * font.get_linesize()) + m.px(1)


def _option(
    row: Option | Dial, width: int, m: Metrics, tones: Mapping[str, theme.Colour]
) -> tuple[list[tuple[int, int, pygame.Surface]], int]:
    """The words of an option or a dial, beside the cap of its key."""
    font, small = m.font(), m.font("small")
    left = m.px(28) if len(row.key) < 2 else m.px(20) + small.size(row.key)[0]
    right = width - m.px(6)
    text, value = row.text, row.value
    able = not isinstance(row, Option) or row.able
    if isinstance(row, Dial):
        drawn = m.font("bold").render(f"‹  {value}  ›", True, tones["gold"])
    else:
        drawn = small.render(value, True, tones["dim"])
        right -= m.px(18) if row.on else 0
    parts = wrap(text, font, max(right - left - drawn.get_width() - m.gap, m.px(20)))
    height = len(parts) * font.get_linesize() + m.px(6)
    bits = [(right - drawn.get_width(), (height - drawn.get_height()) // 2, drawn)]
    for i, part in enumerate(parts):
        label = font.render(part, True, tones["normal" if able else "dim"])
        bits.append((left, m.px(3) + i * font.get_linesize(), label))
    for _x, _y, bit in bits if not able else ():
        bit.set_alpha(150)
    return bits, height


def _key_cap(picture: pygame.Surface, row: Option | Dial, top: int, height: int, width: int, m: Metrics) -> None:
    """The frame of the row the keyboard stands on, the cap of its key, the tick of what is so already."""
    if row.marked:
        pygame.draw.rect(picture, theme.GOLD, (0, top, width, height), 1, border_radius=m.px(3))
    if row.key:
        able = not isinstance(row, Option) or row.able
        drawn = m.font("small").render(row.key, True, theme.INK_LIGHT if able else theme.INK_DIM)
        cap = pygame.Rect(m.px(4), top + m.px(3), max(m.px(18), drawn.get_width() + m.px(8)), height - m.px(6))
        pygame.draw.rect(picture, theme.RAISED if able else theme.DESK, cap, border_radius=m.px(3))
        pygame.draw.rect(picture, theme.LINE, cap, 1, border_radius=m.px(3))
        picture.blit(drawn, drawn.get_rect(center=cap.center))
    if isinstance(row, Option) and row.on:
        side = m.px(14)
        draw_tick(picture, pygame.Rect(width - side - m.px(6), top + (height - side) // 2, side, side), m)


def _cells(
    row: Cells, width: int, m: Metrics, tones: Mapping[str, theme.Colour]
) -> tuple[list[tuple[int, int, pygame.Surface]], int]:
    """The texts of a table's row, each within its column, in as many lines as it needs."""
    font, tallest = m.font(row.style), 1
    bits: list[tuple[int, int, pygame.Surface]] = []
    for i, text in enumerate(row.cells):
        left = round(row.stops[i] * width)
        right = round(row.stops[i + 1] * width) - m.px(10) if i + 1 < len(row.stops) else width
        tone = row.tones[i] if i < len(row.tones) and row.tones[i] else "normal"
        parts = wrap(text, font, right - left) if font.size(text)[0] > right - left else [text]
        for n, part in enumerate(parts):
            drawn = font.render(part, True, tones[tone])
            at = left if i == 0 or row.left else right - drawn.get_width()
            bits.append((at, n * font.get_linesize(), drawn))
        tallest = max(tallest, len(parts))
    return bits, tallest * font.get_linesize() + m.px(2)


def _columns(
    row: Columns, width: int, m: Metrics, tones: Mapping[str, theme.Colour]
) -> tuple[list[tuple[int, int, pygame.Surface]], int]:
    """The texts of columns, each wrapped within its own; the row is as high as the longest."""
    bits: list[tuple[int, int, pygame.Surface]] = []
    height = 0
    for i, text in enumerate(row.texts):
        font = m.font(row.styles[min(i, len(row.styles) - 1)])
        tone = tones[row.tones[min(i, len(row.tones) - 1)]]
        left = round(row.stops[i] * width)
        right = round(row.stops[i + 1] * width) - m.px(18) if i + 1 < len(row.stops) else width
        y = 0
        for part in wrap(text, font, right - left) if text else ():
            bits.append((left, y, font.render(part, True, tone)))
            y += font.get_linesize()
        height = max(height, y)
    return bits, height + m.px(2)


def _pictured(
    row: Pictured, width: int, m: Metrics, tones: Mapping[str, theme.Colour]
) -> tuple[list[tuple[int, int, pygame.Surface]], int]:
    """A picture in the middle of its column, and the lines of its text beside the middle of it."""
    font, left = m.font(), row.room + m.px(14)
    lines = wrap(row.text, font, max(width - left, m.px(20)))
    tall = len(lines) * font.get_linesize()
    height = max(row.picture.get_height(), tall)
    bits = [((row.room - row.picture.get_width()) // 2, (height - row.picture.get_height()) // 2, row.picture)]
    top = (height - tall) // 2
    for i, line in enumerate(lines):
        bits.append((left, top + i * font.get_linesize(), font.render(line, True, tones["normal"])))
    return bits, height + m.px(6)


def _box(picture: pygame.Surface, row: Check, top: int, height: int, width: int, m: Metrics) -> None:
    if row.marked:
        pygame.draw.rect(picture, theme.GOLD, (0, top, width, height), 1, border_radius=m.px(3))
    side = m.px(14)
    box = pygame.Rect(m.gap, top + (height - side) // 2, side, side)
    pygame.draw.rect(picture, theme.DESK, box)
    pygame.draw.rect(picture, theme.GOLD if row.on else theme.INK_DIM, box, 1)
    if row.on:
        draw_tick(picture, box, m)


def draw_tick(
    picture: pygame.Surface, box: pygame.Rect, m: Metrics, colour: tuple[int, int, int] | None = None
) -> None:
    """A tick mark in a box, gold by itself."""
    points = [(box.x + box.width * x, box.y + box.height * y) for x, y in ((0.2, 0.5), (0.42, 0.75), (0.82, 0.25))]
    pygame.draw.lines(picture, colour or theme.GOLD, False, points, m.px(2))


def _bar(
    picture: pygame.Surface,
    row: Bar,
    top: int,
    height: int,
    width: int,
    m: Metrics,
    tones: Mapping[str, theme.Colour],
    paper: bool,
) -> None:
    font = m.font("small")
    if row.text:
        right = max(m.width("100.0 %", "small"), m.width(row.value, "small") + m.gap)
        left = max(m.px(150), width * 45 // 100)
        bar = pygame.Rect(left, top + m.px(3), width - left - right - m.gap, height - m.px(6))
    else:  # beneath a line of words: thin, and as broad as the row
        left, bar = 0, pygame.Rect(0, top + m.px(1), width, height - m.px(4))
    pygame.draw.rect(picture, theme.DESK if not paper else (208, 196, 164), bar)
    full = bar.copy()
    full.width = round(bar.width * max(0.0, min(1.0, row.share)))
    if row.share > 0:
        full.width = max(full.width, 1)
    pygame.draw.rect(picture, tones[row.tone], full)
    label = font.render(shorten(row.text, font, left - m.gap), True, tones["normal"])
    value = font.render(row.value, True, tones["normal"])
    middle = top + height // 2
    picture.blit(label, (0, middle - label.get_height() // 2))
    picture.blit(value, (width - value.get_width(), middle - value.get_height() // 2))


class Sheet(UIImage):
    """Rows in a rectangle of the window. It scrolls by wheel (and by :meth:`scroll_by`) when they need more room.

    The picture is made again only when rows or scroll position change.
    """

    def __init__(
        self,
        rect: pygame.Rect,
        manager: UIManager,
        metrics: Metrics,
        rows: Sequence[Row] = (),
        *,
        paper: bool = False,
        container: IContainerLikeInterface | None = None,
    ) -> None:
        self._rows: tuple[Row, ...] | None = None
        self._metrics = metrics
        self._paper = paper
        self._offset = 0
        self._drawn = draw_rows((), max(rect.width, 8), metrics, paper=paper)
        blank = pygame.Surface(rect.size)
        blank.fill(theme.PAPER if paper else theme.PANEL)
        super().__init__(rect, blank, manager, container=container)
        self.set_rows(rows)

    @property
    def rows(self) -> tuple[Row, ...]:
        return self._rows or ()

    @property
    def needed(self) -> int:
        """Height in pixels that all rows need."""
        return int(self._drawn.picture.get_height())

    @property
    def overflow(self) -> int:
        """Pixels that do not fit; they are reached by scrolling."""
        return max(0, self.needed - int(self.rect.height))

    def set_rows(self, rows: Sequence[Row], *, top: bool = True) -> bool:
        """Show rows; does nothing when they are those shown already. Returns whether anything changed."""
        rows = tuple(rows)
        if rows == self._rows:
            return False
        self._rows = rows
        pad = self._metrics.px(12)
        self._drawn = draw_rows(rows, max(8, self.rect.width - pad), self._metrics, paper=self._paper)
        self._offset = 0 if top else min(self._offset, self.overflow)
        self._show()
        return True

    def scroll_by(self, pixels: int) -> bool:
        """Scroll down by some pixels (up when negative). Returns whether it moved."""
        offset = max(0, min(self.overflow, self._offset + pixels))
        if offset == self._offset:
            return False
        self._offset = offset
        self._show()
        return True

    def scroll_to_end(self) -> None:
        self.scroll_by(self.overflow)

    def scroll_to_row(self, index: int) -> bool:
        """Bring a row to the top, or as near to it as the rows beneath allow. Returns whether it moved; a row that
        is not there is not looked for."""
        if index >= len(self._drawn.places):
            return False
        return self.scroll_by(self._drawn.places[index][0] - self._metrics.px(2) - self._offset)

    def reveal_row(self, index: int) -> bool:
        """Scroll no further than is needed to see a row. Returns whether anything moved; a row that is not there is not
        looked for."""
        if index >= len(self._drawn.places):
            return False
        top, bottom, _ = self._drawn.places[index]
        if top < self._offset:
            return self.scroll_by(top - self._offset)
        return self.scroll_by(max(0, bottom - self._offset - int(self.rect.height)))

    def place_of(self, index: int) -> pygame.Rect | None:
        """Where in the window a row is; None where it is scrolled out of sight or is not there."""
        if index >= len(self._drawn.places):
            return None
        top, bottom, _ = self._drawn.places[index]
        place = pygame.Rect(self.rect.x, self.rect.y + top - self._offset, self.rect.width, bottom - top)
        return place if self.visible and self.rect.contains(place) else None

    @property
    def top_row(self) -> int:
        """The index of the row at the top."""
        at = self._offset + self._metrics.px(8)
        return max((i for i, (top, _, _) in enumerate(self._drawn.places) if top <= at), default=0)

    def _show(self) -> None:
        view = pygame.Surface(self.rect.size)
        view.fill(theme.PAPER if self._paper else theme.PANEL)
        view.blit(self._drawn.picture, (0, -self._offset))
        if self.overflow:
            height = self.rect.height
            thumb = max(self._metrics.px(20), height * height // self.needed)
            y = (height - thumb) * self._offset // self.overflow
            pygame.draw.rect(
                view,
                theme.PAPER_EDGE if self._paper else theme.LINE,
                (self.rect.width - self._metrics.px(5), y, self._metrics.px(4), thumb),
                border_radius=2,
            )
        self.set_image(view)

    def row_at(self, pos: tuple[int, int]) -> tuple[Row, int] | None:
        """The row under a pixel of the window and the pixel of its top edge, or None."""
        if not self.rect.collidepoint(pos):
            return None
        at = pos[1] - self.rect.y + self._offset
        for top, bottom, row in self._drawn.places:
            if top <= at < bottom:
                return row, top - self._offset + self.rect.y
        return None

    def action_at(self, pos: tuple[int, int]) -> RowAction | None:
        """What a click on a pixel of the window asks for, or None."""
        found = self.row_at(pos)
        if found is None:
            return None
        row = found[0]
        if isinstance(row, Dial):
            half = self._metrics.width(f"‹  {row.value}  ›", "bold") // 2
            from_middle = pos[0] - (self.rect.right - self._metrics.px(18) - half)
            return row.less if -half - self._metrics.px(12) < from_middle < 0 else row.more
        if isinstance(row, Cells) and row.actions:
            cell = row.cell_at((pos[0] - self.rect.x) / max(1, self._drawn.picture.get_width()))
            return row.actions[cell] or row.action
        return row.action

    def place(self, rect: pygame.Rect) -> None:
        """Take another place in the window, with the same rows."""
        if rect == self.rect:
            return
        rows, self._rows = self._rows or (), None
        self.set_relative_position(rect.topleft)
        self.set_dimensions(rect.size)
        self.set_rows(rows, top=False)

    def process_event(self, event: pygame.event.Event) -> bool:
        """Wheel scrolls; a left click on a row with an action posts ROW_CLICKED."""
        if event.type == pygame.MOUSEWHEEL and self.rect.collidepoint(pygame.mouse.get_pos()):
            self.scroll_by(-event.y * self._metrics.px(40))
            return True
        if event.type == pygame.MOUSEBUTTONDOWN and self.rect.collidepoint(event.pos):
            if event.button == 1 and (action := self.action_at(event.pos)) is not None:
                pygame.event.post(pygame.event.Event(ROW_CLICKED, sheet=self, action=action))
            return True
        return False
