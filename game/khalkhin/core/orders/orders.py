"""Orders: one closed union of frozen values, each with a one-line text form.

>>> str(parse_order("move ru-24 12,7"))
'move ru-24 12,7'
>>> parse_order("assault 12,7 by ru-24,ru-149 guns ru-175 hold").advance
False

Hexes are written column,row as Tiled shows them; a hexside as the two hexes it parts, ``4,3-4,4``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from khalkhin.core.orders.errors import OrderSyntaxError

Place = tuple[int, int]
#: A hexside: the two hexes it parts, the smaller first.
Edge = tuple[Place, Place]


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

    The order of the other attackers and of the guns does not matter and is kept sorted. `sorties` bombers support it;
    a `set_piece` assault is paid for with HQ points.
    """

    target: Place
    attackers: tuple[str, ...]
    guns: tuple[str, ...] = ()
    advance: bool = True
    sorties: int = 0
    set_piece: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "attackers", (*self.attackers[:1], *sorted(self.attackers[1:])))
        object.__setattr__(self, "guns", tuple(sorted(self.guns)))

    def __str__(self) -> str:
        text = f"assault {self.target[0]},{self.target[1]} by {','.join(self.attackers)}"
        if self.guns:
            text += f" guns {','.join(self.guns)}"
        if self.sorties:
            text += f" air {self.sorties}"
        if self.set_piece:
            text += " prepared"
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
class Shell:
    """One gun unit fires at a crossing."""

    gun: str
    at: Edge

    def __str__(self) -> str:
        return f"shell {self.gun} {edge_text(self.at)}"


@dataclass(frozen=True, slots=True, order=True)
class Standby:
    """A gun unit keeps its mission for the enemy's turn: `what` is defence or counter; empty takes it back."""

    gun: str
    what: str = ""

    def __str__(self) -> str:
        return f"standby {self.gun} {self.what or 'off'}"


@dataclass(frozen=True, slots=True, order=True)
class Work:
    """Engineers begin a job at a hexside beside them: ford, pontoon, repair, dismantle or mine."""

    unit: str
    task: str
    at: Edge

    def __str__(self) -> str:
        return f"work {self.unit} {self.task} {edge_text(self.at)}"


@dataclass(frozen=True, slots=True, order=True)
class Stop:
    """Engineers give up their job."""

    unit: str

    def __str__(self) -> str:
        return f"stop {self.unit}"


@dataclass(frozen=True, slots=True, order=True)
class Demolish:
    """A unit beside a crossing blows it: certain where its side has laid charges, else engineers try with a die."""

    unit: str
    at: Edge

    def __str__(self) -> str:
        return f"blow {self.unit} {edge_text(self.at)}"


@dataclass(frozen=True, slots=True, order=True)
class Haul:
    """A truck column hauls from one store to another, turn after turn; without a way it is the staff's again."""

    unit: str
    way: tuple[Place, Place] | None = None

    def __str__(self) -> str:
        if self.way is None:
            return f"haul {self.unit} staff"
        (a, b), (c, d) = self.way
        return f"haul {self.unit} {a},{b} to {c},{d}"


@dataclass(frozen=True, slots=True, order=True)
class Load:
    """A column driven by hand takes up SP from the store where it stands."""

    unit: str
    points: int

    def __str__(self) -> str:
        return f"load {self.unit} {self.points}"


@dataclass(frozen=True, slots=True, order=True)
class Unload:
    """A column driven by hand puts down SP: into the depot where it stands, or as a new dump."""

    unit: str
    points: int

    def __str__(self) -> str:
        return f"unload {self.unit} {self.points}"


@dataclass(frozen=True, slots=True, order=True)
class Prioritise:
    """How much the staff minds that a depot is filled: 0 not at all, 1 as usual, 2 more, 3 before all others."""

    depot: Place
    priority: int

    def __str__(self) -> str:
        return f"priority {self.depot[0]},{self.depot[1]} {self.priority}"


@dataclass(frozen=True, slots=True, order=True)
class Fly:
    """An air mission of so many bomber sorties (scouting: any aircraft) and fighters as escort.

    `mission` is interdict or scout with a hex, bomb with a hexside, raid with the name of an airfield.
    """

    mission: str
    target: Place | Edge | str
    sorties: int
    escort: int = 0

    def __str__(self) -> str:
        match self.target:
            case str(name):
                where = name.replace(" ", "_")
            case ((_, _), (_, _)) as edge:
                where = edge_text(edge)
            case (col, row):
                where = f"{col},{row}"
        text = f"fly {self.mission} {where} {self.sorties}"
        return f"{text} escort {self.escort}" if self.escort else text


@dataclass(frozen=True, slots=True, order=True)
class ForcedMarch:
    """HQ points: a unit that has not moved gets more MP this turn, and a step is suppressed by it."""

    unit: str

    def __str__(self) -> str:
        return f"hurry {self.unit}"


@dataclass(frozen=True, slots=True, order=True)
class EmergencySupply:
    """HQ points: a unit without supply is fed this turn by whatever means there are."""

    unit: str

    def __str__(self) -> str:
        return f"feed {self.unit}"


@dataclass(frozen=True, slots=True, order=True)
class Deceive:
    """HQ points: the enemy is shown a false contact in a hex."""

    at: Place

    def __str__(self) -> str:
        return f"deceive {self.at[0]},{self.at[1]}"


@dataclass(frozen=True, slots=True, order=True)
class Choose:
    """Answer a choice that the timeline has put to the side."""

    entry: str
    answer: str

    def __str__(self) -> str:
        return f"choose {self.entry} {self.answer}"


@dataclass(frozen=True, slots=True, order=True)
class EndTurn:
    """The active side has finished."""

    def __str__(self) -> str:
        return "end"


