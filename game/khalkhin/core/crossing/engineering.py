"""Engineers: building, repairing, dismantling, mining and blowing crossings.

A job is done at a hexside beside the engineers, a work point at the start of each of their side's turns, as long as
they stay where they are, fit to work, and neither attack nor are attacked. Points of several units at the same job
add up. Orders are refused from what the active side knows; an enemy it does not see on the far bank stops the work.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import assert_never

from khalkhin.core.crossing import crossing as crossings
from khalkhin.core.dice import number
from khalkhin.core.events.events import CrossingHit, Event, WorkDone
from khalkhin.core.model.crossings import Crossing
from khalkhin.core.model.reasons import HitCause
from khalkhin.core.model.rules import CrossingKind, EngineeringRules, HexsideKind, StackClass
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Job, Task, Unit
from khalkhin.core.refusals import Refusal, RefusalCode

WET = (HexsideKind.STREAM, HexsideKind.RIVER)


def no_work(state: GameState, unit: Unit, task: Task, hexside: int) -> Refusal | None:
    """Why engineers cannot begin a job at a hexside, as their side knows it, or None if they can."""
    banks = state.scenario.board.hexside_hexes(hexside)
    if unit.hex not in banks:
        return Refusal(RefusalCode.WORK_NOT_BESIDE, unit.id)
    if unit.job is not None and (unit.job.task, unit.job.hexside) == (task, hexside):
        return Refusal(RefusalCode.AT_IT, unit.id)
    if unit.fought:
        return Refusal(RefusalCode.WORK_FOUGHT, unit.id)
    far = banks[1] if unit.hex == banks[0] else banks[0]
    if any(u.hex == far and _bars(u) for u in state.known_enemies(unit.side)):
        return Refusal(RefusalCode.FAR_BANK)
    return unfit(state, unit.side, task, hexside)


def unfit(state: GameState, side: str, task: Task, hexside: int) -> Refusal | None:
    """Why a hexside does not admit a job by a side, whoever is to do it, or None if it does."""
    link = state.crossings.get(hexside)
    if task in (Task.FORD, Task.PONTOON):
        return _no_site(state, task, hexside, link)
    if link is None:
        return Refusal(RefusalCode.NO_CROSSING)
    if link.owner not in ("", side):
        return Refusal(RefusalCode.ENEMY_CROSSING, name=link.name)
    if not crossings.solid(link):
        return Refusal(RefusalCode.WORK_FORD, name=link.name)
    match task:
        case Task.REPAIR if not link.hits:
            return Refusal(RefusalCode.UNHARMED, name=link.name)
        case Task.DISMANTLE if link.kind is not CrossingKind.PONTOON:
            return Refusal(RefusalCode.NOT_A_PONTOON)
        case Task.DISMANTLE if link.owner != side:
            return Refusal(RefusalCode.NOT_TAKEN_OVER, name=link.name)
        case Task.DISMANTLE if link.hits:
            return Refusal(RefusalCode.DAMAGED, name=link.name)
        case Task.MINE if link.mined == side:
            return Refusal(RefusalCode.CHARGES_LAID, name=link.name)
        case Task.MINE if not crossings.standing(link, state.scenario.rules):
            return Refusal(RefusalCode.NOTHING_TO_MINE, name=link.name)
    return None


def _no_site(state: GameState, task: Task, hexside: int, link: Crossing | None) -> Refusal | None:
    board = state.scenario.board
    if link is not None:
        standing = crossings.standing(link, state.scenario.rules)
        return Refusal(RefusalCode.SITE_TAKEN if standing else RefusalCode.SITE_WRECKED, name=link.name)
    if board.kind(hexside) not in WET:
        return Refusal(RefusalCode.NO_WATER, what=task.value)
    for hex_ in board.hexside_hexes(hexside):
        if hex_ < 0 or not board.terrain[hex_].cost:
            return Refusal(RefusalCode.LEADS_NOWHERE, what=task.value)
    return None


def blow(state: GameState, unit: Unit, hexside: int) -> tuple[GameState, tuple[Event, ...]]:
    """A unit blows the crossing beside it. Laid charges never fail; engineers without them need a throw of the die."""
    link = state.crossings[hexside]
    die = 0
    if link.mined != unit.side:
        count = state.attacks.get(~hexside, 0)
        die = number(state.seed, ("demolition", state.turn, unit.side, hexside, count), 6)
        state = replace(state, attacks={**state.attacks, ~hexside: count + 1})
    done = die == 0 or die >= state.scenario.rules.engineering.unprepared
    hits = state.scenario.rules.crossings[link.kind].hits - link.hits if done else 0
    state = state.with_unit(replace(unit, fought=True, mp=0, job=None))
    state = crossings.damage(state, hexside, hits, unit.side, "blown")
    return state, (CrossingHit(link.name, hexside, unit.hex, hits, HitCause.DEMOLITION, die),)


# ------------------------------------------------------------------ work, turn by turn


def progress(state: GameState) -> tuple[GameState, tuple[Event, ...]]:
    """The active side's engineers do a work point of their jobs, unless they were disturbed."""
    events: list[Event] = []
    for unit in list(state.side_units(state.active)):
        job = state.units[unit.spec.index].job
        if job is None:
            continue
        if unfit(state, unit.side, job.task, job.hexside):
            state = state.with_unit(replace(unit, job=None))
        elif not disturbed(state, unit, job.hexside):
            state, done = _point(state, unit, job)
            events.append(done)
    return state, tuple(events)


