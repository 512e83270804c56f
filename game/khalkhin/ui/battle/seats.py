"""Who plays each side: a side given to the computer and taken back, and the code words of two players' seats."""

from __future__ import annotations

from functools import partial

import pygame

from khalkhin.play.session.journal import JournalError
from khalkhin.text.players import seats as words
from khalkhin.text.sides import in_order
from khalkhin.translation import _
from khalkhin.ui.battle.results import AskBack, HandToComputer
from khalkhin.ui.dialogs.code_word import CodeWordScene
from khalkhin.ui.ports.game_port import GamePort
from khalkhin.ui.scene import Back, Next, Push, Scene
from khalkhin.ui.widgets.keyboard import with_keys
from khalkhin.ui.widgets.row_list import draw_rows
from khalkhin.ui.widgets.rows import Gap, Heading, Line, Row


class SeatsScene(Scene):
    """A dialog over the battle, for the player of the side `viewer`."""

    overlay = True

    def __init__(self, session: GamePort, viewer: str) -> None:
        self.session = session
        self.viewer = viewer
        self.turns = 0

    @property
    def _mine(self) -> bool:
        """Whether the viewer commands his side himself now."""
        return self.viewer in self.session.humans

    def _spans(self) -> tuple[tuple[int, str], ...]:
        """For how many turns of its own a side can be given away."""
        forever = (0, _("until I take it back"))
        if self.session.active == self.viewer:
            return (
                forever,
                (1, _("for the rest of this turn")),
                (2, _("for this turn and the next")),
                (4, _("for this turn and three more")),
            )
        return forever, (1, _("for my next turn")), (2, _("for my next two turns")), (4, _("for my next four turns"))

    def _rows(self) -> list[Row]:
        session = self.session
        rows: list[Row] = [Heading(_("Who plays each side"))]
        for info in in_order(session.scenario.sides):
            if info.id in session.people:
                who = words.commanded(session.seats.handed(info.id))
                if len(session.people) > 1 and session.seats.locked(info.id):
                    who = _("{who} · code word set").format(who=who)
            else:
                who = _("the computer, from the start")
            rows.append(Line(info.name, who, style="bold"))
        rows.append(Gap(6))
        rows.append(
            Line(
                _(
                    "The computer goes on from where a side stands, with what that side sees and the same dice. "
                    "Handicaps stay as the battle was begun. A side can be taken back here at any time; what the "
                    "computer has ordered stays ordered."
                ),
                tone="dim",
            )
        )
        return rows

    def build(self) -> None:
        ui, m = self.ui, self.ui.m
        w, h = ui.size
        pad = m.px(22)
        width = min(m.px(600), w - m.px(40))
        rows, controls = self._rows(), self._controls()
        needed = draw_rows(rows, width - 2 * pad - m.px(12), m, paper=True).picture.get_height()
        feet = (len(controls) + 1) * (m.row + m.gap) + m.gap
        height = min(needed + feet + 2 * pad, h - m.px(40))
        box = pygame.Rect(0, 0, width, height)
        box.center = (w // 2, h // 2)
        panel = ui.panel(box, paper=True)
        ui.sheet(pygame.Rect(pad, pad, width - 2 * pad, height - 2 * pad - feet), rows, paper=True, container=panel)
        y, inner = height - pad - feet + m.gap, width - 2 * pad
        for kind in controls:
            place = pygame.Rect(pad, y, inner, m.row)
            if kind == "give":
                half = (inner - m.gap) // 2
                give = _("Give my side to the computer")
                ui.choice(
                    pygame.Rect(pad + half + m.gap, y, inner - half - m.gap, m.row),
                    self._spans(),
                    self.turns,
                    self._span,
                    tip=_("For how long the computer has the side."),
                    container=panel,
                )
                told = _("The computer commands your side; you can take it back.")
                ui.button(pygame.Rect(pad, y, half, m.row), give, self._give, tip=told, look="paper", container=panel)
            elif kind == "word":
                locked = self.session.seats.locked(self.viewer)
                text = _("Change my code word") if locked else _("Choose a code word for my seat")
                told = _("The word is asked for whenever your turn begins.")
                ui.button(place, text, self._word, tip=told, look="paper", container=panel)
            else:
                name = self.session.scenario.side(kind).name
                text = _("Take back: {side}").format(side=name)
                told = _("Its player commands the side again.")
                ui.button(place, text, partial(Back, AskBack(kind)), tip=told, look="paper", container=panel)
            y += m.row + m.gap
        back = _("Back to the map")
        bw = max(m.px(120), m.width(back, "bold") + m.px(36))
        place = pygame.Rect(width - pad - bw, height - pad - m.row, bw, m.row)
        ui.button(place, back, Back, tip=with_keys(back, _("Esc")), look="paper_primary", container=panel)
        ui.set_focus(ui.order[-1])

    def _controls(self) -> list[str]:
        """What can be done, a line each: "give" one's side away, choose a "word", or take a side back, by its id."""
        session = self.session
        found = ["give"] if self._mine else []
        found += [side for side in session.people if side not in session.humans]
        if len(session.people) > 1:
            found.append("word")
        return found

    def _span(self, turns: int) -> None:
        self.turns = turns
        self.rebuild()

    def _give(self) -> Next:
        return Back(HandToComputer(self.viewer, self.turns))

    def _word(self) -> Next:
        rows = (
            Line(_("It is asked for when your side takes its seat. Capitals do not count. Left empty, there is none.")),
            Gap(4),
            Line(
                _(
                    "It keeps the other player out of your seat, not out of the file: whoever reads that with other "
                    "programs finds your orders there."
                ),
                tone="dim",
            ),
        )
        return Push(CodeWordScene(_("Your code word"), rows, self._lock, hidden=False, done=_("Keep it")))

    def _lock(self, word: str) -> str:
        try:
            self.session.lock(self.viewer, word)
        except JournalError as error:
            return str(error)
        return ""

    def resumed(self, result: object) -> Next | None:
        self.rebuild()
        return None

    def draw(self, surface: pygame.Surface) -> None:
        self.ui.draw(surface)
