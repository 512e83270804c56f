"""Truck columns, counted by hand: what a road carries, queues, ambush, capture, dumps, orders, the staff's plan."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from khalkhin.core import apply, initial_state, legal_orders, parse_order, view, why_illegal
from khalkhin.core.combat.assault import destroy, lose_steps
from khalkhin.core.events.events import Captured, Destroyed, Hauled, Retreated, StepsLost, SupplyChanged
from khalkhin.core.model.reasons import Cause, StopReason
from khalkhin.core.model.state import DESTROYED, GameState
from khalkhin.core.model.units import Driving
from khalkhin.core.orders.orders import Assault, EndTurn, Haul, Load, Move, Prioritise, Unload
from khalkhin.core.supply import haulage
from khalkhin.core.supply.staffplan import plan
from khalkhin.text.supplies import trucks

from tests.narrow import the
from tests.refused import code, words
from tests.scenarios import rules, small_scenario

#: The counts below are for these columns, whatever the shipped ones are tuned to.
RULES = replace(
    rules(),
    unit_types={
        **rules().unit_types,
        **{
            name: replace(rules().unit_types[name], mp=20, steps=3, capacity=3)
            for name in ("truck-column", "jp-truck-column")
        },
    },
    haul=replace(rules().haul, load=2, unload=2, ambush_loss=1, buffer=8),
)
ROAD = [(c, 0) for c in range(13)]
OPEN = ["." * 13] * 4


def battle(units: Any = (), *, fog: bool = False, **more: Any) -> GameState:
    """A road along the row 0 from a source at its west end; an idle enemy far away."""
    given: dict[str, Any] = {
        "rows": OPEN,
        "roads": [ROAD],
        "sources": [("soviet", (0, 0), 100), ("japanese", (12, 3))],
        "depots": [("soviet", (6, 0), 0)],
        "turns": 12,
        "ruleset": RULES,
        **more,
    }
    guards = [("guard", "rifle-regiment", "soviet", (0, 3)), ("idle", "rifle-regiment", "japanese", (12, 3))]
    return initial_state(small_scenario(units=[*guards, *units], **given), seed=1, fog=fog)


def columns(count: int = 1, place: tuple[int, int] = (0, 0), **more: Any) -> list[Any]:
    return [(f"t{n}", "truck-column", "soviet", place, dict(more)) for n in range(count)]


def rounds(state: GameState, turns: int = 1) -> GameState:
    for _ in range(turns):
        state, _ = apply(apply(state, EndTurn())[0], EndTurn())
    return state


def stock(state: GameState, name: str) -> int:
    return next(s.stock for s in state.stores if s.name == name)


def order(state: GameState, text: str) -> GameState:
    return apply(state, parse_order(text))[0]


# ------------------------------------------------------------------ flow


def test_a_road_of_six_hexes_delivers_what_is_counted_by_hand() -> None:
    """20 MP, 2 to load, 6 there, 2 to unload, 6 back: 16 a trip. 9 SP a time.

    Turn 1: load, there, unload, back (16), load, 2 hexes. Turn 2: 4 hexes, unload, back (12), load, there (20).
    Turn 3: unload, back (8), load, there, unload (18), 2 hexes. Turn 4: 4 hexes, load, there, unload (14), back (20).
    """
    state = order(battle(columns()), "haul t0 0,0 to 6,0")
    seen = []
    for _ in range(4):
        state = rounds(state)
        unit = state.unit("t0")
        assert unit
        # The guard draws nothing from the depot: the source is nearer.
        seen.append((stock(state, "soviet depot 1"), unit.hex, unit.cargo))
    assert seen == [(9, 2, 9), (18, 6, 9), (36, 4, 0), (45, 0, 0)]


def test_a_column_says_what_it_did() -> None:
    _, events = apply(order(battle(columns()), "haul t0 0,0 to 6,0"), EndTurn())
    hauled = next(e for e in events if isinstance(e, Hauled))
    assert hauled.loaded == (("soviet source 1", 9), ("soviet source 1", 9))
    assert hauled.unloaded == (("soviet depot 1", 9),)
    assert hauled.path == (*range(7), *range(5, -1, -1), 1, 2)


@pytest.mark.parametrize("length", [1, 3, 6, 11])
def test_over_many_turns_a_column_brings_its_load_once_in_each_round_trip(length: int) -> None:
    state = battle(columns(), depots=[("soviet", (length, 0), 0)], turns=40)
    state = order(state, f"haul t0 0,0 to {length},0")
    state = rounds(state, 20)
    trip = 2 * length + 4
    # A turn's last MP are lost where the next step does not fit in; here every step costs one or two.
    assert 20 * 20 * 9 // trip * 0.9 - 9 <= stock(state, "soviet depot 1") <= 20 * 20 * 9 // trip + 9


def test_suppressed_steps_load_nothing_and_lost_steps_lose_their_load() -> None:
    state = order(battle(columns(suppressed=1)), "haul t0 0,0 to 6,0")
    unit = state.unit("t0")
    assert unit
    state = state.with_unit(replace(unit, suppressed=1))
    after, _ = apply(state, EndTurn())
    assert stock(after, "soviet depot 1") == 6
    full = state.with_unit(replace(unit, suppressed=0, cargo=9))
    hurt, _ = lose_steps(full, full.units[unit.spec.index], 1, Cause.AIR)
    assert the(hurt.unit("t0")).cargo == 6


BANK = [((2, r), (3, r), "river") for r in range(4)] + [((2, r + 1), (3, r), "river") for r in range(3)]


def test_a_crossing_passes_only_its_points_and_the_rest_wait() -> None:
    """A ford of 8 SP: each of two columns loads 8 for it, one goes over a turn, the other waits and goes first then."""
    state = battle(columns(2), hexsides=BANK, crossings=[((2, 0), (3, 0), "ford")])
    for name in ("t0", "t1"):
        state = order(state, f"haul {name} 0,0 to 6,0")
    state, events = apply(state, EndTurn())
    first, second = (e for e in events if isinstance(e, Hauled))
    assert first.unloaded == (("soviet depot 1", 8),) and not second.unloaded
    assert (
        second.path == (0, 1, 2)
        and (second.stopped, second.crossing) == (StopReason.FULL, second.crossing)
        and second.crossing
    )
    ends = []
    for _ in range(4):
        state, _ = apply(state, EndTurn())
        ends.append((stock(state, "soviet depot 1"), the(state.unit("t0")).hex, the(state.unit("t1")).hex))
        state, _ = apply(state, EndTurn())
        assert all(c.records[-1].supply == 8 for c in state.crossings.values())
    # 2 to load, 6 hexes and 2 for the ford, 2 to unload, 8 back: 20 MP, all there are.
    assert ends == [(8, 0, 2), (16, 2, 2), (24, 2, 2), (32, 2, 2)]


def test_a_struck_road_is_slower() -> None:
    state = order(battle(columns()), "haul t0 0,0 to 6,0")
    clear, _ = apply(state, EndTurn())
    struck, _ = apply(replace(state, interdicted=dict.fromkeys(range(52), 2)), EndTurn())
    # 2 to load, then five MP a hex: three hexes, 17 MP.
    assert the(struck.unit("t0")).hex == 3 and stock(struck, "soviet depot 1") == 0
    assert stock(clear, "soviet depot 1") == 9
    over = replace(state, interdicted=dict.fromkeys(range(52), 0))
    assert stock(apply(over, EndTurn())[0], "soviet depot 1") == 9


def test_a_depot_without_trucks_runs_dry_on_a_known_turn() -> None:
    """7 SP, two units of one each: fed in turns 1 to 3 (7, 5, 3), in turn 4 one of them goes short."""
    eaters = [("a", "rifle-regiment", "soviet", (12, 0)), ("b", "rifle-regiment", "soviet", (12, 1))]
    state = battle(eaters, rows=["." * 5 + "LLLL" + "." * 4] * 4, roads=[], depots=[("soviet", (11, 0), 7)])
    ladder = []
    for _ in range(6):
        ladder.append(
            (stock(state, "soviet depot 1"), the(state.unit("a")).unsupplied, the(state.unit("b")).unsupplied)
        )
        state = rounds(state)
    assert ladder == [(5, 0, 0), (3, 0, 0), (1, 0, 0), (0, 0, 1), (0, 1, 2), (0, 2, 3)]


# ------------------------------------------------------------------ by hand


def test_driving_by_hand_loads_moves_and_makes_a_dump() -> None:
    state = battle(columns())
    state = order(state, "load t0 5")
    unit = state.unit("t0")
    assert unit and (unit.cargo, unit.mp, unit.driving) == (5, 18, Driving.HAND)
    assert stock(state, "soviet source 1") == 100 - 1 - 5
    state = order(order(state, "move t0 4,0"), "unload t0 3")
    unit = state.unit("t0")
    assert unit and (unit.cargo, unit.mp) == (2, 12)
    assert state.stores[-1].name == "Dump 4,0" and state.stores[-1].stock == 3
    state = order(state, "unload t0 2")
    assert len(state.stores) == 4 and state.stores[-1].stock == 5
    after, _ = apply(state, EndTurn())
    assert the(after.unit("t0")).hex == 4, "a column driven by hand stays where it was left"
    assert the(order(state, "haul t0 staff").unit("t0")).driving is Driving.STAFF


@pytest.mark.parametrize(
    ("given", "most"),
    [
        ({}, 9),
        ({"cargo": 4}, 5),
        ({"cargo": 8}, 1),
        ({"cargo": 9}, 0),
        ({"suppressed": 1}, 6),
        ({"suppressed": 1, "cargo": 4}, 2),
        ({"suppressed": 2, "cargo": 4}, 0),
        ({"steps": 2, "cargo": 2}, 4),
        ({"mp": 2}, 9),
        ({"mp": 1}, 0),
    ],
)
@pytest.mark.parametrize("stock", [100, 3, 0])
def test_a_column_takes_up_what_it_has_room_for_and_the_store_has(given: Any, most: int, stock: int) -> None:
    """3 SP a step that is not suppressed, less what it carries."""
    state = battle(columns())
    stores = tuple(replace(s, stock=stock) if s.name == "soviet source 1" else s for s in state.stores)
    state = replace(state, stores=stores).with_unit(replace(the(state.unit("t0")), **given))
    room = min(most, stock)
    assert [o.points for o in legal_orders(state) if isinstance(o, Load)] == ([room] if room else [])
    for points in range(1, 11):
        assert (why_illegal(state, Load("t0", points)) is None) is (points <= room)
    if room:
        after, _ = apply(state, Load("t0", room))
        unit = the(after.unit("t0"))
        assert (unit.cargo, unit.mp) == (given.get("cargo", 0) + room, given.get("mp", 20) - 2)
        assert stock - stock_of(after) == room


def stock_of(state: GameState) -> int:
    return stock(state, "soviet source 1")


@pytest.mark.parametrize(("cargo", "mp", "most"), [(0, 20, 0), (5, 20, 5), (5, 2, 5), (5, 1, 0)])
def test_a_column_puts_down_no_more_than_it_carries(cargo: int, mp: int, most: int) -> None:
    state = battle(columns(place=(6, 0)))
    state = state.with_unit(replace(the(state.unit("t0")), cargo=cargo, mp=mp))
    assert [o.points for o in legal_orders(state) if isinstance(o, Unload)] == ([most] if most else [])
    for points in range(8):
        assert (why_illegal(state, Unload("t0", points)) is None) is (1 <= points <= most)
    if most:
        after, _ = apply(state, Unload("t0", most - 1))
        assert stock(after, "soviet depot 1") == most - 1 and the(after.unit("t0")).cargo == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("haul guard 0,0 to 6,0", "no-column"),
        ("haul t0 staff", "staff-drives"),
        ("haul t0 0,0 to 7,0", "no-haul-end"),
        ("haul t0 5,0 to 6,0", "nothing-to-load"),
        ("haul t0 6,0 to 0,0", "no-haul-end"),
        ("haul t0 0,0 to 99,0", "off-board"),
        ("haul t0 0,0 to 9,3", "no-haul-way"),
        ("load t0 10", "load-room"),
        ("load t1 1", "load-no-store"),
        ("load t2 1", "load-stock"),
        ("unload t0 1", "unload-cargo"),
        ("priority 5,0 1", "no-depot"),
        ("priority 6,0 1", "same-priority"),
        ("haul idle staff", "not-yours"),
    ],
)
def test_refusals_teach(text: str, expected: str) -> None:
    units = [*columns(), ("t1", "truck-column", "soviet", (3, 0)), ("t2", "truck-column", "soviet", (6, 0))]
    state = battle(
        units,
        rows=["." * 13, "." * 13, "........LLL..", "........L.L.."],
        depots=[("soviet", (6, 0), 0), ("soviet", (9, 3), 5)],
    )
    assert words(state, text) and code(state, text) == expected
    assert parse_order(text) not in legal_orders(state)


def test_what_is_offered_is_legal_and_known_to_the_view() -> None:
    state = battle(columns(2), fog=True)
    offered = [o for o in legal_orders(state) if isinstance(o, Haul | Load | Unload | Prioritise)]
    assert Haul("t0", ((0, 0), (6, 0))) in offered and Load("t0", 9) in offered and Prioritise((6, 0), 3) in offered
    assert all(why_illegal(state, o) is None for o in offered)
    assert [str(o) for o in legal_orders(view(state, "soviet").state)] == [str(o) for o in legal_orders(state)]


# ------------------------------------------------------------------ ambush and capture


def test_an_unseen_enemy_beside_the_road_ambushes() -> None:
    """A screen of dunes hides the enemy; the column loses a step and its load, and stops in his zone of control."""
    rows = ["." * 13, "....ddd......", "....d.d......", "....ddd......"]
    state = battle(
        [*columns(), ("j", "jp-infantry-battalion", "japanese", (5, 1))], rows=rows, fog=True, night_first=True
    )
    assert not state.sightings["soviet"].levels[state.scenario_index("j") or 0]
    state = order(state, "haul t0 0,0 to 6,0")
    after, events = apply(state, EndTurn())
    hauled = next(e for e in events if isinstance(e, Hauled))
    assert hauled.stopped is StopReason.AMBUSH and hauled.path[-1] == 5
    assert next(e for e in events if isinstance(e, StepsLost)).cause is Cause.AMBUSH
    unit = after.unit("t0")
    assert unit and (unit.steps, unit.cargo, unit.mp) == (2, 6, 0)


def test_what_a_lost_column_carried_is_lost_with_it() -> None:
    state = battle(columns(cargo=6))
    gone, events = destroy(state, state.units[state.scenario_index("t0") or 0], Cause.AIR)
    unit = gone.unit("t0")
    assert unit and (unit.hex, unit.steps, unit.cargo) == (DESTROYED, 0, 0)
    assert [type(e) for e in events] == [Destroyed]


def test_trucks_keep_out_of_the_way_of_enemies_they_know() -> None:
    state = battle([*columns(), ("j", "jp-infantry-battalion", "japanese", (3, 1))])
    state = state.with_unit(replace(state.units[state.scenario_index("t0") or 0], driving=Driving.HAUL, haul=(0, 6)))
    _, events = apply(state, EndTurn())
    hauled, board = next(e for e in events if isinstance(e, Hauled)), state.scenario.board
    zone = {board.index(*p) for p in ((3, 1), (3, 0), (3, 2), (2, 1), (2, 2), (4, 1), (4, 2))}
    assert len(zone) == 7 and board.index(3, 3) in hauled.path and not zone & set(hauled.path)


def test_a_captured_column_feeds_its_captor() -> None:
    """Half of 8 SP goes to the captor's store near by, and a captor who was hungry eats."""
    state = battle(
        [
            ("t0", "truck-column", "soviet", (4, 1), {"cargo": 8, "driving": Driving.HAND}),
            ("j", "jp-infantry-battalion", "japanese", (5, 2), {"unsupplied": 1}),
        ],
        sources=[("soviet", (0, 0), 100), ("japanese", (12, 3), 0)],
        depots=[("japanese", (7, 3), 0)],
    )
    state, _ = apply(state, EndTurn())
    assert the(state.unit("j")).unsupplied == 2
    assert "move a combat unit in" in words(state, Assault((4, 1), ("j",)))
    assert Move("j", (4, 1)) in legal_orders(state)
    after, events = apply(state, Move("j", (4, 1)))
    taken = [e for e in events if isinstance(e, Captured)]
    assert [(e.unit, e.by, e.points) for e in taken] == [("t0", "j", 4)]
    assert the(after.unit("t0")).hex == DESTROYED and the(after.unit("j")).unsupplied == 0
    assert stock(after, "japanese depot 1") == 4


