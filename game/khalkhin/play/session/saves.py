"""The folder of saved battles. Every battle is written there as it is played; saving keeps a copy."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from khalkhin import paths
from khalkhin.core.model.state import GameState
from khalkhin.play.first_look import JOURNAL
from khalkhin.play.session.journal import Header, Journal, JournalError, good_lines, read
from khalkhin.storage.locks import in_use
from khalkhin.storage.whole import create_whole
from khalkhin.translation import _

SUFFIX = JOURNAL
#: How the files of battles that were kept by hand are named, before their number.
KEPT = "{scenario}-saved-turn-{turn}"
_KEPT = re.compile(r"-saved-turn-\d+-\d+$")
#: How many files the battle that was played last is looked for in.
LOOKED = 12


@dataclass(frozen=True, slots=True)
class Save:
    """A saved battle: its file, header and where it stands (no side and date before its first turn was written down);
    or `problem`, a sentence why it cannot be opened."""

    path: Path
    header: Header | None = None
    turn: int = 0
    side: str = ""
    date: str = ""
    over: bool = False
    modified: float = 0.0
    problem: str = ""

    @property
    def kept(self) -> bool:
        """Whether it is a copy that was kept by hand, and not a battle as it goes on."""
        return _KEPT.search(self.path.stem) is not None


def new_paths(stem: str, folder: Path | None = None) -> Iterator[Path]:
    """File names ``<stem>-<number>.journal`` from the first that is free now; the next ones are for whoever finds that
    another window has taken it."""
    folder = folder or paths.saves_dir()
    stem = re.sub(r"[^\w-]+", "_", stem)[:40] or "battle"
    taken = {p.name for p in folder.glob(f"{stem}-*{SUFFIX}")} if folder.is_dir() else set()
    for number in count(1):
        if f"{stem}-{number:03d}{SUFFIX}" not in taken:
            yield folder / f"{stem}-{number:03d}{SUFFIX}"


def new_path(stem: str, folder: Path | None = None) -> Path:
    """A file name not used yet: ``<stem>-<number>.journal``."""
    return next(new_paths(stem, folder))


def keep(journal: Journal, state: GameState) -> str:
    """Copy a journal to a file of its own; the answer is a sentence for the player."""
    targets = new_paths(KEPT.format(scenario=state.scenario.id, turn=state.turn), journal.path.parent)
    try:
        _target, fd = create_whole(targets, journal.content)
        os.close(fd)
    except OSError as error:
        return _("The battle could not be saved: {why}. It is still in {file}.").format(
            why=error.strerror or error, file=journal.path.name
        )
    told = _("Saved as it is now: {title}, turn {turn}. The battle goes on.")
    return told.format(title=state.scenario.title, turn=state.turn)


def copied(path: Path) -> Path:
    """A copy of a journal under a name of its own, for playing on while another window plays the battle itself. Raises:
    JournalError."""
    record = read(path)
    try:
        content = good_lines(record)
        target, fd = create_whole(new_paths(f"{path.stem}-copy", path.parent), content)
        os.close(fd)
    except OSError as error:
        raise JournalError(
            _("{file} cannot be copied: {why}. Free some space.").format(file=path.name, why=error.strerror or error)
        ) from error
    return target


def last_played(folder: Path | None = None) -> Save | None:
    """The battle that was written last of those that can be read and go on; the newest :data:`LOOKED` files are
    asked."""
    times: list[tuple[float, Path]] = []
    for path in (folder or paths.saves_dir()).glob(f"*{SUFFIX}"):
        with contextlib.suppress(OSError):
            times.append((path.stat().st_mtime, path))
    for modified, path in sorted(times, reverse=True)[:LOOKED]:
        with contextlib.suppress(JournalError):
            found = _read(path, modified)
            if not found.over:
                return found
    return None


def listed(folder: Path | None = None) -> tuple[Save, ...]:
    """The saved battles, newest first; damaged ones are listed with what is wrong."""
    folder = folder or paths.saves_dir()
    if not folder.is_dir():
        return ()
    found = []
    for path in folder.glob(f"*{SUFFIX}"):
        try:
            modified = path.stat().st_mtime
            found.append(_read(path, modified))
        except JournalError as error:
            found.append(Save(path, modified=modified, problem=str(error)))
        except OSError:
            continue
    return tuple(sorted(found, key=lambda s: (-s.modified, s.path.name)))


def _read(path: Path, modified: float) -> Save:
    record = read(path)
    mark = record.last_mark()
    if mark is None or mark.mark is None:
        return Save(path, record.header, 1, modified=modified)
    facts = mark.mark
    return Save(path, record.header, facts.turn, facts.side, facts.date, facts.over, modified)


def delete(path: Path) -> str:
    """Remove a saved battle for good; the answer is empty, or a sentence why it is still there."""
    if in_use(path):
        return _("{file} is being played now. Leave that battle first, or end the other window.").format(file=path.name)
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        return _("{file} could not be removed: {why}.").format(file=path.name, why=error.strerror or error)
    return ""
