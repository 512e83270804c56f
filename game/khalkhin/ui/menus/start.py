"""The start screen: the title and the ways on."""

from __future__ import annotations

from collections.abc import Callable

import pygame

from khalkhin.play import first_look
from khalkhin.translation import _
from khalkhin.ui.destinations import (
    ToCampaigns,
    ToHelp,
    ToHistory,
    ToLesson,
    ToLessons,
    ToNewBattle,
    ToPuzzles,
    ToRules,
    ToSaves,
    ToSettings,
)
from khalkhin.ui.dialogs.dialog import Confirmed, Dialog, DialogButton, fault_message, paragraphs, to_battle
from khalkhin.ui.ports.found import OpeningFault, Saved
from khalkhin.ui.scene import Next, Push, Quit, Result, Scene
from khalkhin.ui.widgets import theme
from khalkhin.ui.widgets.backdrop import Backdrop
from khalkhin.ui.widgets.row_list import wrap

#: The lesson that is offered to one who is new.
FIRST = "first_battle"


def _welcome() -> Dialog:
    """The offer of the first lesson."""
    rows = paragraphs(
        _(
            "A guided first battle takes about ten minutes: choosing a unit, moving, ending a turn, an assault and its "
            "odds. Six more lessons, each as short, teach rivers, guns, supply, bridges, pockets and the night."
        ),
        _("You can leave a lesson at any moment and go on later: all are under “Lessons” in this menu."),
    )
    answers = (
        DialogButton(_("Begin the first lesson"), primary=True, goes=ToLesson(FIRST)),
        DialogButton(_("Not now")),
    )
    return Dialog(_("New here?"), rows, answers)


#: A way on: its words, what it does, and what is said of it.
Entry = tuple[str, Callable[[], object], str]


class StartScene(Scene):
    """Title and the ways on."""

    def __init__(
        self, fault: OpeningFault | None = None, backdrop: Backdrop | None = None, *, welcome: bool = False
    ) -> None:
        self.backdrop = backdrop or Backdrop()
        self.fault = fault
        self.welcome = welcome
        self._saves = first_look.any_battles()
        #: The battle that can be gone on with, once it has been looked for.
        self._last: Saved | None = None
        self._looked = not self._saves
        self._shown = False

    def leave(self) -> None:
        self.app.desk.forget()

    def build(self) -> None:
        ui, m = self.ui, self.ui.m
        x, width = m.px(72), m.px(290)
        going = _("Take the last battle up where it was left.")
        last: tuple[Entry, ...] = ((_("Continue"), self._continue, going),) if self._saves else ()
        entries: tuple[Entry, ...] = (
            *last,
            (_("Lessons"), lambda: Push(ToLessons()), _("Small battles that teach the game, ten minutes each.")),
            (_("Puzzles"), lambda: Push(ToPuzzles()), _("Positions with one thing to be done, in a few turns.")),
            (_("New battle"), lambda: Push(ToNewBattle()), _("Choose a battle and who fights it.")),
            (_("Campaign"), lambda: Push(ToCampaigns()), _("All battles from May to September, one after the other.")),
            (_("Load a game"), lambda: Push(ToSaves()), _("Battles that were begun: go on with one, or watch it.")),
            (_("Settings"), lambda: Push(ToSettings()), _("Size of text, sound, speed and what you are asked.")),
            (_("History"), lambda: Push(ToHistory()), _("What happened on the Halha in 1939.")),
            (_("The rules"), lambda: Push(ToRules()), _("The whole of the rules, to be searched.")),
            (_("Mouse and keys"), lambda: Push(ToHelp()), _("How the game is played by mouse and by keys.")),
            (_("Quit"), Quit, _("Leave the game; battles are kept.")),
        )
        # In a low window the ways on stand closer, so that the title has its place above them.
        each = min(m.px(48), (ui.size[1] - m.px(148)) // len(entries))
        tall, gap = each * 5 // 6, each - each * 5 // 6
        y = min(ui.size[1] // 2 - m.px(40), ui.size[1] - m.px(12) - len(entries) * (tall + gap))
        buttons = []
        for text, action, tip in entries:
            buttons.append(ui.button(pygame.Rect(x, y, width, tall), text, action, tip=tip, look="menu"))
            y += tall + gap
        self._new = len(last) + 2  # the lessons and puzzles stand before it
        first = buttons[0] if last else buttons[self._new]
        if self._saves and self._looked and self._last is None:
            first.disable()
            first = buttons[self._new]
        self._title = buttons[0].rect.y - m.px(124)
        self._told = pygame.Rect(x + width + m.px(16), buttons[0].rect.y, m.px(520), tall)
        ui.set_focus(first)

    def _continue(self) -> Next | None:
        """The battle that was played last, in one click."""
        self._look()
        return None if self._last is None else to_battle(self.app.desk.open_save(self._last.path))

    def _look(self) -> None:
        if not self._looked:
            self._looked, self._last = True, self.app.desk.last_battle()
            self.app.dirty = True
            if self._last is None:
                self.rebuild()
                self.ui.set_focus(self.ui.order[self._new])

    def update(self, dt: float) -> Next | None:
        """What went wrong before this screen is told over it, once; one who is new is asked whether to learn."""
        told, self.fault = self.fault, None
        if told is not None:
            return Push(fault_message(told))
        if not self._shown:
            return None
        if not self.app.desk.ready:
            self.app.desk.load()
            return None
        if self.welcome:
            self.welcome = False
            self.app.desk.lesson_offered()
            return Push(_welcome())
        if not self.ui.pressing:
            self._look()
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
        x, y = m.px(72), self._title
        title = m.font("banner").render(_("Khalkhin Gol 1939"), True, theme.INK_LIGHT)
        surface.blit(title, (x, y))
        y += title.get_height()
        pygame.draw.line(surface, theme.GOLD, (x, y + m.px(4)), (x + title.get_width(), y + m.px(4)), m.px(2))
        text = m.font("big").render(_("The battles on the Halha, May to September"), True, theme.INK_DIM)
        surface.blit(text, (x, y + m.px(14)))
        self.ui.draw(surface)
        self._draw_last(surface)
        self._shown = True

    def _draw_last(self, surface: pygame.Surface) -> None:
        """Beside *Continue* what would be gone on with."""
        if self._last is None:
            return
        m, room = self.ui.m, self._told
        name, stands, when = self._last.title, self._last.stands, self._last.written
        wide = min(room.width, self.ui.size[0] - room.x - m.px(12))
        drawn = []
        said = [(name, "bold")] if name not in stands else []
        for text, style in (*said, (stands, "normal"), (_("played {when}").format(when=when), "small")):
            font = m.font(style)
            drawn += [font.render(line, True, theme.INK_LIGHT) for line in wrap(text, font, wide - m.px(20))]
        broad, high = max(d.get_width() for d in drawn), sum(d.get_height() for d in drawn)
        box = pygame.Rect(room.x, 0, broad + m.px(20), high + m.px(10))
        box.centery = room.centery
        pygame.draw.rect(surface, theme.PANEL, box, border_radius=m.px(4))
        y = box.y + m.px(5)
        for each in drawn:
            surface.blit(each, (box.x + m.px(10), y))
            y += each.get_height()
