"""What kinds of things there are and the figures of the rules: terrain, unit types, the tables of assets/rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum


class Mobility(StrEnum):
    FOOT = "foot"
    HORSE = "horse"
    WHEELS = "wheels"
    TRACKS = "tracks"


class Weight(IntEnum):
    """What a crossing must carry."""

    FOOT = 1
    LIGHT = 2
    HEAVY = 3


class HexsideKind(StrEnum):
    OPEN = "open"
    STREAM = "stream"
    RIVER = "river"
    ESCARPMENT = "escarpment"


class Road(IntEnum):
    NONE = 0
    TRACK = 1
    ROAD = 2


class CrossingKind(StrEnum):
    FORD = "ford"
    PONTOON = "pontoon"
    BRIDGE = "bridge"


class Light(StrEnum):
    DAY = "day"
    NIGHT = "night"


class Quality(IntEnum):
    RAW = 0
    REGULAR = 1
    VETERAN = 2
    ELITE = 3


class StackClass(StrEnum):
    """A hex holds at most one combat and one support unit of a side; truck columns pass one another freely."""

    COMBAT = "combat"
    SUPPORT = "support"
    COLUMN = "column"


@dataclass(frozen=True, slots=True)
class Terrain:
    """A kind of ground. `cost` is MP to enter by mobility (a missing mobility may not enter); `elevation` is the
    height for lines of sight; `shift` the columns it gives a defender."""

    id: str
    name: str
    cost: Mapping[Mobility, int]
    elevation: int = 0
    shift: int = 0
    sight_bonus: int = 0


@dataclass(frozen=True, slots=True)
class UnitType:
    """A kind of unit. Strength figures are per step; `hardness` is the percentage of armour in the unit; `capacity`
    is the SP per step that a truck column carries."""

    id: str
    name: str
    symbol: str
    stack: StackClass
    mobility: Mobility
    mp: int
    steps: int
    soft: int
    hard: int
    defence: int
    hardness: int = 0
    range: int = 0
    sight: int = 2
    weight: Weight = Weight.FOOT
    upkeep: int = 1
    ammunition: int = 1
    traits: frozenset[str] = frozenset()
    capacity: int = 0


#: Every trait the rules know, with what it does (shown in the unit inspector).
TRAITS: Mapping[str, str] = {
    "anti-tank": "guns that cancel armour's advantage and cost attacking armour a column",
    "armour": "counts as armour for combined arms, overrun and anti-tank fire",
    "close-assault": "attacks at night without the darkness penalty, and gains a column",
    "engineer": "builds, repairs and demolishes crossings",
    "exploit": "may move on after winning an assault",
    "flame": "takes away one level of the defender's entrenchment in an assault",
    "fragile": "one more hex of retreat",
    "hq": "a headquarters; its leader helps assaults within command range",
    "infantry": "counts as infantry for combined arms",
    "mobile-guns": "may fire after moving",
    "no-surrender": "fights on when isolated, losing steps instead of surrendering",
    "recon": "identifies at its full sight and sees exactly at two hexes",
}


@dataclass(frozen=True, slots=True)
class CombatOutcome:
    """One rung of the result ladder: steps lost and suppressed on each side, and hexes of retreat."""

    attacker_loss: int = 0
    attacker_suppressed: int = 0
    defender_loss: int = 0
    defender_suppressed: int = 0
    retreat: int = 0


@dataclass(frozen=True, slots=True)
class CombatRules:
    """The odds ladder. `columns` are ratio thresholds (attack, defence) in rising order; the rung of the result is
    column index + `base` + `luck[two dice]`, clamped to the ladder of `outcomes`, worst for the attacker first.

    `barrage_columns` are strengths and `barrage_results` steps suppressed by die; the same for shells on a crossing,
    where results are hits.
    """

    columns: tuple[tuple[int, int], ...]
    base: int
    luck: Mapping[int, int]
    outcomes: tuple[CombatOutcome, ...]
    shifts: Mapping[str, int]
    max_shift: int = 6
    max_support: int = 100
    assault_mp: int = 2
    leader_range: int = 3
    barrage_columns: tuple[int, ...] = (1, 4, 8, 12, 18)
    barrage_results: tuple[tuple[int, ...], ...] = ()
    fortified_level: int = 3
    max_field_entrenchment: int = 2
    shell_columns: tuple[int, ...] = (1, 8, 16, 28)
    shell_results: tuple[tuple[int, ...], ...] = (
        (0, 0, 0, 0, 0, 1),
        (0, 0, 0, 0, 1, 1),
        (0, 0, 0, 1, 1, 2),
        (0, 0, 1, 1, 2, 2),
    )


@dataclass(frozen=True, slots=True)
class MovementRules:
    zoc_enter: int = 2
    zoc_leave: int = 2
    road_cost: Mapping[Mobility, int] = field(default_factory=dict)
    track_cost: Mapping[Mobility, int] = field(default_factory=dict)
    stream_cost: Mapping[Mobility, int] = field(default_factory=dict)
    escarpment_cost: Mapping[Mobility, int] = field(default_factory=dict)
    mud_cost: Mapping[Mobility, int] = field(default_factory=dict)
    swimmers: frozenset[Mobility] = frozenset({Mobility.FOOT, Mobility.HORSE})


@dataclass(frozen=True, slots=True)
class CrossingRules:
    """Capacity of a kind of crossing when undamaged: the heaviest weight, units and SP per turn; `hits` it can take."""

    weight: Weight
    units: int
    supply: int
    hits: int = 3
    cost: int = 1


@dataclass(frozen=True, slots=True)
class EngineeringRules:
    """Work points of each job, and the die (1-6) that an unprepared demolition needs or more."""

    ford: int = 1
    pontoon: int = 2
    repair: int = 1
    dismantle: int = 1
    mine: int = 1
    unprepared: int = 4


@dataclass(frozen=True, slots=True)
class HaulRules:
    """Truck columns: MP to `load` and to `unload`; `ambush_loss` steps lost to unseen enemies on the way; `buffer`
    turns of stock that the staff wants in a depot; `weights` of depot priorities 0..3 in the staff's plan."""

    load: int = 2
    unload: int = 2
    ambush_loss: int = 1
    buffer: int = 8
    weights: tuple[int, ...] = (0, 2, 4, 8)


