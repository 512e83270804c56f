"""What victory points are given for, in words."""

from __future__ import annotations

from collections.abc import Mapping

from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import GameState
from khalkhin.core.victory import Merit, ScoreItem, objective_points, prize
from khalkhin.translation import N_, _

#: What is counted, not named.
MERITS: Mapping[Merit, str] = {
    Merit.STEPS: N_("Enemy steps destroyed"),
    Merit.POCKETS: N_("Enemy steps lost or held without a way out"),
    Merit.SAVED: N_("Own steps that got away"),
    Merit.CROSSINGS: N_("Crossings held"),
}


def merit(line: ScoreItem, scenario: Scenario | None = None) -> str:
    """What the points of a line are given for: an objective and an entry of the timeline are named, as the scenario
    shows them."""
    name = line.name if scenario is None else scenario.shown(line.name)
    return name or _(MERITS[line.merit])


def at_stake(state: GameState, index: int, viewer: str) -> str:
    """What an objective counts for who holds it, and for the other side if that takes it now, as `viewer` reads it."""
    if state.holdings[index].side == viewer:
        said = _("counts {held} for you, {taken} for the enemy if he takes it now")
    else:
        said = _("counts {held} for the enemy, {taken} for you if you take it now")
    return said.format(held=objective_points(state, index), taken=prize(state, index))
