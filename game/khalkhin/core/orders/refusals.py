"""What every kind of order is asked first: is the unit yours, is the hex on the map; hexsides as orders name them."""

from __future__ import annotations

from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Unit
from khalkhin.core.orders.errors import IllegalOrder
from khalkhin.core.orders.orders import Edge, Order, Place, edge


def own_unit(state: GameState, order: Order, name: str) -> Unit | IllegalOrder:
    """A unit of the active side that is on the map, or why it cannot be ordered."""
    unit = state.unit(name)
    if unit is None:
        return IllegalOrder("no-unit", order, f"There is no unit called {name}.")
    if unit.spec.side != state.active:
        return IllegalOrder("not-yours", order, f"{unit.spec.name} does not belong to the side whose turn it is.")
    if unit.hex < 0:
        return IllegalOrder("off-map", order, f"{unit.spec.name} is not on the map.")
    return unit


def on_board(state: GameState, order: Order, place: Place) -> int | IllegalOrder:
    """The board index of a hex, or why there is none."""
    hex_ = state.scenario.board.index(*place)
    if hex_ is None:
        return IllegalOrder("off-board", order, f"Hex {place[0]},{place[1]} is not on the map.")
    return hex_


def edge_at(state: GameState, hexside: int) -> Edge:
    """A hexside with a hex on both sides as orders write it."""
    board = state.scenario.board
    a, b = board.hexside_hexes(hexside)
    return edge(board.place(a), board.place(b))


def hexside_at(state: GameState, order: Order, at: Edge) -> int | IllegalOrder:
    """The name of the hexside between two hexes, or why there is none."""
    hexes = []
    for place in at:
        hex_ = on_board(state, order, place)
        if isinstance(hex_, IllegalOrder):
            return hex_
        hexes.append(hex_)
    side = state.scenario.board.hexside(*hexes)
    if side is None:
        (a, b), (c, d) = at
        return IllegalOrder("no-hexside", order, f"The hexes {a},{b} and {c},{d} are not next to each other.")
    return side
