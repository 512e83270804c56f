"""The one guard against tests that hang, and the only place under tests/ where a clock is read.

It is minutes long, so that no machine is so busy that it matters: what must be quick is counted, not timed, and speed
is measured by `khalkhin bench`.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

T = TypeVar("T")
MINUTES = 5
#: What other processes are given before they are said to hang.
SECONDS = 60.0 * MINUTES
#: Rounds that follow one another without a pause: most of what is waited for comes by the rounds themselves.
AT_ONCE = 20


def waiting(
    found: Callable[[], object], what: str | Callable[[], str], minutes: float = MINUTES, pause: float = 0.002
) -> Iterator[None]:
    """Rounds to wait in until something is found that counts as true; `what` names it where it never comes.

    for _ in waiting(lambda: window.done, "the report"):
        window.step()
    """
    end = time.monotonic() + 60 * minutes
    rounds = 0
    while not found():
        if time.monotonic() > end:
            name = what if isinstance(what, str) else what()
            raise AssertionError(f"{name}: not there after {minutes} minutes")
        yield
        rounds += 1
        time.sleep(pause if rounds > AT_ONCE else 0.0)


def until(found: Callable[[], T], what: str, minutes: float = MINUTES) -> T:
    """Look until something is found that counts as true, and give it; `what` names it where it never comes."""
    last: list[T] = []

    def look() -> T:
        last[:] = [found()]
        return last[0]

    for _ in waiting(look, what, minutes, pause=0.005):
        pass
    return last[0]


def meanwhile(seconds: float, pause: float = 0.005) -> Iterator[None]:
    """Rounds to do something in for a while, where something else takes its time; what is looked for afterwards must
    not depend on how many there were."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        yield
        time.sleep(max(0.0, min(pause, left)))


def finished(words: Sequence[str], minutes: float = MINUTES, **how: Any) -> subprocess.CompletedProcess[str]:
    """Run a program to its end, and give what it said. Raises: subprocess.TimeoutExpired where it hangs."""
    return subprocess.run(words, capture_output=True, text=True, timeout=60 * minutes, check=False, **how)
