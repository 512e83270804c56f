"""Where trucks had better not go, as far as their side can know: ground that an enemy unseen may hold.

Nothing here says where enemies are; only what a prudent staff makes of what it sees and remembers. Dangerous are

- hexes that known enemies hold, those beside them, and the same of enemies that have gone out of sight since;
- enemy *flagged* ground (objectives, crossings, stores and airfields that are his) and the hexes beside it;
- hexes *beyond the own line*: no nearer to the own side's ground and fighting units than to the enemy's.

A fighting unit of the own side in a hex makes it safe. So does a look at it and at everything beside it that would
have shown an enemy lying still; known enemies stay dangerous all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from khalkhin.core.fog.sight import side_masks
from khalkhin.core.model.rules import StackClass
from khalkhin.core.model.state import GameState, Ghost
from khalkhin.core.model.units import Level
from khalkhin.core.movement.movement import Picture, controlled, picture


class Peril(Enum):
    """Why a hex is feared."""

    KNOWN = "known"
    REMEMBERED = "remembered"
    FLAGGED = "flagged"
    BEYOND = "beyond"


@dataclass(frozen=True, slots=True)
class Danger:
    """What is feared in a hex. `source` is where the danger comes from: the hex of an enemy known or last seen (on
    `turn`), that of a place which is the enemy's (its `name`), or the hex itself."""

    peril: Peril
    hex: int
    source: int
    name: str = ""
    turn: int = 0


def remembered(state: GameState, side: str) -> set[int]:
    """Hexes and zones of control of enemies that have gone out of sight."""
    ghosts = state.sightings[side].ghosts
    return controlled(state, _fighters(state, ghosts)).union(g.hex for g in ghosts.values())


def _fighters(state: GameState, ghosts: Mapping[int, Ghost]) -> list[int]:
    """Hexes of those enemies out of sight that control the hexes around them, for all that is known of them."""
    return [
        ghost.hex
        for index, ghost in ghosts.items()
        if ghost.level == Level.CONTACT or state.units[index].spec.type.stack is StackClass.COMBAT
    ]


def shunned(state: GameState, side: str, known: Picture | None = None) -> frozenset[int]:
    """The hexes that a side's trucks are not sent into unless they are told to."""
    known = known or picture(state, side)
    troops = known.enemies - known.prey
    near = controlled(state, troops) | troops | remembered(state, side)
    if not state.fog:
        return frozenset(near - known.combat)
    board = state.scenario.board
    cleared = side_masks(state, side).contact_shy
    flags = [hex_ for hex_, _ in _flagged(state, side) if not cleared >> hex_ & 1]
    doubtful = _mask(controlled(state, flags).union(flags)) | _beyond(state, side, known, flags)
    # Whoever lies in a hex that nobody can look into may control those beside it.
    doubtful &= board.grown(~cleared & (1 << board.size) - 1)
    return frozenset(near.union(_hexes(doubtful)) - known.combat)


def _beyond(state: GameState, side: str, known: Picture, flags: Iterable[int]) -> int:
    """A bit mask of the hexes beyond the own line, those as near to both sides among them; `flags` are hexes of places
    that the enemy is taken to hold."""
    board = state.scenario.board
    whole = (1 << board.size) - 1
    ghosts = state.sightings[side].ghosts.values()
    theirs = _mask(known.enemies - known.prey) | _mask(g.hex for g in ghosts) | _mask(flags)
    if not theirs:
        return 0
    ours = _mask(known.combat) | _mask(hex_ for hex_, _ in _flagged(state, state.scenario.enemy(side)))
    # Both grow by a hex at a time; what the enemy's reaches first, or no later, is his.
    out, mine = theirs & ~ours, ours
    while out | mine != whole:
        theirs, ours = board.grown(theirs), board.grown(ours)
        out |= theirs & ~mine
        mine |= ours & ~out
    return out


def danger_at(state: GameState, side: str, hex_: int) -> Danger | None:
    """Why a side's trucks shun a hex, or cannot drive into it: the plainest of the reasons; None if they need not."""
    known = picture(state, side)
    if hex_ in known.combat:
        return None
    for enemy in sorted(known.enemies - known.prey):
        if hex_ == enemy or hex_ in controlled(state, (enemy,)):
            return Danger(Peril.KNOWN, hex_, enemy)
    for index, ghost in state.sightings[side].ghosts.items():
        if hex_ == ghost.hex or hex_ in controlled(state, _fighters(state, {index: ghost})):
            return Danger(Peril.REMEMBERED, hex_, ghost.hex, turn=ghost.turn)
    if hex_ not in shunned(state, side, known):
        return None
    for flag, name in _flagged(state, side):
        if hex_ == flag or hex_ in controlled(state, (flag,)):
            return Danger(Peril.FLAGGED, hex_, flag, name)
    return Danger(Peril.BEYOND, hex_, hex_)


def danger_on(state: GameState, side: str, path: Iterable[int]) -> Danger | None:
    """The plainest danger on a way of a side's trucks, of equal ones the first."""
    found = [danger for hex_ in path if (danger := danger_at(state, side, hex_)) is not None]
    return min(found, key=lambda danger: _PLAIN.index(danger.peril), default=None)


#: Dangers, the most certain first.
_PLAIN = tuple(Peril)


def _flagged(state: GameState, side: str) -> Iterator[tuple[int, str]]:
    """Hexes and names of the places that are not a side's own but its enemy's, as everybody knows."""
    for objective, holding in zip(state.scenario.objectives, state.holdings, strict=True):
        if holding.side != side:
            yield objective.hex, objective.name
    for hexside, link in state.crossings.items():
        if link.owner not in ("", side):
            yield from ((h, link.name) for h in state.scenario.board.hexside_hexes(hexside) if h >= 0)
    yield from ((s.hex, s.name) for s in state.stores if s.side != side)
    yield from ((f.hex, f.name) for f in state.airfields if f.side != side and f.hex >= 0)


def _mask(hexes: Iterable[int]) -> int:
    out = 0
    for hex_ in hexes:
        out |= 1 << hex_
    return out


def _hexes(mask: int) -> Iterator[int]:
    return (hex_ for hex_, bit in enumerate(reversed(format(mask, "b"))) if bit == "1")
