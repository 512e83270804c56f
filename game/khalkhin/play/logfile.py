"""The log: a text file among the user's data that tells what went wrong, for whoever is asked to mend it.

Nothing is written before there is something to tell. When it has grown it is set aside, the last few of it are kept.
A log that cannot be written never disturbs play.
"""

from __future__ import annotations

import logging
import logging.handlers
import platform
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from khalkhin import __version__, paths
from khalkhin.translation import _

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

#: The size in bytes at which the log is set aside, and how many of those set aside are kept.
LARGEST, KEPT = 500_000, 3
_ROOT = "khalkhin"
log = logging.getLogger(__name__)


def path() -> Path:
    """Where the log is, whether or not there is one yet."""
    return paths.data_dir() / "log" / "khalkhin.log"


class _Quiet(logging.handlers.RotatingFileHandler):
    """Opens the file with the first line, makes its folder then, and is silent when it cannot be written."""

    def __init__(self, file: Path) -> None:
        super().__init__(file, maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8", delay=True, errors="replace")
        self.setFormatter(_Formatter("%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s"))
        self.failed = False

    def emit(self, record: logging.LogRecord) -> None:
        self.failed = False
        try:
            Path(self.baseFilename).parent.mkdir(parents=True, exist_ok=True)
        except OSError:
            self.failed = True
            return
        super().emit(record)

    def handleError(self, record: logging.LogRecord) -> None:
        self.failed = True


class _Formatter(logging.Formatter):
    """Names and texts from files cannot draw on the terminal of whoever reads the log."""

    def format(self, record: logging.LogRecord) -> str:
        return "".join(c if c.isprintable() or c in "\n\t" else f"\\x{ord(c):02x}" for c in super().format(record))


_handler: _Quiet | None = None


def begin() -> None:
    """Take the log into use, for faults on other threads too. May be called again when the user's folder is another."""
    global _handler
    root = logging.getLogger(_ROOT)
    if _handler is not None:
        root.removeHandler(_handler)
        _handler.close()
    _handler = _Quiet(path())
    root.addHandler(_handler)
    root.setLevel(logging.INFO)
    root.propagate = False
    threading.excepthook = _in_thread
    sys.unraisablehook = _unraisable


def describe(doing: str) -> None:
    """Write what was begun, and on which machine."""
    log.info("%s; khalkhin %s, Python %s, %s", doing, __version__, platform.python_version(), platform.platform())


def failure(error: BaseException, doing: str) -> str:
    """Write down an exception that nobody expected. The answer is a sentence that says where to read of it."""
    log.critical("failed while %s", doing, exc_info=error)
    return where()


def detail(error: BaseException) -> str:
    """An exception in a short line that anything can show."""
    told = " ".join(f"{type(error).__name__}: {error}".split())
    return "".join(c if c.isprintable() else "?" for c in told)[:200]


def where() -> str:
    """A sentence that says where what was last written down can be read."""
    if _handler is None or _handler.failed:
        return _("The log {path} could not be written, so the details are lost.").format(path=path())
    return _("The details are in {path}.").format(path=path())


def _in_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None:
        failure(args.exc_value, f"at work on the thread {args.thread.name if args.thread else '?'}")


def _unraisable(args: UnraisableHookArgs) -> None:
    info: tuple[type[BaseException], BaseException, TracebackType | None] | None = None
    if args.exc_value is not None:
        info = (type(args.exc_value), args.exc_value, args.exc_value.__traceback__)
    log.error("%s %r", args.err_msg or "ignored an exception in", args.object, exc_info=info)
