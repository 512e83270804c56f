"""Orders from above: what the timeline forbids a side, whom it holds back, and which choices wait for an answer.

All orders are asked here first. The reasons are sentences for the player, who may not know why the army waits.
"""

from __future__ import annotations

from khalkhin.core.model.state import Ban, GameState
from khalkhin.core.model.units import Unit
from khalkhin.core.orders.errors import IllegalOrder
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
from khalkhin.core.timeline import effects


def options(state: GameState) -> list[Order]:
    """The answers that the active side may give to choices that wait for it."""
    waiting = (effects.find(state, name) for name in _waiting(state))
    return [Choose(entry.id, answer.id) for entry in waiting if entry is not None for answer in entry.answers]


def bind(state: GameState) -> bool:
    """Whether anything at all keeps the active side from orders it could give otherwise."""
    return bool(state.held or state.bans or state.pending)


def refuse(state: GameState, order: Order) -> IllegalOrder | None:
    """Why an order may not be given because of what the timeline has decided, or None."""
    match order:
        case Choose():
            return _choice(state, order)
        case EndTurn():
            return _unanswered(state, order)
        case Fly(mission=mission):
            ban = next((b for b in state.bans_on(state.active) if b.mission == mission), None)
            if ban is not None:
                return IllegalOrder(
                    "forbidden", order, f"Headquarters forbids this mission {_until(state, ban.until)}."
                )
    for name in _taking_part(order) if state.held else ():
        unit = state.unit(name)
        if unit is not None and unit.spec.side == state.active and state.is_held(unit):
            return IllegalOrder("held", order, held_reason(state, unit))
    return None


def held_reason(state: GameState, unit: Unit) -> str:
    """Why a held unit cannot be ordered, and for how long."""
    until = state.held.get(unit.spec.id, 0)
    return (
        f"{unit.spec.name} is held back by higher headquarters and takes no orders {_until(state, until, 'released')}."
    )


def forbidden_reason(state: GameState, ban: Ban) -> str:
    """Why an area may not be entered, and for how long."""
    return (
        f"Your side may not enter or assault {ban.area}: headquarters forbids it "
        f"{_until(state, ban.until)}. Choose a hex outside it."
    )


def closing(state: GameState, unit: Unit, hex_: int) -> Ban | None:
    """What closes a hex to a unit, if anything does: an area that it does not already stand in."""
    return next((b for b in state.bans_on(unit.spec.side) if hex_ in b.hexes and unit.hex not in b.hexes), None)


def _until(state: GameState, until: int, lifted: str = "lifted") -> str:
    if not until:
        return f"until that is {lifted}" if lifted == "lifted" else f"until {lifted}"
    if until >= len(state.scenario.calendar):
        return "to the end of the battle"
    following = state.scenario.calendar[until]
    return f"until turn {until + 1} ({following.date}, {following.clock})"


def _waiting(state: GameState) -> list[str]:
    entries = (effects.find(state, name) for name in state.pending)
    return [e.id for e in entries if e is not None and e.side == state.active]


def _choice(state: GameState, order: Choose) -> IllegalOrder | None:
    entry = effects.find(state, order.entry)
    if entry is None or entry.id not in _waiting(state):
        return IllegalOrder("no-choice", order, "No such choice waits for your answer.")
    if entry.answer(order.answer) is None:
        answers = ", ".join(a.id for a in entry.answers)
        return IllegalOrder("no-answer", order, f"“{entry.title}” has no such answer; it has {answers}.")
    return None


def _unanswered(state: GameState, order: EndTurn) -> IllegalOrder | None:
    for name in _waiting(state):
        entry = effects.find(state, name)
        assert entry is not None
        return IllegalOrder(
            "choice", order, f"“{entry.title}” waits for your answer; give one before you end the turn."
        )
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
