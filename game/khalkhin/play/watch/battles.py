"""A battle goes on in its scenario as it was edited, in a journal that is honest about it."""

from __future__ import annotations

from dataclasses import dataclass

from khalkhin.core.model.scenario import Scenario
from khalkhin.play.session import saves
from khalkhin.play.session.journal import Header, Journal
from khalkhin.play.session.session import Session
from khalkhin.play.watch.carried import Because, carried


@dataclass(frozen=True, slots=True)
class TakenOver:
    """The battle in the edited scenario. `anew` says what was changed that it had to begin again; None where its
    position was kept. `same` tells that nothing was changed that matters to play, and the journal is the same."""

    session: Session
    anew: Because | None = None
    same: bool = False


def take_over(session: Session, scenario: Scenario) -> TakenOver:
    """Go on in an edited scenario. The session given is closed. Where what matters to play was changed, the battle goes
    on in a new file, whose header has the new digest. Raises: JournalError, and then the old session goes on as it
    is, unless its own file cannot be taken up again."""
    state = session.everything()
    path = session.path
    if scenario.digest == session.scenario.digest and path is not None:
        session.close()
        return TakenOver(Session.open(path, scenario), same=True)
    found = carried(state, scenario)
    if isinstance(found, Because):
        level = dict(state.handicaps)
        begun = Session.begin(
            scenario, _players(session, scenario), state.seed, fog=state.fog, handicaps=level, record=path is not None
        )
        session.close()
        return TakenOver(begun, found)
    journal = None
    if path is not None:
        named = {side.id: side.name for side in scenario.sides}
        header = Header(
            scenario.id,
            scenario.title,
            scenario.digest,
            found.seed,
            found.fog,
            session.players,
            found.handicaps,
            sides=named,
        )
        journal = Journal.create_first(saves.new_paths(scenario.id), header, found)
    session.close()
    return TakenOver(Session(scenario, session.players, found, journal))


def _players(session: Session, scenario: Scenario) -> dict[str, str]:
    """Who commands the sides, by their places where they are called otherwise now."""
    who = list(session.players.values())
    return {side.id: session.players.get(side.id, who[at]) for at, side in enumerate(scenario.sides)}
