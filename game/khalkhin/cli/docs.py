"""``khalkhin docs``: the documentation that comes with the game."""

from __future__ import annotations

import argparse
import webbrowser
from pathlib import Path

from khalkhin import paths
from khalkhin.cli.console import say
from khalkhin.cli.failures import Failure, Misuse
from khalkhin.scenario.issues import suggest
from khalkhin.translation import _

#: The pages in the order in which one reads them.
PAGES = (
    "first-map",
    "first-campaign",
    "maps",
    "packs",
    "reference",
    "timeline",
    "hints",
    "cookbook",
    "puzzles",
    "balancing",
    "bot",
    "api",
    "rulebook",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("page", nargs="?", metavar="PAGE", help=_("print this page"))
    parser.add_argument("--open", action="store_true", help=_("open it with the program of your desktop instead"))


def file_of(page: str) -> Path:
    """Where a page lies."""
    folder = paths.docs_dir()
    inside = folder / "modding" / f"{page}.md"
    return inside if inside.is_file() else folder / f"{page}.md"


def run(a: argparse.Namespace) -> int:
    if a.page is None:
        if a.open:
            raise Misuse(_("--open needs the name of a page; `khalkhin docs` lists them."))
        for name in PAGES:
            say(f"`{name}`{' ' * (16 - len(name))}{_title(name)}")
        say(_("`khalkhin docs PAGE` prints one; they lie in `{folder}`.").format(folder=paths.docs_dir()))
        return 0
    if a.page not in PAGES:
        told = _("no page is called {page}: {cure}.")
        raise Misuse(told.format(page=repr(a.page), cure=suggest(a.page, PAGES).rstrip("?")))
    file = file_of(a.page)
    if a.open:
        if not webbrowser.open(file.resolve().as_uri()):
            raise Failure(_("nothing here opens pages; read `{file}`.").format(file=file))
        return 0
    say(_read(file), end="")
    return 0


def _title(name: str) -> str:
    return _read(file_of(name)).lstrip().splitlines()[0].lstrip("# ")


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        told = _("the page {file} cannot be read: {why}.")
        raise Failure(told.format(file=file, why=error.strerror or error)) from error
