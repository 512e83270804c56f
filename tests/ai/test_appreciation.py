"""Sizing up a turn: who guards what, who is to get out, where a ring can be closed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from khalkhin.ai.appreciation import _is_army, _is_urgent, appreciate
from khalkhin.ai.fights import Excuse, reaches, spots_for
from khalkhin.ai.guards import LAST, last_crossings, places_in_danger
from khalkhin.ai.marches import _waypoint, march, order_of_march
from khalkhin.ai.situation import FAR, Weights, read
from khalkhin.ai.staff import StaffPlayer
from khalkhin.core import apply, initial_state, view
from khalkhin.core.model.scenario import AiHints, Axis, Manner, Scenario
from khalkhin.core.model.state import DESTROYED, Ban, GameState
from khalkhin.core.orders.orders import EndTurn
from khalkhin.core.supply.encirclement import Noose, noose
from khalkhin.core.supply.supply import trace

from tests.scenarios import Row, small_scenario

#: A river down the middle between columns 4 and 5, with a single bridge.
RIVER = [((4, r), (5, r), "river") for r in range(7)] + [((4, r), (5, r - 1), "river") for r in range(1, 7)]


def bridgehead(*others: Row, fog: bool = False) -> GameState:
    """Soviets over a river with one bridge behind them; a Japanese reconnaissance regiment may ride to it."""
    units: list[Row] = [
        ("a-front", "rifle-regiment", "soviet", (7, 1), {"entrenchment": 2}),
        ("jp-1", "jp-infantry-regiment", "japanese", (8, 1)),
        *others,
    ]
    scenario = small_scenario(
        ["." * 10] * 7,
        units,
        hexsides=RIVER,
        crossings=[((4, 3), (5, 3), "bridge", {"owner": "soviet"})],
        sources=[("soviet", (0, 3)), ("japanese", (9, 6))],
    )
    return initial_state(scenario, fog=fog)


def test_the_only_crossing_in_use_is_the_last() -> None:
    state = bridgehead()
    side = state.scenario.board.hexside(*(state.scenario.board.index(*p) or 0 for p in ((4, 3), (5, 3))))
    assert last_crossings(state, "soviet", trace(state, "soviet")) == (side,)


def test_a_neighbour_is_sent_to_the_last_crossing_when_the_enemy_can_come() -> None:
    guard = ("b-near", "rifle-battalion", "soviet", (6, 4))
    rider = ("jp-2", "jp-recon", "japanese", (8, 5))
    state = bridgehead(guard, rider)
    seen = view(state, "soviet")
    plan = appreciate(seen)
    banks = {state.scenario.board.index(4, 3), state.scenario.board.index(5, 3)}
    assert plan.posts["b-near"] in banks and "a-front" not in plan.posts
    now = read(seen, plan=plan)
    order = march(now, Weights(), next(u for u in order_of_march(now) if u.id == "b-near"))
    assert order is not None and state.scenario.board.index(*order.to) in banks


def test_who_stands_at_the_last_crossing_stays() -> None:
    guard = ("b-near", "rifle-battalion", "soviet", (5, 3))
    rider = ("jp-2", "jp-recon", "japanese", (8, 5))
    state = bridgehead(guard, rider)
    seen = view(state, "soviet")
    now = read(seen, plan=appreciate(seen))
    assert march(now, Weights(), next(u for u in now.own if u.id == "b-near")) is None


def test_an_attack_leaves_nobody_at_its_crossing_for_stragglers() -> None:
    guard: Row = ("b-near", "rifle-battalion", "soviet", (6, 4))
    for steps, guarded in ((1, False), (4, True)):
        state = bridgehead(guard, ("jp-2", "jp-recon", "japanese", (8, 5), {"steps": steps}))
        first, second = state.scenario.sides
        sides = (replace(first, hints=AiHints(posture="attack")), second)
        lone = replace(state, scenario=replace(state.scenario, sides=sides)).with_units(
            [replace(u, hex=DESTROYED) for u in state.units if u.id == "jp-1"]
        )
        found = view(lone, "soviet").analysis.of("soviet")
        vital = [p.hexes for p in places_in_danger(lone, "soviet", found.net, dict(found.closable)) if p.vital]
        assert bool(vital) is guarded


def test_an_attack_guards_no_crossing_when_nobody_can_starve_any_more_before_the_end() -> None:
    state = bridgehead(("b-near", "rifle-battalion", "soviet", (6, 4)), ("jp-2", "jp-recon", "japanese", (8, 5)))
    first, second = state.scenario.sides
    sides = (replace(first, hints=AiHints(posture="attack")), second)
    last = len(state.scenario.calendar)
    for turn, guarded in ((last - 3, True), (last - 2, False)):
        late = replace(state, turn=turn, scenario=replace(state.scenario, sides=sides))
        found = view(late, "soviet").analysis.of("soviet")
        assert any(p.vital for p in places_in_danger(late, "soviet", found.net, dict(found.closable))) is guarded


def test_no_guard_goes_to_a_depot_that_the_enemy_reaches_too_late_for_anybody_to_starve() -> None:
    """Riders two turns away: on the third turn from the end they would be there in time to matter, not on the next."""
    rows = ["." * 20] * 7
    units: list[Row] = [
        ("su-1", "rifle-regiment", "soviet", (4, 3)),
        ("su-2", "rifle-regiment", "soviet", (3, 1)),
        ("jp-1", "jp-recon", "japanese", (15, 3)),
    ]
    scenario = small_scenario(
        rows, units, sources=[("soviet", (0, 3)), ("japanese", (19, 6))], depots=[("soviet", (5, 3), 40)], turns=12
    )
    state = initial_state(scenario, fog=False)
    found = view(state, "soviet").analysis.of("soviet")
    depot = scenario.board.index(5, 3)
    away = dict(found.closable)[depot or 0]
    for turn, guarded in ((12 - LAST - away, True), (12 - LAST - away + 1, False)):
        late = replace(state, turn=turn)
        places = places_in_danger(late, "soviet", found.net, dict(found.closable))
        assert ((depot,) in [p.hexes for p in places]) is guarded, turn


def corridor(
    night: bool, *soviets: tuple[int, int], places: tuple[tuple[str, tuple[int, int], str, int], ...] = ()
) -> GameState:
    """Four half-strength Japanese battalions in a blind valley between lakes; Soviet tank brigades outside."""
    rows = ["LLLLLLLL....", "............", "LLLLLLLL....", "LLLLLLLL...."]
    units: list[Row] = [(f"jp-{n}", "jp-infantry-battalion", "japanese", (n + 2, 1), {"steps": 2}) for n in range(4)]
    units += [(f"su-{n}", "tank-brigade", "soviet", place) for n, place in enumerate(soviets)]
    scenario = small_scenario(
        rows,
        units,
        sources=[("soviet", (11, 3)), ("japanese", (10, 0))],
        objectives=places,
        night_first=night,
        turns=8,
    )
    state, _ = apply(initial_state(scenario, fog=False), EndTurn())
    return state


def hinted(state: GameState, hints: AiHints) -> GameState:
    """The same with these hints for both sides."""
    one, other = (replace(side, hints=hints) for side in state.scenario.sides)
    return replace(state, scenario=replace(state.scenario, sides=(one, other)))


def test_a_group_that_is_a_match_for_the_enemy_holds_its_door() -> None:
    state = corridor(True, (9, 3))
    plan = appreciate(view(state, "japanese"))
    assert not plan.leaving and state.scenario.board.index(6, 1) in plan.posts.values()


def test_an_attacker_who_is_stronger_keeps_no_door_but_fights() -> None:
    few, many = ((9, 3),), ((8, 3), (9, 3), (9, 2))
    for posture, enemies, kept in (("balanced", few, True), ("attack", few, False), ("attack", many, True)):
        state = corridor(True, *enemies)
        state = hinted(state, AiHints(posture=posture))
        assert bool(appreciate(view(state, "japanese")).posts) is kept


@pytest.mark.parametrize("manner", [Manner.HOLD, Manner.ADVANCE])
def test_an_attackers_men_in_works_who_are_to_hold_wait_for_relief(manner: Manner) -> None:
    state = corridor(True, (8, 3), (9, 3), (9, 2))
    unit = state.unit("jp-0")
    assert unit is not None
    hints = AiHints(posture="attack", axes=(Axis("hold", frozenset({unit.spec.formation}), (), manner),))
    state = hinted(state, hints)
    leaving = appreciate(view(state.with_unit(replace(unit, entrenchment=2)), "japanese")).leaving
    assert ("jp-0" in leaving) is (manner is Manner.ADVANCE) and "jp-1" in leaving


@pytest.mark.parametrize("hold", [(), ("Mouth",)])
def test_who_is_sent_to_a_place_that_an_attacker_is_told_to_hold_does_not_leave(hold: tuple[str, ...]) -> None:
    state = corridor(True, (8, 3), (9, 3), (9, 2), places=(("Mouth", (7, 1), "japanese", 8),))
    state = hinted(state, AiHints(posture="attack", hold=frozenset(hold)))
    plan = appreciate(view(state, "japanese"))
    sent = {name for name, hex_ in plan.posts.items() if hex_ == state.scenario.board.index(7, 1)}
    assert bool(sent) is bool(hold) and sent.isdisjoint(plan.leaving) and plan.leaving


@pytest.mark.parametrize("hold", [(), ("Village",)])
def test_an_attackers_garrison_waits_for_supplies_where_it_is_told_to_hold(hold: tuple[str, ...]) -> None:
    state = village(FAR_RIDERS, hold=hold)
    unit = state.unit("a-squadron")
    assert unit is not None
    hungry = state.with_unit(replace(unit, unsupplied=1, store=-1))
    assert ("a-squadron" in appreciate(view(hungry, "japanese")).cut) is (not hold)


def test_a_weak_group_leaves_before_the_enemy_can_shut_it_in() -> None:
    state = corridor(True, (8, 3), (9, 3), (9, 2))
    plan = appreciate(view(state, "japanese"))
    assert plan.leaving == {"jp-0", "jp-1", "jp-3"} and not plan.cut
    assert plan.posts == {"jp-2": state.scenario.board.index(6, 1)}  # who holds the door for the others
    now = read(view(state, "japanese"), plan=plan)
    for unit in order_of_march(now):
        order = march(now, Weights(), unit)
        if order is not None:
            assert order.to[0] > state.scenario.board.place(unit.hex)[0]


@pytest.mark.parametrize(("posture", "run_late"), [("attack", False), ("balanced", True)])
def test_an_attacker_does_not_run_from_a_ring_when_it_is_nearly_over(posture: str, run_late: bool) -> None:
    state = corridor(True, (8, 3), (9, 3), (9, 2))
    state = hinted(state, AiHints(posture=posture))
    last = len(state.scenario.calendar)
    for turn, runs in ((last - 3, True), (last - 2, run_late)):
        plan = appreciate(view(replace(state, turn=turn), "japanese"))
        assert bool(plan.leaving) is runs, turn


def test_a_ring_is_worth_most_where_it_shuts_the_enemy_in() -> None:
    scenario = corridor(False, (9, 3)).scenario
    state = initial_state(scenario, fog=False)
    plan = appreciate(view(state, "soviet"))
    assert plan.ring and "su-0" in plan.closers
    best = max(plan.ring, key=lambda h: (plan.ring[h], -h))
    assert scenario.board.place(best)[1] <= 2


@pytest.mark.parametrize(("posture", "goes"), [("attack", True), ("balanced", True), ("defend", False)])
def test_a_defender_sends_nobody_out_to_close_a_ring(posture: str, goes: bool) -> None:
    scenario = corridor(False, (9, 3)).scenario
    one, other = (replace(side, hints=AiHints(posture=posture)) for side in scenario.sides)
    plan = appreciate(view(initial_state(replace(scenario, sides=(one, other)), fog=False), "soviet"))
    assert plan.ring and bool(plan.closers) is goes


def valley(*soviets: Row) -> GameState:
    """Four fresh Japanese battalions at the end of a valley whose mouth is three hexes wide."""
    rows = ["LLLLLLLL....", "............", "............", "............", "LLLLLLLL...."]
    units: list[Row] = [(f"jp-{n}", "jp-infantry-battalion", "japanese", (n, 2)) for n in range(4)]
    scenario = small_scenario(
        rows, [*units, *soviets], sources=[("soviet", (11, 4)), ("japanese", (11, 0))], night_first=True, turns=8
    )
    state, _ = apply(initial_state(scenario, fog=False), EndTurn())
    return state


def test_a_strong_group_does_not_run_from_a_few_riders() -> None:
    riders: list[Row] = [(f"su-{n}", "mongol-cavalry", "soviet", (8 + n, 3), {"steps": 1}) for n in range(3)]
    state = valley(*riders)
    assert any(_is_urgent(state, ring) for ring in noose(state, "japanese"))
    assert not appreciate(view(state, "japanese")).leaving


def test_the_same_group_runs_from_tank_brigades() -> None:
    state = valley(*((f"su-{n}", "tank-brigade", "soviet", (8 + n, 3)) for n in range(3)))
    assert appreciate(view(state, "japanese")).leaving


def test_an_army_is_most_of_a_side_and_a_match_for_those_about_a_way_home_that_nobody_could_hold() -> None:
    """Brigades before it do not count, those about its way home do; and one hex there could be held."""
    before = [(f"su-{n}", "tank-brigade", "soviet", (n, 1)) for n in range(2)]
    near = [(f"su-{n}", "tank-brigade", "soviet", (9, n)) for n in range(2, 5)]
    for enemies, units, way, found in (
        (before, 4, 3, True),
        (before, 2, 3, False),
        (before, 4, 1, False),
        ([*before, *near], 4, 3, False),
    ):
        state = valley(*enemies)
        board = state.scenario.board
        mine = tuple(u.spec.index for u in state.side_units("japanese"))[:units]
        gap = tuple(h for row in range(1, 1 + way) if (h := board.index(9, row)) is not None)
        ring = Noose("japanese", False, mine, (), 4 * units, 1, 1, gap, (), 2, 3)
        assert _is_urgent(state, ring) and _is_army(state, ring) is found


def forbidden(*, at: tuple[int, int]) -> GameState:
    """A Soviet battalion east of the river, which its side may not cross any more; the bridge is free."""
    state = bridgehead(("b-1", "rifle-battalion", "soviet", at))
    east = frozenset(h for h in range(state.scenario.board.size) if state.scenario.board.place(h)[0] >= 5)
    return replace(state, bans=(Ban("soviet", "East bank", east),))


def test_units_on_forbidden_ground_march_off_it() -> None:
    state = forbidden(at=(5, 4))
    now = read(view(state, "soviet"), plan=appreciate(view(state, "soviet")))
    assert {"a-front", "b-1"} <= now.plan.leaving
    order = march(now, Weights(), next(u for u in now.own if u.id == "b-1"))
    assert order is not None and order.to[0] <= 4


def test_no_way_of_advance_leads_on_to_forbidden_ground() -> None:
    state = forbidden(at=(3, 3))
    now = read(view(state, "soviet"), plan=appreciate(view(state, "soviet")))
    unit = next(u for u in now.own if u.id == "b-1")
    far = state.scenario.board.index(6, 3)
    assert far is not None
    assert now.field_to(far, unit.spec.type.mobility)[unit.hex] >= FAR
    way = (far, unit.hex)
    assert _waypoint(now, unit, way) == unit.hex


def japanese_turn(scenario: Scenario, hints: AiHints, *, fog: bool) -> GameState:
    """A battle in which the Japanese, whose hints these are, move first."""
    soviet, japanese = scenario.sides
    hinted = replace(scenario, sides=(soviet, replace(japanese, hints=hints)))
    return replace(initial_state(hinted, fog=fog), active="japanese")


def village(
    *soviets: Row, hold: tuple[str, ...] = ("Village",), fog: bool = True, worth: int = 8, axes: tuple[Axis, ...] = ()
) -> GameState:
    """Japanese who are to attack and to hold a village behind them, in open steppe; both sides' places to win."""
    scenario = small_scenario(
        ["." * 16] * 8,
        [
            ("a-squadron", "jp-recon", "japanese", (12, 4), {"steps": 4, "formation": "Squadron"}),
            ("b-patrol", "jp-recon", "japanese", (12, 3), {"steps": 2}),
            *soviets,
        ],
        sources=[("soviet", (0, 3), 50), ("japanese", (15, 3), 50)],
        depots=[("japanese", (13, 3), 50)],
        objectives=[("Village", (12, 4), "japanese", worth), ("Ford", (8, 4), "soviet", 8)],
        turns=10,
    )
    return japanese_turn(scenario, AiHints(posture="attack", hold=frozenset(hold), axes=axes), fog=fog)


