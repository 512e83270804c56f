"""The battle: whose turn it is, what is shown next, and what mouse and keys mean."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pygame

from khalkhin.core.orders.orders import Choose, EndTurn, Exit
from khalkhin.core.timeline.timeline import Entry
from khalkhin.play.session.journal import JournalError
from khalkhin.play.session.trouble import Remedy
from khalkhin.text.names import side_name, turn_text
from khalkhin.ui.battle.commands import BattleCommands
from khalkhin.ui.battle.decision import DecisionScene
from khalkhin.ui.battle.keys import ARROWS, DIGITS, PAN, Command, command_for
from khalkhin.ui.battle.layerbar import KINDS, Choice
from khalkhin.ui.battle.trouble import TroubleScene
from khalkhin.ui.battle.turn_end import HandOver, summary
from khalkhin.ui.destinations import ToEnd, ToStart, ToWhereItCameFrom
from khalkhin.ui.dialogs.dialog import Answer, Dialog, message, paragraphs
from khalkhin.ui.events.playback import Show, Walk
from khalkhin.ui.panels import assaultrows
from khalkhin.ui.scene import Go, Next, Push, Quit
from khalkhin.ui.widgets.row_list import Option

#: Pixels a second the map moves by keys or edge, at 100 %.
PAN_SPEED = 900
#: Orders of the computer taken in one frame while nothing of them is seen.
POLLS = 4


def _unwritten(reason: str) -> Dialog:
    """The computer's order cannot be kept: the same order is asked for again, or the battle is left as it is kept."""
    answers = (Answer("Try again", primary=True), Answer("Leave for the menu", "start"))
    return Dialog("The battle cannot be written down", paragraphs(reason), answers)


