"""A campaign under way: which battle is next, what was carried into it, how it ended; kept in a file of its own.

The file is one JSON object written whole (with a backup). The results before a battle determine its scenario, and with
it the digest by which its journal knows it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from game.core.handicap import LEVELS, by_level
from game.core.model import Handicap, Scenario
from game.core.state import GameState
from game.play.arena import play_state
from game.play.carry import Change, StageResult, UnitEnd, carried, result_of
from game.play.files import write_whole
from game.scenario import load
from game.scenario.campaigns import EPILOGUE, Campaign, Epilogue, Stage, Test, Way

FORMAT, VERSION, SUFFIX = "khalkhin-campaign", 1, ".campaign"
MAX_BYTES = 4_000_000


class CampaignError(Exception):
    """A campaign that cannot be read or written. The message is a sentence with the file and what to do."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a campaign stands: who commands whom, the results so far, the stage to be fought next ("" at the end), the
    journal of a battle of it that has been begun, and at which level a side is met, if not at normal."""

    players: Mapping[str, str]
    seed: int
    results: tuple[StageResult, ...] = ()
    stage: str = ""
    journal: str = ""
    levels: Mapping[str, str] = field(default_factory=dict)

    @property
    def over(self) -> bool:
        return not self.stage


def begin(
    campaign: Campaign, players: Mapping[str, str], seed: int, levels: Mapping[str, str] | None = None
) -> Progress:
    """A new campaign at its first stage."""
    return Progress(dict(players), seed, (), campaign.stages[0].id, levels=dict(levels or {}))


def next_battle(campaign: Campaign, progress: Progress) -> tuple[Scenario, tuple[Change, ...]]:
    """The scenario to be fought now, with all that is carried into it. Raises: ScenarioError, KeyError at the end."""
    stage = campaign.stage(progress.stage)
    return carried(load(stage.scenario), stage, progress.results)


def battle_seed(progress: Progress) -> int:
    """The dice of the battle that is next: one further for every battle fought."""
    return progress.seed + len(progress.results)


def battle_handicaps(progress: Progress, scenario: Scenario) -> dict[str, Handicap]:
    """The handicaps of the battle that is next, by side."""
    return by_level(scenario, progress.levels)


def fought(campaign: Campaign, progress: Progress, state: GameState) -> tuple[Progress, Way]:
    """The campaign after a battle, and the way that history took."""
    stage = campaign.stage(progress.stage)
    results = (*progress.results, result_of(stage.id, state))
    way = next(w for w in stage.ways if all(fits(t, results) for t in w.tests))
    return replace(progress, results=results, stage="" if way.to == EPILOGUE else way.to, journal=""), way


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


def play_through(
    campaign: Campaign, players: Mapping[str, str], seed: int, levels: Mapping[str, str] | None = None
) -> list[Fought]:
    """The computer plays a whole campaign. Raises: ScenarioError."""
    progress = begin(campaign, players, seed, levels)
    told = []
    while not progress.over:
        stage = campaign.stage(progress.stage)
        scenario, changes = next_battle(campaign, progress)
        handicaps = battle_handicaps(progress, scenario)
        state = play_state(scenario, players, battle_seed(progress), handicaps=handicaps)
        progress, way = fought(campaign, progress, state)
        told.append(Fought(stage, changes, progress.results[-1], way))
    return told


# ------------------------------------------------------------------ keeping


def write(path: Path, progress: Progress) -> None:
    """Keep a campaign. Raises: CampaignError, and then the file is as before."""
    data = {"format": FORMAT, "version": VERSION, **asdict(progress)}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, json.dumps(data, indent=1, sort_keys=True).encode(), backup=True)
    except OSError as error:
        raise CampaignError(
            f"Cannot write {path}: {error.strerror or error}. Free some space and try again."
        ) from error


def read(path: Path, campaign: Campaign) -> tuple[Progress, str]:
    """A campaign from its file, and a sentence about what has changed since and is kept. Raises: CampaignError."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise CampaignError(f"{path} is larger than any campaign; it is not one.")
        data = json.loads(path.read_bytes())
    except OSError as error:
        raise CampaignError(f"Cannot read {path}: {error.strerror or error}.") from error
    except (ValueError, RecursionError) as error:
        raise CampaignError(f"{path} is no campaign of this game, or it is damaged.") from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise CampaignError(f"{path} is no campaign of this game.")
    if data.get("version") != VERSION:
        raise CampaignError(f"{path} has campaign version {data.get('version')!r:.20}; update the game.")
    try:
        progress = Progress(
            {str(k): str(v) for k, v in data["players"].items()},
            int(data["seed"]),
            tuple(_result(r) for r in data["results"]),
            str(data["stage"]),
            str(data["journal"]),
            _levels(data.get("levels", {}), campaign),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise CampaignError(f"{path} is damaged: {type(error).__name__} in what it says of a battle.") from error
    return _kept(path, progress, campaign)


def _levels(data: Any, campaign: Campaign) -> dict[str, str]:
    if not all(side in campaign.introductions and level in LEVELS for side, level in data.items()):
        raise ValueError("levels")
    return dict(data)


def _result(data: Any) -> StageResult:
    units = {str(code): UnitEnd(**end) for code, end in data["units"].items()}
    if not all(isinstance(u.steps, int) and isinstance(u.full, int) and u.full >= 0 for u in units.values()):
        raise ValueError("units")
    return StageResult(**{**data, "units": units})


def _kept(path: Path, progress: Progress, campaign: Campaign) -> tuple[Progress, str]:
    """What of a campaign fits the campaign as it is now; results that do not are let go from the first on."""
    stages = {s.id for s in campaign.stages}
    good: list[StageResult] = []
    for result in progress.results:
        if result.stage not in stages:
            break
        good.append(result)
    # What later scenarios were depends on what was carried into them; only the first is as its files have it.
    changed = bool(good) and load(good[0].scenario).digest != good[0].digest
    notice = ""
    if len(good) < len(progress.results) or (progress.stage and progress.stage not in stages):
        again = progress.results[len(good)].stage if len(good) < len(progress.results) else progress.stage
        stage = next((s.id for s in campaign.stages if s.id not in {r.stage for r in good}), "")
        notice = f"The stage {again!r} of {path.name} is no longer in the campaign; it goes on with {stage!r}."
        progress = replace(progress, results=tuple(good), stage=stage, journal="")
    elif changed:
        notice = f"{good[0].scenario} has changed since it was fought. Its result is kept as it was."
    return progress, notice
