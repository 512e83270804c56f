"""What sides made of their guns, points, aircraft, engineers, charges and trucks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

from khalkhin.core.combat import ammunition
from khalkhin.core.events.events import Captured, CrossingHit, CrossingTaken, Destroyed, Exited, HqPointsSpent, WorkDone
from khalkhin.core.model.reasons import Cause, HitCause
from khalkhin.core.model.state import DESTROYED, GameState, SortiesLeft
from khalkhin.core.model.units import UNSUPPLIED, Task
from khalkhin.play.measure.chronicle.activity import enemy_hexes, nearest
from khalkhin.play.measure.chronicle.records import Guns, Systems
from khalkhin.play.measure.chronicle.steps import GivenOrder, SideTurn

#: The wings of a battle: thirds of its map from the north.
WINGS = ("north", "centre", "south")


def systems(steps: Sequence[GivenOrder], turns: Sequence[SideTurn], side: str) -> Systems:
    """The use a side made of what it had."""
    own = [turn for turn in turns if turn.side == side]
    laid, blown, lost = _charges(steps, side)
    captured, destroyed = _columns(steps, side)
    units = steps[0].before.scenario.units if steps else ()
    return Systems(
        guns(own),
        sum(turn.begun.hq_points.get(side, 0) for turn in own),
        _spent(steps, side),
        _sorties(own, "fighters"),
        _sorties(own, "bombers"),
        _works(steps, side),
        laid,
        blown,
        lost,
        sum(
            e.hits
            for step in steps
            for e in step.events
            if isinstance(e, CrossingHit) and e.cause is not HitCause.DEMOLITION and step.before.active == side
        ),
        sum(u.is_column and u.side == side and u.hex != DESTROYED for u in units),
        captured,
        destroyed,
        _saved(steps, side),
    )


def guns(turns: Iterable[SideTurn]) -> Guns:
    """The gun-turns of a side."""
    tally: Counter[str] = Counter()
    for turn in turns:
        state, enemies = turn.ended, enemy_hexes(turn.ended, turn.side)
        fired = {name for step in turn.steps for name in step.order.firing()}
        for gun in state.side_units(turn.side):
            if not gun.spec.type.range:
                continue
            now = nearest(state, gun.hex, enemies)
            before = turn.begun.units[gun.spec.index]
            then = nearest(turn.begun, before.hex, enemies) if before.hex >= 0 else now
            tally["turns"] += 1
            tally["in_range"] += now <= gun.spec.type.range
            tally["closing"] += gun.spec.type.range < now < then
            tally["fired"] += gun.id in fired
            tally["standing_by"] += bool(gun.standby)
            tally["dry"] += before.supply_state >= UNSUPPLIED or ammunition.lack(turn.begun, before) is not None
    return Guns(**tally)


def wing(state: GameState, hex_: int) -> str:
    """The third of the map that a hex lies in."""
    board = state.scenario.board
    return WINGS[min(2, 3 * board.place(hex_)[1] // board.height)]


def _spent(steps: Iterable[GivenOrder], side: str) -> dict[str, int]:
    spent: Counter[str] = Counter()
    for step in steps:
        for event in step.events:
            if isinstance(event, HqPointsSpent) and event.side == side:
                spent[event.what] += event.points
    return dict(sorted(spent.items()))


def _sorties(turns: Iterable[SideTurn], kind: Literal["fighters", "bombers"]) -> tuple[int, int]:
    """Sorties that a side had over its turns, and those it flew."""
    had = flown = 0
    for turn in turns:
        at_first = getattr(turn.begun.sorties.get(turn.side, SortiesLeft()), kind)
        had += at_first
        flown += at_first - getattr(turn.ended.sorties.get(turn.side, SortiesLeft()), kind)
    return had, flown


def _works(steps: Iterable[GivenOrder], side: str) -> dict[str, int]:
    done: Counter[str] = Counter()
    for step in steps:
        for event in step.events:
            if isinstance(event, WorkDone) and event.finished and _of(step.before, event.unit, side):
                done[f"{event.task} {wing(step.before, event.hex)}"] += 1
    return dict(sorted(done.items()))


def _charges(steps: Iterable[GivenOrder], side: str) -> tuple[int, int, int]:
    """Charges that a side laid, those it blew, and those under crossings that the enemy took."""
    laid = blown = lost = 0
    for step in steps:
        for event in step.events:
            match event:
                case WorkDone(task=Task.MINE, finished=True):
                    laid += _of(step.before, event.unit, side)
                case CrossingHit(cause=HitCause.DEMOLITION) if event.hits and step.before.active == side:
                    blown += _mined(step, event.hexside) == side
                case CrossingTaken() if event.side != side:
                    lost += _mined(step, event.hexside) == side
                case _:
                    pass
    return laid, blown, lost


def _saved(steps: Iterable[GivenOrder], side: str) -> int:
    """Steps of a side's combat units that left the map."""
    out = (step.before.unit(e.unit) for step in steps for e in step.events if isinstance(e, Exited))
    return sum(u.steps for u in out if u is not None and u.side == side and u.is_combat)


def _mined(step: GivenOrder, hexside: int) -> str:
    """Whose charges lay at a crossing before an order; nobody's at one that has only now been built."""
    link = step.before.crossings.get(hexside)
    return "" if link is None else link.mined


def _columns(steps: Iterable[GivenOrder], side: str) -> tuple[int, int]:
    """Truck columns of a side that were captured, and those destroyed in other ways."""
    captured = destroyed = 0
    for step in steps:
        for event in step.events:
            if isinstance(event, Captured) and _of(step.before, event.unit, side):
                captured += 1
            elif isinstance(event, Destroyed) and event.cause is not Cause.CAPTURED:
                unit = step.before.unit(event.unit)
                destroyed += unit is not None and unit.side == side and unit.is_column
    return captured, destroyed


def _of(state: GameState, name: str, side: str) -> bool:
    unit = state.unit(name)
    return unit is not None and unit.side == side
