"""The scenario of a battle as its maker edits it: what was read of it, and the battle gone on with in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from khalkhin.core.model.scenario import Scenario
from khalkhin.play.session.journal import JournalError
from khalkhin.play.session.session import Session
from khalkhin.play.watch.battles import TakenOver, take_over
from khalkhin.play.watch.carried import Because
from khalkhin.play.watch.watcher import Edit, Watcher
from khalkhin.scenario import Issue, catalog
from khalkhin.scenario.issues import shown
from khalkhin.translation import N_, _
from khalkhin.ui.ports.found import OpeningFault
from khalkhin.ui.ports.game_port import GamePort

#: What was changed, to be put into the sentence that the battle begins anew.
WHAT: Mapping[Because, str] = {
    Because.SIDES: N_("Begun anew, because the sides have changed."),
    Because.SIZE: N_("Begun anew, because the size or the grid of the map has changed."),
    Because.UNITS: N_("Begun anew, because units have changed."),
    Because.TURNS: N_("Begun anew, because the turns have changed."),
    Because.CROSSINGS: N_("Begun anew, because crossings have changed."),
    Because.STORES: N_("Begun anew, because sources or depots have changed."),
    Because.AIRFIELDS: N_("Begun anew, because airfields have changed."),
    Because.OBJECTIVES: N_("Begun anew, because objectives were put in, taken out or moved."),
    Because.GROUND: N_("Begun anew, because a unit would stand on ground that it cannot enter."),
    Because.TIMELINE: N_("Begun anew, because the choice that was waited for has gone."),
    Because.OTHER: N_("Begun anew, because the position does not fit what has changed."),
}


class Edits:
    """The files of a battle's scenario. They are read when they are saved if the battle is `watched`, else when
    somebody asks. End it with :meth:`close`."""

    def __init__(self, folder: Path, *, watched: bool) -> None:
        self.folder, self.watched = folder, watched
        self._watcher = Watcher(folder)
        #: The journal that was begun for the last edit; the next one takes its place.
        self._made: Path | None = None
        if watched:
            self._watcher.watch()

    def ask(self) -> None:
        """Read the files again."""
        self._watcher.ask()

    def news(self) -> Edit | None:
        """What was read since somebody asked last; None while nothing was."""
        return self._watcher.news()

    def close(self) -> None:
        """Look no more."""
        self._watcher.close()

    def told(self, issues: Iterable[Issue]) -> tuple[str, ...]:
        """Faults as sentences, without the folder that all lie in."""
        return tuple(str(issue).replace(f"{shown(self.folder)}/", "") for issue in issues)

    def take(self, session: GamePort, scenario: Scenario) -> tuple[TakenOver, str] | OpeningFault:
        """Go on with a battle in the edited scenario, and what became of its position, as a sentence."""
        assert isinstance(session, Session)
        try:
            taken = take_over(session, scenario)
        except JournalError as error:
            return OpeningFault(_("The edited scenario cannot be taken up"), str(error))
        if not taken.same:
            if self.watched and self._made is not None:
                self._made.unlink(missing_ok=True)
            self._made = taken.session.path
        return taken, _told(taken)


def edits_of(session: GamePort, also: Iterable[Path], watched: bool) -> Edits | None:
    """The files of a battle's scenario; None for a lesson, a battle of a campaign, and where it is not found."""
    if not isinstance(session, Session) or session.carry is not None:
        return None
    folders = catalog.known(session.scenario.id, also)
    return Edits(folders[0], watched=watched) if folders else None


def _told(taken: TakenOver) -> str:
    if taken.anew is not None:
        return _(WHAT[taken.anew])
    if taken.same:
        return _("The scenario was read again. What matters to play is as it was; so is the position.")
    return _("The scenario was read again, and the position is as it was. The battle is now written to {file}.").format(
        file=taken.session.path.name if taken.session.path is not None else _("no file")
    )
