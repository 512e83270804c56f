"""Faults of files as values: each has a place, a sentence and, where there is one, a cure."""

from __future__ import annotations

import contextlib
import difflib
import itertools
import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from khalkhin.translation import _, ngettext

#: So many files of a folder are looked at for one with a name like that of a file that is missing.
BESIDE = 500


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    #: What could not be examined, because of errors.
    NOTE = "note"


#: A hex as people call it: column and row.
Hexes = tuple[tuple[int, int], ...]


class Hint(NamedTuple):
    """A cure for an unknown word; `near` is the known one that it suggests, empty if none is near, and `slip` whether
    it is that one but for a slip of the pen."""

    text: str = ""
    near: str = ""
    slip: bool = False


@dataclass(frozen=True, slots=True)
class Issue:
    """One fault. `where` is ``file:line`` or ``file:line: layer/"object"``; `hint` says what to do; `hexes` are those
    of the map that it is about, as columns and rows.

    >>> print(Issue(Severity.ERROR, "map.tmx:7", "units stand on land", "move it"))
    map.tmx:7: units stand on land — move it
    """

    severity: Severity
    where: str
    message: str
    hint: str = ""
    hexes: Hexes = ()

    def __str__(self) -> str:
        message = self.message
        if self.severity is Severity.WARNING:
            message = _("warning: {message}").format(message=message)
        elif self.severity is Severity.NOTE:
            message = _("note: {message}").format(message=message)
        return f"{self.where}: {message}" + (f" — {self.hint}" if self.hint else "")

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR


class ScenarioError(Exception):
    """A scenario that cannot be played; `issues` are all its faults, errors first."""

    def __init__(self, issues: Iterable[Issue]) -> None:
        self.issues = tuple(sorted(issues, key=lambda i: list(Severity).index(i.severity)))
        super().__init__("\n".join(str(i) for i in self.issues))

    def __reduce__(self) -> tuple[object, ...]:
        return ScenarioError, (self.issues,)


#: Faults of one kind in one place that are told one by one; the rest are counted.
ONE_BY_ONE = 8
#: Faults told in all.
TOGETHER = 200
#: Names that words are compared with in all, to suggest the nearest.
COMPARED = 20_000


class Excused(set[str]):
    """Names that something faulty has, or may have: whoever refers to them is not told as well. `everything` is for
    files of which nobody knows what they name."""

    everything = False

    def __contains__(self, name: object) -> bool:
        return self.everything or super().__contains__(name)