def test_guns_do_not_take_columns_and_trucks_do_not_enter_the_enemy() -> None:
    state = battle(
        [
            ("t0", "truck-column", "soviet", (4, 1), {"driving": Driving.HAND}),
            ("g", "jp-field-artillery", "japanese", (5, 2)),
            ("x", "jp-truck-column", "japanese", (4, 2)),
        ]
    )
    state, _ = apply(state, EndTurn())
    for name in ("g", "x"):
        assert code(state, Move(name, (4, 1))) == "enemy-there"


def test_trucks_retreat_with_the_units_they_stand_with_or_are_taken() -> None:
    """Whatever the dice, no truck is left in a hex that the enemy has come into."""
    seen = set()
    for seed in range(30):
        scenario = small_scenario(
            rows=OPEN,
            units=[
                ("s", "rifle-regiment", "soviet", (4, 1), {"steps": 3, "suppressed": 2}),
                ("t0", "truck-column", "soviet", (4, 1), {"driving": Driving.HAND}),
                ("j", "jp-infantry-regiment", "japanese", (5, 1)),
                ("k", "jp-infantry-regiment", "japanese", (5, 0)),
            ],
            sources=[("soviet", (0, 0)), ("japanese", (12, 3))],
            ruleset=RULES,
        )
        state, _ = apply(initial_state(scenario, seed=seed, fog=False), EndTurn())
        after, events = apply(state, Assault((4, 1), ("j", "k")))
        column, unit = after.unit("t0"), after.unit("s")
        assert column and unit
        if any(isinstance(e, Retreated) and e.unit == "s" for e in events) and unit.on_map:
            assert column.hex == unit.hex
            seen.add("went along")
        elif any(isinstance(e, Destroyed) and e.unit == "t0" for e in events):
            assert any(isinstance(e, Captured) and e.unit == "t0" for e in events)
            seen.add("taken")
    assert "went along" in seen


