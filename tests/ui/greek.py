"""The words of the game's data in Greek letters, so that a test of the window can tell them from words of the program.

Names, titles and texts of scenarios, campaigns and the history come from files; nobody translates them with the
program. Here they are read as ever and their Latin letters then turned into Greek ones, the same word always into the
same. Codes and names that are one in the same scenario (a condition of the timeline means a place by its name) are
turned alike, so that the scenario is still of a piece.
"""

from __future__ import annotations

import contextlib
import dataclasses
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import pytest
from khalkhin.core.board.board import Board
from khalkhin.core.model.scenario import Scenario
from khalkhin.scenario import build, campaigns, catalog
from khalkhin.scenario.issues import Report
from khalkhin.scenario.lessons import reader
from khalkhin.scenario.lessons.course import Course
from khalkhin.scenario.tables import history
from khalkhin.scenario.tables.toml_models import Model, Table, read_table
from khalkhin.text import rulebook
from khalkhin.ui.ports import cards

T = TypeVar("T")
M = TypeVar("M", bound=Model)

#: Fields of scenarios whose values are words for players, or whose keys are.
WORDS: Mapping[str, frozenset[str]] = {
    "Scenario": frozenset({"title", "description", "areas"}),
    "SideInfo": frozenset({"name", "nations", "briefing", "first_steps"}),
    "PlanArrow": frozenset({"name"}),
    "UnitSpec": frozenset({"name", "formation", "nation", "leader"}),
    "UnitType": frozenset({"name"}),
    "Terrain": frozenset({"name"}),
    "SupplyRules": frozenset({"states"}),
    "Source": frozenset({"name"}),
    "DepotSpec": frozenset({"name"}),
    "AirfieldSpec": frozenset({"name"}),
    "Objective": frozenset({"name"}),
    "Crossing": frozenset({"name"}),
    "Label": frozenset({"text"}),
    "Axis": frozenset({"name", "formations"}),
    "Entry": frozenset({"title", "text", "historians"}),
    "Answer": frozenset({"text"}),
}
#: Fields of campaigns and of the history's tables that are codes.
CODES = frozenset(
    {"id", "language", "scenario", "to", "stage", "side", "flag", "stock_from", "kind", "sure", "fact", "source"}
)

_LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "αβχδεφγηιξκλμνοπθρστυωψζϕςΑΒΧΔΕΦΓΗΙΞΚΛΜΝΟΠΘΡΣΤΥΩΨΖΦΣ",
)


def greek(text: str) -> str:
    """A text with Greek letters for Latin ones."""
    return text.translate(_LETTERS)


def scenario(found: Scenario) -> Scenario:
    """A scenario with its words in Greek letters."""
    words = frozenset(_words(found))
    return _turned(found, lambda text: greek(text) if text in words else text)


def _words(value: Any) -> Iterator[str]:
    """All words for players in a scenario."""
    if dataclasses.is_dataclass(value):
        marked = WORDS.get(type(value).__name__, frozenset())
        for field in dataclasses.fields(value) if not isinstance(value, Board) else ():
            inner = getattr(value, field.name)
            yield from _strings(inner) if field.name in marked else _words(inner)
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _words(inner)
    elif isinstance(value, tuple | frozenset):
        for inner in value:
            yield from _words(inner)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | frozenset | Mapping):
        for inner in value:
            yield from _strings(inner)


def _turned(value: T, turn: Callable[[str], str]) -> T:
    """A value with all its texts turned, however deep they lie; a board has those of its terrain."""
    turned: T = _Turner(turn).of(value)
    return turned


