"""Movement and zones of control.

:func:`reach` answers from what the unit's side knows: enemies it does not see neither block nor slow the plan. What
really happens on the way is the engine's business (:mod:`game.core.engine`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from game.core import contacts, handicap
from game.core import crossing as crossings
from game.core.board import NEVER, SWIM, Step
from game.core.model import StackClass, UnitType
from game.core.state import GameState, Level, Unit

#: Weather that turns the steppe to mud.
MUD = frozenset({"rain", "storm"})

#: More MP than any way can cost.
FAR = 1 << 30


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

    def room(self, unit: Unit, hex_: int) -> bool:
        """Whether a unit may end its move in a hex: one combat and one support unit of a side share it."""
        if unit.is_column:
            return True
        return hex_ not in (self.combat if unit.is_combat else self.support) or hex_ == unit.hex


def zones(state: GameState, units: Iterable[Unit]) -> set[int]:
    """Hexes under the zones of control of these units.

    A combat unit controls the hexes around it, but not over a river that has no standing crossing there, nor when
    it has been isolated.
    """
    return controlled(state, [u.hex for u in units if controls(u)])


def controls(unit: Unit) -> bool:
    """Whether a unit has a zone of control at all."""
    return unit.unsupplied < 3 and unit.spec.type.stack is StackClass.COMBAT


def controlled(state: GameState, hexes: Iterable[int]) -> set[int]:
    """Hexes that units with a zone of control control from these hexes."""
    board, rules, links = state.scenario.board, state.scenario.rules, state.crossings
    dry, wet = board.dry, board.wet
    out: set[int] = set()
    for hex_ in hexes:
        out.update(dry[hex_])
        for n, side in wet[hex_]:
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
    for unit in state.units:
        if unit.hex < 0:
            continue
        if unit.spec.side != side:
            level = Level.EXACT if omniscient else levels[unit.spec.index]
            if level:
                enemies.append(unit.hex)
                if level == Level.CONTACT or not unit.is_column:
                    others.append(unit.hex)
                if (
                    level == Level.CONTACT
                    or controls(unit)
                    or (level == Level.IDENTIFIED and unit.spec.type.stack is StackClass.COMBAT)
                ):
                    controlling.append(unit.hex)
        elif unit.spec.type.stack is StackClass.COMBAT:
            combat.append(unit.hex)
        elif unit.spec.type.stack is StackClass.SUPPORT:
            support.append(unit.hex)
    return Picture(
        frozenset(enemies),
        frozenset(controlled(state, controlling)),
        frozenset(combat),
        frozenset(support),
        frozenset(enemies) - frozenset(others),
    )


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a unit can go: `cost` in MP of every hex where it may end, `came_from` for every hex on the way."""

    start: int
    cost: dict[int, int]
    came_from: dict[int, int]

    def path(self, hex_: int) -> tuple[int, ...]:
        """The cheapest way, both ends included. Raises: KeyError for a hex out of reach."""
        if hex_ not in self.cost and hex_ != self.start:
            raise KeyError(hex_)
        out = [hex_]
        while out[-1] != self.start:
            out.append(self.came_from[out[-1]])
        return tuple(reversed(out))


def full_mp(state: GameState, unit: Unit) -> int:
    """MP at the start of a turn: half when isolated."""
    mp = handicap.march(state, unit)
    return mp // 2 if unit.unsupplied >= 3 else mp


def may_move(unit: Unit) -> bool:
    """Whether a unit has any move left: it has MP, and has not fought (or is of the kind that exploits)."""
    return unit.hex >= 0 and unit.mp > 0 and (not unit.fought or unit.has("exploit"))


def muddy(state: GameState) -> bool:
    """Whether rain has softened the ground: wheels and tracks pay more off roads and tracks."""
    return state.info.weather in MUD


def step_cost(state: GameState, step: Step, unit_type: UnitType, cargo: int = 0) -> int:
    """MP for a step without zones of control: a number, or SWIM, or NEVER. `cargo` is what a truck column carries."""
    if not step.water:
        return step.cost
    link = state.crossings.get(step.hexside)
    if link is not None:
        rules = state.scenario.rules
        if crossings.open_to(link, unit_type, rules, cargo):
            return step.cost + rules.crossings[link.kind].cost
    return step.uncrossed