FAR_RIDERS: Row = ("su-riders", "mongol-cavalry", "soviet", (4, 4))


def test_an_attacker_leaves_a_garrison_where_it_is_told_to_hold() -> None:
    state = village(FAR_RIDERS)
    place = state.scenario.board.index(12, 4)
    # Nobody has been seen: the weakest who can be there this turn stays, and the others go on.
    assert appreciate(view(state, "japanese")).posts == {"b-patrol": place}
    # An enemy whom the patrol is no match for has a stronger one to deal with, or all there is.
    near = village(("su-riders", "mongol-cavalry", "soviet", (9, 4), {"steps": 9}), fog=False)
    assert "a-squadron" in appreciate(view(near, "japanese")).posts
    # What nobody is told to hold is not kept by an attacker from an enemy who is far.
    assert appreciate(view(village(FAR_RIDERS, hold=()), "japanese")).posts == {}


def test_who_stays_in_his_works_in_a_place_is_its_garrison() -> None:
    """Nobody weaker is sent to relieve him, since he would not leave for it."""
    state = village(FAR_RIDERS, axes=(Axis("hold", frozenset({"Squadron"}), (), Manner.HOLD),))
    squadron, place = state.unit("a-squadron"), state.scenario.board.index(12, 4)
    assert squadron is not None
    dug = state.with_unit(replace(squadron, entrenchment=2))
    plan = appreciate(view(dug, "japanese"))
    assert plan.line == {"a-squadron"} and plan.posts == {"a-squadron": place}


