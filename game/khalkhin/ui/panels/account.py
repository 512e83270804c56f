"""The account of a fight as a card: who fought, the dice, what came of it on both sides, and how the odds came about.

What is asked first is told first: a card in a small window has to be scrolled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from khalkhin.core.combat.combat import Forecast
from khalkhin.core.events import events as ev
from khalkhin.core.events.events import Event
from khalkhin.core.fog.view import View
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Level
from khalkhin.text.names import place_text
from khalkhin.text.narrator.narrator import tell
from khalkhin.text.narrator.notice import unit_name
from khalkhin.translation import _
from khalkhin.ui.panels import assaultrows
from khalkhin.ui.widgets.rows import Gap, Heading, Line, Row, Rule

#: What may come of a fight.
_RESULT = (
    ev.StepsLost,
    ev.Suppressed,
    ev.Retreated,
    ev.Destroyed,
    ev.Advanced,
    ev.Flown,
    ev.StoodBy,
    ev.Captured,
    ev.StoreTaken,
    ev.ObjectiveTaken,
    ev.CrossingTaken,
    ev.PocketClosed,
)


@dataclass(frozen=True, slots=True)
class FightAccount:
    """What a fight was like: the hex it was about, and lines."""

    hex: int
    rows: tuple[Row, ...]


def account(before: View, after: View, seen: Sequence[Event], forecast: Forecast | None) -> FightAccount | None:
    """The account of the assault among events that a side saw; None where there is none. `forecast` is what the side
    that attacked was shown beforehand; the other is shown no modifiers, for it does not know them."""
    assault = next((e for e in seen if isinstance(e, ev.Assaulted)), None)
    if assault is None:
        return None
    was, now, viewer = before.state, after.state, after.side
    names = [", ".join(unit_name(was, now, unit) for unit in units) for units in (assault.attackers, assault.defenders)]
    rows: list[Row] = [
        Heading(_("Assault on {place}").format(place=place_text(now, assault.target))),
        Line(_("{attackers} against {defenders}").format(attackers=names[0], defenders=names[1] or _("the hex"))),
        Gap(4),
    ]
    one, other = assault.dice
    rows.append(Line(_("Dice"), f"{one} + {other} = {one + other}", style="bold"))
    told = [t for e in seen if isinstance(e, _RESULT) and (t := tell(was, now, viewer, e)) is not None]
    rows += [Line(t.text, tone=t.tone) for t in told] or [Line(_("Nobody loses anything, and nobody gives way."))]
    rows += [*_against(forecast, assault, _losses(before, assault, seen)), Rule(), *_odds(now, forecast, assault)]
    return FightAccount(assault.target, tuple(rows))


def _odds(now: GameState, forecast: Forecast | None, assault: ev.Assaulted) -> list[Row]:
    """How the odds came about."""
    combat = now.scenario.rules.combat
    rows: list[Row] = [] if forecast is None else assaultrows.account_of_odds(forecast, combat)
    attack, defence = combat.columns[assault.column]
    if forecast is None or forecast.column != assault.column:
        if forecast is not None:
            rows.append(Line(_("The enemy was other than he seemed."), tone="warn"))
        rows.append(Line(_("Odds used"), f"{attack}:{defence}", style="bold", tone="gold"))
    return rows


def _losses(before: View, assault: ev.Assaulted, seen: Sequence[Event]) -> tuple[int, int]:
    """The steps of attackers and defenders of whose loss a side was told: what the lines of the card come to."""
    lost: dict[str, int] = {}
    for event in seen:
        match event:
            case ev.StepsLost(unit, _hex, steps):
                lost[unit] = lost.get(unit, 0) + steps
            case ev.Destroyed(unit):
                whole = before.state.unit(unit)
                if whole is not None and before.level(whole) is Level.EXACT:
                    lost[unit] = whole.steps
    mine, theirs = (sum(lost.get(u, 0) for u in units) for units in (assault.attackers, assault.defenders))
    return mine, theirs


def _against(forecast: Forecast | None, assault: ev.Assaulted, losses: tuple[int, int]) -> list[Row]:
    """What came of it beside what its side was told to expect; nothing where it was not told, or met others."""
    if forecast is None or forecast.column != assault.column:
        return []
    fate = forecast.fate(assault.outcome)
    one, other = forecast.losses
    fell = _("it fell") if fate.falls else _("it held")
    lost = _("{mine} : {theirs}, on average {one} : {other}").format(
        mine=losses[0], theirs=losses[1], one=f"{one:.1f}", other=f"{other:.1f}"
    )
    tone = "good" if fate.falls else "warn"
    chance = _("The hex falls in {share} of all throws").format(share=assaultrows.percent(forecast.falls))
    return [Line(chance, fell, style="small", value_tone=tone), Line(_("Steps lost"), lost, style="small", tone="dim")]
