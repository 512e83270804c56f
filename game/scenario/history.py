"""The history pages: the account the game follows, the chronology and the places, from ``assets/history``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Annotated, Literal

from pydantic import Field

from game import paths
from game.scenario.issues import Report, ScenarioError
from game.scenario.tables import M, Model, parse, read_table

Words = Annotated[str, Field(min_length=1, max_length=2000)]


@dataclass(frozen=True, slots=True)
class Told:
    """A fact of the account (A1-A24), where it is played, and what historians say of it."""

    id: str
    when: str
    title: str
    account: str
    historians: str = ""
    scenario: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """An entry of the chronology. `sure` is how sure historians are of it; `fact` the account's number, if any."""

    date: str
    text: str
    sure: str
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of the story. `also` are its other names."""

    name: str
    text: str
    also: str = ""


class ToldRow(Model):
    when: Words
    title: Words
    account: Words
    historians: str = ""
    scenario: str = ""


class DayRow(Model):
    date: Words
    text: Words
    sure: Literal["high", "medium", "low"]
    fact: str = ""


class SpotRow(Model):
    name: Words
    text: Words
    also: str = ""


class AccountTable(Model):
    facts: dict[str, ToldRow]


class ChronologyTable(Model):
    day: list[DayRow]


class PlacesTable(Model):
    place: list[SpotRow]


@cache
def account() -> dict[str, Told]:
    """The account's facts by number, in its order. Raises: ScenarioError for a faulty table."""
    rows = _read("account.toml", AccountTable, whole="facts").facts
    return {id_: Told(id_, **row.model_dump()) for id_, row in rows.items()}


@cache
def chronology() -> tuple[Day, ...]:
    """What happened, day by day. Raises: ScenarioError for a faulty table."""
    return tuple(Day(**row.model_dump()) for row in _read("chronology.toml", ChronologyTable).day)


@cache
def places() -> tuple[Spot, ...]:
    """The places of the story. Raises: ScenarioError for a faulty table."""
    return tuple(Spot(**row.model_dump()) for row in _read("places.toml", PlacesTable).place)


def _read(name: str, model: type[M], whole: str = "") -> M:
    """A table of ``assets/history``; `whole` is the field that its top level is."""
    report = Report()
    table = read_table(paths.assets_dir() / "history" / name, report)
    found = None
    if table is not None:
        found = parse(model, table, report, {whole: table.data} if whole else None)
    if found is None:
        raise ScenarioError(report.finish())
    return found
