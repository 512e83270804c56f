"""Places in a source where a small fault can be put: comparisons, conditions, sums, constants and statements of its
functions. What is made of them is hunted by :mod:`tests.harness.mutants`."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

#: Comparisons and what they are turned into: a step beyond, or the opposite.
COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
PAIRS = ((ast.Add, ast.Sub), (ast.Mult, ast.FloorDiv), (ast.BitOr, ast.BitAnd))
SUMS: dict[type[ast.operator], type[ast.operator]] = {a: b for x, y in PAIRS for a, b in ((x, y), (y, x))}
CALLS = {"min": "max", "max": "min", "any": "all", "all": "any"}
#: Parts of the syntax that say nothing a battle would show.
UNTOUCHED = {"annotation", "returns", "decorator_list", "bases", "defaults", "kw_defaults"}
Function = ast.FunctionDef | ast.Lambda


class Site(NamedTuple):
    """A place for a fault: the function around it, its line, what is there and what instead, and putting it there."""

    function: str
    line: int
    was: str
    now: str
    put: Callable[[], None]


def key(module: str, node: Function) -> str:
    """The name of a function, here."""
    return f"{module}:{node.lineno}:{node.col_offset}"


def sites(module: str, node: ast.AST, function: str = "") -> Iterator[Site]:
    """All places for a fault within the functions of a module, in the order of its text."""
    if isinstance(node, Function):
        function = key(module, node)
    if isinstance(node, ast.Assert | ast.Raise) or getattr(node, "name", "") == "__repr__":
        return
    for name in [field for field in node._fields if field not in UNTOUCHED]:
        value = getattr(node, name, None)
        holder: Any = value if isinstance(value, list) else vars(node)
        places: Sequence[Any] = range(len(value)) if isinstance(value, list) else (name,)
        for at in places:
            child = holder[at]
            if function and isinstance(child, ast.expr | ast.stmt):
                for other in variants(child):
                    put = partial(_put, holder, at, other, child)
                    yield Site(function, child.lineno, ast.unparse(child), ast.unparse(other), put)
            if isinstance(child, ast.AST):
                yield from sites(module, child, function)


def _put(holder: Any, at: Any, other: ast.AST, child: ast.AST) -> None:
    holder[at] = ast.fix_missing_locations(ast.copy_location(other, child))


def variants(node: ast.AST) -> Iterator[ast.AST]:
    """What a mutant may have in a node's place."""
    match node:
        case ast.Compare(left, [op], [right]):
            yield from (ast.Compare(left, [other()], [right]) for other in COMPARISONS.get(type(op), ()))
        case ast.BoolOp(op, parts):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), parts)
            for n in range(len(parts)):
                rest = parts[:n] + parts[n + 1 :]
                yield rest[0] if len(rest) == 1 else ast.BoolOp(op, rest)
        case ast.UnaryOp(ast.Not(), operand):
            yield operand
        case ast.BinOp(left, op, right) if type(op) in SUMS:
            yield ast.BinOp(left, SUMS[type(op)](), right)
        case ast.Constant(bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(int(value)):
            yield ast.Constant(value + 1)
        case ast.IfExp(_, body, orelse):
            yield from (body, orelse)
        case ast.Call(ast.Name(name), args, keywords) if name in CALLS:
            yield ast.Call(ast.Name(CALLS[name], ast.Load()), args, keywords)
        case ast.If(_, body, orelse):
            yield from (ast.If(ast.Constant(value), body, orelse) for value in (True, False))
        case ast.Expr(ast.Call()) | ast.AugAssign() | ast.Continue() | ast.Break():
            yield ast.Pass()
