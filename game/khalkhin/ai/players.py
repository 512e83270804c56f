"""The computer players there are: those of the game, and those that other packages bring.

A package brings players by the entry-point group ``khalkhin.players``; each entry names something that is called with a
seed and gives a :class:`Player`::

    [project.entry-points."khalkhin.players"]
    cautious = "my_package:CautiousPlayer"
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import EntryPoint, entry_points
from typing import Protocol

from khalkhin.ai.choices import answer
from khalkhin.core import View
from khalkhin.core.orders.orders import EndTurn, Order

#: The entry-point group under which other packages bring players.
GROUP = "khalkhin.players"


class Player(Protocol):
    """Anything that commands a side."""

    def next_order(self, view: View) -> Order:
        """The next order of the side whose view this is; its turn is over when this is ``EndTurn()``."""
        ...


#: The game's own players by name: what is called with a seed to make one, and is loaded when it first is.
OWN: Mapping[str, EntryPoint] = {
    name: EntryPoint(name, f"khalkhin.ai.{where}", GROUP)
    for name, where in (
        ("staff-easy", "staff:easy"),
        ("staff", "staff:usual"),
        ("staff-hard", "staff:hard"),
        ("random", "random_player:player"),
        ("idle", "yardsticks.idle:player"),
        ("flee", "yardsticks.flee:player"),
        ("greedy", "yardsticks.greedy:player"),
        ("cutter", "yardsticks.cutter:player"),
    )
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
        own: Player = OWN[name].load()(seed)
        return own
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