@pytest.mark.parametrize(
    ("depots", "limit", "gets"),
    [
        ([], 8, "japanese source 2"),  # eight hexes away
        ([], 7, None),
        ([((9, 1), "near"), ((4, 3), "nearer")], 8, "nearer"),
        ([((4, 3), "nearer"), ((9, 1), "near")], 8, "nearer"),
        ([((7, 1), "first"), ((1, 1), "second")], 8, "first"),  # as far: the first that was made
    ],
)
def test_spoils_go_to_the_captors_nearest_store(depots: list[tuple[Any, str]], limit: int, gets: str | None) -> None:
    """Half of 7 SP, rounded down, from a column in (4, 1), if a store is near enough."""
    state = battle(
        [
            ("t0", "truck-column", "soviet", (4, 1), {"driving": Driving.HAND}),
            ("j", "jp-infantry-battalion", "japanese", (5, 2)),
        ],
        sources=[("soviet", (0, 0), 100), ("japanese", (12, 3), 0)],
        depots=[("soviet", (6, 3), 0), *(("japanese", place, 0, name) for place, name in depots)],
    )
    state = state.with_unit(replace(the(state.unit("t0")), cargo=7))
    table = state.scenario.rules
    table = replace(table, haul=replace(table.haul, spoils_range=limit))
    state = replace(state, scenario=replace(state.scenario, rules=table))
    captor = replace(the(state.unit("j")), hex=the(state.scenario.board.index(4, 1)), unsupplied=2)
    after, events = haulage.capture(state.with_unit(captor), captor, (captor.hex,))
    before = {s.name: s.stock for s in state.stores}
    assert {s.name: s.stock - before[s.name] for s in after.stores if s.stock != before[s.name]} == (
        {gets: 3} if gets else {}
    )
    assert the(after.unit("j")).unsupplied == 0 and the(after.unit("t0")).hex == DESTROYED
    assert [e.points for e in events if isinstance(e, Captured)] == [3]
    gun = replace(captor, spec=the(battle(columns()).unit("t0")).spec)
    assert haulage.capture(state, gun, (captor.hex,))[1] == (), "only those who fight take columns"


