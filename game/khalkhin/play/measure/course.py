"""What history's own course of August would score: its dates and losses put into the battle's last position.

It says where a scale of grades stands: what history did is to be a victory short of decisive for whom it was one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import StrEnum

from khalkhin.core import initial_state
from khalkhin.core.model.reasons import EndReason
from khalkhin.core.model.scenario import Scenario, Toll
from khalkhin.core.model.state import DESTROYED, EXITED, GameState, Holding, Outcome
from khalkhin.core.model.units import Unit
from khalkhin.core.victory import outcome

#: Days of August 1939 on which places fell to the Soviet side; between two days where accounts differ.
FELL: Mapping[str, float] = {
    "Fui Heights": 24,
    "Nomonhan Burd Obo": 23.5,
    "Noro Heights": 27,
    "Peschanaya": 27,
    "Zelenaya": 27,
    "Balshagal Heights": 28,
    "Remizov Heights": 28,
}
#: Of the losses of the side that was surrounded, percent that fell when nothing reached them any more: the ring closed
#: on the fourth and fifth of twelve days, and few who were inside came out.
SHUT_IN = 60


class Reckoning(StrEnum):
    """Whose figures of losses are taken, for both sides."""

    ACCOUNT = "account"
    LEAST = "least"
    MOST = "most"


def course(scenario: Scenario, reckoning: Reckoning) -> GameState:
    """The last position of a battle in which places fell when they did and both sides lost what they lost, combat
    units first, in the order of battle. Nobody is cut off in it: who was is dead, and counted as such."""
    state = replace(initial_state(scenario), turn=len(scenario.calendar))
    taker = scenario.sides[0].id
    holdings = (
        Holding(taker, _turn(scenario, FELL[o.name])) if o.name in FELL else Holding(o.holder)
        for o in scenario.objectives
    )
    state = replace(state, holdings=tuple(holdings))
    for side in scenario.sides:
        toll = scenario.history.losses.get(side.id, Toll())
        lost = round(getattr(toll, reckoning.value) / scenario.history.men_per_step)
        able = sorted((u for u in state.units if u.side == side.id and not u.is_column), key=lambda u: not u.is_combat)
        state = state.with_units(list(_fallen(able, lost)))
        if side.id != taker:
            away = [replace(u, hex=EXITED) for u in state.side_units(side.id) if not u.is_column]
            state = replace(state.with_units(away), trapped={side.id: lost * SHUT_IN // 100})
    return state


def scored(scenario: Scenario, reckoning: Reckoning) -> Outcome:
    """What that comes to."""
    return outcome(course(scenario, reckoning), EndReason.LAST_TURN)


def _turn(scenario: Scenario, day: float) -> int:
    """The last turn that begins on a day or, between two, the first of the later one."""
    turns = [n for n, info in enumerate(scenario.calendar, 1) if float(info.date[-2:]) <= day]
    return turns[-1] if day == int(day) else turns[-1] + 1


def _fallen(units: Iterable[Unit], steps: int) -> Iterable[Unit]:
    """The units that lose so many steps between them, as they are afterwards."""
    for unit in units:
        lost = min(steps, unit.steps)
        if not lost:
            return
        steps -= lost
        left = unit.steps - lost
        yield replace(unit, steps=left, suppressed=0) if left else replace(unit, steps=0, suppressed=0, hex=DESTROYED)
