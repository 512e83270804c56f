"""The computer's process that says garbage, as the process itself imports it in tests."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

from khalkhin.play.processes.serving import Message, Parent
from khalkhin.play.session import worker

#: What a process might say instead of an order.
GARBAGE = (
    b"hello\n",
    b'{"to":1}\n',
    b"[" * 5000 + b"\n",
    b"\x00\xff\xfe" * 100 + b"\n",
    b'{"to":1,"order":["end"]}\n',
    b"{\n",
)


class _Sour:
    """A parent to whom, after some good answers, only garbage is said."""

    def __init__(self, parent: Parent, good: int, garbage: bytes) -> None:
        self.parent, self.good, self.garbage = parent, good, garbage

    def __iter__(self) -> Iterator[Message]:
        return iter(self.parent)

    def say(self, message: Message) -> None:
        if self.good > 0:
            self.good -= 1
            self.parent.say(message)
        else:
            os.write(self.parent._outgoing, self.garbage)


#: What the computer's process does, kept under this name too: a test may put `soured` in its place, in its own process.
SERVE: Callable[..., None] = worker.serve


def soured(good: int, garbage: bytes, parent: Parent, *given: object) -> None:
    """Do what the computer's process does, but say garbage after some answers."""
    SERVE(_Sour(parent, good, garbage), *given)
