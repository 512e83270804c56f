"""``khalkhin remove``: take an installed pack away."""

from __future__ import annotations

import argparse

from khalkhin.cli.common import one_line
from khalkhin.cli.console import say
from khalkhin.cli.failures import Failure
from khalkhin.scenario import ScenarioError, packs
from khalkhin.translation import _


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help=_("as `khalkhin list` names it"))


def run(a: argparse.Namespace) -> int:
    try:
        gone = packs.remove(a.name)
    except ScenarioError as error:
        raise Failure(one_line(error.issues)) from error
    except OSError as error:
        raise Failure(_("nothing was removed: {why}.").format(why=error.strerror or error)) from error
    say(
        _("{title}, version {version}, is gone; your saves of it are kept.").format(
            title=gone.title, version=gone.version
        )
    )
    return 0
