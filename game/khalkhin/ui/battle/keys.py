"""The keys of the battle: one table, read by the battle scene and by the help page."""

from __future__ import annotations

import pygame

from khalkhin.text.narrator.notice import capital
from khalkhin.translation import N_, _
from khalkhin.ui.battle.command import Command
from khalkhin.ui.widgets.keyboard import CTRL, FURTHER, NEARER, SHIFT, named, with_keys
from khalkhin.ui.widgets.rebinding import KeyTable

#: Key, modifier, command, as they ship. The first entry of a command is the one shown beside its button.
BINDINGS: tuple[tuple[int, int, Command], ...] = (
    (pygame.K_n, 0, Command.NEXT_UNIT),
    (pygame.K_TAB, 0, Command.NEXT_UNIT),
    (pygame.K_p, 0, Command.PREVIOUS_UNIT),
    (pygame.K_TAB, SHIFT, Command.PREVIOUS_UNIT),
    (pygame.K_k, 0, Command.HOLD),
    (pygame.K_k, SHIFT, Command.HOLD_SEEN),
    (pygame.K_k, CTRL, Command.HOLD_TOLD),
    (pygame.K_n, SHIFT, Command.CARRY_ON),
    (pygame.K_g, SHIFT, Command.FORMATION),
    (pygame.K_SPACE, CTRL, Command.GROUP),
    (pygame.K_g, 0, Command.OTHER_IN_HEX),
    (pygame.K_c, 0, Command.CURSOR),
    (pygame.K_SPACE, 0, Command.ACT),
    (pygame.K_x, 0, Command.ATTACK),
    (pygame.K_b, 0, Command.BARRAGE),
    (pygame.K_e, 0, Command.EXIT),
    (pygame.K_u, 0, Command.UNDO),
    (pygame.K_z, CTRL, Command.UNDO),
    (pygame.K_u, SHIFT, Command.REDO),
    (pygame.K_z, CTRL | SHIFT, Command.REDO),
    (pygame.K_RETURN, 0, Command.END_TURN),
    (pygame.K_KP_ENTER, 0, Command.END_TURN),
    (pygame.K_r, SHIFT, Command.REHEARSE),
    (pygame.K_p, SHIFT, Command.PLAN),
    (pygame.K_p, CTRL, Command.NEXT_PLANNED),
    (pygame.K_o, 0, Command.SUPPLY),
    (pygame.K_o, SHIFT, Command.ENEMY_SUPPLY),
    (pygame.K_j, 0, Command.JUGULAR),
    (pygame.K_r, 0, Command.POCKETS),
    (pygame.K_t, 0, Command.CROSSINGS),
    (pygame.K_f, 0, Command.AIR),
    (pygame.K_t, SHIFT, Command.THREATS),
    (pygame.K_z, SHIFT, Command.ZONES),
    (pygame.K_x, SHIFT, Command.OWN_ZONES),
    (pygame.K_z, 0, Command.MEASURE),
    (pygame.K_q, 0, Command.STORES),
    (pygame.K_v, 0, Command.SIGHT),
    *((key, mod, Command.ZOOM_IN) for key, mod in NEARER),
    *((key, mod, Command.ZOOM_OUT) for key, mod in FURTHER),
    (pygame.K_HOME, 0, Command.CENTRE),
    (pygame.K_END, 0, Command.WHOLE_MAP),
    (pygame.K_l, 0, Command.LAST_SAW),
    (pygame.K_l, SHIFT, Command.WATCH),
    (pygame.K_F2, 0, Command.TAB_INFO),
    (pygame.K_F3, 0, Command.TAB_LOG),
    (pygame.K_F4, 0, Command.TAB_AIMS),
    (pygame.K_F6, 0, Command.TAB_FORCES),
    (pygame.K_m, 0, Command.TAB_ARMY),
    (pygame.K_m, SHIFT, Command.ROSTER),
    (pygame.K_f, CTRL, Command.SEARCH),
    (pygame.K_s, CTRL, Command.SAVE),
    (pygame.K_F5, 0, Command.REREAD),
    (pygame.K_y, 0, Command.HISTORY),
    (pygame.K_y, SHIFT, Command.BRIEFING),
    (pygame.K_F10, 0, Command.RULES),
    (pygame.K_i, 0, Command.LEGEND),
    (pygame.K_F1, 0, Command.HELP),
    (pygame.K_h, 0, Command.HELP),
    (pygame.K_ESCAPE, 0, Command.MENU),
)

#: Presses that go without saying where a command has another: those of the keypad, and plus with Shift.
ALSO = frozenset({(pygame.K_KP_ENTER, 0), (pygame.K_KP_PLUS, 0), (pygame.K_KP_MINUS, 0), (pygame.K_PLUS, SHIFT)})

#: Keys that pick from the list of orders, from the first line on.
DIGITS: dict[int, int] = {
    key: i
    for row in (range(pygame.K_1, pygame.K_9 + 1), range(pygame.K_KP_1, pygame.K_KP_9 + 1))
    for i, key in enumerate(row)
}
#: Keys that turn the first number of an order down and up.
LESS = frozenset({pygame.K_MINUS, pygame.K_KP_MINUS})
MORE = frozenset({pygame.K_PLUS, pygame.K_EQUALS, pygame.K_KP_PLUS})

#: Held keys that move the map beside those of all maps, or its cursor: (dx, dy).
ARROWS: dict[int, tuple[int, int]] = {
    pygame.K_LEFT: (-1, 0),
    pygame.K_RIGHT: (1, 0),
    pygame.K_UP: (0, -1),
    pygame.K_DOWN: (0, 1),
}


#: The table as the player has bound it.
TABLE = KeyTable("battle", N_("In a battle"), BINDINGS)


def command_for(event: pygame.event.Event) -> Command | None:
    """The command of a key press, or None."""
    return TABLE.asked(event)


def key_name(command: Command) -> str:
    """How the key of a command reads on the player's keyboard: "N", "Ctrl+Z"."""
    return TABLE.key_name(command)


def tip(command: Command) -> str:
    """What is said of a control that asks for a command: what it does, and its keys."""
    return with_keys(capital(_(command.value)), key_names(command))


def key_names(command: Command) -> str:
    """All keys of a command."""
    found = TABLE.presses(command)
    names = dict.fromkeys(named(*pressed) for pressed in found)
    plain = dict.fromkeys(named(*pressed) for pressed in found if pressed not in ALSO)
    plain = {name: None for name in plain if not name.endswith("=")}
    return _(" or ").join(plain or names)
