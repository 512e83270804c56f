"""Facts of the account in words for players: what a timeline entry tells of, and what it means beside history."""

from __future__ import annotations

from khalkhin.core.timeline.timeline import Entry
from khalkhin.scenario.issues import ScenarioError
from khalkhin.scenario.tables.history import AccountFact, account


def fact(id_: str) -> AccountFact | None:
    """A fact of the account by its number; None where there is none, or the account cannot be read."""
    try:
        return account().get(id_)
    except ScenarioError:
        return None


def compared(entry: Entry) -> str:
    """How the fact that a timeline entry settles went in history and in this battle; empty where it settles none."""
    found = fact(entry.source)
    return found.compared(entry.fate) if found is not None else ""
