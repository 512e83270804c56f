"""Synthetic battles for tests of the map: any size and layout, with every feature there is to draw."""

from __future__ import annotations

import random
from dataclasses import replace

from khalkhin.core.board.board import Board
from khalkhin.core.board.layout import Layout
from khalkhin.core.fog.view import View
from khalkhin.core.model.crossings import Crossing
from khalkhin.core.model.rules import (
    CrossingKind,
    HexsideKind,
    Light,
    Road,
    Rules,
    StackClass,
)
from khalkhin.core.model.scenario import DepotSpec, Label, Objective, Scenario, SideInfo, Source, TurnInfo
from khalkhin.core.model.state import GameState, Ghost, Holding, Sightings, Store
from khalkhin.core.model.units import Level, Unit, UnitSpec
from khalkhin.scenario.tables import rules_tables

from tests.scenarios import rules as shipped_rules

FLAT = Layout()
POINTY = Layout("y", "odd", 56, 64, 32)
LAYOUTS = (
    FLAT,
    Layout("x", "even"),
    POINTY,
    Layout("y", "even", 56, 64, 32),
    Layout("x", "odd", 32, 28, 16),
    Layout("x", "odd", 100, 80, 50),
)

SYMBOLS = tuple(symbol for symbol in rules_tables.SYMBOLS if symbol != rules_tables.UNKNOWN)
SUPPORT = {"artillery", "heavy-artillery", "engineer", "hq", "trucks", "anti-tank"}
SIZES = ("Regiment", "Battalion", "Brigade", "Regiment", "Brigade")


def rules() -> Rules:
    """The shipped ground, and a type of unit for each symbol."""
    table = shipped_rules()
    plain = replace(table.unit_types["rifle-regiment"], mp=8, steps=4, soft=4, hard=2, defence=4)
    types = {
        s: replace(
            plain,
            id=s,
            name=s.replace("-", " ").title(),
            symbol=s,
            stack=StackClass.SUPPORT if s in SUPPORT else StackClass.COMBAT,
        )
        for s in SYMBOLS
    }
    return replace(table, unit_types=types)


