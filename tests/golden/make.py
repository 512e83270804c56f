"""Writes the playthroughs of all scenarios in maps/ anew, or of those named: computer against computer.

python -m tests.golden.make [--digests] [SCENARIO ...]

With --digests the orders stay as they are: they are given again, and only the digests are written anew, for changes
that name things otherwise but play alike. Anything else that is different then is an error.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from itertools import zip_longest

from khalkhin import paths
from khalkhin.core import initial_state
from khalkhin.play.measure.arena import moves
from khalkhin.scenario import load
from khalkhin.scenario.catalog import inside

from tests.golden.playthrough import path_of, perform, read

SEED = 1939


def write(name: str) -> int:
    """Play a scenario with its computers and keep it. Returns the number of lines."""
    scenario = load(name)
    players = {side.id: "staff" for side in scenario.sides}
    orders = (order for order, _ in moves(initial_state(scenario, SEED), players))
    lines = list(perform(scenario, SEED, players, orders))
    path_of(name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(lines)


def renew(name: str) -> int:
    """Give the orders of a playthrough again and keep the new digests. Returns the number of lines.

    Raises: ValueError if anything but digests is different, IllegalOrder for an order that may not be given any more.
    """
    kept = read(name)
    lines = list(perform(load(name), kept.seed, kept.players, kept.orders()))
    for number, (was, now) in enumerate(zip_longest(kept.lines, lines, fillvalue=""), 1):
        if without_digest(was) != without_digest(now):
            raise ValueError(f"{path_of(name).name}:{number}: {was!r} has become {now!r}")
    path_of(name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(lines)


def without_digest(line: str) -> str:
    """A line of a playthrough without the digests in it."""
    return re.sub(r"\b[0-9a-f]{16}\b", "…", line)


def main(names: Sequence[str]) -> None:
    again = "--digests" in names
    names = [name for name in names if name != "--digests"]
    shipped = [folder.name for folder in inside(paths.maps_dir())]
    for name in names or shipped:
        lines = renew(name) if again else write(name)
        print(f"{path_of(name).name}: {lines} lines", flush=True)
    if not names:
        for old in set(path_of("x").parent.glob("*.txt")) - {path_of(name) for name in shipped}:
            old.unlink()
            print(f"{old.name}: its scenario is gone, removed")


if __name__ == "__main__":
    main(sys.argv[1:])
