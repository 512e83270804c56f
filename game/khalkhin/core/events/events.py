"""What happened: one closed union of frozen events, in the order it happened. The screen and the journal read these.

Hexes are board indices; units are named by id. `hexes()` tells where an event could be witnessed.
"""

from __future__ import annotations

from dataclasses import dataclass

from khalkhin.core.model.rules import CombatOutcome


@dataclass(frozen=True, slots=True)
class TurnBegan:
    turn: int
    side: str


@dataclass(frozen=True, slots=True)
class TimelineFired:
    """A timeline entry took effect; `side` reads it (empty: both)."""

    entry: str
    side: str


@dataclass(frozen=True, slots=True)
class Told:
    """A side (empty: both) is sent a message by a timeline entry."""

    entry: str
    side: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class ChoiceOffered:
    """A side has a choice to make before it may end its turn."""

    entry: str
    side: str


@dataclass(frozen=True, slots=True)
class ChoiceMade:
    entry: str
    side: str
    answer: str


@dataclass(frozen=True, slots=True)
class FlagChanged:
    """A flag of the timeline was set or cleared; players are not told."""

    flag: str
    on: bool


@dataclass(frozen=True, slots=True)
class WeatherChanged:
    """The weather, from now to the end of turn `until`."""

    weather: str
    until: int


@dataclass(frozen=True, slots=True)
class FieldWrecked:
    """Nothing flies from an airfield of `side` up to and with turn `until`."""

    airfield: str
    side: str
    until: int


@dataclass(frozen=True, slots=True)
class SortiesChanged:
    """An airfield of `side` has so many sorties a day turn more or fewer."""

    airfield: str
    side: str
    fighters: int
    bombers: int


@dataclass(frozen=True, slots=True)
class StockChanged:
    """SP came into a store of `side`, or went, by the timeline."""

    store: str
    side: str
    hex: int
    points: int


@dataclass(frozen=True, slots=True)
class HqPointsChanged:
    """A side has so many HQ points a turn more or fewer."""

    side: str
    points: int


@dataclass(frozen=True, slots=True)
class PointsGiven:
    """`side` was given (or lost) victory points by an entry that only `reader` knows of (empty: both sides)."""

    entry: str
    side: str
    points: int
    reader: str


@dataclass(frozen=True, slots=True)
class SpellBegan:
    """For `side`, up to and with turn `until`: `what` is surprise (its attacks have that shift) or silence (its guns
    may not fire)."""

    side: str
    what: str
    until: int


@dataclass(frozen=True, slots=True)
class Forbidden:
    """An area or a kind of air mission is closed to a side, up to and with turn `until` (0: until further notice)."""

    side: str
    what: str
    until: int


@dataclass(frozen=True, slots=True)
class Allowed:
    """An area or a kind of air mission is open to a side again."""

    side: str
    what: str


@dataclass(frozen=True, slots=True)
class UnitHeld:
    """A unit may not be ordered, up to and with turn `until` (0: until it is released)."""

    unit: str
    until: int


@dataclass(frozen=True, slots=True)
class UnitReleased:
    unit: str


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A unit was taken off the map by its supply road; or (`gone` is false) it is cut off and could not be."""

    unit: str
    hex: int
    gone: bool = True


@dataclass(frozen=True, slots=True)
class Arrived:
    unit: str
    hex: int


@dataclass(frozen=True, slots=True)
class SupplyChanged:
    """A unit's count of turns without supply changed at the start of its side's turn."""

    unit: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Recovered:
    unit: str
    steps: int


@dataclass(frozen=True, slots=True)
class Drafted:
    """Drafts have made good `steps` that a unit had lost."""

    unit: str
    hex: int
    steps: int


@dataclass(frozen=True, slots=True)
class Moved:
    """A unit moved along `path` (its first hex is where it stood). `stopped` says why it went no further, if it did."""

    unit: str
    path: tuple[int, ...]
    cost: int
    stopped: str = ""


@dataclass(frozen=True, slots=True)
class Sighted:
    """`side` came to see an enemy unit it did not see before."""

    side: str
    unit: str
    hex: int
    level: int


@dataclass(frozen=True, slots=True)
class Assaulted:
    """An assault was resolved. `column` is the odds column after shifts; dice and outcome as rolled."""

    target: int
    attackers: tuple[str, ...]
    guns: tuple[str, ...]
    defenders: tuple[str, ...]
    column: int
    dice: tuple[int, int]
    outcome: CombatOutcome


@dataclass(frozen=True, slots=True)
class Barraged:
    gun: str
    target: int
    die: int
    suppressed: int


@dataclass(frozen=True, slots=True)
class StepsLost:
    unit: str
    hex: int
    steps: int
    cause: str


@dataclass(frozen=True, slots=True)
class Suppressed:
    unit: str
    hex: int
    steps: int


@dataclass(frozen=True, slots=True)
class Retreated:
    unit: str
    path: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Destroyed:
    unit: str
    hex: int
    cause: str


@dataclass(frozen=True, slots=True)
class Advanced:
    unit: str
    path: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Entrenched:
    unit: str
    hex: int
    level: int


@dataclass(frozen=True, slots=True)
class ObjectiveTaken:
    objective: str
    hex: int
    side: str
    points: int


@dataclass(frozen=True, slots=True)
class CrossingTaken:
    crossing: str
    hexside: int
    side: str


@dataclass(frozen=True, slots=True)
class PocketClosed:
    """Units of `side` with so many steps are cut off together, for the first time this battle."""

    side: str
    units: tuple[str, ...]
    steps: int


@dataclass(frozen=True, slots=True)
class SupplyDrawn:
    """A side's units drew SP from a store at the start of its turn."""

    side: str
    store: str
    hex: int
    points: int


