"""The lesson's strip under the map: what to do and why, the ways on and back, the ring or frame where to look.

What is to be done, and whether it is, :mod:`khalkhin.play.lessons.attempt` says; here it is shown.
"""

from __future__ import annotations

from collections.abc import Callable

import pygame
from pygame_gui.elements import UIButton

from khalkhin.play.lessons.attempt import Attempt, Desk, PartStatus
from khalkhin.scenario.lessons.course import (
    AnyOf,
    Asked,
    Drafted,
    OnHex,
    OnPage,
    OnUnit,
    Overlay,
    Page,
    Part,
    Planned,
    Pointer,
    Read,
    Selected,
    Waited,
)
from khalkhin.scenario.lessons.reader import KEY
from khalkhin.translation import _
from khalkhin.ui.battle.command import Command
from khalkhin.ui.battle.controller import BattleController
from khalkhin.ui.battle.keys import key_name
from khalkhin.ui.battle.results import Anew, Leave, PartAgain, QuitGame
from khalkhin.ui.destinations import ToHelp, ToLesson, ToLessons, ToNewBattle, ToSettings
from khalkhin.ui.dialogs.dialog import Dialog, DialogButton, paragraphs
from khalkhin.ui.dialogs.menu import MenuEntry, MenuScene
from khalkhin.ui.ports import lessons_port
from khalkhin.ui.scene import Next, Push
from khalkhin.ui.widgets import theme
from khalkhin.ui.widgets.keyboard import with_keys
from khalkhin.ui.widgets.row_list import Sheet, draw_rows
from khalkhin.ui.widgets.rows import Gap, Heading, Line, Row
from khalkhin.ui.widgets.theme import Metrics
from khalkhin.ui.widgets.widgets import Ui, fitted

#: Keys of the strip's buttons.
BACK, AGAIN, SHOW = pygame.K_F7, pygame.K_F8, pygame.K_F9
ENTER = (pygame.K_RETURN, pygame.K_KP_ENTER)


