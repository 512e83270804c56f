"""No test takes its cases from a set: they would come in another order in every process, under other names, and those
who share the tests among processes, or look for the one that failed, would not find them."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
#: What puts its arguments into an order of its own, and what gives them on in the order in which they come.
ORDERING = frozenset({"sorted", "min", "max", "len", "sum", "any", "all"})
PASSING = frozenset(
    {"list", "tuple", "dict", "iter", "enumerate", "reversed", "map", "filter", "zip"}
    | {"product", "chain", "permutations", "combinations", "from_iterable", "fromkeys"}
)
OF_SETS = frozenset({"union", "intersection", "difference", "symmetric_difference"})
VIEWS = frozenset({"keys", "values", "items"})


def breaches(source: str) -> Iterator[str]:
    """Where a source takes the cases of a test or a fixture from something without an order, as line and expression."""
    tree = ast.parse(source)
    known = _Names(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        named = {k.arg: k.value for k in node.keywords}
        match node.func:
            case ast.Attribute(attr="parametrize") | ast.Name(id="parametrize"):
                cases = node.args[1] if len(node.args) > 1 else named.get("argvalues")
            case ast.Attribute(attr="fixture") | ast.Name(id="fixture"):
                cases = named.get("params")
            case _:
                continue
        if cases is not None and known.unordered(cases):
            yield f"{cases.lineno}: {ast.unparse(cases)}"


class _Names:
    """What the names at the top of a module stand for: expressions there, or values of other modules."""

    def __init__(self, tree: ast.Module) -> None:
        self.here: dict[str, ast.expr] = {}
        self.imported: dict[str, tuple[str, str]] = {}
        for node in tree.body:
            match node:
                case ast.Assign(targets=targets, value=value):
                    self.here |= {t.id: value for t in targets if isinstance(t, ast.Name)}
                case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                    self.here[name] = value
                case ast.ImportFrom(module=str(module), names=names):
                    self.imported |= {a.asname or a.name: (module, a.name) for a in names}
                case ast.Import(names=names):
                    self.imported |= {a.asname: (a.name, "") for a in names if a.asname}
                case _:
                    pass

    def unordered(self, node: ast.expr, seen: frozenset[str] = frozenset()) -> bool:
        """Whether what an expression gives comes in no order of its own."""

        def any_of(parts: Iterator[ast.expr] | list[ast.expr]) -> bool:
            return any(self.unordered(part, seen) for part in parts)

        match node:
            case ast.Set() | ast.SetComp():
                return True
            case ast.Name(id=name) if name in self.here:
                return name not in seen and self.unordered(self.here[name], seen | {name})
            case ast.Name() | ast.Attribute():
                return isinstance(self._value(node), set | frozenset)
            case ast.ListComp(generators=loops) | ast.GeneratorExp(generators=loops) | ast.DictComp(generators=loops):
                return any_of(loop.iter for loop in loops)
            case ast.Starred(value=value):
                return self.unordered(value, seen)
            case ast.List(elts=parts) | ast.Tuple(elts=parts):
                return any_of(part for part in parts if isinstance(part, ast.Starred))
            case ast.IfExp(body=one, orelse=other):
                return any_of([one, other])
            case ast.BinOp(left=left, op=ast.BitOr() | ast.BitAnd() | ast.BitXor() | ast.Sub(), right=right):
                return _is_view(left) or _is_view(right) or any_of([left, right])
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return any_of([left, right])
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) as call:
                return self._called(call, name, seen)
            case _:
                return False

    def _called(self, call: ast.Call, name: str, seen: frozenset[str]) -> bool:
        if name in ORDERING:
            return False
        if name in ("set", "frozenset") or name in OF_SETS:
            return True
        if name in VIEWS and isinstance(call.func, ast.Attribute):
            return self.unordered(call.func.value, seen)
        return name in PASSING and any(self.unordered(part, seen) for part in call.args)

    def _value(self, node: ast.expr) -> object:
        """What an imported name, or an attribute of one, is; None if that cannot be told."""
        match node:
            case ast.Name(id=name) if name in self.imported:
                module, what = self.imported[name]
                if not what:
                    return importlib.import_module(module)
                found = getattr(importlib.import_module(module), what, None)
                return importlib.import_module(f"{module}.{what}") if found is None else found
            case ast.Attribute(value=value, attr=name):
                return getattr(self._value(value), name, None)
            case _:
                return None


def _is_view(node: ast.expr) -> bool:
    """Whether an expression is a view of a dictionary: with `|`, `&`, `-` or `^` it makes a set."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in VIEWS


def test_no_test_takes_its_cases_from_a_set() -> None:
    sources = {p.relative_to(TESTS).as_posix(): p.read_text(encoding="utf-8") for p in sorted(TESTS.rglob("*.py"))}
    cases = sum(source.count("parametrize(") for source in sources.values())
    assert len(sources) > 120 and cases > 250
    found = {name: list(breaches(source)) for name, source in sources.items()}
    assert {name: lines for name, lines in found.items() if lines} == {}, "sort them"


#: Lines before a test, what its cases are, and whether they come in any order.
CASES: Mapping[str, tuple[str, str, bool]] = {
    "a set": ("", "{1, 2}", True),
    "a frozen set": ("", "frozenset('ab')", True),
    "sorted": ("", "sorted({1, 2})", False),
    "a list": ("", "[1, {2}]", False),
    "a list of a set": ("", "list({1, 2})", True),
    "for each of a set": ("", "[(n, n) for n in {1, 2}]", True),
    "for each, sorted": ("", "[n for n in sorted({1, 2})]", False),
    "a dictionary": ("TABLE = {1: 2}", "TABLE", False),
    "its view": ("TABLE = {1: 2}", "TABLE.items()", False),
    "a sum of views": ("A = {1: 2}", "A.keys() | A.keys()", True),
    "a view of what was made of a set": ("A = {n: 1 for n in {1, 2}}", "A.values()", True),
    "a name": ("NAMES: frozenset[str] = frozenset('ab')", "NAMES", True),
    "less some": ("NAMES = {1}\nOTHERS = NAMES - {2}", "OTHERS", True),
    "a number less another": ("", "range(3 - 1)", False),
    "spread": ("NAMES = {1}", "[0, *NAMES]", True),
    "spread, sorted": ("NAMES = {1}", "[0, *sorted(NAMES)]", False),
    "of another module": ("from khalkhin.core.takeback import _OWN_DOING", "_OWN_DOING", True),
    "by another module": ("from khalkhin.core import takeback", "takeback._OWN_DOING", True),
    "a tuple of another module": ("from khalkhin.core.air.missions import KINDS", "KINDS", False),
    "a union": ("", "[1].union({2})", True),
    "one of two": ("", "{1} if x else [1]", True),
    "itself": ("A = A", "A", False),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize(
    "how", ["pytest.mark.parametrize('x', {})", "parametrize('x', argvalues={})", "fixture(params={})"]
)
def test_the_law_finds_its_breaches(name: str, how: str) -> None:
    before, cases, unordered = CASES[name]
    source = f"{before}\n@{how.replace('{}', cases)}\ndef test(x): ..."
    assert bool(list(breaches(source))) is unordered


def test_the_law_says_where() -> None:
    assert list(breaches("\n@pytest.mark.parametrize('x', {1})\ndef test(x): ...")) == ["2: {1}"]
