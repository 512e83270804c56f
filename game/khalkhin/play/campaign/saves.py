"""Campaigns in files: one JSON object each, written whole, with what was there before kept beside it.

A file that cannot be read is listed with what is wrong and is never written over; what has changed since in the
campaign or its scenarios is told in a sentence, and every result that still has its stage is kept.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from itertools import count
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from khalkhin import paths
from khalkhin.formats import PROGRESS, Unreadable
from khalkhin.play.campaign.campaign import Progress, way_on
from khalkhin.play.campaign.carry_over import StageResult, carried
from khalkhin.play.file_fields import FileModel, first_fault
from khalkhin.regular_files import TooLarge, read_regular
from khalkhin.scenario import ScenarioError, load
from khalkhin.scenario.campaigns import EPILOGUE, Campaign, named
from khalkhin.storage.locks import FolderBusy, writing_in
from khalkhin.storage.whole import create_whole, damaged_names, write_whole
from khalkhin.translation import _, ngettext

FORMAT, SUFFIX = "khalkhin-campaign", ".campaign"
MAX_BYTES = 4_000_000
#: The largest damaged file that is set aside.
MOST_KEPT = 100_000_000


class CampaignError(Exception):
    """A campaign that cannot be read or written. The message is a sentence with the file and what to do."""


@dataclass(frozen=True, slots=True)
class SavedCampaign:
    """A campaign that is kept: its file and where it stands; or `problem`, a sentence why it cannot be read, and
    whether an earlier state of it (`spare`) can be taken instead."""

    path: Path
    progress: Progress | None = None
    modified: float = 0.0
    problem: str = ""
    spare: bool = False


def new_paths(folder: Path | None = None) -> Iterator[Path]:
    """File names ``campaign-<number>.campaign`` from the first that is free now; the next ones are for whoever finds
    that another window has taken it."""
    folder = folder or paths.saves_dir()
    taken = {p.name.split(".")[0] for p in folder.glob(f"campaign-*{SUFFIX}*")} if folder.is_dir() else set()
    for number in count(1):
        if f"campaign-{number:03d}" not in taken:
            yield folder / f"campaign-{number:03d}{SUFFIX}"


def create(progress: Progress, folder: Path | None = None) -> Path:
    """Keep a new campaign in a file of its own. Raises: CampaignError."""
    try:
        path, fd = create_whole(new_paths(folder), _text(progress))
        os.close(fd)
    except OSError as error:
        raise _unwritten(folder or paths.saves_dir(), error) from error
    return path


def write(path: Path, progress: Progress) -> None:
    """Keep a campaign, whatever its file says now. Raises: CampaignError, and then the file is as before."""
    try:
        with writing_in(path.parent):
            write_whole(path, _text(progress), backup=True)
    except OSError as error:
        raise _unwritten(path, error) from error


def change(path: Path, campaign: Campaign, step: Callable[[Progress], Progress]) -> tuple[Progress, Progress]:
    """Take a step with a campaign as its file has it now, so that nothing another window has written is lost: where it
    stood and stands. Nothing is written where the step changes nothing. Raises: CampaignError (by the step, too), and
    then the file is as before."""
    try:
        with writing_in(path.parent):
            before, _ = read(path, campaign)
            after = step(before)
            if after != before:
                write_whole(path, _text(after), backup=True)
    except OSError as error:
        raise _unwritten(path, error) from error
    return before, after


def _text(progress: Progress) -> bytes:
    told = asdict(progress)
    if not progress.campaign:
        del told["campaign"]  # The shipped one is named nowhere, as in files of the first days.
    return json.dumps({"format": FORMAT, "version": PROGRESS.today, **told}, indent=1, sort_keys=True).encode()


def campaign_in(path: Path) -> Campaign:
    """The campaign that a file is of. Raises: CampaignError, ScenarioError."""
    return named(_parsed(path).campaign)


def _unwritten(path: Path, error: OSError) -> CampaignError:
    told = _("Cannot write {path}: {why}. Free some space and try again.")
    if isinstance(error, FolderBusy):
        told = _("Cannot write {path}: {why}. Try again in a moment.")
    return CampaignError(told.format(path=path, why=error.strerror or error))


def read(path: Path, campaign: Campaign) -> tuple[Progress, str]:
    """A campaign from its file as it can go on now, and sentences about what has changed since (empty if nothing has).
    Raises: CampaignError."""
    return _fitted(path, _parsed(path), campaign)


def listed(folder: Path | None = None) -> tuple[SavedCampaign, ...]:
    """The kept campaigns, newest first; damaged ones are listed with what is wrong."""
    folder = folder or paths.saves_dir()
    if not folder.is_dir():
        return ()
    found = []
    names = {p.name.removesuffix(".bak") for p in (*folder.glob(f"*{SUFFIX}"), *folder.glob(f"*{SUFFIX}.bak"))}
    for path in (folder / name for name in names):
        spare = _spare(path)
        try:
            modified = (path if path.exists() else spare).stat().st_mtime
        except OSError:
            continue
        try:
            found.append(SavedCampaign(path, _parsed(path), modified))
        except CampaignError as error:
            found.append(SavedCampaign(path, None, modified, str(error), _readable(spare)))
    return tuple(sorted(found, key=lambda k: (-k.modified, k.path.name)))


def delete(path: Path) -> str:
    """Remove a campaign for good, not its battles; the answer is empty, or a sentence why it is still there."""
    try:
        with writing_in(path.parent):
            path.unlink(missing_ok=True)
            _spare(path).unlink(missing_ok=True)
    except OSError as error:
        return _("{file} could not be removed: {why}.").format(file=path.name, why=error.strerror or error)
    return ""


def rescue(path: Path) -> str:
    """Take the state before the last for a file that cannot be read, which is set aside as ``<name>.damaged``; the
    answer is empty, or a sentence why it could not be done."""
    asides = damaged_names(path)
    try:
        with writing_in(path.parent):
            spare = read_regular(_spare(path), MAX_BYTES)
            if path.is_file():
                os.close(create_whole(asides, read_regular(path, MOST_KEPT))[1])
            elif os.path.lexists(path):  # A pipe, a folder: what cannot be copied is moved.
                path.rename(next(aside for aside in asides if not os.path.lexists(aside)))
            write_whole(path, spare)
    except OSError as error:
        return _("The earlier state of {file} could not be taken: {why}.").format(
            file=path.name, why=error.strerror or error
        )
    return ""


def _spare(path: Path) -> Path:
    return path.with_name(path.name + ".bak")


def _readable(path: Path) -> bool:
    try:
        _parsed(path)
    except CampaignError:
        return False
    return True


class CampaignHead(FileModel):
    """What the file of a campaign begins with."""

    format: Literal["khalkhin-campaign"]
    version: int


#: Reads what the rest of the file says.
_PROGRESS = TypeAdapter(Progress)


def _parsed(path: Path) -> Progress:
    try:
        data = read_regular(path, MAX_BYTES)
    except TooLarge as error:
        raise CampaignError(_("{path} is larger than any campaign; it is not one.").format(path=path)) from error
    except OSError as error:
        raise CampaignError(_("Cannot read {path}: {why}.").format(path=path, why=error.strerror or error)) from error
    none = _("{path} is no campaign of this game, or it is damaged.").format(path=path)
    try:
        given, today = CampaignHead.model_validate_json(data).version, PROGRESS.today
    except ValidationError as error:
        raise CampaignError(none) from error
    if given < PROGRESS.first:
        raise CampaignError(none)
    if given > today:
        told = _("{path} has format {given}; this version of the game reads campaigns up to {today}. Get a newer one.")
        raise CampaignError(told.format(path=path, given=given, today=today))
    try:
        if given < today:
            data = json.dumps(PROGRESS.upgraded(json.loads(data), given)).encode()
        return _PROGRESS.validate_json(data, strict=True)
    except (Unreadable, RecursionError) as error:
        raise CampaignError(none) from error
    except ValidationError as error:
        raise CampaignError(
            _("{path} is damaged: what it says of {place} makes no sense.").format(path=path, place=first_fault(error))
        ) from error


def _fitted(path: Path, progress: Progress, campaign: Campaign) -> tuple[Progress, str]:
    """What of a campaign fits the campaign as it is now, and what is to be said of it."""
    strangers = set(progress.levels) - set(campaign.introductions)
    if strangers:
        raise CampaignError(
            _("{path} is damaged: it has a level for {level_of:.40}, which is no side.").format(
                path=path, level_of=repr(min(strangers))
            )
        )
    stages = {s.id for s in campaign.stages}
    good: list[StageResult] = []
    for result in progress.results:
        if result.stage not in stages:
            break
        good.append(result)
    told = []
    if len(good) < len(progress.results) or (progress.stage and progress.stage not in stages):
        gone = progress.results[len(good)].stage if len(good) < len(progress.results) else progress.stage
        to = way_on(campaign, tuple(good)).to if good else campaign.stages[0].id
        text = _("The stage {gone} of {file} is no longer in the campaign; it goes on with {to}.")
        if to == EPILOGUE:
            text = _("The stage {gone} of {file} is no longer in the campaign; it is over.")
        told.append(text.format(gone=repr(gone), file=path.name, to=repr(to)))
        progress = replace(progress, results=tuple(good), stage="" if to == EPILOGUE else to, journal="")
    changed = [r.scenario for i, r in enumerate(good) if _changed(campaign, good[: i + 1])]
    if changed:
        text = ngettext(
            "{scenarios} has changed since fought; its result is kept.",
            "{scenarios} have changed since fought; their results are kept.",
            len(changed),
        )
        told.append(text.format(scenarios=_(" and ").join(changed)))
    goals = (*(r.stage for r in good[1:]), progress.stage or EPILOGUE)
    if any(way_on(campaign, tuple(good[: i + 1])).to != goals[i] for i in range(len(good))):
        told.append(_("The campaign's ways have changed; this one keeps to the way it took."))
    return progress, " ".join(told)


def _changed(campaign: Campaign, results: list[StageResult]) -> bool:
    """Whether the last of these results was fought on other files or terms than there are now."""
    last, stage = results[-1], campaign.stage(results[-1].stage)
    try:
        return stage.scenario != last.scenario or (
            carried(load(last.scenario), stage, results[:-1])[0].digest != last.digest
        )
    except ScenarioError:
        return True
