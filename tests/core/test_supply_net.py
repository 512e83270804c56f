"""Supply against plain readings of its rules, in random positions: who is paid for what, feeds, the nearest store, who
is shut in with whom; and the ways of trucks."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from khalkhin.core import initial_state
from khalkhin.core.board.shortest_paths import FAR
from khalkhin.core.crossing.crossing import standing, supply_capacity
from khalkhin.core.model.rules import Mobility, Road
from khalkhin.core.model.state import UNKNOWN_STOCK, Ban, GameState, Ghost
from khalkhin.core.model.units import Level, Unit
from khalkhin.core.supply import jugular, supply
from khalkhin.core.supply.jugular import joined
from khalkhin.core.supply.truckways import ways

from tests.core.positions import states
from tests.core.test_reference import plain_spread, plain_zones, truck_cost
from tests.narrow import the
from tests.scenarios import Row, small_scenario

few = settings(
    max_examples=int(os.environ.get("KHALKHIN_EXAMPLES", "40")), deadline=None, suppress_health_check=list(HealthCheck)
)
SIDES = ("soviet", "japanese")
#: More MP than any way on these maps takes.
ENDLESS = 10**6


def closed_to(state: GameState, side: str) -> set[int]:
    """Hexes that a side's supplies cannot enter."""
    enemies = [u for u in state.units if u.hex >= 0 and u.side != side]
    friends = {u.hex for u in state.side_units(side) if u.is_combat}
    fed = [u for u in enemies if u.unsupplied < state.scenario.rules.supply.bars_until]
    return (plain_zones(state, fed) - friends) | {u.hex for u in enemies if u.is_combat}


def eaters(state: GameState, side: str) -> list[Unit]:
    return [u for u in state.side_units(side) if not u.is_column]


@few
@given(states(), st.lists(st.integers(0, 4), min_size=4, max_size=4), st.integers(0, 5))
def test_whoever_is_fed_is_paid_for_by_his_store_and_over_his_crossings(
    state: GameState, stocks: list[int], used: int
) -> None:
    """Stores have little and crossings carry little, so that some are left over."""
    stores = tuple(replace(s, stock=n) for s, n in zip(state.stores, stocks, strict=True))
    kinds = state.scenario.rules.crossings
    links = {h: replace(c, hits=min(used, kinds[c.kind].hits)) for h, c in state.crossings.items()}
    state = replace(state, stores=stores, crossings=links)
    for side in SIDES:
        net = supply.trace(state, side)
        drawn: Counter[int] = Counter()
        load: Counter[int] = Counter()
        for index, route in net.routes.items():
            need = state.units[index].spec.type.upkeep
            drawn[route.store] += need
            load.update(dict.fromkeys(route.crossings, need))
            steps = list(zip(route.hexes[::-1], route.hexes[-2::-1], strict=False))
            sides = [state.scenario.board.hexside(a, b) for a, b in steps]
            over = {s for s in sides if s is not None and s in links and standing(links[s], state.scenario.rules)}
            assert set(route.crossings) <= over and over - set(route.crossings) <= net.exhausted
            shut = {s for s in links if s not in route.crossings}
            costs = [truck_cost(state, a, b, shut) for a, b in steps]
            assert None not in costs and sum(c for c in costs if c is not None) == route.cost
            assert route.cost <= state.scenario.rules.supply.range
            assert state.stores[route.store].name == route.origin and state.stores[route.store].side == side
        assert {k: v for k, v in net.drawn.items() if v} == +drawn and {k: v for k, v in net.load.items() if v} == +load
        needs = [u.spec.type.upkeep for u in eaters(state, side)]
        for crossing in net.exhausted:
            assert any(load[crossing] + n > supply_capacity(links[crossing], state.scenario.rules) for n in needs)
        for store in net.dry:
            assert stores[store].side == side and any(drawn[store] + n > stores[store].stock for n in needs)
        live = {s.hex for s in stores if s.side == side and s.stock and s.hex not in net.blocked}
        near = plain_spread(state, live, set(net.blocked), set(), state.scenario.rules.supply.range)
        if not net.exhausted and not net.dry:
            assert set(net.routes) == {u.spec.index for u in eaters(state, side) if u.hex in near}


@few
@given(states(), st.data())
def test_a_crossing_that_is_lost_is_not_said_to_be_full(state: GameState, data: st.DataObject) -> None:
    """Broken crossings carry nothing; that they are broken is not that they have carried all they can."""
    broken = data.draw(st.lists(st.sampled_from(sorted(state.crossings)), max_size=2)) if state.crossings else []
    gone = {h: replace(c, hits=99) if h in broken else c for h, c in state.crossings.items()}
    for side in SIDES:
        net = supply.trace(state, side, broken=broken)
        # Nobody controls ground over a crossing that is gone: that is left aside.
        real = supply.trace(replace(state, crossings=gone), side, blocked=net.blocked)
        assert net.exhausted.isdisjoint(broken)
        assert (net.cost, net.routes, net.drawn, net.exhausted) == (real.cost, real.routes, real.drawn, real.exhausted)


