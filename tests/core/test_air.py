"""Aircraft, counted by hand: sorties, who rules the air, missions, support in the odds, night and weather."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from khalkhin.core import apply, initial_state, legal_orders, parse_order, view, why_illegal
from khalkhin.core.air import air_superiority, missions
from khalkhin.core.events.events import AirfieldLost, AirSettled, CrossingHit, Flown, Sighted, StepsLost
from khalkhin.core.explain import move_preview
from khalkhin.core.fog.witness import visible_events
from khalkhin.core.model.rules import Mobility
from khalkhin.core.model.state import GameState, SortiesLeft
from khalkhin.core.model.units import Level
from khalkhin.core.movement import movement
from khalkhin.core.orders.air import fly_forecast
from khalkhin.core.orders.combat import assault_forecast
from khalkhin.core.orders.errors import IllegalOrder
from khalkhin.core.orders.orders import Assault, EndTurn, Fly, Move, edge
from khalkhin.core.refusals import Refusal, RefusalCode
from khalkhin.core.supply.supply import trace
from khalkhin.text.air import passage_text

from tests.core.positions import states
from tests.narrow import the
from tests.refused import code, words
from tests.scenarios import small_scenario

OPEN = ["." * 9] * 7
FIELDS = [("Tamsag-Bulak", "soviet", 3, 4), ("Saienjo", "japanese", 3, 2)]
ARMIES = [("s", "rifle-regiment", "soviet", (0, 0)), ("j", "jp-infantry-regiment", "japanese", (8, 6))]


def battle(units: Any = (), *, fog: bool = False, seed: int = 1, **more: Any) -> GameState:
    given: dict[str, Any] = {
        "rows": OPEN,
        "sources": [("soviet", (0, 0)), ("japanese", (8, 6))],
        "airfields": FIELDS,
        **more,
    }
    return initial_state(small_scenario(units=[*ARMIES, *units], **given), seed=seed, fog=fog)


def ruled(state: GameState, side: str = "") -> GameState:
    """The same morning, with the air ruled by a side or by nobody."""
    return replace(state, superiority=side)


# ------------------------------------------------------------------ sorties


def test_what_the_enemy_can_still_fly_is_his_affair() -> None:
    state = battle()
    assert view(state, "soviet").state.sorties == {"soviet": SortiesLeft(3, 4)}


def test_a_day_gives_what_the_fields_give_and_a_night_nothing() -> None:
    state = battle(airfields=[*FIELDS, ("Hamar-Daba", "soviet", 1, 0, (1, 1))])
    assert state.sorties == {"soviet": SortiesLeft(4, 4), "japanese": SortiesLeft(3, 2)}
    state, _ = apply(state, EndTurn())
    state, _ = apply(state, EndTurn())
    assert state.night and state.superiority == ""
    assert state.sorties == {"soviet": SortiesLeft(0, 0), "japanese": SortiesLeft(0, 0)}
    kept = replace(state, sorties={"soviet": SortiesLeft(4, 4)})  # as a file that was written by hand may say
    assert not [o for s in (state, kept) for o in legal_orders(s) if isinstance(o, Fly)]
    assert code(state, "fly scout 4,4 1") == code(kept, "fly scout 4,4 1") == "fly-at-night"
    state, _ = apply(state, EndTurn())
    state, _ = apply(state, EndTurn())
    assert state.sorties["soviet"] == SortiesLeft(4, 4), "what was not flown yesterday is not there today on top"


@pytest.mark.parametrize("weather", ["rain", "fog", "storm"])
def test_in_poor_weather_a_quarter_is_flown(weather: str) -> None:
    """A quarter of 3 + 4 + 3 + 2, each kind of each side rounded down."""
    assert battle(weather={1: weather}).sorties == {"soviet": SortiesLeft(0, 1), "japanese": SortiesLeft(0, 0)}


def test_a_side_without_airfields_flies_nothing() -> None:
    state = battle(airfields=[])
    assert state.sorties == {} and state.superiority == ""
    assert code(state, "fly interdict 4,4 1") == "sorties"


# ------------------------------------------------------------------ who rules the air


@pytest.mark.parametrize(
    ("fighters", "expected"),
    [
        ((6, 4), ["", "", "soviet", "soviet", "soviet", "soviet"]),  # leads of 0 1 2 2 3 4
        ((4, 4), ["japanese", "", "", "", "", "soviet"]),  # -2 -1 0 0 1 2
        ((2, 5), ["japanese"] * 4 + ["japanese", ""]),  # -5 -4 -3 -3 -2 -1
        ((1, 0), ["", "", "", "", "soviet", "soviet"]),  # -1 0 1 1 2 3: nobody is there to rule instead
        ((0, 0), [""] * 6),
    ],
)
def test_a_lead_of_two_fighters_after_luck_rules_the_air(fighters: tuple[int, int], expected: list[str]) -> None:
    state = battle()
    assert [air_superiority.ruler(state, *fighters, die) for die in range(1, 7)] == expected


def test_superiority_is_settled_openly_each_morning_and_holds_all_day() -> None:
    seen = Counter[str]()
    for seed in range(60):
        state = battle(seed=seed, airfields=[("A", "soviet", 6, 0), ("B", "japanese", 4, 0)])
        before = state.superiority
        state, _ = apply(state, EndTurn())
        assert state.superiority == before, "the second side's turn is the same day"
        state, _ = apply(state, EndTurn())
        state, _ = apply(state, EndTurn())
        state, events = apply(state, EndTurn())
        (settled,) = [e for e in events if isinstance(e, AirSettled)]
        assert settled.fighters == (("soviet", 6), ("japanese", 4))
        assert state.superiority == settled.superior == air_superiority.ruler(state, 6, 4, settled.die)
        assert [e for e in visible_events(events, state, state, "japanese") if isinstance(e, AirSettled)] == [settled]
        seen[settled.superior] += 1
    assert set(seen) == {"", "soviet"} and 30 <= seen["soviet"] <= 50


def test_what_gets_through() -> None:
    state = battle()
    percents = [
        [air_superiority.passage(ruled(state, who), "soviet", 4, escort).percent for who in ("japanese", "", "soviet")]
        for escort in (0, 1, 2, 3)
    ]
    assert percents == [[50, 75, 100], [50, 75, 100], [75, 100, 100], [75, 100, 100]]
    assert "2 fighters" in passage_text(air_superiority.passage(ruled(state), "soviet", 4, 1))


@pytest.mark.parametrize(
    ("who", "escort", "level", "escorted", "needed"),
    [
        ("soviet", 0, 2, False, 0),
        ("soviet", 1, 2, False, 0),  # who rules the air needs no escort
        ("soviet", 3, 2, False, 0),
        ("", 0, 1, False, 0),
        ("", 1, 1, False, 2),
        ("", 2, 1, True, 0),
        ("japanese", 0, 0, False, 0),
        ("japanese", 1, 0, False, 2),
        ("japanese", 2, 0, True, 0),
    ],
)
def test_what_an_escort_of_half_as_many_makes_up_for(
    who: str, escort: int, level: int, escorted: bool, needed: int
) -> None:
    found = air_superiority.passage(ruled(battle(), who), "soviet", 4, escort)
    assert (found.level, found.escorted, found.needed) == (level, escorted, needed)


# ------------------------------------------------------------------ missions


def test_a_raid_counted_by_hand() -> None:
    """Four sorties of 6, three quarters of which get through, strike with 18: the third column, 0 0 1 1 1 2."""
    state = ruled(battle())
    order = parse_order("fly raid Saienjo 4")
    assert isinstance(order, Fly)
    odds = fly_forecast(state, order)
    assert (odds.passage.percent, odds.strength, odds.column) == (75, 18, 2)
    assert odds.chances == ((0, 2), (1, 3), (2, 1)) and odds.throws == 6
    assert odds.expected == pytest.approx(5 / 6) and odds.probability(1) == pytest.approx(4 / 6)
    assert fly_forecast(ruled(state, "japanese"), order).strength == 12
    assert fly_forecast(ruled(state, "soviet"), order).strength == 24
    assert fly_forecast(ruled(state, "soviet"), Fly("raid", "Saienjo", 5)).column == 3


def test_raids_come_out_as_often_as_the_forecast_says() -> None:
    order = Fly("raid", "Saienjo", 4)
    state = ruled(battle())
    odds = fly_forecast(state, order)
    hits: Counter[int] = Counter()
    many = 1500
    for seed in range(many):
        after, events = apply(replace(state, seed=seed), order)
        flown = next(e for e in events if isinstance(e, Flown))
        hits[flown.hits] += 1
        wrecked = next(f.wrecked for f in after.airfields if f.name == "Saienjo")
        assert wrecked == {0: 0, 1: 1, 2: 3}[flown.hits], "turn 2 is a night and does not count"
        assert (flown.sorties, flown.arrived) == (4, 3)
    for n, ways in odds.chances:
        assert hits[n] / many == pytest.approx(ways / 6, abs=0.04)
    assert sum(hits.values()) == many


def test_a_wrecked_field_loses_its_sorties_and_recovers() -> None:
    state = ruled(battle(turns=8))
    order = Fly("raid", "Saienjo", 4)
    state = next(s for s in (replace(state, seed=n) for n in range(99)) if _hits(apply(s, order)[1]) == 2)
    state, _ = apply(state, order)
    assert state.sorties["soviet"] == SortiesLeft(3, 0)
    flown = []
    for _ in range(10):
        state, _ = apply(state, EndTurn())
        if state.active == "japanese":
            flown.append(state.sorties["japanese"].bombers)
    assert flown == [0, 0, 0, 0, 2], "turn 1 at once, turn 3; nights between"


def test_a_raid_by_the_second_side_counts_from_the_next_day() -> None:
    state, _ = apply(battle(), EndTurn())
    field = next(f for f in state.airfields if f.side == "soviet")
    assert [missions.last_day_out(state, field, days) for days in (1, 2)] == [3, 5]
    again = replace(field, wrecked=3)
    assert missions.last_day_out(state, again, 1) == 5, "what is out already stays out longer"
    assert missions.last_day_out(state, again, 9) == 6, "the battle ends"


@pytest.mark.parametrize(("days", "out"), [(1, 2), (2, 3), (3, 4)])
def test_days_out_are_counted_turn_by_turn_where_there_is_no_night(days: int, out: int) -> None:
    state = battle()
    calendar = tuple(replace(t, light=state.scenario.calendar[0].light) for t in state.scenario.calendar)
    state = replace(state, scenario=replace(state.scenario, calendar=calendar), active="japanese")
    assert missions.last_day_out(state, state.airfields[0], days) == out
    assert missions.last_day_out(replace(state, active="soviet"), state.airfields[1], days) == out - 1


def test_the_same_target_twice_throws_again_and_other_orders_change_nothing() -> None:
    state = ruled(battle(units=[("c", "mongol-cavalry", "soviet", (2, 2))]))
    raid = Fly("raid", "Saienjo", 2)
    throws = set()
    for seed in range(40):
        one, first = apply(replace(state, seed=seed), raid)
        moved, _ = apply(replace(state, seed=seed), Move("c", (3, 3)))
        scouted, _ = apply(moved, Fly("scout", (4, 4), 1))
        _, later = apply(scouted, raid)
        assert _die(first) == _die(later)
        throws.add(_die(first) == _die(apply(one, raid)[1]))
    assert throws == {True, False}


def _hits(events: Any) -> int:
    return next(e for e in events if isinstance(e, Flown)).hits


def _die(events: Any) -> int:
    return next(e for e in events if isinstance(e, Flown)).die


BRIDGED: dict[str, Any] = {
    "hexsides": [((4, 3), (4, 4), "river"), ((6, 3), (6, 4), "river")],
    "crossings": [
        ((4, 3), (4, 4), "bridge", {"name": "Long bridge", "owner": "japanese"}),
        ((6, 3), (6, 4), "ford", {"name": "Shallows"}),
    ],
}


def test_bombs_on_a_bridge() -> None:
    state = ruled(battle(**BRIDGED), "soviet")
    order = Fly("bomb", ((4, 3), (4, 4)), 4)
    assert fly_forecast(state, order).chances == ((0, 2), (1, 3), (2, 1))
    struck = next(s for s in (replace(state, seed=n) for n in range(99)) if _hits(apply(s, order)[1]) == 2)
    after, events = apply(struck, order)
    link = next(c for c in after.crossings.values() if c.name == "Long bridge")
    assert link.hits == 2 and [(r.what, r.amount, r.side) for r in link.records] == [("hit", 2, "soviet")]
    assert [(e.hits, e.cause) for e in events if isinstance(e, CrossingHit)] == [(2, "air")]
    assert after.sorties["soviet"] == SortiesLeft(3, 0)
    last = replace(after, sorties={"soviet": SortiesLeft(0, 4)})
    for _ in range(9):
        try:
            last, events = apply(last, order)
        except IllegalOrder as refused:
            assert refused.refusal.code is RefusalCode.NOTHING_TO_BOMB
            break
        last = replace(last, sorties={"soviet": SortiesLeft(0, 4)})
    assert next(c for c in last.crossings.values() if c.name == "Long bridge").hits == 3


def test_interdiction_costs_columns_and_slows_trucks_until_the_enemy_has_had_his_turn() -> None:
    """A road of 7 hexes along a lake: 6 truck MP to its end, and 4 more for each of the two struck hexes beyond the
    source."""
    units = [
        ("t", "jp-truck-column", "japanese", (8, 5)),
        ("u", "jp-truck-column", "japanese", (8, 4)),
        ("far", "jp-truck-column", "japanese", (8, 1)),
        ("k", "jp-infantry-battalion", "japanese", (8, 0)),
    ]
    state = ruled(battle(units, rows=[".......L."] * 7, roads=[[(8, r) for r in range(7)]]), "soviet")
    state = replace(state, stores=tuple(replace(s, stock=100) for s in state.stores))
    north = state.scenario.board.index(8, 0)
    assert north is not None and trace(state, "japanese").cost[north] == 6
    order = Fly("interdict", (8, 5), 4)
    struck = next(s for s in (replace(state, seed=n) for n in range(99)) if _hits(apply(s, order)[1]) == 2)
    after, events = apply(struck, order)
    lost = [(e.unit, e.steps, e.cause) for e in events if isinstance(e, StepsLost)]
    assert lost == [("t", 1, "air"), ("u", 1, "air")]
    assert trace(after, "japanese").cost[north] == 6 + 2 * 4
    after, _ = apply(after, EndTurn())
    assert trace(after, "japanese").cost[north] == 14, "in the enemy's turn trucks are slow"
    after, _ = apply(after, EndTurn())
    assert not after.interdicted and trace(after, "japanese").cost[north] == 6
    cut, _ = apply(state, Fly("interdict", (8, 1), 4))
    assert north not in trace(cut, "japanese").cost, "18 truck MP are too far"


def test_what_the_second_side_strikes_is_slow_in_the_next_turn_of_the_first() -> None:
    state, _ = apply(battle(), EndTurn())
    state, _ = apply(state, Fly("interdict", (2, 2), 2))
    state, _ = apply(state, EndTurn())
    assert len(state.interdicted) == 7 and state.turn == 2
    state, _ = apply(state, EndTurn())
    state, _ = apply(state, EndTurn())
    assert not state.interdicted


def test_scouts_identify_what_stands_around_their_target_for_one_turn() -> None:
    state = ruled(battle([("x", "jp-field-artillery", "japanese", (6, 4))], fog=True), "soviet")
    unit = state.unit("x")
    assert unit and state.sightings["soviet"].levels[unit.spec.index] == Level.UNSEEN
    after, events = apply(state, Fly("scout", (5, 3), 1))
    assert after.sorties["soviet"] == SortiesLeft(2, 4), "fighters go first"
    assert after.sightings["soviet"].levels[unit.spec.index] == Level.IDENTIFIED
    assert [e.unit for e in events if isinstance(e, Sighted)] == ["x"]
    seen = view(after, "soviet")
    assert [u.id for u in seen.state.known_enemies("soviet")] == ["x"]
    board = after.scenario.board
    centre = board.index(5, 3)
    assert centre is not None
    assert all(seen.sees(h) == (board.distance(centre, h) <= 2) for h in range(board.size) if h > 20)
    after, _ = apply(after, EndTurn())
    assert after.sightings["soviet"].levels[unit.spec.index] == Level.UNSEEN
    assert after.sightings["soviet"].ghosts[unit.spec.index].level == Level.IDENTIFIED


def test_one_scout_in_two_is_turned_back_where_the_enemy_rules() -> None:
    state = ruled(battle(fog=True), "japanese")
    assert fly_forecast(state, Fly("scout", (5, 3), 1)).chances == ((0, 50), (1, 50))
    assert fly_forecast(state, Fly("scout", (5, 3), 2)).chances == ((1, 100),)
    seen = [_hits(apply(replace(state, seed=n), Fly("scout", (5, 3), 1))[1]) for n in range(400)]
    assert set(seen) == {0, 19} and 160 <= seen.count(0) <= 240


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fly raid Hailar 1", "no-airfield"),
        ("fly raid Tamsag-Bulak 1", "own-airfield"),
        ("fly raid Saienjo 5", "sorties"),
        ("fly raid Saienjo 4 escort 4", "sorties"),
        ("fly raid Saienjo 0", "no-sortie"),
        ("fly raid 4,4 1", "aim-at-airfield"),
        ("fly bomb Saienjo 1", "aim-at-crossing"),
        ("fly bomb 4,4-4,5 1", "nothing-to-bomb"),
        ("fly bomb 6,3-6,4 1", "bomb-ford"),
        ("fly bomb 0,0-5,5 1", "no-hexside"),
        ("fly interdict 44,44 1", "off-board"),
        ("fly interdict 4,4 5", "sorties"),
        ("fly scout 4,4 8", "sorties"),
    ],
)
def test_missions_refused(text: str, expected: str) -> None:
    assert code(battle(**BRIDGED), text) == expected


def test_scouts_may_be_bombers_too() -> None:
    after, _ = apply(battle(), Fly("scout", (4, 4), 5))
    assert after.sorties["soviet"] == SortiesLeft(0, 2)


@pytest.mark.parametrize(
    ("mission", "sorties", "escort", "left"),
    [
        ("scout", 1, 0, (2, 4)),
        ("scout", 3, 0, (0, 4)),
        ("scout", 7, 0, (0, 0)),
        ("scout", 8, 0, None),
        ("scout", 1, 2, (0, 4)),
        ("scout", 5, 2, (0, 0)),
        ("scout", 5, 3, None),  # eight aircraft of seven
        ("scout", 4, 3, (0, 0)),
        ("scout", 1, 4, None),
        ("raid", 4, 0, (3, 0)),
        ("raid", 4, 3, (0, 0)),
        ("raid", 1, 1, (2, 3)),
        ("raid", 5, 0, None),
        ("raid", 1, 4, None),
    ],
)
def test_who_flies_of_three_fighters_and_four_bombers(
    mission: str, sorties: int, escort: int, left: tuple[int, int] | None
) -> None:
    order = Fly(mission, (4, 4) if mission == "scout" else "Saienjo", sorties, escort)
    if left is None:
        assert code(battle(), order) == "sorties"
    else:
        assert apply(battle(), order)[0].sorties["soviet"] == SortiesLeft(*left)


def test_missions_on_offer_are_those_that_may_be_flown() -> None:
    state = battle(**BRIDGED, depots=[("japanese", (7, 5))])
    offered = {str(o) for o in legal_orders(state) if isinstance(o, Fly)}
    assert offered == {
        "fly raid Saienjo 4",
        "fly bomb 4,3-4,4 4",
        "fly interdict 8,6 4",
        "fly scout 8,6 1",
        "fly interdict 7,5 4",
        "fly scout 7,5 1",
    }


def test_an_airfield_on_the_map_is_lost_to_troops_who_come_there() -> None:
    state = battle(
        [("c", "mongol-cavalry", "soviet", (4, 3))], airfields=[*FIELDS, ("Forward", "japanese", 1, 3, (5, 3))]
    )
    assert state.sorties["japanese"] == SortiesLeft(4, 5)
    state, events = apply(state, Move("c", (5, 3)))
    hex_ = the(state.unit("c")).hex
    assert [e for e in events if isinstance(e, AirfieldLost)] == [AirfieldLost("Forward", hex_, "soviet")]
    state, events = apply(state, EndTurn())
    assert state.sorties["japanese"] == SortiesLeft(3, 2)
    assert not [e for e in events if isinstance(e, AirfieldLost)], "it is lost once"


# ------------------------------------------------------------------ support


DUEL = [
    ("a", "rifle-regiment", "soviet", (4, 2), {"steps": 6}),
    ("d", "jp-infantry-regiment", "japanese", (4, 3), {"steps": 4}),
    ("g", "field-artillery", "soviet", (4, 1), {"steps": 2}),
]


def test_support_from_the_air_is_a_line_in_the_odds() -> None:
    """6 steps of 2 are 2400; two sorties of 6 are 2400 at most, 1800 where nobody rules; guns and aircraft together
    add no more than the attackers have themselves."""
    state = battle(DUEL)
    plain = assault_forecast(state, Assault((4, 3), ("a",)))
    assert (plain.attack, plain.support, plain.helpers, plain.passage) == (2400, 0, (), None)
    expected = {"japanese": 1200, "": 1800, "soviet": 2400}
    for who, strength in expected.items():
        odds = assault_forecast(ruled(state, who), Assault((4, 3), ("a",), sorties=2))
        assert (odds.helpers[-1].brings, odds.support) == (strength, strength)
        assert odds.passage == air_superiority.passage(ruled(state, who), "soviet")
    guns = assault_forecast(ruled(state), Assault((4, 3), ("a",), ("g",)))
    assert guns.support == 2 * 2 * 4 * 100
    both = assault_forecast(ruled(state), Assault((4, 3), ("a",), ("g",), sorties=2))
    assert (both.helpers[-1].brings, both.helpers[-1].adds, both.support) == (1800, 800, 2400)
    assert both.base_column > plain.base_column


def test_an_assault_uses_the_sorties_that_support_it() -> None:
    state = ruled(battle(DUEL))
    order = Assault((4, 3), ("a",), sorties=3)
    after, events = apply(state, order)
    assert after.sorties["soviet"] == SortiesLeft(3, 1)
    assert [(e.mission, e.sorties, e.arrived) for e in events if isinstance(e, Flown)] == [("support", 3, 2)]
    assert code(state, "assault 4,3 by a air 5") == "support-sorties"
    night = battle(DUEL, night_first=True)
    assert "night" in words(night, "assault 4,3 by a air 1")


# ------------------------------------------------------------------ mud


def test_rain_costs_vehicles_off_the_roads_and_nobody_else() -> None:
    units = [
        ("t", "tank-brigade", "soviet", (2, 2)),
        ("c", "mongol-cavalry", "soviet", (2, 4)),
        ("r", "motor-rifle-regiment", "soviet", (2, 0)),
    ]
    more: dict[str, Any] = {"roads": [[(c, 0) for c in range(9)]]}
    dry, wet = battle(units, **more), battle(units, weather={1: "rain"}, **more)
    fog = battle(units, weather={1: "fog"}, **more)
    board = dry.scenario.board
    for name, place, clear, soft in [
        ("t", (4, 2), 4, 6),
        ("c", (4, 4), 4, 4),
        ("r", (4, 0), 2, 2),
        ("r", (2, 1), 2, 3),
    ]:
        goal = board.index(*place)
        assert goal is not None
        for state, cost in ((dry, clear), (wet, soft), (fog, clear)):
            unit = state.unit(name)
            assert unit and movement.reach(state, unit).cost[goal] == cost
            after, _ = apply(state, Move(name, place))
            assert the(after.unit(name)).mp == unit.mp - cost
            shown = move_preview(state, Move(name, place))
            assert not isinstance(shown, Refusal) and sum(step.cost for step in shown.steps) == shown.cost == cost
    assert board.ways(Mobility.FOOT, True) is board.steps[Mobility.FOOT]


def test_trucks_reach_less_far_in_rain() -> None:
    dry, wet = battle(), battle(weather={1: "storm"})
    far = dry.scenario.board.index(3, 0)
    assert far is not None
    assert (trace(dry, "soviet").cost[far], trace(wet, "soviet").cost[far]) == (6, 9)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(states())
def test_every_target_that_may_be_struck_is_offered_for_all_bombers(state: GameState) -> None:
    """Crossings, airfields, and the enemy's stores and objectives for trucks; those also for a scout."""
    board, left = state.scenario.board, state.sorties.get(state.active, SortiesLeft())
    edges = [edge(*(board.place(h) for h in board.hexside_hexes(side))) for side in state.crossings]
    places = {s.hex for s in state.stores if s.side != state.active}
    every: list[Fly] = [Fly("bomb", at, left.bombers) for at in edges]
    every += [Fly("raid", f.name, left.bombers) for f in state.airfields]
    for hex_ in places:
        every += [Fly("interdict", board.place(hex_), left.bombers), Fly("scout", board.place(hex_), 1)]
    offered = {o for o in legal_orders(state) if isinstance(o, Fly)}
    assert offered == {o for o in every if why_illegal(state, o) is None}
