"""Where staffs sit and trucks wait, and how they get away in time; on small maps."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from khalkhin.ai import hauls, headquarters, marches
from khalkhin.ai.appreciation import appreciate
from khalkhin.ai.situation import Situation, Weights, read
from khalkhin.core import apply, initial_state, view
from khalkhin.core.model.scenario import AiHints
from khalkhin.core.model.state import GameState, Ghost
from khalkhin.core.model.units import Driving, Level
from khalkhin.core.movement.movement import reach
from khalkhin.core.orders.orders import EndTurn, Exit, ForcedMarch, Haul, Move, Order, Prioritise
from khalkhin.core.supply import staffplan

from tests.scenarios import small_scenario

WIDTH, HEIGHT = 15, 7


def battle(units: list[Any], posture: str = "defend", **more: Any) -> GameState:
    more.setdefault("sources", [("soviet", (0, 3)), ("japanese", (14, 3))])
    scenario = small_scenario(["." * WIDTH] * HEIGHT, units, **more)
    sides = tuple(replace(s, hints=AiHints(posture=posture)) if s.id == "soviet" else s for s in scenario.sides)
    return initial_state(replace(scenario, sides=(sides[0], sides[1])), fog=False)


def reading(state: GameState) -> Situation:
    seen = view(state, "soviet")
    return read(seen, plan=appreciate(seen))


def place(now: Situation, hex_: int | None) -> tuple[int, int]:
    assert hex_ is not None
    return now.state.scenario.board.place(hex_)


def unit(now: Situation, name: str) -> Any:
    found = now.state.unit(name)
    assert found is not None
    return found


FRONT = [
    ("a", "rifle-regiment", "soviet", (8, 2), {"formation": "36th"}),
    ("b", "rifle-regiment", "soviet", (8, 3), {"formation": "36th"}),
    ("c", "rifle-regiment", "soviet", (8, 4), {"formation": "36th"}),
    ("j", "jp-infantry-regiment", "japanese", (10, 3)),
]


@pytest.mark.parametrize("at", [(0, 0), (9, 5), (3, 3)])
def test_a_staff_sits_behind_its_formation_in_range_and_out_of_reach(at: tuple[int, int]) -> None:
    now = reading(battle([*FRONT, ("hq", "soviet-hq", "soviet", at, {"formation": "36th"})]))
    seat = headquarters.seat(now, unit(now, "hq"))
    assert seat is not None and (now.plan.quiet(seat) or now.shielded(seat))
    board, range_ = now.state.scenario.board, now.state.scenario.rules.command.range
    assert all(board.distance(seat, unit(now, name).hex) <= range_ for name in "abc")


def test_a_staff_does_not_sit_where_the_way_home_can_be_cut() -> None:
    """Cavalry in the rear: between it and the front there is no refuge, whoever stands there."""
    raid = ("k", "mongol-cavalry", "japanese", (3, 3))
    now = reading(battle([*FRONT, raid, ("hq", "soviet-hq", "soviet", (6, 3), {"formation": "36th"})]))
    assert not now.plan.quiet(unit(now, "hq").hex)
    quiet = {place(now, h) for h in now.plan.refuge}
    assert (6, 3) not in quiet and (3, 2) not in quiet


def test_a_way_home_that_can_be_shut_in_two_turns_counts_against_a_seat() -> None:
    """Riders on the flank come to the road behind (7, 3) in two turns, not in one."""
    rider = ("k", "mongol-cavalry", "japanese", (14, 0))
    now = reading(battle([*FRONT, rider, ("hq", "soviet-hq", "soviet", (7, 3), {"formation": "36th"})]))
    open_two = {h for h in now.plan.calm if h in now.plan.rear}
    forward = now.plan.calm - open_two
    assert open_two and forward
    alone = [h for h in forward | open_two if not any(n in now.known.combat for n in board_near(now, h))]
    safe = {headquarters.risk(now, h) for h in alone if h in open_two and h not in now.plan.ringed}
    worse = {headquarters.risk(now, h) for h in alone if h in forward and h not in now.plan.ringed}
    assert worse and max(worse) < min(safe)


def board_near(now: Situation, hex_: int) -> tuple[int, ...]:
    return now.state.scenario.board.within(hex_, 1)


@pytest.mark.parametrize(("posture", "goal"), [("attack", (10, 3)), ("defend", (0, 3))])
def test_guns_of_an_attacker_go_where_somebody_has_the_enemy_before_him(posture: str, goal: tuple[int, int]) -> None:
    units = [
        ("g", "field-artillery", "soviet", (0, 3), {"formation": "A"}),
        ("a", "rifle-regiment", "soviet", (2, 2), {"formation": "A"}),
        ("b", "rifle-regiment", "soviet", (10, 3), {"formation": "B"}),
        ("j", "jp-infantry-regiment", "japanese", (11, 3)),
    ]
    now = reading(battle(units, posture=posture))
    assert place(now, marches.goal_of(now, unit(now, "g"))) == goal


def test_an_enemy_out_of_sight_is_still_reckoned_with() -> None:
    state = battle([("r", "rifle-battalion", "soviet", (1, 3)), ("t", "tank-brigade", "japanese", (7, 3))])
    seen = view(state, "soviet")
    tank = next(u for u in state.units if u.id == "t")
    gone = replace(state, units=tuple(replace(u, hex=-3) if u is tank else u for u in state.units))
    there = replace(seen, state=gone, ghosts={tank.spec.index: Ghost(tank.hex, state.turn, Level.IDENTIFIED)})
    near = state.scenario.board.index(4, 3)
    assert near is not None
    assert not appreciate(there).quiet(near)
    assert appreciate(replace(there, ghosts={})).quiet(near)


@pytest.mark.parametrize("lost", [0, 1, 5])
def test_who_was_lost_from_sight_may_have_marched_on_in_that_turn(lost: int) -> None:
    """Men who make three hexes a turn: two turns' march from where they were seen, as they may have passed there."""
    state = battle([("r", "rifle-battalion", "soviet", (1, 3)), ("i", "jp-infantry-regiment", "japanese", (9, 3))])
    state = replace(state, turn=6)
    seen = view(state, "soviet")
    men = next(u for u in state.units if u.id == "i")
    gone = replace(state, units=tuple(replace(u, hex=-3) if u is men else u for u in state.units))
    there = replace(seen, state=gone, ghosts={men.spec.index: Ghost(men.hex, state.turn - lost, Level.IDENTIFIED)})
    plan = appreciate(there)
    assert {x for x in range(WIDTH) if plan.quiet(x + 3 * WIDTH)} == {0, 1, 2}


