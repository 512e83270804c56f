"""Folders of files that go by their names, in a scenario's folder and in its campaign's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from khalkhin.scenario.issues import Report, shown
from khalkhin.scenario.tmx.path_sandbox import Roots, campaign_folder
from khalkhin.translation import _


def homes(folder: Path) -> tuple[Path, ...]:
    """The folders that a scenario's own things lie in, the campaign's before its own."""
    above = campaign_folder(folder.resolve())
    return (folder,) if above is None else (above, folder)


def on_shelf(folder: Path, name: str, most: int, roots: Roots, report: Report) -> Iterator[Path]:
    """The files in the folder `name` of a scenario's homes, each that may be read; too many are told of."""
    for home in homes(folder):
        shelf = home / name
        try:
            found = sorted(p for p in shelf.iterdir() if not p.name.startswith("."))
        except OSError:
            continue
        if len(found) > most:
            told = _("there are more than {most} files in it")
            report.error(shown(shelf), told.format(most=most), _("take out what is not used"))
        for path in found[:most]:
            if roots.own(shelf, path.name, report, _("the file")) is not None:
                yield path
