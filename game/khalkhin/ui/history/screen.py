"""The history: sections at the top, contents at the left, the page at the right; a screen over whatever was shown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import pygame

from khalkhin.scenario.issues import ScenarioError
from khalkhin.scenario.tables import history
from khalkhin.translation import N_, _
from khalkhin.ui.destinations import ToHistory
from khalkhin.ui.history.map import HistoryMap
from khalkhin.ui.history.pages import Page, pages
from khalkhin.ui.scene import Back, Next, Scene
from khalkhin.ui.widgets import theme
from khalkhin.ui.widgets.keyboard import with_keys
from khalkhin.ui.widgets.rows import Line, Row, RowAction
from khalkhin.ui.widgets.whole_page import draw_hint, draw_title
from khalkhin.ui.widgets.widgets import fitted

HINT = N_("Left, Right: section   ·   Up, Down: entry   ·   Page Up, Page Down: scroll")


@dataclass(frozen=True, slots=True)
class OpenPart(RowAction):
    """Turn to a part of the section."""

    index: int


class HistoryScene(Scene):
    """Opens at a section, and at one of its parts (a month, a battle's scenario, a place's name, a fact's number)."""

    def __init__(self, section: str = "chronology", part: str = "") -> None:
        self.pages: tuple[Page, ...] = pages()
        self.at = next((i for i, p in enumerate(self.pages) if p.key == section), 0)
        self.part = next((i for i, p in enumerate(self.page.parts) if p.key == part), 0)
        self.map = _map()

    @property
    def page(self) -> Page:
        """The section that is shown."""
        return self.pages[self.at]

    def build(self) -> None:
        ui, m = self.ui, self.ui.m
        w, h = ui.size
        pad = m.px(16)
        bar, foot = m.px(52), h - m.row - m.px(12)
        x = pad + m.width(_("History"), "title") + m.px(30)
        wanted = [m.width(page.title, "bold") + m.px(28) for page in self.pages]
        room = w - pad - x - (len(wanted) - 1) * m.px(6)
        for i, (page, bw) in enumerate(zip(self.pages, fitted(wanted, room), strict=True)):
            place = pygame.Rect(x, m.px(11), bw, m.px(30))
            tip = with_keys(_("This part of the history."), "←", "→")
            tab = ui.button(place, page.title, partial(self.show, i), tip=tip, look="tab")
            if i == self.at:
                tab.select()
            x += bw + m.px(6)
        bw = m.px(120)
        back = with_keys(_("Back to what was shown before."), _("Esc"))
        ui.button(pygame.Rect(w - pad - bw, foot, bw, m.row), _("Back  ·  Esc"), Back, tip=back, look="primary")
        self.paper = pygame.Rect(pad, bar, w - 2 * pad, foot - bar - m.gap)
        inner = self.paper.inflate(-2 * m.px(20), -2 * m.px(16))
        self.list_rect = pygame.Rect(inner.x, inner.y, m.px(196), inner.height)
        text = pygame.Rect(self.list_rect.right + m.px(30), inner.y, 0, inner.height)
        text.width = inner.right - text.x
        self.map_rect = pygame.Rect(0, 0, 0, 0)
        if self.page.key == "places" and self.map is not None:
            wide = text.width * 52 // 100
            self.map_rect = pygame.Rect(text.right - wide, text.y, wide, text.height)
            text.width -= wide + m.px(24)
        ui.panel(self.paper, paper=True)
        self.contents = ui.sheet(self.list_rect, paper=True)
        rows: list[Row] = []
        self._starts = []
        for part in self.page.parts:
            self._starts.append(len(rows))
            rows += part.rows
        self.sheet = ui.sheet(text, rows, paper=True)
        ui.sheet_action = self._clicked
        self._mark()
        self.sheet.scroll_to_row(self._starts[self.part])

    def show(self, section: int, part: int = 0) -> None:
        """Turn to a section and a part of it."""
        self.at, self.part = section % len(self.pages), part
        self.rebuild()

    def go(self, part: int) -> None:
        """Bring a part of the section to the top."""
        self.part = max(0, min(part, len(self.page.parts) - 1))
        self.sheet.scroll_to_row(self._starts[self.part])
        self._mark()

    def open(self, section: str, part: str) -> None:
        """Turn to a section and a part by their keys."""
        at = next(i for i, p in enumerate(self.pages) if p.key == section)
        self.show(at, next((i for i, p in enumerate(self.pages[at].parts) if p.key == part), 0))

    def _mark(self) -> None:
        """Show in the contents where the page stands, and keep that line in sight."""
        rows = [
            Line(
                part.title,
                style="bold" if i == self.part else "normal",
                tone="gold" if i == self.part else "normal",
                action=OpenPart(i),
            )
            for i, part in enumerate(self.page.parts)
        ]
        self.contents.set_rows(rows, top=False)
        self.contents.reveal_row(self.part)
        self.app.dirty = True

    def _clicked(self, action: RowAction) -> Next | None:
        match action:
            case OpenPart(index):
                self.go(index)
            case ToHistory(section, part):
                self.open(section, part)
        return None

    def handle(self, event: pygame.event.Event) -> Next | None:
        if event.type == pygame.KEYDOWN and self._key(event.key):
            return None
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1 and self.map_rect.collidepoint(event.pos):
            name = self.map.spot_at(event.pos, self.ui.m) if self.map is not None else None
            if name is not None:
                self.open("places", name)
            return None
        before = self.sheet.top_row
        what = super().handle(event)
        if what is None and self.sheet.top_row != before:
            self._follow()
        return what

    def _key(self, key: int) -> bool:
        """Arrows turn to other sections and parts; Home and End go to the ends of the page."""
        match key:
            case pygame.K_LEFT | pygame.K_RIGHT:
                self.show(self.at + (1 if key == pygame.K_RIGHT else -1))
            case pygame.K_UP | pygame.K_DOWN:
                self.go(self.part + (1 if key == pygame.K_DOWN else -1))
            case pygame.K_HOME | pygame.K_END:
                self.go(0 if key == pygame.K_HOME else len(self.page.parts) - 1)
                if key == pygame.K_END:
                    self.sheet.scroll_to_end()
            case _:
                return False
        return True

    def _follow(self) -> None:
        """After scrolling, mark the part that the page stands at."""
        top = self.sheet.top_row
        self.part = max(i for i, start in enumerate(self._starts) if start <= top)
        self._mark()

    def draw(self, surface: pygame.Surface) -> None:
        m = self.ui.m
        draw_title(surface, m, _("History"))
        self.ui.draw(surface)
        x = self.list_rect.right + m.px(14)
        pygame.draw.line(surface, theme.PAPER_EDGE, (x, self.list_rect.y), (x, self.list_rect.bottom))
        if self.map is not None and self.map_rect.width:
            self.map.draw(surface, self.map_rect, self.page.parts[self.part].key, m)
        draw_hint(surface, self.ui, _(HINT))


def _map() -> HistoryMap | None:
    """The small map, unless its table cannot be read."""
    try:
        return HistoryMap(history.country())
    except ScenarioError:
        return None
