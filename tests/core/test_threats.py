"""What the enemy could do next turn: whatever a known enemy then does was foretold; counted by hand; nothing leaks."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from khalkhin.core import apply, initial_state, legal_orders, view
from khalkhin.core.combat import combat
from khalkhin.core.fog.view import View
from khalkhin.core.model.crossings import Crossing
from khalkhin.core.model.state import GameState, Ghost
from khalkhin.core.model.units import Level, Unit
from khalkhin.core.movement import movement
from khalkhin.core.orders.base import Outlook
from khalkhin.core.orders.combat import assault_forecast, best_assault
from khalkhin.core.orders.legal import why_illegal
from khalkhin.core.orders.orders import Barrage, EndTurn, Move, Order, Shell
from khalkhin.core.threats import LOST, Foe, Threats
from khalkhin.play.measure import work

from tests import ladder
from tests.core.positions import states
from tests.narrow import the
from tests.scenarios import Row, small_scenario
from tests.ui.smallbattle import small_battle

#: Ways of one unit that are followed to their end.
WAYS = 12


def turns_from(state: GameState) -> Iterator[tuple[View, GameState]]:
    """A side's view before it ends its turn, and the position in which the enemy's begins; for both sides."""
    for _ in range(2):
        if state.over or state.pending:
            return
        seen = view(state, state.active)
        state = apply(state, EndTurn())[0]
        if not state.over:
            yield seen, state


def doings(state: GameState, unit: Unit, rng: random.Random) -> Iterator[tuple[GameState, Unit]]:
    """The positions after a unit has stayed, or made one of its moves."""
    yield state, unit
    board = state.scenario.board
    hexes = sorted(movement.reach(state, unit).cost)
    for hex_ in rng.sample(hexes, min(WAYS, len(hexes))):
        order = Move(unit.id, board.place(hex_))
        if why_illegal(state, order) is None:
            moved = apply(state, order)[0]
            now = moved.unit(unit.id)
            if now is not None and now.on_map:
                yield moved, now


def unforeseen(seen: View, state: GameState, rng: random.Random) -> Iterator[str]:
    """What a known enemy could do in his turn that had not been told, of units and crossings that are as they were."""
    side, enemy = seen.side, state.active
    threats = seen.analysis.of(side).threats
    board, before = state.scenario.board, seen.state
    known = {foe.unit.id: foe for foe in threats.foes if foe.level >= Level.IDENTIFIED}
    same = {
        unit.hex for unit in state.side_units(side) if not unit.is_column and the(before.unit(unit.id)).hex == unit.hex
    }
    whole = {h for h, link in state.crossings.items() if _alike(before.crossings.get(h), link)}
    if whole != before.crossings.keys():
        return
    for id_, foe in known.items():
        unit = state.unit(id_)
        if unit is None or unit.hex != foe.unit.hex or unit.job is not None:
            continue
        for after, now in doings(state, unit, rng):
            if now.hex not in foe.left:
                yield f"{id_} comes to {board.place(now.hex)}"
            for target in same:
                place = board.place(target)
                seen_there = combat.fighters(after, enemy, target)
                if seen_there and combat.barred(after, now, target) is None and foe not in threats.at(target).assault:
                    yield f"{id_} assaults {place} from {board.place(now.hex)}"
                fires = now.spec.type.range and why_illegal(after, Barrage(id_, place)) is None
                if fires and not (foe in threats.at(target).fire and target in threats.shelled):
                    yield f"{id_} shells {place}"
            for order in Shell.options(Outlook(after, movement.picture(after, enemy))):
                hexside = board.hexside(*(the(board.index(*end)) for end in order.at))
                told = next((bridge.fire for bridge in threats.bridges if bridge.hexside == hexside), ())
                if order.gun == id_ and before.crossings[the(hexside)].owner == side and foe not in told:
                    yield f"{id_} shells a crossing"


def _alike(one: Crossing | None, other: Crossing) -> bool:
    return one is not None and (one.kind, one.hits, one.owner) == (other.kind, other.hits, other.owner)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(states(), st.integers(0, 99))
def test_whatever_a_known_enemy_does_was_told(state: GameState, seed: int) -> None:
    for seen, then in turns_from(state):
        assert list(unforeseen(seen, then, random.Random(seed))) == []


@pytest.mark.slow
@settings(max_examples=ladder.EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(states(), st.integers(0, 9999))
def test_whatever_a_known_enemy_does_was_told_at_length(state: GameState, seed: int) -> None:
    for seen, then in turns_from(state):
        assert list(unforeseen(seen, then, random.Random(seed))) == []


@pytest.mark.parametrize("seed", range(3))
def test_it_was_told_in_battles_played_at_random(seed: int) -> None:
    state = initial_state(small_battle(6), seed)
    rng = random.Random(seed)
    known = 0
    while not state.over:
        for _ in range(rng.randrange(6)):
            orders: list[Order] = [o for o in legal_orders(state) if not isinstance(o, EndTurn)]
            if orders and not state.over:
                state = apply(state, rng.choice(orders))[0]
        if state.over:
            break
        seen = view(state, state.active)
        state = apply(state, EndTurn())[0]
        if not state.over:
            known += len(seen.analysis.of(seen.side).threats.foes)
            assert list(unforeseen(seen, state, rng)) == []
    assert known > 10


# -- counted by hand -------------------------------------------------------------------------------------------

OPEN = ("." * 9,) * 5


def position(*units: Row, **more: Any) -> GameState:
    """Open steppe, nine hexes by five, without fog, the Soviet side to move."""
    return initial_state(small_scenario(rows=OPEN, units=units, **more), 1, fog=False)


def threats(state: GameState) -> Threats:
    return view(state, "soviet").analysis.of("soviet").threats


def at(state: GameState, col: int, row: int) -> int:
    return the(state.scenario.board.index(col, row))


def ids(foes: Iterable[Foe]) -> set[str]:
    return {foe.unit.id for foe in foes}


def test_foot_on_open_steppe_comes_as_far_as_its_mp_and_strikes_one_hex_further() -> None:
    """Six MP are three hexes of steppe at two MP each; an assault takes what the rules say on top."""
    state = position(("r", "rifle-regiment", "soviet", (0, 2)), ("j", "rifle-regiment", "japanese", (8, 2)))
    found = threats(state)
    foe = found.foes[0]
    board, need = state.scenario.board, state.scenario.rules.combat.assault_mp
    cost = board.terrain[0].cost[foe.unit.spec.type.mobility]
    for hex_ in range(board.size):
        far = board.distance(foe.unit.hex, hex_)
        if far:
            assert (hex_ in foe.left) == (far * cost <= foe.unit.mp) == (foe in found.at(hex_).reach)
            assert (hex_ in found.assaulted) == ((far - 1) * cost + need <= foe.unit.mp)
    assert not found.at(at(state, 0, 2))


def test_guns_shell_as_far_as_their_range_and_a_staff_alone_is_in_danger() -> None:
    state = position(
        ("r", "rifle-regiment", "soviet", (4, 2)),
        ("t", "truck-column", "soviet", (5, 4)),
        ("g", "field-artillery", "soviet", (4, 0)),
        ("g2", "field-artillery", "soviet", (4, 2)),
        ("j", "rifle-regiment", "japanese", (6, 2)),
        ("k", "field-artillery", "japanese", (8, 2)),
    )
    found = threats(state)
    board = state.scenario.board
    gun = the(state.unit("k"))
    assert found.shelled == board.around(gun.hex, gun.spec.type.range)
    assert all(("k" in ids(found.at(h).fire)) == (h in found.shelled) for h in range(board.size))
    assert {unit.id for unit in found.vulnerable} == {"t", "g"}  # the other battery stands behind its regiment


def test_odds_are_those_of_the_rules_for_all_who_can_come() -> None:
    state = position(
        ("r", "rifle-regiment", "soviet", (4, 2)),
        ("j", "rifle-regiment", "japanese", (5, 2)),
        ("k", "rifle-regiment", "japanese", (6, 2)),
        ("g", "field-artillery", "japanese", (7, 3)),
        sources=[("soviet", (0, 0)), ("japanese", (8, 0))],
    )
    found = threats(state)
    target = at(state, 4, 2)
    odds = the(found.forecast(target))
    assert ids(found.at(target).assault) == {"j", "k"} and {u.id for u in odds.attackers} == {"j", "k"}
    then = apply(state, EndTurn())[0]
    beside = next(
        h
        for h in movement.reach(then, the(then.unit("k"))).cost
        if then.scenario.board.distance(h, target) == 1 and not then.at_hex(h)
    )
    moved = apply(then, Move("k", then.scenario.board.place(beside)))[0]
    order = the(best_assault(moved, target))
    assert {*order.attackers} == {"j", "k"}
    assert assault_forecast(moved, order).column == odds.column
    assert found.forecast(at(state, 0, 0)) is None


def test_a_bridge_without_a_guard_is_told_and_one_with_a_guard_is_not() -> None:
    wet: dict[str, Any] = {"hexsides": [((4, 2), (5, 2), "river")], "crossings": [((4, 2), (5, 2), "bridge")]}
    foe: Row = ("j", "rifle-regiment", "japanese", (7, 2))
    bare = threats(_owned(position(("r", "rifle-regiment", "soviet", (0, 4)), foe, **wet)))
    assert [bridge.bare for bridge in bare.bridges] == [True] and ids(bare.bridges[0].comers) == {"j"}
    held = threats(_owned(position(("r", "rifle-regiment", "soviet", (4, 2)), foe, **wet)))
    assert held.bridges == ()
    shelled = threats(
        _owned(position(("r", "rifle-regiment", "soviet", (4, 2)), ("g", "field-artillery", "japanese", (8, 2)), **wet))
    )
    assert [(bridge.bare, ids(bridge.fire)) for bridge in shelled.bridges] == [(False, {"g"})]


def _owned(state: GameState) -> GameState:
    links = {side: replace(link, owner="soviet") for side, link in state.crossings.items()}
    return replace(state, crossings=links)


def test_who_went_out_of_sight_counts_from_where_he_was_seen_and_contacts_as_of_unknown_kind() -> None:
    state = initial_state(small_battle(6), 1)
    unseen = next(u for u in state.units if u.side == "japanese" and not state.sightings["soviet"].levels[u.spec.index])
    mine = state.sightings["soviet"]
    ghost = replace(mine, ghosts={unseen.spec.index: Ghost(at(state, 9, 2), 1, Level.IDENTIFIED)})
    found = threats(replace(state, sightings={**state.sightings, "soviet": ghost}))
    lost = [foe for foe in found.foes if foe.level == LOST]
    assert [(foe.unit.id, foe.unit.hex, foe.seen) for foe in lost] == [(unseen.id, at(state, 9, 2), 1)]


def test_after_the_last_turn_nothing_threatens() -> None:
    state = position(("r", "rifle-regiment", "soviet", (4, 2)), ("j", "rifle-regiment", "japanese", (5, 2)))
    last = len(state.scenario.calendar)
    end = replace(state, turn=last, active="japanese")
    assert view(end, "japanese").analysis.of("japanese").threats.foes == ()
    assert threats(replace(state, turn=last)).foes  # The other side has its last turn yet.


# -- what it must not know, and what it costs ------------------------------------------------------------------


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(states(fog=True))
def test_enemies_out_of_sight_change_nothing(state: GameState) -> None:
    levels = state.sightings["soviet"].levels
    hidden = [u for u in state.units if u.side == "japanese" and u.on_map and not levels[u.spec.index]]
    other = state.with_units([replace(u, steps=1, suppressed=0, unsupplied=0, entrenchment=0) for u in hidden])
    one, two = threats(state), threats(other)
    assert one.foes == two.foes and one.assaulted == two.assaulted and one.shelled == two.shelled
    for hex_ in range(state.scenario.board.size):
        assert one.at(hex_) == two.at(hex_)


def test_it_is_one_search_an_enemy_and_none_when_asked_again() -> None:
    state = initial_state(small_battle(6), 1)
    found = threats(replace(state, fog=False))
    with work.counted(work.Measure("searches", movement.reach, None)) as counts:
        foes = found.foes
    assert counts["searches"] == len(foes) > 0
    with work.counted(work.Measure("searches", movement.reach, None)) as again:
        for hex_ in range(state.scenario.board.size):
            found.at(hex_)
            found.forecast(hex_)
        assert found.assaulted and found.vulnerable is found.vulnerable
    assert again["searches"] == 0
    with work.counted(work.Measure("forecasts", best_assault, None)) as odds:
        for hex_ in range(state.scenario.board.size):
            found.forecast(hex_)
    assert odds["forecasts"] == 0


# -- the eve of his turn, by hand ------------------------------------------------------------------------------


def test_by_his_turn_an_enemy_is_fed_and_rested_and_has_all_his_mp() -> None:
    tired: dict[str, Any] = {"suppressed": 5, "moved": True, "fought": True, "mp": 0, "unsupplied": 7}
    state = position(
        ("r", "rifle-regiment", "soviet", (0, 0), {"unsupplied": 7}),
        ("j", "rifle-regiment", "japanese", (8, 2)),
        ("g", "field-artillery", "japanese", (8, 4)),
    )
    changed = [replace(the(state.unit("j")), **tired), replace(the(state.unit("g")), standby="defence", fought=True)]
    eve = threats(state.with_units(changed)).eve
    foe, gun, own = (the(eve.unit(name)) for name in ("j", "g", "r"))
    assert (foe.suppressed, foe.moved, foe.fought, foe.mp, foe.unsupplied) == (3, False, False, foe.spec.type.mp, 0)
    assert (gun.standby, gun.fought, gun.store) == ("", False, -1) and own.unsupplied == the(state.unit("r")).unsupplied
    rested = the(threats(state.with_unit(replace(changed[0], suppressed=1))).eve.unit("j"))
    assert rested.suppressed == 0


@pytest.mark.parametrize(
    ("side", "active", "turn", "then"),
    [
        ("soviet", "soviet", 3, 3),  # he moves second, in the same turn
        ("soviet", "japanese", 3, 3),  # it is his turn
        ("japanese", "japanese", 3, 4),
        ("japanese", "soviet", 3, 3),
    ],
)
def test_the_turn_that_is_looked_at_is_his_next(side: str, active: str, turn: int, then: int) -> None:
    state = position(("r", "rifle-regiment", "soviet", (0, 0)), ("j", "rifle-regiment", "japanese", (8, 2)))
    state = replace(state, active=active, turn=turn)
    eve = Threats(view(state, side).state, side).eve
    assert (eve.turn, eve.active) == (then, state.scenario.enemy(side))
    dug = the(eve.unit("r" if side == "soviet" else "j")).entrenchment
    assert dug == (active == side), "who ends his turn where he is digs in"


@pytest.mark.parametrize(
    ("side", "active", "last", "over"),
    [
        ("soviet", "soviet", True, False),
        ("soviet", "japanese", True, False),
        ("japanese", "japanese", True, True),
        ("japanese", "soviet", True, False),
        ("japanese", "japanese", False, False),
    ],
)
def test_whether_he_has_another_turn(side: str, active: str, last: bool, over: bool) -> None:
    state = position(("r", "rifle-regiment", "soviet", (0, 0)), ("j", "rifle-regiment", "japanese", (8, 2)))
    turns = len(state.scenario.calendar)
    found = Threats(replace(state, active=active, turn=turns if last else turns - 1), side)
    assert found.over is over and (found.foes == ()) is over
    assert found.eve.turn <= turns


@pytest.mark.parametrize(("kind", "drives"), [("field-artillery", False), ("su12-battery", True)])
def test_only_guns_on_wheels_of_their_own_shell_from_where_they_drive_to(kind: str, drives: bool) -> None:
    state = position(("r", "rifle-regiment", "soviet", (0, 2)), ("k", kind, "japanese", (8, 2)))
    gun, board, found = the(state.unit("k")), state.scenario.board, threats(state)
    stands = set(found.foes[0].left) if drives else {gun.hex}
    assert len(found.foes[0].left) > 1
    reached = {h for h in range(board.size) if any(board.distance(h, at) <= gun.spec.type.range for at in stands)}
    assert found.shelled == reached == {h for h in range(board.size) if found.at(h).fire}


@pytest.mark.parametrize(
    ("place", "bare"),
    [((4, 2), False), ((5, 2), False), ((3, 2), True)],
)
@pytest.mark.parametrize("kind", ["rifle-regiment", "field-artillery", "truck-column"])
def test_who_guards_a_bridge_stands_at_one_of_its_ends_and_is_no_truck(place: Any, bare: bool, kind: str) -> None:
    wet: dict[str, Any] = {"hexsides": [((4, 2), (5, 2), "river")], "crossings": [((4, 2), (5, 2), "bridge")]}
    state = position(("r", kind, "soviet", place), ("j", "rifle-regiment", "japanese", (7, 3)), **wet)
    found = threats(_owned(state)).bridges
    assert [bridge.bare for bridge in found] == ([True] if bare or kind == "truck-column" else [])
    theirs = {side: replace(link, owner="japanese") for side, link in state.crossings.items()}
    assert threats(replace(state, crossings=theirs)).bridges == ()
    blown = {side: replace(link, owner="soviet", hits=3) for side, link in state.crossings.items()}
    assert threats(replace(state, crossings=blown)).bridges == ()


@pytest.mark.parametrize("strongest", ["j0", "j1"])
@pytest.mark.parametrize("change", [{"steps": 2}, {"suppressed": 4}])
def test_where_one_alone_can_come_it_is_the_strongest(strongest: str, change: dict[str, Any]) -> None:
    """A lane a hex wide, of which one hex leads to the target."""
    units: list[Row] = [("r", "rifle-regiment", "soviet", (2, 0))]
    units += [(f"j{n}", "mongol-cavalry", "japanese", (4 + n, 0)) for n in range(2)]
    lane = small_scenario(["." * 9], units, sources=[("soviet", (0, 0)), ("japanese", (8, 0))])
    state = initial_state(lane, 1, fog=False)
    state = state.with_units([replace(u, **change) for u in state.side_units("japanese") if u.id != strongest])
    found = threats(state)
    assert ids(found.at(2).assault) == {"j0", "j1"}
    assert [u.id for u in the(found.forecast(2)).attackers] == [strongest]


def test_the_strongest_makes_room_for_who_can_come_by_one_way_only() -> None:
    """The strong one stands beside the target and could come to another hex too; the weak one only to where he is."""
    state = position(
        ("r", "rifle-regiment", "soviet", (4, 2)),
        ("strong", "rifle-regiment", "japanese", (5, 2)),
        ("weak", "rifle-regiment", "japanese", (8, 2), {"steps": 2}),
    )
    here, there = at(state, 5, 2), at(state, 4, 3)
    for ways, placed in (
        ({"strong": {here: 6, there: 4}, "weak": {here: 2}}, {here: "weak", there: "strong"}),
        ({"strong": {here: 6, there: 4}, "weak": {there: 2}}, {here: "strong", there: "weak"}),
        ({"strong": {here: 6}, "weak": {here: 2}}, {here: "strong"}),
    ):
        found = threats(state)
        foes = tuple(replace(foe, left=ways[foe.unit.id]) for foe in found.foes)
        vars(found)["foes"] = foes
        assert {start: foe.unit.id for start, foe in found._placed(at(state, 4, 2)).items()} == placed


@pytest.mark.parametrize(("level", "counted"), [(Level.CONTACT, False), (Level.IDENTIFIED, True), (Level.EXACT, True)])
def test_of_those_out_of_sight_only_who_was_made_out_is_counted(level: Level, counted: bool) -> None:
    state = initial_state(small_battle(6), 1)
    unseen = next(u for u in state.units if u.side == "japanese" and not state.sightings["soviet"].levels[u.spec.index])
    mine = replace(state.sightings["soviet"], ghosts={unseen.spec.index: Ghost(at(state, 9, 2), 1, level)})
    found = threats(replace(state, sightings={**state.sightings, "soviet": mine}))
    assert [foe.unit.steps for foe in found.foes if foe.level == LOST] == ([unseen.spec.steps] if counted else [])


@pytest.mark.parametrize(("level", "counted"), [(Level.CONTACT, False), (Level.IDENTIFIED, True), (Level.EXACT, True)])
def test_whom_nobody_has_made_out_threatens_and_is_in_no_odds(level: Level, counted: bool) -> None:
    units: list[Row] = [("r", "rifle-regiment", "soviet", (2, 2)), ("j", "rifle-regiment", "japanese", (4, 2))]
    state = initial_state(small_scenario(rows=OPEN, units=units), 1)
    mine = replace(state.sightings["soviet"], levels=(0, level))
    found, target = threats(replace(state, sightings={**state.sightings, "soviet": mine})), at(state, 2, 2)
    assert [foe.level for foe in found.at(target).assault] == [level]
    assert (found.forecast(target) is not None) is counted


@pytest.mark.parametrize(("turns_left", "sure"), [(2, True), (1, False)])
def test_who_may_starve_before_he_moves_is_no_sure_eye(turns_left: int, sure: bool) -> None:
    """Whom only a hungry enemy sees may be out of sight, and bars nobody, when that enemy's side moves."""
    units: list[Row] = [("c", "mongol-cavalry", "soviet", (4, 2)), ("j", "field-artillery", "japanese", (5, 2))]
    state = initial_state(small_scenario(rows=OPEN, units=units), 1)
    eye = the(state.unit("j"))
    found = threats(state.with_unit(replace(eye, unsupplied=eye.spec.type.endurance[2] - turns_left)))
    assert bool(found._picture.zones) is sure