@few
@given(states())
def test_a_depot_is_fed_from_the_source_with_the_shortest_way(state: GameState) -> None:
    for side in SIDES:
        closed = closed_to(state, side)
        assert supply.blocked_hexes(state, side) == closed
        own = [(i, s) for i, s in enumerate(state.stores) if s.side == side]
        sources = {s.hex for _, s in own if s.is_source} - closed
        near = plain_spread(state, sources, closed, set(), ENDLESS)
        found = supply.feeds(state, side)
        fed = {i: s.hex for i, s in own if not s.is_source and s.hex in near and s.hex not in closed}
        assert {i: (r.hexes[0], r.cost) for i, r in found.items()} == {i: (h, near[h]) for i, h in fed.items()}
        for route in found.values():
            source = state.stores[route.store]
            assert (source.is_source, source.side, source.hex) == (True, side, route.hexes[-1])
            assert route.origin == source.name


@few
@given(states())
def test_supplies_come_where_a_way_leads_from_a_source_however_far(state: GameState) -> None:
    for side in SIDES:
        closed = closed_to(state, side)
        sources = {s.hex for s in state.stores if s.side == side and s.is_source} - closed
        assert joined(state, side) == set(plain_spread(state, sources, closed, set(), ENDLESS))


@few
@given(states(), st.data())
def test_the_nearest_store_is_that_with_the_shortest_way(state: GameState, data: st.DataObject) -> None:
    hex_ = data.draw(st.integers(0, state.scenario.board.size - 1))
    for side in SIDES:
        closed = closed_to(state, side)
        for shut in (set[int](), closed):
            costs = {}
            for i, store in enumerate(state.stores):
                if store.side == side and store.hex not in shut:
                    cost = plain_spread(state, {store.hex}, shut, set(), ENDLESS).get(hex_)
                    if cost is not None:
                        costs[i] = cost
            found = supply.nearest(state, side, hex_, blocked=shut)
            assert (found is None) is (not costs)
            if found is not None:
                assert costs[found[0]] == found[1] == min(costs.values())


@pytest.mark.parametrize("carried", [0, 1, 2])
def test_only_who_is_fed_keeps_supplies_off_around_him(carried: int) -> None:
    """Riders beside the only way from a source to a regiment, and on it."""
    for place, fed in (((3, 1), carried > 1), ((3, 0), False)):
        units: list[Row] = [
            ("j", "jp-infantry-regiment", "japanese", (6, 0)),
            ("s", "mongol-cavalry", "soviet", place),
        ]
        scenario = small_scenario([".......", "LLL.LLL"], units, depots=[("japanese", (0, 0), 20)])
        state = initial_state(scenario, fog=False)
        state = state.with_unit(replace(the(state.unit("s")), unsupplied=carried))
        assert supply.trace(state, "japanese").serves(the(state.unit("j"))) is fed
        assert bool(supply.pockets(state, "japanese")) is not fed
        assert bool(jugular.closable(state, "japanese", 0).keys() - {the(state.unit("s")).hex}) is (carried < 2)


def plain_groups(state: GameState, units: list[Unit]) -> list[set[str]]:
    """Units by who is near whom, or near somebody who is."""
    gap, distance = state.scenario.rules.supply.pocket_range, state.scenario.board.distance
    groups: list[list[Unit]] = []
    for unit in units:
        close = [g for g in groups if any(distance(unit.hex, u.hex) <= gap for u in g)]
        groups = [g for g in groups if g not in close] + [[unit, *(u for g in close for u in g)]]
    return [{u.id for u in g} for g in groups]


@few
@given(states(), st.lists(st.sampled_from([0, 0, 3, UNKNOWN_STOCK]), min_size=4, max_size=4))
def test_pockets_are_those_who_hang_together_and_are_not_fed(state: GameState, stocks: list[int]) -> None:
    state = replace(state, stores=tuple(replace(s, stock=n) for s, n in zip(state.stores, stocks, strict=True)), turn=3)
    for side in SIDES:
        closed = closed_to(state, side)
        origins = {s.hex for s in state.stores if s.side == side and (s.is_source or s.stock)} - closed
        reached = plain_spread(state, origins, closed, set(), ENDLESS)
        cut_off = [u for u in eaters(state, side) if u.hex not in reached]
        net = supply.trace(state, side)
        unfed = [u for u in eaters(state, side) if not net.serves(u)]
        for found, units in ((supply.shut_in(state, side), cut_off), (supply.pockets(state, side), unfed)):
            assert sorted(sorted(p.units) for p in found) == sorted(map(sorted, plain_groups(state, units)))
            assert [p.steps for p in found] == sorted((p.steps for p in found), reverse=True)
            for pocket in found:
                group = [u for u in units if u.id in pocket.units]
                assert pocket.units == tuple(u.id for u in sorted(group, key=lambda u: u.spec.index))
                assert pocket.hexes == tuple(sorted({u.hex for u in group}))
                assert pocket.steps == sum(u.steps for u in group)
                assert pocket.turns == max(u.unsupplied for u in group)
                dates = [t.date for t in state.scenario.calendar[: state.turn]]
                assert pocket.days == len(set(dates[-pocket.turns :] if pocket.turns else ()))
                assert set(pocket.outline) == plain_outline(state, side, set(pocket.hexes))


