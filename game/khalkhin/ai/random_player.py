"""A player that gives any legal order with equal chance: a measure for the others, and a stress for the rules."""

from __future__ import annotations

from khalkhin.ai.choices import answer
from khalkhin.core import View, legal_orders
from khalkhin.core.dice import number
from khalkhin.core.orders.orders import EndTurn, Order


class RandomPlayer:
    """Draws each order from the legal ones by keyed dice; one order in forty ends the turn."""

    def __init__(self, seed: int = 0) -> None:
        self.seed = seed
        self._given = 0
        self._turn = (0, "")

    def next_order(self, view: View) -> Order:
        """An order for the side whose view this is."""
        state = view.state
        if self._turn != (state.turn, view.side):
            self._turn, self._given = (state.turn, view.side), 0
        self._given += 1
        key = (state.turn, view.side, self._given)
        if number(self.seed, ("end", *key), 40) == 1:
            return answer(view, self.seed) or EndTurn()
        orders = legal_orders(state)
        return orders[number(self.seed, ("order", *key), len(orders)) - 1]


#: Found by this name in :data:`khalkhin.ai.players.OWN`.
player = RandomPlayer
