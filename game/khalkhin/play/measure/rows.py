"""Rows of a table of measurements: a battle, who commands its sides, what is taken from them, how they are to go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from khalkhin.core.model.scenario import Scenario
from khalkhin.play.measure.arena import Result
from khalkhin.play.measure.kept import ResultStore
from khalkhin.play.measure.series import Fight, Terms, play_many
from khalkhin.play.measure.variants.ablations import ablated
from khalkhin.scenario import load
from khalkhin.scenario.catalog import locate
from khalkhin.scenario.strategies import axes, strategy, with_hints

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A series of battles. Pairs are (side, name): players that are not the staff, ablations, strategies, axes."""

    scenario: str
    players: Pairs = ()
    ablations: Pairs = ()
    strategies: Pairs = ()
    axes: Pairs = ()
    detail: bool = False
    trace: bool = False

    def battle(self) -> Scenario:
        """The scenario with all that is changed in it. Raises: ScenarioError, KeyError for an unknown ablation."""
        found = load(self.scenario)
        for side, name in self.strategies:
            found = with_hints(found, side, strategy(found, side, name, locate(self.scenario)))
        for side in dict.fromkeys(side for side, _ in self.axes):
            found = with_hints(found, side, axes(found, side, [text for s, text in self.axes if s == side]))
        for side, name in self.ablations:
            found = ablated(found, side, name)
        return found


@dataclass(frozen=True, slots=True)
class Measured:
    """A row with its battle and the results, by seed."""

    row: Row
    scenario: Scenario
    results: Sequence[Result] = field(repr=False)
    #: What names its battles where results are kept.
    named: str = ""

    def grades(self, side: str) -> list[float]:
        """The grades of a side, 0 to 4."""
        return [float(r.grades[side]) for r in self.results]


def measure(
    row: Row,
    seeds: Sequence[int],
    jobs: int = 1,
    progress: Callable[[Result], None] | None = None,
    kept: ResultStore | None = None,
    known: dict[str, list[Result]] | None = None,
    elsewhere: Fight | None = None,
) -> Measured:
    """Fight the battles of a row, with `elsewhere` by that; those of another that are the same are taken from `known`.
    Raises: as
    :meth:`Row.battle` and play_many."""
    scenario = row.battle()
    players = {side.id: "staff" for side in scenario.sides} | dict(row.players)
    named = Terms(scenario, players, detail=row.detail, trace=row.trace).key()
    known = {} if known is None else known
    if named in known:
        for result in known[named]:
            if progress is not None:
                progress(result)
    else:
        known[named] = play_many(
            scenario,
            players,
            seeds,
            jobs=jobs,
            progress=progress,
            kept=kept,
            detail=row.detail,
            trace=row.trace,
            elsewhere=elsewhere,
        )
    return Measured(row, scenario, known[named], named)
