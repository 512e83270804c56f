"""What happened: one closed union of frozen events, in the order it happened. The screen and the journal read these.

Hexes are board indices; units are named by id. Each class says who hears of it, and :mod:`khalkhin.core.fog.witness`
tells it to nobody else.
"""

from __future__ import annotations

from dataclasses import dataclass

from khalkhin.core.events.audience import (
    Along,
    CrossingOwner,
    Happening,
    Mover,
    Owner,
    Public,
    Seen,
    SeenBeside,
    Side,
    WhenOneOf,
    heard,
)
from khalkhin.core.model.reasons import Cause, HitCause, StopReason
from khalkhin.core.model.rules import CombatOutcome


@dataclass(frozen=True, slots=True)
class TurnBegan(Happening):
    audience = heard(Public())

    turn: int
    side: str


@dataclass(frozen=True, slots=True)
class TimelineFired(Happening):
    """A timeline entry took effect; `side` reads it (empty: both)."""

    audience = heard(Side("side", or_both=True))

    entry: str
    side: str


@dataclass(frozen=True, slots=True)
class Told(Happening):
    """A side (empty: both) is sent a message by a timeline entry."""

    audience = heard(Side("side", or_both=True))

    entry: str
    side: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class ChoiceOffered(Happening):
    """A side has a choice to make before it may end its turn."""

    audience = heard(Side("side"))

    entry: str
    side: str


@dataclass(frozen=True, slots=True)
class ChoiceMade(Happening):
    audience = heard(Side("side"))

    entry: str
    side: str
    answer: str


@dataclass(frozen=True, slots=True)
class FlagChanged(Happening):
    """A flag of the timeline was set or cleared; players are not told."""

    audience = heard()

    flag: str
    on: bool


@dataclass(frozen=True, slots=True)
class WeatherChanged(Happening):
    """The weather, from now to the end of turn `until`."""

    audience = heard(Public())

    weather: str
    until: int


@dataclass(frozen=True, slots=True)
class FieldWrecked(Happening):
    """Nothing flies from an airfield of `side` up to and with turn `until`."""

    audience = heard(Public())

    airfield: str
    side: str
    until: int


@dataclass(frozen=True, slots=True)
class SortiesChanged(Happening):
    """An airfield of `side` has so many sorties a day turn more or fewer."""

    audience = heard(Side("side"))

    airfield: str
    side: str
    fighters: int
    bombers: int


@dataclass(frozen=True, slots=True)
class StockChanged(Happening):
    """SP came into a store of `side`, or went, by the timeline."""

    audience = heard(Side("side"))

    store: str
    side: str
    hex: int
    points: int


@dataclass(frozen=True, slots=True)
class HqPointsChanged(Happening):
    """A side has so many HQ points a turn more or fewer."""

    audience = heard(Side("side"))

    side: str
    points: int


@dataclass(frozen=True, slots=True)
class PointsGiven(Happening):
    """`side` was given (or lost) victory points by an entry that only `reader` knows of (empty: both sides)."""

    audience = heard(Side("reader", or_both=True))

    entry: str
    side: str
    points: int
    reader: str


@dataclass(frozen=True, slots=True)
class SpellBegan(Happening):
    """For `side`, up to and with turn `until`: `what` is surprise (its attacks have that shift) or silence (its guns
    may not fire)."""

    audience = heard(Side("side"))

    side: str
    what: str
    until: int


@dataclass(frozen=True, slots=True)
class Forbidden(Happening):
    """An area or a kind of air mission is closed to a side, up to and with turn `until` (0: until further notice)."""

    audience = heard(Side("side"))

    side: str
    what: str
    until: int


@dataclass(frozen=True, slots=True)
class Allowed(Happening):
    """An area or a kind of air mission is open to a side again."""

    audience = heard(Side("side"))

    side: str
    what: str


@dataclass(frozen=True, slots=True)
class UnitHeld(Happening):
    """A unit may not be ordered, up to and with turn `until` (0: until it is released)."""

    audience = heard(Owner("unit"))

    unit: str
    until: int


@dataclass(frozen=True, slots=True)
class UnitReleased(Happening):
    audience = heard(Owner("unit"))

    unit: str


