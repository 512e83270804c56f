"""Rehearsals: what a side knows is all they are made of, the rules answer, throws fall in the middle; and the plan that
comes of one is kept beside the battle."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from khalkhin.core import apply, initial_state, legal_orders, parse_order, view
from khalkhin.core.dice import MIDDLING, UNLUCKY, number, two_dice
from khalkhin.core.events.events import Assaulted, Event
from khalkhin.core.fog.view import View
from khalkhin.core.model.state import DESTROYED, UNKNOWN_STOCK, GameState
from khalkhin.core.model.units import Level
from khalkhin.core.orders.combat import assault_forecast
from khalkhin.core.orders.orders import Assault, EndTurn, Fly, Move, Order, Work
from khalkhin.core.refusals import RefusalCode
from khalkhin.core.timeline.effect_kinds import Message, Suppress
from khalkhin.core.timeline.timeline import Entry, When
from khalkhin.play.rehearsal.game import Rehearsal
from khalkhin.play.rehearsal.plan import TURNS, Dropped, Plan, Planned, PlanRow, Stands, again
from khalkhin.play.rehearsal.position import known, position
from khalkhin.play.rehearsal.rows import written
from khalkhin.play.session import journal, journal_lines
from khalkhin.play.session.session import CannotUndo, Session

from tests.core.positions import states
from tests.core.test_play import few
from tests.narrow import the
from tests.scenarios import small_scenario

SCENARIO = small_scenario(
    ["........"] * 3,
    [
        ("s", "rifle-regiment", "soviet", (0, 0), {}),
        ("t", "rifle-regiment", "soviet", (0, 2), {}),
        ("j", "jp-infantry-regiment", "japanese", (7, 2), {}),
    ],
    sources=[("soviet", (0, 0)), ("japanese", (7, 2))],
)
BOTH = {"soviet": "human", "japanese": "human"}


def otherwise(state: GameState, side: str, seed: int) -> GameState:
    """A state that differs in all that a side does not know: the dice, unseen enemies, what is not known of those that
    are seen, the enemy's stocks and staff."""
    enemy = state.scenario.enemy(side)
    levels = state.sightings[side].levels
    hidden = [
        replace(u, hex=-4)
        if levels[u.spec.index] == 0 and seed % 2
        else replace(u, suppressed=0, entrenchment=seed % 3, mp=0)
        for u in state.side_units(enemy)
        if levels[u.spec.index] < Level.EXACT
    ]
    return replace(
        state.with_units(hidden),
        seed=state.seed + seed,
        hq_points={**state.hq_points, enemy: seed},
        stores=tuple(s if s.side == side else replace(s, stock=s.stock + seed) for s in state.stores),
    )


def rehearsed(start: View, choices: list[int]) -> list[tuple[str, str, tuple[Event, ...]]]:
    """What a side is shown and told of a rehearsal in which orders are picked by numbers, up to its end."""
    game = Rehearsal(start)
    found: list[tuple[str, str, tuple[Event, ...]]] = []
    for choice in choices:
        if game.over:
            break
        orders = [o for o in legal_orders(game.view(game.side).state) if game.active == game.side] or [EndTurn()]
        order: Order = orders[choice % len(orders)]
        events = game.submit(order)
        shown = game.view(game.side)
        found.append((str(order), shown.state.digest(), game.visible(events, game.side)))
        assert shown.state.seed == MIDDLING
    return found


@few
@given(states(), st.integers(1, 6), st.lists(st.integers(0, 999), min_size=4, max_size=14), st.booleans())
def test_a_rehearsal_is_the_same_whatever_is_hidden(
    state: GameState, seed: int, choices: list[int], other_side: bool
) -> None:
    if other_side:
        state = apply(state, EndTurn())[0]
    side = state.active
    one, other = view(state, side), view(otherwise(state, side, seed) if state.fog else state, side)
    assert one.state.digest() == other.state.digest()
    assert rehearsed(one, choices) == rehearsed(other, choices)


