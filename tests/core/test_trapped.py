"""What counts as caught in a ring: steps lost without supplies or without a way back, and those shut in at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Unpack

import pytest
from khalkhin.core import apply, initial_state
from khalkhin.core.combat.assault import destroy, lose_steps
from khalkhin.core.events.events import Destroyed, StepsLost
from khalkhin.core.model.reasons import Cause
from khalkhin.core.model.state import DESTROYED, GameState
from khalkhin.core.orders.orders import Assault, Barrage, EndTurn
from khalkhin.core.supply.supply import pockets, shut_in, trace
from khalkhin.core.victory import Merit, score
from khalkhin.play.session.snapshot import decode, encode
from khalkhin.text.score import merit

from tests.narrow import the
from tests.scenarios import Parts, Row, rules, small_scenario

OPEN = ["." * 9] * 7
CORNERS = [("soviet", (0, 0)), ("japanese", (8, 6))]
RING = [(4, 2), (5, 2), (5, 3), (4, 4), (3, 3), (3, 2)]


def battle(units: Sequence[Row], rows: Sequence[str] = OPEN, **more: Unpack[Parts]) -> GameState:
    given: Parts = {"sources": CORNERS, **more}
    return initial_state(small_scenario(rows, units, **given), seed=1, fog=False)


def ringed(side: str, holder: Row, **more: Unpack[Parts]) -> GameState:
    """A unit in (4, 3) with regiments of `side` on all sides."""
    kind = "rifle-regiment" if side == "soviet" else "jp-infantry-regiment"
    return battle([*((f"r{i}", kind, side, place) for i, place in enumerate(RING)), holder], **more)


def without(state: GameState, name: str, turns: int) -> GameState:
    return state.with_unit(replace(the(state.unit(name)), unsupplied=turns, store=-1))


# ------------------------------------------------------------------ steps lost

THREE: list[Row] = [(f"a{i}", "rifle-regiment", "soviet", p) for i, p in enumerate([(4, 2), (5, 2), (3, 2)])]
DEFENDER: Row = ("d", "rifle-regiment", "japanese", (4, 3))


@pytest.mark.parametrize("hungry", [0, 1, 4])
def test_steps_lost_in_an_assault_count_if_the_unit_was_without_supplies(hungry: int) -> None:
    """Its losses in the fight and those of its way back alike; a fed unit with a way back is beaten, not caught."""
    state = without(battle([*THREE, DEFENDER]), "d", hungry)
    lost = []
    for seed in range(24):
        end, events = apply(replace(state, seed=seed), Assault((4, 3), ("a0", "a1", "a2")))
        lost.append(sum(e.steps for e in events if isinstance(e, StepsLost) and e.unit == "d"))
        assert end.trapped == ({"japanese": lost[-1]} if hungry and lost[-1] else {})
    assert max(lost) > 1


def test_what_an_attacker_loses_counts_only_if_he_is_cut_off_himself() -> None:
    state = battle([("a", "rifle-regiment", "soviet", (4, 2), {"steps": 4}), DEFENDER])
    for hungry in (0, 1):
        for seed in range(12):
            there = without(replace(state, seed=seed), "a", hungry)
            end, events = apply(there, Assault((4, 3), ("a",)))
            lost = sum(e.steps for e in events if isinstance(e, StepsLost) and e.unit == "a")
            assert end.trapped.get("soviet", 0) == hungry * lost and "japanese" not in end.trapped


def test_the_step_that_an_isolated_unit_loses_counts() -> None:
    """Eleven turns without are twelve as its turn begins: isolated, it loses a step, and another the turn after."""
    state = without(ringed("soviet", ("j", "jp-infantry-battalion", "japanese", (4, 3))), "j", 10)
    counts = []
    for _ in range(3):
        state, _ = apply(state, EndTurn())
        counts.append((the(state.unit("j")).steps, state.trapped.get("japanese", 0)))
        state, _ = apply(state, EndTurn())
    assert counts == [(4, 0), (3, 1), (2, 2)]


def test_who_surrenders_counts_with_all_that_is_left_of_him() -> None:
    found = set()
    for seed in range(30):
        state = replace(ringed("japanese", ("s", "rifle-regiment", "soviet", (4, 3), {"steps": 6})), seed=seed)
        state, events = apply(apply(without(state, "s", 5), EndTurn())[0], EndTurn())
        gone = [e.cause for e in events if isinstance(e, Destroyed)]
        assert gone in ([], [Cause.SURRENDERED])
        assert state.trapped == {"soviet": 6 if gone else 1}
        found.add(bool(gone))
    assert found == {True, False}


def test_who_cannot_retreat_counts_with_what_the_fight_left_of_him() -> None:
    """He is fed to the last, so that what he lost in the fight itself does not count."""
    attackers = tuple(f"r{i}" for i in range(6))
    state = ringed("soviet", ("d", "rifle-regiment", "japanese", (4, 3), {"steps": 9}))
    blocked = 0
    for seed in range(30):
        end, events = apply(replace(state, seed=seed), Assault((4, 3), attackers))
        lost = sum(e.steps for e in events if isinstance(e, StepsLost) and e.unit == "d")
        if any(isinstance(e, Destroyed) and e.cause is Cause.NO_RETREAT for e in events):
            blocked += 1
            assert 0 < lost < 9 and end.trapped == {"japanese": 9 - lost}
        else:
            assert end.trapped == {}
    assert blocked > 10


def test_what_a_barrage_kills_of_those_cut_off_counts() -> None:
    guns: Row = ("g", "heavy-artillery", "soviet", (4, 1), {"steps": 4})
    state = without(battle([guns, DEFENDER]), "d", 3)
    killed = set()
    for seed in range(20):
        end, events = apply(replace(state, seed=seed), Barrage("g", (4, 3)))
        lost = sum(e.steps for e in events if isinstance(e, StepsLost))
        assert end.trapped == ({"japanese": lost} if lost else {})
        killed.add(lost)
    assert len(killed) > 1


@pytest.mark.parametrize("cause", [Cause.ASSAULT, Cause.NO_RETREAT])
def test_trucks_are_no_troops_that_are_caught(cause: Cause) -> None:
    state = battle([("t", "truck-column", "soviet", (4, 3)), ("u", "field-artillery", "soviet", (3, 3)), DEFENDER])
    for name, caught in (("t", {}), ("u", {"soviet": 2})):
        unit = replace(the(state.unit(name)), unsupplied=2)
        hurt, _ = lose_steps(state.with_unit(unit), unit, 2, cause)
        assert hurt.trapped == caught
        gone, _ = destroy(state.with_unit(unit), unit, cause)
        assert gone.trapped == dict.fromkeys(caught, unit.steps)


def test_the_last_step_counts_once() -> None:
    state = without(battle([("d", "rifle-regiment", "japanese", (4, 3), {"steps": 2})]), "d", 1)
    for steps in (2, 5):
        gone, _ = lose_steps(state, the(state.unit("d")), steps, Cause.ASSAULT)
        assert the(gone.unit("d")).hex == DESTROYED and gone.trapped == {"japanese": 2}


def test_the_count_is_kept_and_an_empty_one_is_not_written_down() -> None:
    state = battle([DEFENDER])
    assert "trapped" not in encode(state)
    caught = replace(state, trapped={"japanese": 3})
    assert decode(state.scenario, encode(caught)).trapped == {"japanese": 3}
    assert caught.digest() != state.digest()


# ------------------------------------------------------------------ who is shut in at the end


def test_troops_about_their_own_source_are_not_shut_in_however_little_it_has() -> None:
    """A railhead that gets 1 SP a turn feeds one of three regiments; the others wait for the next train."""
    units: list[Row] = [(f"s{i}", "rifle-regiment", "soviet", (0, i)) for i in range(3)]
    state = battle([*units, ("j", "rifle-regiment", "japanese", (8, 6))], sources=[("soviet", (0, 0), 1), CORNERS[1]])
    assert sum(u.unsupplied > 0 for u in state.side_units("soviet")) == 2
    assert sum(p.steps for p in pockets(state, "soviet")) >= 18
    assert shut_in(state, "soviet") == ()
    assert Merit.POCKETS not in {line.merit for line in score(state, "japanese").lines}


def test_who_has_gone_too_far_ahead_is_not_shut_in() -> None:
    """Twelve hexes of steppe cost trucks more than the 16 MP of supply; the way is open all the same."""
    rows = ["." * 20] * 3
    units: list[Row] = [("s", "rifle-regiment", "soviet", (13, 1)), ("j", "rifle-regiment", "japanese", (19, 2))]
    state = battle(units, rows, sources=[("soviet", (0, 1)), ("japanese", (19, 2))])
    assert [p.units for p in pockets(state, "soviet")] == [("s",)]
    assert shut_in(state, "soviet") == ()


def test_who_is_left_over_at_a_crossing_that_carries_no_more_is_not_shut_in() -> None:
    """A ford carries 8 SP: of six tank brigades on the far side, at 2 SP each, it feeds four."""
    river = [((c, 2), (c, 3), "river") for c in range(9)]
    river += [((c, 2), (c + d, 3), "river") for c in range(1, 9, 2) for d in (-1, 1) if c + d < 9]
    units: list[Row] = [(f"s{i}", "tank-brigade", "soviet", (i, 4)) for i in range(6)]
    state = battle(
        [*units, ("j", "rifle-regiment", "japanese", (8, 0))],
        hexsides=river,
        crossings=[((2, 2), (2, 3), "ford")],
        sources=[("soviet", (2, 0), 99), ("japanese", (8, 0))],
    )
    assert sum(u.unsupplied > 0 for u in state.side_units("soviet")) == 2
    assert shut_in(state, "soviet") == ()


#: A causeway of steppe along the top, 24 hexes long: further than the 16 MP that trucks go from a store to troops.
CAUSEWAY = ["." * 24, "L" * 24, "." * 24]


@pytest.mark.parametrize(
    ("barred", "stock", "caught"),
    [
        (False, 0, 0),  # it is empty, but the next trucks can come
        (True, 0, 9),  # it is empty and no trucks come
        (True, 9, 0),  # it lasts for a while yet
    ],
)
def test_troops_about_a_depot_are_shut_in_when_it_is_empty_and_no_trucks_come(
    barred: bool, stock: int, caught: int
) -> None:
    """The regiment stands on the depot, 44 MP from the railhead; an enemy on the causeway bars the way."""
    state = battle(
        [
            ("s", "rifle-regiment", "soviet", (22, 0)),
            ("j", "rifle-regiment", "japanese", (10, 0) if barred else (10, 2)),
        ],
        rows=CAUSEWAY,
        sources=[("soviet", (0, 0), 99), ("japanese", (23, 2))],
        depots=[("soviet", (22, 0), stock)],
        # The enemy on the far shore controls nothing over here.
        hexsides=[((c, 0), (c, 1), "river") for c in range(24)],
    )
    assert (the(state.unit("s")).unsupplied > 0) is (stock == 0)
    assert sum(p.steps for p in shut_in(state, "soviet")) == caught


@pytest.mark.parametrize(("stock", "caught"), [(0, 6), (9, 0)])
def test_a_depot_in_a_ring_holds_out_as_long_as_there_is_something_in_it(stock: int, caught: int) -> None:
    holder: Row = ("j", "jp-infantry-regiment", "japanese", (4, 3), {"steps": 6})
    state = ringed("soviet", holder, depots=[("japanese", (4, 3), stock)])
    assert sum(p.steps for p in shut_in(state, "japanese")) == caught


def test_a_ring_without_a_depot_shuts_in_and_trucks_in_it_do_not_count() -> None:
    holder: Row = ("j", "jp-infantry-regiment", "japanese", (4, 3), {"steps": 6})
    state = ringed("soviet", holder)
    assert [(p.units, p.steps) for p in shut_in(state, "japanese")] == [(("j",), 6)]
    trucks: Row = ("t", "jp-truck-column", "japanese", (4, 3))
    with_trucks = battle([*((f"r{i}", "rifle-regiment", "soviet", p) for i, p in enumerate(RING)), holder, trucks])
    assert [(p.units, p.steps) for p in shut_in(with_trucks, "japanese")] == [(("j",), 6)]


def test_points_for_those_caught_are_counted_by_hand() -> None:
    """Six steps stand in a ring and four were lost in one: ten, at 3 points each, beside 1 for each step destroyed."""
    holder: Row = ("j", "jp-infantry-regiment", "japanese", (4, 3), {"steps": 6, "full_steps": 6})
    victory = replace(rules().victory, step=1, pocketed_step=3)
    state = replace(ringed("soviet", holder, victory=victory), trapped={"japanese": 4, "soviet": 7})
    found = {merit(line): line.points for line in score(state, "soviet").lines}
    assert found["Enemy steps lost or held without a way out"] == 30
    assert {merit(line): line.points for line in score(state, "japanese").lines}[
        "Enemy steps lost or held without a way out"
    ] == 21
    nothing = replace(state.scenario, victory=replace(victory, pocketed_step=0))
    assert Merit.POCKETS not in {line.merit for line in score(replace(state, scenario=nothing), "soviet").lines}


def test_stores_count_as_full_only_when_that_is_asked() -> None:
    state = battle([("s", "rifle-regiment", "soviet", (0, 0)), DEFENDER], sources=[("soviet", (0, 0), 0), CORNERS[1]])
    assert not trace(state, "soviet").serves(the(state.unit("s")))
    assert shut_in(state, "soviet") == ()
