"""What the enemy may hold although nobody is seen in it: who keeps still in his works shows himself only to those who
come near, by night to nobody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from khalkhin.core.fog.sight import looked_into
from khalkhin.core.model.rules import Mobility
from khalkhin.core.model.state import UNSEEN, GameState, Ghost
from khalkhin.core.model.units import Unit

#: Turns after which an enemy who has gone out of sight may be anywhere.
FRESH = 2


def last_seen(state: GameState, ghosts: Mapping[int, Ghost]) -> list[tuple[Unit, Ghost]]:
    """The enemy's fighting units that have gone out of sight, each where it was last seen."""
    gone = ((state.units[index], ghost) for index, ghost in ghosts.items())
    return [(replace(unit, hex=ghost.hex), ghost) for unit, ghost in gone if unit.is_combat]


def presumed(state: GameState, side: str, ghosts: Mapping[int, Ghost]) -> frozenset[int]:
    """Objectives and stores of the enemy's in which somebody may be though nobody is seen there: where somebody was
    last seen, and where nobody has looked closely, as long as he has as many units on foot out of sight, who may sit
    there: riders and drivers pass through. By night what a side would see by day counts as looked into: it lay before
    its eyes at dusk."""
    hidden = [u for u in state.units if u.spec.side != side and u.hex == UNSEEN and u.is_combat]
    if not state.fog or not hidden:
        return frozenset()
    objectives = zip(state.scenario.objectives, state.holdings, strict=True)
    places = {o.hex for o, held in objectives if held.side != side}
    places |= {s.hex for s in state.stores if s.side != side}
    seen = {u.hex for u in state.known_enemies(side)}
    gone = {unit.hex for unit, _ghost in last_seen(state, ghosts)}
    known = looked_into(state, side)
    dark = {h for h in places - seen if h not in gone and not known >> h & 1}
    foot = sum(u.spec.type.mobility is Mobility.FOOT for u in hidden)
    return frozenset((places & gone) - seen | (dark if foot >= len(dark) else set()))


def overshadowed(state: GameState, side: str, ghosts: Mapping[int, Ghost], presumed: Iterable[int]) -> frozenset[int]:
    """Hexes beside such places and beside enemies who have just gone out of sight, through which nothing may get to a
    side's men; not where they stand."""
    fresh = {unit.hex for unit, ghost in last_seen(state, ghosts) if state.turn - ghost.turn <= FRESH}
    own = {u.hex for u in state.side_units(side) if u.is_combat}
    return frozenset(n for h in {*fresh, *presumed} for n in state.scenario.board.within(h, 1)) - own
