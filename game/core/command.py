"""Headquarters: coordination, and what HQ points buy."""

from __future__ import annotations

from game.core.errors import IllegalOrder
from game.core.events import Event
from game.core.orders import Deceive, EmergencySupply, ForcedMarch, Order
from game.core.state import GameState


def options(state: GameState) -> list[Order]:
    """Orders of this kind that the active side may give now."""
    return []


def refuse(state: GameState, order: ForcedMarch | EmergencySupply | Deceive) -> IllegalOrder | None:
    """Why an order may not be given now, or None."""
    return IllegalOrder("not-now", order, "This cannot be ordered now.")


def carry_out(state: GameState, order: ForcedMarch | EmergencySupply | Deceive) -> tuple[GameState, tuple[Event, ...]]:
    """Carry out a legal order."""
    return state, ()


def begin_turn(state: GameState) -> GameState:
    """The active side's HQ points for the turn; decoys that have lasted long enough go."""
    return state
