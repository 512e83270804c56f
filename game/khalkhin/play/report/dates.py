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
