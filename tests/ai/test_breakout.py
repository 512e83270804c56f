"""Units that are cut off try to get out by their second turn without supplies, whatever ring has closed about them."""

from __future__ import annotations

import random

import pytest
from khalkhin import ai
from khalkhin.core import apply, initial_state, view
from khalkhin.core.model.state import GameState
from khalkhin.core.orders.orders import Assault, EndTurn, Move
from khalkhin.core.supply.supply import rear

from tests.scenarios import Row, small_scenario

SIZE = 15


def ringed(seed: int) -> GameState:
    """A group of two or three Japanese units in the middle of a plain, and a ring of Soviets two or three hexes off
    with some gaps; fortifications, strengths and the places of both sides' sources differ."""
    dice = random.Random(seed)
    rows = ["".join(dice.choice("......u^d") for _ in range(SIZE)) for _ in range(SIZE)]
    board = small_scenario(rows=rows, sources=[("soviet", (0, 0)), ("japanese", (0, 1))]).board
    middle = board.index(SIZE // 2, SIZE // 2)
    assert middle is not None
    inside = dice.sample(board.within(middle, 1), dice.randint(2, 3))
    units: list[Row] = []
    for i, hex_ in enumerate(inside):
        kind = dice.choice(("jp-infantry-battalion", "jp-infantry-regiment", "jp-recon"))
        units.append((f"jp-{i}", kind, "japanese", board.place(hex_), {"entrenchment": dice.randint(0, 2)}))
    radius = dice.choice((2, 3))
    ring = [h for h in board.within(middle, radius) if board.distance(h, middle) == radius and h not in inside]
    for i, hex_ in enumerate(ring):
        if i % 2 == 0 or dice.random() < 0.2:
            kind = dice.choice(("rifle-regiment", "rifle-battalion", "tank-battalion", "mongol-cavalry"))
            units.append((f"su-{i}", kind, "soviet", board.place(hex_), {"entrenchment": dice.randint(0, 1)}))
    home = dice.choice([(SIZE - 1, 0), (SIZE - 1, SIZE - 1), (SIZE - 1, SIZE // 2), (SIZE // 2, 0)])
    sources = [("soviet", (0, SIZE // 2)), ("japanese", home)]
    scenario = small_scenario(rows=rows, units=units, sources=sources, night_first=dice.random() < 0.5)
    return initial_state(scenario, seed=seed)


def cut(state: GameState) -> list[str]:
    """Japanese units that supplies did not reach at the start of their turn."""
    return [u.id for u in state.side_units("japanese") if u.unsupplied]


def tries(seed: int) -> bool | None:
    """Whether some unit of a group marches or fights towards its source by its second turn without supplies;
    None if nobody was cut off at the start. The Soviets stand still."""
    state = initial_state_of_the_cut(seed)
    if state is None:
        return None
    player = ai.make("staff", seed)
    for _ in range(2):
        while True:
            order = player.next_order(view(state, "japanese"))
            if _towards(state, order):
                return True
            state, _ = apply(state, order)
            if isinstance(order, EndTurn):
                break
        if state.over or not cut_or_waiting(state):
            return True
        state, _ = apply(state, EndTurn())  # the Soviets
    return False


def initial_state_of_the_cut(seed: int) -> GameState | None:
    """The position at the first Japanese turn, if anyone is cut off then."""
    state, _ = apply(ringed(seed), EndTurn())
    return state if cut(state) else None


def cut_or_waiting(state: GameState) -> bool:
    return any(u.unsupplied for u in state.side_units("japanese"))


def _towards(state: GameState, order: object) -> bool:
    home, board = rear(state, "japanese"), state.scenario.board
    match order:
        case Move(unit=name, to=to):
            unit, goal = state.unit(name), board.index(*to)
        case Assault(attackers=(name, *_), target=to):
            unit, goal = state.unit(name), board.index(*to)
        case _:
            return False
    return unit is not None and goal is not None and unit.unsupplied > 0 and home[goal] < home[unit.hex]


def share(seeds: range) -> tuple[int, int]:
    """Cases in which the group tried, and cases in which it was cut off."""
    found = [tries(seed) for seed in seeds]
    return sum(bool(t) for t in found), sum(t is not None for t in found)


def test_a_group_that_is_cut_off_tries_to_break_out() -> None:
    tried, cases = share(range(24))
    assert cases >= 8 and 100 * tried >= 95 * cases


@pytest.mark.slow
def test_a_hundred_groups_that_are_cut_off_try_to_break_out() -> None:
    outcomes: list[bool] = []
    seed = 1000
    while len(outcomes) < 100:
        tried = tries(seed)
        seed += 1
        if tried is not None:
            outcomes.append(tried)
    assert sum(outcomes) >= 95
