"""The trace of a battle: where what happened and what was never used, as plain values that are kept as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from khalkhin.play.measure.chronicle.records import Taking

#: How often, by hex or hexside, in rising order of hexes.
Counts = tuple[tuple[int, int], ...]


class Heat(StrEnum):
    """What is counted by hex, for each side: units at the ends of its turns; its units in assaults, and assaults on
    them; steps that it lost; units that began a turn without supplies; units that came through or into it."""

    STOOD = "stood"
    FOUGHT = "fought"
    DIED = "died"
    STARVED = "starved"
    CROSSED = "crossed"


@dataclass(frozen=True, slots=True)
class AssaultAppraisal:
    """A side whose turn begins looks at an objective that the enemy holds: what the staff would say of an assault on
    it (a :class:`~khalkhin.ai.verdicts.Verdict`), the odds column of the best one, and whether one was made,
    and whether the place was taken that turn in whatever way."""

    side: str
    turn: int
    objective: str
    verdict: str
    column: int | None
    assaulted: bool
    taken: bool


@dataclass(frozen=True, slots=True)
class Trace:
    """What a battle left. `heat` is by side and then by kind; `crossed` counts units over crossings by hexside, `built`
    are hexsides with a crossing of their own making; `fired` are entries of the timeline that took effect, `choices`
    the answers given; `absent` are units that never came on the map, `idle` those that did but neither moved, worked,
    fired nor fought."""

    heat: Mapping[str, Mapping[Heat, Counts]]
    crossed: Counts
    built: tuple[int, ...]
    takings: tuple[Taking, ...]
    looks: tuple[AssaultAppraisal, ...]
    fired: tuple[str, ...]
    choices: Mapping[str, str]
    absent: tuple[str, ...]
    idle: tuple[str, ...]
