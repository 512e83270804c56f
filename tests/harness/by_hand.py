"""Faults thought of by hand, over all rooms of the rules, hunted as :mod:`tests.harness.mutants` hunts those that a
seed draws. The golden battles are not among the tests.

    python -m tests.harness.by_hand [--keep FILE] [--only N] [TESTS ...] [--deselect TEST ...]

Unlike the others these may lie outside functions: audiences of events, rows of tables. Such a fault is looked for by
every test, and one within a function by those that come to it.
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.harness.mutants import Mutant, hunt
from tests.harness.mutations import Function, key
from tests.house import house

CORE = "khalkhin.core."


class Fault(NamedTuple):
    """A fault in a module of `core`: what stands there once and what instead, and what that comes to in play."""

    module: str
    was: str
    now: str
    meaning: str


FAULTS = (
    Fault(
        "board.shortest_paths",
        "                if to in dear:\n",
        "                if to in dear and here not in dear:\n",
        "going from one enemy zone of control into another costs nothing on top",
    ),
    Fault(
        "board.board",
        "max(r - 1, 1)) for r",
        "max(r - 1, 0)) for r",
        "at night one does not see who keeps still in the next hex",
    ),
    Fault(
        "model.state",
        "b.side == side and (b.until == 0 or self.turn <= b.until)",
        "b.side == side and (b.until == 0 or self.turn < b.until)",
        "an order from above ends a turn early",
    ),
    Fault(
        "model.state",
        "if old != unit.hex and unit.job is not None:",
        "if unit.hex < 0 and unit.job is not None:",
        "engineers who retreat or advance keep the job they have left",
    ),
    Fault(
        "orders.movement",
        "if unit.fought or not movement.may_move(unit):",
        "if not movement.may_move(unit):",
        "units that exploit leave the map in the turn in which they have fought",
    ),
    Fault(
        "orders.combat",
        "(fewer.guns or not order.set_piece)",
        "(fewer.guns or order.set_piece)",
        "a set-piece is left without the gun that makes it one",
    ),
    Fault(
        "orders.air",
        "if wanted > able or self.escort > left.fighters:",
        "if wanted > able:",
        "more fighters escort a flight than there are",
    ),
    Fault(
        "orders.engineering",
        'if link.mined != state.active and not unit.has("engineer"):',
        'if not link.mined and not unit.has("engineer"):',
        "riflemen blow a crossing by charges that the enemy has laid",
    ),
    Fault(
        "events.events",
        'heard(Side("side"))\n\n    store: str\n    side: str\n    hex: int\n',
        'heard(Side("side"), seen=Seen("hex"))\n\n    store: str\n    side: str\n    hex: int\n',
        "who looks at a store is told what came into it by the timeline",
    ),
    Fault(
        "events.events",
        'blank={"cost": 0, "stopped": None})',
        'blank={"cost": 0})',
        "who watches a march is told why it stopped",
    ),
    Fault(
        "fog.view",
        "if eye.side != f.side == spec.side and (f.fighters or f.bombers)",
        "if eye.side != f.side == spec.side",
        "an enemy's field that stands empty is shown full",
    ),
    Fault(
        "fog.sight",
        "if g.turn < limit or",
        "if g.turn <= limit or",
        "an enemy out of sight is forgotten a turn early",
    ),
    Fault(
        "fog.contacts",
        "(u.spec.side == side or levels[u.spec.index])",
        "levels[u.spec.index]",
        "a false contact stays where a unit of the side it fools has marched in",
    ),
    Fault(
        "movement.walking",
        "wet = -(-unit.steps * state.scenario.rules.movement.swim_suppressed // 100)",
        "wet = unit.steps * state.scenario.rules.movement.swim_suppressed // 100",
        "of an odd number of swimmers half is rounded down",
    ),
    Fault(
        "movement.walking",
        "if hex_ in ambush - known.combat:",
        "if hex_ in ambush:",
        "lorries are shot up although a fighting unit of theirs holds the hex",
    ),
    Fault(
        "combat.combat",
        "        limit -= adds\n",
        "",
        "each gun may add the whole of the limit",
    ),
    Fault(
        "combat.modifiers",
        '        figure="leader",\n        sign=-1,\n',
        '        figure="leader",\n',
        "a leader among the defenders helps the attack",
    ),
    Fault(
        "combat.gunnery",
        "key=lambda u: (answered[u.id], u.spec.index))",
        "key=lambda u: u.spec.index)",
        "all counter-battery guns fire at the first of those that fired",
    ),
    Fault(
        "crossing.engineering",
        "or unit.fought or unit.hex in state.attacks or enemy",
        "or unit.fought or enemy",
        "engineers work on while they are attacked",
    ),
    Fault(
        "crossing.crossing",
        'mined = side if crossing.mined == side else ""',
        "mined = crossing.mined",
        "the charges in a crossing outlive its capture",
    ),
    Fault(
        "supply.supply",
        "for i in sorted(stock, reverse=True) if i not in dry",
        "for i in sorted(stock) if i not in dry",
        "of two stores in a hex the last gives first",
    ),
    Fault(
        "supply.staffplan",
        "store.stock - max(need.wanted, buffer * need.rate)",
        "store.stock - buffer * need.rate",
        "the staff hauls away what is to be laid in",
    ),
    Fault(
        "supply.perils",
        "        out |= theirs & ~mine\n        mine |= ours & ~out\n",
        "        mine |= ours & ~out\n        out |= theirs & ~mine\n",
        "ground as near to both sides is the own side's",
    ),
    Fault(
        "air.missions",
        "turn = max(coming, field.wrecked + 1)",
        "turn = max(coming, field.wrecked)",
        "a raid on a wrecked field counts its last day out twice",
    ),
    Fault(
        "command.command",
        "hex_: state.turn + rules.decoy_turns - 1}",
        "hex_: state.turn + rules.decoy_turns}",
        "a false contact lasts a turn longer",
    ),
    Fault(
        "timeline.effects",
        "state.turn >= last + entry.repeat",
        "state.turn > last + entry.repeat",
        "an entry comes again a turn late",
    ),
    Fault(
        "timeline.reinforcements",
        "elif unit.hex == NOT_ARRIVED and turn is not None",
        "elif turn is not None",
        "units that were withdrawn come back by the calendar",
    ),
    Fault(
        "turns",
        "max(0, state.hq_points.get(side, 0) + bonus)",
        "state.hq_points.get(side, 0) + bonus",
        "a side may owe HQ points",
    ),
    Fault(
        "threats",
        "if f.level >= Level.IDENTIFIED and f.unit.is_combat]",
        "if f.level >= Level.CONTACT and f.unit.is_combat]",
        "enemies of unknown kind are reckoned into the odds against one",
    ),
    Fault(
        "explain",
        "        hex_ not in net.blocked\n        and any(",
        "        any(",
        "a hex that the enemy closes to supplies is marked as fed",
    ),
)


def source(fault: Fault) -> str:
    """A module with its fault. Raises: ValueError where the words do not stand there just once."""
    text = house()[CORE + fault.module]
    if text.count(fault.was) != 1:
        raise ValueError(f"{CORE}{fault.module} has {text.count(fault.was)} times: {fault.was!r}")
    return text.replace(fault.was, fault.now)


def around(fault: Fault) -> str:
    """The innermost function about a fault, as :mod:`tests.harness.mutants` calls it; empty outside functions."""
    module = CORE + fault.module
    text = house()[module]
    # What is left out at the end of a line is on that line.
    line = text[: text.index(fault.was)].count("\n") + 1 + fault.was.lstrip(" ").startswith("\n")
    last = ""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, Function) and node.lineno <= line <= (node.end_lineno or 0):
            last = key(module, node)
    return last


def mutants(numbers: Sequence[int]) -> Iterator[Mutant]:
    """The faults with these numbers, from 1."""
    for number in numbers:
        fault = FAULTS[number - 1]
        module = CORE + fault.module
        yield Mutant(module, ast.parse(source(fault)), around(fault), f" {number}, {fault.meaning}")


def main() -> int:
    parser = argparse.ArgumentParser(description="Put faults thought of by hand into the rules and hunt them.")
    parser.add_argument("--keep", type=Path, help="a file for which tests come to which functions")
    parser.add_argument("--only", type=int, action="append", help="the number of a fault, from 1")
    parser.add_argument("tests", nargs="*", default=["tests/core"])
    given, further = parser.parse_known_intermixed_args()
    numbers = given.only or range(1, len(FAULTS) + 1)
    return hunt(mutants(numbers), given.keep, [*given.tests, *further])


if __name__ == "__main__":
    sys.exit(main())
