"""The bars of a battle: whose turn it is at the top, the message line and the commands at the foot."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pygame
from pygame_gui.elements import UIButton

from khalkhin.core.model.state import GameState
from khalkhin.play.lessons.game import LessonGame
from khalkhin.play.rehearsal.game import Rehearsal
from khalkhin.play.report.dates import date_text
from khalkhin.text import kinds
from khalkhin.text.names import side_name, turn_text
from khalkhin.translation import N_, _
from khalkhin.ui.battle.command import Command
from khalkhin.ui.battle.controller import BattleController
from khalkhin.ui.battle.keys import key_name, tip
from khalkhin.ui.panels import armyrows
from khalkhin.ui.widgets import theme
from khalkhin.ui.widgets.keyboard import with_keys
from khalkhin.ui.widgets.row_list import draw_words, wrap
from khalkhin.ui.widgets.widgets import Ui, escape, fitted


class TopBar:
    """The turn, the date, whose orders are asked for; buttons of the army, the search, the help and the menu."""

    def __init__(self, battle: BattleController) -> None:
        self.battle = battle
        self.army_button: UIButton | None = None

    def build(self, ui: Ui, height: int, command: Callable[[Command], object], menu: Callable[[], object]) -> None:
        """Make the controls over the whole width of the window."""
        self.ui, m = ui, ui.m
        bh, y = height - m.px(10), m.px(5)
        x = ui.size[0] - m.gap
        opened = with_keys(_("Save, settings, history, leave the battle."), key_name(Command.MENU))
        helped = with_keys(_("How to play, by mouse and by keys."), key_name(Command.HELP))
        buttons: tuple[tuple[str, Callable[[], object], str], ...] = (
            (_("Menu"), menu, opened),
            (_("Help"), partial(command, Command.HELP), helped),
            (_("Search"), partial(command, Command.SEARCH), tip(Command.SEARCH)),
            *self._rehearsing(command),
        )
        gap, army = m.px(6), self._army()
        # What the army has left is never cut; the others share the room beside it.
        broad = m.width(armyrows.widest(), "bold") + m.px(26) if army else 0
        widths = [max(m.px(78), m.width(text, "bold") + m.px(26)) for text, _action, _told in buttons]
        room = x - m.px(14) - m.px(110) - broad - gap * (len(buttons) + 1)
        for (text, action, told), bw in zip(buttons, fitted(widths, room), strict=True):
            x -= bw
            ui.button(pygame.Rect(x, y, bw, bh), text, action, tip=told, focus=False)
            x -= gap
        self.army_button = None
        if army:
            x -= broad
            place = pygame.Rect(x, y, broad, bh)
            told = _(
                "Aircraft and HQ (headquarters) points that are left this turn; the points buy orders of the staff."
            )
            told = with_keys(told, key_name(Command.TAB_ARMY))
            self.army_button = ui.button(place, army, partial(command, Command.TAB_ARMY), tip=told, focus=False)
            x -= gap
        self._room = pygame.Rect(m.px(14), 0, x - m.px(14), height)
        self._clock = ui.label(self._room, "")
        self.refresh()

    def _rehearsing(self, command: Callable[[Command], object]) -> tuple[tuple[str, Callable[[], object], str], ...]:
        """The button for a rehearsal, or those for the plan that came of one; in a rehearsal its band has one."""
        if isinstance(self.battle.session, Rehearsal | LessonGame):
            return ()
        if self.battle.kept is None:
            return ((_("Rehearse"), partial(command, Command.REHEARSE), tip(Command.REHEARSE)),)
        return (
            (_("Plan"), partial(command, Command.PLAN), tip(Command.PLAN)),
            (_("Next order"), partial(command, Command.NEXT_PLANNED), tip(Command.NEXT_PLANNED)),
        )

    def _army(self) -> str:
        """The army's means in short; of nobody while the map is covered."""
        battle = self.battle
        return "" if battle.hidden else armyrows.summary(battle.planner.state, battle.viewer)

    def refresh(self) -> None:
        """Bring the buttons up to date."""
        if self.army_button is not None:
            self.army_button.set_text(self._army())
        self._clock.set_tooltip(escape(clock_note(self.battle.shown.state)))

    def draw(self, surface: pygame.Surface) -> None:
        """The texts."""
        m, state = self.ui.m, self.battle.shown.state
        parts = (
            (
                _("Turn {turn} of {turns}").format(turn=state.turn, turns=len(state.scenario.calendar)),
                "bold",
                theme.GOLD,
            ),
            (turn_text(state), "bold", theme.INK_LIGHT),
        )
        left = self._room.width - sum(m.width(text, style) + m.px(22) for text, style, _colour in parts)
        whose = next((text for text in self._whose() if m.width(text) <= left), "")
        last = ((whose, "normal", theme.INK_DIM),) if whose else ()
        draw_words(surface, (*parts, *last), self._room, m, m.px(22))

    def _whose(self) -> tuple[str, str]:
        """Whose orders are asked for, in full and in short."""
        name = side_name(self.battle.planner.state, self.battle.session.active)
        said = _("Your orders: {name}") if self.battle.own_turn else _("{name} to move")
        return said.format(name=name), _("Your orders") if self.battle.own_turn else name


