"""How orders are written: hexes are column,row as Tiled shows them; a hexside is the two hexes it parts,
``4,3-4,4``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

Place = tuple[int, int]
#: A hexside: the two hexes it parts, the smaller first.
Edge = tuple[Place, Place]

#: Parts of the patterns of orders.
PLACE = r"\d{1,4},\d{1,4}"
EDGE = rf"{PLACE}-{PLACE}"
ID = r"[\w.-]+"
IDS = rf"{ID}(?:,{ID})*"
NUMBER = r"\d{1,6}"


@dataclass(frozen=True, slots=True)
class Form:
    """How an order is written: for messages, as `move UNIT C,R`, and as a pattern of the whole line."""

    text: str
    pattern: str
    matches: re.Pattern[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "matches", re.compile(self.pattern))

    @property
    def verb(self) -> str:
        """The word that such an order begins with."""
        return self.text.split(" ")[0]


def edge(a: Place, b: Place) -> Edge:
    """The hexside between two hexes, as orders write it.

    >>> edge_text(edge((4, 4), (4, 3)))
    '4,3-4,4'
    """
    return (a, b) if a <= b else (b, a)


def place_text(at: Place) -> str:
    return f"{at[0]},{at[1]}"


def edge_text(at: Edge) -> str:
    return f"{place_text(at[0])}-{place_text(at[1])}"


def read_place(text: str) -> Place:
    """The hex that a text names which matches :data:`PLACE`."""
    col, row = text.split(",")
    return int(col), int(row)


def read_edge(text: str) -> Edge:
    """The hexside that a text names which matches :data:`EDGE`."""
    a, b = text.split("-")
    return edge(read_place(a), read_place(b))
