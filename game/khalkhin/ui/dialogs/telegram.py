"""Messages of the timeline on paper: what happened, beside history, and the way to its page there."""

from __future__ import annotations

import pygame

from khalkhin.core.timeline.timeline import Entry
from khalkhin.text import fact_words
from khalkhin.ui.destinations import ToHistory
from khalkhin.ui.dialogs.dialog import OK, Answer, Dialog, paragraphs
from khalkhin.ui.widgets.keyboard import label
from khalkhin.ui.widgets.rows import Gap, Line, Row


def message_rows(entry: Entry, dateline: str = "") -> list[Row]:
    """A timeline entry as it is read: when, what, how it compares with the account, what historians say."""
    rows: list[Row] = [Line(dateline, tone="dim", style="small"), Gap(4)] if dateline else []
    rows += paragraphs(entry.text)
    fact = fact_words.fact(entry.source)
    compared = fact_words.compared(entry)
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
    answers = (OK,) if fact_words.fact(entry.source) is None else (OK, more(entry.source))
    return Dialog(entry.title, message_rows(entry, dateline), answers)


def more(fact_id: str) -> Answer:
    """The button that opens the page of a fact."""
    return Answer(f"More in the history ({label(pygame.K_y)})", key=pygame.K_y, opens=ToHistory("account", fact_id))
