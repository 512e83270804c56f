"""Where those who do not fight are out of the enemy's reach: staffs, guns, engineers and trucks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from khalkhin.ai.unseen import last_seen
from khalkhin.core.model.state import GameState, Ghost
from khalkhin.core.model.units import Level
from khalkhin.core.movement.movement import picture
from khalkhin.core.movement.multi_turn_reach import turns_to
from khalkhin.core.supply.encirclement import Noose
from khalkhin.core.supply.jugular import connected, supply_ways
from khalkhin.core.supply.mincut import Network

#: Turns within which a known enemy must be able to come for a hex not to be quiet.
SOON = 1
#: Turns of march that an enemy out of sight is credited with at most; hexes of a march of one who was only a contact.
UNWATCHED, MARCH = 2, 4
#: Hexes round a group that may be shut in which count as inside.
ABOUT = 2


def open_ground(state: GameState, side: str, closing: Mapping[int, int], soon: int = SOON) -> frozenset[int]:
    """Hexes from which a way home, to one of the side's sources, leads past nothing that a known enemy could come to
    within `soon` turns, except where fighting units of the side stand. `closing` is turns until an enemy could be in a
    hex."""
    held = {u.hex for u in state.side_units(side) if u.is_combat}
    taken = {u.hex for u in state.known_enemies(side)}
    barred = taken | {h for h, turns in closing.items() if turns <= soon and h not in held}
    sources = tuple(sorted({s.hex for s in state.scenario.sources if s.side == side} - barred))
    return frozenset(connected(Network(supply_ways(state, barred), sources, frozenset(), {})))


def haunted(state: GameState, side: str, ghosts: Mapping[int, Ghost]) -> frozenset[int]:
    """Hexes that enemies who have gone out of sight could come to next turn, by what is known of them. The turn in
    which one was lost may not have been over for him."""
    contacts = (g for g in ghosts.values() if g.level == Level.CONTACT)
    out = {h for g in contacts for h in state.scenario.board.within(g.hex, MARCH * UNWATCHED)}
    marching = [unit for unit, ghost in last_seen(state, ghosts) if ghost.level != Level.CONTACT]
    if marching:
        known = picture(state, state.scenario.enemy(side), omniscient=True)
        out.update(turns_to(state, marching, known, UNWATCHED))
    return frozenset(out)


def ringed(state: GameState, nooses: Iterable[Noose]) -> frozenset[int]:
    """The ground about groups that are shut in, or could be within two turns."""
    near = (ring for ring in nooses if ring.closed or (ring.close is not None and ring.close <= SOON + 1))
    return frozenset(h for ring in near for place in ring.outline for h in state.scenario.board.within(place, ABOUT))
