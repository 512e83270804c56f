"""All orders: one closed union of frozen values, each with a one-line text form.

>>> str(parse_order("move ru-24 12,7"))
'move ru-24 12,7'
>>> parse_order("assault 12,7 by ru-24,ru-149 guns ru-175 hold").advance
False

What an order is, how it is written, when it may be given and what it does stands in its class, in the module of its
family.
"""

from __future__ import annotations

from typing import get_args

from khalkhin.core.orders.air import Fly
from khalkhin.core.orders.combat import Assault, Barrage
from khalkhin.core.orders.command import Deceive, EmergencySupply, ForcedMarch
from khalkhin.core.orders.engineering import TASKS, Demolish, Stop, Work
from khalkhin.core.orders.errors import OrderSyntaxError
from khalkhin.core.orders.gunnery import Shell, Standby
from khalkhin.core.orders.movement import Exit, Move
from khalkhin.core.orders.supply import Haul, Load, Prioritise, Unload
from khalkhin.core.orders.syntax import Edge, Place, edge, edge_text
from khalkhin.core.orders.turn import Choose, EndTurn

Order = (
    Move
    | Assault
    | Barrage
    | Exit
    | Shell
    | Standby
    | Work
    | Stop
    | Demolish
    | Haul
    | Load
    | Unload
    | Prioritise
    | Fly
    | ForcedMarch
    | EmergencySupply
    | Deceive
    | Choose
    | EndTurn
)

#: The classes of orders.
KINDS: tuple[type[Order], ...] = get_args(Order)

__all__ = [
    "KINDS",
    "TASKS",
    "Assault",
    "Barrage",
    "Choose",
    "Deceive",
    "Demolish",
    "Edge",
    "EmergencySupply",
    "EndTurn",
    "Exit",
    "Fly",
    "ForcedMarch",
    "Haul",
    "Load",
    "Move",
    "Order",
    "Place",
    "Prioritise",
    "Shell",
    "Standby",
    "Stop",
    "Unload",
    "Work",
    "edge",
    "edge_text",
    "parse_order",
]


def parse_order(text: str) -> Order:
    """Read one order. Raises: OrderSyntaxError with the text and the form that would do."""
    line = " ".join(text.split())
    for kind in KINDS:
        if m := kind.FORM.matches.fullmatch(line):
            return kind.read(m)
    verb = line.split(" ")[0]
    form = next((kind.FORM.text for kind in KINDS if kind.FORM.verb == verb), "")
    raise OrderSyntaxError(line[:80], form, tuple(kind.FORM.verb for kind in KINDS))