# Long: one part of a made-up map after another.
def battle(width: int = 36, height: int = 24, layout: Layout = FLAT, seed: int = 1, units: int = 40) -> GameState:  # noqa: C901  (it paints a map hex by hex)
    """A made-up battle: west bank plateau, a river with a tributary, dunes, heights, roads, all kinds of units."""
    rng = random.Random(seed)
    rule = rules()
    probe = Board.build(width, height, layout, ["steppe"] * (width * height), rule)
    terrain = ["steppe"] * probe.size
    west = max(1, width // 4)
    for h in range(probe.size):
        if h % width < west:
            terrain[h] = "upland"
    for name, spots, radius in (
        ("dunes", 7, 2),
        ("sand", 3, 2),
        ("rough", 6, 1),
        ("heights", 5, 1),
        ("marsh", 3, 1),
        ("lake", 2, 1),
        ("settlement", 2, 0),
    ):
        for _ in range(max(1, spots * probe.size // 860)):
            at = rng.randrange(probe.size)
            if at % width > west + 1:
                for h in probe.within(at, radius):
                    if h % width > west + 1 and rng.random() < 0.85:
                        terrain[h] = name
    sides: dict[tuple[int, int], HexsideKind] = {}
    crossings = []
    for col, kind in ((west + 1, HexsideKind.RIVER), (west - 1, HexsideKind.ESCARPMENT)):
        for h in range(probe.size):
            bend = round(1.4 * ((h // width) % 9 > 4))
            if h % width < col + bend:
                for d, n in enumerate(probe.neighbours[h]):
                    nbend = 0 if n < 0 else round(1.4 * ((n // width) % 9 > 4))
                    if n >= 0 and n % width >= col + nbend:
                        sides[h, d] = kind
                        if kind is HexsideKind.RIVER and (h // width) % 6 == 2:
                            crossings.append((h, d))
    for h in range(probe.size):
        col, row = h % width, h // width
        if row < height // 2 and col >= west + 2:
            for d, n in enumerate(probe.neighbours[h]):
                if n >= 0 and n // width >= height // 2 and n % width >= west + 2:
                    sides[h, d] = HexsideKind.STREAM
    roads: dict[tuple[int, int], Road] = {}
    for start, goal, road in (
        ((0, height // 3), (width - 1, height // 4), Road.ROAD),
        ((width // 2, 0), (width * 2 // 3, height - 1), Road.TRACK),
        ((width // 3, height // 3), (width - 2, height - 2), Road.TRACK),
    ):
        at, to = start[1] * width + start[0], goal[1] * width + goal[0]
        while at != to:
            d, nxt = min(
                ((d, n) for d, n in enumerate(probe.neighbours[at]) if n >= 0),
                key=lambda p: (probe.distance(p[1], to), p[1]),
            )
            roads[at, d] = road
            at = nxt
    claims: dict[str, list[tuple[int, int]]] = {
        "soviet": [],
        "japanese": [k for k, v in sides.items() if v is HexsideKind.RIVER],
    }
    for h in range(probe.size):
        for d, n in enumerate(probe.neighbours[h]):
            if n >= 0 and h % width < width * 3 // 4 <= n % width:
                claims["soviet"].append((h, d))
    board = Board.build(width, height, layout, terrain, rule, sides, roads, claims)
    kinds = tuple(CrossingKind)
    placed = {}
    for i, (h, d) in enumerate(crossings):
        s = board.sides[h][d]
        placed[s] = Crossing(f"Crossing {i + 1}", kinds[i % 3], s, "soviet" if i % 2 else "japanese", i % 4)
    free = [h for h in range(board.size) if terrain[h] != "lake"]
    rng.shuffle(free)
    specs: list[UnitSpec] = []
    now: list[Unit] = []
    nations = {"soviet": ("USSR", "Mongolia"), "japanese": ("Japan", "Manchukuo")}
    for i in range(units):
        side = "soviet" if i % 2 else "japanese"
        symbol = SYMBOLS[i // 2 % len(SYMBOLS)]
        numeral = rng.randint(1, 603)
        spec = UnitSpec(
            f"u{i}",
            f"{numeral}th {symbol.title()} {SIZES[i % 5]}",
            side,
            rule.unit_types[symbol],
            nation=nations[side][i % 7 == 0],
            steps=4 + i % 3,
            leader="Zhukov" if i % 11 == 0 else "",
            index=i,
        )
        h = free[i] if i % 6 or i < 2 or spec.type.stack is now[i - 2].spec.type.stack else now[i - 2].hex
        specs.append(spec)
        now.append(Unit(spec, h, spec.steps - i % 3, i % 4 == 0, i % 4, 6, i % 5 == 0, i % 9 == 0, max(0, i % 8 - 4)))
    standing: dict[int, tuple[int, ...]] = {}
    for unit in now:
        standing[unit.hex] = (*standing.get(unit.hex, ()), unit.spec.index)
    calendar = tuple(TurnInfo("1939-08-20", "06:00", light) for light in (Light.DAY, Light.NIGHT))
    objectives = tuple(
        Objective(n, free[-k - 1], ("japanese", "soviet")[k % 2], 10 + k * 5, 5)
        for k, n in enumerate(("Fui Heights", "Nomonhan Burd Obo", "Remizov Heights"))
    )
    labels = (
        Label("Khalkhin Gol", (height // 2) * width + west + 1, "river"),
        Label("Hamar-Daba", free[-8], "heights"),
        Label("Sumber", free[-9]),
        Label("GREAT SANDS", free[-10], "region"),
    )
    depots = (DepotSpec("Soviet store", "soviet", free[-5], 120), DepotSpec("Japanese store", "japanese", free[-6], 40))
    scenario = Scenario(
        "made-up",
        "Made up",
        "",
        (
            SideInfo("soviet", "Soviet-Mongolian forces", ("USSR", "Mongolia")),
            SideInfo("japanese", "Japanese forces", ("Japan", "Manchukuo")),
        ),
        calendar,
        board,
        rule,
        tuple(specs),
        tuple(now),
        placed,
        (Source("Railhead", "soviet", (height // 3) * width, 20), Source("Road", "japanese", free[-7], 20)),
        depots,
        objectives,
        rule.victory,
        labels=labels,
        digest=f"{width}x{height}",
    )
    levels = tuple(3 for _ in now)
    return GameState(
        scenario,
        seed,
        1,
        "soviet",
        tuple(now),
        standing,
        placed,
        tuple(Store(d.name, d.side, d.hex, d.stock) for d in depots),
        tuple(Holding(o.holder) for o in objectives),
        {s: Sightings(levels) for s in ("soviet", "japanese")},
    )


def seen(state: GameState, side: str = "soviet", radius: int = 4) -> View:
    """A view of a made-up battle: hexes near a side's units are visible, two ghosts elsewhere."""
    mask = 0
    for unit in state.side_units(side):
        for h in state.scenario.board.within(unit.hex, radius):
            mask |= 1 << h
    enemies = [u for u in state.units if u.side != side]
    ghosts = {}
    if len(enemies) > 2:
        hidden = [h for h in range(state.scenario.board.size) if not mask >> h & 1 and h not in state.at]
        for unit, age, level in zip(enemies[:2], (0, 3), (2, 1), strict=True):
            if hidden:
                place = hidden[len(hidden) * (age + 1) // 5]
                ghosts[unit.spec.index] = Ghost(place, max(0, state.turn - age), Level(level))
    return View(side, state, mask, ghosts)
