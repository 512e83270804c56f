"""How a command fails: the line it prints and the exit code it ends with."""

from __future__ import annotations


class Failure(Exception):
    """What was asked about is bad; the message is the line to print."""

    code = 1


class Misuse(Failure):
    """An option has a value that there is not."""

    code = 2
