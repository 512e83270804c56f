"""What HQ points buy beside set-piece assaults: emergency supply, forced marches, deception."""

from __future__ import annotations

from collections.abc import Set

from khalkhin.ai.situation import Situation
from khalkhin.core.model.units import UNSUPPLIED, Unit
from khalkhin.core.movement.movement import full_mp, reach
from khalkhin.core.orders.base import Outlook
from khalkhin.core.orders.legal import why_illegal
from khalkhin.core.orders.orders import Deceive, EmergencySupply, ForcedMarch, Order


def feed(now: Situation) -> Order | None:
    """Emergency supply for the strongest unit that has gone without and can still fight."""
    hungry = [u for u in now.own if u.supply_state >= UNSUPPLIED and 2 * u.effective > u.steps]
    for unit in sorted(hungry, key=lambda u: (-u.steps, u.spec.index)):
        order = EmergencySupply(unit.id)
        if why_illegal(now.state, order) is None:
            return order
    return None


def hurry(now: Situation) -> Order | None:
    """A forced march for a unit that by it, and only by it, closes a ring or slips out of one this turn."""
    out = frozenset(h for h in now.net.cost if now.plan.closing.get(h, 9) > 1)
    for unit in now.own:
        order = ForcedMarch(unit.id)
        if not unit.is_combat or unit.effective < 3 or why_illegal(now.state, order) is not None:
            continue
        goal = now.plan.closers.get(unit.id)
        goals = out if unit.id in now.plan.leaving | now.plan.cut else frozenset() if goal is None else {goal}
        if goals and _needs(now, unit, goals):
            return order
    return None


def _needs(now: Situation, unit: Unit, goals: Set[int]) -> bool:
    """Whether a unit comes to one of some hexes by a forced march and not without."""
    board = now.state.scenario.board
    mp = full_mp(now.state, unit) * (100 + now.state.scenario.rules.command.march) // 100
    if min(board.distance(unit.hex, h) for h in goals) > mp:
        return False
    if not goals.isdisjoint(reach(now.state, unit, now.known).cost):
        return False
    return not goals.isdisjoint(reach(now.state, unit, now.known, start=unit.hex, mp=mp).cost)


def deceive(now: Situation) -> Order | None:
    """Points that are left buy an attacker a false contact, as far from his armour as can be."""
    if not now.attacking or now.state.sightings[now.state.scenario.enemy(now.side)].decoys:
        return None
    board = now.state.scenario.board
    strong = [u.hex for u in now.own if u.is_combat and u.has("armour")] or [u.hex for u in now.own if u.is_combat]
    options = Deceive.options(Outlook(now.state, now.known))

    def away(order: Deceive) -> tuple[int, str]:
        hex_ = board.index(*order.at)
        assert hex_ is not None
        return min((board.distance(hex_, h) for h in strong), default=0), str(order)

    return max(options, key=away, default=None)
