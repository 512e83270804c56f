"""Counting sequences of legal orders: a figure that changes when the rules do."""

from __future__ import annotations

from khalkhin.core import apply, initial_state, legal_orders
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import GameState


def perft(scenario: Scenario, depth: int, seed: int = 1) -> list[int]:
    """Number of sequences of 1, 2, … `depth` legal orders from the start."""
    state = initial_state(scenario, seed)
    return [_count(state, n) for n in range(1, depth + 1)]


def _count(state: GameState, depth: int) -> int:
    orders = legal_orders(state)
    if depth == 1:
        return len(orders)
    return sum(_count(apply(state, order)[0], depth - 1) for order in orders)
