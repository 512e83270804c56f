"""What the computer does beside assaults and marches: engineers, guns, aircraft, trucks, HQ points; on small maps."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from khalkhin.ai import fire, flights, hauls, headquarters, works
from khalkhin.ai.appreciation import appreciate
from khalkhin.ai.situation import Situation, Weights, even, read
from khalkhin.core import apply, initial_state, view, why_illegal
from khalkhin.core.model.scenario import AiHints, Axis, SideInfo
from khalkhin.core.model.state import Ban, GameState
from khalkhin.core.model.units import Job, Task
from khalkhin.core.orders.combat import assault_forecast
from khalkhin.core.orders.orders import (
    Assault,
    Barrage,
    Deceive,
    Demolish,
    EmergencySupply,
    EndTurn,
    Fly,
    Move,
    Prioritise,
    Shell,
    Standby,
    Work,
)

from tests.scenarios import rules, small_scenario

ENEMY = ("j", "jp-infantry-battalion", "japanese", (8, 6))


def battle(units: list[Any], *, fog: bool = False, **more: Any) -> GameState:
    sources = more.pop("sources", [("soviet", (0, 0)), ("japanese", (8, 6))])
    return initial_state(small_scenario(["." * 9] * 7, units, sources=sources, **more), fog=fog)


def reading(state: GameState, side: str = "soviet") -> Situation:
    seen = view(state, side)
    return read(seen, plan=appreciate(seen))


def posture(state: GameState, side: str, what: str) -> GameState:
    """The same battle with another posture of a side's computer."""
    scenario = state.scenario
    infos = tuple(replace(s, hints=replace(s.hints, posture=what)) if s.id == side else s for s in scenario.sides)
    pair: tuple[SideInfo, SideInfo] = (infos[0], infos[1])
    return replace(state, scenario=replace(scenario, sides=pair))


def bridge(**more: Any) -> dict[str, Any]:
    return {"hexsides": [((2, 2), (2, 3), "river")], "crossings": [((2, 2), (2, 3), "bridge", more)]}


# ------------------------------------------------------------------ handicaps


def test_a_level_makes_no_side_shyer_and_only_one_that_is_to_attack_bolder() -> None:
    units = [("s", "rifle-regiment", "soviet", (4, 4)), ("j", "jp-infantry-battalion", "japanese", (4, 5))]
    order = Assault((4, 5), ("s",))
    plain = battle(units)

    def column(side: str, what: str) -> int:
        given = posture(replace(plain, handicaps={side: rules().handicap}), "soviet", what)
        return assault_forecast(even(view(given, "soviet")).state, order).column

    normal = assault_forecast(plain, order).column
    assert column("japanese", "attack") == column("japanese", "defend") == column("soviet", "defend") == normal
    assert column("soviet", "attack") == normal + 1


def test_what_a_level_gives_besides_is_planned_with() -> None:
    given = replace(battle([ENEMY]), handicaps={"japanese": replace(rules().handicap, supply=30)})
    assert even(view(given, "soviet")).state.handicaps["japanese"].supply == 30


# ------------------------------------------------------------------ engineers


def test_engineers_mend_a_bridge_that_is_hit() -> None:
    state = battle([("e", "soviet-engineers", "soviet", (2, 2)), ENEMY], **bridge(hits=2))
    assert works.begin(reading(state)) == Work("e", "repair", ((2, 2), (2, 3)))


def test_engineers_leave_a_bridge_alone_that_is_whole_and_safe() -> None:
    far = ("j", "jp-infantry-battalion", "japanese", (8, 6), {"mp": 0, "suppressed": 4, "unsupplied": 3})
    state = battle([("e", "soviet-engineers", "soviet", (1, 0)), far], hexsides=[((1, 0), (0, 1), "river")],
                   crossings=[((1, 0), (0, 1), "bridge")])  # fmt: skip
    assert works.begin(reading(state)) is None


def test_engineers_go_to_a_bridge_that_is_hit() -> None:
    state = battle([("e", "soviet-engineers", "soviet", (5, 1)), ENEMY], **bridge(hits=1))
    now = reading(state)
    assert works.site_for(now, now.own[0]) in {state.scenario.board.index(2, 2), state.scenario.board.index(2, 3)}


def test_engineers_lay_charges_where_the_enemy_can_come() -> None:
    units = [("e", "soviet-engineers", "soviet", (2, 2)), ("j", "jp-recon", "japanese", (4, 5))]
    state = posture(battle(units, **bridge(owner="soviet")), "soviet", "defend")
    assert works.begin(reading(state)) == Work("e", "mine", ((2, 2), (2, 3)))