def test_a_stronger_guard_takes_over_from_the_rest_of_a_garrison() -> None:
    """Who is told to hold leaves his works to the one who comes, since there is room for one."""
    hold = (Axis("hold", frozenset({"Squadron"}), (), Manner.HOLD),)
    state = village(("su-riders", "mongol-cavalry", "soviet", (10, 5), {"steps": 20}), fog=False, axes=hold)
    squadron, patrol = state.unit("a-squadron"), state.unit("b-patrol")
    assert squadron is not None and patrol is not None
    few = state.with_unit(replace(squadron, steps=1, entrenchment=2))
    plan = appreciate(view(few, "japanese"))
    assert plan.posts["b-patrol"] == squadron.hex and not plan.line
    player = StaffPlayer()
    while few.active == "japanese":
        few, _events = apply(few, player.next_order(view(few, "japanese")))
    assert [u.id for u in few.side_units("japanese") if u.hex == squadron.hex] == ["b-patrol"]


@pytest.mark.parametrize("worth", [8, 30])
def test_a_place_that_must_be_held_gets_the_stronger_guard_and_company_if_it_is_worth_it(worth: int) -> None:
    riders: Row = ("su-riders", "mongol-cavalry", "soviet", (11, 4), {"steps": 20})
    state = village(riders, fog=False, worth=worth)
    weak, strong = state.unit("b-patrol"), state.unit("a-squadron")
    assert weak is not None and strong is not None
    place = strong.hex
    swapped = state.with_units([replace(weak, hex=strong.hex), replace(strong, hex=weak.hex)])
    posts = appreciate(view(swapped, "japanese")).posts
    assert posts["a-squadron"] == place
    assert (posts.get("b-patrol") in state.scenario.board.neighbours[place]) is (worth == 30)


