"""Movement and zones of control.

:func:`reach` answers from what the unit's side knows: enemies it does not see neither block nor slow the plan. What
really happens on the way is the engine's business (:mod:`khalkhin.core.engine`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from khalkhin.core.board.board import SWIM, Step
from khalkhin.core.board.shortest_paths import Field, SearchGoal, Surcharge, fare, ground, search
from khalkhin.core.command import handicap
from khalkhin.core.crossing import crossing as crossings
from khalkhin.core.fog import contacts
from khalkhin.core.model.rules import StackClass, UnitType
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import ISOLATED, Level, Unit

#: Weather that turns the steppe to mud.
MUD = frozenset({"rain", "storm"})

NOWHERE: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Picture:
    """Where things stand for one side's mover: known enemies, their zones of control, own combat and support units.
    `prey` are those enemy hexes that hold nothing but truck columns, for combat units to take."""

    enemies: frozenset[int]
    zones: frozenset[int]
    combat: frozenset[int]
    support: frozenset[int]
    prey: frozenset[int] = frozenset()

    def closed(self, unit: Unit) -> frozenset[int]:
        """Hexes that a unit cannot move into because the enemy is there."""
        return self.enemies - self.prey if self.prey and unit.is_combat else self.enemies

    def bars(self, unit: Unit, hex_: int) -> bool:
        """Whether the enemy in a hex keeps a unit from moving into it."""
        return hex_ in self.enemies and not (hex_ in self.prey and unit.is_combat)

    def room(self, unit: Unit, hex_: int) -> bool:
        """Whether a unit may end its move in a hex: one combat and one support unit of a side share it."""
        return hex_ not in self.taken(unit) or hex_ == unit.hex

    def taken(self, unit: Unit) -> frozenset[int]:
        """Hexes where there is no room for a unit of this kind, because another stands there."""
        if unit.is_column:
            return NOWHERE
        return self.combat if unit.is_combat else self.support


def zones(state: GameState, units: Iterable[Unit]) -> set[int]:
    """Hexes under the zones of control of these units.

    A combat unit controls the hexes around it, but not over a river that has no standing crossing there, nor when
    it has been isolated.
    """
    return controlled(state, [u.hex for u in units if controls(u)])


def controls(unit: Unit) -> bool:
    """Whether a unit has a zone of control at all."""
    return unit.supply_state < ISOLATED and unit.spec.type.stack is StackClass.COMBAT


def bars_supply(state: GameState, unit: Unit) -> bool:
    """Whether a unit's zone of control keeps the enemy's supplies off. Who has gone without for some turns holds the
    hex in which he stands, and no more."""
    return controls(unit) and unit.unsupplied < state.scenario.rules.supply.bars_until


def controlled(state: GameState, hexes: Iterable[int]) -> set[int]:
    """Hexes that units with a zone of control control from these hexes."""
    board, rules, links = state.scenario.board, state.scenario.rules, state.crossings
    dry, wet = board.dry, board.wet
    out: set[int] = set()
    for hex_ in hexes:
        out.update(dry[hex_])
        if over := wet[hex_]:
            for n, side in over:
                link = links.get(side)
                if link is not None and crossings.standing(link, rules):
                    out.add(n)
    return out


def picture(state: GameState, side: str, *, omniscient: bool = False) -> Picture:
    """The situation as `side` knows it (or as it is, for `omniscient`).

    An enemy of unknown kind is taken for a combat unit, and only one seen exactly is known to be isolated. Contacts
    that deception has put on its map count like any others.
    """
    levels = state.sightings[side].levels
    enemies: list[int] = []
    others: list[int] = []
    controlling: list[int] = []
    combat: list[int] = []
    support: list[int] = []
    if not omniscient and (false := contacts.decoys(state, side)):
        enemies += false
        others += false
        controlling += false
    fighting, supporting = StackClass.COMBAT, StackClass.SUPPORT
    for unit in state.units:
        hex_ = unit.hex
        if hex_ < 0:
            continue
        spec = unit.spec
        stack = spec.type.stack
        if spec.side == side:
            if stack is fighting:
                combat.append(hex_)
            elif stack is supporting:
                support.append(hex_)
        elif level := Level.EXACT if omniscient else levels[spec.index]:
            enemies.append(hex_)
            if level == Level.CONTACT:
                others.append(hex_)
                controlling.append(hex_)
                continue
            if stack is not StackClass.COLUMN:
                others.append(hex_)
            if stack is fighting and (unit.supply_state < ISOLATED or level == Level.IDENTIFIED):
                controlling.append(hex_)
    return Picture(
        frozenset(enemies),
        frozenset(controlled(state, controlling)),
        frozenset(combat),
        frozenset(support),
        frozenset(enemies) - frozenset(others),
    )


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a unit can go: `cost` in MP of every hex where it may end; `came_from` has the hex before each on its way
    (-1 where it does not come)."""

    start: int
    cost: dict[int, int]
    came_from: list[int]

    def path(self, hex_: int) -> tuple[int, ...]:
        """The cheapest way, both ends included. Raises: KeyError for a hex out of reach."""
        if hex_ not in self.cost and hex_ != self.start:
            raise KeyError(hex_)
        out = [hex_]
        while out[-1] != self.start:
            out.append(self.came_from[out[-1]])
        return tuple(reversed(out))


