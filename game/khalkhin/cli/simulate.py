"""``khalkhin simulate``: the computer against itself."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from khalkhin import ai
from khalkhin.cli.arguments import natural, positive
from khalkhin.cli.common import levels_named, print_json, scenario_named
from khalkhin.cli.failures import Failure, Misuse
from khalkhin.core.command.handicap import by_level
from khalkhin.core.model.scenario import GRADES, Scenario
from khalkhin.play.measure.arena import play_many, summary
from khalkhin.play.session.journal import JournalError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("scenario")
    parser.add_argument("--ai", default="staff", metavar="A[,B]", help="staff, staff-easy, staff-hard or random")
    parser.add_argument(
        "--level", default="normal", metavar="A[,B]", help="at which each side is met: easy, normal, hard"
    )
    parser.add_argument("--games", type=positive, default=1)
    parser.add_argument("--jobs", type=positive, default=1, help="processes; the results are the same for any number")
    parser.add_argument(
        "--seed", type=natural, default=1, help="the first battle's dice; the next have the next numbers"
    )
    parser.add_argument("--turns", type=positive, help="stop after so many turns")
    parser.add_argument("--no-fog", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--journal", type=Path, metavar="DIR", help="write every battle's journal into a folder")


def run(a: argparse.Namespace) -> int:

    scenario = scenario_named(a.scenario)
    names = a.ai.split(",")
    if len(names) > 2 or any(n not in ai.NAMES for n in names):
        raise Misuse(f"--ai takes one or two of {', '.join(ai.NAMES)}, not {a.ai!r}.")
    players = {side.id: name for side, name in zip(scenario.sides, (names[0], names[-1]), strict=True)}
    levels = levels_named(a.level, 2)
    handicaps = by_level(scenario, {s.id: x for s, x in zip(scenario.sides, (levels[0], levels[-1]), strict=True)})
    seeds = range(a.seed, a.seed + a.games)
    try:
        with Progress(transient=True, disable=a.json or not sys.stderr.isatty()) as bar:
            task = bar.add_task("battles", total=a.games)
            results = play_many(
                scenario,
                players,
                seeds,
                jobs=a.jobs,
                fog=not a.no_fog,
                turns=a.turns,
                journal=a.journal,
                handicaps=handicaps,
                progress=lambda _: bar.advance(task),
            )
    except JournalError as error:
        raise Failure(str(error)) from error
    totals = summary(scenario, results)
    if a.json:
        print_json({"summary": totals, "games": [r.to_json() for r in results]})
    else:
        _print_summary(scenario, totals, results)
    return 0


def _print_summary(scenario: Scenario, totals: dict[str, Any], results: Sequence[Any]) -> None:

    table = Table(title=scenario.title)
    for column in (
        "seed",
        "winner",
        *(f"{s.id}: grade, points, lost" for s in scenario.sides),
        "pocket closed",
        "digest",
    ):
        table.add_column(column)
    for r in results:
        pockets = ", ".join(f"{s} {scenario.calendar[t - 1].date}" for s, t in sorted(r.pocketed.items()))
        table.add_row(
            str(r.seed),
            r.winner or "draw",
            *(f"{GRADES[r.grades[s.id]]}, {r.points[s.id]:+d}, {r.lost[s.id]}" for s in scenario.sides),
            pockets,
            r.digest,
        )
    console = Console()
    console.print(table)
    for side in scenario.sides:
        grades = ", ".join(f"{n} × {g}" for g, n in totals["grades"][side.id].items() if n)
        console.print(
            f"{side.name}: won {totals['winners'][side.id]} of {len(results)}; {grades}; "
            f"steps lost {totals['steps_lost'][side.id]} a battle"
        )
