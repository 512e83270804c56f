"""What the battle looks like: the layout of the window, the panels, the map and the notes upon it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pygame

from khalkhin.core.fog.view import View
from khalkhin.text.names import side_name, turn_text
from khalkhin.ui.battle.keys import Command, key_name
from khalkhin.ui.battle.layerscreen import LayerScreen
from khalkhin.ui.destinations import ToHelp
from khalkhin.ui.dialogs.telegram import telegram
from khalkhin.ui.events import eventlog
from khalkhin.ui.events.playback import Playback
from khalkhin.ui.map.map_contents import MapScene
from khalkhin.ui.map.mapview import MapView
from khalkhin.ui.map.minimap import Minimap
from khalkhin.ui.panels import aims, armyrows, assaultrows, describe, herepage, highlights, orderrows
from khalkhin.ui.planning.planner import Planner
from khalkhin.ui.ports.game_port import Table
from khalkhin.ui.scene import Next, Push, Scene
from khalkhin.ui.widgets import theme
from khalkhin.ui.widgets.row_list import Row, Sheet, draw_rows, shorten, wrap
from khalkhin.ui.widgets.tooltip import Slip

TABS = (
    ("info", "Here", Command.TAB_INFO),
    ("log", "Events", Command.TAB_LOG),
    ("aims", "Aims", Command.TAB_AIMS),
    ("forces", "Forces", Command.TAB_FORCES),
    ("army", "Army", Command.TAB_ARMY),
)
#: The tabs with a list of orders beneath.
ORDERING = ("info", "army")


class BattleScreen(LayerScreen):
    """The screen of a battle. `session` holds the game; what is shown comes from views of it and from the planner.

    What the buttons do is said by the classes built on this one.
    """

    def __init__(self, session: Table) -> None:
        super().__init__(session.scenario)
        self.session = session
        humans = session.humans
        self.viewer: str = session.active if session.active in humans or not humans else humans[0]
        self.hidden = len(humans) > 1
        self.planner = Planner(session.view(self.viewer), session.active == self.viewer and bool(humans))
        self.playback = Playback(1.0)
        self.log = eventlog.Log()
        self.pending: list[Scene] = []
        self.tab = "info"
        self.hover: int | None = None
        self.cursor: int | None = None
        self.note: tuple[str, str] = ("", "dim")
        self.show_sight = True
        self.mapview: MapView | None = None
        self.minimap: Minimap | None = None
        self._map: pygame.Surface | None = None
        self._slip = Slip()
        self.near_side: int | None = None
        self.pointed_choice: tuple[str, int] | None = None
        self._drag: tuple[int, int] | None = None
        self._dragged = False
        self._on_minimap = False
        self._mark = 0
        self._thinking = False
        self._noticed = ""
        self._greeted: tuple[int, str] | None = None
        # The first player has read a briefing before the battle came up; so has everyone in a game gone on with.
        state = self.planner.state
        self._briefed = {self.viewer} if state.turn == 1 else set(humans)
        if state.turn == 1:
            self.pending += [
                telegram(e, turn_text(state))
                for e in session.scenario.timeline
                if e.id in state.fired and e.text and not e.answers
            ]
        # Messages for the other player at the machine, by side, until that side takes over.
        self.letters: dict[str, list[Scene]] = {}
        self._put_off: set[str] = set()

    @property
    def resumable(self) -> Path | None:
        return self.session.path

    def build(self) -> None:
        ui, m = self.ui, self.ui.m
        w, h = ui.size
        self.playback.speed = self.app.settings.speed
        bar, foot, side = m.px(38), m.row + m.px(12), m.px(352)
        self.map_rect = pygame.Rect(0, bar, w - side, h - bar - foot)
        self.side_rect = pygame.Rect(w - side, bar, side, h - bar)
        if self.mapview is None:
            self.mapview = MapView(self.session.scenario, self.map_rect.size, scale=m.scale)
            self._first_look()
        else:
            self.mapview.resize(self.map_rect.size, m.scale)
        self._map = pygame.Surface(self.map_rect.size)
        self._map_stale = True
        self._unfinished = False
        self._top_bar(bar)
        self._layer_bar()
        self._foot(foot)
        if self.planner.plan is not None:
            self._assault_side()
        else:
            self._plain_side()
        ui.sheet_action = self._row_clicked
        self.refresh()

    def _first_look(self) -> None:
        view = self.mapview
        assert view is not None
        hexes = [u.hex for u in self.planner.state.side_units(self.viewer)]
        if hexes:
            board = self.session.scenario.board
            view.camera.zoom_to(self.ui.m.scale)
            if all(a < b for a, b in zip(view.camera.map_size, view.camera.size, strict=True)):
                view.camera.zoom_to_fit()
            view.camera.centre_on(min(hexes, key=lambda a: sum(board.distance(a, b) for b in hexes)))

    def _top_bar(self, height: int) -> None:
        ui, m = self.ui, self.ui.m
        w = ui.size[0]
        bh, y = height - m.px(10), m.px(5)
        x = w - m.gap
        for text, action in (("Menu", self._menu), ("Help", lambda: Push(ToHelp()))):
            bw = m.px(78)
            x -= bw
            ui.button(pygame.Rect(x, y, bw, bh), text, action, focus=False)
            x -= m.px(6)
        self.army_button: Any = None
        if armyrows.summary(self.planner.state, self.viewer):
            bw = m.width("Bombers 88  ·  Fighters 88  ·  HQ 8", "bold") + m.px(26)
            x -= bw
            self.army_button = ui.button(
                pygame.Rect(x, y, bw, bh),
                armyrows.summary(self.planner.state, self.viewer),
                partial(self.command, Command.TAB_ARMY),
                focus=False,
            )
            x -= m.px(6)
        self._top_right = x

    def _foot(self, height: int) -> None:
        ui, m = self.ui, self.ui.m
        y = self.map_rect.bottom + m.px(6)
        x = self.map_rect.right - m.gap
        self.buttons: dict[Command, Any] = {}
        self.tabs: dict[str, Any] = {}
        entries = (
            (Command.END_TURN, "End turn", "primary"),
            (Command.UNDO, "Undo", ""),
            (Command.NEXT_UNIT, "Next unit", ""),
            (Command.STORES, "Stores", ""),
        )
        for command, text, look in entries:
            label = f"{text}  ·  {key_name(command)}"
            bw = m.width(label, "bold") + m.px(26)
            x -= bw
            button = ui.button(
                pygame.Rect(x, y, bw, m.row), label, partial(self.command, command), look=look, focus=False
            )
            self.buttons[command] = button
            x -= m.px(6)
        self.note_rect = pygame.Rect(m.gap, y, x - m.gap, m.row)

    def _plain_side(self) -> None:
        ui, m = self.ui, self.ui.m
        pad = m.px(10)
        r = self.side_rect
        width = r.width - 2 * pad
        tw = (width - (len(TABS) - 1) * m.px(4)) // len(TABS)
        for i, (name, text, command) in enumerate(TABS):
            button = ui.button(
                pygame.Rect(r.x + pad + i * (tw + m.px(4)), r.y + m.px(6), tw, m.px(28)),
                text,
                partial(self.command, command),
                look="tab",
                focus=False,
            )
            self.tabs[name] = button
        top = r.y + m.px(42)
        self.minimap = Minimap(self.session.scenario, (width, m.px(185)))
        mini = self.minimap.size
        self.mini_rect = pygame.Rect(r.x + (r.width - mini[0]) // 2, r.bottom - mini[1] - pad, *mini)
        self._pages = pygame.Rect(r.x + pad, top, width, self.mini_rect.y - m.gap - top)
        self.sheet = ui.sheet(self._pages)
        self.orders = ui.sheet(pygame.Rect(self._pages.bottomleft, (width, 1)))
        self.orders.hide()
        self.people: Sheet | None = None

    def _assault_side(self) -> None:
        ui, m = self.ui, self.ui.m
        pad = m.px(10)
        r = self.side_rect
        width = r.width - 2 * pad
        x, bottom = r.x + pad, r.bottom - pad
        half = (width - m.px(6)) // 2
        self.minimap = None
        self.mini_rect = pygame.Rect(0, 0, 0, 0)
        self.confirm = ui.button(
            pygame.Rect(x, bottom - m.row, half, m.row), "Assault  ·  Enter", self._confirm, look="primary", focus=False
        )
        ui.button(
            pygame.Rect(x + half + m.px(6), bottom - m.row, half, m.row), "Cancel  ·  Esc", self._cancel, focus=False
        )
        bottom -= m.row + m.gap
        rows = assaultrows.people(self.planner, self._mark)
        wanted = draw_rows(rows, width - m.px(12), m).picture.get_height()
        room = bottom - r.y - m.px(8)
        high = min(wanted, room * 42 // 100)
        self.people = ui.sheet(pygame.Rect(x, r.y + m.px(8), width, high), rows)
        top = r.y + m.px(8) + high + m.gap
        self.sheet = ui.sheet(pygame.Rect(x, top, width, bottom - top))

    def refresh(self) -> None:
        """Bring the panels up to date with planner and view; cheap when nothing changed."""
        if self.people is not None:
            self.people.set_rows(assaultrows.people(self.planner, self._mark), top=False)
            self.sheet.set_rows(assaultrows.odds(self.planner), top=False)
            able = self.planner.refusal() is None
            _enable(self.confirm, able)
        else:
            for name, tab in self.tabs.items():
                _mark(tab, name == self.tab)
            self._list_orders()
            self.sheet.set_rows(self._tab_rows(), top=self.tab != "log")
        if self.army_button is not None:
            self.army_button.set_text(armyrows.summary(self.planner.state, self.viewer))
        for command in (Command.END_TURN, Command.UNDO, Command.NEXT_UNIT):
            _enable(self.buttons[command], self._may_order)
        self._mark_layers()
        self.app.dirty = True

    def _list_orders(self) -> None:
        """Show the list of orders beneath the page, as high as it needs to be; the page takes what is left.

        An order being put together is always seen whole: in a small window the page makes way for it.
        """
        m, area = self.ui.m, self._pages
        listed = self.tab in ORDERING and self._may_order
        rows = orderrows.rows(self.planner) if listed else []
        if not rows:
            self.orders.hide()
            self.sheet.place(area)
            self.sheet.show()
            return
        wanted = draw_rows(rows, area.width - m.px(12), m).picture.get_height()
        high = min(wanted, area.height if self.planner.draft is not None else area.height * 60 // 100)
        left = area.height - high - m.gap
        self.orders.place(pygame.Rect(area.x, area.bottom - high, area.width, high))
        self.orders.set_rows(rows, top=False)
        self.orders.show()
        if left < m.px(48):
            self.sheet.hide()
        else:
            self.sheet.place(pygame.Rect(area.x, area.y, area.width, left))
            self.sheet.show()

    def _tab_rows(self) -> tuple[Row, ...]:
        state = self.planner.state
        match self.tab:
            case "log":
                return tuple(self.log.rows(self.viewer))
            case "aims":
                return tuple(aims.rows(self.planner.view))
            case "forces":
                return tuple(describe.force_rows(state, self.viewer))
            case "army":
                return tuple(armyrows.rows(self.planner.view))
        return tuple(herepage.rows(self.planner, self.cursor if self.cursor is not None else self.hover))

    @property
    def _may_order(self) -> bool:
        return (
            self.session.active == self.viewer
            and self.viewer in self.session.humans
            and not self.playback.busy
            and not self.session.over
            and not self.hidden
        )

    def present(self) -> None:
        """Bring the panels up to date, building them anew when the assault panel comes or goes."""
        if (self.people is not None) != (self.planner.plan is not None):
            self.rebuild()
        else:
            self.refresh()

    def say(self, text: str, tone: str = "normal") -> None:
        """Show one line at the foot of the map."""
        self.note = (text, tone)
        self.app.dirty = True

    def _bring(self, hex_: int) -> None:
        view = self.mapview
        assert view is not None
        x, y = view.position(hex_)
        edge = self.ui.m.px(90)
        if not (edge <= x < self.map_rect.width - edge and edge <= y < self.map_rect.height - edge):
            view.camera.glide_to(hex_)

    @property
    def shown(self) -> View:
        """The view the map shows: the old one while events play over it."""
        return self.playback.view if self.playback.view is not None else self.planner.view

    def map_scene(self) -> MapScene:
        """What is drawn on the map now."""
        pointed = self.cursor if self.cursor is not None else self.hover
        playing = self.playback.busy
        scene = highlights.scene(
            self.planner if not playing else None,
            self.shown,
            pointed,
            fog=self.show_sight,
            moving=self.playback.moving(),
            flashes=self.playback.flashes(),
            attackers=self.playback.attackers(),
        )
        return self._layered(scene, self.shown)

    def draw(self, surface: pygame.Surface) -> None:
        if self.hidden:
            surface.fill(theme.DESK)
            return
        view = self.mapview
        assert view is not None and self._map is not None
        scene, shown = self.map_scene(), self.shown
        if self._map_stale or view.needs_draw(shown, scene):
            view.draw(self._map, shown, scene)
            self._map_stale = False
            self._unfinished = view.needs_draw(shown, scene)
        surface.blit(self._map, self.map_rect)
        if self.planner.plan is None:
            self._draw_legend(surface, scene.layers)
        self._draw_frame(surface)
        if self.minimap is not None:
            self.minimap.draw(surface, self.mini_rect.topleft, shown, view.camera)
            pygame.draw.rect(surface, theme.LINE, self.mini_rect.inflate(2, 2), 1)
        self.ui.draw(surface)
        self._draw_tip(surface)
        self._draw_choice(surface)

    def _draw_frame(self, surface: pygame.Surface) -> None:
        m = self.ui.m
        w, h = self.ui.size
        state = self.shown.state
        surface.fill(theme.DESK, (0, 0, w, self.map_rect.top))
        surface.fill(theme.DESK, (0, self.map_rect.bottom, self.map_rect.width, h - self.map_rect.bottom))
        surface.fill(theme.PANEL, self.side_rect)
        for a, b in (
            ((0, self.map_rect.top - 1), (w, self.map_rect.top - 1)),
            ((0, self.map_rect.bottom), (self.map_rect.right, self.map_rect.bottom)),
            (self.side_rect.topleft, self.side_rect.bottomleft),
        ):
            pygame.draw.line(surface, theme.LINE, a, b)
        x = m.px(14)
        middle = self.map_rect.top // 2
        parts = (
            (f"Turn {state.turn} of {len(state.scenario.calendar)}", "bold", theme.GOLD),
            (turn_text(state), "bold", theme.INK_LIGHT),
            (self._whose(), "normal", theme.INK_DIM),
        )
        for text, style, colour in parts:
            drawn = m.font(style).render(text, True, colour)
            if x + drawn.get_width() > self._top_right:
                break
            surface.blit(drawn, (x, middle - drawn.get_height() // 2))
            x += drawn.get_width() + m.px(22)
        self._draw_note(surface)

    def _draw_note(self, surface: pygame.Surface) -> None:
        """The message line: one line, or two small ones where it is long."""
        m, area = self.ui.m, self.note_rect
        text, tone = self.note
        if not text:
            return
        font = m.font()
        lines = [text]
        if font.size(text)[0] > area.width:
            font = m.font("small")
            lines = wrap(text, font, area.width)
            if len(lines) > 2:
                lines = [lines[0], shorten(" ".join(lines[1:]), font, area.width)]
        y = area.centery - len(lines) * font.get_linesize() // 2
        for line in lines:
            surface.blit(font.render(line, True, theme.TONES[tone]), (area.x, y))
            y += font.get_linesize()

    def _whose(self) -> str:
        active = self.session.active
        name = side_name(self.planner.state, active)
        if active == self.viewer and active in self.session.humans:
            return f"Your orders: {name}"
        return f"{name} to move"

    def _draw_tip(self, surface: pygame.Surface) -> None:
        """A note beside the pointed hex: what a move there costs, or what would happen."""
        pointed = self.cursor if self.cursor is not None else self.hover
        if pointed is None or self.playback.busy or self.planner.plan is not None or self._dragged:
            return
        rows = (*highlights.tip(self.planner, pointed, self.near_side), *self._loss_rows(self.shown, pointed))
        if not rows or self.mapview is None:
            return
        x, y = self.mapview.position(pointed)
        away = round(40 * self.mapview.camera.zoom)
        box = self._slip.picture(rows, self.ui.m)
        place = box.get_rect(topleft=(x + self.map_rect.x + away, y + self.map_rect.y + away // 2))
        if place.right > self.map_rect.right:
            place.right = x + self.map_rect.x - away
        place.clamp_ip(self.map_rect)
        surface.blit(box, place)

    def _draw_choice(self, surface: pygame.Surface) -> None:
        """A note beside the choice that is pointed at in the list of orders."""
        if self.pointed_choice is None or self.people is not None or self.planner.draft is not None:
            return
        choice = self.planner.choice(self.pointed_choice[0])
        if choice is None or not self.orders.visible:
            return
        box = self._slip.picture(tuple(orderrows.told(self.planner, choice)), self.ui.m)
        place = box.get_rect(right=self.side_rect.x - self.ui.m.px(4), top=self.pointed_choice[1])
        surface.blit(box, place.clamp(self.map_rect))

    def _menu(self) -> Next:
        raise NotImplementedError

    def _confirm(self) -> None:
        raise NotImplementedError

    def _cancel(self) -> None:
        raise NotImplementedError

    def _row_clicked(self, action: Any) -> Next | None:
        raise NotImplementedError


def _mark(button: Any, on: bool) -> None:
    if on != button.is_selected:
        button.select() if on else button.unselect()


def _enable(button: Any, able: bool) -> None:
    if able != button.is_enabled:
        button.enable() if able else button.disable()
