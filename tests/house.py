"""The laws of the house, as checks over sources: who may import whom, no circles, no crowded rooms.

Each check takes the sources of a package by module name and gives the breaches it finds as sentences, so that the tests
can hold the real house to them and show each of them failing on a small bad one.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent / "game" / "khalkhin"
PACKAGE = "khalkhin"

#: Small modules beside the rooms that import none of them: where things live, reading files, foreign words, letters,
#: languages, formats, and how files reach the disk.
BESIDE = frozenset(
    {
        "paths",
        "regular_files",
        "foreign_text",
        "glyphs",
        "translation",
        "formats",
        "sound_files",
        "sound_names",
        "storage",
    }
)
#: Which rooms a room may import.
MAY_IMPORT: Mapping[str, frozenset[str]] = {
    "core": frozenset(),
    "scenario": BESIDE | {"core"},
    "ai": frozenset({"core"}),
    "play": BESIDE | {"core", "scenario", "ai"},
    "text": BESIDE | {"core", "scenario", "play"},
    "ui": BESIDE | {"core", "scenario", "ai", "play", "text"},
    "cli": BESIDE | {"core", "scenario", "ai", "play", "text", "ui"},
    "__main__": frozenset({"cli"}),
    **dict.fromkeys(BESIDE, BESIDE),
}
#: Which rooms may import which parts of others.
OUTSIDE: Mapping[str, frozenset[str]] = {
    "pygame": frozenset({"ui"}),
    "pygame_gui": frozenset({"ui"}),
    "pytmx": frozenset({"scenario"}),
    "pydantic": frozenset({"scenario", "play"}),
    "tomllib": frozenset({"scenario", "play"}),
    "platformdirs": frozenset({"paths"}),
    "rich": frozenset({"cli", "play"}),
    "matplotlib": frozenset({"play"}),
    "distributed": frozenset({"play"}),
}
#: The rooms of the window from the innermost out: a room imports only what stands before it.
LAYERS: tuple[frozenset[str], ...] = (
    frozenset({"ports"}),
    frozenset({"sound"}),
    frozenset({"widgets"}),
    frozenset({"map"}),
    frozenset({"destinations"}),
    frozenset({"scene"}),
    frozenset({"dialogs"}),
    frozenset({"planning"}),
    frozenset({"panels"}),
    frozenset({"desk"}),
    frozenset({"events"}),
    frozenset({"pictures"}),
    frozenset({"battle", "campaign", "history", "legend", "menus", "replay", "report"}),
    frozenset({"frame"}),
    frozenset({"router"}),
    frozenset({"app"}),
)
#: The only modules that may import a room when it is first asked for.
LATE = ("khalkhin.ui.router", "khalkhin.cli.")
MOST_FILES = 24
#: The longest function that needs no word why: a comment that begins with "Long:" above it.
MOST_LINES = 60
#: The module that prints what the commands say, those that tell why there is no window, and programs of their own.
MAY_PRINT = (
    "khalkhin.cli.console",
    "khalkhin.ui.app",
    "khalkhin.ui.pictures.bench",
    "khalkhin.scenario.making.reference",
    "khalkhin.scenario.timeline.reference",
)
#: Rooms without a word for anybody to read: they have codes, and `text` has the words.
WORDLESS = frozenset({"core", "ai"})
#: Where orders are written and read as lines of words.
ORDER_LINES = ("khalkhin.core.orders.", "khalkhin.ai.")
#: Names that the rules give in a battle, which states and their digests keep.
KEPT_NAMES = frozenset({"Dump {},{}", "{} at {},{}"})
#: What gives English away: a word before another in small letters, a sentence's end, a capital that begins a word, and
#: a word beside the place of a name or number.
ENGLISH = re.compile(r"\b[A-Za-z][a-z'’-]+ [a-z]{2,}|(?=.*[A-Z ]).*[\w})”\"'][.!…]$|\b[A-Z][a-z]+", re.DOTALL)
GLUED = re.compile(r"\{\} [a-z]{2,}|[a-z]{2,} \{\}")
#: Names that several modules give a class, and how many do: what was there when the law came. No name is to join them.
SHARED_NAMES: Mapping[str, int] = {
    **dict.fromkeys(["Part", "Result", "Spot"], 3),
    **dict.fromkeys(
        [
            "Airfield",
            "AllOf",
            "Answer",
            "AnyOf",
            "Axis",
            "Chance",
            "Change",
            "Chosen",
            "Country",
            "Course",
            "Destroyed",
            "Drafted",
            "Entry",
            "Fought",
            "HandicapRow",
            "Happened",
            "Held",
            "Hold",
            "Leaning",
            "Lost",
            "Mended",
            "Mission",
            "Note",
            "OnMap",
            "Page",
            "Planned",
            "Progress",
            "Record",
            "Report",
            "Save",
            "Show",
            "Side",
            "Since",
            "Supply",
            "SupplyTable",
            "Task",
            "Terms",
            "Text",
            "Turn",
            "Until",
            "Weather",
            "When",
            "Word",
        ],
        2,
    ),
}
#: What the rules must not touch: chance, clocks, files.
NOT_IN_CORE = frozenset({"random", "time", "datetime", "os", "io", "pathlib"})


@dataclass(frozen=True, slots=True)
class Import:
    """A name that a module imports, and whether it does so inside a function."""

    name: str
    late: bool


@cache
def house() -> Mapping[str, str]:
    """The sources of the real house by module name; a package has the name of its folder."""
    found = {}
    for path in sorted(ROOT.rglob("*.py")):
        if "_data" in path.parts:
            continue
        parts = path.relative_to(ROOT.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path.read_text(encoding="utf-8")
    return found


@dataclass(frozen=True, slots=True)
class Function:
    """A function in a source: its lines from its first decorator on, both included."""

    name: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What the laws ask of a source. Its tree is not kept: those of all sources are slow to carry along."""

    imports: tuple[Import, ...]
    functions: tuple[Function, ...]
    classes: tuple[str, ...]
    says_what_for: bool
    prints: bool