def test_to_be_caught_at_once_is_worse_than_a_way_home_that_may_be_shut() -> None:
    now = reading(battle([("hq", "soviet-hq", "soviet", (7, 3)), ("j", "mongol-cavalry", "japanese", (14, 3))]))
    here = unit(now, "hq").hex
    shut = replace(now, plan=replace(now.plan, rear=frozenset(), ringed=frozenset()))
    caught = replace(shut, plan=replace(shut.plan, calm=frozenset()))
    assert here in now.plan.calm
    assert headquarters.risk(caught, here) < headquarters.risk(shut, here)


def test_a_staff_leaves_by_the_source_before_the_enemy_is_there() -> None:
    def order(at: tuple[int, int]) -> object:
        return headquarters.leave(
            reading(battle([("hq", "soviet-hq", "soviet", (0, 3)), ("j", "mongol-cavalry", "japanese", at)]))
        )

    assert order((3, 3)) == Exit("hq")
    assert order((14, 3)) is None


@pytest.mark.parametrize(("enemy", "hurried"), [((9, 3), True), ((10, 3), False)])
def test_a_staff_is_hurried_out_of_reach_when_it_comes_out_of_it_no_other_way(
    enemy: tuple[int, int], hurried: bool
) -> None:
    units = [("hq", "soviet-hq", "soviet", (8, 3)), ("j", "mongol-cavalry", "japanese", enemy)]
    assert headquarters.hurry(reading(battle(units, hq_points=2))) == (ForcedMarch("hq") if hurried else None)


