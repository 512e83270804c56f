"""Truck columns: standing hauls, the staff plan, driving by hand."""

from __future__ import annotations

from game.core.errors import IllegalOrder
from game.core.events import Event
from game.core.orders import Haul, Load, Order, Prioritise, Unload
from game.core.state import GameState


def options(state: GameState) -> list[Order]:
    """Orders of this kind that the active side may give now."""
    return []


def refuse(state: GameState, order: Haul | Load | Unload | Prioritise) -> IllegalOrder | None:
    """Why an order may not be given now, or None."""
    return IllegalOrder("not-now", order, "This cannot be ordered now.")


def carry_out(state: GameState, order: Haul | Load | Unload | Prioritise) -> tuple[GameState, tuple[Event, ...]]:
    """Carry out a legal order."""
    return state, ()


def drive(state: GameState) -> tuple[GameState, tuple[Event, ...]]:
    """The active side's columns that are not driven by hand drive their hauls, at the end of its turn."""
    return state, ()
