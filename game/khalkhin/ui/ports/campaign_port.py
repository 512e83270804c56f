"""Where the campaign's screens get campaigns and battles from: the window's way to play/ and files.

Faults of files come back as values to show, never as errors.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from khalkhin.core.command.handicap import NORMAL
from khalkhin.core.model.scenario import Scenario
from khalkhin.play.campaign import battles
from khalkhin.play.campaign import saves as kept
from khalkhin.play.campaign.auto_resolve import StandIn
from khalkhin.play.campaign.campaign import Progress, begin, next_battle
from khalkhin.play.campaign.carry_over import Change
from khalkhin.play.campaign.saves import CampaignError
from khalkhin.play.report.dates import moment_text
from khalkhin.play.session.journal import JournalError
from khalkhin.play.session.session import HUMAN
from khalkhin.scenario import ScenarioError, catalog, packs
from khalkhin.scenario.campaigns import Campaign, named
from khalkhin.text import kinds
from khalkhin.text.sides import in_order
from khalkhin.translation import N_, _
from khalkhin.ui.ports.game_port import GamePort
from khalkhin.ui.ports.library import COMPUTER, Opened, OpeningFault, campaign_name, open_save, players_text


@dataclass(frozen=True, slots=True)
class ListedCampaign:
    """A campaign that is kept: facts to show beside it, or what is wrong with it; `spare` says that an earlier state of
    it can be taken."""

    path: Path
    title: str
    facts: tuple[tuple[str, str], ...] = ()
    problem: str = ""
    spare: bool = False


@dataclass(frozen=True, slots=True)
class Begun:
    """The battle of a campaign that has been begun: its journal, and the turn and date it stands at."""

    path: Path
    turn: int
    date: str


@dataclass(frozen=True, slots=True)
class Under:
    """A campaign under way: what is next, what is carried into it, what has been begun of it. `names` are the sides by
    id, `notice` tells of changed files, `problem` why the next battle cannot be fought."""

    path: Path
    campaign: Campaign
    progress: Progress
    names: Mapping[str, str]
    notice: str = ""
    scenario: Scenario | None = None
    changes: tuple[Change, ...] = ()
    begun: Begun | None = None
    problem: str = ""

    @property
    def humans(self) -> tuple[str, ...]:
        """Sides commanded by people, in the campaign's order."""
        return tuple(s for s in self.campaign.introductions if self.progress.players.get(s, HUMAN) == HUMAN)


@dataclass(frozen=True, slots=True)
class CampaignOffer:
    """A campaign that can be begun: its id, and what it is, or the `fault` that keeps it from being played; `origin`
    says whose it is, if it is not the shipped one."""

    id: str
    campaign: Campaign | None = None
    fault: str = ""
    origin: str = ""

    @property
    def title(self) -> str:
        return self.campaign.title if self.campaign is not None else self.id


def offers() -> tuple[CampaignOffer, ...]:
    """The campaigns that there are, the shipped one first."""
    return (_offer("", ""), *(_offer(folder.name, packs.origin(folder)) for folder in catalog.campaign_folders()))


def _offer(id_: str, origin: str) -> CampaignOffer:
    try:
        return CampaignOffer(id_, named(id_), "", origin)
    except ScenarioError as error:
        return CampaignOffer(id_, None, str(error), origin)


def sides(campaign: Campaign) -> dict[str, str]:
    """The names of a campaign's sides by id, as the last of its scenarios that can be loaded calls them."""
    for stage in reversed(campaign.stages):
        with contextlib.suppress(ScenarioError):
            return {info.id: info.name for info in in_order(catalog.load(stage.scenario).sides)}
    return {side: side.capitalize() for side in campaign.introductions}


def listed() -> tuple[ListedCampaign, ...]:
    """The kept campaigns, newest first."""
    found = {offer.id: offer.campaign for offer in offers()}
    ids = [(item, "" if item.progress is None else item.progress.campaign) for item in kept.listed()]
    return tuple(_listed(item, id_, found.get(id_)) for item, id_ in ids)


def _listed(item: kept.SavedCampaign, id_: str, campaign: Campaign | None) -> ListedCampaign:
    progress = item.progress
    if progress is None:
        return ListedCampaign(item.path, item.path.stem, (), item.problem, item.spare)
    stages = {s.id: s.scenario for s in campaign.stages} if campaign else {}
    title = _title(stages, progress.stage)
    of = ((_("Campaign"), campaign.title if campaign else id_),) if id_ else ()
    facts = (
        *of,
        (_("Stands"), _("before {battle}").format(battle=title) if progress.stage else _("at its end")),
        (_("Battles fought"), str(len(progress.results))),
        (_("Played"), players_text(progress.players)),
        (_("Level"), ", ".join(map(kinds.level, progress.levels.values())) or kinds.level(NORMAL)),
        (_("Fog of war"), _("yes") if progress.fog else _("no")),
        (_("Seed"), str(progress.seed)),
        (_("Written"), moment_text(item.modified)),
    )
    return ListedCampaign(item.path, f"{campaign_name(item.path)}: {title}", facts)


