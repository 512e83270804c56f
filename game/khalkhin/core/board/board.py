"""The map as dense integers with precomputed neighbour, cost and sight tables.

A hex is the index ``row * width + col``; a hexside is ``hex * 6 + direction`` of whichever of its two hexes gives the
smaller number and lies on the map. Tables are built once; sight masks are remembered as they are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import NamedTuple

from khalkhin.core.board.hexgrid import DIRECTIONS, Hex, lines, opposite, spiral
from khalkhin.core.board.layout import Layout
from khalkhin.core.model.rules import HexsideKind, Mobility, Road, Rules, Terrain

#: Cost of a step that a mobility can never make, and of a swim (which takes the whole move).
NEVER, SWIM = -1, -2

#: Hexsides that are passed at crossings.
WATER = frozenset({HexsideKind.STREAM, HexsideKind.RIVER})


class Step(NamedTuple):
    """A way from one hex to a neighbour for one mobility.

    `cost` is MP over open ground or a standing crossing; `uncrossed` is MP without a crossing (NEVER, SWIM, or a
    number where foot may wade a stream). For dry hexsides both are equal and `water` is False.
    """

    to: int
    hexside: int
    cost: int
    uncrossed: int
    water: bool


class SightMasks(NamedTuple):
    """Bit masks of hexes an observer covers: contact, identified, exact; and the same one hex shorter."""

    contact: int
    identified: int
    exact: int
    contact_shy: int
    identified_shy: int
    exact_shy: int


#: What a step depends on but for the mobility: the terrain it leads to, what it crosses, the road it follows.
Way = tuple[str, HexsideKind, Road]
#: What a step costs: MP, MP where nothing leads over, whether it is over water.
Cost = tuple[int, int, bool]


@dataclass(frozen=True, slots=True, eq=False)
class Board:
    """See the module. Build with :meth:`build`; all tuples are indexed by hex.

    `dry` lists the neighbours not beyond a river, `wet` the others with their hexsides; `shores` are the hexes beside
    a river or stream. `spans` gives the distance of two hexes by the difference of their `codes`.
    """

    width: int
    height: int
    layout: Layout
    terrain: tuple[Terrain, ...]
    neighbours: tuple[tuple[int, ...], ...]
    sides: tuple[tuple[int, ...], ...]
    hexsides: Mapping[int, HexsideKind]
    roads: tuple[tuple[Road, ...], ...]
    borders: Mapping[str, frozenset[int]]
    steps: Mapping[Mobility, tuple[tuple[Step, ...], ...]]
    supply_steps: tuple[tuple[Step, ...], ...]
    dry: tuple[tuple[int, ...], ...]
    wet: tuple[tuple[tuple[int, int], ...], ...]
    hexes: tuple[Hex, ...]
    _index: Mapping[Hex, int]
    shores: frozenset[int]
    mud: Mapping[Mobility, int]
    identify: int
    exact: int
    recon_exact: int
    swim_detour: int
    _sight: dict[tuple[int, int, bool, bool], SightMasks] = field(default_factory=dict, repr=False)
    _clear: dict[tuple[int, int], int] = field(default_factory=dict, repr=False)
    _inbound: dict[tuple[Mobility, bool], tuple[tuple[Step, ...], ...]] = field(default_factory=dict, repr=False)
    _dry: dict[tuple[Mobility, bool], tuple[tuple[tuple[int, int], ...], ...]] = field(default_factory=dict, repr=False)
    _dry_ways: dict[tuple[Mobility | None, bool], tuple[tuple[tuple[int, int], ...] | None, ...]] = field(
        default_factory=dict, repr=False
    )
    _mud: dict[Mobility | None, tuple[tuple[Step, ...], ...]] = field(default_factory=dict, repr=False)
    _within: dict[tuple[int, int], tuple[int, ...]] = field(default_factory=dict, repr=False)
    _around: dict[tuple[int, int], frozenset[int]] = field(default_factory=dict, repr=False)
    _least: dict[Mobility, int] = field(default_factory=dict, repr=False)
    _shifts: list[tuple[int, int]] = field(default_factory=list, repr=False)
    codes: list[int] = field(init=False, repr=False)
    spans: list[int] = field(init=False, repr=False)

    # Long: one table after another, each made of those before it.
    @classmethod
    def build(
        cls,
        width: int,
        height: int,
        layout: Layout,
        terrain: Iterable[str],
        rules: Rules,
        hexsides: Mapping[tuple[int, int], HexsideKind] | None = None,
        roads: Mapping[tuple[int, int], Road] | None = None,
        borders: Mapping[str, Iterable[tuple[int, int]]] | None = None,
    ) -> Board:
        """Make a board.

        `terrain` gives width × height terrain ids, row by row. `hexsides`, `roads` and `borders` are keyed by
        (hex index, direction); naming either side of an edge is enough. Raises: ValueError for a wrong count,
        KeyError for an unknown terrain.
        """
        ground = tuple(rules.terrain[t] for t in terrain)
        if len(ground) != width * height:
            raise ValueError(f"{len(ground)} terrains for {width} x {height} hexes")
        hexes = tuple(layout.to_hex(i % width, i // width) for i in range(width * height))
        index = {h: i for i, h in enumerate(hexes)}
        places = {(q, r): i for i, (q, r) in enumerate(hexes)}
        neighbours = tuple(tuple(places.get((q + dq, r + dr), -1) for dq, dr in DIRECTIONS) for q, r in hexes)
        sides = tuple(
            tuple(i * 6 + d if n < 0 or i < n else n * 6 + opposite(d) for d, n in enumerate(ring))
            for i, ring in enumerate(neighbours)
        )
        kinds = {sides[i][d]: kind for (i, d), kind in (hexsides or {}).items()}
        bare = (Road.NONE,) * 6
        ways: dict[int, list[Road]] = {}
        for (i, d), road in (roads or {}).items():
            n = neighbours[i][d]
            if n >= 0:
                here, there = ways.setdefault(i, [*bare]), ways.setdefault(n, [*bare])
                here[d] = there[opposite(d)] = max(here[d], road)
        roads_ = tuple(tuple(ways[i]) if i in ways else bare for i in range(len(hexes)))
        alike: dict[Way, int] = {}
        edges = tuple(
            tuple(
                (n, e, alike.setdefault((ground[n].id, kinds.get(e, HexsideKind.OPEN), road), len(alike)))
                for n, e, road in zip(*row, strict=True)
                if n >= 0
            )
            for row in zip(neighbours, sides, roads_, strict=True)
        )
        costs = [[_step(m, rules, *way) for m in Mobility] for way in alike]
        steps = dict(zip(Mobility, _steps(costs, edges), strict=True))
        return cls(
            width,
            height,
            layout,
            ground,
            neighbours,
            sides,
            kinds,
            roads_,
            {claim: frozenset(sides[i][d] for i, d in edges) for claim, edges in (borders or {}).items()},
            steps,
            tuple(_supply_steps(i, steps, rules.supply.porter_cost) for i in range(len(hexes))),
            tuple(
                tuple(n for n, e in zip(near, edge, strict=True) if n >= 0 and kinds.get(e) is not HexsideKind.RIVER)
                for near, edge in zip(neighbours, sides, strict=True)
            ),
            tuple(
                tuple((n, e) for n, e in zip(near, edge, strict=True) if n >= 0 and kinds.get(e) is HexsideKind.RIVER)
                for near, edge in zip(neighbours, sides, strict=True)
            ),
            hexes,
            index,
            shores=frozenset(i for i, edge in enumerate(sides) if not WATER.isdisjoint(map(kinds.get, edge))),
            mud=dict(rules.movement.mud_cost),
            identify=rules.sight.identify,
            exact=rules.sight.exact,
            recon_exact=rules.sight.recon_exact,
            swim_detour=rules.movement.swim_detour,
        )

    def __post_init__(self) -> None:
        codes, spans = _distances(self.hexes)
        object.__setattr__(self, "codes", codes)
        object.__setattr__(self, "spans", spans)

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, tuple(getattr(self, name) for name in _given())

    @property
    def size(self) -> int:
        return self.width * self.height

    def index(self, col: int, row: int) -> int | None:
        """The hex at a column and row, or None off the map."""
        return row * self.width + col if 0 <= col < self.width and 0 <= row < self.height else None

    def place(self, hex_: int) -> tuple[int, int]:
        """Column and row of a hex, as orders write them."""
        return hex_ % self.width, hex_ // self.width

    def index_of(self, hex_: Hex) -> int | None:
        """The board index of an axial hex, or None off the map."""
        return self._index.get(hex_)

    def distance(self, a: int, b: int) -> int:
        """Hexes between two hexes."""
        return self.spans[self.codes[a] - self.codes[b]]

    def direction(self, a: int, b: int) -> int | None:
        """The direction from a to an adjacent b, or None."""
        return self.neighbours[a].index(b) if b in self.neighbours[a] else None

    def hexside(self, a: int, b: int) -> int | None:
        """The hexside between two adjacent hexes, or None."""
        d = self.direction(a, b)
        return None if d is None else self.sides[a][d]

    def hexside_hexes(self, hexside: int) -> tuple[int, int]:
        """The two hexes beside a hexside (-1 off the map)."""
        hex_, d = divmod(hexside, 6)
        return hex_, self.neighbours[hex_][d]

    def kind(self, hexside: int) -> HexsideKind:
        return self.hexsides.get(hexside, HexsideKind.OPEN)

    def ways(self, mobility: Mobility | None, mud: bool) -> tuple[tuple[Step, ...], ...]:
        """The steps out of every hex for a mobility (None: for supplies), dearer in mud off roads and tracks."""
        dry = self.supply_steps if mobility is None else self.steps[mobility]
        extra = self.mud.get(mobility or Mobility.WHEELS, 0) if mud else 0
        if not extra:
            return dry
        found = self._mud.get(mobility)
        if found is None:
            found = self._mud[mobility] = tuple(
                tuple(self._softened(hex_, step, extra, mobility) for step in steps) for hex_, steps in enumerate(dry)
            )
        return found

    def _softened(self, hex_: int, step: Step, extra: int, mobility: Mobility | None) -> Step:
        direction = self.neighbours[hex_].index(step.to)
        if self.roads[hex_][direction] or (mobility is None and self.step(hex_, step.to, Mobility.WHEELS) is None):
            return step
        # Where trucks cannot go at all men carry the supplies, and they do not mind.
        wade = step.uncrossed + (extra if step.uncrossed > 0 and mobility is not None else 0)
        return step._replace(cost=step.cost + extra, uncrossed=step.cost + extra if not step.water else wade)

    def off_road(self, hex_: int, mobility: Mobility, rules: Rules, mud: bool) -> tuple[Step, ...]:
        """The steps out of a hex for a mobility as if there were no road or track."""
        soft = self.mud.get(mobility, 0) if mud else 0
        out = []
        for to, side in zip(self.neighbours[hex_], self.sides[hex_], strict=True):
            figures = None if to < 0 else _step(mobility, rules, self.terrain[to].id, self.kind(side), Road.NONE)
            if figures is not None:
                cost, uncrossed, water = figures
                out.append(Step(to, side, cost + soft, uncrossed + soft if uncrossed > 0 else uncrossed, water))
        return tuple(out)

    def dry_ways(self, mobility: Mobility | None, mud: bool) -> tuple[tuple[tuple[int, int], ...] | None, ...]:
        """The neighbours one can step to from every hex, and MP; None for hexes that have water beside them."""
        found = self._dry_ways.get((mobility, mud))
        if found is None:
            found = self._dry_ways[mobility, mud] = tuple(
                None if any(step.water for step in steps) else tuple((step.to, step.cost) for step in steps)
                for steps in self.ways(mobility, mud)
            )
        return found

    def step(self, a: int, b: int, mobility: Mobility, mud: bool = False) -> Step | None:
        """The step between adjacent hexes for a mobility, or None where it can never go."""
        for step in self.ways(mobility, mud)[a]:
            if step.to == b:
                return step
        return None

    def least(self, mobility: Mobility) -> int:
        """The MP of the cheapest step on the map for a mobility (1 if it cannot make any)."""
        found = self._least.get(mobility)
        if found is None:
            costs = (step.cost for steps in self.steps[mobility] for step in steps)
            found = self._least[mobility] = min(costs, default=1)
        return found

    def inbound(self, mobility: Mobility, mud: bool = False) -> tuple[tuple[Step, ...], ...]:
        """The steps into each hex for a mobility; `to` names the hex they come from."""
        found = self._inbound.get((mobility, mud))
        if found is None:
            into: list[list[Step]] = [[] for _ in range(self.size)]
            for here, steps in enumerate(self.ways(mobility, mud)):
                for step in steps:
                    into[step.to].append(step._replace(to=here))
            found = self._inbound[mobility, mud] = tuple(map(tuple, into))
        return found

    def dry_inbound(self, mobility: Mobility, mud: bool = False) -> tuple[tuple[tuple[int, int], ...], ...]:
        """The steps into each hex over dry hexsides: the hex they come from, and MP."""
        found = self._dry.get((mobility, mud))
        if found is None:
            found = self._dry[mobility, mud] = tuple(
                tuple((step.to, step.cost) for step in steps if not step.water) for steps in self.inbound(mobility, mud)
            )
        return found

    def within(self, hex_: int, radius: int) -> tuple[int, ...]:
        """Hexes of the map up to `radius` away, the nearest first."""
        key = (hex_, radius)
        found = self._within.get(key)
        if found is None:
            places = (self._index.get(h) for h in spiral(self.hexes[hex_], radius))
            found = self._within[key] = tuple(i for i in places if i is not None)
        return found

    def around(self, hex_: int, radius: int) -> frozenset[int]:
        """The same hexes as a set."""
        key = (hex_, radius)
        found = self._around.get(key)
        if found is None:
            found = self._around[key] = frozenset(self.within(hex_, radius))
        return found

    def grown(self, mask: int) -> int:
        """A bit mask of hexes with those beside them."""
        if not self._shifts:
            self._shifts.extend(_shifts(self.neighbours))
        out = mask
        for by, those in self._shifts:
            out |= (mask & those) << by if by > 0 else (mask & those) >> -by
        return out

    def clear_line(self, a: int, b: int) -> bool:
        """Whether nothing between two hexes hides one from the other (symmetric).

        Ground between them that rises above the plain hides what lies behind unless one end stands higher still.
        Of the two readings of a line along hexsides either will do.
        """
        top = max(self.terrain[a].elevation, self.terrain[b].elevation)
        for line in lines(self.hexes[a], self.hexes[b]):
            for h in line[1:-1]:
                i = self._index.get(h)
                height = 0 if i is None else self.terrain[i].elevation
                if height > 0 and height >= top:
                    break
            else:
                return True
        return False

    def visible(self, hex_: int, radius: int) -> int:
        """Bit mask of the hexes seen from a hex up to `radius` away."""
        key = (hex_, radius)
        mask = self._clear.get(key)
        if mask is None:
            mask = 0
            for other in self.within(hex_, radius):
                if self.clear_line(hex_, other):
                    mask |= 1 << other
            self._clear[key] = mask
        return mask

    def sight_masks(self, hex_: int, radius: int, recon: bool, night: bool) -> SightMasks:
        """What an observer in a hex covers; `radius` already counts night and heights."""
        key = (hex_, radius, recon, night)
        masks = self._sight.get(key)
        if masks is None:
            identify = radius if recon else min(self.identify, radius)
            exact = min(self.recon_exact if recon else self.exact, radius)
            masks = SightMasks(
                *(self.visible(hex_, max(r, 0)) for r in (radius, identify, exact)),
                *(self.visible(hex_, max(r - 1, 1)) for r in (radius, identify, exact)),
            )
            self._sight[key] = masks
        return masks


def _shifts(neighbours: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """The differences that there are between a hex and its neighbours, each with a bit mask of the hexes that have a
    neighbour so far off."""
    apart: dict[int, bytearray] = {}
    for hex_, near in enumerate(neighbours):
        for n in near:
            if n >= 0:
                row = apart.setdefault(n - hex_, bytearray(len(neighbours) // 8 + 1))
                row[hex_ >> 3] |= 1 << (hex_ & 7)
    return [(by, int.from_bytes(row, "little")) for by, row in sorted(apart.items())]


def _supply_steps(hex_: int, steps: Mapping[Mobility, tuple[tuple[Step, ...], ...]], porters: int) -> tuple[Step, ...]:
    """The ways of supplies out of a hex: by truck, or carried by men where trucks cannot go; rivers need a crossing."""
    trucks = {step.to: step for step in steps[Mobility.WHEELS][hex_]}
    out = []
    for walk in steps[Mobility.FOOT][hex_]:
        step = trucks.get(walk.to)
        if step is None:
            step = walk._replace(cost=porters, uncrossed=NEVER if walk.uncrossed == SWIM else porters)
        elif step.water and walk.uncrossed != SWIM:
            step = step._replace(uncrossed=porters)
        out.append(step)
    return tuple(out)


def _distances(hexes: Sequence[Hex]) -> tuple[list[int], list[int]]:
    """A number for each hex, and the distance between two hexes for every difference of two such numbers. Negative
    differences count from the end of the list."""
    low_q, high_q = min(h.q for h in hexes), max(h.q for h in hexes)
    low_r, high_r = min(h.r for h in hexes), max(h.r for h in hexes)
    wide, tall = high_q - low_q, high_r - low_r
    row = 2 * tall + 1
    codes = [(q - low_q) * row + r - low_r for q, r in hexes]
    spans = [
        max(abs(q), abs(r), abs(q + r)) for q in (*range(wide + 1), *range(-wide, 0)) for r in range(-tall, tall + 1)
    ]
    # The list begins with no difference at all, in the middle of the first row.
    return codes, spans[tall:] + spans[:tall]


def _given() -> list[str]:
    """The fields that a board is made from, but for the index of its hexes."""
    return [f.name for f in fields(Board) if f.init and not f.name.startswith("_")]


def _rebuild(*given: object) -> Board:
    values = dict(zip(_given(), given, strict=True))
    index = {h: i for i, h in enumerate(values["hexes"])}  # type: ignore[arg-type, var-annotated]
    return Board(**values, _index=index)  # type: ignore[arg-type]


def _steps(
    costs: Sequence[Sequence[Cost | None]], edges: Iterable[tuple[tuple[int, int, int], ...]]
) -> tuple[tuple[tuple[Step, ...], ...], ...]:
    """The steps out of each hex by mobility, from its edges (neighbour, hexside, number of the way) and what each way
    costs each mobility. Those that pay the same share a step."""
    plans = []
    for of_way in costs:
        payers: dict[Cost, list[int]] = {}
        for mobility, cost in enumerate(of_way):
            if cost is not None:
                payers.setdefault(cost, []).append(mobility)
        plans.append(tuple(payers.items()))
    out: list[list[tuple[Step, ...]]] = [[] for _ in Mobility]
    for row in edges:
        found: list[list[Step]] = [[] for _ in Mobility]
        for n, side, way in row:
            for cost, who in plans[way]:
                step = Step(n, side, *cost)
                for mobility in who:
                    found[mobility].append(step)
        for mobility, steps in enumerate(found):
            out[mobility].append(tuple(steps))
    return tuple(map(tuple, out))


def _step(mobility: Mobility, rules: Rules, ground: str, kind: HexsideKind, road: Road) -> tuple[int, int, bool] | None:
    move, to = rules.movement, rules.terrain[ground]
    cost = to.cost.get(mobility)
    by_road = {Road.ROAD: move.road_cost, Road.TRACK: move.track_cost}.get(road, {}).get(mobility)
    if by_road is not None and to.cost:
        cost = by_road if cost is None else min(cost, by_road)
    if cost is None:
        return None
    match kind:
        case HexsideKind.OPEN:
            return cost, cost, False
        case HexsideKind.ESCARPMENT:
            if road is not Road.NONE:
                return cost, cost, False
            extra = move.escarpment_cost.get(mobility)
            return None if extra is None else (cost + extra, cost + extra, False)
        case HexsideKind.STREAM:
            extra = move.stream_cost.get(mobility)
            return cost, NEVER if extra is None else to.cost.get(mobility, cost) + extra, True
        case HexsideKind.RIVER:
            return cost, SWIM if mobility in move.swimmers else NEVER, True
