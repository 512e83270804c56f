"""The panel at the side of a battle: pages with the list of orders and the minimap, or the planned assault."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pygame
from pygame_gui.elements import UIButton

from khalkhin.core.fog.view import View
from khalkhin.translation import N_, _
from khalkhin.ui.battle.command import Command
from khalkhin.ui.battle.controller import ORDERING, BattleController
from khalkhin.ui.battle.keys import tip
from khalkhin.ui.map.camera import Camera
from khalkhin.ui.map.minimap import Minimap
from khalkhin.ui.panels import aims, armyrows, assaultrows, describe, herepage, orderrows
from khalkhin.ui.planning.actions import ConfirmDraft, PanelAction, Pick
from khalkhin.ui.widgets import theme
from khalkhin.ui.widgets.keyboard import with_keys
from khalkhin.ui.widgets.row_list import Sheet, draw_rows
from khalkhin.ui.widgets.rows import Check, Dial, Gap, Option, Row
from khalkhin.ui.widgets.tooltip import Slip
from khalkhin.ui.widgets.widgets import Ui, fitted

TABS = (
    ("info", N_("Here"), Command.TAB_INFO),
    ("log", N_("Events"), Command.TAB_LOG),
    ("aims", N_("Aims"), Command.TAB_AIMS),
    ("forces", N_("Forces"), Command.TAB_FORCES),
    ("army", N_("Army"), Command.TAB_ARMY),
)

#: Pixels that an order being put together has room for, as many as its rows may come to, and that a page needs.
DRAFTED, LEAST = 440, 48


def _apart(rows: list[Row], pixels: int) -> list[Row]:
    """An order being put together, with what gives it or takes it back some pixels further down: at the foot."""
    foot = next((i for i, row in enumerate(rows) if row.action == ConfirmDraft()), len(rows))
    return [*rows[:foot], Gap(pixels), *rows[foot:]] if pixels > 0 else rows


class SidePanel:
    """What it shows is the controller's. `people` is the upper list of the planned assault, `advance` the one at its
    foot; `people` is None while no assault is planned, when `sheet` is the page and `orders` the list beneath it."""

    def __init__(self, battle: BattleController) -> None:
        self.battle = battle
        self.minimap: Minimap | None = None
        self.mini_rect = pygame.Rect(0, 0, 0, 0)
        self.people: Sheet | None = None
        #: The choice in the list of orders that is pointed at, and how far down the window it is.
        self.pointed_choice: tuple[str, int] | None = None
        self._slip = Slip()
        #: The page as it was last shown: whose, which, and its lines.
        self._last: tuple[str, str, tuple[Row, ...]] = ("", "", ())

    def build(self, ui: Ui, area: pygame.Rect, command: Callable[[Command], object]) -> None:
        """Make the controls in an area of the window."""
        self.ui, self.area = ui, area
        self.tabs: dict[str, UIButton] = {}
        self.people = None
        if self.battle.planner.plan is not None:
            self._assault()
        else:
            self._pages_and_orders(command)

    @property
    def assaulting(self) -> bool:
        """Whether the panel is made for a planned assault."""
        return self.people is not None

    def _pages_and_orders(self, command: Callable[[Command], object]) -> None:
        ui, m, r = self.ui, self.ui.m, self.area
        pad = m.px(10)
        width = r.width - 2 * pad
        x, room = r.x + pad, width - (len(TABS) - 1) * m.px(4)
        wanted = [max(room // len(TABS), m.width(_(text)) + m.px(10)) for _name, text, _asked in TABS]
        for (name, text, asked), tw in zip(TABS, fitted(wanted, room), strict=True):
            place = pygame.Rect(x, r.y + m.px(6), tw, m.px(28))
            self.tabs[name] = ui.button(
                place, _(text), partial(command, asked), tip=tip(asked), look="tab", focus=False
            )
            x += tw + m.px(4)
        top = r.y + m.px(42)
        # In a high window the small map takes part of what the page would leave empty.
        high = m.px(185) + max(0, r.height - m.px(690)) * 3 // 5
        self.minimap = Minimap(self.battle.session.scenario, (width, high))
        mini = self.minimap.size
        self.mini_rect = pygame.Rect(r.x + (r.width - mini[0]) // 2, r.bottom - mini[1] - pad, *mini)
        self._pages = pygame.Rect(r.x + pad, top, width, self.mini_rect.y - m.gap - top)
        self.sheet = ui.sheet(self._pages)
        self.orders = ui.sheet(pygame.Rect(self._pages.bottomleft, (width, 1)))
        self.orders.hide()

    def _assault(self) -> None:
        ui, m, r, battle = self.ui, self.ui.m, self.area, self.battle
        pad = m.px(10)
        width = r.width - 2 * pad
        x, bottom = r.x + pad, r.bottom - pad
        half = (width - m.px(6)) // 2
        self.minimap = None
        self.mini_rect = pygame.Rect(0, 0, 0, 0)
        place = pygame.Rect(x, bottom - m.row, half, m.row)
        go, away = f"{_('Assault')}  ·  {_('Enter')}", f"{_('Cancel')}  ·  {_('Esc')}"
        told = with_keys(_("Throw the dice for the assault as it is planned here."), _("Enter"))
        self.confirm = ui.button(place, go, battle.confirm, tip=told, look="primary", focus=False)
        told = with_keys(_("No assault; nothing has been done yet."), _("Esc"))
        ui.button(place.move(half + m.px(6), 0), away, battle.cancel, tip=told, focus=False)
        bottom -= m.row + m.gap
        self._pages = pygame.Rect(x, r.y + m.px(8), width, bottom - r.y - m.px(8))
        self.people, self.sheet, self.advance = (ui.sheet(self._pages) for _part in range(3))
        self._mark = battle.mark
        self._share_out(self.people)

    def _share_out(self, people: Sheet) -> None:
        """Give the parts of a planned assault their room: whether to advance is always seen whole, who takes part as
        far as leaves room for the odds, which have the rest."""
        m, area, battle = self.ui.m, self._pages, self.battle
        ticks = assaultrows.people(battle.planner, battle.mark)
        last = assaultrows.advance(battle.planner, battle.mark)
        if (tuple(ticks), tuple(last)) == (people.rows, self.advance.rows):
            return
        upper, lower = (draw_rows(rows, area.width - m.px(12), m).picture.get_height() for rows in (ticks, last))
        room = area.height - lower - 2 * m.gap
        upper = min(upper, room * 42 // 100)
        top = area.y + upper + m.gap
        people.place(pygame.Rect(area.x, area.y, area.width, upper))
        self.sheet.place(pygame.Rect(area.x, top, area.width, room - upper))
        self.advance.place(pygame.Rect(area.x, area.bottom - lower, area.width, lower))
        people.set_rows(ticks, top=False)
        self.advance.set_rows(last, top=False)
        if battle.mark != self._mark:
            self._mark = battle.mark
            people.reveal_row(next((i for i, r in enumerate(ticks) if isinstance(r, Check | Dial) and r.marked), 0))

    def refresh(self) -> None:
        """Bring the lines up to date; cheap when nothing changed."""
        battle = self.battle
        if self.people is not None:
            self._share_out(self.people)
            self.sheet.set_rows(assaultrows.odds(battle.planner), top=False)
            able = battle.planner.refusal() is None
            if able != self.confirm.is_enabled:
                self.confirm.enable() if able else self.confirm.disable()
            return
        for name, tab in self.tabs.items():
            if (name == battle.tab) != tab.is_selected:
                tab.select() if name == battle.tab else tab.unselect()
        self._list_orders()
        self.sheet.set_rows(self._page(), top=battle.tab != "log")

    def _list_orders(self) -> None:
        """Show the list of orders beneath the page, as high as it needs to be; the page takes what is left.

        An order being put together is always seen whole: in a small window the page makes way for it. Its room is as
        high from the beginning as it may need, so that what is clicked keeps its place while its odds get longer.
        """
        m, area, battle = self.ui.m, self._pages, self.battle
        rows = orderrows.rows(battle.planner) if battle.tab in ORDERING and battle.may_order else []
        if not rows:
            self.orders.hide()
            self.sheet.place(area)
            self.sheet.show()
            return
        wanted = draw_rows(rows, area.width - m.px(12), m).picture.get_height()
        if battle.planner.draft is not None:
            high = min(area.height, max(wanted, m.px(DRAFTED)))
            high = high if area.height - high - m.gap >= m.px(LEAST) else area.height
            rows = _apart(rows, int((high - wanted) / m.scale))
        else:
            high = min(wanted, area.height * 60 // 100)
        left = area.height - high - m.gap
        self.orders.place(pygame.Rect(area.x, area.bottom - high, area.width, high))
        self.orders.set_rows(rows, top=False)
        self.orders.show()
        if left < m.px(LEAST):
            self.sheet.hide()
        else:
            self.sheet.place(pygame.Rect(area.x, area.y, area.width, left))
            self.sheet.show()

    def _page(self) -> tuple[Row, ...]:
        """The lines of the page. What comes of a fight is not told there before it has been shown."""
        viewer, tab, rows = self._last
        if not (self.battle.fighting and (viewer, tab) == (self.battle.viewer, self.battle.tab)):
            rows = self._rows()
            self._last = self.battle.viewer, self.battle.tab, rows
        return rows

    def _rows(self) -> tuple[Row, ...]:
        battle = self.battle
        match battle.tab:
            case "log":
                return tuple(battle.log.rows(battle.viewer))
            case "aims":
                return tuple(aims.rows(battle.planner.view))
            case "forces":
                return tuple(describe.force_rows(battle.planner.state, battle.viewer))
            case "army":
                return tuple(armyrows.rows(battle.planner.view))
        return tuple(herepage.rows(battle.planner, battle.pointed))

    def scroll(self, pages: int) -> None:
        """Scroll both lists."""
        for sheet in (self.sheet, self.people or self.orders):
            sheet.scroll_by(self.ui.m.px(200) * pages)

    def point(self, pos: tuple[int, int]) -> None:
        """Remember which line of the list of orders is pointed at, for the note beside it."""
        found = self.orders.row_at(pos) if self.people is None and self.orders.visible else None
        match found:
            case (Option(action=Pick(choice)), top):
                self.pointed_choice = choice, top
            case _:
                self.pointed_choice = None

    def place_of(self, action: PanelAction) -> pygame.Rect | None:
        """Where in the window the line of the list of orders is that asks for something; None where none is seen."""
        if self.people is not None or not self.orders.visible:
            return None
        found = next((i for i, row in enumerate(self.orders.rows) if row.action == action), None)
        return None if found is None else self.orders.place_of(found)

    def forget(self) -> None:
        """Nothing is pointed at any more."""
        self.pointed_choice = None

    def draw_minimap(self, surface: pygame.Surface, shown: View, camera: Camera) -> None:
        """The minimap, with the part of the map that is shown."""
        if self.minimap is not None:
            self.minimap.draw(surface, self.mini_rect.topleft, shown, camera)
            pygame.draw.rect(surface, theme.LINE, self.mini_rect.inflate(2, 2), 1)

    def hex_on_minimap(self, pos: tuple[int, int]) -> int | None:
        """The hex at a place of the window on the minimap."""
        if self.minimap is None:
            return None
        return self.minimap.hex_at((pos[0] - self.mini_rect.x, pos[1] - self.mini_rect.y))

    def draw_choice(self, surface: pygame.Surface, over: pygame.Rect) -> None:
        """A note beside the choice that is pointed at in the list of orders, over the map."""
        planner = self.battle.planner
        if self.pointed_choice is None or self.people is not None or planner.draft is not None:
            return
        choice = planner.choice(self.pointed_choice[0])
        if choice is None or not self.orders.visible:
            return
        box = self._slip.picture(tuple(orderrows.told(planner, choice)), self.ui.m)
        place = box.get_rect(right=self.area.x - self.ui.m.px(4), top=self.pointed_choice[1])
        surface.blit(box, place.clamp(over))
