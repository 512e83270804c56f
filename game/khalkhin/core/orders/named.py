"""What an order names: a unit of the active side, a hex, a hexside; or why there is no such thing."""

from __future__ import annotations

from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Unit
from khalkhin.core.orders.syntax import Edge, Place, edge
from khalkhin.core.refusals import Refusal, RefusalCode


def own_unit(state: GameState, name: str) -> Unit | Refusal:
    """A unit of the active side that is on the map, or why it cannot be ordered."""
    unit = state.unit(name)
    if unit is None:
        return Refusal(RefusalCode.NO_UNIT, name=name)
    if unit.spec.side != state.active:
        return Refusal(RefusalCode.NOT_YOURS, unit.id)
    if unit.hex < 0:
        return Refusal(RefusalCode.OFF_MAP, unit.id)
    return unit


def on_board(state: GameState, place: Place) -> int | Refusal:
    """The board index of a hex, or why there is none."""
    hex_ = state.scenario.board.index(*place)
    if hex_ is None:
        return Refusal(RefusalCode.OFF_BOARD, place=place)
    return hex_


def edge_at(state: GameState, hexside: int) -> Edge:
    """A hexside with a hex on both sides as orders write it."""
    board = state.scenario.board
    a, b = board.hexside_hexes(hexside)
    return edge(board.place(a), board.place(b))


def hexside_at(state: GameState, at: Edge) -> int | Refusal:
    """The name of the hexside between two hexes, or why there is none."""
    hexes = []
    for place in at:
        hex_ = on_board(state, place)
        if isinstance(hex_, Refusal):
            return hex_
        hexes.append(hex_)
    side = state.scenario.board.hexside(*hexes)
    if side is None:
        return Refusal(RefusalCode.NO_HEXSIDE, place=at[0], other=at[1])
    return side
