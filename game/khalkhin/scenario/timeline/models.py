"""The entries of the timeline in scenario.toml as models. What they ask and do is in :mod:`words`."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator, model_validator

from khalkhin.scenario.tables.rules_tables import Id
from khalkhin.scenario.tables.toml_models import Model
from khalkhin.scenario.timeline.types import Moment, Text, Title, Turn
from khalkhin.scenario.timeline.words import Condition, Effect
from khalkhin.translation import _

Prefer = Annotated[int, Field(ge=-1000, le=1000)]


def _none() -> list[Any]:
    return []


class When(Model):
    turn: Turn | None = None
    date: Moment | None = None
    clock: Annotated[str, Field(pattern=r"^\d\d:\d\d$")] | None = None
    from_: Moment | None = Field(None, alias="from")
    to: Moment | None = None
    side: str | None = None
    phase: Literal["day", "night"] | None = None
    at_once: bool = False

    @model_validator(mode="after")
    def _plain(self) -> When:
        if sum(x is not None for x in (self.turn, self.date, self.from_ or self.to)) > 1:
            raise ValueError(_("names its turns twice — give turn, or date (and clock), or from and to"))
        if self.clock is not None and self.date is None:
            raise ValueError(_("has a clock without a date — give the date as well"))
        if isinstance(self.date, int):
            raise ValueError(
                _('has the date {date} — write a date such as "1939-08-23", or turn = {date}').format(date=self.date)
            )
        return self


class Leaning(Model):
    if_: Annotated[list[Condition], Field(min_length=1)] = Field(alias="if")
    prefer: Prefer


class Answer(Model):
    id: Id
    text: Annotated[str, Field(min_length=1, max_length=300)]
    do: list[Effect] = Field(default_factory=_none)
    prefer: Annotated[int, Field(ge=0, le=1000)] = 1
    lean: list[Leaning] = Field(default_factory=_none)


class Entry(Model):
    id: Id
    when: When = Field(default_factory=lambda: When.model_validate({}))
    side: str | None = None
    title: Title
    text: Text = ""
    source: str = ""
    historians: Text = ""
    fate: Literal["", "happened", "prevented", "turned"] = ""
    if_: list[Condition] = Field(default_factory=_none, alias="if")
    do: list[Effect] = Field(default_factory=_none)
    answers: Annotated[list[Answer], Field(max_length=6)] = Field(default_factory=_none)
    repeat: Annotated[int, Field(ge=0, le=400)] = 0

    @field_validator("source")
    @classmethod
    def _fact(cls, source: str) -> str:
        if source and not re.fullmatch(r"A([1-9]|1\d|2[0-4])", source):
            raise ValueError(_('is "{source}" — write the fact it tells of, A1 to A24').format(source=source[:20]))
        return source
