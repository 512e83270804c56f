"""Aircraft: superiority, missions, airfields."""

from __future__ import annotations

from game.core.errors import IllegalOrder
from game.core.events import Event
from game.core.orders import Fly, Order
from game.core.state import GameState


def options(state: GameState) -> list[Order]:
    """Orders of this kind that the active side may give now."""
    return []


def refuse(state: GameState, order: Fly) -> IllegalOrder | None:
    """Why an order may not be given now, or None."""
    return IllegalOrder("not-now", order, "This cannot be ordered now.")


def carry_out(state: GameState, order: Fly) -> tuple[GameState, tuple[Event, ...]]:
    """Carry out a legal order."""
    return state, ()


def begin_turn(state: GameState) -> tuple[GameState, tuple[Event, ...]]:
    """Sorties for the turn that begins, and who rules the air in it."""
    return state, ()
