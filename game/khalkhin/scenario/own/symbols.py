"""Pictures for counters: ``symbols/NAME.png``, by which unit types call them as their `symbol`."""

from __future__ import annotations

import re
from pathlib import Path

from khalkhin.foreign_text import quoted
from khalkhin.scenario.issues import Report, shown
from khalkhin.scenario.own.shelves import on_shelf
from khalkhin.scenario.tables.rules_tables import SYMBOLS
from khalkhin.scenario.tmx.path_sandbox import Roots
from khalkhin.scenario.tmx.pictures import BadPicture, picture_size
from khalkhin.translation import _

FOLDER = "symbols"
#: The most symbols; the least and the most pixels a side, and the largest file, in bytes.
MOST, LEAST_SIDE, MOST_SIDE, MOST_BYTES = 60, 16, 512, 256 << 10
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


def read_symbols(folder: Path, roots: Roots, report: Report) -> tuple[dict[str, str], frozenset[str]]:
    """The files of a scenario's own symbols by name, and all names that symbols have, those too whose pictures cannot
    be drawn: they are told, and unit types that name them are not told as well."""
    found: dict[str, str] = {}
    named: set[str] = set()
    for path in on_shelf(folder, FOLDER, MOST, roots, report):
        fault = _fault(path)
        named.add(path.stem)
        if fault is None:
            found[path.stem] = str(path.resolve())
        else:
            report.error(shown(path), *fault)
    return found, frozenset(named)


def _fault(path: Path) -> tuple[str, str] | None:
    """Why a file is no symbol, with a cure."""
    if path.suffix.lower() != ".png" or not _NAME.fullmatch(path.stem):
        told = _("no symbol can have this file's name")
        return told, _("symbols are PNG files, called with letters, digits and dashes: ski-troops.png")
    if path.stem in SYMBOLS:
        told = _("the game has a symbol that is called {name}").format(name=quoted(path.stem))
        return told, _("give it another name, and write that in its unit types")
    try:
        width, height = picture_size(path)
        size = path.stat().st_size
    except BadPicture as bad:
        why, cure = bad.args
        return _("the picture {why}").format(why=why), cure
    except OSError as error:
        return _("it cannot be read: {why}").format(why=error.strerror or error), _("mend it")
    if path.read_bytes()[:4] != b"\x89PNG":
        return _("it is no PNG file"), _("save it as PNG")
    if not all(LEAST_SIDE <= side <= MOST_SIDE for side in (width, height)):
        told = _("it has {width} by {height} pixels").format(width=width, height=height)
        return told, _("each side has {least} to {most}").format(least=LEAST_SIDE, most=MOST_SIDE)
    if size > MOST_BYTES:
        return _("it is larger than {n} KiB").format(n=MOST_BYTES >> 10), _("save a smaller picture")
    return None