class Coach:
    """`battle` is the controller of the lesson's battle. `overlay` and `toggle` tell and change the overlay that is
    on, by the names that lessons have for them."""

    def __init__(
        self,
        attempt: Attempt,
        battle: BattleController,
        overlay: Callable[[], str],
        toggle: Callable[[str], object],
    ) -> None:
        self.attempt = attempt
        self.battle = battle
        self._overlay, self._toggle = overlay, toggle
        self._asked: set[str] = set()
        self._read = False
        self._told = False
        self._brought: tuple[int, Pointer | None] = (-1, None)
        self._shown = PartStatus.ASKED
        self.sheet: Sheet | None = None
        self.buttons: dict[int, UIButton] = {}

    # -- what it shows -----------------------------------------------------------------------------------------

    def height(self, width: int, m: Metrics) -> int:
        """The height that the strip needs for the longest of its parts, in a strip of some width."""
        room = width - self._controls(m) - m.px(26) - m.px(12)
        needed = m.row * 2 + m.px(10)
        for at, part in enumerate(self.attempt.course.parts):
            for warned in (False, True):
                needed = max(needed, draw_rows(self._rows(at, part, warned=warned), room, m).picture.get_height())
        return needed + m.px(12)

    @staticmethod
    def _controls(m: Metrics) -> int:
        return m.px(300)

    def build(self, ui: Ui, area: pygame.Rect) -> None:
        """Make the controls in a strip of the window."""
        self.ui, self.area, m = ui, area, ui.m
        wide = self._controls(m)
        self.sheet = ui.sheet(
            pygame.Rect(area.x + m.px(10), area.y + m.px(4), area.width - wide - m.px(26), area.height - m.px(8))
        )
        x, y = area.right - wide - m.px(6), area.y + (area.height - 2 * m.row - m.px(6)) // 2
        gap = m.px(6)
        self.buttons = {}
        again = (_("This step again"), AGAIN, self._again, _("Sets the battle back to where this step began."))
        back = (_("Step back"), BACK, self._back, _("Sets the battle back to where the step before began."))
        show = (_("Show me"), SHOW, self._show, _("Does this step for you, and goes on to the next."))
        for line, row in enumerate(((again, show), (back,))):
            labels = [f"{text}  ·  F{key - pygame.K_F1 + 1}" for text, key, _action, _tip in row]
            widths = fitted([m.width(label, "bold") + m.px(20) for label in labels], wide - gap * (len(row) - 1))
            if line == 0:
                widths = fitted([wide * 10 // 17, wide * 7 // 17 - gap], wide - gap)
            else:
                widths = [wide * 10 // 17]
            at = x
            for (_text, key, action, tip), label, bw in zip(row, labels, widths, strict=True):
                place = pygame.Rect(at, y, bw, m.row)
                self.buttons[key] = ui.button(place, label, action, tip=tip, focus=False)
                at += bw + gap
            if line == 1:
                text = f"{_('Go on')}  ·  {_('Enter')}"
                place = pygame.Rect(at, y, x + wide - at, m.row)
                tip = _("You have read this step: on to the next.")
                self.buttons[ENTER[0]] = ui.button(place, text, self._go_on, look="primary", tip=tip, focus=False)
            y += m.row + gap
        self.refresh()

    def refresh(self) -> None:
        """Bring the strip up to date."""
        if self.sheet is None:
            return
        standing = self._shown = self._standing
        rows = self._rows(
            self.attempt.at, self.attempt.part, warned=standing is not PartStatus.ASKED, standing=standing
        )
        self.sheet.set_rows(rows)
        reading, onward = self.reading, self.buttons[ENTER[0]]
        text = _("Go on") if self.attempt.done else f"{_('Go on')}  ·  {_('Enter')}"
        self.ui.rename(onward, text)
        for key, able in ((ENTER[0], reading or self.attempt.done), (SHOW, not reading), (BACK, self.attempt.at > 0)):
            button = self.buttons[key]
            if able != button.is_enabled:
                button.enable() if able else button.disable()

    def _rows(self, at: int, part: Part, *, warned: bool, standing: PartStatus = PartStatus.STRAYED) -> list[Row]:
        count = _("step {n} of {all}").format(n=at + 1, all=len(self.attempt.course.parts))
        rows: list[Row] = [Heading(self.attempt.course.title, count), Line(self._words(part.text))]
        if warned:
            rows.append(Line(self._warning(part, standing), tone="warn"))
        else:
            rows.append(Line(self._words(part.why), tone="dim", style="small"))
        return [*rows, Gap(2)]

    def _warning(self, part: Part, standing: PartStatus) -> str:
        again = _("“This step again” (F8) sets the battle back to where the step began.")
        if standing is PartStatus.LOST:
            return _("As things are, this can no longer be done. {again}").format(again=again)
        told = self._words(part.hint) or _("That was something else than this step asks for.")
        return _("{told} Do it still if you can; {again}").format(told=told, again=again)

    def _words(self, text: str) -> str:
        """A text of the lesson with the keys as they are on the player's keyboard."""
        return KEY.sub(lambda found: key_name(Command[found[1].upper()]), text)

    @property
    def _standing(self) -> PartStatus:
        """How the pupil stands with the part. While what he ordered is being shown nothing is said of it: it may be
        what was asked for. Nor is it when the lesson is done, and he plays on."""
        return PartStatus.ASKED if self.battle.playing or self.attempt.done else self.attempt.standing

    @property
    def reading(self) -> bool:
        """Whether the part is only to be read, and Enter goes on from it."""
        return isinstance(self.attempt.part.waits, Read) and not self.attempt.done

    @property
    def face(self) -> object:
        """What input is an answer to."""
        return self.attempt.at, self.attempt.done

    # -- where it points ---------------------------------------------------------------------------------------

    def pointer(self) -> Pointer | None:
        """Where to look now; nowhere while events play."""
        return None if self.battle.playing else self.attempt.pointer(self.desk())

    def hex(self) -> int | None:
        """The hex to look at, if it is one."""
        match self.pointer():
            case OnHex(hex_):
                return hex_
            case OnUnit(unit):
                found = self.battle.planner.state.unit(unit)
                return found.hex if found is not None and found.on_map else None
            case _:
                return None

    def draw_ground(self, surface: pygame.Surface) -> None:
        """The strip's ground, set off from the map."""
        surface.fill(theme.PANEL, self.area)
        pygame.draw.line(surface, theme.GOLD, self.area.topleft, self.area.topright, self.ui.m.px(2))

    def draw_frame(self, surface: pygame.Surface, place: pygame.Rect | None) -> None:
        """A frame round the control to press."""
        if self._shown is not PartStatus.ASKED:
            place = self.buttons[AGAIN].rect
        elif self.reading:
            place = self.buttons[ENTER[0]].rect
        if place is not None:
            m = self.ui.m
            for colour, grown, wide in ((theme.DESK, 8, 5), (theme.GOLD, 6, 3)):
                box = place.inflate(m.px(grown), m.px(grown))
                pygame.draw.rect(surface, colour, box, m.px(wide), border_radius=m.px(4))

    # -- what the pupil does -----------------------------------------------------------------------------------

    def desk(self) -> Desk:
        """What the pupil has picked."""
        battle, planner = self.battle, self.battle.planner
        return Desk(
            planner.selected or "",
            -1 if planner.plan is None else planner.plan.hex,
            "" if planner.draft is None else planner.draft.choice.id,
            self._overlay(),
            battle.tab,
            frozenset(self._asked),
            self._read,
        )

    def asked(self, command: Command) -> None:
        """A button was pressed, or its key."""
        self._asked.add(command.name.lower())

    def key(self, event: pygame.event.Event) -> bool:
        """A key of the strip. Returns whether it was one."""
        if event.key in ENTER and self.reading:
            self._go_on()
            return True
        doing = {BACK: self._back, AGAIN: self._again, SHOW: self._show}.get(event.key)
        if doing is None or not self.buttons[event.key].is_enabled:
            return False
        doing()
        return True

    def _go_on(self) -> None:
        self._read = isinstance(self.attempt.part.waits, Read)
        self._told = False  # Of a lesson that is done the ways on are told again.

    def _again(self) -> None:
        self.attempt.again()
        self._set_back()

    def _back(self) -> None:
        self.attempt.back()
        self._set_back()

    def anew(self) -> None:
        """The lesson from its beginning."""
        self.attempt.anew()
        self._set_back()

    def _set_back(self) -> None:
        """The battle stands elsewhere now."""
        self._asked.clear()
        self._read = self._told = False
        self._brought = (-1, None)
        if on := self._overlay():  # Else a step that waits for it would be done at once, and nobody come back past it.
            self._toggle(on)
        self._asked.clear()
        self.battle.set_back()
        self.refresh()

    def _show(self) -> None:
        """Do the part for the pupil, from where it began."""
        part = self.attempt.part
        if self.attempt.since().orders or not self.battle.own_turn:
            self._again()
        self.battle.skip()
        for order in part.orders:
            self.battle.give(order)
        if part.orders:
            return
        for point in part.points:  # What is chosen from a list is of a unit, or of a page.
            if isinstance(point, OnUnit) and not isinstance(part.waits, Selected):
                self.battle.select(point.unit, show=True)
            elif isinstance(point, OnPage):
                self.battle.turn_to(point.page)
        if not self._pick(part.waits):
            self.attempt.go_on()
            self._arrived()

    def _pick(self, waits: Waited) -> bool:
        """Pick what a part waits for to be picked. Returns whether it was such a thing."""
        match waits:
            case Selected(unit):
                self.battle.select(unit, show=True)
            case Planned(hex_):
                self.battle.attack(hex_)
            case Drafted(choice):
                self.battle.pick(choice)
            case Overlay(kind):
                self._toggle(kind)
            case Page(page):
                self.battle.turn_to(page)
            case Asked(command):
                self._asked.add(command)
            case AnyOf(parts):
                return any(self._pick(part) for part in parts)
            case _:
                return False
        return True

    def _arrived(self) -> None:
        """At another part."""
        self._asked.clear()
        self._read = False
        complaint = lessons_port.keep(self.attempt)
        if complaint:
            self.battle.say(complaint, "warn")
        self.battle.stage.present()

    # -- time --------------------------------------------------------------------------------------------------

    def update(self) -> Next | None:
        """Look whether the part is done; at the end of the lesson, what comes next."""
        battle = self.battle
        if battle.playing or battle.hidden:
            return None
        if self.attempt.look(self.desk()):
            self._arrived()
            battle.stage.sound("message")
        pointer = self.attempt.pointer(self.desk())
        if self._brought != (self.attempt.at, pointer):
            self._brought = self.attempt.at, pointer
            hex_ = self.hex()
            if hex_ is not None:
                battle.stage.bring(hex_)
            self.refresh()
        elif self._shown is not self._standing:
            self.refresh()
        if self.attempt.done and not self._told:
            self._told = True
            return Push(self._finished())
        return None

    def over(self) -> Next:
        """The battle has ended before the lesson has."""
        rows = paragraphs(_("The battle has come to its end, and the lesson has not."))
        answers = (
            DialogButton(_("This step again"), PartAgain(), primary=True),
            DialogButton(_("From the beginning"), Anew()),
            DialogButton(_("Leave the lesson"), Leave()),
        )
        return Push(Dialog(self.attempt.course.title, rows, (*answers, DialogButton(_("Back"), PartAgain()))))

    def part_again(self) -> None:
        """The part from where it began."""
        self._again()

    def _finished(self) -> Dialog:
        """The end of the lesson, and the ways on."""
        course = self.attempt.course
        after = lessons_port.following(course.id)
        rows = paragraphs(_("You have learnt: {what}").format(what=course.teaches))
        answers = [DialogButton(_("To the lessons"), goes=ToLessons(after or course.id), primary=not after)]
        if after:
            answers.insert(0, DialogButton(_("Next lesson"), goes=ToLesson(after), primary=True))
        told = _("To the battles: the one to start with comes first.")
        answers.append(DialogButton(_("A battle now"), goes=ToNewBattle(), tip=told))
        return Dialog(_("Lesson done"), rows, (*answers, DialogButton(_("Stay here"))))

    def menu(self) -> MenuScene:
        """The menu of a lesson."""
        entries = (
            MenuEntry(_("Back to the lesson"), None, with_keys(_("Back to the map."), _("Esc"))),
            MenuEntry(_("From the beginning"), Anew(), _("Begin the lesson again.")),
            MenuEntry(_("Mouse and keys"), ToHelp(), _("How the game is played by mouse and by keys.")),
            MenuEntry(_("Settings"), ToSettings(), _("Size of text, sound, speed and what you are asked.")),
            MenuEntry(_("Leave the lesson"), Leave(), _("To the lessons; how far you are is kept.")),
            MenuEntry(_("Quit"), QuitGame(), _("Leave the game; how far you are is kept.")),
        )
        return MenuScene(self.attempt.course.title, entries)

    def keep(self) -> None:
        """Keep how far the lesson is."""
        lessons_port.keep(self.attempt)
