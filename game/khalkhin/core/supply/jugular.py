"""The jugular of a side: the fewest hexes and crossings whose loss would cut off most of it, from what is known.

Supplies run from the sources of a side over the ground that :func:`khalkhin.core.supply.supply.trace` uses; depots do
not help, since they starve with the road, and range does not matter. Losing a hex, or a crossing over a river, costs
one. What can be lost are hexes that an enemy combat unit could close within a few turns, without own combat units or
stores, and every crossing (guns and aircraft reach far); over a stream men carry supplies beside a broken crossing, so
that it cannot be cut there.

Losses are weighed against the combat units they cut. As more hexes are taken each must go on cutting more than one and
a half further units, or supplies are too spread to be cut. The jugular is the first corner of that trade which cuts
more than half of the combat units now connected, and of equal cuts the nearest to them;
:mod:`khalkhin.core.supply.mincut` finds it exactly.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from khalkhin.core.board.board import NEVER
from khalkhin.core.board.shortest_paths import fare
from khalkhin.core.crossing import crossing as crossings
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Unit
from khalkhin.core.movement.movement import bars_supply, controlled, picture
from khalkhin.core.movement.multi_turn_reach import turns_to
from khalkhin.core.supply.mincut import PLAIN, Cut, Network, throat
from khalkhin.core.supply.supply import blocked_hexes, together


@dataclass(frozen=True, slots=True)
class Jugular:
    """Hexes and crossings (hexsides) to lose, the units (by index) that would be cut off, and their share in percent
    of the combat steps that supplies can reach now. Empty when nothing is threatened."""

    side: str
    hexes: tuple[int, ...] = ()
    crossings: tuple[int, ...] = ()
    units: tuple[int, ...] = ()
    share: int = 0

    def __bool__(self) -> bool:
        return bool(self.hexes or self.crossings)


def jugular(state: GameState, side: str, *, within: int | None = None) -> Jugular:
    """The jugular of a side from the units the state shows; `within` is the turns the enemy may take to close a hex, if
    not those of the rules."""
    rules = state.scenario.rules.jugular
    network = supply_network(state, side, closable(state, side, rules.turns if within is None else within))
    found = throat(network, *rules.price)
    if not found.cost:
        return Jugular(side)
    reached = connected(network)
    cut = cut_units(state, side, network, found)
    whole = sum(u.steps for u in state.side_units(side) if u.is_combat and u.hex in reached)
    gone = sum(state.units[i].steps for i in cut if state.units[i].is_combat)
    return Jugular(side, tuple(sorted(found.points)), tuple(sorted(found.links)), cut, round(100 * gone / whole))


def closable(state: GameState, side: str, within: int) -> dict[int, int]:
    """Turns until a combat unit of the enemy of `side` could stand in each hex or control it, where that is at most
    `within`."""
    enemy = state.scenario.enemy(side)
    closers = [u for u in state.side_units(enemy) if u.is_combat]
    stand = turns_to(state, closers, picture(state, enemy, omniscient=True), within)
    out = dict(stand)
    # Zones of control reach one hex further, from wherever units that keep supplies off can stand.
    with_zones = [u for u in closers if bars_supply(state, u)]
    if len(with_zones) < len(closers):
        stand = turns_to(state, with_zones, picture(state, enemy, omniscient=True), within)
    for turns in range(within, -1, -1):
        for hex_ in controlled(state, [h for h, t in stand.items() if t == turns]):
            out[hex_] = min(turns, out.get(hex_, turns))
    return out


def supply_network(state: GameState, side: str, losable: Collection[int]) -> Network:
    """The truck network of a side: a point for each hex, of weight one where a combat unit stands."""
    blocked = blocked_hexes(state, side)
    weights: dict[int, int] = {}
    for unit in state.side_units(side):
        if unit.is_combat and unit.hex not in blocked:
            weights[unit.hex] = 1
    stores = {s.hex for s in state.stores if s.side == side}
    sources = {s.hex for s in state.stores if s.side == side and s.is_source} - blocked
    lasting = frozenset(range(state.scenario.board.size)).difference(losable) | stores | weights.keys()
    return Network(supply_ways(state, blocked), tuple(sorted(sources)), lasting, weights)


def joined(state: GameState, side: str) -> set[int]:
    """Hexes that a way for supplies joins to one of a side's sources, however far and whatever has been given away."""
    blocked = blocked_hexes(state, side)
    sources = {s.hex for s in state.stores if s.side == side and s.is_source} - blocked
    return connected(Network(supply_ways(state, blocked), tuple(sorted(sources)), frozenset(), {}))


def encircled(state: GameState, side: str) -> tuple[tuple[Unit, ...], ...]:
    """Groups of a side's units, truck columns left out, that no way for trucks joins to one of its sources; the
    largest first. A depot within changes nothing: what is in it is all they will have."""
    reached = joined(state, side)
    cut = [u for u in state.side_units(side) if not u.is_column and u.hex not in reached]
    groups = map(tuple, together(state, cut))
    return tuple(sorted(groups, key=lambda group: (-sum(u.steps for u in group), group[0].spec.index)))


def supply_ways(state: GameState, blocked: Collection[int]) -> list[list[tuple[int, int]]]:
    """Where supplies can go from each hex, and the crossing they must have for it."""
    rules = state.scenario.rules
    gates = crossings.gates(state, lambda link: crossings.standing(link, rules)).get
    ways: list[list[tuple[int, int]]] = []
    for here, steps in enumerate(state.scenario.board.supply_steps):
        if here in blocked:
            ways.append([])
            continue
        ways.append(
            [
                (step.to, step.hexside if step.water and step.uncrossed == NEVER else PLAIN)
                for step in steps
                if step.to not in blocked and (not step.water or fare(step, gates) != NEVER)
            ]
        )
    return ways


def connected(network: Network, lost: Cut | None = None) -> set[int]:
    """Hexes that supplies can reach, with a cut made or without."""
    points, links = (lost.points, lost.links) if lost else (frozenset(), frozenset())
    found = list(network.sources)
    seen = set(found)
    for hex_ in found:
        for to, link in network.ways[hex_]:
            if to not in seen and to not in points and link not in links:
                seen.add(to)
                found.append(to)
    return seen


def cut_units(state: GameState, side: str, network: Network, lost: Cut) -> tuple[int, ...]:
    """Units (by index) that a cut takes from supply; truck columns need none."""
    if not lost.cost:
        return ()
    gone = connected(network) - connected(network, lost)
    return tuple(u.spec.index for u in state.side_units(side) if u.hex in gone and not u.is_column)
