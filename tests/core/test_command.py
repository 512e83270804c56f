"""Headquarters, counted by hand: coordination, set-pieces, forced marches, emergency supply, decoys; and the night."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from khalkhin.core import apply, initial_state, legal_orders, view, why_illegal
from khalkhin.core.combat import combat
from khalkhin.core.command import command
from khalkhin.core.events.events import DecoyExposed, HqPointsSpent, Sighted, SupplyChanged, Suppressed
from khalkhin.core.fog.contacts import decoys, shown
from khalkhin.core.fog.witness import visible_events
from khalkhin.core.model.state import UNSEEN, GameState
from khalkhin.core.model.units import Level
from khalkhin.core.movement import movement
from khalkhin.core.orders.combat import assault_forecast, barrage_forecast
from khalkhin.core.orders.orders import Assault, Barrage, Deceive, EmergencySupply, EndTurn, ForcedMarch, Move
from khalkhin.core.victory import score, steps_lost
from khalkhin.play.session.snapshot import decode, encode

from tests.core.positions import deceived, states
from tests.narrow import the
from tests.refused import code, words
from tests.scenarios import Row, small_scenario

OPEN = ["." * 13] * 9
CORNERS = [("soviet", (0, 0)), ("japanese", (12, 8))]


def battle(units: Any, *, fog: bool = False, **more: Any) -> GameState:
    given: dict[str, Any] = {"rows": OPEN, "sources": CORNERS, "hq_points": 4, **more}
    return initial_state(small_scenario(units=units, **given), seed=1, fog=fog)


def at(state: GameState, col: int, row: int) -> int:
    hex_ = state.scenario.board.index(col, row)
    assert hex_ is not None
    return hex_


# ------------------------------------------------------------------ coordination

DUEL = [
    ("a", "rifle-regiment", "soviet", (4, 2), {"formation": "36th"}),
    ("b", "rifle-regiment", "soviet", (5, 2), {"formation": "36th"}),
    ("d", "jp-infantry-regiment", "japanese", (4, 3)),
]


def hq(place: tuple[int, int], **more: Any) -> Any:
    return ("hq", "soviet-hq", "soviet", place, {"formation": "36th", **more})


@pytest.mark.parametrize(
    ("staff", "team", "expected"),
    [
        ([hq((4, 0))], ("a", "b"), True),
        ([hq((1, 1))], ("a", "b"), True),  # 4 hexes to the further one
        ([hq((0, 1))], ("a", "b"), False),  # 5 to it
        ([hq((4, 0))], ("a",), False),
        ([], ("a", "b"), False),
        ([hq((4, 0), formation="57th")], ("a", "b"), False),
        ([hq((4, 0), formation="57th", leader="Zhukov")], ("a", "b"), True),
        ([hq((4, 0), suppressed=2, unsupplied=2)], ("a", "b"), False),  # wholly suppressed, and not fed
    ],
)
def test_two_units_in_command_of_one_headquarters_gain_a_column(staff: Any, team: Any, expected: bool) -> None:
    state = battle([*DUEL, *staff], sources=CORNERS[1:])
    names = {s.name: s.columns for s in assault_forecast(state, Assault((4, 3), team)).shifts}
    assert names.get("coordination", 0) == int(expected)


def test_units_of_two_formations_need_the_army_headquarters() -> None:
    mixed = [DUEL[0], ("b", "rifle-regiment", "soviet", (5, 2), {"formation": "82nd"}), DUEL[2]]
    for leader, expected in (("", False), ("Zhukov", True)):
        state = battle([*mixed, hq((4, 0), leader=leader)])
        names = {s.name for s in assault_forecast(state, Assault((4, 3), ("a", "b"))).shifts}
        assert ("coordination" in names) is expected


# ------------------------------------------------------------------ what points buy


def test_points_come_anew_each_turn() -> None:
    state = battle(DUEL, hq_points=3)
    assert state.hq_points == {"soviet": 3}
    state, _ = apply(state, ForcedMarch("a"))
    assert state.hq_points["soviet"] == 2
    for _ in range(2):
        state, _ = apply(state, EndTurn())
    assert state.hq_points == {"soviet": 3, "japanese": 3}
    assert view(state, "japanese").state.hq_points == {"japanese": 3}, "what the enemy has is his affair"


def test_a_set_piece_costs_points_and_needs_guns_and_units_that_have_not_moved() -> None:
    gun = ("g", "field-artillery", "soviet", (4, 1), {"steps": 1})
    state = battle([*DUEL, gun])
    order = Assault((4, 3), ("a", "b"), ("g",), set_piece=True)
    odds = assault_forecast(state, order)
    plain = assault_forecast(state, replace(order, set_piece=False))
    assert odds.column == plain.column + 2
    assert [s.columns for s in odds.shifts if s.name == "set_piece"] == [2]
    after, events = apply(state, order)
    assert after.hq_points["soviet"] == 2
    assert [(e.what, e.points) for e in events if isinstance(e, HqPointsSpent)] == [("set_piece", 2)]
    assert code(state, "assault 4,3 by a,b prepared") == "set-piece-guns"
    moved = state.with_unit(replace(state.units[1], moved=True))
    assert "has moved" in words(moved, "assault 4,3 by a,b guns g prepared")
    poor = replace(state, hq_points={"soviet": 1})
    assert "you have 1 left" in words(poor, "assault 4,3 by a,b guns g prepared")


def test_a_forced_march_counted_by_hand() -> None:
    """6 MP and half as much again are 9: four hexes of steppe at 2 rather than three. A step is suppressed."""
    state = battle([("a", "rifle-regiment", "soviet", (0, 4)), ("d", "jp-infantry-regiment", "japanese", (12, 8))])
    goal = at(state, 4, 4)
    assert goal not in movement.reach(state, state.units[0]).cost
    after, events = apply(state, ForcedMarch("a"))
    unit = after.units[0]
    assert (unit.mp, unit.suppressed, unit.moved) == (9, 1, False)
    assert [type(e) for e in events] == [HqPointsSpent, Suppressed]
    assert movement.reach(after, unit).cost[goal] == 8
    assert code(after, "hurry a") == "hurried"
    marched, _ = apply(after, Move("a", (4, 4)))
    assert marched.units[0].mp == 1
    moved, _ = apply(state, Move("a", (1, 4)))
    assert code(moved, "hurry a") == "hurry-moved"
    spent = state.with_unit(replace(state.units[0], suppressed=9))
    assert code(spent, "hurry a") == "worn-out"
    assert code(replace(state, hq_points={}), "hurry a") == "hq-points"
    assert code(state, "hurry d") == "not-yours"


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({}, None),
        ({"mp": 1}, None),
        ({"mp": 0}, "worn-out"),
        ({"suppressed": 8}, None),
        ({"suppressed": 9}, "worn-out"),
        ({"mp": 7}, "hurried"),
        ({"moved": True}, "hurry-moved"),
        ({"fought": True}, "hurry-moved"),
    ],
)
def test_who_can_be_hurried(changes: dict[str, Any], refusal: str | None) -> None:
    state = battle(SCREEN)
    unit = replace(the(state.unit("s")), **changes)
    assert (unit.steps, unit.spec.type.mp) == (9, 6)
    found = command.no_forced_march(state.with_unit(unit), unit)
    assert (found and found.code.value) == refusal


def test_trucks_are_not_hurried() -> None:
    state = battle([*DUEL, ("t", "truck-column", "soviet", (1, 1))])
    assert code(state, "hurry t") == "hurry-column"


def test_emergency_supply_feeds_a_unit_that_was_cut_off() -> None:
    """Guns that have gone without for three turns are silent; what is sent lets them fire, at the cost of a depot."""
    ring = [(4, 2), (5, 2), (5, 3), (4, 4), (3, 3), (3, 2)]
    units: list[Row] = [(f"j{i}", "jp-infantry-battalion", "japanese", p) for i, p in enumerate(ring)]
    units.append(("g", "field-artillery", "soviet", (4, 3), {"unsupplied": 2}))
    units.append(("s", "rifle-regiment", "soviet", (0, 0)))
    state = battle(units, sources=[("soviet", (0, 0), 10), ("japanese", (12, 8))])
    gun, home = state.unit("g"), next(i for i, s in enumerate(state.stores) if s.side == "soviet")
    assert gun and gun.unsupplied == 3 and code(state, "barrage g 4,2") == "guns-unsupplied"
    stock = state.stores[home].stock
    after, events = apply(state, EmergencySupply("g"))
    fed = after.unit("g")
    assert fed and (fed.unsupplied, fed.store) == (0, home)
    assert after.stores[home].stock == stock - gun.spec.type.upkeep and after.hq_points["soviet"] == 2
    assert [(e.before, e.after) for e in events if isinstance(e, SupplyChanged)] == [(3, 0)]
    assert why_illegal(after, Barrage("g", (4, 2))) is None
    assert code(after, "feed g") == "fed"
    assert code(state, "feed s") == "fed"
    empty = replace(state, stores=tuple(replace(s, stock=0) for s in state.stores))
    assert code(empty, "feed g") == "nothing-to-send"
    later, _ = apply(apply(after, EndTurn())[0], EndTurn())
    assert the(later.unit("g")).unsupplied == 1, "the count begins anew"


# ------------------------------------------------------------------ decoys

#: Manchukuoan cavalry sees three hexes, and tells what it sees at two; the Soviets stand further away.
SCREEN = [
    ("j", "manchukuo-cavalry", "japanese", (8, 4)),
    ("s", "rifle-regiment", "soviet", (1, 4)),
    ("x", "rifle-regiment", "soviet", (2, 1)),
]


def shams(state: GameState, *places: tuple[int, int], side: str = "japanese", last: int = 4) -> GameState:
    return deceived(state, side, list(places), last)


def test_a_false_contact_cannot_be_told_from_a_real_one() -> None:
    """A unit that has moved stands three hexes from the cavalry: a contact. In its stead a decoy: the same view."""
    real = battle([*SCREEN[:2], ("x", "rifle-regiment", "soviet", (5, 5), {"moved": True})], fog=True)
    x = real.unit("x")
    assert x
    real = real.with_unit(replace(x, moved=True))
    levels = tuple(int(u.id == "x") for u in real.units)
    real = replace(real, sightings={**real.sightings, "japanese": replace(real.sightings["japanese"], levels=levels)})
    away = real.with_unit(replace(x, hex=at(real, 2, 1), moved=False))
    blind = replace(away.sightings["japanese"], levels=(0, 0, 0))
    false = shams(replace(away, sightings={**away.sightings, "japanese": blind}), (5, 5))
    one, two = view(real, "japanese"), view(false, "japanese")
    assert one.state.digest() == two.state.digest()
    assert one.visible == two.visible and one.ghosts == two.ghosts
    assert one.state.units == two.state.units and dict(one.state.at) == dict(two.state.at)
    assert one.state.sightings == two.state.sightings
    assert [u.id for u in two.state.known_enemies("japanese")] == [f"contact-{x.hex}"]
    assert movement.picture(real, "japanese") == movement.picture(false, "japanese")
    assert score(one.state, "japanese") == score(two.state, "japanese")
    contact = two.state.known_enemies("japanese")[0]
    assert two.level(contact) == Level.CONTACT and two.sees(contact.hex)
    assert the(two.state.unit("x")).hex == UNSEEN


def test_contacts_stand_behind_the_order_of_battle_in_the_order_of_their_hexes() -> None:
    state = shams(battle(SCREEN, fog=True), (5, 7), (4, 1))
    found = shown(state, "japanese")
    assert [u.hex for u in found] == sorted(u.hex for u in found) == [at(state, 4, 1), at(state, 5, 7)]
    assert [u.spec.index for u in found] == [3, 4]
    known = view(state, "japanese").state
    assert known.units[3:] == found and all(known.units[u.spec.index] is u for u in known.units)
    assert steps_lost(known, "soviet") == 0
    assert len(known.sightings["japanese"].levels) == len(known.units)
    assert not known.sightings["japanese"].decoys, "that would give it away"


@settings(max_examples=int(os.environ.get("KHALKHIN_EXAMPLES", "100")), deadline=None)
@given(states(fog=True))
def test_a_side_and_its_view_agree_on_what_is_shown_to_it(state: GameState) -> None:
    for side in ("soviet", "japanese"):
        known = view(state, side)
        contacts = known.state.units[len(state.units) :]
        assert contacts == shown(state, side)
        assert set(state.sightings[side].decoys) <= {u.hex for u in known.state.known_enemies(side)} | {
            u.hex for u in state.side_units(side)
        }
        assert movement.picture(state, side) == movement.picture(known.state, side)
        for contact in contacts:
            assert contact.id.startswith(f"contact-{contact.hex}") and known.level(contact) == Level.CONTACT
            assert combat.defenders(known.state, side, contact.hex)[0].id == f"contact-{contact.hex}"
            assert combat.defenders(state, side, contact.hex)


def test_the_deceived_pay_for_zones_of_control_and_may_not_march_in() -> None:
    state = shams(battle(SCREEN, fog=True), (6, 2))
    state, _ = apply(state, EndTurn())
    # Put it where the cavalry does not see closely: three hexes away.
    place = (5, 4)
    state = shams(state, place)
    known = movement.picture(state, "japanese")
    assert at(state, *place) in known.enemies and at(state, 6, 4) in known.zones
    assert code(state, f"move j {place[0]},{place[1]}") == "enemy-there"
    cost = movement.reach(state, the(state.unit("j"))).cost
    assert cost[at(state, 6, 4)] == 2 + 2 + 2
    after, events = apply(state, Move("j", (7, 4)))
    exposed = [e for e in events if isinstance(e, DecoyExposed)]
    assert exposed == [DecoyExposed("japanese", at(state, *place))]
    assert not after.sightings["japanese"].decoys and not shown(after, "japanese")
    assert exposed[0] in visible_events(events, state, after, "japanese")
    assert exposed[0] not in visible_events(events, state, after, "soviet")


def test_fire_on_a_false_contact_exposes_it() -> None:
    guns = ("g", "jp-field-artillery", "japanese", (9, 4))
    state, _ = apply(battle([*SCREEN, guns], fog=True), EndTurn())
    state = shams(state, (5, 5))
    known = view(state, "japanese").state
    order = Barrage("g", (5, 5))
    assert order in legal_orders(state) and order in legal_orders(known)
    assert barrage_forecast(state, order) == barrage_forecast(known, order)
    after, events = apply(state, order)
    assert [e.hex for e in events if isinstance(e, DecoyExposed)] == [at(state, 5, 5)]
    assert not after.sightings["japanese"].decoys and the(after.unit("g")).fought


def test_an_assault_on_a_false_contact_finds_nothing_and_goes_in() -> None:
    """It comes to that only by night where a decoy was put beside men who cannot see; the rules cope all the same."""
    state, _ = apply(battle(SCREEN, fog=True), EndTurn())
    state = shams(state, (7, 4))
    order = Assault((7, 4), ("j",))
    assert why_illegal(state, order) is None and why_illegal(view(state, "japanese").state, order) is None
    assert assault_forecast(state, order) == assault_forecast(view(state, "japanese").state, order)
    after, events = apply(state, order)
    assert the(after.unit("j")).hex == at(state, 7, 4) and not after.sightings["japanese"].decoys
    assert any(isinstance(e, DecoyExposed) for e in events)


def test_deception_ordered_shown_and_over() -> None:
    state = battle(SCREEN, fog=True)
    order = Deceive((5, 6))
    after, events = apply(state, order)
    hex_ = at(state, 5, 6)
    assert after.hq_points["soviet"] == 3 and after.sightings["japanese"].decoys == {hex_: 4}
    told = visible_events(events, state, after, "japanese")
    assert told == (Sighted("japanese", f"contact-{hex_}", hex_, Level.CONTACT),), "news like that of a real contact"
    assert view(after, "soviet").state.sightings["japanese"].decoys == {hex_: 4}, "whose it is knows"
    turns = []
    for _ in range(10):
        if after.active == "japanese":
            turns.append(len(view(after, "japanese").state.known_enemies("japanese")))
        after, _ = apply(after, EndTurn())
    assert turns == [1, 1, 1, 1, 0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("deceive 30,30", "off-board"),
        ("deceive 12,0", "decoy-far"),
        ("deceive 2,1", "decoy-own"),
        ("deceive 3,3", "decoy-terrain"),
        ("deceive 7,4", "decoy-near"),
        ("deceive 5,6", "decoy-twice"),
    ],
)
def test_deception_refused(text: str, expected: str) -> None:
    rows = [*OPEN[:3], "...L.........", *OPEN[4:]]
    state = battle(SCREEN, fog=True, rows=rows)
    seen = replace(state.sightings["soviet"], levels=(3, 0, 0) if state.units[0].id == "j" else (0, 0, 3))
    state = shams(replace(state, sightings={**state.sightings, "soviet": seen}), (5, 6))
    assert code(state, text) == expected


def test_nobody_is_deceived_without_fog() -> None:
    state = battle(SCREEN)
    assert code(state, "deceive 5,6") == "no-fog"
    poor = replace(battle(SCREEN, fog=True), hq_points={})
    assert code(poor, "deceive 5,6") == "hq-points"


def test_a_decoy_beside_an_enemy_nobody_knew_of_is_seen_through_at_once() -> None:
    state = battle([*SCREEN, ("k", "jp-infantry-battalion", "japanese", (5, 7))], fog=True)
    after, events = apply(state, Deceive((5, 6)))
    assert [e.side for e in events if isinstance(e, DecoyExposed)] == ["japanese"]
    assert not after.sightings["japanese"].decoys


def test_a_real_unit_in_the_hex_takes_the_decoys_place() -> None:
    state = shams(battle(SCREEN, fog=True), (5, 5))
    levels = tuple(int(u.id == "x") for u in state.units)
    here = state.with_unit(replace(the(state.unit("x")), hex=at(state, 5, 5)))
    fooled = replace(here.sightings["japanese"], levels=levels)
    here = replace(here, sightings={**here.sightings, "japanese": fooled})
    assert len(shown(state, "japanese")) == len(shown(here, "japanese")) == 1


@pytest.mark.parametrize(
    ("lasts", "kept"), [((1, 9), [9]), ((9, 1), [9]), ((1, 1), []), ((2, 3), [2, 3]), ((1, 2), [2])]
)
def test_each_decoy_goes_in_its_own_time(lasts: tuple[int, int], kept: list[int]) -> None:
    """On turn 2, as the side begins that made them."""
    state = replace(battle(SCREEN, fog=True), turn=2)
    mine = replace(
        state.sightings["japanese"], decoys=dict(zip((at(state, 5, 5), at(state, 6, 5)), lasts, strict=True))
    )
    state = replace(state, sightings={**state.sightings, "japanese": mine}, active="soviet")
    after = command.begin_turn(state)
    assert sorted(after.sightings["japanese"].decoys.values()) == kept
    assert after.sightings["soviet"] == state.sightings["soviet"]


@pytest.mark.parametrize(("name", "believed"), [("x", False), ("j", False), (None, True)])
def test_nobody_believes_in_an_enemy_where_somebody_is_seen_to_stand(name: str | None, believed: bool) -> None:
    """A unit of the side's own, or an enemy that it sees; an enemy nobody sees changes nothing."""
    state = shams(battle(SCREEN, fog=True), (5, 5))
    own = next(u for u in state.side_units("japanese"))
    unit = the(state.unit("x")) if name in ("x", None) else own
    levels = tuple(int(u is unit and name == "x") for u in state.units)
    mine = replace(state.sightings["japanese"], levels=levels)
    there = replace(state, sightings={**state.sightings, "japanese": mine})
    there = there.with_unit(replace(unit, hex=at(state, 5, 5)))
    assert decoys(there, "japanese") == ((at(state, 5, 5),) if believed else ())


