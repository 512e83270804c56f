"""May: horses, riders, two columns (A1-A6)."""

from __future__ import annotations

from khalkhin.core import view, why_illegal
from khalkhin.core.model.state import GameState
from khalkhin.core.orders.orders import Move
from khalkhin.scenario.campaigns import load_campaign

from tests.refused import words
from tests.story.stage import (
    end,
    gone,
    hex_at,
    marching,
    objective,
    of_side,
    opening,
    standing,
    storming,
    unit,
    until,
)
from tests.story.table import shows

HORSES, TRAP = "grazing_rights", "the_64th"
GRAZE, HOME = {"horses": "graze"}, {"horses": "home"}
RIDERS = ("mk-1", "mk-2", "mk-3")
CATTLE = ("mn-herd", "mn-post")
BRIDGE = "Central Bridge"


def pastures(state: GameState) -> frozenset[int]:
    return state.scenario.areas["East bank"]


def on_pastures(state: GameState, side: str) -> list[str]:
    return [name for name in of_side(state, side) if unit(state, name).hex in pastures(state)]


def driven_off(state: GameState) -> GameState:
    """The riders of the Obo attack whatever of the other side is on the pastures."""
    target = next(iter(on_pastures(state, "soviet")), "")
    return storming(target, RIDERS)(state) if target else state


# ---- A1, A2


@shows("A1", "an-empire")
def test_the_empire_and_its_border_are_told_before_anything_else() -> GameState:
    state = opening(HORSES)
    for text in load_campaign().introductions.values():
        assert "Korea" in text and "Manchukuo" in text
    assert "an-empire" in view(state, "japanese").state.fired
    return state


@shows("A2", "on-the-far-grass")
def test_the_horses_graze_beyond_the_river_and_the_river_is_no_wall() -> GameState:
    state = until(opening(HORSES), 2, answers=GRAZE)
    assert on_pastures(state, "soviet")
    state = until(state, 2, "soviet")
    assert why_illegal(*into_the_pastures(state)) is None
    return state


@shows("A2", "herd-called-home")
def test_when_the_horses_are_called_home_nobody_else_may_cross() -> GameState:
    state = until(opening(HORSES), 2, answers=HOME)
    assert "East bank" in words(*into_the_pastures(until(state, 2, "soviet")))
    return state


def into_the_pastures(state: GameState) -> tuple[GameState, Move]:
    """A squadron of the west bank beside the pastures, and its move on to them."""
    board, area = state.scenario.board, pastures(state)
    inner = next(h for h in sorted(area) if not state.at_hex(h) and any(n not in area for n in board.dry[h]))
    outer = next(n for n in board.dry[inner] if n not in area)
    rider = next(n for n in of_side(state, "soviet") if unit(state, n).hex not in area)
    return standing(state, {rider: outer}), Move(rider, board.place(inner))


# ---- A3, A4


@shows("A3", "over-the-river")
def test_the_riders_are_driven_over_the_river_by_force() -> GameState:
    state = until(opening(HORSES), 10, answers=GRAZE, doing={"japanese": driven_off}, fired="over-the-river")
    assert not on_pastures(state, "soviet")
    assert sum(unit(state, name).steps for name in CATTLE) < sum(unit(opening(HORSES), name).steps for name in CATTLE)
    return state


@shows("A3", "not-driven")
def test_riders_whom_nobody_attacks_are_still_there() -> GameState:
    return until(opening(HORSES), 6, answers=GRAZE)


@shows("A3", "nobody-to-drive")
def test_riders_who_went_home_cannot_be_driven() -> GameState:
    home = hex_at(opening(HORSES), (3, 7))
    state = until(opening(HORSES), 6, answers=HOME, doing={"soviet": marching(CATTLE, home)})
    assert all(unit(state, name).on_map for name in CATTLE)
    return state


def ridden_in() -> GameState:
    """The fifth turn of the Mongolian side, when Manchukuoan riders have marched on to the pastures."""
    springs = objective(opening(HORSES), "Holsten springs")
    state = until(opening(HORSES), 5, "soviet", answers=GRAZE, doing={"japanese": marching(("mk-2", "mk-3"), springs)})
    assert on_pastures(state, "japanese") and "on-the-pastures" in state.fired
    return state


@shows("A4", "forced-out")
def test_the_cavalry_comes_back_and_forces_the_others_out() -> GameState:
    attackers = ("mn-17-1", "mn-17-2", "mn-15-1", "mn-15-2")

    def forced(state: GameState) -> GameState:
        target = next(iter(on_pastures(state, "japanese")), "")
        return storming(target, attackers)(state) if target else state

    return until(ridden_in(), 10, doing={"soviet": forced}, fired="forced-out")


@shows("A4", "they-stay")
def test_riders_whom_nobody_forces_out_stay() -> GameState:
    return until(ridden_in(), 10, "soviet")


# ---- A5, A6


@shows("A5", "cavalry-gives-way")
def test_two_columns_make_the_cavalry_give_way() -> GameState:
    column = ("jp-64-3", "jp-64-4", "jp-64-5")
    state = until(opening(TRAP), 10, doing={"japanese": storming("mn-17", column)}, fired="cavalry-gives-way")
    assert unit(state, "mn-17").steps < unit(opening(TRAP), "mn-17").steps
    return state


@shows("A5", "cavalry-stands")
def test_a_cavalry_that_is_left_alone_stands() -> GameState:
    return until(opening(TRAP), 10)


@shows("A6", "sixty-three")
def test_what_came_down_to_the_river_is_destroyed() -> GameState:
    state = until(opening(TRAP), 3, "soviet")
    before = [a.points for a in state.awards if a.side == "soviet"]
    avengers = ("su-bykov-1", "su-bykov-2", "su-bykov-3", "su-ba", "mn-15", "mn-17")
    state = until(state, 10, doing={"soviet": storming("jp-azuma", avengers)}, fired="sixty-three")
    assert not unit(state, "jp-azuma").on_map
    assert sum(a.points for a in state.awards if a.side == "soviet") > sum(before)
    return state


@shows("A6", "got-out")
def test_whoever_is_not_attacked_gets_out() -> GameState:
    state = until(opening(TRAP), 10)
    assert unit(state, "jp-azuma").on_map
    return state


@shows("A6", "bridge-lost")
def test_the_bridge_falls_and_the_trap_closes_on_the_other_side() -> GameState:
    state = until(opening(TRAP), 4)
    bridge = objective(state, BRIDGE)
    near = state.scenario.board.dry[bridge]
    guards = [u.id for h in (bridge, *near) for u in state.at_hex(h)]
    state = standing(gone(state, guards), {"jp-64-3": near[0]}, mp=6)
    state = marching(("jp-64-3",), bridge)(state)
    return end(end(state))