@few
@given(states(fog=True), st.lists(st.integers(0, 999), min_size=4, max_size=14))
def test_nobody_appears_in_a_rehearsal_who_was_not_known(state: GameState, choices: list[int]) -> None:
    side = state.active
    start = view(state, side)
    known = {u.id for u in start.state.units if u.side != side and u.hex >= 0}
    game = Rehearsal(start)
    for choice in choices:
        orders = legal_orders(game.state) if not game.over else ()
        if not orders:
            break
        game.submit(orders[choice % len(orders)])
        now = game.view(side)
        assert {u.id for u in now.state.units if u.side != side and u.hex >= 0} <= known
        assert now.ghosts == start.ghosts


@few
@given(states(fog=False), st.integers(0, 999))
def test_the_rules_answer_as_in_the_battle(state: GameState, choice: int) -> None:
    """Where nothing is hidden an order that throws no dice does what it does in the battle."""
    side = state.active
    orders = [o for o in legal_orders(state) if isinstance(o, Move)]
    if not orders:
        return
    order = orders[choice % len(orders)]
    game = Rehearsal(view(state, side))
    game.submit(order)
    after = apply(state, order)[0]
    assert [(u.id, u.hex, u.mp, u.steps) for u in game.state.units] == [
        (u.id, u.hex, u.mp, u.steps) for u in after.units
    ]


@few
@given(states(), st.integers(0, 999))
def test_an_assault_goes_as_the_middle_throw_has_it(state: GameState, choice: int) -> None:
    assaults = [o for o in legal_orders(state) if isinstance(o, Assault)]
    if not assaults:
        return
    order = assaults[choice % len(assaults)]
    game = Rehearsal(view(state, state.active))
    odds = assault_forecast(game.state, order)
    thrown = next(e for e in game.submit(order) if isinstance(e, Assaulted))
    assert sum(thrown.dice) == 7
    fate = odds.fate(thrown.outcome)
    assert fate.falls == (odds.falls >= 0.5)


def test_every_throw_of_a_rehearsal_is_the_middle_one() -> None:
    assert {number(MIDDLING, ("a", n), 6) for n in range(20)} == {3}
    assert {two_dice(MIDDLING, ("a", n)) for n in range(20)} == {(3, 4)}
    assert {sum(two_dice(n, ("a",))) for n in range(200)} == set(range(2, 13))


def test_a_rehearsal_is_three_own_turns_and_ends_after_them_or_with_the_battle() -> None:
    for first, turns in ((1, TURNS), (5, 2), (6, 1)):
        state = initial_state(SCENARIO, 1)
        for _turn in range(2 * (first - 1)):
            state = apply(state, EndTurn())[0]
        game = Rehearsal(view(state, "soviet"))
        assert game.turns == turns
        for n in range(turns):
            assert (game.turn, game.over, game.active) == (n + 1, False, "soviet")
            game.submit(EndTurn())
            if not game.over:
                assert game.poll() is not None
        assert game.over and game.poll() is None
        assert game.final_state() is game.state


def test_all_of_a_turn_can_be_taken_back_even_dice_but_not_the_end_of_a_turn() -> None:
    near = small_scenario(
        ["...."] * 3,
        [
            ("s", "rifle-regiment", "soviet", (0, 0), {}),
            ("j", "jp-infantry-regiment", "japanese", (0, 1), {}),
        ],
        sources=[("soviet", (0, 0)), ("japanese", (3, 2))],
    )
    game = Rehearsal(view(initial_state(near, 1), "soviet"))
    before = game.state.digest()
    assault = parse_order("assault 0,1 by s")
    game.submit(assault)
    assert game.state.digest() != before and game.undo_reason() is None
    game.undo()
    assert game.state.digest() == before and game.undone == 1
    assert game.redo()[0] == assault and game.plan.orders == (Planned(1, assault),)
    game.submit(EndTurn())
    with pytest.raises(CannotUndo):
        game.undo()
    game.poll()
    with pytest.raises(CannotUndo):
        game.undo()


@few
@given(states())
def test_the_enemy_stands_and_what_he_has_in_store_stays_unknown(state: GameState) -> None:
    """While the side that rehearses does nothing, no enemy moves, trucks among them; his stores are not counted out."""
    side = state.active
    start = view(state, side)
    game = Rehearsal(start)
    where = {u.id: u.hex for u in game.state.units if u.side != side}
    while not game.over:
        game.submit(EndTurn())
        game.poll()
        gone = [u.id for u in game.state.units if u.side != side and u.hex not in (where[u.id], DESTROYED)]
        assert not gone
        assert all(s.stock == UNKNOWN_STOCK for s in game.state.stores if s.side != side)
        assert all(s.stock >= 0 for s in game.state.stores if s.side == side)