def plain_outline(state: GameState, side: str, held: set[int]) -> set[int]:
    board = state.scenario.board
    enemies = {u.hex for u in state.units if u.side != side}
    between = {h for h in range(board.size) if sum(n in held for n in board.neighbours[h]) >= 2}
    return held | (between - enemies)


# ------------------------------------------------------------------ trucks


def plain_drive(state: GameState, side: str, here: int, there: int, cargo: int) -> int | None:
    """MP of a step of a loaded truck column, or None."""
    board, rules = state.scenario.board, state.scenario.rules
    step = next((s for s in board.steps[Mobility.WHEELS][here] if s.to == there), None)
    if step is None:
        return None
    slow = rules.air.interdiction if state.interdicted.get(there, 0) >= state.turn else 0
    road = board.roads[here][board.neighbours[here].index(there)]
    if state.info.weather == "rain" and road is Road.NONE:
        slow += rules.movement.mud_cost[Mobility.WHEELS]
    if not step.water:
        return step.cost + slow
    link = state.crossings.get(step.hexside)
    if link is None or not standing(link, rules) or supply_capacity(link, rules) < cargo:
        return None
    return step.cost + rules.crossings[link.kind].cost + slow


@few
@given(states(), st.integers(0, 12), st.data())
def test_trucks_take_the_cheapest_way_that_nobody_bars(state: GameState, cargo: int, data: st.DataObject) -> None:
    board = state.scenario.board
    goal = data.draw(st.integers(0, board.size - 1))
    struck = data.draw(st.dictionaries(st.integers(0, board.size - 1), st.integers(0, 2), max_size=4))
    side = state.active
    seen_last = {
        u.spec.index: Ghost(data.draw(st.integers(0, board.size - 1)), 1, Level.IDENTIFIED)
        for u in state.units
        if u.side != side and not state.sightings[side].levels[u.spec.index]
    }
    mine = replace(state.sightings[side], ghosts=seen_last)
    state = replace(state, interdicted=struck, sightings={**state.sightings, side: mine})
    known = ways(state, side)
    for wary in (False, True):
        shut = known.blocked | (known.shunned if wary else frozenset())
        best = {goal: 0}
        changed = goal not in shut
        while changed:
            changed = False
            for there in list(best):
                for here in board.neighbours[there]:
                    if here < 0 or (there in shut):
                        continue
                    cost = plain_drive(state, side, here, there, cargo)
                    if cost is not None and best[there] + cost < best.get(here, ENDLESS):
                        best[here] = best[there] + cost
                        changed = True
        tree = known.to(goal, Mobility.WHEELS, cargo, wary=wary)
        assert {h: c for h, c in enumerate(tree.cost) if c < FAR} == best
        for hex_ in best:
            way = list(tree.path(hex_))
            assert tree.reaches(hex_) and (way[0], way[-1]) == (hex_, goal) and not shut.intersection(way[1:])
            assert sum(known.step(a, b, Mobility.WHEELS) for a, b in zip(way, way[1:], strict=False)) == best[hex_]
            links = [board.hexside(a, b) for a, b in zip(way, way[1:], strict=False)]
            assert list(known.crossed(tree, hex_)) == [s for s in links if s in known.gates]


@pytest.mark.parametrize(("last", "slow"), [(1, False), (2, True), (3, True)])
def test_a_struck_road_is_slow_up_to_its_last_turn(last: int, slow: bool) -> None:
    state = initial_state(
        small_scenario(
            ["...."], [("s", "rifle-regiment", "soviet", (0, 0)), ("j", "rifle-regiment", "japanese", (3, 0))]
        ),
        fog=False,
    )
    state = replace(state, turn=2, interdicted={1: last})
    assert (1 in ways(state, "soviet").slowed) is slow


@pytest.mark.parametrize(("side", "until", "closed"), [("soviet", 0, True), ("soviet", 2, True), ("soviet", 1, False)])
def test_trucks_keep_out_of_an_area_that_is_closed_to_their_side(side: str, until: int, closed: bool) -> None:
    units: list[Row] = [("s", "rifle-regiment", "soviet", (0, 0)), ("j", "rifle-regiment", "japanese", (3, 0))]
    state = replace(initial_state(small_scenario(["...."] * 2, units), fog=False), turn=2)
    state = replace(state, bans=(Ban(side, "west", frozenset({1, 5}), until=until),))
    assert ({1, 5} <= ways(state, "soviet").blocked) is closed and 5 not in ways(state, "japanese").blocked
    assert 2 in ways(state, "soviet", without=[2]).blocked
