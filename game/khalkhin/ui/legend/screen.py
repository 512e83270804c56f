"""The legend: kinds of signs at the left, the signs with what they mean at the right. It lies over what was shown."""

from __future__ import annotations

from dataclasses import dataclass

import pygame

from khalkhin.core.model.rules import Rules
from khalkhin.scenario import ScenarioError, load_rules
from khalkhin.translation import N_, _
from khalkhin.ui.destinations import ToRules
from khalkhin.ui.legend.sample_map import MAP, SampleMap
from khalkhin.ui.legend.signs import PAGES
from khalkhin.ui.scene import Back, Next, Push, Scene
from khalkhin.ui.widgets import theme
from khalkhin.ui.widgets.keyboard import with_keys
from khalkhin.ui.widgets.rows import Gap, Heading, Line, Pictured, Row, RowAction
from khalkhin.ui.widgets.whole_page import draw_hint, draw_title, ways_below

HINT = N_("Up, Down: other signs   ·   Page Up, Page Down: scroll")


@dataclass(frozen=True, slots=True)
class OpenPage(RowAction):
    """Turn to a page of the legend, by its place."""

    at: int


class LegendScene(Scene):
    """`at` is the page that is shown."""

    def __init__(self) -> None:
        self.at = 0
        self._rules = _read()
        self._samples: tuple[tuple[float, bool], SampleMap] | None = None

    def build(self) -> None:
        ui, m = self.ui, self.ui.m
        w, h = ui.size
        pad, bar, foot = m.px(16), m.px(52), h - m.row - m.px(12)
        back = f"{_('Back')}  ·  {_('Esc')}"
        self._hint_room = ways_below(
            ui,
            (
                (back, Back, "primary", with_keys(_("Back to what was shown before."), _("Esc"))),
                (_("The rules"), lambda: Push(ToRules()), "", _("The whole of the rules, to be searched.")),
            ),
        )
        self.paper = pygame.Rect(pad, bar, w - 2 * pad, foot - bar - m.gap)
        inner = self.paper.inflate(-2 * m.px(20), -2 * m.px(16))
        self.list_rect = pygame.Rect(inner.x, inner.y, min(m.px(250), inner.width // 3), inner.height)
        x = self.list_rect.right + m.px(30)
        ui.panel(self.paper, paper=True)
        self.contents = ui.sheet(self.list_rect, paper=True)
        self.sheet = ui.sheet(pygame.Rect(x, inner.y, inner.right - x, inner.height), paper=True)
        ui.sheet_action = self._clicked
        self.open(self.at)

    def open(self, at: int) -> None:
        """Turn to a page by its place."""
        self.at = max(0, min(at, len(PAGES) - 1))
        rows: list[Row] = []
        for i, page in enumerate(PAGES):
            here = i == self.at
            tone, style = ("gold", "bold") if here else ("normal", "normal")
            rows.append(Line(_(page.title), tone=tone, style=style, action=OpenPage(i)))
        self.contents.set_rows(rows, top=False)
        self.contents.reveal_row(self.at)
        self.sheet.set_rows(self._signs())
        self.app.dirty = True

    def _signs(self) -> list[Row]:
        if self._rules is None:
            return [Line(_("The rules' tables cannot be read."), tone="warn")]
        m = self.ui.m
        look = m.scale, theme.high_contrast()
        if self._samples is None or self._samples[0] != look:
            self._samples = look, SampleMap(self._rules, m, silhouettes=self.app.settings.silhouettes)
        page, samples = PAGES[self.at], self._samples[1]
        rows: list[Row] = [Heading(_(page.title)), Gap(4)]
        return rows + [Pictured(samples.picture(sign.sample), _(sign.text), m.px(MAP[0])) for sign in page.signs]

    def _clicked(self, action: RowAction) -> Next | None:
        if isinstance(action, OpenPage):
            self.open(action.at)
        return None

    def handle(self, event: pygame.event.Event) -> Next | None:
        if event.type == pygame.KEYDOWN:
            match event.key:
                case pygame.K_UP | pygame.K_DOWN:
                    self.open(self.at + (1 if event.key == pygame.K_DOWN else -1))
                    return None
                case pygame.K_HOME | pygame.K_END:
                    self.open(0 if event.key == pygame.K_HOME else len(PAGES) - 1)
                    return None
        return super().handle(event)

    def draw(self, surface: pygame.Surface) -> None:
        m = self.ui.m
        draw_title(surface, m, _("Signs of the map"))
        self.ui.draw(surface)
        x = self.list_rect.right + m.px(14)
        pygame.draw.line(surface, theme.PAPER_EDGE, (x, self.list_rect.y), (x, self.list_rect.bottom))
        draw_hint(surface, self.ui, _(HINT), self._hint_room)


def _read() -> Rules | None:
    """The rules' tables, unless they cannot be read."""
    try:
        return load_rules()
    except ScenarioError:
        return None