def test_an_attacker_needs_its_bridges_and_lays_no_charges() -> None:
    units = [("e", "soviet-engineers", "soviet", (2, 2)), ("j", "jp-recon", "japanese", (4, 5))]
    state = posture(battle(units, **bridge(owner="soviet")), "soviet", "attack")
    assert works.begin(reading(state)) is None


@pytest.mark.parametrize(("at", "lays"), [((3, 4), False), ((1, 1), True)])
def test_an_attack_that_is_over_lays_charges_once_most_of_it_is_back(at: tuple[int, int], lays: bool) -> None:
    units = [
        ("e", "soviet-engineers", "soviet", (2, 2)),
        ("r", "rifle-regiment", "soviet", at),
        ("j", "jp-recon", "japanese", (5, 5)),
    ]
    state = posture(battle(units, **bridge(owner="soviet")), "soviet", "attack")
    state = replace(state, turn=len(state.scenario.calendar))
    assert works.begin(reading(state)) == (Work("e", "mine", ((2, 2), (2, 3))) if lays else None)


@pytest.mark.parametrize(("hits", "joins"), [(1, False), (2, True)])
def test_engineers_join_others_at_a_bridge_that_has_work_for_both(hits: int, joins: bool) -> None:
    units = [
        ("d", "soviet-engineers", "soviet", (2, 2), {"job": Job(Task.REPAIR, 0)}),
        ("e", "soviet-engineers", "soviet", (2, 4)),
        ENEMY,
    ]
    state = battle(units, **bridge(hits=hits))
    (hexside,) = state.crossings
    state = state.with_units([replace(u, job=Job(Task.REPAIR, hexside)) for u in state.units if u.id == "d"])
    now = reading(state)
    site = works.site_for(now, next(u for u in now.own if u.id == "e"))
    assert site == (state.scenario.board.index(2, 3) if joins else None)


def before_a_river(trucks: int) -> Situation:
    """So many regiments of a wing, on wheels, before a river with a ford that lets two of them over in a turn."""
    board = small_scenario(["." * 9] * 7).board
    pairs = [(board.place(h), board.place(n)) for h in range(board.size) for n in board.neighbours[h] if n >= 0]
    river = [(a, b, "river") for a, b in pairs if a[1] <= 3 < b[1]]
    wing = [(f"m{n}", "motor-rifle-regiment", "soviet", (n, 2 + n % 2), {"formation": "Wing"}) for n in range(trucks)]
    state = battle(
        [*wing, ("e", "soviet-engineers", "soviet", (4, 3)), ENEMY],
        hexsides=river,
        crossings=[((3, 3), (3, 4), "ford")],
    )
    goal = board.index(7, 6)
    assert goal is not None
    hints = AiHints(posture="attack", axes=(Axis("wing", frozenset({"Wing"}), (goal,)),))
    first, second = state.scenario.sides
    sides = replace(first, hints=hints), second
    return reading(replace(state, scenario=replace(state.scenario, sides=sides)))


@pytest.mark.parametrize(("regiments", "built"), [(2, None), (6, Work("e", "ford", ((4, 3), (4, 4))))])
def test_engineers_build_where_more_wait_than_the_crossings_let_over(regiments: int, built: Work | None) -> None:
    assert works.begin(before_a_river(regiments)) == built


def mined(units: list[Any]) -> GameState:
    return posture(battle(units, **bridge(owner="soviet", mined="soviet")), "soviet", "defend")


def test_a_mined_bridge_is_blown_when_the_enemy_is_at_it() -> None:
    units = [("r", "rifle-battalion", "soviet", (2, 2)), ("j", "jp-infantry-regiment", "japanese", (2, 4))]
    assert works.blow(reading(mined(units))) == Demolish("r", ((2, 2), (2, 3)))


@pytest.mark.parametrize("home", [(2, 2), (2, 3)])
def test_the_home_end_of_a_bridge_is_that_from_which_trucks_come_over(home: tuple[int, int]) -> None:
    """Both ends are as far from the source; a road leads to one of them."""
    road = [(0, 3), (1, 2), home] if home == (2, 2) else [(0, 3), (1, 3), home]
    sources = [("soviet", (0, 3)), ("japanese", (8, 6))]
    units = [("r", "rifle-battalion", "soviet", (8, 0)), ENEMY]
    state = battle(units, sources=sources, roads=[road], **bridge(owner="soviet"))
    now, board = reading(state), state.scenario.board
    ends = [board.index(*place) or 0 for place in ((2, 2), (2, 3))]
    assert len({state.scenario.rear("soviet")[h] for h in ends}) == 1
    (hexside,) = state.crossings
    assert board.place(works._ends(now, hexside)[0]) == home


