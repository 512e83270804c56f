"""The noose: groups of a side that the enemy has cut off or could cut off soon, and who would be first.

A group is *threatened* when the fewest hexes and crossings that join it to its sources are no more than the widest gap,
clearly fewer than its combat units, and the enemy could close them all within the turns of the jugular. It is *closed
in* when no truck can reach any of it; then the gap is what men can still slip through under the enemy's zones of
control. Marches are counted by
:mod:`khalkhin.core.movement.multi_turn_reach`; nothing is said of fighting on the way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Unit
from khalkhin.core.movement.movement import picture
from khalkhin.core.movement.multi_turn_reach import turns_to
from khalkhin.core.supply.jugular import closable, connected, joined, supply_network, supply_ways
from khalkhin.core.supply.mincut import Cut, Network, at_prices
from khalkhin.core.supply.supply import SupplyNet, days, outline, pockets


@dataclass(frozen=True, slots=True)
class Noose:
    """A group (units by index, the hexes of its outline, its steps) that is closed in or threatened.

    `turns` and `days` tell how long it has been without supply. `gap` and `crossings` are the hexes and hexsides still
    open; `close` the turns the enemy needs to shut them all, `escape` those until all of the group can be beyond them.
    None: not within the turns that the rules count out.
    """

    side: str
    closed: bool
    units: tuple[int, ...]
    outline: tuple[int, ...]
    steps: int
    turns: int
    days: int
    gap: tuple[int, ...]
    crossings: tuple[int, ...]
    close: int | None
    escape: int | None


def noose(state: GameState, side: str, net: SupplyNet | None = None) -> tuple[Noose, ...]:
    """The nooses about a side's units from what the state shows, the closed and the largest first."""
    found = [*_closed(state, side, net), *_threatened(state, side)]
    found.sort(key=lambda n: (not n.closed, -n.steps, n.units))
    return tuple(found)


def _threatened(state: GameState, side: str) -> Iterable[Noose]:
    """Groups about to be cut, the most urgent first; each unit is told of in the largest group that has a gap."""
    rules = state.scenario.rules
    shut = closable(state, side, rules.jugular.turns)
    whole_net = supply_network(state, side, shut)
    whole = connected(whole_net)
    told: set[int] = set()
    for turns in range(1, rules.jugular.turns + 1):
        later = {h for h, t in shut.items() if t > turns}
        network = replace(whole_net, lasting=whole_net.lasting | later)
        for cut in at_prices(network, rules.noose.prices):
            beyond = connected(network, cut)
            for ground in _parts(network, whole - beyond - cut.points):
                found = _group(state, side, network, cut, ground, beyond, shut)
                if found and found.close is not None and found.close <= turns and told.isdisjoint(found.units):
                    told.update(found.units)
                    yield found


def _group(
    state: GameState,
    side: str,
    network: Network,
    cut: Cut,
    ground: set[int],
    beyond: set[int],
    shut: Mapping[int, int],
) -> Noose | None:
    """The noose about what stands on one part of the ground behind a cut, if its gap is narrow for so many."""
    board = state.scenario.board
    gap = tuple(sorted(h for h in cut.points if any(to in ground for to, _ in network.ways[h])))
    links = tuple(sorted(k for k in cut.links if not ground.isdisjoint(board.hexside_hexes(k))))
    # Guns and engineers in the gap itself go with the group.
    units = [u for u in state.side_units(side) if (u.hex in ground or u.hex in gap) and not u.is_column]
    doors = len(gap) + len(links)
    point_cost, unit_cost = state.scenario.rules.jugular.price
    if doors > state.scenario.rules.noose.gap or doors * point_cost >= sum(u.is_combat for u in units) * unit_cost:
        return None
    close = max([shut[h] for h in gap] + [_beside(state, shut, k) for k in links])
    return _noose(state, side, False, units, gap, links, close, beyond)


def _parts(network: Network, ground: set[int]) -> Iterable[set[int]]:
    """The parts of some ground that hang together, whichever way supplies run."""
    joined: dict[int, list[int]] = {h: [] for h in ground}
    for here in ground:
        for to, _ in network.ways[here]:
            if to in ground:
                joined[here].append(to)
                joined[to].append(here)
    left = set(ground)
    for start in sorted(ground):
        if start not in left:
            continue
        part = [start]
        left.discard(start)
        for here in part:
            fresh = [h for h in joined[here] if h in left]
            left.difference_update(fresh)
            part += dict.fromkeys(fresh)
        yield set(part)


def _beside(state: GameState, shut: Mapping[int, int], hexside: int) -> int:
    """Turns until an enemy can stand at or control either end of a crossing."""
    never = state.scenario.rules.jugular.turns + 1
    return min((shut[h] for h in state.scenario.board.hexside_hexes(hexside) if h in shut), default=never)


def _closed(state: GameState, side: str, net: SupplyNet | None) -> Iterable[Noose]:
    cut_off = pockets(state, side, net)
    if not cut_off:
        return
    beyond = joined(state, side)
    enemy = state.scenario.enemy(side)
    held = {u.hex for u in state.side_units(enemy)}
    ways = supply_ways(state, held)
    closers = [u for u in state.side_units(enemy) if u.is_combat]
    stand = turns_to(state, closers, picture(state, enemy, omniscient=True), state.scenario.rules.noose.turns)
    friends = frozenset(u.hex for u in state.side_units(side) if u.is_combat)
    for pocket in cut_off:
        units = [u for u in map(state.unit, pocket.units) if u is not None]
        if not beyond.isdisjoint(pocket.hexes):
            continue
        out = Network(ways, tuple(sorted(beyond)), friends.union(pocket.hexes), dict.fromkeys(pocket.hexes, 1))
        gap = at_prices(out, [(1, state.scenario.board.size)])[0] if beyond else Cut(frozenset(), frozenset(), 0)
        turns = [stand.get(h) for h in gap.points]
        close = None if None in turns else max((t for t in turns if t is not None), default=0)
        yield _noose(state, side, True, units, tuple(sorted(gap.points)), tuple(sorted(gap.links)), close, beyond)


def _noose(
    state: GameState,
    side: str,
    closed: bool,
    units: list[Unit],
    gap: tuple[int, ...],
    links: tuple[int, ...],
    close: int | None,
    beyond: set[int],
) -> Noose:
    units = sorted(units, key=lambda u: u.spec.index)
    turns = max(u.unsupplied for u in units)
    return Noose(
        side,
        closed,
        tuple(u.spec.index for u in units),
        outline(state, side, {u.hex for u in units}),
        sum(u.steps for u in units),
        turns,
        days(state, turns),
        gap,
        links,
        close,
        _escape(state, side, units, beyond),
    )


def _escape(state: GameState, side: str, units: list[Unit], beyond: set[int]) -> int | None:
    """Turns until the slowest of the units can stand beyond the gap, each going for the nearest hex there."""
    known = picture(state, side)
    slowest = 0
    for unit in units:
        reached = turns_to(state, [unit], known, state.scenario.rules.noose.turns)
        turns = min((t for h, t in reached.items() if h in beyond), default=None)
        if turns is None:
            return None
        slowest = max(slowest, turns)
    return slowest