def test_what_the_enemy_has_left_of_a_depot_that_he_takes_is_unknown() -> None:
    """Trucks take nothing; as a contact, of which nobody knows what it is, they would."""
    near = small_scenario(
        ["........"] * 3,
        [
            ("s", "rifle-regiment", "soviet", (1, 0), {}),
            ("t", "jp-truck-column", "japanese", (2, 1), {}),
            ("j", "jp-infantry-regiment", "japanese", (7, 2), {}),
        ],
        sources=[("soviet", (0, 0)), ("japanese", (7, 2))],
        depots=[("soviet", (2, 1), 200, "Depot")],
    )
    state = initial_state(near, 1)
    seen = state.sightings["soviet"]
    vague = replace(seen, levels=tuple(min(n, Level.CONTACT) for n in seen.levels))
    game = Rehearsal(view(replace(state, sightings={**state.sightings, "soviet": vague}), "soviet"))
    assert game.state.stores[-1].side == "soviet"
    game.submit(EndTurn())
    game.poll()
    taken = game.state.stores[-1]
    assert taken.side == "japanese" and taken.stock == UNKNOWN_STOCK


def test_an_enemy_whose_stores_are_out_of_sight_is_fed() -> None:
    """His source sends nothing more, but has been filled up; of a depot that is taken nothing is counted on."""
    far = small_scenario(
        ["........"] * 3,
        [
            ("s", "rifle-regiment", "soviet", (0, 0), {}),
            ("j", "jp-infantry-regiment", "japanese", (4, 1), {}),
        ],
        sources=[("soviet", (0, 0)), ("japanese", (7, 2), 1)],
        depots=[("japanese", (1, 0), 40)],
    )
    game = Rehearsal(view(initial_state(far, 1, fog=False), "soviet"))
    game.submit(parse_order("move s 1,0"))
    depot = next(s for s in game.state.stores if not s.is_source)
    assert (depot.side, depot.stock) == ("soviet", 0)
    while not game.over:
        game.submit(EndTurn())
        game.poll()
    assert [u.unsupplied for u in game.state.units if u.id == "j"] == [0]


def test_the_timeline_keeps_silent_and_asks_nothing() -> None:
    news = small_scenario(
        ["........"] * 3,
        [
            ("s", "rifle-regiment", "soviet", (0, 0), {}),
            ("j", "jp-infantry-regiment", "japanese", (7, 2), {}),
        ],
        sources=[("soviet", (0, 0)), ("japanese", (7, 2))],
        timeline=[
            Entry("later", When(2, 5), "", "Later", "News.", effects=(Message("News", "News.", "soviet"),), repeat=1),
            Entry("worse", When(2), "soviet", "Worse", "Fire.", effects=(Suppress("soviet", 2),)),
        ],
    )
    state = initial_state(news, 1)
    game = Rehearsal(view(state, "soviet"))
    while not game.over:
        game.submit(EndTurn())
    assert game.state.fired == state.fired and game.state.units[0].suppressed == 0
    while state.turn < 2 or state.active != "soviet":
        state = apply(state, EndTurn())[0]
    assert {"later", "worse"} <= set(state.fired) and state.units[0].suppressed


def test_works_go_on_and_the_night_falls() -> None:
    river = small_scenario(
        ["........"] * 3,
        [
            ("e", "soviet-engineers", "soviet", (2, 1), {}),
            ("j", "jp-infantry-regiment", "japanese", (7, 2), {}),
        ],
        hexsides=[((2, 1), (3, 1), "river")],
        sources=[("soviet", (0, 0)), ("japanese", (7, 2))],
    )
    game = Rehearsal(view(initial_state(river, 1), "soviet"))
    work = next(o for o in legal_orders(game.state) if isinstance(o, Work))
    game.submit(work)
    nights = []
    while not game.over:
        nights.append(game.state.night)
        game.submit(EndTurn())
        game.poll()
    assert nights == [False, True, False]
    assert game.state.crossings and not game.start.state.crossings, "no bridge was built"