def test_no_bridge_is_blown_before_those_beyond_it_are_back() -> None:
    units = [
        ("r", "rifle-battalion", "soviet", (2, 2)),
        ("s", "rifle-battalion", "soviet", (2, 3)),
        ("j", "jp-infantry-regiment", "japanese", (2, 4)),
    ]
    assert works.blow(reading(mined(units))) is None


def test_a_mined_bridge_is_blown_when_the_enemy_can_come_to_it_next_turn() -> None:
    far = ("j", "jp-infantry-regiment", "japanese", (3, 5))
    units = [("r", "rifle-battalion", "soviet", (2, 2)), far]
    assert works.blow(reading(mined(units))) == Demolish("r", ((2, 2), (2, 3)))
    out_of_reach = [units[0], ("j", "jp-infantry-regiment", "japanese", (8, 6), {"mp": 0, "unsupplied": 3})]
    assert works.blow(reading(mined(out_of_reach))) is None
    bare = posture(battle(units, **bridge(owner="soviet")), "soviet", "defend")
    assert works.blow(reading(bare)) is None


@pytest.mark.parametrize(("enemy", "blown"), [("tank-brigade", True), ("jp-infantry-regiment", False)])
def test_a_bridge_over_a_stream_is_blown_before_tanks_since_men_wade(enemy: str, blown: bool) -> None:
    units = [
        ("r", "rifle-battalion", "soviet", (2, 2)),
        ("s", "rifle-battalion", "soviet", (3, 3)),
        ("j", enemy, "japanese", (2, 5)),
    ]
    over: dict[str, Any] = {
        "hexsides": [((2, 2), (2, 3), "stream")],
        "crossings": [((2, 2), (2, 3), "bridge", {"owner": "soviet", "mined": "soviet"})],
    }
    order = works.blow(reading(posture(battle(units, **over), "soviet", "defend")))
    assert order == (Demolish("r", ((2, 2), (2, 3))) if blown else None)


@pytest.mark.parametrize("guarded", [True, False])
def test_engineers_behind_a_guard_lay_charges_rather_than_throw_a_die_every_turn(guarded: bool) -> None:
    guard = [("r", "rifle-regiment", "soviet", (2, 2))] if guarded else []
    units = [("e", "soviet-engineers", "soviet", (2, 2)), *guard, ("j", "jp-infantry-battalion", "japanese", (2, 4))]
    state = posture(battle(units, **bridge(owner="soviet")), "soviet", "defend")
    now = reading(state)
    assert works.blow(now) == (None if guarded else Demolish("e", ((2, 2), (2, 3))))
    if guarded:
        order = works.begin(now)
        assert order == Work("e", "mine", ((2, 2), (2, 3)))
        begun, _events = apply(state, order)
        assert works.blow(reading(begun)) is None, "what is begun is gone on with"


def test_an_attack_that_is_called_back_over_a_bridge_lays_charges_at_it() -> None:
    units = [("e", "soviet-engineers", "soviet", (2, 2)), ("j", "jp-recon", "japanese", (4, 5))]
    state = posture(battle(units, **bridge(owner="soviet")), "soviet", "attack")
    beyond = frozenset({state.scenario.board.index(2, 3) or 0})
    told = replace(state, bans=(Ban("soviet", "beyond", beyond),))
    assert works.begin(reading(state)) is None
    assert works.begin(reading(told)) == Work("e", "mine", ((2, 2), (2, 3)))


def test_who_is_with_the_charges_stays_with_them() -> None:
    units = [("e", "soviet-engineers", "soviet", (2, 2)), ("j", "jp-recon", "japanese", (5, 5))]
    now = reading(mined(units))
    assert works.site_for(now, now.own[0]) == now.own[0].hex


# ------------------------------------------------------------------ guns


def test_guns_of_a_defender_wait_for_an_assault_rather_than_shake_men_who_will_rally() -> None:
    units = [
        ("g", "field-artillery", "soviet", (2, 3)),
        ("s", "rifle-battalion", "soviet", (4, 3)),
        ("j", "jp-infantry-regiment", "japanese", (5, 3)),
    ]
    holds = reading(posture(battle(units), "soviet", "defend"))
    assert fire.mission(holds, Weights()) is None and fire.stand_by(holds) == Standby("g", "defence")
    attacks = reading(posture(battle(units), "soviet", "attack"))
    assert isinstance(fire.mission(attacks, Weights()), Barrage)


