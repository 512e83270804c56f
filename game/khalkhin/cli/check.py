"""``khalkhin check``: every fault of scenarios."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Sequence
from pathlib import Path

from khalkhin.cli.arguments import path
from khalkhin.cli.console import complain, print_json, say
from khalkhin.cli.failures import Failure, Misuse
from khalkhin.play.checking import check_all
from khalkhin.scenario import Issue, ScenarioError
from khalkhin.scenario.build import read_what_can_be
from khalkhin.scenario.catalog import locate
from khalkhin.scenario.issues import Report
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
    issues = [issue for path in a.paths for issue in check_all(path)]
    drawn = "" if a.picture is None else _picture(a, issues)
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
    if drawn and a.json:
        complain(drawn)
    elif drawn:
        say(drawn)
    return 1 if bad else 0


def _picture(a: argparse.Namespace, issues: Sequence[Issue]) -> str:
    """Draw the map with the faults on it; where the picture is and what it does not show, as lines. Raises: Failure,
    Misuse."""
    if len(a.paths) != 1:
        raise Misuse(_("--picture draws one map: name one scenario."))
    scenario = None
    with contextlib.suppress(ScenarioError):  # told in the list
        folder = locate(a.paths[0])
        if (folder / "scenario.toml").is_file():
            scenario = read_what_can_be(folder, Report())
    if scenario is None:
        complain(_("no picture was drawn: there is no map of one scenario that could be read."))
        return ""
    from khalkhin.ui.pictures.faultmap import nowhere, write_faults

    try:
        width, height = write_faults(scenario, issues, a.picture)
    except OSError as error:
        raise Failure(f"{error}.") from error
    told = _("The map with its faults is in {file}: {width} × {height} pixels.")
    if not issues:
        told = _("The map, which has no faults, is in {file}: {width} × {height} pixels.")
    lines = told.format(file=a.picture, width=width, height=height), nowhere(scenario, issues)
    return "\n".join(line for line in lines if line)
