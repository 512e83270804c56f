"""The supply screen: stores, columns, the staff's plan, what is to come. A click on a row goes there."""

from __future__ import annotations

from collections.abc import Callable

import pygame

from khalkhin.core.fog.view import View
from khalkhin.core.orders.orders import Order, Prioritise
from khalkhin.text.names import PRIORITIES, side_name, store_name, turn_text
from khalkhin.translation import _
from khalkhin.ui.battle.command import Command
from khalkhin.ui.battle.keys import command_for, key_name
from khalkhin.ui.battle.results import Show
from khalkhin.ui.panels import supplyrows
from khalkhin.ui.planning.actions import LookAt, SelectUnit, SetPriority
from khalkhin.ui.scene import Back, Next, Scene
from khalkhin.ui.widgets import theme
from khalkhin.ui.widgets.keyboard import with_keys
from khalkhin.ui.widgets.row_list import shorten
from khalkhin.ui.widgets.rows import Gap, Row, RowAction


class SupplyScene(Scene):
    """The screen over a battle. `look` gives the side's view; `give` hands an order to the game and answers with the
    refusal, if any; `undo` takes one back and says so. `may_order` tells whether the side may give orders."""

    def __init__(
        self, look: Callable[[], View], give: Callable[[Order], str], undo: Callable[[], str], may_order: bool
    ) -> None:
        self.look = look
        self.give = give
        self.undo = undo
        self.may_order = may_order
        self.note = (
            _("Click a store or a column to go there. Click a priority to change how the staff fills a depot.")
            if may_order
            else _("Click a store or a column to go there.")
        )

    def build(self) -> None:
        ui, m = self.ui, self.ui.m
        w, h = ui.size
        pad = m.px(18)
        top, foot = m.px(46), h - m.row - m.px(14)
        wide = (w - 3 * pad) // 2
        high = foot - top - m.gap
        self.left = ui.sheet(pygame.Rect(pad, top, wide, high))
        self.right = ui.sheet(pygame.Rect(2 * pad + wide, top, w - 3 * pad - wide, high))
        ui.sheet_action = self._clicked
        back, undo = (
            f"{_('Back to the map')}  ·  {key_name(Command.STORES)}",
            f"{_('Undo')}  ·  {key_name(Command.UNDO)}",
        )
        bw = max(m.px(170), m.width(back, "bold") + m.px(26))
        x = w - pad - bw
        told = with_keys(_("Back to the map."), key_name(Command.STORES), _("Esc"))
        ui.button(pygame.Rect(x, foot, bw, m.row), back, lambda: Back(), tip=told, look="primary")
        if self.may_order:
            bw = max(m.px(120), m.width(undo, "bold") + m.px(26))
            x -= bw + m.gap
            told = with_keys(_("Take the last order back."), key_name(Command.UNDO))
            ui.button(pygame.Rect(x, foot, bw, m.row), undo, self._undo, tip=told)
        self._note_room = x - pad - m.gap
        self.refresh()

    def handle(self, event: pygame.event.Event) -> Next | None:
        if event.type == pygame.KEYDOWN:
            command = command_for(event)
            if command is Command.STORES:
                return Back()
            if command is Command.UNDO and self.may_order:
                self._undo()
                return None
        return super().handle(event)

    def refresh(self) -> None:
        """Bring the tables up to date."""
        view = self.look()
        title = _("Supply: {side}").format(side=side_name(view.state, view.side))
        self._title = title, turn_text(view.state)
        left: list[Row] = [*supplyrows.stores(view, self.may_order), Gap(8), *supplyrows.reasons(view), Gap(8)]
        right: list[Row] = [*supplyrows.hungry(view), *supplyrows.forecast(view), Gap(8)]
        left += supplyrows.flows(view)
        right += supplyrows.columns(view)
        self.left.set_rows(left, top=False)
        self.right.set_rows(right, top=False)
        self.app.dirty = True

    def _clicked(self, action: RowAction) -> Next | None:
        match action:
            case SetPriority(index, priority):
                state = self.look().state
                place = state.scenario.board.place(state.stores[index].hex)
                refused = self.give(Prioritise(place, priority))
                name = store_name(state.scenario, state.stores[index].name)
                told = _("The staff fills {name} {how}.").format(name=name, how=_(PRIORITIES[priority]))
                self.note = refused or told
                self.refresh()
            case LookAt() | SelectUnit():
                return Back(Show(action))
        return None

    def _undo(self) -> None:
        self.note = self.undo()
        self.refresh()

    def draw(self, surface: pygame.Surface) -> None:
        m = self.ui.m
        surface.fill(theme.PANEL)
        pad = m.px(18)
        x = pad
        for text, style, colour in zip(self._title, ("title", "normal"), (theme.GOLD, theme.INK_DIM), strict=True):
            drawn = m.font(style).render(text, True, colour)
            surface.blit(drawn, (x, m.px(22) - drawn.get_height() // 2))
            x += drawn.get_width() + m.px(20)
        self.ui.draw(surface)
        small = m.font("small")
        note = small.render(shorten(self.note, small, self._note_room), True, theme.INK_DIM)
        surface.blit(note, (pad, self.ui.size[1] - m.row // 2 - m.px(14) - note.get_height() // 2))
