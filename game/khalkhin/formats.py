"""The formats that files of every kind are written in, and how older ones are read.

A file says which format it has: ``format = 1`` in a scenario or a campaign, ``"version": 1`` in a journal or a campaign
that is being played. A change after which files could not be read gets a new number, by a step that turns the data of
the format before into that of the new: what comes after reads today's format alone. A step says the same in other
words; it changes nothing that a digest is made over. ``tests/formats`` keeps a file of every kind and format.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from khalkhin.translation import N_

#: From the data of one format to that of the next. It may change what it is given.
Step = Callable[[dict[str, Any]], dict[str, Any]]


class Unreadable(ValueError):
    """Data that does not have the format it says it has."""


@dataclass(frozen=True, slots=True)
class Format:
    """The format of a kind of file: what its data are called in `what`, and ``steps[n]``, which turns those of format
    `first` + n into the next one's. `first` is the oldest that is read."""

    what: str
    steps: tuple[Step, ...] = ()
    first: int = 1

    @property
    def today(self) -> int:
        """The format that this version writes."""
        return self.first + len(self.steps)

    def upgraded(self, data: dict[str, Any], given: int) -> dict[str, Any]:
        """Data of a format from `first` to `today` in today's. Raises: Unreadable if they are not of that format."""
        for step in self.steps[given - self.first :]:
            try:
                data = step(data)
            except (AttributeError, LookupError, TypeError, ValueError) as error:
                raise Unreadable(f"no {self.what} of format {given}: {error!r}") from error
        return data


def _named(data: dict[str, Any]) -> dict[str, Any]:
    """Format 1 is format 0 with its name on it."""
    return data


def _noted(data: dict[str, Any]) -> dict[str, Any]:
    """Format 2 of a journal may have lines of what players intend and of the seats at the table; those of format 1 are
    as they were."""
    return data


#: ``scenario.toml`` and ``campaign.toml``, without a number: format 0.
SCENARIO = Format(N_("scenario"), (_named,), first=0)
CAMPAIGN = Format(N_("campaign"), (_named,), first=0)
#: ``lesson.toml``.
LESSON = Format(N_("lesson"))
#: ``puzzle.toml``, and the table in a puzzle's code.
PUZZLE = Format(N_("puzzle"))
#: ``units.toml`` beside a scenario or a campaign.
UNITS = Format(N_("table of unit types"))
#: ``terrain.toml`` beside a scenario or a campaign.
TERRAIN = Format(N_("table of ground"))
#: ``texts.LANG.toml``.
TEXTS = Format(N_("file of texts"))
#: A line of a journal, without its checksum, and a campaign that is being played.
JOURNAL = Format("journal", (_noted,))
PROGRESS = Format("campaign")