def test_decoys_are_saved() -> None:
    state = shams(battle(SCREEN, fog=True), (5, 5))
    back = decode(state.scenario, encode(state))
    assert back.digest() == state.digest() and back.sightings["japanese"].decoys == {at(state, 5, 5): 4}


# ------------------------------------------------------------------ withdrawal by night


def withdrawal(night: bool) -> GameState:
    """Three battalions in contact along a line, the enemy a hex in front of each."""
    units: list[Any] = []
    for i, col in enumerate((4, 6, 8)):
        units.append((f"j{i}", "jp-infantry-battalion", "japanese", (col, 4)))
        units.append((f"s{i}", "rifle-regiment", "soviet", (col, 3)))
    state = battle(units, night_first=night, turns=4)
    return apply(state, EndTurn())[0]


def test_a_whole_withdrawal_by_night_and_by_day() -> None:
    """By night leaving a zone costs nothing: 6 MP are three hexes of 2. By day the first hex costs 4 more and uses up
    the move; the line stays within reach of the enemy's next bound."""
    gone: dict[bool, list[tuple[int, int]]] = {}
    for night in (False, True):
        state = withdrawal(night)
        board = state.scenario.board
        for name in ("j0", "j1", "j2"):
            unit = state.unit(name)
            assert unit
            start = board.place(unit.hex)
            back = (start[0], start[1] + (3 if night else 1))
            assert (at(state, start[0], start[1] + 2) in movement.reach(state, unit).cost) is night
            state, _ = apply(state, Move(name, back))
            moved = state.unit(name)
            assert moved and moved.mp == 0 and moved.suppressed == 0 and moved.steps == 4
            gone.setdefault(night, []).append(board.place(moved.hex))
    assert gone == {False: [(4, 5), (6, 5), (8, 5)], True: [(4, 7), (6, 7), (8, 7)]}