@dataclass(frozen=True, slots=True)
class Withdrawn(Happening):
    """A unit was taken off the map by its supply road; or (`gone` is false) it is cut off and could not be."""

    audience = heard(Owner("unit"), seen=Seen("hex", only_if="gone"), ids=("unit",))

    unit: str
    hex: int
    gone: bool = True


@dataclass(frozen=True, slots=True)
class Arrived(Happening):
    audience = heard(Owner("unit"), seen=Seen("hex"), ids=("unit",))

    unit: str
    hex: int


@dataclass(frozen=True, slots=True)
class SupplyChanged(Happening):
    """A unit's count of turns without supply changed: at the start of its side's turn, or because an assault used up
    what it still had."""

    audience = heard(Owner("unit"))

    unit: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Recovered(Happening):
    audience = heard(Owner("unit"))

    unit: str
    steps: int


@dataclass(frozen=True, slots=True)
class Drafted(Happening):
    """Drafts have made good `steps` that a unit had lost."""

    audience = heard(Owner("unit"))

    unit: str
    hex: int
    steps: int


@dataclass(frozen=True, slots=True)
class Moved(Happening):
    """A unit moved along `path` (its first hex is where it stood). `stopped` says why it went no further, if it did."""

    audience = heard(Owner("unit"), seen=Along("path"), ids=("unit",), blank={"cost": 0, "stopped": None})

    unit: str
    path: tuple[int, ...]
    cost: int
    stopped: StopReason | None = None


@dataclass(frozen=True, slots=True)
class Sighted(Happening):
    """`side` came to see an enemy unit it did not see before."""

    audience = heard(Side("side"), ids=("unit",), contact="hex")

    side: str
    unit: str
    hex: int
    level: int


@dataclass(frozen=True, slots=True)
class Assaulted(Happening):
    """An assault was resolved. `column` is the odds column after shifts; dice and outcome as rolled."""

    audience = heard(
        Owner("attackers"), Owner("defenders"), seen=Seen("target"), ids=("attackers", "guns", "defenders")
    )

    target: int
    attackers: tuple[str, ...]
    guns: tuple[str, ...]
    defenders: tuple[str, ...]
    column: int
    dice: tuple[int, int]
    outcome: CombatOutcome


@dataclass(frozen=True, slots=True)
class Barraged(Happening):
    audience = heard(Owner("gun"), seen=Seen("target"), ids=("gun",))

    gun: str
    target: int
    die: int
    suppressed: int


@dataclass(frozen=True, slots=True)
class StepsLost(Happening):
    audience = heard(Owner("unit"), seen=Seen("hex"), ids=("unit",))

    unit: str
    hex: int
    steps: int
    cause: Cause


@dataclass(frozen=True, slots=True)
class Suppressed(Happening):
    audience = heard(Owner("unit"), seen=Seen("hex"), ids=("unit",))

    unit: str
    hex: int
    steps: int


@dataclass(frozen=True, slots=True)
class Retreated(Happening):
    """A unit was thrown back along `path`. Whoever attacked it is told the whole way, which the odds have shown him."""

    audience = heard(Owner("unit"), Mover(), seen=Along("path"), ids=("unit",))

    unit: str
    path: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Destroyed(Happening):
    audience = heard(Owner("unit"), seen=Seen("hex"), ids=("unit",))

    unit: str
    hex: int
    cause: Cause


@dataclass(frozen=True, slots=True)
class Advanced(Happening):
    audience = heard(Owner("unit"), seen=Along("path"), ids=("unit",))

    unit: str
    path: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Entrenched(Happening):
    audience = heard(Owner("unit"))

    unit: str
    hex: int
    level: int


@dataclass(frozen=True, slots=True)
class ObjectiveTaken(Happening):
    audience = heard(Public())

    objective: str
    hex: int
    side: str
    points: int


@dataclass(frozen=True, slots=True)
class CrossingTaken(Happening):
    audience = heard(Public())

    crossing: str
    hexside: int
    side: str


@dataclass(frozen=True, slots=True)
class PocketClosed(Happening):
    """Units of `side` with so many steps are cut off together, for the first time this battle."""

    audience = heard(Public(), ids=("units",))

    side: str
    units: tuple[str, ...]
    steps: int


@dataclass(frozen=True, slots=True)
class SupplyDrawn(Happening):
    """A side's units drew SP from a store at the start of its turn."""

    audience = heard(Side("side"))

    side: str
    store: str
    hex: int
    points: int


