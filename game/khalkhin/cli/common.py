"""What the commands share: scenarios, journals and levels named on the command line, and how faults are told."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from typing import Any

from khalkhin.cli.console import complain
from khalkhin.cli.failures import Failure, Misuse
from khalkhin.core.command.handicap import LEVELS
from khalkhin.core.model.scenario import Scenario
from khalkhin.play.campaign.campaign import scenario_of
from khalkhin.play.measure.arena import PlayerFault
from khalkhin.play.session.journal import Header, ReplayError
from khalkhin.scenario import ScenarioError, load
from khalkhin.scenario.catalog import locate, two_of_a_name
from khalkhin.text.refusals import refusal_text
from khalkhin.translation import _

JOURNAL = ".journal"


def scenario_named(ref: str) -> Scenario:
    """A scenario by id or folder. If it may mean two, that which is taken is named. Raises: Failure."""
    if both := two_of_a_name(ref):
        told = _("{name} is taken for the installed scenario in {installed}; write {other} for the one in {here}.")
        installed, here = both
        complain(told.format(name=repr(ref), installed=installed, other=os.path.join(".", ref), here=here))
    try:
        return load(ref)
    except ScenarioError as error:
        raise Failure(one_line(error.issues)) from error


def add_scenario(parser: argparse.ArgumentParser) -> None:
    """The option that names the scenario of a journal."""
    parser.add_argument(
        "--scenario", metavar="FOLDER", help=_("the journal's scenario, if it is neither a shipped one nor among yours")
    )


def scenario_of_journal(header: Header, named: str | None = None) -> Scenario:
    """The scenario of a journal, with what a campaign carried into its battle; `named` is the folder that the user says
    it lies in. Raises: Failure."""
    try:
        return scenario_of(header, named=None if named is None else locate(named))
    except ScenarioError as error:
        raise Failure(one_line(error.issues)) from error


def levels_named(text: str, most: int) -> list[str]:
    """Levels as an option names them. Raises: Failure."""

    names = text.split(",")
    if len(names) > most or any(n not in LEVELS for n in names):
        told = _("--level takes one of {levels}, not {text}.")
        if most > 1:
            told = _("--level takes one or two of {levels}, not {text}.")
        raise Misuse(told.format(levels=", ".join(LEVELS), text=repr(text)))
    return names


def fault_line(error: ReplayError | PlayerFault) -> str:
    """What went wrong in a battle that was played, with the rules' reason if they refused an order."""
    if error.illegal is None or error.state is None:
        return str(error)
    return f"{error} {refusal_text(error.illegal.refusal, error.state)}"


def one_line(issues: Sequence[Any]) -> str:
    errors = [i for i in issues if i.severity == "error"] or list(issues)
    if len(errors) == 1:
        return str(errors[0])
    return _("{fault} (and {n} more; see `khalkhin check`)").format(fault=errors[0], n=len(errors) - 1)
