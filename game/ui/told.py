"""A line of the log, and what events call units: enemies that are only contacts have no name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from game.core.state import GameState


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the log: text, tone, where, and whether the turn's summary repeats it."""

    text: str
    tone: str = "normal"
    hex: int = -1
    weight: int = 1


def unit_name(before: GameState, after: GameState, unit_id: str) -> str:
    """The name of a unit as the event calls it; enemies that are only contacts have no name."""
    unit = after.unit(unit_id) or before.unit(unit_id)
    return "an enemy unit" if unit is None or is_contact(unit_id) else unit.spec.name


def is_contact(unit_id: str) -> bool:
    return unit_id.startswith("contact-")


def unit_index(before: GameState, after: GameState, unit_id: str) -> int | None:
    """The index of a unit, also of one that is only a contact."""
    if is_contact(unit_id) and unit_id[8:].isdigit():
        return int(unit_id[8:])
    unit = after.unit(unit_id) or before.unit(unit_id)
    return None if unit is None else unit.spec.index


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def counted(count: int, noun: str, many: str = "") -> str:
    """A number with its noun: 1 step, 2 steps; `many` is a plural of its own (hexes)."""
    return f"{count} {noun}" if count == 1 else f"{count} {many or noun + 's'}"


def listed(parts: Sequence[str]) -> str:
    """Words in a row: a, b and c."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""
