"""How the time for supply grows with the map and the armies: made-up battles of three sizes, for `khalkhin bench`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from time import perf_counter

from khalkhin.core import initial_state
from khalkhin.core.board.board import Board
from khalkhin.core.board.layout import Layout
from khalkhin.core.model.crossings import Crossing
from khalkhin.core.model.rules import CrossingKind, HexsideKind, Light, Road, Rules, StackClass, UnitType
from khalkhin.core.model.scenario import DepotSpec, Scenario, SideInfo, Source, TurnInfo
from khalkhin.core.model.units import Unit, UnitSpec
from khalkhin.core.supply.jugular import jugular
from khalkhin.core.supply.staffplan import plan
from khalkhin.core.supply.supply import trace
from khalkhin.scenario import load_rules
from khalkhin.translation import N_

#: What the figures are called, by their fields.
HEADS: Mapping[str, str] = {
    "hexes": N_("hexes"),
    "units": N_("units"),
    "trace": N_("trace"),
    "jugular": N_("jugular"),
    "plan": N_("plan"),
}
#: Width, height and units of the battles measured.
SIZES = ((35, 20, 40), (50, 50, 120), (100, 100, 400))
WEST, EAST = "west", "east"


@dataclass(frozen=True, slots=True)
class Growth:
    """Milliseconds (median) for one side of a battle of so many hexes and units: the supply net, the jugular, the
    staff's plan for the trucks."""

    hexes: int
    units: int
    trace: float
    jugular: float
    plan: float


def measure() -> list[Growth]:
    """The figures of every size."""
    rules = load_rules()
    out = []
    for width, height, units in SIZES:
        state = initial_state(made_up(rules, width, height, units), 1, fog=False)
        out.append(
            Growth(
                width * height,
                units,
                _median_ms(lambda state=state: trace(state, WEST)),  # type: ignore[misc]
                _median_ms(lambda state=state: jugular(state, WEST)),  # type: ignore[misc]
                _median_ms(lambda state=state: plan(state, WEST)),  # type: ignore[misc]
            )
        )
    return out


def _median_ms(run: Callable[[], object], times: int = 9) -> float:
    found = []
    for _ in range(times):
        start = perf_counter()
        run()
        found.append((perf_counter() - start) * 1e3)
    return median(found)


def made_up(rules: Rules, width: int, height: int, units: int) -> Scenario:
    """A battle on a wide plain: the west's army in front of a river with a bridge every seven rows, the east's facing
    it, roads from each side's source to a depot for every ten units, a fifth of them truck columns."""
    river, line = width // 3, width // 2
    ground = [_ground(col, row) for row in range(height) for col in range(width)]
    sides = {(row * width + river, d): HexsideKind.RIVER for row in range(height) for d in _eastward(width, river, row)}
    spread = max(1, units // 20)
    rows = [(2 * i + 1) * height // (2 * spread) for i in range(spread)]
    bridged = sorted({*range(3, height, 7), *rows})
    roads = {edge: Road.ROAD for row in rows for edge in _along(width, row, 0, width - 1)}
    roads |= {edge: Road.ROAD for col in (0, width - 1) for edge in _down(width, height, col)}
    board = Board.build(width, height, Layout(), ground, rules, sides, roads)
    crossings = {}
    for row in bridged:
        hexside = board.hexside(row * width + river, row * width + river + 1)
        if hexside is not None:
            crossings[hexside] = Crossing(f"Bridge {row}", CrossingKind.BRIDGE, hexside)
    specs = [*_army(rules, WEST, width, height, units // 2, line - 2, -1)]
    specs += _army(rules, EAST, width, height, units - units // 2, line + 2, 1, len(specs))
    middle = height // 2 * width
    return Scenario(
        id="growth",
        title="Growth",
        description="",
        sides=(SideInfo(WEST, "West"), SideInfo(EAST, "East")),
        calendar=tuple(TurnInfo("1939-08-20", "06:00", Light.DAY) for _ in range(4)),
        board=board,
        rules=rules,
        order_of_battle=tuple(specs),
        units=tuple(Unit(s, s.entry, s.steps, mp=s.type.mp) for s in specs),
        crossings=crossings,
        sources=(
            Source("West road", WEST, middle, 5 * units, 50 * units),
            Source("East road", EAST, middle + width - 1, 5 * units, 50 * units),
        ),
        depots=tuple(
            DepotSpec(f"{side.title()} depot {row}", side, row * width + col, 60)
            for side, col in ((WEST, line - 6), (EAST, line + 6))
            for row in rows
        ),
        objectives=(),
        victory=rules.victory,
        digest="growth",
    )


def _ground(col: int, row: int) -> str:
    """Mostly steppe, with dunes and broken ground strewn over it."""
    mixed = (col * 7919 + row * 104729 + col * row * 31) % 17
    return "dunes" if mixed == 0 else "rough" if mixed in (1, 2) else "steppe"


def _eastward(width: int, col: int, row: int) -> tuple[int, ...]:
    """Directions from a hex to its neighbours in the next column."""
    layout = Layout()
    ring = layout.to_hex(col, row).neighbours()
    beside = {layout.to_hex(col + 1, r) for r in (row - 1, row, row + 1)} if col + 1 < width else set()
    return tuple(d for d, n in enumerate(ring) if n in beside)


def _along(width: int, row: int, first: int, last: int) -> list[tuple[int, int]]:
    return [_edge(width, col, row, col + 1, row) for col in range(first, last)]


def _down(width: int, height: int, col: int) -> list[tuple[int, int]]:
    return [_edge(width, col, row, col, row + 1) for row in range(height - 1)]


def _edge(width: int, col: int, row: int, to_col: int, to_row: int) -> tuple[int, int]:
    layout = Layout()
    ring = list(layout.to_hex(col, row).neighbours())
    return row * width + col, ring.index(layout.to_hex(to_col, to_row))


def _army(
    rules: Rules, side: str, width: int, height: int, units: int, front: int, back: int, index: int = 0
) -> list[UnitSpec]:
    """Combat units in lines from the front to the rear, every other row; truck columns behind them."""
    fighters = [t for t in rules.unit_types.values() if t.stack is StackClass.COMBAT and t.mp and t.id != "unknown"]
    trucks = [t for t in rules.unit_types.values() if t.stack is StackClass.COLUMN]
    hauling = units // 5 if trucks else 0
    kinds: list[UnitType] = [fighters[i % len(fighters)] for i in range(units - hauling)]
    kinds += [trucks[i % len(trucks)] for i in range(hauling)]
    per_line = height // 2
    specs = []
    for i, kind in enumerate(kinds):
        rank, file = divmod(i, per_line)
        place = 2 * file * width + front + back * 2 * rank
        specs.append(UnitSpec(f"{side}-{i}", f"{side} {i}", side, kind, steps=kind.steps, entry=place, index=index + i))
    return specs
