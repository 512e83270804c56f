"""Crossings: what a ford, pontoon or bridge carries, and how much is left of it this turn."""

from __future__ import annotations

from game.core.model import Rules, UnitType
from game.core.state import Crossing


def standing(crossing: Crossing, rules: Rules) -> bool:
    """Whether anything can still go over it."""
    return crossing.hits < rules.crossings[crossing.kind].hits


def _remaining(full: int, crossing: Crossing, rules: Rules) -> int:
    hits = rules.crossings[crossing.kind].hits
    return full * max(0, hits - crossing.hits) // hits


def capacity(crossing: Crossing, rules: Rules) -> int:
    """Units that may go over in one turn; every hit takes an even share away."""
    return _remaining(rules.crossings[crossing.kind].units, crossing, rules)


def supply_capacity(crossing: Crossing, rules: Rules) -> int:
    """SP that may go over in one turn."""
    return _remaining(rules.crossings[crossing.kind].supply, crossing, rules)


def bears(crossing: Crossing, unit: UnitType, rules: Rules) -> bool:
    """Whether it is standing and strong enough for a unit, leaving aside how much has gone over."""
    return standing(crossing, rules) and unit.weight <= rules.crossings[crossing.kind].weight


def open_to(crossing: Crossing, unit: UnitType, rules: Rules) -> bool:
    """Whether a unit may go over it now."""
    return bears(crossing, unit, rules) and crossing.used < capacity(crossing, rules)
