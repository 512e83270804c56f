"""``khalkhin campaign``: the computer fights the whole campaign."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from khalkhin.cli.arguments import natural
from khalkhin.cli.common import one_line
from khalkhin.cli.console import print_json, say
from khalkhin.cli.failures import Failure
from khalkhin.play.campaign.campaign import ending, play_through
from khalkhin.scenario import ScenarioError
from khalkhin.scenario.campaigns import named
from khalkhin.text import kinds
from khalkhin.translation import _


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", default="", metavar="NAME", help=_("one of yours; default: the game's"))
    parser.add_argument("--seed", type=natural, default=1)
    parser.add_argument("--json", action="store_true")


def run(a: argparse.Namespace) -> int:
    try:
        campaign = named(a.name)
        players = dict.fromkeys(campaign.introductions, "staff")
        told = play_through(campaign, players, a.seed)
    except ScenarioError as error:
        raise Failure(one_line(error.issues)) from error
    results = tuple(step.result for step in told)
    end = ending(campaign, results)
    if a.json:
        battles = [
            {**asdict(step.result), "carried": [asdict(c) for c in step.changes], "way": step.way.to} for step in told
        ]
        print_json({"campaign": campaign.title, "seed": a.seed, "battles": battles, "epilogue": end.title})
        return 0
    say(campaign.title)
    for step in told:
        grades = ", ".join(f"{side} {kinds.grade(grade)}" for side, grade in step.result.grades.items())
        lost = ", ".join(f"{side} {steps}" for side, steps in step.result.lost.items())
        line = _("{battle}: {grades}; steps lost: {lost}")
        say("\n" + line.format(battle=step.result.scenario, grades=grades, lost=lost))
        for change in step.changes:
            say("  " + _("carried over ({side}): {what}").format(side=change.side, what=change.text))
        say(f"  {step.way.text}")
    say("\n" + " ".join(filter(None, (end.title, f"({end.source})" if end.source else ""))))
    say(end.text)
    return 0
