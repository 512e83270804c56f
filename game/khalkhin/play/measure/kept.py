"""Results of battles kept as they come, a line each in a file that only grows, so that a stopped series goes on.

A result is kept under a key of all that decides how its battle goes, the code included: a line of another version is
passed over, and its battle fought again.
"""

from __future__ import annotations

import contextlib
import hashlib
import inspect
import json
import logging
import stat
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from khalkhin import ai, core
from khalkhin.core.model.rules import Handicap
from khalkhin.core.model.scenario import Scenario
from khalkhin.play.measure import chronicle, tunnel
from khalkhin.play.measure.arena import Result
from khalkhin.scenario.digest import plain
from khalkhin.storage.growing import GrowingFile
from khalkhin.storage.whole import write_whole
from khalkhin.translation import _

log = logging.getLogger(__name__)

#: No series comes to more than this, in bytes; what does is no file of ours.
LARGEST = 500_000_000
_RESULTS = TypeAdapter(Result)


class _Line(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")

    key: str
    result: dict[str, Any]


def result_from(told: Mapping[str, Any]) -> Result:
    """A result from its JSON. Raises: ValueError."""
    return _RESULTS.validate_python(told)


class ResultStore:
    """Begin with :meth:`open`; end with :meth:`finish` when all is done, or :meth:`close` to go on another time."""

    def __init__(self, file: GrowingFile, lines: list[_Line]) -> None:
        self.path = file.path
        #: Why results are not kept any more; empty while they are.
        self.problem = ""
        #: How many results of this series there are, and how many of them were there before.
        self.count = self.taken = 0
        self._file: GrowingFile | None = file
        self._lines = lines

    @classmethod
    def open(cls, path: Path) -> ResultStore:
        """The file of a series, made if need be. Raises: InUse where another series is writing it, OSError."""
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            about = path.stat()
        except FileNotFoundError:
            return cls(GrowingFile.create([path], b""), [])
        if not stat.S_ISREG(about.st_mode) or about.st_size > LARGEST:
            raise FileExistsError(_("{file} is there and holds no results").format(file=path))
        file = GrowingFile.take_up(path)
        whole = file.content[: file.content.rfind(b"\n") + 1]
        lines = [line for raw in whole.splitlines() if (line := _line(raw)) is not None]
        if whole and not lines:
            file.close()
            raise FileExistsError(_("{file} is there and holds no results").format(file=path))
        file.cut(len(whole))
        return cls(file, lines)

    def found(self, named: str, seeds: Iterable[int]) -> dict[int, Result]:
        """The results that are there under a key, of these seeds, in their order."""
        there: dict[int, Result] = {}
        for line in self._lines:
            if line.key == named:
                with contextlib.suppress(ValueError):
                    result = result_from(line.result)
                    there[result.seed] = result
        found = {seed: there[seed] for seed in seeds if seed in there}
        self.count += len(found)
        self.taken += len(found)
        return found

    def add(self, named: str, result: Result) -> None:
        """Keep a result. Where that cannot be done, `problem` says why and the series goes on without."""
        self.count += 1
        if self._file is None or self.problem:
            return
        try:
            self._file.append(_written(named, result))
        except OSError as error:
            self.problem = error.strerror or str(error)
            log.warning("results are not kept any more in %s: %s", self.path, self.problem)

    def close(self) -> None:
        """Let the file be, with what is kept; one in which nothing is goes. Whoever is interrupted while he keeps a
        result may have written it all the same: what counts is what is on the disk."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                if not self.path.stat().st_size:
                    self._remove()
            self._file.close()
            self._file = None

    def finish(self) -> None:
        """The series is done: what was kept is not needed any more."""
        self.close()
        self._remove()

    def settle(self, found: Iterable[tuple[str, Result]]) -> None:
        """The series is done, and its results stay: these lines and no others, in this order, whatever order they came
        in. Raises: OSError."""
        self.close()
        write_whole(self.path, b"".join(_written(named, result) for named, result in found))

    def _remove(self) -> None:
        with contextlib.suppress(OSError):
            self.path.unlink()


def _written(named: str, result: Result) -> bytes:
    line = json.dumps({"key": named, "result": result.to_json()}, ensure_ascii=False, separators=(",", ":"))
    return line.encode() + b"\n"


def key(
    scenario: Scenario,
    players: Mapping[str, str],
    fog: bool,
    turns: int | None,
    handicaps: Mapping[str, Handicap] | None,
    journal: str | None,
    detail: bool = False,
    trace: bool = False,
) -> str:
    """What names battles that go alike for the same seed."""
    given = {side: asdict(found) for side, found in sorted((handicaps or {}).items())}
    hints = [plain(side.hints) for side in scenario.sides]  # no part of the digest, but the staff reads them
    parts = [
        scenario.digest,
        hints,
        sorted(players.items()),
        fog,
        turns,
        given,
        journal,
        code(*sorted(set(players.values()))),
    ]
    if detail:
        parts.append(chronicle_code())
    if trace:
        parts.append(trace_code())
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:24]


@cache
def code(*players: str) -> str:
    """A digest of the program text of the rules, and of these players. Raises: NoPlayer."""
    sources = set(_sources(Path(core.__file__))) | set(_sources(Path(ai.__file__)))
    for name in players:
        with contextlib.suppress(OSError, TypeError):  # Not all that plays has a text.
            sources.update(_sources(Path(inspect.getfile(type(ai.make(name))))))
    return _digest(sources)


@cache
def chronicle_code() -> str:
    """A digest of the program text of chronicles."""
    return _digest(_sources(Path(chronicle.__file__)))


@cache
def trace_code() -> str:
    """A digest of the program text of traces."""
    return _digest(_sources(Path(tunnel.__file__)))


def _digest(sources: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for source in sorted(sources):
        digest.update(source.name.encode() + b"\0" + source.read_bytes() + b"\0")
    return digest.hexdigest()


def _sources(module: Path) -> Iterable[Path]:
    """A module's file, with all of its package if it is in one."""
    return module.parent.rglob("*.py") if (module.parent / "__init__.py").is_file() else [module]


def _line(raw: bytes) -> _Line | None:
    try:
        return _Line.model_validate_json(raw)
    except ValidationError:
        return None
