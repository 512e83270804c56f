"""The question what is to be done when the computer does not play on."""

from __future__ import annotations

from khalkhin.play import logfile
from khalkhin.play.session.trouble import Remedy, Trouble
from khalkhin.text import trouble as words
from khalkhin.translation import _
from khalkhin.ui.battle.results import TakeRemedy
from khalkhin.ui.dialogs.dialog import Dialog, DialogButton, paragraphs
from khalkhin.ui.scene import Back, Next
from khalkhin.ui.widgets.rows import Line


class TroubleScene(Dialog):
    """Leaves :class:`TakeRemedy`; `side` is the name of the computer's side. Escape chooses the mildest there is."""

    def __init__(self, trouble: Trouble, side: str) -> None:
        mildest = Remedy.WAIT if Remedy.WAIT in trouble.remedies else Remedy.AGAIN
        answers = sorted(trouble.remedies, key=lambda r: r is not mildest)
        super().__init__(
            words.title(side),
            (
                *paragraphs(words.told(trouble.fault), _(words.MEANING)),
                Line(logfile.where(), tone="dim", style="small"),
            ),
            [DialogButton(words.label(r), TakeRemedy(r), primary=r is mildest) for r in answers],
            width=680,
        )
        self._mildest = mildest

    def escape(self) -> Next | None:
        return Back(TakeRemedy(self._mildest))
