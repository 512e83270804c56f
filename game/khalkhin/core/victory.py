"""Victory points, grades and the end of a battle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum

from khalkhin.core.crossing import crossing as crossings
from khalkhin.core.model.reasons import EndReason
from khalkhin.core.model.rules import StackClass
from khalkhin.core.model.scenario import Objective
from khalkhin.core.model.state import DESTROYED, EXITED, NOT_ARRIVED, SOMEBODY, GameState, Holding, Outcome
from khalkhin.core.model.units import Level, Unit
from khalkhin.core.supply.supply import shut_in


class Merit(Enum):
    """What victory points are given for. The words are in :mod:`khalkhin.text.score`."""

    OBJECTIVE = "objective"
    STEPS = "steps"  # of the enemy, destroyed
    POCKETS = "pockets"  # steps of the enemy that are cut off, or were lost so
    SAVED = "saved"  # own steps that got away
    CROSSINGS = "crossings"
    ENTRY = "entry"  # of the timeline


@dataclass(frozen=True, slots=True)
class ScoreItem:
    """One item of a score: what for, and victory points; an objective or an entry of the timeline by its name."""

    merit: Merit
    points: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """Victory points of a side, item by item."""

    side: str
    lines: tuple[ScoreItem, ...]

    @property
    def total(self) -> int:
        return sum(line.points for line in self.lines)


def worth(state: GameState, objective: Objective, turn: int | None = None) -> int:
    """What an objective pays whoever takes it from its first owner on a turn (now, unless told)."""
    last = len(state.scenario.calendar)
    turn = state.turn if turn is None else turn
    if last <= 1:
        return objective.worth
    return objective.worth - (objective.worth - objective.final_worth) * (turn - 1) // (last - 1)


def pays(state: GameState, objective: Objective, side: str) -> int:
    """What an objective that a side does not hold counts for it, if it takes it now."""
    return objective.final_worth if objective.holder == side else worth(state, objective)


def objective_points(state: GameState, index: int) -> int:
    """What an objective counts for its present holder."""
    return _held_points(state, state.scenario.objectives[index], state.holdings[index])


def _held_points(state: GameState, objective: Objective, holding: Holding) -> int:
    if holding.side == objective.holder:
        return objective.final_worth
    return worth(state, objective, holding.since)


def prize(state: GameState, index: int) -> int:
    """What an objective counts for the side that does not hold it, if that takes it now."""
    return pays(state, state.scenario.objectives[index], state.scenario.enemy(state.holdings[index].side))


def swing(state: GameState, objective: Objective, holding: Holding) -> int:
    """What the margin between the sides changes by when an objective changes hands now."""
    return _held_points(state, objective, holding) + pays(state, objective, state.scenario.enemy(holding.side))


def steps_lost(state: GameState, side: str) -> int:
    """Steps of a side that were destroyed; a unit that left the map has lost a share of what it had left. In a view
    they are those that it tells of."""
    lost = 0
    # Contacts of a view stand behind the order of battle: they are nobody known.
    for unit, _ in zip(state.units, state.scenario.units, strict=False):
        if unit.spec.side != side:
            continue
        lost += lost_by(state, unit)
        if unit.hex == EXITED:
            lost += unit.steps * state.scenario.victory.exited_loss // 100
    if state.observer not in (None, side):
        lost += _told_of(state, SOMEBODY)
    return lost


def lost_by(state: GameState, unit: Unit) -> int:
    """Steps that a unit of the order of battle has lost since the battle began; in a view those that it tells of."""
    index = unit.spec.index
    if unit.hex not in (DESTROYED, EXITED) and not _counted(state, unit):
        return _told_of(state, index)
    return state.scenario.units[index].steps - (0 if unit.hex == DESTROYED else unit.steps)


def _counted(state: GameState, unit: Unit) -> bool:
    """Whether whoever a state is for knows a unit's steps."""
    side = state.observer
    return side in (None, unit.spec.side) or state.sightings[side].levels[unit.spec.index] == Level.EXACT


def _told_of(state: GameState, index: int) -> int:
    """Steps that whoever a view is for knows an enemy to have lost that it does not see exactly."""
    assert state.observer is not None
    known = state.losses.get(state.observer, {}).get(index)
    return known.lost if known is not None else 0


def steps_saved(state: GameState, side: str) -> int:
    """Steps of a side that left the map, of the units that stood on it when the battle began; no truck columns."""
    return sum(
        u.steps
        for u in state.units
        if u.hex == EXITED and u.spec.side == side and u.spec.arrives is None and not u.is_column
    )


def score(state: GameState, side: str) -> Score:
    """The victory points of a side now, as if the battle ended here."""
    rules = state.scenario.victory
    enemy = state.scenario.enemy(side)
    lines = [
        ScoreItem(Merit.OBJECTIVE, objective_points(state, i), o.name)
        for i, o in enumerate(state.scenario.objectives)
        if state.holdings[i].side == side
    ]
    lines.append(ScoreItem(Merit.STEPS, rules.step * steps_lost(state, enemy)))
    caught = state.trapped.get(enemy, 0) + sum(p.steps for p in shut_in(state, enemy)) if rules.pocketed_step else 0
    if caught:
        lines.append(ScoreItem(Merit.POCKETS, rules.pocketed_step * caught))
    saved = state.scenario.side(side).saved_step * steps_saved(state, side)
    if saved:
        lines.append(ScoreItem(Merit.SAVED, saved))
    held = sum(c.owner == side and crossings.standing(c, state.scenario.rules) for c in state.crossings.values())
    if rules.crossing and held:
        lines.append(ScoreItem(Merit.CROSSINGS, rules.crossing * held))
    titles = {e.id: e.title for e in state.scenario.timeline}
    lines += [ScoreItem(Merit.ENTRY, a.points, titles.get(a.entry, a.entry)) for a in state.awards if a.side == side]
    return Score(side, tuple(lines))


def margin(state: GameState, side: str) -> int:
    """By how many victory points a side leads now."""
    return score(state, side).total - score(state, state.scenario.enemy(side)).total


def outcome(state: GameState, reason: str) -> Outcome:
    """How the battle stands: each side's margin over the other and the grade that earns; the higher grade wins. Nobody
    wins a battle that is broken off."""
    first, second = state.scenario.sides
    totals = {s.id: score(state, s.id).total for s in (first, second)}
    margins = {s.id: totals[s.id] - totals[state.scenario.enemy(s.id)] for s in (first, second)}
    grades = {s.id: sum(margins[s.id] >= limit for limit in s.grades) for s in (first, second)}
    a, b = grades[first.id], grades[second.id]
    winner = None if a == b or reason == EndReason.BROKEN_OFF else first.id if a > b else second.id
    return Outcome(margins, grades, winner, reason)


def given_up(state: GameState) -> GameState:
    """A battle that ends where it stands, because it was given up."""
    return replace(state, outcome=outcome(state, EndReason.GIVEN_UP))


def finished(state: GameState) -> str:
    """Why the battle is over before its last turn, as an outcome has it; empty while it goes on."""
    # Sides mostly stand together in the order of battle, so that looking from both ends soon finds one of each.
    first = next(able(state.units), "")
    if first and any(side != first for side in able(reversed(state.units))):
        return ""
    gone = next(info for info in state.scenario.sides if info.id != first)
    return f"{EndReason.NO_UNITS}:{gone.id}"


def able(units: Iterable[Unit]) -> Iterator[str]:
    """The side of every unit that can still fight or may yet come on."""
    return (u.spec.side for u in units if u.hex >= NOT_ARRIVED and u.spec.type.stack is not StackClass.COLUMN)
