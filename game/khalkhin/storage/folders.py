"""Folders that come into their place whole: filled beside it, brought to the disk, and then moved by one rename.

What a killed program left half filled lies under a hidden name and is cleared away by the next that fills one there.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from khalkhin.storage.whole import to_disk, write_all

#: How the rooms are called in which folders are filled, and the seconds after which one counts as left behind.
MOVING, STALE = ".moving-", 3600


@contextlib.contextmanager
def moving_room(home: Path) -> Iterator[Path]:
    """A room in a folder (made if need be) in which something is got ready to be moved into that folder, or out of it;
    it is taken away in the end, with those that killed programs left. Raises: OSError."""
    home.mkdir(parents=True, exist_ok=True)
    for left in home.glob(f"{MOVING}*"):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > STALE:
                shutil.rmtree(left, ignore_errors=True)
    room = home / f"{MOVING}{secrets.token_hex(6)}"
    room.mkdir()
    try:
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)


def fill(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make files in a folder that nobody else knows yet, by their names in it (with slashes for folders), and bring
    them to the disk. Raises: OSError; FileExistsError for a file that is there."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
        try:
            write_all(fd, data)
            to_disk(fd)
        finally:
            os.close(fd)
