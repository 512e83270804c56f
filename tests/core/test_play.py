"""Properties that hold over random play, and the behaviour of turns, supply, fog and victory."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from typing import Unpack

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from khalkhin.core import IllegalOrder, apply, initial_state, legal_orders, parse_order, view, why_illegal
from khalkhin.core.crossing.crossing import supply_capacity
from khalkhin.core.dice import number, two_dice
from khalkhin.core.events.events import Arrived, Moved, ObjectiveTaken, PocketClosed, SupplyChanged
from khalkhin.core.fog.sight import survey
from khalkhin.core.fog.witness import visible_events
from khalkhin.core.model.reasons import EndReason
from khalkhin.core.model.scenario import Grade
from khalkhin.core.model.state import DESTROYED, EXITED, GameState, Ghost, Holding
from khalkhin.core.model.units import Level
from khalkhin.core.movement.movement import reach
from khalkhin.core.orders.orders import (
    Assault,
    Barrage,
    EndTurn,
    Exit,
    Haul,
    Move,
    Order,
    Prioritise,
    Standby,
    Stop,
    Work,
)
from khalkhin.core.supply.supply import feeds, pockets, trace
from khalkhin.core.timeline.effect_kinds import Silence, Suppress, Surprise
from khalkhin.core.timeline.timeline import Entry, When
from khalkhin.core.victory import score, steps_lost, worth
from khalkhin.text.refusals import refusal_text

from tests.core import ledger
from tests.core.positions import states
from tests.narrow import the
from tests.refused import code, words
from tests.scenarios import Parts, Row, rules, small_scenario

OPEN = ["." * 9] * 7
CORNERS = [("soviet", (0, 0)), ("japanese", (8, 6))]
few = settings(
    max_examples=int(os.environ.get("KHALKHIN_EXAMPLES", "60")), deadline=None, suppress_health_check=list(HealthCheck)
)


def check_invariants(state: GameState) -> None:
    at: dict[int, list[int]] = {}
    for unit in state.units:
        assert 0 <= unit.suppressed <= unit.steps and 0 <= unit.entrenchment <= 3 and unit.mp >= 0
        assert (unit.steps == 0) == (unit.hex == DESTROYED)
        if unit.hex >= 0:
            at.setdefault(unit.hex, []).append(unit.spec.index)
            for other in state.at_hex(unit.hex):
                assert other.side == unit.side
                assert other == unit or unit.is_column or other.is_column or other.is_combat != unit.is_combat
        assert 0 <= unit.cargo <= unit.capacity
    assert {h: tuple(sorted(i)) for h, i in at.items()} == dict(state.at)
    for link in state.crossings.values():
        assert 0 <= link.hits <= 3 and link.used >= 0


@few
@given(states(), st.data())
def test_random_play_keeps_every_invariant(state: GameState, data: st.DataObject) -> None:
    for _ in range(12):
        if state.over:
            assert legal_orders(state) == ()
            break
        orders = legal_orders(state)
        assert list(orders) == sorted(orders, key=str) and len(set(orders)) == len(orders) and EndTurn() in orders
        # A kind first: a hundred moves do not hide the one barrage.
        kind = data.draw(st.sampled_from(sorted({type(o).__name__ for o in orders})))
        order = data.draw(st.sampled_from([o for o in orders if type(o).__name__ == kind]))
        assert why_illegal(state, order) is None and parse_order(str(order)) == order
        before = state.digest()
        after, events = apply(state, order)
        assert state.digest() == before, "apply changed the state it was given"
        assert apply(state, order)[0].digest() == after.digest()
        assert events or isinstance(order, Haul | Prioritise | Standby | Stop | Work), order
        check_invariants(after)
        ledger.check(state, order, after, events)
        for side in ("soviet", "japanese"):
            view(after, side)
            visible_events(events, state, after, side)
        state = after


@few
@given(states(), st.integers(0, 10), st.integers(0, 10), st.data())
def test_an_order_is_refused_exactly_when_a_reason_is_given(
    state: GameState, col: int, row: int, data: st.DataObject
) -> None:
    names = [u.id for u in state.units] + ["nobody"]
    team = tuple(data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=3)))
    here = (col, row)
    orders: list[Order] = [Move(team[0], here), Assault(here, team), Barrage(team[0], here), Exit(team[0])]
    order = data.draw(st.sampled_from(orders))
    refusal = why_illegal(state, order)
    if refusal is None:
        apply(state, order)
    else:
        with pytest.raises(IllegalOrder) as caught:
            apply(state, order)
        assert caught.value.refusal == refusal
        assert refusal_text(refusal, state).endswith(".")


@few
@given(states(fog=True))
def test_what_a_side_may_order_does_not_depend_on_enemies_it_cannot_see(state: GameState) -> None:
    side = state.active
    hidden = [
        u for u in state.units if u.hex >= 0 and u.side != side and not state.sightings[side].levels[u.spec.index]
    ]
    known = replace(state.with_units([replace(u, hex=-4) for u in hidden]))
    assert [str(o) for o in legal_orders(state)] == [str(o) for o in legal_orders(known)]
    redacted = view(state, side)
    assert [str(o) for o in legal_orders(redacted.state)] == [str(o) for o in legal_orders(state)]


@few
@given(states(fog=True), st.integers(1, 5))
def test_a_view_does_not_depend_on_what_is_hidden(state: GameState, seed: int) -> None:
    """Two states that differ only in dice and in unseen enemies look the same."""
    for side in ("soviet", "japanese"):
        levels = state.sightings[side].levels
        other = replace(state, seed=state.seed + seed)
        other = other.with_units(
            [
                replace(u, suppressed=0, entrenchment=3)
                for u in state.side_units(state.scenario.enemy(side))
                if not levels[u.spec.index]
            ]
        )
        assert view(state, side).state.digest() == view(other, side).state.digest()
        known = view(state, side)
        for unit in known.state.units:
            if unit.side != side and known.level(unit) == 0:
                assert unit.hex < 0


def battle(units: Sequence[Row], rows: Sequence[str] = OPEN, fog: bool = False, **more: Unpack[Parts]) -> GameState:
    given: Parts = {"sources": CORNERS, **more}
    return initial_state(small_scenario(rows, units, **given), seed=1, fog=fog)


def test_a_move_into_an_unseen_enemy_stops_there() -> None:
    state = battle(
        [("s", "rifle-regiment", "soviet", (1, 3)), ("j", "jp-infantry-battalion", "japanese", (5, 3))],
        rows=["." * 9] * 3 + ["...d....."] + ["." * 9] * 3,
        fog=True,
    )
    cavalry = battle(
        [("s", "mongol-cavalry", "soviet", (1, 3)), ("j", "jp-infantry-battalion", "japanese", (5, 3))],
        rows=["...d....."] * 7,
        fog=True,
    )
    assert state.sightings["soviet"].levels[1] == 0
    assert cavalry.sightings["soviet"].levels[1] == 0
    after, events = apply(cavalry, Move("s", (5, 3)))
    moved = next(e for e in events if isinstance(e, Moved))
    assert moved.stopped and the(after.unit("s")).hex != after.scenario.board.index(5, 3)


def test_an_undisturbed_column_pays_what_the_reach_says() -> None:
    state = battle([("s", "rifle-regiment", "soviet", (1, 3))])
    unit = state.unit("s")
    assert unit
    for hex_, cost in reach(state, unit).cost.items():
        after, _ = apply(state, Move("s", state.scenario.board.place(hex_)))
        assert the(after.unit("s")).mp == unit.mp - cost


def test_zone_of_control_costs_by_day_and_leaving_is_free_at_night() -> None:
    units = [("s", "mongol-cavalry", "soviet", (4, 4)), ("j", "rifle-regiment", "japanese", (4, 3))]
    day, night = battle(units), battle(units, night_first=True)
    away = day.scenario.board.index(4, 5)
    assert away is not None
    assert reach(day, the(day.unit("s"))).cost[away] == 2 + 4
    assert reach(night, the(night.unit("s"))).cost[away] == 2
    along = day.scenario.board.index(5, 3)
    assert along is not None
    assert reach(day, the(day.unit("s"))).cost[along] == 2 + 4 + 2


def test_a_crossing_carries_so_many_units_a_turn_and_no_tanks_over_a_pontoon() -> None:
    river = [((c, 3), (c, 4), "river") for c in range(9)]
    river += [((c, 3), (c + d, 4), "river") for c in (1, 3, 5, 7) for d in (-1, 1)]
    units = [(f"s{i}", "mongol-cavalry", "soviet", (2 + i, 3)) for i in range(5)]
    units += [("t", "tank-brigade", "soviet", (4, 1)), ("j", "rifle-regiment", "japanese", (0, 6))]
    state = battle(units, hexsides=river, crossings=[((4, 3), (4, 4), "pontoon")])
    over = state.scenario.board.index(4, 5)
    assert over is not None
    assert over not in reach(state, the(state.unit("t"))).cost
    for i, place in ((2, (4, 5)), (1, (3, 4)), (3, (5, 4))):
        state, _ = apply(state, Move(f"s{i}", place))
    assert next(iter(state.crossings.values())).used == 3
    assert code(state, Move("s0", (4, 4))) == "out-of-reach"


def test_a_swim_takes_the_whole_move_and_shakes_half_the_steps() -> None:
    river = [((c, 3), (c, 4), "river") for c in range(9)]
    river += [((c, 3), (c + d, 4), "river") for c in range(1, 9, 2) for d in (-1, 1) if 0 <= c + d < 9]
    state = battle([("s", "rifle-regiment", "soviet", (4, 3), {"steps": 5})], hexsides=river)
    after, events = apply(state, Move("s", (4, 4)))
    unit = the(after.unit("s"))
    assert [len(e.path) for e in events if isinstance(e, Moved)] == [2]
    assert (unit.mp, unit.suppressed) == (0, 3)


def test_the_supply_ladder_step_by_step() -> None:
    """A unit ringed by enemies: fed by what it has for a turn, short for four, unsupplied for six (two steps
    suppressed), then isolated (a step lost each turn, all but one of those left suppressed)."""
    ring = [(4, 2), (5, 2), (5, 3), (4, 4), (3, 3), (3, 2)]
    units: list[Row] = [(f"s{i}", "rifle-regiment", "soviet", p) for i, p in enumerate(ring)]
    units.append(("j", "jp-infantry-battalion", "japanese", (4, 3), {"steps": 6}))
    state = battle(units, turns=16, victory=replace(rules().victory, pocket_steps=6))
    seen = []
    announced = []
    for _ in range(14):
        state, _ = apply(state, EndTurn())
        unit = state.unit("j")
        assert unit
        seen.append((unit.supply_state, unit.suppressed, unit.steps))
        state, events = apply(state, EndTurn())
        announced += [e for e in events if isinstance(e, PocketClosed)]
    assert seen == [(0, 0, 6), *4 * [(1, 0, 6)], *6 * [(2, 2, 6)], (3, 4, 5), (3, 3, 4), (3, 2, 3)]
    assert state.pocketed == {"japanese": 6}


def test_an_isolated_unit_that_may_surrender_does_by_dice() -> None:
    outcomes = set()
    for seed in range(40):
        ring = [(4, 2), (5, 2), (5, 3), (4, 4), (3, 3), (3, 2)]
        units: list[Row] = [(f"j{i}", "jp-infantry-battalion", "japanese", p) for i, p in enumerate(ring)]
        units.append(("s", "rifle-regiment", "soviet", (4, 3), {"steps": 6, "unsupplied": 5}))
        scenario = small_scenario(rows=OPEN, units=units, sources=CORNERS)
        unit = the(initial_state(scenario, seed=seed, fog=False).unit("s"))
        throw, needed = sum(two_dice(seed, ("surrender", 1, "s"))), rules().supply.surrender_roll
        assert (unit.hex == DESTROYED) is (throw >= needed)
        outcomes.add(throw - needed)
    assert {-1, 0, 1} <= outcomes


def test_a_depot_without_a_road_from_a_source_feeds_until_it_is_empty() -> None:
    rows = ["........."] * 3 + ["LLLLLLLLL"] + ["........."] * 3
    units = [("s", "rifle-regiment", "soviet", (4, 6)), ("t", "rifle-regiment", "soviet", (4, 1))]
    units.append(("j", "rifle-regiment", "japanese", (8, 6)))
    cut = battle(units, rows=rows, depots=[("soviet", (4, 5), 3)])
    depot = next(i for i, s in enumerate(cut.stores) if s.side == "soviet" and not s.is_source)
    assert depot not in feeds(cut, "soviet") and trace(cut, "soviet").routes[0].origin == "soviet depot 1"
    stocks = []
    for _ in range(4):
        stocks.append((cut.stores[depot].stock, cut.units[0].supply_state))
        cut, _ = apply(apply(cut, EndTurn())[0], EndTurn())
    assert stocks == [(2, 0), (1, 0), (0, 0), (0, 1)]
    fed = battle(units, depots=[("soviet", (4, 5))])
    assert feeds(fed, "soviet")[depot].origin == "soviet source 1"


@pytest.mark.parametrize("hits", [0, 2, 3])
def test_men_carry_supplies_over_a_stream_beside_a_crossing_that_is_full_or_broken(hits: int) -> None:
    """A ford of 8 SP feeds as many as it can; the rest is carried over without it, and broken fords carry nothing."""
    units = [(f"s{i}", "tank-brigade", "soviet", (1, i)) for i in range(6)]
    state = battle(
        [*units, ("j", "rifle-regiment", "japanese", (8, 6))],
        hexsides=[((0, r), (1, r), "stream") for r in range(6)] + [((0, r + 1), (1, r), "stream") for r in range(6)],
        crossings=[((0, 0), (1, 0), "ford", {"hits": hits})],
        sources=[("soviet", (0, 0))],
    )
    net = trace(state, "soviet")
    ford = next(iter(state.crossings))
    capacity = supply_capacity(state.crossings[ford], state.scenario.rules)
    by_ford = [i for i, route in net.routes.items() if ford in route.crossings]
    assert net.load.get(ford, 0) == 2 * len(by_ford) <= capacity
    assert len(net.routes) > len(by_ford)


def test_what_if_a_hex_is_lost_agrees_with_losing_it() -> None:
    units = [("s", "rifle-regiment", "soviet", (7, 3)), ("j", "rifle-regiment", "japanese", (8, 6))]
    state = battle(
        units,
        rows=["LLLLLLLLL"] * 3 + ["........."] + ["LLLLLLLL."] * 3,
        sources=[("soviet", (0, 3)), ("japanese", (8, 6))],
    )
    assert trace(state, "soviet").serves(the(state.unit("s")))
    gone = trace(state, "soviet", without=[state.scenario.board.index(3, 3) or 0])
    assert not gone.serves(the(state.unit("s")))
    assert [p.units for p in pockets(state, "soviet", gone)] == [("s",)]


def test_reinforcements_come_on_their_turn_beside_their_entry_if_it_is_taken() -> None:
    state = battle(
        [
            ("s", "rifle-regiment", "soviet", (0, 0)),
            ("r", "rifle-regiment", "soviet", (0, 0), {"arrives": 2}),
            ("j", "rifle-regiment", "japanese", (8, 6)),
        ]
    )
    assert not the(state.unit("r")).on_map
    for _ in range(2):
        state, events = apply(state, EndTurn())
    unit = state.unit("r")
    assert unit and state.scenario.board.distance(unit.hex, 0) == 1
    assert [e.unit for e in events if isinstance(e, Arrived)] == ["r"] and unit.mp == unit.spec.type.mp


def test_objectives_pay_what_they_are_worth_when_taken_and_their_first_owner_the_rest() -> None:
    state = battle(
        [("s", "mongol-cavalry", "soviet", (2, 3)), ("j", "rifle-regiment", "japanese", (8, 6))],
        objectives=[("Hill", (4, 3), "japanese", 20, 10)],
        turns=6,
    )
    assert score(state, "japanese").lines[0].points == 10
    state, _ = apply(state, EndTurn())
    state, _ = apply(state, EndTurn())
    now = worth(state, state.scenario.objectives[0])
    assert (now, worth(state, state.scenario.objectives[0], 1), worth(state, state.scenario.objectives[0], 6)) == (
        18,
        20,
        10,
    )
    state, events = apply(state, Move("s", (4, 3)))
    assert [e.points for e in events if isinstance(e, ObjectiveTaken)] == [now]
    assert score(state, "soviet").lines[0].points == now
    late = replace(state, turn=6)
    assert score(late, "soviet").lines[0].points == now, "what it counts was settled on the day it was taken"
    back = replace(late, holdings=(Holding("japanese", 6),))
    assert score(back, "japanese").lines[0].points == 10, "its first owner gets no more for taking it back"


def test_the_last_turn_ends_the_battle_with_grades_for_both_sides() -> None:
    state = battle([("s", "rifle-regiment", "soviet", (0, 0)), ("j", "rifle-regiment", "japanese", (8, 6))], turns=2)
    for _ in range(4):
        assert not state.over
        state, _ = apply(state, EndTurn())
    assert state.outcome and state.outcome.reason == EndReason.LAST_TURN
    assert all(g in tuple(Grade) for g in state.outcome.grades.values())
    assert code(state, EndTurn()) == "over"


def test_leaving_by_a_supply_source_saves_half() -> None:
    state = battle(
        [
            ("s", "rifle-regiment", "soviet", (0, 0), {"steps": 5}),
            ("t", "rifle-regiment", "soviet", (3, 3)),
            ("j", "rifle-regiment", "japanese", (8, 6)),
        ]
    )
    assert code(state, Exit("t")) == "no-exit"
    after, _ = apply(state, Exit("s"))
    assert the(after.unit("s")).hex == EXITED and steps_lost(after, "soviet") == 2


@pytest.mark.parametrize("kind", ["tank-brigade", "rifle-regiment"])
@pytest.mark.parametrize(("fought", "mp", "refusal"), [(True, 5, "no-mp"), (False, 0, "no-mp"), (False, 1, None)])
def test_nobody_leaves_the_map_after_a_fight(kind: str, fought: bool, mp: int, refusal: str | None) -> None:
    """Not even those who may still move after one."""
    state = battle([("s", kind, "soviet", (0, 0)), ("j", "rifle-regiment", "japanese", (8, 6))])
    found = why_illegal(state.with_unit(replace(the(state.unit("s")), fought=fought, mp=mp)), Exit("s"))
    assert (found and found.code.value) == refusal


def test_the_timeline_suppresses_surprises_and_silences() -> None:
    state = battle(
        [
            ("s", "rifle-regiment", "soviet", (4, 2)),
            ("j", "rifle-regiment", "japanese", (4, 3)),
            ("g", "field-artillery", "japanese", (4, 5)),
        ],
        timeline=[
            Entry(
                "strike",
                When(1),
                "soviet",
                "The first strike",
                effects=(Suppress("japanese", 1), Surprise("soviet", 2), Silence("japanese", 1)),
            )
        ],
    )
    assert the(state.unit("j")).suppressed == 1 and state.fired == {"strike": 1}
    from khalkhin.core.orders.combat import assault_forecast

    assert any(s.name == "surprise" for s in assault_forecast(state, Assault((4, 3), ("s",))).shifts)
    state, _ = apply(state, EndTurn())
    assert "silenced" in words(state, Barrage("g", (4, 2)))


def test_undisturbed_units_dig_in_and_moving_gives_the_trench_up() -> None:
    state = battle([("s", "rifle-regiment", "soviet", (4, 2)), ("j", "rifle-regiment", "japanese", (8, 6))])
    for level in (1, 2, 2):
        state, _ = apply(state, EndTurn())
        assert the(state.unit("s")).entrenchment == level
        state, _ = apply(state, EndTurn())
    state, _ = apply(state, Move("s", (4, 3)))
    assert the(state.unit("s")).entrenchment == 0


@pytest.mark.parametrize(("busy", "level"), [("", 2), ("moved", 1), ("fought", 1)])
def test_who_marched_or_fought_does_not_dig_deeper(busy: str, level: int) -> None:
    state = battle([("s", "rifle-regiment", "soviet", (4, 2)), ("j", "rifle-regiment", "japanese", (8, 6))])
    unit = replace(the(state.unit("s")), entrenchment=1, moved=busy == "moved", fought=busy == "fought")
    after, _ = apply(state.with_unit(unit), EndTurn())
    assert the(after.unit("s")).entrenchment == level


def test_nobody_digs_who_is_wholly_suppressed() -> None:
    state = battle([("s", "rifle-regiment", "soviet", (4, 2)), ("j", "rifle-regiment", "japanese", (8, 6))])
    unit = the(state.unit("s"))
    for suppressed, level in ((unit.steps - 1, 1), (unit.steps, 0)):
        after, _ = apply(state.with_unit(replace(unit, suppressed=suppressed)), EndTurn())
        assert the(after.unit("s")).entrenchment == level


def test_a_ghost_is_kept_for_as_many_turns_as_the_rules_say() -> None:
    units: list[Row] = [("s", "rifle-regiment", "soviet", (0, 0)), ("j", "rifle-regiment", "japanese", (8, 6))]
    state = battle(units, fog=True, turns=12)
    seen = replace(state.sightings["soviet"], ghosts={1: Ghost(the(state.unit("j")).hex, 2, Level.CONTACT)})
    state = replace(state, sightings={**state.sightings, "soviet": seen})
    last = 2 + rules().sight.ghost_turns
    assert survey(replace(state, turn=last))[0].sightings["soviet"].ghosts
    assert not survey(replace(state, turn=last + 1))[0].sightings["soviet"].ghosts


def test_a_ghost_stays_where_an_enemy_was_last_seen_until_the_place_is_seen_empty() -> None:
    units: list[Row] = [
        ("s", "mongol-cavalry", "soviet", (2, 3)),
        ("j", "rifle-regiment", "japanese", (4, 3), {"moved": True}),
    ]
    state = battle(units, fog=True)
    seen_at = the(state.unit("j")).hex
    assert state.sightings["soviet"].levels[1]
    for _ in range(2):
        state, _ = apply(state, EndTurn())
    assert state.night and state.sightings["soviet"].ghosts[1].hex == seen_at
    assert view(state, "soviet").ghosts[1].turn == 2
    state, _ = apply(state, EndTurn())
    state, _ = apply(state, Move("j", (6, 4)))
    assert state.sightings["soviet"].ghosts[1].hex == seen_at
    state, _ = apply(state, EndTurn())
    assert state.sightings["soviet"].ghosts.get(1) is None or not view(state, "soviet").sees(seen_at)
    state, _ = apply(state, Move("s", (3, 3)))
    assert 1 not in state.sightings["soviet"].ghosts


def test_the_enemy_sees_only_the_part_of_a_march_that_it_watches() -> None:
    state = battle([("s", "mongol-cavalry", "soviet", (3, 3)), ("j", "rifle-regiment", "japanese", (5, 3))], fog=True)
    after, events = apply(state, Move("s", (0, 3)))
    for event in visible_events(events, state, after, "japanese"):
        if isinstance(event, Moved):
            assert event.cost == 0 and set(event.path) <= set(next(e for e in events if isinstance(e, Moved)).path)
    assert not any(isinstance(e, SupplyChanged) for e in visible_events(events, state, after, "japanese"))


DICE = [2, 5, 5, 6, 4, 4, 1, 1, 3, 3, 1, 3]


@given(st.integers(0, 10**9), st.text(max_size=9))
def test_dice_are_a_function_of_seed_and_key(seed: int, key: str) -> None:
    assert number(seed, (key, 1), 6) == number(seed, (key, 1), 6) in range(1, 7)


def test_dice_have_not_changed_since_saves_were_made_with_them() -> None:
    assert [number(1, ("assault", turn), 6) for turn in range(12)] == DICE
