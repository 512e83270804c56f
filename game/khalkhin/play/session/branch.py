"""A new battle from the middle of one that was fought: it has all that went before, the marches, holds and plans of the
moment among it, and goes on by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path

from khalkhin import __version__
from khalkhin.play.intentions.intentions import IntentionLine
from khalkhin.play.rehearsal.plan import PlanRow
from khalkhin.play.session import saves
from khalkhin.play.session.film import Film
from khalkhin.play.session.journal import Journal, Origin, composed
from khalkhin.play.session.journal_lines import Mark
from khalkhin.play.session.seat_rows import HUMAN, Handed, Row


def branch(film: Film, position: int, players: Mapping[str, str], name: str, folder: Path | None = None) -> Path:
    """Write the journal of a new battle that goes on from a position of a film; the old one stays as it is. `players`
    says "human" or names a computer player for each side; `name` is what the save is called. Who commanded before is
    kept, and so are code words while the old battle goes on. Raises: JournalError, and RuntimeError at the end of a
    battle that is over, from where nothing goes on."""
    if film.state(position).over:
        raise RuntimeError("the battle is over there")
    turn = film.turn_at(position)
    mark = film.turns[turn].mark
    origin = Origin(film.path.name, mark.turn, mark.side)
    header = replace(film.header, game=__version__, players=players, name=name.strip(), origin=origin)
    words = () if film.over else film.seats.words
    before = _until(film, turn, position - film.first_of(turn), players)
    content, checksum = composed(header, chain(words, before))
    journal = Journal.copy(saves.new_paths(film.header.scenario, folder), content, checksum)
    journal.close()
    return journal.path


def _until(
    film: Film, last: int, orders: int, players: Mapping[str, str]
) -> Iterator[str | Mark | Row | IntentionLine | PlanRow]:
    """Marks and orders that stand, up to so many orders of the last turn, with who gave them where that is not who is
    to from now on, and what was noted meanwhile of intentions and plans."""
    by: dict[str, str] = dict(players)
    for i, turn in enumerate(film.turns[: last + 1]):
        yield turn.mark
        side = turn.mark.side
        yield from (row for count, row in turn.kept if count == 0)
        for nth, order in enumerate(turn.orders if i < last else turn.orders[:orders]):
            gave = turn.commander(film.header.players, nth)
            if gave != by.get(side, HUMAN):
                by[side] = gave
                yield Handed(side, gave)
            yield order
            yield from (row for count, row in turn.kept if count == nth + 1)
    yield from (Handed(side, who) for side, who in players.items() if by[side] != who)
