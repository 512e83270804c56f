"""Numbers of things and lists of them, as sentences hold them: 1 turn, 2 turns; a, b and c."""

from __future__ import annotations

from collections.abc import Sequence

from khalkhin.translation import _, ngettext


def units(n: int) -> str:
    return ngettext("{n} unit", "{n} units", n).format(n=n)


def steps(n: int) -> str:
    return ngettext("{n} step", "{n} steps", n).format(n=n)


def turns(n: int) -> str:
    return ngettext("{n} turn", "{n} turns", n).format(n=n)


def hexes(n: int) -> str:
    return ngettext("{n} hex", "{n} hexes", n).format(n=n)


def crossings(n: int) -> str:
    return ngettext("{n} crossing", "{n} crossings", n).format(n=n)


def hits(n: int) -> str:
    return ngettext("{n} hit", "{n} hits", n).format(n=n)


def points(n: int) -> str:
    return ngettext("{n} point", "{n} points", n).format(n=n)


def supply(n: int | str) -> str:
    """Supply points; a number that has been written already is of several."""
    return ngettext("{n} supply point", "{n} supply points", n if isinstance(n, int) else 2).format(n=n)


def movement(n: int) -> str:
    """Movement points."""
    return ngettext("{n} movement point", "{n} movement points", n).format(n=n)


def hq_points(n: int) -> str:
    return ngettext("{n} HQ point", "{n} HQ points", n).format(n=n)


def and_more(n: int) -> str:
    """How many are not listed, at the end of a list."""
    return ngettext("and {n} more", "and {n} more", n).format(n=n)


def listed(items: Sequence[str]) -> str:
    """Items joined as one says them: a, b and c."""
    if len(items) < 2:
        return "".join(items)
    return _("{items} and {last}").format(items=", ".join(items[:-1]), last=items[-1])
