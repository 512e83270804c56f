"""A battle beside history, for its end: what was lost, and what became of the account's facts."""

from __future__ import annotations

from khalkhin.core.model.state import GameState
from khalkhin.play.report.facts import FATES, Fact, fates
from khalkhin.play.report.report import men_lost
from khalkhin.scenario.issues import ScenarioError
from khalkhin.translation import _
from khalkhin.ui.destinations import ToHistory
from khalkhin.ui.widgets.rows import Bar, Gap, Heading, Line, Row

TONES = {"happened": "normal", "prevented": "blue", "turned": "warn", "open": "dim"}


def rows(state: GameState) -> list[Row]:
    """The column of the end screen; a click on a fact opens its page."""
    return [Heading(_("Beside history")), *_losses(state), *_facts(state)]


def _losses(state: GameState) -> list[Row]:
    told = state.scenario.history.losses
    out: list[Row] = []
    for info in state.scenario.sides:
        toll = told.get(info.id)
        if toll is None:
            continue
        figures = [(_("Here"), men_lost(state, info.id), "bad"), (_("Told of 1939"), toll.account, "gold")]
        if toll.most > toll.least:
            figures += [(_("Historians, at least"), toll.least, "dim"), (_("Historians, at most"), toll.most, "dim")]
        else:
            figures.append((_("Historians"), toll.most, "dim"))
        longest = max(1, *(count for _, count, _ in figures))
        out.append(Line(_("Men lost: {side}").format(side=info.name), style="bold"))
        out += [Bar(text, count / longest, f"{count:,}", tone) for text, count, tone in figures]
        out.append(Gap(4))
    return out


def _facts(state: GameState) -> list[Row]:
    try:
        found = fates(state)
    except ScenarioError:
        return []
    counts = ((sum(f.fate == fate for f in found), text) for fate, text in FATES.items())
    summary = ", ".join(f"{count} {_(text)}" for count, text in counts if count)
    out: list[Row] = [Line(_("What is told of 1939"), style="bold"), Line(summary)] if summary else []
    for fact in found:
        out += _fact(fact)
    return out


def _fact(fact: Fact) -> list[Row]:
    out: list[Row] = [
        Line(
            fact.title or fact.id,
            _(FATES[fact.fate]),
            value_tone=TONES[fact.fate],
            action=ToHistory("account", fact.id),
        ),
    ]
    if fact.compared:
        out.append(Line(fact.compared, tone="dim", style="small", indent=1, action=ToHistory("account", fact.id)))
    return out