def full_mp(state: GameState, unit: Unit) -> int:
    """MP at the start of a turn: fewer when isolated."""
    mp = handicap.march(state, unit)
    return mp * state.scenario.rules.supply.isolated_mp // 100 if unit.supply_state >= ISOLATED else mp


def may_move(unit: Unit) -> bool:
    """Whether a unit has any move left: it has MP, and has not fought (or is of the kind that exploits)."""
    return unit.hex >= 0 and unit.mp > 0 and (not unit.fought or unit.has("exploit"))


def muddy(state: GameState) -> bool:
    """Whether rain has softened the ground: wheels and tracks pay more off roads and tracks."""
    return state.info.weather in MUD


def step_cost(state: GameState, step: Step, unit_type: UnitType, cargo: int = 0) -> int:
    """MP for a step without zones of control: a number, or SWIM, or NEVER. `cargo` is what a truck column carries."""
    return fare(step, crossings.gates_for(state, unit_type, cargo), SWIM)


def zone_surcharge(state: GameState) -> Surcharge:
    """MP on top for entering and leaving enemy zones of control; at night it costs nothing to get clear of them."""
    rules = state.scenario.rules.movement
    return Surcharge(rules.zoc_enter, rules.zoc_leave, slips=state.night)


def zone_cost(state: GameState, here: int, there: int, zoc: frozenset[int] | set[int]) -> int:
    """MP on top of a step for the enemy's zones of control."""
    return sum(zone_costs(state, here, there, zoc))


def zone_costs(state: GameState, here: int, there: int, zoc: frozenset[int] | set[int]) -> tuple[int, int]:
    """The MP of :func:`zone_cost`: for the zone that a step leads into, and for the one it leads out of."""
    surcharge, enters = zone_surcharge(state), there in zoc
    return surcharge.entering if enters else 0, surcharge.out(enters) if here in zoc else 0


def reach(
    state: GameState,
    unit: Unit,
    known: Picture | None = None,
    *,
    start: int | None = None,
    mp: int | None = None,
) -> Reach:
    """Every hex a unit can move to now, with the cheapest way there.

    A unit that has not moved may always make one step it could make at all, whatever it costs. A river without a
    crossing takes the whole move of foot and horse. `known` saves work when many units of a side are asked for;
    `start` and `mp` continue a move from another hex. :func:`route` finds the way to one hex alone.
    """
    known = known or picture(state, unit.spec.side)
    first = unit.hex if start is None else start
    found, before = _search(state, unit, known, start, mp)
    taken = known.taken(unit) - {unit.hex} | {first}
    cost = {h: found.cost[h] - before for h in sorted(found.settled) if h not in taken}
    return Reach(first, cost, found.came)


