"""Between turns: the hand-over, the turn's summary."""

from __future__ import annotations

from collections.abc import Sequence

import pygame

from khalkhin.core.fog.view import View
from khalkhin.text.names import side_name, turn_text
from khalkhin.translation import _
from khalkhin.ui.battle.results import TookOver
from khalkhin.ui.dialogs.dialog import Dialog, DialogButton
from khalkhin.ui.ports.game_port import Table
from khalkhin.ui.scene import Back, Next, Scene
from khalkhin.ui.widgets.backdrop import Backdrop
from khalkhin.ui.widgets.rows import Gap, Heading, Line, Row


def summary(view: View, rows: Sequence[Row]) -> Dialog:
    """What happened since the side last gave orders."""
    return Dialog(
        f"{turn_text(view.state)}",
        (Line(_("Since your last orders"), tone="dim"), Gap(4), *rows),
        (DialogButton(_("To the map"), primary=True),),
        width=640,
    )


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