def disturbed(state: GameState, unit: Unit, hexside: int) -> bool:
    """Whether engineers cannot work this time: wholly suppressed, in a fight since their last turn, or under the eyes
    of an enemy on the far bank."""
    near, far = state.scenario.board.hexside_hexes(hexside)
    other = far if unit.hex == near else near
    enemy = any(u.side != unit.side and _bars(u) for u in state.at_hex(other))
    return unit.effective <= 0 or unit.fought or unit.hex in state.attacks or enemy


def _bars(enemy: Unit) -> bool:
    """Support units and truck columns on the far bank do not keep engineers from their work."""
    return enemy.spec.type.stack is StackClass.COMBAT


def _point(state: GameState, unit: Unit, job: Job) -> tuple[GameState, WorkDone]:
    job = replace(job, done=job.done + 1)
    state = state.with_unit(replace(unit, job=job))
    team = [u for u in state.side_units(unit.side) if u.job and (u.job.task, u.job.hexside) == (job.task, job.hexside)]
    finished = False
    if sum(u.job.done for u in team if u.job) >= points(state.scenario.rules.engineering, job.task):
        link = _built(state, unit, job)
        links = {h: c for h, c in state.crossings.items() if h != job.hexside}
        if link is not None:
            links[job.hexside] = link
        finished = job.task is not Task.REPAIR or link is None or not link.hits
        state = replace(state, crossings=links)
        rest = None if finished else replace(job, done=0)
        state = state.with_units([replace(u, job=rest) for u in team])
    return state, WorkDone(unit.id, job.task.value, job.hexside, unit.hex, finished)


def _built(state: GameState, unit: Unit, job: Job) -> Crossing | None:
    """The crossing once a job's points are done; None when it is gone."""
    side, turn = unit.side, state.turn
    match job.task:
        case Task.FORD | Task.PONTOON:
            col, row = state.scenario.board.place(unit.hex)
            kind = CrossingKind(job.task.value)
            new = Crossing(f"{kind.value.capitalize()} at {col},{row}", kind, job.hexside, side)
            return crossings.record(new, turn, side, "built")
        case Task.REPAIR:
            link = state.crossings[job.hexside]
            return crossings.record(replace(link, hits=link.hits - 1), turn, side, "repaired", 1)
        case Task.MINE:
            return crossings.record(replace(state.crossings[job.hexside], mined=side), turn, side, "mined")
        case Task.DISMANTLE:
            return None
        case _:
            assert_never(job.task)


def points(rules: EngineeringRules, task: Task) -> int:
    """Work points that a job takes (a repair: each hit)."""
    return int(getattr(rules, task.value))


# ------------------------------------------------------------------ for the player's eyes


def sensible(state: GameState, side: str, hexside: int) -> Iterator[Task]:
    """Jobs of a side that the place itself suggests, leaving aside who is in the way."""
    link = state.crossings.get(hexside)
    if link is None:
        if not _no_site(state, Task.FORD, hexside, None):
            yield from (Task.FORD, Task.PONTOON)
    elif crossings.solid(link):
        if link.hits:
            yield Task.REPAIR
        elif link.kind is CrossingKind.PONTOON:
            yield Task.DISMANTLE
        if link.mined != side and crossings.standing(link, state.scenario.rules):
            yield Task.MINE
