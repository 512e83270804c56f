"""What sides did that no staff should."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from khalkhin.core.events.events import Assaulted, Destroyed, ObjectiveTaken
from khalkhin.core.orders.orders import Choose, EndTurn, Move
from khalkhin.play.measure.chronicle.plight import Plight, plights
from khalkhin.play.measure.chronicle.records import Follies
from khalkhin.play.measure.chronicle.steps import SideTurn, Step


def follies(steps: Sequence[Step], turns: Sequence[SideTurn], side: str) -> Follies:
    """The follies of a side."""
    own = [turn for turn in turns if turn.side == side]
    return Follies(
        bool(steps) and side in steps[-1].after.pocketed,
        _staffs_lost(steps, side),
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


def _staffs_lost(steps: Iterable[Step], side: str) -> int:
    gone = (step.before.unit(e.unit) for step in steps for e in step.events if isinstance(e, Destroyed))
    return sum(u is not None and u.side == side and u.has("hq") for u in gone)


def _unfed(turn: SideTurn) -> int:
    """Units that go unfed as a turn begins though nobody has cut them off."""
    return sum(p is Plight.UNFED for p in plights(turn.begun, turn.side).values())
