"""The battles of a kept campaign: begun, taken up again, fought by the staffs, counted once.

A battle's journal names the campaign's file, and the file names the journal; each can be lost without the other. A
battle counts where the campaign is still at it: at its stage, with its dice, after the same results.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from khalkhin import paths
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import GameState
from khalkhin.play.campaign.auto_resolve import StandIn
from khalkhin.play.campaign.campaign import (
    Progress,
    battle_handicaps,
    battle_seed,
    belongs,
    carry_of,
    fought,
    scenario_of,
)
from khalkhin.play.campaign.carry_over import Carry
from khalkhin.play.campaign.saves import SUFFIX, CampaignError, campaign_in, change
from khalkhin.play.session import saves
from khalkhin.play.session.journal import Header, JournalError, Record, restore
from khalkhin.play.session.journal import read as read_journal
from khalkhin.play.session.session import Session
from khalkhin.scenario import ScenarioError
from khalkhin.scenario.campaigns import Campaign
from khalkhin.storage.locks import in_use
from khalkhin.translation import N_, _

COUNTED = N_("The campaign has counted this battle.")


def home(carry: Carry) -> Path:
    """The file of a battle's campaign."""
    return paths.saves_dir() / Path(carry.campaign).name


def begin_battle(path: Path, campaign: Campaign, progress: Progress, scenario: Scenario) -> Session:
    """The next battle of a campaign from its start. Raises: JournalError, CampaignError."""
    if progress.journal and in_use(paths.saves_dir() / progress.journal):
        raise CampaignError(
            _("{journal}, the battle that was begun, is being fought in another window.").format(
                journal=progress.journal
            )
        )
    session = Session.begin(
        scenario,
        progress.players,
        battle_seed(progress),
        fog=progress.fog,
        carry=carry_of(campaign, progress, path.name),
        handicaps=battle_handicaps(progress, scenario),
    )

    def named(now: Progress) -> Progress:
        if now != progress:
            raise CampaignError(
                _("{file} has gone on in another window. Open it again to see how it stands.").format(file=path.name)
            )
        return replace(now, journal=_file(session))

    try:
        change(path, campaign, named)
    except CampaignError:
        session.close()
        if session.path is not None:
            saves.delete(session.path)
        raise
    return session


def take_up(journal: Path, also: Iterable[Path] = ()) -> Session:
    """A battle from its journal, of a campaign or not; `also` are scenarios' folders that somebody has named.

    A campaign that is still at this battle goes on from this journal; where it is not, or cannot be read, the session's
    notice says so. Raises: JournalInUse if it is being played elsewhere, JournalError, ScenarioError.
    """
    record = read_journal(journal)
    session = Session.open(journal, scenario_of(record.header, also))
    carry = record.header.counts_for
    if carry is None:
        return session

    def named(now: Progress) -> Progress:
        return replace(now, journal=_file(session)) if belongs(now, carry, record.header.seed) else now

    try:
        now = change(home(carry), campaign_in(home(carry)), named)[1]
        if belongs(now, carry, record.header.seed):
            return session
        told = _("The campaign {name} is past this battle; it can be fought, but it will not be counted.").format(
            name=_name(carry)
        )
    except (CampaignError, ScenarioError) as error:
        told = f"{error} {_('This battle can be fought, but its campaign does not know of it.')}"
    session.notice = f"{session.notice} {told}".strip()
    return session


def take_up_copy(journal: Path, also: Iterable[Path] = ()) -> Session:
    """A copy of a battle that another window plays. Of a campaign it does not take the battle's place, but the one that
    is over first counts. Raises: JournalError, ScenarioError."""
    scenario = scenario_of(read_journal(journal).header, also)
    copy = saves.copied(journal)
    session = Session.open(copy, scenario)
    told = _("This is a copy of {file} as it stood; it is written to {copy}.").format(file=journal.name, copy=copy.name)
    if session.carry is not None:
        first = _("Of the two, the battle that is over first counts in the campaign {name}.")
        told = f"{told} {first.format(name=_name(session.carry))}"
    session.notice = f"{session.notice} {told}".strip()
    return session


def begun(progress: Progress) -> Record | None:
    """The journal of the next battle of a campaign, if it has been begun and can still be read."""
    if not progress.journal:
        return None
    try:
        record = read_journal(paths.saves_dir() / progress.journal)
    except JournalError:
        return None
    header = record.header
    ours = header.carry is not None and belongs(progress, header.carry, header.seed)
    return record if ours else None


def staffs(path: Path, campaign: Campaign, progress: Progress, scenario: Scenario, name: str) -> StandIn:
    """Computers by this name fight the next battle for both sides, from where it stands. Raises: JournalError."""
    if progress.journal and in_use(paths.saves_dir() / progress.journal):
        raise JournalError(
            _("{journal}, the battle that was begun, is being fought in another window.").format(
                journal=progress.journal
            )
        )
    players = {info.id: name for info in scenario.sides}
    carry = carry_of(campaign, progress, path.name)
    seed = battle_seed(progress)
    handicaps = battle_handicaps(progress, scenario)
    header = Header(scenario.id, scenario.title, scenario.digest, seed, progress.fog, players, handicaps, carry=carry)
    return StandIn.begin(scenario, players, header, paths.saves_dir(), begun(progress))


def count(carry: Carry, state: GameState) -> str:
    """Put the result of a battle that is over into its campaign, once; the answer is a sentence that says so, or why
    it is not counted."""
    return _count(carry, state)[1]


def _count(carry: Carry, state: GameState) -> tuple[bool, str]:
    """Whether a battle has been counted now, and the sentence about it."""
    try:
        campaign = campaign_in(home(carry))

        def counted(now: Progress) -> Progress:
            return fought(campaign, now, state)[0] if belongs(now, carry, state.seed) else now

        before, after = change(home(carry), campaign, counted)
    except (CampaignError, ScenarioError) as error:
        return False, f"{_('This battle is not counted in its campaign.')} {error}"
    if after == before:
        return False, _("The campaign {name} is past this battle; it is not counted.").format(name=_name(carry))
    return True, _(COUNTED)


def count_journal(journal: Path) -> str:
    """:func:`count` for a battle of which only the journal is left. Raises: JournalError, ScenarioError."""
    return _count_journal(journal)[1]


def _count_journal(journal: Path) -> tuple[bool, str]:
    record = read_journal(journal)
    state = restore(record, scenario_of(record.header))[0]
    if record.header.carry is None or not state.over:
        return False, _("This battle is not over, or of no campaign; it is not counted.")
    return _count(record.header.carry, state)


def settle(progress: Progress) -> bool:
    """Count the battle of a campaign that ended without being counted, because the game was stopped at that moment.
    Raises: JournalError, ScenarioError."""
    record = begun(progress)
    mark = record.last_mark() if record is not None else None
    if record is None or mark is None or mark.mark is None or not mark.mark.over:
        return False
    return _count_journal(record.path)[0]


def _file(session: Session) -> str:
    """The name of a session's journal, as a campaign's file keeps it."""
    return session.path.name if session.path is not None else ""


def _name(carry: Carry) -> str:
    return Path(carry.campaign).name.removesuffix(SUFFIX)
