"""What the active side may order: the sorted list, and the reason for every refusal.

Both answer from what the active side knows, so that neither gives away an enemy it does not see.
"""

from __future__ import annotations

from collections.abc import Iterable

from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Unit
from khalkhin.core.movement import movement
from khalkhin.core.movement.movement import Picture
from khalkhin.core.orders.base import Deed, Outlook
from khalkhin.core.orders.orders import KINDS, Order
from khalkhin.core.refusals import Refusal, RefusalCode
from khalkhin.core.timeline import restrictions


def legal_orders(state: GameState) -> tuple[Order, ...]:
    """Every order of the active side, sorted: moves to each hex in reach, assaults by each attacker alone and by all
    together (without guns and with all guns that reach), barrages, exits, and the end of the turn.

    Other combinations of attackers and guns, and moves by chosen ways, are legal too when :func:`why_illegal` says
    nothing against them.
    """
    if state.over:
        return ()
    outlook = Outlook(state, movement.picture(state, state.active))
    found: list[Order] = [order for kind in KINDS for order in kind.options(outlook)]
    return _sorted(state, found)


def legal_of(state: GameState, kind: type[Order]) -> tuple[Order, ...]:
    """Those of :func:`legal_orders` that are of one class, without looking for the others."""
    if state.over:
        return ()
    return _sorted(state, kind.options(Outlook(state, movement.picture(state, state.active))))


def may_move(state: GameState, unit: Unit, known: Picture) -> bool:
    """Whether :func:`legal_orders` has a move of a unit of the active side; `known` is where things stand in the state
    as that side knows."""
    held = bool(state.held) and restrictions.held(state, unit) is not None
    return not state.over and not held and bool(movement.reach(state, unit, known).cost)


def _sorted(state: GameState, found: Iterable[Order]) -> tuple[Order, ...]:
    """Orders by their text, those left out that higher headquarters keep a unit from."""
    return tuple(sorted((order for order in found if _held(state, order) is None), key=str))


def why_illegal(state: GameState, order: Order) -> Refusal | None:
    """Why the active side may not give an order now, or None if it may."""
    found = prepare(state, order)
    return found if isinstance(found, Refusal) else None


def prepare(state: GameState, order: Order) -> Deed | Refusal:
    """Carrying an order out, or why the active side may not give it now."""
    if state.over:
        return Refusal(RefusalCode.OVER)
    return _held(state, order) or order.prepare(state)


def _held(state: GameState, order: Order) -> Refusal | None:
    """Why higher headquarters keep a unit of the active side from an order, if they do."""
    for name in order.units() if state.held else ():
        unit = state.unit(name)
        if unit is not None and unit.spec.side == state.active and (refusal := restrictions.held(state, unit)):
            return refusal
    return None
