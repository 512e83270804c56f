"""TOML texts: what the parser says in plain words, and what else a text says when some of its lines cannot be read."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from khalkhin.foreign_text import quoted
from khalkhin.scenario.issues import Report
from khalkhin.scenario.tables.key_lines import KeyLines, Path, TooDeep, key_lines
from khalkhin.translation import N_, _

#: Lines that cannot be read for which a text is read on without them.
SLIPS = 8
_CURLY = str.maketrans({"“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"'})
_PLACE = re.compile(r"^(.*) \(at (?:line (\d+), column \d+|(end of document))\)$", re.S)


@dataclass(frozen=True, slots=True)
class Text:
    """What a text says. `lost` are the keys on lines that could not be read, `words` what stands there in quotes."""

    data: dict[str, Any]
    lines: KeyLines
    lost: frozenset[Path] = frozenset()
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Slip:
    """A line that cannot be read: why, a cure, and the line where the parser stopped."""

    line: int
    why: str
    cure: str
    stopped: int
    #: The first line of those that a text in three quotation marks has taken in, as it was not closed before.
    runs_on: int | None = None
    #: Whether it is the header of one table whose others stand in two brackets.
    single: bool = False


@dataclass(slots=True)
class _Reading:
    """A text from which unreadable lines are taken out one after the other."""

    text: str
    slips: list[_Slip] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)

    def data(self, most: int) -> dict[str, Any] | None:
        """What the text says without at most so many slips; None if that does not help."""
        while True:
            try:
                return tomllib.loads(self.text)
            except tomllib.TOMLDecodeError as error:
                slip = _slip(self.text, error)
                self.slips.append(slip)
                if len(self.slips) > most or not self._take_out(slip) or not self._enough():
                    return None

    def _enough(self) -> bool:
        """Whether most of the text is left."""
        return 3 * len(self.taken) <= sum(bool(line.strip()) for line in self.text.split("\n"))

    def _take_out(self, slip: _Slip) -> bool:
        """Leave out the lines of a slip; of several ways, that which lets the parser come farthest."""
        lines = self.text.split("\n")
        first, last = min(slip.line, slip.stopped) - 1, min(slip.stopped, len(lines)) - 1
        mended = self._closed(slip, lines) or self._in_two_brackets(slip, lines)
        if mended is not None:
            self.text = "\n".join(mended)
            return True
        straight = [line.translate(_CURLY) if first <= i <= last else line for i, line in enumerate(lines)]
        ways: list[tuple[list[str], set[int]]] = []
        if straight != lines:
            ways.append((straight, set()))
        if lines[last].lstrip().startswith("["):  # What stands under a header goes with it.
            end = next((i for i in range(last + 1, len(lines)) if lines[i].lstrip().startswith("[")), len(lines))
            ways.append(_without(lines, last, end))
        else:
            ways.append(_without(lines, last, last + 1))
        if first < last:
            ways.append(_without(lines, first, last))
            ways.append(_without(lines, first, last + 1))
        far, (kept, taken) = max(((_comes_to("\n".join(w[0])), w) for w in ways), key=lambda way: way[0])
        self.text = "\n".join(kept)
        self.taken |= taken
        return far > slip.stopped

    def _closed(self, slip: _Slip, lines: list[str]) -> list[str] | None:
        """The lines with a text closed that runs on over keys and headers; None if that is not what the slip is."""
        if slip.runs_on is None:
            return None
        last = max(n for n in range(slip.line - 1, slip.runs_on - 1) if lines[n].strip())
        return [line + _THREE if n == last else line for n, line in enumerate(lines)]

    def _in_two_brackets(self, slip: _Slip, lines: list[str]) -> list[str] | None:
        """The lines with a header in two brackets that stands in one; None if that is not what the slip is."""
        if not slip.single:
            return None
        return [_HEADER.sub(r"\1[[\3]]\5", line) if n == slip.line - 1 else line for n, line in enumerate(lines)]


def _without(lines: list[str], first: int, end: int) -> tuple[list[str], set[int]]:
    return ["" if first <= i < end else line for i, line in enumerate(lines)], set(range(first + 1, end + 1))


def _comes_to(text: str) -> float:
    """The line at which the parser stops."""
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return _where(text, error)[1]
    return float("inf")


def read_toml(text: str, name: str, report: Report, *, lenient: bool = False) -> Text | None:
    """What a text says; None and an issue if it cannot be read. If `lenient`, a text with a few lines that cannot be
    read is read without them. Raises: TooDeep, RecursionError, ValueError."""
    lines = key_lines(text)
    reading = _Reading(text)
    data = reading.data(SLIPS if lenient else 0)
    for slip in reading.slips if data is not None else reading.slips[:1]:
        report.error(f"{name}:{slip.line}", _("this is not TOML: {why}").format(why=slip.why), slip.cure)
    if data is None:
        return None
    if not reading.slips:
        return Text(data, lines)
    old = text.split("\n")
    words = {word for n in reading.taken for word in re.findall(r'"([^"]*)"', old[n - 1])}
    kept = key_lines(reading.text)
    lost = {path for path, line in lines.lines.items() if line in reading.taken}
    lost |= {path[: n + 1] for n in range(3) for path in _begun(old, reading.taken) if n < len(path)}
    return Text(data, kept, frozenset(lost), frozenset(words))


def _begun(lines: list[str], taken: set[int]) -> set[Path]:
    """The keys that unreadable lines begin with, under the header that they stand under."""
    header: Path = ()
    out: set[Path] = set()
    for n, line in enumerate(lines, 1):
        found = re.match(r"\s*\[+([^\]]*)", line)
        if found:
            header = tuple(part.strip().strip('"') for part in found[1].split("."))
            if n in taken:
                out.add(header)
        elif n in taken and (key := re.match(r"\s*([\w-]+)\s*=", line)):
            out.add((*header, key[1]))
    return out


def _where(text: str, error: tomllib.TOMLDecodeError) -> tuple[str, int]:
    """What the parser says, and the line at which it stopped."""
    found = _PLACE.match(str(error))
    line = int(found[2]) if found and found[2] else text.count("\n") + 1
    return (found[1] if found else str(error)), line


def _slip(text: str, error: tomllib.TOMLDecodeError) -> _Slip:
    said, line = _where(text, error)
    lines = text.split("\n")
    if (found := _runs_on(lines, line)) is not None:
        begins, first = found
        why = _("a text in three quotation marks is not closed, and takes in what follows from line {line} on")
        return _Slip(begins, why.format(line=first), _('write """ at its end'), line, runs_on=first)
    if (single := _single(lines, line)) is not None:
        name = _HEADER.match(lines[single - 1])
        why = _("{table} is a header in one pair of brackets here, and in two elsewhere")
        header = name[3].strip() if name else ""
        return _Slip(single, why.format(table=quoted(header)), _("write [[{header}]] each time").format(header=header),
                     line, single=True)  # fmt: skip
    there = lines[min(line, len(lines)) - 1]
    why, cure = _plain(said, there)
    at = line
    if said.startswith(_OPEN):
        at = _begins(text, line)
    return _Slip(at, why, cure, line)


