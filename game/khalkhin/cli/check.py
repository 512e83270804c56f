"""``khalkhin check``: every fault of scenarios."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Sequence
from pathlib import Path

from khalkhin.cli.arguments import path
from khalkhin.cli.console import complain, print_json, say
from khalkhin.cli.failures import Failure, Misuse
from khalkhin.play.puzzles.reader import check_puzzles, puzzle_folders
from khalkhin.scenario import Issue, ScenarioError, check
from khalkhin.scenario.campaigns import check_campaign
from khalkhin.scenario.catalog import examined, inside, locate
from khalkhin.scenario.lessons.reader import check_courses
from khalkhin.translation import _, ngettext


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", type=path, metavar="PATH")
    parser.add_argument("--json", action="store_true")
    parser.add_argument(
        "--picture",
        type=Path,
        metavar="PNG",
        help=_("draw the map of one scenario, with rings on what is faulty, numbered as in the list"),
    )


def run(a: argparse.Namespace) -> int:
    issues = [issue for path in a.paths for issue in _issues(path)]
    if a.picture is not None:
        _picture(a, issues)
    bad = sum(i.severity == "error" for i in issues)
    if a.json:
        print_json(
            {
                "errors": bad,
                "issues": [
                    {"severity": str(i.severity), "where": i.where, "message": i.message, "hint": i.hint}
                    for i in issues
                ],
            }
        )
    else:
        for n, issue in enumerate(issues, 1):
            say(issue if a.picture is None else f"{n}. {issue}")
        warnings = sum(i.severity == "warning" for i in issues)
        told = _("{errors}, {warnings}").format(
            errors=ngettext("{n} error", "{n} errors", bad).format(n=bad),
            warnings=ngettext("{n} warning", "{n} warnings", warnings).format(n=warnings),
        )
        say(told)
    return 1 if bad else 0


def _issues(place: Path) -> tuple[Issue, ...]:
    """Every issue of a folder: of its scenarios, lessons and puzzles, and of its campaign. A puzzle on the ground of
    another scenario lies in a folder without one."""
    if not place.is_dir():
        with contextlib.suppress(ScenarioError):  # told by the check of the scenario
            place = locate(place)
    puzzles = puzzle_folders(place)
    alone = bool(puzzles) and not (inside(place) or (place / "scenario.toml").exists())
    told = check_puzzles(puzzles)
    return (*(() if alone else check(place)), *check_courses(place), *told, *check_campaign(place))


def _picture(a: argparse.Namespace, issues: Sequence[Issue]) -> None:
    """Draw the map with the faults on it. Raises: Failure, Misuse."""
    if len(a.paths) != 1:
        raise Misuse(_("--picture draws one map: name one scenario."))
    try:
        scenario, found = examined(a.paths[0])
    except ScenarioError as error:
        raise Failure(str(error)) from error
    if scenario is None or tuple(issues) != found:
        complain(_("no picture was drawn: there is no map of one scenario that could be read."))
        return
    from khalkhin.ui.pictures.faultmap import write_faults

    try:
        write_faults(scenario, issues, a.picture)
    except OSError as error:
        raise Failure(f"{error}.") from error