@cache
def facts(source: str) -> Facts:
    """Imports, those for types alone too (a `from` import gives a name for each thing it takes); functions; public
    classes that stand in no other; whether there is a docstring, and a call of `print`."""
    found: list[Import] = []
    functions: list[Function] = []
    prints = False

    def walk(node: ast.AST, late: bool) -> None:
        nonlocal prints
        for child in ast.iter_child_nodes(node):
            inside = late
            match child:
                case ast.Import(names=names):
                    found.extend(Import(a.name, late) for a in names)
                case ast.ImportFrom(module=module, names=names, level=level):
                    found.extend(Import(f"{'.' * level}{module or ''}.{a.name}", late) for a in names)
                case ast.FunctionDef() | ast.AsyncFunctionDef():
                    first = min([child.lineno, *(d.lineno for d in child.decorator_list)])
                    functions.append(Function(child.name, first, child.end_lineno or first))
                    inside = True
                case ast.Lambda():
                    inside = True
                case ast.Call(func=ast.Name(id="print")):
                    prints = True
            walk(child, inside)

    tree = ast.parse(source)
    walk(tree, False)
    classes = tuple(n.name for n in tree.body if isinstance(n, ast.ClassDef) and not n.name.startswith("_"))
    return Facts(tuple(found), tuple(functions), classes, bool(ast.get_docstring(tree)), prints)


def imports(source: str) -> tuple[Import, ...]:
    """All imports of a source; see `facts`."""
    return facts(source).imports


def _module(name: str, sources: Mapping[str, str]) -> str | None:
    """The module of the house that an imported name is or is in."""
    while name and name not in sources:
        name = name.rpartition(".")[0]
    return name or None


def edges(sources: Mapping[str, str]) -> Mapping[str, dict[str, bool]]:
    """Which modules each module imports, and whether only within functions."""
    out: dict[str, dict[str, bool]] = {}
    for module, source in sources.items():
        row = out.setdefault(module, {})
        for item in imports(source):
            target = _module(item.name, sources) if item.name.startswith(PACKAGE) else None
            if target is not None and target != module:
                row[target] = row.get(target, True) and item.late
    return out


def circles(sources: Mapping[str, str]) -> Iterator[str]:
    """Circles of files, imports for types and within functions included (Tarjan's strongly connected components)."""
    graph = edges(sources)
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(module: str) -> None:
        order[module] = low[module] = len(order)
        stack.append(module)
        for target in graph[module]:
            if target not in order:
                visit(target)
                low[module] = min(low[module], low[target])
            elif target in stack:
                low[module] = min(low[module], order[target])
        if low[module] == order[module]:
            at = stack.index(module)
            if len(stack) - at > 1:
                found.append(sorted(stack[at:]))
            del stack[at:]

    for module in graph:
        if module not in order:
            visit(module)
    yield from (f"a circle: {', '.join(ring)}" for ring in found)


def late_imports(sources: Mapping[str, str]) -> Iterator[str]:
    """Imports of the house's own modules within functions, where only the router and the commands may have them."""
    for module, source in sources.items():
        if not module.startswith(LATE):
            for item in imports(source):
                if item.late and item.name.startswith(f"{PACKAGE}."):
                    yield f"{module} imports {item.name} within a function"


