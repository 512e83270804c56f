from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Unpack

import pytest
from khalkhin.core import apply, initial_state
from khalkhin.core.combat import combat
from khalkhin.core.combat.strength import power
from khalkhin.core.events.events import Advanced, Assaulted, Barraged, Destroyed, Retreated, StepsLost
from khalkhin.core.model.state import GameState
from khalkhin.core.orders.combat import assault_forecast, barrage_forecast, best_assault, spared
from khalkhin.core.orders.orders import Assault, Barrage
from khalkhin.core.supply.supply import rear

from tests.scenarios import Parts, Row, small_scenario

OPEN = ["." * 9] * 7


def battle(units: Sequence[Row], rows: Sequence[str] = OPEN, **more: Unpack[Parts]) -> GameState:
    given: Parts = {"sources": [("soviet", (0, 0)), ("japanese", (8, 6))], **more}
    return initial_state(small_scenario(rows, units, **given), seed=1, fog=False)


def shifts(odds: combat.Forecast) -> dict[str, int]:
    return {s.name: s.columns for s in odds.shifts}


def test_hand_counted_odds_in_the_open() -> None:
    """Six steps of rifles against four of infantry; strengths count in half steps, times attack or defence."""
    state = battle(
        [
            ("a", "rifle-regiment", "soviet", (4, 2), {"steps": 6}),
            ("d", "jp-infantry-regiment", "japanese", (4, 3), {"steps": 4}),
        ]
    )
    a, d = state.unit("a"), state.unit("d")
    assert a and d
    odds = assault_forecast(state, Assault((4, 3), ("a",)))
    assert odds.attack == 2 * 6 * a.spec.type.soft * 100
    assert odds.defence == 2 * 4 * d.spec.type.defence * 100
    assert odds.column == odds.base_column + sum(shifts(odds).values())
    assert sum(c.ways for c in odds.chances) == 36


def test_a_suppressed_step_counts_half() -> None:
    state = battle(
        [
            ("a", "rifle-regiment", "soviet", (4, 2), {"steps": 6, "suppressed": 3}),
            ("d", "jp-infantry-regiment", "japanese", (4, 3), {"steps": 4}),
        ]
    )
    unit = state.unit("a")
    assert unit and power(unit) == 10


@pytest.mark.parametrize(
    ("ground", "name", "columns"), [("^", "terrain", -2), ("d", "terrain", -1), (".", "terrain", 0)]
)
def test_ground_helps_the_defender(ground: str, name: str, columns: int) -> None:
    rows = list(OPEN)
    rows[3] = "...." + ground + "...."
    state = battle([("a", "rifle-regiment", "soviet", (4, 2)), ("d", "rifle-regiment", "japanese", (4, 3))], rows=rows)
    assert shifts(assault_forecast(state, Assault((4, 3), ("a",)))).get(name, 0) == columns


def test_a_river_without_a_crossing_costs_more_than_one_with() -> None:
    units = [("a", "rifle-regiment", "soviet", (4, 2)), ("d", "rifle-regiment", "japanese", (4, 3))]
    river = [((4, 2), (4, 3), "river")]
    bare = assault_forecast(battle(units, hexsides=river), Assault((4, 3), ("a",)))
    bridged = assault_forecast(
        battle(units, hexsides=river, crossings=[((4, 2), (4, 3), "bridge")]), Assault((4, 3), ("a",))
    )
    assert shifts(bare) | {} == {"river": -3}
    assert shifts(bridged) == {"crossing": -2}


def test_the_near_bank_half_of_an_attack_takes_the_river_penalty_away() -> None:
    units: list[Row] = [
        ("a", "rifle-regiment", "soviet", (4, 2), {"steps": 2}),
        ("b", "rifle-regiment", "soviet", (4, 4), {"steps": 6}),
        ("d", "rifle-regiment", "japanese", (4, 3)),
    ]
    state = battle(units, hexsides=[((4, 2), (4, 3), "river")])
    assert "river" not in shifts(assault_forecast(state, Assault((4, 3), ("b", "a"))))


def test_armour_with_infantry_and_armour_alone() -> None:
    units: list[Row] = [
        ("t", "tank-brigade", "soviet", (4, 2)),
        ("i", "rifle-regiment", "soviet", (3, 2)),
        ("d", "jp-infantry-regiment", "japanese", (4, 3), {"entrenchment": 2}),
    ]
    state = battle(units)
    alone = shifts(assault_forecast(state, Assault((4, 3), ("t",))))
    both = shifts(assault_forecast(state, Assault((4, 3), ("t", "i"))))
    assert alone["unsupported_armour"] == -1 and "combined_arms" not in alone
    assert both["combined_arms"] == 1 and "unsupported_armour" not in both
    assert alone["entrenchment"] == both["entrenchment"] == -2


