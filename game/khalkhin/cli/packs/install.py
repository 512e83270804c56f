"""``khalkhin install``: a pack, or a scenario's folder, among your scenarios."""

from __future__ import annotations

import argparse
from pathlib import Path

from khalkhin.cli.common import one_line
from khalkhin.cli.console import say
from khalkhin.cli.failures import Failure
from khalkhin.play.checking import check_all
from khalkhin.scenario import ScenarioError, campaigns, packs
from khalkhin.translation import _


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", type=Path, metavar="FILE|FOLDER")
    parser.add_argument("--replace", action="store_true", help=_("put it in the place of the version you have"))


def run(a: argparse.Namespace) -> int:
    try:
        offer = packs.offered(a.source, check_all)
        if offer.replaces and not a.replace:
            told = _("you have version {old} of {id}; put {new} in its place with --replace.")
            raise Failure(told.format(old=offer.replaces, new=offer.pack.version, id=offer.pack.id))
        folder = packs.install(offer)
    except ScenarioError as error:
        raise Failure(one_line(error.issues)) from error
    except OSError as error:
        raise Failure(_("nothing was installed: {why}.").format(why=error.strerror or error)) from error
    told = _("{title}, version {version}, by {author}: play it with `khalkhin play {id}`. It lies in {folder}")
    if (folder / campaigns.FILE).is_file():
        told = _("{title}, version {version}, by {author}: begin it in the window. It lies in {folder}")
    pack = offer.pack
    say(told.format(title=pack.title, version=pack.version, author=pack.author, id=pack.id, folder=folder))
    return 0
