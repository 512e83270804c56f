"""The seats at the table in words: who commands a side, and which were opened without their code word."""

from __future__ import annotations

from collections.abc import Sequence

from khalkhin.core.model.state import GameState
from khalkhin.play.session.seat_rows import HUMAN, Handed
from khalkhin.text.names import side_name
from khalkhin.translation import _, ngettext


def commanded(handed: Handed | None) -> str:
    """Who commands a side whose seat is a player's."""
    if handed is None or handed.player == HUMAN:
        return _("its player")
    if not handed.turns:
        return _("the computer, until it is taken back")
    if handed.turns == 1:
        return _("the computer, to the end of its turn")
    told = ngettext("the computer, for {n} turn", "the computer, for {n} turns", handed.turns)
    return told.format(n=handed.turns)


def handed_on(handed: Handed, side: str) -> str:
    """A side, by its name, is commanded by somebody else from here on."""
    if handed.player == HUMAN:
        return _("{side}: commanded by its player from here on").format(side=side)
    if not handed.turns:
        return _("{side}: commanded by the computer from here on").format(side=side)
    told = ngettext(
        "{side}: commanded by the computer for {n} turn",
        "{side}: commanded by the computer for {n} turns",
        handed.turns,
    )
    return told.format(side=side, n=handed.turns)


def opened(state: GameState, reader: str, seats: Sequence[str]) -> list[str]:
    """Sentences for the player of a side about seats that were opened without their code word since he ended his last
    turn."""
    told = []
    for seat in seats:
        if seat == reader:
            told.append(_("This seat was opened without its code word, which has been taken away. Choose a new one."))
        else:
            said = _("The seat of the {side} was opened without its code word since your last turn.")
            told.append(said.format(side=side_name(state, seat)))
    return told
