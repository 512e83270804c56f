"""``khalkhin balance``: what many battles come to, as a page."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.progress import Progress

from khalkhin.cli.arguments import add_first_seed, add_jobs, positive
from khalkhin.cli.common import scenario_named
from khalkhin.cli.console import say
from khalkhin.cli.failures import Misuse
from khalkhin.cli.series import measuring
from khalkhin.cli.series.keeping import keeping, write_page
from khalkhin.core.model.scenario import Scenario
from khalkhin.play.measure import balance, levels
from khalkhin.play.measure.kept import ResultStore
from khalkhin.play.measure.series import play_many
from khalkhin.scenario import listings
from khalkhin.text import kinds
from khalkhin.text.handicap import sentence
from khalkhin.translation import _


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("scenarios", nargs="*", metavar="SCENARIO", help=_("default: all that are shipped"))
    parser.add_argument("--games", type=positive, default=200, help=_("battles of each scenario; default: 200"))
    add_jobs(parser, os.cpu_count() or 1)
    add_first_seed(parser)
    parser.add_argument("--levels", action="store_true", help=_("what the levels are worth, instead"))
    measuring.add_arguments(parser)
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help=_("a page in Markdown; default: print it"))


def run(a: argparse.Namespace) -> int:
    """Fight the battles, and write or print the page."""
    names = a.scenarios or [e.id for e in listings() if e.shipped]
    changed = measuring.wanted(a)
    if changed and a.levels:
        raise Misuse(_("--levels is measured by itself, without other options."))
    said = [*a.scenarios, *["--levels"] * a.levels, *measuring.words(a), f"--games {a.games}", f"--seed {a.seed}"]
    words = ["khalkhin balance", *said]
    scenarios = [scenario_named(name) for name in names]
    # What is wrong with the command is told before any battle.
    rows = measuring.series(a, names, scenarios) if changed and not a.plan else []
    total = measuring.battles(a, names) if changed else a.games * len(names) * (3 if a.levels else 1)
    with keeping(a.output, words, total) as kept:
        with Progress(transient=True, disable=not sys.stderr.isatty()) as bar:
            task = bar.add_task(_("battles"), total=total)

            def advance(result: object) -> None:
                bar.advance(task)

            if changed:
                text = measuring.page(a, rows, " ".join(words), advance, kept)
            else:
                text = _page(a, scenarios, " ".join(words), advance, kept)
        if a.output is None:
            say(text, end="")
        else:
            write_page(a.output, text)
    return 0


def _page(
    a: argparse.Namespace,
    scenarios: Sequence[Scenario],
    command: str,
    advance: Callable[[object], None],
    kept: ResultStore | None,
) -> str:
    """The page of the plain battles, or of the levels."""
    seeds = range(a.seed, a.seed + a.games)
    if a.levels:
        given = sentence(scenarios[0].rules.handicap)
        measured = [levels.measure(s, seeds, a.jobs, advance, kept) for s in scenarios]
        return levels.page(command, given, measured, kinds.level, kinds.grade)
    found = []
    for scenario in scenarios:
        players = {side.id: "staff" for side in scenario.sides}
        results = play_many(scenario, players, seeds, jobs=a.jobs, progress=advance, kept=kept)
        found.append((scenario, results))
    return balance.page(command, found, kinds.grade)
