"""The lessons: what each teaches, how far the player is with it, and the ways in."""

from __future__ import annotations

from functools import partial

import pygame

from khalkhin.translation import _, ngettext
from khalkhin.ui.destinations import ToLesson
from khalkhin.ui.dialogs.dialog import fault_message
from khalkhin.ui.menus.card_list import CardList, CardRow
from khalkhin.ui.pictures.gallery import Framed, Gallery
from khalkhin.ui.ports import lessons_port
from khalkhin.ui.ports.lessons_port import Offered
from khalkhin.ui.ports.library import OpeningFault
from khalkhin.ui.scene import Back, Go, Next, Push, Scene
from khalkhin.ui.widgets import theme
from khalkhin.ui.widgets.backdrop import Backdrop, framed
from khalkhin.ui.widgets.keyboard import with_keys
from khalkhin.ui.widgets.rows import Gap, Heading, Line, Row


class LessonsScene(Scene):
    """Choose a lesson; `chosen` is the one shown first, by its id, or the first that is not done."""

    def __init__(self, backdrop: Backdrop, chosen: str = "") -> None:
        self.backdrop = backdrop
        self.chosen = chosen
        self.listed: tuple[Offered, ...] = ()
        self.fault: OpeningFault | None = None
        self.gallery = Gallery()
        self.list = CardList(self._choose_row, self.rebuild, "begin")
        self.pictures: list[Framed] = []
        #: A card has come that is not shown yet.
        self._came = False

    def enter(self) -> Next | None:
        found = lessons_port.lessons()
        if isinstance(found, OpeningFault):
            self.fault = found
            return None
        self.listed = found
        if self.chosen not in {each.course.id for each in found}:
            self.chosen = next((each.course.id for each in found if not each.done), found[0].course.id if found else "")
        items = lessons_port.scenarios(found)
        self.gallery = Gallery(items)
        for item in items:
            if item.id == self.chosen:
                self.gallery.first(item)
        self.list.chosen = next((n for n, each in enumerate(found) if each.course.id == self.chosen), 0)
        self.list.show(self.list.chosen)
        return None

    def leave(self) -> None:
        self.gallery.stop()

    def update(self, dt: float) -> Next | None:
        """What is wrong with the lessons' files is told once. Maps that have come are shown."""
        self._came |= self.gallery.poll()
        if self._came and not self.ui.pressing:
            self._came = False
            self.rebuild()
        told, self.fault = self.fault, None
        return Push(fault_message(told)) if told is not None else None

    @property
    def lesson(self) -> Offered | None:
        return next((each for each in self.listed if each.course.id == self.chosen), None)

    def build(self) -> None:
        ui, m = self.ui, self.ui.m
        w, h = ui.size
        pad, gap = m.px(24), m.gap
        self.frame = pygame.Rect(0, 0, min(w - 2 * pad, m.px(980)), min(h - 2 * pad, m.px(520)))
        self.frame.center = (w // 2, h // 2)
        inner = self.frame.inflate(-2 * pad, -2 * pad)
        top, foot = inner.y + m.px(46), inner.bottom - m.row - m.px(4)
        left = pygame.Rect(inner.x, top, min(m.px(380), inner.width // 2), foot - top - gap)
        begun = any(each.done or each.at for each in self.listed)
        self.list.rows = tuple(_row(each, first=not begun and n == 0) for n, each in enumerate(self.listed))
        self.list.build(ui, left)
        right = pygame.Rect(left.right + pad, top, inner.right - left.right - pad, foot - top - gap)
        ui.sheet(self._below_picture(right), self._about())
        self._ways(inner, foot)

    def _below_picture(self, area: pygame.Rect) -> pygame.Rect:
        """Put the lesson's map into the upper part of an area, where there is room; returns what is left of it."""
        m, room = self.ui.m, pygame.Rect(area.x, area.y, area.width, area.height * 2 // 5)
        self.pictures = []
        if room.height < m.px(80) or self.lesson is None:
            return area
        self.pictures = self.gallery.row((self.chosen,), room, m.gap)
        top = room.bottom + m.gap
        return pygame.Rect(area.x, top, area.width, area.bottom - top)

    def handle(self, event: pygame.event.Event) -> Next | None:
        if self.list.handle(event, self.ui):
            return None
        return super().handle(event)

    def _ways(self, inner: pygame.Rect, foot: int) -> None:
        ui, m = self.ui, self.ui.m
        lesson = self.lesson
        ways: list[tuple[str, ToLesson, str, str]] = []
        if lesson is not None:
            going = lesson.at > 0
            told = _("Take the lesson up where you left it.") if going else _("Begin the lesson.")
            ways.append((_("Go on") if going else _("Begin"), ToLesson(self.chosen), told, "primary"))
            if going:
                told = _("Begin the lesson again; what you did in it is given up.")
                ways.append((_("From the beginning"), ToLesson(self.chosen, anew=True), told, ""))
        x = inner.right
        for text, to, tip, look in ways:
            bw = max(m.px(150), m.width(text, "bold") + m.px(30))
            x -= bw
            button = ui.button(pygame.Rect(x, foot, bw, m.row + m.px(4)), text, partial(Go, to), tip=tip, look=look)
            if look == "primary":
                ui.name(button, "begin")
                if ui.focus is None:
                    ui.set_focus(button)
            x -= m.gap
        tip = with_keys(_("Back to the first menu."), _("Esc"))
        ui.button(pygame.Rect(inner.x, foot, m.px(150), m.row + m.px(4)), _("Back"), Back, tip=tip)

    def _about(self) -> list[Row]:
        lesson = self.lesson
        if lesson is None:
            return [Line(_("No lesson was found: the game's own files are not whole."), tone="warn")]
        course = lesson.course
        minutes = ngettext("about a minute", "about {n} minutes", course.minutes).format(n=course.minutes)
        return [
            Heading(course.title, minutes),
            Gap(4),
            Line(course.teaches),
            Gap(8),
            *self._size(lesson),
            Line(_("So far"), _state(lesson), value_tone="good" if lesson.done else "dim"),
            Gap(8),
            Line(
                _(
                    "A lesson waits for what it asks for, and shows where. Any step can be shown to you, done again "
                    "or gone back from; leave when you like, and go on from here."
                ),
                tone="dim",
                style="small",
            ),
        ]

    def _size(self, lesson: Offered) -> list[Row]:
        """How many steps a lesson has, and once its card is there how large its map is."""
        out: list[Row] = [Line(_("Steps"), str(len(lesson.course.parts)))]
        card = self.gallery.card(lesson.course.id)
        if card is not None:
            size = _("{units} units on {width} by {height} hexes")
            out.append(Line(_("Size"), size.format(units=card.units, width=card.width, height=card.height)))
        return out

    def _choose_row(self, at: int) -> None:
        self.list.chosen = at
        self.chosen = self.listed[at].course.id
        self.rebuild()

    def draw(self, surface: pygame.Surface) -> None:
        self.backdrop.draw(surface)
        framed(surface, self.frame, _("Lessons"), self.ui.m)
        self.ui.draw(surface)
        self.list.draw(surface, self.ui)
        for picture, place in self.pictures:
            surface.blit(picture, place)
            pygame.draw.rect(surface, theme.LINE, place, 1)


def _row(lesson: Offered, *, first: bool) -> CardRow:
    """What stands in the list of a lesson; the `first` is the one to begin with."""
    course = lesson.course
    minutes = ngettext("about a minute", "about {n} minutes", course.minutes).format(n=course.minutes)
    if lesson.at:
        mark = _("step {n} of {all}").format(n=lesson.at + 1, all=len(course.parts))
    else:
        mark = _("done") if lesson.done else _("start here") if first else ""
    return CardRow(f"{course.number}.  {course.title}", minutes, mark)


def _state(lesson: Offered) -> str:
    """How far the player is with a lesson."""
    if lesson.at:
        left = _("You left it at step {n} of {all}.")
        return left.format(n=lesson.at + 1, all=len(lesson.course.parts))
    return _("You have done this lesson.") if lesson.done else _("Not begun yet.")
