"""How the dice fell: what assaults came to, beside what all throws together would have brought.

Expectations are those of the odds that were thrown on, with the units that really were there: what an attacker did not
know is no bad luck.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from khalkhin.core.combat.assault import thrown_on
from khalkhin.core.events.events import Assaulted, Event
from khalkhin.core.model.state import GameState
from khalkhin.core.orders.orders import Assault


@dataclass(frozen=True, slots=True)
class Luck:
    """Assaults of a side together: how many hexes fell and how many were to be expected, and likewise the steps that
    the attackers and the defenders lost."""

    assaults: int = 0
    expected_falls: float = 0.0
    falls: int = 0
    expected_own: float = 0.0
    own: int = 0
    expected_theirs: float = 0.0
    theirs: int = 0

    def __add__(self, other: Luck) -> Luck:
        return Luck(
            self.assaults + other.assaults,
            self.expected_falls + other.expected_falls,
            self.falls + other.falls,
            self.expected_own + other.expected_own,
            self.own + other.own,
            self.expected_theirs + other.expected_theirs,
            self.theirs + other.theirs,
        )


def of_assault(before: GameState, order: Assault, events: Iterable[Event]) -> Luck:
    """The luck of an assault that was carried out from a position, both known in full."""
    event = next((e for e in events if isinstance(e, Assaulted)), None)
    if event is None:
        return Luck()
    attackers = [u for u in map(before.unit, order.attackers) if u is not None]
    guns = [u for u in map(before.unit, order.guns) if u is not None]
    _found, odds = thrown_on(before, event.target, attackers, guns, sorties=order.sorties, set_piece=order.set_piece)
    fate = odds.fate(event.outcome)
    mine, theirs = odds.losses
    return Luck(1, odds.falls, int(fate.falls), mine, fate.attacker_loss, theirs, fate.defender_loss)
