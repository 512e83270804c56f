"""Messages of the timeline on paper: what happened, beside history, and the way to its page there."""

from __future__ import annotations

import pygame

from khalkhin.core.timeline.timeline import Entry
from khalkhin.text import fact_words
from khalkhin.translation import _
from khalkhin.ui.destinations import ToHistory
from khalkhin.ui.dialogs.dialog import Dialog, DialogButton, go_on, paragraphs
from khalkhin.ui.widgets.keyboard import label
from khalkhin.ui.widgets.rows import Gap, Line, Row


def message_rows(entry: Entry, dateline: str = "") -> list[Row]:
    """A timeline entry as it is read: when, what, how it compares with the account, what historians say."""
    rows: list[Row] = [Line(dateline, tone="dim", style="small"), Gap(4)] if dateline else []
    rows += paragraphs(entry.text)
    fact = fact_words.fact(entry.source)
    compared = fact_words.compared(entry)
    if compared:
        rows += [Line(_("Beside history"), tone="dim", style="bold"), Line(compared), Gap(6)]
    elif fact is not None:
        rows += [Line(_("What is told of 1939"), tone="dim", style="bold"), Line(fact.account, tone="dim"), Gap(6)]
    if entry.historians:
        rows += [
            Line(_("What historians say"), tone="dim", style="bold"),
            Line(" ".join(entry.historians.split()), tone="dim", style="italic"),
            Gap(6),
        ]
    return rows


def telegram(entry: Entry, dateline: str = "") -> Dialog:
    """A timeline entry as the player reads it, with a way to its page of the history."""
    answers = (go_on(),) if fact_words.fact(entry.source) is None else (go_on(), more(entry.source))
    return Dialog(entry.title, message_rows(entry, dateline), answers)


def more(fact_id: str) -> DialogButton:
    """The button that opens the page of a fact."""
    text = _("More in the history ({key})").format(key=label(pygame.K_y))
    return DialogButton(text, key=pygame.K_y, tip=_("What happened in 1939."), opens=ToHistory("account", fact_id))