@dataclass(frozen=True, slots=True)
class Hauled:
    """A truck column drove: `path` its way, `loaded` and `unloaded` SP by store name (dumps by place)."""

    unit: str
    path: tuple[int, ...]
    loaded: tuple[tuple[str, int], ...] = ()
    unloaded: tuple[tuple[str, int], ...] = ()
    stopped: str = ""


@dataclass(frozen=True, slots=True)
class Captured:
    """A truck column (`unit`) was overrun by `by`, with the SP it carried; or, with no unit, a store fell."""

    unit: str
    by: str
    hex: int
    points: int
    store: str = ""


@dataclass(frozen=True, slots=True)
class WorkBegun:
    """Engineers began a job at a hexside, or (no `task`) gave up the one they had."""

    unit: str
    task: str
    hexside: int
    hex: int


@dataclass(frozen=True, slots=True)
class WorkDone:
    """Engineers did a work point of a job, or (`finished`) ended it."""

    unit: str
    task: str
    hexside: int
    hex: int
    finished: bool = False


@dataclass(frozen=True, slots=True)
class CrossingHit:
    """A crossing was hit by guns or bombs, or blown up: `cause` is guns, air or demolition; 0 hits is a failure."""

    crossing: str
    hexside: int
    hex: int
    hits: int
    cause: str
    die: int = 0


@dataclass(frozen=True, slots=True)
class Posted:
    """Guns were told what to stand by for in the enemy's turn: defence, counter, or (empty) nothing after all."""

    gun: str
    what: str
    hex: int


@dataclass(frozen=True, slots=True)
class StoodBy:
    """Guns that stood by fired in the enemy's turn: for a defence, or at enemy guns."""

    gun: str
    what: str
    hex: int


@dataclass(frozen=True, slots=True)
class AirSettled:
    """Both sides' fighters met: what each had up, the die, and who rules the air this turn ("" for nobody)."""

    fighters: tuple[tuple[str, int], ...]
    die: int
    superior: str


@dataclass(frozen=True, slots=True)
class Flown:
    """An air mission: how many of its sorties got through, the die and what it did (hits, or hexes seen)."""

    side: str
    mission: str
    hex: int
    sorties: int
    arrived: int
    die: int
    hits: int
    target: str = ""


@dataclass(frozen=True, slots=True)
class AirfieldLost:
    """An airfield was overrun by `side`; what flew from it is gone."""

    field: str
    hex: int
    side: str


@dataclass(frozen=True, slots=True)
class HqPointsSpent:
    side: str
    what: str
    points: int
    hex: int = -1


@dataclass(frozen=True, slots=True)
class DecoyExposed:
    """`side` found that what it took for a contact was nothing."""

    side: str
    hex: int


@dataclass(frozen=True, slots=True)
class Exited:
    unit: str
    hex: int


@dataclass(frozen=True, slots=True)
class GameEnded:
    reason: str
    winner: str | None


Event = (
    TurnBegan
    | TimelineFired
    | Told
    | ChoiceOffered
    | ChoiceMade
    | FlagChanged
    | WeatherChanged
    | FieldWrecked
    | SortiesChanged
    | StockChanged
    | HqPointsChanged
    | PointsGiven
    | SpellBegan
    | Forbidden
    | Allowed
    | UnitHeld
    | UnitReleased
    | Withdrawn
    | Arrived
    | SupplyChanged
    | Recovered
    | Drafted
    | Moved
    | Sighted
    | Assaulted
    | Barraged
    | StepsLost
    | Suppressed
    | Retreated
    | Destroyed
    | Advanced
    | Entrenched
    | ObjectiveTaken
    | CrossingTaken
    | PocketClosed
    | SupplyDrawn
    | Hauled
    | Captured
    | WorkBegun
    | WorkDone
    | CrossingHit
    | Posted
    | StoodBy
    | AirSettled
    | Flown
    | AirfieldLost
    | HqPointsSpent
    | DecoyExposed
    | Exited
    | GameEnded
)


def hexes(event: Event) -> tuple[int, ...]:
    """Where an event could be seen; empty for events that everyone knows of."""
    match event:
        case Moved(path=path) | Retreated(path=path) | Advanced(path=path) | Hauled(path=path):
            return path
        case Assaulted(target=hex_) | Barraged(target=hex_):
            return (hex_,)
        case (
            Arrived(hex=hex_)
            | Drafted(hex=hex_)
            | StepsLost(hex=hex_)
            | Suppressed(hex=hex_)
            | Destroyed(hex=hex_)
            | Entrenched(hex=hex_)
            | Exited(hex=hex_)
            | SupplyDrawn(hex=hex_)
            | StockChanged(hex=hex_)
            | Withdrawn(hex=hex_)
            | Captured(hex=hex_)
            | WorkBegun(hex=hex_)
            | WorkDone(hex=hex_)
            | CrossingHit(hex=hex_)
            | Posted(hex=hex_)
            | StoodBy(hex=hex_)
            | DecoyExposed(hex=hex_)
        ):
            return (hex_,)
        case _:
            return ()
