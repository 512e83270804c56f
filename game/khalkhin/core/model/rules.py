"""What kinds of things there are and the figures of the rules: terrain, unit types, the tables of assets/rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
    height for lines of sight; `shift` the columns it gives a defender; `sight_bonus` hexes added to sight."""

    id: str
    name: str
    cost: Mapping[Mobility, int]
    elevation: int
    shift: int
    sight_bonus: int


@dataclass(frozen=True, slots=True)
class UnitType:
    """A kind of unit. Strength figures are per step; `hardness` is the percentage of armour in the unit; `capacity`
    is the SP per step that a truck column carries; `endurance` the turns without supplies after which it is short,
    unsupplied and isolated."""

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
    hardness: int
    range: int
    sight: int
    weight: Weight
    upkeep: int
    ammunition: int
    traits: frozenset[str]
    capacity: int
    endurance: tuple[int, int, int]


#: Every trait the rules know; what each does is said in :mod:`khalkhin.text.kinds`.
TRAITS: tuple[str, ...] = (
    "anti-tank",
    "armour",
    "close-assault",
    "engineer",
    "exploit",
    "flame",
    "fragile",
    "hq",
    "infantry",
    "mobile-guns",
    "no-surrender",
    "recon",
)


@dataclass(frozen=True, slots=True)
class CombatOutcome:
    """One rung of the result ladder: steps lost and suppressed on each side, and hexes of retreat."""

    attacker_loss: int
    attacker_suppressed: int
    defender_loss: int
    defender_suppressed: int
    retreat: int


@dataclass(frozen=True, slots=True)
class BarrageRules:
    """Fire on a hex: `columns` are strengths, `results` steps suppressed by the die. Entrenchment of `trench_level`
    takes `trench_columns` off, a target that is hardly seen `unseen_columns`; `killed` is the percentage, rounded up,
    of the steps hit that a target loses that is cut off."""

    columns: tuple[int, ...]
    results: tuple[tuple[int, ...], ...]
    trench_level: int
    trench_columns: int
    unseen_columns: int
    killed: int


@dataclass(frozen=True, slots=True)
class ShellingRules:
    """Fire on a crossing: `columns` are strengths, `results` hits by the die; `unseen_columns` fewer where nobody sees
    it."""

    columns: tuple[int, ...]
    results: tuple[tuple[int, ...], ...]
    unseen_columns: int


@dataclass(frozen=True, slots=True)
class CombatRules:
    """The odds ladder. `columns` are ratio thresholds (attack, defence) in rising order; the rung of the result is
    column index + `base` + `luck[two dice]`, clamped to the ladder of `outcomes`, worst for the attacker first.

    `shifts` are the figures of :mod:`khalkhin.core.combat.modifiers`, at most `max_shift` columns in all: armour
    overruns nobody behind `overrun_trench` levels of entrenchment, `max_quality` grades count, an attack over
    `flank_sides` hexsides flanks. Guns and aircraft add at most `max_support` percent. No retreat is longer than
    `max_retreat` hexes, and `fortified_level` takes a hex off; units dig in up to `max_field_entrenchment`. Works are a
    strongpoint with `strongpoint_steps` of infantry in them.
    """

    columns: tuple[tuple[int, int], ...]
    base: int
    luck: Mapping[int, int]
    outcomes: tuple[CombatOutcome, ...]
    shifts: Mapping[str, int]
    max_shift: int
    max_support: int
    assault_mp: int
    leader_range: int
    fortified_level: int
    max_retreat: int
    max_field_entrenchment: int
    strongpoint_steps: int
    overrun_trench: int
    max_quality: int
    flank_sides: int
    barrage: BarrageRules
    shelling: ShellingRules


@dataclass(frozen=True, slots=True)
class MovementRules:
    """MP on the way. `swimmers` may cross a river as their whole move, which suppresses `swim_suppressed` percent of
    their steps and counts for `swim_detour` MP on the way home; a reinforcement comes on within `entry_range` hexes."""

    zoc_enter: int
    zoc_leave: int
    swimmers: frozenset[Mobility]
    swim_suppressed: int
    swim_detour: int
    entry_range: int
    road_cost: Mapping[Mobility, int]
    track_cost: Mapping[Mobility, int]
    stream_cost: Mapping[Mobility, int]
    escarpment_cost: Mapping[Mobility, int]
    mud_cost: Mapping[Mobility, int]


@dataclass(frozen=True, slots=True)
class CrossingRules:
    """Capacity of a kind of crossing when undamaged: the heaviest weight, units and SP per turn; `hits` it can take;
    `cost` in MP on top of the hex entered."""

    weight: Weight
    units: int
    supply: int
    hits: int
    cost: int


@dataclass(frozen=True, slots=True)
class EngineeringRules:
    """Work points of each job, and the die (1-6) that an unprepared demolition needs or more."""

    ford: int
    pontoon: int
    repair: int
    dismantle: int
    mine: int
    unprepared: int


