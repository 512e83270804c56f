"""A battle beside history, for its end: what was lost, and what became of the account's facts."""

from __future__ import annotations

from game.core.state import GameState
from game.play.facts import FATES, Fact, fates
from game.play.report import men_lost
from game.scenario.issues import ScenarioError
from game.ui.sheet import Bar, Gap, Heading, Line, Row

TONES = {"happened": "good", "prevented": "bad", "turned": "warn", "open": "dim"}


def rows(state: GameState) -> list[Row]:
    """The column of the end screen; a click on a fact opens its page."""
    return [Heading("Beside history"), *_losses(state), *_facts(state)]


def _losses(state: GameState) -> list[Row]:
    told = state.scenario.history.losses
    out: list[Row] = []
    for info in state.scenario.sides:
        toll = told.get(info.id)
        if toll is None:
            continue
        here, most = men_lost(state, info.id), max(toll.account, toll.most, men_lost(state, info.id), 1)
        span = f"{toll.least:,} to {toll.most:,}" if toll.most > toll.least else f"{toll.least:,}"
        out += [
            Line(f"Men lost: {info.name}", style="bold"),
            Bar("Here", here / most, f"{here:,}", "bad"),
            Bar("By the account", toll.account / most, f"{toll.account:,}"),
            Bar("By historians", toll.most / most, span),
            Gap(4),
        ]
    return out


def _facts(state: GameState) -> list[Row]:
    try:
        found = fates(state)
    except ScenarioError:
        return []
    counts = ((sum(f.fate == fate for f in found), text) for fate, text in FATES.items())
    summary = ", ".join(f"{count} {text}" for count, text in counts if count)
    out: list[Row] = [Line("What the account tells", summary, style="bold")] if summary else []
    for fact in found:
        out += _fact(fact)
    return out


def _fact(fact: Fact) -> list[Row]:
    out: list[Row] = [
        Line(fact.title or fact.id, FATES[fact.fate], value_tone=TONES[fact.fate], action=("fact", fact.id)),
    ]
    if fact.compared:
        out.append(Line(fact.compared, tone="dim", style="small", indent=1, action=("fact", fact.id)))
    return out
