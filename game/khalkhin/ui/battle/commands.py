"""What the player can do in a battle: every command of keys and buttons, as orders to the game or looks at it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from khalkhin.core.fog.view import View
from khalkhin.core.orders.errors import IllegalOrder
from khalkhin.core.orders.orders import EndTurn, Order
from khalkhin.play.session.journal import JournalError
from khalkhin.text import takeback
from khalkhin.text.names import turn_text
from khalkhin.text.refusals import refusal_text
from khalkhin.ui.battle.keys import Command
from khalkhin.ui.battle.layerbar import KINDS
from khalkhin.ui.battle.ordercommands import OrderCommands
from khalkhin.ui.battle.supplyscreen import SupplyScene
from khalkhin.ui.battle.turn_end import summary
from khalkhin.ui.destinations import ToHelp, ToHistory, ToSaves, ToSettings
from khalkhin.ui.dialogs.dialog import Answer, Dialog, opened
from khalkhin.ui.dialogs.menu import MenuScene
from khalkhin.ui.dialogs.telegram import telegram
from khalkhin.ui.events import eventlog
from khalkhin.ui.events.playback import Become
from khalkhin.ui.panels import aims
from khalkhin.ui.panels.layers import Kind
from khalkhin.ui.scene import Next, Push
from khalkhin.ui.widgets.row_list import Line


class BattleCommands(OrderCommands):
    """The commands. Orders go to the game by :meth:`give` alone; everything else only changes what is shown."""

    def give(self, order: Order) -> None:
        """Hand an order to the game; a refusal is shown, nothing else changes."""
        before = self.session.view(self.viewer)
        if isinstance(order, EndTurn):
            self.log.mark(self.viewer)
        try:
            done = self.session.submit(order)
        except IllegalOrder as illegal:
            self._refuse(refusal_text(illegal.refusal, before.state))
            return
        except JournalError as error:
            self._refuse(str(error))
            return
        self._happened(before, order, done)

    def _refuse(self, why: str) -> None:
        self.app.sounds.play("refuse")
        self.say(why, "warn")

    def _happened(self, before: View, order: Order, events: Any) -> None:
        """Take what an order did into the log, the playback and the planner."""
        after = self.session.view(self.viewer)
        own = self.session.active == self.viewer or isinstance(order, EndTurn)
        seen = self.session.visible(events, self.viewer)
        self.log.begin_order()
        self.log.add(self.viewer, before.state, after.state, seen)
        for other in self.session.humans:
            if other != self.viewer:
                theirs = self.session.visible(events, other)
                self.log.add(other, before.state, after.state, theirs)
                found = eventlog.messages(self.session.scenario, theirs)
                self.letters.setdefault(other, []).extend(telegram(e, turn_text(after.state)) for e in found)
        was_busy = self.playback.busy
        if not was_busy:
            self.playback.view = before
        self.playback.add(*eventlog.steps(before, after, seen), Become(after))
        for told in eventlog.messages(self.session.scenario, seen):
            self.pending.append(telegram(told, turn_text(after.state)))
        line = eventlog.headline(before.state, after.state, self.viewer, seen)
        if line:
            self.say(*line)
        elif own:
            self.say("")
        self.planner.look(after, self.session.active == self.viewer and self.viewer in self.session.humans)
        self.present()

    def command(self, command: Command) -> Next | None:
        """Do what a key or a button asks for."""
        doing: dict[Command, Callable[[], Next | None]] = {
            Command.NEXT_UNIT: lambda: self._next(1),
            Command.PREVIOUS_UNIT: lambda: self._next(-1),
            Command.OTHER_IN_HEX: self._other,
            Command.HOLD: self._hold,
            Command.CURSOR: self._toggle_cursor,
            Command.ACT: lambda: self._act(False),
            Command.ATTACK: lambda: self._act(True),
            Command.BARRAGE: self._barrage,
            Command.EXIT: self._exit,
            Command.UNDO: self._undo,
            Command.END_TURN: self._end_turn,
            **{command: partial(self._overlay, kind) for command, kind in KINDS.items()},
            Command.STORES: self._stores,
            Command.SIGHT: self._sight,
            Command.ZOOM_IN: lambda: self._zoom(1),
            Command.ZOOM_OUT: lambda: self._zoom(-1),
            Command.CENTRE: self._centre,
            Command.WHOLE_MAP: self._whole,
            Command.LAST_SAW: self._last,
            Command.TAB_INFO: lambda: self._tab("info"),
            Command.TAB_LOG: lambda: self._tab("log"),
            Command.TAB_AIMS: lambda: self._tab("aims"),
            Command.TAB_FORCES: lambda: self._tab("forces"),
            Command.TAB_ARMY: lambda: self._tab("army"),
            Command.SAVE: self._save,
            Command.HELP: lambda: Push(ToHelp()),
            Command.HISTORY: lambda: Push(ToHistory()),
            Command.MENU: self._let_go,
        }
        return doing[command]()

    def _select(self, unit_id: str | None, *, show: bool = False) -> None:
        self._to("info")
        self.planner.select(unit_id)
        unit = self.planner.unit
        if show and unit is not None and unit.on_map and self.mapview is not None:
            self._bring(unit.hex)
            if self.cursor is not None:
                self.cursor = unit.hex
        self.present()

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
        here = unit.hex if unit is not None and unit.on_map else self.planner.store
        if here is not None:
            self._to("info")
            self.planner.click(here)
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
        plan = self.planner.plan
        if plan is not None:
            here = [u.id for u in (*plan.attackers, *plan.guns) if u.hex == hex_]
            if here:
                self._row_clicked(("toggle", here[0]))
            elif hex_ != plan.hex:
                self._cancel()
            return
        had = self.planner.selected
        self._hurry()
        if self.playback.busy:
            return
        if self.planner.draft is not None:
            self._aim_at(hex_)
            return
        self._to("info")
        order = self.planner.click(hex_, into=into)
        if order is not None:
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
            self.present()

    def _hurry(self) -> None:
        """A player in their own turn who goes on does not wait for what is being shown."""
        if self.playback.busy and self.session.active == self.viewer and self.viewer in self.session.humans:
            self.playback.skip()
            self._after_playback()

    def _right(self, hex_: int) -> None:
        self._hurry()
        if self.planner.plan is not None:
            self._cancel()
            return
        if self.planner.draft is not None:
            self._step_back()
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
        self.present()

    def _confirm(self) -> None:
        plan = self.planner.plan
        if plan is not None:
            refusal = self.planner.refusal()
            if refusal is not None:
                self.say(refusal_text(refusal, self.planner.state), "warn")
                return
            self.give(plan.order)

    def _cancel(self) -> None:
        self.planner.plan = None
        self.present()

    def _row_clicked(self, action: Any) -> Next | None:
        match action:
            case ("pick", id_):
                return self._pick(id_)
            case ("aim", target):
                self._aim(target)
            case ("turn", name, by):
                self._turn(name, by)
            case ("confirm",):
                self._confirm_draft()
            case ("back",):
                self._step_back()
            case ("sorties", by):
                self.planner.turn_sorties(by, around=True)
                self.refresh()
            case ("set-piece",):
                self.planner.toggle_set_piece()
                self.refresh()
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
        return opened(action)

    def _undo(self) -> None:
        if not self._may_order:
            return
        reason = self.session.undo_reason()
        if reason is not None:
            self.app.sounds.play("refuse")
            self.say(takeback.refused(reason), "warn")
            return
        try:
            self.session.undo()
        except JournalError as error:
            self.say(str(error), "warn")
            return
        self.log.undo()
        self._take_view()
        self.say("The last order is taken back.", "dim")

    def _take_view(self) -> None:
        """Look at the game afresh (after undo, hand-over, a changed side)."""
        view = self.session.view(self.viewer)
        self.playback.skip()
        self.playback.view = None
        self.planner.look(view, self.session.active == self.viewer and self.viewer in self.session.humans)
        self.present()

    def _end_turn(self) -> Next | None:
        if not self._may_order:
            return None
        if self.planner.state.pending:
            self._put_off.clear()  # The turn cannot end before the choice is made: ask again.
            return None
        waiting = self.planner.waiting()
        if waiting and self.app.settings.confirm_end:
            names = [u.spec.name for u in self.planner.state.units if u.id in waiting]
            count = "A unit has" if len(names) == 1 else f"{len(names)} units have"
            rows = [
                Line(f"{count} done nothing yet and can still act."),
                *(Line(n, tone="dim", indent=1) for n in names[:8]),
            ]
            if len(names) > 8:
                rows.append(Line(f"and {len(names) - 8} more", tone="dim", indent=1))
            return Push(
                Dialog(
                    "End the turn?",
                    rows,
                    (Answer("End turn", "end", None, True), Answer("Not yet", "stay")),
                    width=440,
                    tick=("Do not ask again", False),
                )
            )
        self._select(None)
        self.give(EndTurn())
        return None

    def _overlay(self, kind: Kind) -> None:
        self.layer.toggle(kind)
        self.refresh()

    def _stores(self) -> Next | None:
        """The supply screen; orders given there go the way of all orders."""

        def give(order: Order) -> str:
            self.give(order)
            self._hurry()
            return self.note[0] if self.note[1] == "warn" else ""

        def undo() -> str:
            self._undo()
            return self.note[0]

        self._hurry()
        return Push(SupplyScene(lambda: self.planner.view, give, undo, self._may_order))

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
        self.planner.plan = self.planner.draft = None
        self._to("info" if name == self.tab == "army" else name)
        self.present()
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
        elif self.planner.draft is not None:
            self._step_back()
        elif self.cursor is not None:
            self.cursor = None
            self.refresh()
        elif self.planner.army or self.planner.selected is not None or self.planner.store is not None:
            self._select(None)
        else:
            return self._menu()
        return None

    def _menu(self) -> Next:

        leave: tuple[tuple[str, Any], ...] = (("Give up this battle", "start"),)
        if self.session.carry is not None:
            leave = (("Leave for the campaign's map", "campaign"), ("Give up this battle", "give-up"))
        return Push(
            MenuScene(
                "Khalkhin Gol 1939",
                (
                    ("Back to the map", None),
                    ("Briefing", "briefing"),
                    ("History", ToHistory()),
                    ("Save", "save"),
                    ("Load a game", ToSaves(self.session.path)),
                    ("Settings", ToSettings()),
                    *leave,
                    ("Quit", "quit"),
                ),
            )
        )

    def _surrender(self) -> Dialog:
        return Dialog(
            "Give up this battle?",
            (
                Line("It is over for both sides and counts in the campaign as it stands now."),
                Line("To go on with it later, leave for the campaign's map instead.", tone="dim"),
            ),
            (Answer("Give it up", "surrender", None, True), Answer("Fight on")),
            width=460,
        )

    def _briefing(self) -> Dialog:
        rows = aims.briefing_rows(self.session.scenario, self.viewer)
        rows += aims.handicap_rows(self.session.view(self.viewer).state, self.viewer)
        return Dialog(self.session.scenario.title, rows, width=680)

    def _after_playback(self) -> None:
        self.playback.view = None
        self.refresh()
