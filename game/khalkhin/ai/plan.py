"""The operational plan: what each formation of a side is to do, and why its units go where they go.

A plan is a value, made anew at the start of a turn from the view: the scenario's hints give ways of advance and places
to hold, and the plan makes missions of them by what the enemy has done meanwhile. Wings pass by what holds out and make
for the place where the ring is to close; the centre keeps the enemy where he is; when he is shut in, the wings hold the
ring and the others beat him down.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from khalkhin.core.analysis import SideAnalysis
from khalkhin.core.model.scenario import AiHints, Manner
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import UNSUPPLIED, Unit

#: Steps of the enemy that make a pocket worth a formation.
WORTHWHILE = 6
#: Hexes from a formation within which a pocket is its business.
NEAR = 5
#: Hexes from the place where the ring closes within which a wing has arrived.
ARRIVED = 2
#: How much stronger than some enemies those who are put together against them must be.
ENOUGH = 1.5
#: Works from this level on are not given up lightly.
DUG_IN = 2
#: A defender is beaten when no more than this part of the worth that it was to hold is left to it, in percent.
LEFT = 50


class Task(StrEnum):
    """What a formation is to do."""

    PIN = "pin"  # keep the enemy before it where he is, at no great price
    ENVELOP = "envelop"  # go round what holds out, to a place behind the enemy
    SEAL = "seal"  # hold the place where the ring closes, facing both ways
    REDUCE = "reduce"  # beat down what is shut in
    ADVANCE = "advance"  # take the places of its way, one after another
    RESERVE = "reserve"  # wait
    HOLD = "hold"  # stay in its works
    RELIEVE = "relieve"  # march to those who are in danger


@dataclass(frozen=True, slots=True)
class Mission:
    """The task of a formation, and the hexes that it concerns, in order: a way, or where the enemy is shut in."""

    task: Task
    hexes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class OperationalPlan:
    """The missions of a side by formation; `pocketed` are the hexes of enemies that are shut in, `bound` the formations
    that are told to keep or to beat the enemy before them, whatever else could be won."""

    missions: Mapping[str, Mission] = field(default_factory=dict)
    pocketed: frozenset[int] = frozenset()
    bound: frozenset[str] = frozenset()

    def of(self, unit: Unit) -> Mission:
        """What a unit's formation is to do."""
        return self.missions.get(unit.spec.formation, _NOTHING)

    def task(self, unit: Unit) -> Task:
        return self.of(unit).task

    def encircles(self, unit: Unit) -> bool:
        """Whether a unit is free to go where a ring closes."""
        return unit.spec.formation not in self.bound


_NOTHING = Mission(Task.ADVANCE)


def make_plan(state: GameState, side: str, enemy: SideAnalysis, reserve: Iterable[str]) -> OperationalPlan:
    """The plan of a side for a turn, from what it sees of the enemy; `reserve` are units (by id) that still wait."""
    hints = state.scenario.side(side).hints
    waiting = set(reserve)
    formations: dict[str, list[Unit]] = {}
    for unit in state.side_units(side):
        if unit.is_combat and unit.hex >= 0:
            formations.setdefault(unit.spec.formation, []).append(unit)
    great = (ring for ring in enemy.nooses if ring.closed and ring.steps >= WORTHWHILE)
    shut_in = frozenset(state.units[i].hex for ring in great for i in ring.units)
    hungry = [u for u in state.known_enemies(side) if u.is_combat and u.supply_state >= UNSUPPLIED]
    starving = {u.hex for u in hungry} if sum(u.steps for u in hungry) >= WORTHWHILE else set[int]()
    ripe = shut_in | starving
    missions = {name: _mission(state, hints, name, units, ripe, waiting) for name, units in formations.items()}
    bound = (axis.formations for axis in hints.axes if axis.manner in (Manner.PIN, Manner.STORM))
    return OperationalPlan(missions, shut_in, frozenset().union(*bound))


def _mission(
    state: GameState, hints: AiHints, name: str, units: list[Unit], ripe: frozenset[int], waiting: set[str]
) -> Mission:
    axis = hints.axis_of(name)
    way = axis.hexes if axis is not None else ()
    if hints.posture != "attack":
        return Mission(Task.RELIEVE, way) if way else Mission(Task.HOLD)
    if all(u.id in waiting for u in units):
        return Mission(Task.RESERVE)
    board = state.scenario.board
    wing = axis is not None and axis.manner is Manner.ENVELOP
    if wing and any(board.distance(u.hex, way[-1]) <= ARRIVED for u in units):
        return Mission(Task.SEAL, way[-1:])
    near = tuple(h for h in sorted(ripe) if any(board.distance(u.hex, h) <= NEAR for u in units))
    if near and not wing:
        return Mission(Task.REDUCE, near)
    if wing:
        return Mission(Task.ENVELOP, way)
    pins = axis is not None and axis.manner is Manner.PIN and not ripe
    return Mission(Task.PIN if pins else Task.ADVANCE, way)


def in_order(unit: Unit) -> bool:
    """Whether a unit fights and more than half of it is not suppressed."""
    return unit.is_combat and 2 * unit.effective > unit.steps


def is_beaten(state: GameState, side: str) -> bool:
    """Whether a side that defends, and is paid for what it brings home, has lost so much of its ground that the rest is
    not worth the men: then it goes home, and the enemy knows it."""
    info = state.scenario.side(side)
    if not info.saved_step or info.hints.posture == "attack":
        return False
    own = [
        (o.worth, held.side == side)
        for o, held in zip(state.scenario.objectives, state.holdings, strict=True)
        if o.holder == side
    ]
    return 100 * sum(worth for worth, still in own if still) <= LEFT * sum(worth for worth, _ in own)
