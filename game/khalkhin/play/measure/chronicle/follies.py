"""What sides did that no staff should."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from khalkhin.core.events.events import Assaulted, Destroyed, ObjectiveTaken
from khalkhin.core.orders.orders import Choose, EndTurn, Move
from khalkhin.play.measure.chronicle.plight import Plight, plights
from khalkhin.play.measure.chronicle.records import Follies
from khalkhin.play.measure.chronicle.steps import GivenOrder, SideTurn

#: Hexes from a staff within which an enemy is near.
NEAR = 3


def follies(steps: Sequence[GivenOrder], turns: Sequence[SideTurn], side: str) -> Follies:
    """The follies of a side."""
    own = [turn for turn in turns if turn.side == side]
    return Follies(
        bool(steps) and side in steps[-1].after.pocketed,
        _staffs_lost(steps, side),
        sum(_alone(turn) for turn in own),
        returns(own),
        sum(all(isinstance(step.order, EndTurn | Choose) for step in turn.steps) for turn in own),
        sum(_unfed(turn) for turn in own),
        walked_into(turns, side),
    )


def returns(turns: Iterable[SideTurn]) -> int:
    """How often a unit marched back to the hex that it had left by a march of the turn before."""
    found = 0
    left: dict[str, int] = {}
    for turn in turns:
        marched = {step.order.unit for step in turn.steps if isinstance(step.order, Move)}
        start, end = turn.begun, turn.ended
        gone: dict[str, int] = {}
        for name in marched:
            before, now = start.unit(name), end.unit(name)
            if before is None or now is None or before.is_column or now.hex < 0:
                continue
            found += now.hex == left.get(name) != before.hex
            gone[name] = before.hex
        left = gone
    return found


def walked_into(turns: Iterable[SideTurn], side: str) -> int:
    """Places of a side's that the enemy marched into without an assault on them that turn."""
    found = 0
    for turn in turns:
        if turn.side == side:
            continue
        stormed = {e.target for step in turn.steps for e in step.events if isinstance(e, Assaulted)}
        for step in turn.steps:
            if isinstance(step.order, Move):
                found += sum(isinstance(e, ObjectiveTaken) and e.hex not in stormed for e in step.events)
    return found


def _staffs_lost(steps: Iterable[GivenOrder], side: str) -> int:
    gone = (step.before.unit(e.unit) for step in steps for e in step.events if isinstance(e, Destroyed))
    return sum(u is not None and u.side == side and u.has("hq") for u in gone)


def _alone(turn: SideTurn) -> int:
    """Staffs that a turn leaves with an enemy near and no fighting unit of their own beside or with them."""
    state, distance = turn.ended, turn.ended.scenario.board.distance
    fighters = [u.hex for u in state.side_units(turn.side) if u.is_combat]
    foes = [u.hex for u in state.side_units(state.scenario.enemy(turn.side)) if u.is_combat]
    return sum(
        any(distance(u.hex, h) <= NEAR for h in foes) and all(distance(u.hex, h) > 1 for h in fighters)
        for u in state.side_units(turn.side)
        if u.has("hq")
    )


def _unfed(turn: SideTurn) -> int:
    """Units that go unfed as a turn begins though nobody has cut them off."""
    return sum(p is Plight.UNFED for p in plights(turn.begun, turn.side).values())
