"""How long units last without supplies, and what fighting does to those who are cut off; all counted by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from khalkhin.core import apply, initial_state
from khalkhin.core.events.events import Assaulted, Event, StepsLost, SupplyChanged
from khalkhin.core.model.rules import Rules
from khalkhin.core.model.state import DESTROYED, GameState
from khalkhin.core.model.units import Unit
from khalkhin.core.movement.movement import controls
from khalkhin.core.orders.orders import Assault, Barrage, EndTurn

from tests.narrow import the
from tests.scenarios import Row, rules, small_scenario

OPEN = ["." * 9] * 7
CORNERS = [("soviet", (0, 0)), ("japanese", (8, 6))]
RING = [(4, 2), (5, 2), (5, 3), (4, 4), (3, 3), (3, 2)]
RIFLES: Row = ("a", "rifle-regiment", "soviet", (4, 2), {"steps": 2})
HOLDER: Row = ("d", "rifle-regiment", "japanese", (4, 3))


def lasting(kind: str, *turns: int, ruleset: Rules | None = None) -> Rules:
    """The rules (the game's own, unless told), with other turns until a type is short, unsupplied and isolated."""
    ruleset = ruleset or rules()
    short, unsupplied, isolated = turns
    changed = replace(ruleset.unit_types[kind], endurance=(short, unsupplied, isolated))
    return replace(ruleset, unit_types={**ruleset.unit_types, kind: changed})


def battle(*units: Row, ruleset: Rules | None = None, turns: int = 12) -> GameState:
    return initial_state(small_scenario(OPEN, units, sources=CORNERS, ruleset=ruleset, turns=turns), seed=1, fog=False)


def without(state: GameState, **turns: int) -> GameState:
    """A position in which units, by id, have gone without for some turns."""
    return state.with_units([replace(the(state.unit(name)), unsupplied=n, store=-1) for name, n in turns.items()])


# ------------------------------------------------------------------ how long a type lasts


def test_infantry_with_stores_in_its_trenches_lasts_twice_as_long_and_armour_less_long_than_others() -> None:
    lasts = {key: kind.endurance for key, kind in rules().unit_types.items()}
    stored = {"jp-infantry-regiment", "jp-infantry-battalion", "border-garrison", "jp-recon"}
    assert {key for key, turns in lasts.items() if turns == (2, 6, 12)} == stored
    driven = {key for key, kind in rules().unit_types.items() if not {"armour", "flame"}.isdisjoint(kind.traits)}
    assert {key for key, turns in lasts.items() if turns == (1, 2, 4)} == driven and len(driven) == 4
    assert {turns for key, turns in lasts.items() if key not in stored | driven} == {(1, 3, 6)}


@pytest.mark.parametrize(
    ("endurance", "states"),
    [
        ((1, 3, 6), [0, 1, 1, 2, 2, 2, 3, 3]),
        ((2, 4, 5), [0, 0, 1, 1, 2, 3, 3, 3]),
        ((1, 1, 2), [0, 2, 3, 3, 3, 3, 3, 3]),  # it is never merely short
        ((3, 3, 3), [0, 0, 0, 3, 3, 3, 3, 3]),
    ],
)
def test_a_state_follows_from_the_turns_that_the_type_lasts(endurance: tuple[int, int, int], states: list[int]) -> None:
    ruleset = lasting("rifle-regiment", *endurance)
    state = battle(RIFLES, ("j", "manchukuo-cavalry", "japanese", (8, 6)), ruleset=ruleset)
    unit, other = the(state.unit("a")), the(state.unit("j"))
    assert [replace(unit, unsupplied=n).supply_state for n in range(8)] == states
    shipped = [replace(other, unsupplied=n).supply_state for n in range(8)]
    assert shipped == [0, 1, 1, 2, 2, 2, 3, 3], "other types last as long as ever"


def test_two_types_in_one_ring_go_hungry_each_in_its_time() -> None:
    """Cavalry that lasts 1, 2 and 3 turns beside infantry that lasts 1, 3 and 6; both have four steps."""
    ring = [(4, 2), (5, 2), (6, 2), (6, 3), (5, 4), (4, 4), (3, 3), (3, 2)]
    state = battle(
        *((f"s{i}", "rifle-regiment", "soviet", place) for i, place in enumerate(ring)),
        ("c", "manchukuo-cavalry", "japanese", (4, 3), {"steps": 4}),
        ("i", "jp-infantry-battalion", "japanese", (5, 3), {"steps": 4}),
        ruleset=lasting("jp-infantry-battalion", 1, 3, 6, ruleset=lasting("manchukuo-cavalry", 1, 2, 3)),
    )
    seen = []
    for _ in range(4):
        state, _ = apply(state, EndTurn())
        cavalry, infantry = the(state.unit("c")), the(state.unit("i"))
        assert cavalry.unsupplied == infantry.unsupplied
        seen.append([(u.supply_state, u.suppressed, controls(u)) for u in (cavalry, infantry)])
        if cavalry.supply_state == 3:
            break
        state, _ = apply(state, EndTurn())
    assert [[found[0] for found in turn] for turn in seen] == [[1, 1], [2, 1], [3, 2]]
    # Two steps are suppressed where it is unsupplied, none where it is short; who is isolated controls nothing.
    assert seen[1] == [(2, 2, True), (1, 0, True)] and seen[2][1] == (2, 2, True)
    assert not seen[2][0][2]


# ------------------------------------------------------------------ fighting without supplies


def after(state: GameState, *attackers: str) -> tuple[Unit, Unit, tuple[Event, ...]]:
    """The attacker and the defender after an assault."""
    state, events = apply(state, Assault((4, 3), attackers or ("a",), advance=False))
    return the(state.unit("a")), the(state.unit("d")), events


def worn(events: tuple[Event, ...]) -> list[tuple[str, int, int]]:
    return [(e.unit, e.before, e.after) for e in events if isinstance(e, SupplyChanged)]


@pytest.mark.parametrize(("before", "now"), [(0, 0), (1, 2), (2, 3), (5, 6), (9, 10)])
def test_an_assault_on_a_unit_that_is_cut_off_counts_as_a_turn_without(before: int, now: int) -> None:
    _, defender, events = after(without(battle(RIFLES, HOLDER), d=before))
    assert any(isinstance(e, Assaulted) for e in events)
    assert defender.steps > 0 and defender.unsupplied == now
    assert worn(events) == ([("d", before, now)] if before else [])


def test_attackers_use_up_no_more_than_their_ammunition() -> None:
    attacker, defender, events = after(without(battle(RIFLES, HOLDER), a=2))
    assert (attacker.unsupplied, defender.unsupplied) == (2, 0) and not worn(events)


def test_every_assault_counts_and_by_what_the_rules_say() -> None:
    two = battle(RIFLES, ("b", "rifle-regiment", "soviet", (5, 2), {"steps": 2}), HOLDER)
    state = without(two, d=1)
    for name, turns in (("a", 2), ("b", 3)):
        state, events = apply(state, Assault((4, 3), (name,), advance=False))
        assert worn(events) == [("d", turns - 1, turns)]
    dear = replace(rules(), supply=replace(rules().supply, assault_hunger=4))
    _, defender, _ = after(without(battle(RIFLES, HOLDER, ruleset=dear), d=1))
    assert defender.unsupplied == 5
    free = replace(rules(), supply=replace(rules().supply, assault_hunger=0))
    _, defender, _ = after(without(battle(RIFLES, HOLDER, ruleset=free), d=1))
    assert defender.unsupplied == 1


def test_all_in_the_hex_who_are_cut_off_use_up_what_they_have() -> None:
    """The infantry has gone without for two turns, its anti-tank guns are fed; then the other way round."""
    state = battle(RIFLES, HOLDER, ("e", "jp-anti-tank", "japanese", (4, 3)))
    for hungry, fed in (("d", "e"), ("e", "d")):
        state_after, events = apply(without(state, **{hungry: 2}), Assault((4, 3), ("a",), advance=False))
        assert the(state_after.unit(fed)).unsupplied == 0
        assert worn(events) == [(hungry, 2, 3)]


def test_a_barrage_uses_up_nothing_of_the_target() -> None:
    state = without(battle(HOLDER, ("g", "heavy-artillery", "soviet", (4, 1), {"steps": 4})), d=2)
    state, events = apply(state, Barrage("g", (4, 3)))
    assert the(state.unit("d")).unsupplied == 2 and not worn(events)


def test_who_is_destroyed_has_nothing_left_to_use_up() -> None:
    crowd = [(f"s{i}", "rifle-regiment", "soviet", place) for i, place in enumerate(RING)]
    state = without(battle(*crowd, ("d", "rifle-regiment", "japanese", (4, 3), {"steps": 1})), d=2)
    gone = 0
    for seed in range(20):
        end, events = apply(replace(state, seed=seed), Assault((4, 3), tuple(u[0] for u in crowd), advance=False))
        if the(end.unit("d")).hex == DESTROYED:
            gone += 1
            assert not worn(events)
    assert gone > 10


def test_an_assault_can_isolate_before_the_next_turn_begins() -> None:
    """After five turns he still holds the ground about him; an assault is the sixth. His step is lost at his turn."""
    state = without(battle(*((f"s{i}", "rifle-regiment", "soviet", p) for i, p in enumerate(RING)), HOLDER), d=5)
    holder = the(state.unit("d"))
    assert holder.supply_state == 2 and controls(holder)
    weak = state.with_unit(replace(the(state.unit("s0")), steps=1))
    pressed, events = apply(weak, Assault((4, 3), ("s0",), advance=False))
    holder = the(pressed.unit("d"))
    lost = sum(e.steps for e in events if isinstance(e, StepsLost) and e.unit == "d")
    assert holder.supply_state == 3 and not controls(holder) and holder.steps == 9 - lost
