"""The helper process itself: ``python -m khalkhin.play.processes.serving``, begun by :mod:`.child`.

Its first input is a pickle of what to do; after that both ways carry JSON, a line a message. It ends with its parent:
when its input ends, whatever it is doing. What it prints goes where errors go, never among its messages.
"""

from __future__ import annotations

import contextlib
import ctypes
import io
import json
import os
import pickle
import signal
import sys
import threading
import traceback
from collections.abc import Iterator, Mapping
from queue import SimpleQueue
from typing import Any

from khalkhin import translation

#: What goes between the processes: an object of JSON.
Message = Mapping[str, Any]
#: The key of the message by which a process tells that it has failed, and of the one with the traceback.
FAULT, TRACE = "fault", "trace"
#: Linux's number of the request.
_SET_DEATH_SIGNAL = 1
_INPUT, _OUTPUT, _ERRORS = 0, 1, 2


def encoded(message: Message) -> bytes:
    """A message as its line."""
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass") + b"\n"


class Parent:
    """The parent, as work in a helper process sees it: iterate for its messages, answer with :meth:`say`."""

    def __init__(self, incoming: io.BufferedReader, outgoing: int) -> None:
        self._incoming = incoming
        self._outgoing = outgoing
        self._messages: SimpleQueue[Message] = SimpleQueue()

    def listen(self) -> None:
        """Take in messages from now on; the end of them is the end of this process."""
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            for line in self._incoming:
                self._messages.put(json.loads(line))
        if sys.platform != "win32" and os.getpgrp() == os.getpid():
            os.killpg(0, signal.SIGKILL)  # with all that this process may have begun
        os._exit(0)

    def __iter__(self) -> Iterator[Message]:
        while True:
            yield self._messages.get()

    def say(self, message: Message) -> None:
        """Send a message. Raises: OSError when the parent has gone."""
        rest = memoryview(encoded(message))
        while rest:
            rest = rest[os.write(self._outgoing, rest) :]


def end_with(parent: int) -> None:
    """Have the system wake this process when its parent, of that number, is gone.

    It ends with its input, which a thread of ours hears of; but a process that was stopped runs no thread, and would
    stay for ever. Woken, it ends in the usual way, with all that it has begun: killed at once it could not end that.
    To one that runs, being woken is nothing. Only Linux can do it; elsewhere nothing is done.

    Linux means the thread that began this process. That is the one which writes to it, and ends no sooner than the
    process is let go or its input is closed.
    """
    if not sys.platform.startswith("linux"):
        return
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_SET_DEATH_SIGNAL, int(signal.SIGCONT), 0, 0, 0)
    if os.getppid() != parent:  # it went before it could be asked for
        os._exit(0)


def main() -> None:
    """Do what the first input says. Never returns. The argument is the number of the parent."""
    if len(sys.argv) > 1:
        end_with(int(sys.argv[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is told, and ends this process
    outgoing = os.dup(_OUTPUT)
    try:
        os.dup2(_ERRORS, _OUTPUT)
    except OSError:  # started without a place for errors
        os.dup2(os.open(os.devnull, os.O_WRONLY), _OUTPUT)
    parent = Parent(io.BufferedReader(io.FileIO(_INPUT, closefd=False)), outgoing)
    code = 0
    with contextlib.suppress(LookupError):  # then in English; the parent has told why
        translation.begin()
    try:
        serve, given = pickle.load(parent._incoming)
        parent.listen()
        serve(parent, *given)
    except BaseException as error:
        code = 1
        with contextlib.suppress(OSError):
            told = f"{type(error).__name__}: {error}"
            parent.say({FAULT: told[:2000], TRACE: traceback.format_exc()[-20_000:]})
    os._exit(code)  # the listening thread must not be waited for


if __name__ == "__main__":
    main()
