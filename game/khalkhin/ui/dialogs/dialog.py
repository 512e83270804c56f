"""Paper dialogs over a scene: messages, questions, what happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import pygame

from khalkhin.translation import _
from khalkhin.ui.destinations import Destination, ToBattle, ToCopy, ToHistory, ToRules
from khalkhin.ui.ports.found import Opened, OpeningFault
from khalkhin.ui.scene import Back, Go, Next, Push, Result, Scene
from khalkhin.ui.widgets.keyboard import named, with_keys
from khalkhin.ui.widgets.row_list import draw_rows
from khalkhin.ui.widgets.rows import Gap, Heading, Line, Row, RowAction
from khalkhin.ui.widgets.widgets import fitted


def opened(action: RowAction) -> Next | None:
    """The history or the rulebook, where a row that was clicked leads there."""
    return Push(action) if isinstance(action, ToHistory | ToRules) else None


@dataclass(frozen=True, slots=True)
class DialogButton:
    """A button of a dialog: its text, the result it gives and a key for it; or what it `opens` over the dialog, or what
    it `goes` to in place of all. `tip` says more of what it does than its text."""

    text: str
    result: Result | None = None
    key: int | None = None
    primary: bool = False
    opens: Destination | None = None
    goes: Destination | None = None
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Confirmed(Result):
    """Yes to the one question that a scene asks."""


@dataclass(frozen=True, slots=True)
class Ticked(Result):
    """The answer to a dialog with a tick, and whether it was set."""

    result: Result | None
    on: bool


def go_on() -> DialogButton:
    """The one button of a message."""
    return DialogButton(_("Continue"), None, None, True)


class Dialog(Scene):
    """Rows on paper and buttons beneath. Enter gives the primary answer (one that does no harm to somebody who has been
    going on with Enter), Escape the last; without `answers` there is one, to go on. A row that tells of a fact of
    the account opens its page."""

    overlay = True

    def __init__(
        self,
        title: str,
        rows: Sequence[Row],
        answers: Sequence[DialogButton] = (),
        *,
        width: int = 560,
        tick: tuple[str, bool] | None = None,
    ) -> None:
        self.title = title
        self.rows = tuple(rows)
        self.answers = tuple(answers) or (go_on(),)
        self.wide = width
        self.tick = tick
        self.ticked = tick[1] if tick else False

    def build(self) -> None:
        ui, m = self.ui, self.ui.m
        w, h = ui.size
        pad = m.px(22)
        buttons = [max(m.px(110), m.width(answer.text, "bold") + m.px(36)) for answer in self.answers]
        gaps = (len(buttons) - 1) * m.gap
        width = min(max(m.px(self.wide), sum(buttons) + gaps + 2 * pad), w - m.px(40))
        buttons = fitted(buttons, width - 2 * pad - gaps)
        rows = (Heading(self.title), Gap(4), *self.rows)
        needed = draw_rows(rows, width - 2 * pad - m.px(12), m, paper=True).picture.get_height()
        feet = m.row + m.gap * 2 + (m.row if self.tick else 0)
        height = min(needed + feet + 2 * pad, h - m.px(40))
        box = pygame.Rect(0, 0, width, height)
        box.center = (w // 2, h // 2)
        panel = ui.panel(box, paper=True)
        inner = pygame.Rect(pad, pad, width - 2 * pad, height - 2 * pad - feet)
        self.sheet = ui.sheet(inner, rows, paper=True, container=panel)
        ui.sheet_action = self.take
        y = inner.bottom + m.gap
        if self.tick:
            control = ui.tick(
                pygame.Rect(pad, y, width - 2 * pad, m.row - m.px(4)),
                self.tick[0],
                self.ticked,
                self._tick,
                tip=_("Set it, and you are not asked again; the settings bring the question back."),
                container=panel,
                paper=True,
            )
            self._control = control
            y += m.row
        y = height - pad - m.row
        x = width - pad
        for answer, bw in zip(reversed(self.answers), reversed(buttons), strict=True):
            x -= bw
            ui.button(
                pygame.Rect(x, y, bw, m.row),
                answer.text,
                partial(self._answered, answer),
                tip=self._tip(answer),
                look="paper_primary" if answer.primary else "paper",
                container=panel,
            )
            x -= m.gap
            if answer.key is not None:
                ui.hotkeys[answer.key] = partial(self._answered, answer)
        ui.order[-len(self.answers) :] = reversed(ui.order[-len(self.answers) :])
        ui.hotkeys[pygame.K_LEFT] = partial(ui.move_focus, -1)
        ui.hotkeys[pygame.K_RIGHT] = partial(ui.move_focus, 1)
        first = next((i for i, answer in enumerate(self.answers) if answer.primary), 0)
        ui.set_focus(ui.order[first - len(self.answers)])

    def _tip(self, answer: DialogButton) -> str:
        """What an answer does, and its keys."""
        keys = [named(answer.key)] if answer.key is not None else []
        if answer.primary:
            keys.append(_("Enter"))
        if answer is self._last:
            keys.append(_("Esc"))
        return with_keys(answer.tip or answer.text, *keys)

    @property
    def _last(self) -> DialogButton:
        """The answer that Escape gives."""
        return next(a for a in reversed(self.answers) if a.opens is a.goes is None)

    def take(self, action: RowAction) -> Next | None:
        """What a row that was clicked leads to."""
        return opened(action)

    def _tick(self) -> None:
        self.ticked = not self.ticked
        self._control.set_on(self.ticked)

    def _answered(self, answer: DialogButton) -> Next:
        if answer.goes is not None:
            return Go(answer.goes)
        return Back(self.value(answer)) if answer.opens is None else Push(answer.opens)

    def value(self, answer: DialogButton) -> Result | None:
        """What the dialog gives back for an answer."""
        return Ticked(answer.result, self.ticked) if self.tick else answer.result

    def escape(self) -> Next | None:
        return Back(self.value(self._last))

    def draw(self, surface: pygame.Surface) -> None:
        self.ui.draw(surface)


def message(title: str, *texts: str) -> Dialog:
    """A message in paragraphs."""
    return Dialog(title, paragraphs(*texts))


def paragraphs(*texts: str) -> list[Row]:
    """Texts as rows, a gap between their paragraphs."""
    rows: list[Row] = []
    for text in texts:
        for part in text.strip().split("\n\n"):
            rows += [Line(" ".join(part.split())), Gap(6)]
    return rows


def to_battle(what: Opened | OpeningFault) -> Next:
    """The battle, or a message saying why there is none."""
    return Push(fault_message(what)) if isinstance(what, OpeningFault) else Go(ToBattle(what))


def fault_message(fault: OpeningFault) -> Dialog:
    """Why something could not be opened, and the offer of a copy where there can be one."""
    if fault.copy is None:
        return message(fault.title, fault.text)
    answers = (DialogButton(_("Open a copy"), primary=True, goes=ToCopy(fault.copy)), DialogButton(_("Not now")))
    return Dialog(fault.title, paragraphs(fault.text), answers)