def test_the_garrison_stays_when_the_turn_is_played() -> None:
    state, player = village(FAR_RIDERS), StaffPlayer()
    while state.active == "japanese":
        state, _events = apply(state, player.next_order(view(state, "japanese")))
    place = state.scenario.board.index(12, 4)
    assert any(u.hex == place for u in state.side_units("japanese"))


def test_no_garrison_waits_for_stragglers_or_for_those_whom_a_front_stops() -> None:
    far = village(("su-riders", "mongol-cavalry", "soviet", (0, 0), {"steps": 1}), fog=False)
    strong = [replace(u, steps=20, spec=replace(u.spec, steps=20)) for u in far.units if u.id == "a-squadron"]
    assert appreciate(view(far.with_units(strong), "japanese")).posts == {}
    row = [(f"c-{r}", "jp-infantry-regiment", "japanese", (6, r)) for r in range(0, 8, 2)]
    scenario = village(("su-riders", "mongol-cavalry", "soviet", (2, 4)), *row, fog=False)
    assert appreciate(view(scenario, "japanese")).posts == {}


def defended(*garrison: Row, hold: tuple[str, ...]) -> GameState:
    """A Japanese side that holds two villages with a regiment each and has a depot behind them; tanks come at it."""
    scenario = small_scenario(
        ["." * 16] * 8,
        [
            *garrison,
            ("b-east", "jp-infantry-regiment", "japanese", (9, 6), {"entrenchment": 3, "steps": 5}),
            ("c-riders", "manchukuo-cavalry", "japanese", (11, 3), {"steps": 3}),
            ("su-1", "tank-brigade", "soviet", (6, 1)),
            ("su-2", "tank-brigade", "soviet", (6, 7)),
        ],
        sources=[("soviet", (0, 3), 50), ("japanese", (15, 3), 50)],
        depots=[("japanese", (11, 4), 50)],
        objectives=[("West", (9, 2), "japanese", 8), ("East", (9, 6), "japanese", 8)],
        turns=10,
    )
    return japanese_turn(scenario, AiHints(posture="defend", hold=frozenset(hold)), fog=False)


