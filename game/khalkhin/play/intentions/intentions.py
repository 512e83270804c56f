"""What a player intends for a unit: a march that goes on turn after turn, or to stay where it stands.

No rule knows of it. It is carried out by orders like any others, kept in the journal beside them, and shown to the
unit's side alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from khalkhin.core.orders.orders import Place


class Halt(StrEnum):
    """Why a march stands still until it is carried on. The names are kept in journals."""

    SEEN = "seen"  # an enemy appeared near the unit or its way
    MET = "met"  # an unseen enemy stopped it on its way
    CUT = "cut"  # no way leads there any more
    ZONE = "zone"  # every way leads through an enemy's zone of control
    LATER = "later"  # it would come more than a turn later than was said when it set out
    FULL = "full"  # the crossing before it carries no more this turn
    SUPPLY = "supply"  # no supply would reach it where it would stop
    ROOM = "room"  # others stand wherever it could stop
    TAKEN = "taken"  # another unit stands where it goes to
    ENEMY = "enemy"  # an enemy stands there
    FORBIDDEN = "forbidden"  # higher headquarters hold the unit back, or have closed the place


class Until(StrEnum):
    """How long a unit holds. The names are kept in journals."""

    TOLD = "told"
    SEEN = "seen"  # until an enemy appears near it


@dataclass(frozen=True, slots=True)
class March:
    """A march to a place (column, row). `by` is the turn in which it was to be there when it set out; `halted` why it
    stands still, and `despite` what it was told to go on in spite of."""

    to: Place
    by: int
    halted: Halt | None = None
    despite: tuple[Halt, ...] = ()


@dataclass(frozen=True, slots=True)
class Hold:
    """To stay where it stands."""

    until: Until


Intention = March | Hold
#: By unit.
Intentions = Mapping[str, Intention]


@dataclass(frozen=True, slots=True)
class IntentionLine:
    """What is intended for a unit from here on, as a line of a journal says it; None: nothing any more."""

    unit: str
    what: Intention | None


def changed(before: Intentions, after: Intentions) -> tuple[IntentionLine, ...]:
    """What must be noted so that one becomes the other."""
    units = sorted({*before, *after})
    return tuple(IntentionLine(unit, after.get(unit)) for unit in units if before.get(unit) != after.get(unit))


def without(intentions: Intentions, units: tuple[str, ...]) -> Intentions:
    """Intentions but for those of some units."""
    return {unit: what for unit, what in intentions.items() if unit not in units}


def noted(lines: tuple[IntentionLine, ...]) -> Intentions:
    """What is intended after these lines."""
    found: dict[str, Intention] = {}
    for line in lines:
        if line.what is None:
            found.pop(line.unit, None)
        else:
            found[line.unit] = line.what
    return found
