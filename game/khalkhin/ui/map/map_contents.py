"""What a scene wants shown on the map besides the view itself: selection, reach, paths, overlays, animation.

All values are frozen and compare by value, so that an unchanged :class:`MapScene` costs no new frame.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING, Never

from khalkhin.core.explain import AssaultMark
from khalkhin.core.supply.supply import SupplyNet

if TYPE_CHECKING:
    from khalkhin.core.model.state import GameState

_NOTHING: Mapping[int, Never] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ReachMark:
    """A hex a unit can go to: MP the move costs, and what would be so afterwards.

    `assault`: whether an enemy could be assaulted from there this turn. `in_supply`: supply would reach the unit
    there. `undoable`: the move can be taken back, come what may; `final`: it cannot, whatever comes.
    """

    cost: int
    assault: AssaultMark = AssaultMark.NONE
    in_supply: bool = True
    undoable: bool = True
    final: bool = False


@dataclass(frozen=True, slots=True)
class SupplyOverlay:
    """A side's supply net. `cost` is truck MP from the nearest store with stock by hex, up to `range`;
    `routes` are the ways supply takes to units (hex by hex); `cut` are hexes of units supply does not reach."""

    side: str
    cost: Mapping[int, int]
    range: int
    routes: tuple[tuple[int, ...], ...] = ()
    cut: frozenset[int] = frozenset()

    @classmethod
    def of(cls, state: GameState, net: SupplyNet) -> SupplyOverlay:
        """The overlay of a traced net: ways to units, and the hexes of units it does not serve."""
        ways = {r.hexes for r in net.routes.values()}
        cut = frozenset(u.hex for u in state.side_units(net.side) if not u.is_column and not net.serves(u))
        return cls(net.side, net.cost, state.scenario.rules.supply.range, tuple(sorted(ways)), cut)


@dataclass(frozen=True, slots=True)
class Outline:
    """A group of hexes with a line round it: a pocket, an area of the timeline. `tone` is a name of
    :data:`khalkhin.ui.map.palette.OUTLINES` (danger, warning, info)."""

    hexes: frozenset[int]
    tone: str = "danger"
    text: str = ""


@dataclass(frozen=True, slots=True)
class Polyline:
    """A way from hex to hex, `width` pixels broad at zoom 1.0."""

    path: tuple[int, ...]
    width: float
    tone: str


@dataclass(frozen=True, slots=True)
class Note:
    """A few words on a plate over a hex, or over the middle of a hexside."""

    at: int
    text: str
    tone: str
    on_side: bool = False


@dataclass(frozen=True, slots=True)
class Key:
    """A line of an overlay's legend: a mark (tint, hatch, frame, way, side, net, plate or a sign of the map) in a
    tone, and what it means. Without a mark it is a sentence."""

    mark: str
    tone: str
    text: str


#: Hexes or hexsides that are marked in one tone.
Marked = tuple[str, frozenset[int]]


@dataclass(frozen=True, slots=True)
class Layer:
    """What one overlay lays over the map, in tones of :data:`khalkhin.ui.map.palette.OUTLINES`, and its legend.

    Hexes are tinted, hatched or framed, `sides` are hexsides; `outlines` go round groups of hexes.
    """

    title: str
    tints: tuple[Marked, ...] = ()
    hatched: tuple[Marked, ...] = ()
    framed: tuple[Marked, ...] = ()
    sides: tuple[Marked, ...] = ()
    ways: tuple[Polyline, ...] = ()
    outlines: tuple[Outline, ...] = ()
    notes: tuple[Note, ...] = ()
    legend: tuple[Key, ...] = ()


#: In place of a unit's index: an enemy contact that was not on the map before it moved.
STRANGER = -1


@dataclass(frozen=True, slots=True)
class MovingCounter:
    """A unit (index among the view's units, or STRANGER) on its way between two hexes; `part` runs from 0.0 to 1.0.

    Its counter is drawn there and not in its hex.
    """

    unit: int
    start: int
    end: int
    part: float


@dataclass(frozen=True, slots=True)
class Flash:
    """A short text that pops up over a hex; `tone` is loss, good or note; `age` runs from 0.0 (new) to 1.0
    (gone)."""

    text: str
    tone: str = "loss"
    age: float = 0.0


class Play(Enum):
    """What effects there are: guns that fire, infantry that fires, aircraft that pass, something that bursts."""

    GUNS = "guns"
    RIFLES = "rifles"
    FLIGHT = "flight"
    BLAST = "blast"


@dataclass(frozen=True, slots=True)
class Effect:
    """Something seen for a moment: from a hex to another (a blast is at `end`, at its hexside `side` where that is not
    -1). `part` runs from 0.0 to 1.0."""

    what: Play
    start: int
    end: int
    side: int = -1
    part: float = 0.0


@dataclass(frozen=True, slots=True)
class Trail:
    """The way of a march, hex by hex, and where its turns end, each with a few words; `tone` is a name of
    :data:`khalkhin.ui.map.palette.OUTLINES`."""

    path: tuple[int, ...]
    stops: tuple[tuple[int, str], ...]
    tone: str = "info"


@dataclass(frozen=True, slots=True)
class MapScene:
    """What to show on top of the map. Hexes are board indices, units indices in the order of battle.

    `selected_unit` brings a unit's counter to the front with a ring round it. `targets` are hexes that can be
    assaulted, each with a short text (odds such as "3:1", or ""); `guns` hexes a barrage may fall on; `attackers` hexes
    of units that take part or are picked together; `trails` ways of marches; `picks` hexes and `sides` hexsides an
    order may be given for, `aim` the one of them (hex, and hexside or -1) it is aimed at; `ring` a hex to look at;
    `retreats` ways the defenders would take, hex by hex; `zoc` hexes in enemy zones of control; `layers` the overlays
    that are on. `fog` shades hexes the view does not see.
    """

    selected_unit: int | None = None
    selected_hex: int | None = None
    hover: int | None = None
    reach: Mapping[int, ReachMark] = field(default_factory=lambda: _NOTHING)
    path: tuple[int, ...] = ()
    trails: tuple[Trail, ...] = ()
    targets: Mapping[int, str] = field(default_factory=lambda: _NOTHING)
    guns: frozenset[int] = frozenset()
    attackers: frozenset[int] = frozenset()
    picks: frozenset[int] = frozenset()
    sides: frozenset[int] = frozenset()
    aim: tuple[int, int] | None = None
    ring: int | None = None
    retreats: tuple[tuple[int, ...], ...] = ()
    zoc: frozenset[int] = frozenset()
    outlines: tuple[Outline, ...] = ()
    supply: SupplyOverlay | None = None
    layers: tuple[Layer, ...] = ()
    moving: tuple[MovingCounter, ...] = ()
    flashes: Mapping[int, Flash] = field(default_factory=lambda: _NOTHING)
    effects: tuple[Effect, ...] = ()
    fog: bool = True
    names: bool = True
    grid: bool = True
    counters: bool = True
    borders: bool = True
