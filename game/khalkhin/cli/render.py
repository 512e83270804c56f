"""``khalkhin render``: a map or a battle as a PNG."""

from __future__ import annotations

import argparse
from pathlib import Path

from khalkhin.cli.arguments import zoom
from khalkhin.cli.common import JOURNAL, add_scenario, scenario_named, scenario_of_journal
from khalkhin.cli.console import say
from khalkhin.cli.failures import Failure, Misuse
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import GameState
from khalkhin.play.session.journal import JournalError, read, restore
from khalkhin.translation import _


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", metavar="SCENARIO|FILE")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="PNG")
    parser.add_argument(
        "--overlay",
        action="append",
        default=[],
        help=_(
            "supply, enemy-supply, jugular, pockets, crossings, air, threats, zones, own-zones, fog, no-names, "
            "no-grid, no-borders or no-counters; may be repeated"
        ),
    )
    parser.add_argument("--side", help=_("what one side sees"))
    parser.add_argument(
        "--zoom",
        type=zoom,
        help=_("0.25 to 2; 1: hexes of 64 pixels from corner to corner, as the game's own are in Tiled"),
    )
    add_scenario(parser)


def run(a: argparse.Namespace) -> int:
    shown: Scenario | GameState
    if a.what.endswith(JOURNAL):
        try:
            record = read(Path(a.what))
            shown, _ = restore(record, scenario_of_journal(record.header, a.scenario))
        except JournalError as error:
            raise Failure(str(error)) from error
    else:
        shown = scenario_named(a.what)
    from khalkhin.ui.pictures.rendering import render_scenario

    try:
        width, height = render_scenario(shown, a.output, side=a.side, overlays=a.overlay, zoom=a.zoom)
    except ValueError as error:
        raise Misuse(f"{error}.") from error
    except OSError as error:
        raise Failure(f"{error}.") from error
    say(f"{a.output}: {width} x {height}")
    return 0
