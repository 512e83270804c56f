"""The folder of saved battles. Every battle is written there as it is played; saving keeps a copy."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from khalkhin import paths
from khalkhin.core.model.state import GameState
from khalkhin.play.session.files import write_whole
from khalkhin.play.session.journal import Header, JournalError, read

SUFFIX = ".journal"


@dataclass(frozen=True, slots=True)
class Save:
    """A saved battle: its file, header and where it stands; or `problem`, a sentence why it cannot be opened."""

    path: Path
    header: Header | None = None
    turn: int = 0
    side: str = ""
    date: str = ""
    over: bool = False
    modified: float = 0.0
    problem: str = ""


def new_path(scenario_id: str, folder: Path | None = None) -> Path:
    """A file name not used yet: ``<scenario>-<number>.journal``."""
    folder = folder or paths.saves_dir()
    stem = re.sub(r"[^\w-]+", "_", scenario_id)[:40] or "battle"
    taken = {p.name for p in folder.glob(f"{stem}-*{SUFFIX}")} if folder.is_dir() else set()
    number = 1
    while f"{stem}-{number:03d}{SUFFIX}" in taken:
        number += 1
    return folder / f"{stem}-{number:03d}{SUFFIX}"


def keep(journal: Path, state: GameState) -> str:
    """Copy a journal to a file of its own; the answer is a sentence for the player."""
    target = new_path(f"{state.scenario.id}-saved-turn-{state.turn}", journal.parent)
    try:
        write_whole(target, journal.read_bytes(), backup=True)
    except OSError as error:
        return f"The battle could not be saved in {target}: {error.strerror or error}. It is still in {journal.name}."
    return f"Saved as {target.name}."


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
        return Save(path, record.header, modified=modified, problem="It has no turn that could be taken up.")
    facts = mark.mark
    return Save(
        path,
        record.header,
        int(facts.get("turn", 0)),
        str(facts.get("side", "")),
        str(facts.get("date", "")),
        bool(facts.get("over", False)),
        modified,
    )


def delete(path: Path) -> str:
    """Remove a saved battle for good; the answer is empty, or a sentence why it is still there."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        return f"{path.name} could not be removed: {error.strerror or error}."
    return ""
