"""Writing whole files, so that a fault at any moment leaves the old file or the new one, never half and never none.

The new content goes into a draft beside the file, is brought to the disk and only then takes the file's name. A draft
is locked while it is written: one that can be locked was left by a process that is gone, and the next write in its
folder removes it.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import stat
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from pathlib import Path

from khalkhin.storage.locks import NoLocks, lock

if sys.platform == "darwin":
    import fcntl

_DRAFT = re.compile(r"\.[0-9a-f]{16}\.khalkhin-draft")
#: Seconds after which a draft counts as left behind where locks cannot tell.
_FORGOTTEN = 86_400.0
_OPEN = os.O_RDWR | getattr(os, "O_BINARY", 0)
#: Makes the content of a file, in pieces.
Pieces = Callable[[], Iterable[bytes]]
#: How often a draft is begun anew when another window has just taken it for one left behind.
_TRIES = 20


def write_whole(path: Path, data: bytes, *, backup: bool = False) -> None:
    """Put `data` in the place of a file, or make it in a folder that is there. Raises: OSError, and then what was there
    before is still there.

    `backup` keeps what was there before as ``<name>.bak``. A link is followed; what is no regular file (a pipe, a
    device) is written into.
    """
    write_pieces(path, _just(data), backup=backup)


def write_pieces(path: Path, pieces: Pieces, *, backup: bool = False) -> None:
    """As :func:`write_whole`, of content that is made while it is written, and made again if need be. Raises: OSError,
    and whatever making it raises; then, too, what was there before is still there."""
    path = Path(os.path.realpath(path))
    sweep(path.parent)
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        mode = 0
    if mode and not stat.S_ISREG(mode):
        _write_into(path, pieces)
        return
    before = path.read_bytes() if backup and mode else None
    for _ in range(_TRIES):
        drafts: list[Path] = []
        try:
            drafts.append(_draft(path.parent, pieces, mode))
            if before is not None:
                drafts.append(_draft(path.parent, _just(before), mode))
                os.replace(drafts[1], path.with_name(path.name + ".bak"))
            os.replace(drafts[0], path)
            break
        except FileNotFoundError:
            continue
        finally:
            for draft in drafts:
                _forget(draft)
    else:
        raise FileNotFoundError(errno.ENOENT, "drafts do not stay", str(path.parent))
    settle_folder(path.parent)


def create_whole(paths: Iterable[Path], data: bytes) -> tuple[Path, int]:
    """Make a new file under the first of `paths` that is free, whatever others make at the same moment, and its folder
    if need be; gives the path and the file, open for reading and writing, locked where files can be locked.

    Raises: FileExistsError if none is free, OSError; a file that was there is never touched.
    """
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        sweep(path.parent)
        try:
            return path, _created(path, data)
        except FileExistsError:
            continue
    raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))


def publish(finished: Path, paths: Iterable[Path]) -> Path:
    """Give a finished file that nobody writes any more the first of `paths` that is free, in the same folder. Raises:
    OSError, and then it still has its old name."""
    for path in paths:
        try:
            if sys.platform == "win32":
                os.rename(finished, path)  # Fails there where the name is taken.
            else:
                _linked(finished, path)
        except FileExistsError:
            continue
        settle_folder(path.parent)
        return path
    raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))


def damaged_names(path: Path) -> Iterator[Path]:
    """Names for a file that cannot be read: ``<name>.damaged``, and with a number where that is taken."""
    return (path.with_name(f"{path.name}.damaged{f'-{n}' if n > 1 else ''}") for n in count(1))


def set_aside(path: Path) -> None:
    """Give a file that cannot be read one of :func:`damaged_names`, so that nothing in it is lost. Where that cannot be
    done it stays."""
    with contextlib.suppress(OSError):
        publish(path, damaged_names(path))


def unfinished(folder: Path) -> Path:
    """A name for a file that grows for a while before it is given its own (:func:`publish`). Whoever makes it keeps it
    locked: without, it counts as left behind."""
    return folder / f".{secrets.token_hex(8)}.khalkhin-draft"


def sweep(folder: Path) -> None:
    """Remove the drafts in a folder that their writers have left behind. Never fails."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _DRAFT.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                _sweep(Path(entry.path))


