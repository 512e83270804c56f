"""Mutants: one small fault at a time is put into the rules, and the tests that come to the place are run.

    python -m tests.harness.mutants SEED COUNT [--keep FILE] [TESTS ...] [--deselect TEST ...]

The places are drawn by the seed from all functions of `core`. What no test notices is printed as ALIVE: either it comes
to the same, or nothing tests it. Tests are collected once; every mutant lives in a process of its own, in which the
code of its function has been exchanged. A first pass counts which tests come to which functions; `--keep` writes that
down, so that it need not be found again for the same sources. What runs in other processes is not reached, nor what ran
when modules were imported.
"""

from __future__ import annotations

import argparse
import ast
import gc
import importlib
import json
import os
import random
import resource
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any, NamedTuple

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import HealthCheck, Phase, settings

from tests.harness.mutations import Function, key, sites
from tests.house import house

#: Seconds of processor time and bytes that a mutant may take before it is taken to have no end.
SECONDS, ROOM = 240, 3 << 30


def exchange(module: str, tree: ast.Module) -> None:
    """Give the functions of a module that is loaded the code of another reading of its source."""
    path = importlib.import_module(module).__file__ or ""
    old, new = (dict(_codes(compile(source, path, "exec"))) for source in (house()[module], tree))
    gc.unfreeze()  # else what was loaded before the tests ran is not among the objects
    loaded = [f for f in gc.get_objects() if isinstance(f, FunctionType) and f.__code__.co_filename == path]
    for place, code in old.items():
        for function in loaded:
            if function.__code__ == code and new.get(place, code) != code:
                function.__code__ = new[place]


def _codes(code: CodeType, at: tuple[object, ...] = ()) -> Iterator[tuple[tuple[object, ...], CodeType]]:
    """The code of everything in a module by the names around it and its place among its like."""
    for n, inner in enumerate(c for c in code.co_consts if isinstance(c, CodeType)):
        yield (*at, n, inner.co_name), inner
        yield from _codes(inner, (*at, n, inner.co_name))


def watch(module: str, called: Counter[str]) -> None:
    """Have every function of a module count its calls."""
    tree = ast.parse(house()[module])
    for node in [n for n in ast.walk(tree) if isinstance(n, Function)]:
        name = repr(key(module, node))
        if isinstance(node, ast.Lambda):
            count = ast.parse(f"__called__.update({{{name}: 1}})", mode="eval").body
            node.body = ast.Subscript(ast.Tuple([count, node.body], ast.Load()), ast.Constant(1), ast.Load())
        else:
            node.body[:0] = ast.parse(f"__called__[{name}] += 1").body
    vars(importlib.import_module(module))["__called__"] = called
    exchange(module, ast.fix_missing_locations(tree))


#: How often each test calls each function.
Reached = dict[str, dict[str, int]]


class Mutant(NamedTuple):
    """A module with a fault in one of its functions, and what the fault is."""

    module: str
    tree: ast.Module
    function: str
    fault: str


class Hunt:
    """Takes the place of running the tests once. The mutants are made one by one, as they are come to."""

    def __init__(self, mutants: Iterable[Mutant], keep: Path | None) -> None:
        self.mutants, self.keep = mutants, keep

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> None:
        phases, checks = (Phase.explicit, Phase.generate), list(HealthCheck)
        quick = settings(deadline=None, database=None, derandomize=True, phases=phases, suppress_health_check=checks)
        settings.register_profile("mutants", quick)
        settings.load_profile("mutants")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        kept = self.keep is not None and self.keep.exists()
        reached = json.loads((self.keep or Path()).read_text()) if kept else _apart(lambda: _reach(session.items))
        if self.keep is not None and not kept:
            self.keep.write_text(json.dumps(reached))
        n = alive = 0
        for n, mutant in enumerate(self.mutants, 1):
            told = hunted(session.items, reached, mutant.module, mutant.tree, mutant.function)
            alive += told == "ALIVE"
            print(f"{n} {told}: {mutant.module}:{mutant.fault}"[:400], flush=True)
        print(f"{n - alive} of {n} were noticed")
        return True