@dataclass(frozen=True, slots=True)
class AirRules:
    """Aircraft. A sortie is a dozen aircraft over the target once. `support` and `strike` are attack strength per
    sortie in an assault and on a hex; `columns` and `results` the ladder of a strike (hits by die); `arrive` the
    percentage of sorties that get through when the enemy is superior, nobody is, or one's own side is; `escort` turns
    one level into the next; `rain` the percentage flown in poor weather; `wreck` day turns a hit keeps a field out;
    `recon` the radius in hexes; `interdiction` MP added for trucks in a hex that was struck. `luck` by the die is added
    to the fighters of the side that moves first; whoever leads by `margin` then rules the air."""

    support: int = 6
    strike: int = 6
    columns: tuple[int, ...] = (1, 8, 16, 28)
    results: tuple[tuple[int, ...], ...] = (
        (0, 0, 0, 0, 1, 1),
        (0, 0, 0, 1, 1, 1),
        (0, 0, 1, 1, 1, 2),
        (0, 1, 1, 1, 2, 2),
    )
    arrive: tuple[int, int, int] = (50, 75, 100)
    rain: int = 25
    wreck: int = 1
    recon: int = 2
    interdiction: int = 4
    luck: tuple[int, ...] = (-2, -1, 0, 0, 1, 2)
    margin: int = 2


@dataclass(frozen=True, slots=True)
class CommandRules:
    """Headquarters. `range` is hexes; costs are HQ points; `march` is the percentage of MP a forced march adds;
    `decoy_turns` how long a false contact lasts; `decoy_range` hexes from own units at which it may be shown."""

    range: int = 4
    set_piece: int = 2
    forced_march: int = 1
    emergency: int = 2
    deception: int = 1
    march: int = 50
    decoy_turns: int = 4
    decoy_range: int = 6


@dataclass(frozen=True, slots=True)
class SupplyRules:
    """`range` is truck MP from a depot or source to a unit; `porter_cost` the MP of a hex that trucks cannot enter
    and men carry supplies through; `states` names the supply states 0..3."""

    range: int = 16
    porter_cost: int = 8
    states: tuple[str, ...] = ("supplied", "short", "unsupplied", "isolated")
    suppressed_when_unsupplied: int = 2
    surrender_roll: int = 10
    recover: int = 1


@dataclass(frozen=True, slots=True)
class SightRules:
    night: int = 1
    identify: int = 2
    exact: int = 1
    recon_exact: int = 2
    ghost_turns: int = 6


@dataclass(frozen=True, slots=True)
class Handicap:
    """What a side is openly given for a battle. Its assaults are `columns` better and those against it worse; its
    staff, if it has one, gets `hq_points` more a turn; `supply` percent more comes into its sources and its truck
    columns drive so much further; `drafts` steps it has lost are made good a turn."""

    columns: int = 1
    hq_points: int = 1
    supply: int = 25
    drafts: int = 1


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules tables of `assets/rules/*.toml` together."""

    terrain: Mapping[str, Terrain]
    unit_types: Mapping[str, UnitType]
    movement: MovementRules
    crossings: Mapping[CrossingKind, CrossingRules]
    combat: CombatRules
    supply: SupplyRules
    sight: SightRules
    engineering: EngineeringRules = EngineeringRules()
    haul: HaulRules = HaulRules()
    air: AirRules = AirRules()
    command: CommandRules = CommandRules()
    handicap: Handicap = Handicap()
