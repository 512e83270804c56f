"""Breakdowns the player reads before deciding, made by the functions the rules themselves use."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import partial

from khalkhin.core.board.board import SWIM
from khalkhin.core.combat import combat
from khalkhin.core.crossing import crossing as crossings
from khalkhin.core.engine import apply
from khalkhin.core.model.rules import CrossingKind, HexsideKind, Road
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Unit
from khalkhin.core.movement import movement
from khalkhin.core.orders.errors import IllegalOrder
from khalkhin.core.orders.legal import why_illegal
from khalkhin.core.orders.movement import plan_move
from khalkhin.core.orders.orders import Assault, Move
from khalkhin.core.refusals import Refusal
from khalkhin.core.supply.supply import SupplyNet, trace
from khalkhin.core.takeback import Lookout, Prospect


class Expense(Enum):
    """What a step takes MP for. The words are in :mod:`khalkhin.text.steps`."""

    GROUND = "ground"
    ROAD = "road"  # over the ground, along a road or track
    CROSSING = "crossing"
    WADING = "wading"
    CLIMBING = "climbing"
    MUD = "mud"
    ZONE_IN = "zone-in"
    ZONE_OUT = "zone-out"
    SWIMMING = "swimming"
    ONE_STEP = "one-step"  # taken off what a fresh unit's first step would cost above all it has


@dataclass(frozen=True, slots=True)
class CostPart:
    """One item of a sum: what for, and how many MP; the `ground` by its name, the kind of the road or crossing."""

    expense: Expense
    mp: int
    ground: str = ""
    road: Road = Road.NONE
    crossing: CrossingKind | None = None


@dataclass(frozen=True, slots=True)
class PaidStep:
    """One step of a move and the parts of its cost."""

    hex: int
    parts: tuple[CostPart, ...]

    @property
    def cost(self) -> int:
        return sum(p.mp for p in self.parts)


class AssaultMark(Enum):
    """What a unit could still do against an enemy beside a hex: nothing, take part in another's assault, or assault."""

    NONE = "none"
    JOINS = "joins"
    ALONE = "alone"


@dataclass(frozen=True, slots=True)
class MovePreview:
    """A move before it is made; `prospect` says whether it can be taken back, `barred` why no assault is possible from
    its end although an enemy is known beside it."""

    unit: str
    path: tuple[int, ...]
    steps: tuple[PaidStep, ...]
    cost: int
    mp_left: int
    assault: AssaultMark
    supplied: bool
    prospect: Prospect
    swims: bool
    barred: Refusal | None = None


def move_preview(state: GameState, order: Move, net: SupplyNet | None = None) -> MovePreview | Refusal:
    """The way, the cost step by step, and what the unit can still do afterwards; or why it cannot move there.

    `net` may pass in the side's present supply net, so that many previews share it.
    """
    planned = plan_move(state, order)
    if isinstance(planned, Refusal):
        return planned
    unit, path, cost, known = planned.unit, planned.path, planned.cost, planned.known
    steps = list[PaidStep]()
    budget = unit.mp
    swims = False
    for here, there in zip(path, path[1:], strict=False):
        parts = _parts(state, unit, here, there, known, budget)
        swims = swims or movement.is_swim(state, unit, here, there)
        over = sum(p.mp for p in parts) - budget
        if over > 0:
            parts = (*parts, CostPart(Expense.ONE_STEP, -over))
        steps.append(PaidStep(there, parts))
        budget -= steps[-1].cost
    left = 0 if swims else unit.mp - cost
    marks = marks_at(state, unit, path, net or trace(state, unit.spec.side), Lookout(state, unit.spec.side))
    return MovePreview(
        unit.spec.id,
        path,
        tuple(steps),
        cost,
        left,
        marks.assault,
        marks.supplied,
        marks.prospect,
        swims,
        marks.barred,
    )


