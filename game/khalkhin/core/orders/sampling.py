"""An order drawn from the legal ones without listing them all: for players and tests that try many at random."""

from __future__ import annotations

from collections.abc import Callable

from khalkhin.core.model.state import GameState
from khalkhin.core.movement import movement
from khalkhin.core.orders.base import Outlook
from khalkhin.core.orders.legal import why_illegal
from khalkhin.core.orders.orders import KINDS, Order

#: Gives a number from 0 up to, not with, its argument; ``random.Random(seed).randrange`` is one.
Draw = Callable[[int], int]


def sample_order(state: GameState, draw: Draw) -> Order:
    """A legal order of the active side: first its kind is drawn, then one of the kind's options, so that a hundred
    moves do not hide the one barrage. Raises: ValueError when the battle is over."""
    if state.over:
        raise ValueError("the battle is over: there is no order to give")
    outlook = Outlook(state, movement.picture(state, state.active))
    kinds = list(KINDS)
    while kinds:
        kind = kinds.pop(draw(len(kinds)))
        options: list[Order] = [order for order in kind.options(outlook) if why_illegal(state, order) is None]
        if options:
            return options[draw(len(options))]
    raise AssertionError("a side can always answer a choice or end its turn")