class _Turner:
    def __init__(self, turn: Callable[[str], str]) -> None:
        self._turn = turn
        #: What has been turned, with what it came from, that it stays: units share their types, and must go on to.
        self._done: dict[int, tuple[Any, Any]] = {}

    def of(self, value: Any) -> Any:
        if type(value) is str:
            return self._turn(value)
        if isinstance(value, str):  # codes of enumerations
            return value
        if id(value) not in self._done:
            self._done[id(value)] = value, self._made(value)
        return self._done[id(value)][1]

    def _made(self, value: Any) -> Any:
        if isinstance(value, Board):
            terrain = self.of(value.terrain)
            return value if terrain == value.terrain else dataclasses.replace(value, terrain=terrain)
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            fields = {f.name: getattr(value, f.name) for f in dataclasses.fields(value) if f.init}
            turned = {name: self.of(inner) for name, inner in fields.items()}
            if all(turned[name] is inner for name, inner in fields.items()):
                return value
            return type(value)(**turned)
        if isinstance(value, Mapping):
            return {self.of(key): self.of(inner) for key, inner in value.items()}
        if isinstance(value, tuple | frozenset):
            return type(value)(map(self.of, value))
        return value


def table(value: Any, name: str = "") -> Any:
    """Data of a campaign or of the history with its words in Greek letters."""
    if isinstance(value, str):
        return value if name in CODES else greek(value)
    if isinstance(value, list):
        return [table(inner, name) for inner in value]
    if isinstance(value, dict):
        named = name in ("facts", "introductions", "stock_usual", "")  # the keys of these are codes, or fields
        return {(key if named or name != "held" else greek(key)): table(inner, key) for key, inner in value.items()}
    return value


def course(found: Course) -> Course:
    """A lesson with its words in Greek letters, its scenario being so already; the places of keys stay."""

    def turned(text: str) -> str:
        parts = re.split(r"(\{key:[a-z_]*\})", text)
        return "".join(part if part.startswith("{") else greek(part) for part in parts)

    parts = tuple(
        dataclasses.replace(p, text=turned(p.text), why=turned(p.why), hint=turned(p.hint)) for p in found.parts
    )
    return dataclasses.replace(found, title=greek(found.title), teaches=greek(found.teaches), parts=parts)


def _model(found: M) -> M:
    return type(found).model_validate(table(found.model_dump(by_alias=True)))


def puzzle(rows: Any, key: str = "") -> Any:
    """The table of a puzzle, whose words and names are those of its scenario."""
    if isinstance(rows, dict):
        return {name: puzzle(value, name) for name, value in rows.items()}
    if isinstance(rows, list):
        return [puzzle(each) for each in rows]
    return greek(rows) if key in ("title", "text", "place", "state", "formation") else rows


@contextlib.contextmanager
def spoken() -> Iterator[None]:
    """While it lasts, all that is read comes in Greek letters."""
    title, tables, campaign = catalog.title_of, history._read, campaigns._campaign
    lesson, rules = reader.read_course, rulebook.source
    kept = (history.account, history.chronology, history.country, history.battles, history.supply)

    def in_greek(read: Callable[..., Scenario | None]) -> Callable[..., Scenario | None]:
        def reading(*given: Any) -> Scenario | None:
            found = read(*given)
            return None if found is None else scenario(found)

        return reading

    def read_course(*given: Any, **more: Any) -> Course | None:
        found = lesson(*given, **more)
        return None if found is None else course(found)

    def read_puzzle(path: Path, report: Report) -> Table | None:
        found = read_table(path, report)
        return None if found is None else found.instead(puzzle(found.data))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("khalkhin.play.puzzles.reader.read_table", read_puzzle)
        patch.setattr(catalog, "read_scenario", in_greek(build.read_scenario))
        patch.setattr(catalog, "read_what_can_be", in_greek(build.read_what_can_be))
        glance = cards._listed

        def listed(*given: Any) -> cards.ListedScenario:
            found = glance(*given)
            return dataclasses.replace(found, title=greek(found.title))

        patch.setattr(cards, "_listed", listed)
        patch.setattr(catalog, "title_of", lambda ref: greek(title(ref)))
        patch.setattr(reader, "read_course", read_course)
        patch.setattr(rulebook, "source", lambda found: greek(rules(found)))
        patch.setattr(history, "_read", lambda *given, **more: _model(tables(*given, **more)))
        patch.setattr(campaigns, "_campaign", lambda rows, *more: campaign(_model(rows), *more))
        for each in kept:
            each.cache_clear()
        yield
    for each in kept:
        each.cache_clear()
