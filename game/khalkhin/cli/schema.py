"""``khalkhin schema``: JSON schemas for editors."""

from __future__ import annotations

import argparse

from khalkhin.cli.arguments import path
from khalkhin.cli.console import say
from khalkhin.cli.failures import Failure
from khalkhin.scenario.making.schema import files
from khalkhin.storage.whole import write_whole
from khalkhin.translation import _


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-o", "--output", type=path, metavar="DIR", help=_("write all of them into this folder; without it, print one")
    )


def run(a: argparse.Namespace) -> int:
    made = files()
    if a.output is None:
        say(made["scenario.schema.json"], end="")
        return 0
    try:
        a.output.mkdir(parents=True, exist_ok=True)
        for name, text in made.items():
            write_whole(a.output / name, text.encode())
            say(f"`{a.output / name}`")
    except OSError as error:
        raise Failure(_("the schemas could not be written: {why}.").format(why=error.strerror or error)) from error
    say(_("Name one in the first line of a table: `#:schema ./scenario.schema.json`"))
    return 0
