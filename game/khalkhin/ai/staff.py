"""The opponent: engineers and emergencies first, prepared assaults, marches, and then what exploitation, guns,
aircraft, trucks and headquarters still offer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from khalkhin.ai import choices, fights, fire, flights, going_home, hauls, headquarters, marches, works
from khalkhin.ai.appreciation import Appreciation, appreciate
from khalkhin.ai.fights import AssaultPlan, Breadth, Ranking
from khalkhin.ai.plan import is_beaten
from khalkhin.ai.situation import Situation, Weights, even, read
from khalkhin.ai.thoughts import Assaulting, Thought, Weighed
from khalkhin.core import View, why_illegal
from khalkhin.core.model.rules import Mobility
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Unit
from khalkhin.core.movement.movement import may_move, reach
from khalkhin.core.orders.orders import EndTurn, Move, Order, Prioritise

#: What a level of difficulty looks at; sight, rules and dice are the same for all.
LEVELS: dict[str, Breadth] = {
    "staff-easy": Breadth(targets=4, team=2),
    "staff": Breadth(),
    "staff-hard": Breadth(plans=4),
}


class StaffPlayer:
    """Plans from the view it is given. What it keeps within a turn only saves work and stops it from trying the same
    thing twice; a fresh player takes over from any view."""

    def __init__(self, seed: int = 0, weights: Weights | None = None, breadth: Breadth | None = None) -> None:
        self.seed = seed
        self.weights = weights or Weights()
        self.breadth = breadth or Breadth()
        self._turn: tuple[int, str] = (0, "")
        self._orders: list[Order] = []
        self._target: int | None = None
        self._tried: set[int] = set()
        self._moved: set[str] = set()
        self._given: set[str] = set()
        self._fields: dict[tuple[int, Mobility], list[int]] = {}
        self._left_alone: frozenset[tuple[int, int, int]] | None = None
        self._let_be: frozenset[tuple[int, int, int]] | None = None
        self._plan = Appreciation()
        #: What was weighed for the order that was given last, and for the assault that is being prepared.
        self.thought: Thought = None
        self._meant: Thought = None

    @property
    def appreciation(self) -> Appreciation:
        """What was made of the view when the turn began."""
        return self._plan

    def next_order(self, view: View) -> Order:
        """The next order of the view's side; always a legal one."""
        self.thought = None
        view = even(view)
        if (answer := choices.answer(view, self.seed)) is not None:
            return answer
        if self._turn != (view.state.turn, view.side):
            self._begin(view)
        order = self._continue(view)
        if order is not None:
            return order
        now = read(view, self._fields, self._plan)
        leaves = is_beaten(view.state, view.side)
        stages: list[Callable[[Situation], Order | None]] = [self._fights_left, self._finish]
        stages[:0] = [self._go_home] if leaves else [self._prepare, self._take, self._fight, self._march]
        for choose in stages:
            self.thought = None
            order = choose(now)
            if order is not None and _legal(view.state, order):
                return order
        return EndTurn()

    def _begin(self, view: View) -> None:
        self._turn = (view.state.turn, view.side)
        self._orders, self._target, self._left_alone, self._let_be = [], None, None, None
        self._tried, self._moved, self._given, self._fields = set(), set(), set(), {}
        self._plan = appreciate(view)

    def _once(self, state: GameState, order: Order | None) -> Order | None:
        """An order, if it is legal and has not been given this turn; a depot's priority is changed once a turn."""
        key = f"priority {order.depot}" if isinstance(order, Prioritise) else str(order)
        if order is None or key in self._given or not _legal(state, order):
            return None
        self._given.add(key)
        return order

    def _prepare(self, now: Situation) -> Order | None:
        """What comes before anything moves."""
        for choose in (
            headquarters.leave,
            partial(flights.scout, flown=self._given),
            headquarters.feed,
            works.blow,
            works.begin,
            headquarters.hurry,
            hauls.priority,
        ):
            if (order := self._once(now.state, choose(now))) is not None:
                return order
        return None

    def _continue(self, view: View) -> Order | None:
        """Go on with a prepared assault; before the assault itself, look at the odds once more."""
        while self._orders:
            order = self._orders.pop(0)
            if self._orders:
                if _legal(view.state, order):
                    self.thought = self._meant
                    return order
                continue
            now = read(view, self._fields, self._plan)
            plan = None
            if self._target is not None:
                others = {e.hex for e in now.enemies} - {self._target}
                plan = fights.best_plan(now, self.weights, others, {}, Breadth(team=self.breadth.team))
            if plan is not None and _legal(view.state, plan.assault):
                self.thought = self._meant
                return fights.supported(now, self.weights, plan.assault)
        return None

    def _take(self, now: Situation) -> Order | None:
        """Who can walk into a place that nobody defends does so before anything else, and may fight from there."""
        for name, hex_ in now.plan.takers.items():
            unit = now.state.unit(name)
            if unit is None or name in self._moved or unit.hex == hex_ or hex_ in now.known.enemies:
                continue
            if may_move(unit) and hex_ in reach(now.state, unit, now.known).cost:
                self._moved.add(name)
                order = Move(unit.spec.id, now.state.scenario.board.place(hex_))
                if _legal(now.state, order):
                    weighed = marches.weighed_march(now, self.weights, unit)
                    self.thought = weighed if weighed is not None and weighed.to == hex_ else None
                    return order
        return None

    def _fight(self, now: Situation) -> Order | None:
        # Marches alone make no new assault worth while, unless they show an enemy: the last word is with _fights_left.
        enemies = _strengths(now)
        if enemies == self._left_alone:
            return None
        found = fights.reaches(now)
        weighed = fights.ranked(now, self.weights, self._tried, found, self.breadth)
        plan = weighed.best
        if plan is None:
            self._left_alone = enemies
            return None
        self._tried.add(plan.target)
        self._target = plan.target
        self._orders = [*plan.moves, plan.assault]
        self._meant = _account(now, self.weights, weighed)
        self._moved.update(m.unit for m in plan.moves)
        return self._continue(now.view)

    def _go_home(self, now: Situation) -> Order | None:
        """Those at the edge leave, the others march there."""
        if (out := going_home.leave(now)) is not None:
            return out
        for unit in going_home.homeward_bound(now):
            if unit.spec.id not in self._moved:
                self._moved.add(unit.spec.id)
                if (step := going_home.march(now, unit)) is not None:
                    return step
        return None

    def _march(self, now: Situation) -> Order | None:
        for unit in marches.order_of_march(now):
            if unit.spec.id in self._moved:
                continue
            march = marches.weighed_march(now, self.weights, unit)
            order = None if march is None else Move(march.unit, now.state.scenario.board.place(march.to))
            if order is not None and (hurried := self._once(now.state, self._pressed(now, unit))) is not None:
                return hurried
            self._moved.add(unit.spec.id)
            if order is not None and _legal(now.state, order):
                self.thought = march
                return order
        return None

    def _pressed(self, now: Situation, unit: Unit) -> Order | None:
        """A forced march for a unit that is about to march, while there are points for it."""
        if not now.state.hq_points.get(now.side):
            return None
        return headquarters.press_on(now, unit, marches.goal_of(now, unit))

    def _fights_left(self, now: Situation) -> Order | None:
        """Assaults that marches have made possible, without further moves; and ways out of a ring by force."""
        enemies = _strengths(now)
        if enemies == self._let_be:
            return None
        weighed = fights.ranked(now, self.weights, set(), {}, Breadth(team=self.breadth.team))
        plan = weighed.best
        if plan is not None:
            self.thought = _account(now, self.weights, weighed)
            return fights.supported(now, self.weights, plan.assault)
        out = fights.break_out(now, self.weights)
        if out is None:
            self._let_be = enemies
        return out

    def _finish(self, now: Situation) -> Order | None:
        """What is left to do when the assaults and marches are over."""
        for choose in (
            partial(fire.mission, weights=self.weights),
            flights.strike,
            works.begin,
            fire.stand_by,
            headquarters.deceive,
            partial(flights.scout_with_the_rest, flown=self._given),
            hauls.drive,
        ):
            if (given := self._once(now.state, choose(now))) is not None:
                return given
        return None


def _account(now: Situation, weights: Weights, ranking: Ranking) -> Assaulting:
    """A ranking of assaults as it can be told of."""

    def weighed(plan: AssaultPlan, margin: float) -> Weighed:
        return Weighed(plan.target, plan.assault.attackers, plan.value, margin)

    first, *others = (weighed(plan, fights.margin(now, weights, plan)) for plan in ranking.plans)
    return Assaulting(first, (*others, *(weighed(*short) for short in ranking.short)))


def _strengths(now: Situation) -> frozenset[tuple[int, int, int]]:
    """What is known of the enemy's strength: his hexes with the steps in them and those suppressed."""
    return frozenset((e.hex, e.steps, e.suppressed) for e in now.enemies)


def _legal(state: GameState, order: Order) -> bool:
    return why_illegal(state, order) is None


#: The opponent at each level of difficulty, made from a seed.
easy, usual, hard = (partial(StaffPlayer, breadth=breadth) for breadth in LEVELS.values())
