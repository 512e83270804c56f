"""What is said when the game itself is at fault: messages to be translated, and a line for a terminal."""

from __future__ import annotations

from khalkhin.translation import N_, _

TITLE = N_("Something went wrong")
HAPPENED = N_("The game has met a fault of its own and could not go on with what it was showing.")
SAFE = N_("The battle is safe: every order that was carried out is in its file. Taken up again, it goes on from there.")
KEPT = N_("Battles and campaigns are safe: whatever was done in them is in their files.")
AGAIN = N_("Take up the battle again")
MENU = N_("To the menu")
QUIT = N_("Quit")


def line(detail: str, where: str) -> str:
    """All of it in a line, where there is no window to show it."""
    told = _("something went wrong in the game itself ({detail}).").format(detail=detail)
    return f"{told} {where}"
