"""Guns: missions against crossings, and standing by to help a defence or to answer enemy guns."""

from __future__ import annotations

from game.core.errors import IllegalOrder
from game.core.events import Event
from game.core.orders import Order, Shell, Standby
from game.core.state import GameState


def options(state: GameState) -> list[Order]:
    """Orders of this kind that the active side may give now."""
    return []


def refuse(state: GameState, order: Shell | Standby) -> IllegalOrder | None:
    """Why an order may not be given now, or None."""
    return IllegalOrder("not-now", order, "This cannot be ordered now.")


def carry_out(state: GameState, order: Shell | Standby) -> tuple[GameState, tuple[Event, ...]]:
    """Carry out a legal order."""
    return state, ()
