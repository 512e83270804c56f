"""Journals and campaigns changed by hand, with checksums and digests made right again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from khalkhin.play.session.journal import _line

Line = dict[str, Any]


def lines_of(path: Path) -> list[Line]:
    """The lines of a journal without their checksums."""
    lines: list[Line] = [json.loads(raw) for raw in path.read_bytes().splitlines()]
    return [{k: v for k, v in line.items() if k != "sum"} for line in lines]


def signed(lines: Iterable[Line]) -> bytes:
    """A journal of these lines, every checksum right."""
    out, before = b"", ""
    for line in lines:
        raw, before = _line(line, before)
        out += raw
    return out


def change_mark(path: Path, change: Callable[[Line], object]) -> None:
    """Change the last turn mark of a journal."""
    lines = lines_of(path)
    change(next(line for line in reversed(lines) if "snapshot" in line))
    path.write_bytes(signed(lines))
