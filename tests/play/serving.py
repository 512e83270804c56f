"""What helper processes do in tests. They import it by its name, and so nothing of the game but what makes a helper."""

from __future__ import annotations

import os
import subprocess
import sys
import time

from khalkhin.play.processes.child import Child, Said
from khalkhin.play.processes.serving import Parent


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
