"""Tables of scenarios and campaigns in today's format, whatever format they are written in
(:mod:`khalkhin.formats`)."""

from __future__ import annotations

from khalkhin.foreign_text import quoted
from khalkhin.formats import Format, Unreadable
from khalkhin.scenario.issues import Report
from khalkhin.scenario.tables.toml_models import Table
from khalkhin.translation import _


def upgraded(table: Table, format_: Format, report: Report) -> Table | None:
    """A table in today's format, with the lines of the file as it is; None and an issue if its format is not known."""
    given = table.data.get("format", format_.first)
    today = format_.today
    if not isinstance(given, int) or isinstance(given, bool) or given < format_.first:
        report.error(
            table.where("format"),
            _("format is {given}").format(given=quoted(given)),
            _("write format = {today}").format(today=today),
        )
        return None
    if given > today:
        report.error(
            table.where("format"),
            _("this {what} has format {given}; this version of the game reads formats up to {today}").format(
                what=_(format_.what), given=given, today=today
            ),
            _("get a newer version of the game, or ask for the file in an older format"),
        )
        return None
    try:
        data = format_.upgraded(dict(table.data), given)
    except Unreadable:
        report.error(
            table.where("format"),
            _("this {what} is not written in format {given}").format(what=_(format_.what), given=given),
            _("write it as docs/modding/maps.md says, with format = {today}").format(today=today),
        )
        return None
    return table.instead({**data, "format": today})