@pytest.mark.parametrize(("cargo", "spoils", "fed"), [(0, 0, False), (1, 0, False), (2, 1, True), (9, 4, True)])
def test_empty_lorries_feed_nobody(cargo: int, spoils: int, fed: bool) -> None:
    state = battle(
        [("t0", "truck-column", "soviet", (4, 1)), ("j", "jp-infantry-battalion", "japanese", (5, 2))],
        depots=[("japanese", (7, 1), 0)],
    )
    captor = replace(the(state.unit("j")), unsupplied=2)
    state = state.with_units([captor, replace(the(state.unit("t0")), cargo=cargo)])
    after, events = haulage.capture(state, captor, (the(state.unit("t0")).hex,))
    assert (stock(after, "japanese depot 1"), the(after.unit("j")).unsupplied) == (spoils, 0 if fed else 2)
    assert any(isinstance(e, SupplyChanged) for e in events) is fed


# ------------------------------------------------------------------ a drive, thing by thing


def driven(state: GameState, **changes: Any) -> tuple[Any, GameState, list[Hauled]]:
    """The column `t0`, driven by the player's standing haul unless told, and what it did at the end of the turn."""
    unit = replace(the(state.unit("t0")), **{"driving": Driving.HAUL, **changes})
    after, events = haulage.drive(state.with_unit(unit))
    return the(after.unit("t0")), after, [e for e in events if isinstance(e, Hauled)]