def clock_note(state: GameState) -> str:
    """What the turn and the date mean: whose orders a turn has, what comes next, and when the battle ends."""
    calendar = state.scenario.calendar
    lines = [_("A turn has the orders of one side and then those of the other. The light goes by the clock.")]
    if state.night:
        lines.append(_("By night one sees less far, and no aircraft fly."))
    if state.turn < len(calendar):
        after = calendar[state.turn]
        told = _("Next: turn {turn}, {date}, {clock} · {light}")
        light = kinds.light(after.light)
        lines.append(told.format(turn=state.turn + 1, date=date_text(after.date), clock=after.clock, light=light))
        last = calendar[-1]
        ends = _("The battle ends after turn {turn}, {date}, {clock}, if nothing ends it before.")
        lines.append(ends.format(turn=len(calendar), date=date_text(last.date), clock=last.clock))
    else:
        lines.append(_("This is the last turn."))
    return "\n".join(lines)


#: Seconds that a message may lie over the map.
RISEN = 10.0


class Foot:
    """The message line and the commands given most. A message without room beside these rises over the map, until it is
    put away or has lain there for a while; what asks for something to be done stays until it is."""

    ENTRIES = (
        (Command.END_TURN, N_("End turn"), "primary"),
        (Command.UNDO, N_("Undo"), ""),
        (Command.NEXT_UNIT, N_("Next unit"), ""),
        (Command.STORES, N_("Stores"), ""),
        # It comes when an order has been taken back; until then the message line has its room.
        (Command.REDO, N_("Redo"), ""),
    )

    def __init__(self, battle: BattleController, enter: Callable[[], bool]) -> None:
        """`enter` tells whether Enter means something else now than its command of these."""
        self.battle, self._enter = battle, enter
        #: Where in the window the message was drawn last; and what of it has no room beside the buttons.
        self.place = pygame.Rect(0, 0, 0, 0)
        self._risen = ""
        #: Where in the window that was drawn last; for how long the message has lain there, and the one put away.
        self.box = pygame.Rect(0, 0, 0, 0)
        self._lies: tuple[tuple[str, str], float] = (("", ""), 0.0)
        self._gone: tuple[str, str] | None = None
        self.buttons: dict[Command, UIButton] = {}

    def build(self, ui: Ui, area: pygame.Rect, over: pygame.Rect, command: Callable[[Command], object]) -> None:
        """Make the controls in an area of the window. Long messages rise over the lower edge of the map, `over`."""
        self.ui, self._over, m = ui, over, ui.m
        y, x = area.y + m.px(6), area.right - m.gap
        self.buttons = {}
        labels = [f"{_(text)}  ·  {key_name(asked)}" for asked, text, _look in self.ENTRIES]
        room = area.width - 2 * m.gap - (len(labels) - 1) * m.px(6)
        widths = fitted([m.width(label, "bold") + m.px(26) for label in labels], room)
        for (asked, _text, look), label, bw in zip(self.ENTRIES, labels, widths, strict=True):
            x -= bw
            place = pygame.Rect(x, y, bw, m.row)
            press = partial(command, asked)
            self.buttons[asked] = ui.button(place, label, press, tip=tip(asked), look=look, focus=False)
            x -= m.px(6)
        self._room = pygame.Rect(m.gap, area.y, max(0, x - m.gap), area.height)
        self._without_redo = max(0, self._room.width + widths[-1] + m.px(6))
        self.buttons[Command.REDO].hide()

    def refresh(self) -> None:
        """Grey what cannot be asked for now."""
        able = self.battle.may_order
        redo = self.buttons[Command.REDO]
        if bool(redo.visible) != (wanted := able and self.battle.session.undone > 0):
            redo.show() if wanted else redo.hide()
        for command in (Command.END_TURN, Command.UNDO, Command.NEXT_UNIT):
            button = self.buttons[command]
            if able != button.is_enabled:
                button.enable() if able else button.disable()
        for command, text, _look in self.ENTRIES:
            key = key_name(command)
            label = _(text) if key == _("Enter") and self._enter() else f"{_(text)}  ·  {key}"
            self.ui.rename(self.buttons[command], label)

    def put_away(self) -> bool:
        """Put away the message that lies over the map. Returns whether there was one that may go."""
        battle = self.battle
        planner, lies = battle.planner, self.box.width > 0 and self._gone is not battle.note
        asking = battle.tape is not None or planner.draft is not None or planner.sending is not None
        if not lies or asking or planner.plan is not None:
            return False
        self._gone = battle.note
        battle.stage.present()
        return True

    def update(self, dt: float) -> bool:
        """Time passes. Returns whether a message has lain over the map for long enough."""
        note, since = self._lies
        shown = self.box.width > 0 and note is self.battle.note
        self._lies = self.battle.note, since + dt if shown else 0.0
        return self._lies[1] > RISEN and self.put_away()

    def _message(self) -> str:
        told = self.battle.note[0]
        if told and self.battle.rule:
            told = _("{told}  ({key}: the rule)").format(told=told, key=key_name(Command.RULES))
        return told

    def draw(self, surface: pygame.Surface) -> None:
        """The message beside the buttons, if it has room there."""
        self.place = pygame.Rect(0, 0, 0, 0)
        text = self._message()
        self._risen = text if text and not self._write_beside(surface, text) else ""

    def _write_beside(self, surface: pygame.Surface, text: str) -> bool:
        """Write a message beside the buttons: one line, or small ones. Returns whether it had room."""
        m, area = self.ui.m, self._room.copy()
        if not self.buttons[Command.REDO].visible:
            area.width = self._without_redo
        if area.width < m.px(60):
            return False
        font, lines = m.font(), [text]
        if m.width(text) > area.width:
            font = m.font("small")
            lines = wrap(text, font, area.width)
        high = len(lines) * font.get_linesize()
        if high > area.height:
            return False
        self._write(surface, lines, font, (area.x, area.centery - high // 2))
        return True

    def draw_risen(self, surface: pygame.Surface, card: pygame.Rect) -> None:
        """A message that had no room there, in a box over the lower edge of the map, beside a `card` there."""
        text, m = self._risen, self.ui.m
        self.box = pygame.Rect(0, 0, 0, 0)
        if not text or self.battle.on_card or self._gone is self.battle.note:  # The card says it, or it was read.
            return
        font, pad, over = m.font("small"), m.px(8), self._over.inflate(-2 * m.gap, -2 * m.gap)
        left, right = over.left, over.right
        if card.width and card.centerx < over.centerx:
            left = card.right + m.gap
        elif card.width:
            right = card.left - m.gap
        above = right - left < m.px(220)
        if above:  # The card leaves too little room beside it.
            left, right = over.left, over.right
        lines = wrap(text, font, min(right - left, m.px(560)) - 2 * pad)
        box = pygame.Rect(0, 0, max(font.size(line)[0] for line in lines), len(lines) * font.get_linesize())
        box = box.inflate(2 * pad, 2 * pad)
        box.bottomleft = left, card.top - m.gap if above else over.bottom
        self.box = box
        surface.fill(theme.PANEL, box)
        pygame.draw.rect(surface, theme.LINE, box, 1)
        self._write(surface, lines, font, (box.x + pad, box.y + pad))

    def _write(self, surface: pygame.Surface, lines: list[str], font: pygame.Font, at: tuple[int, int]) -> None:
        x, y = at
        drawn = []
        for line in lines:
            drawn.append(surface.blit(font.render(line, True, theme.TONES[self.battle.note[1]]), (x, y)))
            y += font.get_linesize()
        self.place = drawn[0].unionall(drawn[1:])
