"""The rules of the game as values: no files, no clock, no screen; the standard library only.

The public face for bots and tools; docs/api.md shows it at work::

    state = initial_state(scenario, seed=1)
    mine = view(state, state.active)
    for order in legal_orders(mine.state): ...
    state, events = apply(state, order)
"""

from khalkhin.core.engine import apply, initial_state
from khalkhin.core.events.events import Event
from khalkhin.core.fog.view import View, view
from khalkhin.core.fog.witness import visible_events
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import GameState, Outcome
from khalkhin.core.orders.combat import assault_forecast, best_assault
from khalkhin.core.orders.errors import GameError, IllegalOrder, OrderSyntaxError
from khalkhin.core.orders.legal import legal_orders, why_illegal
from khalkhin.core.orders.orders import Order, parse_order
from khalkhin.core.orders.sampling import sample_order
from khalkhin.core.refusals import Refusal, RefusalCode

__all__ = [
    "Event",
    "GameError",
    "GameState",
    "IllegalOrder",
    "Order",
    "OrderSyntaxError",
    "Outcome",
    "Refusal",
    "RefusalCode",
    "Scenario",
    "View",
    "apply",
    "assault_forecast",
    "best_assault",
    "initial_state",
    "legal_orders",
    "parse_order",
    "sample_order",
    "view",
    "visible_events",
    "why_illegal",
]
