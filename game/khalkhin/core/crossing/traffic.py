"""What goes over a crossing this turn, and what could still go: the numbers beside a bridge on the map."""

from __future__ import annotations

from dataclasses import dataclass

from khalkhin.core.crossing import crossing as crossings
from khalkhin.core.model.state import GameState
from khalkhin.core.movement.movement import Reach, may_move, picture, reach


@dataclass(frozen=True, slots=True)
class Traffic:
    """A crossing this turn: `units` and `supply` it can carry at most, `used` and `supply_used` of that; the `queue`
    of units, by id, that could go over it now, those nearest first. More may queue than there is room for."""

    units: int
    used: int
    supply: int
    supply_used: int
    queue: tuple[str, ...]

    @property
    def left(self) -> int:
        """Units that may still go over it this turn."""
        return max(0, self.units - self.used)

    @property
    def waiting(self) -> tuple[str, ...]:
        """Units of the queue for which there is no room: they must wait for the next turn."""
        return self.queue[self.left :]


def traffic(state: GameState, hexside: int, ways: dict[int, Reach] | None = None) -> Traffic:
    """The traffic of a crossing for the active side, as it knows the situation. `ways` is kept from one crossing of the
    same state to the next: where units can go, by their index. Raises: KeyError without a crossing."""
    link, rules = state.crossings[hexside], state.scenario.rules
    return Traffic(
        crossings.capacity(link, rules),
        link.used,
        crossings.supply_capacity(link, rules),
        link.supply_used,
        _queue(state, hexside, {} if ways is None else ways),
    )


def _queue(state: GameState, hexside: int, ways: dict[int, Reach]) -> tuple[str, ...]:
    link = state.crossings[hexside]
    known = picture(state, state.active)
    board = state.scenario.board
    banks = [h for h in board.hexside_hexes(hexside) if h >= 0]
    found = []
    for unit in state.side_units(state.active):
        near = min(board.distance(unit.hex, h) for h in banks)
        if near > unit.mp or not may_move(unit) or not crossings.open_to(link, unit.spec.type, state.scenario.rules):
            continue
        index = unit.spec.index
        if index not in ways:
            ways[index] = reach(state, unit, known)
        cost = _cost_over(ways[index], banks)
        if cost is not None:
            found.append((cost, index, unit.spec.id))
    return tuple(name for _, _, name in sorted(found))


def _cost_over(ways: Reach, banks: list[int]) -> int | None:
    """MP of the cheapest move that goes over between two hexes, or None if there is none this turn."""
    over = {(a, b) for a, b in (banks, banks[::-1]) if ways.came_from[b] == a}
    if not over:
        return None
    if len(over) == 1:
        (_start, beyond), *_rest = over
        if beyond in ways.cost:
            return ways.cost[beyond]  # Whatever lies further costs as much or more.
    costs = []
    for end, cost in ways.cost.items():
        path = ways.path(end)
        if any(pair in over for pair in zip(path, path[1:], strict=False)):
            costs.append(cost)
    return min(costs, default=None)
