"""Counts what becomes of truck columns that nobody has told where to drive, in battles of computer against computer.

    python -m tests.harness.truck_ambush [SCENARIO ...] [--seeds 50] [--first 1] [--turns N]

Prints a line for each scenario: the hexes that columns entered, those of them that their side could know to be
dangerous, the ambushes, and those of them on such ground. Exit code 1 if any was.

What a side could know is read here plainly, hex by hex, and owes nothing to the rules that keep trucks from it
(:mod:`khalkhin.core.supply.perils`); a test holds the two together.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from khalkhin import paths
from khalkhin.core import apply, initial_state
from khalkhin.core.board.board import Board
from khalkhin.core.crossing import crossing as crossings
from khalkhin.core.events.events import Event, Hauled, Moved, StepsLost
from khalkhin.core.fog import contacts, sight
from khalkhin.core.model.rules import HexsideKind, StackClass
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Level
from khalkhin.play.measure.arena import moves
from khalkhin.scenario import load
from khalkhin.scenario.catalog import inside


@dataclass(slots=True)
class Count:
    """What columns did: hexes `entered` and those known to be `dangerous` before; `ambushed`, and so `foreseeably`."""

    battles: int = 0
    entered: int = 0
    dangerous: int = 0
    ambushed: int = 0
    foreseeably: int = 0

    def __str__(self) -> str:
        return (
            f"{self.battles} battles, {self.entered} hexes entered, {self.dangerous} of them known to be dangerous; "
            f"{self.ambushed} ambushes, {self.foreseeably} of them on ground known to be dangerous"
        )


def dangerous(state: GameState, side: str, hex_: int) -> bool:
    """Whether a side could know that trucks are in danger in a hex."""
    board = state.scenario.board
    if any(u.is_combat for u in state.side_units(side) if u.hex == hex_):
        return False
    troops = _troops(state, side)
    ghosts = list(state.sightings[side].ghosts.items())
    if any(_bears_on(state, enemy, hex_) for enemy in troops) or any(g.hex == hex_ for _, g in ghosts):
        return True
    for index, ghost in ghosts:
        fights = ghost.level == Level.CONTACT or state.units[index].spec.type.stack is StackClass.COMBAT
        if fights and _bears_on(state, ghost.hex, hex_):
            return True
    if not state.fog or all(_plain(state, side, h) for h in _with_neighbours(board, hex_)):
        return False
    flags = {h for h in _places(state, side, own=False) if not _plain(state, side, h)}
    if any(_bears_on(state, flag, hex_) for flag in flags):
        return True
    theirs = [*troops, *(g.hex for _, g in ghosts), *flags]
    ours = [*(u.hex for u in state.side_units(side) if u.is_combat), *_places(state, side, own=True)]
    far = board.size
    near = min((board.distance(hex_, h) for h in theirs), default=far)
    return near < far and near <= min((board.distance(hex_, h) for h in ours), default=far)


def _troops(state: GameState, side: str) -> set[int]:
    """Hexes in which a side knows of enemies that may be more than trucks."""
    found = set(contacts.decoys(state, side))
    for unit in state.units:
        level = state.sightings[side].levels[unit.spec.index]
        if unit.hex >= 0 and unit.spec.side != side and level and not (level >= Level.IDENTIFIED and unit.is_column):
            found.add(unit.hex)
    return found


def _bears_on(state: GameState, enemy: int, hex_: int) -> bool:
    """Whether a fighting unit in one hex would control another: not over a river without a crossing that stands."""
    board = state.scenario.board
    if enemy == hex_:
        return True
    hexside = board.hexside(enemy, hex_)
    if hexside is None or board.kind(hexside) is not HexsideKind.RIVER:
        return hexside is not None
    link = state.crossings.get(hexside)
    return link is not None and crossings.standing(link, state.scenario.rules)


def _plain(state: GameState, side: str, hex_: int) -> bool:
    """Whether a side would see even an enemy that lies still in a hex."""
    board = state.scenario.board
    for unit in state.side_units(side):
        radius = max(1, sight.sight_radius(state, unit) - 1)
        if board.distance(unit.hex, hex_) <= radius and board.clear_line(unit.hex, hex_):
            return True
    return hex_ in state.sightings[side].scouted


def _with_neighbours(board: Board, hex_: int) -> Iterator[int]:
    yield hex_
    yield from (h for h in board.neighbours[hex_] if h >= 0)


def _places(state: GameState, side: str, *, own: bool) -> set[int]:
    """Hexes of the places that are a side's, or its enemy's."""
    found = {o.hex for o, h in zip(state.scenario.objectives, state.holdings, strict=True) if (h.side == side) is own}
    for hexside, link in state.crossings.items():
        if link.owner and (link.owner == side) is own:
            found.update(h for h in state.scenario.board.hexside_hexes(hexside) if h >= 0)
    found |= {s.hex for s in state.stores if (s.side == side) is own}
    return found | {f.hex for f in state.airfields if f.hex >= 0 and (f.side == side) is own}


def battle(scenario: Scenario, seed: int, turns: int | None, count: Count) -> None:
    """Fight one battle of the scenario's computers and add what its columns did."""
    count.battles += 1
    before = initial_state(scenario, seed)
    for order, after in moves(before, {s.id: "staff" for s in scenario.sides}, turns):
        _, events = apply(before, order)
        look(before, events, count)
        before = after


def look(before: GameState, events: Sequence[Event], count: Count) -> None:
    """Add what the active side's columns did in one order."""
    hit = {e.unit for e in events if isinstance(e, StepsLost) and e.cause == "ambush"}
    for event in events:
        unit = before.unit(event.unit) if isinstance(event, Hauled | Moved) else None
        if unit is None or not unit.is_column or unit.side != before.active:
            continue
        assert isinstance(event, Hauled | Moved)
        feared = [dangerous(before, unit.side, hex_) for hex_ in event.path[1:]]
        count.entered += len(feared)
        count.dangerous += sum(feared)
        if unit.id in hit:
            count.ambushed += 1
            count.foreseeably += bool(feared and feared[-1])


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.harness.truck_ambush", description=__doc__)
    parser.add_argument("scenarios", nargs="*", metavar="SCENARIO")
    parser.add_argument("--seeds", type=int, default=50)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--turns", type=int)
    given = parser.parse_args(arguments)
    shipped = [folder.name for folder in inside(paths.maps_dir())]
    bad = 0
    for name in given.scenarios or shipped:
        scenario, count = load(name), Count()
        for seed in range(given.first, given.first + given.seeds):
            battle(scenario, seed, given.turns, count)
        bad += count.dangerous + count.foreseeably
        print(f"{name}: {count}", flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
