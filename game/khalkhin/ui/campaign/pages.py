"""What the campaign's map tells beside it: the beginning, each battle before and after it is fought, the end."""

from __future__ import annotations

from khalkhin.play.campaign.campaign import ending, ways_taken
from khalkhin.play.campaign.carry_over import StageResult
from khalkhin.play.report.dates import date_text
from khalkhin.scenario import ScenarioError, catalog
from khalkhin.scenario.campaigns import Stage
from khalkhin.scenario.tables.history import account, country
from khalkhin.text import kinds
from khalkhin.text.amounts import and_more, turns
from khalkhin.text.names import days_text, first_sentences
from khalkhin.translation import _
from khalkhin.ui.ports.campaign_port import Under
from khalkhin.ui.widgets.rows import Gap, Heading, Line, Row, Rule

GRADE_TONES = ("bad", "bad", "normal", "good", "good")
#: How many changes of a side are told one by one.
CHANGES = 12


def beginning(under: Under, viewer: str) -> list[Row]:
    """What a side is told before the first battle."""
    campaign = under.campaign
    return [
        Heading(campaign.title),
        Gap(4),
        *paragraphs(campaign.introductions.get(viewer, campaign.description)),
    ]


def end(under: Under) -> list[Row]:
    """How it ended, and what the account says of that."""
    epilogue = ending(under.campaign, under.progress.results)
    rows: list[Row] = [Heading(epilogue.title), Gap(4), *paragraphs(epilogue.text)]
    try:
        fact = account().get(epilogue.source)
    except ScenarioError:
        fact = None
    if fact is not None:
        rows += [
            Rule(),
            Line(_("What happened in 1939"), tone="gold", style="bold"),
            Line(fact.account, tone="dim"),
        ]
        if fact.historians:
            rows += [Gap(4), Line(_("Historians: {told}").format(told=fact.historians), tone="dim", style="italic")]
    return rows


def stage_page(under: Under, stage: Stage, viewer: str) -> list[Row]:
    """A battle: fought, next, to come, or passed by."""
    results = under.progress.results
    for i, result in enumerate(results):
        if result.stage == stage.id:
            return _fought(under, i, result)
    if stage.id == under.progress.stage:
        return _next(under, viewer)
    rows: list[Row] = [Heading(catalog.title_of(stage.scenario))]
    try:
        scenario = catalog.load(stage.scenario)
        rows += [Line(days_text(scenario), tone="dim"), Gap(4), Line(" ".join(scenario.description.split()))]
    except ScenarioError as error:
        rows += [Gap(4), Line(str(error), tone="warn")]
    passed = under.progress.over or _order(under, stage.id) < _order(under, under.progress.stage)
    told = _("It was not fought: history took another way.") if passed else _("To come, if history takes this way.")
    return [*rows, Gap(8), Line(told, tone="dim", style="italic")]


def _order(under: Under, stage: str) -> int:
    return [s.id for s in under.campaign.stages].index(stage)


def _fought(under: Under, index: int, result: StageResult) -> list[Row]:
    def name(side: str | None) -> str:
        return under.names.get(side or "", str(side))

    if result.winner is None:
        told = _("A draw, after {turns}").format(turns=turns(result.turns))
    else:
        told = _("{side} won, after {turns}").format(side=name(result.winner), turns=turns(result.turns))
    rows: list[Row] = [
        Heading(catalog.title_of(result.scenario)),
        Line(told, tone="dim"),
    ]
    for side in under.campaign.introductions:
        grade = result.grades.get(side, 0)
        rows += [
            Gap(6),
            Line(name(side), style="bold"),
            Line(
                kinds.grade(grade).capitalize(), f"{result.points.get(side, 0):+d}", tone=GRADE_TONES[grade], indent=1
            ),
            Line(_("Steps lost"), str(result.lost.get(side, 0)), tone="dim", indent=1),
        ]
    if result.held:
        rows += [Gap(6), Line(_("Ground held at the end"), style="bold")]
        rows += [Line(place, short(name(side)), indent=1, tone="dim") for place, side in result.held.items()]
    way = ways_taken(under.campaign, under.progress)[index]
    if way.text:
        rows += [Rule(), Line(way.text, style="italic")]
    return rows


def _next(under: Under, viewer: str) -> list[Row]:
    scenario = under.scenario
    if scenario is None:
        title = catalog.title_of(under.campaign.stage(under.progress.stage).scenario)
        told = _("The results of the battles before it are kept. Mend the scenario's files, then go on.")
        return [
            Heading(title),
            Gap(4),
            Line(_("This battle cannot be fought now:"), tone="warn"),
            Line(under.problem, tone="warn", style="small"),
            Gap(4),
            Line(told),
        ]
    rows: list[Row] = [Heading(scenario.title), Line(days_text(scenario), tone="dim")]
    if under.begun is not None:
        text = _("Begun: turn {turn}, {date}").format(turn=under.begun.turn, date=date_text(under.begun.date))
        rows.append(Line(text, tone="gold"))
    if under.progress.results:
        way = ways_taken(under.campaign, under.progress)[-1]
        rows += [Gap(4), Line(way.text, style="italic")] if way.text else []
    rows += [Gap(6), *paragraphs(first_sentences(scenario.side(viewer).briefing, 600))]
    return [*rows, *_carried(under, viewer)]


def _carried(under: Under, viewer: str) -> list[Row]:
    """What earlier battles changed for a side. The other side's changes are its own secret."""
    if not under.progress.results:
        return []
    mine = [change.text for change in under.changes if change.side == viewer]
    rows: list[Row] = [Gap(2), Line(_("Carried over"), style="bold", tone="gold")]
    if not mine:
        return [*rows, Line(_("Nothing: your side is as history had it."), tone="dim")]
    rows += [Line(text, indent=1) for text in mine[:CHANGES]]
    if len(mine) > CHANGES:
        rows.append(Line(and_more(len(mine) - CHANGES), tone="dim", indent=1))
    return rows


def paragraphs(text: str) -> list[Row]:
    """Text in paragraphs."""
    rows: list[Row] = []
    for part in text.strip().split("\n\n"):
        rows += [Line(" ".join(part.split())), Gap(6)]
    return rows


def place_rows(name: str) -> tuple[Row, ...]:
    """What there is to know of a place on the map; nothing if it has no part in the story."""
    try:
        known = next((spot for spot in country().places if spot.name.startswith(name)), None)
    except ScenarioError:
        known = None
    if known is None:
        return ()
    name = f"{known.name} ({known.also})" if known.also else known.name
    return Line(name, style="bold"), Line(known.text)


def short(name: str) -> str:
    """A side's name in a word or two."""
    return name.split(" forces")[0]
