"""How a battle is begun: the window's way to scenarios and new journals, and to no more of play/ than that takes."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path

from khalkhin.core.command.handicap import NORMAL, by_level
from khalkhin.core.model.scenario import Scenario
from khalkhin.play.session.journal import JournalError
from khalkhin.play.session.session import HUMAN, Session
from khalkhin.scenario import ScenarioError, catalog
from khalkhin.text import amounts
from khalkhin.translation import _
from khalkhin.ui.ports.found import Opened, OpeningFault

#: The computer player that the window sets against people.
COMPUTER = "staff"


def begin(
    scenario: Scenario, players: Mapping[str, str], seed: int, fog: bool, levels: Mapping[str, str] | None = None
) -> Opened | OpeningFault:
    """A new battle. `players` says "human" or "ai" for each side, `levels` at which level a side is met, if not at
    normal."""
    named = {side: HUMAN if who == "human" else COMPUTER for side, who in players.items()}
    try:
        handicaps = by_level(scenario, levels or {})
        return Opened(Session.begin(scenario, named, seed, fog=fog, handicaps=handicaps), True)
    except JournalError as error:
        return OpeningFault(_("The battle cannot be begun"), str(error))


def open_battle(
    named: str | Scenario, side: str | None, seed: int | None, level: str = NORMAL
) -> Opened | OpeningFault:
    """What `khalkhin play` asked for, with a scenario by its id or folder, or one that has been read: `side` is the
    player's, "both" for two players; by default the first side. The computer is met at a `level`."""
    try:
        scenario = catalog.load(named) if isinstance(named, str) else named
    except ScenarioError as error:
        return OpeningFault(_("This scenario cannot be played"), str(error))
    ids = [info.id for info in scenario.sides]
    if side not in (None, "both", *ids):
        sides = _("{title} is fought by {sides}, not by {side}.")
        return OpeningFault(
            _("There is no such side"), sides.format(title=scenario.title, sides=amounts.listed(ids), side=side)
        )
    mine = ids if side == "both" else [side or ids[0]]
    number = random.SystemRandom().randrange(1, 1_000_000) if seed is None else seed
    players = {i: "human" if i in mine else "ai" for i in ids}
    return begin(scenario, players, number, True, {i: level for i, who in players.items() if who == "ai"})


def folder_of(scenario: str) -> tuple[Path, ...]:
    """The folder of a scenario that was named on the command line, if there is one."""
    try:
        return (catalog.locate(scenario),)
    except ScenarioError:
        return ()