def zone_cost(state: GameState, here: int, there: int, zoc: frozenset[int] | set[int]) -> int:
    """MP on top for leaving and entering enemy zones of control; at night leaving is free."""
    rules = state.scenario.rules.movement
    extra = rules.zoc_enter if there in zoc else 0
    if here in zoc and not state.night:
        extra += rules.zoc_leave
    return extra


def reach(
    state: GameState,
    unit: Unit,
    known: Picture | None = None,
    *,
    start: int | None = None,
    mp: int | None = None,
    target: int | None = None,
) -> Reach:
    """Every hex a unit can move to now, with the cheapest way there.

    A unit that has not moved may always make one step it could make at all, whatever it costs. A river without a
    crossing takes the whole move of foot and horse. `known` saves work when many units of a side are asked for;
    `start` and `mp` continue a move from another hex; `target` asks for that hex alone.
    """
    known = known or picture(state, unit.spec.side)
    first = unit.hex if start is None else start
    budget = unit.mp if mp is None else mp
    fresh = start is None and not unit.moved and unit.mp >= full_mp(state, unit)
    if start is None and (not may_move(unit) or state.is_held(unit)):
        return Reach(first, {}, {})
    unit_type = unit.spec.type
    table = state.scenario.board.ways(unit_type.mobility, muddy(state))
    rules = state.scenario.rules
    links = state.crossings
    enter, leave = rules.movement.zoc_enter, 0 if state.night else rules.movement.zoc_leave
    enemies, zoc = known.closed(unit), known.zones
    if state.bans:
        # A unit that stands in an area closed to its side may still move in it, and out of it.
        enemies = enemies.union(*(b.hexes for b in state.bans_on(unit.spec.side) if unit.hex not in b.hexes))
    best = {first: 0}
    came: dict[int, int] = {}
    done: set[int] = set()
    # Costs are small whole numbers, so the frontier is a list per cost rather than a heap.
    frontier: list[list[int]] = [[] for _ in range(budget + 1)]
    frontier[0].append(first)
    for spent, level in enumerate(frontier):
        for here in level:
            if here in done:
                continue
            done.add(here)
            base = spent + leave if here in zoc else spent
            for to, side, cost, uncrossed, water in table[here]:
                if to in done or to in enemies:
                    continue
                if water:
                    link = links.get(side)
                    if link is not None and crossings.open_to(link, unit_type, rules, unit.cargo):
                        cost += rules.crossings[link.kind].cost
                    elif uncrossed == NEVER:
                        continue
                    elif uncrossed == SWIM:
                        if not fresh or here != first:
                            continue
                        cost = budget
                    else:
                        cost = uncrossed
                total = base + cost + (enter if to in zoc else 0)
                if total > budget:
                    if not (fresh and here == first):
                        continue
                    total = budget
                old = best.get(to, FAR)
                if total < old:
                    best[to] = total
                    came[to] = here
                    frontier[total].append(to)
                elif total == old and here < came[to]:
                    came[to] = here
        if target in done:
            break
    ends = sorted(done) if target is None else [target] if target in done else []
    cost_out = {h: best[h] for h in ends if h != first and known.room(unit, h)}
    return Reach(first, cost_out, came)


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
        legs = (
            reach(state, unit, known, target=goal)
            if len(path) == 1
            else reach(state, unit, known, start=path[-1], mp=unit.mp - spent, target=goal)
        )
        # A waypoint may lie on a hex where there is no room to stop.
        if goal not in legs.came_from or (goal == to and goal not in legs.cost):
            return None
        out = [goal]
        while out[-1] != legs.start:
            out.append(legs.came_from[out[-1]])
        leg = tuple(reversed(out))
        spent += path_cost(state, unit, leg, known, fresh=len(path) == 1, budget=unit.mp - spent)
        path += leg[1:]
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