def test_night_hampers_and_night_fighters_do_not_mind() -> None:
    units = [("a", "rifle-regiment", "soviet", (4, 2)), ("d", "rifle-regiment", "japanese", (4, 3))]
    assert shifts(assault_forecast(battle(units, night_first=True), Assault((4, 3), ("a",))))["night"] == -1
    units = [("a", "jp-infantry-regiment", "soviet", (4, 2)), ("d", "rifle-regiment", "japanese", (4, 3))]
    found = shifts(assault_forecast(battle(units, night_first=True), Assault((4, 3), ("a",))))
    assert found["night"] + found["close_assault"] == 1


def test_shifts_are_limited() -> None:
    rows = list(OPEN)
    rows[3] = "....^...."
    state = battle(
        [
            ("a", "rifle-regiment", "soviet", (4, 2), {"steps": 6}),
            ("d", "rifle-regiment", "japanese", (4, 3), {"steps": 1, "entrenchment": 3}),
        ],
        rows=rows,
        hexsides=[((4, 2), (4, 3), "river")],
        night_first=True,
    )
    odds = assault_forecast(state, Assault((4, 3), ("a",)))
    assert sum(shifts(odds).values()) < -6 and odds.shift == max(-6, -odds.base_column)


def resolved(state: GameState, order: Assault, throws: int) -> Counter[object]:
    found: Counter[object] = Counter()
    for seed in range(throws):
        _, events = apply(replace(state, seed=seed), order)
        found[next(e.outcome for e in events if isinstance(e, Assaulted))] += 1
    return found


POSITIONS: list[tuple[str, list[Row], Parts]] = [
    (
        "even in the open",
        [("a", "rifle-regiment", "soviet", (4, 2)), ("d", "rifle-regiment", "japanese", (4, 3))],
        {},
    ),
    (
        "three against one",
        [
            ("a", "rifle-regiment", "soviet", (4, 2)),
            ("b", "rifle-regiment", "soviet", (3, 3)),
            ("c", "tank-brigade", "soviet", (5, 3)),
            ("d", "jp-infantry-battalion", "japanese", (4, 3), {"steps": 2}),
        ],
        {},
    ),
    (
        "dug in behind a river",
        [
            ("a", "rifle-regiment", "soviet", (4, 2), {"steps": 6}),
            ("d", "jp-infantry-battalion", "japanese", (4, 3), {"entrenchment": 3}),
        ],
        {"hexsides": [((4, 2), (4, 3), "river")]},
    ),
    (
        "fragile cavalry",
        [("a", "tank-brigade", "soviet", (4, 2)), ("d", "manchukuo-cavalry", "japanese", (4, 3))],
        {},
    ),
    (
        "at night",
        [("a", "jp-infantry-regiment", "soviet", (4, 2)), ("d", "rifle-regiment", "japanese", (4, 3))],
        {"night_first": True},
    ),
]

#: 99.9 % points of the chi-square distribution by degrees of freedom.
CHI_999 = {1: 10.83, 2: 13.82, 3: 16.27, 4: 18.47, 5: 20.52, 6: 22.46, 7: 24.32, 8: 26.12, 9: 27.88, 10: 29.59}


def chi_square(state: GameState, order: Assault, throws: int) -> tuple[float, int]:
    odds = assault_forecast(state, order)
    seen = resolved(state, order, throws)
    assert set(seen) <= {c.outcome for c in odds.chances}
    value = sum((seen[c.outcome] - throws * c.ways / 36) ** 2 / (throws * c.ways / 36) for c in odds.chances)
    return value, len(odds.chances) - 1


@pytest.mark.parametrize("throws", [1500, pytest.param(20_000, marks=pytest.mark.slow)])
@pytest.mark.parametrize(("units", "more"), [p[1:] for p in POSITIONS], ids=[p[0] for p in POSITIONS])
def test_outcomes_come_as_often_as_the_forecast_says(units: list[Row], more: Parts, throws: int) -> None:
    state = battle(units, **more)
    attackers = tuple(u[0] for u in units if u[2] == "soviet")
    value, freedom = chi_square(state, Assault((4, 3), attackers), throws)
    assert value < CHI_999[freedom]


def test_dice_depend_on_the_target_and_not_on_who_attacks() -> None:
    units = [
        ("a", "rifle-regiment", "soviet", (4, 2)),
        ("b", "rifle-regiment", "soviet", (3, 3)),
        ("d", "rifle-regiment", "japanese", (4, 3)),
    ]
    state = battle(units)
    dice = {
        next(e.dice for e in apply(state, Assault((4, 3), team))[1] if isinstance(e, Assaulted))
        for team in (("a",), ("b",), ("a", "b"), ("b", "a"))
    }
    assert len(dice) == 1


