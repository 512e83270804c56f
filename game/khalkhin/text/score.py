"""What victory points are given for, in words."""

from __future__ import annotations

from collections.abc import Mapping

from khalkhin.core.model.scenario import Scenario
from khalkhin.core.victory import Merit, ScoreItem
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
