"""The staff's plan against the exact optimum, and in August."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from random import Random
from typing import Any, Unpack

import pytest
from hypothesis import HealthCheck, given, settings
from khalkhin.core import initial_state, view
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Driving
from khalkhin.core.supply import staffplan
from khalkhin.core.supply.assignment import IDLE, Problem, Trip, Wish, assign, greedy
from khalkhin.core.supply.staffplan import Need, needs, plan
from khalkhin.core.supply.truckways import ways
from khalkhin.scenario import load
from khalkhin.text.supplies import trucks

from tests.core.positions import states
from tests.maps.reading import ROOT
from tests.narrow import the
from tests.scenarios import Parts, Place, Row, small_scenario


def problem(dice: Random) -> Problem:
    """A small case: up to four columns, five trips, three depots, two origins, two crossings."""
    origins, depots, links = dice.randint(1, 2), dice.randint(1, 3), dice.randint(0, 2)
    trips = [
        Trip(o, d, tuple(x for x in range(links) if dice.random() < 0.4)) for o in range(origins) for d in range(depots)
    ]
    dice.shuffle(trips)
    trips = trips[:5]
    return Problem(
        tuple(trips),
        tuple(
            tuple(0 if dice.random() < 0.15 else dice.randint(50, 900) for _ in trips)
            for _ in range(dice.randint(1, 4))
        ),
        tuple(Wish(dice.randint(0, 900), dice.randint(0, 900), dice.choice([0, 2, 4, 8])) for _ in range(depots)),
        tuple(dice.randint(100, 2500) for _ in range(origins)),
        tuple(dice.randint(100, 1500) for _ in range(links)),
    )


@pytest.mark.parametrize("seed", range(4))
def test_the_plan_is_worth_nine_tenths_of_the_exact_optimum_and_never_less_than_greedy(seed: int) -> None:
    dice = Random(seed)
    worst = 1.0
    for _ in range(750):
        case = problem(dice)
        choices = product(range(IDLE, len(case.trips)), repeat=len(case.rates))
        best = max(map(case.value, choices))
        made = case.value(assign(case))
        assert case.value(greedy(case)) <= made <= best
        worst = min(worst, made / best if best else 1.0)
    assert worst >= 0.9


def test_what_a_choice_delivers_keeps_to_every_limit() -> None:
    """Two columns of 5 SP from a store that gives 8, over a crossing that carries 6, to a depot that wants 4 and 1."""
    case = Problem((Trip(0, 0, (0,)),), ((500,), (500,)), (Wish(400, 100, 2),), (800,), (600,))
    assert case.delivered([0, 0]) == [500] and case.value([0, 0]) == 2 * (3 * 400 + 100)
    assert case.delivered([0, IDLE]) == [500] and case.delivered([IDLE, IDLE]) == [0]
    tight = Problem((Trip(0, 0, (0,)),), ((500,), (500,)), (Wish(900, 0, 1),), (800,), (600,))
    assert tight.delivered([0, 0]) == [600]


@pytest.mark.parametrize(
    ("rates", "wish", "choice"),
    [
        ((900, 500), 500, [IDLE, 0]),  # as much by either: the smaller goes
        ((500, 900), 500, [0, IDLE]),
        ((900, 500), 600, [0, IDLE]),
        ((500, 500), 500, [0, IDLE]),  # of equal columns the first
        ((300, 900, 500), 500, [IDLE, IDLE, 0]),
        ((300, 900, 500), 1000, [0, 0, IDLE]),
        ((900, 0), 500, [0, IDLE]),
        ((0, 0), 500, [IDLE, IDLE]),
    ],
)
def test_the_smallest_column_goes_that_does_as_well(rates: tuple[int, ...], wish: int, choice: list[int]) -> None:
    case = Problem((Trip(0, 0),), tuple((rate,) for rate in rates), (Wish(wish, 0, 1),), (5000,))
    assert greedy(case) == choice


def test_of_trips_worth_as_much_the_first_is_taken() -> None:
    case = Problem((Trip(0, 0), Trip(1, 0)), ((500, 500),), (Wish(500, 0, 1),), (500, 500))
    assert greedy(case) == assign(case) == [0]


def test_greedy_alone_can_be_bettered() -> None:
    """The only column that reaches the far depot is drawn to the near one; an exchange sets that right."""
    case = Problem((Trip(0, 0), Trip(0, 1)), ((500, 400), (450, 0)), (Wish(500, 0, 1), Wish(400, 0, 1)), (2000,))
    assert case.value(greedy(case)) < case.value(assign(case)) == 3 * 850


# ------------------------------------------------------------------ needs, wishes, what may be hauled away

#: A turn's stock is counted out over eight turns; urgent SP count three times their weight.
BUFFER = 8
WEIGHTS = (0, 2, 4, 8)


@pytest.mark.parametrize(
    ("stock", "wanted", "brought", "urgent", "more"),
    [
        (0, 0, 0, 400, 400),  # as much again to build a stock up
        (16, 0, 0, 200, 400),  # 16 SP give 2 a turn
        (32, 0, 0, 0, 400),
        (48, 0, 0, 0, 200),
        (64, 0, 0, 0, 0),
        (99, 0, 0, 0, 0),
        (16, 0, 150, 50, 400),  # standing hauls bring 1½ a turn
        (16, 0, 300, 0, 300),
        (16, 32, 0, 200, 400),  # what is laid in for eight turns is no more than is wished for anyhow
        (16, 64, 0, 200, 800),
        (16, 64, 300, 0, 700),
        (96, 64, 0, 0, 0),
    ],
)
def test_what_a_depot_that_gives_four_a_turn_wishes_for(
    stock: int, wanted: int, brought: int, urgent: int, more: int
) -> None:
    need = Need(0, units=3, upkeep=3, ammunition=1, stock=stock, priority=2, wanted=wanted)
    assert staffplan._wish(need, WEIGHTS, BUFFER, brought) == Wish(urgent, more, 4)


@pytest.mark.parametrize(
    ("stock", "wanted", "spare"),
    [
        (40, 0, 100),  # 32 are eight turns' need: 8 more are one a turn
        (32, 0, 0),
        (31, 0, 0),
        (40, 20, 100),  # what is to be laid in is part of those 32
        (40, 36, 50),
        (40, 40, 0),
        (40, 60, 0),
    ],
)
def test_a_depot_spares_what_neither_its_units_nor_the_plan_of_the_battle_need(
    stock: int, wanted: int, spare: int
) -> None:
    state = front(depots=[("soviet", (4, 0), stock)])
    index = next(i for i, s in enumerate(state.stores) if s.name == "soviet depot 1")
    assert staffplan._spare(state, Need(index, 3, 3, 1, stock, 1, wanted)) == spare


def test_a_source_spares_what_comes_in_and_an_eighth_of_what_it_has() -> None:
    """40 SP a turn, 100 of stock: 40 and 12½ a turn, less what its own units need."""
    state = front(sources=[("soviet", (0, 0), 40), ("japanese", (9, 3))])
    need = Need(0, 3, 3, 1, 100, 1)
    state = replace(state, stores=(replace(state.stores[0], stock=100), *state.stores[1:]))
    assert staffplan._spare(state, need) == 100 * (40 - 4) + 1250
    assert staffplan._spare(state, replace(need, upkeep=0, ammunition=0)) == 5250
    assert staffplan._spare(state, replace(need, upkeep=99)) == 0


@pytest.mark.parametrize(("turn", "spare"), [(1, 4000), (2, 4000), (3, 1000), (4, 1000)])
def test_a_source_spares_what_will_come_in_next_turn(turn: int, spare: int) -> None:
    """40 SP a turn, from turn 4 on 10."""
    state = replace(front(), turn=turn)
    sources = tuple(replace(s, per_turn=40, schedule=((4, 10),)) for s in state.scenario.sources)
    state = replace(state, scenario=replace(state.scenario, sources=sources))
    state = replace(state, stores=(replace(state.stores[0], stock=0), *state.stores[1:]))
    assert staffplan._spare(state, Need(0, 0, 0, 0, 0, 1)) == spare


def front(units: Sequence[Row] = (), rows: Sequence[str] = ("." * 10,) * 4, **more: Unpack[Parts]) -> GameState:
    """Steppe with a source in the west and a depot four hexes east of it; the enemy in the far corner."""
    given: Parts = {
        "sources": [("soviet", (0, 0)), ("japanese", (9, 3))],
        "depots": [("soviet", (4, 0), 0)],
        "turns": 12,
        **more,
    }
    far: Row = ("j", "jp-infantry-battalion", "japanese", (9, 3))
    return initial_state(small_scenario(rows, [*units, far], **given), seed=1, fog=False)


@pytest.mark.parametrize(
    ("kind", "place", "upkeep", "shots"),
    [
        ("rifle-regiment", (5, 0), 1, 0),
        ("rifle-regiment", (7, 2), 1, 1),  # two hexes from the enemy
        ("rifle-regiment", (6, 2), 1, 0),  # three
        ("tank-brigade", (7, 2), 2, 2),
        ("field-artillery", (6, 2), 1, 2),  # its guns reach as far
        ("truck-column", (7, 2), 0, 0),
    ],
)
def test_what_a_depot_gives_out(kind: str, place: Place, upkeep: int, shots: int) -> None:
    """Upkeep of those it serves, and the ammunition of those who are near a known enemy, or have him in range."""
    state = front([("a", kind, "soviet", place)])
    type_ = state.scenario.rules.unit_types[kind]
    source, depot = needs(state, "soviet")
    assert (source.units, source.rate) == (0, 0)
    assert (depot.units, depot.upkeep, depot.ammunition) == (int(upkeep > 0), upkeep, shots)
    assert upkeep in (0, type_.upkeep) and shots in (0, type_.ammunition) and depot.rate == upkeep + shots
    trucks_only = state.with_unit(replace(the(state.unit("j")), spec=the(truck(state).unit("j")).spec))
    assert needs(trucks_only, "soviet")[1].ammunition == 0, "trucks are not worth a shot"


def truck(state: GameState) -> GameState:
    """The same with a truck column in the enemy's place."""
    unit = the(state.unit("j"))
    column = replace(unit.spec, type=state.scenario.rules.unit_types["jp-truck-column"])
    return state.with_unit(replace(unit, spec=column))


