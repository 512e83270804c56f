"""The army screen: all units in a table that is sorted and narrowed. A click on a row goes there, so does Enter."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pygame

from khalkhin.text import amounts
from khalkhin.text.names import side_name, turn_text
from khalkhin.translation import N_, _
from khalkhin.ui.desk import army_table
from khalkhin.ui.desk.army_look import ArmyLook, Only, SortBy, TablePage
from khalkhin.ui.desk.army_table import TableRow
from khalkhin.ui.desk.results import Led
from khalkhin.ui.panels.threats import unknown
from khalkhin.ui.planning.actions import LookAt, SelectUnit
from khalkhin.ui.planning.planner import Planner
from khalkhin.ui.scene import Back, Next, Scene
from khalkhin.ui.widgets import theme
from khalkhin.ui.widgets.keyboard import label, with_keys
from khalkhin.ui.widgets.row_list import draw_rows, shorten, wrap
from khalkhin.ui.widgets.rows import Line, Row, RowAction
from khalkhin.ui.widgets.widgets import fitted

HINT = N_("Up, Down: unit   ·   Enter: go there   ·   Left, Right: sort by another column   ·   {turn}: turn round")
#: A button: its text, whether it is on, what it does, and what is said of it.
Knob = tuple[str, bool, Callable[[], None], str]
#: What is said of a page without a row.
EMPTY = {
    TablePage.OWN: N_("You have no unit on the map."),
    TablePage.ENEMY: N_("You know of no enemy."),
    TablePage.DANGER: N_("No enemy you know of could hit you next turn."),
}
#: Rows that Page Up and Page Down pass over.
LEAP = 10


class ArmyScene(Scene):
    """See the module. `look` is how the player has left it, and is kept for the next time."""

    def __init__(self, planner: Planner, look: ArmyLook) -> None:
        self.planner = planner
        self.look = look

    # -- layout ------------------------------------------------------------------------------------------------

    def build(self) -> None:
        ui, m = self.ui, self.ui.m
        w, h = ui.size
        pad = m.px(18)
        self.table = army_table.table(self.planner, self.look)
        y = m.px(44)
        self._row_of_buttons(y, self._pages())
        y += m.px(34)
        if self.look.page is TablePage.OWN:
            self._row_of_buttons(y, self._narrowing())
            y += m.px(34)
        elif self.look.page is TablePage.DANGER:
            told = (Line(unknown(), tone="dim"),)
            high = draw_rows(told, w - 2 * pad - m.px(12), m).picture.get_height() + m.px(2)
            ui.sheet(pygame.Rect(pad, y, w - 2 * pad, high), told)
            y += high + m.px(4)
        foot = h - m.row - m.px(14)
        self._told = pygame.Rect(pad, foot - m.px(40), w - 2 * pad, m.px(34))
        head = army_table.head(self.look)
        high = draw_rows((head,), w - 2 * pad - m.px(12), m).picture.get_height() + m.px(2)
        self.head = ui.sheet(pygame.Rect(pad, y, w - 2 * pad, high), (head,))
        top = y + high
        self.sheet = ui.sheet(pygame.Rect(pad, top, w - 2 * pad, self._told.y - m.gap - top), self._rows())
        ui.sheet_action = self._clicked
        back = f"{_('Back to the map')}  ·  {_('Esc')}"
        bw = max(m.px(170), m.width(back, "bold") + m.px(26))
        tip = with_keys(_("Back to the map."), _("Esc"))
        ui.button(pygame.Rect(w - pad - bw, foot, bw, m.row), back, Back, tip=tip, look="primary")
        self._hint = pygame.Rect(pad, foot, w - 3 * pad - bw, m.row)
        self._keys()
        self._reveal()

    def _pages(self) -> list[Knob]:
        keys = {TablePage.OWN: pygame.K_o, TablePage.ENEMY: pygame.K_e, TablePage.DANGER: pygame.K_d}
        self._page_keys = {key: page for page, key in keys.items()}
        return [
            (
                f"{_(page.value)}  ·  {label(key)}",
                page is self.look.page,
                partial(self._turn_to, page),
                with_keys(_("Your own units, the enemies you know of, or what they could hit next turn."), label(key)),
            )
            for page, key in keys.items()
        ]

    def _narrowing(self) -> list[Knob]:
        look = self.look
        out: list[Knob] = [
            (
                f"{_(only.value)}  ·  {i}",
                only in look.only,
                partial(self._toggle, only),
                with_keys(_("Leaves only units that are so in the list, or takes this away again."), str(i)),
            )
            for i, only in enumerate(Only, 1)
        ]
        formation, kind = look.formation or _("All formations"), look.kind or _("All kinds")
        told = with_keys(_("Leaves only the units of the next formation in the list."), "6")
        out.append((f"{formation}  ·  6", bool(look.formation), self._next_formation, told))
        told = with_keys(_("Leaves only units of the next kind in the list."), "7")
        out.append((f"{kind}  ·  7", bool(look.kind), self._next_kind, told))
        told = with_keys(_("Shows all units again."), "0")
        out.append((f"{_('All units')}  ·  0", False, self._clear, told))
        return out

    def _row_of_buttons(self, y: int, wanted: list[Knob]) -> None:
        """Buttons beside each other, those that are on selected."""
        ui, m = self.ui, self.ui.m
        pad, gap = m.px(18), m.px(4)
        room = ui.size[0] - 2 * pad - gap * (len(wanted) - 1)
        widths = fitted([m.width(text) + m.px(22) for text, _on, _action, _told in wanted], room)
        x = pad
        for (text, on, action, told), wide in zip(wanted, widths, strict=True):
            button = ui.button(pygame.Rect(x, y, wide, m.px(28)), text, action, tip=told, look="tab")
            if on:
                button.select()
            x += wide + gap

    def _keys(self) -> None:
        hotkeys = self.ui.hotkeys
        hotkeys[pygame.K_UP], hotkeys[pygame.K_DOWN] = partial(self._walk, -1), partial(self._walk, 1)
        hotkeys[pygame.K_PAGEUP], hotkeys[pygame.K_PAGEDOWN] = partial(self._leap, -1), partial(self._leap, 1)
        hotkeys[pygame.K_HOME], hotkeys[pygame.K_END] = partial(self._stand, 0), partial(self._stand, -1)
        hotkeys[pygame.K_LEFT], hotkeys[pygame.K_RIGHT] = partial(self._sort_beside, -1), partial(self._sort_beside, 1)
        hotkeys[pygame.K_r] = lambda: self._sort(self.look.column)
        for key in (pygame.K_RETURN, pygame.K_KP_ENTER):
            hotkeys[key] = self._enter
        for key, page in self._page_keys.items():
            hotkeys[key] = partial(self._turn_to, page)
        if self.look.page is TablePage.OWN:
            for i, only in enumerate(Only):
                hotkeys[pygame.K_1 + i] = partial(self._toggle, only)
            hotkeys[pygame.K_6], hotkeys[pygame.K_7] = self._next_formation, self._next_kind
            hotkeys[pygame.K_0] = self._clear

    def _rows(self) -> list[Row]:
        if self.table.entries:
            return army_table.rows(self.table, self.look.page)
        if self.table.total:
            return [Line(_("None of your units is so. {key} shows all of them.").format(key="0"), tone="dim")]
        return [Line(_(EMPTY[self.look.page]), tone="dim")]

    # -- the row the keyboard stands at ------------------------------------------------------------------------

    @property
    def mark(self) -> int:
        """The row the keyboard stands at; the first where the unit is not among them."""
        wanted = self.look.marks.get(self.look.page)
        return next((i for i, entry in enumerate(self.table.entries) if entry.key == wanted), 0)

    @property
    def marked(self) -> TableRow | None:
        """What stands there; None in an empty table."""
        return self.table.entries[self.mark] if self.table.entries else None

    def _stand(self, index: int) -> None:
        if self.table.entries:
            self.look.marks[self.look.page] = self.table.entries[index].key
            self.ui.set_focus(None)
            self._reveal()

    def _walk(self, step: int) -> None:
        if self.table.entries:
            self._stand((self.mark + step) % len(self.table.entries))

    def _leap(self, pages: int) -> None:
        self._stand(max(0, min(len(self.table.entries) - 1, self.mark + LEAP * pages)))

    def _reveal(self) -> None:
        if self.table.entries:
            self.sheet.reveal_row(self.mark)
        self.app.dirty = True

    # -- what is asked for -------------------------------------------------------------------------------------

    def _turn_to(self, page: TablePage) -> None:
        self.look.page = page
        self.ui.focus = None
        self.rebuild()

    def _toggle(self, only: Only) -> None:
        self.look.only ^= {only}
        self.rebuild()

    def _next_formation(self) -> None:
        self.look.formation = _following(self.look.formation, self.table.formations)
        self.rebuild()

    def _next_kind(self) -> None:
        self.look.kind = _following(self.look.kind, self.table.kinds)
        self.rebuild()

    def _clear(self) -> None:
        self.look.clear()
        self.rebuild()

    def _sort(self, column: int) -> None:
        self.look.sort_by(column)
        self.rebuild()

    def _sort_beside(self, step: int) -> None:
        self._sort((self.look.column + step) % len(army_table.TITLES[self.look.page]))

    def _clicked(self, action: RowAction) -> Next | None:
        match action:
            case SortBy(column):
                self._sort(column)
            case SelectUnit() | LookAt():
                return Back(Led(action))
        return None

    def _enter(self) -> object:
        """Press the button that has the focus; without one, go to the row that is marked."""
        focus = self.ui.focus
        if focus is not None and focus in self.ui.actions:
            return self.ui.actions[focus]()
        return None if self.marked is None else Back(Led(self.marked.action))

    # -- drawing -----------------------------------------------------------------------------------------------

    def draw(self, surface: pygame.Surface) -> None:
        m, state = self.ui.m, self.planner.state
        surface.fill(theme.PANEL)
        x = m.px(18)
        for text, style, colour in (
            (self._title(), "title", theme.GOLD),
            (turn_text(state), "normal", theme.INK_DIM),
            (self._count(), "normal", theme.INK_DIM),
        ):
            room = self.ui.size[0] - x - m.px(18)
            if text and room > m.px(60):
                drawn = m.font(style).render(shorten(text, m.font(style), room), True, colour)
                surface.blit(drawn, (x, m.px(22) - drawn.get_height() // 2))
                x += drawn.get_width() + m.px(20)
        self.ui.draw(surface)
        self._draw_mark(surface)
        small = m.font("small")
        hint = _(HINT).format(turn=label(pygame.K_r))
        drawn = small.render(shorten(hint, small, self._hint.width), True, theme.INK_DIM)
        surface.blit(drawn, drawn.get_rect(midleft=self._hint.midleft))

    def _title(self) -> str:
        """Whose units the table has."""
        state, side = self.planner.state, self.planner.side
        if self.look.page is TablePage.ENEMY:
            return _("The enemy: {side}").format(side=side_name(state, state.scenario.enemy(side)))
        return _("The army: {side}").format(side=side_name(state, side))

    def _count(self) -> str:
        if self.look.page is TablePage.DANGER:
            return ""
        shown, total = len(self.table.entries), self.table.total
        if shown == total:
            return amounts.units(total)
        return _("{n} of {units}").format(n=shown, units=amounts.units(total))

    def _draw_mark(self, surface: pygame.Surface) -> None:
        """A frame round the marked row, and all of it beneath the table."""
        entry = self.marked
        if entry is None:
            return
        m, small = self.ui.m, self.ui.m.font("small")
        place = self.sheet.place_of(self.mark)
        if place is not None:
            pygame.draw.rect(surface, theme.GOLD, place.inflate(m.px(6), 0), m.px(1), border_radius=m.px(3))
        lines = wrap(army_table.told(entry, self.look.page), small, self._told.width)
        lines = lines if len(lines) < 3 else [lines[0], shorten(" ".join(lines[1:]), small, self._told.width)]
        for i, line in enumerate(lines):
            surface.blit(small.render(line, True, theme.INK_LIGHT), (self._told.x, self._told.y + i * m.px(17)))


def _following(now: str, names: tuple[str, ...]) -> str:
    """The next of some names; after the last, all of them, which is no name."""
    around = ("", *names)
    return around[(around.index(now) + 1) % len(around)] if now in around else ""
