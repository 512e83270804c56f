"""The keys, to be bound anew: everything that can be asked for with its key; each change is in use and kept at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

import pygame

from khalkhin.text.narrator.notice import capital
from khalkhin.translation import N_, _
from khalkhin.ui.dialogs.dialog import Confirmed, Dialog, DialogButton
from khalkhin.ui.scene import Back, Next, Push, Result, Scene
from khalkhin.ui.widgets import theme
from khalkhin.ui.widgets.keyboard import named, with_keys
from khalkhin.ui.widgets.rebinding import MAP, MAP_TABLE, KeyTable, Press, may_be_bound, owner, press_of, written
from khalkhin.ui.widgets.rows import Gap, Heading, Line, Row, RowAction
from khalkhin.ui.widgets.whole_page import draw_hint, draw_title, ways_below

HINT = N_("Up, Down: choose   ·   Enter: give it another key   ·   Delete: the key it had first")
#: Keys that are only held with others, and those that say nothing by themselves.
HELD = frozenset(
    {
        pygame.K_LSHIFT,
        pygame.K_RSHIFT,
        pygame.K_LCTRL,
        pygame.K_RCTRL,
        pygame.K_LALT,
        pygame.K_RALT,
        pygame.K_MODE,
        pygame.K_LGUI,
        pygame.K_RGUI,
        pygame.K_CAPSLOCK,
        pygame.K_NUMLOCKCLEAR,
        0,
    }
)

Table = KeyTable[Any]


@dataclass(frozen=True, slots=True)
class Rebind(RowAction):
    """Give an action, by its place among all, another key."""

    at: int


class KeysScene(Scene):
    """`tables` are those of the screens that have keys of their own; the map's are added. `mark` is where the keyboard
    stands, and `waiting` whether the next press is to be the key of what is marked."""

    def __init__(self, tables: tuple[Table, ...]) -> None:
        self.tables: tuple[Table, ...] = (MAP_TABLE, *tables)
        self.actions: tuple[tuple[Table, Enum], ...] = tuple((t, action) for t in self.tables for action in t.actions)
        self.mark = 0
        self.waiting = False
        self.told: tuple[str, str] = ("", "dim")

    def build(self) -> None:
        ui, m = self.ui, self.ui.m
        w, h = ui.size
        pad, bar, foot = m.px(16), m.px(52), h - m.row - m.px(12)
        self._hint_room = ways_below(
            ui,
            (
                (_("Done"), Back, "primary", with_keys(_("Back; what was changed is kept."), _("Esc"))),
                (_("All as they were"), self._ask_reset, "", _("Gives every key the meaning it had first.")),
            ),
        )
        self.paper = pygame.Rect(pad, bar, w - 2 * pad, foot - bar - m.gap)
        inner = self.paper.inflate(-2 * m.px(20), -2 * m.px(16))
        wide = min(inner.width, m.px(760))
        ui.panel(self.paper, paper=True)
        self.sheet = ui.sheet(pygame.Rect(inner.centerx - wide // 2, inner.y, wide, inner.height), paper=True)
        ui.sheet_action = self._clicked
        self._show()

    def _show(self) -> None:
        rows: list[Row] = []
        self._starts: list[int] = []
        for at, (table, action) in enumerate(self.actions):
            if not at or self.actions[at - 1][0] is not table:
                rows += [Gap(8), Heading(_(table.title))] if rows else [Heading(_(table.title))]
            self._starts.append(len(rows))
            here = at == self.mark
            value = _("press a key …") if here and self.waiting else self._keys(table, action)
            tone = "gold" if self._is_changed(table, action) else ""
            rows.append(Line(capital(_(action.value)), value, value_tone=tone, marked=here, action=Rebind(at)))
        rows += [Gap(8), Line(_(KEPT), tone="dim", style="small")]
        self.sheet.set_rows(rows, top=False)
        self.sheet.reveal_row(self._starts[self.mark])
        self.app.dirty = True

    def _keys(self, table: Table, action: Enum) -> str:
        return "   ".join(dict.fromkeys(named(*press) for press in table.presses(action)))

    def _is_changed(self, table: Table, action: Enum) -> bool:
        return table.presses(action) != table.shipped(action)

    # -- changing ----------------------------------------------------------------------------------------------

    def give(self, press: Press) -> None:
        """Bind what is marked to a press, unless the press has a meaning already; tell what was done."""
        table, action = self.actions[self.mark]
        self.waiting = False
        if not may_be_bound(press):
            self.told = _("That key keeps the meaning it has everywhere. Choose another one."), "warn"
        elif table.name == MAP and press[1]:
            self.told = _("The map is moved by a key alone, without Shift or Ctrl. Choose another one."), "warn"
        else:
            self._bind(table, action, press)
        self._show()

    def _bind(self, table: Table, action: Enum, press: Press) -> None:
        """Let a press ask for an action, unless it has a meaning already; tell what was done."""
        taken = owner(press, self._beside(table), but=table.id(action))
        if taken is not None:
            said = _("{key} has a meaning already: {what}. Choose another, or give that one another key first.")
            self.told = said.format(key=named(*press), what=_(taken[1].value)), "warn"
        else:
            self._keep(table, action, press)
            self.told = _("{key} from now on: {what}.").format(key=named(*press), what=_(action.value)), "good"

    def _beside(self, table: Table) -> Iterator[tuple[Table, Enum]]:
        """What shares the keyboard with a table."""
        for other, action in self.actions:
            if other is table or MAP in (other.name, table.name):
                yield other, action

    def _keep(self, table: Table, action: Enum, press: Press) -> None:
        """Keep a chosen press; the one that an action had first need not be kept."""
        name, chosen = table.id(action), dict(self.app.settings.keys)
        chosen.pop(name, None)
        if press != table.shipped(action)[0]:
            chosen[name] = written(press)
        self.app.change_settings(replace(self.app.settings, keys=tuple(chosen.items())))

    def _as_it_was(self) -> None:
        """Give what is marked the key it had first, unless another has it now."""
        table, action = self.actions[self.mark]
        self._bind(table, action, table.shipped(action)[0])
        self._show()

    def _ask_reset(self) -> Next:
        answers = (DialogButton(_("All as they were"), Confirmed()), DialogButton(_("Leave them"), primary=True))
        rows = (Line(_("Every key gets the meaning it had when the game was new.")),)
        return Push(Dialog(_("All keys as they were?"), rows, answers, width=460))

    def resumed(self, result: Result | None) -> Next | None:
        if isinstance(result, Confirmed):
            self.app.change_settings(replace(self.app.settings, keys=()))
            self.told = _("All keys are as they were."), "good"
            self._show()
        return None

    # -- input -------------------------------------------------------------------------------------------------

    def _clicked(self, action: RowAction) -> None:
        if isinstance(action, Rebind):
            self.mark = action.at
            self._wait()

    def _wait(self) -> None:
        self.waiting = True
        self.told = _("Press the key that it is to have; Esc leaves it as it is."), "dim"
        self.ui.set_focus(None)
        self._show()

    def handle(self, event: pygame.event.Event) -> Next | None:
        if event.type == pygame.KEYDOWN and self._key(event):
            return None
        if event.type == pygame.MOUSEBUTTONDOWN and self.waiting:
            self.waiting, self.told = False, ("", "dim")
            self._show()
        return super().handle(event)

    def _key(self, event: pygame.event.Event) -> bool:
        if self.waiting:
            if event.key == pygame.K_ESCAPE:
                self.waiting, self.told = False, ("", "dim")
                self._show()
            elif event.key not in HELD and not self.app.repeated:
                self.give(press_of(event))
            return True
        match event.key:
            case pygame.K_UP | pygame.K_DOWN:
                self._walk(self.mark + (1 if event.key == pygame.K_DOWN else -1))
            case pygame.K_HOME | pygame.K_END:
                self._walk(0 if event.key == pygame.K_HOME else len(self.actions) - 1)
            case pygame.K_RETURN | pygame.K_KP_ENTER | pygame.K_SPACE if self.ui.focus is None:
                self._wait()
            case pygame.K_DELETE | pygame.K_BACKSPACE:
                self._as_it_was()
            case _:
                return False
        return True

    def _walk(self, at: int) -> None:
        self.mark = max(0, min(at, len(self.actions) - 1))
        self.ui.set_focus(None)
        self._show()

    def draw(self, surface: pygame.Surface) -> None:
        draw_title(surface, self.ui.m, _("Keys"))
        self.ui.draw(surface)
        text, tone = self.told if self.told[0] else (_(HINT), "dim")
        draw_hint(surface, self.ui, text, self._hint_room, theme.TONES[tone])


#: What cannot be changed.
KEPT = N_(
    "Esc, Tab, the arrow keys, Page Up and Page Down, the numbers, F7 to F9 in lessons and F11 keep their meaning. "
    "Where several keys are shown, the first is changed. Numbers pick from the list of orders; in dialogs Enter and "
    "Space press."
)
