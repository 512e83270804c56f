"""A new battle from the middle of one that was fought: it has all that went before, and goes on by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from khalkhin import __version__
from khalkhin.play.session import saves
from khalkhin.play.session.film import Film
from khalkhin.play.session.journal import Journal, Origin, composed
from khalkhin.play.session.journal_lines import Mark


def branch(film: Film, position: int, players: Mapping[str, str], name: str, folder: Path | None = None) -> Path:
    """Write the journal of a new battle that goes on from a position of a film; the old one stays as it is. `players`
    says "human" or names a computer player for each side; `name` is what the save is called. Raises: JournalError, and
    RuntimeError at the end of a battle that is over, from where nothing goes on."""
    if film.state(position).over:
        raise RuntimeError("the battle is over there")
    turn = film.turn_at(position)
    mark = film.turns[turn].mark
    origin = Origin(film.path.name, mark.turn, mark.side)
    header = replace(film.header, game=__version__, players=players, name=name.strip(), origin=origin)
    content, checksum = composed(header, _until(film, turn, position - film.first_of(turn)))
    journal = Journal.copy(saves.new_paths(film.header.scenario, folder), content, checksum)
    journal.close()
    return journal.path


def _until(film: Film, last: int, orders: int) -> Iterator[str | Mark]:
    """Marks and orders that stand, up to so many orders of the last turn."""
    for i, turn in enumerate(film.turns[: last + 1]):
        yield turn.mark
        yield from turn.orders if i < last else turn.orders[:orders]
