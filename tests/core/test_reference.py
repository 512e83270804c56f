"""The fast reach, supply and sight code against plain readings of the rules, over thousands of random positions."""

from __future__ import annotations

import os
import random
from typing import Literal
from unittest import mock

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from khalkhin.core import apply, engine, legal_orders, view
from khalkhin.core.board.board import Board
from khalkhin.core.board.hexgrid import lines
from khalkhin.core.board.layout import Layout
from khalkhin.core.crossing.crossing import capacity, standing, supply_capacity
from khalkhin.core.events.events import Event
from khalkhin.core.fog import sight
from khalkhin.core.model.rules import HexsideKind, Mobility, Road
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Unit
from khalkhin.core.movement import movement
from khalkhin.core.orders.orders import EndTurn
from khalkhin.core.supply import supply
from khalkhin.scenario import load_rules

from tests.core.positions import states

EXAMPLES = int(os.environ.get("KHALKHIN_EXAMPLES", "80"))
many = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))


# ------------------------------------------------------------------ movement


def dry_cost(state: GameState, unit: Unit, here: int, there: int) -> int | str | None:
    """MP of a step without zones of control; None: cannot; "swim": the whole move."""
    board, rules = state.scenario.board, state.scenario.rules
    mobility = unit.spec.type.mobility
    d = board.neighbours[here].index(there)
    cost = board.terrain[there].cost.get(mobility)
    road = board.roads[here][d]
    table = {Road.ROAD: rules.movement.road_cost, Road.TRACK: rules.movement.track_cost}.get(road, {})
    by_road = table.get(mobility) if board.terrain[there].cost else None
    easiest = min((c for c in (cost, by_road) if c is not None), default=None)
    if easiest is None:
        return None
    side = board.hexside(here, there)
    assert side is not None
    kind = board.kind(side)
    link = state.crossings.get(side)
    usable = (
        link is not None
        and standing(link, rules)
        and (
            link.supply_used + unit.cargo <= supply_capacity(link, rules)
            if unit.is_column
            else link.used < capacity(link, rules)
        )
        and unit.spec.type.weight <= rules.crossings[link.kind].weight
    )
    if kind is HexsideKind.ESCARPMENT and road is Road.NONE:
        extra = rules.movement.escarpment_cost.get(mobility)
        return None if extra is None else easiest + extra
    if state.info.weather == "rain" and road is Road.NONE:
        easiest += rules.movement.mud_cost.get(mobility, 0)
    if kind in (HexsideKind.STREAM, HexsideKind.RIVER):
        if usable and link is not None:
            return easiest + rules.crossings[link.kind].cost
        if kind is HexsideKind.RIVER:
            return "swim" if mobility in rules.movement.swimmers else None
        extra = rules.movement.stream_cost.get(mobility)
        return None if extra is None else (cost if cost is not None else easiest) + extra
    return easiest


def as_known(state: GameState, side: str) -> list[Unit]:
    """Enemies as a side knows them: see the view."""
    redacted = view(state, side).state
    return [u for u in redacted.units if u.hex >= 0 and u.side != side]


def plain_zones(state: GameState, units: list[Unit]) -> set[int]:
    board = state.scenario.board
    out = set()
    for unit in units:
        if unit.is_combat and unit.unsupplied < unit.spec.type.endurance[2]:
            for n in board.neighbours[unit.hex]:
                side = board.hexside(unit.hex, n) if n >= 0 else None
                if side is None:
                    continue
                link = state.crossings.get(side)
                if board.kind(side) is not HexsideKind.RIVER or (link and standing(link, state.scenario.rules)):
                    out.add(n)
    return out


