"""Running down a beaten enemy who goes home: who of an attacker's men goes after whom, and where he gets before him."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass

from khalkhin.ai.plan import DUG_IN, ENOUGH, OperationalPlan, Task, in_order, is_beaten
from khalkhin.ai.unseen import FRESH, last_seen
from khalkhin.core.fog.view import View
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Level, Unit
from khalkhin.core.movement.movement import Picture, full_mp, may_move
from khalkhin.core.movement.multi_turn_reach import turns_to
from khalkhin.core.supply.supply import rear

#: Turns within which somebody must be able to head the enemy off.
CATCH = 2
#: Hexes of an enemy's way home that are looked at.
AHEAD = 12


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
    # Who is out of sight is gone after by where he must have come since, for a while.
    for unit, ghost in last_seen(state, view.ghosts):
        if ghost.level != Level.CONTACT and state.turn - ghost.turn <= FRESH:
            found.append((unit, state.turn - ghost.turn))
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
    who are free, until together they are stronger than it. Free is who is in order and has no enemy in good works
    before him."""
    state, side = view.state, view.side
    out: dict[str, int] = {}
    if not hunted:
        return out
    works = (e.hex for e in state.known_enemies(side) if e.entrenchment >= DUG_IN)
    before = {n for hex_ in works for n in state.scenario.board.neighbours[hex_]}
    free = [
        u
        for u in state.side_units(side)
        if u.id not in busy and u.hex not in before and in_order(u) and may_move(u)
        if operations.task(u) is not Task.RESERVE
    ]
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
