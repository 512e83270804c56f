"""Scenarios: from files to :class:`khalkhin.core.model.scenario.Scenario`.

``load("double_envelopment")`` or ``load(Path("my/scenario"))`` gives a scenario or raises :class:`ScenarioError`, whose
``issues`` are all the faults of its files. ``check`` gives every issue, warnings too; ``listings`` is all there is.
"""

from khalkhin.scenario.catalog import Listing, check, listings, load
from khalkhin.scenario.issues import Issue, ScenarioError, Severity
from khalkhin.scenario.tables.rules_tables import load_rules

__all__ = ["Issue", "Listing", "ScenarioError", "Severity", "check", "listings", "load", "load_rules"]