def test_guns_with_nothing_to_shoot_at_stand_by_for_the_units_before_them() -> None:
    units = [
        ("g", "field-artillery", "soviet", (1, 2)),
        ("s", "rifle-regiment", "soviet", (4, 2)),
        ("j", "jp-infantry-battalion", "japanese", (6, 3)),
    ]
    state = battle(units)
    order = fire.stand_by(reading(state))
    assert order == Standby("g", "defence") and why_illegal(state, order) is None


def test_guns_shell_the_bridge_that_feeds_the_enemy() -> None:
    units = [
        ("g", "howitzers", "soviet", (4, 0)),
        ("s", "rifle-battalion", "soviet", (0, 1)),
        *[(f"j{n}", "jp-infantry-regiment", "japanese", (6, n)) for n in (0, 1, 2)],
    ]
    wall = [((6, 3), (6, 4)), ((5, 3), (5, 4)), ((5, 3), (6, 4)), ((7, 3), (7, 4)), ((7, 3), (6, 4)), ((7, 3), (8, 4))]
    wall += [((5, 3), (4, 4)), ((4, 3), (4, 4)), ((3, 3), (3, 4)), ((3, 3), (4, 4)), ((3, 3), (2, 4)), ((2, 3), (2, 4))]
    wall += [((1, 3), (1, 4)), ((1, 3), (2, 4)), ((1, 3), (0, 4)), ((0, 3), (0, 4)), ((8, 3), (8, 4))]
    state = battle(
        units,
        hexsides=[(a, b, "river") for a, b in wall],
        crossings=[((6, 3), (6, 4), "pontoon", {"owner": "japanese"})],
    )
    now = reading(state)
    assert set(now.carried.values()) == {21.0}
    shots = [order for _, order in fire._shots(now, next(u for u in now.own if u.id == "g"))]
    assert shots == [Shell("g", ((6, 3), (6, 4)))]


# ------------------------------------------------------------------ aircraft


def test_bombers_with_nothing_better_raid_a_field() -> None:
    state = battle(
        [("r", "rifle-battalion", "soviet", (0, 0)), ENEMY],
        airfields=[("Tamsag-Bulak", "soviet", 2, 2), ("Saienjo", "japanese", 3, 3)],
    )
    order = flights.strike(reading(state))
    assert isinstance(order, Fly) and why_illegal(state, order) is None
    assert order.mission == "raid" and order.target == "Saienjo"


def test_columns_that_are_seen_are_struck_with_an_escort_where_nobody_rules_the_air() -> None:
    units = [("r", "rifle-battalion", "soviet", (4, 4)), ENEMY]
    units += [(f"t{n}", "jp-truck-column", "japanese", (6, 4)) for n in (1, 2)]
    fields = [("Tamsag-Bulak", "soviet", 2, 2), ("Saienjo", "japanese", 2, 0)]
    state = replace(battle(units, airfields=fields), superiority="")
    order = flights.strike(reading(state))
    assert isinstance(order, Fly) and (order.mission, order.target) == ("interdict", (6, 4)) and order.escort


def test_a_fighter_scouts_what_is_not_seen() -> None:
    units = [("r", "rifle-battalion", "soviet", (2, 2)), ENEMY]
    objectives = [("Hill", (7, 3), "japanese")]
    state = battle(units, fog=True, objectives=objectives, airfields=[("Tamsag-Bulak", "soviet", 2, 0)])
    order = flights.scout(reading(state))
    assert isinstance(order, Fly) and order.mission == "scout"


@pytest.mark.parametrize(("what", "looks"), [("defend", True), ("attack", False)])
def test_a_defender_has_what_he_lives_on_looked_after(what: str, looks: bool) -> None:
    units = [("r", "rifle-battalion", "soviet", (2, 2)), ENEMY]
    state = battle(units, fog=True, depots=[("soviet", (7, 1), 9)], airfields=[("Tamsag-Bulak", "soviet", 1, 0)])
    state = posture(replace(state, superiority="soviet"), "soviet", what)
    order = flights.scout_with_the_rest(reading(state))
    assert (isinstance(order, Fly) and order.target == (7, 1)) is looks


