"""A player that takes what it can get now: the order with the best immediate gain of score, else a step nearer to the
nearest place that the enemy holds."""

from __future__ import annotations

from collections.abc import Iterator

from khalkhin.ai.situation import marching
from khalkhin.ai.yardsticks.common import SimplePlayer, assailed, assault_gain, barrages, prizes
from khalkhin.core import View, best_assault, why_illegal
from khalkhin.core.movement.movement import may_move, reach
from khalkhin.core.orders.orders import Move, Order

#: Least gain for which an order is given, in victory points.
LEAST = 0.1


class GreedyPlayer(SimplePlayer):
    """Looks one order ahead and no further."""

    def choose(self, view: View) -> Order | None:
        """The most gainful order; then marches, those nearest to their goal first."""
        gains = [*_walks(view), *_assaults(view), *barrages(view)]
        gain, order = max(gains, key=lambda g: (g[0], str(g[1])), default=(0.0, None))
        if order is not None and gain >= LEAST:
            return order
        return self._march(view)

    def _march(self, view: View) -> Order | None:
        state = view.state
        goals = prizes(state, view.side)
        units = [u for u in self.waiting(view) if not u.is_column and not u.has("hq")]
        if not goals or not units:
            return None
        ways = {kind: marching(state, kind, goals) for kind in {u.spec.type.mobility for u in units}}
        for unit in sorted(units, key=lambda u: (not u.is_combat, ways[u.spec.type.mobility][u.hex], u.spec.index)):
            if (order := self.march(view, unit, ways[unit.spec.type.mobility])) is not None:
                return order
        return None


def _walks(view: View) -> Iterator[tuple[float, Order]]:
    """Moves into places that nobody is seen to hold, and onto truck columns."""
    state, known = view.state, view.analysis.of(view.side).picture
    prize = prizes(state, view.side)
    for hex_ in known.prey:
        caught = sum(u.steps for u in state.at_hex(hex_) if u.is_column)
        prize[hex_] = prize.get(hex_, 0) + state.scenario.victory.step * caught
    for unit in state.side_units(view.side):
        if unit.is_combat and may_move(unit) and unit.hex not in prize:
            for hex_ in prize.keys() & reach(state, unit, known).cost.keys():
                order = Move(unit.id, state.scenario.board.place(hex_))
                if why_illegal(state, order) is None:
                    yield float(prize[hex_]), order


def _assaults(view: View) -> Iterator[tuple[float, Order]]:
    """The best assault on every enemy that somebody stands beside."""
    state = view.state
    prize = prizes(state, view.side)
    for target in assailed(view):
        order = best_assault(state, target)
        if order is not None and why_illegal(state, order) is None:
            yield assault_gain(state, order, prize.get(target, 0)), order


#: Found by this name in :data:`khalkhin.ai.players.OWN`.
player = GreedyPlayer
