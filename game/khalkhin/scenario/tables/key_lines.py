"""On which line of a TOML file each key stands.

A small scanner that runs before the real parser: it notes where keys and array items begin, and refuses files nested
or dotted so deeply that parsing them would hurt. What it does not understand it leaves to the parser to explain.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass, field

Path = tuple[str | int, ...]

MAX_DEPTH = 16
MAX_KEYS = 20_000

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}\n#]*")
_STRINGS = (
    re.compile(r'"""(?:[^\\]|\\.)*?"{3,5}', re.S),
    re.compile(r"'''.*?'{3,5}", re.S),
    re.compile(r'"(?:[^"\\\n]|\\.)*"'),
    re.compile(r"'[^'\n]*'"),
)


class TooDeep(Exception):
    """The file is nested too deeply or has too many keys; the argument is the line."""


class _Stop(Exception):
    """Something that is not TOML; the parser will say what."""


@dataclass(slots=True)
class KeyLines:
    """Lines by key path (names and array positions)."""

    lines: dict[Path, int] = field(default_factory=dict)

    def line(self, path: Path) -> int:
        """The line of a key, or of the nearest thing around it; 1 for the file as a whole."""
        for n in range(len(path), 0, -1):
            if path[:n] in self.lines:
                return self.lines[path[:n]]
        return 1

    def without(self, item: Path) -> KeyLines:
        """The lines when an item of a list is taken out, and those after it move up."""
        *owner, index = item
        assert isinstance(index, int)
        n = len(owner)
        out: dict[Path, int] = {}
        for path, line in self.lines.items():
            here = path[n] if len(path) > n and path[:n] == tuple(owner) else None
            if isinstance(here, int) and here >= index:
                if here > index:
                    out[(*owner, here - 1, *path[n + 1 :])] = line
            else:
                out[path] = line
        return KeyLines(out)


def key_lines(text: str) -> KeyLines:
    """Find the keys of a TOML text. Raises: TooDeep."""
    scanner = _Scanner(text)
    with contextlib.suppress(_Stop):
        scanner.document()
    return KeyLines(scanner.lines)


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Path, int] = {}
        self.arrays: dict[Path, int] = {}
        self._line, self._counted = 1, 0

    def line(self) -> int:
        self._line += self.text.count("\n", self._counted, self.at)
        self._counted = self.at
        return self._line

    def note(self, path: Path) -> None:
        if len(path) > MAX_DEPTH or len(self.lines) >= MAX_KEYS:
            raise TooDeep(self.line())
        self.lines.setdefault(path, self.line())

    def skip(self, pattern: re.Pattern[str] = _BLANK) -> None:
        match = pattern.match(self.text, self.at)
        if match:
            self.at = match.end()

    def take(self, token: str) -> bool:
        if self.text.startswith(token, self.at):
            self.at += len(token)
            return True
        return False

    def expect(self, token: str) -> None:
        if not self.take(token):
            raise _Stop

    def document(self) -> None:
        table: Path = ()
        while True:
            self.skip()
            if self.at >= len(self.text):
                return
            if self.take("[["):
                table = self.header("]]", array=True)
            elif self.take("["):
                table = self.header("]", array=False)
            else:
                self.pair(table)

    def header(self, end: str, array: bool) -> Path:
        names = self.key()
        self.expect(end)
        path: Path = ()
        for i, name in enumerate(names):
            path = (*path, name)
            last = i == len(names) - 1
            if last and array:
                self.arrays[path] = self.arrays.get(path, -1) + 1
            self.note(path)
            if path in self.arrays:
                path = (*path, self.arrays[path])
                self.note(path)
        return path

    def key(self) -> list[str]:
        names: list[str] = []
        while True:
            self.skip(_SPACE)
            match = _BARE.match(self.text, self.at)
            if match:
                self.at = match.end()
                names.append(match[0])
            else:
                names.append(self.string()[1:-1])
            if len(names) > MAX_DEPTH:
                raise TooDeep(self.line())
            self.skip(_SPACE)
            if not self.take("."):
                return names

    def string(self) -> str:
        for pattern in _STRINGS:
            match = pattern.match(self.text, self.at)
            if match:
                self.at = match.end()
                return match[0]
        raise _Stop

    def pair(self, table: Path) -> None:
        self.skip(_SPACE)
        start = self.at
        path = table
        for name in self.key():
            path = (*path, name)
            self.at, here = start, self.at
            self.note(path)
            self.at = here
        self.skip(_SPACE)
        self.expect("=")
        self.skip(_SPACE)
        self.value(path)

    def value(self, path: Path) -> None:
        if len(path) > MAX_DEPTH:
            raise TooDeep(self.line())
        if self.take("["):
            self.items(path)
        elif self.take("{"):
            self.skip()
            while not self.take("}"):
                self.pair(path)
                self.skip()
                self.take(",")
                self.skip()
        elif self.text[self.at : self.at + 1] in ("'", '"'):
            self.string()
        else:
            before = self.at
            self.skip(_SCALAR)
            if self.at == before:
                raise _Stop

    def items(self, path: Path) -> None:
        number = 0
        self.skip()
        while not self.take("]"):
            self.note((*path, number))
            self.value((*path, number))
            number += 1
            self.skip()
            self.take(",")
            self.skip()
