"""A puzzle as a short code that can be pasted: its table and its position, compressed, with a checksum.

``KG1-`` and letters; blanks and line ends in it mean nothing. Nothing in it is believed: length, checksum and sizes are
looked at before it is unpacked, the table and the position are read as those of a file, and the scenario is one that is
here, by its name and digest.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from typing import Any

from khalkhin.play.puzzles.position import Unpacked, from_letters, inflated, letters
from khalkhin.play.puzzles.puzzle import Puzzle
from khalkhin.play.puzzles.reader import of_data
from khalkhin.scenario import catalog
from khalkhin.scenario.issues import Issue, ScenarioError, Severity
from khalkhin.translation import _

#: How a code of today's form begins; the figure is the form's.
PREFIX = "KG1-"
#: The longest code in letters, blanks left out, and the largest table in one in bytes.
MAX_CODE, MAX_TABLE = 80_000, 80_000
_SUM = 6


class NoCode(ScenarioError):
    """A text that is no code of a puzzle that can be played here."""


def _refuse(why: str, cure: str) -> NoCode:
    return NoCode((Issue(Severity.ERROR, _("the code"), why, cure),))


def is_code(text: str) -> bool:
    """Whether a text is meant to be a code."""
    return text.lstrip().startswith("KG")


def code_of(puzzle: Puzzle) -> str:
    """The code of a puzzle. Raises: NoCode for one whose ground is its own."""
    if not puzzle.base or puzzle.table is None:
        raise _refuse(
            _("the puzzle {title} has a map of its own, which no code can hold").format(title=puzzle.title),
            _("send its folder, or a pack of it: khalkhin pack FOLDER"),
        )
    data = dict(puzzle.table) | {"scenario": puzzle.base, "digest": puzzle.scenario.digest}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    squeezed = zlib.compress(text.encode(), 9)
    return PREFIX + letters(hashlib.sha256(squeezed).digest()[:_SUM] + squeezed)


def brought(puzzle: Puzzle) -> bool:
    """Whether everybody has the ground of a puzzle: its scenario comes with the game."""
    return any(shipped and name == puzzle.base for name, _folder, shipped in catalog.folders())


def puzzle_of(code: str, name: str = "code") -> Puzzle:
    """The puzzle of a code, under a name. Raises: ScenarioError with why it is none that can be played here."""
    if len(code) > 2 * MAX_CODE:
        raise _refuse(_("it is longer than any code"), _("copy the code alone"))
    plain = "".join(code.split())
    again = _("copy the whole code again")
    if not plain.startswith(PREFIX):
        if plain.startswith("KG"):
            raise _refuse(_("it is of another version of the game"), _("get a newer version of the game"))
        raise _refuse(_("it is no code of a puzzle"), _("such codes begin with {prefix}").format(prefix=PREFIX))
    if len(plain) > MAX_CODE:
        raise _refuse(_("it is longer than any code"), _("copy the code alone"))
    try:
        whole = from_letters(plain.removeprefix(PREFIX))
        checksum, squeezed = whole[:_SUM], whole[_SUM:]
        if hashlib.sha256(squeezed).digest()[:_SUM] != checksum:
            raise _refuse(_("a letter of it is wrong or missing"), again)
        data: Any = json.loads(inflated(squeezed, MAX_TABLE))
    except Unpacked as error:
        raise _refuse(str(error), again) from error
    except (RecursionError, ValueError) as error:
        raise _refuse(_("it holds no table"), again) from error
    if not isinstance(data, dict) or not isinstance(data.get("scenario"), str):
        raise _refuse(_("it holds no puzzle"), again)
    return of_data(data, name, _("the code"))
