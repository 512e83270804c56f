"""A name for what a scenario plays like: the same on every machine, whatever its texts, colours and folders."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping
from enum import Enum
from typing import Any

from khalkhin.core.board.board import Board
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.units import UnitSpec

#: Fields that are only read or looked at, that bias the computer, or that a battle keeps for itself.
SILENT = frozenset(
    {
        "id",
        "title",
        "names",
        "description",
        "briefing",
        "plan",
        "first_steps",
        "hints",
        "labels",
        "areas",
        "text",
        "historians",
        "prefer",
        "leanings",
        "source",
        "digest",
        "art",
        "symbol",
        "symbols",
        "sounds",
        "handicap",
    }
)


def scenario_digest(scenario: Scenario) -> str:
    """Sixteen hexadecimal digits over all that matters to play."""
    told = [f.name for f in dataclasses.fields(scenario) if f.init and f.name not in SILENT]
    parts = [(name, plain(getattr(scenario, name))) for name in told]
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def plain(value: Any) -> Any:
    """A value as nested tuples of numbers and texts, with nothing left to chance in their order."""
    match value:
        case Board():
            lay = value.layout
            return (
                value.width,
                value.height,
                lay.stagger_axis,
                lay.stagger_index,
                tuple(t.id for t in value.terrain),
                plain(value.hexsides),
                plain(value.roads),
                plain(value.borders),
            )
        case UnitSpec():
            fields = [(f.name, plain(getattr(value, f.name))) for f in dataclasses.fields(value) if f.name != "type"]
            return ("unit", value.type.id, *fields)
        case Enum():
            return value.value
        case Mapping():
            return tuple(sorted((plain(k), plain(v)) for k, v in value.items()))
        case frozenset() | set():
            return tuple(plain(v) for v in sorted(value))
        case tuple() | list():
            return tuple(plain(v) for v in value)
        case _ if dataclasses.is_dataclass(value):
            return (
                type(value).__name__,
                *((f.name, plain(getattr(value, f.name))) for f in dataclasses.fields(value) if f.name not in SILENT),
            )
        case _:
            return value
