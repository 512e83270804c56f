"""``khalkhin balance`` with battles that are changed, told in detail, or those of the whole plan."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Callable, Sequence

from khalkhin.cli.common import one_line
from khalkhin.cli.failures import Failure
from khalkhin.cli.sides import pairs_named, players_named
from khalkhin.core.model.scenario import Scenario
from khalkhin.play.measure.arena import Result
from khalkhin.play.measure.kept import ResultStore
from khalkhin.play.measure.plan import plan
from khalkhin.play.measure.rows import Measured, Row, measure
from khalkhin.play.measure.variants.ablations import ABLATIONS
from khalkhin.scenario import ScenarioError
from khalkhin.text.measured import page as pages
from khalkhin.text.measured.plan_page import plan_page
from khalkhin.translation import _


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--players", metavar="A[,B]", help=_("who commands both sides, or each (simulate --ai)"))
    parser.add_argument(
        "--ablate",
        action="append",
        default=[],
        metavar="SIDE=NAME",
        help=_("a side lacks something: {names}; may be repeated").format(names=", ".join(ABLATIONS)),
    )
    parser.add_argument(
        "--strategy",
        action="append",
        default=[],
        metavar="SIDE=FILE",
        help=_("other hints for a side's staff: a TOML file, or one of the scenario's folder strategies by its name"),
    )
    parser.add_argument(
        "--axis",
        action="append",
        default=[],
        metavar="SIDE=FORMATION,…:PLACE>…",
        help=_("other axes for a side's staff; may be repeated"),
    )
    parser.add_argument("--detail", action="store_true", help=_("how steps died, pockets, activity, means, follies"))
    parser.add_argument("--follies", action="store_true", help=_("of these the follies alone"))
    parser.add_argument("--plan", action="store_true", help=_("the whole table of strategies, players and ablations"))


def wanted(a: argparse.Namespace) -> bool:
    """Whether anything of this is asked for."""
    return any((a.players, a.ablate, a.strategy, a.axis, a.detail, a.follies, a.plan))


def words(a: argparse.Namespace) -> list[str]:
    """What is said of it on the command line."""
    said = [f"--players {a.players}"] if a.players else []
    for option in ("ablate", "strategy", "axis"):
        said += [f"--{option} {shlex.quote(text)}" for text in getattr(a, option)]
    return said + [f"--{option}" for option in ("detail", "follies", "plan") if getattr(a, option)]


def battles(a: argparse.Namespace, names: Sequence[str]) -> int:
    """How many battles are to be fought."""
    series = sum(map(len, plan().values())) if a.plan else len(names)
    return int(a.games) * series


def page(
    a: argparse.Namespace,
    rows: Sequence[Row],
    command: str,
    progress: Callable[[object], None],
    kept: ResultStore | None,
) -> str:
    """Fight the battles of rows, or of the plan, and write the page. Raises: Failure."""
    seeds = range(a.seed, a.seed + a.games)
    known: dict[str, list[Result]] = {}

    def measured(row: Row) -> Measured:
        return measure(row, seeds, a.jobs, progress, kept, known)

    try:
        if a.plan:
            return plan_page(command, {part: [measured(row) for row in found] for part, found in plan().items()})
        told = pages.ALL if a.detail else pages.FOLLIES if a.follies else ()
        return pages.page(command, [measured(row) for row in rows], told)
    except ScenarioError as error:
        raise Failure(one_line(error.issues)) from error


def series(a: argparse.Namespace, names: Sequence[str], scenarios: Sequence[Scenario]) -> list[Row]:
    """A row for each battle that is named. Raises: Failure."""
    found = []
    for name, scenario in zip(names, scenarios, strict=True):
        found.append(
            Row(
                name,
                tuple(players_named(scenario, [a.players], "--players").items()) if a.players else (),
                pairs_named(scenario, a.ablate, "--ablate", ABLATIONS),
                pairs_named(scenario, a.strategy, "--strategy"),
                pairs_named(scenario, a.axis, "--axis"),
                a.detail or a.follies,
            )
        )
    return found
