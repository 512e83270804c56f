"""The staffs at work: how far the battle is that they fight by themselves, and a way to stop them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pygame

from khalkhin.core.model.scenario import Scenario
from khalkhin.play.campaign.auto_resolve import StandIn
from khalkhin.play.report.dates import date_text
from khalkhin.play.session.journal import JournalError
from khalkhin.translation import _
from khalkhin.ui.scene import Back, Next, Result, Scene
from khalkhin.ui.widgets.keyboard import with_keys
from khalkhin.ui.widgets.rows import Bar, Gap, Heading, Line, Row


@dataclass(frozen=True, slots=True)
class Fought(Result):
    """The staffs have fought the battle; its journal."""

    journal: Path


@dataclass(frozen=True, slots=True)
class Stopped(Result):
    """The staffs could not fight on; why, in a sentence."""

    why: str


class ResolveScene(Scene):
    """Leaves :class:`Fought` or :class:`Stopped`, or nothing when the player calls the staffs off."""

    overlay = True

    def __init__(self, work: StandIn, scenario: Scenario) -> None:
        self.work = work
        self.scenario = scenario

    def build(self) -> None:
        ui, m = self.ui, self.ui.m
        pad = m.px(22)
        width, height = min(m.px(520), ui.size[0] - m.px(40)), m.px(176) + m.row
        box = pygame.Rect(0, 0, width, height)
        box.center = (ui.size[0] // 2, ui.size[1] // 2)
        panel = ui.panel(box, paper=True)
        self.sheet = ui.sheet(
            pygame.Rect(pad, pad, width - 2 * pad, height - 2 * pad - m.row - m.gap),
            self._rows(),
            paper=True,
            container=panel,
        )
        bw = m.px(150)
        stop = ui.button(
            pygame.Rect(width - pad - bw, height - pad - m.row, bw, m.row),
            _("Call them off"),
            self.escape,
            tip=with_keys(_("Stop the staffs; the battle is left as it was."), _("Esc")),
            look="paper",
            container=panel,
        )
        ui.set_focus(stop)

    def _rows(self) -> list[Row]:
        turn, turns = self.work.turn, self.work.turns
        date = date_text(self.scenario.calendar[min(turn, turns) - 1].date)
        return [
            Heading(_("{battle}: the staffs are fighting").format(battle=self.scenario.title)),
            Gap(4),
            Bar(date, (turn - 1) / turns, _("turn {turn} of {turns}").format(turn=turn, turns=turns)),
            Gap(6),
            Line(_("Called off, the battle is as it was before they began."), tone="dim"),
        ]

    def escape(self) -> Next | None:
        return Back()

    def update(self, dt: float) -> Next | None:
        try:
            done = self.work.poll()
        except JournalError as error:
            return Back(Stopped(str(error)))
        if done and self.work.target is not None:
            return Back(Fought(self.work.target))
        if self.sheet.set_rows(self._rows(), top=False):
            self.app.dirty = True
        return None

    def draw(self, surface: pygame.Surface) -> None:
        self.ui.draw(surface)

    def leave(self) -> None:
        self.work.close()
