"""Real faults of the disk, made by the system itself: files that may not grow, disks that are full or break.

What there is depends on the system and on rights; whoever asks for one that cannot be had is told why
(:class:`NotHere`).
"""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

_ZRAM = Path("/sys/class/zram-control")


class NotHere(Exception):
    """A fault that cannot be made on this machine. The message says why."""


@dataclass(frozen=True, slots=True)
class Disk:
    """A disk of its own at `folder`. `breaks` makes writes fail from so many free bytes on, `mends` makes them good
    again, `turns_over` lets everything be read anew from the disk itself, where that tells of the game: a device that
    fails loses now and then what the system has said is on it."""

    folder: Path
    breaks: Callable[[int], None]
    mends: Callable[[], None]
    turns_over: Callable[[], None]


@contextlib.contextmanager
def files_up_to(size: int) -> Iterator[None]:
    """While this lasts, no file of this process grows beyond `size` bytes: a write across it is cut short, the next one
    fails (EFBIG)."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextlib.contextmanager
def stopped(process: int) -> Iterator[None]:
    """A process does nothing within the block: whoever waits for it waits for ever."""
    os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process, signal.SIGCONT)


@contextlib.contextmanager
def full_memory(home: Path) -> Iterator[Disk]:
    """A small disk in memory that runs full (ENOSPC at the write, at a page's end). Raises: NotHere."""
    with _mounted(home / "memory", "-t", "tmpfs", "-o", "size=128k", "tmpfs") as folder:
        ballast = _Ballast(folder / "ballast")
        yield Disk(folder, ballast.leave, ballast.free, lambda: None)


@contextlib.contextmanager
def full_disk(home: Path) -> Iterator[Disk]:
    """A small ext4 of blocks of 1 kB that runs full (ENOSPC at the write, at a block's end). Raises: NotHere."""
    image = home / "image"
    with image.open("wb") as file:
        file.truncate(1_000_000)
    _run("mkfs.ext4", "-q", "-b", "1024", "-m", "0", "-O", "^has_journal", str(image))
    with _mounted(home / "disk", "-o", "loop", str(image)) as folder:
        ballast = _Ballast(folder / "ballast")
        yield Disk(folder, ballast.leave, ballast.free, lambda: _turn_over(folder))


@contextlib.contextmanager
def thin_disk(home: Path) -> Iterator[Disk]:
    """An ext4 that takes every write, on a disk that is full itself: bringing it there fails (ENOSPC at the fsync).
    Raises: NotHere."""
    with _mounted(home / "under", "-t", "tmpfs", "-o", "size=2m", "tmpfs") as under:
        image = under / "image"
        with image.open("wb") as file:
            file.truncate(8_000_000)
        _run("mkfs.ext4", "-q", "-b", "1024", "-O", "^has_journal", "-E", "lazy_itable_init=0,nodiscard", str(image))
        with _mounted(home / "thin", "-o", "loop,errors=continue,discard,dioread_lock", str(image)) as folder:
            ballast = _Ballast(under / "ballast")
            yield Disk(folder, ballast.leave, ballast.free, lambda: None)


@contextlib.contextmanager
def broken_disk(home: Path) -> Iterator[Disk]:
    """An ext4 whose device fails (EIO at the fsync): compressed memory that may not grow. Raises: NotHere."""
    try:
        number = (_ZRAM / "hot_add").read_text().strip()
    except OSError as error:
        raise NotHere(f"no compressed memory to be had: {error.strerror}") from error
    block, device = Path(f"/sys/block/zram{number}"), f"/dev/zram{number}"
    try:
        (block / "disksize").write_text("16M")
        _run("mkfs.ext4", "-q", "-b", "4096", "-O", "^has_journal", "-E", "lazy_itable_init=0,nodiscard", device)
        limit = block / "mem_limit"
        with _mounted(home / "broken", "-o", "errors=continue,discard,dioread_lock", device) as folder:

            def allow(memory: str) -> None:
                limit.write_text(memory)

            yield Disk(folder, lambda _: allow("1K"), lambda: allow("0"), lambda: None)
    finally:
        (block / "reset").write_text("1")
        (_ZRAM / "hot_remove").write_text(number)


class _Ballast:
    """A file that takes up room."""

    def __init__(self, path: Path) -> None:
        self._fd = os.open(path, os.O_RDWR | os.O_CREAT)

    def leave(self, room: int) -> None:
        """Fill up all but about so many bytes."""
        size = os.lseek(self._fd, 0, os.SEEK_END)
        with contextlib.suppress(OSError):
            while True:
                size += os.write(self._fd, os.urandom(4096))
        os.fsync(self._fd)
        os.ftruncate(self._fd, max(0, size - room))

    def free(self) -> None:
        """Make room."""
        os.ftruncate(self._fd, 0)


@contextlib.contextmanager
def _mounted(folder: Path, *words: str) -> Iterator[Path]:
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        raise NotHere("disks can be mounted by the superuser of a Linux only")
    folder.mkdir()
    _run("mount", *words, str(folder))
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def _turn_over(folder: Path) -> None:
    os.sync()
    Path("/proc/sys/vm/drop_caches").write_text("1")


def _run(*words: str) -> None:
    if shutil.which(words[0]) is None:
        raise NotHere(f"there is no {words[0]}")
    done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode:
        raise NotHere(f"{words[0]}: {done.stderr.strip()}")
