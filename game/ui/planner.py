"""What the player is about to do: selection, reach, target, planned assault. No pygame, and no rule of its own.

A planner looks at one side's view and turns clicks on hexes into orders; it asks the rules for everything it shows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from game.core import combat, legal, movement
from game.core.combat import Forecast
from game.core.errors import IllegalOrder
from game.core.movement import Reach
from game.core.orders import Assault, Barrage, Exit, Move, Order
from game.core.state import GameState, Level, Unit
from game.core.view import View


@dataclass(slots=True)
class Plan:
    """An assault being planned: the order as ticked, and everybody who could take part."""

    hex: int
    order: Assault
    attackers: tuple[Unit, ...]
    guns: tuple[Unit, ...]

    def toggled(self, unit_id: str) -> Assault:
        """The order with a participant added or taken away."""
        order = self.order
        if any(u.id == unit_id for u in self.guns):
            guns = tuple(g for g in order.guns if g != unit_id)
            return replace(order, guns=guns if unit_id in order.guns else (*order.guns, unit_id))
        if unit_id in order.attackers:
            return replace(order, attackers=tuple(a for a in order.attackers if a != unit_id))
        return replace(order, attackers=(*order.attackers, unit_id))


class Planner:
    """See the module. `active` tells whether the side may give orders now."""

    def __init__(self, view: View, active: bool) -> None:
        self.view = view
        self.active = active
        self.selected: str | None = None
        self.shelling = False
        self.plan: Plan | None = None
        self.holding: set[str] = set()
        self._reach: Reach | None = None
        self._orders: tuple[Order, ...] | None = None

    @property
    def state(self) -> GameState:
        """What the side knows, as a state."""
        return self.view.state

    @property
    def side(self) -> str:
        return self.view.side

    def look(self, view: View, active: bool) -> None:
        """Take a new view; keep the selection if the unit is still there."""
        self.view, self.active = view, active
        self._reach = self._orders = None
        self.plan = None
        self.shelling = False
        unit = self.unit
        if unit is None or not unit.on_map or unit.side != self.side:
            self.selected = None

    @property
    def unit(self) -> Unit | None:
        """The selected unit."""
        return None if self.selected is None else self.state.unit(self.selected)

    def select(self, unit_id: str | None) -> None:
        if unit_id != self.selected:
            self.selected = unit_id
            self._reach = None
        self.shelling = False
        self.plan = None

    @property
    def orders(self) -> tuple[Order, ...]:
        """Every legal order, asked once for a state (see :func:`legal.legal_orders` for which assaults are listed)."""
        if self._orders is None:
            self._orders = legal.legal_orders(self.state) if self.active and not self.state.over else ()
        return self._orders

    def reach(self) -> Reach | None:
        """Where the selected unit can go, or None if it cannot be ordered now."""
        unit = self.unit
        if unit is None or not self.active or unit.side != self.side or self.state.over:
            return None
        if self._reach is None:
            self._reach = movement.reach(self.state, unit)
        return self._reach

    def able(self) -> list[str]:
        """Units that can still be given an order, in order of battle; leaving the map counts only for no one."""
        found: set[str] = set()
        for order in self.orders:
            match order:
                case Move(unit=unit):
                    found.add(unit)
                case Assault(attackers=attackers):
                    found.update(attackers)
                case Barrage(gun=gun):
                    found.add(gun)
        return [u.id for u in self.state.units if u.id in found]

    def waiting(self) -> list[str]:
        """Units that can act, have done nothing yet and were not told to hold."""
        able = set(self.able())
        return [
            u.id for u in self.state.units if u.id in able and u.id not in self.holding and not u.moved and not u.fought
        ]

    def barrage_targets(self) -> set[int]:
        """Hexes the selected guns may shell."""
        board = self.state.scenario.board
        found = {board.index(*o.target) for o in self.orders if isinstance(o, Barrage) and o.gun == self.selected}
        return {h for h in found if h is not None}

    def assault_targets(self) -> set[int]:
        """Hexes the selected unit may assault."""
        board = self.state.scenario.board
        found = {board.index(*o.target) for o in self.orders if isinstance(o, Assault) and self.selected in o.attackers}
        return {h for h in found if h is not None}

    def can_exit(self) -> bool:
        return self.selected is not None and any(isinstance(o, Exit) and o.unit == self.selected for o in self.orders)

    def following(self, step: int) -> str | None:
        """The next (or previous) unit that can act, after the selected one."""
        able = set(self.able()) - self.holding
        order = [u.id for u in self.state.units if u.id in able or u.id == self.selected]
        if not able:
            return None
        if self.selected in order:
            return order[(order.index(self.selected) + step) % len(order)]
        return order[0 if step > 0 else -1]

    def click(self, hex_: int, *, into: bool = False) -> Order | None:
        """A click on a hex: select, open an assault, or an order to give. `into` moves among friends too."""
        own = [u for u in self.state.at_hex(hex_) if u.side == self.side]
        if self.shelling and self.selected is not None:
            return Barrage(self.selected, self.state.scenario.board.place(hex_))
        reach = self.reach()
        unit = self.unit
        can_go = reach is not None and unit is not None and hex_ != unit.hex and hex_ in reach.cost
        if can_go and unit is not None and (into or not own):
            return Move(unit.id, self.state.scenario.board.place(hex_))
        if own:
            ids = [u.id for u in own]
            at = ids.index(self.selected) + 1 if self.selected in ids else 0
            self.select(ids[at % len(ids)])
            return None
        if self.enemies(hex_) and self.active:
            self.open_assault(hex_)
            return None
        if unit is not None and self.active and unit.side == self.side and into:
            return Move(unit.id, self.state.scenario.board.place(hex_))
        self.select(None)
        return None

    def enemies(self, hex_: int) -> list[Unit]:
        """Enemy units known to be in a hex."""
        levels = self.state.sightings[self.side].levels
        return [u for u in self.state.at_hex(hex_) if u.side != self.side and levels[u.spec.index] > Level.UNSEEN]

    def open_assault(self, hex_: int) -> str | None:
        """Plan an assault on a hex with the best combination. Returns why there can be none, or None."""
        state = self.state
        place = state.scenario.board.place(hex_)
        self.shelling = False
        order = combat.best_assault(state, hex_)
        attackers = tuple(combat.possible_attackers(state, hex_))
        if order is None:
            if attackers:
                order = Assault(place, tuple(u.id for u in attackers))
                refusal = legal.why_illegal(state, order)
                return refusal.reason if refusal else None
            near = [n for n in state.scenario.board.neighbours[hex_] if n >= 0]
            there = [u for n in near for u in state.at_hex(n) if u.side == self.side and u.is_combat]
            if there:
                refusal = legal.why_illegal(state, Assault(place, (there[0].id,)))
                return refusal.reason if refusal else None
            return "No unit of yours stands next to that hex."
        self.plan = Plan(hex_, order, attackers, tuple(combat.possible_guns(state, hex_)))
        return None

    def toggle(self, unit_id: str) -> None:
        """Tick or untick a participant of the planned assault."""
        if self.plan is not None:
            self.plan.order = self.plan.toggled(unit_id)

    def toggle_advance(self) -> None:
        if self.plan is not None:
            self.plan.order = replace(self.plan.order, advance=not self.plan.order.advance)

    def refusal(self) -> IllegalOrder | None:
        """Why the planned assault may not be given as ticked."""
        return None if self.plan is None else legal.why_illegal(self.state, self.plan.order)

    def forecast(self) -> Forecast | None:
        """The odds of the planned assault, or None while nobody takes part."""
        if self.plan is None or not self.plan.order.attackers:
            return None
        return combat.forecast(self.state, self.plan.order)
