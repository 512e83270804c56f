"""The end of a battle: grades, points, losses of both sides, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pygame

from khalkhin.core.model.scenario import Grade
from khalkhin.core.model.state import DESTROYED, EXITED, GameState
from khalkhin.core.victory import steps_lost
from khalkhin.text import handicap, kinds
from khalkhin.text.names import side_name
from khalkhin.text.narrator.notice import number_of
from khalkhin.text.reasons import end_text
from khalkhin.translation import _, ngettext
from khalkhin.ui.destinations import ToFilm, ToReport, ToWhereItCameFrom
from khalkhin.ui.dialogs.dialog import opened
from khalkhin.ui.panels import aims, comparison
from khalkhin.ui.ports import campaign_port, cards
from khalkhin.ui.ports.game_port import GamePort
from khalkhin.ui.scene import Go, Next, Push, Scene
from khalkhin.ui.widgets import theme
from khalkhin.ui.widgets.backdrop import Backdrop
from khalkhin.ui.widgets.keyboard import with_keys
from khalkhin.ui.widgets.rows import Bar, Gap, Heading, Line, Row


def _won(state: GameState, winner: str | None) -> str:
    """Who has won the battle, as its title."""
    title = state.scenario.title
    if winner is None:
        return _("{battle}: A draw").format(battle=title)
    name = side_name(state, winner)
    text = ngettext("{battle}: {side} wins", "{battle}: {side} win", number_of(name))
    return text.format(battle=title, side=name)


class EndScene(Scene):
    """Grades, points, losses of both sides, and the way back."""

    def __init__(self, session: GamePort, viewer: str) -> None:
        self.session = session
        self.viewer = viewer
        self.backdrop = Backdrop()
        self.counted = ""

    def enter(self) -> Next | None:
        self.counted = campaign_port.count(self.session)
        cards.note_end(self.session)
        return None

    @property
    def resumable(self) -> Path | None:
        return self.session.path

    def build(self) -> None:
        ui, m = self.ui, self.ui.m
        w, h = ui.size
        box = pygame.Rect(0, 0, min(w - m.px(36), m.px(1240)), min(h - m.px(36), m.px(680)))
        box.center = (w // 2, h // 2)
        panel = ui.panel(box, paper=True)
        pad = m.px(26)
        state: GameState = self.session.final_state()
        head = ui.sheet(
            pygame.Rect(pad, pad, box.width - 2 * pad, m.px(70)), self._head(state), paper=True, container=panel
        )
        top = pad + head.rect.height + m.gap
        foot = box.height - pad - m.row
        third = (box.width - 4 * pad) // 3
        columns = [self._side(state, info.id) for info in state.scenario.sides]
        for i, rows in enumerate((*columns, comparison.rows(state))):
            area = pygame.Rect(pad + i * (third + pad), top, third, foot - top - m.gap)
            ui.sheet(area, rows, paper=True, container=panel)
        ui.sheet_action = opened
        bw, away = m.px(190), _("To the start") if self.session.carry is None else _("To the campaign")
        written = _("Writes a page with figures and maps of the battle, to be read in the browser.")
        report = ToReport(self.session.path, self.session.scenario)
        buttons: list[tuple[int, str, Callable[[], Next], str, str]] = [
            (2, _("Save the report"), lambda: Push(report), written, "paper"),
            (1, away, self._start, with_keys(_("Leave this battle."), _("Esc")), "paper_primary"),
        ]
        if (path := self.session.path) is not None:
            film = ToFilm(path, self.viewer)
            told = _("See the battle again, from its beginning, with the eyes of either side.")
            buttons.append((3, _("Watch it again"), lambda: Push(film), told, "paper"))
        for nth, text, action, tip, look in buttons:
            place = pygame.Rect(box.width - pad - nth * bw - (nth - 1) * m.gap, foot, bw, m.row)
            ui.button(place, text, action, tip=tip, look=look, container=panel)
        ui.order.sort(key=lambda control: control.rect.x)
        # Nothing has the focus: whoever has been going on with Enter must not leave before the end was read.

    def _head(self, state: GameState) -> list[Row]:
        outcome = state.outcome
        assert outcome is not None
        given = [handicap.handicap_name(state, side) for side in state.handicaps]
        ended = end_text(outcome.reason, state.scenario)
        reason = f"{ended} {'. '.join(given)}." if given else ended
        counted = [Line(self.counted, tone="dim")] if self.counted else []
        return [Heading(_won(state, outcome.winner)), Line(reason, tone="dim"), *counted]

    def _side(self, state: GameState, side: str) -> list[Row]:
        outcome, info = state.outcome, state.scenario.side(side)
        assert outcome is not None
        grade = outcome.grades[side]
        mine = [u for u in state.units if u.side == side]
        full = sum(u.steps for u in state.scenario.units if u.side == side)
        lost = steps_lost(state, side)
        gone = [u for u in mine if u.hex == DESTROYED]
        left = [u for u in mine if u.hex == EXITED]
        rows: list[Row] = [
            Heading(info.name),
            Line(
                kinds.grade(grade).capitalize(),
                style="bold",
                tone=("bad", "bad", "normal", "good", "good")[grade],
            ),
            Line(_("Margin of points"), f"{outcome.points[side]:+d}"),
            Gap(4),
        ]
        marks = (None, *info.grades)
        rows += [
            Line(
                f"{'› ' if i == grade else ''}{kinds.grade(i)}",
                "" if mark is None else _("from {points}").format(points=f"{mark:+d}"),
                tone="normal" if i == grade else "dim",
                indent=0 if i == grade else 1,
            )
            for i, mark in zip(Grade, marks, strict=True)
        ]
        rows += [
            Gap(8),
            Bar(_("Steps lost"), lost / max(1, full), _("{part} of {whole}").format(part=lost, whole=full), "bad"),
            Line(_("Units destroyed"), _("{part} of {whole}").format(part=len(gone), whole=len(mine))),
        ]
        if left:
            rows.append(Line(_("Units that left the map"), str(len(left))))
        rows += [Gap(8), *aims.held_rows(state, side)]
        if gone:
            rows += [
                Gap(8),
                Line(_("Destroyed"), style="bold"),
                *(Line(u.spec.name, tone="dim", indent=1) for u in gone),
            ]
        return rows

    def _start(self) -> Next:
        return Go(ToWhereItCameFrom(self.session))

    def escape(self) -> Next | None:
        return self._start()

    def draw(self, surface: pygame.Surface) -> None:
        surface.fill(theme.DESK)
        self.backdrop.draw(surface)
        self.ui.draw(surface)

    def leave(self) -> None:
        self.session.close()