def wrong_rooms(sources: Mapping[str, str]) -> Iterator[str]:
    """Imports against the order of the rooms, relative imports, and outside parts in rooms that do without them."""
    for module, source in sources.items():
        room = _room(module)
        for item in imports(source):
            top, *rest = item.name.split(".")
            if not top:
                yield f"{module}: write {item.name} in full"
            elif top == PACKAGE:
                if room and rest and rest[0] in MAY_IMPORT and rest[0] != room and rest[0] not in MAY_IMPORT[room]:
                    yield f"{module}: {room} must not import {item.name}"
            elif top in OUTSIDE and room not in OUTSIDE[top]:
                yield f"{module}: {room} must not import {top}"
            elif room == "core" and (top not in sys.stdlib_module_names or top in NOT_IN_CORE):
                yield f"{module}: core must not import {top}"


def wrong_layers(sources: Mapping[str, str]) -> Iterator[str]:
    """Imports between the rooms of the window from the inside out, or between rooms of one layer."""
    rank = {name: i for i, layer in enumerate(LAYERS) for name in layer}
    for module, row in edges(sources).items():
        here = _room(module, 2)
        if not module.startswith(f"{PACKAGE}.ui.") or here not in rank:
            if module.startswith(f"{PACKAGE}.ui."):
                yield f"{module} stands in no layer"
            continue
        for target in row:
            there = _room(target, 2)
            if target.startswith(f"{PACKAGE}.ui.") and there != here and rank.get(there, 99) >= rank[here]:
                yield f"{module}: {here} must not import {target}"


def crowded(sources: Mapping[str, str]) -> Iterator[str]:
    """Folders with more files than one finds one's way in, the package's own file counted."""
    packages = {m for m in sources if any(other.startswith(f"{m}.") for other in sources)}
    count = Counter(m if m in packages else m.rpartition(".")[0] for m in sources)
    yield from (f"{folder} has {n} files" for folder, n in sorted(count.items()) if n > MOST_FILES)


def silent(sources: Mapping[str, str]) -> Iterator[str]:
    """Modules that do not say what they are for."""
    for module, source in sources.items():
        if not facts(source).says_what_for:
            yield f"{module} has no docstring"


def long_winded(sources: Mapping[str, str]) -> Iterator[str]:
    """Long functions without a word why, and words why over functions that are not long."""
    for module, source in sources.items():
        lines = source.splitlines()
        said = {n for n, line in enumerate(lines, 1) if line.strip().startswith("# Long:")}
        for function in facts(source).functions:
            word = function.first - 1
            if function.last - word > MOST_LINES:
                if word not in said:
                    yield f"{module}.{function.name} is longer than {MOST_LINES} lines and does not say why"
                said.discard(word)
        yield from (f"{module}:{n} says why nothing is long" for n in sorted(said))


def printers(sources: Mapping[str, str]) -> Iterator[str]:
    """Modules that print on their own: what goes to a terminal is made safe for it in one place."""
    for module, source in sources.items():
        if module not in MAY_PRINT and facts(source).prints:
            yield f"{module} prints past {MAY_PRINT[0]}"


def double_names(sources: Mapping[str, str]) -> Iterator[str]:
    """Public classes of one name in more modules than may share it."""
    homes: dict[str, list[str]] = {}
    for module, source in sources.items():
        for name in facts(source).classes:
            homes.setdefault(name, []).append(module)
    for name, modules in sorted(homes.items()):
        if len(modules) > SHARED_NAMES.get(name, 1):
            yield f"{name} is a class of {', '.join(modules)}: a word for each thing"


def sentences(sources: Mapping[str, str]) -> Iterator[str]:
    """Words for people in rooms that have codes. Docstrings, what only programmers are told (raised errors, `repr`) and
    the names that a module gives out are left aside."""
    for module, source in sources.items():
        if _room(module) not in WORDLESS:
            continue
        for line, text in _texts(ast.parse(source)):
            glued = GLUED.search(text) and not module.startswith(ORDER_LINES)
            if text not in KEPT_NAMES and (glued or ENGLISH.search(text)):
                yield f"{module}:{line} has words: {text!r}"


def _texts(node: ast.AST) -> Iterator[tuple[int, str]]:
    """The texts in a source with their lines; what is filled in stands as {}."""
    match node:
        case ast.Raise() | ast.Expr(value=ast.Constant()) | ast.FunctionDef(name="__repr__"):
            return
        case ast.Assign(targets=[ast.Name(id="__all__")]):
            return
        case ast.JoinedStr(values=values):
            yield node.lineno, "".join(str(v.value) if isinstance(v, ast.Constant) else "{}" for v in values)
            node = ast.List([v.value for v in values if isinstance(v, ast.FormattedValue)], ast.Load())
        case ast.Constant(value=str(text)):
            yield node.lineno, text
    for child in ast.iter_child_nodes(node):
        yield from _texts(child)


def _room(module: str, depth: int = 1) -> str:
    """The room a module stands in: ``core`` of khalkhin.core.supply.net, at depth 2 ``supply``; "" for the package."""
    parts = module.split(".")
    return parts[depth] if len(parts) > depth else ""
