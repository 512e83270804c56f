"""What the staff reckons with again and again: the time that is left, the enemy about some hexes, who can be where, and
who and what the hints of a side set apart."""

from __future__ import annotations

from khalkhin.core.model.scenario import Manner
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Unit
from khalkhin.core.movement.movement import Picture
from khalkhin.core.movement.multi_turn_reach import turns_to

#: In this many turns at the end of a battle what is held is what counts.
FINISH = 3
#: Hexes from a group within which enemies count against it.
NEAR = 4
#: Turns within which an enemy must be able to come for a place to be guarded.
ALARM = 2
#: No unit of a wing goes further than this out of its way to guard or to take a place, in hexes.
ASIDE = 2


def turns_left(state: GameState) -> int:
    """Turns that come after this one."""
    return len(state.scenario.calendar) - state.turn


def threat_about(state: GameState, side: str, hexes: set[int], near: int = NEAR) -> int:
    """The attack of all known enemies near some hexes of a side."""
    board = state.scenario.board
    return sum(
        e.steps * e.spec.type.soft
        for e in state.known_enemies(side)
        if e.is_combat and any(board.distance(e.hex, h) <= near for h in hexes)
    )


def threatened(closing: dict[int, int], hex_: int) -> bool:
    """Whether a known enemy can come to a hex soon; `closing` are the turns that he needs."""
    return closing.get(hex_, ALARM + 1) <= ALARM


def is_there(state: GameState, known: Picture, unit: Unit, hex_: int) -> bool:
    """Whether a unit stands in a hex, or can this turn; `known` is the picture of its side."""
    return turns_to(state, [unit], known, 1).get(hex_, 9) <= 1


def in_wings(state: GameState, side: str) -> frozenset[str]:
    """Units whose formations are to go round the enemy."""
    hints = state.scenario.side(side).hints
    wings = {name for axis in hints.axes if axis.manner is Manner.ENVELOP for name in axis.formations}
    return frozenset(u.id for u in state.side_units(side) if u.spec.formation in wings)


def places_to_hold(state: GameState, side: str) -> frozenset[int]:
    """The places that a side which attacks is told to hold."""
    hints = state.scenario.side(side).hints
    places = (o.hex for o in state.scenario.objectives if o.name in hints.hold)
    return frozenset(places if hints.posture == "attack" else ())


def staying_power(unit: Unit) -> int:
    """The defence of the steps of a unit that are not suppressed."""
    return unit.effective * unit.spec.type.defence
