"""The after-action report written by a process of its own, so that the window never waits for the plotting library."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from khalkhin.core.model.scenario import Scenario
from khalkhin.play import logfile
from khalkhin.play.processes.child import Child, Said
from khalkhin.play.processes.serving import Parent
from khalkhin.play.report.report import Report, collect
from khalkhin.play.session.journal import JournalError, ReplayError, read
from khalkhin.scenario.issues import ScenarioError
from khalkhin.translation import _

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Written:
    """The report is there: its page."""

    page: Path


@dataclass(frozen=True, slots=True)
class Failed:
    """There is no report; `reason` is a sentence."""

    reason: str


Save = Callable[[Report, Path], Path]


class ReportJob:
    """Begins at once: the report of a journal goes into a folder by way of `save`, a function that a new process can
    import. Look with :meth:`poll`, end with :meth:`close`."""

    def __init__(self, journal: Path, scenario: Scenario, folder: Path, save: Save) -> None:
        self._done: Written | Failed | None = None
        self._child = Child(_write, journal, scenario, folder, save)

    @property
    def pid(self) -> int | None:
        """The number of the process, once there is one."""
        return self._child.pid

    def poll(self) -> Written | Failed | None:
        """What came of it; None while it is being written."""
        if self._done is None:
            match self._child.news():
                case None:
                    pass
                case Said(_, {"page": str(page)}):
                    self._done = Written(Path(page))
                case Said(_, {"reason": str(reason)}):
                    self._done = Failed(reason)
                case news:
                    log.warning("the report of a battle: %s", news)
                    self._done = Failed(
                        _("The report could not be made: the process that writes it stopped. Try once more.")
                        + f" {logfile.where()}"
                    )
        return self._done

    def close(self) -> None:
        """End the process, whatever it is doing."""
        self._child.close()


def _write(parent: Parent, journal: Path, scenario: Scenario, folder: Path, save: Save) -> None:
    match write(journal, scenario, folder, save):
        case Written(page):
            parent.say({"page": str(page)})
        case Failed(reason):
            parent.say({"reason": reason})


def write(journal: Path, scenario: Scenario, folder: Path, save: Save) -> Written | Failed:
    """Make the report of a journal and save it in a folder; faults come back as sentences."""
    try:
        report = collect(read(journal), scenario)
    except (JournalError, ReplayError, ValueError) as error:
        return Failed(_("The report could not be made from {file}: {why}").format(file=journal.name, why=error))
    try:
        return Written(save(report, folder))
    except ScenarioError as error:
        return Failed(_("The report could not be made, since the history cannot be read: {why}").format(why=error))
    except OSError as error:
        why = error.strerror or str(error)
        return Failed(
            _("The report could not be written to {folder}: {why}. Make room or give leave to write there.").format(
                folder=folder, why=why
            )
        )
