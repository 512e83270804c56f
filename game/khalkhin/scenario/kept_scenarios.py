"""Shipped scenarios that were read and had nothing to tell of, kept for whoever reads them again.

A scenario is listed, drawn on its card, looked at, played, and read once more for its report; one that is shipped comes
to the same each time, as long as its files do. It is found by the names of all files of the maps and by what those say
that it is made of, never by their dates. Scenarios of the user's, which are at work on, are read each time.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from khalkhin import paths
from khalkhin.core.model.scenario import Scenario
from khalkhin.scenario.issues import Report
from khalkhin.scenario.tables.rules_tables import RulesTables
from khalkhin.scenario.tmx.path_sandbox import Roots, said_by

#: Scenarios that are kept: as many as are shipped, with those of lessons and puzzles. The largest takes two megabytes.
KEPT = 16


@dataclass(frozen=True, slots=True)
class KeptScenario:
    """A scenario as it is written, the language that is, and what the `report` of reading it is left with; and what it
    was made of: the rules, the names of all files of the maps, and what those `said` that were let through to it."""

    scenario: Scenario
    language: str
    report: Report
    tables: RulesTables
    names: tuple[str, ...]
    said: Mapping[Path, bytes]


@dataclass(frozen=True, slots=True)
class Reading:
    """The reading of a scenario from its folder (resolved) by rules, which may have been done before. `roots` are those
    to read it by."""

    folder: Path
    roots: Roots
    tables: RulesTables
    place: str
    _names: tuple[str, ...] | None

    @classmethod
    def of(cls, folder: Path, tables: RulesTables, report: Report) -> Reading:
        """What is read with a report that has told of something already, and what may be made of other files than those
        shipped, is not kept."""
        roots, maps = Roots.of(folder), paths.maps_dir().resolve()
        shipped = {maps, paths.assets_dir().resolve()}
        apart = not all(root in shipped or root.is_relative_to(maps) for root in roots.folders)
        names = None if apart or report != Report(place=report.place) else _names(maps)
        return cls(folder, roots if names is None else replace(roots, said={}), tables, report.place, names)

    def found(self, report: Report) -> KeptScenario | None:
        """What was kept, if nothing has changed; the report is then as if it had been read."""
        kept = _kept.get(self._key)
        if self._names is None or kept is None or kept.tables is not self.tables or kept.names != self._names:
            return None
        if any(said_by(file) != said for file, said in kept.said.items()):
            return None
        self._put(kept)
        report.take(kept.report)
        return kept

    def keep(self, scenario: Scenario, language: str, report: Report) -> None:
        """Keep what has been read, if there was nothing to tell of it."""
        said, maps = self.roots.said, paths.maps_dir().resolve()
        if self._names is None or said is None or not report.silent or not all(map(bool, said.values())):
            return
        if not all(file.is_relative_to(maps) for file in said):
            return
        # Texts, which are put in at each read, are noted after this.
        self._put(KeptScenario(scenario, language, report.marks(), self.tables, self._names, dict(said)))

    def _put(self, kept: KeptScenario) -> None:
        """Keep it as the last one that was asked for."""
        with _lock:
            _kept.pop(self._key, None)
            _kept[self._key] = kept
            while len(_kept) > KEPT:
                del _kept[next(iter(_kept))]

    @property
    def _key(self) -> tuple[Path, tuple[Path, ...], str]:
        return self.folder, self.roots.folders, self.place


#: What is kept, what was asked for last at the end. Screens read scenarios beside the window.
_kept: dict[tuple[Path, tuple[Path, ...], str], KeptScenario] = {}
_lock = threading.Lock()


def forget() -> None:
    """Keep none of them any more, for those who try how scenarios are read."""
    with _lock:
        _kept.clear()


def _names(folder: Path) -> tuple[str, ...] | None:
    """The paths of all that lies in a folder; None if that cannot be told, or a link is among it."""
    try:
        return tuple(_below(str(folder)))
    except OSError:
        return None


def _below(folder: str) -> Iterator[str]:
    with os.scandir(folder) as found:
        for entry in sorted(found, key=lambda entry: entry.name):
            if entry.is_symlink():
                raise OSError
            yield entry.path
            if entry.is_dir():
                yield from _below(entry.path)
