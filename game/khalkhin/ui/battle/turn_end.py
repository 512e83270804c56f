"""Between turns: the hand-over, the turn's summary."""

from __future__ import annotations

from dataclasses import dataclass

import pygame

from khalkhin.core.fog.view import View
from khalkhin.text import fact_words
from khalkhin.text.names import side_name, turn_text
from khalkhin.translation import _
from khalkhin.ui.battle.asks import Recap, Telegram
from khalkhin.ui.battle.command import Command
from khalkhin.ui.battle.keys import key_name
from khalkhin.ui.battle.results import ShowLine, TookOver, WatchAgain
from khalkhin.ui.dialogs.dialog import DialogButton, opened, paragraphs
from khalkhin.ui.dialogs.telegram import telegram
from khalkhin.ui.dialogs.walked import WalkedDialog
from khalkhin.ui.panels import aims
from khalkhin.ui.planning.actions import LookAt, SelectUnit
from khalkhin.ui.ports.game_port import Table
from khalkhin.ui.scene import Back, Next, Push, Scene
from khalkhin.ui.widgets.backdrop import Backdrop
from khalkhin.ui.widgets.rows import Gap, Heading, Line, Row, RowAction, Rule


@dataclass(frozen=True, slots=True)
class ReadLetter(RowAction):
    """A message of the timeline in full, beside history."""

    letter: Telegram


def summary(view: View, told: Recap, line: int = -1) -> WalkedDialog:
    """What a side reads when its turn begins; its lines lead to their places, the one that was gone to last is
    followed by the next."""
    rows: list[Row] = []
    if told.briefing:
        rows += [*aims.briefing_rows(view.state.scenario, told.briefing), Gap(10)]
        rows += aims.handicap_rows(view.state, told.briefing)
    if told.rows:
        rows += [Line(_("Since your last orders"), tone="dim"), Gap(4), *told.rows, Gap(8)]
    for letter in told.letters:
        rows += [Rule()] if rows else []
        rows += [Heading(letter.entry.title), *paragraphs(letter.entry.text)]
        more = Line(_("In full, beside history  ›"), tone="dim", style="small", action=ReadLetter(letter))
        rows += [more, Gap(6)] if fact_words.fact(letter.entry.source) is not None or letter.entry.historians else []
    answers = []
    if told.watch:
        again = _("Watch it again ({key})").format(key=key_name(Command.WATCH))
        answers.append(DialogButton(again, WatchAgain()))
    answers.append(DialogButton(_("To the map"), primary=True))
    stops = [i for i, row in enumerate(rows) if isinstance(row, Line) and row.action is not None]
    following = next((i for i in stops if i > line), -1) if line >= 0 else -1
    return WalkedDialog(turn_text(view.state), rows, answers, _led, mark=following)


def _led(action: RowAction, line: int) -> Next | None:
    match action:
        case LookAt() | SelectUnit():
            return Back(ShowLine(action, line))
        case ReadLetter(letter):
            return Push(telegram(letter.entry, letter.dateline))
    return opened(action)


class HandOver(Scene):
    """The map is hidden until the next player says to be there."""

    def __init__(self, session: Table, side: str) -> None:
        self.session = session
        self.side = side
        self.backdrop = Backdrop()

    def build(self) -> None:
        ui, m = self.ui, self.ui.m
        box = pygame.Rect(0, 0, m.px(520), m.px(230))
        box.center = (ui.size[0] // 2, ui.size[1] // 2)
        panel = ui.panel(box, paper=True)
        state = self.session.view(self.side).state
        rows = (
            Heading(side_name(state, self.side)),
            Line(_("Turn {turn}: {when}").format(turn=state.turn, when=turn_text(state))),
            Gap(8),
            Line(_("The map is covered. Hand the machine over, then go on."), tone="dim"),
        )
        pad = m.px(26)
        ui.sheet(
            pygame.Rect(pad, pad, box.width - 2 * pad, box.height - 2 * pad - m.row - m.gap),
            rows,
            paper=True,
            container=panel,
        )
        ready = _("I am ready")
        bw = max(m.px(220), m.width(ready, "bold") + m.px(26))
        ui.button(
            pygame.Rect(box.width - pad - bw, box.height - pad - m.row, bw, m.row),
            ready,
            lambda: Back(TookOver()),
            look="paper_primary",
            container=panel,
        )
        ui.set_focus(ui.order[0])

    def escape(self) -> Next | None:
        return None

    def draw(self, surface: pygame.Surface) -> None:
        self.backdrop.draw(surface)
        self.ui.draw(surface)
