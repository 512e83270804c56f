"""The after-action report written by a process of its own, so that the window never waits for the plotting library."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from khalkhin.core.model.scenario import Scenario
from khalkhin.play.report.report import Report, collect
from khalkhin.play.session.journal import JournalError, ReplayError, read
from khalkhin.scenario.issues import ScenarioError


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
        context = multiprocessing.get_context("spawn")
        self._done: Written | Failed | None = None
        self._pipe, theirs = context.Pipe(duplex=False)
        self._process: Any = context.Process(
            target=_write, args=(theirs, journal, scenario, folder, save), daemon=True, name="report"
        )
        self._process.start()
        theirs.close()

    def poll(self) -> Written | Failed | None:
        """What came of it; None while it is being written."""
        if self._done is None:
            try:
                if self._pipe.poll():
                    self._done = self._pipe.recv()
                elif not self._process.is_alive() and not self._pipe.poll():
                    raise EOFError
            except (EOFError, OSError):
                self._done = Failed("The report could not be made: the process that writes it stopped. Try once more.")
        return self._done

    def close(self) -> None:
        """End the process, whatever it is doing."""
        self._process.terminate()
        self._process.join(2)
        self._pipe.close()


def _write(pipe: Connection, journal: Path, scenario: Scenario, folder: Path, save: Save) -> None:
    pipe.send(write(journal, scenario, folder, save))


def write(journal: Path, scenario: Scenario, folder: Path, save: Save) -> Written | Failed:
    """Make the report of a journal and save it in a folder; faults come back as sentences."""
    try:
        report = collect(read(journal), scenario)
    except (JournalError, ReplayError, ValueError) as error:
        return Failed(f"The report could not be made from {journal.name}: {error}")
    try:
        return Written(save(report, folder))
    except ScenarioError as error:
        return Failed(f"The report could not be made, since the history cannot be read: {error}")
    except OSError as error:
        why = error.strerror or str(error)
        return Failed(f"The report could not be written to {folder}: {why}. Make room or give leave to write there.")
