"""From ``lesson.toml`` to a course, with every fault told at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, Field, model_validator

from khalkhin import paths
from khalkhin.core.events.events import Event
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.orders.errors import OrderSyntaxError
from khalkhin.core.orders.orders import KINDS, EndTurn, Order, parse_order
from khalkhin.foreign_text import quoted
from khalkhin.formats import LESSON
from khalkhin.scenario import catalog
from khalkhin.scenario.formats import upgraded
from khalkhin.scenario.issues import Report, ScenarioError
from khalkhin.scenario.lessons import course as c
from khalkhin.scenario.lessons.texts import HINT, KEYS, SAID, sentences_of, through
from khalkhin.scenario.tables.rules_tables import Id
from khalkhin.scenario.tables.toml_models import Model, Table, parse, read_table
from khalkhin.scenario.texts.files import read_texts
from khalkhin.scenario.texts.sentences import flowing, saying
from khalkhin.scenario.timeline.names import At
from khalkhin.scenario.timeline.types import Title
from khalkhin.scenario.tmx.path_sandbox import Roots
from khalkhin.translation import _

FILE = "lesson.toml"
#: Where a text names a key: ``{key:end_turn}``.
KEY = re.compile(r"\{key:([a-z_]*)\}")
EVENTS = frozenset(kind.__name__ for kind in get_args(Event))
VERBS = frozenset(kind.FORM.verb for kind in KINDS)

Said = Annotated[str, Field(min_length=1, max_length=SAID.most)]
Place = Annotated[list[Annotated[int, Field(ge=0)]], Field(min_length=2, max_length=2)]


def _one_of(known: tuple[str, ...]) -> AfterValidator:
    """A text that is one of some words."""

    def check(word: str) -> str:
        if word not in known:
            raise ValueError(_("is {word} — known: {words}").format(word=quoted(word), words=", ".join(known)))
        return word

    return AfterValidator(check)


_PageName = Annotated[str, _one_of(c.PAGES)]
_OverlayName = Annotated[str, _one_of(c.OVERLAYS)]
_CommandName = Annotated[str, _one_of(c.COMMANDS)]


class WaitRow(Model):
    """What is waited for: one word, and what goes with it."""

    read: Literal[True] | None = None
    selected: Id | None = None
    at: Id | None = None
    held: Place | None = None
    planned: Place | None = None
    drafted: Id | None = None
    overlay: _OverlayName | None = None
    page: _PageName | None = None
    asked: _CommandName | None = None
    ordered: str | None = None
    happened: str | None = None
    turn: Annotated[int, Field(ge=1)] | None = None
    gone: Id | None = None
    fed: Id | None = None
    any: list[WaitRow] | None = None
    all: list[WaitRow] | None = None
    # What goes with a word.
    hexes: list[Place] | None = None
    unit: Id | None = None

    @property
    def word(self) -> str:
        """The word it is written with."""
        return next(name for name in WORDS if getattr(self, name) is not None)

    @model_validator(mode="after")
    def _one(self) -> WaitRow:
        words = [name for name in WORDS if getattr(self, name) is not None]
        if len(words) != 1:
            raise ValueError(
                _("waits for {n} things — name one of {words}").format(n=len(words), words=", ".join(WORDS))
            )
        if (self.hexes is not None) != (words == ["at"]):
            raise ValueError(_("names hexes — they go with at, and at needs them"))
        if self.unit is not None and words[0] not in ("ordered", "happened"):
            raise ValueError(_("names a unit — it goes with ordered and happened"))
        return self


WORDS = tuple(name for name in WaitRow.model_fields if name not in ("hexes", "unit"))


class PointRow(Model):
    """One thing to point at."""

    hex: Place | None = None
    unit: Id | None = None
    button: _CommandName | None = None
    page: _PageName | None = None
    overlay: _OverlayName | None = None
    order: Id | None = None
    confirm: Literal[True] | None = None

    @model_validator(mode="after")
    def _one(self) -> PointRow:
        found = [name for name in type(self).model_fields if getattr(self, name) is not None]
        if len(found) != 1:
            known = ", ".join(type(self).model_fields)
            raise ValueError(_("points at {n} things — name one of {words}").format(n=len(found), words=known))
        return self


def _none() -> list[Any]:
    return []


class PartRow(Model):
    text: Said
    why: Said
    wait: WaitRow
    point: list[PointRow] = Field(default_factory=_none)
    hint: Annotated[str, Field(max_length=HINT.most)] = ""
    do: list[str] = Field(default_factory=_none)
    free: bool = False


class EnemyRow(Model):
    turn: Annotated[int, Field(ge=1)]
    orders: Annotated[list[str], Field(min_length=1)]


class CourseTable(Model):
    format: int
    number: Annotated[int, Field(ge=1, le=99)]
    title: Title
    teaches: Said
    minutes: Annotated[int, Field(ge=1, le=120)]
    side: Id
    seed: Annotated[int, Field(ge=0, le=1_000_000)]
    enemy: list[EnemyRow] = Field(default_factory=_none)
    steps: Annotated[list[PartRow], Field(min_length=1, max_length=60)]


def folder() -> Path:
    """Where the shipped lessons are."""
    return paths.maps_dir() / "lessons"


def ids() -> tuple[str, ...]:
    """The shipped lessons, by the names of their folders."""
    return tuple(found.name for found in catalog.inside(folder()) if (found / FILE).is_file())


def load_course(place: Path, *, as_written: bool = False) -> c.Course:
    """The lesson of a folder, with the texts of the language that is wanted (or `as_written`). Raises: ScenarioError
    with every fault of the scenario and the lesson."""
    scenario = catalog.load(place)
    report = Report()
    course = read_course(place, scenario, report, as_written=as_written)
    if course is None:
        raise ScenarioError(report.finish())
    return course


def courses() -> tuple[c.Course, ...]:
    """All shipped lessons in their order. Raises: ScenarioError."""
    return tuple(sorted((load_course(folder() / id_) for id_ in ids()), key=lambda found: found.number))


def in_order() -> tuple[str, ...]:
    """The shipped lessons by the names of their folders, in the order that their tables give, which is all that is read
    of them; one whose table cannot be read is left out."""
    tables = ((read_table(folder() / id_ / FILE, Report()), id_) for id_ in ids())
    numbers = ((None if table is None else table.data.get("number"), id_) for table, id_ in tables)
    return tuple(id_ for _number, id_ in sorted((number, id_) for number, id_ in numbers if isinstance(number, int)))


def read_course(place: Path, scenario: Scenario, report: Report, *, as_written: bool = False) -> c.Course | None:
    """The lesson of a folder whose scenario has been read, with the texts of the language that is wanted (or
    `as_written`); None and issues if it has faults."""
    table = read_table(place / FILE, report)
    table = None if table is None else upgraded(table, LESSON, report)
    rows = None if table is None else parse(CourseTable, table, report)
    if table is None or rows is None:
        report.unexamined(_("whether the steps and orders of the lesson are right"))
        return None
    reader = _Reader(scenario, table, report)
    sides = [info.id for info in scenario.sides]
    if rows.side not in sides:
        report.error(
            table.where("side"), _("{side} is no side").format(side=quoted(rows.side)), report.suggest(rows.side, sides)
        )
    parts = tuple(reader.part(row, ("steps", i)) for i, row in enumerate(rows.steps))
    if not isinstance(parts[-1].waits, c.Read):
        report.error(
            table.where("steps", len(parts) - 1),
            _("the last step does not wait to be read"),
            _("end with one that says what was learnt, and wait = { read = true }"),
        )
    enemy: dict[int, tuple[Order, ...]] = {}
    for i, turn in enumerate(rows.enemy):
        enemy[turn.turn] = reader.orders(turn.orders, ("enemy", i, "orders"))
    if report.errors:
        return None
    made = c.Course(
        place.resolve().name,
        rows.number,
        rows.title,
        flowing(rows.teaches),
        rows.minutes,
        rows.side,
        rows.seed,
        scenario,
        parts,
        enemy,
    )
    own, roots = partial(catalog.language_of, place), Roots.of(place.resolve())
    told = read_texts(place, roots, partial(sentences_of, made), own, report, KEYS)
    if report.errors:
        return None
    return made if as_written else through(made, saying(told))


@dataclass(slots=True)
class _Reader:
    """Makes the parts of a lesson; what they name is found in its scenario."""

    scenario: Scenario
    table: Table
    report: Report

    def part(self, row: PartRow, at: At) -> c.Part:
        """A part of the lesson."""
        for name in ("text", "why", "hint"):
            for key in KEY.findall(getattr(row, name)):
                self._known(key, c.COMMANDS, _("button"), (*at, name))
        orders = self.orders(row.do, (*at, "do"))
        for i, order in enumerate(orders[:-1]):
            if isinstance(order, EndTurn):
                self._fault(
                    (*at, "do", i),
                    _("orders come after the end of a turn"),
                    _("make a step of their own of them"),
                )
        return c.Part(
            flowing(row.text),
            flowing(row.why),
            self.waited(row.wait, (*at, "wait")),
            tuple(self.pointer(point, (*at, "point", i)) for i, point in enumerate(row.point)),
            flowing(row.hint),
            orders,
            row.free,
        )

    def orders(self, lines: list[str], at: At) -> tuple[Order, ...]:
        """Orders as they are written."""
        out: list[Order] = []
        for i, line in enumerate(lines):
            try:
                order = parse_order(line)
            except OrderSyntaxError as error:
                self._fault((*at, i), _("{line} is no order").format(line=quoted(line)), error.form)
                continue
            for unit in order.units():
                self._unit(unit, (*at, i))
            out.append(order)
        return tuple(out)

    def waited(self, row: WaitRow, at: At) -> c.Waited:
        """What a row waits for."""
        word = row.word
        value = getattr(row, word)
        here = (*at, word)
        makers: dict[str, Callable[[], c.Waited]] = {
            "read": c.Read,
            "selected": lambda: c.Selected(self._unit(value, here)),
            "at": lambda: c.At(
                self._unit(value, here),
                frozenset(self._hex(place, (*at, "hexes", i)) for i, place in enumerate(row.hexes or ())),
            ),
            "held": lambda: c.Held(self._hex(value, here)),
            "planned": lambda: c.Planned(self._hex(value, here)),
            "drafted": lambda: c.Drafted(value),
            "overlay": lambda: c.Overlay(value),
            "page": lambda: c.Page(value),
            "asked": lambda: c.Asked(value),
            "ordered": lambda: c.Ordered(self._known(value, VERBS, _("order"), here), self._some(row.unit, at)),
            "happened": lambda: c.Happened(self._known(value, EVENTS, _("event"), here), self._some(row.unit, at)),
            "turn": lambda: c.Turn(value),
            "gone": lambda: c.Gone(self._unit(value, here)),
            "fed": lambda: c.Fed(self._unit(value, here)),
            "any": lambda: c.AnyOf(tuple(self.waited(part, (*here, i)) for i, part in enumerate(value))),
            "all": lambda: c.AllOf(tuple(self.waited(part, (*here, i)) for i, part in enumerate(value))),
        }
        return makers[word]()

    def pointer(self, row: PointRow, at: At) -> c.Pointer:
        """What a row points at."""
        if row.hex is not None:
            return c.OnHex(self._hex(row.hex, (*at, "hex")))
        if row.unit is not None:
            return c.OnUnit(self._unit(row.unit, (*at, "unit")))
        if row.button is not None:
            return c.OnButton(row.button)
        if row.page is not None:
            return c.OnPage(row.page)
        if row.overlay is not None:
            return c.OnOverlay(row.overlay)
        return c.OnConfirm() if row.order is None else c.OnOrder(row.order)

    def _some(self, unit: str | None, at: At) -> str:
        return "" if unit is None else self._unit(unit, (*at, "unit"))

    def _unit(self, unit: str, at: At) -> str:
        return self._known(unit, {spec.id for spec in self.scenario.order_of_battle}, _("unit"), at)

    def _hex(self, place: list[int], at: At) -> int:
        found = self.scenario.board.index(place[0], place[1])
        if found is None:
            self._fault(
                at,
                _("hex ({col}, {row}) lies outside the map").format(col=place[0], row=place[1]),
                _("name one on the map"),
            )
        return found or 0

    def _known(self, name: str, known: Collection[str], what: str, at: At) -> str:
        if name not in known:
            self._fault(
                at, _("{name} is no {what}").format(name=quoted(name), what=what), self.report.suggest(name, known)
            )
        return name

    def _fault(self, at: At, message: str, hint: str) -> None:
        self.report.error(self.table.where(*at), message, hint)
