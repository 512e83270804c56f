"""The turns of a journal: each side's, with its mark, the orders that stand, who gave them, and what was intended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from khalkhin.core import OrderSyntaxError, parse_order
from khalkhin.play.intentions.intentions import IntentionLine
from khalkhin.play.rehearsal.plan import PlanRow
from khalkhin.play.session.journal import END, JournalLine
from khalkhin.play.session.journal_lines import Mark
from khalkhin.play.session.seat_rows import HUMAN, Handed, Hands


@dataclass(slots=True)
class Turn:
    """A side's turn in a journal: its mark and that mark's line, the orders that stand, whether any was given.

    `handed` is who commanded the side as the turn began, where that is not who was to from the battle's start; `hands`
    are the sides handed on in the course of it, each with the number of orders that had been given before. `stood` is
    how both sides were commanded as it began. `kept` is what was noted of intentions and plans in the course of it,
    each with the number of standing orders that it came after, or came with as the last."""

    mark: Mark
    line: int
    orders: list[str] = field(default_factory=list)
    begun: bool = False
    handed: Handed | None = None
    hands: list[tuple[int, Handed]] = field(default_factory=list)
    stood: tuple[Handed, ...] = ()
    kept: list[tuple[int, IntentionLine | PlanRow]] = field(default_factory=list)

    def given(self, order: str) -> None:
        """An order was given. What its line in the journal changed of the intentions of its units stands before it
        there, a row a unit at most: it came with the order."""
        done = len(self.orders)
        own: set[str] = set()
        for at in range(len(self.kept) - 1, -1, -1):
            count, row = self.kept[at]
            if count != done or not isinstance(row, IntentionLine) or row.unit in own or row.unit not in _units(order):
                break
            own.add(row.unit)
            self.kept[at] = done + 1, row
        self.orders.append(order)
        self.begun = True

    def taken_back(self) -> None:
        """The last order was taken back; what was noted after it stays noted."""
        if self.orders:
            self.orders.pop()
            done = len(self.orders)
            self.kept = [(min(count, done), row) for count, row in self.kept]

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


def _units(order: str) -> tuple[str, ...]:
    """Whom an order is for; nobody where it cannot be read."""
    try:
        return parse_order(order).units()
    except OrderSyntaxError:
        return ()


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
        elif turns and (row := entry.intent or entry.plan) is not None:
            turns[-1].kept.append((len(turns[-1].orders), row))
        elif turns and entry.order is not None:
            turns[-1].given(entry.order)
            if entry.order == END:
                hands.ended(turns[-1].mark.side)
        elif turns and entry.undo:
            turns[-1].taken_back()
    return turns
