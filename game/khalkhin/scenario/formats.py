"""The formats that files of scenarios and campaigns are written in, and how older ones are read.

A file says which format it has: ``format = 1``. Files from before there was such a line have format 0. A change that
would make files unreadable gets a new number here and a step that turns a table of the format before into one of the
new: what comes after reads today's format alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from khalkhin.scenario.issues import Report, quoted
from khalkhin.scenario.tables.toml_models import Table

#: From the data of one format to that of the next. It may change what it is given.
Step = Callable[[dict[str, Any]], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Format:
    """The format of a kind of file, `what` it is called: ``steps[n]`` turns format n into n + 1."""

    what: str
    steps: tuple[Step, ...]

    @property
    def today(self) -> int:
        """The format that this version writes and reads."""
        return len(self.steps)


def _named(data: dict[str, Any]) -> dict[str, Any]:
    """Format 1 is format 0 with its name on it."""
    return data


SCENARIO = Format("scenario", (_named,))
CAMPAIGN = Format("campaign", (_named,))


def upgraded(table: Table, format_: Format, report: Report) -> Table | None:
    """A table in today's format, with the lines of the file as it is; None and an issue if its format is not known."""
    given = table.data.get("format", 0)
    today = format_.today
    if not isinstance(given, int) or isinstance(given, bool) or given < 0:
        report.error(table.where("format"), f"format is {quoted(given)}", f"write format = {today}")
        return None
    if given > today:
        report.error(
            table.where("format"),
            f"this {format_.what} has format {given}; this version of the game reads formats up to {today}",
            "get a newer version of the game, or ask for the file in an older format",
        )
        return None
    data = dict(table.data)
    for step in format_.steps[given:]:
        data = step(data)
    return Table(table.path, {**data, "format": today}, table.lines)