@pytest.mark.parametrize(
    ("place", "cargo", "end", "left", "first", "second"),
    [
        ((3, 1), 0, (2, 0), 0, 0, 0),  # to the nearer of two depots, two hexes off by the road
        ((3, 1), 5, (2, 0), 0, 5, 0),
        ((9, 1), 5, (8, 0), 0, 0, 5),
        ((8, 0), 5, (8, 0), 0, 0, 5),
        ((8, 0), 0, (8, 0), 0, 0, 0),
    ],
)
def test_a_column_that_nobody_needs_goes_to_the_nearest_store_and_puts_down_what_it_has(
    place: tuple[int, int], cargo: int, end: tuple[int, int], left: int, first: int, second: int
) -> None:
    state = battle(columns(place=place), depots=[("soviet", (2, 0), 0), ("soviet", (8, 0), 0)])
    unit, after, told = driven(state, haul=None, cargo=cargo)
    assert (state.scenario.board.place(unit.hex), unit.cargo) == (end, left)
    assert (stock(after, "soviet depot 1"), stock(after, "soviet depot 2")) == (first, second)
    assert len(told) == (place != end or cargo > 0) and unit.moved is (place != end)


@pytest.mark.parametrize(
    ("mp", "cargo", "end", "carries", "brought"),
    [
        (20, 0, 2, 9, 9),  # the whole trip of 16 and the beginning of the next
        (10, 0, 6, 0, 9),
        (9, 0, 6, 9, 0),  # 2 to load, 6 there; 1 is not enough to unload
        (8, 0, 6, 9, 0),
        (7, 0, 5, 9, 0),
        (2, 0, 0, 9, 0),
        (1, 0, 0, 0, 0),  # not enough to load
        (7, 4, 6, 4, 0),
        (8, 4, 6, 0, 4),
        (9, 4, 5, 0, 4),
    ],
)
def test_each_thing_on_the_way_costs_its_mp(mp: int, cargo: int, end: int, carries: int, brought: int) -> None:
    unit, after, _ = driven(battle(columns()), haul=(0, 6), mp=mp, cargo=cargo)
    assert (unit.hex, unit.cargo, stock(after, "soviet depot 1")) == (end, carries, brought)


