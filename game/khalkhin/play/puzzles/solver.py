"""Whether a puzzle can be done: a search over its side's orders and the enemy's answers, in so many positions.

Positions that look nearer to the goal are gone on from first. When none is left, it cannot be done by the orders that
:func:`khalkhin.core.orders.legal.legal_orders` lists; that chosen ways, or some of the attackers, would do it is not
said.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import assert_never

from khalkhin.core import IllegalOrder, apply, legal_orders, view
from khalkhin.core.model.state import GameState
from khalkhin.core.orders.orders import Order
from khalkhin.core.supply.supply import trace
from khalkhin.core.timeline import condition_kinds as c
from khalkhin.core.timeline.conditions import holds
from khalkhin.play.puzzles.puzzle import AttemptEnd, Puzzle, verdict
from khalkhin.play.puzzles.reader import enemy_player

#: Positions that are looked at unless told otherwise.
BUDGET = 20_000
#: What a condition that does not hold counts at least, against which nearness is small.
UNMET = 1000


class Finding(Enum):
    """What a search has found out."""

    CAN = "can"
    CANNOT = "cannot"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What came of a search: the side's own orders that do it, if it can be done, and how many positions were looked
    at."""

    finding: Finding
    orders: tuple[Order, ...]
    positions: int


@dataclass(frozen=True, slots=True, order=True)
class _Waiting:
    """A position that waits to be gone on from: how far it looks from the goal, and the orders that led to it."""

    rank: tuple[int, int]
    state: GameState = field(compare=False)
    way: tuple[Order, ...] = field(compare=False)


def solve(puzzle: Puzzle, budget: int = BUDGET, told: Callable[[int], None] = lambda positions: None) -> SearchResult:
    """Search for orders that do it, over at most `budget` positions. `told` hears of every thousand.

    In turn the best position after one order is gone on from, the best after two, and so on round, so that many that
    look equally well do not keep the search from those that lead further.
    """
    seen = {puzzle.start.digest()}
    rounds: list[list[_Waiting]] = [[_Waiting((0, 0), puzzle.start, ())]]
    positions, depth = 0, 0
    while any(rounds):
        depth = next((n for n in range(depth, len(rounds)) if rounds[n]), -1)
        if depth < 0:
            depth = 0
            continue
        here = heapq.heappop(rounds[depth])
        depth += 1
        for order in legal_orders(here.state):
            if positions >= budget:
                return SearchResult(Finding.UNKNOWN, (), positions)
            positions += 1
            if positions % 1000 == 0:
                told(positions)
            after, _ = apply(here.state, order)
            stands = verdict(puzzle, after)
            if stands is None and after.active != puzzle.side:
                after, stands = answered(puzzle, after)
            way = (*here.way, order)
            if stands is AttemptEnd.SOLVED:
                return SearchResult(Finding.CAN, shortened(puzzle, way), positions)
            if stands is None and (name := after.digest()) not in seen:
                seen.add(name)
                if depth == len(rounds):
                    rounds.append([])
                heapq.heappush(rounds[depth], _Waiting((lacking(after, puzzle.goal), positions), after, way))
    return SearchResult(Finding.CANNOT, (), positions)


def answered(puzzle: Puzzle, state: GameState) -> tuple[GameState, AttemptEnd | None]:
    """The enemy's whole turn, and how the attempt stands after it."""
    player, side = enemy_player(puzzle), state.active
    stands = verdict(puzzle, state)
    while stands is None and state.active == side:
        state, _ = apply(state, player.next_order(view(state, side)))
        stands = verdict(puzzle, state)
    return state, stands


def tried(puzzle: Puzzle, orders: Sequence[Order], seed: int | None = None) -> AttemptEnd | None:
    """What becomes of orders of a puzzle's side, with its own dice or those of another seed; None if they do not bring
    it to an end or, with these dice, cannot be given."""
    state = puzzle.start if seed is None else replace(puzzle.start, seed=seed)
    stands = verdict(puzzle, state)
    for order in orders:
        if stands is not None:
            return stands
        try:
            state, _ = apply(state, order)
        except IllegalOrder:
            return None
        stands = verdict(puzzle, state)
        if stands is None and state.active != puzzle.side:
            state, stands = answered(puzzle, state)
    return stands


def shortened(puzzle: Puzzle, orders: Sequence[Order]) -> tuple[Order, ...]:
    """Orders that do it, without those that it can be done without."""
    kept = list(orders)
    for order in orders:
        fewer = [each for each in kept if each is not order]
        if tried(puzzle, fewer) is AttemptEnd.SOLVED:
            kept = fewer
    return tuple(kept)


