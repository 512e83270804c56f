"""Sending units to a place, however far it is: who gets where, turn by turn, who does not and why, before an order is
given. One unit goes to the place itself; several fill the hexes about it, the nearest of them first, each by its own
way and after those before it, so that room and crossings are shared out as the orders will share them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from khalkhin.core.marching import Leg, MarchPlan, NoMarch, plan_march
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Unit
from khalkhin.core.movement import movement
from khalkhin.core.movement.movement import Picture
from khalkhin.core.movement.walking import walk
from khalkhin.core.orders.movement import plan_move
from khalkhin.core.orders.orders import Move
from khalkhin.core.refusals import Refusal

#: How far from the place, in hexes, units of a group may end, and how many hexes are tried for each.
SPREAD, TRIES = 5, 8


@dataclass(frozen=True, slots=True)
class Sent:
    """A unit that is sent: the hex it is to go to, and how; or why it cannot."""

    unit: str
    to: int
    how: MarchPlan | Refusal | NoMarch

    @property
    def plan(self) -> MarchPlan | None:
        return self.how if isinstance(self.how, MarchPlan) else None


@dataclass(frozen=True, slots=True)
class Sending:
    """Units sent to a hex, in the order in which they go."""

    hex: int
    sent: tuple[Sent, ...]

    @property
    def going(self) -> tuple[MarchPlan, ...]:
        """The ways of those that go."""
        return tuple(s.plan for s in self.sent if s.plan is not None)


def send(state: GameState, units: Sequence[str], hex_: int) -> Sending:
    """Send units of the active side to a hex. `state` is what their side knows."""
    found = [unit for unit in map(state.unit, units) if unit is not None and unit.on_map]
    if len(found) == 1:
        return Sending(hex_, (Sent(found[0].id, hex_, _how(state, found[0], hex_)),))
    distance = state.scenario.board.distance
    # Fighting units come before those that only accompany them.
    found.sort(key=lambda u: (not u.is_combat, distance(u.hex, hex_), u.spec.index))
    promised: dict[object, set[int]] = {}
    sent = []
    for unit in found:
        taken = promised.setdefault(unit.spec.type.stack, set())
        its = _placed(state, unit, hex_, taken)
        sent.append(its)
        if its.plan is not None:
            taken |= set() if unit.is_column else {its.to}
            if (leg := its.plan.leg(state.turn)) is not None:
                state = _walked(state, leg)
    return Sending(hex_, tuple(sent))


def _walked(state: GameState, leg: Leg) -> GameState:
    """A position after a leg: where the unit stands, and what has gone over the crossings. Nothing else that an order
    brings about, the end of the battle among it, is known beforehand."""
    planned = plan_move(state, leg.order)
    assert not isinstance(planned, Refusal)
    return walk(state, planned.unit, planned.path, planned.cost, planned.known)[0]


def _how(state: GameState, unit: Unit, hex_: int) -> MarchPlan | Refusal | NoMarch:
    """A move of this turn where one leads there, else a march."""
    order = Move(unit.id, state.scenario.board.place(hex_))
    planned = plan_move(state, order)
    if isinstance(planned, Refusal):
        return plan_march(state, unit, hex_)
    return MarchPlan(unit.id, planned.path, (Leg(state.turn, order, planned.path, planned.cost),))


def _placed(state: GameState, unit: Unit, hex_: int, taken: set[int]) -> Sent:
    """A unit of a group, sent to the place or as near to it as it finds room."""
    first: Sent | None = None
    known = movement.picture(state, unit.side)
    for to in _near(state, unit, hex_, taken, known):
        if to == unit.hex:
            break
        its = Sent(unit.id, to, _how(state, unit, to))
        if its.plan is not None:
            return its
        first = first or its
    return first or Sent(unit.id, hex_, _how(state, unit, hex_))


def _near(state: GameState, unit: Unit, hex_: int, taken: set[int], known: Picture) -> Iterator[int]:
    """Hexes for a unit about a place, the nearest first; its own, if nothing nearer is free."""
    board = state.scenario.board
    distance, mobility = board.distance, unit.spec.type.mobility
    around = (h for h in board.within(hex_, SPREAD) if h not in taken and h not in known.zones | known.enemies)
    free = (h for h in around if known.room(unit, h) and board.terrain[h].cost.get(mobility))
    found = sorted({*free, hex_} - taken, key=lambda h: (distance(h, hex_), distance(h, unit.hex), h))
    yield from found[:TRIES]
