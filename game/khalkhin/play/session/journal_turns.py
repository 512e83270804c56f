"""The turns of a journal: each side's, with its mark and the orders that stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from khalkhin.play.session.journal import JournalLine
from khalkhin.play.session.journal_lines import Mark


@dataclass(slots=True)
class Turn:
    """A side's turn in a journal: its mark and that mark's line, the orders that stand, whether any was given."""

    mark: Mark
    line: int
    orders: list[str] = field(default_factory=list)
    begun: bool = False


def turns_of(entries: Iterable[JournalLine]) -> list[Turn]:
    """The turns of sides in lines of a journal, from the first mark on; the last one may have only begun, or be the
    battle's end."""
    turns: list[Turn] = []
    for entry in entries:
        if entry.mark is not None:
            turns.append(Turn(entry.mark, entry.line))
        elif turns and entry.order is not None:
            turns[-1].orders.append(entry.order)
            turns[-1].begun = True
        elif turns and entry.undo and turns[-1].orders:
            turns[-1].orders.pop()
    return turns
