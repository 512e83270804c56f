"""How the player fared in the battles that are over: a small file in the data folder, a row for each battle.

A file that cannot be read is set aside, and what makes no sense in one is left out.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from khalkhin import paths
from khalkhin.regular_files import read_regular
from khalkhin.storage.locks import writing_in
from khalkhin.storage.whole import set_aside, write_whole

#: The most battles that are kept, the last ones, and the bytes that they take at most.
MOST, MAX_BYTES = 2000, 2_000_000

_Word = Annotated[str, Field(max_length=200)]
_Grade = Annotated[int, Field(ge=0, le=4)]


@dataclass(frozen=True, slots=True)
class Result:
    """How a battle ended. `journal` and `seed` tell it from others; `grades` are those of the sides that people had,
    `winner` is a side, or empty for a draw. `own` tells whether the scenario was one of the player's own, which may
    have the name of one of the game's; None in files that do not say so."""

    scenario: _Word
    journal: _Word
    seed: int
    grades: Annotated[dict[_Word, _Grade], Field(max_length=2)]
    winner: _Word = ""
    own: bool | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """All the player's results in a scenario: how many battles, how many were won by a side that a person had, and by
    side the best grade."""

    fought: int
    won: int
    best: Mapping[str, int]


_ROWS = TypeAdapter(list[object])
_RESULT = TypeAdapter(Result)
_RESULTS = TypeAdapter(list[Result])


def path() -> Path:
    """The file."""
    return paths.data_dir() / "results.json"


def load() -> tuple[Result, ...]:
    """What is kept, oldest first. A file that is no list is renamed to ``results.json.damaged``."""
    file = path()
    try:
        rows = _ROWS.validate_json(read_regular(file, MAX_BYTES))
    except FileNotFoundError:
        return ()
    except (OSError, ValidationError):
        set_aside(file)
        return ()
    found = []
    for row in rows:
        with contextlib.suppress(ValidationError):
            found.append(_RESULT.validate_json(json.dumps(row), strict=True))
    return tuple(found)


def note(result: Result) -> None:
    """Keep a result, unless it is kept already. Where it cannot be written it is not kept: the battle has its file."""
    with contextlib.suppress(OSError), writing_in(path().parent):
        before = load()
        if any((old.journal, old.seed) == (result.journal, result.seed) for old in before):
            return
        rows = _RESULTS.dump_json([*before, result][-MOST:], indent=1)
        write_whole(path(), rows)


def standing(results: tuple[Result, ...], scenario: str, own: bool) -> Standing | None:
    """How the player stands in a scenario, by its folder's name and whether it is one of his own; None if no battle of
    it is over."""
    mine = [r for r in results if r.scenario == scenario and r.own in (None, own) and r.grades]
    if not mine:
        return None
    best: dict[str, int] = {}
    for result in mine:
        for side, grade in result.grades.items():
            best[side] = max(grade, best.get(side, 0))
    return Standing(len(mine), sum(result.winner in result.grades for result in mine), best)
