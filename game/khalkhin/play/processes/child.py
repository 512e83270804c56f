"""A helper process, seen from its parent, which never waits for it: not while it starts, works, hangs or ends.

Nothing that the process says is trusted: its messages are JSON of a limited size, and what is none counts as the loss
of the process.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Concatenate

from khalkhin.play.processes.serving import FAULT, TRACE, Message, Parent, encoded

log = logging.getLogger(__name__)

#: The longest line that a helper process may say, in bytes.
LONGEST = 4_000_000
#: Seconds in which a process that was killed is waited for, so that its files are free; it is never waited for longer.
REAPING = 0.5
_MODULE = "khalkhin.play.processes.serving"


class Loss(Enum):
    """How a process was lost."""

    NOT_STARTED = "it could not be started"
    ENDED = "it has ended"
    FAILED = "it has failed"
    NONSENSE = "it has said what makes no sense"


@dataclass(frozen=True, slots=True)
class Said:
    """A message of a process."""

    child: Child
    message: Message


@dataclass(frozen=True, slots=True)
class Lost:
    """The last that is heard of a process that was not let go. `detail` is for the log and for those who bring players
    of their own: an exit code, an exception, the start of a line."""

    child: Child
    loss: Loss
    detail: str


News = Said | Lost
#: What a helper process does: a function of a module.
Serve = Callable[Concatenate[Parent, ...], None]


class Child:
    """Runs ``serve(parent, *given)`` in a process of its own; `serve` is a module's function, `given` can be pickled.

    What becomes of it is put in `inbox`, which several may share. End it with :meth:`close`.
    """

    def __init__(self, serve: Serve, *given: object, inbox: SimpleQueue[News] | None = None) -> None:
        self.inbox: SimpleQueue[News] = SimpleQueue() if inbox is None else inbox
        self._given = (serve, given)
        self._outbox: SimpleQueue[bytes | None] = SimpleQueue()
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False
        self._lock = threading.Lock()
        self._thread(self._run)

    @property
    def pid(self) -> int | None:
        """The number of the process, once it has been started."""
        return None if self._process is None else self._process.pid

    def say(self, message: Message) -> None:
        """Send a message; never waits, and is quietly nothing once the process is lost."""
        self._outbox.put(encoded(message))

    def news(self) -> News | None:
        """What has come since the last time, one at a time; None if nothing has. Never waits."""
        with contextlib.suppress(Empty):
            return self.inbox.get_nowait()
        return None

    def close(self, *, wait: bool = False) -> None:
        """End the process, whatever it is doing. Nothing is heard of it any more, but for what is in the inbox.

        `wait` for it a moment (REAPING) where its files are to be used next; else not at all.
        """
        with self._lock:
            self._closed = True
            process = self._process
        self._outbox.put(None)
        if process is not None:
            _kill(process, wait=wait)

    # ------------------------------------------------------------------ on threads of their own

    def _thread(self, work: Callable[[], None]) -> bool:
        """Whether a thread could be had: where a machine has no more processes to give it has no threads either."""
        try:
            threading.Thread(target=work, daemon=True).start()
        except (RuntimeError, MemoryError) as error:
            self._lost(Loss.NOT_STARTED, str(error))
            return False
        return True

    def _run(self) -> None:
        """Start the process and write to it, for as long as it is wanted: its end is bound to this thread's (see
        :func:`khalkhin.play.processes.serving.end_with`)."""
        try:
            first = pickle.dumps(self._given)
            process = _start()
        except Exception as error:  # whatever a machine at its limits may answer
            self._lost(Loss.NOT_STARTED, f"{type(error).__name__}: {error}")
            return
        with self._lock:
            self._process = process
            closed = self._closed
        assert process.stdin is not None
        if not self._thread(self._read) or closed:
            _kill(process)
        with contextlib.suppress(OSError), process.stdin as pipe:  # the reader is told of the end
            _write(pipe.fileno(), first)
            del first  # this thread lives as long as the process
            while (line := self._outbox.get()) is not None:
                _write(pipe.fileno(), line)

    def _read(self) -> None:
        """Take in what the process says until it ends."""
        process = self._process
        assert process is not None and process.stdout is not None
        with process.stdout as pipe:
            loss, detail = self._heard(pipe.fileno())
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(REAPING)
        _kill(process)
        self._lost(loss, detail or f"exit code {process.returncode}")

    def _heard(self, pipe: int) -> tuple[Loss, str]:
        """Pass messages on; how it came to an end."""
        waiting = bytearray()
        while data := os.read(pipe, 65536):
            *lines, rest = (waiting + data).split(b"\n")
            for line in lines:
                message = _message(line)
                if message is None:
                    return Loss.NONSENSE, repr(bytes(line[:200]))
                if FAULT in message:
                    log.error("a helper process has failed: %s\n%s", message[FAULT], message.get(TRACE, ""))
                    return Loss.FAILED, str(message[FAULT])
                self._tell(Said(self, message))
            waiting = bytearray(rest)
            if len(waiting) > LONGEST:
                return Loss.NONSENSE, repr(bytes(waiting[:200]))
        return Loss.ENDED, ""

    def _lost(self, loss: Loss, detail: str) -> None:
        self._outbox.put(None)
        self._tell(Lost(self, loss, detail))

    def _tell(self, news: News) -> None:
        if not self._closed:
            self.inbox.put(news)


def _start() -> subprocess.Popen[bytes]:
    """A process with our own modules and no others' signals: it ends when its input does. Raises: OSError."""
    modules = os.pathsep.join(str(Path(place).resolve()) for place in sys.path)
    # A group of its own: what it may have begun itself ends with it, and a key that stops us is ours to answer.
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
    return subprocess.Popen(
        [sys.executable, "-P", "-m", _MODULE, str(os.getpid())],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        bufsize=0,
        env={**os.environ, "PYTHONPATH": modules},
        start_new_session=sys.platform != "win32",
        creationflags=flags,
    )


def _write(pipe: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(pipe, rest) :]


def _message(line: bytes | bytearray) -> Message | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _kill(process: subprocess.Popen[bytes], *, wait: bool = True) -> None:
    """End a process and what it began, running or stopped, and wait a moment for it; else its reader does."""
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            process.kill()
        elif process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
    if wait:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(REAPING)
