"""Orders from above: what the timeline forbids a side, and whom it holds back."""

from __future__ import annotations

from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Unit
from khalkhin.core.refusals import Refusal, RefusalCode


def held(state: GameState, unit: Unit) -> Refusal | None:
    """Why higher headquarters keep a unit from being ordered, or None if they do not."""
    if not state.is_held(unit):
        return None
    return Refusal(RefusalCode.HELD, unit.id, until=state.held[unit.id])


def closed(state: GameState, unit: Unit, hex_: int) -> Refusal | None:
    """Why a unit may not enter or assault a hex that lies in an area where it does not already stand, or None."""
    for ban in state.bans_on(unit.spec.side):
        if hex_ in ban.hexes and unit.hex not in ban.hexes:
            return Refusal(RefusalCode.AREA_CLOSED, name=ban.area, until=ban.until)
    return None


def forbidden(state: GameState, mission: str) -> Refusal | None:
    """Why the active side may not fly a kind of air mission, or None if it may."""
    for ban in state.bans_on(state.active):
        if ban.mission == mission:
            return Refusal(RefusalCode.MISSION_FORBIDDEN, what=mission, until=ban.until)
    return None
