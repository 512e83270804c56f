"""Small scenarios made in code, with the real rules, for the tests of every package.

    scenario = small_scenario(
        rows=["....", "..^."],
        units=[("ru-1", "rifle-regiment", "soviet", (0, 0), {"entrenchment": 1}),
               ("jp-1", "jp-infantry-regiment", "japanese", (3, 1))],
        hexsides=[((1, 0), (2, 0), "river")],
        crossings=[((1, 0), (2, 0), "bridge")],
        roads=[[(0, 0), (1, 0), (2, 0)]],
        sources=[("soviet", (0, 0))])

Places are (column, row) on a flat-top map whose odd columns lie half a hex lower.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypedDict, TypeVar, cast

from khalkhin.core.board.board import Board
from khalkhin.core.board.hexgrid import DIRECTIONS
from khalkhin.core.board.layout import Layout
from khalkhin.core.model.crossings import Crossing
from khalkhin.core.model.rules import CrossingKind, HexsideKind, Light, Quality, Road, Rules, VictoryRules
from khalkhin.core.model.scenario import (
    AirfieldSpec,
    DepotSpec,
    Label,
    Objective,
    Scenario,
    SideInfo,
    Source,
    TurnInfo,
)
from khalkhin.core.model.state import NOT_ARRIVED
from khalkhin.core.model.units import Driving, Job, Unit, UnitSpec
from khalkhin.core.timeline.timeline import Entry
from khalkhin.scenario import load_rules

Place = tuple[int, int]
#: The index of a place.
At = Callable[[Place], int]
T = TypeVar("T")


class InOrderOfBattle(TypedDict, total=False):
    """What may be said of a unit beside its row, for the order of battle (`full_steps` is full strength)."""

    name: str
    formation: str
    nation: str
    quality: int
    leader: str
    arrives: int
    full_steps: int


class InState(TypedDict, total=False):
    """What may be said of a unit beside its row, for its state."""

    steps: int
    suppressed: int
    entrenchment: int
    mp: int
    moved: bool
    fought: bool
    unsupplied: int
    store: int
    cargo: int
    driving: Driving
    haul: Place | None
    job: Job | None
    standby: str


class More(InOrderOfBattle, InState, total=False):
    """What may be said of a unit beside its row."""


class MoreOfCrossing(TypedDict, total=False):
    """What may be said of a crossing beside its row."""

    name: str
    owner: str
    hits: int
    used: int
    supply_used: int
    mined: str


#: A unit: id, type, side, place.
Row = tuple[str, str, str, Place] | tuple[str, str, str, Place, More]
#: Two places and what lies on the hexside between them.
HexsideRow = tuple[Place, Place, str]
#: Two places and the kind of crossing between them.
CrossingRow = tuple[Place, Place, str] | tuple[Place, Place, str, MoreOfCrossing]
#: A source or a depot: side, place, SP a turn or in stock, name.
StoreRow = tuple[str, Place] | tuple[str, Place, int] | tuple[str, Place, int, str]
#: Name, place, holder, worth, worth at the end.
ObjectiveRow = tuple[str, Place, str] | tuple[str, Place, str, int] | tuple[str, Place, str, int, int]
#: Name, side, fighters, bombers, place.
AirfieldRow = tuple[str, str, int, int] | tuple[str, str, int, int, Place]


class Parts(TypedDict, total=False):
    """What :func:`small_scenario` takes by name, for those who hand it on."""

    hexsides: Iterable[HexsideRow]
    crossings: Iterable[CrossingRow]
    roads: Iterable[Sequence[Place]]
    tracks: Iterable[Sequence[Place]]
    borders: Mapping[str, Iterable[tuple[Place, Place]]]
    sources: Iterable[StoreRow]
    depots: Iterable[StoreRow]
    objectives: Iterable[ObjectiveRow]
    labels: Iterable[tuple[str, Place]]
    areas: Mapping[str, Iterable[Place]]
    timeline: Iterable[Entry]
    airfields: Iterable[AirfieldRow]
    hq_points: int
    sides: Sequence[SideInfo]
    victory: VictoryRules
    turns: int
    night_first: bool
    weather: Mapping[int, str]
    layout: Layout
    ruleset: Rules
    id: str


#: Letters of the terrain rows.
TERRAIN = {
    ".": "steppe",
    "u": "upland",
    "r": "rough",
    "d": "dunes",
    "s": "sand",
    "~": "marsh",
    "^": "heights",
    "v": "settlement",
    "L": "lake",
}


@functools.cache
def rules() -> Rules:
    """The shipped rules tables, read once."""
    return load_rules()


# Long: a part of a scenario after another, each of which a test may give.
def small_scenario(
    rows: Sequence[str],
    units: Iterable[Row] = (),
    *,
    hexsides: Iterable[HexsideRow] = (),
    crossings: Iterable[CrossingRow] = (),
    roads: Iterable[Sequence[Place]] = (),
    tracks: Iterable[Sequence[Place]] = (),
    borders: Mapping[str, Iterable[tuple[Place, Place]]] | None = None,
    sources: Iterable[StoreRow] = (),
    depots: Iterable[StoreRow] = (),
    objectives: Iterable[ObjectiveRow] = (),
    labels: Iterable[tuple[str, Place]] = (),
    areas: Mapping[str, Iterable[Place]] | None = None,
    timeline: Iterable[Entry] = (),
    airfields: Iterable[AirfieldRow] = (),
    hq_points: int = 0,
    sides: Sequence[SideInfo] | None = None,
    victory: VictoryRules | None = None,
    turns: int = 6,
    night_first: bool = False,
    weather: Mapping[int, str] | None = None,
    layout: Layout | None = None,
    ruleset: Rules | None = None,
    id: str = "small",
) -> Scenario:
    """A scenario as a value.

    `rows` are letters of :data:`TERRAIN`. A unit is (id, type, side, place) and, if need be, overrides: those of
    :class:`InOrderOfBattle` go to the order of battle (`full_steps` is full strength), the others (steps, suppressed,
    entrenchment, mp, moved, fought, unsupplied) to the state; `arrives` sets a reinforcement aside until its turn.
    A crossing is (place, place, kind) and, if need be, a dictionary of `name`, `owner`, `hits`. Sources are
    (side, place[, SP per turn[, name]]), depots (side, place[, stock[, name]]), objectives
    (name, place, holder[, worth[, final worth]]), airfields (name, side, fighters, bombers[, place]); `hq_points` are
    for each side unless `sides` are given. Units stand in the order of battle by side, then id.

    Raises: ValueError for places off the map or not adjacent, KeyError for unknown names.
    """
    table = ruleset or rules()
    lay = layout or Layout()
    width, height = len(rows[0]), len(rows)
    if any(len(row) != width for row in rows):
        raise ValueError("rows of different length")
    ground = [TERRAIN[c] for row in rows for c in row]

    def at(place: Place) -> int:
        col, row = place
        if not (0 <= col < width and 0 <= row < height):
            raise ValueError(f"{place} is off the map")
        return row * width + col

    def edge(a: Place, b: Place) -> tuple[int, int]:
        start, _ = at(a), at(b)
        (q, r), (to_q, to_r) = lay.to_hex(*a), lay.to_hex(*b)
        there = (to_q - q, to_r - r)
        if there not in DIRECTIONS:
            raise ValueError(f"{a} and {b} are not adjacent")
        return start, DIRECTIONS.index(there)

    ways = {edge(a, b): Road.TRACK for way in tracks for a, b in zip(way, way[1:], strict=False)}
    ways |= {edge(a, b): Road.ROAD for way in roads for a, b in zip(way, way[1:], strict=False)}
    board = Board.build(
        width,
        height,
        lay,
        ground,
        table,
        {edge(a, b): HexsideKind(kind) for a, b, kind in hexsides},
        ways,
        {claim: [edge(a, b) for a, b in edges] for claim, edges in (borders or {}).items()},
    )
    infos = (
        tuple(sides)
        if sides
        else (
            SideInfo(
                "soviet", "Soviet-Mongolian forces", ("USSR", "Mongolia"), grades=(-40, 0, 40, 80), hq_points=hq_points
            ),
            SideInfo(
                "japanese",
                "Japanese-Manchukuoan forces",
                ("Japan", "Manchukuo"),
                grades=(-40, 0, 40, 80),
                hq_points=hq_points,
            ),
        )
    )
    assert len(infos) == 2
    order = [info.id for info in infos]

    links = {}
    for link in crossings:
        a, b, kind = link[:3]
        side = board.hexside(at(a), at(b))
        if side is None:
            raise ValueError(f"{a} and {b} are not adjacent")
        crossing = Crossing(f"{kind} {a[0]},{a[1]}", CrossingKind(kind), side)
        links[side] = crossing if len(link) == 3 else replace(crossing, **link[3])

    specs, states = [], []
    for i, row in enumerate(sorted(units, key=lambda u: (order.index(u[2]), u[0]))):
        code, type_, side_id, place = row[:4]
        more = More() if len(row) == 4 else row[4]
        unit_type = table.unit_types[type_]
        spec = UnitSpec(
            code,
            more.get("name", code),
            side_id,
            unit_type,
            formation=more.get("formation", ""),
            nation=more.get("nation", ""),
            quality=Quality(more.get("quality", Quality.REGULAR)),
            steps=more.get("full_steps", max(unit_type.steps, more.get("steps", 0))),
            leader=more.get("leader", ""),
            arrives=more.get("arrives"),
            entry=at(place),
            index=i,
        )
        unit = Unit(spec, at(place) if spec.arrives is None else NOT_ARRIVED, spec.steps, mp=unit_type.mp)
        specs.append(spec)
        states.append(replace(unit, **_state(more)))

    return Scenario(
        id=id,
        title="Small battle",
        description="A few units, for tests.",
        sides=(infos[0], infos[1]),
        calendar=tuple(_turn(n, night_first, (weather or {}).get(n, "clear")) for n in range(1, turns + 1)),
        board=board,
        rules=table,
        order_of_battle=tuple(specs),
        units=tuple(states),
        crossings=links,
        sources=tuple(_store(Source, "source", n, at, *row) for n, row in enumerate(sources, 1)),
        depots=tuple(_store(DepotSpec, "depot", n, at, *row) for n, row in enumerate(depots, 1)),
        objectives=tuple(_objective(at, *row) for row in objectives),
        victory=victory or table.victory,
        timeline=tuple(timeline),
        labels=tuple(Label(text, at(place)) for text, place in labels),
        areas={name: frozenset(at(p) for p in places) for name, places in (areas or {}).items()},
        digest="small",
        airfields=tuple(_airfield(at, *row) for row in airfields),
    )


def _turn(number: int, night_first: bool, weather: str) -> TurnInfo:
    half = number - 1 + night_first
    light = Light.NIGHT if half % 2 else Light.DAY
    return TurnInfo(
        f"1939-08-{20 + half // 2:02d}" if half < 24 else f"1939-09-{half // 2 - 11:02d}",
        "19:00" if half % 2 else "06:00",
        light,
        weather,
    )


def _state(more: More) -> InState:
    """What of it is said for a unit's state."""
    return cast(InState, {key: value for key, value in more.items() if key not in InOrderOfBattle.__optional_keys__})


def _store(
    make: Callable[[str, str, int, int], T],
    what: str,
    number: int,
    at: At,
    side: str,
    place: Place,
    amount: int = 200,
    name: str = "",
) -> T:
    return make(name or f"{side} {what} {number}", side, at(place), amount)


def _airfield(at: At, name: str, side: str, fighters: int, bombers: int, place: Place | None = None) -> AirfieldSpec:
    return AirfieldSpec(name, side, -1 if place is None else at(place), fighters, bombers)


def _objective(at: At, name: str, place: Place, holder: str, worth: int = 10, final_worth: int = 5) -> Objective:
    return Objective(name, at(place), holder, worth, final_worth)