def lacking(state: GameState, goal: Sequence[c.Condition]) -> int:
    """How far a state looks from a goal; 0 where it holds. Only the order of the search hangs on it."""
    return sum(_lacks(state, part) for part in goal)


def _lacks(state: GameState, part: c.Condition) -> int:
    if holds(state, part):
        # Who is fed still, and will not be when his turn begins, is in danger.
        return (
            _unfed(state, part.condition.units)
            if isinstance(part, c.Not) and isinstance(part.condition, c.SupplyIs)
            else 0
        )
    match part:
        case c.Entered(side=side, hexes=hexes, units=count):
            return UNMET + _way(state, side, hexes, count)
        case c.Held(side=side):
            return UNMET + _way(state, side, _where(state, part), 1)
        case c.Destroyed(units=names):
            targets = [u for u in state.units if u.spec.id in names and u.on_map]
            strength = sum(20 + 4 * u.steps - 2 * u.suppressed - 4 * min(u.unsupplied, 4) for u in targets)
            return UNMET + strength + _near(state, names)
        case c.SupplyIs(units=names, state=worst) if worst:
            wanting = sum(max(0, worst - u.supply_state) for u in state.units if u.spec.id in names and u.on_map)
            return UNMET + _fed(state, names) + 10 * wanting + _near(state, names)
        case c.SupplyIs(units=names):
            return UNMET + _unfed(state, names)
        case c.AllOf(conditions=parts):
            return sum(_lacks(state, each) for each in parts)
        case c.AnyOf(conditions=parts):
            return min((_lacks(state, each) for each in parts), default=UNMET)
        case c.Not(condition=c.SupplyIs(units=names)):
            return UNMET + _unfed(state, names)
        case (
            c.OnMap()
            | c.Lost()
            | c.CrossingStands()
            | c.Sorties()
            | c.Stock()
            | c.Weather()
            | c.Flag()
            | c.Chosen()
            | c.Happened()
            | c.Not()
        ):
            return UNMET
        case _:
            assert_never(part)


def _where(state: GameState, held: c.Held) -> frozenset[int]:
    scenario = state.scenario
    if held.objective:
        return frozenset(o.hex for o in scenario.objectives if o.name == held.objective)
    if held.crossing >= 0:
        return frozenset(scenario.board.hexside_hexes(held.crossing))
    if held.store:
        return frozenset(s.hex for s in state.stores if s.name == held.store)
    return held.hexes


def _way(state: GameState, side: str, hexes: frozenset[int], count: int) -> int:
    """Hexes that the nearest units of a side still have to go, and the enemy's steps where they go."""
    enemies = sum(u.steps for h in hexes for u in state.at_hex(h) if u.spec.side != side)
    own = [u for u in state.side_units(side) if u.is_combat]
    ways = sorted(min((state.scenario.board.distance(u.hex, h) for h in hexes), default=99) for u in own)
    return 8 * sum(ways[:count]) + 99 * max(0, count - len(ways)) + 4 * enemies + sum(ways[count:]) // 4


def _near(state: GameState, names: Sequence[str]) -> int:
    """How far the other side's units stand from some units, in all."""
    out = 0
    for unit in state.units:
        if unit.spec.id in names and unit.on_map:
            foes = state.side_units(state.scenario.enemy(unit.spec.side))
            out += sum(min(state.scenario.board.distance(foe.hex, unit.hex), 6) for foe in foes if foe.is_combat)
    return out


def _fed(state: GameState, names: Sequence[str]) -> int:
    """How well supplies reach some units now: for each that is fed, more the farther its enemy is from the way."""
    there = [u for u in state.units if u.spec.id in names and u.on_map]
    out = 0
    for side in {u.spec.side for u in there}:
        net = trace(state, side)
        foes = [u.hex for u in state.side_units(state.scenario.enemy(side)) if u.is_combat]
        for unit in there:
            if unit.spec.side == side and (route := net.routes.get(unit.spec.index)) is not None:
                apart = (state.scenario.board.distance(foe, hex_) for foe in foes for hex_ in route.hexes)
                out += 60 + 5 * min(apart, default=0)
    return out


def _unfed(state: GameState, names: Sequence[str]) -> int:
    """How badly some units want supplies: for each that none reach, more the farther its friends are."""
    there = [u for u in state.units if u.spec.id in names and u.on_map]
    nets = {side: trace(state, side) for side in {u.spec.side for u in there}}
    out = 0
    for unit in there:
        if not nets[unit.spec.side].serves(unit):
            friends = [u.hex for u in state.side_units(unit.spec.side) if u.is_combat and u is not unit]
            out += 60 + 2 * sum(min(6, state.scenario.board.distance(hex_, unit.hex)) for hex_ in friends)
    return out
