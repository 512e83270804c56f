"""The small battle with all that the services may have on a map, for tests and pictures of the window."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from khalkhin.core.engine import initial_state
from khalkhin.core.model.crossings import Crossing, Record
from khalkhin.core.model.rules import CrossingKind, Mobility, StackClass, UnitType, Weight
from khalkhin.core.model.scenario import AirfieldSpec, Scenario
from khalkhin.core.model.state import GameState, SortiesLeft, Store
from khalkhin.core.model.units import Driving, Job, Task, Unit, UnitSpec

from tests.ui.smallbattle import small_battle

#: A truck column's type: three steps of 3 SP.
TRUCKS = UnitType(
    "trucks",
    "Truck column",
    "trucks",
    StackClass.COLUMN,
    Mobility.WHEELS,
    20,
    3,
    soft=0,
    hard=0,
    defence=1,
    hardness=0,
    range=0,
    sight=1,
    weight=Weight.LIGHT,
    upkeep=0,
    ammunition=0,
    traits=frozenset(),
    capacity=3,
    endurance=(1, 3, 6),
)
WIDTH = 14


def at(col: int, row: int) -> int:
    return row * WIDTH + col


def scenario(turns: int = 6) -> Scenario:
    """The small battle with engineers, an HQ and truck columns on the Soviet side."""
    base = small_battle(turns)
    types = base.rules.unit_types
    engineers = next(t for t in types.values() if "engineer" in t.traits)
    extra = [("su-eng", "7th Engineer Battalion", engineers, (4, 6))]
    extra += [(f"su-t{i}", f"Truck Column {i}", TRUCKS, place) for i, place in enumerate(_TRUCKS, 1)]
    extra += [("jp-t1", "Transport Company", TRUCKS, (12, 4))]
    specs, units = list(base.order_of_battle), list(base.units)
    for name, title, kind, place in extra:
        side = "soviet" if name.startswith("su") else "japanese"
        spec = UnitSpec(name, title, side, kind, nation="USSR" if side == "soviet" else "Japan", steps=kind.steps)
        spec = replace(spec, index=len(specs))
        specs.append(spec)
        units.append(Unit(spec, at(*place), kind.steps, mp=kind.mp))
    return replace(base, order_of_battle=tuple(specs), units=tuple(units), airfields=_FIELDS)


_FIELDS = (
    AirfieldSpec("West field", "soviet", at(1, 6), 4, 3),
    AirfieldSpec("Hailar", "japanese", -1, 3, 2),
    AirfieldSpec("East field", "japanese", at(12, 7), 3, 2),
)


_TRUCKS = ((0, 4), (0, 4), (0, 4), (2, 4), (6, 4))


def pose(turns: int = 6) -> GameState:
    """A moment of it: a dump and an empty depot, charges on the bridge, a pontoon being built, guns standing by, two
    airfields (one wrecked), a hexside struck from the air, columns under way."""
    state = initial_state(scenario(turns), 1)
    board = state.scenario.board
    bridge = min(state.crossings)
    pontoon = board.hexside(at(4, 2), at(5, 2))
    works = board.hexside(at(4, 6), at(5, 6))
    assert pontoon is not None and works is not None
    life = (
        Record(1, "soviet", "built"),
        Record(2, "japanese", "hit", 1),
        Record(2, "soviet", "carried", 3, 12),
        Record(3, "soviet", "mined"),
    )
    links = {
        **state.crossings,
        bridge: replace(state.crossings[bridge], hits=1, used=2, supply_used=9, mined="soviet", records=life),
        pontoon: Crossing("Ferry", CrossingKind.PONTOON, pontoon, "soviet", 3),
    }
    stores = (
        *(replace(s, stock=0) if s.name == "Bridge depot" else s for s in state.stores),
        Store("Dump at the dunes", "soviet", at(7, 5), 14),
    )
    changes: dict[str, dict[str, Any]] = {
        "su-eng": {"job": Job(Task.PONTOON, works, 1)},
        "su-d": {"standby": "defence"},
        "su-t1": {"cargo": 9, "haul": (at(0, 4), at(2, 4))},
        "su-t2": {"cargo": 4, "haul": (at(0, 4), at(2, 4))},
        "su-t3": {"haul": (at(0, 4), at(2, 4)), "driving": Driving.HAUL},
        "su-t4": {"cargo": 5, "haul": (at(0, 4), at(7, 5))},
        "su-t5": {"cargo": 6, "driving": Driving.HAND},
        "su-c": {"unsupplied": 3},
    }
    units = [replace(u, **changes[u.id]) for u in state.units if u.id in changes]
    return replace(
        state.with_units(units),
        crossings=links,
        stores=stores,
        airfields=tuple(replace(f, wrecked=state.turn) if f.name == "East field" else f for f in state.airfields),
        sorties={"soviet": SortiesLeft(4, 3), "japanese": SortiesLeft(3, 2)},
        superiority="soviet",
        interdicted={at(11, 5): state.turn + 1, at(12, 5): state.turn + 1},
    )
