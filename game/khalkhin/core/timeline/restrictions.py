"""Orders from above: what the timeline forbids a side, whom it holds back, and which choices wait for an answer.

All orders are asked here first.
"""

from __future__ import annotations

from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Unit
from khalkhin.core.orders.orders import (
    Assault,
    Barrage,
    Choose,
    Demolish,
    EndTurn,
    Exit,
    Fly,
    ForcedMarch,
    Haul,
    Load,
    Move,
    Order,
    Shell,
    Standby,
    Stop,
    Unload,
    Work,
)
from khalkhin.core.refusals import Refusal, RefusalCode
from khalkhin.core.timeline import effects


def options(state: GameState) -> list[Order]:
    """The answers that the active side may give to choices that wait for it."""
    waiting = (effects.find(state, name) for name in _waiting(state))
    return [Choose(entry.id, answer.id) for entry in waiting if entry is not None for answer in entry.answers]


def bind(state: GameState) -> bool:
    """Whether anything at all keeps the active side from orders it could give otherwise."""
    return bool(state.held or state.bans or state.pending)


def refuse(state: GameState, order: Order) -> Refusal | None:
    """Why an order may not be given because of what the timeline has decided, or None."""
    match order:
        case Choose():
            return _choice(state, order)
        case EndTurn():
            return _unanswered(state, order)
        case Fly(mission=mission):
            ban = next((b for b in state.bans_on(state.active) if b.mission == mission), None)
            if ban is not None:
                return Refusal(RefusalCode.MISSION_FORBIDDEN, what=mission, until=ban.until)
    for name in _taking_part(order) if state.held else ():
        unit = state.unit(name)
        if unit is not None and unit.spec.side == state.active and (refusal := held(state, unit)):
            return refusal
    return None


def held(state: GameState, unit: Unit) -> Refusal | None:
    """Why higher headquarters keep a unit from being ordered, or None if they do not."""
    if not state.is_held(unit):
        return None
    return Refusal(RefusalCode.HELD, unit.id, until=state.held[unit.id])


def closed(state: GameState, unit: Unit, hex_: int) -> Refusal | None:
    """Why a unit may not enter or assault a hex that lies in an area where it does not already stand, or None."""
    for ban in state.bans_on(unit.spec.side):
        if hex_ in ban.hexes and unit.hex not in ban.hexes:
            return Refusal(RefusalCode.AREA_CLOSED, name=ban.area, until=ban.until)
    return None


def _waiting(state: GameState) -> list[str]:
    entries = (effects.find(state, name) for name in state.pending)
    return [e.id for e in entries if e is not None and e.side == state.active]


def _choice(state: GameState, order: Choose) -> Refusal | None:
    entry = effects.find(state, order.entry)
    if entry is None or entry.id not in _waiting(state):
        return Refusal(RefusalCode.NO_CHOICE)
    if entry.answer(order.answer) is None:
        return Refusal(RefusalCode.NO_ANSWER, name=entry.id)
    return None


def _unanswered(state: GameState, order: EndTurn) -> Refusal | None:
    for name in _waiting(state):
        return Refusal(RefusalCode.CHOICE_WAITS, name=name)
    return None


def _taking_part(order: Order) -> tuple[str, ...]:
    """The units that an order sets to something."""
    match order:
        case (
            Move(unit=name)
            | Exit(unit=name)
            | Work(unit=name)
            | Stop(unit=name)
            | Demolish(unit=name)
            | Haul(unit=name)
            | Load(unit=name)
            | Unload(unit=name)
            | ForcedMarch(unit=name)
            | Barrage(gun=name)
            | Shell(gun=name)
            | Standby(gun=name)
        ):
            return (name,)
        case Assault(attackers=attackers, guns=guns):
            return (*attackers, *guns)
        case _:
            return ()
