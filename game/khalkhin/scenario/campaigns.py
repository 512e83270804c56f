"""Campaigns: battles in a row with branches and an end, from ``maps/campaign.toml`` and those of the user's packs.

A stage is a scenario and what is carried into it; its ways on are tried in order and the first that fits is taken. A
campaign of the user's is a folder with a ``campaign.toml`` and its scenarios' folders inside; it may have a theatre of
its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from khalkhin import paths
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.timeline.effect_kinds import SetFlag
from khalkhin.foreign_text import quoted
from khalkhin.formats import CAMPAIGN
from khalkhin.scenario.build import read_scenario
from khalkhin.scenario.catalog import campaign_folders, folders, inside
from khalkhin.scenario.formats import upgraded
from khalkhin.scenario.issues import Issue, Report, ScenarioError, shown
from khalkhin.scenario.tables.manifest import Language
from khalkhin.scenario.tables.rules_tables import Id, Name
from khalkhin.scenario.tables.toml_models import Model, Table, parse, read_table
from khalkhin.scenario.texts.files import read_texts
from khalkhin.scenario.texts.sentences import LONG, NAME, TITLED, Ask, Sentence, noting, saying
from khalkhin.scenario.timeline.types import Text, Title
from khalkhin.scenario.tmx.path_sandbox import CAMPAIGN_FILE, Roots
from khalkhin.scenario.tmx.pictures import BadPicture, picture_size
from khalkhin.translation import _

FILE = CAMPAIGN_FILE
#: The most places on a theatre of a campaign's own.
MOST_PLACES = 60
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
class TheatrePlace:
    """A place on a campaign's own strategic map, `at` thousandths of its width and height; `kind` is its sign, `side`
    where its name stands (r, l, a, b or c: right, left, above, below, below and to the right)."""

    name: str
    at: tuple[int, int]
    kind: str = "town"
    side: str = "r"


@dataclass(frozen=True, slots=True)
class TheatreMap:
    """A strategic map of a campaign's own: a picture file (empty: plain paper), and places on it."""

    picture: str = ""
    places: tuple[TheatrePlace, ...] = ()


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign: its title, what each side reads first, stages in order, and endings. `id` is the name of its folder
    among the user's; the shipped one has none. Without a `theatre` it is fought on the shipped one."""

    title: str
    description: str
    introductions: Mapping[str, str]
    stages: tuple[Stage, ...]
    epilogues: tuple[Epilogue, ...]
    id: str = ""
    theatre: TheatreMap | None = None

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


Thousandths = Annotated[list[Annotated[int, Field(ge=0, le=1000)]], Field(min_length=2, max_length=2)]


class TheatrePlaceRow(Model):
    name: Name
    at: Thousandths
    kind: Literal["town", "railhead", "airfield", "camp", "hill", "obo"] = "town"
    side: Literal["r", "l", "a", "b", "c"] = "r"


class TheatreRow(Model):
    picture: Annotated[str, Field(max_length=200)] = ""
    places: Annotated[list[TheatrePlaceRow], Field(max_length=MOST_PLACES)] = Field(default_factory=_none)


class StageRow(Model):
    id: Id
    scenario: Id
    at: Thousandths
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
    language: Language = "en"
    theatre: TheatreRow | None = None
    introductions: dict[Id, Text]
    stages: Annotated[list[StageRow], Field(min_length=1)]
    epilogues: Annotated[list[EpilogueRow], Field(min_length=1)]


def load_campaign(path: Path | None = None, *, thorough: bool = False) -> Campaign:
    """The campaign of a file (the shipped one, unless told); `thorough` as in `read_campaign`. Raises: ScenarioError
    with every fault."""
    report = Report()
    campaign = read_campaign(path or paths.maps_dir() / FILE, report, thorough=thorough)
    if campaign is None:
        raise ScenarioError(report.finish())
    return campaign


def named(id_: str) -> Campaign:
    """The campaign among the user's by the name of its folder; the shipped one by none. A name is never taken for a
    path. Raises: ScenarioError."""
    if not id_:
        return load_campaign()
    known = {folder.name: folder for folder in campaign_folders()}
    report = Report()
    if id_ not in known:
        told = _("the campaign {id} is not among yours").format(id=quoted(id_))
        report.error(shown(paths.user_maps_dir()), told, _("install its pack again"))
        raise ScenarioError(report.finish())
    campaign = load_campaign(known[id_] / FILE, thorough=True)
    meant = {id_: folder for id_, folder, _shipped in folders()}
    for stage in campaign.stages:
        own = known[id_] / stage.scenario
        if own.is_dir() and meant.get(stage.scenario) != own:
            told = _("another scenario of yours is called {name}: {folder}")
            cure = _("rename its folder, or take it away with khalkhin remove")
            report.error(shown(own), told.format(name=quoted(stage.scenario), folder=meant.get(stage.scenario)), cure)
    report.raise_errors()
    return campaign


