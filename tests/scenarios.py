"""Small battles made in code for the tests: rows of terrain letters, units, water, roads; with the real rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from game.core.board import Board
from game.core.layout import Layout
from game.core.model import (
    CrossingKind,
    DepotSpec,
    HexsideKind,
    Light,
    Objective,
    Quality,
    Road,
    Rules,
    Scenario,
    SideInfo,
    Source,
    TurnInfo,
    UnitSpec,
    VictoryRules,
)
from game.core.state import NOT_ARRIVED, Crossing, Unit
from game.core.timeline import Entry

Place = tuple[int, int]

#: Terrain letters.
LETTERS = {
    ".": "steppe",
    "u": "upland",
    "r": "rough",
    "d": "dunes",
    "s": "sand",
    "~": "marsh",
    "^": "heights",
    "#": "settlement",
    "O": "lake",
}

#: Keys of a unit's options that belong to its entry in the order of battle; the others are its state.
SPEC_KEYS = {"name", "formation", "nation", "quality", "leader", "arrives"}


@cache
def rules() -> Rules:
    from game.scenario import load_rules

    return load_rules()


def small_scenario(
    rows: Sequence[str],
    units: Iterable[tuple[str, str, str, Place, Mapping[str, Any]]] = (),
    *,
    hexsides: Iterable[tuple[Place, Place, str]] = (),
    crossings: Iterable[tuple[Place, Place, str]] = (),
    roads: Iterable[Sequence[Place]] = (),
    tracks: Iterable[Sequence[Place]] = (),
    sources: Iterable[tuple[str, Place]] = (),
    depots: Iterable[tuple[str, Place]] = (),
    objectives: Iterable[tuple[str, str, Place, int, int]] = (),
    timeline: Iterable[Entry] = (),
    turns: int = 6,
    night_first: bool = False,
    grades: tuple[int, int, int, int] = (-10, 0, 10, 20),
    victory: VictoryRules | None = None,
    layout: Layout | None = None,
) -> Scenario:
    """A scenario from letters (see LETTERS) and lists.

    `units` are (id, type, side, (column, row), options); `objectives` (name, holder, place, worth, final worth).
    Steps default to the type's figure. The Soviets move first; days and nights alternate.
    """
    table = rules()
    width, height = len(rows[0]), len(rows)
    layout = layout or Layout()

    def index(place: Place) -> int:
        return place[1] * width + place[0]

    def edge(a: Place, b: Place) -> tuple[int, int]:
        direction = layout.to_hex(*a).direction_to(layout.to_hex(*b))
        assert direction is not None, f"{a} and {b} are not neighbours"
        return index(a), direction

    ways: dict[tuple[int, int], Road] = {}
    for kind, lists in ((Road.TRACK, tracks), (Road.ROAD, roads)):
        for line in lists:
            ways |= {edge(a, b): kind for a, b in zip(line, line[1:], strict=False)}
    board = Board.build(
        width,
        height,
        layout,
        [LETTERS[c] for row in rows for c in row],
        table,
        {edge(a, b): HexsideKind(kind) for a, b, kind in hexsides},
        ways,
    )
    specs, starts = [], []
    ordered = sorted(units, key=lambda u: (u[2] != "soviet", u[0]))
    for i, (code, type_id, side, place, options) in enumerate(ordered):
        unit_type = table.unit_types[type_id]
        spec_options = {k: v for k, v in options.items() if k in SPEC_KEYS}
        state_options = {k: v for k, v in options.items() if k not in SPEC_KEYS}
        steps = state_options.pop("steps", unit_type.steps)
        arrives = spec_options.get("arrives")
        spec = UnitSpec(
            id=code,
            type=unit_type,
            side=side,
            steps=steps,
            index=i,
            entry=index(place),
            **{"name": code, "quality": Quality.REGULAR, **spec_options},
        )
        specs.append(spec)
        starts.append(Unit(spec, index(place) if arrives is None else NOT_ARRIVED, steps, **state_options))
    calendar = tuple(
        TurnInfo(
            f"1939-08-{20 + (t + night_first) // 2}", "19:00" if night else "06:00", Light.NIGHT if night else Light.DAY
        )
        for t in range(turns)
        for night in [(t % 2 == 1) != night_first]
    )
    links = {}
    for a, b, kind in crossings:
        hex_, direction = edge(a, b)
        side_id = board.sides[hex_][direction]
        links[side_id] = Crossing(f"{kind} {a}-{b}", CrossingKind(kind), side_id)
    return Scenario(
        "small",
        "A small battle",
        "",
        (SideInfo("soviet", "Soviets", grades=grades), SideInfo("japanese", "Japanese", grades=grades)),
        calendar,
        board,
        table,
        tuple(specs),
        tuple(starts),
        links,
        tuple(Source(f"{side} source {i}", side, index(place)) for i, (side, place) in enumerate(sources)),
        tuple(DepotSpec(f"{side} depot {i}", side, index(place)) for i, (side, place) in enumerate(depots)),
        tuple(Objective(name, index(place), holder, worth, final) for name, holder, place, worth, final in objectives),
        victory or VictoryRules(),
        tuple(timeline),
        digest="small",
    )
