"""Running down a beaten enemy who goes home: who of an attacker's men goes after whom, and where he gets before him."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace

from khalkhin.ai.plan import DUG_IN, OperationalPlan, Task, is_beaten
from khalkhin.core.fog.view import View
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Level, Unit
from khalkhin.core.movement.movement import Picture, full_mp, may_move
from khalkhin.core.movement.multi_turn_reach import turns_to
from khalkhin.core.supply.supply import rear

#: Turns within which somebody must be able to head the enemy off.
CATCH = 2
#: Turns for which an enemy who is out of sight is gone after, by where he must have come since.
SCENT = 2
#: Hexes of an enemy's way home that are looked at.
AHEAD = 12
#: How much stronger than the enemy his pursuers are to be together.
ENOUGH = 1.5


@dataclass(frozen=True, slots=True)
class Quarry:
    """An enemy in the open: where he was seen, how many turns ago, and his way home from there, as (hex, turns until he
    can be there)."""

    unit: Unit
    ago: int
    way: tuple[tuple[int, int], ...]


def quarries(view: View) -> list[Quarry]:
    """The fighting units in the open, seen and recognised, of an enemy whom an attacker has beaten; the strongest
    first. Who sits in good works is none: they hold him."""
    state, side = view.state, view.side
    if not _has_won(state, side):
        return []
    places = {o.hex for o in state.scenario.objectives}
    home = rear(state, state.scenario.enemy(side))
    levels = state.sightings[side].levels
    found = [(u, 0) for u in state.known_enemies(side) if levels[u.spec.index] != Level.CONTACT]
    for index, ghost in view.ghosts.items():
        if ghost.level != Level.CONTACT and state.turn - ghost.turn <= SCENT:
            found.append((replace(state.units[index], hex=ghost.hex), state.turn - ghost.turn))
    out = [
        Quarry(unit, ago, tuple(_timed(state, unit, ago, home)))
        for unit, ago in found
        if unit.is_combat and unit.entrenchment < DUG_IN and unit.hex not in places
    ]
    return sorted(out, key=lambda q: (-q.unit.steps, q.unit.spec.index))


def trails(state: GameState, side: str) -> frozenset[int]:
    """The ways home of a beaten enemy from the places that he was to hold, for an attacker's eyes."""
    if not _has_won(state, side):
        return frozenset()
    enemy = state.scenario.enemy(side)
    home = rear(state, enemy)
    places = [o.hex for o in state.scenario.objectives if o.holder == enemy]
    return frozenset(h for place in places for h in _way_home(state, place, home))


def _has_won(state: GameState, side: str) -> bool:
    return state.scenario.side(side).hints.posture == "attack" and is_beaten(state, state.scenario.enemy(side))


def _timed(state: GameState, unit: Unit, ago: int, home: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    """A unit's way home with the turns until it can be in each hex."""
    mp = max(1, full_mp(state, unit))
    for hex_ in _way_home(state, unit.hex, home):
        yield hex_, -(-(home[unit.hex] - home[hex_]) // mp) - ago


def _way_home(state: GameState, hex_: int, home: tuple[int, ...]) -> Iterator[int]:
    for _ in range(AHEAD):
        near = [n for n in state.scenario.board.neighbours[hex_] if n >= 0]
        following = min(near, key=lambda h: (home[h], h), default=hex_)
        if home[following] >= home[hex_]:
            return
        hex_ = following
        yield hex_


def pursuers(
    view: View, known: Picture, hunted: list[Quarry], busy: Container[str], operations: OperationalPlan
) -> Mapping[str, int]:
    """Who goes after whom, as the hex where each heads the enemy off, by unit id: for each quarry the soonest of those
    who are free, until together they are stronger than it."""
    state, side = view.state, view.side
    out: dict[str, int] = {}
    if not hunted:
        return out
    free = [u for u in state.side_units(side) if u.id not in busy and _is_free(state, side, u, operations)]
    ways = {u.id: turns_to(state, [u], known, CATCH) for u in free}
    for quarry in hunted:
        wanted = ENOUGH * quarry.unit.steps * quarry.unit.spec.type.defence
        able = []
        for unit in free:
            if unit.id not in out and (met := _meeting(ways[unit.id], quarry)) is not None:
                able.append((met[0], -unit.effective * unit.spec.type.soft, unit.spec.index, met[1]))
        force = 0
        for _turns, strength, index, hex_ in sorted(able):
            if force >= wanted:
                break
            out[state.units[index].id] = hex_
            force -= strength
    return out


def _meeting(ways: Mapping[int, int], quarry: Quarry) -> tuple[int, int] | None:
    """The turns until somebody can be on a quarry's way home before it, and where: as near to it as he then can."""
    met = [(max(1, ways[h]), i, h) for i, (h, turns) in enumerate(quarry.way) if h in ways and ways[h] <= max(1, turns)]
    if not met:
        return None
    turns, _, hex_ = min(met)
    return turns, hex_


def _is_free(state: GameState, side: str, unit: Unit, operations: OperationalPlan) -> bool:
    """Whether a unit may go after somebody: one in good order that has no enemy in good works before it."""
    if not unit.is_combat or 2 * unit.effective <= unit.steps or not may_move(unit):
        return False
    if operations.task(unit) is Task.RESERVE:
        return False
    near = {h for h in state.scenario.board.neighbours[unit.hex] if h >= 0}
    return not any(e.hex in near and e.entrenchment >= DUG_IN for e in state.known_enemies(side))
