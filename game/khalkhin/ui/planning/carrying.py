"""Going on with a march at the beginning of a turn: its next leg, or why it halts. All is asked of what the side knows
now, and knew when it last ended its turn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from khalkhin.core.board.board import Board
from khalkhin.core.crossing import crossing as crossings
from khalkhin.core.explain import supplied_at
from khalkhin.core.fog.view import View
from khalkhin.core.marching import Leg, MarchPlan, NoMarch, plan_march
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Unit
from khalkhin.core.refusals import Refusal, RefusalCode
from khalkhin.play.intentions.intentions import Halt, March

#: How near, in hexes, to a unit or its way of this turn an enemy that appears is reason to halt.
NEAR = 4
#: How many turns later than was said a march may be there, and still go on without being told to.
LATE = 1

_REFUSED = {
    RefusalCode.HELD: Halt.FORBIDDEN,
    RefusalCode.AREA_CLOSED: Halt.FORBIDDEN,
    RefusalCode.ENEMY_THERE: Halt.ENEMY,
    RefusalCode.COMBAT_UNIT_THERE: Halt.TAKEN,
    RefusalCode.SUPPORT_UNIT_THERE: Halt.TAKEN,
}
_NONE = {NoMarch.NO_WAY: Halt.CUT, NoMarch.ZONE: Halt.ZONE, NoMarch.ROOM: Halt.ROOM, NoMarch.OVER: Halt.LATER}


@dataclass(frozen=True, slots=True)
class GoOn:
    """A march that goes on: what it does this turn, and what is left of it then; None when it is there."""

    leg: Leg
    rest: March | None


def go_on(view: View, before: View | None, unit_id: str, march: March) -> GoOn | Halt | None:
    """What comes of a march now; None where its unit has already done something this turn. `before` is what the side
    knew when it last ended its turn; None where the player has seen what there is, and tells it to go on."""
    state, told = view.state, before is None
    unit, goal = state.unit(unit_id), state.scenario.board.index(*march.to)
    if unit is None or not unit.on_map or goal is None or unit.moved or unit.fought or unit.mp <= 0:
        return None
    plan = plan_march(state, unit, goal)
    if isinstance(plan, Refusal):
        return _REFUSED.get(plan.code, Halt.CUT)
    if isinstance(plan, NoMarch):
        return _NONE[plan]
    leg = plan.leg(state.turn)
    here = (unit.hex,) if leg is None else (unit.hex, *leg.path)
    if before is not None and appeared(before, view, here, NEAR):
        return Halt.SEEN
    if leg is None:
        return Halt.FULL if _full(state, unit, plan, unit.hex) else Halt.ROOM
    if plan.arrives > march.by and not told and _full(state, unit, plan, leg.path[-1]):
        return Halt.FULL
    if plan.arrives > march.by + LATE and not told:
        return Halt.LATER
    hungry = not fed(view, unit, leg.path[-1]) and fed(view, unit, unit.hex)
    if hungry and not told and Halt.SUPPLY not in march.despite:
        return Halt.SUPPLY
    if leg.path[-1] == goal:
        return GoOn(leg, None)
    despite = (*march.despite, Halt.SUPPLY) if hungry and Halt.SUPPLY not in march.despite else march.despite
    # Turn by turn a little later is late in the end: what was said when it set out stands until it is told to go on.
    by = march.by if plan.arrives > march.by and not told else plan.arrives
    return GoOn(leg, March(march.to, by, None, despite))


def appeared(before: View, now: View, around: Iterable[int], near: int) -> bool:
    """Whether an enemy is known now, near some hexes, where none was before."""
    board: Board = now.state.scenario.board
    old = {u.hex for u in before.state.known_enemies(before.side)}
    new = [u.hex for u in now.state.known_enemies(now.side) if u.hex not in old]
    return any(board.distance(hex_, here) <= near for hex_ in new for here in around)


def fed(view: View, unit: Unit, hex_: int) -> bool:
    """Whether supply would reach a unit in a hex, as the net is now; trucks carry their own."""
    return unit.is_column or supplied_at(view.state, unit, hex_, view.analysis.of(unit.side).net)


def _full(state: GameState, unit: Unit, plan: MarchPlan, hex_: int) -> bool:
    """Whether the next step from a hex on the way would go over a crossing that carries no more this turn."""
    if hex_ not in plan.way[:-1]:
        return False
    there = plan.way[plan.way.index(hex_) + 1]
    side = state.scenario.board.hexside(hex_, there)
    link = None if side is None else state.crossings.get(side)
    rules, kind = state.scenario.rules, unit.spec.type
    return link is not None and crossings.bears(link, kind, rules) and not crossings.open_to(link, kind, rules)