@pytest.mark.parametrize(("there", "loads"), [(0, 0), (1, 1), (8, 8), (9, 9), (50, 9)])
def test_a_column_loads_what_there_is(there: int, loads: int) -> None:
    state = battle(columns())
    state = replace(state, stores=(replace(state.stores[0], stock=there), *state.stores[1:]))
    unit, after, told = driven(state, haul=(0, 6), mp=4)
    assert unit.cargo == loads and after.stores[0].stock == there - loads
    assert [e.loaded for e in told] == ([(("soviet source 1", loads),)] if loads else [])
    assert unit.hex == (2 if loads else 0)


def test_a_source_gives_before_the_depot_beside_it_and_a_depot_takes_what_is_unloaded() -> None:
    state = battle(columns(), depots=[("soviet", (0, 0), 50), ("soviet", (6, 0), 0)])
    _, after, _ = driven(state, haul=(0, 6))
    assert (stock(after, "soviet source 1"), stock(after, "soviet depot 1")) == (99 - 18, 50)
    assert stock(after, "soviet depot 2") == 9


@pytest.mark.parametrize("cargo", [0, 4])
@pytest.mark.parametrize("driving", [Driving.HAUL, Driving.STAFF])
def test_who_has_no_way_any_more_stays_where_he_is(cargo: int, driving: Driving) -> None:
    """Between two lakes, with a haul from one side to the other."""
    state = battle(columns(place=(3, 0)), rows=[".LL.LL......."] * 4, roads=[])
    unit = replace(the(state.unit("t0")), cargo=cargo, driving=driving, haul=(0, 6))
    after, events = haulage.drive(state.with_unit(unit))
    there = the(after.unit("t0"))
    assert (there.hex, there.cargo, there.mp) == (unit.hex, cargo, unit.mp)
    assert not any(isinstance(e, Hauled) and len(e.path) > 1 for e in events)