# -- the plan --------------------------------------------------------------------------------------------------------


def plan_of(*orders: tuple[int, str]) -> Plan:
    return Plan("soviet", tuple(Planned(turn, parse_order(text)) for turn, text in orders))


def test_a_plan_played_again_where_it_was_made_can_all_be_given() -> None:
    start = view(initial_state(SCENARIO, 1), "soviet")
    game = Rehearsal(start)
    for text in ("move s 2,0", "move t 1,2", "end", "end", "move s 3,0"):
        game.submit(parse_order(text))
    assert [p.turn for p in game.plan.orders] == [1, 1, 2]
    found = again(start, game.plan)
    assert [x.stands for x in found.looked] == [Stands.OPEN] * 3 and not found.barred


def test_what_can_be_given_no_more_says_why_and_the_rest_is_tried_without_it() -> None:
    plan = plan_of((1, "move s 2,0"), (1, "move t 7,0"), (2, "move s 3,0"), (2, "move t 1,2"), (3, "move j 6,2"))
    state = apply(initial_state(SCENARIO, 1), parse_order("move s 2,0"))[0]
    noted = plan.noting(parse_order("move s 2,0"), 1)
    found = again(view(state, "soviet"), noted)
    assert [x.stands for x in found.looked] == [
        Stands.GIVEN,
        Stands.BARRED,
        Stands.OPEN,
        Stands.OPEN,
        Stands.BARRED,
    ]
    codes = [None if x.refusal is None else x.refusal.code for x in found.looked]
    assert codes == [None, RefusalCode.OUT_OF_REACH, None, None, RefusalCode.NOT_YOURS]
    assert found.barred == 2


def test_capacity_and_daylight_bar_what_they_would_in_the_battle() -> None:
    """A bridge that others have filled meanwhile, and aircraft planned for a night."""
    river = small_scenario(
        ["........"] * 3,
        [
            ("s0", "rifle-regiment", "soviet", (0, 0)),
            ("s1", "rifle-regiment", "soviet", (1, 1)),
            ("j", "jp-infantry-regiment", "japanese", (7, 2)),
        ],
        hexsides=[((2, r), (3, c), "river") for r in range(3) for c in (r - 1, r) if c >= 0],
        crossings=[((2, 1), (3, 1), "ford", {"owner": "soviet", "name": "Ford"})],
        sources=[("soviet", (0, 0)), ("japanese", (7, 2))],
        airfields=[("Tamsag", "soviet", 3, 2, (0, 1))],
    )
    state = initial_state(river, 1, fog=False)
    over = parse_order("move s1 3,1")
    assert again(view(state, "soviet"), Plan("soviet", (Planned(1, over),))).barred == 0
    (hexside, ford), *_others = state.crossings.items()
    full = replace(state, crossings={hexside: replace(ford, used=99)})
    flight = next(o for o in legal_orders(state) if isinstance(o, Fly))
    found = again(view(full, "soviet"), Plan("soviet", (Planned(1, over), Planned(2, flight))))
    assert [x.stands for x in found.looked] == [Stands.BARRED] * 2
    codes = [the(x.refusal).code for x in found.looked]
    assert "full" in codes[0].value or "reach" in codes[0].value
    assert "night" in codes[1].value


def test_what_was_not_given_in_its_turn_is_missed() -> None:
    plan = plan_of((1, "move s 1,0"), (2, "move s 2,0"))
    state = initial_state(SCENARIO, 1)
    state = apply(state, EndTurn())[0]
    asked = again(view(state, "soviet"), plan)
    assert [x.stands for x in asked.looked] == [Stands.MISSED, Stands.OPEN]
    for _turn in range(3):
        state = apply(state, EndTurn())[0]
    assert [x.stands for x in again(view(state, "soviet"), plan).looked] == [Stands.MISSED] * 2


def test_who_goes_short_of_supplies_is_told_for_its_turn() -> None:
    cut = small_scenario(
        ["............"] * 3,
        [
            ("s", "rifle-regiment", "soviet", (0, 1), {}),
            ("j", "jp-infantry-regiment", "japanese", (11, 0), {}),
        ],
        sources=[("japanese", (11, 2))],
    )
    start = view(initial_state(cut, 1), "soviet")
    found = again(start, plan_of((1, "move s 1,1"), (2, "move s 2,1")))
    assert set(found.hungry) == {2, 3} and found.hungry[2] == ("s",)


