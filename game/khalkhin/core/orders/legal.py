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
from khalkhin.core.refusals import Refusal, RefusalCode
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


def why_illegal(state: GameState, order: Order) -> Refusal | None:
    """Why the active side may not give an order now, or None if it may."""
    if state.over:
        return Refusal(RefusalCode.OVER)
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


def _move(state: GameState, order: Move) -> Refusal | None:
    planned = plan_move(state, order)
    return planned if isinstance(planned, Refusal) else None


@dataclass(frozen=True, slots=True)
class PlannedMove:
    """A move that may be made: the unit, its way and cost, and the picture they were planned on."""

    unit: Unit
    path: tuple[int, ...]
    cost: int
    known: movement.Picture


def plan_move(state: GameState, order: Move) -> PlannedMove | Refusal:
    """A move as its side would make it, from what it knows; or why it cannot be made."""
    unit = own_unit(state, order.unit)
    if isinstance(unit, Refusal):
        return unit
    goals = []
    for place in (*order.via, order.to):
        hex_ = on_board(state, place)
        if isinstance(hex_, Refusal):
            return hex_
        goals.append(hex_)
    if (refusal := restrictions.refuse(state, order)) is not None:
        return refusal
    to = goals[-1]
    if unit.fought and not unit.has("exploit"):
        return Refusal(RefusalCode.MOVE_FOUGHT, unit.id)
    if unit.mp <= 0:
        return Refusal(RefusalCode.NO_MP, unit.id)
    if to == unit.hex and not order.via:
        return Refusal(RefusalCode.SAME_HEX, unit.id)
    known = movement.picture(state, unit.spec.side)
    if known.bars(unit, to):
        return Refusal(RefusalCode.ENEMY_THERE, unit.id)
    if closed := restrictions.closed(state, unit, to):
        return closed
    if not known.room(unit, to):
        return Refusal(RefusalCode.COMBAT_UNIT_THERE if unit.is_combat else RefusalCode.SUPPORT_UNIT_THERE)
    found = movement.plan(state, unit, to, tuple(goals[:-1]), known)
    if found is None:
        board = state.scenario.board
        if not board.terrain[to].cost.get(unit.spec.type.mobility) and not any(
            s.to == to for n in board.neighbours[to] if n >= 0 for s in board.steps[unit.spec.type.mobility][n]
        ):
            mobility = unit.spec.type.mobility
            return Refusal(RefusalCode.IMPASSABLE, name=board.terrain[to].name, what=mobility.value)
        return Refusal(RefusalCode.OUT_OF_REACH, unit.id, have=unit.mp)
    return PlannedMove(unit, *found, known)


def _assault(state: GameState, order: Assault) -> Refusal | None:
    target = on_board(state, order.target)
    if isinstance(target, Refusal):
        return target
    if not order.attackers:
        return Refusal(RefusalCode.NO_ATTACKERS)
    names = (*order.attackers, *order.guns)
    if len(set(names)) != len(names):
        return Refusal(RefusalCode.NAMED_TWICE)
    if not combat.fighters(state, state.active, target):
        seen = combat.defenders(state, state.active, target)
        return Refusal(RefusalCode.ONLY_COLUMNS if seen else RefusalCode.NOTHING_SEEN)
    for name in order.attackers:
        unit = own_unit(state, name)
        if isinstance(unit, Refusal):
            return unit
        if barred := combat.barred(state, unit, target):
            return barred
        if name == order.attackers[0] and not unit.is_combat:
            return Refusal(RefusalCode.SUPPORT_LEADS, unit.id)
    for name in order.guns:
        unit = own_unit(state, name)
        if isinstance(unit, Refusal):
            return unit
        if barred := combat.gun_barred(state, unit, target):
            return barred
    guns = [u for u in map(state.unit, order.guns) if u is not None]
    for index in ammunition.short(state, guns):
        return Refusal(RefusalCode.AMMUNITION_FOR_ALL, state.units[index].id)
    if barred := air_superiority.support_barred(state, state.active, order.sorties):
        return barred
    return command.set_piece_barred(state, order) if order.set_piece else None


def _barrage(state: GameState, order: Barrage) -> Refusal | None:
    target = on_board(state, order.target)
    if isinstance(target, Refusal):
        return target
    gun = own_unit(state, order.gun)
    if isinstance(gun, Refusal):
        return gun
    if not combat.defenders(state, state.active, target):
        return Refusal(RefusalCode.NO_AIM)
    return combat.gun_barred(state, gun, target)


def _exit(state: GameState, order: Exit) -> Refusal | None:
    unit = own_unit(state, order.unit)
    if isinstance(unit, Refusal):
        return unit
    if not any(s.side == state.active and s.hex == unit.hex for s in state.scenario.sources):
        return Refusal(RefusalCode.NO_EXIT, unit.id)
    if unit.fought or not movement.may_move(unit):
        return Refusal(RefusalCode.NO_MP, unit.id)
    return None
