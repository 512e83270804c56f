"""Faults of a scenario as lines that lead to their hexes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from khalkhin.ui.widgets.rows import Gap, Line, Row, RowAction


@dataclass(frozen=True, slots=True)
class ShowFault(RowAction):
    """Show a fault of the list, from 1 on, on the map."""

    number: int


def fault_rows(problems: Sequence[str], chosen: int, nowhere: str = "") -> list[Row]:
    """A numbered line for each; the chosen one is marked. `nowhere` says which have no place on the map."""
    rows: list[Row] = [
        Line(f"{n}. {text}", style="small", action=ShowFault(n), marked=n == chosen)
        for n, text in enumerate(problems, 1)
    ]
    return [*rows, Gap(4), Line(nowhere, tone="dim", style="small")] if nowhere else rows
