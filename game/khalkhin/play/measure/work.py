"""Counts work from outside: how often functions are called and how much they give back, on this thread alone.

Nothing that is counted knows of it: Python's profiling hook looks on while a count is open, and nothing is there to
look when none is. Unlike seconds, counts are the same on any machine, however busy.

    with counted(Measure("hexes settled", search, lambda field: len(field.settled))) as tally:
        ...
    tally["hexes settled"]
"""

from __future__ import annotations

import cProfile
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

#: The folder of the program's own sources.
_PROGRAM = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Measure:
    """What to count: calls of a function, or with `size` how much of something it gives back. A call that raises
    counts as a call and gives back nothing."""

    what: str
    function: Callable[..., Any]
    size: Callable[[Any], int] | None = None


@contextmanager
def counted(*measures: Measure) -> Iterator[Counter[str]]:
    """Count until the block ends. Raises: TypeError for a function that is not written in Python."""
    tally: Counter[str] = Counter({m.what: 0 for m in measures})
    called: dict[CodeType, list[str]] = {}
    given: dict[CodeType, list[tuple[str, Callable[[Any], int]]]] = {}
    for m in measures:
        code = _code(m.function)
        if m.size is None:
            called.setdefault(code, []).append(m.what)
        else:
            given.setdefault(code, []).append((m.what, m.size))

    def look(frame: FrameType, event: str, value: Any) -> None:
        if event == "call":
            for what in called.get(frame.f_code, ()):
                tally[what] += 1
        elif event == "return" and value is not None:
            for what, size in given.get(frame.f_code, ()):
                tally[what] += size(value)

    with _profiled(look):
        yield tally


@contextmanager
def calls() -> Iterator[Counter[str]]:
    """Count the calls of the program's own functions, by module and name, from the start of the block to its end; they
    are there when it has ended. Functions without a name are left out: comprehensions are functions in some versions of
    Python and not in others."""
    tally: Counter[str] = Counter()
    profile = cProfile.Profile(builtins=False)
    profile.enable()
    try:
        yield tally
    finally:
        profile.disable()
        for entry in profile.getstats():
            code = entry.code
            if isinstance(code, CodeType) and not code.co_name.startswith("<"):
                path = Path(code.co_filename)
                if path.is_relative_to(_PROGRAM):
                    module = ".".join(path.relative_to(_PROGRAM.parent).with_suffix("").parts)
                    tally[f"{module}.{code.co_name}"] += entry.callcount


@contextmanager
def _profiled(look: Callable[[FrameType, str, Any], None]) -> Iterator[None]:
    before = sys.getprofile()
    sys.setprofile(look)
    try:
        yield
    finally:
        sys.setprofile(before)


def _code(function: Callable[..., Any]) -> CodeType:
    inner: Any = getattr(function, "__wrapped__", function)  # what stands behind a cache
    code = getattr(inner, "__code__", None)
    if not isinstance(code, CodeType):
        raise TypeError(f"{function!r} is not written in Python and cannot be counted")
    return code
