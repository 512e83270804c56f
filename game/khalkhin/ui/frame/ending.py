"""The end of the program: soon after its window was closed, whatever does not answer any more."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Iterator

#: Seconds by a clock that closing may take.
LONGEST = 1.2


@contextlib.contextmanager
def in_time(code: Callable[[], int]) -> Iterator[None]:
    """End the whole process with the exit code if what is done within takes too long: a disk, a sound device or a
    display that hangs cannot be told to answer. Orders are on the disk when they are shown, and files are written whole
    or not at all, so that nothing is lost by it. Only for a program that does nothing else."""
    end = threading.Timer(LONGEST, lambda: os._exit(code()))
    end.daemon = True
    with contextlib.suppress(RuntimeError):  # no thread to be had: then without
        end.start()
    try:
        yield
    finally:
        end.cancel()
