"""An order being put together: what was picked, where it is aimed, the numbers set. No pygame, and no rule.

A draft is aimed by pointing at the map or by stepping through its targets, shaped by its dials, and gives its order
when confirmed. A haul is aimed twice: first where to load, then where to unload.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from khalkhin.core.model.state import GameState
from khalkhin.core.orders.legal import why_illegal
from khalkhin.core.orders.orders import Fly, Load, Order, Unload
from khalkhin.core.refusals import Refusal
from khalkhin.ui.planning import choices
from khalkhin.ui.planning.choices import Choice, Target


@dataclass(slots=True)
class OrderDraft:
    """See the module. `giver` is the unit that will do it, if one does; `start` the hex where a haul loads, once
    chosen."""

    choice: Choice
    giver: str | None = None
    values: dict[str, int] = field(default_factory=dict)
    aim: Target | None = None
    start: int | None = None

    def __post_init__(self) -> None:
        self.values = {d.name: d.start for d in self.choice.dials}
        if len(self.choice.targets) == 1 and not self.choice.anywhere:
            self.aim = self.choice.targets[0]

    @property
    def aimed(self) -> bool:
        """Whether the order needs something to be pointed at."""
        return self.choice.anywhere or any(t.hexes or t.order is None for t in self.choice.targets) or self.named

    @property
    def named(self) -> bool:
        """Whether its targets are picked by name: there are several that lie nowhere on the map."""
        return len(self.choice.targets) > 1

    def hexes(self) -> frozenset[int]:
        """Hexes that can be pointed at."""
        return frozenset(h for t in self.choice.targets for h in t.hexes)

    def target_at(self, hex_: int, hexside: int | None = None) -> Target | None:
        """What pointing at a hex means: of several crossings there, the one whose hexside is near."""
        found = [t for t in self.choice.targets if hex_ in t.hexes]
        if found:
            return next((t for t in found if t.hexside == hexside), found[0])
        order = self.choice.at(hex_) if self.choice.anywhere else None
        return None if order is None else Target("", (hex_,), order)

    def point(self, hex_: int, hexside: int | None = None) -> bool:
        """Aim at a hex, if it means something. Returns whether it does."""
        target = self.target_at(hex_, hexside)
        if target is not None:
            self.aim = target
        return target is not None

    def step(self, by: int) -> Target | None:
        """Aim at the next target of the list."""
        targets = self.choice.targets
        if not targets:
            return None
        at = targets.index(self.aim) if self.aim in targets else (-1 if by > 0 else 0)
        self.aim = targets[(at + by) % len(targets)]
        return self.aim

    def turn(self, name: str, by: int, *, around: bool = False) -> None:
        """Change a number by steps, within its limits or round from the end to the beginning."""
        dial = next((d for d in self.choice.dials if d.name == name), None)
        if dial is None:
            return
        value = self.values[name] + by * dial.step
        if around and self.values[name] == dial.high and by > 0:
            value = dial.low
        self.values[name] = max(dial.low, min(dial.high, value))

    def order(self) -> Order | None:
        """The order as aimed and set, or None while something is missing."""
        if self.aim is None or self.aim.order is None:
            return None
        return self.shaped(self.aim.order)

    def shaped(self, order: Order) -> Order:
        """An order with the numbers that are set."""
        match order:
            case Fly():
                sorties, escort = self.values.get("sorties", order.sorties), self.values.get("escort", order.escort)
                return replace(order, sorties=sorties, escort=escort)
            case Load() | Unload():
                return replace(order, points=self.values.get("points", order.points))
        return order

    def refusal(self, state: GameState) -> Refusal | None:
        """Why the order may not be given as it stands."""
        order = self.order()
        return None if order is None else why_illegal(state, order)

    def go_on(self, state: GameState) -> bool:
        """After the first half of a haul is aimed: offer where it may unload. Returns whether there was a half."""
        unit = state.unit(self.giver) if self.giver is not None else None
        if unit is None or self.aim is None or self.aim.order is not None:
            return False
        self.start = self.aim.hexes[0]
        self.choice = choices.haul_ends(state, unit, self.start)
        self.aim = self.choice.targets[0] if len(self.choice.targets) == 1 else None
        return True
