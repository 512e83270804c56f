"""Crossings of water: fords, pontoons and bridges as they stand, and the record of what befell them."""

from __future__ import annotations

from dataclasses import dataclass

from khalkhin.core.model.rules import CrossingKind


@dataclass(frozen=True, slots=True)
class Record:
    """A line of a crossing's life: `what` is built, hit, repaired, mined, blown, taken or carried; `amount` hits
    or units, `supply` SP carried."""

    turn: int
    side: str
    what: str
    amount: int = 0
    supply: int = 0


@dataclass(frozen=True, slots=True)
class Crossing:
    """A ford, pontoon or bridge on a hexside. `used` and `supply_used` count this turn's units and SP over it;
    `mined` is the side whose charges are laid; `records` its life, oldest first."""

    name: str
    kind: CrossingKind
    hexside: int
    owner: str = ""
    hits: int = 0
    used: int = 0
    supply_used: int = 0
    mined: str = ""
    records: tuple[Record, ...] = ()
