"""Ways to make the shipped battles go as a test wants them to: orders, marches, assaults, and units set down in places.

Positions are values, so that each function gives a new one. Whatever is arranged, what comes of it is the game's doing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import Unpack

from khalkhin.core import apply, initial_state, parse_order, why_illegal
from khalkhin.core.fog.sight import look
from khalkhin.core.model.state import DESTROYED, WITHDRAWN, GameState
from khalkhin.core.model.units import Unit
from khalkhin.core.movement.movement import picture, reach
from khalkhin.core.movement.multi_turn_reach import turns_to
from khalkhin.core.orders.orders import Assault, Choose, EndTurn, Move, Order
from khalkhin.scenario import load

from tests.scenarios import InState

Place = tuple[int, int]
#: What a side does in its turn; None ends the turn at once.
Orders = Callable[[GameState], GameState]


@cache
def opening(scenario: str, seed: int = 1) -> GameState:
    """A shipped battle before its first order."""
    return initial_state(load(scenario), seed)


def unit(state: GameState, name: str) -> Unit:
    """A unit by its code."""
    found = state.unit(name)
    assert found is not None, name
    return found


def hex_at(state: GameState, place: Place) -> int:
    """A hex by column and row."""
    found = state.scenario.board.index(*place)
    assert found is not None, place
    return found


def objective(state: GameState, name: str) -> int:
    """The hex of an objective."""
    return next(o.hex for o in state.scenario.objectives if o.name == name)


def store(state: GameState, name: str) -> int:
    """SP in a store."""
    return next(s.stock for s in state.stores if s.name == name)


# ---- Orders


def give(state: GameState, *orders: Order | str) -> GameState:
    """The position after some orders of the active side, as values or as players write them."""
    for order in orders:
        state, _ = apply(state, parse_order(order) if isinstance(order, str) else order)
    return state


def end(state: GameState, answers: Mapping[str, str] | None = None) -> GameState:
    """The position after the active side has ended its turn; a choice that waits is answered, with its first answer
    unless told otherwise."""
    for name in state.pending:
        entry = next(e for e in state.scenario.timeline if e.id == name)
        if entry.side == state.active:
            state = give(state, Choose(name, (answers or {}).get(name, entry.answers[0].id)))
    return give(state, EndTurn())


def until(
    state: GameState,
    turn: int,
    side: str = "",
    *,
    answers: Mapping[str, str] | None = None,
    doing: Mapping[str, Orders] | None = None,
    fired: str = "",
) -> GameState:
    """The position when a side's turn of that number begins (of the first side, unless told), or the battle is over,
    or an entry has fired. What a side does in each of its turns is `doing`; the others let theirs pass."""
    side = side or state.scenario.sides[0].id
    while not state.over and (state.turn, state.active) != (turn, side) and fired not in state.fired:
        act = (doing or {}).get(state.active)
        state = end(state if act is None else act(state), answers)
    return state


def march(state: GameState, names: Iterable[str], goal: int) -> GameState:
    """The position after these units have moved towards a hex, as far as each comes this turn."""
    for name in names:
        mover = unit(state, name)
        if not mover.on_map or mover.hex == goal or mover.side != state.active:
            continue
        there = reach(state, mover).cost
        # How far it is from each hex in reach is asked backwards: how soon the unit could be back from the goal.
        back = turns_to(state, [replace(mover, hex=goal, mp=mover.spec.type.mp)], picture(state, mover.side), 40)
        board = state.scenario.board
        near = min((back.get(h, 99), board.distance(h, goal), h) for h in (*there, mover.hex))[2]
        if near != mover.hex:
            state = give(state, Move(name, board.place(near)))
    return state


def marching(names: Iterable[str], goal: int) -> Orders:
    """Orders for every turn: these units march to a hex."""
    return lambda state: march(state, names, goal)


# ---- Arranged


def standing(state: GameState, places: Mapping[str, Place | int], **changes: Unpack[InState]) -> GameState:
    """The position with units standing where they are wanted, all else as it was."""
    moved = [
        replace(unit(state, name), hex=at if isinstance(at, int) else hex_at(state, at), **changes)
        for name, at in places.items()
    ]
    return look(state.with_units(moved))[0]


def gone(state: GameState, names: Iterable[str], *, lost: bool = False) -> GameState:
    """The position without some units, which left the battle or were `lost` in it."""
    there = [unit(state, n) for n in names]
    away = [replace(u, hex=DESTROYED, steps=0) if lost else replace(u, hex=WITHDRAWN) for u in there]
    return look(state.with_units(away))[0]


def of_side(state: GameState, side: str) -> list[str]:
    """The codes of a side's combat units on the map."""
    return [u.id for u in state.side_units(side) if u.is_combat]


def around(state: GameState, hex_: int, names: Iterable[str]) -> GameState:
    """The position with units standing on free dry ground around a hex, each as the attack wants it: fresh and fed."""
    board = state.scenario.board
    free = [n for n in board.dry[hex_] if not state.at_hex(n)]
    for name, place in zip([n for n in names if unit(state, n).on_map], free, strict=False):
        mover = unit(state, name)
        ready = replace(mover, hex=place, suppressed=0, unsupplied=0, moved=False, fought=False, mp=mover.spec.type.mp)
        state = state.with_unit(ready)
    return look(state)[0]


def storm(
    state: GameState, target: str, attackers: Iterable[str], guns: Iterable[str] = (), *, shelled: bool = True
) -> GameState:
    """The position after an assault on a unit by those of the attackers that may; each turn they come up to it anew.
    The unit has been `shelled` first, so that few of its steps can fight. Nothing is attacked that is off the map."""
    aim = unit(state, target)
    if not aim.on_map:
        return state
    if shelled:
        state = state.with_unit(replace(aim, suppressed=max(aim.suppressed, aim.steps - 1)))
    state = around(state, aim.hex, [n for n in attackers if n not in _beside(state, aim.hex)])
    place = state.scenario.board.place(aim.hex)
    able = tuple(n for n in attackers if n in _beside(state, aim.hex) and _may(state, Assault(place, (n,))))
    firing = tuple(g for g in guns if able and _may(state, Assault(place, able[:1], (g,))))
    return give(state, Assault(place, able, firing)) if able else state


def _may(state: GameState, order: Order) -> bool:
    return why_illegal(state, order) is None


def _beside(state: GameState, hex_: int) -> set[str]:
    return {u.id for n in state.scenario.board.neighbours[hex_] if n >= 0 for u in state.at_hex(n)}


def storming(target: str, attackers: Iterable[str], guns: Iterable[str] = ()) -> Orders:
    """Orders for every turn: these units storm another until it is gone."""
    return lambda state: storm(state, target, attackers, guns)
