"""Paper dialogs over a scene: messages, questions, what happened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pygame

from khalkhin.core.timeline.timeline import Entry
from khalkhin.ui.history import factwords
from khalkhin.ui.history.screen import fact_page, opened
from khalkhin.ui.scene import Back, Next, Push, Scene
from khalkhin.ui.widgets.row_list import Gap, Heading, Line, Row, draw_rows


@dataclass(frozen=True, slots=True)
class Answer:
    """A button of a dialog: its text, the result it gives and a key for it; or the scene it `opens` over the dialog."""

    text: str
    result: Any = None
    key: int | None = None
    primary: bool = False
    opens: Callable[[], Scene] | None = None


OK = Answer("Continue", None, None, True)


class Dialog(Scene):
    """Rows on paper and buttons beneath. Escape gives the last answer, Enter the first. A row that tells of a fact of
    the account opens its page."""

    overlay = True

    def __init__(
        self,
        title: str,
        rows: Sequence[Row],
        answers: Sequence[Answer] = (OK,),
        *,
        width: int = 560,
        tick: tuple[str, bool] | None = None,
    ) -> None:
        self.title = title
        self.rows = tuple(rows)
        self.answers = tuple(answers)
        self.wide = width
        self.tick = tick
        self.ticked = tick[1] if tick else False

    def build(self) -> None:
        ui, m = self.ui, self.ui.m
        w, h = ui.size
        pad = m.px(22)
        width = min(m.px(self.wide), w - m.px(40))
        rows = (Heading(self.title), Gap(4), *self.rows)
        needed = draw_rows(rows, width - 2 * pad - m.px(12), m, paper=True).picture.get_height()
        feet = m.row + m.gap * 2 + (m.row if self.tick else 0)
        height = min(needed + feet + 2 * pad, h - m.px(40))
        box = pygame.Rect(0, 0, width, height)
        box.center = (w // 2, h // 2)
        panel = ui.panel(box, paper=True)
        inner = pygame.Rect(pad, pad, width - 2 * pad, height - 2 * pad - feet)
        ui.sheet(inner, rows, paper=True, container=panel)
        ui.sheet_action = opened
        y = inner.bottom + m.gap
        if self.tick:
            control = ui.tick(
                pygame.Rect(pad, y, width - 2 * pad, m.row - m.px(4)),
                self.tick[0],
                self.ticked,
                self._tick,
                container=panel,
                paper=True,
            )
            self._control = control
            y += m.row
        y = height - pad - m.row
        x = width - pad
        for answer in reversed(self.answers):
            bw = max(m.px(110), m.width(answer.text, "bold") + m.px(36))
            x -= bw
            ui.button(
                pygame.Rect(x, y, bw, m.row),
                answer.text,
                partial(self._answered, answer),
                look="paper_primary" if answer.primary else "paper",
                container=panel,
            )
            x -= m.gap
            if answer.key is not None:
                ui.hotkeys[answer.key] = partial(self._answered, answer)
        ui.order[-len(self.answers) :] = reversed(ui.order[-len(self.answers) :])
        ui.set_focus(ui.order[-len(self.answers)])

    def _tick(self) -> None:
        self.ticked = not self.ticked
        self._control.set_on(self.ticked)

    def _answered(self, answer: Answer) -> Next:
        return Back(self.value(answer)) if answer.opens is None else Push(answer.opens())

    def value(self, answer: Answer) -> Any:
        """What the dialog gives back for an answer; with a tick, a pair."""
        return (answer.result, self.ticked) if self.tick else answer.result

    def escape(self) -> Next | None:
        return Back(self.value(next(a for a in reversed(self.answers) if a.opens is None)))

    def draw(self, surface: pygame.Surface) -> None:
        self.ui.draw(surface)


def message(title: str, *paragraphs: str) -> Dialog:
    """A message in paragraphs."""
    return Dialog(title, _paragraphs(*paragraphs))


def message_rows(entry: Entry, dateline: str = "") -> list[Row]:
    """A timeline entry as it is read: when, what, how it compares with the account, what historians say."""
    rows: list[Row] = [Line(dateline, tone="dim", style="small"), Gap(4)] if dateline else []
    rows += _paragraphs(entry.text)
    fact = factwords.fact(entry.source)
    compared = factwords.compared(entry)
    if compared:
        rows += [Line("Beside history", tone="dim", style="bold"), Line(compared), Gap(6)]
    elif fact is not None:
        rows += [Line("What the account tells", tone="dim", style="bold"), Line(fact.account, tone="dim"), Gap(6)]
    if entry.historians:
        rows += [
            Line("What historians say", tone="dim", style="bold"),
            Line(" ".join(entry.historians.split()), tone="dim", style="italic"),
            Gap(6),
        ]
    return rows


def telegram(entry: Entry, dateline: str = "") -> Dialog:
    """A timeline entry as the player reads it, with a way to its page of the history."""
    answers = (OK,) if factwords.fact(entry.source) is None else (OK, more(entry.source))
    return Dialog(entry.title, message_rows(entry, dateline), answers)


def more(fact_id: str) -> Answer:
    """The button that opens the page of a fact."""
    return Answer("More in the history (Y)", key=pygame.K_y, opens=partial(fact_page, fact_id))


def _paragraphs(*texts: str) -> list[Row]:
    rows: list[Row] = []
    for text in texts:
        for part in text.strip().split("\n\n"):
            rows += [Line(" ".join(part.split())), Gap(6)]
    return rows
