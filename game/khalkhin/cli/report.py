"""``khalkhin report``: the after-action report of a journal."""

from __future__ import annotations

import argparse
from pathlib import Path

from khalkhin.cli.common import add_scenario, fault_line, one_line, scenario_of_journal
from khalkhin.cli.console import say
from khalkhin.cli.failures import Failure
from khalkhin.play.report.report import collect
from khalkhin.play.session.journal import JournalError, ReplayError, read
from khalkhin.scenario import ScenarioError
from khalkhin.translation import _


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="DIR", help=_("a folder for the page"))
    add_scenario(parser)


def run(a: argparse.Namespace) -> int:
    try:
        record = read(a.file)
        report = collect(record, scenario_of_journal(record.header, a.scenario))
        from khalkhin.ui.report.reporting import save_report

        say(save_report(report, a.output))
    except JournalError as error:
        raise Failure(str(error)) from error
    except ReplayError as error:
        raise Failure(fault_line(error)) from error
    except ScenarioError as error:
        raise Failure(one_line(error.issues)) from error
    except OSError as error:
        raise Failure(
            _("the report cannot be written to {folder}: {why}.").format(folder=a.output, why=error.strerror or error)
        ) from error
    return 0
