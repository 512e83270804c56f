"""``khalkhin balance``: what many battles come to, as a page."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from rich.progress import Progress

from khalkhin.cli.arguments import natural, positive
from khalkhin.cli.common import scenario_named
from khalkhin.cli.console import say
from khalkhin.cli.failures import Failure
from khalkhin.cli.keeping import keeping
from khalkhin.play.measure import balance, levels
from khalkhin.play.measure.series import play_many
from khalkhin.play.storage.whole import write_whole
from khalkhin.scenario import listings
from khalkhin.text.handicap import sentence


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
    total = a.games * len(scenarios) * (3 if a.levels else 1)
    with keeping(a.output, words, total) as kept:
        with Progress(transient=True, disable=not sys.stderr.isatty()) as bar:
            task = bar.add_task("battles", total=total)

            def advance(_: object) -> None:
                bar.advance(task)

            if a.levels:
                given = sentence(scenarios[0].rules.handicap)
                measured = [levels.measure(s, seeds, a.jobs, advance, kept) for s in scenarios]
                text = levels.page(" ".join(words), given, measured)
            else:
                found = []
                for scenario in scenarios:
                    players = {side.id: "staff" for side in scenario.sides}
                    results = play_many(scenario, players, seeds, jobs=a.jobs, progress=advance, kept=kept)
                    found.append((scenario, results))
                text = balance.page(" ".join(words), found)
        _write(a.output, text)
    return 0


def _write(output: Path | None, text: str) -> None:
    if output is None:
        say(text, end="")
        return
    try:
        write_whole(output, text.encode())
    except OSError as error:
        raise Failure(f"the page cannot be written to {output}: {error.strerror or error}.") from error
    say(output)
