"""What the staff says of the dangers that it keeps its trucks from."""

from __future__ import annotations

from collections.abc import Mapping

from khalkhin.core.model.state import GameState
from khalkhin.core.supply.perils import Danger, Peril
from khalkhin.core.supply.staffplan import Fear
from khalkhin.text.names import place_text
from khalkhin.text.translation import N_, _

#: What a way leads past or into, to go on with after "leads".
DANGERS: Mapping[Peril, str] = {
    Peril.KNOWN: N_("past an enemy at {where}"),
    Peril.REMEMBERED: N_("past an enemy last seen at {where} on turn {turn}"),
    Peril.FLAGGED: N_("past {name}, which is the enemy's"),
    Peril.BEYOND: N_("beyond your own line, at {where}"),
}


def fear(state: GameState, found: Fear) -> str:
    """Why a depot is not driven to, or by a longer way."""
    if found.detour is None:
        text = _("Nothing is sent from {origin} to {depot}: the short way leads {danger}.")
    else:
        text = _("Trucks from {origin} to {depot} go {detour} MP round: the short way leads {danger}.")
    return text.format(
        origin=state.stores[found.origin].name,
        depot=state.stores[found.depot].name,
        danger=danger(state, found.danger),
        detour=found.detour,
    )


def danger(state: GameState, found: Danger) -> str:
    """What a way leads past or into, to go on with after "leads"."""
    where = place_text(state, found.source)
    return _(DANGERS[found.peril]).format(where=where, name=found.name or where, turn=found.turn)


def told(state: GameState, found: Danger) -> str:
    """What is said of a way that a player has a column driven, though the staff would not."""
    return _("The way leads {danger}: the staff would send nobody there.").format(danger=danger(state, found))
