"""The puzzles: what each asks for, what came of it, and the ways in; codes are pasted and copied here."""

from __future__ import annotations

from functools import partial

import pygame

from khalkhin.text import puzzles as words
from khalkhin.translation import _, ngettext
from khalkhin.ui.destinations import ToPuzzle
from khalkhin.ui.dialogs.dialog import Confirmed, Dialog, DialogButton, message, paragraphs
from khalkhin.ui.ports import puzzles_port
from khalkhin.ui.ports.library import OpeningFault
from khalkhin.ui.ports.puzzles_port import ListedPuzzle
from khalkhin.ui.scene import Back, Go, Next, Push, Result, Scene
from khalkhin.ui.widgets import clipboard
from khalkhin.ui.widgets.backdrop import Backdrop, framed
from khalkhin.ui.widgets.keyboard import with_keys
from khalkhin.ui.widgets.rows import Gap, Heading, Line, Row

#: Pixels from one puzzle in the list to the next.
STEP = 44


class PuzzlesScene(Scene):
    """Choose a puzzle; `chosen` is the one shown first, by its id, or the first that is not solved."""

    def __init__(self, backdrop: Backdrop, chosen: str = "") -> None:
        self.backdrop = backdrop
        self.chosen = chosen
        self.listed: tuple[ListedPuzzle, ...] = ()
        self.note = ""
        self._top = 0
        self._removing: ListedPuzzle | None = None

    def enter(self) -> Next | None:
        self._read()
        return None

    def _read(self) -> None:
        self.listed = puzzles_port.puzzles()
        if self.chosen not in {each.id for each in self.listed}:
            unsolved = (each.id for each in self.listed if each.puzzle is not None and not each.result.solved)
            self.chosen = next(unsolved, self.listed[0].id if self.listed else "")

    @property
    def puzzle(self) -> ListedPuzzle | None:
        return next((each for each in self.listed if each.id == self.chosen), None)

    def build(self) -> None:
        ui, m = self.ui, self.ui.m
        w, h = ui.size
        pad, gap = m.px(24), m.gap
        self.frame = pygame.Rect(0, 0, min(w - 2 * pad, m.px(1060)), min(h - 2 * pad, m.px(600)))
        self.frame.center = (w // 2, h // 2)
        inner = self.frame.inflate(-2 * pad, -2 * pad)
        top, foot = inner.y + m.px(46), inner.bottom - 2 * m.row - gap - m.px(8)
        left = pygame.Rect(inner.x, top, min(m.px(380), inner.width // 2), foot - top - gap)
        self._list(left)
        right = pygame.Rect(left.right + pad, top, inner.right - left.right - pad, foot - top - gap)
        ui.sheet(right, self._about())
        self._ways(inner, foot)

    def _list(self, area: pygame.Rect) -> None:
        """The puzzles that there is room for; the last line leads to those before and after them."""
        ui, m = self.ui, self.ui.m
        room = max(2, area.height // m.px(STEP))
        shown = self.listed
        if len(shown) > room:
            at = next((i for i, each in enumerate(shown) if each.id == self.chosen), 0)
            self._top = at // (room - 1) * (room - 1)
            shown = shown[self._top : self._top + room - 1]
        y, told = area.y, _("Tells about this puzzle at the right.")
        for each in shown:
            state = _("solved") if each.result.solved else _("faulty") if each.puzzle is None else ""
            text = f"{each.title}  ·  {state}" if state else each.title
            place = pygame.Rect(area.x, y, area.width, m.px(38))
            button = ui.button(place, text, partial(self._choose, each.id), tip=told, look="row")
            if each.id == self.chosen:
                button.select()
            y += m.px(STEP)
        if len(shown) < len(self.listed):
            last = self._top + len(shown)
            text = _("{first} to {last} of {all}: go on").format(first=self._top + 1, last=last, all=len(self.listed))
            further = self.listed[last % len(self.listed)].id
            place, told = pygame.Rect(area.x, y, area.width, m.px(38)), _("Shows the puzzles that follow.")
            ui.button(place, text, partial(self._choose, further), tip=told, look="row")

    def _ways(self, inner: pygame.Rect, foot: int) -> None:
        ui, m = self.ui, self.ui.m
        tall = m.row + m.px(4)
        listed = self.puzzle
        playable = listed is not None and listed.puzzle is not None
        x = inner.x
        for text, action, able, tip in (
            (
                _("Paste a code"),
                self._paste,
                True,
                _("Keep the puzzle of a code that you have copied: a text that begins with KG1-."),
            ),
            (
                _("Copy its code"),
                self._copy,
                bool(listed and listed.puzzle and listed.puzzle.base),
                _(
                    "Put the puzzle's code on the clipboard, for others to paste. One with a map of its own has none: "
                    "its folder is sent, or a pack of it."
                ),
            ),
            (
                _("Show a solution"),
                self._show,
                playable and bool(listed and listed.puzzle and listed.puzzle.solution),
                _("Plays a way to do it; the puzzle can still be tried afterwards."),
            ),
            (_("Remove"), self._ask_remove, listed is not None and listed.mine, _("Take a puzzle of yours away.")),
        ):
            bw = max(m.px(120), m.width(text, "bold") + m.px(26))
            button = ui.button(pygame.Rect(x, foot, bw, tall), text, action, tip=tip)
            if not able:
                button.disable()
            x += bw + m.gap
        below = foot + tall + m.gap
        bw = m.px(150)
        place = pygame.Rect(inner.right - bw, below, bw, tall)
        begin = ui.button(place, _("Begin"), self._begin, tip=_("Begin the puzzle."), look="primary")
        ui.name(begin, "begin")
        if not playable:
            begin.disable()
        told = with_keys(_("Back to the first menu."), _("Esc"))
        ui.button(pygame.Rect(inner.x, below, bw, tall), _("Back"), Back, tip=told)
        if ui.focus is None:
            ui.set_focus(begin if begin.is_enabled else ui.order[-1])

    def _about(self) -> list[Row]:
        noted: list[Row] = [Line(self.note, tone="gold"), Gap(8)] if self.note else []
        listed = self.puzzle
        if listed is None:
            return [*noted, Line(_("There is no puzzle here."), tone="warn")]
        if listed.puzzle is None:
            told = Line(_("This puzzle has faults and cannot be played:"), tone="warn")
            return [*noted, Heading(listed.title), Gap(4), told, *paragraphs(listed.problem)]
        puzzle = listed.puzzle
        yours = Line(_("Yours: {folder}").format(folder=listed.folder), tone="dim", style="small")
        turns = ngettext("{n} turn", "{n} turns", puzzle.turns).format(n=puzzle.turns)
        return [
            *noted,
            Heading(puzzle.title, turns),
            Gap(4),
            *([Line(puzzle.text), Gap(8)] if puzzle.text else []),
            *(Line(line, style="bold", indent=1) for line in words.goal_lines(puzzle)),
            Gap(8),
            Line(words.terms(puzzle)),
            Gap(8),
            Line(words.result_text(listed.result), tone="good" if listed.result.solved else "dim"),
            *((yours,) if listed.mine else ()),
        ]

    # ------------------------------------------------------------------ what is done

    def _choose(self, id_: str) -> None:
        if id_ == self.chosen and self.ui.lead_on("begin"):
            return
        self.chosen, self.note = id_, ""
        self.rebuild()

    def _begin(self) -> Next:
        return Go(ToPuzzle(self.chosen))

    def _paste(self) -> Next | None:
        text = clipboard.paste().strip()
        if not text:
            return Push(
                message(_("There is nothing to paste"), _("Copy the puzzle's code first, then press this again."))
            )
        found = puzzles_port.add(text)
        if isinstance(found, OpeningFault):
            return Push(message(found.title, found.text))
        self.chosen, self.note = found, _("This puzzle is yours now.")
        self._read()
        self.rebuild()
        return None

    def _copy(self) -> Next | None:
        listed = self.puzzle
        if listed is None or listed.puzzle is None:
            return None
        found = puzzles_port.code(listed.puzzle)
        if isinstance(found, OpeningFault):
            return Push(message(found.title, found.text))
        if not clipboard.copy(found):
            return Push(message(_("There is no clipboard here"), found, puzzles_port.needed(listed.puzzle)))
        told = ngettext(
            "Its code is on the clipboard: {n} letter.", "Its code is on the clipboard: {n} letters.", len(found)
        )
        self.note = told.format(n=len(found))
        self.rebuild()
        if needs := puzzles_port.needed(listed.puzzle):
            return Push(message(_("A code brings no map"), needs))
        return None

    def _show(self) -> Next | None:
        listed = self.puzzle
        if listed is None or listed.puzzle is None:
            return None
        return Push(Dialog(listed.title, [Line(text) for text in puzzles_port.solution(listed.puzzle)], width=640))

    def _ask_remove(self) -> Next | None:
        listed = self._removing = self.puzzle
        if listed is None:
            return None
        rows = (Line(_("It is taken away for good, with its folder."), tone="dim"),)
        answers = (DialogButton(_("Remove"), Confirmed()), DialogButton(_("Keep it"), primary=True))
        return Push(Dialog(_("Remove “{title}”?").format(title=listed.title), rows, answers, width=460))

    def resumed(self, result: Result | None) -> Next | None:
        listed, self._removing = self._removing, None
        if not isinstance(result, Confirmed) or listed is None:
            return None
        fault = puzzles_port.remove(listed)
        self._read()
        self.rebuild()
        return None if fault is None else Push(message(fault.title, fault.text))

    def draw(self, surface: pygame.Surface) -> None:
        self.backdrop.draw(surface)
        framed(surface, self.frame, _("Puzzles"), self.ui.m)
        self.ui.draw(surface)
