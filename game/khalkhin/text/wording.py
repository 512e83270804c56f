"""Small pieces of sentences: numbers of things, lists, places."""

from __future__ import annotations

from collections.abc import Iterable

from khalkhin.core.board.board import Board
from khalkhin.text.amounts import listed


def counted(number: int, what: str, many: str = "") -> str:
    """A number of things: 1 turn, 2 turns; `many` is a plural of its own (hexes)."""
    return f"{number} {what if number == 1 else many or what + 's'}"


def agreeing(name: str, verb: str) -> str:
    """The verb that goes with a side's or a unit's name: the Kwantung Army takes, the Soviet forces take."""
    return verb if name.endswith("s") else f"{verb}s"


def places(board: Board, hexes: Iterable[int]) -> str:
    """Hexes by column and row, as orders write them, each once."""
    return listed([f"({col}, {row})" for col, row in map(board.place, dict.fromkeys(hexes))])
