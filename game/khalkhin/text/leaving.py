"""What units would leave to whoever comes, in words."""

from __future__ import annotations

from collections.abc import Iterable

from khalkhin.core.leaving import LeftBehind
from khalkhin.core.model.state import GameState
from khalkhin.text.amounts import listed
from khalkhin.text.names import place_text, store_title


def places_text(state: GameState, left: Iterable[LeftBehind]) -> str:
    """The places, each objective and each store by its name: Remizov Heights (6,11), Depot East."""
    named: list[str] = []
    for place in left:
        if place.objectives:
            named.append(place_text(state, place.hex))
        named += [store_title(state, index) for index in place.stores]
    return listed(named)
