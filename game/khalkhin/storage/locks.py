"""Advisory locks on open files: of all who ask for the lock of a file, in this process or others, one has it.

A lock belongs to the open file and goes with it, however its process ends; nothing stays behind to be cleaned up.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from khalkhin.translation import _

#: Seconds for which a lock is asked for again. Whoever only looks whether a file is in use holds it for a moment.
PATIENCE = 0.1
_AGAIN = 0.01
#: What systems say where a file cannot be locked at all (some network folders).
_NONE_HERE = frozenset(
    getattr(errno, name)
    for name in ("ENOLCK", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EINVAL", "EBADF")
    if hasattr(errno, name)
)
#: Where a folder itself cannot be locked, the file in it that is.
FOLDER_LOCK = ".khalkhin-lock"


class NoLocks(OSError):
    """Files in this folder cannot be locked."""


class FolderBusy(OSError):
    """Another window is writing in a folder and does not come to an end."""


if sys.platform == "win32":
    import msvcrt

    #: A locked byte cannot be read by others, so it lies far behind the end of any file of ours.
    _FAR = 0x7FFF_FFF0

    def _try(fd: int) -> bool:
        here = os.lseek(fd, 0, os.SEEK_CUR)
        try:
            os.lseek(fd, _FAR, os.SEEK_SET)
            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            if error.errno in (errno.EACCES, errno.EDEADLK):
                return False
            raise
        finally:
            os.lseek(fd, here, os.SEEK_SET)
        return True

    def _opened(folder: Path) -> int:
        return os.open(folder / FOLDER_LOCK, os.O_RDWR | os.O_CREAT, 0o666)

else:
    import fcntl

    def _try(fd: int) -> bool:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _opened(folder: Path) -> int:
        return os.open(folder, os.O_RDONLY | os.O_DIRECTORY)


def lock(fd: int, patience: float = PATIENCE) -> bool:
    """Take the lock of an open file; False if another has it and keeps it for `patience` seconds.

    Raises: NoLocks where files cannot be locked; whoever writes must then find out changes by comparing.
    """
    until = time.monotonic() + patience
    while True:
        try:
            if _try(fd):
                return True
        except OSError as error:
            if error.errno in _NONE_HERE:
                raise NoLocks(error.errno, error.strerror) from error
            raise
        if time.monotonic() >= until:
            return False
        time.sleep(_AGAIN)


def in_use(path: Path) -> bool:
    """Whether another has the lock of a file now. A file that is not there or cannot be locked is in nobody's use."""
    try:
        fd = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError:
        return False
    try:
        return not lock(fd, 0.05)
    except OSError:
        return False
    finally:
        os.close(fd)


@contextlib.contextmanager
def writing_in(folder: Path, patience: float = 10.0) -> Iterator[None]:
    """While this lasts, no other window changes what is kept in a folder: read, change and write again inside it. The
    folder is made if need be. Raises: FolderBusy, OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    fd = _opened(folder)
    try:
        with contextlib.suppress(NoLocks):
            if not lock(fd, patience):
                raise FolderBusy(errno.EBUSY, _("another window of the game is writing there"), str(folder))
        yield
    finally:
        os.close(fd)
