"""A pack that was dropped on the window: what it says of itself, and whether it is to be installed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from khalkhin.scenario.packs import PackOffer
from khalkhin.translation import _
from khalkhin.ui.dialogs.dialog import Confirmed, Dialog, DialogButton, message
from khalkhin.ui.ports import library
from khalkhin.ui.ports.library import OpeningFault
from khalkhin.ui.scene import Back, Next, Push, Result
from khalkhin.ui.widgets.rows import Line


@dataclass(frozen=True, slots=True)
class Installed(Result):
    """A scenario, by its id, is among the player's now."""

    scenario: str


def dropped(path: Path) -> Dialog:
    """The question whether a file is to be installed, or why it cannot be."""
    offer = library.offered(path)
    return message(offer.title, offer.text) if isinstance(offer, OpeningFault) else InstallDialog(offer)


class InstallDialog(Dialog):
    """Asks, installs, and says where the scenario is."""

    def __init__(self, offer: PackOffer) -> None:
        self.offer = offer
        self.done = False
        pack = offer.pack
        rows = [
            Line(pack.title, style="bold"),
            Line(_("Author"), pack.author),
            Line(_("Version"), pack.version),
            Line(_("Licence"), pack.licence),
        ]
        if offer.replaces:
            rows.append(Line(_("You have"), _("version {version}").format(version=offer.replaces)))
        answers = (DialogButton(_("Install"), Confirmed()), DialogButton(_("Leave it"), primary=True))
        title = _("Install this campaign?") if offer.campaign else _("Install this scenario?")
        super().__init__(title, rows, answers, width=460)

    def _answered(self, answer: DialogButton) -> Next:
        if not isinstance(answer.result, Confirmed):
            return Back()
        fault = library.install(self.offer)
        if fault is not None:
            return Push(message(fault.title, fault.text))
        self.done = True
        told = _("{title} is yours. It stands under “New battle”; `khalkhin remove {id}` takes it away again.")
        if self.offer.campaign:
            told = _("{title} is yours. It stands under “Campaign”; `khalkhin remove {id}` takes it away again.")
        return Push(message(_("Installed"), told.format(title=self.offer.pack.title, id=self.offer.pack.id)))

    def resumed(self, result: Result | None) -> Next | None:
        return Back(Installed(self.offer.pack.id) if self.done else None)
