"""``khalkhin rulebook``: the rules of play."""

from __future__ import annotations

import argparse

from khalkhin.cli.common import one_line
from khalkhin.cli.console import say
from khalkhin.cli.failures import Failure
from khalkhin.scenario import ScenarioError, load_rules
from khalkhin.text.manual import NoRulebook, page


def add_arguments(parser: argparse.ArgumentParser) -> None:
    del parser


def run(a: argparse.Namespace) -> int:
    try:
        say(page(load_rules()), end="")
    except ScenarioError as error:
        raise Failure(one_line(error.issues)) from error
    except NoRulebook as fault:
        raise Failure(str(fault)) from fault
    return 0
