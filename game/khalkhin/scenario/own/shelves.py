"""Tables, and folders of files that go by their names, in a scenario's folder and in its campaign's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from khalkhin.formats import Format
from khalkhin.scenario.formats import upgraded
from khalkhin.scenario.issues import Report, shown
from khalkhin.scenario.tables.toml_models import M, Table, parse, read_table
from khalkhin.scenario.tmx.path_sandbox import Roots, campaign_folder
from khalkhin.translation import _


def homes(folder: Path) -> tuple[Path, ...]:
    """The folders that a scenario's own things lie in, the campaign's before its own."""
    above = campaign_folder(folder.resolve())
    return (folder,) if above is None else (above, folder)


def own_tables(
    folder: Path, name: str, what: str, form: Format, model: type[M], roots: Roots, report: Report
) -> Iterator[tuple[Table, M] | None]:
    """The tables that are called `name` in a scenario's homes, as written and as rows; None for one that cannot be
    read, which is told. `what` says what such a table is, for a sentence."""
    for home in homes(folder):
        if not (home / name).exists() or roots.own(home, name, report, what) is None:
            continue
        table = read_table(home / name, report)
        table = None if table is None else upgraded(table, form, report)
        rows = None if table is None else parse(model, table, report)
        yield None if table is None or rows is None else (table, rows)


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
