"""Scenarios: from files to :class:`game.core.model.Scenario`.

``load("double_envelopment")`` or ``load(Path("my/scenario"))`` gives a scenario or raises :class:`ScenarioError`, whose
``issues`` are all the faults of its files. ``check`` gives every issue, warnings too; ``listings`` is all there is.
"""

from game.scenario.catalog import Listing, check, listings, load
from game.scenario.issues import Issue, ScenarioError, Severity
from game.scenario.rulebook import load_rules

__all__ = ["Issue", "Listing", "ScenarioError", "Severity", "check", "listings", "load", "load_rules"]