def _title(stages: Mapping[str, str], stage: str) -> str:
    """What the battle of a stage is called. A stage that is not in the campaign is a word of the file, and nothing is
    looked for under it."""
    if not stage:
        return _("ended")
    return catalog.title_of(stages[stage]) if stage in stages else stage


def start(players: Mapping[str, str], seed: int, fog: bool, level: str = NORMAL, id_: str = "") -> Path | OpeningFault:
    """A new campaign, kept in a file of its own. `players` says "human" or "ai" for each side; the computer is met at a
    `level`. `id_` is that of one of the user's."""
    who_plays = {side: HUMAN if who == "human" else COMPUTER for side, who in players.items()}
    try:
        levels = {side: level for side, who in players.items() if who == "ai" and level != NORMAL}
        return kept.create(begin(named(id_), who_plays, seed, fog, levels))
    except ScenarioError as error:
        return OpeningFault(_("The campaign cannot be begun"), str(error))
    except CampaignError as error:
        return OpeningFault(_("The campaign cannot be begun"), str(error))


def open_campaign(path: Path) -> Under | OpeningFault:
    """A kept campaign as it stands. A battle of it that ended without being counted is counted now."""
    try:
        campaign = kept.campaign_in(path)
        progress, notice = kept.read(path, campaign)
        with contextlib.suppress(JournalError, ScenarioError):  # Then it is as one that has been begun.
            if battles.settle(progress):
                progress, notice = kept.read(path, campaign)
    except ScenarioError as error:
        return OpeningFault(_("The campaign cannot be loaded"), str(error))
    except CampaignError as error:
        return OpeningFault(_("This campaign cannot be opened"), str(error))
    record = battles.begun(progress)
    if progress.journal and record is None:
        lost = _("{file}, the battle that was begun, is gone or damaged; it can be fought from its start.")
        lost = lost.format(file=progress.journal)
        notice = f"{notice} {lost}".strip()
    under = Under(path, campaign, progress, sides(campaign), notice)
    if progress.over:
        return under
    try:
        scenario, changes = next_battle(campaign, progress)
    except ScenarioError as error:
        return replace(under, problem=str(error))
    mark = record.last_mark() if record is not None else None
    begun = None
    if record is not None:
        at = None if mark is None else mark.mark
        begun = Begun(record.path, 1 if at is None else at.turn, scenario.calendar[0].date if at is None else at.date)
    return replace(under, scenario=scenario, changes=changes, begun=begun)


def fight(under: Under) -> Opened | OpeningFault:
    """The next battle from its start."""
    assert under.scenario is not None
    try:
        return Opened(battles.begin_battle(under.path, under.campaign, under.progress, under.scenario), True)
    except (JournalError, CampaignError) as error:
        return OpeningFault(_("The battle cannot be begun"), str(error))


def go_on(under: Under) -> Opened | OpeningFault:
    """The battle that has been begun, as it stands."""
    assert under.begun is not None
    opened = open_save(under.begun.path)
    if isinstance(opened, OpeningFault) and opened.copy is None:
        return OpeningFault(_("This battle cannot be gone on with"), f"{opened.text} {_(_ANEW)}")
    return opened


_ANEW = N_("It can be begun anew; what was won before it is kept.")


def stand_in(under: Under) -> StandIn | OpeningFault:
    """The staffs of both sides fight the next battle, from where it stands, in a process of their own."""
    assert under.scenario is not None
    try:
        return battles.staffs(under.path, under.campaign, under.progress, under.scenario, COMPUTER)
    except JournalError as error:
        return OpeningFault(
            _("The staffs cannot fight this battle"), f"{error} {_(_ANEW)}" if under.begun else str(error)
        )


def count(session: GamePort) -> str:
    """Count a battle that is over in its campaign; a sentence about it, empty for a battle of no campaign."""
    return "" if session.carry is None else battles.count(session.carry, session.final_state())


def count_journal(path: Path) -> str:
    """Count a battle that the staffs have fought; a sentence about it."""
    try:
        return battles.count_journal(path)
    except (JournalError, ScenarioError) as error:
        return str(error)


def home(session: GamePort) -> Path:
    """The file of the campaign that a battle is of."""
    assert session.carry is not None
    return battles.home(session.carry)


def delete(path: Path) -> str:
    """Remove a campaign for good; the answer is empty, or says why it is still there."""
    return kept.delete(path)


def rescue(path: Path) -> str:
    """Take the earlier state of a damaged campaign; the answer is empty, or says why it cannot be taken."""
    return kept.rescue(path)
