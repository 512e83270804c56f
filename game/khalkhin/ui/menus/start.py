"""The start screen: the title and the ways on."""

from __future__ import annotations

import pygame

from khalkhin.translation import _
from khalkhin.ui.destinations import (
    ToCampaigns,
    ToHelp,
    ToHistory,
    ToLesson,
    ToLessons,
    ToNewBattle,
    ToSaves,
    ToSettings,
)
from khalkhin.ui.dialogs.dialog import Confirmed, Dialog, DialogButton, fault_message, paragraphs
from khalkhin.ui.ports import lessons_port
from khalkhin.ui.ports.library import Fault
from khalkhin.ui.scene import Next, Push, Quit, Result, Scene
from khalkhin.ui.widgets import theme
from khalkhin.ui.widgets.backdrop import Backdrop

#: The lesson that is offered to one who is new.
FIRST = "first_battle"


def _welcome() -> Dialog:
    """The offer of the first lesson."""
    rows = paragraphs(
        _(
            "A guided first battle takes about ten minutes: choosing a unit, moving, ending a turn, an assault and its "
            "odds. Five more lessons, each as short, teach rivers, guns, supply, bridges, pockets and the night."
        ),
        _("You can leave a lesson at any moment and go on later: all are under “Lessons” in this menu."),
    )
    answers = (
        DialogButton(_("Begin the first lesson"), primary=True, goes=ToLesson(FIRST)),
        DialogButton(_("Not now")),
    )
    return Dialog(_("New here?"), rows, answers)


class StartScene(Scene):
    """Title and the ways on."""

    def __init__(self, fault: Fault | None = None, backdrop: Backdrop | None = None, *, welcome: bool = False) -> None:
        self.backdrop = backdrop or Backdrop()
        self.fault = fault
        self.welcome = welcome

    def build(self) -> None:
        ui, m = self.ui, self.ui.m
        x, width, tall = m.px(72), m.px(290), m.px(44)
        entries = (
            (_("Lessons"), lambda: Push(ToLessons())),
            (_("New battle"), lambda: Push(ToNewBattle())),
            (_("Campaign"), lambda: Push(ToCampaigns())),
            (_("Load a game"), lambda: Push(ToSaves())),
            (_("Settings"), lambda: Push(ToSettings())),
            (_("History"), lambda: Push(ToHistory())),
            (_("Mouse and keys"), lambda: Push(ToHelp())),
            (_("Quit"), Quit),
        )
        y = min(ui.size[1] // 2 - m.px(40), ui.size[1] - m.px(12) - len(entries) * (tall + m.px(10)))
        for text, action in entries:
            ui.button(pygame.Rect(x, y, width, tall), text, action, look="menu")
            y += tall + m.px(10)
        ui.set_focus(ui.order[1])

    def update(self, dt: float) -> Next | None:
        """What went wrong before this screen is told over it, once; one who is new is asked whether to learn."""
        told, self.fault = self.fault, None
        if told is not None:
            return Push(fault_message(told))
        if self.welcome:
            self.welcome = False
            lessons_port.was_offered()
            return Push(_welcome())
        return None

    def escape(self) -> Next | None:
        return Push(
            Dialog(
                _("Leave the game?"),
                (),
                (DialogButton(_("Leave"), Confirmed(), pygame.K_y, True), DialogButton(_("Stay"))),
                width=380,
            )
        )

    def resumed(self, result: Result | None) -> Next | None:
        return Quit() if isinstance(result, Confirmed) else None

    def draw(self, surface: pygame.Surface) -> None:
        m = self.ui.m
        self.backdrop.draw(surface)
        x, y = m.px(72), self.ui.size[1] // 2 - m.px(210)
        title = m.font("banner").render(_("Khalkhin Gol 1939"), True, theme.INK_LIGHT)
        surface.blit(title, (x, y))
        y += title.get_height()
        pygame.draw.line(surface, theme.GOLD, (x, y + m.px(4)), (x + title.get_width(), y + m.px(4)), m.px(2))
        text = m.font("big").render(_("The battles on the Halha, May to September"), True, theme.INK_DIM)
        surface.blit(text, (x, y + m.px(14)))
        self.ui.draw(surface)
