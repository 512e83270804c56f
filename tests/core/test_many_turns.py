"""Ways of more than a turn against relaxing every step of the map on a clock: how far it is, marches, who is first."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from khalkhin.core.marching import MarchPlan, NoMarch, plan_march
from khalkhin.core.model.state import Ban, GameState
from khalkhin.core.model.units import Unit
from khalkhin.core.movement.measuring import way
from khalkhin.core.movement.movement import full_mp, picture
from khalkhin.core.movement.multi_turn_reach import turns_to
from khalkhin.core.refusals import Refusal, RefusalCode
from khalkhin.core.supply.jugular import closable

from tests.core.positions import states
from tests.core.test_reference import as_known, dry_cost, plain_zones

few = settings(
    max_examples=int(os.environ.get("KHALKHIN_EXAMPLES", "40")), deadline=None, suppress_health_check=list(HealthCheck)
)


@st.composite
def restricted(draw: Any) -> GameState:
    """A random position in which crossings have been used this turn and an area is closed to both sides, or was."""
    state: GameState = draw(states())
    board = state.scenario.board
    area = draw(st.frozensets(st.integers(0, board.size - 1), max_size=4))
    until = draw(st.sampled_from([0, state.turn, state.turn + 1]))
    bans = tuple(Ban(side, "area", area, until=until) for side in ("soviet", "japanese"))
    links = {
        h: replace(c, used=draw(st.integers(0, 4)), supply_used=draw(st.integers(0, 20)))
        for h, c in state.crossings.items()
    }
    return replace(state, bans=draw(st.sampled_from([(), bans])), crossings=links, turn=draw(st.sampled_from([1, 2])))


def fresh_crossings(state: GameState) -> GameState:
    return replace(state, crossings={h: replace(c, used=0, supply_used=0) for h, c in state.crossings.items()})


def later(spent: int, cost: int, full: int) -> int:
    """The clock after a step: what does not fit into the turn is made in the next, and who is fresh makes any step."""
    end = (spent // full + 1) * full
    if spent + cost <= end:
        return spent + cost
    return end if spent % full == 0 else end + min(cost, full)


def clock(
    state: GameState,
    unit: Unit,
    start: int,
    spent: int,
    closed: Collection[int],
    by_day: bool,
    zones: Collection[int] | None = None,
) -> dict[int, int]:
    """When a unit can be in each hex, by relaxing every step until nothing changes."""
    board, rules = state.scenario.board, state.scenario.rules.movement
    if zones is None:
        zones = plain_zones(state, as_known(state, unit.side))
    full = full_mp(state, unit)
    best = {start: spent}
    changed = True
    while changed:
        changed = False
        for here in list(best):
            for there in board.neighbours[here]:
                if there < 0 or there in closed:
                    continue
                cost = dry_cost(state, unit, here, there)
                if cost is None:
                    continue
                mp = full if cost == "swim" else int(cost)
                mp += rules.zoc_enter if there in zones else 0
                mp += rules.zoc_leave if here in zones and (by_day or not state.night or there in zones) else 0
                then = later(best[here], mp, full)
                if then < best.get(there, 10**9):
                    best[there] = then
                    changed = True
    return best


def barred(state: GameState, unit: Unit, start: int) -> set[int]:
    """Hexes that a unit cannot enter: enemies it knows of, but for trucks that it can take, and areas closed to it."""
    held = {e.hex for e in as_known(state, unit.side) if not (e.is_column and unit.is_combat)}
    shut = [b.hexes for b in state.bans if b.side == unit.side and (not b.until or state.turn <= b.until)]
    return held.union(*(hexes for hexes in shut if start not in hexes))


@few
@given(restricted(), st.data())
def test_how_far_it_is(state: GameState, data: st.DataObject) -> None:
    for unit in state.side_units(state.active):
        start = data.draw(st.integers(0, state.scenario.board.size - 1))
        full, known = full_mp(state, unit), picture(state, unit.side)
        best = {} if full <= 0 else clock(fresh_crossings(state), unit, start, 0, barred(state, unit, start), False)
        for goal in range(state.scenario.board.size):
            found = way(state, unit, start, goal, known)
            assert (found is None) is (goal not in best)
            if found is not None:
                assert found.turns == -(-best[goal] // full) and (found.path[0], found.path[-1]) == (start, goal)


@few
@given(restricted(), st.data())
def test_a_march_takes_the_way_that_is_quickest_out_of_zones_of_control(state: GameState, data: st.DataObject) -> None:
    for unit in state.side_units(state.active):
        unit = replace(unit, mp=data.draw(st.integers(0, unit.spec.type.mp)), fought=data.draw(st.booleans()))
        now = state.with_unit(unit)
        goal = data.draw(st.integers(0, state.scenario.board.size - 1))
        full, zones = full_mp(now, unit), plain_zones(now, as_known(now, unit.side))
        found = plan_march(now, unit, goal)
        if isinstance(found, Refusal) and found.code is not RefusalCode.IMPASSABLE:
            continue
        spent = full - unit.mp if unit.mp and not (unit.fought and not unit.has("exploit")) else full
        shut = barred(now, unit, unit.hex)
        empty = fresh_crossings(now)
        safe = clock(empty, unit, unit.hex, spent, shut | zones, False)
        if goal not in safe:
            by_zones = goal in clock(empty, unit, unit.hex, spent, shut, False)
            assert (found is NoMarch.ZONE) is by_zones, (found, by_zones)
            continue
        assert isinstance(found, MarchPlan) or found in (NoMarch.ROOM, NoMarch.OVER)
        if isinstance(found, MarchPlan):
            assert found.way[-1] == goal and zones.isdisjoint(found.way[1:]) and shut.isdisjoint(found.way[1:])
            on = {unit.hex, *found.way}
            others = set(range(state.scenario.board.size)) - on
            assert clock(empty, unit, unit.hex, spent, shut | zones | others, False)[goal] == safe[goal]


@few
@given(restricted(), st.integers(1, 3))
def test_when_the_first_of_some_units_could_stand_in_each_hex(state: GameState, limit: int) -> None:
    """Crossings bear whom they are strong enough for, areas are open, and zones cost as by day."""
    for side in ("soviet", "japanese"):
        own = [replace(u, cargo=0) for u in state.side_units(side)]
        first: dict[int, int] = {}
        for unit in own:
            full = full_mp(state, unit)
            if full <= 0:
                continue
            spent = max(0, full - unit.mp) if side == state.active else 0
            enemies = {e.hex for e in as_known(state, side)}
            for hex_, when in clock(fresh_crossings(state), unit, unit.hex, spent, enemies, True).items():
                turns = 0 if hex_ == unit.hex else -(-when // full)
                if turns <= limit:
                    first[hex_] = min(turns, first.get(hex_, turns))
        assert turns_to(state, own, picture(state, side), limit) == first


@few
@given(restricted(), st.integers(1, 3))
def test_when_the_enemy_could_close_each_hex(state: GameState, within: int) -> None:
    """He stands there with a fighting unit, or controls it from where one can stand that is fed."""
    for side, enemy in (("soviet", "japanese"), ("japanese", "soviet")):
        ours = list(state.side_units(side))
        taken, zones = {u.hex for u in ours}, plain_zones(state, ours)
        first: dict[int, int] = {}
        for unit in [u for u in state.side_units(enemy) if u.is_combat]:
            full = full_mp(state, unit)
            spent = max(0, full - unit.mp) if enemy == state.active else 0
            for hex_, when in clock(fresh_crossings(state), unit, unit.hex, spent, taken, True, zones).items():
                turns = 0 if hex_ == unit.hex else -(-when // full)
                if turns <= within:
                    fed = [replace(unit, hex=hex_)] if unit.unsupplied < state.scenario.rules.supply.bars_until else []
                    for near in {hex_} | plain_zones(state, fed):
                        first[near] = min(turns, first.get(near, turns))
        assert closable(state, side, within) == first
