"""Folders that come into their place whole: filled beside it, brought to the disk, and then moved by one rename.

What a killed program left half filled lies under a hidden name and is cleared away by the next that fills one there.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import secrets
import shutil
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from khalkhin.storage.whole import to_disk, write_all

#: How the rooms are called in which folders are filled, and the seconds after which one counts as left behind.
MOVING, STALE = ".moving-", 3600
#: Linux's numbers of a path that is meant from the working folder, and of an exchange.
_FROM_HERE, _EXCHANGE = -100, 2


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


def put_in_place(made: Path, there: Path) -> None:
    """Let a folder of a moving room take a place, at once or not at all. What was there lies in the room then, and is
    there until then: where the system can exchange two folders, nobody finds the place empty, not even after a kill.
    Raises: OSError."""
    if not there.exists():
        os.rename(made, there)
    elif not _exchanged(made, there):
        old = made.with_name("old")
        os.rename(there, old)
        try:
            os.rename(made, there)
        except OSError:
            os.rename(old, there)
            raise


def _exchanged(one: Path, other: Path) -> bool:
    """Let two folders take each other's place, in one step. False where the system cannot do it."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        exchange = ctypes.CDLL(None).renameat2
    except (OSError, AttributeError):  # another C library than the usual one
        return False
    return bool(exchange(_FROM_HERE, os.fsencode(one), _FROM_HERE, os.fsencode(other), _EXCHANGE) == 0)
