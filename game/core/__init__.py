"""The rules of the game as values: no files, no clock, no screen; the standard library only.

The public face for bots and tools::

    state = initial_state(scenario, seed=1)
    for order in legal_orders(state): ...
    state, events = apply(state, order)
    mine = view(state, "soviet")
"""

from game.core.engine import apply, initial_state
from game.core.errors import GameError, IllegalOrder, OrderSyntaxError
from game.core.legal import legal_orders, why_illegal
from game.core.orders import parse_order
from game.core.view import View, view

__all__ = [
    "GameError",
    "IllegalOrder",
    "OrderSyntaxError",
    "View",
    "apply",
    "initial_state",
    "legal_orders",
    "parse_order",
    "view",
    "why_illegal",
]