def listed() -> list[tuple[str, str, Path]]:
    """The user's campaigns: id, title (the id of one with faults), and folder."""
    out = []
    for folder in campaign_folders():
        found = read_campaign(folder / FILE, Report())
        out.append((folder.name, folder.name if found is None else found.title, folder))
    return out


def check_campaign(place: Path) -> tuple[Issue, ...]:
    """The issues of the campaign of a folder, beside those of its scenarios; none if it has none."""
    report = Report(place=shown(place))
    if (place / FILE).is_file():
        read_campaign(place / FILE, report, thorough=True)
    return report.finish()


def read_campaign(path: Path, report: Report, *, as_written: bool = False, thorough: bool = False) -> Campaign | None:
    """Read and check a campaign's file, with the texts of the language that is wanted (or `as_written`). None if it has
    errors, which the report has. One that is `thorough` reads its scenarios as well and looks up every name in them."""
    table = read_table(path, report)
    table = None if table is None else upgraded(table, CAMPAIGN, report)
    rows = None if table is None else parse(CampaignTable, table, report)
    if table is None or rows is None:
        report.unexamined(_("whether the names in {file} are those of its scenarios").format(file=quoted(FILE)))
        return None
    folder = path.parent
    own = path.resolve() != (paths.maps_dir() / FILE).resolve()
    scenarios = _scenarios(folder, table, own, report)
    _check(table, rows, scenarios, report)
    if thorough:
        _look_up(table, rows, folder, scenarios, report)
    roots = Roots.of(folder.resolve())
    picture = _picture(folder, rows, table, roots, report)
    made = _campaign(rows, folder.resolve().name if own else "", picture)
    ask = None if report.errors else partial(sentences_of, made)
    texts = read_texts(folder, roots, ask, rows.language, report)
    if report.errors:
        return None
    return made if as_written else _through(made, saying(texts))


def _scenarios(folder: Path, table: Table, own: bool, report: Report) -> set[str]:
    """The scenarios that a campaign may have: those in its folder and the shipped ones, or all for the shipped one."""
    if not own:
        return {id_ for id_, _, _ in folders()}
    shipped = {id_ for id_, _, ours in folders() if ours}
    inner = {scenario.name for scenario in inside(folder)}
    for name in sorted(inner & shipped):
        told = _("a scenario of the game is called {id}").format(id=quoted(name))
        report.error(shown(folder / name), told, _("rename its folder"))
    return inner | shipped


def _picture(folder: Path, rows: CampaignTable, table: Table, roots: Roots, report: Report) -> str:
    """The file of the theatre's picture, which has been looked at; empty if there is none."""
    if rows.theatre is None or not rows.theatre.picture:
        return ""
    where = table.where("theatre", "picture")
    path = roots.find(
        folder.resolve(), rows.theatre.picture, (".png", ".jpg", ".jpeg"), report, where, _("the picture")
    )
    if path is None:
        return ""
    try:
        picture_size(path)
    except BadPicture as fault:
        why, cure = fault.args
        report.error(where, _("the picture {name} {why}").format(name=quoted(rows.theatre.picture), why=why), cure)
        return ""
    return str(path)


def sentences_of(campaign: Campaign) -> dict[str, Sentence]:
    """All texts of a campaign that is as it was written, by key."""
    found: dict[str, Sentence] = {}
    _through(campaign, noting(found))
    return found


def _through(campaign: Campaign, ask: Ask) -> Campaign:
    """The campaign with what is answered for each of its texts."""
    theatre = campaign.theatre
    if theatre is not None:
        places = tuple(replace(p, name=ask(f"theatre.{p.name}", p.name, NAME)) for p in theatre.places)
        theatre = replace(theatre, places=places)
    return replace(
        campaign,
        title=ask("title", campaign.title, TITLED),
        description=ask("description", campaign.description, LONG),
        introductions={side: ask(f"introductions.{side}", t, LONG) for side, t in campaign.introductions.items()},
        stages=tuple(
            replace(
                stage,
                ways=tuple(
                    replace(way, text=ask(f"stages.{stage.id}.next.{n}", way.text, LONG))
                    for n, way in enumerate(stage.ways, 1)
                ),
            )
            for stage in campaign.stages
        ),
        epilogues=tuple(
            replace(
                end,
                title=ask(f"epilogues.{n}.title", end.title, TITLED),
                text=ask(f"epilogues.{n}.text", end.text, LONG),
            )
            for n, end in enumerate(campaign.epilogues, 1)
        ),
        theatre=theatre,
    )


