"""Dates as people read them."""

from __future__ import annotations

import datetime


def date_text(iso: str) -> str:
    """20 August 1939 (what is no date is shown as it is)."""
    try:
        day = datetime.date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{day.day} {day:%B %Y}"


def moment_text(seconds: float) -> str:
    """A file's time as 20 August 1939, 05:45 here; a file may have one that no calendar has."""
    try:
        moment = datetime.datetime.fromtimestamp(seconds)
    except (ValueError, OverflowError, OSError):
        return "at no time that a calendar has"
    return f"{moment.day} {moment:%B %Y, %H:%M}"
