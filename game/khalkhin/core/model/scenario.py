"""What does not change during a battle: the calendar, the sides, places, objectives, the scenario as a whole.

All values are frozen. Hexes are dense board indices (``row * width + col``); see
:class:`khalkhin.core.board.board.Board`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import IntEnum, StrEnum

from khalkhin.core.board.board import Board
from khalkhin.core.board.shortest_paths import marching_distance
from khalkhin.core.model.artwork import Artwork
from khalkhin.core.model.crossings import Crossing
from khalkhin.core.model.rules import Light, Rules, StackClass, VictoryRules
from khalkhin.core.model.units import Unit, UnitSpec
from khalkhin.core.timeline.timeline import Entry


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


class Manner(StrEnum):
    """How formations go their way."""

    ADVANCE = "advance"  # taking one place after the other
    PIN = "pin"  # keeping the enemy where he is, until he is shut in
    ENVELOP = "envelop"  # passing by what holds out, to shut a ring at its end
    STORM = "storm"  # going at the enemy before them, and never round him
    HOLD = "hold"  # staying in their works as long as the enemy before them is the stronger


@dataclass(frozen=True, slots=True)
class Axis:
    """A hint for the computer: a way of advance for some formations, through hexes in order, and how they take it."""

    name: str
    formations: frozenset[str]
    hexes: tuple[int, ...]
    manner: Manner = Manner.ADVANCE


@dataclass(frozen=True, slots=True)
class AiHints:
    """Bias for the computer, never a script. `posture` is attack, defend or balanced."""

    posture: str = "balanced"
    axes: tuple[Axis, ...] = ()
    reserves: frozenset[str] = frozenset()
    hold: frozenset[str] = frozenset()

    def axis_of(self, formation: str) -> Axis | None:
        """The way of advance of a formation."""
        return next((a for a in self.axes if formation in a.formations), None)


@dataclass(frozen=True, slots=True)
class PlanArrow:
    """An arrow of a side's plan on the map of its briefing: its name and the hexes it goes through, in order."""

    name: str
    hexes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SideInfo:
    """A side: its id (used in orders and files), name, nations, briefing, grade thresholds and AI hints. `plan` and
    `first_steps` are for its player alone: the arrows on the briefing's map, and what is worth thinking of first.

    `grades` are four rising margins of victory points; reaching none is grade 0, all four is grade 4. `hq_points`
    may be spent each turn. `saved_step` are the victory points for each step that it gets off the map, of the units
    that were there when the battle began, truck columns left out.
    """

    id: str
    name: str
    nations: tuple[str, ...] = ()
    briefing: str = ""
    grades: tuple[int, int, int, int] = (0, 0, 0, 0)
    hints: AiHints = AiHints()
    hq_points: int = 0
    saved_step: int = 0
    plan: tuple[PlanArrow, ...] = ()
    first_steps: tuple[str, ...] = ()


class Grade(IntEnum):
    """What a side's margin of victory points is worth in the end."""

    DISASTER = 0
    DEFEAT = 1
    DRAW = 2
    VICTORY = 3
    DECISIVE_VICTORY = 4


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
    victory: VictoryRules
    timeline: tuple[Entry, ...] = ()
    labels: tuple[Label, ...] = ()
    areas: Mapping[str, frozenset[int]] = field(default_factory=dict)
    digest: str = ""
    airfields: tuple[AirfieldSpec, ...] = ()
    history: History = History()
    flags: Mapping[str, str] = field(default_factory=dict)
    art: Artwork | None = None
    #: What is shown in place of names of places, formations and nations, where texts in another language say so.
    names: Mapping[str, str] = field(default_factory=dict)
    #: Files of its own: pictures of symbols on counters, and sounds in place of effects, by name.
    symbols: Mapping[str, str] = field(default_factory=dict)
    sounds: Mapping[str, str] = field(default_factory=dict)
    #: Made from the rest: unit indices by id, those of truck columns, the farthest that any unit sees, and timeline
    #: entries by their time.
    indices: Mapping[str, int] = field(init=False, repr=False)
    columns: tuple[int, ...] = field(init=False, repr=False)
    farthest_sight: int = field(init=False, repr=False)
    _rear: dict[str, tuple[int, ...]] = field(init=False, repr=False, default_factory=dict)
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

    def rear(self, side: str) -> tuple[int, ...]:
        """Marching distance of every hex from the supply sources of a side."""
        found = self._rear.get(side)
        if found is None:
            sources = [s.hex for s in self.sources if s.side == side]
            found = self._rear[side] = marching_distance(self.board, sources)
        return found

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

    def shown(self, name: str) -> str:
        """What is shown for the name of a place, a formation or a nation."""
        return self.names.get(name, name)

    def enemy(self, side: str) -> str:
        """The id of the other side."""
        first, second = self.sides
        return second.id if side == first.id else first.id
