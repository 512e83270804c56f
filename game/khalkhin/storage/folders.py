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
#: How a folder is called there that has made way, and the seconds after which it must have been put back or replaced.
WAS, AWAY = "was-", 60
#: Linux's number of a path that is meant from the working folder; that of an exchange, which is the same on macOS.
_FROM_HERE, _EXCHANGE = -100, 2


@contextlib.contextmanager
def moving_room(home: Path) -> Iterator[Path]:
    """A room in a folder (made if need be) in which something is got ready to be moved into that folder, or out of it;
    it is taken away in the end, with those that killed programs left. Raises: OSError."""
    home.mkdir(parents=True, exist_ok=True)
    for left in home.glob(f"{MOVING}*"):
        with contextlib.suppress(OSError):
            age = time.time() - left.stat().st_mtime
            if age > AWAY:
                _put_back(left, home)
            if age > STALE:
                shutil.rmtree(left, ignore_errors=True)
    room = home / f"{MOVING}{secrets.token_hex(6)}"
    room.mkdir()
    try:
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)


def _put_back(room: Path, home: Path) -> None:
    """Put back what made way for something that never came, as the program was killed between the two."""
    for old in room.glob(f"{WAS}*"):
        place = home / old.name.removeprefix(WAS)
        if not place.exists():
            os.rename(old, place)


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
    Elsewhere the next that makes a moving room there puts back what a kill has left in this one. Raises: OSError."""
    if not there.exists():
        os.rename(made, there)
    elif not _exchanged(made, there):
        old = made.with_name(f"{WAS}{there.name}")
        os.rename(there, old)
        try:
            os.rename(made, there)
        except OSError:
            os.rename(old, there)
            raise


def _exchanged(one: Path, other: Path) -> bool:
    """Let two folders take each other's place, in one step. False where the system cannot do it."""
    first, second = os.fsencode(one), os.fsencode(other)
    try:
        if sys.platform.startswith("linux"):
            return bool(ctypes.CDLL(None).renameat2(_FROM_HERE, first, _FROM_HERE, second, _EXCHANGE) == 0)
        if sys.platform == "darwin":
            return bool(ctypes.CDLL(None).renamex_np(first, second, _EXCHANGE) == 0)
    except (OSError, AttributeError):  # another C library than the usual one
        return False
    return False
