"""The timeline in scenario.toml as models: the words that entries are written in.

A condition and an effect are tables with one key each, which says of what kind they are.
"""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, field_validator, model_validator

from khalkhin.scenario.tables.rules_tables import Id, Name
from khalkhin.scenario.tables.toml_models import Model

Text = Annotated[str, Field(max_length=8000)]
Title = Annotated[str, Field(min_length=1, max_length=100)]
Turn = Annotated[int, Field(ge=1, le=400)]
Change = Annotated[int, Field(ge=-100_000, le=100_000)]
Amount = Annotated[int, Field(ge=0, le=1_000_000)]
Count = Annotated[int, Field(ge=1, le=1000)]
Prefer = Annotated[int, Field(ge=-1000, le=1000)]
Some = Annotated[list[Id], Field(min_length=1, max_length=100)]
Column = Annotated[list[int], Field(min_length=2, max_length=2)]
WeatherName = Literal["clear", "rain", "fog", "storm"]
Mission = Literal["interdict", "scout", "bomb", "raid"]


def _none() -> list[Any]:
    return []


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
    raise ValueError(f'is "{str(value)[:24]}" — write a turn, or a date such as "1939-08-23" or "1939-08-23 19:00"')


Moment = Annotated[Any, BeforeValidator(_moment)]


def _one_of(model: Model, *names: str) -> None:
    if sum(getattr(model, n) is not None for n in names) != 1:
        raise ValueError(f"does not name exactly one of {', '.join(names)} — give one of them")


# ---- When


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
            raise ValueError("names its turns twice — give turn, or date (and clock), or from and to")
        if self.clock is not None and self.date is None:
            raise ValueError("has a clock without a date — give the date as well")
        if isinstance(self.date, int):
            raise ValueError(f'has the date {self.date} — write a date such as "1939-08-23", or turn = {self.date}')
        return self


# ---- Who and where


class Who(Model):
    """Units: one, several, or all of a formation."""

    unit: Id | None = None
    units: Some | None = None
    formation: Name | None = None

    @model_validator(mode="after")
    def _one(self) -> Who:
        _one_of(self, "unit", "units", "formation")
        return self


class Where(Model):
    """A place by its name, an area or a hex; `within` takes in the hexes around it."""

    place: Name | Column
    within: Annotated[int, Field(ge=0, le=20)] = 0


# ---- If


class Entered(Where):
    side: str
    units: Count = 1


class Held(Where):
    side: str


class OnMap(Who):
    count: Count = 1


class Lost(Model):
    steps: Annotated[int, Field(ge=1, le=10_000)]
    side: str | None = None
    unit: Id | None = None
    units: Some | None = None
    formation: Name | None = None

    @model_validator(mode="after")
    def _one(self) -> Lost:
        _one_of(self, "side", "unit", "units", "formation")
        return self


class Supply(Who):
    state: str
    count: Annotated[int, Field(ge=0, le=1000)] = 0


class Bounds(Model):
    at_least: Amount | None = None
    at_most: Amount | None = None

    @model_validator(mode="after")
    def _some(self) -> Bounds:
        if self.at_least is None and self.at_most is None:
            raise ValueError("sets no bound — give at_least, at_most or both")
        if self.at_most is not None and (self.at_least or 0) > self.at_most:
            raise ValueError(
                f"wants at least {self.at_least} and at most {self.at_most} — let the first be the smaller"
            )
        return self


class Sorties(Bounds):
    side: str


class Stock(Bounds):
    store: Name | None = None
    side: str | None = None

    @model_validator(mode="after")
    def _one(self) -> Stock:
        _one_of(self, "store", "side")
        return self


class Chose(Model):
    entry: Id
    answer: Id


class Condition(Model):
    entered: Entered | None = None
    held: Held | None = None
    alive: Who | None = None
    destroyed: Who | None = None
    on_map: OnMap | None = None
    lost: Lost | None = None
    supply: Supply | None = None
    standing: Name | None = None
    broken: Name | None = None
    sorties: Sorties | None = None
    stock: Stock | None = None
    weather: WeatherName | None = None
    flag: Id | None = None
    chose: Chose | None = None
    happened: Id | None = None
    all_: Annotated[list[Condition], Field(min_length=1)] | None = Field(None, alias="all")
    any_: Annotated[list[Condition], Field(min_length=1)] | None = Field(None, alias="any")
    not_: Condition | None = Field(None, alias="not")

    @model_validator(mode="after")
    def _one(self) -> Condition:
        _only(self, "condition")
        return self


# ---- Do


class Message(Model):
    side: str | None = None
    title: Title
    text: Annotated[str, Field(min_length=1, max_length=8000)]


class Reinforce(Who):
    at: Name | Column | None = None


class ChangeWeather(Model):
    kind: WeatherName
    turns: Turn = 1


class Raid(Model):
    airfield: Name
    turns: Turn = 1


class ChangeSorties(Model):
    airfield: Name
    fighters: Change = 0
    bombers: Change = 0


class ChangeStock(Model):
    store: Name
    points: Change


class Points(Model):
    side: str
    points: Change


class Suppress(Model):
    side: str
    steps: Annotated[int, Field(ge=1, le=20)]
    area: Name | None = None


class Spell(Model):
    """Surprise or silence: a side and for how many turns."""

    side: str
    turns: Turn = 1


class Forbid(Model):
    """Keep a side out of an area, or from a kind of air mission."""

    side: str
    area: Name | None = None
    mission: Mission | None = None
    until: Moment | None = None

    @model_validator(mode="after")
    def _one(self) -> Forbid:
        _one_of(self, "area", "mission")
        return self


class Allow(Model):
    side: str
    area: Name | None = None
    mission: Mission | None = None

    @model_validator(mode="after")
    def _one(self) -> Allow:
        _one_of(self, "area", "mission")
        return self


class Hold(Who):
    until: Moment | None = None


class Effect(Model):
    message: Message | None = None
    reinforce: Reinforce | None = None
    withdraw: Who | None = None
    weather: ChangeWeather | None = None
    raid: Raid | None = None
    sorties: ChangeSorties | None = None
    stock: ChangeStock | None = None
    hq_points: Points | None = None
    points: Points | None = None
    set: Id | None = None
    clear: Id | None = None
    suppress: Suppress | None = None
    surprise: Spell | None = None
    silence: Spell | None = None
    forbid: Forbid | None = None
    allow: Allow | None = None
    hold: Hold | None = None
    release: Who | None = None
    end: Title | None = None

    @model_validator(mode="after")
    def _one(self) -> Effect:
        _only(self, "effect")
        return self


def _only(model: Condition | Effect, what: str) -> None:
    if len(model.model_fields_set) != 1:
        known = ", ".join(f.alias or name for name, f in type(model).model_fields.items())
        raise ValueError(f"does not name exactly one {what} — write one of {known} in each {{ }}")


# ---- Entries


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
            raise ValueError(f'is "{source[:20]}" — write the fact it tells of, A1 to A24')
        return source