#: A header, and a key with the beginning of a value.
_HEADER = re.compile(r"^(\s*)(\[{1,2})([\w.\-\" ]+)(\]{1,2})(\s*(?:#.*)?)$")
_KEY = re.compile(r"^[\w-]+ *= *([\"'\[{]|\d|true|false)")
_THREE = '"' * 3


def _runs_on(lines: list[str], stopped: int) -> tuple[int, int] | None:
    """The line on which a text in three quotation marks begins, and the first line of those that it takes in although
    they read like a key or a header; None if there is none up to the line where the parser stopped."""
    begins = 0
    suspect: int | None = None
    for n, line in enumerate(lines[:stopped], 1):
        if begins and suspect is None and n > begins and (_KEY.match(line) or _HEADER.match(line)):
            suspect = n
        for _mark in range(line.count(_THREE)):
            if begins and suspect is not None:
                return begins, suspect
            begins = 0 if begins else n
    return (begins, suspect) if begins and suspect is not None else None


def _single(lines: list[str], stopped: int) -> int | None:
    """The line of a header in one pair of brackets whose others stand in two, if the parser stopped at one of them."""
    here = _HEADER.match(lines[min(stopped, len(lines)) - 1])
    if here is None:
        return None
    alike = [(n, found[2]) for n, line in enumerate(lines, 1) if (found := _HEADER.match(line)) and found[3] == here[3]]
    if {brackets for _n, brackets in alike} != {"[", "[["}:
        return None
    return next(n for n, brackets in alike if brackets == "[")


