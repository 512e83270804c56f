"""What is said when the game itself is at fault."""

from __future__ import annotations

TITLE = "Something went wrong"
HAPPENED = "The game has met a fault of its own and could not go on with what it was showing."
SAFE = "The battle is safe: every order that was carried out is in its file. Taken up again, it goes on from there."
KEPT = "Battles and campaigns are safe: whatever was done in them is in their files."
AGAIN = "Take up the battle again"
MENU = "To the menu"
QUIT = "Quit"


def line(detail: str, where: str) -> str:
    """All of it in a line, where there is no window to show it."""
    return f"something went wrong in the game itself ({detail}). {where}"
