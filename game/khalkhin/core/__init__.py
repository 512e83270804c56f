"""The rules of the game as values: no files, no clock, no screen; the standard library only.

The public face for bots and tools::

    state = initial_state(scenario, seed=1)
    for order in legal_orders(state): ...
    state, events = apply(state, order)
    mine = view(state, "soviet")
"""

from khalkhin.core.engine import apply, initial_state
from khalkhin.core.fog.view import View, view
from khalkhin.core.orders.errors import GameError, IllegalOrder, OrderSyntaxError
from khalkhin.core.orders.legal import legal_orders, why_illegal
from khalkhin.core.orders.orders import parse_order

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