WEST: Row = ("a-west", "jp-infantry-regiment", "japanese", (9, 2), {"entrenchment": 3, "steps": 5})


def test_garrisons_of_what_must_be_held_leave_guards_for_the_rest() -> None:
    state = defended(WEST, hold=("West", "East"))
    depot = state.scenario.board.index(11, 4)
    posts = appreciate(view(state, "japanese")).posts
    assert {"a-west", "b-east"} <= posts.keys()
    assert posts.get("c-riders") == depot


def test_a_shaken_garrison_in_its_works_calls_nobody_to_its_place() -> None:
    state = defended(WEST, hold=("West", "East"))
    west = state.unit("a-west")
    assert west is not None
    shaken = state.with_unit(replace(west, suppressed=west.steps))
    assert west.hex not in appreciate(view(shaken, "japanese")).posts.values()
    # One in the open is no garrison.
    bare = state.with_unit(replace(west, suppressed=west.steps, entrenchment=0))
    assert west.hex in appreciate(view(bare, "japanese")).posts.values()


def test_a_defender_sends_nobody_far_to_a_post() -> None:
    far: Row = ("c-riders", "manchukuo-cavalry", "japanese", (15, 6), {"steps": 3})
    state = defended(WEST, hold=("West", "East"))
    depot = state.scenario.board.index(11, 4)
    assert depot in appreciate(view(state, "japanese")).posts.values()
    place = state.scenario.board.index(*far[3])
    riders = state.unit("c-riders")
    assert riders is not None and place is not None
    away = state.with_unit(replace(riders, hex=place))
    assert depot not in appreciate(view(away, "japanese")).posts.values()


