"""A campaign under way: which battle is next, what was carried into it, which way history took, how it ended.

The results before a battle determine its scenario, and with it the digest by which its journal knows it.
:mod:`khalkhin.play.campaign.saves` keeps campaigns in files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from khalkhin import paths
from khalkhin.core.command.handicap import LEVELS, by_level
from khalkhin.core.model.rules import Handicap
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import GameState
from khalkhin.foreign_text import quoted
from khalkhin.play.campaign.carry_over import MOST_RESULTS, Carry, Change, StageResult, carried, result_of
from khalkhin.play.file_fields import Commander, FileName, Seed, Side, Word
from khalkhin.play.measure.arena import play_state
from khalkhin.play.session.journal import Header
from khalkhin.scenario import ScenarioError, load
from khalkhin.scenario.campaigns import EPILOGUE, Campaign, Epilogue, Stage, Test, Way
from khalkhin.scenario.catalog import known
from khalkhin.scenario.issues import Issue, Severity
from khalkhin.translation import _


def _level(name: str) -> str:
    if name not in LEVELS:
        raise ValueError("is no level")
    return name


Level = Annotated[str, AfterValidator(_level)]


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a campaign stands: who commands whom, the results so far, the stage to be fought next ("" at the end), the
    name of the journal of a battle of it that has been begun, and at which level a side is met, if not at normal.
    `campaign` is the id of a campaign of the user's; the shipped one has none."""

    players: Mapping[Side, Commander]
    seed: Seed
    results: Annotated[tuple[StageResult, ...], Field(max_length=MOST_RESULTS)] = ()
    stage: Word = ""
    journal: FileName = ""
    fog: bool = True
    levels: Mapping[Side, Level] = field(default_factory=dict)
    campaign: Word = ""

    @property
    def over(self) -> bool:
        return not self.stage


def begin(
    campaign: Campaign,
    players: Mapping[str, str],
    seed: int,
    fog: bool = True,
    levels: Mapping[str, str] | None = None,
) -> Progress:
    """A new campaign at its first stage."""
    return Progress(
        dict(players), seed, (), campaign.stages[0].id, fog=fog, levels=dict(levels or {}), campaign=campaign.id
    )


def next_battle(campaign: Campaign, progress: Progress) -> tuple[Scenario, tuple[Change, ...]]:
    """The scenario to be fought now, with all that is carried into it. Raises: ScenarioError, KeyError at the end."""
    stage = campaign.stage(progress.stage)
    return carried(load(stage.scenario), stage, progress.results)


def battle_seed(progress: Progress) -> int:
    """The dice of the battle that is next: one further for every battle fought."""
    return progress.seed + len(progress.results)


def carry_of(campaign: Campaign, progress: Progress, name: str) -> Carry:
    """What the journal of the next battle keeps; `name` is the file the campaign is kept in. Raises: KeyError."""
    return Carry(name, campaign.stage(progress.stage), progress.results)


def scenario_of(header: Header, also: Iterable[Path] = (), named: Path | None = None) -> Scenario:
    """The scenario of a journal, with all that was carried into its battle: of those known by its name
    (:func:`khalkhin.scenario.catalog.known`) the one it was begun with, or else the first. If somebody has `named` its
    folder, it is that, whatever it is called. Raises: ScenarioError."""
    faulty: ScenarioError | None = None
    other: Scenario | None = None
    for folder in (named,) if named else known(header.scenario, also):
        try:
            scenario = _with_carry(load(folder), header)
        except ScenarioError as error:
            faulty = faulty or error
            continue
        if scenario.digest == header.digest:
            return scenario
        other = other or scenario
    if other is not None:
        return other
    raise faulty or _unknown(header.scenario)


def _with_carry(scenario: Scenario, header: Header) -> Scenario:
    if header.carry is None:
        return scenario
    return carried(scenario, header.carry.stage, header.carry.results)[0]


def _unknown(name: str) -> ScenarioError:
    what = _("the battle's scenario is neither a shipped one nor among yours")
    hint = _("put its folder into {folder}, or name it: --scenario FOLDER").format(folder=paths.user_maps_dir())
    return ScenarioError((Issue(Severity.ERROR, quoted(name), what, hint),))


def belongs(progress: Progress, carry: Carry, seed: int) -> bool:
    """Whether a battle is the one that is next in a campaign: its stage, its dice and all that came before."""
    return carry.stage.id == progress.stage and carry.results == progress.results and seed == battle_seed(progress)


def battle_handicaps(progress: Progress, scenario: Scenario) -> dict[str, Handicap]:
    """The handicaps of the battle that is next, by side."""
    return by_level(scenario, progress.levels)


def fought(campaign: Campaign, progress: Progress, state: GameState) -> tuple[Progress, Way]:
    """The campaign after a battle, and the way that history took."""
    stage = campaign.stage(progress.stage)
    results = (*progress.results, result_of(stage.id, state))
    way = way_on(campaign, results)
    return replace(progress, results=results, stage="" if way.to == EPILOGUE else way.to, journal=""), way


def way_on(campaign: Campaign, results: tuple[StageResult, ...]) -> Way:
    """The way that history takes after these results. Raises: KeyError if the last one's stage is unknown."""
    stage = campaign.stage(results[-1].stage)
    return next(w for w in stage.ways if all(fits(t, results) for t in w.tests))


def ways_taken(campaign: Campaign, progress: Progress) -> tuple[Way, ...]:
    """The way that led on from each result. Where the campaign's ways have changed since, it is one that leads to where
    the campaign went, if there is one still."""
    goals = (*(r.stage for r in progress.results[1:]), progress.stage or EPILOGUE)
    out = []
    for i, to in enumerate(goals[: len(progress.results)]):
        way = way_on(campaign, progress.results[: i + 1])
        ways = campaign.stage(progress.results[i].stage).ways
        out.append(way if way.to == to else next((w for w in ways if w.to == to), Way(to)))
    return tuple(out)


def fits(test: Test, results: tuple[StageResult, ...]) -> bool:
    """Whether a condition holds after these results."""
    found = [r for r in results if not test.stage or r.stage == test.stage]
    if not found:
        return False
    last = found[-1]
    return (
        (not test.side or test.least <= last.grades.get(test.side, 2) <= test.most)
        and all(last.held.get(name) == side for name, side in (test.held or {}).items())
        and (not test.flag or any(test.flag in r.flags for r in results))
    )


def ending(campaign: Campaign, results: tuple[StageResult, ...]) -> Epilogue:
    """How a campaign ended that led through these results."""
    return next(e for e in campaign.epilogues if all(fits(t, results) for t in e.tests))


@dataclass(frozen=True, slots=True)
class Fought:
    """A battle of a campaign: what was carried into it, what came of it and the way on."""

    stage: Stage
    changes: tuple[Change, ...]
    result: StageResult
    way: Way


def play_through(campaign: Campaign, players: Mapping[str, str], seed: int) -> list[Fought]:
    """The computer plays a whole campaign. Raises: ScenarioError."""
    progress = begin(campaign, players, seed)
    told = []
    while not progress.over:
        stage = campaign.stage(progress.stage)
        scenario, changes = next_battle(campaign, progress)
        state = play_state(scenario, players, battle_seed(progress), fog=progress.fog)
        progress, way = fought(campaign, progress, state)
        told.append(Fought(stage, changes, progress.results[-1], way))
    return told
