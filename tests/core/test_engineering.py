"""Crossings and engineers on hand-counted rivers.

The river runs between rows 2 and 3 of a map nine hexes wide, so that every hex of row 2 looks over it into row 3.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from khalkhin.core import apply, initial_state, legal_orders, parse_order, view, why_illegal
from khalkhin.core.combat import assault
from khalkhin.core.combat.combat import Retreat
from khalkhin.core.crossing.crossing import capacity, open_to
from khalkhin.core.crossing.traffic import traffic
from khalkhin.core.events.events import CrossingHit, CrossingTaken, WorkDone
from khalkhin.core.model.crossings import Crossing, Record
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Task
from khalkhin.core.movement.movement import Reach, reach
from khalkhin.core.orders.engineering import jobs_for
from khalkhin.core.orders.orders import Move
from khalkhin.play.measure.work import Measure, counted

from tests.narrow import the
from tests.refused import code
from tests.scenarios import CrossingRow, Row, small_scenario

ROWS = ["." * 9] * 6
RIVER = [((c, 2), (c, 3), "river") for c in range(9)]
RIVER += [((c, 2), (c + d, 3), "river") for c in range(1, 9, 2) for d in (-1, 1) if 0 <= c + d < 9]
SAPPERS = ("e", "soviet-engineers", "soviet", (4, 2))
FAR = ("j", "jp-infantry-regiment", "japanese", (8, 5))
SITE = "4,2-4,3"


def river(units: Sequence[Row], crossings: Sequence[CrossingRow] = (), seed: int = 1, fog: bool = False) -> GameState:
    scenario = small_scenario(
        rows=ROWS,
        units=units,
        hexsides=RIVER,
        crossings=crossings,
        sources=[("soviet", (0, 0)), ("japanese", (8, 5))],
        turns=14,
    )
    return initial_state(scenario, seed=seed, fog=fog)


def play(state: GameState, *orders: str) -> GameState:
    for order in orders:
        state, _ = apply(state, parse_order(order))
    return state


def bridge(state: GameState) -> Crossing:
    """The crossing at the site, which must be there."""
    return the(link(state))


def link(state: GameState) -> Crossing | None:
    board = state.scenario.board
    a, b = board.index(4, 2), board.index(4, 3)
    assert a is not None and b is not None
    side = board.hexside(a, b)
    return state.crossings.get(side) if side is not None else None


def turns_to_cross(state: GameState, names: list[str]) -> int:
    """Turns until all of these units, lined up on the near bank, stand on the far one."""
    board = state.scenario.board

    def over(name: str) -> bool:
        unit = state.unit(name)
        assert unit is not None
        return board.place(unit.hex)[1] >= 3

    def ways(name: str) -> list[str]:
        found = [str(o) for o in legal_orders(state) if str(o).startswith(f"move {name} ")]
        return [text for text in found if int(text.split(",")[1]) >= 3]

    for turn in range(1, 13):
        for name in names:
            if not over(name) and (found := ways(name)):
                state = play(state, max(found))
        if all(map(over, names)):
            return turn
        state = play(state, "end", "end")
    raise AssertionError("they never got over")


@pytest.mark.parametrize(
    ("kind", "hits", "units", "turns"),
    [
        ("bridge", 0, 7, 2),  # five a turn
        ("bridge", 1, 7, 3),  # two thirds of five are three
        ("bridge", 2, 3, 3),  # a third of five is one
        ("pontoon", 0, 7, 3),  # three a turn
        ("pontoon", 1, 7, 4),  # two a turn
        ("ford", 0, 7, 4),  # two a turn
    ],
)
def test_the_bottleneck(kind: str, hits: int, units: int, turns: int) -> None:
    """Cars within reach of the crossing go over as many a turn as it carries, and not one more."""
    spots = [(4, 2), (3, 1), (5, 1), (4, 1), (3, 2), (5, 2), (4, 0)][:units]
    cars = [(f"c{i}", "motor-rifle-regiment", "soviet", place) for i, place in enumerate(spots)]
    state = river([*cars, FAR], [((4, 2), (4, 3), kind, {"owner": "soviet", "hits": hits})])
    carried = capacity(bridge(state), state.scenario.rules)
    assert turns == -(-units // carried)
    assert turns_to_cross(state, [c[0] for c in cars]) == turns


def test_what_went_over_is_written_down_each_turn() -> None:
    cars = [(f"c{i}", "motor-rifle-regiment", "soviet", (4, 2 - i)) for i in range(2)]
    state = river([*cars, FAR], [((4, 2), (4, 3), "bridge", {"owner": "soviet"})])
    state = play(state, "move c0 4,4", "move c1 4,3", "end")
    assert bridge(state).records == (Record(1, "soviet", "carried", 2, 0),)
    state = play(state, "end")
    assert bridge(state).used == 0 and bridge(state).supply_used == 4, "two regiments draw 2 SP each over the bridge"
    state = play(state, "end")
    assert bridge(state).records[-1] == Record(2, "soviet", "carried", 0, 4)


def test_a_pontoon_takes_two_undisturbed_turns() -> None:
    state = play(river([SAPPERS, FAR]), f"work e pontoon {SITE}", "end", "end")
    assert link(state) is None and the(the(state.unit("e")).job).done == 1
    state, events = apply(play(state, "end"), parse_order("end"))
    assert WorkDone("e", "pontoon", bridge(state).hexside, the(state.unit("e")).hex, True) in events
    assert bridge(state).owner == "soviet" and the(state.unit("e")).job is None
    assert bridge(state).records == (Record(3, "soviet", "built"),)


def test_two_units_at_one_job_add_their_points() -> None:
    second = ("f", "jp-engineers", "soviet", (4, 3))
    state = play(river([SAPPERS, second, FAR]), f"work e pontoon {SITE}", f"work f pontoon {SITE}", "end", "end")
    assert link(state) is not None and the(state.unit("e")).job is the(state.unit("f")).job is None


def test_moving_ends_a_job_and_standing_still_keeps_it() -> None:
    state = play(river([SAPPERS, FAR]), f"work e pontoon {SITE}", "end", "end")
    moved = play(state, "move e 4,1")
    assert the(moved.unit("e")).job is None
    back = play(moved, "move e 4,2", f"work e pontoon {SITE}", "end", "end")
    assert the(the(back.unit("e")).job).done == 1 and link(back) is None
    assert the(play(state, "stop e").unit("e")).job is None
    assert code(play(state, "stop e"), "stop e") == "no-job"
    assert code(state, f"work e pontoon {SITE}") == "at-it"


def test_engineers_who_are_driven_off_leave_their_work_behind() -> None:
    state = play(river([SAPPERS, FAR]), f"work e ford {SITE}")
    here, back = (the(state.scenario.board.index(4, row)) for row in (2, 1))
    state, _ = assault._retreat(state, Retreat("e", (here, back), 0))
    assert the(state.unit("e")).hex == back and the(state.unit("e")).job is None
    assert link(play(state, "end", "end")) is None, "nothing is built by those who are gone"


@pytest.mark.parametrize("how", ["attacked", "suppressed", "enemy on the far bank", "fought"])
def test_what_disturbs_the_work(how: str) -> None:
    state = play(river([SAPPERS, FAR]), f"work e ford {SITE}", "end")
    unit, enemy = state.unit("e"), state.unit("j")
    assert unit is not None and enemy is not None
    far = state.scenario.board.index(4, 3)
    match how:
        case "attacked":
            state = replace(state, attacks={unit.hex: 1})
        case "suppressed":
            state = state.with_unit(replace(unit, suppressed=unit.steps))
        case "fought":
            state = state.with_unit(replace(unit, fought=True))
        case _:
            assert far is not None
            state = state.with_unit(replace(enemy, hex=far))
    state = play(state, "end")
    assert link(state) is None and the(the(state.unit("e")).job).done == 0
    if how == "enemy on the far bank":
        assert code(play(state, "stop e"), f"work e ford {SITE}") == "far-bank"
    else:
        assert link(play(state, "end", "end")) is not None, "the job goes on afterwards"


def test_guns_on_the_far_bank_do_not_bar_the_work() -> None:
    guns = ("g", "jp-field-artillery", "japanese", (4, 3))
    assert link(play(river([SAPPERS, guns]), f"work e ford {SITE}", "end", "end")) is not None


def test_an_unseen_enemy_on_the_far_bank_does_not_show_in_the_refusal() -> None:
    state = river([SAPPERS, ("j", "jp-infantry-regiment", "japanese", (4, 3))], fog=True)
    side = state.sightings["soviet"]
    hidden = replace(state, sightings={**state.sightings, "soviet": replace(side, levels=(0, 0))})
    assert why_illegal(hidden, parse_order(f"work e ford {SITE}")) is None
    hidden, _ = apply(hidden, parse_order(f"work e ford {SITE}"))
    assert link(play(hidden, "end", "end")) is None


def test_repair_takes_two_turns_for_each_hit() -> None:
    broken: list[CrossingRow] = [((4, 2), (4, 3), "bridge", {"owner": "soviet", "hits": 3})]
    state = play(river([SAPPERS, FAR], broken), f"work e repair {SITE}")
    left = []
    for _ in range(6):
        state = play(state, "end", "end")
        left.append(bridge(state).hits)
    assert left == [3, 2, 2, 1, 1, 0] and the(state.unit("e")).job is None
    assert [r.what for r in bridge(state).records] == ["repaired"] * 3
    assert code(state, f"work e repair {SITE}") == "unharmed"


def test_where_a_hit_takes_one_point_so_does_the_next() -> None:
    broken: list[CrossingRow] = [((4, 2), (4, 3), "bridge", {"owner": "soviet", "hits": 2})]
    state = river([SAPPERS, FAR], broken)
    rules = state.scenario.rules
    rules = replace(rules, engineering=replace(rules.engineering, repair=1))
    state = replace(state, scenario=replace(state.scenario, rules=rules))
    state = play(state, f"work e repair {SITE}")
    left = []
    for _ in range(2):
        state = play(state, "end", "end")
        left.append(bridge(state).hits)
    assert left == [1, 0]


def test_a_pontoon_taken_down_is_gone() -> None:
    own: list[CrossingRow] = [((4, 2), (4, 3), "pontoon", {"owner": "soviet"})]
    state = play(river([SAPPERS, FAR], own), f"work e dismantle {SITE}", "end", "end")
    assert link(state) is None
    hurt = river([SAPPERS, FAR], [((4, 2), (4, 3), "pontoon", {"owner": "soviet", "hits": 1})])
    assert code(hurt, f"work e dismantle {SITE}") == "damaged"
    other = river([SAPPERS, FAR], [((4, 2), (4, 3), "pontoon", {"owner": "japanese"})])
    assert code(other, f"work e dismantle {SITE}") == code(other, f"work e mine {SITE}") == "enemy-crossing"
    bridge = river([SAPPERS, FAR], [((4, 2), (4, 3), "bridge", {"owner": "soviet"})])
    assert code(bridge, f"work e dismantle {SITE}") == "not-a-pontoon"
    assert code(bridge, f"work e pontoon {SITE}") == "site-taken"


def test_what_engineers_will_not_begin() -> None:
    state = river([SAPPERS, ("r", "rifle-regiment", "soviet", (4, 2)), FAR])
    assert code(state, f"work r ford {SITE}") == "no-engineers"
    assert code(state, "work e ford 4,1-4,2") == "no-water"  # no water
    assert code(state, "work e ford 6,2-6,3") == "work-not-beside"
    assert code(state, "work e ford 4,2-6,3") == "no-hexside"
    assert code(state, f"work e repair {SITE}") == "no-crossing"
    assert code(state, f"blow e {SITE}") == "nothing-to-blow"
    assert code(state, "work j ford 8,4-8,5") == "not-yours"


def test_laid_charges_never_fail_and_any_combat_unit_can_fire_them() -> None:
    own: list[CrossingRow] = [((4, 2), (4, 3), "bridge", {"owner": "soviet"})]
    units = [SAPPERS, ("r", "rifle-regiment", "soviet", (4, 2)), FAR]
    for seed in range(20):
        state = river(units, own, seed=seed)
        assert code(state, f"blow r {SITE}") == "no-charges"
        state = play(state, f"work e mine {SITE}", "end", "end")
        assert bridge(state).mined == "soviet" and bridge(state).hits == 0
        state, events = apply(state, parse_order(f"blow r {SITE}"))
        assert bridge(state).hits == 3 and bridge(state).mined == "" and not the(state.unit("e")).fought
        assert next(e for e in events if isinstance(e, CrossingHit)).die == 0
        assert [r.what for r in bridge(state).records] == ["mined", "blown"]
        assert code(state, f"blow e {SITE}") == "blow-destroyed"


@pytest.mark.parametrize(("mined", "refused"), [("", True), ("japanese", True), ("soviet", False)])
def test_riflemen_fire_charges_of_their_own_side_and_no_others(mined: str, refused: bool) -> None:
    rifles = ("r", "rifle-regiment", "soviet", (4, 2))
    state = river([rifles, FAR], [((4, 2), (4, 3), "bridge", {"owner": "soviet"})])
    laid = replace(bridge(state), mined=mined)
    state = replace(state, crossings={laid.hexside: laid})
    blast = f"blow r {SITE}"
    assert (str(parse_order(blast)) in map(str, legal_orders(state))) is not refused
    assert code(state, blast) == "no-charges" if refused else not play(state, blast).crossings[laid.hexside].mined


def test_charges_laid_in_haste_work_half_the_time() -> None:
    state = river([SAPPERS, FAR], [((4, 2), (4, 3), "bridge", {"owner": "soviet"})])
    order = parse_order(f"blow e {SITE}")
    blown = sum(bridge(apply(replace(state, seed=seed), order)[0]).hits == 3 for seed in range(600))
    assert abs(blown - 300) < 4 * (600 / 4) ** 0.5  # four standard deviations of a fair coin
    after = apply(state, order)[0]
    assert the(after.unit("e")).fought
    assert bridge(after).hits in (0, 3)


def test_a_captured_crossing_is_cleared_of_charges() -> None:
    mined: list[CrossingRow] = [((4, 2), (4, 3), "bridge", {"owner": "japanese", "mined": "japanese"})]
    state = river([("r", "rifle-regiment", "soviet", (4, 1)), FAR], mined)
    state, events = apply(state, parse_order("move r 4,2"))
    assert any(isinstance(e, CrossingTaken) for e in events)
    assert bridge(state).owner == "soviet" and bridge(state).mined == "" and bridge(state).records[-1].what == "taken"


def test_the_enemy_does_not_see_the_charges() -> None:
    state = river([SAPPERS, FAR], [((4, 2), (4, 3), "bridge", {"owner": "soviet"})])
    state = play(state, f"work e mine {SITE}", "end", "end")
    assert bridge(view(state, "soviet").state).mined == "soviet"
    seen = bridge(view(state, "japanese").state)
    assert seen.mined == "" and not any(r.what == "mined" for r in seen.records)


def test_heavy_units_refuse_a_pontoon() -> None:
    units = [("t", "tank-brigade", "soviet", (4, 2)), ("m", "motor-rifle-regiment", "soviet", (3, 1)), FAR]
    state = river(units, [((4, 2), (4, 3), "pontoon", {"owner": "soviet"})])
    assert code(state, "move t 4,3") == "out-of-reach" and why_illegal(state, parse_order("move m 4,3")) is None


@pytest.mark.parametrize("kind", ["rifle-regiment", "mongol-cavalry"])
def test_foot_and_horse_swim_and_arrive_shaken_and_without_supplies(kind: str) -> None:
    state = river([("r", kind, "soviet", (4, 2)), FAR])
    state = play(state, "move r 4,3")
    unit = state.unit("r")
    assert unit is not None and unit.mp == 0 and unit.suppressed == (unit.steps + 1) // 2
    later = play(state, "end", "end").unit("r")
    assert later is not None and later.unsupplied == 1
    ford = river([("r", kind, "soviet", (4, 2)), FAR], [((4, 2), (4, 3), "ford")])
    dry = play(ford, "move r 4,3", "end", "end").unit("r")
    assert dry is not None and dry.unsupplied == 0 and dry.suppressed == 0


def test_the_jobs_of_engineers_are_told_with_points_and_reasons() -> None:
    state = river([SAPPERS, FAR], [((4, 2), (4, 3), "bridge", {"owner": "soviet", "hits": 2})])
    found = {str(j.order): (j.needed, j.done, j.refusal) for j in jobs_for(state, the(state.unit("e")))}
    assert found == {f"work e repair {SITE}": (4, 0, None), f"work e mine {SITE}": (1, 0, None)}
    state = play(river([SAPPERS, FAR]), f"work e pontoon {SITE}", "end", "end")
    jobs = {j.order.task: j for j in jobs_for(state, the(state.unit("e")))}
    assert (jobs["pontoon"].needed, jobs["pontoon"].done, the(jobs["pontoon"].refusal).code.value) == (2, 1, "at-it")
    assert jobs["ford"].refusal is None and set(jobs) == {"ford", "pontoon"}
    assert {t.value for t in Task} >= set(jobs)


def test_the_queue_at_a_crossing() -> None:
    """Three cars on the near bank, two of them in reach; tanks and guns of the enemy do not queue at a pontoon."""
    units: list[Row] = [
        ("a", "motor-rifle-regiment", "soviet", (4, 2)),
        ("b", "motor-rifle-regiment", "soviet", (4, 1)),
        ("c", "motor-rifle-regiment", "soviet", (0, 0), {"mp": 4}),
        ("t", "tank-brigade", "soviet", (3, 1)),
        FAR,
    ]
    state = river(units, [((4, 2), (4, 3), "pontoon", {"owner": "soviet", "hits": 2})])
    state = state.with_units([replace(u, mp=4) for u in state.units if u.id == "c"])
    found = traffic(state, bridge(state).hexside)
    assert (found.units, found.used, found.left, found.supply) == (1, 0, 1, 4)
    assert found.queue == ("a", "b") and found.waiting == ("b",)
    after = play(state, "move a 4,4")
    assert traffic(after, bridge(after).hexside).queue == () and traffic(after, bridge(after).hexside).left == 0


def test_queues_are_the_same_whether_ways_are_kept_or_not() -> None:
    """Over two crossings; where a unit can go is looked for once."""
    spots = [(4, 2), (3, 1), (5, 1), (4, 1), (2, 2), (7, 1), (1, 2)]
    units: list[Row] = [(f"c{i}", "motor-rifle-regiment", "soviet", place) for i, place in enumerate(spots)]
    made: list[CrossingRow] = [
        ((4, 2), (4, 3), "bridge", {"owner": "soviet"}),
        ((2, 2), (2, 3), "ford", {"owner": "soviet"}),
    ]
    state = river([*units, FAR], made)
    kept: dict[int, Reach] = {}
    with counted(Measure("looked", reach)) as tally:
        together = [traffic(state, side, kept) for side in state.crossings]
    assert tally["looked"] == len(kept) <= len(units)
    assert together == [traffic(state, side) for side in state.crossings]
    assert all(found.queue for found in together)


@pytest.mark.parametrize(
    ("gone", "cargo", "opens"), [(0, 4, True), (0, 5, False), (3, 1, True), (3, 2, False), (4, 0, True), (4, 1, False)]
)
def test_trucks_go_over_while_all_they_carry_still_can(gone: int, cargo: int, opens: bool) -> None:
    """The pontoon carries 4 SP; that no more units may go over is nothing to trucks."""
    state = river([FAR], [((4, 2), (4, 3), "pontoon", {"owner": "soviet", "hits": 2})])
    link, table = replace(bridge(state), used=1, supply_used=gone), state.scenario.rules
    assert open_to(link, table.unit_types["truck-column"], table, cargo) is opens
    assert not open_to(link, table.unit_types["motor-rifle-regiment"], table)


@pytest.mark.parametrize("kind", ["ford", "bridge"])
def test_the_queue_is_those_who_can_move_over(kind: str) -> None:
    """Against the plain question: who has a legal move over it?"""
    spots = [(4, 2), (3, 1), (5, 1), (4, 1), (2, 2), (7, 1), (4, 5), (0, 4)]
    units = [(f"c{i}", "motor-rifle-regiment", "soviet", place) for i, place in enumerate(spots)]
    state = river([*units, FAR], [((4, 2), (4, 3), kind, {"owner": "soviet"})])
    expected = set()
    for order in legal_orders(state):
        if isinstance(order, Move):
            after, _ = apply(state, order)
            if bridge(after).used:
                expected.add(order.unit)
    found = traffic(state, bridge(state).hexside)
    assert set(found.queue) == expected and "c6" in expected and "c7" not in expected
    assert found.queue[0] == "c0", "it stands on the bank"


def test_the_queue_goes_by_the_mp_of_the_way_over_and_not_by_how_near_one_stands() -> None:
    """Into the dunes on the near bank 6 MP, but 1 by the road; over the pontoon 2 and 1. `c` on the road pays 4, `b`
    behind it, two hexes off, 5; `a` and `d`, beside the bank, go round by the road: 2 MP more than `c`.
    """
    units: list[Row] = [
        ("a", "motor-rifle-regiment", "soviet", (3, 1)),
        ("b", "motor-rifle-regiment", "soviet", (4, 0)),
        ("c", "motor-rifle-regiment", "soviet", (4, 1)),
        ("d", "motor-rifle-regiment", "soviet", (5, 1)),
        FAR,
    ]
    scenario = small_scenario(
        rows=[*ROWS[:2], "....d....", *ROWS[3:]],
        units=units,
        hexsides=RIVER,
        crossings=[((4, 2), (4, 3), "pontoon", {"owner": "soviet", "hits": 1})],
        roads=[[(4, 0), (4, 1), (4, 2)]],
        sources=[("soviet", (0, 0)), ("japanese", (8, 5))],
    )
    state = initial_state(scenario, seed=1, fog=False)
    found = traffic(state, bridge(state).hexside)
    assert found.queue == ("c", "b", "a", "d")
    assert (found.units, found.left, found.waiting) == (2, 2, ("a", "d"))
    after = play(state, "move c 4,4")
    over = traffic(after, bridge(after).hexside)
    assert (over.used, over.left, over.queue, over.waiting) == (1, 1, ("b", "a", "d"), ("a", "d"))
    tired = state.with_units([replace(the(state.unit(n)), mp=mp, moved=True) for n, mp in (("a", 5), ("d", 6))])
    assert traffic(tired, bridge(tired).hexside).queue == ("c", "b", "d")


def test_who_queues_where() -> None:
    """None of the enemy's, none that has fought; tanks at a bridge and not at a pontoon; either bank."""
    units: list[Row] = [
        ("f", "motor-rifle-regiment", "soviet", (4, 2), {"fought": True}),
        ("n", "motor-rifle-regiment", "soviet", (3, 2)),
        ("s", "motor-rifle-regiment", "soviet", (4, 3)),
        ("t", "tank-brigade", "soviet", (5, 1)),
        ("x", "tank-brigade", "soviet", (4, 1), {"fought": True}),
        ("e", "motor-rifle-regiment", "japanese", (4, 5)),
    ]
    queues = {}
    for kind in ("pontoon", "bridge"):
        state = river(units, [((4, 2), (4, 3), kind, {"owner": "soviet"})])
        state = state.with_units([replace(u, fought=u.id in ("f", "x")) for u in state.units])
        queues[kind] = set(traffic(state, bridge(state).hexside).queue)
        supply = {"pontoon": 12, "bridge": 30}[kind]
        used = replace(bridge(state), supply_used=7)
        busy = traffic(replace(state, crossings={used.hexside: used}), used.hexside)
        assert (busy.supply, busy.supply_used, busy.left) == (supply, 7, {"pontoon": 3, "bridge": 5}[kind])
    assert queues["pontoon"] == {"n", "s"} and queues["bridge"] == {"n", "s", "t", "x"}


