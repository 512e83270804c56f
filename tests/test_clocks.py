"""No test asserts a clock, or anything that a clock decides: but for the guard against hanging none is read here."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
#: The guard reads the clock.
MAY_READ = {TESTS / "guard.py", Path(__file__)}
#: Functions of harnesses that measure, by file: what they find is printed, and judged only where a person asks for it.
MEASUREMENTS = {
    "harness/hostile/worker.py": {"_try"},
    "harness/ui_events.py": {"run"},
    "harness/worker_faults.py": {"play", "run"},
}

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


def breaches(source: str, measuring: Collection[str] = ()) -> Iterator[str]:
    """Where a source reads a clock or sets a limit of time of its own, as line and name; functions that measure are
    left out."""
    for node in _nodes(ast.parse(source), measuring):
        match node:
            case ast.Attribute(attr=name, value=base):
                last = base.attr if isinstance(base, ast.Attribute) else base.id if isinstance(base, ast.Name) else ""
                if name in CLOCKS or last in OF_MODULES.get(name, ()):
                    yield f"{node.lineno}: {name}"
            case ast.ImportFrom(module="time" | "timeit", names=names):
                yield from (f"{node.lineno}: {a.name}" for a in names if a.name != "sleep")
            case ast.Import(names=names):
                yield from (f"{node.lineno}: timeit" for a in names if a.name == "timeit")
            case ast.keyword(arg=str(name), value=value) if name in LIMITS and _own_limit(value):
                yield f"{value.lineno}: {name}"
            case ast.Call(func=ast.Attribute(attr="join" | "wait" as name), args=[ast.Constant(value=int() | float())]):
                yield f"{node.lineno}: {name}"
            case ast.Constant(value=str(text)) if found := IN_TEXT.search(text):
                yield f"{node.lineno}: {found[1]}"


def _nodes(tree: ast.AST, without: Collection[str]) -> Iterator[ast.AST]:
    yield tree
    for child in ast.iter_child_nodes(tree):
        if not (isinstance(child, ast.FunctionDef) and child.name in without):
            yield from _nodes(child, without)


def _own_limit(value: ast.expr) -> bool:
    """Whether a limit has a number in it and not the guard's."""
    parts = list(ast.walk(value))
    names = {p.id if isinstance(p, ast.Name) else p.attr for p in parts if isinstance(p, ast.Name | ast.Attribute)}
    return "SECONDS" not in names and any(isinstance(p, ast.Constant) and type(p.value) in (int, float) for p in parts)


def test_no_test_reads_a_clock() -> None:
    read = {p.relative_to(TESTS).as_posix(): p for p in sorted(TESTS.rglob("*.py")) if p not in MAY_READ}
    assert len(read) > 120 and read.keys() >= MEASUREMENTS.keys()
    found = {n: list(breaches(p.read_text(encoding="utf-8"), MEASUREMENTS.get(n, ()))) for n, p in read.items()}
    assert {name: lines for name, lines in found.items() if lines} == {}, "count work, or wait by tests/guard.py"


@pytest.mark.parametrize(("name", "function"), [(n, f) for n, found in MEASUREMENTS.items() for f in sorted(found)])
def test_what_may_measure_does(name: str, function: str) -> None:
    source = (TESTS / name).read_text(encoding="utf-8")
    assert list(breaches(source, MEASUREMENTS[name])) != list(breaches(source, MEASUREMENTS[name] - {function}))


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
        ("subprocess.run(words, timeout=2 * guard.SECONDS)", None),
        ("subprocess.run(words, timeout=60 * minutes)", "1: timeout"),
        ("subprocess.run(words, timeout=minutes)", None),
        ("@settings(deadline=200)\ndef test() -> None: ...", "1: deadline"),
        ("@settings(deadline=None)\ndef test() -> None: ...", None),
        ("thread.join(5)", "1: join"),
        ("', '.join(words)", None),
        ("PROGRAM = 'start = time.process_time()'", "1: process_time"),
    ],
)
def test_the_law_finds_its_breaches(source: str, what: str | None) -> None:
    assert list(breaches(source)) == ([what] if what else [])


def test_only_the_named_functions_may_measure() -> None:
    source = "def a():\n time.time()\nclass B:\n def b():\n  time.time()\n"
    assert list(breaches(source, {"a"})) == ["5: time"] and list(breaches(source, {"a", "b"})) == []
