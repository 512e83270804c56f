"""What came of the player's attempts at puzzles: a small file beside the settings.

A file that cannot be read is set aside; what makes no sense in one is taken for nothing done.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from khalkhin import paths
from khalkhin.play.puzzles.puzzle import AttemptEnd, Puzzle
from khalkhin.regular_files import read_regular
from khalkhin.storage.locks import writing_in
from khalkhin.storage.whole import set_aside, write_whole
from khalkhin.translation import _

#: Larger than what came of all puzzles.
MAX_BYTES = 1_000_000

_Number = Annotated[int, Field(ge=0, le=1_000_000)]


@dataclass(frozen=True, slots=True)
class PuzzleRecord:
    """What came of a puzzle: attempts, and the fewest turns and orders it was solved with (0: not yet)."""

    tries: _Number = 0
    turns: _Number = 0
    orders: _Number = 0

    @property
    def solved(self) -> bool:
        return self.turns > 0


_RESULT = TypeAdapter(PuzzleRecord)
_TABLE = TypeAdapter(dict[str, object])


def path() -> Path:
    """The file."""
    return paths.config_dir() / "puzzles.json"


def key(puzzle: Puzzle) -> str:
    """What a puzzle is remembered by: the same position and goal under another name are the same puzzle."""
    parts = (puzzle.start.digest(), repr(puzzle.goal), puzzle.turns, puzzle.hold, puzzle.enemy)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def load(file: Path | None = None) -> dict[str, PuzzleRecord]:
    """What came of each puzzle. A file that is no table is renamed to ``puzzles.json.damaged``."""
    file = file or path()
    try:
        given = _TABLE.validate_json(read_regular(file, MAX_BYTES))
    except FileNotFoundError:
        return {}
    except (OSError, ValidationError):
        set_aside(file)
        return {}
    found: dict[str, PuzzleRecord] = {}
    for name, row in given.items():
        with contextlib.suppress(ValidationError):
            found[name] = _RESULT.validate_json(json.dumps(row), strict=True)
    return found


def keep(puzzle: Puzzle, verdict: AttemptEnd, turns: int, orders: int, file: Path | None = None) -> str:
    """Remember an attempt; the answer is empty, or says why it is not kept."""
    file = file or path()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with writing_in(file.parent):
            kept = load(file)
            before = kept.get(key(puzzle), PuzzleRecord())
            best = (before.turns, before.orders)
            if verdict is AttemptEnd.SOLVED and (not before.solved or (turns, orders) < best):
                best = (turns, orders)
            kept[key(puzzle)] = PuzzleRecord(before.tries + 1, *best)
            write_whole(file, json.dumps({name: asdict(row) for name, row in kept.items()}, indent=1).encode())
    except OSError as error:
        return _("What came of the puzzle could not be kept in {path}: {why}.").format(
            path=file, why=error.strerror or error
        )
    return ""
