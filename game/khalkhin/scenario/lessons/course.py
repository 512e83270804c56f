"""A lesson as a value: its parts, what each waits for and where it points. Both are closed unions.

What is waited for is judged by :mod:`khalkhin.play.lessons.attempt` from what the pupil's side knows, what was ordered
and has happened since the part began, and what the pupil has picked on the screen. No fault of the pupil is among them:
whatever he does instead, the part goes on waiting.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from khalkhin.core.model.scenario import Scenario
from khalkhin.core.orders.orders import Order

#: Pages of the panel, overlays of the map, buttons and screens of a battle, as a lesson's file names them.
PAGES = ("info", "log", "aims", "forces", "army")
OVERLAYS = ("supply", "enemy_supply", "jugular", "pockets", "crossings", "air", "threats", "zones", "own_zones")
COMMANDS = (
    "next_unit",
    "cursor",
    "act",
    "attack",
    "barrage",
    "undo",
    "end_turn",
    "stores",
    "sight",
    "whole_map",
    "last_saw",
    "hold",
    "help",
    "menu",
    *(f"tab_{page}" for page in PAGES),
    *OVERLAYS,
)


# -- what is waited for ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Read:
    """The pupil has read it and goes on."""


@dataclass(frozen=True, slots=True)
class Selected:
    """A unit is selected."""

    unit: str


@dataclass(frozen=True, slots=True)
class At:
    """A unit stands in one of some hexes."""

    unit: str
    hexes: frozenset[int]


@dataclass(frozen=True, slots=True)
class Held:
    """A combat unit of the pupil's stands in a hex."""

    hex: int


@dataclass(frozen=True, slots=True)
class Planned:
    """An assault on a hex is being planned."""

    hex: int


@dataclass(frozen=True, slots=True)
class Drafted:
    """An order was picked from the list and waits for its target."""

    choice: str


@dataclass(frozen=True, slots=True)
class Overlay:
    """An overlay of the map is on."""

    kind: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the panel is shown."""

    page: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A button was pressed, or its key."""

    command: str


@dataclass(frozen=True, slots=True)
class Ordered:
    """An order of a kind was given, by the word that it is written with; to a unit, if one is named."""

    verb: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Happened:
    """The pupil's side has seen an event of a class; about a unit, if one is named."""

    event: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """It is the pupil's turn, and the calendar has come to a turn."""

    turn: int


@dataclass(frozen=True, slots=True)
class Gone:
    """A unit is no longer on the map."""

    unit: str


@dataclass(frozen=True, slots=True)
class Fed:
    """A unit is supplied."""

    unit: str


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of several will do."""

    parts: tuple[Waited, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """It takes all of several."""

    parts: tuple[Waited, ...]


Waited = (
    Read
    | Selected
    | At
    | Held
    | Planned
    | Drafted
    | Overlay
    | Page
    | Asked
    | Ordered
    | Happened
    | Turn
    | Gone
    | Fed
    | AnyOf
    | AllOf
)


# -- where it points ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OnHex:
    hex: int


@dataclass(frozen=True, slots=True)
class OnUnit:
    unit: str


@dataclass(frozen=True, slots=True)
class OnButton:
    command: str


@dataclass(frozen=True, slots=True)
class OnPage:
    page: str


@dataclass(frozen=True, slots=True)
class OnOverlay:
    kind: str


@dataclass(frozen=True, slots=True)
class OnOrder:
    """A line of the list of orders."""

    choice: str


@dataclass(frozen=True, slots=True)
class OnConfirm:
    """The button that gives the planned assault, or the line that gives the order put together."""


Pointer = OnHex | OnUnit | OnButton | OnPage | OnOverlay | OnOrder | OnConfirm


# -- the lesson --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Part:
    """One thing to do: what to do, why, what is said after something else was done (`hint`), and the orders that do it.
    `free`: any orders serve, as long as it comes to what is waited for. Of the pointers the first that is not yet done
    with is shown."""

    text: str
    why: str
    waits: Waited
    points: tuple[Pointer, ...] = ()
    hint: str = ""
    orders: tuple[Order, ...] = ()
    free: bool = False


@dataclass(frozen=True, slots=True)
class Course:
    """A lesson. The pupil commands `side`; the enemy gives the orders of a turn in `enemy` that he may give, and ends
    his turn. `teaches` is what it is about, `minutes` how long it takes."""

    id: str
    number: int
    title: str
    teaches: str
    minutes: int
    side: str
    seed: int
    scenario: Scenario
    parts: tuple[Part, ...]
    enemy: Mapping[int, tuple[Order, ...]]
