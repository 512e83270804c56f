"""The history pages: the account the game follows, the chronology, the orders of battle, the places and the supply of
both armies, from ``assets/history``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Annotated, Literal

from pydantic import Field

from khalkhin import paths
from khalkhin.scenario.issues import Report, ScenarioError
from khalkhin.scenario.tables.toml_models import M, Model, parse, read_table

Words = Annotated[str, Field(min_length=1, max_length=2000)]
Km = tuple[float, float]
Point = Annotated[list[float], Field(min_length=2, max_length=2)]


@dataclass(frozen=True, slots=True)
class AccountFact:
    """A fact of the account (A1-A24), where it is played, and what historians say of it. `happened`, `prevented` and
    `turned` compare a battle with history in a sentence, for each way it can go there."""

    id: str
    when: str
    title: str
    account: str
    historians: str = ""
    scenario: str = ""
    happened: str = ""
    prevented: str = ""
    turned: str = ""

    def compared(self, fate: str) -> str:
        """What a fate of the fact (happened, prevented, turned) means beside history; empty for any other."""
        return {"happened": self.happened, "prevented": self.prevented, "turned": self.turned}.get(fate, "")


@dataclass(frozen=True, slots=True)
class Day:
    """An entry of the chronology. `sure` is how sure historians are of it; `fact` the account's number, if any."""

    month: str
    date: str
    text: str
    sure: str
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of the story. `at` is in km east and north of the mouth of the Holsten; `also` are other names."""

    name: str
    text: str
    at: Km
    also: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    """A line of the small map: its kind (river, stream, lake, frontier, railway) and points in kilometres."""

    kind: str
    name: str
    points: tuple[Km, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """A paragraph with a title."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Country:
    """Where it happened: places, what the ground was like, and lines for a map."""

    places: tuple[Spot, ...]
    ground: tuple[Remark, ...]
    courses: tuple[Course, ...]


@dataclass(frozen=True, slots=True)
class Force:
    """An entry of an order of battle. `strength` is in words, `note` says where it was or what it did."""

    name: str
    strength: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Army:
    """One side of a battle."""

    name: str
    forces: tuple[Force, ...]


@dataclass(frozen=True, slots=True)
class Battle:
    """The order of battle of both sides; `scenario` is where it is played."""

    title: str
    text: str
    scenario: str
    armies: tuple[Army, Army]


@dataclass(frozen=True, slots=True)
class Means:
    """A line of the comparison of both armies' supply."""

    what: str
    soviet: str
    japanese: str


@dataclass(frozen=True, slots=True)
class Supply:
    """How both armies were supplied, line by line, and what follows from it."""

    means: tuple[Means, ...]
    remarks: tuple[Remark, ...]


class ToldRow(Model):
    when: Words
    title: Words
    account: Words
    historians: str = ""
    scenario: str = ""
    happened: str = ""
    prevented: str = ""
    turned: str = ""


class DayRow(Model):
    month: Words
    date: Words
    text: Words
    sure: Literal["high", "medium", "low"]
    fact: str = ""


class SpotRow(Model):
    name: Words
    text: Words
    at: Point
    also: str = ""


class GroundRow(Model):
    name: Words
    text: Words


class LineRow(Model):
    kind: Literal["river", "stream", "lake", "frontier", "railway"]
    name: Words
    course: Annotated[list[Point], Field(min_length=2)]


class ForceRow(Model):
    name: Words
    strength: Words
    note: str = ""


class ArmyRow(Model):
    name: Words
    unit: Annotated[list[ForceRow], Field(min_length=1)]


class BattleRow(Model):
    title: Words
    text: Words
    scenario: Words
    side: Annotated[list[ArmyRow], Field(min_length=2, max_length=2)]


class MeansRow(Model):
    what: Words
    soviet: Words
    japanese: Words


class NoteRow(Model):
    title: Words
    text: Words


class AccountTable(Model):
    facts: dict[str, ToldRow]


class ChronologyTable(Model):
    day: list[DayRow]


class PlacesTable(Model):
    place: list[SpotRow]
    ground: list[GroundRow]
    line: list[LineRow]


class ArmiesTable(Model):
    battle: list[BattleRow]


class SupplyTable(Model):
    row: list[MeansRow]
    note: list[NoteRow]


@cache
def account() -> dict[str, AccountFact]:
    """The account's facts by number, in its order. Raises: ScenarioError for a faulty table."""
    rows = _read("account.toml", AccountTable, whole="facts").facts
    return {id_: AccountFact(id_, **row.model_dump()) for id_, row in rows.items()}


@cache
def chronology() -> tuple[Day, ...]:
    """What happened, day by day. Raises: ScenarioError for a faulty table."""
    return tuple(Day(**row.model_dump()) for row in _read("chronology.toml", ChronologyTable).day)


@cache
def country() -> Country:
    """Where it happened. Raises: ScenarioError for a faulty table."""
    table = _read("places.toml", PlacesTable)
    return Country(
        tuple(Spot(row.name, row.text, (row.at[0], row.at[1]), row.also) for row in table.place),
        tuple(Remark(row.name, row.text) for row in table.ground),
        tuple(Course(row.kind, row.name, tuple((x, y) for x, y in row.course)) for row in table.line),
    )


@cache
def battles() -> tuple[Battle, ...]:
    """The orders of battle, in order of time. Raises: ScenarioError for a faulty table."""

    def army(row: ArmyRow) -> Army:
        return Army(row.name, tuple(Force(**unit.model_dump()) for unit in row.unit))

    return tuple(
        Battle(row.title, row.text, row.scenario, (army(row.side[0]), army(row.side[1])))
        for row in _read("armies.toml", ArmiesTable).battle
    )


@cache
def supply() -> Supply:
    """How both armies were supplied. Raises: ScenarioError for a faulty table."""
    table = _read("supply.toml", SupplyTable)
    return Supply(
        tuple(Means(**row.model_dump()) for row in table.row),
        tuple(Remark(**row.model_dump()) for row in table.note),
    )


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