@pytest.mark.parametrize(
    ("place", "cargo", "more", "rate"),
    [
        # 8 turns of 30 MP are 240; a trip is 2 + 8 + 2 + 8. At the source the first load is there after 12 MP.
        ((0, 0), 0, {}, (100 * 8 + 100 * 8 * 228 // 20) // 8),
        ((4, 0), 0, {}, (100 * 8 + 100 * 8 * 220 // 20) // 8),  # 8 MP to the source first
        ((4, 0), 5, {}, (100 * 5 + 100 * 8 * 238 // 20) // 8),  # 2 MP to put down what it has
        ((2, 0), 5, {}, (100 * 5 + 100 * 8 * 234 // 20) // 8),
        ((0, 0), 0, {"suppressed": 2}, (100 * 4 + 100 * 4 * 228 // 20) // 8),
        ((0, 0), 0, {"haul": True}, (100 * 8 + 100 * 8 * 228 // 20) // 8 * 17 // 16),  # a sixteenth more
        ((0, 0), 0, {"room": 7}, (100 * 7 + 100 * 7 * 228 // 20) // 8),
    ],
)
def test_what_a_column_brings_a_turn(place: Place, cargo: int, more: dict[str, Any], rate: int) -> None:
    """Four steps of lorries with 2 SP each, over four hexes of steppe of 2 MP each."""
    state = front([("t", "truck-column", "soviet", place, {"cargo": cargo})])
    unit = replace(the(state.unit("t")), suppressed=more.get("suppressed", 0))
    assert (unit.spec.type.capacity, unit.steps, unit.spec.type.mp) == (2, 4, 30)
    source, depot = (
        next(i for i, s in enumerate(state.stores) if s.name == f"soviet {n} 1") for n in ("source", "depot")
    )
    if more.get("haul"):
        unit = replace(unit, haul=(state.stores[source].hex, state.stores[depot].hex))
    known = ways(state, "soviet")
    trip = staffplan.round_trip(state, source, depot, known)
    assert trip == 20
    line = staffplan._Line(source, depot, trip, (), more.get("room", 99))
    assert staffplan._rate(state, unit, line, known) == rate


def test_a_column_that_cannot_come_there_brings_nothing() -> None:
    state = front([("t", "truck-column", "soviet", (9, 0))], rows=["......LL.."] * 4)
    known = ways(state, "soviet")
    line = staffplan._Line(0, 2, 20, (), 99)
    assert staffplan._rate(state, the(state.unit("t")), line, known) == 0
    far = front([("t", "truck-column", "soviet", (0, 0))], rows=["..LL......"] * 4)
    assert staffplan.round_trip(far, 0, 2, ways(far, "soviet")) == -1


@pytest.mark.parametrize(("wanted", "hauls"), [(0, True), (56, True), (64, False)])
def test_what_is_laid_in_for_the_battle_is_not_hauled_away_again(wanted: int, hauls: bool) -> None:
    """A depot of 64 SP, beyond a lake from the source, gives to the empty one only what is not to be laid in there."""
    units: list[Row] = [("a", "rifle-regiment", "soviet", (8, 0)), ("t", "truck-column", "soviet", (4, 0))]
    state = front(units, rows=[".L........"] * 4, depots=[("soviet", (4, 0), 64), ("soviet", (7, 0), 0)])
    stores = tuple(replace(s, wanted=wanted) if s.name == "soviet depot 1" else s for s in state.stores)
    (part,) = plan(replace(state, stores=stores), "soviet").assignments
    assert [state.stores[i].name for i in (part.origin, part.depot) if i >= 0] == (
        ["soviet depot 1", "soviet depot 2"] if hauls else []
    )


def test_the_source_is_an_origin_however_many_depots_are_nearer() -> None:
    """Three depots with a little to spare lie between the source and the empty one that feeds the army: what they have
    is not what it needs."""
    units: list[Row] = [(f"a{n}", "tank-brigade", "soviet", (9, row)) for n, row in enumerate((0, 1, 2))]
    units += [(f"t{n}", "truck-column", "soviet", (3, 0)) for n in range(4)]
    depots: list[tuple[str, Place, int]] = [("soviet", (col, 0), 9) for col in (3, 5, 7)] + [("soviet", (9, 0), 0)]
    state = front(units, depots=depots, sources=[("soviet", (0, 0), 80), ("japanese", (9, 3))])
    far = next(i for i, s in enumerate(state.stores) if s.hex == state.scenario.board.index(9, 0))
    made = plan(state, "soviet")
    assert state.stores[0].is_source and 0 in made.columns_to(far)


def test_in_august_every_column_of_the_staff_is_planned_for_and_nobody_by_hand() -> None:
    state = initial_state(load(ROOT / "maps" / "double_envelopment"), seed=1)
    for side in ("soviet", "japanese"):
        made = plan(state, side)
        columns = [u for u in state.side_units(side) if u.is_column]
        assert len(columns) >= 5 and all(u.driving is Driving.STAFF for u in columns)
        assert [a.unit for a in made.assignments] == [u.id for u in columns]
        assert sum(a.depot >= 0 for a in made.assignments) >= len(columns) // 2
        assert len(trucks.reasons(state, made)) == sum(s.side == side and not s.is_source for s in state.stores)
        assert plan(state, side) == made


@settings(
    max_examples=int(os.environ.get("KHALKHIN_EXAMPLES", "60")), deadline=None, suppress_health_check=list(HealthCheck)
)
@given(states(fog=True))
def test_the_staff_plans_from_what_its_side_knows(state: GameState) -> None:
    for side in ("soviet", "japanese"):
        assert plan(state, side) == plan(view(state, side).state, side)