Order = (
    Move
    | Assault
    | Barrage
    | Exit
    | Shell
    | Standby
    | Work
    | Stop
    | Demolish
    | Haul
    | Load
    | Unload
    | Prioritise
    | Fly
    | ForcedMarch
    | EmergencySupply
    | Deceive
    | Choose
    | EndTurn
)

TASKS = ("ford", "pontoon", "repair", "dismantle", "mine")

_PLACE = r"\d{1,4},\d{1,4}"
_EDGE = rf"{_PLACE}-{_PLACE}"
_ID = r"[\w.-]+"
_IDS = rf"{_ID}(?:,{_ID})*"
_NUMBER = r"\d{1,6}"


def edge(a: Place, b: Place) -> Edge:
    """The hexside between two hexes, as orders write it.

    >>> edge_text(edge((4, 4), (4, 3)))
    '4,3-4,4'
    """
    return (a, b) if a <= b else (b, a)


def edge_text(at: Edge) -> str:
    (a, b), (c, d) = at
    return f"{a},{b}-{c},{d}"


def _move(m: re.Match[str]) -> Order:
    return Move(m[1], _place(m[2]), tuple(_place(p) for p in m[3].split(" via ")[1:]))


def _assault(m: re.Match[str]) -> Order:
    guns = tuple(m[3].split(",")) if m[3] else ()
    return Assault(_place(m[1]), tuple(m[2].split(",")), guns, not m[6], int(m[4] or 0), bool(m[5]))


def _haul(m: re.Match[str]) -> Order:
    return Haul(m[1], None if m[2] == "staff" else (_place(m[3]), _place(m[4])))


def _fly(m: re.Match[str]) -> Order:
    target: Place | Edge | str
    if re.fullmatch(_EDGE, m[2]):
        target = _edge(m[2])
    elif re.fullmatch(_PLACE, m[2]):
        target = _place(m[2])
    else:
        target = m[2].replace("_", " ")
    return Fly(m[1], target, int(m[3]), int(m[4] or 0))


#: Each form: what it is called in messages, how it is written, how it is read.
_FORMS: tuple[tuple[str, re.Pattern[str], Callable[[re.Match[str]], Order]], ...] = tuple(
    (form, re.compile(pattern), read)
    for form, pattern, read in (
        ("move UNIT C,R", rf"move ({_ID}) ({_PLACE})((?: via {_PLACE})*)", _move),
        (
            "assault C,R by UNIT,…",
            rf"assault ({_PLACE}) by ({_IDS})(?: guns ({_IDS}))?(?: air ({_NUMBER}))?( prepared)?( hold)?",
            _assault,
        ),
        ("barrage GUN C,R", rf"barrage ({_ID}) ({_PLACE})", lambda m: Barrage(m[1], _place(m[2]))),
        ("shell GUN C,R-C,R", rf"shell ({_ID}) ({_EDGE})", lambda m: Shell(m[1], _edge(m[2]))),
        (
            "standby GUN defence|counter|off",
            rf"standby ({_ID}) (defence|counter|off)",
            lambda m: Standby(m[1], "" if m[2] == "off" else m[2]),
        ),
        (
            "work UNIT ford|pontoon|repair|dismantle|mine C,R-C,R",
            rf"work ({_ID}) ({'|'.join(TASKS)}) ({_EDGE})",
            lambda m: Work(m[1], m[2], _edge(m[3])),
        ),
        ("stop UNIT", rf"stop ({_ID})", lambda m: Stop(m[1])),
        ("blow UNIT C,R-C,R", rf"blow ({_ID}) ({_EDGE})", lambda m: Demolish(m[1], _edge(m[2]))),
        ("haul UNIT C,R to C,R", rf"haul ({_ID}) (staff|({_PLACE}) to ({_PLACE}))", _haul),
        ("load UNIT SP", rf"load ({_ID}) ({_NUMBER})", lambda m: Load(m[1], int(m[2]))),
        ("unload UNIT SP", rf"unload ({_ID}) ({_NUMBER})", lambda m: Unload(m[1], int(m[2]))),
        ("priority C,R 0-3", rf"priority ({_PLACE}) ([0-3])", lambda m: Prioritise(_place(m[1]), int(m[2]))),
        (
            "fly interdict|scout|bomb|raid TARGET SORTIES",
            rf"fly (interdict|scout|bomb|raid) (\S+) ({_NUMBER})(?: escort ({_NUMBER}))?",
            _fly,
        ),
        ("hurry UNIT", rf"hurry ({_ID})", lambda m: ForcedMarch(m[1])),
        ("feed UNIT", rf"feed ({_ID})", lambda m: EmergencySupply(m[1])),
        ("deceive C,R", rf"deceive ({_PLACE})", lambda m: Deceive(_place(m[1]))),
        ("choose ENTRY ANSWER", rf"choose ({_ID}) ({_ID})", lambda m: Choose(m[1], m[2])),
        ("exit UNIT", rf"exit ({_ID})", lambda m: Exit(m[1])),
        ("end", "end", lambda m: EndTurn()),
    )
)


def parse_order(text: str) -> Order:
    """Read one order. Raises: OrderSyntaxError with the text and the form that would do."""
    line = " ".join(text.split())
    for _, pattern, read in _FORMS:
        if m := pattern.fullmatch(line):
            return read(m)
    verb = line.split(" ")[0]
    form = next((form for form, _, _ in _FORMS if form.split(" ")[0] == verb), "")
    raise OrderSyntaxError(line[:80], form, tuple(form.split(" ")[0] for form, _, _ in _FORMS))


def _place(text: str) -> Place:
    col, row = text.split(",")
    return int(col), int(row)


def _edge(text: str) -> Edge:
    a, b = text.split("-")
    return edge(_place(a), _place(b))
