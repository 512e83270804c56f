"""Writes the playthroughs of all scenarios in maps/ anew, or of those named: computer against computer.

python -m tests.golden.make [SCENARIO ...]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence

from khalkhin import paths
from khalkhin.core import initial_state
from khalkhin.play.measure.arena import moves
from khalkhin.scenario import load
from khalkhin.scenario.catalog import inside

from tests.golden.playthrough import path_of, perform

SEED = 1939


def write(name: str) -> int:
    """Play a scenario with its computers and keep it. Returns the number of lines."""
    scenario = load(name)
    players = {side.id: "staff" for side in scenario.sides}
    orders = (order for order, _ in moves(initial_state(scenario, SEED), players))
    lines = list(perform(scenario, SEED, players, orders))
    path_of(name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(lines)


def main(names: Sequence[str]) -> None:
    shipped = [folder.name for folder in inside(paths.maps_dir())]
    for name in names or shipped:
        began = time.monotonic()
        lines = write(name)
        print(f"{path_of(name).name}: {lines} lines, {time.monotonic() - began:.0f} s", flush=True)
    if not names:
        for old in set(path_of("x").parent.glob("*.txt")) - {path_of(name) for name in shipped}:
            old.unlink()
            print(f"{old.name}: its scenario is gone, removed")


if __name__ == "__main__":
    main(sys.argv[1:])
