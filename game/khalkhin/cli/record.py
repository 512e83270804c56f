"""``khalkhin record``: a stretch of a battle as a moving picture."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rich.progress import Progress

from khalkhin.cli.arguments import positive, zoom
from khalkhin.cli.common import add_scenario, fault_line, scenario_of_journal
from khalkhin.cli.console import say
from khalkhin.cli.failures import Failure, Misuse
from khalkhin.play.session.film import ALL, Film
from khalkhin.play.session.journal import JournalError, ReplayError, read
from khalkhin.storage.whole import write_whole
from khalkhin.translation import _, ngettext

#: Ends of names that a moving PNG may have.
ENDS = (".png", ".apng")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("journal", type=Path, metavar="JOURNAL")
    parser.add_argument("output", type=Path, metavar="PNG", help=_("a moving picture (APNG), as browsers show them"))
    parser.add_argument("--from", dest="first", type=positive, required=True, metavar="TURN")
    parser.add_argument("--to", dest="last", type=positive, metavar="TURN", help=_("the same turn without it"))
    parser.add_argument("--side", default=ALL, help=_("what one side sees; all without it"))
    parser.add_argument(
        "--around", metavar="PLACE", help=_("COL,ROW or a name of the map; else it follows what happens")
    )
    parser.add_argument("--size", default="640x400", metavar="SIZE", help=_("in pixels; 640x400 without it"))
    parser.add_argument(
        "--zoom",
        type=zoom,
        default=0.64,
        help=_("0.25 to 2; 1: hexes of 64 pixels from corner to corner, as the game's own are in Tiled"),
    )
    parser.add_argument("--speed", type=zoom, default=2.0, help=_("0.25 to 2; 2 without it"))
    parser.add_argument("--days", action="store_true", help=_("one picture for each turn of a side by daylight"))
    add_scenario(parser)


def run(a: argparse.Namespace) -> int:
    if a.output.suffix.lower() not in ENDS:
        told = _("{path}: a recording is a moving PNG; give it a name that ends in .png.")
        raise Misuse(told.format(path=a.output))
    size = tuple(int(part) for part in a.size.lower().split("x") if part.isascii() and part.isdigit() and len(part) < 6)
    if len(size) != 2:
        raise Misuse(_("--size takes two numbers with an x between, such as 640x400, not {size}.").format(size=a.size))
    try:
        record = read(a.journal)
        film = Film(record, scenario_of_journal(record.header, a.scenario))
    except JournalError as error:
        raise Failure(str(error)) from error
    except ReplayError as error:
        raise Failure(fault_line(error)) from error
    from khalkhin.ui.pictures.recording import CannotRecord, RecordedTurns, Recording, place_named

    try:
        around = -1 if a.around is None else place_named(film.scenario, a.around)
        stretch = RecordedTurns(a.first, a.last or a.first, a.side, around, size, a.zoom, a.speed, a.days)
        recording = Recording(film, stretch)
        with Progress(transient=True, disable=not sys.stderr.isatty()) as bar:
            task = bar.add_task(_("recording"), total=1.0)
            while recording.work():
                bar.update(task, completed=recording.part)
        data = recording.packed()
        write_whole(a.output, data)
    except CannotRecord as error:
        raise Failure(str(error)) from error
    except ReplayError as error:
        raise Failure(fault_line(error)) from error
    except OSError as error:
        raise Failure(
            _("{path} cannot be written: {why}.").format(path=a.output, why=error.strerror or error)
        ) from error
    many = recording.pictures
    told = ngettext("{path}: {pictures} picture, {size} KB", "{path}: {pictures} pictures, {size} KB", many)
    say(told.format(path=a.output, pictures=many, size=(len(data) + 999) // 1000))
    return 0
