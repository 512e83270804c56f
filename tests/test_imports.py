"""Imports run one way: core <- scenario, ai <- play <- text <- ui, cli."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "game" / "khalkhin"

MAY_IMPORT = {
    "core": set(),
    "scenario": {"core", "paths"},
    "ai": {"core"},
    "play": {"core", "scenario", "ai", "paths"},
    "text": {"core", "scenario", "play", "paths"},
    "ui": {"core", "scenario", "ai", "play", "text", "paths"},
    "cli": {"core", "scenario", "ai", "play", "text", "ui", "paths"},
    "__main__": {"cli"},
    "paths": set(),
    "__init__": set(),
}
OUTSIDE = {
    "pygame": {"ui"},
    "pygame_gui": {"ui"},
    "pytmx": {"scenario"},
    "pydantic": {"scenario"},
    "tomllib": {"scenario", "play"},
    "platformdirs": {"paths"},
    "rich": {"cli", "play"},
    "matplotlib": {"play"},
}


def rooms(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imported(path: Path, top_level_only: bool = False) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = tree.body if top_level_only else ast.walk(tree)
    names: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            names |= {a.name for a in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: write imports in full"
            names |= {f"{node.module}.{a.name}" for a in node.names}
    return names


FILES = sorted(ROOT.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_run_one_way(path: Path) -> None:
    room = rooms(path)
    for name in imported(path):
        top, *rest = name.split(".")
        if top == "khalkhin" and rest and rest[0] != "__version__":
            assert rest[0] == room or rest[0] in MAY_IMPORT[room], f"{room} must not import {name}"
        if top in OUTSIDE:
            assert room in OUTSIDE[top], f"{room} must not import {top}"
        if room == "core":
            allowed = top == "khalkhin" or top in sys.stdlib_module_names
            assert allowed, f"core imports only the standard library, not {top}"
            assert top not in {"random", "time", "datetime", "os", "io", "pathlib"}, f"core must not use {top}"


def test_the_window_is_imported_only_when_it_opens() -> None:
    for path in (*ROOT.glob("cli/*.py"), ROOT / "__main__.py"):
        assert not any(n.startswith(("khalkhin.ui", "pygame")) for n in imported(path, top_level_only=True))


def test_the_walk_sees_the_whole_house() -> None:
    assert {rooms(p) for p in FILES} == set(MAY_IMPORT)
