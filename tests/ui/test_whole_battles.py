"""Whole battles through the window: a computer player decides, hands give its orders by mouse and keys."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest
from khalkhin import ai, paths
from khalkhin.core.fog.view import View
from khalkhin.core.model.state import GameState
from khalkhin.core.orders.legal import why_illegal
from khalkhin.core.orders.orders import EndTurn, Haul, Order, Prioritise
from khalkhin.play.session.settings import Settings
from khalkhin.ui.dialogs.dialog import to_battle
from khalkhin.ui.ports import library

from tests.ui.driver import Driver
from tests.ui.hands import Hands

SCENARIOS = sorted(p.parent.name for p in paths.maps_dir().glob("*/scenario.toml"))
SIDES = [
    (s, side)
    for s in SCENARIOS
    for side in tomllib.loads((paths.maps_dir() / s / "scenario.toml").read_text(encoding="utf-8"))["sides"]
]
#: Battles of which only the first turn is played: from one side each with a few orders, and in the long form from both
#: with all that the staff has to give.
FEW, ALL = 5, 999
OTHERS = [(s, side) for s, side in SIDES if s != "grazing_rights"]
BEGUN = [
    *((*begun, FEW) for n, begun in enumerate(OTHERS) if n % 4 in (0, 3)),
    *(pytest.param(*begun, ALL, marks=pytest.mark.slow) for begun in OTHERS),
]
SEED = 5


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[list[Driver]]:
    monkeypatch.setattr(paths, "saves_dir", lambda: tmp_path)
    drivers: list[Driver] = []
    yield drivers
    for d in drivers:
        d.close()


def hauls_by_hand(view: View) -> list[Order]:
    """What a player who cares for trucks might order: two columns to the emptiest depot, which comes before all."""
    state, place = view.state, view.state.scenario.board.place
    stores = [s for s in state.stores if s.side == view.side]
    depots = [s for s in stores if not s.is_source]
    columns = [u for u in state.side_units(view.side) if u.is_column]
    if not depots or not columns:
        return []
    emptiest, fullest = min(depots, key=lambda s: s.stock), max(stores, key=lambda s: s.stock)
    found: list[Order] = [
        Haul(u.spec.id, (place(fullest.hex), place(emptiest.hex))) for u in columns[state.turn % 2 :: 2][:2]
    ]
    return [*found, Prioritise(place(emptiest.hex), 3)]


def play(
    drivers: list[Driver],
    scenario: str,
    humans: str,
    size: tuple[int, int],
    turns: int = 99,
    *,
    by_hand: bool = False,
    orders: int = ALL,
) -> GameState:
    """Play a battle (or its first turns, or turns of so many orders) by input, look for faults of layout on the way;
    the state as it ends."""
    d = Driver(Settings(speed=0.0, volume=0.0, edge_scroll=False), size)
    drivers.append(d)
    faults: dict[str, str] = {}

    def look(name: str) -> None:
        if name not in faults:
            faults[name] = "; ".join(d.faults())

    hands = Hands(d, look)
    opened = library.open_battle(scenario, humans, SEED)
    assert isinstance(opened, library.Opened), opened
    d.app.apply(to_battle(opened))
    d.step()
    look("briefing")
    d.key(pygame.K_RETURN)
    hands.settle()
    session = opened.session
    minds = {side: ai.make("staff", SEED) for side in session.humans}
    begun: set[tuple[int, str]] = set()
    given = 0
    while not hands.over:
        view = session.view(session.active)
        key = view.state.turn, session.active
        if view.state.turn > turns:
            break
        if by_hand and key not in begun and not view.state.pending:
            begun.add(key)
            given = 0
            for order in hauls_by_hand(view):
                if why_illegal(session.view(session.active).state, order) is None:
                    hands.give(order)
            continue
        order = minds[session.active].next_order(view)
        enough = given >= orders and not view.state.pending
        hands.give(EndTurn() if enough else order)
        given += 1
        if hands.given % 25 == 0:
            look(f"battle {hands.given}")
    look("end")
    assert {n: f for n, f in faults.items() if f} == {}
    return session.final_state() if session.over else session.view(session.active).state


def test_turns_of_the_small_battle_are_played_by_input(played: list[Driver]) -> None:
    state = play(played, "grazing_rights", "soviet", (1280, 720), turns=3, by_hand=True)
    assert state.turn == 4


@pytest.mark.slow
@pytest.mark.parametrize("side", ["soviet", "japanese"])
def test_the_small_battle_is_played_whole_by_input(played: list[Driver], side: str) -> None:
    end = play(played, "grazing_rights", side, (1280, 720), by_hand=side == "soviet")
    assert end.outcome is not None and end.turn == len(end.scenario.calendar)


@pytest.mark.parametrize(("scenario", "side", "orders"), BEGUN)
def test_battles_begin_by_input_from_either_side(played: list[Driver], scenario: str, side: str, orders: int) -> None:
    state = play(played, scenario, side, (1280, 720), turns=1, by_hand=True, orders=orders)
    assert state.turn == 2


@pytest.mark.slow
@pytest.mark.parametrize("humans", ["first", "second", "both"])
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_battle_is_played_whole_by_input(played: list[Driver], scenario: str, humans: str) -> None:
    sides = [side for s, side in SIDES if s == scenario]
    who = {"first": sides[0], "second": sides[1], "both": "both"}[humans]
    end = play(played, scenario, who, (1920, 1080) if humans == "second" else (1280, 720), by_hand=humans == "first")
    assert end.outcome is not None
