"""The after-action report from the end of a battle: it is being written, where it is, and a way to open it."""

from __future__ import annotations

import threading
import webbrowser
from pathlib import Path

import pygame

from khalkhin import paths
from khalkhin.core.model.scenario import Scenario
from khalkhin.play.report.job import Failed, ReportJob, Written
from khalkhin.translation import _
from khalkhin.ui.report.reporting import save_report
from khalkhin.ui.scene import Back, Next, Scene
from khalkhin.ui.widgets.keyboard import with_keys
from khalkhin.ui.widgets.rows import Gap, Heading, Line, Row


class _Asked(threading.Thread):
    """Asks for a browser; some take seconds to answer, and the window must not wait."""

    def __init__(self, url: str) -> None:
        super().__init__(daemon=True)
        self.url = url
        self.shown = False

    def run(self) -> None:
        try:
            self.shown = webbrowser.open(self.url)
        except (webbrowser.Error, OSError):
            self.shown = False


class ReportScene(Scene):
    """Begins to write the report of a journal when it comes up; closing it before the end stops the writing."""

    overlay = True

    def __init__(self, journal: Path | None, scenario: Scenario) -> None:
        self.journal = journal
        self.scenario = scenario
        self.job: ReportJob | None = None
        self.done: Written | Failed | None = None
        self.note = ""
        self._waited = 0.0
        self._asked: _Asked | None = None

    def enter(self) -> Next | None:
        if self.journal is None:
            self.done = Failed(_("This battle kept no journal, so there is nothing to make a report from."))
        else:
            folder = paths.reports_dir() / self.journal.stem
            self.job = ReportJob(self.journal, self.scenario, folder, save_report)
        return None

    def leave(self) -> None:
        if self.job is not None:
            self.job.close()

    def update(self, dt: float) -> Next | None:
        self._answered()
        if self.done is not None or self.job is None:
            return None
        before, self._waited = int(self._waited), self._waited + dt
        self.done = self.job.poll()
        if self.done is not None or int(self._waited) != before:
            self.rebuild()
        return None

    def build(self) -> None:
        ui, m = self.ui, self.ui.m
        w, h = ui.size
        pad = m.px(22)
        box = pygame.Rect(0, 0, min(m.px(640), w - m.px(40)), min(m.px(300), h - m.px(40)))
        box.center = (w // 2, h // 2)
        panel = ui.panel(box, paper=True)
        inner = pygame.Rect(pad, pad, box.width - 2 * pad, box.height - 2 * pad - m.row - m.gap)
        ui.sheet(inner, self._rows(), paper=True, container=panel)
        y = box.height - pad - m.row
        x = box.width - pad
        away = _("Back to the end of the battle.") if self.done is not None else _("Stop; nothing is written.")
        closing = _("Close") if self.done is not None else _("Stop writing")
        buttons = [(closing, self.escape, with_keys(away, _("Esc")), "paper")]
        if isinstance(self.done, Written):
            buttons.append((_("Open in the browser"), self._open, _("Reads the report as a page."), "paper_primary"))
        for text, action, tip, look in buttons:
            wide = max(m.px(110), m.width(text, "bold") + m.px(36))
            x -= wide
            ui.button(pygame.Rect(x, y, wide, m.row), text, action, tip=tip, look=look, container=panel)
            x -= m.gap
        ui.set_focus(ui.order[-1])

    def _rows(self) -> list[Row]:
        match self.done:
            case None:
                return [
                    Heading(_("The after-action report")),
                    Gap(4),
                    Line(_("The battle is played again and its charts are drawn. This takes a moment.")),
                    Gap(6),
                    Line(_("Writing") + " ." * (1 + int(self._waited) % 6), style="bold"),
                ]
            case Failed(reason):
                return [Heading(_("There is no report")), Gap(4), Line(reason, tone="bad")]
            case Written(page):
                rows: list[Row] = [
                    Heading(_("The report is written")),
                    Gap(4),
                    Line(_("A page with charts and maps of the front, for any browser. It is here:")),
                    Gap(4),
                    Line(str(page), style="bold"),
                ]
                return [*rows, Gap(6), Line(self.note, tone="warn")] if self.note else rows

    def _open(self) -> None:
        """Show the page in the user's browser; where there is none, the path must do."""
        assert isinstance(self.done, Written)
        if self._asked is None:
            self._asked = _Asked(self.done.page.as_uri())
            self._asked.start()

    def _answered(self) -> None:
        """Say so when the browser was asked, or if there is none."""
        if self._asked is not None and not self._asked.is_alive():
            shown, self._asked = self._asked.shown, None
            self.note = _("No browser could be opened here. Open the file above yourself.")
            if shown:
                self.note = _("Your browser was asked to show it. If it does not come, open the file above yourself.")
            self.rebuild()

    def escape(self) -> Next | None:
        return Back()

    def draw(self, surface: pygame.Surface) -> None:
        self.ui.draw(surface)