def plain_reach(state: GameState, unit: Unit) -> dict[int, int]:
    """Relax every step of the map until nothing changes (Bellman–Ford)."""
    board, rules = state.scenario.board, state.scenario.rules
    enemies = as_known(state, unit.side)
    zoc = plain_zones(state, enemies)
    held = {e.hex for e in enemies if not (e.is_column and unit.is_combat)}
    full = movement.full_mp(state, unit)
    fresh = not unit.moved and unit.mp >= full
    best = {unit.hex: 0}
    if unit.mp <= 0:
        return {}
    changed = True
    while changed:
        changed = False
        for here in list(best):
            for there in board.neighbours[here]:
                if there < 0 or there in held:
                    continue
                cost = dry_cost(state, unit, here, there)
                if cost is None or (cost == "swim" and not (fresh and here == unit.hex)):
                    continue
                total = best[here] + (unit.mp if cost == "swim" else int(cost))
                total += rules.movement.zoc_enter if there in zoc else 0
                total += rules.movement.zoc_leave if here in zoc and (there in zoc or not state.night) else 0
                if total > unit.mp:
                    if not (fresh and here == unit.hex):
                        continue
                    total = unit.mp
                if total < best.get(there, 10**9):
                    best[there] = total
                    changed = True
    friends = {
        u.hex
        for u in state.side_units(unit.side)
        if u.is_combat == unit.is_combat and not u.is_column and not unit.is_column
    }
    return {h: c for h, c in best.items() if h != unit.hex and h not in friends}


@many
@given(states())
def test_reach_agrees_with_relaxing_every_step(state: GameState) -> None:
    for unit in state.side_units(state.active):
        found = movement.reach(state, unit)
        assert found.cost == plain_reach(state, unit)
        for hex_, cost in found.cost.items():
            assert movement.route(state, unit, hex_) == (found.path(hex_), cost)
            assert movement.plan(state, unit, hex_) == (found.path(hex_), cost)
        for hex_ in {h for h in range(state.scenario.board.size) if found.came_from[h] < 0}:
            assert movement.route(state, unit, hex_) is None


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 9), st.integers(1, 9), st.sampled_from(["x", "y"]), st.sampled_from(["odd", "even"]))
def test_distances_on_a_map_are_those_of_the_grid(
    width: int, height: int, axis: Literal["x", "y"], index: Literal["odd", "even"]
) -> None:
    lay = Layout(axis, index)
    board = Board.build(width, height, lay, ["steppe"] * (width * height), load_rules())
    for here, one in enumerate(board.hexes):
        distances = [one.distance(other) for other in board.hexes]
        assert [board.distance(here, there) for there in range(board.size)] == distances
        for radius in range(4):
            assert board.around(here, radius) == {h for h, d in enumerate(distances) if d <= radius}


@many
@given(states())
def test_zones_of_control_agree_with_a_plain_reading(state: GameState) -> None:
    for side in ("soviet", "japanese"):
        units = list(state.side_units(side))
        assert movement.zones(state, units) == plain_zones(state, units)


# ------------------------------------------------------------------ supply


def truck_cost(state: GameState, here: int, there: int, closed: set[int]) -> int | None:
    board, rules = state.scenario.board, state.scenario.rules
    porters = rules.supply.porter_cost
    trucks = next((s for s in board.steps[Mobility.WHEELS][here] if s.to == there), None)
    walk = next((s for s in board.steps[Mobility.FOOT][here] if s.to == there), None)
    if walk is None:
        return None
    side = board.hexside(here, there)
    assert side is not None
    kind = board.kind(side)
    base = porters if trucks is None else trucks.cost
    road = board.roads[here][board.neighbours[here].index(there)]
    if trucks is not None and state.info.weather == "rain" and road is Road.NONE:
        base += rules.movement.mud_cost[Mobility.WHEELS]
    if kind not in (HexsideKind.RIVER, HexsideKind.STREAM):
        return base
    link = state.crossings.get(side)
    if link is not None and standing(link, rules) and side not in closed:
        return base + rules.crossings[link.kind].cost
    return None if kind is HexsideKind.RIVER else porters


def plain_spread(
    state: GameState, origins: set[int], blocked: set[int], closed: set[int], limit: int
) -> dict[int, int]:
    best = dict.fromkeys(origins, 0)
    changed = True
    while changed:
        changed = False
        for here in list(best):
            for there in state.scenario.board.neighbours[here]:
                if there < 0 or there in blocked:
                    continue
                cost = truck_cost(state, here, there, closed)
                if cost is not None and best[here] + cost <= limit and best[here] + cost < best.get(there, 10**9):
                    best[there] = best[here] + cost
                    changed = True
    return best


