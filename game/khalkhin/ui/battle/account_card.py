"""The card in the corner of the map with the account of a fight, until it is put away."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pygame

from khalkhin.translation import _
from khalkhin.ui.battle.controller import BattleController
from khalkhin.ui.widgets.keyboard import with_keys
from khalkhin.ui.widgets.row_list import draw_rows
from khalkhin.ui.widgets.widgets import Ui

#: Breadth of the card at 100 %, and the part of the map's height that it may take.
WIDTH, MOST = 360, 0.72


class AccountCard:
    """Shows the latest of the controller's accounts, unless an assault is being planned."""

    def __init__(self, battle: BattleController) -> None:
        self.battle = battle
        self._built: tuple[int, int] | None = None
        self._box = pygame.Rect(0, 0, 0, 0)

    @property
    def place(self) -> pygame.Rect:
        """Where in the window it lies; empty where there is none."""
        return self._box

    def covers(self, pos: tuple[int, int]) -> bool:
        """Whether the card lies over a place of the window."""
        return self._box.collidepoint(pos)

    @property
    def _wanted(self) -> tuple[int, int] | None:
        accounts = self.battle.accounts
        hidden = not accounts or self.battle.planner.plan is not None
        return None if hidden else (len(accounts), id(accounts[-1]))

    @property
    def stale(self) -> bool:
        """Whether another account, or none, is to be shown than when the controls were made."""
        return self._built != self._wanted

    def build(self, ui: Ui, area: pygame.Rect, where: Callable[[int], tuple[int, int]]) -> None:
        """Make the card, if there is one, in a lower corner of an area: away from its hex, `where` that is."""
        self._built = self._wanted
        self._box = pygame.Rect(0, 0, 0, 0)
        if self._built is None:
            return
        m, accounts = ui.m, self.battle.accounts
        pad, gap = m.px(12), m.px(10)
        width = min(m.px(WIDTH), area.width - 2 * gap)
        inner = width - 2 * pad
        rows = accounts[-1].rows
        wanted = draw_rows(rows, inner - m.px(12), m).picture.get_height() + m.px(4)
        high = min(wanted, round(area.height * MOST) - m.row - 3 * pad)
        box = pygame.Rect(area.left + gap, 0, width, high + m.row + 3 * pad)
        box.bottom = area.bottom - gap
        if where(accounts[-1].hex)[0] < area.centerx:
            box.right = area.right - gap
        self._box = box
        panel = ui.panel(box)
        ui.sheet(pygame.Rect(pad, pad, inner, high), rows, container=panel)
        foot = pygame.Rect(pad, high + 2 * pad, inner, m.row)
        if len(accounts) > 1:
            half = (inner - m.px(6)) // 2
            every = _("Close all {n}").format(n=len(accounts))
            away = partial(self.battle.put_away, all_of_them=True)
            place = pygame.Rect(foot.x + half + m.px(6), foot.y, half, m.row)
            told = _("Puts the accounts of all these fights away.")
            ui.button(place, every, away, tip=told, container=panel, focus=False)
            foot.width = half
        told = with_keys(_("Puts this account away; the next one comes."), _("Esc"))
        ui.button(foot, f"{_('Close')}  ·  {_('Esc')}", self.battle.put_away, tip=told, container=panel, focus=False)
