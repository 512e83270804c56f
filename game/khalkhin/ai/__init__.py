"""Computer players: a side's view in, an order out.

``make("staff")`` is the opponent, ``"staff-easy"`` and ``"staff-hard"`` the same with a narrower and a wider search;
``make("random")`` gives any legal order. A player is asked for one order at a time
until it answers with the end of the turn, and may be given any view: nothing it keeps is needed to go on from a save.
"""

from __future__ import annotations

from typing import Protocol

from khalkhin.core import View
from khalkhin.core.orders.orders import EndTurn, Order

#: Names that :func:`make` knows.
NAMES: tuple[str, ...] = ("staff", "staff-easy", "staff-hard", "random")


class Player(Protocol):
    """Anything that commands a side."""

    def next_order(self, view: View) -> Order:
        """The next order of the side whose view this is; its turn is over when this is ``EndTurn()``."""
        ...


def close_turn(view: View, seed: int = 0) -> Order:
    """The order that ends a side's turn for it: a choice that waits is answered first."""
    from khalkhin.ai.choices import answer

    return answer(view, seed) or EndTurn()


def make(name: str, seed: int = 0) -> Player:
    """A computer player by name. Raises: ValueError for an unknown name."""
    match name:
        case "staff" | "staff-easy" | "staff-hard":
            from khalkhin.ai.staff import LEVELS, StaffPlayer

            return StaffPlayer(seed, breadth=LEVELS[name])
        case "random":
            from khalkhin.ai.random_player import RandomPlayer

            return RandomPlayer(seed)
    raise ValueError(f"no computer player is called {name!r}; there are {', '.join(NAMES)}")
