"""The briefing: what the side to play first should know, before its map is shown."""

from __future__ import annotations

from pathlib import Path

import pygame

from khalkhin.core.model.scenario import Scenario
from khalkhin.text.names import clock_text
from khalkhin.translation import _
from khalkhin.ui.destinations import ToMap, ToWhereItCameFrom
from khalkhin.ui.panels.aims import briefing_rows, handicap_rows
from khalkhin.ui.ports.game_port import Table
from khalkhin.ui.scene import Go, Next, Scene
from khalkhin.ui.widgets.backdrop import Backdrop
from khalkhin.ui.widgets.row_list import draw_rows
from khalkhin.ui.widgets.rows import Gap, Heading, Line, Row


class BriefingScene(Scene):
    """What the side to play first should know, before its map is shown."""

    def __init__(self, session: Table, sides: tuple[str, ...]) -> None:
        self.session = session
        self.sides = sides
        self.begun = False
        self.backdrop = Backdrop()

    @property
    def resumable(self) -> Path | None:
        return self.session.path

    def build(self) -> None:
        ui, m = self.ui, self.ui.m
        w, h = ui.size
        pad = m.px(30)
        scenario: Scenario = self.session.scenario
        rows: list[Row] = [
            Heading(scenario.title),
            Line(clock_text(scenario.calendar[0]), tone="dim"),
            Gap(6),
        ]
        for side in self.sides:
            rows += [*briefing_rows(scenario, side), Gap(10)]
        rows += handicap_rows(self.session.view(self.sides[0]).state, self.sides[0])
        feet = m.row + m.px(14)
        width = min(w - m.px(48), m.px(860))
        wanted = draw_rows(rows, width - 2 * pad - m.px(12), m, paper=True).picture.get_height()
        height = min(h - m.px(48), wanted + 2 * pad + feet)
        self.frame = pygame.Rect(0, 0, width, height)
        self.frame.center = (w // 2, h // 2)
        panel = ui.panel(self.frame, paper=True)
        ui.sheet(pygame.Rect(pad, pad, width - 2 * pad, height - 2 * pad - feet), rows, paper=True, container=panel)
        bw = m.px(160)
        ui.button(
            pygame.Rect(width - pad - bw, height - pad - m.row, bw, m.row),
            _("To the map"),
            self._go,
            look="paper_primary",
            container=panel,
        )
        ui.button(
            pygame.Rect(width - pad - 2 * bw - m.gap, height - pad - m.row, bw, m.row),
            _("Back"),
            self.escape,
            look="paper",
            container=panel,
        )
        ui.set_focus(ui.order[0])

    def _go(self) -> Next:
        self.begun = True
        return Go(ToMap(self.session))

    def escape(self) -> Next | None:
        return Go(ToWhereItCameFrom(self.session))

    def leave(self) -> None:
        if not self.begun:
            self.session.close()

    def draw(self, surface: pygame.Surface) -> None:
        self.backdrop.draw(surface)
        self.ui.draw(surface)
