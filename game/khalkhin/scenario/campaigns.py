"""Campaigns: battles in a row with branches and an end, from ``maps/campaign.toml``.

A stage is a scenario and what is carried into it; its ways on are tried in order and the first that fits is taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from khalkhin import paths
from khalkhin.formats import CAMPAIGN
from khalkhin.scenario.catalog import folders
from khalkhin.scenario.formats import upgraded
from khalkhin.scenario.issues import Report, ScenarioError, quoted
from khalkhin.scenario.tables.rules_tables import Id, Name
from khalkhin.scenario.tables.toml_models import Model, parse, read_table
from khalkhin.scenario.timeline.types import Text, Title
from khalkhin.translation import _

FILE = "campaign.toml"
#: The way on that ends a campaign.
EPILOGUE = "epilogue"


@dataclass(frozen=True, slots=True)
class Test:
    """What must hold after a stage (the last one played, or `stage`): grades of a side between two (0..4), objectives
    held by sides, a flag set. All that is given must hold."""

    stage: str = ""
    side: str = ""
    least: int = 0
    most: int = 4
    held: Mapping[str, str] | None = None
    flag: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """A way on: to a stage, or to :data:`EPILOGUE`, with a sentence why history took it."""

    to: str
    tests: tuple[Test, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """A battle of the campaign. `at` is its place on the strategic map in thousandths of width and height; units come
    into it with `replacements` percent of their earlier losses made good; `stock_from` names the stage whose depots
    fill this one's, in proportion to what `stock_usual` gives by side."""

    id: str
    scenario: str
    at: tuple[int, int]
    replacements: int = 50
    stock_from: str = ""
    stock_usual: Mapping[str, int] | None = None
    ways: tuple[Way, ...] = ()


@dataclass(frozen=True, slots=True)
class Epilogue:
    """How it ended; the first that fits is told."""

    title: str
    text: str
    source: str = ""
    tests: tuple[Test, ...] = ()


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign: its title, what each side reads first, stages in order, and endings."""

    title: str
    description: str
    introductions: Mapping[str, str]
    stages: tuple[Stage, ...]
    epilogues: tuple[Epilogue, ...]

    def stage(self, id_: str) -> Stage:
        """A stage by its id. Raises: KeyError."""
        return {s.id: s for s in self.stages}[id_]


class TestRow(Model):
    stage: Id | None = None
    side: str = ""
    least: Annotated[int, Field(ge=0, le=4)] = 0
    most: Annotated[int, Field(ge=0, le=4)] = 4
    held: dict[Name, str] = Field(default_factory=dict)
    flag: str = ""


def _none() -> list[Any]:
    return []


class WayRow(Model):
    to: Id
    when: list[TestRow] = Field(default_factory=_none, alias="if")
    text: Text = ""


class StageRow(Model):
    id: Id
    scenario: Id
    at: Annotated[list[Annotated[int, Field(ge=0, le=1000)]], Field(min_length=2, max_length=2)]
    replacements: Annotated[int, Field(ge=0, le=100)] = 50
    stock_from: str = ""
    stock_usual: dict[Id, Annotated[int, Field(ge=1, le=100_000)]] = Field(default_factory=dict)
    next: Annotated[list[WayRow], Field(min_length=1)]


class EpilogueRow(Model):
    title: Title
    text: Text
    source: str = ""
    when: list[TestRow] = Field(default_factory=_none, alias="if")


class CampaignTable(Model):
    format: int
    title: Title
    description: Text
    introductions: dict[Id, Text]
    stages: Annotated[list[StageRow], Field(min_length=1)]
    epilogues: Annotated[list[EpilogueRow], Field(min_length=1)]


def load_campaign(path: Path | None = None) -> Campaign:
    """The campaign of a file (the shipped one, unless told). Raises: ScenarioError with every fault."""
    report = Report()
    table = read_table(path or paths.maps_dir() / FILE, report)
    table = None if table is None else upgraded(table, CAMPAIGN, report)
    rows = None if table is None else parse(CampaignTable, table, report)
    if table is None or rows is None:
        raise ScenarioError(report.finish())
    stages = {s.id for s in rows.stages}
    scenarios = {id_ for id_, _, _ in folders()}
    seen: set[str] = set()
    for i, row in enumerate(rows.stages):
        if row.id in seen:
            report.error(
                table.where("stages", i, "id"),
                _("the stage {id} is there twice").format(id=quoted(row.id)),
                _("rename one"),
            )
        seen.add(row.id)
        if row.scenario not in scenarios:
            where = table.where("stages", i, "scenario")
            report.error(
                where,
                _("no scenario is called {scenario}").format(scenario=quoted(row.scenario)),
                report.suggest(row.scenario, scenarios),
            )
        if row.stock_from and row.stock_from not in stages:
            where = table.where("stages", i, "stock_from")
            report.error(
                where,
                _("no stage is called {stage}").format(stage=quoted(row.stock_from)),
                report.suggest(row.stock_from, stages),
            )
        for j, way in enumerate(row.next):
            if way.to not in stages | {EPILOGUE}:
                where = table.where("stages", i, "next", j, "to")
                report.error(
                    where, _("no stage is called {stage}").format(stage=quoted(way.to)), report.suggest(way.to, stages)
                )
            elif way.to in seen:
                where = table.where("stages", i, "next", j, "to")
                report.error(
                    where, _("{stage} does not come later").format(stage=quoted(way.to)), _("lead on to a later stage")
                )
        if row.next[-1].when:
            where = table.where("stages", i, "next")
            report.error(where, _("its last way on has conditions"), _("end with one that always fits"))
    if rows.epilogues[-1].when:
        report.error(
            table.where("epilogues"), _("the last epilogue has conditions"), _("end with one that always fits")
        )
    if report.errors:
        raise ScenarioError(report.finish())
    return _campaign(rows)


def _campaign(rows: CampaignTable) -> Campaign:
    return Campaign(
        rows.title,
        rows.description,
        {side: text.strip() for side, text in rows.introductions.items()},
        tuple(
            Stage(
                row.id,
                row.scenario,
                (row.at[0], row.at[1]),
                row.replacements,
                row.stock_from,
                row.stock_usual or None,
                tuple(Way(w.to, _tests(w.when), w.text.strip()) for w in row.next),
            )
            for row in rows.stages
        ),
        tuple(Epilogue(e.title, e.text.strip(), e.source, _tests(e.when)) for e in rows.epilogues),
    )


def _tests(rows: list[TestRow]) -> tuple[Test, ...]:
    return tuple(Test(t.stage or "", t.side, t.least, t.most, t.held or None, t.flag) for t in rows)
