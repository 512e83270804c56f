"""``khalkhin simulate``: the computer against itself."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import mean
from typing import Any

from rich.progress import Progress

from khalkhin.cli.arguments import add_first_seed, add_jobs, positive
from khalkhin.cli.common import levels_named, scenario_named
from khalkhin.cli.console import print_json, print_table, say
from khalkhin.cli.series.keeping import keeping
from khalkhin.cli.sides import players_named
from khalkhin.core.command.handicap import by_level
from khalkhin.core.model.scenario import Grade, Scenario
from khalkhin.play.measure.arena import Result, plain, summary
from khalkhin.play.measure.series import play_many
from khalkhin.text import kinds
from khalkhin.translation import _, ngettext


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("scenario")
    parser.add_argument(
        "--ai",
        action="append",
        metavar="A[,B]|SIDE=NAME",
        help=_(
            "staff, staff-easy, staff-hard, random, idle, flee, greedy, cutter, or another package's; may be repeated"
        ),
    )
    parser.add_argument(
        "--level", default="normal", metavar="A[,B]", help=_("at which each side is met: easy, normal, hard")
    )
    parser.add_argument("--games", type=positive, default=1)
    add_jobs(parser, 1)
    add_first_seed(parser)
    parser.add_argument("--turns", type=positive, help=_("stop after so many turns"))
    parser.add_argument("--no-fog", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--journal", type=Path, metavar="DIR", help=_("write every battle's journal into a folder"))


def run(a: argparse.Namespace) -> int:
    scenario = scenario_named(a.scenario)
    players = players_named(scenario, a.ai or ["staff"], "--ai")
    levels = levels_named(a.level, 2)
    handicaps = by_level(scenario, {s.id: x for s, x in zip(scenario.sides, (levels[0], levels[-1]), strict=True)})
    seeds = range(a.seed, a.seed + a.games)
    words = ["simulate", *map(str, (scenario.id, players, levels, seeds, a.turns, a.no_fog, a.journal))]
    with keeping(None, words, a.games) as kept:
        with Progress(transient=True, disable=a.json or not sys.stderr.isatty()) as bar:
            task = bar.add_task(_("battles"), total=a.games)
            results = play_many(
                scenario,
                players,
                seeds,
                jobs=a.jobs,
                fog=not a.no_fog,
                turns=a.turns,
                journal=a.journal,
                handicaps=handicaps,
                progress=lambda result: bar.advance(task),
                kept=kept,
            )
        totals = summary(scenario, results)
        if a.json:
            print_json({"summary": totals, "games": [r.to_json() for r in results]})
        else:
            _print_summary(scenario, totals, results)
    return 0


def _print_summary(scenario: Scenario, totals: dict[str, Any], results: Sequence[Result]) -> None:
    sides = [_("{side}: grade, points, lost").format(side=s.id) for s in scenario.sides]
    rows = []
    for r in results:
        pockets = ", ".join(f"{s} {scenario.calendar[t - 1].date}" for s, t in sorted(r.pocketed.items()))
        ends = [f"{kinds.grade(r.grades[s.id])}, {r.points[s.id]:+d}, {r.lost[s.id]}" for s in scenario.sides]
        won = _("cut short") if r.cut_short else r.winner or _("draw")
        rows.append((str(r.seed), won, *ends, pockets, r.digest))
    heads = (_("seed"), _("winner"), *sides, _("pocket closed"), _("digest"))
    print_table(scenario.title, heads, rows)
    whole = len(results) - totals["cut_short"]
    for side in scenario.sides:
        found = totals["grades"][side.id]
        grades = ", ".join(f"{found[plain(g)]} × {kinds.grade(g)}" for g in Grade if found[plain(g)])
        told = _("{side}: won {won} of {battles}; {grades}; steps lost {lost} a battle")
        if not whole:
            told = _("{side}: {grades}, as it stood then; steps lost {lost} a battle")
        won, lost = totals["winners"][side.id], totals["steps_lost"][side.id]
        say(told.format(side=side.name, won=won, battles=whole, grades=grades, lost=lost))
    if totals["cut_short"]:
        say(_cut_short(scenario, totals, results))


def _cut_short(scenario: Scenario, totals: dict[str, Any], results: Sequence[Result]) -> str:
    """That battles were cut short, and what the score was then."""
    cut = [r for r in results if r.cut_short]
    figure = "{:+d}" if len(cut) == 1 else "{:+.1f}"
    points = [f"{s.name} {figure.format(mean(r.points[s.id] for r in cut))}" for s in scenario.sides]
    ahead = {s.name: totals["ahead"][s.id] for s in scenario.sides} | {_("nobody"): len(cut)}
    ahead[_("nobody")] -= sum(totals["ahead"].values())
    told = ngettext(
        "{n} battle was cut short and has no winner. Points then: {points}.",
        "{n} battles were cut short and have no winner. Mean points then: {points}. Ahead: {ahead}.",
        len(cut),
    )
    leading = ", ".join(f"{who} {n} ×" for who, n in ahead.items() if n)
    return told.format(n=len(cut), points=", ".join(points), ahead=leading)
