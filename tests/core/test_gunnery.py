"""Guns: ammunition, shelling crossings, and standing by for the enemy's turn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Unpack

import pytest
from khalkhin.core import apply, initial_state, legal_orders, parse_order, view, why_illegal
from khalkhin.core.combat.ammunition import at_hand
from khalkhin.core.combat.remarks import CombatRemark, RemarkCode
from khalkhin.core.events.events import Assaulted, Barraged, CrossingHit, StoodBy
from khalkhin.core.fog.sight import look
from khalkhin.core.model.state import UNKNOWN_STOCK, GameState
from khalkhin.core.model.units import Level
from khalkhin.core.orders.combat import assault_forecast, best_assault
from khalkhin.core.orders.gunnery import shell_forecast
from khalkhin.core.orders.orders import Assault, Shell, Standby
from khalkhin.text.remarks import TEXTS, remark_text

from tests.narrow import the
from tests.refused import code, words
from tests.scenarios import CrossingRow, HexsideRow, More, MoreOfCrossing, Parts, Place, Row, small_scenario

OPEN = ["." * 9] * 7
GUN = ("g", "field-artillery", "soviet", (2, 1))
RIFLES = ("r", "rifle-regiment", "soviet", (4, 2))
FOE = ("j", "jp-infantry-regiment", "japanese", (4, 3))


def battle(units: Sequence[Row], stock: int = 200, fog: bool = False, **more: Unpack[Parts]) -> GameState:
    """Both sides draw from one source each, which receives `stock` SP a turn and holds no more at the start."""
    given: Parts = {"sources": [("soviet", (0, 0), stock), ("japanese", (8, 6), stock)], "turns": 14, **more}
    return initial_state(small_scenario(rows=OPEN, units=units, **given), seed=1, fog=fog)


def play(state: GameState, *orders: str) -> GameState:
    for order in orders:
        state, _ = apply(state, parse_order(order))
    return state


def stock(state: GameState, side: str) -> int:
    return next(s.stock for s in state.stores if s.side == side)


# ------------------------------------------------------------------ ammunition


def test_assaults_and_barrages_are_paid_by_the_store_that_fed_the_unit() -> None:
    state = battle([GUN, RIFLES, FOE], stock=10)
    assert stock(state, "soviet") == 8, "the rifles and the guns have drawn 1 SP of upkeep each"
    after = play(state, "assault 4,3 by r guns g")
    assert stock(after, "soviet") == 8 - 1 - 2
    assert stock(play(state, "barrage g 4,3"), "soviet") == 6
    assert stock(play(state, "assault 4,3 by r"), "soviet") == 7


def test_guns_without_ammunition_are_silent_and_say_why() -> None:
    state = battle([GUN, RIFLES, FOE], stock=3)
    assert stock(state, "soviet") == 1
    for order in ("barrage g 4,3", "assault 4,3 by r guns g", "standby g defence"):
        assert "needs 2 in ammunition and soviet source 1 has supplies of 1 left" in words(state, order)
    assert not any(str(o).startswith(("barrage", "standby")) for o in legal_orders(state))
    assert best_assault(state, 4 + 3 * 9) == Assault((4, 3), ("r",))


def test_guns_that_no_store_feeds_are_silent_but_emergency_supply_lets_them_fire() -> None:
    state = battle([GUN, RIFLES, FOE], stock=0)
    gun = state.unit("g")
    assert gun is not None and gun.store == -1 and at_hand(state, gun) == 0
    assert "no store could feed it" in words(state, "barrage g 4,3")
    fed = state.with_unit(replace(gun, unsupplied=0))
    assert why_illegal(fed, parse_order("barrage g 4,3")) is None
    assert stock(play(fed, "barrage g 4,3"), "soviet") == 0


@pytest.mark.parametrize(("side", "has"), [("soviet", 8), ("japanese", 0)])
def test_a_store_that_is_the_enemys_now_gives_nothing_however_much_it_has(side: str, has: int) -> None:
    state = battle([GUN, RIFLES, FOE], stock=10)
    lost = replace(state, stores=(replace(state.stores[0], side=side), *state.stores[1:]))
    assert at_hand(lost, the(lost.unit("g"))) == has
    refusal = why_illegal(lost, parse_order("barrage g 4,3"))
    assert (refusal and refusal.code.value) == (None if has else "store-lost")


def test_two_guns_do_not_fire_the_same_shells() -> None:
    other = ("h", "field-artillery", "soviet", (3, 1))
    state = battle([GUN, other, RIFLES, FOE], stock=3 + 3)
    assert stock(state, "soviet") == 3
    assert why_illegal(state, parse_order("assault 4,3 by r guns g")) is None
    assert why_illegal(state, parse_order("assault 4,3 by r guns h")) is None
    assert code(state, "assault 4,3 by r guns g,h") == "ammunition-for-all"
    assert Assault((4, 3), ("r",), ("g", "h")) not in legal_orders(state)
    assert Assault((4, 3), ("r",), ("g",)) in legal_orders(state)


def test_attackers_short_of_ammunition_pay_a_column() -> None:
    state = battle([RIFLES, FOE], stock=1)
    assert stock(state, "soviet") == 0
    order = Assault((4, 3), ("r",))
    found = {s.name: s.columns for s in assault_forecast(state, order).shifts}
    assert found["ammunition"] == -1 and "attacker_unsupplied" not in found
    rich = {s.name for s in assault_forecast(battle([RIFLES, FOE], stock=2), order).shifts}
    assert "ammunition" not in rich
    assert stock(play(state, "assault 4,3 by r"), "soviet") == 0


def test_guns_draw_before_the_attackers_they_support() -> None:
    state = battle([GUN, RIFLES, FOE], stock=2 + 2)
    with_guns = {s.name for s in assault_forecast(state, Assault((4, 3), ("r",), ("g",))).shifts}
    without = {s.name for s in assault_forecast(state, Assault((4, 3), ("r",))).shifts}
    assert "ammunition" in with_guns and "ammunition" not in without
    assert stock(play(state, "assault 4,3 by r guns g"), "soviet") == 0


# ------------------------------------------------------------------ shelling

EDGE: tuple[Place, Place] = ((4, 3), (4, 4))
RIVER: HexsideRow = (*EDGE, "river")
THEIRS: CrossingRow = (EDGE[0], EDGE[1], "bridge", {"owner": "japanese"})
BRIDGE: Parts = {"hexsides": [RIVER], "crossings": [THEIRS]}
SHELL = Shell("g", EDGE)


def test_shelling_scores_as_its_forecast_says() -> None:
    state = battle([GUN, FOE], **BRIDGE)
    odds = shell_forecast(state, SHELL)
    # Four steps of guns: 8 half steps × soft attack 4 / 2 = 16, the third column.
    assert (odds.strength, odds.column, odds.left) == (16, 2, 3)
    assert odds.hits == (0, 0, 0, 1, 1, 2) and odds.chances == (3, 2, 1)
    throws = 600
    seen: Counter[int] = Counter()
    for seed in range(throws):
        after, events = apply(replace(state, seed=seed), SHELL)
        hit = next(e for e in events if isinstance(e, CrossingHit))
        (link,) = after.crossings.values()
        assert hit.hits == link.hits == odds.hits[hit.die - 1] and hit.cause == "guns"
        seen[hit.hits] += 1
    for hits, ways in enumerate(odds.chances):
        p = ways / 6
        assert abs(seen[hits] - throws * p) < 4 * (throws * p * (1 - p)) ** 0.5
    after = play(state, str(SHELL))
    assert stock(after, "soviet") == stock(state, "soviet") - 2 and the(after.unit("g")).fought


def test_a_crossing_nobody_sees_is_shelled_by_the_map() -> None:
    state = battle([("g", "field-artillery", "soviet", (4, 0)), FOE], fog=True, **BRIDGE)
    odds = shell_forecast(state, SHELL)
    assert odds.column == 1 and odds.notes[0] == CombatRemark(RemarkCode.BY_THE_MAP, 1)
    watched = battle([("g", "field-artillery", "soviet", (4, 0)), RIFLES, FOE], fog=True, **BRIDGE)
    assert shell_forecast(watched, SHELL).column == 2


def test_hits_stop_at_a_destroyed_crossing() -> None:
    state = battle(
        [GUN, FOE], hexsides=[RIVER], crossings=[(EDGE[0], EDGE[1], "bridge", {"owner": "japanese", "hits": 2})]
    )
    odds = shell_forecast(state, SHELL)
    assert odds.hits == (0, 0, 0, 1, 1, 1) and odds.chances == (3, 3)
    assert odds.notes == (CombatRemark(RemarkCode.HITS_LEFT, 1),)
    hurt = next(s for s in (apply(replace(state, seed=n), SHELL)[0] for n in range(20)) if _hits(s) == 3)
    assert [(r.what, r.amount, r.side) for r in next(iter(hurt.crossings.values())).records] == [("hit", 1, "soviet")]


def _hits(state: GameState) -> int:
    return next(iter(state.crossings.values())).hits


@pytest.mark.parametrize(
    ("kind", "given", "says"),
    [
        ("ford", {}, "bed of the river"),
        ("bridge", {"hits": 3}, "destroyed already"),
        ("bridge", {"owner": "soviet"}, "your own"),
    ],
)
def test_what_guns_do_not_shell(kind: str, given: MoreOfCrossing, says: str) -> None:
    state = battle(
        [GUN, ("j", "jp-infantry-regiment", "japanese", (8, 6))],
        hexsides=[RIVER],
        crossings=[(EDGE[0], EDGE[1], kind, given)],
    )
    assert says in words(state, str(SHELL)) and SHELL not in legal_orders(state)
    far = battle([("g", "field-artillery", "soviet", (8, 0)), FOE], **BRIDGE)
    assert "reaches 4 hexes" in words(far, str(SHELL))
    assert "no crossing" in words(far, "shell g 4,0-4,1")


# ------------------------------------------------------------------ standing by

DEFENDED: list[tuple[str, str, str, Place]] = [
    ("a", "rifle-regiment", "soviet", (4, 2)),
    ("d", "jp-infantry-regiment", "japanese", (4, 3)),
    ("n", "jp-field-artillery", "japanese", (4, 5)),
]


def defended(fog: bool = False, what: str = "defence", **given: Unpack[More]) -> GameState:
    """The attacker's turn, with the defender's guns standing by."""
    units: list[Row] = [*DEFENDED[:2], (*DEFENDED[2], given)]
    return play(battle(units, fog=fog), "end", f"standby n {what}", "end")


def test_guns_that_stand_by_add_to_the_defence_in_the_sum_that_is_used() -> None:
    state = defended()
    order = Assault((4, 3), ("a",))
    odds = assault_forecast(state, order)
    gun, foe = state.unit("n"), state.unit("d")
    assert gun is not None and foe is not None
    assert odds.defence == 2 * foe.steps * foe.spec.type.defence * 100
    assert odds.defence_support == min(2 * gun.steps * gun.spec.type.soft * 100, odds.defence)
    assert odds.standing == ("n",) and odds.notes[0].code is RemarkCode.STOOD_BY
    after, events = apply(state, order)
    assert [e for e in events if isinstance(e, StoodBy)] == [StoodBy("n", "defence", 4 + 3 * 9)]
    assert next(e for e in events if isinstance(e, Assaulted)).column == odds.column
    assert the(after.unit("n")).standby == ""
    assert stock(after, "japanese") == stock(state, "japanese") - gun.spec.type.ammunition


def test_the_help_of_guns_is_limited_by_what_the_defence_has() -> None:
    units: list[Row] = [
        ("a", "rifle-regiment", "soviet", (4, 2)),
        ("d", "jp-infantry-regiment", "japanese", (4, 3), {"steps": 1}),
        ("n", "jp-field-artillery", "japanese", (4, 5)),
        ("o", "jp-field-artillery", "japanese", (3, 5)),
    ]
    state = play(battle(units), "end", "standby n defence", "standby o defence", "end")
    odds = assault_forecast(state, Assault((4, 3), ("a",)))
    assert odds.defence_support == odds.defence and odds.standing == ("n",), "the second battery is not needed"
    after = play(state, "assault 4,3 by a hold")
    assert the(after.unit("o")).standby == "defence"


def test_defensive_fire_comes_once_a_turn() -> None:
    units: list[Row] = [*DEFENDED, ("b", "rifle-regiment", "soviet", (5, 2), {"steps": 2})]
    state = play(battle(units), "end", "standby n defence", "end", "assault 4,3 by b hold")
    target = state.unit("d")
    assert target is not None
    state = state.with_unit(replace(target, hex=4 + 3 * 9))
    assert assault_forecast(state, Assault((4, 3), ("a",))).standing == ()


def test_fog_hides_guns_from_the_sum_but_not_from_the_fight() -> None:
    state = defended(fog=True)
    gun = state.unit("n")
    assert gun is not None and state.sightings["soviet"].levels[gun.spec.index] < Level.IDENTIFIED
    order = Assault((4, 3), ("a",))
    mine = view(state, "soviet").state
    assert assault_forecast(mine, order).standing == assault_forecast(state, order).standing == ()
    assert assault_forecast(mine, order).notes[-1] == CombatRemark(RemarkCode.UNKNOWN_GUNS)
    assert any(isinstance(e, StoodBy) for e in apply(state, order)[1])
    seen = replace(state, sightings={**state.sightings, "soviet": replace(state.sightings["soviet"], levels=(0, 3, 2))})
    known = assault_forecast(view(seen, "soviet").state, order)
    assert known.standing == ("n",) and known.defence_support > 0


@pytest.mark.parametrize("why", ["suppressed", "far", "dry", "silenced", "unsupplied", "answers", "theirs"])
def test_guns_that_cannot_help(why: str) -> None:
    state = defended()
    gun = state.unit("n")
    assert gun is not None
    match why:
        case "suppressed":
            state = state.with_unit(replace(gun, suppressed=gun.steps))
        case "far":
            state = state.with_unit(replace(gun, hex=8 + 6 * 9))
        case "dry":
            state = replace(state, stores=tuple(replace(s, stock=0) for s in state.stores))
        case "unsupplied":
            state = state.with_unit(replace(gun, unsupplied=3))
        case "answers":
            state = state.with_unit(replace(gun, standby="counter"))
        case "theirs":
            mine = replace(gun, hex=8 + 0 * 9, spec=replace(gun.spec, side="soviet"))
            state = state.with_unit(mine)
        case _:
            state = replace(state, silence={"japanese": state.turn})
    order = Assault((4, 3), ("a",))
    assert assault_forecast(state, order).standing == ()
    assert not any(isinstance(e, StoodBy) for e in apply(state, order)[1])


def test_counter_battery_answers_guns_that_are_seen() -> None:
    units = [GUN, DEFENDED[1], ("n", "jp-field-artillery", "japanese", (4, 4))]
    state = play(battle(units), "end", "standby n counter", "end")
    before = stock(state, "japanese")
    after, events = apply(state, parse_order("barrage g 4,3"))
    assert StoodBy("n", "counter", 2 + 9) in events
    fire = [e for e in events if isinstance(e, Barraged)]
    assert [e.gun for e in fire] == ["g", "n"] and fire[1].target == 2 + 9
    assert the(after.unit("g")).suppressed == fire[1].suppressed and stock(after, "japanese") == before - 2
    assert the(after.unit("n")).standby == ""
    blind = replace(
        state, sightings={**state.sightings, "japanese": replace(state.sightings["japanese"], levels=(0,) * 3)}
    )
    assert not any(isinstance(e, StoodBy) for e in apply(blind, parse_order("barrage g 4,3"))[1])


def test_counter_battery_answers_guns_that_support_an_assault_or_shell() -> None:
    units = [GUN, RIFLES, DEFENDED[1], ("n", "jp-field-artillery", "japanese", (3, 4))]
    state = play(battle(units, **BRIDGE), "end", "standby n counter", "end")
    for order in ("assault 4,3 by r guns g", str(SHELL)):
        assert StoodBy("n", "counter", 2 + 9) in apply(state, parse_order(order))[1]
    assert not any(isinstance(e, StoodBy) for e in apply(state, parse_order("assault 4,3 by r"))[1])


def test_two_batteries_answer_two() -> None:
    other = ("h", "field-artillery", "soviet", (3, 1))
    answering = [
        ("n", "jp-field-artillery", "japanese", (4, 4)),
        ("o", "jp-field-artillery", "japanese", (3, 4)),
    ]
    state = play(battle([GUN, other, RIFLES, FOE, *answering]), "end", "standby n counter", "standby o counter", "end")
    _, events = apply(state, parse_order("assault 4,3 by r guns g,h"))
    assert sorted(e.hex for e in events if isinstance(e, StoodBy)) == [2 + 9, 3 + 9]


def test_standing_by_takes_the_turn_and_can_be_taken_back() -> None:
    state = play(battle([GUN, RIFLES, FOE]), "standby g defence")
    assert "stands by" in words(state, "barrage g 4,3")
    assert code(state, "move g 2,2") == "move-fought"
    assert code(state, "standby r defence") == "no-guns"
    back = play(state, "standby g off")
    assert (
        why_illegal(back, parse_order("barrage g 4,3")) is None and why_illegal(back, parse_order("move g 2,2")) is None
    )
    assert code(back, "standby g off") == "no-standby"
    assert Standby("g", "defence") in legal_orders(back) and Standby("g") in legal_orders(state)
    assert the(play(state, "end", "end").unit("g")).standby == ""


def test_the_stock_of_an_enemy_is_taken_for_plenty() -> None:
    state = defended()
    mine = view(state, "soviet").state
    gun = mine.unit("n")
    assert gun is not None and at_hand(mine, gun) > 10**6
    assert all(s.stock == UNKNOWN_STOCK for s in mine.stores if s.side == "japanese")


def test_guns_that_stand_by_keep_still_until_they_fire() -> None:
    """Rifles see two hexes; what keeps still is seen one hex less far."""
    watcher = ("a", "rifle-regiment", "soviet", (4, 2))
    units = [watcher, ("n", "jp-field-artillery", "japanese", (4, 4))]
    state = play(battle(units, fog=True, night_first=True), "end", "standby n defence", "end")
    gun = state.unit("n")
    assert gun is not None and not state.sightings["soviet"].levels[gun.spec.index]
    fired = look(state.with_unit(replace(gun, standby="")))[0]
    assert fired.sightings["soviet"].levels[gun.spec.index] == Level.IDENTIFIED


# ------------------------------------------------------------------ what forecasts remark


WORDS = {
    RemarkCode.STOOD_BY: "Guns that stood by help the defence (The guns): 2 more",
    RemarkCode.UNKNOWN_GUNS: "Enemy guns that nobody has identified may add to the defence",
    RemarkCode.TRENCHES: "Deep trenches shelter the target: 2 columns less",
    RemarkCode.HARDLY_SEEN: "The target is hardly seen: 2 columns less",
    RemarkCode.CUT_OFF: "The target is cut off and cannot leave the fire: 2 % of the steps hit are lost",
    RemarkCode.BY_THE_MAP: "Nobody sees the crossing and the guns fire by the map: 2 columns less",
    RemarkCode.HITS_LEFT: "2 more hits destroy it",
}


@pytest.mark.parametrize("code", RemarkCode)
def test_every_remark_has_its_words(code: RemarkCode) -> None:
    assert set(WORDS) == set(TEXTS) == set(RemarkCode)
    assert remark_text(CombatRemark(code, 2, ("The guns",))) == WORDS[code]


def test_one_of_a_thing_is_said_so() -> None:
    assert remark_text(CombatRemark(RemarkCode.HITS_LEFT, 1)) == "1 more hit destroys it"
    assert remark_text(CombatRemark(RemarkCode.TRENCHES, 1)).endswith("1 column less")


@pytest.mark.parametrize("changes", [{"suppressed": 1}, {"unsupplied": 2}, {"hex": 4 + 5 * 9}])
def test_guns_that_can_help_still(changes: dict[str, Any]) -> None:
    """Shaken, short for a turn, or as far off as they reach."""
    state = defended()
    gun = replace(the(state.unit("n")), **changes)
    assert state.scenario.board.distance(gun.hex, 4 + 3 * 9) <= gun.spec.type.range
    assert assault_forecast(state.with_unit(gun), Assault((4, 3), ("a",))).standing == ("n",)
    assert assault_forecast(replace(state, silence={"japanese": state.turn - 1}), Assault((4, 3), ("a",))).standing