def is_full(error: OSError) -> bool:
    """Whether room is what a write lacked."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def to_disk(fd: int) -> None:
    """Bring what was written to an open file to the disk itself. Raises: OSError."""
    if sys.platform == "darwin":
        with contextlib.suppress(OSError):  # Not every folder knows it; what others do for fsync must do then.
            fcntl.fcntl(fd, fcntl.F_FULLFSYNC)
            return
    os.fsync(fd)


def settle_folder(folder: Path) -> None:
    """Bring names in a folder to the disk, where folders can be opened. Raises: OSError."""
    if sys.platform == "win32":
        return
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # Some network folders have nothing to bring.
            raise
    finally:
        os.close(fd)


def write_all(fd: int, data: bytes) -> None:
    """Write all of it where an open file stands, in as few writes as the system takes. Raises: OSError."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(fd, rest) :]


def _linked(finished: Path, path: Path) -> None:
    try:
        # A link that stands there is named itself, not what it leads to: Python 3.14 follows it unless told not to.
        os.link(finished, path, follow_symlinks=os.link not in os.supports_follow_symlinks)
    except (FileExistsError, FileNotFoundError):
        raise
    except OSError:  # Not every folder has links. What is no regular file may have no end.
        if not stat.S_ISREG(finished.lstat().st_mode):
            raise
        os.close(_created_in_place(path, finished.read_bytes()))
    _forget(finished)


def _created(path: Path, data: bytes) -> int:
    if sys.platform != "win32":
        for _ in range(_TRIES):
            name, fd = _opened_draft(path.parent)
            try:
                write_all(fd, data)
                to_disk(fd)
                os.link(name, path)
            except FileNotFoundError:
                os.close(fd)
                continue
            except FileExistsError:
                os.close(fd)
                raise
            except OSError:
                os.close(fd)
                break  # Not every folder has links; what is wrong with the disk is wrong below too.
            finally:
                _forget(name)
            settle_folder(path.parent)
            return fd
    return _created_in_place(path, data)


def _created_in_place(path: Path, data: bytes) -> int:
    """For folders without links: a fault takes the new file away again."""
    fd = os.open(path, _OPEN | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with contextlib.suppress(NoLocks):
            lock(fd)
        write_all(fd, data)
        to_disk(fd)
        settle_folder(path.parent)
    except OSError:
        os.close(fd)
        _forget(path)
        raise
    return fd


def _opened_draft(folder: Path) -> tuple[Path, int]:
    """A new draft, locked."""
    for _ in range(_TRIES):
        name = unfinished(folder)
        fd = os.open(name, _OPEN | os.O_CREAT | os.O_EXCL, 0o666)
        try:
            kept = lock(fd, 0.0) and os.path.samestat(os.fstat(fd), os.stat(name))
        except NoLocks:
            return name, fd
        except FileNotFoundError:
            kept = False
        if kept:
            return name, fd
        os.close(fd)  # Another window has taken it for one left behind, before it was locked.
    raise FileNotFoundError(errno.ENOENT, "drafts do not stay", str(folder))


def _just(data: bytes) -> Pieces:
    return lambda: (data,)


def _draft(folder: Path, pieces: Pieces, mode: int) -> Path:
    """A draft on the disk with all pieces of a content, and the permissions of `mode`, if any."""
    name, fd = _opened_draft(folder)
    try:
        for piece in pieces():
            write_all(fd, piece)
        to_disk(fd)
    except BaseException:
        _forget(name)
        raise
    finally:
        os.close(fd)
    if mode:
        with contextlib.suppress(OSError):
            os.chmod(name, stat.S_IMODE(mode))
    return name


def _write_into(path: Path, pieces: Pieces) -> None:
    # A pipe that nobody reads is not waited for.
    fd = os.open(path, os.O_WRONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
    try:
        os.set_blocking(fd, True)
        for piece in pieces():
            write_all(fd, piece)
    finally:
        os.close(fd)


def _sweep(draft: Path) -> None:
    with contextlib.suppress(OSError):
        fd = os.open(draft, _OPEN)
        try:
            left = lock(fd, 0.0)
        except NoLocks:
            left = time.time() - os.fstat(fd).st_mtime > _FORGOTTEN
        finally:
            os.close(fd)
        if left:
            draft.unlink()


def _forget(draft: Path) -> None:
    with contextlib.suppress(OSError):
        draft.unlink()
