"""Dates as people read them."""

from __future__ import annotations

import datetime

from khalkhin.translation import N_, _

MONTHS = (
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
)


def date_text(iso: str) -> str:
    """20 August 1939 (what is no date is shown as it is)."""
    try:
        day = datetime.date.fromisoformat(iso)
    except ValueError:
        return iso
    return _day(day)


def day_text(iso: str) -> str:
    """20 August, where the year goes without saying (what is no date is shown as it is)."""
    try:
        day = datetime.date.fromisoformat(iso)
    except ValueError:
        return iso
    return _("{day} {month}").format(day=day.day, month=_(MONTHS[day.month - 1]))


def short_date(iso: str) -> str:
    """20 Aug, for a chart; the month by its first letters."""
    day = datetime.date.fromisoformat(iso)
    return _("{day} {mon}").format(day=day.day, mon=_(MONTHS[day.month - 1])[:3])


def moment_text(seconds: float) -> str:
    """A file's time as 20 August 1939, 05:45 here; a file may have one that no calendar has."""
    try:
        moment = datetime.datetime.fromtimestamp(seconds)
    except (ValueError, OverflowError, OSError):
        return _("at no time that a calendar has")
    return _("{date}, {clock}").format(date=_day(moment), clock=f"{moment:%H:%M}")


def _day(day: datetime.date) -> str:
    return _("{day} {month} {year}").format(day=day.day, month=_(MONTHS[day.month - 1]), year=day.year)