def test_nobody_is_hurried_where_no_refuge_is_left() -> None:
    tanks = [(f"t{n}", "tank-brigade", "japanese", (n, 3)) for n in (0, 9)]
    now = reading(battle([("hq", "soviet-hq", "soviet", (5, 3)), *tanks], hq_points=2))
    assert not any(now.plan.quiet(h) for h in now.plan.refuge) and headquarters.hurry(now) is None


def test_those_who_have_far_to_go_are_hurried_with_points_that_are_left() -> None:
    units = [*FRONT, ("g", "howitzers", "soviet", (0, 3)), ("r", "rifle-regiment", "soviet", (0, 2))]
    now = reading(battle(units, hq_points=2))
    index = now.state.scenario.board.index
    assert headquarters.press_on(now, unit(now, "g"), index(9, 0)) == ForcedMarch("g")
    assert headquarters.press_on(now, unit(now, "g"), index(2, 3)) is None, "it gets there anyway"
    assert headquarters.press_on(now, unit(now, "b"), index(0, 0)) is None, "it has the enemy before it"
    assert headquarters.press_on(now, unit(now, "r"), index(9, 6)) is None, "its mission can wait"
    tired = replace(unit(now, "g"), suppressed=1)
    assert headquarters.press_on(now, tired, index(9, 0)) is None


# ------------------------------------------------------------------ trucks


def test_a_column_beside_a_friend_gets_away_all_the_same() -> None:
    units = [
        ("t", "truck-column", "soviet", (5, 3)),
        ("r", "rifle-battalion", "soviet", (5, 2)),
        ("j", "tank-brigade", "japanese", (9, 3)),
    ]
    order = hauls.drive(reading(battle(units)))
    assert isinstance(order, Move) and order.unit == "t"


def test_a_column_that_hauls_goes_on_although_the_enemy_is_near() -> None:
    """Who waits for what it carries would go without; only a column with nothing to do gets out of his way."""
    units = [
        ("t", "truck-column", "soviet", (6, 3), {"mp": 20}),
        ("r", "rifle-regiment", "soviet", (8, 3)),
        ("j", "tank-brigade", "japanese", (9, 5)),
    ]
    state = battle(units, depots=[("soviet", (6, 3), 40), ("soviet", (8, 3), 0)], roads=[[(n, 3) for n in range(10)]])
    now = reading(state)
    assert hauls.in_danger(now, unit(now, "t").hex) and hauls.drive(now) is None
    driven, _ = apply(state, EndTurn())
    assert any(s.stock for s in driven.stores if s.hex == driven.scenario.board.index(8, 3))


@pytest.mark.parametrize(
    ("posture", "guarded", "drives"),
    [("defend", False, False), ("defend", True, True), ("attack", False, False), ("attack", True, True)],
)
def test_nobody_hauls_into_a_depot_that_lies_open(posture: str, guarded: bool, drives: bool) -> None:
    units = [
        ("t", "truck-column", "soviet", (1, 3), {"mp": 20}),
        ("r", "rifle-regiment", "soviet", (9, 3) if guarded else (8, 5)),
        ("j", "tank-brigade", "japanese", (11, 2)),
    ]
    roads = [[(n, 3) for n in range(12)]]
    state = battle(units, posture, depots=[("soviet", (1, 3), 40), ("soviet", (9, 3), 0)], roads=roads)
    assert (hauls.drive(reading(state)) is None) is drives


