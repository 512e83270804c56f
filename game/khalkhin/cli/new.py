"""``khalkhin new``: the files of a new scenario."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from khalkhin import paths
from khalkhin.cli.arguments import path
from khalkhin.cli.common import one_line
from khalkhin.cli.console import say
from khalkhin.cli.failures import Failure, Misuse
from khalkhin.scenario import ScenarioError, load
from khalkhin.scenario.catalog import locate
from khalkhin.scenario.making.new import USUAL, Unmade, create, create_like, layout, name_fault, size_fault
from khalkhin.scenario.making.project import PROJECT
from khalkhin.translation import _


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help=_("the name of its folder: letters, digits, dashes, underscores"))
    parser.add_argument("--size", type=size, metavar="20x15", help=_("columns and rows of the map; default: 20x15"))
    parser.add_argument(
        "--axis", choices=("x", "y"), help=_("x: hexes with a flat top (usual); y: with a point on top")
    )
    parser.add_argument("--index", choices=("odd", "even"), help=_("which columns or rows are shifted; default: odd"))
    parser.add_argument("--like", metavar="SCENARIO", help=_("begin with a copy of this scenario"))
    parser.add_argument("--in", dest="home", type=path, metavar="DIR", help=_("where; default: your own scenarios"))


def size(text: str) -> tuple[int, int]:
    """A size such as 20x15."""
    found = re.fullmatch(r"([0-9]{1,4})[xX×]([0-9]{1,4})", text)
    if found is None:
        raise argparse.ArgumentTypeError(
            _("{text} is no size; write columns and rows such as 20x15").format(text=repr(text))
        )
    columns, rows = int(found[1]), int(found[2])
    if fault := size_fault(columns, rows):
        raise argparse.ArgumentTypeError(fault.removesuffix("."))
    return columns, rows


def run(a: argparse.Namespace) -> int:
    if fault := name_fault(a.name):
        raise Misuse(fault)
    if a.like is not None and (a.size or a.axis or a.index):
        raise Misuse(_("--like takes the map as it is: leave --size, --axis and --index out."))
    home: Path = a.home or paths.user_maps_dir()
    if a.home is not None and not home.is_dir():
        raise Failure(_("there is no folder {folder}; make it first.").format(folder=home))
    try:
        if a.like is None:
            width, height = a.size or USUAL
            folder = create(a.name, home, width, height, layout(a.axis or "x", a.index or "odd"))
        else:
            folder = create_like(a.name, home, locate(a.like), load(a.like))
    except ScenarioError as error:
        raise Failure(one_line(error.issues)) from error
    except Unmade as error:
        raise Failure(str(error)) from error
    except OSError as error:
        told = _("the scenario could not be written: {why}.")
        raise Failure(told.format(why=error.strerror or error)) from error
    ref = a.name if a.home is None else folder.as_posix()
    say(_("`{folder}` has a scenario that can be played at once.").format(folder=folder))
    say(
        _("Open `{project}` in Tiled, then `map.tmx`; the rest is in `scenario.toml`.").format(project=folder / PROJECT)
    )
    say(_("Faults and their cures: `khalkhin check {name}`").format(name=ref))
    say(_("Play it: `khalkhin play {name}`").format(name=ref))
    say(_("Let the computer try it: `khalkhin simulate {name}`").format(name=ref))
    return 0
