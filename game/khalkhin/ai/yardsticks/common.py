"""What the simple players share: a turn in which every unit is asked once, marching distances, what a place pays."""

from __future__ import annotations

from collections.abc import Sequence

from khalkhin.ai.choices import answer
from khalkhin.ai.situation import nearer
from khalkhin.core import View, why_illegal
from khalkhin.core.combat.combat import barrage_odds, can_assault, defenders
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Unit
from khalkhin.core.movement.movement import may_move
from khalkhin.core.orders.base import Outlook
from khalkhin.core.orders.combat import assault_forecast
from khalkhin.core.orders.orders import Assault, Barrage, EndTurn, Move, Order
from khalkhin.core.victory import worth

#: What a suppressed step is worth beside one that is lost.
SHAKEN = 0.3


class SimplePlayer:
    """Answers choices as the staff does, then gives what :meth:`choose` finds until there is nothing more. What it
    keeps within a turn only stops it from asking a unit twice."""

    def __init__(self, seed: int = 0) -> None:
        self.seed = seed
        self.asked: set[str] = set()
        self._turn = (0, "")

    def next_order(self, view: View) -> Order:
        """The next order of the view's side; always a legal one."""
        if (choice := answer(view, self.seed)) is not None:
            return choice
        if self._turn != (view.state.turn, view.side):
            self._turn, self.asked = (view.state.turn, view.side), set()
            self.begin(view)
        return self.choose(view) or EndTurn()

    def begin(self, view: View) -> None:
        """Look at a view as a turn begins."""

    def choose(self, view: View) -> Order | None:
        """A legal order, or None when the turn is over."""
        return None

    def march(self, view: View, unit: Unit, cost: Sequence[int]) -> Move | None:
        """The move that brings a unit nearest, by the marching `cost` of every hex to its goals; each is asked once."""
        self.asked.add(unit.id)
        return nearer(view.state, unit, view.analysis.of(view.side).picture, cost)

    def waiting(self, view: View) -> list[Unit]:
        """Units that may still move and have not been asked."""
        return [u for u in view.state.side_units(view.side) if may_move(u) and u.id not in self.asked]


def assailed(view: View) -> list[int]:
    """Hexes of known enemies, truck columns left out, that a unit which can assault stands beside."""
    state, known = view.state, view.analysis.of(view.side).picture
    able = {u.hex for u in state.side_units(view.side) if can_assault(u) and not u.fought}
    neighbours = state.scenario.board.neighbours
    return [target for target in sorted(known.enemies - known.prey) if not able.isdisjoint(neighbours[target])]


def prizes(state: GameState, side: str) -> dict[int, int]:
    """Victory points that a side's margin grows by when it takes a place it does not hold, by hex."""
    held = zip(state.scenario.objectives, state.holdings, strict=True)
    return {o.hex: o.final_worth + worth(state, o) for o, holding in held if holding.side != side}


def assault_gain(state: GameState, order: Assault, prize: float) -> float:
    """Victory points that an assault brings on average, with the prize if its hex falls."""
    odds = assault_forecast(state, order)
    mine, theirs = odds.losses
    return state.scenario.victory.step * (theirs - mine) + prize * odds.falls


def barrages(view: View) -> list[tuple[float, Barrage]]:
    """Barrages that may be fired, with the steps that each costs the enemy on average."""
    state, side = view.state, view.side
    found = []
    for order in Barrage.options(Outlook(state, view.analysis.of(side).picture)):
        target, gun = state.scenario.board.index(*order.target), state.unit(order.gun)
        assert target is not None and gun is not None
        odds = barrage_odds(state, gun, defenders(state, side, target), target)
        gain = sum((lost + SHAKEN * shaken) * faces for (lost, shaken), faces in odds.effects.items()) / 6
        if gain > 0 and why_illegal(state, order) is None:
            found.append((gain, order))
    return found
