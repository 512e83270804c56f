"""What the staff's verdicts and the kinds of heat are called in an arena's report."""

from __future__ import annotations

from collections.abc import Mapping

from khalkhin.core.model.scenario import Scenario
from khalkhin.play.measure.tunnel.records import Heat
from khalkhin.translation import N_

#: Why no assault was made, by the value of a verdict.
WHY: Mapping[str, str] = {
    "worth": N_("worth it, but others came first"),
    "risk": N_("too costly for what it brings"),
    "open": N_("no enemy known there; somebody could walk in"),
    "unseen": N_("no enemy known there, and nobody near"),
    "no-leader": N_("only support units could come up"),
    "spent": N_("who is near is suppressed or has fought"),
    "leaving": N_("who is near is getting out of a ring"),
    "reserve": N_("who is near is in reserve"),
    "passes-by": N_("the wing goes round the enemy"),
    "posted": N_("who is near is to keep his place"),
    "far": N_("nobody can come up in one turn"),
    "held": N_("who stands beside it is held back by an entry"),
    "area-closed": N_("an entry forbids the area"),
    "assault-mp": N_("who stands beside it has not the MP"),
    "no-way-across": N_("no way across from beside it"),
    "only-breakout": N_("who stands beside it is cut off"),
}
#: What a modder can do about it.
CURE: Mapping[str, str] = {
    "risk": N_("Give the attacker guns or steps, or the defender fewer steps or shallower works."),
    "open": N_("Nobody is sent: give an axis that ends there, or make it worth more."),
    "unseen": N_("Nobody looks: an axis past it, or a unit that starts nearer, brings somebody to see or to walk in."),
    "no-leader": N_("Only combat units lead assaults: put one on this axis."),
    "spent": N_("The enemy's guns keep them down: give the attacker guns to answer with, or start farther away."),
    "reserve": N_("Take the formation out of `reserves`, or give another one an axis there."),
    "passes-by": N_("The axis says `envelop`; `advance` takes places on the way."),
    "posted": N_("They hold places or works: give the side posture `attack`, or a formation with an axis there."),
    "far": N_("Move the start nearer, give an axis that ends there, or a road or crossing on the way."),
    "held": N_("An entry of the timeline holds these units: let it release them."),
    "area-closed": N_("An entry of the timeline closes this area: let it open it again."),
    "assault-mp": N_("Start nearer, or make the ground before it easier."),
    "no-way-across": N_("Water without a crossing lies between: a ford, a bridge, or engineers."),
    "only-breakout": N_("They starve beside it: a depot nearer, or another way for supplies."),
}
#: What a map shows, and what its tooltips say of a hex.
HEAT: Mapping[Heat, tuple[str, str]] = {
    Heat.STOOD: (N_("Where units stood"), N_("{hex}: {n} units at the ends of turns, a battle")),
    Heat.FOUGHT: (N_("Where units fought"), N_("{hex}: {n} units in assaults, a battle")),
    Heat.DIED: (N_("Where steps were lost"), N_("{hex}: {n} steps lost, a battle")),
    Heat.STARVED: (N_("Where units starved"), N_("{hex}: {n} turns without supplies, a battle")),
    Heat.CROSSED: (N_("Where units moved"), N_("{hex}: {n} units came in or through, a battle")),
}


def odds(scenario: Scenario, column: int) -> str:
    """A column of the odds ladder."""
    columns = scenario.rules.combat.columns
    a, b = columns[max(0, min(column, len(columns) - 1))]
    sign = "<" if column < 0 else ">" if column >= len(columns) else ""
    return f"{sign}{a}:{b}"
