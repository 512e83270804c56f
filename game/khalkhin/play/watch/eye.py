"""Whether the files of a scenario have changed, and lie still: an editor that is at its writing is waited for."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from khalkhin.scenario.catalog import inside
from khalkhin.scenario.tmx.path_sandbox import campaign_folder

#: What each file of a folder is like: its name, size, time and number on the disk.
Stamp = tuple[tuple[str, int, int, int], ...]
#: Files and folders looked at, and how deep: a scenario has fewer.
MOST, DEEPEST = 2000, 4


def stamp(folder: Path) -> Stamp:
    """The files of a scenario's folder as they are now, and those that it shares with its campaign's others. Hidden
    files and links to folders are passed over; what goes while one looks is not there."""
    above = campaign_folder(folder.resolve())
    return _files(folder, ()) + (() if above is None else _files(above, inside(above)))


def _files(folder: Path, without: Sequence[Path]) -> Stamp:
    found: list[tuple[str, int, int, int]] = []
    waiting = [(folder, 0)]
    while waiting and len(found) < MOST:
        here, depth = waiting.pop()
        try:
            with os.scandir(here) as entries:
                for entry in entries:
                    if entry.name.startswith("."):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        if depth < DEEPEST and here / entry.name not in without:
                            waiting.append((here / entry.name, depth + 1))
                        continue
                    about = entry.stat()
                    name = os.path.relpath(entry.path, folder)
                    found.append((name, about.st_size, about.st_mtime_ns, about.st_ino))
        except OSError:
            continue
    return tuple(sorted(found[:MOST]))


class Eye:
    """Is shown one stamp after the other and says when the files are to be read: when they are others than those that
    were read last, and the same as a moment before."""

    def __init__(self, read: Stamp) -> None:
        self._read = read
        self._last = read

    def due(self, now: Stamp) -> bool:
        """Whether the files, which are like this now, are to be read."""
        still, self._last = now == self._last, now
        return still and now != self._read

    def has_read(self, now: Stamp) -> None:
        """The files were read while they were like this."""
        self._read = self._last = now
