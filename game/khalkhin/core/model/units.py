"""Units: an entry in the order of battle, and what becomes of it in a battle."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from khalkhin.core.model.rules import Quality, StackClass, UnitType


@dataclass(frozen=True, slots=True)
class UnitSpec:
    """An entry in the order of battle. `steps` is full strength; `arrives` the turn it comes on (None: set up)."""

    id: str
    name: str
    side: str
    type: UnitType
    formation: str = ""
    nation: str = ""
    quality: Quality = Quality.REGULAR
    steps: int = 1
    leader: str = ""
    arrives: int | None = None
    entry: int = -1
    index: int = 0

    @property
    def has(self) -> frozenset[str]:
        """Traits of the unit's type."""
        return self.type.traits


#: Supply states; 0 is supplied.
SHORT, UNSUPPLIED, ISOLATED = 1, 2, 3


def supply_after(kind: UnitType, turns: int) -> int:
    """The supply state of a type of unit that has gone so many turns without supplies."""
    short, unsupplied, isolated = kind.endurance
    return 0 if turns < short else SHORT if turns < unsupplied else UNSUPPLIED if turns < isolated else ISOLATED


class Level(IntEnum):
    """How well an enemy is seen."""

    UNSEEN = 0
    CONTACT = 1
    IDENTIFIED = 2
    EXACT = 3


class Driving(StrEnum):
    """Who drives a truck column: the staff's plan, a standing haul of the player's, or the player by hand."""

    STAFF = "staff"
    HAUL = "haul"
    HAND = "hand"


class Task(StrEnum):
    """What engineers do at a hexside, turn by turn until it is done."""

    FORD = "ford"
    PONTOON = "pontoon"
    REPAIR = "repair"
    DISMANTLE = "dismantle"
    MINE = "mine"


@dataclass(frozen=True, slots=True)
class Job:
    """Engineers' work in hand at a hexside (the lower of its two names), with the points done so far."""

    task: Task
    hexside: int
    done: int = 0


#: What guns may stand by for until their side's next turn: nothing, to help a defence, to answer enemy guns.
STANDBY = ("", "defence", "counter")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit now. `hex` is a board index or one of the negative places above; `unsupplied` counts the turns its
    side began without supply reaching it; `mp` is what is left this turn.

    `store` indexes the store that fed it this turn (-1: none) and pays for its ammunition. Truck columns have `cargo`
    in SP and a `haul` (hexes of the stores they load and unload at) by who is `driving`; engineers a `job`; guns may
    be on `standby` (one of :data:`STANDBY`).
    """

    spec: UnitSpec
    hex: int
    steps: int
    suppressed: int = 0
    entrenchment: int = 0
    mp: int = 0
    moved: bool = False
    fought: bool = False
    unsupplied: int = 0
    store: int = -1
    cargo: int = 0
    driving: Driving = Driving.STAFF
    haul: tuple[int, int] | None = None
    job: Job | None = None
    standby: str = ""

    @property
    def id(self) -> str:
        return self.spec.id

    @property
    def side(self) -> str:
        return self.spec.side

    @property
    def on_map(self) -> bool:
        return self.hex >= 0

    @property
    def is_combat(self) -> bool:
        return self.spec.type.stack is StackClass.COMBAT

    @property
    def is_column(self) -> bool:
        """Whether it is a truck column: never in the way of others, never a fighter."""
        return self.spec.type.stack is StackClass.COLUMN

    @property
    def capacity(self) -> int:
        """SP a truck column can carry now."""
        return self.spec.type.capacity * self.steps

    @property
    def effective(self) -> int:
        """Steps that are not suppressed."""
        return self.steps - self.suppressed

    @property
    def supply_state(self) -> int:
        """0 supplied, or :data:`SHORT`, :data:`UNSUPPLIED`, :data:`ISOLATED` (RULES: the supply ladder)."""
        return supply_after(self.spec.type, self.unsupplied)

    def has(self, trait: str) -> bool:
        return trait in self.spec.type.traits
