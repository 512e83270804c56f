"""Tables in Markdown, and figures as they stand in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from khalkhin.play.measure.intervals import Interval, share


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table; the first column is a name, the others are figures."""
    lines = [head, ["---", *["--:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(str(cell).replace('|', '/') for cell in line)} |" for line in lines)


def percent(part: float, whole: float) -> str:
    """A share as it stands in a sentence; a dash where there is no whole."""
    return f"{round(100 * part / whole)} %" if whole else "–"


def spread(found: Interval, places: int = 2, *, sign: bool = False) -> str:
    """A figure and between which it probably lies."""
    form = f"{'+' if sign else ''}.{places}f"
    return f"{found.value:{form}} [{found.low:{form}}, {found.high:{form}}]"


def shared(hits: int, games: int) -> str:
    """A share of some battles and between which it probably lies."""
    found = share(hits, games)
    return f"{100 * found.value:.0f} % [{100 * found.low:.0f}, {100 * found.high:.0f}]"
