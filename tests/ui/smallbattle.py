"""A battle of a few units and turns with the real rules tables, for tests that play through the window."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from khalkhin.core.board.board import Board
from khalkhin.core.board.layout import Layout
from khalkhin.core.model.crossings import Crossing
from khalkhin.core.model.rules import CrossingKind, HexsideKind, Light, Road, Rules
from khalkhin.core.model.scenario import DepotSpec, Label, Objective, Scenario, SideInfo, Source, TurnInfo
from khalkhin.core.model.units import Unit, UnitSpec
from khalkhin.core.timeline.timeline import Entry, When

from tests.scenarios import rules as real_rules

#: A unit: id (su- or jp-), name, type, column, row, turn of arrival.
Row = tuple[str, str, str, int, int, int | None]


def small_battle(turns: int = 4, more: Sequence[Row] = ()) -> Scenario:
    """Fourteen by ten hexes, a river with a bridge and a ford, six Soviet units against five Japanese; then `more`
    units."""
    return _made(turns, tuple(more))


# Long: a table of who and what is on a small map.
@cache
def _made(turns: int, more: tuple[Row, ...]) -> Scenario:
    """Nothing can change it, so that all tests may have the same."""
    rules, layout, width, height = real_rules(), Layout(), 14, 10
    ground = ["steppe"] * (width * height)
    for col, row, name in ((8, 4, "heights"), (9, 5, "dunes"), (9, 6, "dunes"), (7, 2, "rough"), (11, 4, "settlement")):
        ground[row * width + col] = name
    probe = Board.build(width, height, layout, ground, rules)
    river = {
        (h, d): HexsideKind.RIVER
        for h in range(probe.size)
        for d, n in enumerate(probe.neighbours[h])
        if h % width == 4 and n >= 0 and n % width == 5
    }
    steps = [(h, probe.direction(h, h + 1)) for h in range(4 * width, 5 * width - 1)]
    roads = {(h, d): Road.ROAD for h, d in steps if d is not None}
    board = Board.build(width, height, layout, ground, rules, river, roads)
    links = {}
    for row, crossing, name in ((4, CrossingKind.BRIDGE, "Sumber bridge"), (7, CrossingKind.FORD, "South ford")):
        hexside = board.hexside(row * width + 4, row * width + 5)
        if hexside is not None:
            links[hexside] = Crossing(name, crossing, hexside, "soviet")
    order: list[Row] = [
        ("su-a", "24th Rifle Regiment", "rifle-regiment", 7, 3, None),
        ("su-b", "149th Rifle Regiment", "rifle-regiment", 6, 5, None),
        ("su-c", "Machine-gun Battalion", "rifle-battalion", 7, 6, None),
        ("su-d", "Divisional Artillery", _gun(rules), 6, 4, None),
        ("su-e", "Reserve Regiment", "rifle-regiment", 2, 4, None),
        ("su-f", "Late Regiment", "rifle-regiment", 0, 4, 2),
        ("jp-a", "64th Infantry Regiment", "rifle-regiment", 8, 4, None),
        ("jp-b", "72nd Infantry Regiment", "rifle-regiment", 8, 6, None),
        ("jp-c", "Cavalry Detachment", "rifle-battalion", 9, 2, None),
        ("jp-d", "Field Artillery", _gun(rules), 10, 4, None),
        ("jp-e", "Guard Battalion", "rifle-battalion", 11, 4, None),
        *more,
    ]
    specs, units = [], []
    for i, (id_, name, type_, col, row, arrives) in enumerate(order):
        side = "soviet" if id_.startswith("su") else "japanese"
        kind = rules.unit_types[type_]
        spec = UnitSpec(
            id_,
            name,
            side,
            kind,
            formation="Centre" if i < 4 else "Reserve" if i < 6 else "23rd Division",
            nation="USSR" if side == "soviet" else "Japan",
            steps=kind.steps,
            arrives=arrives,
            entry=row * width + col,
            index=i,
        )
        specs.append(spec)
        units.append(
            Unit(
                spec,
                -1 if arrives else row * width + col,
                kind.steps,
                mp=kind.mp,
                entrenchment=1 if side == "japanese" else 0,
            )
        )
    calendar = tuple(
        TurnInfo(f"1939-08-{20 + i // 2}", "06:00" if i % 2 == 0 else "19:00", Light.DAY if i % 2 == 0 else Light.NIGHT)
        for i in range(turns)
    )
    return Scenario(
        "small",
        "Small <b>battle</b>",
        "A few units at a bridge, for tests.",
        (
            SideInfo("soviet", "Soviet-Mongolian forces", ("USSR", "Mongolia"), "Take the heights.", (-20, 0, 10, 20)),
            SideInfo(
                "japanese", "Japanese-Manchukuoan forces", ("Japan", "Manchukuo"), "Hold the heights.", (-20, 0, 10, 20)
            ),
        ),
        calendar,
        board,
        rules,
        tuple(specs),
        tuple(units),
        links,
        (Source("West road", "soviet", 4 * width, 40), Source("East road", "japanese", 4 * width + 13, 40)),
        (DepotSpec("Bridge depot", "soviet", 4 * width + 2, 30),),
        (
            Objective("Remizov Heights", 4 * width + 8, "japanese", 20, 5),
            Objective("Nomonhan", 4 * width + 11, "japanese", 30, 10),
        ),
        rules.victory,
        (
            Entry(
                "opening",
                When(1),
                "soviet",
                "The first strike",
                "Aircraft and guns open the battle.",
                "A19",
                "They differ on the hour.",
            ),
        ),
        (Label("Halha", 1 * width + 4, "river"), Label("Sumber", 4 * width + 4)),
        digest="small",
    )


def _gun(rules: Rules) -> str:
    return next(k for k, t in rules.unit_types.items() if t.range >= 3)
