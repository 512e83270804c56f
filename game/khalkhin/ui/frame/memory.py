"""Memory given back to the system: pictures come and go by the megabyte, and the C library keeps what they leave; and
swept where nothing else draws: what is gone may be fonts and pictures, whose library takes one thread only."""

from __future__ import annotations

import ctypes
import gc
import sys

#: The library's name for the size from which memory is asked of the system, and given back, piece by piece.
_M_MMAP_THRESHOLD = -3
#: Left alone, the library raises it with every large picture that goes, up to 32 MB.
_PIECE = 64 << 10
#: How many looks at what is new there are to one at everything.
SELDOM = 1000


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


class Sweeper:
    """Looks for what is gone, in place of the interpreter, which would do it on any thread of the program at any time.
    Ask it in every turn of the loop; let it go with :meth:`close`."""

    def __init__(self) -> None:
        self._turns = 0
        gc.disable()

    def turn(self) -> None:
        """Look through what is new, if there is enough of it; now and then through all."""
        new, limits = gc.get_count()[0], gc.get_threshold()
        if new <= limits[0]:
            return
        self._turns += 1
        gc.collect(2 if self._turns % SELDOM == 0 else 1 if self._turns % limits[1] == 0 else 0)

    def close(self) -> None:
        """Leave it to the interpreter again."""
        gc.enable()
