"""The last resort after a fault of the game itself: what happened, where to read of it, and ways to go on."""

from __future__ import annotations

from pathlib import Path

import pygame

from khalkhin.text import rescue as words
from khalkhin.translation import _
from khalkhin.ui.destinations import ToJournal, ToStart
from khalkhin.ui.dialogs.dialog import Dialog, DialogButton, paragraphs
from khalkhin.ui.scene import Go, Next
from khalkhin.ui.widgets import theme
from khalkhin.ui.widgets.rows import Line


class RescueScene(Dialog):
    """Stands alone: whatever was shown before is gone. Leaving it without an answer leads to the menu."""

    overlay = False

    def __init__(self, detail: str, where: str, journal: Path | None) -> None:
        again = (DialogButton(_(words.AGAIN), primary=True, goes=ToJournal(journal)),) if journal is not None else ()
        rows = paragraphs(_(words.HAPPENED), _(words.SAFE if journal is not None else words.KEPT), where)
        super().__init__(
            _(words.TITLE),
            (*rows, Line(detail, tone="dim", style="small")),
            (*again, DialogButton(_(words.MENU), primary=journal is None, goes=ToStart()), DialogButton(_(words.QUIT))),
            width=680,
        )

    def escape(self) -> Next | None:
        return Go(ToStart())

    def draw(self, surface: pygame.Surface) -> None:
        surface.fill(theme.DESK)
        super().draw(surface)
