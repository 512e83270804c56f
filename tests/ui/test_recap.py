"""What happened: one list a turn, losses first, whose lines lead to their places; and what was seen, watched again."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pygame
import pytest
from khalkhin.core import apply, initial_state, legal_orders
from khalkhin.core.events import events as ev
from khalkhin.core.events.events import Event
from khalkhin.core.fog.view import view
from khalkhin.core.model.reasons import Cause
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import GameState
from khalkhin.core.orders.orders import Assault, Barrage, EndTurn, Move, Order
from khalkhin.core.timeline.timeline import When
from khalkhin.play.session.session import HUMAN, Session
from khalkhin.play.session.unread import Witnessed
from khalkhin.ui.battle import asks
from khalkhin.ui.battle.asks import Recap, Telegram
from khalkhin.ui.battle.battle import BattleScene
from khalkhin.ui.battle.controller import BattleController
from khalkhin.ui.battle.turn_end import summary
from khalkhin.ui.dialogs.walked import WalkedDialog
from khalkhin.ui.events import eventlog, recap
from khalkhin.ui.planning.actions import LookAt
from khalkhin.ui.scene import Back
from khalkhin.ui.widgets.rows import Heading, Line, Row

from tests.narrow import the
from tests.ui import posed
from tests.ui.driver import Driver, quiet
from tests.ui.fakes import FakeTable, first_move
from tests.ui.smallbattle import small_battle
from tests.ui.test_hotseat import Silence

CAUSE = next(iter(Cause))


def told(side: str, *events: Event) -> list[Row]:
    state = view(initial_state(small_battle(), 1), side).state
    log = eventlog.Log()
    log.add(side, state, state, events)
    return log.summary(side)


def lines(rows: Iterable[Row]) -> list[tuple[str, str]]:
    return [(row.text, row.value) for row in rows if isinstance(row, Heading | Line)]


def at(state: GameState, unit: str) -> int:
    return the(state.unit(unit)).hex


def test_losses_come_first_and_are_summed_by_unit() -> None:
    state = initial_state(small_battle(), 1)
    here, there = at(state, "su-a"), at(state, "jp-a")
    found = told(
        "soviet",
        ev.ObjectiveTaken("Nomonhan", 10, "japanese", 5),
        ev.StepsLost("jp-a", there, 3, CAUSE),
        ev.Barraged("jp-d", here, 5, 1),
        ev.Suppressed("su-a", here, 1),
        ev.StepsLost("su-a", here, 1, CAUSE),
        ev.StepsLost("su-a", here, 1, CAUSE),
        ev.Destroyed("su-c", at(state, "su-c"), CAUSE),
    )
    said = lines(found)
    assert said[:3] == [
        ("Your losses", "2 steps, 1 unit gone"),
        ("Machine-gun Battalion", "destroyed  ›"),
        ("24th Rifle Regiment", "2 steps lost, 1 suppressed, shelled  ›"),
    ]
    assert said[3:5] == [("Enemy losses", "3 steps"), ("64th Infantry Regiment", "3 steps lost  ›")]
    assert said[5][0] == "Decisive" and "Nomonhan" in said[6][0]
    assert len(said) == 7, "a loss is told twice"
    places = [row.action for row in found if isinstance(row, Line)]
    assert places == [LookAt(at(state, "su-c")), LookAt(here), LookAt(there), LookAt(10)]


def test_columns_that_were_taken_are_among_the_losses() -> None:
    state = initial_state(posed.scenario(), 1)
    taken = (ev.Captured(unit, "jp-a", at(state, unit), 3) for unit in ("su-t1", "su-t2"))
    suffered = recap.harms(state, state, "soviet", tuple(taken))
    assert lines(recap.rows(suffered, (), lambda notice: Line(notice.text)))[0] == ("Your losses", "2 units gone")


def test_shelling_of_ones_own_is_told_even_where_it_does_nothing() -> None:
    state = initial_state(small_battle(), 1)
    found = told("soviet", *(ev.Barraged("jp-d", at(state, "su-a"), 1, 0),) * 2)
    assert lines(found) == [("Your losses", ""), ("24th Rifle Regiment", "shelled 2 times, no effect  ›")]
    assert told("japanese", ev.Barraged("jp-d", at(state, "su-a"), 1, 0)) == [], "one's own shells are no news"


@pytest.mark.parametrize(
    "events",
    [
        (),
        (ev.TurnBegan(1, "soviet"),),
        (ev.SupplyDrawn("soviet", "Bridge depot", 58, 3),),
        (ev.Moved("su-a", (45, 46), 2),),
    ],
)
def test_nothing_is_told_where_nothing_happened(events: tuple[Event, ...]) -> None:
    assert told("soviet", *events) == []


def _asked(battle: BattleController, times: int = 60) -> list[asks.Ask]:
    found: list[asks.Ask] = []
    for _ in range(times):
        ask = battle.update(10.0)
        if isinstance(ask, asks.CoverMap):
            battle.took_over()
        elif ask is not None and not isinstance(ask, asks.Over):
            found.append(ask)
    return found


@pytest.mark.parametrize("seed", range(2))
def test_at_most_one_dialog_comes_when_a_turn_begins(seed: int) -> None:
    """With messages for both sides every turn, against a computer that orders at random, and between two people."""
    entries = [
        replace(entry, id=f"{entry.id}-{turn}-{n}", when=When(turn))
        for entry in small_battle().timeline
        for turn in (1, 2, 3)
        for n in (0, 1)
    ]
    made = replace(small_battle(5), timeline=tuple(entries))
    combined = 0
    for humans in (("soviet",), ("soviet", "japanese")):
        battle = BattleController(FakeTable(made, humans, seed), Silence())
        while not battle.session.over:
            found = _asked(battle)
            assert len(found) <= 1, found
            combined += any(isinstance(ask, Recap) and len(ask.letters) == 2 for ask in found)
            if not battle.session.over:
                battle.give(EndTurn())
    assert combined >= 4


def _seen(witnessed: Iterable[Witnessed]) -> list[tuple[Event, ...]]:
    return [step.events for step in witnessed]


@pytest.mark.parametrize("seed", range(3))
def test_what_can_be_watched_again_is_what_was_seen(seed: int) -> None:
    """Of the orders since a side's last turn, each in the words its side was told; the same when the battle was closed
    and opened; what was taken back is not among it."""
    rng = random.Random(seed)
    session = Session.begin(small_battle(4), {"soviet": HUMAN, "japanese": HUMAN}, seed, record=False)
    heard: dict[str, list[tuple[Event, ...]]] = {"soviet": [], "japanese": []}
    while not session.over:
        side, other = session.active, "japanese" if session.active == "soviet" else "soviet"
        assert _seen(session.again(side)) == heard[side]
        for _ in range(6):
            order: Order = rng.choice(legal_orders(session.view(side).state))
            if isinstance(order, EndTurn):
                continue
            seen = session.visible(session.submit(order), other)
            if session.undo_reason() is None and rng.random() < 0.5:
                session.undo()
                seen = session.visible(session.redo()[1], other) if rng.random() < 0.5 else ()
            heard[other] += [seen] if seen else []
            if session.over:
                return
        heard[side] = []
        seen = session.visible(session.submit(EndTurn()), other)
        heard[other] += [seen] if seen else []


def test_it_is_watched_again_after_the_battle_was_closed(tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    made = small_battle()
    first = Session.begin(made, {"soviet": HUMAN, "japanese": HUMAN}, 3, path=path)
    for order in _two_turns(made):
        first.submit(order)
    expected = _seen(first.again("soviet"))
    first.close()
    assert expected
    again = Session.open(path, made)
    assert _seen(again.again("soviet")) == expected
    again.submit(next(o for o in legal_orders(again.view("soviet").state) if isinstance(o, Move)))
    again.close()
    later = Session.open(path, made)
    assert _seen(later.again("soviet")) == expected, "an order of one's own ends it"
    later.close()


def _two_turns(made: Scenario) -> Iterator[Order]:
    """One side does nothing, the other fights."""
    yield EndTurn()
    state = apply(initial_state(made, 3), EndTurn())[0]
    yield next(o for o in legal_orders(state) if isinstance(o, Assault | Barrage))
    yield EndTurn()


def test_the_list_is_walked_by_keys_and_leads_to_the_map() -> None:
    table = FakeTable(small_battle(), ("soviet",))
    d = Driver(quiet(), (1280, 720))
    d.show(BattleScene(table))
    d.until(lambda: d.top.battle.may_order and d.top.battle._greeted if isinstance(d.top, BattleScene) else _go(d), "")
    scene = d.top
    here, there = at(table.state, "su-a"), at(table.state, "su-e")
    for unit, hex_ in (("su-a", here), ("su-e", there)):
        state = table.view("soviet").state
        scene.battle.log.add("soviet", state, state, (ev.StepsLost(unit, hex_, 1, CAUSE),))
    glided: list[int] = []
    scene.map.glide = glided.append
    d.key(pygame.K_l)
    assert isinstance(d.top, WalkedDialog) and d.top.mark == -1
    d.key(pygame.K_DOWN)
    d.key(pygame.K_RETURN)
    assert d.top is scene and glided == [here]
    d.key(pygame.K_l)
    d.key(pygame.K_RETURN)  # the next line is marked already
    assert d.top is scene and glided == [here, there]
    d.key(pygame.K_l)
    d.key(pygame.K_TAB)
    d.key(pygame.K_RETURN)
    assert d.top is scene and glided == [here, there], "the button did not close the list"
    d.key(pygame.K_l)
    sheet = d.top.sheet
    rows = [y for y in range(sheet.rect.y, sheet.rect.bottom) if sheet.action_at((sheet.rect.x + 9, y))]
    d.click((sheet.rect.x + 9, rows[0]))
    assert d.top is scene and glided[-1] == here
    d.close()


def _go(d: Driver) -> bool:
    d.key(pygame.K_RETURN)
    return False


def test_the_enemys_turn_is_watched_again_and_can_be_broken_off() -> None:
    battle = BattleController(FakeTable(small_battle(), ("soviet",), 2), Silence())
    _asked(battle)
    battle.give(EndTurn())
    live: list[object] = []
    for _ in range(400):
        if battle.update(0.05) is None and battle.own_turn and not battle.playing:
            break
        live += [type(s).__name__ for s in battle.playback.steps[:1]]
    _asked(battle)
    assert battle.may_order and battle.session.can_watch("soviet")
    battle.watch_again()
    assert battle.playing and not battle.may_order
    shown = set()
    for _ in range(4000):
        if not battle.playing:
            break
        battle.update(0.05)
        shown.add(battle.shown.state.digest())
    assert not battle.playing and battle.may_order and len(shown) > 1
    assert battle.shown is battle.planner.view
    battle.watch_again()
    battle.hurry()
    assert battle.may_order and battle.shown is battle.planner.view


def test_the_recap_is_laid_out_with_its_messages() -> None:
    table = FakeTable(small_battle(), ("soviet",))
    entry = small_battle().timeline[0]
    rows = (Heading("Your losses", "1 step"), Line("A", "b", action=LookAt(3)))
    letters = (Telegram(entry, "now"), Telegram(entry, "then"))
    d = Driver(quiet(), (1280, 720))
    d.show(summary(table.view("soviet"), Recap(rows, letters, "soviet", True)))
    assert d.faults() == []
    assert d.texts().count(entry.title) == 2 and "Take the heights." in d.texts()
    assert d.top.escape() == Back(None), "Escape does more than close the dialog"
    d.close()


def test_an_order_taken_back_is_given_again_by_its_button_and_its_key() -> None:
    table = FakeTable(small_battle(), ("soviet",))
    d = Driver(quiet(), (1280, 720))
    d.show(BattleScene(table))
    d.until(lambda: d.top.battle.may_order if isinstance(d.top, BattleScene) else _go(d), "the player's turn")
    scene = d.top
    for unit in ("su-e", "su-c"):
        scene.battle.give(first_move(table, unit))
        d.step(4)
    after = table.state.digest()
    assert not any("Redo" in b.text for b in d.buttons())
    d.key(pygame.K_u)
    d.key(pygame.K_u)
    assert table.state.turn == 1 and table.undone == 2
    d.click_text("Redo")
    d.key(pygame.K_u, pygame.KMOD_SHIFT)
    d.step(4)
    assert table.state.digest() == after and table.undone == 0
    d.key(pygame.K_u, pygame.KMOD_SHIFT)
    assert table.state.digest() == after and "No order has been taken back" in scene.battle.note[0]
    d.close()
