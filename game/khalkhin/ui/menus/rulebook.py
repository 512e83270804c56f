"""The rulebook: chapters at the left, the page at the right; whoever types searches it. It lies over what was shown."""

from __future__ import annotations

from dataclasses import dataclass

import pygame

from khalkhin.scenario import ScenarioError, load_rules
from khalkhin.text.manual import NoRulebook
from khalkhin.text.rulebook import Block, Chapter, chapters, found
from khalkhin.translation import N_, _, ngettext
from khalkhin.ui.destinations import ToLegend
from khalkhin.ui.scene import Back, Next, Push, Scene
from khalkhin.ui.widgets import theme
from khalkhin.ui.widgets.keyboard import with_keys
from khalkhin.ui.widgets.rows import Columns, Gap, Heading, Line, Row, RowAction
from khalkhin.ui.widgets.whole_page import draw_hint, draw_title, ways_below

HINT = N_("Type to search   ·   Up, Down: chapter or place   ·   Enter: open   ·   Page Up, Page Down: scroll")
#: Where the columns of a table begin, by their number.
STOPS = {
    1: (0.0,),
    2: (0.0, 0.55),
    3: (0.0, 0.3, 0.5),
    4: (0.0, 0.2, 0.66, 0.78),
    5: (0.0, 0.3, 0.48, 0.66, 0.84),
}
#: Letters that are searched for at most.
LONGEST = 40


@dataclass(frozen=True, slots=True)
class OpenChapter(RowAction):
    """Turn to a chapter, at one of its blocks."""

    key: str
    block: int = 0


