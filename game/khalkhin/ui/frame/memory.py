"""Memory given back to the system: pictures come and go by the megabyte, and the C library keeps what they leave."""

from __future__ import annotations

import ctypes
import sys

#: The library's name for the size from which memory is asked of the system, and given back, piece by piece.
_M_MMAP_THRESHOLD = -3
#: Left alone, the library raises it with every large picture that goes, up to 32 MB.
_PIECE = 64 << 10


def _library() -> ctypes.CDLL | None:
    """The GNU C library; None where the program runs with another."""
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None)
    return library if hasattr(library, "malloc_trim") and hasattr(library, "mallopt") else None


def keep_little() -> None:
    """From now on give large pictures back as soon as they go."""
    if (library := _library()) is not None:
        library.mallopt(_M_MMAP_THRESHOLD, _PIECE)


def give_back() -> None:
    """Give back what is free."""
    if (library := _library()) is not None:
        library.malloc_trim(0)