@pytest.mark.parametrize(
    ("posture", "garrison", "drives"),
    [
        ("defend", ("rifle-regiment", {"entrenchment": 2}), True),
        ("defend", ("rifle-regiment", {"entrenchment": 2, "steps": 2}), False),
        ("defend", ("rifle-regiment", {"steps": 4}), False),
        ("defend", ("soviet-engineers", {"entrenchment": 2}), False),
        ("balanced", ("rifle-regiment", {"entrenchment": 2, "steps": 2}), True),
        ("attack", ("rifle-regiment", {"entrenchment": 2, "steps": 2}), True),
    ],
)
def test_a_defender_hauls_to_a_depot_before_the_enemy_whose_garrison_can_hold_it(
    posture: str, garrison: tuple[str, dict[str, int]], drives: bool
) -> None:
    """Two brigades are more than a match for any of them: only good works with enough men in them keep these off."""
    kind, given = garrison
    units = [
        ("t", "truck-column", "soviet", (1, 3), {"mp": 20}),
        ("r", kind, "soviet", (9, 3), given),
        ("far", "rifle-regiment", "soviet", (8, 5)),
        ("j", "tank-brigade", "japanese", (11, 2)),
        ("k", "tank-brigade", "japanese", (11, 4)),
    ]
    roads = [[(n, 3) for n in range(12)]]
    state = battle(units, posture, depots=[("soviet", (1, 3), 40), ("soviet", (9, 3), 0)], roads=roads)
    assert (hauls.drive(reading(state)) is None) is drives


@pytest.mark.parametrize(("guarded", "fetches"), [(False, False), (True, True)])
def test_nobody_fetches_from_a_depot_that_lies_open_either(guarded: bool, fetches: bool) -> None:
    """What is in it is lost, the column need not be: it comes away, unless it stands there and only has to load."""
    units = [
        ("t", "truck-column", "soviet", (3, 3), {"mp": 20}),
        ("r", "rifle-regiment", "soviet", (3, 3)),
        *([("g", "rifle-regiment", "soviet", (9, 3))] if guarded else []),
        ("j", "tank-brigade", "japanese", (11, 2)),
    ]
    roads = [[(n, 3) for n in range(12)]]
    empty = [("soviet", (0, 3), 0), ("japanese", (14, 3))]
    state = battle(units, depots=[("soviet", (9, 3), 40), ("soviet", (3, 3), 0)], roads=roads, sources=empty)
    trips = {part.unit: part for part in staffplan.plan(state, "soviet").assignments}
    assert state.stores[trips["t"].origin].hex == state.scenario.board.index(9, 3), "the haul would begin there"
    assert (hauls.drive(reading(state)) is None) is fetches
    there = state.with_unit(replace(unit(reading(state), "t"), hex=state.scenario.board.index(9, 3) or 0))
    trips = {part.unit: part for part in staffplan.plan(there, "soviet").assignments}
    assert not hauls._leads_into_the_open(reading(there), unit(reading(there), "t"), trips["t"])


@pytest.mark.parametrize(
    ("garrison", "refuge"),
    [({"entrenchment": 2}, (9, 3)), ({}, (0, 3)), ({"entrenchment": 2, "steps": 2}, (0, 3))],
)
def test_a_column_that_finds_no_safe_ground_goes_to_men_who_can_keep_it(
    garrison: dict[str, int], refuge: tuple[int, int]
) -> None:
    """In good works and enough of them; else it drives for its source. Where it stands with them it stays."""
    units = [
        ("t", "truck-column", "soviet", (8, 3), {"mp": 20}),
        ("r", "rifle-regiment", "soviet", (9, 3), garrison),
        ("j", "tank-brigade", "japanese", (11, 2)),
        ("k", "tank-brigade", "japanese", (11, 4)),
    ]
    now = reading(battle(units, roads=[[(n, 3) for n in range(15)]]))
    nowhere = replace(now, plan=replace(now.plan, calm=frozenset(), shunned=frozenset()))
    order = hauls._away(nowhere, unit(now, "t"))
    assert order is not None and order.to == refuge
    with_them = replace(unit(now, "t"), hex=now.state.scenario.board.index(*refuge) or 0)
    assert refuge == (0, 3) or hauls._away(nowhere, with_them) is None


