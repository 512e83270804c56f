"""The timeline of a scenario as values: when an entry is looked at, what must hold, what it does. No scenario carries
code; what happens is one of the closed unions below.

Conditions are answered by :mod:`khalkhin.core.timeline.conditions`, effects carried out by
:mod:`khalkhin.core.timeline.effects`. Units are named by their codes, hexes by board index, turns by number.
"""

from __future__ import annotations

from dataclasses import dataclass

from khalkhin.core.model.rules import Light

# ---- When


@dataclass(frozen=True, slots=True)
class When:
    """The turns in which an entry is looked at: `first` to `last` (0: `first` alone), only by day or by night if
    `light` says so.

    It is looked at when the turn of `side` begins (empty: of the entry's side; if that is nobody's, of the side that
    moves first). One that is looked at `at_once` is looked at after every order as well, in the turn of `side` or, when
    that is empty, of either.
    """

    first: int = 1
    last: int = 0
    side: str = ""
    light: Light | None = None
    at_once: bool = False

    @property
    def end(self) -> int:
        """The last turn in which it is looked at."""
        return self.last or self.first


# ---- If


@dataclass(frozen=True, slots=True)
class Entered:
    """At least so many combat units of a side stand in the hexes."""

    side: str
    hexes: frozenset[int]
    units: int = 1


@dataclass(frozen=True, slots=True)
class Held:
    """A side holds an objective, a crossing (by hexside) or a store (by name); or, of hexes, it has combat units there
    and the enemy has none. One of the four is given."""

    side: str
    objective: str = ""
    crossing: int = -1
    store: str = ""
    hexes: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Destroyed:
    """All these units are destroyed."""

    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OnMap:
    """At least so many of these units are on the map."""

    units: tuple[str, ...]
    count: int = 1


@dataclass(frozen=True, slots=True)
class Lost:
    """A side, or these units together, lost at least so many steps."""

    steps: int
    side: str = ""
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SupplyIs:
    """So many of these units (0: all that are on the map) are in a supply state (0..3) or a worse one; 0 is fed."""

    units: tuple[str, ...]
    state: int
    count: int = 0


@dataclass(frozen=True, slots=True)
class CrossingStands:
    """There is a crossing on a hexside over which something can go."""

    hexside: int


@dataclass(frozen=True, slots=True)
class Sorties:
    """A side's airfields that are not wrecked can fly so many sorties in a day turn, fighters and bombers together.
    `most` -1 sets no upper bound."""

    side: str
    least: int = 0
    most: int = -1


@dataclass(frozen=True, slots=True)
class Stock:
    """A store, or all of a side's together, has so many SP. `most` -1 sets no upper bound."""

    store: str = ""
    side: str = ""
    least: int = 0
    most: int = -1


