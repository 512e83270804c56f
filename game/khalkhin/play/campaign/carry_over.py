"""What a campaign carries from one battle into the next: losses and veterans, stock, flags, ground held.

:func:`result_of` takes a finished battle down; :func:`carried` changes the next scenario by what was taken down. Both
are pure: the same results make the same scenario, with a digest of its own. A :class:`Carry` is what a battle's journal
keeps of it, so that a journal needs nothing of the campaign to be played again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Annotated, Any

from pydantic import Field

from khalkhin.core.model.reasons import EndReason
from khalkhin.core.model.rules import Quality
from khalkhin.core.model.scenario import Grade, Scenario
from khalkhin.core.model.state import DESTROYED, GameState
from khalkhin.core.model.units import Unit, UnitSpec
from khalkhin.core.victory import outcome, steps_lost
from khalkhin.play.file_fields import Count, Digest, FileModel, FileName, Points, Seed, Side, Steps, Turn, Word
from khalkhin.scenario.campaigns import Stage
from khalkhin.translation import N_, _

#: Depots come into a battle with at least and at most these percentages of what the scenario gives them.
STOCK_LIMITS = (40, 160)
#: The grade from which the units of a side count as victorious.
VICTORY = 3
#: Battles that a campaign can have behind it.
MOST_RESULTS = 100

GradeNumber = Annotated[int, Field(ge=0, lt=len(Grade))]


@dataclass(frozen=True, slots=True)
class UnitEnd:
    """A unit of a side at the end of a battle: steps left of its full strength."""

    side: Side
    steps: Steps
    full: Steps
    quality: Annotated[int, Field(ge=min(Quality), le=max(Quality))]

    def __post_init__(self) -> None:
        if self.steps > self.full:
            raise ValueError("a unit has more steps left than it had")


@dataclass(frozen=True, slots=True)
class StageResult:
    """A battle as the campaign remembers it. `stock` is SP in depots by side, `held` who holds each objective."""

    stage: Word
    scenario: Word
    digest: Digest
    seed: Seed
    turns: Turn
    winner: Side | None
    grades: Mapping[Side, GradeNumber]
    points: Mapping[Side, Points]
    lost: Mapping[Side, Count]
    units: Mapping[Word, UnitEnd]
    held: Mapping[Word, Side]
    stock: Mapping[Side, Count]
    flags: Mapping[Word, Word] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Carry:
    """What makes a battle one of a campaign: the name of the file the campaign is kept in, the stage on whose terms it
    is fought, and the results that are carried into it."""

    campaign: str
    stage: Stage
    results: tuple[StageResult, ...] = ()


class CarryRow(FileModel):
    """A carry as a journal keeps it."""

    campaign: FileName
    stage: Word
    scenario: Word
    replacements: Annotated[int, Field(ge=0, le=100)]
    stock_from: Word
    stock_usual: dict[Side, Annotated[Count, Field(ge=1)]] | None
    results: Annotated[tuple[StageResult, ...], Field(max_length=MOST_RESULTS)]

    def carry(self) -> Carry:
        stage = Stage(
            self.stage, self.scenario, (0, 0), self.replacements, self.stock_from, dict(self.stock_usual or {}) or None
        )
        return Carry(self.campaign, stage, self.results)


def written(carry: Carry) -> dict[str, Any]:
    """A carry as JSON values, which :class:`CarryRow` reads."""
    return {
        "campaign": carry.campaign,
        "stage": carry.stage.id,
        "scenario": carry.stage.scenario,
        **_terms(carry.stage),
        "results": [asdict(r) for r in carry.results],
    }


def _terms(stage: Stage) -> dict[str, Any]:
    """What of a stage changes the scenario that is carried into it."""
    usual = None if stage.stock_usual is None else dict(stage.stock_usual)
    return {"replacements": stage.replacements, "stock_from": stage.stock_from, "stock_usual": usual}


def result_of(stage: str, state: GameState) -> StageResult:
    """What is remembered of a battle that is over (or given up: it counts as it stands)."""
    scenario = state.scenario
    end = state.outcome or outcome(state, EndReason.GIVEN_UP)
    sides = [s.id for s in scenario.sides]
    return StageResult(
        stage,
        scenario.id,
        scenario.digest,
        state.seed,
        state.turn,
        end.winner,
        dict(end.grades),
        dict(end.points),
        {s: steps_lost(state, s) for s in sides},
        {
            u.spec.id: UnitEnd(u.side, 0 if u.hex == DESTROYED else u.steps, u.spec.steps, int(u.spec.quality))
            for u in state.units
        },
        {o.name: h.side for o, h in zip(scenario.objectives, state.holdings, strict=True)},
        {s: sum(t.stock for t in state.stores if t.side == s and not t.is_source) for s in sides},
        dict(state.flags),
    )


@dataclass(frozen=True, slots=True)
class Change:
    """One thing carried over, in words for the player."""

    side: str
    text: str


def carried(scenario: Scenario, stage: Stage, results: Sequence[StageResult]) -> tuple[Scenario, tuple[Change, ...]]:
    """The scenario as earlier results leave it, and what is different about it."""
    if not results:
        return scenario, ()
    changes: list[Change] = []
    before = _last_seen(results)
    specs: list[UnitSpec] = []
    units: list[Unit] = []
    for spec, unit in zip(scenario.order_of_battle, scenario.units, strict=True):
        end = before.get(spec.id)
        if end is not None:
            found, won = end
            spec, unit = _worn(spec, unit, found, won, stage.replacements, changes)
        specs.append(spec)
        units.append(unit)
    units = _ground(scenario, units, results, changes)
    depots = scenario.depots
    filled = next((r for r in reversed(results) if r.stage == stage.stock_from), None)
    if filled is not None and stage.stock_usual:
        shares = {side: _share(filled.stock.get(side, 0), usual) for side, usual in stage.stock_usual.items()}
        depots = tuple(replace(d, stock=d.stock * shares.get(d.side, 100) // 100) for d in depots)
        changes += [
            Change(side, _("The depots hold {share} % of what they held in history.").format(share=share))
            for side, share in shares.items()
        ]
    flags = {name: reader for r in results for name, reader in r.flags.items()}
    told = json.dumps([_terms(stage), *(asdict(r) for r in results)], sort_keys=True)
    digest = hashlib.sha256(f"{scenario.digest} {stage.id} {told}".encode()).hexdigest()[:16]
    changed = replace(
        scenario,
        order_of_battle=tuple(specs),
        units=tuple(units),
        depots=depots,
        flags=flags,
        digest=digest,
    )
    return changed, tuple(changes)


def _last_seen(results: Sequence[StageResult]) -> dict[str, tuple[UnitEnd, bool]]:
    """Every unit as its latest battle left it, and whether its side won that battle."""
    out: dict[str, tuple[UnitEnd, bool]] = {}
    for result in results:
        victors = {side for side, grade in result.grades.items() if grade >= VICTORY}
        out.update({code: (end, end.side in victors) for code, end in result.units.items()})
    return out


#: What is said of a unit whose quality a battle won has raised.
RISEN: Mapping[Quality, str] = {
    Quality.REGULAR: N_("{unit}: regular now, with a battle won behind it."),
    Quality.VETERAN: N_("{unit}: veteran now, with a battle won behind it."),
    Quality.ELITE: N_("{unit}: elite now, with a battle won behind it."),
}


def _worn(
    spec: UnitSpec, unit: Unit, end: UnitEnd, won: bool, replacements: int, changes: list[Change]
) -> tuple[UnitSpec, Unit]:
    """A unit with its share of old losses, and with the experience of a battle won."""
    missing = (end.full - end.steps) * (100 - replacements)
    steps = max(1, unit.steps - missing * unit.steps // (100 * max(1, end.full)))
    if steps < unit.steps:
        changes.append(
            Change(
                spec.side,
                _("{unit} comes with {steps} of {full} steps.").format(unit=spec.name, steps=steps, full=unit.steps),
            )
        )
    if won and 2 * end.steps >= end.full and spec.quality < Quality.ELITE and int(spec.quality) <= end.quality:
        spec = replace(spec, quality=Quality(spec.quality + 1))
        changes.append(Change(spec.side, _(RISEN[spec.quality]).format(unit=spec.name)))
    return spec, replace(unit, spec=spec, steps=steps)


def _share(stock: int, usual: int) -> int:
    low, high = STOCK_LIMITS
    return max(low, min(high, 100 * stock // usual))


def _ground(scenario: Scenario, units: list[Unit], results: Sequence[StageResult], changes: list[Change]) -> list[Unit]:
    """Who stands on ground that was the enemy's at the end of the last battle has had less time to dig."""
    held = {name: side for r in results for name, side in r.held.items()}
    out = list(units)
    for objective in scenario.objectives:
        if held.get(objective.name, objective.holder) == objective.holder:
            continue
        for i, unit in enumerate(out):
            if unit.hex == objective.hex and unit.spec.side == objective.holder and unit.entrenchment > 1:
                out[i] = replace(unit, entrenchment=1)
                text = _("{place} was the enemy's in the last battle: {unit} has hardly dug in.").format(
                    place=objective.name, unit=unit.spec.name
                )
                changes.append(Change(unit.spec.side, text))
    return out
