"""In which order sides are listed where one is chosen, or told beside the other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

#: The sides of the war, in the order they stand in wherever one is chosen.
FIRST = ("soviet", "japanese")


class Named(Protocol):
    """Something that is told of a side."""

    @property
    def id(self) -> str:
        """The side's id."""
        ...


S = TypeVar("S", bound=Named)


def in_order(sides: Iterable[S]) -> tuple[S, ...]:
    """Sides in the same order in every battle, whoever moves first in it: those of the war, then any others as they
    come."""
    return tuple(sorted(sides, key=lambda side: FIRST.index(side.id) if side.id in FIRST else len(FIRST)))
