"""The opponent: works first, prepared assaults, marches, then what exploitation, guns and aircraft still offer."""

from __future__ import annotations

from game.ai import choices, fights, marches, services
from game.ai.situation import Situation, Weights, read
from game.core import View, why_illegal
from game.core.model import Mobility
from game.core.orders import EndTurn, Order
from game.core.state import GameState


class StaffPlayer:
    """Plans from the view it is given. What it keeps within a turn only saves work and stops it from trying the same
    thing twice; a fresh player takes over from any view."""

    def __init__(self, seed: int = 0, weights: Weights | None = None) -> None:
        self.seed = seed
        self.weights = weights or Weights()
        self._turn: tuple[int, str] = (0, "")
        self._orders: list[Order] = []
        self._target: int | None = None
        self._tried: set[int] = set()
        self._moved: set[str] = set()
        self._fields: dict[tuple[int, Mobility], list[int]] = {}

    def next_order(self, view: View) -> Order:
        """The next order of the view's side; always a legal one."""
        state = view.state
        if self._turn != (state.turn, view.side):
            self._turn = (state.turn, view.side)
            self._orders, self._target = [], None
            self._tried, self._moved, self._fields = set(), set(), {}
        order = choices.answer(view, self.seed) or self._continue(view)
        if order is not None:
            return order
        now = read(view, self._fields)
        for choose in (services.before, self._fight, self._march, fights_left, self._barrage, services.after):
            order = choose(now)
            if order is not None and _legal(state, order):
                return order
        return EndTurn()

    def _continue(self, view: View) -> Order | None:
        """Go on with a prepared assault; before the assault itself, look at the odds once more."""
        while self._orders:
            order = self._orders.pop(0)
            if self._orders:
                if _legal(view.state, order):
                    return order
                continue
            now = read(view, self._fields)
            plan = None
            if self._target is not None:
                plan = fights.best_plan(now, self.weights, {e.hex for e in now.enemies} - {self._target}, {})
            if plan is not None and _legal(view.state, plan.assault):
                return services.supported(now, plan.assault)
        return None

    def _fight(self, now: Situation) -> Order | None:
        found = fights.reaches(now)
        plan = fights.best_plan(now, self.weights, self._tried, found)
        if plan is None:
            return None
        self._tried.add(plan.target)
        self._target = plan.target
        self._orders = [*plan.moves, plan.assault]
        self._moved.update(m.unit for m in plan.moves)
        return self._continue(now.view)

    def _march(self, now: Situation) -> Order | None:
        for unit in marches.order_of_march(now):
            if unit.spec.id in self._moved:
                continue
            self._moved.add(unit.spec.id)
            order = marches.march(now, self.weights, unit)
            if order is not None and _legal(now.state, order):
                return order
        return None

    def _barrage(self, now: Situation) -> Order | None:
        return fights.best_barrage(now, self.weights)


def fights_left(now: Situation) -> Order | None:
    """Assaults that marches have made possible, without further moves."""
    plan = fights.best_plan(now, Weights(), set(), {})
    return None if plan is None else plan.assault


def _legal(state: GameState, order: Order) -> bool:
    return why_illegal(state, order) is None
