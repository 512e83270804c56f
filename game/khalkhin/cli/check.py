"""``khalkhin check``: every fault of scenarios."""

from __future__ import annotations

import argparse

from khalkhin.cli.arguments import path
from khalkhin.cli.console import print_json, say
from khalkhin.scenario import check
from khalkhin.scenario.lessons.reader import check_courses
from khalkhin.translation import _


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", type=path, metavar="PATH")
    parser.add_argument("--json", action="store_true")


def run(a: argparse.Namespace) -> int:

    issues = [issue for path in a.paths for issue in (*check(path), *check_courses(path))]
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
        for issue in issues:
            say(issue)
        warnings = sum(i.severity == "warning" for i in issues)
        say(_("{errors} errors, {warnings} warnings").format(errors=bad, warnings=warnings))
    return 1 if bad else 0
