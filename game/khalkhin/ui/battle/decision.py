"""A choice that the timeline puts to a player: the message, and an answer on each button."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pygame

from khalkhin.core.timeline.timeline import Answer, Entry
from khalkhin.text import fact_words
from khalkhin.text.stakes.stakes import price
from khalkhin.translation import _
from khalkhin.ui.battle.results import Chosen, PutOff
from khalkhin.ui.destinations import ToHistory
from khalkhin.ui.dialogs.telegram import message_rows, more
from khalkhin.ui.scene import Back, Next, Push, Scene
from khalkhin.ui.widgets.keyboard import label, with_keys
from khalkhin.ui.widgets.row_list import draw_rows, shorten
from khalkhin.ui.widgets.rows import Gap, Heading, Line, Row
from khalkhin.ui.widgets.widgets import fitted


class DecisionScene(Scene):
    """The answers stand one under the other; the keys 1 to 6, or Tab and Enter, choose. Escape puts the choice off, but
    the turn cannot be ended without it."""

    overlay = True

    def __init__(self, entry: Entry, dateline: str = "", follows: Sequence[Sequence[str]] = ()) -> None:
        """`follows` are the sentences on what comes of each answer."""
        self.entry = entry
        self.dateline = dateline
        self.follows = follows

    def build(self) -> None:
        ui, m = self.ui, self.ui.m
        w, h = ui.size
        pad = m.px(22)
        width = min(m.px(680), w - m.px(40))
        texts, short = self._answers(width - 2 * pad - m.px(24))
        rows = self._rows([] if short == texts else texts)
        needed = draw_rows(rows, width - 2 * pad - m.px(12), m, paper=True).picture.get_height()
        feet = (len(texts) + 1) * (m.row + m.gap)
        box = pygame.Rect(0, 0, width, min(needed + feet + 2 * pad, h - m.px(40)))
        box.center = (w // 2, h // 2)
        panel = ui.panel(box, paper=True)
        inner = pygame.Rect(pad, pad, width - 2 * pad, box.height - 2 * pad - feet)
        ui.sheet(inner, rows, paper=True, container=panel)
        y = inner.bottom + m.gap
        for i, (answer, text) in enumerate(zip(self.entry.answers, short, strict=True)):
            take = partial(self._take, answer)
            told = with_keys(_("Gives this answer; it cannot be taken back."), str(i + 1))
            place = pygame.Rect(pad, y, width - 2 * pad, m.row)
            ui.button(place, text, take, tip=told, look="paper", container=panel)
            ui.hotkeys[pygame.K_1 + i] = take
            ui.hotkeys[pygame.K_KP_1 + i] = take
            y += m.row + m.gap
        later = _("Look at the map first (Esc)")
        about = more(self.entry.source) if fact_words.fact(self.entry.source) is not None else None
        words = [later] if about is None else [later, about.text]
        widths = fitted([m.width(text, "bold") + m.px(36) for text in words], width - 2 * pad - m.gap)
        right = width - pad - widths[0]
        if about is not None:
            box = pygame.Rect(right - m.gap - widths[1], y, widths[1], m.row)
            told = with_keys(_("What happened in 1939."), label(pygame.K_y))
            ui.button(box, about.text, self._more, tip=told, look="paper", container=panel)
            ui.hotkeys[pygame.K_y] = self._more
        place = pygame.Rect(right, y, widths[0], m.row)
        told = with_keys(_("You are asked again before the turn can end."), _("Esc"))
        ui.button(place, later, self.escape, tip=told, look="paper", container=panel)
        # Whoever has been going on from messages with Enter must not choose by it unawares.
        ui.set_focus(ui.order[-1])

    def _answers(self, room: int) -> tuple[list[str], list[str]]:
        """The answers with the points that they give or cost, in full and as there is room for on a button: what is
        cut off is never the points."""
        full, short = [], []
        for i, answer in enumerate(self.entry.answers, 1):
            said, points = f"{i}. {answer.text}", price(answer, self.entry.side)
            told = _("{answer}  ({points})").format(answer="{answer}", points=points) if points else "{answer}"
            left = room - self.ui.m.width(told.format(answer=""), "bold")
            full.append(told.format(answer=said))
            short.append(told.format(answer=shorten(said, self.ui.m.font("bold"), left)))
        return full, short

    def _rows(self, answers: list[str]) -> list[Row]:
        """The message; and the answers in full, if they are too long for their buttons."""
        rows = [Heading(self.entry.title), Gap(4), *message_rows(self.entry, self.dateline)]
        if answers:
            rows += [Gap(6), *(Line(text) for text in answers)]
        if any(self.follows):
            rows += [Gap(6), Line(_("What comes of it, beside the points"), tone="dim", style="bold")]
            rows += [Line(f"{i}. {' '.join(told)}") for i, told in enumerate(self.follows, 1) if told]
        return [*rows, Gap(6), Line(_("Your answer stands for the rest of the battle."), tone="dim", style="small")]

    def _more(self) -> Next:
        return Push(ToHistory("account", self.entry.source))

    def _take(self, answer: Answer) -> Next:
        return Back(Chosen(self.entry.id, answer.id))

    def escape(self) -> Next | None:
        return Back(PutOff())

    def draw(self, surface: pygame.Surface) -> None:
        self.ui.draw(surface)
