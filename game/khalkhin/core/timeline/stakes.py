"""What the timeline can still give a side or cost it in victory points, as one side may know of it beforehand, and how
far each condition has come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import DESTROYED, UNKNOWN_STOCK, GameState
from khalkhin.core.timeline.condition_kinds import (
    AllOf,
    AnyOf,
    Condition,
    Destroyed,
    Entered,
    Lost,
    OnMap,
    Stock,
)
from khalkhin.core.timeline.conditions import fighters, lost_of, named
from khalkhin.core.timeline.effect_kinds import ChangePoints, Effect
from khalkhin.core.timeline.timeline import Answer, Entry
from khalkhin.core.victory import steps_lost


@dataclass(frozen=True, slots=True)
class Stake:
    """Victory points that a side gains (or loses) when an entry takes effect, or when its choice is answered so."""

    entry: Entry
    side: str
    points: int
    answer: Answer | None = None


def given(effects: Iterable[Effect], side: str) -> int:
    """The points that some effects give a side together."""
    return sum(e.points for e in effects if isinstance(e, ChangePoints) and e.side == side)


def stakes(scenario: Scenario, reader: str) -> tuple[Stake, ...]:
    """All points that the entries which a side reads may ever give either side, in the order of the timeline."""
    sides = (reader, scenario.enemy(reader))
    found = [
        Stake(entry, side, points, answer)
        for entry in scenario.timeline
        if entry.side in ("", reader)
        for answer in (None, *entry.answers)
        for side in sides
        if (points := given(entry.effects if answer is None else answer.effects, side))
    ]
    return tuple(found)


def is_open(state: GameState, stake: Stake) -> bool:
    """Whether points may still come, as far as time and what has happened tell: an entry that comes again may give
    them again."""
    entry = stake.entry
    if stake.answer is not None and entry.id in state.pending:
        return True
    return state.turn <= entry.when.end and (entry.id not in state.fired or bool(entry.repeat))


def progress(state: GameState, conditions: Iterable[Condition]) -> Iterator[tuple[int, int]]:
    """Of all that is counted in some conditions and their parts, in their order: how much there is now, and how much
    is asked for. What the side whose view the state is does not know is left out, and what is asked not to be."""
    for condition in conditions:
        match condition:
            case Stock(store=store, side=side, least=least) if least:
                stocks = [s.stock for s in state.stores if (s.name == store if store else s.side == side)]
                if stocks and UNKNOWN_STOCK not in stocks:
                    yield sum(stocks), least
            case Lost(steps=steps, side=side, units=names):
                yield (steps_lost(state, side) if side else lost_of(state, names)), steps
            case Entered(side=side, hexes=hexes, units=count):
                yield fighters(state, side, hexes), count
            case Destroyed(units=names):
                yield sum(u.hex == DESTROYED for u in named(state, names)), len(names)
            case OnMap(units=names, count=count):
                yield sum(u.on_map for u in named(state, names)), count
            case AnyOf(conditions=parts) | AllOf(conditions=parts):
                yield from progress(state, parts)
            case _:
                pass
