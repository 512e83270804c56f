"""How a unit stands to its supply: who is fed, who is cut off, alone or in a pocket. By what is, not what is known."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Unit
from khalkhin.core.movement.movement import picture
from khalkhin.core.supply.jugular import encircled


class Plight(StrEnum):
    """From the best to the worst."""

    SUPPLIED = "supplied"
    UNFED = "unfed"  # nothing reaches it, though no enemy bars the way: stores or crossings have given all they can
    SURROUNDED = "surrounded"  # fed, but with no hex beside it that the enemy does not hold or control
    CUT_OFF = "cut-off"  # the enemy, or water without a crossing, bars every way to its sources
    POCKET = "pocket"  # and to others about it, together so many steps that a pocket is announced


#: What counts as lost to a ring.
RINGED = frozenset({Plight.SURROUNDED, Plight.CUT_OFF, Plight.POCKET})


def strength(units: Iterable[Unit]) -> int:
    """Steps of some units."""
    return sum(u.steps for u in units)


def plights(state: GameState, side: str) -> dict[str, Plight]:
    """How each unit of a side stands, by its id."""
    found = {u.id: Plight.UNFED if u.unsupplied else Plight.SUPPLIED for u in state.side_units(side)}
    known = picture(state, side, omniscient=True)
    barred = (known.zones | known.enemies) - known.combat
    for unit in state.side_units(side):
        if all(
            n < 0 or n in barred or not _passable(state, unit, n) for n in state.scenario.board.neighbours[unit.hex]
        ):
            found[unit.id] = Plight.SURROUNDED
    for group in encircled(state, side):
        large = strength(group) >= state.scenario.victory.pocket_steps
        found |= dict.fromkeys((u.id for u in group), Plight.POCKET if large else Plight.CUT_OFF)
    return found


def _passable(state: GameState, unit: Unit, hex_: int) -> bool:
    return state.scenario.board.step(unit.hex, hex_, unit.spec.type.mobility) is not None
