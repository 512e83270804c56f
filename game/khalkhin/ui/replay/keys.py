"""What a player can ask for while a film is shown: one table, read by the screen, its buttons and its help."""

from __future__ import annotations

from enum import Enum

import pygame

from khalkhin.translation import N_
from khalkhin.ui.widgets.keyboard import FURTHER, NEARER, SHIFT
from khalkhin.ui.widgets.rebinding import KeyTable


class FilmCommand(Enum):
    """What a key asks for; the text is what the help says."""

    RUN = N_("let it run, or stop it")
    ON = N_("on by one order of which something is seen")
    BACK = N_("back by one order of which something was seen")
    NEXT_TURN = N_("on to the next side's turn")
    LAST_TURN = N_("back to the beginning of the turn, or of the one before")
    START = N_("to the beginning of the battle")
    END = N_("to its end")
    FASTER = N_("faster")
    SLOWER = N_("slower")
    EYES = N_("look with other eyes")
    ASK = N_("ask the staff of the side to move, once the battle is over")
    BRANCH = N_("play on from here, as a new battle")
    RECORD = N_("record some turns as a moving picture")
    ZOOM_IN = N_("zoom in")
    ZOOM_OUT = N_("zoom out")
    WHOLE_MAP = N_("show the whole map")
    HELP = N_("this page")


#: Key, modifier, command, as they ship; the first of a command stands on its button.
BINDINGS: tuple[tuple[int, int, FilmCommand], ...] = (
    (pygame.K_SPACE, 0, FilmCommand.RUN),
    (pygame.K_RIGHT, 0, FilmCommand.ON),
    (pygame.K_LEFT, 0, FilmCommand.BACK),
    (pygame.K_PAGEDOWN, 0, FilmCommand.NEXT_TURN),
    (pygame.K_RIGHT, SHIFT, FilmCommand.NEXT_TURN),
    (pygame.K_PAGEUP, 0, FilmCommand.LAST_TURN),
    (pygame.K_LEFT, SHIFT, FilmCommand.LAST_TURN),
    (pygame.K_HOME, 0, FilmCommand.START),
    (pygame.K_END, 0, FilmCommand.END),
    (pygame.K_UP, 0, FilmCommand.FASTER),
    (pygame.K_DOWN, 0, FilmCommand.SLOWER),
    (pygame.K_v, 0, FilmCommand.EYES),
    (pygame.K_q, 0, FilmCommand.ASK),
    (pygame.K_b, 0, FilmCommand.BRANCH),
    (pygame.K_r, 0, FilmCommand.RECORD),
    *((key, mod, FilmCommand.ZOOM_IN) for key, mod in NEARER),
    *((key, mod, FilmCommand.ZOOM_OUT) for key, mod in FURTHER),
    (pygame.K_m, 0, FilmCommand.WHOLE_MAP),
    (pygame.K_F1, 0, FilmCommand.HELP),
    (pygame.K_h, 0, FilmCommand.HELP),
)


#: The table as the player has bound it.
TABLE = KeyTable("film", N_("While a battle is watched again"), BINDINGS)


def command_for(event: pygame.event.Event) -> FilmCommand | None:
    """The command of a key press, or None."""
    return TABLE.asked(event)


def key_name(command: FilmCommand) -> str:
    """How the key of a command reads on the player's keyboard."""
    return TABLE.key_name(command)
