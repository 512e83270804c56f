"""The timeline: dated entries of a scenario and what they do. Data in, events out; no scenario carries code."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Suppress:
    """Units of a side (in `area`'s hexes, or everywhere when None) each get `steps` suppressed."""

    side: str
    steps: int
    hexes: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Surprise:
    """A side attacks with the surprise shift, this turn and for `turns` turns in all."""

    side: str
    turns: int = 1


@dataclass(frozen=True, slots=True)
class Silence:
    """A side's guns may not fire, this turn and for `turns` turns in all."""

    side: str
    turns: int = 1


Effect = Suppress | Surprise | Silence


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happens at the start of a side's turn. `source` is the fact it comes from (A1-A24)."""

    id: str
    turn: int
    side: str
    title: str
    text: str = ""
    source: str = ""
    historians: str = ""
    effects: tuple[Effect, ...] = ()