@pytest.mark.parametrize(
    ("upkeep", "near", "far", "giver"),
    [
        (2, 9, 9, "near"),
        (2, 2, 9, "near"),
        (2, 1, 9, "far"),  # what it has does not do
        (2, 0, 2, "far"),
        (2, 1, 1, None),
        (1, 1, 9, "near"),
        (0, 1, 9, "near"),
        (0, 0, 9, "far"),  # even who eats nothing is not fed from an empty store
    ],
)
def test_emergency_supply_comes_from_the_nearest_store_that_can_give_it(
    upkeep: int, near: int, far: int, giver: str | None
) -> None:
    """The enemy's store beside the unit gives nothing."""
    depots = [("soviet", (3, 4), 0, "near"), ("soviet", (9, 4), 0, "far"), ("japanese", (4, 4), 50, "theirs")]
    state = battle(
        [("s", "rifle-regiment", "soviet", (5, 4)), ("j", "rifle-regiment", "japanese", (12, 8))], depots=depots
    )
    stock = {"near": near, "far": far, "theirs": 50}
    state = replace(state, stores=tuple(replace(s, stock=stock.get(s.name, 0)) for s in state.stores))
    unit = the(state.unit("s"))
    unit = replace(unit, unsupplied=2, spec=replace(unit.spec, type=replace(unit.spec.type, upkeep=upkeep)))
    state = state.with_unit(unit)
    if giver is None:
        assert code(state, "feed s") == "nothing-to-send"
        return
    after, _ = apply(state, EmergencySupply("s"))
    assert after.stores[the(after.unit("s")).store].name == giver and the(after.unit("s")).unsupplied == 0
    left = {s.name: s.stock for s in after.stores if s.name in stock}
    assert left == {**stock, giver: stock[giver] - upkeep}
