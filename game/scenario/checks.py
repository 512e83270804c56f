"""What a playable scenario needs, one small check each. They run on scenarios whose files have no faults."""

from __future__ import annotations

from collections.abc import Mapping

from game.core.model import Scenario
from game.scenario.issues import Report


def check_scenario(scenario: Scenario, file: str, origins: Mapping[tuple[str, str], str], report: Report) -> None:
    """Run every check."""
