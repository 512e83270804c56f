"""Counts what could be scouted by giving orders and taking them back: every order of battles of computers is judged.

    python -m tests.harness.undo_lock [SCENARIO ...] [--orders 10000] [--seed 1] [--ai staff,random]

For each order it asks beforehand whether it could be taken back, then whether it may be, and compares what its side
knew with what it knows. What a side knows is read here plainly from its view. Exit code 1 if an order that taught
something could have been taken back, or if the mark beforehand said otherwise than what came.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from khalkhin import paths
from khalkhin.core import apply, initial_state, view
from khalkhin.core.events import events as ev
from khalkhin.core.events.events import Event
from khalkhin.core.fog.view import View
from khalkhin.core.fog.witness import visible_events
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import GameState
from khalkhin.core.orders.orders import EndTurn, Move, Order
from khalkhin.core.takeback import Prospect, foreseen, learnt
from khalkhin.play.measure.arena import moves
from khalkhin.scenario import load
from khalkhin.scenario.catalog import inside


@dataclass(slots=True)
class Count:
    """Orders judged; `faults` are those that break the rule, in words."""

    orders: int = 0
    undoable: int = 0
    moves: int = 0
    undoable_moves: int = 0
    promised: int = 0
    kept_open: int = 0
    lessons: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        why = ", ".join(f"{name} {n}" for name, n in self.lessons.most_common())
        return (
            f"{self.orders} orders ({self.moves} moves); {self.undoable} ({self.undoable_moves}) may be taken back, "
            f"{self.promised} promised to be, {self.kept_open} left open; {len(self.faults)} faults; locked: {why}"
        )


def gained(before: View, after: View, events: Sequence[Event]) -> Iterator[str]:
    """What a side knows after its order that it did not know before, read from its views and what it was told."""
    old, new, side = before.state, after.state, before.side
    for hex_ in range(old.scenario.board.size):
        if after.sees(hex_) and not before.sees(hex_):
            yield f"sees hex {hex_}"
    places = {u.hex for u in old.units if u.spec.side != side and u.on_map}
    named = {u.id: u for u in old.units if u.spec.side != side}
    for unit in new.units:
        if unit.spec.side == side or not unit.on_map:
            continue
        if unit.hex not in places:
            yield f"knows of an enemy in hex {unit.hex}"
        was = named.get(unit.id)
        if was is not None and was.on_map and after.level(unit) > before.level(was):
            yield f"sees {unit.id} better"
        if was is not None and not was.on_map and not unit.id.startswith("contact"):
            yield f"knows that {unit.id} is there"
        alike = was is not None and was.on_map and after.level(unit) == before.level(was)
        if alike and unit != was and unit.spec.index < len(old.scenario.order_of_battle):
            yield f"sees {unit.id} changed"
    for index, ghost in before.ghosts.items():
        if after.ghosts.get(index) != ghost:
            yield f"knows that unit {index} is no longer in hex {ghost.hex}"
    for store, was_ in zip(new.stores, old.stores, strict=False):
        if store.side == side != was_.side:
            yield f"knows what was in {store.name}"
    for name in ("weather", "flags", "choices", "fired", "awards", "bans", "held", "pending", "superiority", "outcome"):
        if getattr(old, name) != getattr(new, name):
            yield f"knows of {name}"
    for event in events:
        match event:
            case (
                ev.Assaulted()
                | ev.Barraged()
                | ev.Flown()
                | ev.TurnBegan()
                | ev.TimelineFired()
                | ev.Captured()
                | ev.StoreTaken()
            ):
                yield type(event).__name__
            case ev.Moved(stopped=stopped) if stopped:
                yield "met an enemy"
            case ev.CrossingHit(die=die) if die:
                yield "threw a die"
            case ev.Sighted() | ev.DecoyExposed() | ev.StepsLost() | ev.StoodBy():
                yield type(event).__name__


def judge(before: GameState, order: Order, count: Count) -> None:
    """Add one order of a battle."""
    side = before.active
    after, events = apply(before, order)
    seen, now = view(before, side), view(after, side)
    mark: Prospect = foreseen(seen.state, order)
    lesson = learnt(order, before, after, events, side)
    what = f"turn {before.turn}, {side}: {order}: mark {mark}, lesson {lesson}"
    count.orders += 1
    count.moves += isinstance(order, Move)
    count.promised += mark.promised
    count.kept_open += not mark.promised and not mark.sure
    if lesson is None:
        count.undoable += 1
        count.undoable_moves += isinstance(order, Move)
        found = list(gained(seen, now, visible_events(events, before, after, side)))
        if found:
            count.faults.append(f"{what}; yet it {'; '.join(found)}")
    else:
        count.lessons[lesson.value] += 1
        if mark.promised:
            count.faults.append(f"{what}: it was promised")
    if lesson is None and mark.sure and not mark.promised:
        count.faults.append(f"{what}: it was refused beforehand")


def battle(scenario: Scenario, seed: int, player: str, count: Count, most: int) -> None:
    """Judge the orders of one battle, up to so many in all."""
    state = initial_state(scenario, seed)
    for order, after in moves(state, {s.id: player for s in scenario.sides}):
        if count.orders >= most:
            return
        if not isinstance(order, EndTurn):
            judge(state, order, count)
        state = after


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.harness.undo_lock", description=__doc__)
    parser.add_argument("scenarios", nargs="*", metavar="SCENARIO")
    parser.add_argument("--orders", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--ai", default="staff,random")
    given = parser.parse_args(arguments)
    names = given.scenarios or [folder.name for folder in inside(paths.maps_dir())]
    players = given.ai.split(",")
    share = -(-given.orders // (len(names) * len(players)))
    bad = 0
    for name in names:
        scenario = load(name)
        for player in players:
            count, seed = Count(), given.seed
            while count.orders < share:
                battle(scenario, seed, player, count, share)
                seed += 1
            bad += len(count.faults)
            print(f"{name}, {player}, seeds {given.seed} to {seed - 1}: {count}", flush=True)
            for fault in count.faults[:5]:
                print(f"    {fault}", flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
