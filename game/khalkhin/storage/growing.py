"""A file that grows by whole pieces and has one writer: what was added is on the disk, or the file is as before.

The writer knows every byte that belongs in the file. Before each piece it looks whether the file is still that; after
a fault it cuts off what has got in of the piece.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterable
from pathlib import Path

from khalkhin.storage.locks import NoLocks, lock
from khalkhin.storage.whole import create_whole, to_disk, write_all
from khalkhin.translation import _

#: How much of the end is looked at before each piece, where nothing else tells of a change.
_TAIL = 512


class InUse(OSError):
    """Another window, or another battle in this one, writes into the file."""


class Changed(OSError):
    """The file is not as its writer left it: another program has changed, moved or removed it."""


class Stuck(OSError):
    """What a failed piece left in the file cannot be cut off. Nothing more is added until it can."""


class GrowingFile:
    """Begin with :meth:`create` or :meth:`take_up`. `content` is what belongs in the file, whatever others do to it."""

    def __init__(self, path: Path, fd: int, content: bytes) -> None:
        self.path = path
        self._fd = fd
        self._content = bytearray(content)
        self._spoilt = False
        self._mtime = os.fstat(fd).st_mtime_ns

    @classmethod
    def create(cls, paths: Iterable[Path], content: bytes) -> GrowingFile:
        """A new file under the first of `paths` that is free, with its first piece. Raises: FileExistsError if none
        is, OSError."""
        path, fd = create_whole(paths, content)
        return cls(path, fd, content)

    @classmethod
    def take_up(cls, path: Path) -> GrowingFile:
        """A file that is there, to be gone on with after all that it has (see :meth:`cut`). Raises: InUse, OSError."""
        fd = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
        try:
            with contextlib.suppress(NoLocks):
                if not lock(fd):
                    raise InUse(errno.EBUSY, _("another window is writing into it"), str(path))
            file = cls(path, fd, b"")
            file._content += file._read(0, os.fstat(fd).st_size)
        except OSError:
            os.close(fd)
            raise
        return file

    def cut(self, length: int) -> None:
        """Let the file end after so many bytes. Raises: Stuck."""
        del self._content[length:]
        self._cut()

    @property
    def content(self) -> bytes:
        """Everything that was added to it."""
        return bytes(self._content)

    def append(self, piece: bytes) -> None:
        """Add a piece, in one write, and bring it to the disk. Raises: Changed, Stuck, OSError; in each case the file
        has nothing of the piece, or (Stuck) has it after its end, where it is cut off later."""
        if self._spoilt:
            self._cut()
        self._look()
        try:
            os.lseek(self._fd, len(self._content), os.SEEK_SET)
            write_all(self._fd, piece)
            to_disk(self._fd)
        except OSError:
            with contextlib.suppress(Stuck):
                self._cut()
            raise
        self._content += piece
        self._mtime = os.fstat(self._fd).st_mtime_ns

    def close(self) -> None:
        """Let the file and its lock go."""
        with contextlib.suppress(OSError):
            os.close(self._fd)

    def _look(self) -> None:
        """Raises: Changed if the file is not what its writer left."""
        now = os.fstat(self._fd)
        try:
            named = os.stat(self.path)
        except FileNotFoundError as error:
            raise self._changed(_("was moved or removed by another program")) from error
        if not os.path.samestat(now, named):
            raise self._changed(_("was replaced by another program"))
        size = len(self._content)
        start = 0 if now.st_mtime_ns != self._mtime else max(0, size - _TAIL)
        if now.st_size != size or self._read(start, size - start) != self._content[start:]:
            raise self._changed(_("was changed by another program"))
        self._mtime = now.st_mtime_ns

    def _read(self, start: int, size: int) -> bytes:
        os.lseek(self._fd, start, os.SEEK_SET)
        parts = []
        while size > 0 and (part := os.read(self._fd, size)):
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def _cut(self) -> None:
        """Cut off what comes after the content. Raises: Stuck."""
        self._spoilt = True
        try:
            os.ftruncate(self._fd, len(self._content))
            to_disk(self._fd)
        except OSError as error:
            if os.fstat(self._fd).st_size != len(self._content):
                raise Stuck(error.errno, error.strerror, str(self.path)) from error
        self._spoilt = False
        self._mtime = os.fstat(self._fd).st_mtime_ns

    def _changed(self, how: str) -> Changed:
        return Changed(errno.ESTALE, how, str(self.path))