def test_nobody_drives_who_is_driven_by_hand_or_held_or_has_no_way() -> None:
    state = battle(columns())
    for changes in ({"driving": Driving.HAND}, {"mp": 0}):
        unit, _, told = driven(state, **{"haul": (0, 6), **changes})
        assert (unit.hex, unit.cargo, unit.moved, told) == (0, 0, False, [])
    unit, _, told = driven(replace(state, held={"t0": 1}), haul=(0, 6))
    assert (unit.hex, told) == (0, [])
    lakes = battle(columns(), rows=["..." + "L" + "." * 9] * 4, roads=[])
    unit, _, told = driven(lakes, haul=(0, 6))
    assert (unit.hex, unit.cargo, told) == (0, 0, []), "what cannot be brought is not loaded"


# ------------------------------------------------------------------ the staff


def test_the_staff_fills_what_is_needed_and_says_why() -> None:
    units = [("a", "rifle-regiment", "soviet", (12, 0)), ("b", "tank-brigade", "soviet", (11, 1))]
    state = battle([*units, *columns(3)], depots=[("soviet", (6, 3), 50), ("soviet", (11, 0), 0)], rows=["." * 13] * 4)
    made = plan(state, "soviet")
    assert {state.stores[a.depot].name for a in made.assignments if a.depot >= 0} == {"soviet depot 2"}
    far = next(n for n in made.needs if state.stores[n.store].name == "soviet depot 2")
    assert (far.units, far.upkeep, far.stock) == (2, 3, 0)
    assert any("to soviet depot 2: it feeds 2 units that need" in r for r in trucks.reasons(state, made))
    state = rounds(state, 3)
    assert stock(state, "soviet depot 2") > 0


def test_priorities_decide_who_gets_the_only_column() -> None:
    units = [("a", "rifle-regiment", "soviet", (6, 1)), ("b", "rifle-regiment", "soviet", (12, 1))]
    state = battle(
        [*units, *columns()],
        depots=[("soviet", (6, 0), 0), ("soviet", (12, 0), 0)],
    )
    chosen = {}
    for first, second in ((1, 3), (3, 1), (0, 1), (1, 0), (0, 0)):
        stores = tuple(
            replace(s, priority={"soviet depot 1": first, "soviet depot 2": second}.get(s.name, 1))
            for s in state.stores
        )
        (part,) = plan(replace(state, stores=stores), "soviet").assignments
        chosen[first, second] = part.depot
    assert chosen == {(1, 3): 3, (3, 1): 2, (0, 1): 3, (1, 0): 2, (0, 0): -1}


def test_a_standing_haul_is_kept_where_the_staff_would_do_otherwise() -> None:
    units = [("b", "rifle-regiment", "soviet", (11, 3))]
    state = battle([*units, *columns(2)], depots=[("soviet", (3, 0), 0), ("soviet", (12, 0), 0)])
    state = order(state, "haul t1 0,0 to 3,0")
    state = rounds(state)
    staff, own = state.unit("t0"), state.unit("t1")
    assert staff and own and staff.haul == (0, 12) and own.haul == (0, 3)
    assert own.driving is Driving.HAUL and stock(state, "soviet depot 1") > 0


def test_the_plan_is_the_same_from_the_view() -> None:
    state = battle(
        [
            *columns(3),
            ("a", "rifle-regiment", "soviet", (8, 0)),
            ("j", "jp-infantry-battalion", "japanese", (9, 2)),
        ],
        fog=True,
    )
    assert plan(state, "soviet") == plan(view(state, "soviet").state, "soviet")


def test_a_column_that_is_held_back_neither_drives_nor_counts_in_the_staffs_plan() -> None:
    state = battle([*columns(2), ("eater", "rifle-regiment", "soviet", (6, 1))])
    held = replace(state, held={"t0": 0})
    assert [a.unit for a in plan(held, "soviet").assignments] == ["t1"]
    after = rounds(held, 3)
    t0, t1 = (u for u in after.units if u.is_column)
    assert (t0.hex, t0.cargo, t0.haul) == (0, 0, None)
    assert t1.hex == 6 and stock(after, "soviet depot 1") == 24