def test_men_in_good_works_stay_until_hunger_is_about_to_loose_them() -> None:
    """The last turn on which they are no worse than short is the last on which they can still fight their way out."""
    state = defended(WEST, hold=())
    west = state.unit("a-west")
    assert west is not None
    last = west.spec.type.endurance[1] - 1
    assert last > 2
    for level, turns, runs in ((3, 1, False), (3, last - 1, False), (3, last, True), (0, 1, True)):
        hungry = state.with_unit(replace(west, entrenchment=level, unsupplied=turns, store=-1))
        assert ("a-west" in appreciate(view(hungry, "japanese")).cut) is runs, (level, turns)


def test_who_is_to_walk_in_at_the_end_does_not_first_spend_itself_in_an_assault() -> None:
    state = village(("su-riders", "mongol-cavalry", "soviet", (11, 2), {"steps": 1}), fog=False)
    late = replace(state, turn=10)
    now = read(view(late, "japanese"), plan=appreciate(view(late, "japanese")))
    assert now.plan.takers
    target = next(u.hex for u in late.units if u.id == "su-riders")
    enemies = [u for u in late.units if u.id == "su-riders"]
    for name in now.plan.takers:
        unit = next(u for u in now.own if u.id == name)
        assert spots_for(now, unit, target, enemies, reaches(now), frozenset()) is Excuse.POSTED
