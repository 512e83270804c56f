"""What the staff says of the dangers that it keeps its trucks from."""

from __future__ import annotations

from typing import assert_never

from khalkhin.core.model.state import GameState
from khalkhin.core.supply.perils import Danger, Peril
from khalkhin.core.supply.staffplan import Fear
from khalkhin.text.names import place_text


def fear(state: GameState, found: Fear) -> str:
    """Why a depot is not driven to, or by a longer way."""
    depot, origin = state.stores[found.depot].name, state.stores[found.origin].name
    what = f"the short way from {origin} leads {danger(state, found.danger)}"
    if found.detour is None:
        return f"Nothing is sent from {origin} to {depot}: {what}."
    return f"Trucks from {origin} to {depot} go {found.detour} MP round: {what}."


def danger(state: GameState, found: Danger) -> str:
    """What a way leads past or into, to go on with after "leads"."""
    where = place_text(state, found.source)
    match found.peril:
        case Peril.KNOWN:
            return f"past an enemy at {where}"
        case Peril.REMEMBERED:
            return f"past an enemy last seen at {where} on turn {found.turn}"
        case Peril.FLAGGED:
            return f"past {found.name or where}, which is the enemy's"
        case Peril.BEYOND:
            return f"beyond your own line, at {where}"
        case _:
            assert_never(found.peril)
