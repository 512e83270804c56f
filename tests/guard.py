"""The one guard against tests that hang. It is minutes long, so that no machine is so busy that it matters."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
MINUTES = 5


def until(found: Callable[[], T], what: str, minutes: float = MINUTES) -> T:
    """Look until something is found that counts as true, and give it; `what` names it where it never comes."""
    end = time.monotonic() + 60 * minutes
    while not (it := found()):
        assert time.monotonic() < end, f"{what}: not there after {minutes} minutes"
        time.sleep(0.005)
    return it
