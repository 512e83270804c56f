"""What the active side may order: the sorted list, and the reason for every refusal.

Both answer from what the active side knows, so that neither gives away an enemy it does not see.
"""

from __future__ import annotations

from dataclasses import dataclass

from khalkhin.core.air import air, air_superiority
from khalkhin.core.combat import ammunition, combat, gunnery
from khalkhin.core.command import command
from khalkhin.core.crossing import engineering
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Unit
from khalkhin.core.movement import movement
from khalkhin.core.orders.errors import IllegalOrder
from khalkhin.core.orders.orders import (
    Assault,
    Barrage,
    Choose,
    Deceive,
    Demolish,
    EmergencySupply,
    EndTurn,
    Exit,
    Fly,
    ForcedMarch,
    Haul,
    Load,
    Move,
    Order,
    Prioritise,
    Shell,
    Standby,
    Stop,
    Unload,
    Work,
)
from khalkhin.core.orders.refusals import on_board, own_unit
from khalkhin.core.supply import haulage
from khalkhin.core.timeline import restrictions


def legal_orders(state: GameState) -> tuple[Order, ...]:
    """Every order of the active side, sorted: moves to each hex in reach, assaults by each attacker alone and by all
    together (without guns and with all guns that reach), barrages, exits, and the end of the turn.

    Other combinations of attackers and guns, and moves by chosen ways, are legal too when :func:`why_illegal` says
    nothing against them.
    """
    if state.over:
        return ()
    orders: list[Order] = [EndTurn()]
    side = state.active
    known = movement.picture(state, side)
    board = state.scenario.board
    targets: set[int] = set()
    guns: list[Unit] = []
    exits = {s.hex for s in state.scenario.sources if s.side == side}
    for unit in state.side_units(side):
        for hex_ in movement.reach(state, unit, known).cost:
            orders.append(Move(unit.spec.id, board.place(hex_)))
        if unit.spec.type.range:
            guns.append(unit)
        targets.update(n for n in board.neighbours[unit.hex] if n in known.enemies - known.prey)
        if unit.hex in exits and movement.may_move(unit) and not unit.fought:
            orders.append(Exit(unit.spec.id))
    for gun in guns:
        orders += [
            Barrage(gun.spec.id, board.place(hex_)) for hex_ in known.enemies if not combat.gun_barred(state, gun, hex_)
        ]
    for target in targets:
        place = board.place(target)
        units = combat.possible_attackers(state, target)
        alone = [u.spec.id for u in units if u.is_combat]
        orders += [Assault(place, (name,)) for name in alone]
        if not alone:
            continue
        everyone = (alone[0], *(u.spec.id for u in units if u.spec.id != alone[0]))
        if len(everyone) > 1:
            orders.append(Assault(place, everyone))
        ready = ammunition.afford(state, [u for u in guns if not combat.gun_barred(state, u, target)])
        if ready:
            orders.append(Assault(place, everyone, tuple(u.spec.id for u in ready)))
    for room in (gunnery, engineering, haulage, air, command, restrictions):
        orders += room.options(state)
    if restrictions.bind(state):
        orders = [o for o in orders if restrictions.refuse(state, o) is None]
    return tuple(sorted(orders, key=str))


def why_illegal(state: GameState, order: Order) -> IllegalOrder | None:
    """Why the active side may not give an order now, or None if it may."""
    if state.over:
        return IllegalOrder("over", order, "The battle is over.")
    if (refusal := restrictions.refuse(state, order)) is not None:
        return refusal
    match order:
        case EndTurn() | Choose():
            return None
        case Move():
            return _move(state, order)
        case Assault():
            return _assault(state, order)
        case Barrage():
            return _barrage(state, order)
        case Exit():
            return _exit(state, order)
        case Shell() | Standby():
            return gunnery.refuse(state, order)
        case Work() | Stop() | Demolish():
            return engineering.refuse(state, order)
        case Haul() | Load() | Unload() | Prioritise():
            return haulage.refuse(state, order)
        case Fly():
            return air.refuse(state, order)
        case ForcedMarch() | EmergencySupply() | Deceive():
            return command.refuse(state, order)


def _move(state: GameState, order: Move) -> IllegalOrder | None:
    planned = plan_move(state, order)
    return planned if isinstance(planned, IllegalOrder) else None


@dataclass(frozen=True, slots=True)
class PlannedMove:
    """A move that may be made: the unit, its way and cost, and the picture they were planned on."""

    unit: Unit
    path: tuple[int, ...]
    cost: int
    known: movement.Picture