@many
@given(states())
def test_the_supply_net_agrees_with_relaxing_every_step(state: GameState) -> None:
    rules = state.scenario.rules
    for side in ("soviet", "japanese"):
        net = supply.trace(state, side)
        friends = {u.hex for u in state.side_units(side) if u.is_combat}
        enemies = [u for u in state.units if u.hex >= 0 and u.side != side]
        fed = [u for u in enemies if u.unsupplied < state.scenario.rules.supply.bars_until]
        blocked = (plain_zones(state, fed) - friends) | {u.hex for u in enemies if u.is_combat}
        closed = set(net.exhausted)
        live = {
            s.hex
            for i, s in enumerate(state.stores)
            if s.side == side and s.stock and i not in net.dry and s.hex not in blocked
        }
        near = plain_spread(state, live, blocked, closed, rules.supply.range)
        assert net.cost == near
        for hexside, used in net.load.items():
            link = state.crossings[hexside]
            assert used <= supply_capacity(link, rules)
        for store, points in net.drawn.items():
            assert points <= state.stores[store].stock
        for unit in state.side_units(side):
            if unit.is_column:
                assert unit.spec.index not in net.routes
                continue
            route = net.routes.get(unit.spec.index)
            if route is None:
                assert unit.hex not in near
                continue
            assert route.hexes[0] == unit.hex and route.hexes[-1] == state.stores[route.store].hex
            assert not set(route.hexes[1:]) & blocked
            if not net.exhausted and not net.dry:
                assert route.cost == near[unit.hex]


# ------------------------------------------------------------------ sight


def plain_level(state: GameState, side: str, target: Unit) -> int:
    board, rules = state.scenario.board, state.scenario.rules
    best = 0
    for eye in state.side_units(side):
        radius = rules.sight.night if state.night else eye.spec.type.sight + board.terrain[eye.hex].sight_bonus
        if state.info.weather == "rain":
            radius = max(1, radius - 1)
        recon = eye.has("recon")
        shy = 1 if state.night or not (target.moved or (target.fought and not target.standby)) else 0
        distance = board.distance(eye.hex, target.hex)
        top = max(board.terrain[eye.hex].elevation, board.terrain[target.hex].elevation)
        open_line = any(
            all(
                not 0 < board.terrain[i].elevation >= top
                for i in (board.index_of(h) for h in line[1:-1])
                if i is not None
            )
            for line in lines(board.hexes[eye.hex], board.hexes[target.hex])
        )
        if not open_line:
            continue
        exact = min(rules.sight.recon_exact if recon else rules.sight.exact, radius)
        identify = radius if recon else min(rules.sight.identify, radius)
        for level, limit in ((3, exact), (2, identify), (1, radius)):
            if distance <= (max(limit - 1, 1) if shy else limit):
                best = max(best, level)
    return best


@many
@given(states())
def test_sight_agrees_with_looking_from_every_unit_at_every_other(state: GameState) -> None:
    state, _ = sight.look(state)
    for side, enemy in (("soviet", "japanese"), ("japanese", "soviet")):
        for target in state.side_units(enemy):
            expected = plain_level(state, side, target) if state.fog else 3
            assert state.sightings[side].levels[target.spec.index] == expected


def glance_checked(state: GameState, before: GameState | None = None) -> tuple[GameState, tuple[Event, ...]]:
    found, told = sight.look(state, before)
    plain, expected = sight.survey(state, before)
    assert found.sightings == plain.sightings
    assert told == expected
    return found, told


@many
@given(states(), st.randoms(use_true_random=False))
def test_a_glance_at_what_an_order_changed_tells_what_a_survey_would(state: GameState, dice: random.Random) -> None:
    with mock.patch.object(engine, "look", glance_checked):
        for _ in range(12):
            orders = legal_orders(state)
            if not orders:
                break
            others = [o for o in orders if not isinstance(o, EndTurn)]
            state, _ = apply(state, dice.choice(others if others and dice.random() < 0.9 else orders))
