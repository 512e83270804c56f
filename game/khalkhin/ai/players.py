"""The computer players there are: those of the game, and those that other packages bring.

A package brings players by the entry-point group ``khalkhin.players``; each entry names something that is called with a
seed and gives a :class:`Player`::

    [project.entry-points."khalkhin.players"]
    cautious = "my_package:CautiousPlayer"
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.metadata import EntryPoint, entry_points
from typing import Protocol

from khalkhin.ai.choices import answer
from khalkhin.ai.random_player import RandomPlayer
from khalkhin.ai.staff import LEVELS, StaffPlayer
from khalkhin.ai.yardsticks.cutter import CutterPlayer
from khalkhin.ai.yardsticks.flee import FleePlayer
from khalkhin.ai.yardsticks.greedy import GreedyPlayer
from khalkhin.ai.yardsticks.idle import IdlePlayer
from khalkhin.core import View
from khalkhin.core.orders.orders import EndTurn, Order

#: The entry-point group under which other packages bring players.
GROUP = "khalkhin.players"


class Player(Protocol):
    """Anything that commands a side."""

    def next_order(self, view: View) -> Order:
        """The next order of the side whose view this is; its turn is over when this is ``EndTurn()``."""
        ...


def _staff(name: str) -> Callable[[int], Player]:
    return lambda seed: StaffPlayer(seed, breadth=LEVELS[name])


#: The game's own players by name: what is called with a seed to make one.
OWN: Mapping[str, Callable[[int], Player]] = {
    **{name: _staff(name) for name in LEVELS},
    "random": RandomPlayer,
    "idle": IdlePlayer,
    "flee": FleePlayer,
    "greedy": GreedyPlayer,
    "cutter": CutterPlayer,
}


class NoPlayer(ValueError):
    """There is no such computer player, or its package cannot give one."""

    def __init__(self, name: str, why: str = "") -> None:
        super().__init__(name, why)
        self.name = name
        #: What went wrong in the package that has the player; empty where no package has one of the name.
        self.why = why


def names() -> tuple[str, ...]:
    """The players that :func:`make` knows: the game's own, then those of other packages by name."""
    return (*OWN, *sorted(set(_brought()) - set(OWN)))


def make(name: str, seed: int = 0) -> Player:
    """A computer player by name. The game's own names cannot be taken by others. Raises: NoPlayer."""
    if name in OWN:
        return OWN[name](seed)
    entry = _brought().get(name)
    if entry is None:
        raise NoPlayer(name)
    try:
        player: Player = entry.load()(seed)
    except Exception as error:  # whatever another package's code may raise
        raise NoPlayer(name, f"{type(error).__name__}: {error}") from error
    if not callable(getattr(player, "next_order", None)):
        raise NoPlayer(name, f"{entry.value} gives {type(player).__name__}, which has no next_order")
    return player


def close_turn(view: View, seed: int = 0) -> Order:
    """The order that ends a side's turn for it: a choice that waits is answered first."""
    return answer(view, seed) or EndTurn()


def _brought() -> dict[str, EntryPoint]:
    return {entry.name: entry for entry in entry_points(group=GROUP)}
