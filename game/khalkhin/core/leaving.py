"""What is left to whoever comes when units go: objectives and stores of their side with nobody else in the hex."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from khalkhin.core.model.state import GameState
from khalkhin.core.orders.combat import Assault
from khalkhin.core.victory import swing


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """A hex with objectives and stores (by index) of a side in which nobody of it is left."""

    hex: int
    objectives: tuple[int, ...]
    stores: tuple[int, ...]


def left_behind(state: GameState, units: Collection[str]) -> tuple[LeftBehind, ...]:
    """The hexes of objectives and stores that units would leave empty if they went from where they stand. Truck columns
    hold nothing, nor does a source of supply fall to an enemy."""
    going = [u for u in map(state.unit, units) if u is not None and u.on_map and not u.is_column]
    out = []
    for hex_, side in dict.fromkeys((u.hex, u.side) for u in going):
        if any(u.side == side and not u.is_column and u.id not in units for u in state.at_hex(hex_)):
            continue
        left = _held(state, hex_, side)
        if left.objectives or left.stores:
            out.append(left)
    return tuple(out)


def advance_pays(state: GameState, order: Assault) -> bool:
    """Whether the leader of an assault may advance without leaving a place of his side empty, or gains a dearer one: by
    how much the objectives swing the margin, and then by the number of stores."""
    board = state.scenario.board
    target, left = board.index(*order.target), left_behind(state, order.attackers[:1])
    if not left or target is None:
        return True
    gained = _held(state, target, state.scenario.enemy(state.active))
    return _price(state, gained) > max(_price(state, place) for place in left)


def _held(state: GameState, hex_: int, side: str) -> LeftBehind:
    """What a side holds in a hex."""
    objectives = zip(state.scenario.objectives, state.holdings, strict=True)
    return LeftBehind(
        hex_,
        tuple(i for i, (o, held) in enumerate(objectives) if o.hex == hex_ and held.side == side),
        tuple(i for i, s in enumerate(state.stores) if s.hex == hex_ and s.side == side and not s.is_source),
    )


def _price(state: GameState, place: LeftBehind) -> tuple[int, int]:
    """What a side that takes a place gains on the other, and how many stores with it."""
    points = (swing(state, state.scenario.objectives[i], state.holdings[i]) for i in place.objectives)
    return sum(points), len(place.stores)
