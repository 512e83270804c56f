"""What a test takes for granted, said so that it fails where it is not so, and that the type checker hears of it."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")


def the(found: T | None) -> T:
    """What is there, which it must be."""
    assert found is not None
    return found


def a(kind: type[T], found: object) -> T:
    """What is of a kind, which it must be."""
    assert isinstance(found, kind), f"{found!r} is no {kind.__name__}"
    return found