@dataclass(frozen=True, slots=True)
class HaulRules:
    """Truck columns: MP to `load` and to `unload`; `ambush_loss` steps lost to unseen enemies on the way; `buffer`
    turns of stock that the staff wants in a depot; `weights` of depot priorities 0..3 in the staff's plan. A captor
    gets `captured_cargo` percent of a load, into his store within `spoils_range` hexes."""

    load: int
    unload: int
    ambush_loss: int
    buffer: int
    weights: tuple[int, ...]
    captured_cargo: int
    spoils_range: int


@dataclass(frozen=True, slots=True)
class AirRules:
    """Aircraft. A sortie is a dozen aircraft over the target once. `support` and `strike` are attack strength per
    sortie in an assault and on a hex; `columns` and `results` the ladder of a strike (hits by die); `arrive` the
    percentage of sorties that get through when the enemy is superior, nobody is, or one's own side is; `escort`, in
    percent of the sorties, turns one level into the next; `rain` the percentage flown in poor weather; `wreck` day
    turns a hit keeps a field out; `recon` the radius in hexes; `interdiction` MP added for trucks in a hex that was
    struck, which are those within `interdiction_radius`. `luck` by the die is added to the fighters of the side that
    moves first; whoever leads by `margin` then rules the air."""

    support: int
    strike: int
    columns: tuple[int, ...]
    results: tuple[tuple[int, ...], ...]
    arrive: tuple[int, ...]
    escort: int
    rain: int
    wreck: int
    recon: int
    interdiction: int
    interdiction_radius: int
    luck: tuple[int, ...]
    margin: int


@dataclass(frozen=True, slots=True)
class CommandRules:
    """Headquarters. `range` is hexes; costs are HQ points; `march` is the percentage of MP a forced march adds, and
    `march_suppressed` the steps it suppresses; `decoy_turns` how long a false contact lasts; `decoy_range` hexes from
    own units at which it may be shown."""

    range: int
    march: int
    march_suppressed: int
    decoy_turns: int
    decoy_range: int
    set_piece: int
    forced_march: int
    emergency: int
    deception: int


@dataclass(frozen=True, slots=True)
class SupplyRules:
    """`range` is truck MP from a depot or source to a unit; `porter_cost` the MP of a hex that trucks cannot enter
    and men carry supplies through; `states` names the supply states 0..3.

    A hungry unit has `suppressed_when_unsupplied` steps suppressed; an isolated one loses `isolated_loss` steps a turn
    and has `isolated_fit` that are not suppressed and `isolated_mp` percent of its MP, or surrenders at
    `surrender_roll`. Each assault on a unit that is already without counts as `assault_hunger` turns more. A fed one
    recovers `recover` steps, `recover_at_rest` out of contact. `captured_stock` percent of a depot fall to the captor;
    units without supply are in one pocket up to `pocket_range` hexes apart, and keep the enemy's supplies off around
    them for less than `bars_until` turns without."""

    range: int
    porter_cost: int
    states: tuple[str, ...]
    suppressed_when_unsupplied: int
    isolated_loss: int
    isolated_fit: int
    isolated_mp: int
    assault_hunger: int
    surrender_roll: int
    recover: int
    recover_at_rest: int
    captured_stock: int
    pocket_range: int
    bars_until: int


@dataclass(frozen=True, slots=True)
class SightRules:
    """Hexes seen at `night`; hexes at which a type is identified and steps are seen exactly; turns that a last-seen
    mark is kept; hexes less far in poor weather."""

    night: int
    identify: int
    exact: int
    recon_exact: int
    ghost_turns: int
    poor_weather: int


@dataclass(frozen=True, slots=True)
class JugularRules:
    """Hexes count that the enemy can close within so many `turns`; at a `price` of (a, b), losing b more of them must
    cut more than a further combat units."""

    turns: int
    price: tuple[int, int]


@dataclass(frozen=True, slots=True)
class NooseRules:
    """`turns` of the longest march that is counted out; hexes of the widest `gap`; `prices` (as the jugular's) at which
    groups are looked for, the largest groups first."""

    turns: int
    gap: int
    prices: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Handicap:
    """What a side is openly given for a battle. Its assaults are `columns` better and those against it worse; its
    staff, if it has one, gets `hq_points` more a turn; `supply` percent more comes into its sources and its truck
    columns drive so much further; `drafts` steps it has lost are made good a turn."""

    columns: int
    hq_points: int
    supply: int
    drafts: int


@dataclass(frozen=True, slots=True)
class VictoryRules:
    """Victory points: per enemy step destroyed, more for one that was lost or is shut in at the end without a way out,
    per standing crossing held at the end. A pocket counts for the historical comparison from `pocket_steps` on; of a
    unit that left the map `exited_loss` percent of the steps count as lost."""

    step: int
    pocketed_step: int
    crossing: int
    pocket_steps: int
    exited_loss: int


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules tables of `assets/rules/*.toml` together. They alone have the figures: nothing here has a default."""

    terrain: Mapping[str, Terrain]
    unit_types: Mapping[str, UnitType]
    movement: MovementRules
    crossings: Mapping[CrossingKind, CrossingRules]
    combat: CombatRules
    supply: SupplyRules
    sight: SightRules
    engineering: EngineeringRules
    haul: HaulRules
    air: AirRules
    command: CommandRules
    jugular: JugularRules
    noose: NooseRules
    handicap: Handicap
    victory: VictoryRules
