"""Real faults of the disk, made by the system itself: files that may not grow, disks that are full or break.

What there is depends on the system and on rights; whoever asks for one that cannot be had is told why.
"""

from __future__ import annotations

import contextlib
import resource
from collections.abc import Iterator


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
