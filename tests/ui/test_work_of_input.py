"""How much work a click or a key makes in a battle, counted: the panels are brought up to date once for all that an
input does, and nobody looks for all moves of an army to answer it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

import pygame
import pytest
from khalkhin.core.orders import legal
from khalkhin.core.orders.orders import Move
from khalkhin.play.measure.work import Measure, calls, counted
from khalkhin.scenario import load
from khalkhin.ui.battle.battle import BattleScene
from khalkhin.ui.battle.command import Command
from khalkhin.ui.battle.keys import BINDINGS
from khalkhin.ui.battle.side_panel import SidePanel
from khalkhin.ui.destinations import ToMap
from khalkhin.ui.scene import Back

from tests.narrow import a, the
from tests.ui.driver import Driver
from tests.ui.fakes import FakeTable
from tests.ui.hands import Hands
from tests.ui.smallbattle import small_battle

PANEL, MOVES, ALL = "panels brought up to date", "lists of moves", "lists of all orders"
#: Calls of our own functions from a key to its frame in the largest battle: of all keys, and of some that show much.
MOST = 75_000
MUCH = {Command.SUPPLY: 27_000, Command.STORES: 20_000, Command.REHEARSE: 17_000}
COUNTED = (Measure(PANEL, SidePanel.refresh), Measure(MOVES, Move.options), Measure(ALL, legal.legal_orders))


@pytest.fixture
def window(driver: Callable[..., Driver]) -> Iterator[Driver]:
    d = driver()
    d.show(ToMap(FakeTable(small_battle(), ("soviet",))))
    Hands(d).settle()
    yield d


def frame(d: Driver) -> Counter[str]:
    """What one turn of the loop does, with the input that waits."""
    with counted(*COUNTED) as tally:
        d.step(1)
    return tally


def click(d: Driver, hex_: int, button: int = 1) -> Counter[str]:
    """What the frame does in which a hex is clicked that has been pointed at before."""
    scene = a(BattleScene, d.top)
    pos = scene.map.position(hex_)
    d.move(pos)
    d.step()
    d.post(pygame.MOUSEBUTTONDOWN, pos=pos, button=button)
    d.post(pygame.MOUSEBUTTONUP, pos=pos, button=button)
    return frame(d)


def test_a_click_brings_the_panels_up_to_date_once_and_lists_no_moves(window: Driver) -> None:
    battle = a(BattleScene, window.top).battle
    planner = battle.planner

    def place(unit: str) -> int:
        return the(planner.state.unit(unit)).hex

    def once(tally: Counter[str]) -> None:
        assert tally == {PANEL: 1, MOVES: 0, ALL: 0}

    once(click(window, place("su-e")))
    assert planner.selected == "su-e"
    reach = the(planner.reach())
    free = next(h for h in reach.cost if h not in planner.state.at)
    once(click(window, free, 3))
    assert place("su-e") == free, "the unit has not moved"
    window.step(5)
    once(click(window, place("su-a")))
    once(click(window, place("jp-a"), 3))
    assert planner.plan is not None, "no assault is planned"


def test_a_moved_pointer_brings_the_panels_up_to_date_once(window: Driver) -> None:
    scene = a(BattleScene, window.top)
    for hex_ in (20, 35, 50):
        window.post(pygame.MOUSEMOTION, pos=scene.map.position(hex_), rel=(1, 1), buttons=(0, 0, 0))
    assert frame(window) == {PANEL: 1, MOVES: 0, ALL: 0}


def test_no_key_of_a_battle_lists_all_moves(window: Driver) -> None:
    """What asks for the whole army is left out: the end of a turn, and the table of the army."""
    scene = a(BattleScene, window.top)
    for key, mod, command in BINDINGS:
        if command in (Command.END_TURN, Command.ROSTER):
            continue
        window.post(pygame.KEYDOWN, key=key, mod=mod, unicode="", scancode=0)
        tally = frame(window)
        window.post(pygame.KEYUP, key=key, mod=mod, scancode=0)
        assert (tally[MOVES], tally[ALL]) == (0, 0), command
        assert tally[PANEL] <= 1 or window.top is not scene, command
        while window.top is not scene:
            window.app.apply(Back())
        window.step()
        Hands(window)._let_go()


def test_no_key_of_a_large_battle_is_much_work(driver: Callable[..., Driver]) -> None:
    d = driver()
    d.show(ToMap(FakeTable(load("double_envelopment"), ("soviet",))))
    Hands(d).settle()
    scene = a(BattleScene, d.top)
    for key, mod, command in BINDINGS:
        if command in (Command.END_TURN, Command.ROSTER):
            continue
        d.post(pygame.KEYDOWN, key=key, mod=mod, unicode="", scancode=0)
        with calls() as made:
            d.step(1)
        d.post(pygame.KEYUP, key=key, mod=mod, scancode=0)
        assert made.total() < MUCH.get(command, MOST), command
        while d.top is not scene:
            d.app.apply(Back())
        d.step(3)
        Hands(d)._let_go()


def test_the_next_unit_looks_only_as_far_as_it_must(window: Driver) -> None:
    """It asks whether a unit can move of the nearest alone that was not shown yet, one at a press."""
    battle = a(BattleScene, window.top).battle
    with counted(Measure("asked", legal.may_move)) as tally:
        battle.next_unit(1)
        first = tally["asked"]
        battle.next_unit(1)
    assert battle.planner.selected is not None
    assert first <= 1 and tally["asked"] - first <= 1