def route(
    state: GameState,
    unit: Unit,
    goal: int,
    known: Picture | None = None,
    *,
    start: int | None = None,
    mp: int | None = None,
) -> tuple[tuple[int, ...], int] | None:
    """The cheapest way to one hex, both ends included, and its MP, whether or not there is room to stop; None out of
    reach. It is the way that :func:`reach` finds, for a fraction of the work."""
    known = known or picture(state, unit.spec.side)
    found, before = _search(state, unit, known, start, mp, goal)
    if found.came[goal] < 0:
        return None
    return found.path(goal), found.cost[goal] - before


def _search(
    state: GameState, unit: Unit, known: Picture, start: int | None, mp: int | None, goal: int | None = None
) -> tuple[Field, int]:
    """The search for a unit's moves now, and what stood on its clock before the first step: 0 for a unit that may make
    one step whatever it costs. With a `goal` only hexes that the way there may lead through are looked at."""
    first = unit.hex if start is None else start
    budget = unit.mp if mp is None else mp
    fresh = start is None and not unit.moved and unit.mp >= full_mp(state, unit)
    before = 0 if fresh else 1
    starts = {first: before}
    if start is None and (not may_move(unit) or state.is_held(unit)):
        starts = {}
    board, mobility = state.scenario.board, unit.spec.type.mobility
    closed = known.closed(unit)
    if state.bans:
        # A unit that stands in an area closed to its side may still move in it, and out of it.
        closed = closed.union(*(b.hexes for b in state.bans_on(unit.spec.side) if unit.hex not in b.hexes))
    turn = budget + before
    found = search(
        ground(board, mobility, muddy(state), crossings.gates_for(state, unit.spec.type, unit.cargo), swim=turn),
        starts,
        turn,
        closed=closed,
        dear=known.zones,
        surcharge=zone_surcharge(state),
        turn=turn,
        goal=None if goal is None else SearchGoal(goal, board.least(mobility), board),
    )
    return found, before


def is_swim(state: GameState, unit: Unit, here: int, there: int) -> bool:
    """Whether a step between adjacent hexes goes over a river without a crossing the unit can use."""
    step = state.scenario.board.step(here, there, unit.spec.type.mobility)
    return step is not None and step_cost(state, step, unit.spec.type) == SWIM


def plan(
    state: GameState, unit: Unit, to: int, via: tuple[int, ...] = (), known: Picture | None = None
) -> tuple[tuple[int, ...], int] | None:
    """The way of a move through waypoints and its cost, as the unit's side knows it; None if it cannot be made."""
    known = known or picture(state, unit.spec.side)
    path: tuple[int, ...] = (unit.hex,)
    spent = 0
    for goal in (*via, to):
        if goal == path[-1]:
            return None
        leg = route(
            state,
            unit,
            goal,
            known,
            start=None if len(path) == 1 else path[-1],
            mp=unit.mp - spent,
        )
        # A waypoint may lie on a hex where there is no room to stop.
        if leg is None or (goal == to and not known.room(unit, to)):
            return None
        path += leg[0][1:]
        spent += leg[1]
    return path, spent


def path_cost(state: GameState, unit: Unit, path: tuple[int, ...], known: Picture, *, fresh: bool, budget: int) -> int:
    """MP of a way found by :func:`reach` (a swim or a hard first step costs the whole budget)."""
    total = 0
    for here, there in zip(path, path[1:], strict=False):
        step = state.scenario.board.step(here, there, unit.spec.type.mobility, muddy(state))
        assert step is not None
        cost = step_cost(state, step, unit.spec.type, unit.cargo)
        cost = budget if cost == SWIM else cost + zone_cost(state, here, there, known.zones)
        total += cost
    return min(total, budget) if fresh and len(path) == 2 else total
