"""The chronicle of a battle, from its steps."""

from __future__ import annotations

from collections.abc import Sequence

from khalkhin.play.measure.chronicle.activity import activity, takings
from khalkhin.play.measure.chronicle.deaths import deaths, met
from khalkhin.play.measure.chronicle.follies import follies
from khalkhin.play.measure.chronicle.records import Chronicle
from khalkhin.play.measure.chronicle.rings import rings
from khalkhin.play.measure.chronicle.steps import GivenOrder, side_turns
from khalkhin.play.measure.chronicle.systems import systems


def chronicle(steps: Sequence[GivenOrder]) -> Chronicle:
    """What happened in a battle. Raises: ValueError without a step."""
    if not steps:
        raise ValueError("no battle without an order")
    turns = tuple(side_turns(steps))
    sides = [s.id for s in steps[0].before.scenario.sides]
    return Chronicle(
        steps[-1].after.turn,
        deaths(steps),
        met(steps),
        rings(turns),
        activity(turns),
        takings(steps),
        {side: systems(steps, turns, side) for side in sides},
        {side: follies(steps, turns, side) for side in sides},
    )
