"""The turns of a journal: each side's, with its mark, the orders that stand, and who gave them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from khalkhin.play.session.journal import END, JournalLine
from khalkhin.play.session.journal_lines import Mark
from khalkhin.play.session.seat_rows import HUMAN, Handed, Hands


@dataclass(slots=True)
class Turn:
    """A side's turn in a journal: its mark and that mark's line, the orders that stand, whether any was given.

    `handed` is who commanded the side as the turn began, where that is not who was to from the battle's start; `hands`
    are the sides handed on in the course of it, each with the number of orders that had been given before. `stood` is
    how both sides were commanded as it began."""

    mark: Mark
    line: int
    orders: list[str] = field(default_factory=list)
    begun: bool = False
    handed: Handed | None = None
    hands: list[tuple[int, Handed]] = field(default_factory=list)
    stood: tuple[Handed, ...] = ()

    def commander(self, players: Mapping[str, str], order: int) -> str:
        """Who gave an order of the turn, by its number from 0: "human" or the name of a computer player. `players` are
        those the battle was begun with."""
        by = self.handed
        for given, row in self.hands:
            if row.side == self.mark.side and given <= order:
                by = row
        return players.get(self.mark.side, HUMAN) if by is None else by.player

    def ended_by(self, players: Mapping[str, str]) -> str:
        """Who gave its last order, or is to give its next."""
        return self.commander(players, max(0, len(self.orders) - 1))


def turns_of(entries: Iterable[JournalLine]) -> list[Turn]:
    """The turns of sides in lines of a journal, from the first mark on; the last one may have only begun, or be the
    battle's end."""
    turns: list[Turn] = []
    hands = Hands()
    for entry in entries:
        if entry.mark is not None:
            side = entry.mark.side
            turns.append(Turn(entry.mark, entry.line, handed=hands.of(side), stood=hands.rows))
        elif entry.seat is not None:
            hands.take(entry.seat)
            if turns and isinstance(entry.seat, Handed):
                turns[-1].hands.append((len(turns[-1].orders), entry.seat))
        elif turns and entry.order is not None:
            turns[-1].orders.append(entry.order)
            turns[-1].begun = True
            if entry.order == END:
                hands.ended(turns[-1].mark.side)
        elif turns and entry.undo and turns[-1].orders:
            turns[-1].orders.pop()
    return turns