@dataclass(frozen=True, slots=True)
class Hauled(Happening):
    """A truck column drove: `path` its way, `loaded` and `unloaded` SP by store name (dumps by place). `stopped`
    says why it went no further; `crossing` names the one that had no room for its load."""

    audience = heard(
        Owner("unit"),
        seen=Along("path"),
        ids=("unit",),
        blank={"loaded": (), "unloaded": (), "stopped": None, "crossing": ""},
    )

    unit: str
    path: tuple[int, ...]
    loaded: tuple[tuple[str, int], ...] = ()
    unloaded: tuple[tuple[str, int], ...] = ()
    stopped: StopReason | None = None
    crossing: str = ""


@dataclass(frozen=True, slots=True)
class Captured(Happening):
    """A truck column (`unit`) was overrun by the unit `by`, with the SP it carried."""

    audience = heard(Owner("unit"), Owner("by"), seen=Seen("hex"), ids=("unit", "by"))

    unit: str
    by: str
    hex: int
    points: int


@dataclass(frozen=True, slots=True)
class StoreTaken(Happening):
    """A store fell to `side`, with so many SP."""

    audience = heard(Public())

    store: str
    side: str
    hex: int
    points: int


@dataclass(frozen=True, slots=True)
class WorkBegun(Happening):
    """Engineers began a job at a hexside, or (no `task`) gave up the one they had."""

    audience = heard(Owner("unit"))

    unit: str
    task: str
    hexside: int
    hex: int


@dataclass(frozen=True, slots=True)
class WorkDone(Happening):
    """Engineers did a work point of a job, or (`finished`) ended it."""

    audience = heard(Owner("unit"), seen=Seen("hex", only_if="finished"), ids=("unit",))

    unit: str
    task: str
    hexside: int
    hex: int
    finished: bool = False


@dataclass(frozen=True, slots=True)
class CrossingHit(Happening):
    """A crossing was hit by guns or bombs, or blown up; 0 hits is a failure."""

    audience = heard(CrossingOwner("hexside"), Mover(), seen=SeenBeside("hexside"))

    crossing: str
    hexside: int
    hex: int
    hits: int
    cause: HitCause
    die: int = 0


@dataclass(frozen=True, slots=True)
class Posted(Happening):
    """Guns were told what to stand by for in the enemy's turn: defence, counter, or (empty) nothing after all."""

    audience = heard(Owner("gun"))

    gun: str
    what: str
    hex: int


@dataclass(frozen=True, slots=True)
class StoodBy(Happening):
    """Guns that stood by fired in the enemy's turn: for a defence, or at enemy guns."""

    audience = heard(Owner("gun"), seen=Seen("hex"), ids=("gun",))

    gun: str
    what: str
    hex: int


@dataclass(frozen=True, slots=True)
class AirSettled(Happening):
    """Both sides' fighters met: what each had up, the die, and who rules the air this turn ("" for nobody)."""

    audience = heard(Public())

    fighters: tuple[tuple[str, int], ...]
    die: int
    superior: str


@dataclass(frozen=True, slots=True)
class Flown(Happening):
    """An air mission: how many of its sorties got through, the die and what it did (hits, or hexes seen)."""

    audience = heard(Side("side"), WhenOneOf("mission", frozenset({"bomb", "raid"})), seen=Seen("hex"))

    side: str
    mission: str
    hex: int
    sorties: int
    arrived: int
    die: int
    hits: int
    target: str = ""


@dataclass(frozen=True, slots=True)
class AirfieldLost(Happening):
    """An airfield was overrun by `side`; what flew from it is gone."""

    audience = heard(Public())

    field: str
    hex: int
    side: str


@dataclass(frozen=True, slots=True)
class HqPointsSpent(Happening):
    audience = heard(Side("side"))

    side: str
    what: str
    points: int
    hex: int = -1


@dataclass(frozen=True, slots=True)
class DecoyExposed(Happening):
    """`side` found that what it took for a contact was nothing."""

    audience = heard(Side("side"))

    side: str
    hex: int


@dataclass(frozen=True, slots=True)
class Exited(Happening):
    audience = heard(Owner("unit"), seen=Seen("hex"), ids=("unit",))

    unit: str
    hex: int


@dataclass(frozen=True, slots=True)
class GameEnded(Happening):
    audience = heard(Public())

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
    | StoreTaken
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
