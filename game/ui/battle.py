"""The battle: map, side panel, orders by mouse and keys, the enemy's turn as far as it is seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pygame

from game.core.errors import IllegalOrder
from game.core.orders import Barrage, EndTurn, Exit, Order
from game.core.timeline import Entry
from game.core.view import View
from game.ui import aims, assaultrows, describe, eventlog, marks, theme
from game.ui.after import EndScene, HandOver, summary
from game.ui.dialog import Answer, Dialog, message
from game.ui.helppage import help_page
from game.ui.keys import ARROWS, PAN, Command, command_for, key_name
from game.ui.mapview import MapView
from game.ui.menus import MenuScene, SettingsScene
from game.ui.minimap import Minimap
from game.ui.planner import Planner
from game.ui.playback import Become, Playback, Show, Walk
from game.ui.scene import Go, Next, Push, Quit, Scene
from game.ui.scenery import MapScene
from game.ui.sheet import Gap, Line, Row, Sheet, draw_rows, shorten, wrap

TABS = (("info", "Here", Command.TAB_INFO), ("log", "Events", Command.TAB_LOG),
        ("aims", "Aims", Command.TAB_AIMS), ("forces", "Forces", Command.TAB_FORCES))
#: Pixels a second the map moves by keys or edge, at 100 %.
PAN_SPEED = 900


class BattleScene(Scene):
    """A battle under way. `session` holds the game; this scene only looks at views of it and hands it orders."""

    def __init__(self, session: Any) -> None:
        self.session = session
        humans = session.humans
        self.viewer: str = session.active if session.active in humans or not humans else humans[0]
        self.hidden = len(humans) > 1
        self.planner = Planner(session.view(self.viewer), session.active == self.viewer and bool(humans))
        self.playback = Playback(2)
        self.log = eventlog.Log()
        self.pending: list[Scene] = []
        self.tab = "info"
        self.hover: int | None = None
        self.cursor: int | None = None
        self.note: tuple[str, str] = ("", "dim")
        self.overlay_side: str | None = None
        self.show_sight = True
        self.mapview: MapView | None = None
        self.minimap: Minimap | None = None
        self._map: pygame.Surface | None = None
        self._tip: tuple[tuple[Row, ...], pygame.Surface] | None = None
        self._drag: tuple[int, int] | None = None
        self._dragged = False
        self._on_minimap = False
        self._mark = 0
        self._thinking = False
        self._greeted: tuple[int, str] | None = None
        state = self.planner.state
        if state.turn == 1:
            self.pending += [_telegram(e) for e in session.scenario.timeline
                             if e.turn == 1 and e.id in state.fired and e.text]

    # -- the screen ----------------------------------------------------------------------------------------

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
        for text, action in (("Menu", self._menu), ("Help", lambda: Push(help_page()))):
            bw = m.px(78)
            x -= bw
            ui.button(pygame.Rect(x, y, bw, bh), text, action, focus=False)
            x -= m.px(6)
        self._top_right = x

    def _foot(self, height: int) -> None:
        ui, m = self.ui, self.ui.m
        y = self.map_rect.bottom + m.px(6)
        x = self.map_rect.right - m.gap
        self.buttons: dict[Command, Any] = {}
        entries = ((Command.END_TURN, "End turn", "primary"), (Command.UNDO, "Undo", ""),
                   (Command.NEXT_UNIT, "Next unit", ""), (Command.SUPPLY, "Supply", ""))
        for command, text, look in entries:
            label = f"{text}  ·  {key_name(command)}"
            bw = m.width(label, "bold") + m.px(26)
            x -= bw
            button = ui.button(pygame.Rect(x, y, bw, m.row), label, lambda c=command: self.command(c), look=look,
                               focus=False)
            self.buttons[command] = button
            x -= m.px(6)
        self.note_rect = pygame.Rect(m.gap, y, x - m.gap, m.row)

    def _plain_side(self) -> None:
        ui, m = self.ui, self.ui.m
        pad = m.px(10)
        r = self.side_rect
        width = r.width - 2 * pad
        tw = (width - 3 * m.px(4)) // 4
        for i, (name, text, command) in enumerate(TABS):
            button = ui.button(pygame.Rect(r.x + pad + i * (tw + m.px(4)), r.y + m.px(6), tw, m.px(28)), text,
                               lambda c=command: self.command(c), look="tab", focus=False)
            if name == self.tab:
                button.select()
        top = r.y + m.px(42)
        self.minimap = Minimap(self.session.scenario, (width, m.px(210)))
        mini = self.minimap.size
        self.mini_rect = pygame.Rect(r.x + (r.width - mini[0]) // 2, r.bottom - mini[1] - pad, *mini)
        tools = m.row + m.px(6)
        bottom = self.mini_rect.y - m.gap
        half = (width - m.px(6)) // 2
        self.buttons[Command.BARRAGE] = ui.button(
            pygame.Rect(r.x + pad, bottom - m.row, half, m.row), f"Barrage  ·  {key_name(Command.BARRAGE)}",
            lambda: self.command(Command.BARRAGE), focus=False)
        self.buttons[Command.EXIT] = ui.button(
            pygame.Rect(r.x + pad + half + m.px(6), bottom - m.row, half, m.row),
            f"Leave map  ·  {key_name(Command.EXIT)}", lambda: self.command(Command.EXIT), focus=False)
        self.sheet = ui.sheet(pygame.Rect(r.x + pad, top, width, bottom - tools - top))
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
        self.confirm = ui.button(pygame.Rect(x, bottom - m.row, half, m.row), "Assault  ·  Enter", self._confirm,
                                 look="primary", focus=False)
        ui.button(pygame.Rect(x + half + m.px(6), bottom - m.row, half, m.row), "Cancel  ·  Esc", self._cancel,
                  focus=False)
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
            self.sheet.set_rows(self._tab_rows(), top=self.tab != "log")
            orders = self._may_order
            unit = self.planner.unit
            _enable(self.buttons[Command.BARRAGE], orders and unit is not None and bool(unit.spec.type.range))
            _enable(self.buttons[Command.EXIT], orders and self.planner.can_exit())
        for command in (Command.END_TURN, Command.UNDO, Command.NEXT_UNIT):
            _enable(self.buttons[command], self._may_order)
        if self.overlay_side is not None:
            self.buttons[Command.SUPPLY].select()
        else:
            self.buttons[Command.SUPPLY].unselect()
        self.app.dirty = True

    def _tab_rows(self) -> tuple[Row, ...]:
        state = self.planner.state
        match self.tab:
            case "log":
                return tuple(self.log.rows(self.viewer))
            case "aims":
                return tuple(aims.rows(self.planner.view))
            case "forces":
                return tuple(describe.force_rows(state, self.viewer))
        rows: list[Row] = []
        unit = self.planner.unit
        hex_ = self.cursor if self.cursor is not None else self.hover
        if unit is not None and unit.on_map:
            rows += describe.unit_rows(state, unit, self.viewer)
            rows += [Gap(), *marks.supply_rows(self.planner.view, unit)]
            hex_ = unit.hex if hex_ is None else hex_
        if hex_ is not None:
            for other in state.at_hex(hex_):
                if unit is None or other.id != unit.id:
                    rows += [Gap(8)] if rows else []
                    rows += describe.unit_rows(state, other, self.viewer, full=unit is None)
            rows += [Gap(8)] if rows else []
            rows += describe.hex_rows(state, hex_)
            rows += marks.ghost_rows(self.planner.view, hex_)
        if not rows:
            rows = [Line("Point at the map to see what is there; click a unit to command it.", tone="dim")]
        return tuple(rows)

    # -- what may be done ----------------------------------------------------------------------------------

    @property
    def _may_order(self) -> bool:
        return (self.session.active == self.viewer and self.viewer in self.session.humans
                and not self.playback.busy and not self.session.over and not self.hidden)

    def say(self, text: str, tone: str = "normal") -> None:
        """Show one line at the foot of the map."""
        self.note = (text, tone)
        self.app.dirty = True

    def give(self, order: Order) -> None:
        """Hand an order to the game; a refusal is shown, nothing else changes."""
        before = self.session.view(self.viewer)
        if isinstance(order, EndTurn):
            self.log.mark(self.viewer)
        try:
            done = self.session.submit(order)
        except IllegalOrder as refused:
            self.app.sounds.play("refuse")
            self.say(refused.reason, "warn")
            return
        self._happened(before, order, done)

    def _happened(self, before: View, order: Order, events: Any) -> None:
        """Take what an order did into the log, the playback and the planner."""
        after = self.session.view(self.viewer)
        own = self.session.active == self.viewer or isinstance(order, EndTurn)
        seen = self.session.visible(events, self.viewer)
        self.log.begin_order()
        self.log.add(self.viewer, before.state, after.state, seen)
        for other in self.session.humans:
            if other != self.viewer:
                self.log.add(other, before.state, after.state, self.session.visible(events, other))
        was_busy = self.playback.busy
        if not was_busy:
            self.playback.view = before
        self.playback.add(*eventlog.steps(before, after, seen), Become(after))
        for told in eventlog.messages(self.session.scenario, seen):
            self.pending.append(_telegram(told))
        line = eventlog.headline(before.state, after.state, self.viewer, seen)
        if line:
            self.say(*line)
        elif own:
            self.say("")
        self.planner.look(after, self.session.active == self.viewer and self.viewer in self.session.humans)
        self.rebuild() if self.people is not None else self.refresh()

    # -- commands ------------------------------------------------------------------------------------------

    def command(self, command: Command) -> Next | None:
        """Do what a key or a button asks for."""
        doing: dict[Command, Callable[[], Next | None]] = {
            Command.NEXT_UNIT: lambda: self._next(1), Command.PREVIOUS_UNIT: lambda: self._next(-1),
            Command.OTHER_IN_HEX: self._other, Command.HOLD: self._hold, Command.CURSOR: self._toggle_cursor,
            Command.ACT: lambda: self._act(False), Command.ATTACK: lambda: self._act(True),
            Command.BARRAGE: self._barrage, Command.EXIT: self._exit, Command.UNDO: self._undo,
            Command.END_TURN: self._end_turn,
            Command.SUPPLY: lambda: self._supply(self.viewer),
            Command.ENEMY_SUPPLY: lambda: self._supply(self.session.scenario.enemy(self.viewer)),
            Command.SIGHT: self._sight, Command.ZOOM_IN: lambda: self._zoom(1), Command.ZOOM_OUT: lambda: self._zoom(-1),
            Command.CENTRE: self._centre, Command.WHOLE_MAP: self._whole, Command.LAST_SAW: self._last,
            Command.TAB_INFO: lambda: self._tab("info"), Command.TAB_LOG: lambda: self._tab("log"),
            Command.TAB_AIMS: lambda: self._tab("aims"), Command.TAB_FORCES: lambda: self._tab("forces"),
            Command.SAVE: self._save, Command.HELP: lambda: Push(help_page()), Command.MENU: self._let_go,
        }
        return doing[command]()

    def _select(self, unit_id: str | None, *, show: bool = False) -> None:
        had_plan = self.planner.plan is not None
        self.planner.select(unit_id)
        unit = self.planner.unit
        if show and unit is not None and unit.on_map and self.mapview is not None:
            self._bring(unit.hex)
            if self.cursor is not None:
                self.cursor = unit.hex
        self.tab = "info"
        self.rebuild() if had_plan or self.tab != "info" else self.rebuild()

    def _bring(self, hex_: int) -> None:
        view = self.mapview
        assert view is not None
        x, y = view.position(hex_)
        edge = self.ui.m.px(90)
        if not (edge <= x < self.map_rect.width - edge and edge <= y < self.map_rect.height - edge):
            view.camera.glide_to(hex_)

    def _next(self, step: int) -> None:
        if not self._may_order:
            return
        unit = self.planner.following(step)
        if unit is None:
            self.say("Every unit has done what it can. End the turn with Enter.", "dim")
        else:
            self._select(unit, show=True)

    def _hold(self) -> None:
        unit = self.planner.unit
        if self._may_order and unit is not None:
            self.planner.holding.add(unit.id)
            self._next(1)

    def _other(self) -> None:
        unit = self.planner.unit
        if unit is not None and unit.on_map:
            self.planner.click(unit.hex)
            self.refresh()

    def _toggle_cursor(self) -> None:
        if self.cursor is not None:
            self.cursor = None
        else:
            unit = self.planner.unit
            middle = self.mapview.hex_at((self.map_rect.width // 2, self.map_rect.height // 2)) if self.mapview else 0
            self.cursor = unit.hex if unit is not None and unit.on_map else (middle or 0)
            self.say("Arrow keys move the cursor, Space clicks, X assaults, C puts the cursor away.", "dim")
        self.refresh()

    def _act(self, attack: bool) -> None:
        if self.cursor is None:
            self._toggle_cursor()
        elif attack:
            self._right(self.cursor)
        else:
            self._left(self.cursor, into=False)

    def _left(self, hex_: int, *, into: bool) -> None:
        if self.planner.plan is not None:
            self._cancel()
            return
        had = self.planner.selected
        if not self._may_order and self.playback.busy:
            return
        order = self.planner.click(hex_, into=into)
        if order is not None:
            self.planner.shelling = False
            self.give(order)
        elif self.planner.plan is not None:
            self._open_plan()
        else:
            enemies = self.planner.enemies(hex_) if self._may_order else []
            if enemies and had is not None:
                self._right(hex_)
                return
            if self.planner.selected != had:
                self.app.sounds.play("click")
            self.tab = "info"
            self.rebuild()

    def _right(self, hex_: int) -> None:
        if self.planner.plan is not None:
            self._cancel()
            return
        if self._may_order and self.planner.enemies(hex_):
            refusal = self.planner.open_assault(hex_)
            if refusal is not None:
                self.app.sounds.play("refuse")
                self.say(refusal, "warn")
            else:
                self._open_plan()
            return
        self._select(None)

    def _open_plan(self) -> None:
        self._mark = 0
        if self.planner.plan is not None:
            self._bring(self.planner.plan.hex)
        self.rebuild()

    def _confirm(self) -> None:
        plan = self.planner.plan
        if plan is not None:
            refusal = self.planner.refusal()
            if refusal is not None:
                self.say(refusal.reason, "warn")
                return
            self.give(plan.order)

    def _cancel(self) -> None:
        self.planner.plan = None
        self.rebuild()

    def _row_clicked(self, action: Any) -> None:
        match action:
            case ("toggle", unit_id):
                self.planner.toggle(unit_id)
                self.refresh()
            case ("advance",):
                self.planner.toggle_advance()
                self.refresh()
            case ("hex", hex_):
                if self.mapview is not None:
                    self.mapview.camera.glide_to(hex_)
            case ("unit", unit_id):
                self._select(unit_id, show=True)

    def _barrage(self) -> None:
        unit = self.planner.unit
        if not self._may_order or unit is None or not unit.spec.type.range:
            self.say("Select guns first: a unit with a range.", "warn")
            return
        targets = self.planner.barrage_targets()
        if not targets:
            near = next((u for u in self.planner.state.known_enemies(self.viewer)), None)
            reason = None
            if near is not None:
                from game.core.legal import why_illegal
                place = self.session.scenario.board.place(near.hex)
                refused = why_illegal(self.planner.state, Barrage(unit.id, place))
                reason = refused.reason if refused else None
            self.say(reason or "These guns see nothing they could shell.", "warn")
            return
        self.planner.shelling = not self.planner.shelling
        if self.planner.shelling:
            self.say(f"{unit.spec.name}: choose a marked hex to shell.", "gold")
        else:
            self.say("")
        self.refresh()

    def _exit(self) -> Next | None:
        unit = self.planner.unit
        if not self._may_order or unit is None:
            return None
        from game.core.legal import why_illegal
        refused = why_illegal(self.planner.state, Exit(unit.id))
        if refused is not None:
            self.say(refused.reason, "warn")
            return None
        return Push(Dialog(f"{unit.spec.name} leaves the map?", (Line("It will not come back in this battle."),),
                           (Answer("Leave", ("exit", unit.id), None, True), Answer("Stay")), width=420))

    def _undo(self) -> None:
        if not self._may_order:
            return
        reason = self.session.undo_reason()
        if reason is not None:
            self.app.sounds.play("refuse")
            self.say(reason, "warn")
            return
        self.session.undo()
        self.log.undo()
        self._take_view()
        self.say("The last order is taken back.", "dim")

    def _take_view(self) -> None:
        """Look at the game afresh (after undo, hand-over, a changed side)."""
        view = self.session.view(self.viewer)
        self.playback.skip()
        self.playback.view = None
        self.planner.look(view, self.session.active == self.viewer and self.viewer in self.session.humans)
        self.rebuild()

    def _end_turn(self) -> Next | None:
        if not self._may_order:
            return None
        waiting = self.planner.waiting()
        if waiting and self.app.settings.confirm_end:
            names = [u.spec.name for u in self.planner.state.units if u.id in waiting]
            count = "A unit has" if len(names) == 1 else f"{len(names)} units have"
            rows = [Line(f"{count} done nothing yet and can still act."),
                    *(Line(n, tone="dim", indent=1) for n in names[:8])]
            if len(names) > 8:
                rows.append(Line(f"and {len(names) - 8} more", tone="dim", indent=1))
            return Push(Dialog("End the turn?", rows,
                               (Answer("End turn", "end", None, True), Answer("Not yet", "stay")), width=440,
                               tick=("Do not ask again", False)))
        self._select(None)
        self.give(EndTurn())
        return None

    def _supply(self, side: str) -> None:
        self.overlay_side = None if self.overlay_side == side else side
        if self.overlay_side is not None:
            whose = "Your" if side == self.viewer else "The enemy's"
            rest = "" if side == self.viewer else ", as far as you know it"
            self.say(f"{whose} supply net{rest}.", "dim")
        else:
            self.say("")
        self.refresh()

    def _sight(self) -> None:
        self.show_sight = not self.show_sight
        self.say("Shaded hexes are not seen by your side." if self.show_sight else "Sight is not shaded now.", "dim")

    def _zoom(self, steps: int, about: tuple[int, int] | None = None) -> None:
        if self.mapview is not None:
            self.mapview.camera.zoom_by(steps, about)

    def _centre(self) -> None:
        unit = self.planner.unit
        if self.mapview is not None and unit is not None and unit.on_map:
            self.mapview.camera.glide_to(unit.hex)

    def _whole(self) -> None:
        if self.mapview is not None:
            self.mapview.camera.zoom_to_fit()

    def _last(self) -> Next | None:
        rows = self.log.summary(self.viewer)
        return Push(summary(self.planner.view, rows)) if rows else None

    def _tab(self, name: str) -> None:
        if self.planner.plan is not None:
            self.planner.plan = None
        self.tab = name
        self.rebuild()
        if name == "log":
            self.sheet.scroll_to_end()

    def _save(self) -> None:
        self.say(self.session.save(), "good")

    def _let_go(self) -> Next | None:
        if self.playback.busy:
            self.playback.skip()
            self._after_playback()
            return None
        if self.planner.plan is not None:
            self._cancel()
        elif self.planner.shelling:
            self.planner.shelling = False
            self.refresh()
        elif self.cursor is not None:
            self.cursor = None
            self.refresh()
        elif self.planner.selected is not None:
            self._select(None)
        else:
            return self._menu()
        return None

    def _menu(self) -> Next:
        from game.ui.start import LoadScene
        return Push(MenuScene("Khalkhin Gol 1939", (
            ("Back to the map", None), ("Save", "save"), ("Load a game", LoadScene), ("Settings", SettingsScene),
            ("Give up this battle", "start"), ("Quit", "quit"))))

    def closing(self) -> Next:
        """The window's own close button."""
        return Quit()

    def resumed(self, result: Any) -> Next | None:
        match result:
            case "save":
                self._save()
            case "start":
                from game.ui.start import StartScene
                return Go(StartScene())
            case "quit":
                return Quit()
            case "handed":
                self.hidden = False
                self._take_view()
            case ("exit", unit_id):
                self.give(Exit(unit_id))
            case ("end", quiet):
                if quiet:
                    from dataclasses import replace
                    self.app.change_settings(replace(self.app.settings, confirm_end=False))
                self._select(None)
                self.give(EndTurn())
        self.playback.speed = self.app.settings.speed
        return None

    def leave(self) -> None:
        self.session.close()

    # -- input ---------------------------------------------------------------------------------------------

    def handle(self, event: pygame.event.Event) -> Next | None:
        if event.type == pygame.KEYDOWN:
            return self._key(event)
        used, result = self.ui.handle(event, keys=False)
        if used or result is not None:
            return result if isinstance(result, Next) else None
        match event.type:
            case pygame.MOUSEBUTTONDOWN:
                self._press(event)
            case pygame.MOUSEBUTTONUP:
                self._release(event)
            case pygame.MOUSEMOTION:
                self._motion(event)
            case pygame.MOUSEWHEEL:
                pos = pygame.mouse.get_pos()
                if self.map_rect.collidepoint(pos) and event.y:
                    self._zoom(1 if event.y > 0 else -1, (pos[0] - self.map_rect.x, pos[1] - self.map_rect.y))
        return None

    def _key(self, event: pygame.event.Event) -> Next | None:
        if self.playback.busy and event.key in (pygame.K_SPACE, pygame.K_RETURN, pygame.K_ESCAPE):
            self.playback.skip()
            self._after_playback()
            return None
        if self.planner.plan is not None:
            handled = self._plan_key(event)
            if handled:
                return None
        if event.key in ARROWS and self.cursor is not None and not event.mod & pygame.KMOD_CTRL:
            self._move_cursor(*ARROWS[event.key])
            return None
        command = command_for(event)
        if command is not None:
            return self.command(command)
        if event.key in (pygame.K_PAGEDOWN, pygame.K_PAGEUP):
            self.sheet.scroll_by(self.ui.m.px(200 if event.key == pygame.K_PAGEDOWN else -200))
        return None

    def _plan_key(self, event: pygame.event.Event) -> bool:
        actions = assaultrows.actions(self.planner)
        match event.key:
            case pygame.K_UP | pygame.K_DOWN | pygame.K_TAB:
                back = event.key == pygame.K_UP or event.mod & pygame.KMOD_SHIFT
                self._mark = (self._mark + (-1 if back else 1)) % len(actions)
                self.refresh()
            case pygame.K_SPACE:
                self._row_clicked(actions[self._mark])
            case pygame.K_RETURN | pygame.K_KP_ENTER:
                self._confirm()
            case _:
                return False
        return True

    def _move_cursor(self, dx: int, dy: int) -> None:
        board = self.session.scenario.board
        assert self.cursor is not None
        col, row = board.place(self.cursor)
        there = board.index(col + dx, row + dy)
        if there is not None:
            self.cursor = there
            self._bring(there)
            self.refresh()

    def _press(self, event: pygame.event.Event) -> None:
        if self.mini_rect.collidepoint(event.pos) and event.button == 1:
            self._on_minimap = True
            self._look_at(event.pos)
        elif self.map_rect.collidepoint(event.pos) and event.button in (1, 2, 3):
            self._drag = event.pos
            self._dragged = False

    def _look_at(self, pos: tuple[int, int]) -> None:
        if self.minimap is not None and self.mapview is not None:
            hex_ = self.minimap.hex_at((pos[0] - self.mini_rect.x, pos[1] - self.mini_rect.y))
            if hex_ is not None:
                self.mapview.camera.centre_on(hex_)

    def _release(self, event: pygame.event.Event) -> None:
        start, self._drag = self._drag, None
        if self._on_minimap:
            self._on_minimap = False
            return
        if start is None or self._dragged or self.mapview is None:
            return
        hex_ = self._hex_under(event.pos)
        if hex_ is None:
            return
        if event.button == 1:
            self._left(hex_, into=bool(pygame.key.get_mods() & pygame.KMOD_SHIFT))
        elif event.button == 3:
            self._right(hex_)

    def _motion(self, event: pygame.event.Event) -> None:
        if self._on_minimap:
            self._look_at(event.pos)
            return
        if self._drag is not None and self.mapview is not None:
            far = abs(event.pos[0] - self._drag[0]) + abs(event.pos[1] - self._drag[1])
            if self._dragged or far > self.ui.m.px(6):
                self.mapview.camera.pan(-event.rel[0], -event.rel[1])
                self._dragged = True
                return
        hex_ = self._hex_under(event.pos)
        if hex_ != self.hover:
            self.hover = hex_
            if self.cursor is None:
                self.refresh()

    def _hex_under(self, pos: tuple[int, int]) -> int | None:
        if self.mapview is None or not self.map_rect.collidepoint(pos):
            return None
        return self.mapview.hex_at((pos[0] - self.map_rect.x, pos[1] - self.map_rect.y))

    # -- time ----------------------------------------------------------------------------------------------

    def update(self, dt: float) -> Next | None:
        self._pan(dt)
        if (self.mapview is not None and self.mapview.update(dt)) or self._unfinished:
            self.app.dirty = True
        if self.hidden:
            return Push(HandOver(self.session, self.viewer))
        if self.playback.busy:
            self._play(dt)
            return None
        if self.pending:
            self.app.sounds.play("message")
            return Push(self.pending.pop(0))
        if self.session.over:
            return Go(EndScene(self.session, self.viewer))
        return self._turns()

    def _turns(self) -> Next | None:
        """Whose move it is: the computer's, the other player's, or the viewer's, who is told what happened."""
        active = self.session.active
        if active not in self.session.humans:
            self._computer()
            return None
        if active != self.viewer:
            self.viewer = active
            self.hidden = True
            self.overlay_side = None
            self.cursor = None
            self.planner.select(None)
            return Push(HandOver(self.session, active))
        key = (self.planner.state.turn, active)
        if self._greeted != key:
            self._greeted = key
            rows = self.log.summary(self.viewer)
            self.planner.holding.clear()
            self._take_view()
            self.app.sounds.play("turn")
            if rows:
                return Push(summary(self.planner.view, rows))
        return None

    def _computer(self) -> None:
        """Take what the computer has thought of since the last frame, if anything."""
        if not self._thinking:
            self._thinking = True
            self.say("The computer is considering its orders …", "dim")
        before = self.session.view(self.viewer)
        got = self.session.poll()
        if got is None:
            return
        order, events = got
        self._happened(before, order, events)
        if self.session.active in self.session.humans:
            self._thinking = False
            self.say("")

    def _play(self, dt: float) -> None:
        for begun in self.playback.update(dt):
            match begun:
                case Walk(path=path, sound=sound):
                    self._bring(path[0])
                    self.app.sounds.play(sound)
                case Show(focus=focus, sound=sound):
                    if focus >= 0:
                        self._bring(focus)
                    if sound:
                        self.app.sounds.play(sound)
        self.app.dirty = True
        if not self.playback.busy:
            self._after_playback()

    def _after_playback(self) -> None:
        self.playback.view = None
        self.refresh()

    def _pan(self, dt: float) -> None:
        if self.mapview is None:
            return
        keys = pygame.key.get_pressed()
        if pygame.key.get_mods() & (pygame.KMOD_CTRL | pygame.KMOD_ALT):
            return
        held = dict(PAN) if self.cursor is not None or self.planner.plan is not None else {**PAN, **ARROWS}
        dx = sum(x for key, (x, _) in held.items() if keys[key])
        dy = sum(y for key, (_, y) in held.items() if keys[key])
        if not dx and not dy and self.app.settings.edge_scroll and pygame.mouse.get_focused():
            x, y = pygame.mouse.get_pos()
            w, h = self.ui.size
            dx = -1 if x <= 1 else 1 if x >= w - 2 else 0
            dy = -1 if y <= 1 else 1 if y >= h - 2 else 0
        if dx or dy:
            step = PAN_SPEED * self.ui.m.scale * min(dt, 0.05)
            self.mapview.camera.pan(dx * step, dy * step)
            self.app.dirty = True

    # -- drawing -------------------------------------------------------------------------------------------

    @property
    def shown(self) -> View:
        """The view the map shows: the old one while events play over it."""
        return self.playback.view if self.playback.view is not None else self.planner.view

    def map_scene(self) -> MapScene:
        """What is drawn on the map now."""
        pointed = self.cursor if self.cursor is not None else self.hover
        playing = self.playback.busy
        return marks.scene(
            self.planner if not playing else None, self.shown, pointed,
            overlay_side=self.overlay_side, fog=self.show_sight, moving=self.playback.moving(),
            flashes=self.playback.flashes(), attackers=self.playback.attackers())

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
        self._draw_frame(surface)
        if self.minimap is not None:
            self.minimap.draw(surface, self.mini_rect.topleft, shown, view.camera)
            pygame.draw.rect(surface, theme.LINE, self.mini_rect.inflate(2, 2), 1)
        self.ui.draw(surface)
        self._draw_tip(surface)

    def _draw_frame(self, surface: pygame.Surface) -> None:
        m = self.ui.m
        w, h = self.ui.size
        state = self.shown.state
        surface.fill(theme.DESK, (0, 0, w, self.map_rect.top))
        surface.fill(theme.DESK, (0, self.map_rect.bottom, self.map_rect.width, h - self.map_rect.bottom))
        surface.fill(theme.PANEL, self.side_rect)
        for a, b in (((0, self.map_rect.top - 1), (w, self.map_rect.top - 1)),
                     ((0, self.map_rect.bottom), (self.map_rect.right, self.map_rect.bottom)),
                     (self.side_rect.topleft, self.side_rect.bottomleft)):
            pygame.draw.line(surface, theme.LINE, a, b)
        x = m.px(14)
        middle = self.map_rect.top // 2
        parts = ((f"Turn {state.turn} of {len(state.scenario.calendar)}", "bold", theme.GOLD),
                 (describe.turn_text(state), "bold", theme.INK_LIGHT),
                 (self._whose(), "normal", theme.INK_DIM))
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
        name = describe.side_name(self.planner.state, active)
        if active == self.viewer and active in self.session.humans:
            return f"Your orders: {name}"
        return f"{name} to move"

    def _draw_tip(self, surface: pygame.Surface) -> None:
        """A note beside the pointed hex: what a move there costs, or what would happen."""
        pointed = self.cursor if self.cursor is not None else self.hover
        if pointed is None or self.playback.busy or self.planner.plan is not None or self._dragged:
            return
        rows = tuple(marks.tip(self.planner, pointed))
        if not rows or self.mapview is None:
            return
        m = self.ui.m
        if self._tip is None or self._tip[0] != rows:
            drawn = draw_rows(rows, m.px(250), m, paper=True).picture
            pad = m.px(8)
            box = pygame.Surface((drawn.get_width() + 2 * pad, drawn.get_height() + 2 * pad))
            box.fill(theme.PAPER)
            box.blit(drawn, (pad, pad))
            pygame.draw.rect(box, theme.PAPER_EDGE, box.get_rect(), 1)
            self._tip = (rows, box)
        x, y = self.mapview.position(pointed)
        away = round(40 * self.mapview.camera.zoom)
        box = self._tip[1]
        place = box.get_rect(topleft=(x + self.map_rect.x + away, y + self.map_rect.y + away // 2))
        if place.right > self.map_rect.right:
            place.right = x + self.map_rect.x - away
        place.clamp_ip(self.map_rect)
        surface.blit(box, place)


def _telegram(entry: Entry) -> Dialog:
    """A timeline entry as the player reads it."""
    return message(entry.title, entry.text, source=entry.source, historians=entry.historians)


def _enable(button: Any, able: bool) -> None:
    if able != button.is_enabled:
        button.enable() if able else button.disable()