def test_fighters_that_are_left_look_at_what_is_dark_and_escorts_stay_until_then() -> None:
    units = [("r", "rifle-battalion", "soviet", (2, 2)), ENEMY]
    fields = [("Tamsag-Bulak", "soviet", 1, 2), ("Saienjo", "japanese", 1, 0)]
    objectives = [("Hill", (7, 3), "japanese")]
    state = battle(units, fog=True, objectives=objectives, airfields=fields)
    contested = reading(replace(state, superiority=""))
    assert flights.scout(contested) is None
    order = flights.scout_with_the_rest(contested)
    assert isinstance(order, Fly) and order.mission == "scout"
    assert flights.scout(reading(replace(state, superiority="soviet"))) == order


def test_who_saw_nothing_over_one_place_looks_over_another() -> None:
    units = [("r", "rifle-battalion", "soviet", (2, 2)), ENEMY]
    objectives = [("Hill", (7, 3), "japanese"), ("Village", (3, 6), "japanese")]
    state = battle(units, fog=True, objectives=objectives, airfields=[("Tamsag-Bulak", "soviet", 3, 0)])
    now = reading(state)
    first = flights.scout_with_the_rest(now)
    second = flights.scout_with_the_rest(now, {str(first)})
    assert isinstance(first, Fly) and isinstance(second, Fly)
    assert {first.target, second.target} == {(7, 3), (3, 6)}


# ------------------------------------------------------------------ headquarters


def test_the_strongest_hungry_unit_is_fed() -> None:
    units = [
        ("a", "rifle-battalion", "soviet", (4, 4)),
        ("b", "rifle-regiment", "soviet", (5, 4)),
        ENEMY,
    ]
    state = battle(units, hq_points=3)
    short, unsupplied = ([replace(u, unsupplied=n) for u in state.side_units("soviet")] for n in (2, 3))
    assert headquarters.feed(reading(state.with_units(unsupplied))) == EmergencySupply("b")
    assert headquarters.feed(reading(state.with_units(short))) is None


def test_who_would_be_unsupplied_next_turn_is_fed_before_he_is() -> None:
    """Tanks that nothing reaches stand still on the second turn; who gets something all the same is not helped."""
    state = battle([("t", "tank-brigade", "soviet", (4, 4)), ENEMY], hq_points=3)
    hungry = reading(state.with_units([replace(u, unsupplied=1) for u in state.side_units("soviet")]))
    assert hungry.net.serves(hungry.own[0]) and headquarters.feed(hungry) is None
    alone = replace(hungry, net=replace(hungry.net, routes={}))
    assert headquarters.feed(alone) == EmergencySupply("t")


def test_an_attacker_shows_troops_away_from_his_armour() -> None:
    units = [("t", "tank-brigade", "soviet", (1, 1)), ("c", "mongol-cavalry", "soviet", (1, 5)), ENEMY]
    objectives = [("North", (3, 0), "japanese"), ("South", (3, 6), "japanese")]
    state = battle(units, fog=True, objectives=objectives, hq_points=2)
    state = posture(state, "soviet", "attack")
    assert headquarters.deceive(reading(state)) == Deceive((3, 6))


# ------------------------------------------------------------------ trucks


def test_the_depot_that_feeds_the_front_comes_first() -> None:
    units = [("r", "rifle-regiment", "soviet", (5, 3)), ("j", "jp-infantry-battalion", "japanese", (7, 3))]
    state = battle(units, depots=[("soviet", (4, 3), 40), ("soviet", (1, 5), 40)])
    assert hauls.priority(reading(state)) == Prioritise((4, 3), 2)


def test_a_column_gets_out_of_the_way_of_the_enemy() -> None:
    units = [
        ("t", "truck-column", "soviet", (5, 3)),
        ("r", "rifle-battalion", "soviet", (0, 1)),
        ("j", "jp-recon", "japanese", (7, 3)),
    ]
    state = battle(units)
    order = hauls.drive(reading(state))
    assert isinstance(order, Move) and order.unit == "t"
    after, _ = apply(state, order)
    assert not hauls.in_danger(reading(after), next(u.hex for u in after.side_units("soviet") if u.id == "t"))
    assert hauls.drive(reading(after)) is None  # it stays there this turn, and is the staff's again on the next


def test_a_mission_is_never_illegal() -> None:
    state = battle([("g", "field-artillery", "soviet", (4, 3)), ("j", "jp-infantry-battalion", "japanese", (6, 3))])
    order = fire.mission(reading(state), Weights())
    assert order is not None and why_illegal(state, order) is None
    after, _ = apply(state, order)
    after, _ = apply(after, EndTurn())
    assert after.active == "japanese"