def seed_for(state: GameState, order: Assault, wanted: Callable[[Assaulted], bool]) -> GameState:
    for seed in range(2000):
        trial = replace(state, seed=seed)
        _, events = apply(trial, order)
        if wanted(next(e for e in events if isinstance(e, Assaulted))):
            return trial
    raise AssertionError("no seed gives it")


def test_a_blocked_retreat_destroys() -> None:
    ring = [(4, 2), (5, 2), (5, 3), (4, 4), (3, 3), (3, 2)]
    units: list[Row] = [(f"a{i}", "rifle-regiment", "soviet", place) for i, place in enumerate(ring)]
    units.append(("d", "rifle-regiment", "japanese", (4, 3), {"steps": 5}))
    state = battle(units)
    order = Assault((4, 3), tuple(u[0] for u in units[:-1]))
    odds = assault_forecast(state, order)
    assert odds.retreats[1][0].blocked
    state = seed_for(state, order, lambda e: e.outcome.retreat >= 1)
    after, events = apply(state, order)
    assert any(isinstance(e, Destroyed) and e.unit == "d" for e in events)
    assert any(isinstance(e, Advanced) and e.unit == "a0" for e in events)
    unit = after.unit("d")
    assert unit and not unit.on_map


def test_the_retreat_taken_is_the_one_shown() -> None:
    state = battle(
        [
            ("a", "rifle-regiment", "soviet", (4, 2), {"steps": 6}),
            ("b", "tank-brigade", "soviet", (3, 3)),
            ("d", "rifle-regiment", "japanese", (4, 3), {"steps": 6}),
        ]
    )
    order = Assault((4, 3), ("a", "b"))
    state = seed_for(state, order, lambda e: e.outcome.retreat == 2)
    shown = assault_forecast(state, order).retreats[2][0]
    _, events = apply(state, order)
    taken = next(e for e in events if isinstance(e, Retreated))
    assert taken.path == shown.path and len(taken.path) == 3


def test_each_hex_of_enemy_control_on_the_way_back_costs_a_step() -> None:
    units: list[Row] = [
        ("a", "rifle-regiment", "soviet", (4, 2), {"steps": 6}),
        ("d", "rifle-regiment", "japanese", (4, 3), {"steps": 5}),
        ("w", "mongol-cavalry", "soviet", (6, 3)),
        ("v", "mongol-cavalry", "soviet", (2, 3)),
        ("x", "mongol-cavalry", "soviet", (4, 5)),
    ]
    state = battle(units)
    way = assault_forecast(state, Assault((4, 3), ("a",))).retreats[1][0]
    assert not way.blocked and way.losses == 1


def test_a_retreat_goes_where_it_costs_no_step_before_it_goes_home() -> None:
    """Home is south-east. Cavalry on both ways that lead there turns the retreat aside, to the one hex that neither it
    nor the attacker controls."""
    units: list[Row] = [("a", "rifle-regiment", "soviet", (4, 2)), ("d", "rifle-regiment", "japanese", (4, 3))]
    watch: list[Row] = [("w", "mongol-cavalry", "soviet", (6, 4)), ("x", "mongol-cavalry", "soviet", (4, 5))]
    ends = {}
    for riders in (0, 1, 2):
        state = battle([*units, *watch[:riders]])
        home = rear(state, "japanese")
        way = assault_forecast(state, Assault((4, 3), ("a",))).retreats[1][0]
        assert way.losses == 0 and len(way.path) == 2
        ends[riders] = state.scenario.board.place(way.path[1]), home[way.path[1]]
    assert ends == {0: ((5, 3), 8), 1: ((4, 4), 8), 2: ((3, 3), 10)}


@pytest.mark.parametrize(("dug", "fewer"), [(0, 0), (1, 0), (2, 1), (3, 1)])
def test_trenches_of_the_second_level_take_a_hex_off_every_retreat(dug: int, fewer: int) -> None:
    state = battle([("a", "rifle-regiment", "soviet", (4, 2)), ("d", "rifle-regiment", "japanese", (4, 3))])
    found, rules = combat.defenders(state, "soviet", state.scenario.board.index(4, 3) or 0), state.scenario.rules.combat
    assert found
    seen = set()
    for column in range(len(rules.columns)):
        for throw in range(2, 13):
            plain = rules.outcomes[combat.rung(state, column, throw)].retreat
            seen.add(plain)
            assert combat.outcome_of(state, column, throw, found, dug).retreat == max(0, plain - fewer)
    assert {0, 1, 2} <= seen


