"""How steps died and whom assaults met, and how these stood to their supply then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from khalkhin.core.events.events import Assaulted, Captured, Destroyed, Drafted, Event, StepsLost, TurnBegan
from khalkhin.core.model.reasons import Cause
from khalkhin.core.model.state import GameState
from khalkhin.play.measure.chronicle.plight import Plight, plights
from khalkhin.play.measure.chronicle.records import Death, Met
from khalkhin.play.measure.chronicle.steps import GivenOrder


def deaths(steps: Iterable[GivenOrder]) -> tuple[Death, ...]:
    """All steps that were lost, by turn, side, cause and plight."""
    found: Counter[tuple[int, str, bool, Cause, Plight]] = Counter()
    for step in steps:
        stood: dict[str, dict[str, Plight]] = {}
        for turn, name, cause, lost in _losses(step.before, step.events):
            unit = step.before.unit(name)
            assert unit is not None
            if unit.side not in stood:
                stood[unit.side] = plights(step.before, unit.side)
            plight = stood[unit.side].get(name, Plight.SUPPLIED)  # One that has only now come on is fed.
            found[turn, unit.side, unit.is_combat, cause, plight] += lost
    rows = sorted(found.items())
    return tuple(Death(side, combat, turn, cause, plight, n) for (turn, side, combat, cause, plight), n in rows)


def met(steps: Iterable[GivenOrder]) -> tuple[Met, ...]:
    """Assaults of both sides by the plight of the first defender they met."""
    found: Counter[tuple[str, Plight]] = Counter()
    for step in steps:
        for event in step.events:
            if isinstance(event, Assaulted) and event.defenders:
                side = step.before.active
                stood = plights(step.before, step.before.scenario.enemy(side))
                found[side, stood.get(event.defenders[0], Plight.SUPPLIED)] += 1
    return tuple(Met(side, plight, n) for (side, plight), n in sorted(found.items()))


def _losses(before: GameState, events: Iterable[Event]) -> Iterator[tuple[int, str, Cause, int]]:
    """Turn, unit, cause and steps of each loss among events; who is destroyed loses what he had left."""
    left = {u.id: u.steps for u in before.units}
    turn = before.turn
    for event in events:
        match event:
            case TurnBegan():
                turn = event.turn
            case Drafted():
                left[event.unit] += event.steps
            case StepsLost():
                left[event.unit] -= event.steps
                yield turn, event.unit, event.cause, event.steps
            case Destroyed() if left[event.unit]:
                yield turn, event.unit, event.cause, left[event.unit]
                left[event.unit] = 0
            case Captured() if left[event.unit]:
                yield turn, event.unit, Cause.CAPTURED, left[event.unit]
                left[event.unit] = 0
            case _:
                pass
