"""``khalkhin perft``: how many sequences of orders there are."""

from __future__ import annotations

import argparse

from khalkhin.cli.arguments import natural, positive
from khalkhin.cli.common import scenario_named
from khalkhin.cli.console import say
from khalkhin.play.measure.perft import perft
from khalkhin.translation import _


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("scenario")
    parser.add_argument("--depth", type=positive, default=1)
    parser.add_argument("--seed", type=natural, default=1)


def run(a: argparse.Namespace) -> int:
    for depth, count in enumerate(perft(scenario_named(a.scenario), a.depth, a.seed), 1):
        say(_("depth {depth}: {count}").format(depth=depth, count=count))
    return 0
