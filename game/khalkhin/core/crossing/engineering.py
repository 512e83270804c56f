"""Engineers: building, repairing, dismantling, mining and blowing crossings.

A job is done at a hexside beside the engineers, a work point at the start of each of their side's turns, as long as
they stay where they are, fit to work, and neither attack nor are attacked. Points of several units at the same job
add up. Orders are refused from what the active side knows; an enemy it does not see on the far bank stops the work.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from khalkhin.core.crossing import crossing as crossings
from khalkhin.core.dice import number
from khalkhin.core.events.events import CrossingHit, Event, WorkBegun, WorkDone
from khalkhin.core.model.crossings import Crossing
from khalkhin.core.model.rules import CrossingKind, EngineeringRules, HexsideKind, StackClass
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Job, Task, Unit
from khalkhin.core.orders.orders import Demolish, Order, Stop, Work
from khalkhin.core.orders.refusals import edge_at, hexside_at, own_unit
from khalkhin.core.refusals import Refusal, RefusalCode

WET = (HexsideKind.STREAM, HexsideKind.RIVER)


def options(state: GameState) -> list[Order]:
    """Every job that engineers of the active side may begin or give up, and every crossing that may be blown."""
    orders: list[Order] = []
    for unit in state.side_units(state.active):
        if unit.job is not None:
            orders.append(Stop(unit.id))
        if unit.has("engineer"):
            orders += [job.order for job in jobs_for(state, unit) if job.refusal is None]
        for hexside in state.scenario.board.sides[unit.hex]:
            if hexside in state.crossings:
                blow = Demolish(unit.id, edge_at(state, hexside))
                if refuse(state, blow) is None:
                    orders.append(blow)
    return orders


def refuse(state: GameState, order: Work | Stop | Demolish) -> Refusal | None:
    """Why an order may not be given now, or None."""
    unit = own_unit(state, order.unit)
    if isinstance(unit, Refusal):
        return unit
    match order:
        case Stop():
            return Refusal(RefusalCode.NO_JOB, unit.id) if unit.job is None else None
        case Work():
            return _no_work(state, unit, order)
        case Demolish():
            return _no_blast(state, unit, order)


def _no_work(state: GameState, unit: Unit, order: Work) -> Refusal | None:
    if not unit.has("engineer"):
        return Refusal(RefusalCode.NO_ENGINEERS, unit.id)
    hexside = hexside_at(state, order.at)
    if isinstance(hexside, Refusal):
        return hexside
    banks = state.scenario.board.hexside_hexes(hexside)
    if unit.hex not in banks:
        return Refusal(RefusalCode.WORK_NOT_BESIDE, unit.id)
    if order.task not in list(Task):
        return Refusal(RefusalCode.NO_TASK, name=order.task)
    task = Task(order.task)
    if unit.job is not None and (unit.job.task, unit.job.hexside) == (task, hexside):
        return Refusal(RefusalCode.AT_IT, unit.id)
    if unit.fought:
        return Refusal(RefusalCode.WORK_FOUGHT, unit.id)
    far = banks[1] if unit.hex == banks[0] else banks[0]
    if any(u.hex == far and _bars(u) for u in state.known_enemies(state.active)):
        return Refusal(RefusalCode.FAR_BANK)
    return unfit(state, state.active, task, hexside)


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


def _no_blast(state: GameState, unit: Unit, order: Demolish) -> Refusal | None:
    hexside = hexside_at(state, order.at)
    if isinstance(hexside, Refusal):
        return hexside
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


def carry_out(state: GameState, order: Work | Stop | Demolish) -> tuple[GameState, tuple[Event, ...]]:
    """Carry out a legal order."""
    unit = state.unit(order.unit)
    assert unit is not None
    match order:
        case Stop():
            assert unit.job is not None
            given_up = WorkBegun(unit.id, "", unit.job.hexside, unit.hex)
            return state.with_unit(replace(unit, job=None)), (given_up,)
        case Work():
            hexside = _hexside(state, order)
            begun = WorkBegun(unit.id, order.task, hexside, unit.hex)
            return state.with_unit(replace(unit, job=Job(Task(order.task), hexside))), (begun,)
        case Demolish():
            return _blow(state, unit, _hexside(state, order))


def _blow(state: GameState, unit: Unit, hexside: int) -> tuple[GameState, tuple[Event, ...]]:
    """Laid charges never fail; engineers without them need a throw of the die."""
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
    return state, (CrossingHit(link.name, hexside, unit.hex, hits, "demolition", die),)


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


def points(rules: EngineeringRules, task: Task) -> int:
    """Work points that a job takes (a repair: each hit)."""
    return int(getattr(rules, task.value))


# ------------------------------------------------------------------ for the player's eyes


@dataclass(frozen=True, slots=True)
class Prospect:
    """A job engineers could have: the order for it, the work points it takes and those done, the reason against it."""

    order: Work
    needed: int
    done: int
    refusal: Refusal | None


def jobs_for(state: GameState, unit: Unit) -> tuple[Prospect, ...]:
    """The jobs that make sense at the six hexsides of engineers, possible now or not."""
    if not unit.has("engineer") or unit.hex < 0:
        return ()
    rules = state.scenario.rules.engineering
    out = []
    for n, hexside in zip(state.scenario.board.neighbours[unit.hex], state.scenario.board.sides[unit.hex], strict=True):
        if n < 0:
            continue
        for task in _sensible(state, unit, hexside):
            order = Work(unit.id, task.value, edge_at(state, hexside))
            link = state.crossings.get(hexside)
            times = link.hits if link is not None and task is Task.REPAIR else 1
            done = sum(
                u.job.done
                for u in state.side_units(unit.side)
                if u.job is not None and (u.job.task, u.job.hexside) == (task, hexside)
            )
            out.append(Prospect(order, points(rules, task) * times, done, refuse(state, order)))
    return tuple(out)


def _sensible(state: GameState, unit: Unit, hexside: int) -> Iterator[Task]:
    """Jobs that the place itself suggests, leaving aside who is in the way."""
    link = state.crossings.get(hexside)
    if link is None:
        if not _no_site(state, Task.FORD, hexside, None):
            yield from (Task.FORD, Task.PONTOON)
    elif crossings.solid(link):
        if link.hits:
            yield Task.REPAIR
        elif link.kind is CrossingKind.PONTOON:
            yield Task.DISMANTLE
        if link.mined != unit.side and crossings.standing(link, state.scenario.rules):
            yield Task.MINE


def life(crossing: Crossing) -> tuple[tuple[int, str, str], ...]:
    """The life of a crossing, oldest first: turn, the side that did it, and what was done in words."""
    return tuple((r.turn, r.side, _sentence(r.what, r.amount, r.supply)) for r in crossing.records)


def _sentence(what: str, amount: int, supply: int) -> str:
    match what:
        case "hit":
            return f"hit {'once' if amount == 1 else f'{amount} times'}"
        case "carried":
            units = "one unit" if amount == 1 else f"{amount} units"
            return f"carried {units} and {supply} SP"
        case "repaired":
            return "one hit repaired"
        case "mined":
            return "charges laid"
        case "blown":
            return "blown up"
    return what


def _hexside(state: GameState, order: Work | Demolish) -> int:
    hexside = hexside_at(state, order.at)
    assert isinstance(hexside, int)
    return hexside