@pytest.mark.parametrize(
    ("near", "far", "owner", "now"),
    [
        ("soviet", "", "japanese", "soviet"),
        ("", "soviet", "japanese", "soviet"),
        ("soviet", "soviet", "", "soviet"),
        ("soviet", "japanese", "japanese", "japanese"),  # who stands over against the enemy has taken nothing
        ("japanese", "soviet", "japanese", "japanese"),
        ("soviet", "japanese", "soviet", "soviet"),
        ("japanese", "soviet", "soviet", "soviet"),
        ("soviet", "japanese", "", ""),
        ("", "", "japanese", "japanese"),
    ],
)
@pytest.mark.parametrize("guns", [False, True])
def test_a_crossing_falls_to_who_stands_alone_beside_it(near: str, far: str, owner: str, now: str, guns: bool) -> None:
    """An order of somebody far away: what counts is who stands there. Guns hold no bank."""
    kinds = {"soviet": "rifle-regiment", "japanese": "jp-infantry-regiment"}
    banks = [(side, place) for side, place in ((near, (4, 2)), (far, (4, 3))) if side]
    units: list[Row] = [(f"b{i}", kinds[side], side, place) for i, (side, place) in enumerate(banks)]
    if guns:
        bare = [(n, place) for n, side, place in (("g", near, (4, 2)), ("h", far, (4, 3))) if not side]
        units += [(n, "jp-field-artillery", "japanese", place) for n, place in bare]
    state = river([*units, ("s", "rifle-regiment", "soviet", (0, 0)), FAR], [((4, 2), (4, 3), "bridge")])
    owned = replace(bridge(state), owner=owner, records=())
    state = replace(state, crossings={owned.hexside: owned})
    after, events = apply(state, Move("s", (0, 1)))
    assert bridge(after).owner == now
    assert [e.side for e in events if isinstance(e, CrossingTaken)] == ([now] if now != owner else [])


@pytest.mark.parametrize(
    ("owner", "mined", "hits", "expected"),
    [
        ("soviet", "", 0, None),
        ("", "", 0, None),
        ("", "japanese", 0, None),  # of the enemy's charges nobody is told
        ("", "soviet", 0, "charges-laid"),
        ("soviet", "soviet", 0, "charges-laid"),
        ("soviet", "", 3, "nothing-to-mine"),
        ("soviet", "", 2, None),
        ("japanese", "", 0, "enemy-crossing"),
    ],
)
def test_where_charges_may_be_laid(owner: str, mined: str, hits: int, expected: str | None) -> None:
    state = river([SAPPERS, FAR], [((4, 2), (4, 3), "bridge", {"owner": owner, "mined": mined, "hits": hits})])
    order = parse_order(f"work e mine {SITE}")
    refusal = why_illegal(state, order)
    assert (refusal.code.value if refusal else None) == expected
