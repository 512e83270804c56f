"""What a test is tried on: a few values, or pairs of them such as sizes and scales, always; all in the long form."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any

import pytest


def covering(first: Sequence[Any], second: Sequence[Any]) -> list[Any]:
    """All pairs of two lists as parameters of a test. As few as have each value once or more are always tried, the
    first of both together, and so on down the lists; the others are marked slow.

    >>> [pair for pair in covering("abc", "xy") if isinstance(pair, tuple) and len(pair) == 2]
    [('a', 'x'), ('b', 'y'), ('c', 'x')]
    """
    always = [(first[n % len(first)], second[n % len(second)]) for n in range(max(len(first), len(second)))]
    return [*always, *(pytest.param(*p, marks=pytest.mark.slow) for p in product(first, second) if p not in always)]


def one_in(step: int, values: Sequence[Any]) -> list[Any]:
    """Values as parameters of a test: the first of so many is always tried, the others are marked slow.

    >>> one_in(2, "ab")[0]
    'a'
    """
    return [v if n % step == 0 else pytest.param(v, marks=pytest.mark.slow) for n, v in enumerate(values)]
