"""What helper processes do in tests. They import it by its name."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

from khalkhin.play.processes.child import Child, Said
from khalkhin.play.processes.serving import Message, Parent
from khalkhin.play.session import worker


def echo(parent: Parent, word: str) -> None:
    """Answer every message with itself and a word; print, which must not come among the answers."""
    for message in parent:
        print("not a message", flush=True)
        parent.say({**message, "word": word, "pid": os.getpid()})


def fail(parent: Parent) -> None:
    for _ in parent:
        raise ValueError("a \x1b[31mbad\x1b[0m day")


def babble(parent: Parent, data: bytes) -> None:
    """Say what is no message."""
    os.write(parent._outgoing, data)
    sleep(parent)


def pretend(parent: Parent) -> None:
    """Answer every message with what is none of the answers that anybody waits for."""
    for _ in parent:
        parent.say({"card": "{}", "picture": "a", "page": 1, "order": []})


def sleep(parent: Parent) -> None:
    """Hear nothing."""
    time.sleep(3600)


def beget(parent: Parent) -> None:
    """Begin a process of its own, and sleep."""
    born = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3600)"])
    parent.say({"born": born.pid, "self": os.getpid()})
    sleep(parent)


def beget_helper(parent: Parent) -> None:
    """Begin a helper process that begins a process of its own, and sleep once both are there."""
    child = Child(beget)
    while (news := child.news()) is None:
        time.sleep(0.01)
    assert isinstance(news, Said)
    parent.say({"helper": news.message["self"], "its": news.message["born"], "self": os.getpid()})
    sleep(parent)


def nonsense(parent: Parent, *given: object) -> None:
    """Answer as the computer's process would, with what is no order."""
    for message in parent:
        if "ask" in message:
            parent.say({"to": message["ask"], "order": "charge!"})


def unlawful(parent: Parent, *given: object) -> None:
    """Answer with an order that the rules do not allow."""
    for message in parent:
        if "ask" in message:
            parent.say({"to": message["ask"], "order": "move nobody 0,0"})


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
