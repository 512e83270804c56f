"""Intervals that hold what was measured with 95 percent confidence: Wilson's for shares, the bootstrap for means."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import mean

#: Standard deviations of a normal distribution between which 95 percent lie.
Z = 1.959964
#: How often a sample is drawn anew from itself; the dice are the same each time.
DRAWS = 2000
DICE = 1939


@dataclass(frozen=True, slots=True)
class Interval:
    """What was found, and between which figures it probably lies."""

    value: float
    low: float
    high: float


def share(hits: int, games: int) -> Interval:
    """A share of some games, with Wilson's score interval; between nothing and all where there is no game."""
    if not games:
        return Interval(0.0, 0.0, 1.0)
    found, square = hits / games, Z * Z / games
    middle = (found + square / 2) / (1 + square)
    half = Z * (found * (1 - found) / games + square / (4 * games)) ** 0.5 / (1 + square)
    return Interval(found, max(0.0, middle - half), min(1.0, middle + half))


def average(values: Sequence[float]) -> Interval:
    """A mean with its bootstrap interval: the 2.5th and 97.5th percentile of means of samples drawn from the sample.
    Few values make it narrower than it ought to be. Raises: StatisticsError without a value."""
    if len(set(values)) <= 1:
        return Interval(mean(values), mean(values), mean(values))
    dice = random.Random(DICE)
    return _between(mean(values), (_drawn(dice, values) for _ in range(DRAWS)))


def difference(values: Sequence[float], others: Sequence[float]) -> Interval:
    """How much greater the mean of some values is than that of others, with its bootstrap interval. Raises:
    StatisticsError where either has none."""
    dice = random.Random(DICE)
    gains = (_drawn(dice, values) - _drawn(dice, others) for _ in range(DRAWS))
    return _between(mean(values) - mean(others), gains)


def _drawn(dice: random.Random, values: Sequence[float]) -> float:
    """The mean of a sample drawn from a sample."""
    return mean(dice.choices(values, k=len(values)))


def _between(found: float, drawn: Iterable[float]) -> Interval:
    """What was found, between the outer percentiles of what was drawn."""
    rising = sorted(drawn)
    return Interval(found, rising[DRAWS * 25 // 1000], rising[DRAWS * 975 // 1000])
