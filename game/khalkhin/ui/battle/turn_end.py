"""Between turns: the hand-over, the turn's summary."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import pygame
from pygame_gui.elements import UITextEntryLine

from khalkhin.core.fog.view import View
from khalkhin.play.session.journal import JournalError
from khalkhin.play.session.seats import LONGEST, plain
from khalkhin.text import fact_words
from khalkhin.text.names import side_name, turn_text
from khalkhin.text.players import seats as words
from khalkhin.translation import _
from khalkhin.ui.battle.asks import Recap, Telegram
from khalkhin.ui.battle.command import Command
from khalkhin.ui.battle.keys import key_name
from khalkhin.ui.battle.results import Leave, ShowLine, TookBack, TookOver, WatchAgain
from khalkhin.ui.dialogs.dialog import Confirmed, Dialog, DialogButton, opened, paragraphs
from khalkhin.ui.dialogs.telegram import telegram
from khalkhin.ui.dialogs.walked import WalkedDialog
from khalkhin.ui.panels import aims
from khalkhin.ui.planning.actions import LookAt, SelectUnit
from khalkhin.ui.ports.game_port import GamePort
from khalkhin.ui.scene import Back, Next, Push, Result, Scene
from khalkhin.ui.widgets.backdrop import Backdrop
from khalkhin.ui.widgets.keyboard import with_keys
from khalkhin.ui.widgets.row_list import draw_rows
from khalkhin.ui.widgets.rows import Gap, Heading, Line, Row, RowAction, Rule
from khalkhin.ui.widgets.widgets import fitted


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
    """The map is hidden until the next player says to be there, by the code word of his seat if it has one. He may have
    what he saw of the other's turn shown first. With `back` he takes his side back from the computer."""

    def __init__(self, session: GamePort, side: str, *, back: bool = False) -> None:
        self.session = session
        self.side = side
        self.back = back
        self.fault = ""
        self.entry: UITextEntryLine | None = None
        self.backdrop = Backdrop()

    @property
    def _locked(self) -> bool:
        return self.session.seats.locked(self.side)

    @property
    def _takes_seat(self) -> bool:
        """Whether the player is asked for a code word of his choice: he sits down for the first time."""
        seats = self.session.seats
        return not self._locked and seats.fresh(self.side) and len(self.session.people) > 1

    def _rows(self) -> list[Row]:
        seats, state = self.session.seats, self.session.view(self.side).state
        rows: list[Row] = [
            Heading(side_name(state, self.side)),
            Line(_("Turn {turn}: {when}").format(turn=state.turn, when=turn_text(state))),
            Gap(8),
        ]
        if self.back:
            rows.append(Line(_("The computer commands this side. Its player may take it back."), tone="dim"))
        else:
            rows.append(Line(_("The map is covered. Hand the machine over, then go on."), tone="dim"))
        for told in words.opened(state, self.side, seats.opened_unasked(self.side)):
            rows += [Gap(6), Line(told, tone="warn")]
        if self._locked:
            rows += [Gap(8), Line(_("The code word of this seat:"), style="bold")]
        elif self._takes_seat:
            asked = _("A code word for this seat, if you want one. It is asked for whenever your turn begins.")
            rows += [Gap(8), Line(asked)]
        if self.fault:
            rows += [Gap(4), Line(self.fault, tone="warn")]
        return rows

    def build(self) -> None:
        ui, m = self.ui, self.ui.m
        pad, rows = m.px(26), self._rows()
        buttons = self._buttons()
        widths = [max(m.px(110), m.width(text, "bold") + m.px(26)) for text, _press, _look, _tip in buttons]
        gaps = (len(buttons) - 1) * m.gap
        width = min(max(m.px(520), sum(widths) + gaps + 2 * pad), ui.size[0] - m.px(40))
        widths = fitted(widths, width - 2 * pad - gaps)
        asks = self._locked or self._takes_seat
        feet = m.row + m.gap + (m.row + m.gap if asks else 0)
        needed = draw_rows(rows, width - 2 * pad - m.px(12), m, paper=True).picture.get_height()
        height = min(max(m.px(230), needed + feet + 2 * pad), ui.size[1] - m.px(40))
        box = pygame.Rect(0, 0, width, height)
        box.center = (ui.size[0] // 2, ui.size[1] // 2)
        panel = ui.panel(box, paper=True)
        inner = pygame.Rect(pad, pad, width - 2 * pad, height - 2 * pad - feet)
        ui.sheet(inner, rows, paper=True, container=panel)
        self.entry = None
        if asks:
            place = pygame.Rect(pad, height - pad - 2 * m.row - m.gap, width - 2 * pad, m.row)
            self.entry = ui.entry(place, "", allowed=None, container=panel)
            self.entry.set_text_length_limit(LONGEST)
            self.entry.set_text_hidden(self._locked)
        x = width - pad
        for (text, press, look, tip), bw in reversed(list(zip(buttons, widths, strict=True))):
            x -= bw
            ui.button(pygame.Rect(x, height - pad - m.row, bw, m.row), text, press, tip=tip, look=look, container=panel)
            x -= m.gap
        first = len(ui.order) - len(buttons)
        ui.order[first:] = reversed(ui.order[first:])
        ui.set_focus(self.entry if self._locked else ui.order[-1])

    def _buttons(self) -> list[tuple[str, Callable[[], Next | None], str, str]]:
        """What can be done, the usual last."""
        found: list[tuple[str, Callable[[], Next | None], str, str]] = []
        if self._locked:
            found.append((_("Word forgotten …"), self._forgotten, "paper", _("Opens the seat; both players are told.")))
        if self.back:
            found.append((_("Not now"), Back, "paper", with_keys(_("Leaves the side to the computer."), _("Esc"))))
            found.append((_("Take it back"), self._ready, "paper_primary", _("You command the side from now on.")))
            return found
        found.append(
            (
                _("Save and leave") if self.session.path is not None else _("Leave"),
                partial(Back, Leave()),
                "paper",
                _("Leaves the battle; it can be gone on with."),
            )
        )
        if self.session.can_watch(self.side):
            told = _("Uncovers the map and shows what you saw of the other turn.")
            found.append((_("Watch their turn"), partial(self._ready, watch=True), "paper", told))
        found.append(
            (_("I am ready"), self._ready, "paper_primary", with_keys(_("Uncovers the map for you."), _("Enter")))
        )
        return found

    def _ready(self, *, watch: bool = False) -> Next | None:
        """The player says to be there."""
        word = "" if self.entry is None else self.entry.get_text()
        if self.entry is not None:
            self.entry.set_text("")
        if self._locked and not self.session.seats.opens(self.side, word):
            self._refused(_("This is not the code word of this seat."))
            return None
        if self._takes_seat and plain(word):
            try:
                self.session.lock(self.side, word)
            except JournalError as error:
                self._refused(str(error))
                return None
        return Back(self._result(watch))

    def _result(self, watch: bool = False) -> Result:
        return TookBack(self.side) if self.back else TookOver(watch)

    def _refused(self, why: str) -> None:
        self.fault = why
        self.rebuild()
        self.ui.set_focus(self.entry)

    def _forgotten(self) -> Next:
        told = (
            Line(_("The seat can be opened without its code word.")),
            Gap(4),
            Line(
                _(
                    "The word is taken away for good, and both players are told at their next hand-over that this seat "
                    "was opened without it."
                )
            ),
        )
        answers = (DialogButton(_("Open it"), Confirmed()), DialogButton(_("Leave it shut"), primary=True))
        return Push(Dialog(_("Open the seat without its word?"), told, answers))

    def resumed(self, result: Result | None) -> Next | None:
        if not isinstance(result, Confirmed):
            return None
        try:
            self.session.open_without(self.side)
        except JournalError as error:
            self._refused(str(error))
            return None
        return Back(self._result())

    def handle(self, event: pygame.event.Event) -> Next | None:
        enter = event.type == pygame.KEYDOWN and event.key in (pygame.K_RETURN, pygame.K_KP_ENTER)
        if enter and self.entry is not None and self.ui.focus is self.entry:
            return self._ready()
        return super().handle(event)

    def escape(self) -> Next | None:
        return Back() if self.back else None

    def draw(self, surface: pygame.Surface) -> None:
        self.backdrop.draw(surface)
        self.ui.draw(surface)
