"""What becomes of a battle whose scenario was edited: the position goes on in the new scenario where it can."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import Enum

from khalkhin.core.fog.sight import survey
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import GameState
from khalkhin.play.session.snapshot import decode, encode
from khalkhin.play.session.snapshot_checks import SnapshotError


class Because(Enum):
    """What was changed that no position can be carried over; what each is called is said in :mod:`khalkhin.ui`."""

    SIDES = "sides"
    SIZE = "size"
    UNITS = "units"
    TURNS = "turns"
    CROSSINGS = "crossings"
    STORES = "stores"
    AIRFIELDS = "airfields"
    OBJECTIVES = "objectives"
    GROUND = "ground"  # a unit would stand where it cannot
    TIMELINE = "timeline"
    OTHER = "other"


def _sides(scenario: Scenario) -> object:
    return [side.id for side in scenario.sides]


def _size(scenario: Scenario) -> object:
    board = scenario.board
    return board.width, board.height, board.layout.stagger_axis, board.layout.stagger_index


def _units(scenario: Scenario) -> object:
    return scenario.order_of_battle, scenario.units


def _turns(scenario: Scenario) -> object:
    return [(turn.light, turn.date) for turn in scenario.calendar]


def _crossings(scenario: Scenario) -> object:
    return dict(scenario.crossings)


def _stores(scenario: Scenario) -> object:
    sources = [(s.name, s.side, s.hex, s.stock) for s in scenario.sources]
    return sources, [(d.name, d.side, d.hex, d.stock) for d in scenario.depots]


def _airfields(scenario: Scenario) -> object:
    return scenario.airfields


def _objectives(scenario: Scenario) -> object:
    return [(o.name, o.hex, o.holder) for o in scenario.objectives]


#: What must be as it was, in the order in which it is told.
PARTS: tuple[tuple[Because, Callable[[Scenario], object]], ...] = (
    (Because.SIDES, _sides),
    (Because.SIZE, _size),
    (Because.UNITS, _units),
    (Because.TURNS, _turns),
    (Because.CROSSINGS, _crossings),
    (Because.STORES, _stores),
    (Because.AIRFIELDS, _airfields),
    (Because.OBJECTIVES, _objectives),
)


def carried(state: GameState, scenario: Scenario) -> GameState | Because:
    """The position of a battle in its scenario as it is edited; or what was changed that it cannot go on there. Ground,
    roads, texts, worths, hints, the timeline and figures that lie in no unit may be other ones."""
    old = state.scenario
    for because, part in PARTS:
        if part(old) != part(scenario):
            return because
    if any(not _stands(scenario, unit.hex, unit.spec.type.mobility) for unit in state.units):
        return Because.GROUND
    if {entry.id for entry in scenario.timeline if entry.answers}.isdisjoint(state.pending) and state.pending:
        return Because.TIMELINE
    try:
        there = decode(scenario, encode(state))
    except SnapshotError:
        return Because.OTHER
    return survey(replace(there, scenario=scenario))[0]


def _stands(scenario: Scenario, hex_: int, mobility: object) -> bool:
    return hex_ < 0 or mobility in scenario.board.terrain[hex_].cost