def _check(table: Table, rows: CampaignTable, scenarios: set[str], report: Report) -> None:
    """Tell what in a campaign does not fit together."""
    stages = {s.id for s in rows.stages}
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


def _look_up(table: Table, rows: CampaignTable, folder: Path, scenarios: set[str], report: Report) -> None:
    """Tell what names sides, objectives, flags and stages that there are none of: its conditions would never hold."""
    read: dict[str, Scenario] = {}
    for name in {row.scenario for row in rows.stages} & scenarios:
        there = folder / name if (folder / name).is_dir() else paths.maps_dir() / name
        scenario = read_scenario(there, Report(), as_written=True)
        if scenario is not None:
            read[name] = scenario
    if any(row.scenario not in read for row in rows.stages):
        report.unexamined(_("whether the names in {file} are those of its scenarios").format(file=quoted(FILE)))
        return
    names = _Names(table, {row.id: read[row.scenario] for row in rows.stages}, report)
    for side in rows.introductions:
        names.side(side, "introductions", side)
    last: list[str] = []
    for i, row in enumerate(rows.stages):
        for side in row.stock_usual:
            names.side(side, "stages", i, "stock_usual", side)
        for j, way in enumerate(row.next):
            names.tests(way.when, [row.id], "stages", i, "next", j)
        if any(way.to == EPILOGUE for way in row.next):
            last.append(row.id)
    for i, end in enumerate(rows.epilogues):
        names.tests(end.when, last, "epilogues", i)


class _Names:
    """What there is in the scenarios of a campaign, by stage, and complaints about what there is not."""

    def __init__(self, table: Table, scenarios: Mapping[str, Scenario], report: Report) -> None:
        self._table = table
        self._report = report
        self._sides = {side.id for scenario in scenarios.values() for side in scenario.sides}
        self._objectives = {id_: [o.name for o in scenario.objectives] for id_, scenario in scenarios.items()}
        self._flags = {flag for scenario in scenarios.values() for flag in _flags(scenario)}

    def side(self, side: str, *where: str | int) -> None:
        """Complain of a side that no scenario has."""
        if side not in self._sides:
            self._unknown(_("no side is called {name}").format(name=quoted(side)), side, self._sides, where)

    def tests(self, tests: list[TestRow], stages: list[str], *where: str | int) -> None:
        """Complain of conditions that speak of what one of these `stages`, which was the last, does not have."""
        for n, test in enumerate(tests):
            at = (*where, "if", n)
            if test.stage is not None and test.stage not in self._objectives:
                told = _("no stage is called {stage}").format(stage=quoted(test.stage))
                self._unknown(told, test.stage, self._objectives, (*at, "stage"))
                continue
            if test.side:
                self.side(test.side, *at, "side")
            meant = stages if test.stage is None else [test.stage]
            known = {name for stage in meant for name in self._objectives[stage]}
            for name, side in test.held.items():
                if name not in known:
                    told = _("no objective is called {name}").format(name=quoted(name))
                    self._unknown(told, name, known, (*at, "held", name))
                self.side(side, *at, "held", name)
            if test.flag and test.flag not in self._flags:
                told = _("no battle of the campaign sets the flag {name}").format(name=quoted(test.flag))
                self._unknown(told, test.flag, self._flags, (*at, "flag"))

    def _unknown(self, told: str, name: str, known: Collection[str], where: tuple[str | int, ...]) -> None:
        self._report.error(self._table.where(*where), told, self._report.suggest(name, known))


def _flags(scenario: Scenario) -> Iterator[str]:
    """The flags that can be set when a battle ends."""
    yield from scenario.flags
    for entry in scenario.timeline:
        for effect in (*entry.effects, *(effect for answer in entry.answers for effect in answer.effects)):
            if isinstance(effect, SetFlag):
                yield effect.name


def _campaign(rows: CampaignTable, id_: str, picture: str) -> Campaign:
    theatre = rows.theatre
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
        id_,
        None
        if theatre is None
        else TheatreMap(
            picture, tuple(TheatrePlace(p.name, (p.at[0], p.at[1]), p.kind, p.side) for p in theatre.places)
        ),
    )


def _tests(rows: list[TestRow]) -> tuple[Test, ...]:
    return tuple(Test(t.stage or "", t.side, t.least, t.most, t.held or None, t.flag) for t in rows)