def random_mutants(seed: int, count: int) -> Iterator[Mutant]:
    """Mutants with the faults that a seed draws."""
    for module, at in drawn(seed, count):
        tree = ast.parse(house()[module])
        site = list(sites(module, tree))[at]
        site.put()
        yield Mutant(module, tree, site.function, f"{site.line} {site.was!r} -> {site.now!r}")


def drawn(seed: int, count: int) -> list[tuple[str, int]]:
    """Places by module and number, each of all there are as likely as the others."""
    modules = [m for m in sorted(house()) if m.startswith("khalkhin.core.")]
    places = [(m, n) for m in modules for n, _ in enumerate(sites(m, ast.parse(house()[m])))]
    return random.Random(seed).sample(places, count)


def plant(module: str, tree: ast.Module, function: str) -> None:
    """Put a fault into a module that is loaded: into the code of a function, or, outside functions, into the values of
    its classes and tables."""
    exchange(module, tree)
    if not function:
        loaded = importlib.import_module(module)
        made = dict(vars(loaded))
        exec(compile(tree, loaded.__file__ or "", "exec"), made)
        for name, value in vars(loaded).items():
            if isinstance(value, type) and value.__module__ == module and "audience" in vars(value):
                value.audience = made[name].audience  # type: ignore[attr-defined]
            elif isinstance(value, tuple) and name.isupper():
                for old, new in zip(value, made[name], strict=True):
                    _become(old, new)


def _become(old: object, new: object) -> None:
    """Give a row of a table what another has."""
    for field in fields(old) if is_dataclass(old) else ():
        object.__setattr__(old, field.name, getattr(new, field.name))


def hunted(items: Sequence[pytest.Item], reached: Reached, module: str, tree: ast.Module, function: str) -> str:
    """The test that notices a mutant, or ALIVE. Those that do least come first."""
    close = [i for i in items if i.nodeid in reached and (not function or function in reached[i.nodeid])]
    close.sort(key=lambda item: sum(reached[item.nodeid].values()))

    def chase() -> str:
        plant(module, tree, function)
        return next((f"noticed by {item.nodeid}" for item in close if _fails(item)), "ALIVE")

    return str(_apart(chase) or "noticed by a test that finds no end")


def _fails(item: pytest.Item) -> bool:
    return any(report.failed for report in runtestprotocol(item, log=False, nextitem=None))


def _reach(items: Sequence[pytest.Item]) -> Reached:
    """Tests that fail without a mutant are left out."""
    called: Counter[str] = Counter()
    for module in [m for m in house() if m.startswith("khalkhin.core.")]:
        watch(module, called)
    found: Reached = {}
    for item in items:
        called.clear()
        if not _fails(item):
            found[item.nodeid] = dict(called)
    return found


def _apart(work: Callable[[], Any]) -> Any:
    """What comes of work in a process of its own; None if it does not end well."""
    ours, theirs = os.pipe()
    child = os.fork()
    if not child:
        resource.setrlimit(resource.RLIMIT_AS, (ROOM, ROOM))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        try:
            with os.fdopen(theirs, "w") as out:
                json.dump(work(), out)
        finally:
            os._exit(0)
    os.close(theirs)
    with os.fdopen(ours) as told:
        text = told.read()
    os.waitpid(child, 0)
    return json.loads(text) if text else None


def main() -> int:
    parser = argparse.ArgumentParser(description="Put faults into the rules and see which the tests do not notice.")
    parser.add_argument("seed", type=int)
    parser.add_argument("count", type=int)
    parser.add_argument("--keep", type=Path, help="a file for which tests come to which functions")
    parser.add_argument("tests", nargs="*", default=["tests/core"])
    given, further = parser.parse_known_intermixed_args()
    return hunt(random_mutants(given.seed, given.count), given.keep, [*given.tests, *further])


def hunt(mutants: Iterable[Mutant], keep: Path | None, arguments: Sequence[str]) -> int:
    """Hunt mutants with the tests that pytest finds by these arguments."""
    quiet = ["-q", "-s", "-o", "addopts=--strict-markers", "-m", "not slow", "-p", "no:cacheprovider", "-W", "ignore"]
    return int(pytest.main([*quiet, *arguments], plugins=[Hunt(mutants, keep)]))


if __name__ == "__main__":
    sys.exit(main())
