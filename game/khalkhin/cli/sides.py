"""Sides on the command line: who commands them, and what else is said of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from khalkhin import ai
from khalkhin.cli.failures import Failure, Misuse
from khalkhin.core.model.scenario import Scenario
from khalkhin.text.amounts import listed
from khalkhin.translation import _


def players_named(scenario: Scenario, given: Sequence[str], option: str) -> dict[str, str]:
    """Who commands each side: one name for both, one for each in their order, or SIDE=NAME. Raises: Failure."""
    sides = [side.id for side in scenario.sides]
    words = [word for text in given for word in text.split(",")]
    players = dict.fromkeys(sides, "staff")
    for at, word in enumerate(words):
        side, equals, name = word.rpartition("=")
        if equals:
            _check_side(side, sides)
        if not equals and len(words) > len(sides):
            told = _("{option} takes one or two players, or SIDE=NAME for each side, not {given}.")
            raise Misuse(told.format(option=option, given=repr(", ".join(given))))
        taken = (side,) if equals else sides[at:]
        players.update(dict.fromkeys(taken, name))
    for name in players.values():
        try:
            ai.make(name)
        except ai.NoPlayer as error:
            if error.why:
                told = _("the player {name} cannot be had: {why}")
                raise Failure(told.format(name=repr(name), why=error.why)) from error
            told = _("no computer player is called {name}; there are {names}.")
            raise Misuse(told.format(name=repr(name), names=", ".join(ai.names()))) from error
    return players


def pairs_named(
    scenario: Scenario, given: Sequence[str], option: str, known: Collection[str] | None = None
) -> tuple[tuple[str, str], ...]:
    """What options say as SIDE=NAME, the names among those `known` if they are. Raises: Misuse."""
    sides = [side.id for side in scenario.sides]
    pairs = []
    for text in given:
        side, equals, name = text.partition("=")
        if not equals or not name:
            raise Misuse(_("{option} takes SIDE=NAME, not {text}.").format(option=option, text=repr(text)))
        _check_side(side, sides)
        if known is not None and name not in known:
            told = _("{option} does not know {name}; there are {known}.")
            raise Misuse(told.format(option=option, name=repr(name), known=", ".join(known)))
        pairs.append((side, name))
    return tuple(pairs)


def _check_side(side: str, sides: Sequence[str]) -> None:
    """Raises: Misuse for a side that the scenario does not have."""
    if side not in sides:
        told = _("no side is called {side}; there are {sides}.")
        raise Misuse(told.format(side=repr(side), sides=listed(sides)))
