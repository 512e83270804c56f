"""The window's way to films of journals, and to battles that are branched off them. Faults come back as values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from khalkhin.play.campaign.campaign import scenario_of
from khalkhin.play.session.branch import branch
from khalkhin.play.session.film import Film, sights
from khalkhin.play.session.journal import JournalError, ReplayError, read
from khalkhin.scenario import ScenarioError
from khalkhin.translation import _
from khalkhin.ui.ports.library import OpeningFault


def open_film(path: Path, also: Iterable[Path] = ()) -> Film | OpeningFault:
    """The film of a saved battle; `also` are scenarios' folders named on the command line."""
    try:
        record = read(path)
        return Film(record, scenario_of(record.header, also))
    except (JournalError, ReplayError, ScenarioError) as error:
        return OpeningFault(_("This battle cannot be watched"), str(error))


def again(film: Film) -> Film:
    """The same film once more, to be at another place of it. Raises: JournalError, ReplayError."""
    return Film(read(film.path), film.scenario)


def eyes(film: Film) -> tuple[str, ...]:
    """With whose eyes a film may be watched."""
    sides = [side.id for side in film.scenario.sides]
    return sights(film.header.players, sides, film.over)


def play_on(film: Film, position: int, players: Mapping[str, str], name: str) -> Path | OpeningFault:
    """Begin a new battle from a position of a film; its journal."""
    try:
        return branch(film, position, players, name)
    except (JournalError, ReplayError) as error:
        return OpeningFault(_("The battle cannot be begun"), str(error))
