"""Reading whole files that anybody may have put there: ordinary ones of a size that is expected, and never waited for.

A pipe, a device or a socket under the name of a save would otherwise be waited for without end.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from khalkhin.translation import _

#: Opened so that nothing is waited for and nothing is inherited or translated; where a system lacks one, it is 0.
_FLAGS = os.O_RDONLY
for _name in ("O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY", "O_NOINHERIT"):
    _FLAGS |= getattr(os, _name, 0)

#: Names that Windows gives to devices, and that no file can have there, in small letters.
DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})


class NotAFile(OSError):
    """What is there is a folder, a pipe, a device or a socket."""

    def __init__(self) -> None:
        super().__init__(errno.EINVAL, _("It is not an ordinary file"))


class TooLarge(OSError):
    """The file is larger than any of its kind."""

    def __init__(self) -> None:
        super().__init__(errno.EFBIG, _("It is too large"))


def read_regular(path: Path, limit: int) -> bytes:
    """The content of a regular file of at most `limit` bytes; links are followed. Raises: NotAFile, TooLarge, OSError
    (all with a `strerror` for people)."""
    try:
        # Opening some devices does something already, so they are looked at first; what was put there in between is
        # found out by the second look, at what has really been opened.
        _sized(os.stat(path), limit)
        handle = os.open(path, _FLAGS)
    except ValueError as error:
        raise FileNotFoundError(errno.ENOENT, _("There is no file of such a name")) from error
    with os.fdopen(handle, "rb") as file:
        _sized(os.fstat(handle), limit)
        data = file.read(limit + 1)
    if len(data) > limit:
        raise TooLarge
    return data


def _sized(found: os.stat_result, limit: int) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise NotAFile
    if found.st_size > limit:
        raise TooLarge
