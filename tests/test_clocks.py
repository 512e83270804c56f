"""No test asserts a clock, or anything that a clock decides: but for the guard against hanging none is read here."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
#: The guard reads the clock; measurements that are run by hand may.
MAY_READ = {TESTS / "guard.py", Path(__file__)}
MEASUREMENTS = TESTS / "harness"

CLOCKS = frozenset(
    f"{name}{suffix}"
    for name in ("monotonic", "perf_counter", "process_time", "thread_time", "clock_gettime", "time_ns")
    for suffix in ("", "_ns")
) | {"get_ticks", "ru_utime", "ru_stime", "utcnow", "setitimer", "alarm", "timeit"}
#: Attributes that are clocks only as those of these modules.
OF_MODULES = {
    "now": ("datetime",),
    "today": ("date", "datetime"),
    "time": ("time",),
    "times": ("os",),
    "Clock": ("time",),
}
#: Arguments that say how long to wait.
LIMITS = frozenset({"timeout", "deadline", "timeout_seconds"})
IN_TEXT = re.compile(r"\btime\.(time|monotonic|perf_counter|process_time|thread_time)(_ns)?\(")


def breaches(source: str) -> Iterator[str]:
    """Where a source reads a clock or sets a limit of time of its own, as line and name."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Attribute(attr=name, value=base):
                last = base.attr if isinstance(base, ast.Attribute) else base.id if isinstance(base, ast.Name) else ""
                if name in CLOCKS or last in OF_MODULES.get(name, ()):
                    yield f"{node.lineno}: {name}"
            case ast.ImportFrom(module="time" | "timeit", names=names):
                yield from (f"{node.lineno}: {a.name}" for a in names if a.name != "sleep")
            case ast.Import(names=names):
                yield from (f"{node.lineno}: timeit" for a in names if a.name == "timeit")
            case ast.keyword(arg=str(name), value=ast.Constant(value=int() | float())) if name in LIMITS:
                yield f"{node.value.lineno}: {name}"
            case ast.Call(func=ast.Attribute(attr="join" | "wait" as name), args=[ast.Constant(value=int() | float())]):
                yield f"{node.lineno}: {name}"
            case ast.Constant(value=str(text)) if found := IN_TEXT.search(text):
                yield f"{node.lineno}: {found[1]}"


def test_no_test_reads_a_clock() -> None:
    read = [p for p in sorted(TESTS.rglob("*.py")) if p not in MAY_READ and MEASUREMENTS not in p.parents]
    assert len(read) > 80
    found = {p.relative_to(TESTS).as_posix(): list(breaches(p.read_text(encoding="utf-8"))) for p in read}
    assert {name: lines for name, lines in found.items() if lines} == {}, "count work, or wait by tests/guard.py"


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("import time\ntime.monotonic()", "2: monotonic"),
        ("import time\ntime.time()", "2: time"),
        ("from time import perf_counter", "1: perf_counter"),
        ("from time import sleep", None),
        ("import datetime\ndatetime.datetime.now()", "2: now"),
        ("from datetime import date\ndate.today()", "2: today"),
        ("clock.now += 1", None),
        ("pygame.time.Clock()", "1: Clock"),
        ("pygame.time.get_ticks()", "1: get_ticks"),
        ("import timeit", "1: timeit"),
        ("os.times()", "1: times"),
        ("subprocess.run(words, timeout=30)", "1: timeout"),
        ("subprocess.run(words, timeout=guard.SECONDS)", None),
        ("@settings(deadline=200)\ndef test() -> None: ...", "1: deadline"),
        ("@settings(deadline=None)\ndef test() -> None: ...", None),
        ("thread.join(5)", "1: join"),
        ("', '.join(words)", None),
        ("PROGRAM = 'start = time.process_time()'", "1: process_time"),
    ],
)
def test_the_law_finds_its_breaches(source: str, what: str | None) -> None:
    assert list(breaches(source)) == ([what] if what else [])
