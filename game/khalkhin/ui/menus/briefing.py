"""The briefing: what a side should know, beside a map of what it knows with its plan; before the battle and again
during it."""

from __future__ import annotations

from pathlib import Path

import pygame

from khalkhin.core.model.scenario import Scenario
from khalkhin.text.names import clock_text
from khalkhin.translation import _
from khalkhin.ui.destinations import ToMap, ToNewBattle, ToWhereItCameFrom
from khalkhin.ui.panels.aims import briefing_rows, handicap_rows, plan_rows
from khalkhin.ui.pictures.planmap import PlanMap, map_height
from khalkhin.ui.ports.game_port import GamePort
from khalkhin.ui.scene import Back, Go, Next, Scene
from khalkhin.ui.widgets import theme
from khalkhin.ui.widgets.backdrop import Backdrop
from khalkhin.ui.widgets.keyboard import with_keys
from khalkhin.ui.widgets.row_list import draw_rows
from khalkhin.ui.widgets.rows import Gap, Heading, Line, Row


class BriefingScene(Scene):
    """What the side to play first should know, before its map is shown; or, `again`, over a battle under way. The map
    is drawn once the words have been shown. The way to the battle answers before the battle is made, which takes a
    while."""

    def __init__(self, session: GamePort, sides: tuple[str, ...], *, again: bool = False) -> None:
        self.session = session
        self.sides = sides
        self.again = again
        self.begun = again
        self.backdrop = Backdrop()
        self.map: PlanMap | None = None
        self._shown = False
        #: Whether the way to the battle was pressed, and whether that has been shown.
        self._going = self._answered = False
        #: Whether the player went back to choose again: of the battle that was made for him nothing stays. One of a
        #: campaign is its next stage, and waits.
        self._given_up = False

    @property
    def resumable(self) -> Path | None:
        return self.session.path

    def build(self) -> None:
        ui, m = self.ui, self.ui.m
        w, h = ui.size
        pad = m.px(30)
        scenario: Scenario = self.session.scenario
        feet = m.row + m.px(14)
        self.frame = pygame.Rect(0, 0, min(w - m.px(40), m.px(1480)), min(h - m.px(40), m.px(940)))
        self.frame.center = (w // 2, h // 2)
        panel = ui.panel(self.frame, paper=True)
        inner = pygame.Rect(pad, pad, self.frame.width - 2 * pad, self.frame.height - 2 * pad - feet)
        left = pygame.Rect(pad, pad, inner.width * 9 // 20, inner.height)
        if plan := plan_rows(scenario, self.sides[0]):
            wanted = draw_rows(plan, left.width - m.px(12), m, paper=True).picture.get_height() + m.px(2)
            tall = min(wanted, left.height // 3)
            left.height -= tall + m.gap
            under = min(left.bottom, left.y + map_height(scenario, left.size)) + m.gap
            ui.sheet(pygame.Rect(pad, under, left.width, tall), plan, paper=True, container=panel)
        #: The room of the map, on the window.
        self.room = left.move(self.frame.topleft)
        self._shown, self.map = False, None
        words = pygame.Rect(inner.x + left.width + pad, pad, inner.width - left.width - pad, inner.height)
        ui.sheet(words, self._rows(scenario), paper=True, container=panel)
        bw, y = m.px(160), self.frame.height - pad - m.row
        place = pygame.Rect(self.frame.width - pad - bw, y, bw, m.row)
        told = with_keys(_("To the map, where the battle is fought."), _("Enter"))
        text = _("One moment …") if self._going else _("To the map")
        self._onward = ui.button(place, text, self._go, tip=told, look="paper_primary", container=panel)
        if not self.again:
            place, told = place.move(-bw - m.gap, 0), with_keys(_("Back without a battle."), _("Esc"))
            ui.button(place, _("Back"), self.escape, tip=told, look="paper", container=panel)
        ui.set_focus(ui.order[0])

    def _rows(self, scenario: Scenario) -> list[Row]:
        rows: list[Row] = [
            Heading(scenario.title),
            Line(clock_text(self.session.view(self.sides[0]).state.info), tone="dim"),
            Gap(6),
        ]
        for side in self.sides:
            rows += [*briefing_rows(scenario, side), Gap(10)]
        return rows + handicap_rows(self.session.view(self.sides[0]).state, self.sides[0])

    def update(self, dt: float) -> Next | None:
        if self._answered:
            self.begun = True
            return Go(ToMap(self.session))
        if self._shown and self.map is None:
            self.map = PlanMap(self.session.view(self.sides[0]), self.room.size, self.ui.m)
            self.app.dirty = True
        elif self.map is not None and not self.app.desk.ready:  # The battle is loaded while its briefing is read.
            self.app.desk.forget()
            self.app.desk.load()
        return None

    def _go(self) -> Next | None:
        if self.again:
            return Back()
        self._going = True
        self.ui.rename(self._onward, _("One moment …"))
        return None

    def escape(self) -> Next | None:
        if self.again:
            return Back()
        self._given_up = self.session.carry is None
        return Go(ToNewBattle() if self._given_up else ToWhereItCameFrom(self.session))

    def leave(self) -> None:
        if self._given_up:
            self.session.abandon()
        elif not self.begun:
            self.session.close()

    def draw(self, surface: pygame.Surface) -> None:
        self.backdrop.draw(surface)
        self.ui.draw(surface)
        self._shown, self._answered = True, self._going
        if self.map is None:
            text = self.ui.m.font().render(_("The map is being drawn …"), True, theme.INK)
            surface.blit(text, text.get_rect(center=self.room.center))
            return
        place = self.map.picture.get_rect(midtop=self.room.midtop)
        surface.blit(self.map.picture, place)
        pygame.draw.rect(surface, theme.INK, place, 1)
