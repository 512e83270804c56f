"""Engineers: building, repairing, dismantling, mining and blowing crossings."""

from __future__ import annotations

from game.core.errors import IllegalOrder
from game.core.events import Event
from game.core.orders import Demolish, Order, Stop, Work
from game.core.state import GameState


def options(state: GameState) -> list[Order]:
    """Orders of this kind that the active side may give now."""
    return []


def refuse(state: GameState, order: Work | Stop | Demolish) -> IllegalOrder | None:
    """Why an order may not be given now, or None."""
    return IllegalOrder("not-now", order, "This cannot be ordered now.")


def carry_out(state: GameState, order: Work | Stop | Demolish) -> tuple[GameState, tuple[Event, ...]]:
    """Carry out a legal order."""
    return state, ()


def progress(state: GameState) -> tuple[GameState, tuple[Event, ...]]:
    """The active side's engineers do a work point of their jobs, unless they were attacked or have moved away."""
    return state, ()