class RulebookScene(Scene):
    """Opens at a chapter by its key. `typed` is what is searched for; `mark` the chapter shown, or the place marked
    among those that were found."""

    def __init__(self, chapter: str = "") -> None:
        self.chapters, self._fault = _read()
        self.at = next((i for i, c in enumerate(self.chapters) if c.key == chapter), 0)
        self.typed = ""
        self.mark = 0
        self._places: list[tuple[Chapter, int]] = []

    def build(self) -> None:
        ui, m = self.ui, self.ui.m
        w, h = ui.size
        pad = m.px(16)
        bar, foot = m.px(52), h - m.row - m.px(12)
        signs = _("Every mark of the map and what it means.")
        ways_below(
            ui,
            (
                (_("Back  ·  Esc"), Back, "primary", with_keys(_("Back to what was shown before."), _("Esc"))),
                (_("Signs of the map"), lambda: Push(ToLegend()), "", signs),
            ),
        )
        wide = min(m.px(360), w // 3)
        self.box = pygame.Rect(w - pad - wide, m.px(11), wide, m.px(30))
        self.paper = pygame.Rect(pad, bar, w - 2 * pad, foot - bar - m.gap)
        inner = self.paper.inflate(-2 * m.px(20), -2 * m.px(16))
        self.list_rect = pygame.Rect(inner.x, inner.y, min(m.px(250), inner.width // 3), inner.height)
        x = self.list_rect.right + m.px(30)
        ui.panel(self.paper, paper=True)
        self.contents = ui.sheet(self.list_rect, paper=True)
        self.sheet = ui.sheet(pygame.Rect(x, inner.y, inner.right - x, inner.height), paper=True)
        ui.sheet_action = self._clicked
        self._show()

    # -- showing -----------------------------------------------------------------------------------------------

    def _show(self, block: int = 0) -> None:
        """The contents, and the chapter or what was found."""
        self._places = list(found(self.chapters, self.typed))
        hits = [chapter.key for chapter, _i in self._places]
        rows: list[Row] = []
        for i, chapter in enumerate(self.chapters):
            here = not self.typed and i == self.at
            count = str(hits.count(chapter.key) or "") if self.typed else ""
            tone = "gold" if here else "dim" if self.typed and not count else "normal"
            style = "bold" if here else "normal"
            rows.append(Line(chapter.title, count, tone=tone, style=style, action=OpenChapter(chapter.key)))
        self.contents.set_rows(rows, top=False)
        self.contents.reveal_row(self.at)
        self._show_found() if self.typed else self._show_chapter(block)
        self.app.dirty = True

    def _show_chapter(self, block: int) -> None:
        if not self.chapters:
            self.sheet.set_rows((Line(self._fault, tone="warn"),))
            return
        chapter = self.chapters[self.at]
        rows: list[Row] = [Heading(chapter.title), Gap(4)]
        start = 0
        for i, each in enumerate(chapter.blocks):
            if i == block:
                start = len(rows) if i else 0
            rows += _rows(each, following=i + 1 < len(chapter.blocks) and bool(chapter.blocks[i + 1].cells))
        self.sheet.set_rows(rows)
        self.sheet.scroll_to_row(start)

    def _show_found(self) -> None:
        n = len(self._places)
        self.mark = max(0, min(self.mark, n - 1))
        told = ngettext("{n} place has “{words}”", "{n} places have “{words}”", n).format(n=n, words=self.typed)
        rows: list[Row] = [Heading(told), Gap(4)]
        self._starts = []
        before = ""
        for i, (chapter, block) in enumerate(self._places):
            if chapter.key != before:
                rows += [Gap(6), Line(chapter.title, style="bold", tone="gold")]
                before = chapter.key
            self._starts.append(len(rows))
            tone = "gold" if i == self.mark else "normal"
            action = OpenChapter(chapter.key, block)
            rows += [Line(chapter.blocks[block].text, tone=tone, action=action, indent=1), Gap(4)]
        self.sheet.set_rows(rows)
        if self._starts:
            self.sheet.reveal_row(self._starts[self.mark])

    def open(self, key: str, block: int = 0) -> None:
        """Turn to a chapter; what was searched for is put away."""
        self.at = next((i for i, c in enumerate(self.chapters) if c.key == key), self.at)
        self.typed, self.mark = "", 0
        self._show(block)

    def search(self, typed: str) -> None:
        """Look for some words."""
        self.typed, self.mark = typed[:LONGEST], 0
        self._show()

    # -- input -------------------------------------------------------------------------------------------------

    def _clicked(self, action: RowAction) -> Next | None:
        if isinstance(action, OpenChapter):
            self.open(action.key, action.block)
        return None

    def handle(self, event: pygame.event.Event) -> Next | None:
        if event.type == pygame.KEYDOWN and self._key(event):
            return None
        return super().handle(event)

    def _key(self, event: pygame.event.Event) -> bool:
        """Letters are searched for; arrows walk; Escape first puts the search away."""
        match event.key:
            case pygame.K_UP | pygame.K_DOWN:
                self._walk(1 if event.key == pygame.K_DOWN else -1)
            case pygame.K_HOME | pygame.K_END:
                self.sheet.scroll_to_row(0) if event.key == pygame.K_HOME else self.sheet.scroll_to_end()
                self.app.dirty = True
            case pygame.K_RETURN | pygame.K_KP_ENTER if self.typed and self._places:
                chapter, block = self._places[self.mark]
                self.open(chapter.key, block)
            case pygame.K_BACKSPACE if self.typed:
                self.search(self.typed[:-1])
            case pygame.K_ESCAPE if self.typed:
                self.search("")
            case _:
                return self._type(event)
        return True

    def _type(self, event: pygame.event.Event) -> bool:
        letter = getattr(event, "unicode", "")
        held = event.mod & (pygame.KMOD_CTRL | pygame.KMOD_ALT)
        if held or len(letter) != 1 or not letter.isprintable() or (letter == " " and not self.typed):
            return False
        self.search(self.typed + letter)
        return True

    def _walk(self, step: int) -> None:
        """On to the next chapter, or to the next place that was found."""
        if self.typed:
            self.mark = (self.mark + step) % max(1, len(self._places))
            self._show()
        elif 0 <= self.at + step < len(self.chapters):
            self.open(self.chapters[self.at + step].key)

    def draw(self, surface: pygame.Surface) -> None:
        m = self.ui.m
        draw_title(surface, m, _("The rules"))
        pygame.draw.rect(surface, theme.RAISED, self.box, border_radius=m.px(4))
        pygame.draw.rect(surface, theme.GOLD if self.typed else theme.LINE, self.box, m.px(1), border_radius=m.px(4))
        text, ink = (f"{self.typed}▏", theme.INK_LIGHT) if self.typed else (_("Search: type a word"), theme.INK_DIM)
        drawn = m.font().render(text, True, ink)
        room = self.box.inflate(-m.px(16), 0)
        surface.blit(drawn, drawn.get_rect(midleft=room.midleft), (max(0, drawn.get_width() - room.w), 0, room.w, 99))
        self.ui.draw(surface)
        x = self.list_rect.right + m.px(14)
        pygame.draw.line(surface, theme.PAPER_EDGE, (x, self.list_rect.y), (x, self.list_rect.bottom))
        draw_hint(surface, self.ui, _(HINT))


def _rows(block: Block, *, following: bool) -> list[Row]:
    """A block as rows of the page."""
    action = OpenChapter(block.leads) if block.leads else None
    if block.cells:
        tones = ("dim",) if block.head else ("normal",)
        styles = ("bold",) if block.head else ("normal",)
        row: Row = Columns(block.cells, STOPS[len(block.cells)], tones=tones, styles=styles, action=action)
        return [row] if following else [row, Gap(10)]
    text = f"{block.bullet}  {block.text}" if block.bullet else block.text
    more = "  ›" if action is not None else ""
    return [Line(text + more, indent=1 if block.bullet else 0, action=action), Gap(4 if block.bullet else 8)]


def _read() -> tuple[tuple[Chapter, ...], str]:
    """The chapters; or none, and a sentence that says why they cannot be read."""
    try:
        return chapters(load_rules()), ""
    except ScenarioError:
        return (), _("The rules' tables cannot be read.")
    except NoRulebook as fault:
        return (), str(fault)
