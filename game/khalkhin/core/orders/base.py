"""What every class of orders has: all there is to know of an order stands in its class.

A new order is a class beside those of its family, and its name in the union in :mod:`khalkhin.core.orders.orders`.
A class that lacks a part cannot be defined.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import ClassVar, Self

from khalkhin.core.events.events import Event
from khalkhin.core.model.state import GameState
from khalkhin.core.movement.movement import Picture
from khalkhin.core.orders.syntax import Form
from khalkhin.core.refusals import Refusal

#: What comes of an order.
Happening = tuple[GameState, tuple[Event, ...]]
#: An order that may be given, with all that it names found; called, it is carried out.
Deed = Callable[[], Happening]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the active side lists its options from: a state, and where things stand in it as that side knows."""

    state: GameState
    known: Picture


#: What a class of orders must say for itself.
PARTS = ("FORM", "read", "__str__", "options", "prepare", "units")


class BaseOrder:
    """A frozen value: what the player tells one unit, or the army, to do."""

    __slots__ = ()

    #: How it is written.
    FORM: ClassVar[Form]

    def __init_subclass__(cls) -> None:
        missing = [part for part in PARTS if part not in vars(cls)]
        if missing:
            raise TypeError(f"the order {cls.__name__} lacks {', '.join(missing)}")

    @classmethod
    def read(cls, m: re.Match[str]) -> Self:
        """The order that a line says which matches the form."""
        raise NotImplementedError

    @classmethod
    def options(cls, outlook: Outlook) -> Iterable[Self]:
        """Orders of this class that the active side may give now: all of them, or a few good ones of each sort. Those
        that a held unit takes part in are left out afterwards."""
        raise NotImplementedError

    def prepare(self, state: GameState) -> Deed | Refusal:
        """Carrying the order out, or why the active side may not give it now, judged by what that side knows."""
        raise NotImplementedError

    def units(self) -> tuple[str, ...]:
        """The units that it sets to something; none of them may be held back by higher headquarters."""
        raise NotImplementedError

    def firing(self) -> tuple[str, ...]:
        """The guns that fire for it; enemy guns may answer them."""
        return ()
