"""Orders: one closed union of frozen values, each with a one-line text form.

>>> str(parse_order("move ru-24 12,7"))
'move ru-24 12,7'
>>> parse_order("assault 12,7 by ru-24,ru-149 guns ru-175 hold").advance
False

Hexes are written column,row as Tiled shows them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from game.core.errors import OrderSyntaxError

Place = tuple[int, int]


@dataclass(frozen=True, slots=True, order=True)
class Move:
    """Move a unit to a hex, by the cheapest way through the `via` hexes if any."""

    unit: str
    to: Place
    via: tuple[Place, ...] = ()

    def __str__(self) -> str:
        way = "".join(f" via {c},{r}" for c, r in self.via)
        return f"move {self.unit} {self.to[0]},{self.to[1]}{way}"


@dataclass(frozen=True, slots=True, order=True)
class Assault:
    """Assault a hex from adjacent hexes. The first attacker leads: it loses steps first and advances if it may.

    The order of the other attackers and of the guns does not matter and is kept sorted.
    """

    target: Place
    attackers: tuple[str, ...]
    guns: tuple[str, ...] = ()
    advance: bool = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "attackers", (*self.attackers[:1], *sorted(self.attackers[1:])))
        object.__setattr__(self, "guns", tuple(sorted(self.guns)))

    def __str__(self) -> str:
        text = f"assault {self.target[0]},{self.target[1]} by {','.join(self.attackers)}"
        if self.guns:
            text += f" guns {','.join(self.guns)}"
        return text if self.advance else text + " hold"


@dataclass(frozen=True, slots=True, order=True)
class Barrage:
    """One gun unit shells a hex to suppress what stands there."""

    gun: str
    target: Place

    def __str__(self) -> str:
        return f"barrage {self.gun} {self.target[0]},{self.target[1]}"


@dataclass(frozen=True, slots=True, order=True)
class Exit:
    """A unit on one of its side's supply sources leaves the map for good, for part of its value."""

    unit: str

    def __str__(self) -> str:
        return f"exit {self.unit}"


@dataclass(frozen=True, slots=True, order=True)
class EndTurn:
    """The active side has finished."""

    def __str__(self) -> str:
        return "end"


Order = Move | Assault | Barrage | Exit | EndTurn

_PLACE = r"\d{1,4},\d{1,4}"
_IDS = r"[\w.-]+(?:,[\w.-]+)*"
_MOVE = re.compile(rf"move ([\w.-]+) ({_PLACE})((?: via {_PLACE})*)")
_ASSAULT = re.compile(rf"assault ({_PLACE}) by ({_IDS})(?: guns ({_IDS}))?( hold)?")
_BARRAGE = re.compile(rf"barrage ([\w.-]+) ({_PLACE})")
_EXIT = re.compile(r"exit ([\w.-]+)")


def parse_order(text: str) -> Order:
    """Read one order. Raises: OrderSyntaxError with the text and the forms that would do."""
    line = " ".join(text.split())
    if line == "end":
        return EndTurn()
    if m := _MOVE.fullmatch(line):
        via = tuple(_place(p) for p in m[3].split(" via ")[1:])
        return Move(m[1], _place(m[2]), via)
    if m := _ASSAULT.fullmatch(line):
        guns = tuple(m[3].split(",")) if m[3] else ()
        return Assault(_place(m[1]), tuple(m[2].split(",")), guns, not m[4])
    if m := _BARRAGE.fullmatch(line):
        return Barrage(m[1], _place(m[2]))
    if m := _EXIT.fullmatch(line):
        return Exit(m[1])
    raise OrderSyntaxError(
        f"{line[:80]!r} is no order; write 'move UNIT C,R', 'assault C,R by UNIT,…', 'barrage GUN C,R', "
        "'exit UNIT' or 'end'"
    )


def _place(text: str) -> Place:
    col, row = text.split(",")
    return int(col), int(row)