@dataclass(frozen=True, slots=True)
class Weather:
    """The weather of the turn."""

    weather: str


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag is set."""

    name: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """A choice was answered so."""

    entry: str
    answer: str


@dataclass(frozen=True, slots=True)
class Happened:
    """Another entry has taken effect."""

    entry: str


@dataclass(frozen=True, slots=True)
class AllOf:
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    condition: Condition


Condition = (
    Entered
    | Held
    | Destroyed
    | OnMap
    | Lost
    | SupplyIs
    | CrossingStands
    | Sorties
    | Stock
    | Weather
    | Flag
    | Chosen
    | Happened
    | AllOf
    | AnyOf
    | Not
)

# ---- Do


@dataclass(frozen=True, slots=True)
class Message:
    """A side (empty: both) reads something beside the entry's own text."""

    side: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Reinforce:
    """Units that wait off the map come on: at a hex, or (-1) each where the map has it; nearby if that is taken, and
    later if there is no room at all."""

    units: tuple[str, ...]
    hex: int = -1


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Units leave the map by the road their supplies come on. One that is cut off cannot. They do not count as lost."""

    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangeWeather:
    """The weather of this turn, and for `turns` turns in all."""

    weather: str
    turns: int = 1


@dataclass(frozen=True, slots=True)
class WreckField:
    """Nothing flies from an airfield this turn, and for `turns` turns in all."""

    airfield: str
    turns: int = 1


@dataclass(frozen=True, slots=True)
class ChangeSorties:
    """An airfield has so many sorties more (or fewer) a day turn from now on."""

    airfield: str
    fighters: int = 0
    bombers: int = 0


@dataclass(frozen=True, slots=True)
class ChangeStock:
    """A store gains or loses SP; it cannot lose more than it has."""

    store: str
    points: int


@dataclass(frozen=True, slots=True)
class ChangeHqPoints:
    """A side has so many HQ points more (or fewer) a turn from now on."""

    side: str
    points: int


@dataclass(frozen=True, slots=True)
class ChangePoints:
    """A side gains or loses victory points."""

    side: str
    points: int


@dataclass(frozen=True, slots=True)
class SetFlag:
    """Set a flag, or clear it."""

    name: str
    on: bool = True


@dataclass(frozen=True, slots=True)
class Suppress:
    """Units of a side (in `hexes`, or everywhere when None) each get `steps` suppressed."""

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


@dataclass(frozen=True, slots=True)
class ForbidArea:
    """A side's units may not move into an area nor assault it, up to and with turn `until` (0: until allowed)."""

    side: str
    area: str
    hexes: frozenset[int]
    until: int = 0


@dataclass(frozen=True, slots=True)
class ForbidMission:
    """A side may not fly a kind of air mission, up to and with turn `until` (0: until allowed)."""

    side: str
    mission: str
    until: int = 0


@dataclass(frozen=True, slots=True)
class Allow:
    """An area or a kind of air mission (`what`) is open to a side again."""

    side: str
    what: str


@dataclass(frozen=True, slots=True)
class Hold:
    """Units may not be ordered, up to and with turn `until` (0: until released)."""

    units: tuple[str, ...]
    until: int = 0


@dataclass(frozen=True, slots=True)
class Release:
    """Units may be ordered again."""

    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class End:
    """The battle is over, for a reason that players read."""

    reason: str


Effect = (
    Message
    | Reinforce
    | Withdraw
    | ChangeWeather
    | WreckField
    | ChangeSorties
    | ChangeStock
    | ChangeHqPoints
    | ChangePoints
    | SetFlag
    | Suppress
    | Surprise
    | Silence
    | ForbidArea
    | ForbidMission
    | Allow
    | Hold
    | Release
    | End
)

#: Air missions that may be forbidden.
MISSIONS = ("interdict", "scout", "bomb", "raid")


# ---- Entries


@dataclass(frozen=True, slots=True)
class Leaning:
    """More (or less) weight for an answer while all conditions hold, for the computer."""

    conditions: tuple[Condition, ...]
    prefer: int


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to a choice: what it says, what it does, and how much the computer is inclined to it (of 10 and 5,
    the first is given two times in three)."""

    id: str
    text: str
    effects: tuple[Effect, ...] = ()
    prefer: int = 1
    leanings: tuple[Leaning, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happens once, or again after `repeat` turns, when all its conditions hold.

    `side` reads the text (empty: both do). An entry with answers offers its side a choice, which it must make before it
    may end its turn. `source` is the fact it comes from (A1-A24), `historians` what they say of it; `fate` says what it
    means for the fact that the entry fires: it happened, was prevented or was turned round (empty: it is told of).
    """

    id: str
    when: When
    side: str
    title: str
    text: str = ""
    source: str = ""
    historians: str = ""
    conditions: tuple[Condition, ...] = ()
    effects: tuple[Effect, ...] = ()
    answers: tuple[Answer, ...] = ()
    repeat: int = 0
    fate: str = ""

    def answer(self, answer_id: str) -> Answer | None:
        """An answer by its id, or None."""
        return next((a for a in self.answers if a.id == answer_id), None)

    @property
    def all_effects(self) -> tuple[Effect, ...]:
        """What it does, and what any of its answers would do."""
        return (*self.effects, *(e for a in self.answers for e in a.effects))
