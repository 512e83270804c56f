"""The files of a scenario looked at in the background, and read again when they were saved."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue

from khalkhin.core.model.scenario import Scenario
from khalkhin.play import logfile
from khalkhin.play.watch.eye import Eye, Stamp, stamp
from khalkhin.scenario.build import read_scenario, read_what_can_be
from khalkhin.scenario.issues import Issue, Report

#: Seconds between two looks. Files must lie still for one of them, so that a save is read within a second.
PAUSE = 0.2


@dataclass(frozen=True, slots=True)
class Edit:
    """The files as they are now: the `scenario`, or the faults (errors first) that keep it from being played, and what
    could be read of it. `asked` tells that somebody wanted them read."""

    scenario: Scenario | None
    issues: tuple[Issue, ...] = ()
    partial: Scenario | None = None
    asked: bool = False


def read_edit(folder: Path, *, asked: bool = False) -> Edit:
    """Read the files of a scenario."""
    report = Report()
    scenario = read_scenario(folder, report)
    partial = scenario or read_what_can_be(folder, Report())
    issues = tuple(sorted(report.finish(), key=lambda issue: not issue.is_error))
    return Edit(scenario, issues, partial, asked)


class Watcher:
    """Looks at a scenario's folder on a thread of its own from :meth:`watch` on; or only when it is asked. End it with
    :meth:`close`."""

    def __init__(self, folder: Path, read: Callable[[Path], Stamp] = stamp) -> None:
        self.folder = folder
        self._stamp = read
        self._eye = Eye(read(folder))
        self._found: SimpleQueue[Edit] = SimpleQueue()
        self._asked, self._closed = threading.Event(), threading.Event()
        self._woken = threading.Event()
        self._watching = False
        self._thread: threading.Thread | None = None

    def watch(self) -> None:
        """Read the files whenever they were saved."""
        self._watching = True
        self._wake()

    def ask(self) -> None:
        """Read the files once, changed or not."""
        self._asked.set()
        self._wake()

    def news(self) -> Edit | None:
        """What was read last since somebody asked; None while nothing was."""
        last: Edit | None = None
        try:
            while True:
                last = self._found.get_nowait()
        except Empty:
            return last

    def close(self) -> None:
        """No more looks; one that is under way is let come to its end."""
        self._closed.set()
        self._woken.set()

    def _wake(self) -> None:
        if self._thread is None and not self._closed.is_set():
            self._thread = threading.Thread(target=self._run, name="scenario-files", daemon=True)
            self._thread.start()
        self._woken.set()

    def _run(self) -> None:
        while not self._closed.is_set():
            self._woken.wait(PAUSE if self._watching else None)
            self._woken.clear()
            if self._closed.is_set():
                return
            try:
                self._look()
            except Exception as error:  # nothing that lies in a folder may end the looking
                logfile.failure(error, "a scenario's files were read again")

    def _look(self) -> None:
        asked = self._asked.is_set()
        now = self._stamp(self.folder)
        if not (asked or (self._watching and self._eye.due(now))):
            return
        self._asked.clear()
        edit = read_edit(self.folder, asked=asked)
        after = self._stamp(self.folder)
        if after != now and self._watching:
            # Somebody wrote meanwhile: what was read may be half of it, and is read again once it lies still.
            if asked:
                self._asked.set()
            self._eye.due(after)
            self._woken.wait(PAUSE)
            self._woken.set()
            return
        self._eye.has_read(now)
        self._found.put(edit)