def _parts(
    state: GameState, unit: Unit, here: int, there: int, known: movement.Picture, budget: int
) -> tuple[CostPart, ...]:
    board = state.scenario.board
    rules = state.scenario.rules
    step = board.step(here, there, unit.spec.type.mobility)
    assert step is not None
    direction = board.direction(here, there)
    assert direction is not None
    ground = board.terrain[there].name
    road = board.roads[here][direction]
    price = movement.step_cost(state, step, unit.spec.type, unit.cargo)
    parts: list[CostPart] = []
    if price == SWIM:
        return (CostPart(Expense.SWIMMING, budget),)
    plain = board.terrain[there].cost.get(unit.spec.type.mobility)
    soft = rules.movement.mud_cost.get(unit.spec.type.mobility, 0) if movement.muddy(state) and not road else 0
    by_road = bool(road) and (plain is None or step.cost < plain)
    way = (
        partial(CostPart, Expense.ROAD, ground=ground, road=road)
        if by_road
        else partial(CostPart, Expense.GROUND, ground=ground)
    )
    if step.water:
        link = state.crossings.get(step.hexside)
        if link is not None and crossings.open_to(link, unit.spec.type, rules, unit.cargo):
            parts.append(way(step.cost))
            parts.append(CostPart(Expense.CROSSING, rules.crossings[link.kind].cost, crossing=link.kind))
        else:
            base = plain if plain is not None else step.cost
            parts.append(CostPart(Expense.GROUND, base, ground))
            parts.append(CostPart(Expense.WADING, price - base))
    elif board.kind(step.hexside) is HexsideKind.ESCARPMENT and not road:
        extra = rules.movement.escarpment_cost.get(unit.spec.type.mobility, 0)
        parts.append(way(step.cost - extra))
        parts.append(CostPart(Expense.CLIMBING, extra))
    else:
        parts.append(way(step.cost))
    if soft:
        parts.append(CostPart(Expense.MUD, soft))
    into, out = movement.zone_costs(state, here, there, known.zones)
    parts += [CostPart(Expense.ZONE_IN, into), CostPart(Expense.ZONE_OUT, out)]
    return tuple(p for p in parts if p.mp)


@dataclass(frozen=True, slots=True)
class Marks:
    """What a unit could still do in a hex it can reach; `barred` is why it could not assault an enemy beside it."""

    assault: AssaultMark
    supplied: bool
    prospect: Prospect
    barred: Refusal | None = None


def assaults_from(state: GameState, unit: Unit, hex_: int) -> tuple[AssaultMark, Refusal | None]:
    """Whether a unit could assault from a hex after moving there, as its side knows the situation, and why it could
    not by itself: the move is made, and the orders that would follow are put to the rules."""
    board, side = state.scenario.board, unit.spec.side
    near = [n for n in board.neighbours[hex_] if n >= 0 and combat.fighters(state, side, n)]
    if not near:
        return AssaultMark.NONE, None
    if hex_ != unit.hex:
        try:
            state, _ = apply(state, Move(unit.spec.id, board.place(hex_)))
        except IllegalOrder:
            return AssaultMark.NONE, None
    best, barred = AssaultMark.NONE, None
    for target in near:
        place = board.place(target)
        refused = why_illegal(state, Assault(place, (unit.spec.id,)))
        if refused is None:
            return AssaultMark.ALONE, None
        barred = barred or refused
        leads = (u.spec.id for u in combat.possible_attackers(state, target) if u.is_combat)
        team = next(((lead, unit.spec.id) for lead in leads if lead != unit.spec.id), None)
        if team is not None and why_illegal(state, Assault(place, team)) is None:
            best = AssaultMark.JOINS
    return best, barred


def marks_at(state: GameState, unit: Unit, path: tuple[int, ...], net: SupplyNet, lookout: Lookout) -> Marks:
    """Marks for the end of a way in a unit's reach; `net` is the supply net of its side before the move, `lookout` what
    the side sees."""
    hex_ = path[-1]
    supplied = supplied_at(state, unit, hex_, net)
    mark, barred = assaults_from(state, unit, hex_)
    return Marks(mark, supplied, lookout.prospect(unit, path), barred)


def supplied_at(state: GameState, unit: Unit, hex_: int, net: SupplyNet) -> bool:
    """Whether supply would reach a unit in a hex, as its side's `net` is now."""
    board = state.scenario.board
    return hex_ in net.cost or (
        hex_ not in net.blocked
        and any(n in net.cost for n in board.neighbours[hex_])
        and min(net.cost[n] for n in board.neighbours[hex_] if n in net.cost)
        + board.terrain[hex_].cost.get(unit.spec.type.mobility, 0)
        <= state.scenario.rules.supply.range
    )


def reach_marks(
    state: GameState, unit: Unit, found: movement.Reach | None = None, net: SupplyNet | None = None
) -> dict[int, Marks]:
    """Marks for every hex a unit can reach now. `found` and `net` pass in its reach and its side's present supply net,
    where they are known."""
    found, net = found or movement.reach(state, unit), net or trace(state, unit.spec.side)
    lookout = Lookout(state, unit.spec.side)
    return {h: marks_at(state, unit, found.path(h), net, lookout) for h in found.cost}