@pytest.mark.parametrize("advance", [True, False])
def test_who_advances_or_retreats_leaves_the_trench_behind(advance: bool) -> None:
    state = battle(
        [
            ("a", "rifle-regiment", "soviet", (4, 2), {"steps": 6, "entrenchment": 2}),
            ("b", "tank-brigade", "soviet", (3, 3)),
            ("d", "rifle-regiment", "japanese", (4, 3), {"steps": 5, "entrenchment": 1}),
        ]
    )
    order = Assault((4, 3), ("a", "b"), advance=advance)
    state = seed_for(state, order, lambda e: e.outcome.retreat >= 1)
    after, events = apply(state, order)
    assert any(isinstance(e, Retreated) for e in events)
    gone, lead = after.unit("d"), after.unit("a")
    assert gone and gone.on_map and gone.entrenchment == 0
    assert (
        lead
        and lead.entrenchment == (0 if advance else 2)
        and (lead.hex == state.scenario.board.index(4, 2)) is not advance
    )


def test_guns_add_at_most_as_much_as_the_attackers_bring() -> None:
    units: list[Row] = [
        ("a", "rifle-regiment", "soviet", (4, 2), {"steps": 1}),
        ("d", "rifle-regiment", "japanese", (4, 3)),
    ]
    units += [(f"g{i}", "heavy-artillery", "soviet", (3 + i, 0)) for i in range(3)]
    odds = assault_forecast(battle(units), Assault((4, 3), ("a",), ("g0", "g1", "g2")))
    assert odds.support == odds.limit == odds.attack


def test_each_gun_is_told_what_it_adds_and_those_beyond_the_limit_add_nothing() -> None:
    """Three steps of rifles bring 3 × 2 × 2 half steps; each battery of four guns 4 × 2 × 6, more than the limit."""
    units: list[Row] = [
        ("a", "rifle-regiment", "soviet", (4, 2), {"steps": 3}),
        ("d", "rifle-regiment", "japanese", (4, 3)),
    ]
    units += [("g", "su12-battery", "soviet", (4, 1), {"steps": 1}), ("h", "heavy-artillery", "soviet", (3, 0))]
    units.append(("i", "field-artillery", "soviet", (5, 1)))
    state = battle(units, airfields=[("Tamsag", "soviet", 0, 3)])
    odds = assault_forecast(state, Assault((4, 3), ("a",), ("g", "h", "i"), sorties=2))
    through = odds.passage.percent if odds.passage else 0
    assert [(h.unit, h.brings, h.adds) for h in odds.helpers] == [
        ("g", 1 * 2 * 4 * 100, 800),
        ("h", 3 * 2 * 6 * 100, 1200 - 800),
        ("i", 4 * 2 * 4 * 100, 0),
        ("", 2 * 2 * 6 * through, 0),
    ]
    assert odds.attack == odds.limit == odds.support == 3 * 2 * 2 * 100
    assert [h.unit for h in odds.wasted] == ["i", ""]
    fewer = assault_forecast(state, Assault((4, 3), ("a",), ("g", "h")))
    assert (fewer.support, fewer.column) == (odds.support, odds.column)
    # The heavy guns alone reach the limit: of three batteries one is enough, unless none may be left out.
    assert spared(state, Assault((4, 3), ("a",), ("g", "h", "i"))).guns == ("h",)
    assert spared(state, Assault((4, 3), ("a",), ("g",))).guns == ("g",)
    assert spared(state, Assault((4, 3), ("a",), ("h", "i"), sorties=3, set_piece=True)).guns == ("h",)


def test_a_barrage_on_a_unit_that_is_cut_off_kills() -> None:
    state = battle(
        [
            ("g", "heavy-artillery", "soviet", (4, 0), {"steps": 4}),
            ("d", "rifle-regiment", "japanese", (4, 3), {"unsupplied": 3, "steps": 5}),
        ]
    )
    odds = barrage_forecast(state, Barrage("g", (4, 3)))
    assert odds.share == 50 and sum(odds.chances) == 6
    seen = Counter[int]()
    for seed in range(600):
        _, events = apply(replace(state, seed=seed), Barrage("g", (4, 3)))
        hits = next(e.suppressed for e in events if isinstance(e, Barraged))
        assert sum(e.steps for e in events if isinstance(e, StepsLost)) == (hits + 1) // 2
        seen[hits] += 1
    for hits, ways in enumerate(odds.chances):
        assert abs(Fraction(seen[hits], 600) - Fraction(ways, 6)) < Fraction(1, 12)


def test_best_assault_is_legal_and_no_worse_than_any_single_attacker() -> None:
    units = [
        ("a", "rifle-regiment", "soviet", (4, 2)),
        ("b", "tank-brigade", "soviet", (3, 3)),
        ("d", "rifle-regiment", "japanese", (4, 3)),
        ("g", "field-artillery", "soviet", (4, 0)),
    ]
    state = battle(units)
    target = state.scenario.board.index(4, 3)
    assert target is not None
    best = best_assault(state, target)
    assert best is not None
    for name in ("a", "b"):
        assert assault_forecast(state, best).column >= assault_forecast(state, Assault((4, 3), (name,))).column
    apply(state, best)
