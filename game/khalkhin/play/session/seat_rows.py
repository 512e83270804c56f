"""What a journal keeps of the seats at the table: who commands a side from here on, and code words.

A code word is kept as its hash with a salt of its own. It keeps the other player's eyes off a seat; it does not lock
the file, which anybody can read who opens it with other programs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

HUMAN = "human"


@dataclass(frozen=True, slots=True)
class Handed:
    """A side is commanded by a `player` ("human" or the name of a computer player) from here on: for so many `turns`
    of its own, the present one counted where it is its turn, or until it is handed on if 0."""

    side: str
    player: str
    turns: int = 0


@dataclass(frozen=True, slots=True)
class Word:
    """The code word of a side's seat from here on: its salt and its hash, as hexadecimal digits; both empty for none.
    `forgotten` tells that the seat was opened without it."""

    side: str
    salt: str = ""
    hash: str = ""
    forgotten: bool = False


Row = Handed | Word


class Hands:
    """Which sides are commanded by somebody else than their battle was begun with, as rows and ends of turns are taken
    in, in their order."""

    def __init__(self, standing: Mapping[str, Handed] | None = None) -> None:
        self._standing = dict(standing or {})

    def take(self, row: Row) -> None:
        """A row of a journal."""
        if isinstance(row, Handed):
            self._standing[row.side] = row

    def ended(self, side: str) -> None:
        """A side has ended its turn."""
        row = self._standing.get(side)
        if row is not None and row.turns:
            if row.turns == 1:
                del self._standing[side]
            else:
                self._standing[side] = Handed(side, row.player, row.turns - 1)

    def of(self, side: str) -> Handed | None:
        """Who commands a side, and for how many turns more; None where it is who was to from the start."""
        return self._standing.get(side)

    @property
    def rows(self) -> tuple[Handed, ...]:
        """What stands, as rows from which the same follows."""
        return tuple(self._standing.values())