def test_a_column_gets_away_to_where_the_way_home_will_still_be_safe() -> None:
    """Of the ground that is quiet now the nearest is a hex on, the nearest that stays so behind it; with none it drives
    for its source, past nobody's zone of control."""
    units = [("t", "truck-column", "soviet", (8, 3), {"mp": 20}), ("j", "tank-brigade", "japanese", (14, 6))]
    now = reading(battle(units, roads=[[(n, 3) for n in range(15)]]))
    board, column = now.state.scenario.board, unit(now, "t")
    ahead, behind = ({board.index(c, 3) or 0} for c in (9, 5))
    plan = replace(now.plan, calm=frozenset(ahead | behind), rear=frozenset(behind), ringed=frozenset())
    order = hauls._away(replace(now, plan=plan), column)
    assert order is not None and order.to == (5, 3)
    order = hauls._away(replace(now, plan=replace(plan, rear=frozenset())), column)
    assert order is not None and order.to == (9, 3)
    order = hauls._away(replace(now, plan=replace(plan, calm=frozenset())), column)
    assert order is not None and order.to == (0, 3)


@pytest.mark.parametrize(("posture", "forward"), [("defend", False), ("attack", True)])
def test_only_an_attacker_drives_a_load_by_hand_to_those_who_have_outrun_their_depots(
    posture: str, forward: bool
) -> None:
    units = [
        ("t", "truck-column", "soviet", (2, 3), {"mp": 20, "cargo": 6}),
        ("a", "rifle-regiment", "soviet", (11, 3)),
        ("b", "rifle-regiment", "soviet", (11, 4)),
        ("j", "jp-infantry-battalion", "japanese", (14, 6)),
    ]
    state = battle(units, posture, roads=[[(n, 3) for n in range(12)]])
    column = replace(unit(reading(state), "t"), driving=Driving.HAND)
    now = reading(state.with_unit(column))
    order = hauls._by_hand(now, column, [unit(now, "a"), unit(now, "b")])
    assert isinstance(order, Move if forward else Haul)


def test_of_columns_by_hand_only_one_goes_forward() -> None:
    """The others are the staff's again: their depots wait for them."""
    units = [
        ("s", "truck-column", "soviet", (2, 3), {"mp": 20, "cargo": 4}),
        ("t", "truck-column", "soviet", (2, 2), {"mp": 20, "cargo": 6}),
        ("a", "rifle-regiment", "soviet", (11, 3)),
        ("b", "rifle-regiment", "soviet", (11, 4)),
        ("j", "jp-infantry-battalion", "japanese", (14, 6)),
    ]
    state = battle(units, "attack", roads=[[(n, 3) for n in range(12)]])
    state = state.with_units([replace(u, driving=Driving.HAND) for u in state.units if u.is_column])
    given: list[Order] = []
    while (order := hauls.drive(reading(state))) is not None and len(given) < 9:
        state, _ = apply(state, order)
        given.append(order)
    assert [o.unit for o in given if isinstance(o, Move)] == ["t"]
    assert [o.unit for o in given if isinstance(o, Haul)] == ["s"]


@pytest.mark.parametrize(
    ("posture", "guarded", "stock", "priority"),
    [
        ("attack", True, 3, 3),
        ("attack", True, 12, 2),
        ("attack", True, 60, None),
        ("attack", False, 12, None),
        ("defend", True, 12, 2),
        ("defend", False, 12, 0),
    ],
)
def test_what_an_attack_lives_on_comes_first_if_it_runs_dry_and_a_defender_gives_up_what_lies_open(
    posture: str, guarded: bool, stock: int, priority: int | None
) -> None:
    """A depot that feeds a regiment three points a turn."""
    units = [
        ("r", "rifle-regiment", "soviet", (9, 3) if guarded else (8, 5)),
        ("j", "tank-brigade", "japanese", (11, 2)),
    ]
    state = battle(units, posture, depots=[("soviet", (9, 3), stock)], roads=[[(n, 3) for n in range(12)]])
    now = reading(state)
    assert now.net.routes, "the depot feeds the regiment"
    assert hauls.priority(now) == (None if priority is None else Prioritise((9, 3), priority))


