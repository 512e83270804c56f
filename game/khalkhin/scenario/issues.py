"""Faults of files as values: each has a place, a sentence and, where there is one, a cure."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from khalkhin.translation import _


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


class Hint(NamedTuple):
    """A cure for an unknown word; `near` is the known one that it suggests, empty if none is near."""

    text: str = ""
    near: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """One fault. `where` is ``file:line`` or ``file:line: layer/"object": hex (c, r)``; `hint` says what to do.

    >>> print(Issue(Severity.ERROR, "map.tmx:7", "units stand on land", "move it"))
    map.tmx:7: units stand on land — move it
    """

    severity: Severity
    where: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        message = self.message
        if self.severity is Severity.WARNING:
            message = _("warning: {message}").format(message=message)
        return f"{self.where}: {message}" + (f" — {self.hint}" if self.hint else "")

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR


class ScenarioError(Exception):
    """A scenario that cannot be played; `issues` are all its faults, errors first."""

    def __init__(self, issues: Iterable[Issue]) -> None:
        self.issues = tuple(sorted(issues, key=lambda i: not i.is_error))
        super().__init__("\n".join(str(i) for i in self.issues))

    def __reduce__(self) -> tuple[object, ...]:
        return ScenarioError, (self.issues,)


#: Faults of one kind in one place that are told one by one; the rest are counted.
ONE_BY_ONE = 8
#: Faults told in all.
TOGETHER = 200
#: Names that words are compared with in all, to suggest the nearest.
COMPARED = 20_000


@dataclass(slots=True)
class Report:
    """Collects issues while files are read. Faults alike (same `kind`) are told a few times and then counted."""

    issues: list[Issue] = field(default_factory=list)
    _alike: dict[str, int] = field(default_factory=dict)
    _last: dict[str, str] = field(default_factory=dict)
    errors: int = 0
    _compared: int = 0

    def error(self, where: str, message: str, hint: str = "", *, kind: str = "") -> None:
        self._add(Issue(Severity.ERROR, where, message, hint), kind)

    def warning(self, where: str, message: str, hint: str = "", *, kind: str = "") -> None:
        self._add(Issue(Severity.WARNING, where, message, hint), kind)

    def wants(self, kind: str) -> bool:
        """Whether another fault of a kind would be told, not only counted."""
        return self._alike.get(kind, 0) < ONE_BY_ONE

    def suggest(self, word: str, known: Collection[str]) -> str:
        """As :func:`suggest`, until enough names have been looked at: finding near ones takes time."""
        return self.hint(word, known).text

    def hint(self, word: str, known: Collection[str]) -> Hint:
        """The same with the word that it suggests."""
        self._compared += len(known)
        return hint(word, known) if self._compared <= COMPARED else Hint()

    def _add(self, issue: Issue, kind: str) -> None:
        self.errors += issue.is_error
        if kind:
            self._alike[kind] = self._alike.get(kind, 0) + 1
            self._last[kind] = issue.where
            if self._alike[kind] > ONE_BY_ONE:
                return
        if len(self.issues) < TOGETHER or (issue.is_error and not any(i.is_error for i in self.issues)):
            self.issues.append(issue)

    def finish(self) -> tuple[Issue, ...]:
        """All issues, with a count of those alike that were left out."""
        more = [
            Issue(
                Severity.WARNING,
                self._last[kind],
                _("{n} more like this ({kind})").format(n=count - ONE_BY_ONE, kind=kind),
            )
            for kind, count in self._alike.items()
            if count > ONE_BY_ONE
        ]
        if len(self.issues) >= TOGETHER:
            more.append(
                Issue(
                    Severity.WARNING,
                    self.issues[-1].where,
                    _("there are more faults than are shown"),
                    _("mend these first"),
                )
            )
        return (*self.issues, *more)

    def raise_errors(self) -> None:
        """Raises: ScenarioError if any issue so far is an error."""
        if self.errors:
            raise ScenarioError(self.finish())


def suggest(word: str, known: Iterable[str]) -> str:
    """A cure for an unknown word: the nearest known one, or the list of a few.

    >>> suggest("titel", ["title", "map"])
    'did you mean "title"?'
    """
    return hint(word, known).text


def hint(word: str, known: Iterable[str]) -> Hint:
    """The same with the word that it suggests."""
    names = sorted({str(k) for k in known})
    near = difflib.get_close_matches(word[:80], names, n=1, cutoff=0.7)
    if not near:
        near = [n for n in names if n.lower() == word[:80].lower()]
    if near:
        return Hint(_('did you mean "{word}"?').format(word=near[0]), near[0])
    if not names:
        return Hint()
    if len(names) <= 12:
        return Hint(_("known: {names}").format(names=", ".join(names)))
    return Hint(_("known: {names} and {n} more").format(names=", ".join(names[:11]), n=len(names) - 11))


def quoted(text: object) -> str:
    """A word of a file for a sentence: quoted, on one line and not too long."""
    line = "".join(c if c.isprintable() else "?" for c in str(text))
    return f'"{line[:57]}..."' if len(line) > 60 else f'"{line}"'


def shown(path: Path) -> str:
    """A path as messages print it: from the current folder where it lies inside, with forward slashes."""
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError):
        return path.as_posix()