@dataclass(slots=True)
class Report:
    """Collects issues while files are read. Faults alike (same `kind`) are told a few times and then counted; the same
    fault is told once.

    `doubted` are the parts of a scenario (layers of the map, tables) that have errors. What can only be said of sound
    parts is held back, and :meth:`unexamined` names it.
    """

    issues: list[Issue] = field(default_factory=list)
    _alike: dict[str, int] = field(default_factory=dict)
    _last: dict[str, str] = field(default_factory=dict)
    errors: int = 0
    _compared: int = 0
    doubted: set[str] = field(default_factory=set)
    #: What is being read, for what concerns all of it.
    place: str = ""
    _about: tuple[str, ...] = ()
    _unexamined: dict[str, None] = field(default_factory=dict)
    _told: set[Issue] = field(default_factory=set)
    _lies: dict[str, Hexes] = field(default_factory=dict)
    #: Files of texts: how many of theirs are not translated, and how many they have.
    _untranslated: dict[str, tuple[int, int]] = field(default_factory=dict)
    _beside: bool = False

    def error(self, where: str, message: str, hint: str = "", *, kind: str = "", at: Hexes = ()) -> None:
        self._add(Issue(Severity.ERROR, where, message, hint, at or self._lies.get(where, ())), kind)

    def warning(self, where: str, message: str, hint: str = "", *, kind: str = "", at: Hexes = ()) -> None:
        self._add(Issue(Severity.WARNING, where, message, hint, at or self._lies.get(where, ())), kind)

    def lies(self, where: str, *hexes: tuple[int, int]) -> None:
        """What is told of a place is about these hexes of the map, unless it is told otherwise."""
        self._lies[where] = hexes

    @contextlib.contextmanager
    def about(self, *parts: str) -> Iterator[None]:
        """Errors inside concern these parts, which are doubted from then on."""
        before = self._about
        self._about = (*before, *parts)
        try:
            yield
        finally:
            self._about = before

    def unexamined(self, what: str) -> None:
        """Something was not looked at, because it could not be told from the faults so far."""
        self._unexamined[what] = None

    def untranslated(self, file: str, missing: int, texts: int) -> None:
        """So many of the texts that a file is about are not translated. A file has those of a scenario and of what lies
        beside it; they are counted together and told once, where there is nothing worse to tell."""
        before = self._untranslated.get(file, (0, 0))
        self._untranslated[file] = before[0] + missing, before[1] + texts

    def beside(self) -> Report:
        """A report of its own for a table that lies beside what this one is about. What is not translated in the files
        that both share is counted together, and told by this one, which is to be finished last."""
        return Report(place=self.place, _untranslated=self._untranslated, _beside=True)

    @property
    def silent(self) -> bool:
        """Whether there is nothing to tell, and everything was looked at."""
        told = self.errors or self.issues or self._alike or self._unexamined or self._untranslated
        return not (told or self.doubted or self._about)

    def marks(self) -> Report:
        """What a silent report knows of places, for another that :meth:`take` it."""
        return Report(_lies=dict(self._lies), _compared=self._compared)

    def take(self, marks: Report) -> None:
        """Know what another report knows of places, as if the same had been read with this one."""
        self._lies.update(marks._lies)
        self._compared += marks._compared

    def wants(self, kind: str) -> bool:
        """Whether another fault of a kind would be told, not only counted."""
        return self._alike.get(kind, 0) < ONE_BY_ONE

    def suggest(self, word: str, known: Collection[str]) -> str:
        """As :func:`suggest`, until enough names have been looked at: finding near ones takes time."""
        return self.hint(word, known).text

    def thing(self, name: str, known: Collection[str]) -> str:
        """As :meth:`suggest`, for the name of something that the scenario may have."""
        return self.suggest(name, known) if known else _("there is none yet: add it, or take the name out")

    def hint(self, word: str, known: Collection[str]) -> Hint:
        """The same with the word that it suggests."""
        self._compared += len(known)
        return hint(word, known) if self._compared <= COMPARED else Hint()

    def not_there(self, file: Path) -> str:
        """A cure for a file that is missing: the one beside it whose name is nearly the same, where there is one."""
        beside: list[str] = []
        with contextlib.suppress(OSError), os.scandir(file.parent) as found:
            beside = [entry.name for entry in itertools.islice(found, BESIDE)]
        near = self.hint(file.name, [n for n in beside if Path(n).suffix.lower() == file.suffix.lower()])
        return near.text if near.near else _("add it, or mend the name")

    def _add(self, issue: Issue, kind: str) -> None:
        self.errors += issue.is_error
        if issue.is_error:
            self.doubted.update(self._about)
        if issue in self._told:
            return
        if kind:
            self._alike[kind] = self._alike.get(kind, 0) + 1
            self._last[kind] = issue.where
            if self._alike[kind] > ONE_BY_ONE:
                return
        if len(self.issues) < TOGETHER or (issue.is_error and not any(i.is_error for i in self.issues)):
            self.issues.append(issue)
            self._told.add(issue)

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
        if not (self.errors or self._beside):
            more += [
                Issue(
                    Severity.WARNING,
                    file,
                    ngettext(
                        "{n} of {all} texts is not translated", "{n} of {all} texts are not translated", missing
                    ).format(n=missing, all=texts),
                    _("translate them; until then they are shown as they are written"),
                )
                for file, (missing, texts) in self._untranslated.items()
                if missing
            ]
        if self._unexamined:
            told = _("not examined: {things}").format(things="; ".join(self._unexamined))
            place = self.place or (self.issues[0].where if self.issues else "")
            more.append(Issue(Severity.NOTE, place, told, _("mend the faults above and check again")))
        return (*self.issues, *more)

    def raise_errors(self) -> None:
        """Raises: ScenarioError if any issue so far is an error."""
        if self.errors:
            raise ScenarioError(self.finish())


def suggest(word: str, known: Iterable[str]) -> str:
    """A cure for an unknown word: the nearest known one, or the list of a few.

    >>> suggest("titel", ["title", "map"])
    'did you mean "title"?'
    >>> suggest("The village", ["Village", "The hill"])
    'did you mean "Village"?'
    """
    return hint(word, known).text


def hint(word: str, known: Iterable[str]) -> Hint:
    """The same with the word that it suggests."""
    names = sorted({str(k) for k in known})
    near = difflib.get_close_matches(word[:80], names, n=1, cutoff=0.7)
    if not near:
        near = [n for n in names if n.lower() == word[:80].lower()]
    if meant := _longer_or_shorter(word[:80], names) or near:
        return Hint(_('did you mean "{word}"?').format(word=meant[0]), meant[0], slip=meant == near)
    if not names:
        return Hint()
    if len(names) <= 12:
        return Hint(_("known: {names}").format(names=", ".join(names)))
    return Hint(_("known: {names} and {n} more").format(names=", ".join(names[:11]), n=len(names) - 11))


def _longer_or_shorter(word: str, names: Iterable[str]) -> list[str]:
    """The name that is a word with something before or after it, or the other way round, and at least half as long: of
    several the one most like it in length. No more than one."""
    meant = word.lower()

    def alike(name: str) -> bool:
        short, long = sorted((meant, name.lower()), key=len)
        apart = f" {long} ".replace("-", " ").replace("_", " ")
        return (
            3 < len(short) < len(long) <= 2 * len(short) and f" {short.replace('-', ' ').replace('_', ' ')} " in apart
        )

    found = [name for name in names if alike(name)]
    return sorted(found, key=lambda name: (abs(len(name) - len(meant)), name))[:1]


def shown(path: Path) -> str:
    """A path as messages print it: from the current folder where it lies inside, which goes by its name, with forward
    slashes."""
    try:
        inside = path.relative_to(Path.cwd()) if path.is_absolute() else path
        return path.resolve().name if inside == Path() else inside.as_posix()
    except (ValueError, OSError):
        return path.as_posix()