@pytest.mark.parametrize(("posture", "runs"), [("defend", True), ("attack", False)])
def test_a_defenders_column_gets_out_of_a_ring_while_it_can(posture: str, runs: bool) -> None:
    units = [
        ("t", "truck-column", "soviet", (6, 3), {"mp": 20}),
        ("r", "rifle-regiment", "soviet", (8, 3)),
        ("j", "tank-brigade", "japanese", (14, 6)),
    ]
    state = battle(
        units, posture, depots=[("soviet", (6, 3), 40), ("soviet", (8, 3), 0)], roads=[[(n, 3) for n in range(10)]]
    )
    now = reading(state)
    assert hauls.drive(now) is None
    board = state.scenario.board
    about = frozenset(board.within(unit(now, "t").hex, 1))
    ringed = replace(now, plan=replace(now.plan, ringed=about, calm=now.plan.calm - about))
    order = hauls.drive(ringed)
    assert (order is not None) is runs
    if order is not None:
        assert isinstance(order, Move) and board.index(*order.to) not in about


@pytest.mark.parametrize(("posture", "stays"), [("defend", False), ("attack", True)])
def test_no_defenders_staff_sits_where_it_is_in_more_danger_than_that_is_worth(posture: str, stays: bool) -> None:
    """Nowhere is the way home safe for two turns: a staff of a side that attacks takes that upon it."""
    now = reading(battle([*FRONT, ("hq", "soviet-hq", "soviet", (6, 3), {"formation": "36th"})], posture))
    shut = replace(now, plan=replace(now.plan, rear=frozenset()), seats={})
    board, hq = now.state.scenario.board, unit(now, "hq")
    seat = headquarters.seat(shut, hq)
    assert seat is not None and (board.distance(seat, unit(now, "b").hex) <= 4) is stays
    assert stays or place(now, seat) == (0, 3)


def test_a_staff_whose_command_is_shut_in_goes_home_by_the_main_road() -> None:
    """Its seat among its men lies in a ring: an attacker's staff stays near them, another makes for its source."""
    state = battle([*FRONT, ("hq", "soviet-hq", "soviet", (6, 3), {"formation": "36th"})])
    now = reading(state)
    hq, board = unit(now, "hq"), state.scenario.board
    assert headquarters.flight(now, hq, reach(state, hq, now.known).cost) is None
    about = frozenset(h for name in "abc" for h in board.within(unit(now, name).hex, 6))
    shut = replace(now, plan=replace(now.plan, ringed=about), seats={})
    to = headquarters.flight(shut, hq, reach(state, hq, now.known).cost)
    assert to is not None and board.distance(to, board.index(0, 3) or 0) < board.distance(
        hq.hex, board.index(0, 3) or 0
    )
    found = marches.march(shut, Weights(), hq)
    assert found is not None and board.index(*found.to) == to
    attack = replace(shut, hints=AiHints(posture="attack"), seats={})
    assert headquarters.flight(attack, hq, reach(state, hq, now.known).cost) is None


@pytest.mark.parametrize(("at", "home"), [((12, 6), (14, 6)), ((8, 6), (0, 3))])
def test_a_staff_at_a_lesser_source_does_not_cross_the_battlefield_to_the_main_one(
    at: tuple[int, int], home: tuple[int, int]
) -> None:
    """Its command is shut in beyond the enemy, so that no seat near it is safe."""
    sources = [("soviet", (0, 3), 20), ("soviet", (14, 6), 5), ("japanese", (14, 0))]
    now = reading(battle([*FRONT, ("hq", "soviet-hq", "soviet", at, {"formation": "36th"})], sources=sources))
    board = now.state.scenario.board
    about = frozenset(h for name in "abc" for h in board.within(unit(now, name).hex, 5)) - {
        h for corner in ((0, 3), (14, 6)) for h in board.within(board.index(*corner) or 0, 1)
    }
    shut = replace(now, plan=replace(now.plan, ringed=about), seats={})
    assert headquarters.seat(shut, unit(now, "hq")) == board.index(*home)


