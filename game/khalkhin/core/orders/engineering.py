"""Engineers' work at hexsides, and blowing crossings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, Self

from khalkhin.core.crossing import crossing as crossings
from khalkhin.core.crossing import engineering
from khalkhin.core.events.events import WorkBegun
from khalkhin.core.model.fast_replace import replace
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Job, Task, Unit
from khalkhin.core.orders.base import BaseOrder, Deed, Happening, Outlook
from khalkhin.core.orders.named import edge_at, hexside_at, own_unit
from khalkhin.core.orders.syntax import EDGE, ID, Edge, Form, edge_text, read_edge
from khalkhin.core.refusals import Refusal, RefusalCode

TASKS = tuple(task.value for task in Task)


@dataclass(frozen=True, slots=True, order=True)
class Work(BaseOrder):
    """Engineers begin a job at a hexside beside them: ford, pontoon, repair, dismantle or mine."""

    unit: str
    task: str
    at: Edge

    FORM: ClassVar = Form(f"work UNIT {'|'.join(TASKS)} C,R-C,R", rf"work ({ID}) ({'|'.join(TASKS)}) ({EDGE})")

    @classmethod
    def read(cls, m: re.Match[str]) -> Self:
        return cls(m[1], m[2], read_edge(m[3]))

    def __str__(self) -> str:
        return f"work {self.unit} {self.task} {edge_text(self.at)}"

    @classmethod
    def options(cls, outlook: Outlook) -> Iterator[Work]:
        state = outlook.state
        for unit in state.side_units(state.active):
            if unit.has("engineer"):
                yield from (job.order for job in jobs_for(state, unit) if job.refusal is None)

    def prepare(self, state: GameState) -> Deed | Refusal:
        unit = own_unit(state, self.unit)
        if isinstance(unit, Refusal):
            return unit
        if not unit.has("engineer"):
            return Refusal(RefusalCode.NO_ENGINEERS, unit.id)
        hexside = hexside_at(state, self.at)
        if isinstance(hexside, Refusal):
            return hexside
        if self.task not in TASKS:
            return Refusal(RefusalCode.NO_TASK, name=self.task)
        task = Task(self.task)
        return engineering.no_work(state, unit, task, hexside) or partial(_begin, state, unit, task, hexside)

    def units(self) -> tuple[str, ...]:
        return (self.unit,)


def _begin(state: GameState, unit: Unit, task: Task, hexside: int) -> Happening:
    begun = WorkBegun(unit.id, task.value, hexside, unit.hex)
    return state.with_unit(replace(unit, job=Job(task, hexside))), (begun,)


@dataclass(frozen=True, slots=True)
class JobProspect:
    """A job engineers could have: the order for it, the work points it takes and those done, the reason against it."""

    order: Work
    needed: int
    done: int
    refusal: Refusal | None


def jobs_for(state: GameState, unit: Unit) -> tuple[JobProspect, ...]:
    """The jobs that make sense at the six hexsides of engineers, possible now or not."""
    if not unit.has("engineer") or unit.hex < 0:
        return ()
    board, rules = state.scenario.board, state.scenario.rules.engineering
    out = []
    for n, hexside in zip(board.neighbours[unit.hex], board.sides[unit.hex], strict=True):
        if n < 0:
            continue
        for task in engineering.sensible(state, unit.side, hexside):
            order = Work(unit.id, task.value, edge_at(state, hexside))
            link = state.crossings.get(hexside)
            times = link.hits if link is not None and task is Task.REPAIR else 1
            done = sum(
                u.job.done
                for u in state.side_units(unit.side)
                if u.job is not None and (u.job.task, u.job.hexside) == (task, hexside)
            )
            found = order.prepare(state)
            refusal = found if isinstance(found, Refusal) else None
            out.append(JobProspect(order, engineering.points(rules, task) * times, done, refusal))
    return tuple(out)


@dataclass(frozen=True, slots=True, order=True)
class Stop(BaseOrder):
    """Engineers give up their job."""

    unit: str

    FORM: ClassVar = Form("stop UNIT", rf"stop ({ID})")

    @classmethod
    def read(cls, m: re.Match[str]) -> Self:
        return cls(m[1])

    def __str__(self) -> str:
        return f"stop {self.unit}"

    @classmethod
    def options(cls, outlook: Outlook) -> Iterator[Self]:
        state = outlook.state
        return (cls(unit.id) for unit in state.side_units(state.active) if unit.job is not None)

    def prepare(self, state: GameState) -> Deed | Refusal:
        unit = own_unit(state, self.unit)
        if isinstance(unit, Refusal):
            return unit
        if unit.job is None:
            return Refusal(RefusalCode.NO_JOB, unit.id)
        return partial(_give_up, state, unit, unit.job)

    def units(self) -> tuple[str, ...]:
        return (self.unit,)


def _give_up(state: GameState, unit: Unit, job: Job) -> Happening:
    return state.with_unit(replace(unit, job=None)), (WorkBegun(unit.id, "", job.hexside, unit.hex),)


@dataclass(frozen=True, slots=True, order=True)
class Demolish(BaseOrder):
    """A unit beside a crossing blows it: certain where its side has laid charges, else engineers try with a die."""

    unit: str
    at: Edge

    FORM: ClassVar = Form("blow UNIT C,R-C,R", rf"blow ({ID}) ({EDGE})")

    @classmethod
    def read(cls, m: re.Match[str]) -> Self:
        return cls(m[1], read_edge(m[2]))

    def __str__(self) -> str:
        return f"blow {self.unit} {edge_text(self.at)}"

    @classmethod
    def options(cls, outlook: Outlook) -> Iterator[Self]:
        state, sides = outlook.state, outlook.state.scenario.board.sides
        for unit in state.side_units(state.active):
            for hexside in sides[unit.hex]:
                if hexside in state.crossings and _no_blast(state, unit, hexside) is None:
                    yield cls(unit.id, edge_at(state, hexside))

    def prepare(self, state: GameState) -> Deed | Refusal:
        unit = own_unit(state, self.unit)
        if isinstance(unit, Refusal):
            return unit
        hexside = hexside_at(state, self.at)
        if isinstance(hexside, Refusal):
            return hexside
        return _no_blast(state, unit, hexside) or partial(engineering.blow, state, unit, hexside)

    def units(self) -> tuple[str, ...]:
        return (self.unit,)


def _no_blast(state: GameState, unit: Unit, hexside: int) -> Refusal | None:
    """Why a unit cannot blow the crossing at a hexside, or None if it can."""
    link = state.crossings.get(hexside)
    if link is None:
        return Refusal(RefusalCode.NOTHING_TO_BLOW)
    if unit.hex not in state.scenario.board.hexside_hexes(hexside):
        return Refusal(RefusalCode.BLOW_NOT_BESIDE, unit.id, link.name)
    if not crossings.solid(link):
        return Refusal(RefusalCode.BLOW_FORD, name=link.name)
    if not crossings.standing(link, state.scenario.rules):
        return Refusal(RefusalCode.BLOW_DESTROYED, name=link.name)
    if not (unit.is_combat or unit.has("engineer")):
        return Refusal(RefusalCode.NO_HANDS, unit.id)
    if unit.fought:
        return Refusal(RefusalCode.BLOW_FOUGHT, unit.id)
    if unit.effective <= 0:
        return Refusal(RefusalCode.SUPPRESSED, unit.id)
    if link.mined != state.active and not unit.has("engineer"):
        return Refusal(RefusalCode.NO_CHARGES)
    return None
