"""scenario.toml as models: what docs/modding/maps.md describes."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, field_validator, model_validator

from khalkhin.scenario.tables.rules_tables import Id, Name, Points
from khalkhin.scenario.tables.toml_models import Model
from khalkhin.scenario.timeline.models import Entry
from khalkhin.scenario.timeline.types import Text, Title, Turn, WeatherName
from khalkhin.translation import _

Margin = Annotated[int, Field(ge=-100_000, le=100_000)]
Names = list[Name]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}([_-][A-Za-z0-9]{2,8})?$", max_length=12)]
Step = Annotated[str, Field(min_length=1, max_length=300)]


def _none() -> list[Any]:
    return []


class Phase(Model):
    clock: str
    light: Literal["day", "night"]

    @field_validator("clock")
    @classmethod
    def _time(cls, clock: str) -> str:
        try:
            datetime.time.fromisoformat(clock if len(clock) == 5 else "")
        except ValueError:
            raise ValueError(_('is "{clock}" — write a time such as "06:00"').format(clock=clock[:20])) from None
        return clock


class Weather(Model):
    turns: Annotated[list[Turn], Field(min_length=1)]
    weather: WeatherName


def _date(given: str | datetime.date) -> datetime.date:
    try:
        date = given if isinstance(given, datetime.date) else datetime.date.fromisoformat(given)
        if not 1900 <= date.year <= 2000:
            raise ValueError
    except ValueError:
        raise ValueError(_('is "{given}" — write a date such as "1939-08-20"').format(given=str(given)[:20])) from None
    return date


Date = Annotated[str | datetime.date, AfterValidator(_date)]


class Prelude(Phase):
    """A turn before the calendar's start."""

    date: Date


class Calendar(Model):
    """`pattern` is the turns of a round, which takes `days`; the first round begins with the turn at `first_clock`;
    `before` are single turns on earlier dates."""

    start: Date
    turns: Turn
    pattern: Annotated[list[Phase], Field(min_length=1, max_length=12)]
    days: Annotated[int, Field(ge=1, le=30)] = 1
    first_clock: str = ""
    before: Annotated[list[Prelude], Field(max_length=12)] = Field(default_factory=_none)
    weather: list[Weather] = Field(default_factory=_none)

    @model_validator(mode="after")
    def _begins(self) -> Calendar:
        if self.first_clock and self.first_clock not in [p.clock for p in self.pattern]:
            raise ValueError(
                _('begins at "{first_clock}" — name the clock of one of the turns in the pattern').format(
                    first_clock=self.first_clock[:20]
                )
            )
        dates = [p.date for p in self.before] + [self.start]
        if any(a >= b for a, b in zip(dates, dates[1:], strict=False)):  # type: ignore[operator]
            raise ValueError(_("has turns before the start that are not earlier — write them in order of date"))
        return self


class Axis(Model):
    name: Name
    formations: Annotated[Names, Field(min_length=1)]
    through: Annotated[list[Name | Annotated[list[int], Field(min_length=2, max_length=2)]], Field(min_length=1)]
    manner: Literal["advance", "pin", "envelop", "storm", "hold"] = "advance"


class Ai(Model):
    posture: Literal["attack", "defend", "balanced"] = "balanced"
    reserves: Names = Field(default_factory=_none)
    hold: Names = Field(default_factory=_none)
    axes: list[Axis] = Field(default_factory=_none)


class Arrow(Model):
    """An arrow of a plan, on the map of the briefing."""

    name: Name
    through: Annotated[
        list[Name | Annotated[list[int], Field(min_length=2, max_length=2)]], Field(min_length=2, max_length=12)
    ]


class Side(Model):
    name: Name
    nations: Annotated[Names, Field(max_length=8)] = Field(default_factory=_none)
    briefing: Text = ""
    first_steps: Annotated[list[Step], Field(max_length=6)] = Field(default_factory=_none)
    plan: Annotated[list[Arrow], Field(max_length=8)] = Field(default_factory=_none)
    grades: Annotated[list[Margin], Field(min_length=4, max_length=4)]
    hq_points: Annotated[int, Field(ge=0, le=20)] = 0
    saved_step: Points = 0
    ai: Ai = Ai()

    @field_validator("grades")
    @classmethod
    def _rising(cls, grades: list[int]) -> list[int]:
        for low, high in zip(grades, grades[1:], strict=False):
            if high <= low:
                raise ValueError(_("has {high} after {low} — write four rising margins").format(high=high, low=low))
        return grades


class Reinforcement(Model):
    """Units that come on in a turn or, without one, when the timeline calls them."""

    turn: Turn | None = None
    units: Annotated[list[Id], Field(min_length=1)]


class Supply(Model):
    """From a turn on, another amount comes in at a source."""

    source: Name
    turn: Turn
    per_turn: Annotated[int, Field(ge=0, le=100_000)]


class Victory(Model):
    """Figures of the rules table `victory` that a scenario sets for itself."""

    step: Points | None = None
    pocketed_step: Points | None = None
    crossing: Points | None = None
    pocket_steps: Points | None = None
    exited_loss: Annotated[int, Field(ge=0, le=100)] | None = None


class Airfield(Model):
    """An airfield off the map. Sorties are for a day turn; a sortie is a dozen aircraft."""

    name: Name
    side: str
    fighters: Annotated[int, Field(ge=0, le=20)] = 0
    bombers: Annotated[int, Field(ge=0, le=20)] = 0


class RulesRow(Model):
    """Figures of the rules that fit a map's scale."""

    supply_range: Annotated[int, Field(ge=1, le=200)] | None = None
    crossing_factor: Annotated[int, Field(ge=1, le=100)] = 1


class TollRow(Model):
    account: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    least: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    most: Annotated[int, Field(ge=0, le=1_000_000)] = 0


class FrontRow(Model):
    date: Date
    through: Annotated[list[Name | Annotated[list[int], Field(min_length=2, max_length=2)]], Field(min_length=2)]


class HistoryTable(Model):
    """What the after-action report compares a battle with."""

    men_per_step: Annotated[int, Field(ge=1, le=10_000)] = 250
    losses: dict[Id, TollRow] = Field(default_factory=dict)
    front: list[FrontRow] = Field(default_factory=_none)


class Manifest(Model):
    format: int
    title: Title
    description: Text
    language: Language = "en"
    map: Annotated[str, Field(min_length=1, max_length=100)] = "map.tmx"
    order: Annotated[list[str], Field(min_length=2, max_length=2)]
    calendar: Calendar
    sides: dict[Id, Side]
    reinforcements: list[Reinforcement] = Field(default_factory=_none)
    supply: list[Supply] = Field(default_factory=_none)
    airfields: list[Airfield] = Field(default_factory=_none)
    victory: Victory = Victory()
    unit_types: dict[Id, dict[str, Any]] = Field(default_factory=dict)
    timeline: list[Entry] = Field(default_factory=_none)
    rules: RulesRow = RulesRow()
    given_flags: list[Id] = Field(default_factory=_none)
    history: HistoryTable = HistoryTable()