class BattleScene(BattleCommands):
    """A battle under way: players and computer in turn, events shown, messages read, until the end."""

    def resumed(self, result: Any) -> Next | None:
        match result:
            case "save":
                self._save()
            case "briefing":
                return Push(self._briefing())
            case "start":
                return Go(ToStart())
            case "campaign":
                return Go(ToWhereItCameFrom(self.session))
            case "give-up":
                return Push(self._surrender())
            case "surrender":
                self.session.give_up()
                return Go(ToEnd(self.session, self.viewer))
            case "quit":
                return Quit()
            case "handed":
                self.hidden = False
                self._take_view()
            case Remedy() as chosen:
                self.session.remedy(chosen)
                self._thinking = False
            case ("show", action):
                self._row_clicked(action)
            case ("choose", entry, answer):
                self.give(Choose(entry, answer))
            case ("choose-later",):
                self._put_off.update(self.planner.state.pending)
                self.say("The choice waits; it must be made before the turn can end.", "gold")
            case ("exit", unit_id):
                self.give(Exit(unit_id))
            case ("end", quiet):
                if quiet:
                    self.app.change_settings(replace(self.app.settings, confirm_end=False))
                self._select(None)
                self.give(EndTurn())
        self.playback.speed = self.app.settings.speed
        return None

    def leave(self) -> None:
        self.session.close()

    def handle(self, event: pygame.event.Event) -> Next | None:
        if event.type == pygame.KEYDOWN:
            return self._key(event)
        if event.type == pygame.KEYUP and self.layer.release(event.key):
            self.refresh()
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
        self._hurry()
        if self.planner.plan is not None:
            handled = self._plan_key(event)
            if handled:
                return None
        elif self.planner.draft is not None and self._draft_key(event):
            return None
        if event.key in DIGITS and not event.mod & (pygame.KMOD_CTRL | pygame.KMOD_ALT):
            return self._digit(DIGITS[event.key], back=bool(event.mod & pygame.KMOD_SHIFT))
        if event.key in ARROWS and self.cursor is not None and not event.mod & pygame.KMOD_CTRL:
            self._move_cursor(*ARROWS[event.key])
            return None
        command = command_for(event)
        if command is Command.END_TURN and self.app.repeated:
            return None  # Held on from the message before: a turn is ended by a press of its own.
        if command in KINDS:
            self.layer.press(KINDS[command], event.key)
            self.refresh()
        elif command is not None:
            return self.command(command)
        if event.key in (pygame.K_PAGEDOWN, pygame.K_PAGEUP):
            for sheet in (self.sheet, self.people or self.orders):
                sheet.scroll_by(self.ui.m.px(200) * (1 if event.key == pygame.K_PAGEDOWN else -1))
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
            case pygame.K_LEFT | pygame.K_RIGHT if actions[self._mark][0] == "sorties":
                self._row_clicked(("sorties", 1 if event.key == pygame.K_RIGHT else -1))
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
        self._point_at_choice(event.pos)
        hex_ = self._hex_under(event.pos)
        if self.mapview is not None:
            at = event.pos[0] - self.map_rect.x, event.pos[1] - self.map_rect.y
            self.near_side = self.mapview.hexside_at(at) if hex_ is not None else None
        if hex_ != self.hover:
            self.hover = hex_
            if self.cursor is None:
                self.refresh()

    def _point_at_choice(self, pos: tuple[int, int]) -> None:
        """Remember which line of the list of orders is pointed at, for the note beside it."""
        found = self.orders.row_at(pos) if self.people is None and self.orders.visible else None
        match found:
            case (Option(action=("pick", id_)), top):
                self.pointed_choice = id_, top
            case _:
                self.pointed_choice = None

    def _hex_under(self, pos: tuple[int, int]) -> int | None:
        if self.mapview is None or not self.map_rect.collidepoint(pos):
            return None
        return self.mapview.hex_at((pos[0] - self.map_rect.x, pos[1] - self.map_rect.y))

    def update(self, dt: float) -> Next | None:
        self._pan(dt)
        if (self.mapview is not None and self.mapview.update(dt)) or self._unfinished:
            self.app.dirty = True
        pointed = self.cursor if self.cursor is not None else self.hover
        if self.layer.update(dt, pointed, None if self.cursor is not None else self.near_side):
            self.app.dirty = True
        if self.hidden:
            return Push(HandOver(self.session, self.viewer))
        if self.session.notice not in ("", self._noticed):
            self._noticed = self.session.notice
            self.pending.append(message("A note on this battle", self._noticed))
        if self.playback.busy:
            self._play(dt)
            return None
        if self.pending:
            if self._ground_comes:
                return None
            self.app.sounds.play("message")
            return Push(self.pending.pop(0))
        if self.session.over:
            return Go(ToEnd(self.session, self.viewer))
        return self._turns()

    @property
    def _ground_comes(self) -> bool:
        """Whether the map is still coarse. Behind a message nothing is drawn on, so a message waits for it."""
        return self._map_stale or self._unfinished

    def _turns(self) -> Next | None:
        """Whose move it is: the computer's, the other player's, or the viewer's, who is told what happened."""
        active = self.session.active
        if (trouble := self.session.trouble) is not None:
            self.say("")
            return Push(TroubleScene(trouble, side_name(self.planner.state, trouble.side)))
        if active not in self.session.humans:
            self._computer()
            return None
        if active != self.viewer:
            self.viewer = active
            self.hidden = True
            self.layer = Choice()
            self.cursor = None
            self.planner.select(None)
            return Push(HandOver(self.session, active))
        key = (self.planner.state.turn, active)
        if self._greeted != key and not self._ground_comes:
            self._greeted = key
            rows = self.log.summary(self.viewer)
            self.planner.holding.clear()
            self._take_view()
            self._put_off.clear()
            self.pending += self.letters.pop(self.viewer, [])
            self.app.sounds.play("turn")
            if self.viewer not in self._briefed:
                self._briefed.add(self.viewer)
                self.pending.append(self._briefing())
            if rows:
                return Push(summary(self.planner.view, rows))
        elif self._greeted == key and self._may_order and (entry := self._undecided()) is not None:
            self.app.sounds.play("message")
            return Push(DecisionScene(entry, turn_text(self.planner.state)))
        return None

    def _undecided(self) -> Entry | None:
        """The choice that waits for the viewer's answer and has not been put off."""
        waiting = set(self.planner.state.pending) - self._put_off
        return next((e for e in self.session.scenario.timeline if e.id in waiting), None)

    def _computer(self) -> None:
        """Take what the computer has thought of since the last frame, if anything."""
        if not self._thinking:
            self._thinking = True
            self.say("The computer is considering its orders …", "dim")
        for _ in range(POLLS):
            before = self.session.view(self.viewer)
            try:
                got = self.session.poll()
            except JournalError as error:
                self.pending.append(_unwritten(str(error)))
                return
            if got is None:
                return
            self._happened(before, *got)
            if self.session.active in self.session.humans or self.session.over:
                self._thinking = False
                self.say("")
                return
            if any(isinstance(step, Walk | Show) for step in self.playback.steps):
                return

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
