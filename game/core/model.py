"""What does not change during a battle: terrain, unit types, rules tables, the order of battle, the scenario.

All values are frozen. Hexes are dense board indices (``row * width + col``); see :class:`game.core.board.Board`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from game.core.board import Board
    from game.core.state import Crossing, Unit
    from game.core.timeline import Entry


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


@dataclass(frozen=True, slots=True)
class TurnInfo:
    """One turn of the calendar. `date` is ISO (1939-08-20), `clock` the time it begins."""

    date: str
    clock: str
    light: Light
    weather: str = "clear"

    @property
    def night(self) -> bool:
        return self.light is Light.NIGHT


@dataclass(frozen=True, slots=True)
class Axis:
    """A hint for the computer: a way of advance for some formations, through hexes in order."""

    name: str
    formations: frozenset[str]
    hexes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AiHints:
    """Bias for the computer, never a script. `posture` is attack, defend or balanced."""

    posture: str = "balanced"
    axes: tuple[Axis, ...] = ()
    reserves: frozenset[str] = frozenset()
    hold: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SideInfo:
    """A side: its id (used in orders and files), name, nations, briefing, grade thresholds and AI hints.

    `grades` are four rising margins of victory points; reaching none is grade 0, all four is grade 4. `hq_points`
    may be spent each turn.
    """

    id: str
    name: str
    nations: tuple[str, ...] = ()
    briefing: str = ""
    grades: tuple[int, int, int, int] = (0, 0, 0, 0)
    hints: AiHints = AiHints()
    hq_points: int = 0


GRADES: tuple[str, ...] = ("disaster", "defeat", "draw", "victory", "decisive victory")


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


@dataclass(frozen=True, slots=True)
class Source:
    """Where supply enters the map for a side: a railhead or the road from one. `stock` SP stand there at the start
    and `per_turn` come in each turn, or what `schedule` (first turn, SP a turn; rising) says from then on."""

    name: str
    side: str
    hex: int
    per_turn: int = 0
    stock: int = 0
    schedule: tuple[tuple[int, int], ...] = ()

    def income(self, turn: int) -> int:
        """SP that come in on a turn."""
        amount = self.per_turn
        for first, points in self.schedule:
            if first <= turn:
                amount = points
        return amount


@dataclass(frozen=True, slots=True)
class DepotSpec:
    """A forward store, supplied by road from a source. `stock` is in SP; `wanted` is what the staff lays in there
    beyond what the units around it use."""

    name: str
    side: str
    hex: int
    stock: int = 0
    wanted: int = 0


@dataclass(frozen=True, slots=True)
class AirfieldSpec:
    """Where aircraft fly from: on the map, or off it when `hex` is -1. Sorties per day turn."""

    name: str
    side: str
    hex: int = -1
    fighters: int = 0
    bombers: int = 0


@dataclass(frozen=True, slots=True)
class Objective:
    """A place worth victory points. `holder` is its owner at the start.

    Whoever takes it from its first owner scores its worth on the turn of taking: `worth` on turn 1, falling evenly
    to `final_worth` on the last turn. Its first owner scores `final_worth` for holding it at the end.
    """

    name: str
    hex: int
    holder: str
    worth: int
    final_worth: int


@dataclass(frozen=True, slots=True)
class Label:
    text: str
    hex: int
    kind: str = "place"


@dataclass(frozen=True, slots=True)
class VictoryRules:
    """Victory points: per enemy step destroyed, per enemy step in a pocket at the end, per crossing held."""

    step: int = 1
    pocketed_step: int = 1
    crossing: int = 0
    pocket_steps: int = 8


@dataclass(frozen=True, slots=True)
class FrontLine:
    """Where the front ran on a date, as hexes in order from north to south."""

    date: str
    hexes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Toll:
    """What is told of a side's losses, in men: by the account the game follows (A23), and by historians (from, to)."""

    account: int = 0
    least: int = 0
    most: int = 0


@dataclass(frozen=True, slots=True)
class History:
    """What a battle is compared with when it is over: men in a step, losses by side, the front day by day."""

    men_per_step: int = 250
    losses: Mapping[str, Toll] = field(default_factory=dict)
    fronts: tuple[FrontLine, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Scenario:
    """Everything a battle starts from. `digest` names the content of its files; `sides` are in order of play."""

    id: str
    title: str
    description: str
    sides: tuple[SideInfo, SideInfo]
    calendar: tuple[TurnInfo, ...]
    board: Board
    rules: Rules
    order_of_battle: tuple[UnitSpec, ...]
    units: tuple[Unit, ...]
    crossings: Mapping[int, Crossing]
    sources: tuple[Source, ...]
    depots: tuple[DepotSpec, ...]
    objectives: tuple[Objective, ...]
    victory: VictoryRules = VictoryRules()
    timeline: tuple[Entry, ...] = ()
    labels: tuple[Label, ...] = ()
    areas: Mapping[str, frozenset[int]] = field(default_factory=dict)
    digest: str = ""
    airfields: tuple[AirfieldSpec, ...] = ()
    history: History = History()
    flags: Mapping[str, str] = field(default_factory=dict)
    #: Made from the rest: unit indices by id, those of truck columns, the farthest that any unit sees, and timeline
    #: entries by their time.
    indices: Mapping[str, int] = field(init=False, repr=False)
    columns: tuple[int, ...] = field(init=False, repr=False)
    farthest_sight: int = field(init=False, repr=False)
    _due: dict[tuple[int, str, bool], tuple[Entry, ...]] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        eyes = max((spec.type.sight for spec in self.order_of_battle), default=0)
        heights = max((ground.sight_bonus for ground in self.rules.terrain.values()), default=0)
        object.__setattr__(self, "indices", {spec.id: spec.index for spec in self.order_of_battle})
        columns = tuple(s.index for s in self.order_of_battle if s.type.stack is StackClass.COLUMN)
        object.__setattr__(self, "columns", columns)
        object.__setattr__(self, "farthest_sight", max(eyes + heights, self.rules.sight.night))

    def __reduce__(self) -> tuple[object, ...]:
        """Scenarios cross process borders (AI worker, arena) as plain fields."""
        return Scenario, tuple(getattr(self, f.name) for f in fields(self) if f.init)

    def entries_due(self, turn: int, active: str, at_once: bool) -> tuple[Entry, ...]:
        """Timeline entries that are looked at in a turn of a side: at its beginning or, `at_once`, after an order."""
        key = (turn, active, at_once)
        found = self._due.get(key)
        if found is None:
            found = self._due[key] = tuple(e for e in self.timeline if self._is_time(e, *key))
        return found

    def _is_time(self, entry: Entry, turn: int, active: str, at_once: bool) -> bool:
        when = entry.when
        if not when.first <= turn <= when.end or (at_once and not when.at_once):
            return False
        if when.light is not None and when.light is not self.calendar[turn - 1].light:
            return False
        side = when.side or ("" if when.at_once else entry.side or self.sides[0].id)
        return side in ("", active)

    def side(self, side: str) -> SideInfo:
        """The record of a side by its id. Raises: KeyError."""
        for info in self.sides:
            if info.id == side:
                return info
        raise KeyError(side)

    def enemy(self, side: str) -> str:
        """The id of the other side."""
        first, second = self.sides
        return second.id if side == first.id else first.id