def plan_move(state: GameState, order: Move) -> PlannedMove | IllegalOrder:
    """A move as its side would make it, from what it knows; or why it cannot be made."""
    unit = own_unit(state, order, order.unit)
    if isinstance(unit, IllegalOrder):
        return unit
    goals = []
    for place in (*order.via, order.to):
        hex_ = on_board(state, order, place)
        if isinstance(hex_, IllegalOrder):
            return hex_
        goals.append(hex_)
    if (refusal := restrictions.refuse(state, order)) is not None:
        return refusal
    name, to = unit.spec.name, goals[-1]
    if unit.fought and not unit.has("exploit"):
        return IllegalOrder("fought", order, f"{name} has fought this turn and stays where it is.")
    if unit.mp <= 0:
        return IllegalOrder("no-mp", order, f"{name} has no movement left this turn.")
    if to == unit.hex and not order.via:
        return IllegalOrder("same-hex", order, f"{name} is already there.")
    known = movement.picture(state, unit.spec.side)
    if known.bars(unit, to):
        return IllegalOrder("enemy", order, f"The enemy holds that hex; {name} must assault it from next to it.")
    if ban := restrictions.closing(state, unit, to):
        return IllegalOrder("forbidden", order, restrictions.forbidden_reason(state, ban))
    if not known.room(unit, to):
        kind = "combat" if unit.is_combat else "support"
        return IllegalOrder(
            "stacking", order, f"Another {kind} unit is there; a hex holds one combat and one support unit of a side."
        )
    found = movement.plan(state, unit, to, tuple(goals[:-1]), known)
    if found is None:
        board = state.scenario.board
        if not board.terrain[to].cost.get(unit.spec.type.mobility) and not any(
            s.to == to for n in board.neighbours[to] if n >= 0 for s in board.steps[unit.spec.type.mobility][n]
        ):
            return IllegalOrder(
                "terrain", order, f"{board.terrain[to].name} cannot be entered on {unit.spec.type.mobility.value}."
            )
        return IllegalOrder(
            "too-far",
            order,
            f"{name} cannot get there with {unit.mp} MP: it is too far, or rivers without a crossing it "
            "can use, escarpments, zones of control or areas closed to it bar the way.",
        )
    return PlannedMove(unit, *found, known)


def _assault(state: GameState, order: Assault) -> IllegalOrder | None:
    target = on_board(state, order, order.target)
    if isinstance(target, IllegalOrder):
        return target
    if not order.attackers:
        return IllegalOrder("nobody", order, "Name at least one unit to attack with.")
    names = (*order.attackers, *order.guns)
    if len(set(names)) != len(names):
        return IllegalOrder("twice", order, "A unit takes part in an assault only once.")
    if not combat.fighters(state, state.active, target):
        if combat.defenders(state, state.active, target):
            reason = "Only truck columns are there, and they do not fight; move a combat unit in to take them."
            return IllegalOrder("no-target", order, reason)
        return IllegalOrder("no-target", order, "No enemy is seen there; move into the hex to find out.")
    for name in order.attackers:
        unit = own_unit(state, order, name)
        if isinstance(unit, IllegalOrder):
            return unit
        if reason := combat.barred(state, unit, target):
            return IllegalOrder("barred", order, reason)
        if name == order.attackers[0] and not unit.is_combat:
            return IllegalOrder(
                "lead", order, f"{unit.spec.name} is a support unit; a combat unit must lead the assault."
            )
    for name in order.guns:
        unit = own_unit(state, order, name)
        if isinstance(unit, IllegalOrder):
            return unit
        if reason := combat.gun_barred(state, unit, target):
            return IllegalOrder("guns", order, reason)
    guns = [u for u in map(state.unit, order.guns) if u is not None]
    for index in ammunition.short(state, guns):
        return IllegalOrder(
            "ammunition",
            order,
            f"There is not ammunition enough for all these guns in their store; leave {state.units[index].spec.name} "
            "out, or haul more there.",
        )
    if reason := air_superiority.support_barred(state, state.active, order.sorties):
        return IllegalOrder("sorties", order, reason)
    if order.set_piece and (reason := command.set_piece_barred(state, order)):
        return IllegalOrder("set-piece", order, reason)
    return None


def _barrage(state: GameState, order: Barrage) -> IllegalOrder | None:
    target = on_board(state, order, order.target)
    if isinstance(target, IllegalOrder):
        return target
    gun = own_unit(state, order, order.gun)
    if isinstance(gun, IllegalOrder):
        return gun
    if not combat.defenders(state, state.active, target):
        return IllegalOrder("no-target", order, "No enemy is seen there; guns need something to aim at.")
    if reason := combat.gun_barred(state, gun, target):
        return IllegalOrder("guns", order, reason)
    return None


def _exit(state: GameState, order: Exit) -> IllegalOrder | None:
    unit = own_unit(state, order, order.unit)
    if isinstance(unit, IllegalOrder):
        return unit
    if not any(s.side == state.active and s.hex == unit.hex for s in state.scenario.sources):
        return IllegalOrder(
            "no-exit", order, f"{unit.spec.name} must stand on one of its side's supply sources to leave."
        )
    if unit.fought or not movement.may_move(unit):
        return IllegalOrder("no-mp", order, f"{unit.spec.name} has no movement left this turn.")
    return None
