"""``khalkhin arena``: the wind tunnel: many battles of one scenario, and a page of what they came to."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.progress import Progress

from khalkhin.cli.arguments import add_first_seed, add_jobs, positive
from khalkhin.cli.common import one_line, scenario_named
from khalkhin.cli.failures import Failure
from khalkhin.cli.series.keeping import keeping, write_page
from khalkhin.cli.sides import players_named
from khalkhin.core.model.scenario import Scenario
from khalkhin.play.measure.arena import Result
from khalkhin.play.measure.cluster import Cluster, NoCluster
from khalkhin.play.measure.kept import ResultStore
from khalkhin.play.measure.rows import Measured, Row, measure
from khalkhin.play.measure.tunnel.series import rows
from khalkhin.scenario import ScenarioError
from khalkhin.text.measured.arena_maps import BaseMap
from khalkhin.text.measured.arena_page import ArenaFindings, arena_page
from khalkhin.translation import _


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("scenario")
    parser.add_argument("--games", type=positive, default=20, help=_("battles of each row; default: 20"))
    add_jobs(parser, os.cpu_count() or 1)
    parser.add_argument(
        "--cluster",
        metavar="ADDRESS",
        help=_("a running dask.distributed scheduler, whose workers fight instead of --jobs processes here"),
    )
    add_first_seed(parser)
    parser.add_argument(
        "--players",
        default="staff",
        metavar="A[,B…]",
        help=_("each of them plays each, and itself, on both sides; default: staff"),
    )
    parser.add_argument(
        "--no-variants",
        action="store_true",
        help=_("leave out the rows in which a side has two steps more or fewer"),
    )
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        help=_("the page; default: SCENARIO-arena.html here. Results stay beside it, and are not fought for again"),
    )


def run(a: argparse.Namespace) -> int:
    """Fight the battles, keep what came of each, and write the page."""
    scenario = scenario_named(a.scenario)
    players = _players(scenario, a.players)
    output = a.output or Path(f"{scenario.id}-arena.html")
    plain, changed = rows(a.scenario, [s.id for s in scenario.sides], players, not a.no_variants)
    words = ["khalkhin arena", a.scenario, f"--games {a.games}", f"--seed {a.seed}", f"--players {','.join(players)}"]
    if a.no_variants:
        words.append("--no-variants")
    total = a.games * (len(plain) + len(changed))
    with keeping(output, words, total, stay=True) as kept:
        with Progress(transient=True, disable=not sys.stderr.isatty()) as bar:
            task = bar.add_task(_("battles"), total=total)
            found = _fought(a, (*plain, *changed), kept, lambda result: bar.advance(task))
        found_here = ArenaFindings(scenario, found[: len(plain)], found[len(plain) :], _ground(scenario))
        write_page(output, arena_page(" ".join(words), found_here))
        if kept is not None:
            _settle(kept, found)
    return 0


def _players(scenario: Scenario, given: str) -> list[str]:
    """The players of `--players`, each once. Raises: Failure."""
    names = list(dict.fromkeys(word for word in given.split(",") if word)) or ["staff"]
    for name in names:
        players_named(scenario, [name], "--players")
    return names


def _fought(
    a: argparse.Namespace, wanted: Sequence[Row], kept: ResultStore | None, progress: Callable[[Result], None]
) -> list[Measured]:
    seeds = range(a.seed, a.seed + a.games)
    known: dict[str, list[Result]] = {}
    try:
        with contextlib.ExitStack() as stack:
            elsewhere = None if a.cluster is None else stack.enter_context(Cluster(a.cluster)).fight
            return [measure(row, seeds, a.jobs, progress, kept, known, elsewhere) for row in wanted]
    except ScenarioError as error:
        raise Failure(one_line(error.issues)) from error
    except NoCluster as error:
        raise Failure(str(error)) from error


def _ground(scenario: Scenario) -> BaseMap:
    from khalkhin.ui.pictures.groundmap import ground_picture

    return BaseMap(*ground_picture(scenario))


def _settle(kept: ResultStore, found: Sequence[Measured]) -> None:
    """Leave the results in the order of the rows and seeds, whatever order they came in."""
    try:
        kept.settle((row.named, result) for row in found for result in row.results)
    except OSError as error:
        told = _("the results cannot be written to {file}: {why}.")
        raise Failure(told.format(file=kept.path, why=error.strerror or error)) from error
