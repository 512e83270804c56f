"""A line of the log, and what events call units: enemies that are only contacts have no name."""

from __future__ import annotations

from dataclasses import dataclass

from khalkhin.core.model.state import GameState
from khalkhin.ui.map.map_contents import STRANGER


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the log: text, tone, where, whether the turn's summary repeats it, and the fact of the account that it
    tells of, if any."""

    text: str
    tone: str = "normal"
    hex: int = -1
    weight: int = 1
    fact: str = ""


def unit_name(before: GameState, after: GameState, unit_id: str) -> str:
    """The name of a unit as the event calls it; enemies that are only contacts have no name."""
    unit = after.unit(unit_id) or before.unit(unit_id)
    return "an enemy unit" if unit is None or is_contact(unit_id) else unit.spec.name


def is_contact(unit_id: str) -> bool:
    return unit_id.startswith("contact-")


def unit_index(before: GameState, unit_id: str, start: int) -> int | None:
    """The index of a unit among those of the view that the map shows while it moves, or None.

    A contact is the one that stood where its way starts (its name changes with its hex); one that comes out of the
    unseen is a stranger.
    """
    if is_contact(unit_id):
        there = (u.spec.index for u in before.units if u.hex == start and is_contact(u.id))
        return next(there, STRANGER)
    unit = before.unit(unit_id)
    return None if unit is None else unit.spec.index


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]