@pytest.mark.parametrize(("enemy", "leaves"), [((3, 3), True), ((12, 3), False)])
def test_columns_at_a_source_that_is_lost_leave_the_map(enemy: tuple[int, int], leaves: bool) -> None:
    units = [("t", "truck-column", "soviet", (0, 3)), ("j", "jp-infantry-regiment", "japanese", enemy)]
    assert headquarters.leave(reading(battle(units))) == (Exit("t") if leaves else None)


# ------------------------------------------------------------------ room at a bridge


def test_guns_make_room_for_engineers_at_a_bridge_that_is_hit() -> None:
    units = [
        ("e", "soviet-engineers", "soviet", (2, 1)),
        ("g", "field-artillery", "soviet", (2, 2)),
        ("r", "rifle-regiment", "soviet", (4, 2)),
        ("j", "jp-infantry-battalion", "japanese", (12, 5)),
    ]
    river = {"hexsides": [((2, 2), (2, 3), "river")], "crossings": [((2, 2), (2, 3), "bridge", {"hits": 2})]}
    now = reading(battle(units, posture="attack", **river))
    order = marches.march(now, Weights(), unit(now, "g"))
    assert order is not None and order.to not in {(2, 2), (2, 3)}
    first = marches.order_of_march(now)[0]
    assert first.id == "e"


#: Riders on the flank come to the road behind (7, 3) in two turns.
RIDER = ("k", "mongol-cavalry", "japanese", (14, 0))
GUNS = ("g", "field-artillery", "soviet", (5, 3), {"formation": "36th"})


def weighed(now: Situation, hex_: tuple[int, int]) -> float:
    """How a hex is scored as a place for the guns."""
    found = now.state.scenario.board.index(*hex_)
    assert found is not None
    guns = unit(now, "g")
    return marches._rear_score(now, Weights(), guns, found, now.danger.get(found, 0.0), found in now.known.zones)


def test_guns_of_a_defender_stay_where_the_way_home_is_open_or_men_in_works_keep_them() -> None:
    """(5, 6) is alone where the way home can be shut in two turns; nobody is nearer to it than to (7, 4)."""
    held = [("w", "rifle-regiment", "soviet", (5, 6), {"formation": "36th", "entrenchment": 2})]
    alone, kept = (reading(battle([*FRONT, RIDER, GUNS, *more])) for more in ([], held))
    at = alone.state.scenario.board.index(5, 6)
    assert at is not None and at not in alone.plan.rear
    assert weighed(kept, (5, 6)) - weighed(alone, (5, 6)) >= headquarters.EXPOSED


def test_men_who_are_kept_down_keep_no_guns() -> None:
    works = ("w", "rifle-battalion", "soviet", (5, 6), {"formation": "36th", "entrenchment": 2})
    state = battle([*FRONT, RIDER, GUNS, works])
    men = unit(reading(state), "w")
    down = state.with_unit(replace(men, suppressed=men.steps))
    assert marches._is_kept(reading(state), men.hex) and not marches._is_kept(reading(down), men.hex)


def test_an_attacker_is_not_kept_from_his_work_by_a_way_home_that_may_be_shut() -> None:
    units = [*FRONT, RIDER, GUNS]
    bold, shy = (reading(battle(units, posture=posture)) for posture in ("attack", "defend"))
    at = (5, 6)
    assert weighed(bold, at) - weighed(shy, at) >= headquarters.EXPOSED - 1e-9