def test_each_of_two_like_orders_is_given_once_and_taken_back_once() -> None:
    order = parse_order("move s 1,0")
    plan = Plan("soviet", (Planned(1, order), Planned(2, order)))
    once = plan.noting(order, 1)
    assert [p.given for p in once.orders] == [1, 0]
    twice = once.noting(order, 2)
    assert [p.given for p in twice.orders] == [1, 2]
    assert twice.noting(order, 3) is twice
    assert twice.noting(order, 2, back=True) == once
    assert once.noting(order, 2, back=True) is once
    assert once.noting(order, 1, back=True) == plan


books = st.builds(
    Plan,
    st.sampled_from(["soviet", "japanese"]),
    st.lists(
        st.builds(
            Planned,
            st.integers(1, 400),
            st.sampled_from([parse_order(t) for t in ("move s 1,0", "assault 0,1 by s,t", "exit s", "stop s")]),
        ),
        min_size=1,
        max_size=6,
    ).map(tuple),
)


@settings(max_examples=50)
@given(st.one_of(books, st.builds(Dropped, st.sampled_from(["soviet", "japanese"]))))
def test_a_line_says_what_was_written(row: PlanRow) -> None:
    raw = json.dumps(written(row), ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    assert journal_lines.said(raw) == row


@pytest.mark.parametrize(
    "line",
    [
        b'{"plan":7}',
        b'{"plan":{"orders":[]}}',
        b'{"plan":{"side":"soviet","orders":[{"turn":0,"o":"end"}]}}',
        b'{"plan":{"side":"soviet","orders":[{"turn":1,"o":"march"}]}}',
        b'{"plan":{"side":"soviet","orders":[["move s 1,0"]]}}',
    ],
)
def test_a_line_that_makes_no_sense_is_refused(line: bytes) -> None:
    with pytest.raises(ValueError):
        journal_lines.said(line)


def test_a_plan_is_kept_with_the_battle_and_what_was_given_of_it_is_known(tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    session = Session.begin(SCENARIO, BOTH, 1, fog=False, path=path)
    plan = plan_of((1, "move s 1,0"), (1, "move t 1,2"), (2, "move s 2,0"))
    theirs = Plan("japanese", (Planned(1, parse_order("move j 6,2")),))

    def reopened() -> Session:
        session.close()
        return Session.open(path, SCENARIO)

    session.keep_plan("soviet", plan)
    session.keep_plan("japanese", theirs)
    session.submit(parse_order("move s 1,0"))
    session.submit(parse_order("move t 1,2"))
    session.undo()
    for taken_up in (False, True):
        session = reopened() if taken_up else session
        kept = session.plan_of("soviet")
        assert kept is not None and [p.given for p in kept.orders] == [1, 0, 0]
        assert session.plan_of("japanese") == theirs
    session.submit(EndTurn())
    session.submit(parse_order("move j 6,2"))
    session = reopened()
    kept, other = session.plan_of("soviet"), session.plan_of("japanese")
    assert kept is not None and other is not None
    assert [p.given for p in kept.orders] == [1, 0, 0] and [p.given for p in other.orders] == [1]
    session.keep_plan("soviet", None)
    assert session.plan_of("soviet") is None
    session = reopened()
    assert session.plan_of("soviet") is None and session.plan_of("japanese") == other
    session.close()


@pytest.mark.parametrize("undone", [False, True])
def test_an_order_that_cannot_be_read_is_no_order_of_a_plan(tmp_path: Path, undone: bool) -> None:
    path = tmp_path / "a.journal"
    session = Session.begin(SCENARIO, BOTH, 1, fog=False, path=path)
    session.keep_plan("soviet", plan_of((1, "move s 1,0"), (1, "move t 1,2")))
    session.submit(parse_order("move s 1,0"))
    session.submit(parse_order("move t 1,2"))
    if undone:
        session.undo()
    session.close()
    record = journal.read(path)
    spoilt = tuple(replace(e, order="mov t 1,2") if e.order == "move t 1,2" else e for e in record.entries)
    kept = replace(record, entries=spoilt).plans()["soviet"]
    assert [planned.given for planned in kept.orders] == [1, 0]


# -- what hangs on the dice, and going on with a plan --------------------------------------------------------------


def thrown(seed: int) -> set[tuple[int, int]]:
    return {two_dice(seed, ("a", n)) for n in range(20)}


def test_unlucky_throws_are_low_ones_whatever_is_thrown_with() -> None:
    assert thrown(UNLUCKY) == {(2, 2)}
    for sides in (2, 3, 6, 12, 36, 100):
        found = {number(UNLUCKY, ("a", n), sides) for n in range(20)}
        assert len(found) == 1 and 1 <= min(found) <= max(1, sides // 6)


def assaulting() -> GameState:
    """Three regiments about an enemy who goes after a middling throw and stands after a low one."""
    scenario = small_scenario(
        ["........"] * 3,
        [
            ("s", "rifle-regiment", "soviet", (2, 1), {}),
            ("t", "rifle-regiment", "soviet", (3, 0), {}),
            ("v", "rifle-regiment", "soviet", (3, 2), {}),
            ("j", "jp-recon", "japanese", (3, 1), {}),
        ],
        sources=[("soviet", (0, 0)), ("japanese", (7, 2))],
    )
    return initial_state(scenario, 1)


def test_what_would_fail_after_low_throws_is_marked_and_says_why() -> None:
    """Found by the rules: an order after an assault that can be given after a 7 and not after a 4."""
    state = assaulting()
    start = view(state, "soviet")
    assault = next(o for o in legal_orders(start.state) if isinstance(o, Assault) and len(o.attackers) == 3)
    ends: dict[int, set[Order]] = {}
    for seed in (MIDDLING, UNLUCKY):
        after = apply(position(start, seed), assault)[0]
        while after.turn == 1 or after.active != "soviet":
            after = apply(after, EndTurn())[0]
        ends[seed] = {o for o in legal_orders(known(after, start)) if isinstance(o, Move | Assault)}
    hanging = min(ends[MIDDLING] - ends[UNLUCKY], key=str)
    safe = min((o for o in ends[MIDDLING] & ends[UNLUCKY] if isinstance(o, Move)), key=str)
    for order, stands in ((hanging, Stands.HANGS), (safe, Stands.OPEN)):
        found = again(start, Plan("soviet", (Planned(1, assault), Planned(2, order))))
        assert [x.stands for x in found.looked] == [Stands.OPEN, stands]
        assert (found.looked[1].refusal is not None) is (stands is Stands.HANGS)
        assert not found.barred


def test_without_dice_nothing_hangs_on_them() -> None:
    start = view(initial_state(SCENARIO, 1), "soviet")
    plan = plan_of((1, "move s 2,0"), (1, "move t 7,0"), (2, "move s 3,0"))
    assert Stands.HANGS not in {x.stands for x in again(start, plan).looked}


def test_a_rehearsal_goes_on_with_a_plan_as_far_as_it_can_be_given() -> None:
    start = view(initial_state(SCENARIO, 1), "soviet")
    plan = plan_of((1, "move s 2,0"), (1, "move t 7,0"), (2, "move s 3,0"), (2, "move t 1,2"))
    game = Rehearsal(start)
    assert game.follow(plan) == 1
    assert game.turn == 2 and not game.over
    assert [str(p.order) for p in game.plan.orders] == ["move s 2,0", "move s 3,0", "move t 1,2"]
    assert [p.turn for p in game.plan.orders] == [1, 2, 2]
    assert Rehearsal(start).follow(Plan("soviet", ())) == 0


def test_what_was_given_or_missed_of_a_plan_is_not_rehearsed_again() -> None:
    state = initial_state(SCENARIO, 1)
    plan = plan_of((1, "move s 2,0"), (1, "move t 1,2"), (2, "move s 3,0")).noting(parse_order("move s 2,0"), 1)
    later = apply(state, parse_order("move s 2,0"))[0]
    for _ in range(2):
        later = apply(later, EndTurn())[0]
    game = Rehearsal(view(later, "soviet"))
    assert game.follow(plan) == 1, "the other move of the first turn is missed"
    assert [str(p.order) for p in game.plan.orders] == ["move s 3,0"] and game.turn == 1
