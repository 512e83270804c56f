"""``khalkhin balance``: what many battles come to, as a page."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from rich.progress import Progress

from khalkhin.cli.arguments import natural, positive
from khalkhin.cli.common import scenario_named
from khalkhin.cli.failures import Failure
from khalkhin.play.measure import balance, levels
from khalkhin.play.measure.arena import play_many
from khalkhin.play.storage.whole import write_whole
from khalkhin.scenario import listings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("scenarios", nargs="*", metavar="SCENARIO", help="default: all that are shipped")
    parser.add_argument("--games", type=positive, default=200)
    parser.add_argument("--jobs", type=positive, default=os.cpu_count() or 1)
    parser.add_argument("--seed", type=natural, default=1)
    parser.add_argument("--levels", action="store_true", help="what the levels are worth, instead")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="a page in Markdown; default: print it")


def run(a: argparse.Namespace) -> int:

    names = a.scenarios or [e.id for e in listings() if e.shipped]
    scenarios = [scenario_named(name) for name in names]
    seeds = range(a.seed, a.seed + a.games)
    words = ["khalkhin balance", *a.scenarios, *["--levels"] * a.levels, f"--games {a.games}", f"--seed {a.seed}"]
    with Progress(transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("battles", total=a.games * len(scenarios) * (3 if a.levels else 1))

        def advance(_: object) -> None:
            bar.advance(task)

        if a.levels:
            text = levels.page(" ".join(words), [levels.measure(s, seeds, a.jobs, advance) for s in scenarios])
        else:
            found = []
            for scenario in scenarios:
                players = {side.id: "staff" for side in scenario.sides}
                found.append((scenario, play_many(scenario, players, seeds, jobs=a.jobs, progress=advance)))
            text = balance.page(" ".join(words), found)
    if a.output is None:
        print(text, end="")
        return 0
    try:
        a.output.parent.mkdir(parents=True, exist_ok=True)
        write_whole(a.output, text.encode())
    except OSError as error:
        raise Failure(f"the page cannot be written to {a.output}: {error.strerror or error}.") from error
    print(a.output)
    return 0