def _begins(text: str, line: int) -> int:
    """The last line before one on which a key begins."""
    try:
        noted = key_lines(text).lines
    except TooDeep:
        return line
    return max((at for path, at in noted.items() if isinstance(path[-1], str) and at <= line), default=line)


def _plain(said: str, line: str) -> tuple[str, str]:
    """What the parser says, in plain words, and a cure."""
    if line.translate(_CURLY) != line and said.startswith(_VALUES):
        return _("there are curly quotation marks"), _('write straight ones: "')
    if found := _TABLES.match(said):
        table = ".".join(str(part) for part in ast.literal_eval(found[1]))
        if found[2]:
            told = _("the table {table} is there twice").format(table=quoted(table))
            return told, _("write what both say under one of them")
        return _("{table} is there as a value and as a table").format(table=quoted(table)), _("keep one of them")
    twice = _TWICE.match(said)
    if twice or said == _OVERWRITTEN:
        key = twice[1] if twice else line.partition("=")[0].strip().strip("[]")
        return _("the key {key} is there twice").format(key=quoted(key)), _("keep one of them")
    if said in _SAYINGS:
        why, cure = _SAYINGS[said]
        return _(why), _(cure)
    # An odd character, shown by its number.
    return f"{said[:1].lower()}{said[1:160]}", _("mend the line or the one before")


def _said(words: str) -> str:
    """Words of the parser, which only it says."""
    return words


_VALUES = (_said("Invalid value"), _said("Illegal character"), _said("Invalid initial character"))
_OPEN = (_said("Unclosed"), _said("Unterminated"))
_TABLES = re.compile(_said(r"Cannot (?:declare|redefine namespace|mutate immutable namespace) (\(.*?\))( twice)?$"))
_TWICE = re.compile(_said("Duplicate inline table key '(.*)'"))
_OVERWRITTEN = _said("Cannot overwrite a value")
_NO_KEY = N_("this is no key, no table and no comment"), N_("write key = value or [table], or # before a comment")
_BACKSLASH = N_("there is a backslash in a text"), N_("write two of them for one, and / in paths")
_ON_ITS_LINE = N_("a text is not closed on its line"), N_('close it with ", or begin and end it with """')
#: What the parser says, in plain words, and cures.
_SAYINGS: Mapping[str, tuple[str, str]] = {
    _said("Invalid value"): (
        N_("the value cannot be read"),
        N_("write a text in quotes, a number without, true or false in small letters"),
    ),
    _said("Illegal character '\\n'"): _ON_ITS_LINE,
    _said("Illegal character '\\r'"): _ON_ITS_LINE,
    _said("Unterminated string"): (
        N_("a text is not closed"),
        N_("close it with the same quotation marks that it begins with"),
    ),
    _said("Expected '=' after a key in a key/value pair"): (
        N_("a key has no value"),
        N_("write key = value, or # before a comment"),
    ),
    _said("Invalid statement"): _NO_KEY,
    _said("Invalid initial character for a key part"): _NO_KEY,
    _said("Expected newline or end of document after a statement"): (
        N_("something stands after the value"),
        N_("put it on a line of its own, or # before a comment"),
    ),
    _said("Expected ']' at the end of a table declaration"): (
        N_("the name of a table is not closed"),
        N_("close it with ]"),
    ),
    _said("Expected ']]' at the end of an array declaration"): (
        N_("the name of a table is not closed"),
        N_("close it with ]]"),
    ),
    _said("Unclosed array"): (
        N_("a list is not closed, or lacks a comma"),
        N_("write a comma between its entries and ] at its end"),
    ),
    _said("Unclosed inline table"): (
        N_("a table in braces is not closed, or lacks a comma"),
        N_("write a comma between its keys and the closing brace at its end, on the same line"),
    ),
    _said("Unescaped '\\' in a string"): _BACKSLASH,
    _said("Invalid hex value"): _BACKSLASH,
    _said("Escaped character is not a Unicode scalar value"): _BACKSLASH,
    _said("Invalid date or datetime"): (
        N_("this is no date or time"),
        N_('write it in quotes, such as "1939-08-20" or "06:00"'),
    ),
}
