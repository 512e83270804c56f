"""``khalkhin replay``: a journal told or verified."""

from __future__ import annotations

import argparse
from pathlib import Path

from khalkhin.cli.arguments import positive
from khalkhin.cli.common import add_scenario, fault_line, scenario_of_journal
from khalkhin.cli.console import say
from khalkhin.cli.failures import Failure
from khalkhin.play.session.journal import JournalError, ReplayError, read, replay
from khalkhin.text.telling import tell
from khalkhin.translation import _, ngettext


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--verify", action="store_true", help=_("only compare every turn with what the journal says"))
    parser.add_argument("--to", type=positive, metavar="TURN", help=_("stop at the start of a turn"))
    add_scenario(parser)


def run(a: argparse.Namespace) -> int:
    try:
        record = read(a.file)
        scenario = scenario_of_journal(record.header, a.scenario)
        steps = turns = 0
        before = None
        for played in replay(record, scenario):
            if a.to is not None and played.state.turn >= a.to:
                break
            steps += played.entry.order is not None
            turns += played.entry.mark is not None
            if not a.verify:
                for line in tell(before or played.state, played):
                    say(line)
            before = played.state
        if record.damage:
            mark = record.last_mark()
            if mark is None or mark.mark is None:
                raise Failure(record.damage)
            good = _("The last good turn is {turn}.").format(turn=mark.mark.turn)
            raise Failure(f"{record.damage} {good}")
    except JournalError as error:
        raise Failure(str(error)) from error
    except ReplayError as error:
        raise Failure(fault_line(error)) from error
    if a.verify:
        text = _("{file}: {verified}; a half-written end was dropped") if record.torn else _("{file}: {verified}")
        say(text.format(file=a.file, verified=_verified(steps, turns)))
    return 0


def _verified(orders: int, turns: int) -> str:
    if not turns:
        return _("its first turn was not written down, so there is nothing to compare; opened, the battle begins anew")
    told = ngettext(
        "{n} order, every turn agrees ({turns} compared)", "{n} orders, every turn agrees ({turns} compared)", orders
    )
    return told.format(n=orders, turns=turns)
