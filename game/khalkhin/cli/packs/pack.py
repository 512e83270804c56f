"""``khalkhin pack``: a scenario as one file for others."""

from __future__ import annotations

import argparse
from pathlib import Path

from khalkhin.cli.common import one_line
from khalkhin.cli.console import say
from khalkhin.cli.failures import Failure
from khalkhin.play.checking import check_all
from khalkhin.scenario import ScenarioError, packs
from khalkhin.scenario.catalog import locate
from khalkhin.translation import _


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder", metavar="FOLDER", help=_("the folder of a scenario, or of a campaign with its scenarios")
    )
    parser.add_argument("--author", default="", help=_("who made it"))
    parser.add_argument("--licence", default="", help=_("what others may do with it, such as CC-BY-4.0"))
    parser.add_argument("--version", default="", metavar="N", help=_("its version; default: 1, or that of before"))
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help=_("default: ID-VERSION.khalkhin here"))


def run(a: argparse.Namespace) -> int:
    try:
        folder = Path(a.folder) if Path(a.folder).is_dir() else locate(a.folder)
        target, found = packs.pack(folder, a.output, a.author, a.licence, a.version, check_all)
    except ScenarioError as error:
        raise Failure(one_line(error.issues)) from error
    except OSError as error:
        raise Failure(_("the pack could not be written: {why}.").format(why=error.strerror or error)) from error
    told = _("{file}: {title}, version {version}, by {author}; {size} KiB, digest {digest}")
    size = max(1, target.stat().st_size // 1024)
    shown = {"title": found.title, "version": found.version, "author": found.author, "digest": found.digest[:16]}
    say(told.format(file=target, size=size, **shown))
    return 0
