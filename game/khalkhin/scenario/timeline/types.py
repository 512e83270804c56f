"""Values that the timeline in scenario.toml is written with: texts, numbers, moments."""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from khalkhin.scenario.tables.rules_tables import Id
from khalkhin.scenario.tables.toml_models import one_line
from khalkhin.translation import _

Text = Annotated[str, Field(max_length=8000)]
#: The longest title; it is in one line, longer texts may have several.
TITLE = 100
Title = Annotated[str, Field(min_length=1, max_length=TITLE), AfterValidator(one_line)]
Turn = Annotated[int, Field(ge=1, le=400)]
Amount = Annotated[int, Field(ge=0, le=1_000_000)]
Some = Annotated[list[Id], Field(min_length=1, max_length=100)]
Column = Annotated[list[int], Field(min_length=2, max_length=2)]
WeatherName = Literal["clear", "rain", "fog", "storm"]


def _moment(value: Any) -> int | tuple[datetime.date, str]:
    """A turn's number, or a day with or without the time at which a turn begins."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, datetime.datetime):
        return value.date(), value.strftime("%H:%M")
    if isinstance(value, datetime.date):
        return value, ""
    found = re.fullmatch(r"(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d))?", value) if isinstance(value, str) else None
    try:
        if found:
            return datetime.date.fromisoformat(found[1]), found[2] or ""
    except ValueError:
        pass
    raise ValueError(
        _('is "{value}" — write a turn, or a date such as "1939-08-23" or "1939-08-23 19:00"').format(
            value=str(value)[:24]
        )
    )


Moment = Annotated[Any, BeforeValidator(_moment)]
