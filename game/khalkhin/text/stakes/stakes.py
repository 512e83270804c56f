"""Points that the timeline can give or cost, in words: what for, when, how far it has come."""

from __future__ import annotations

from khalkhin.core.model.rules import Light
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import GameState
from khalkhin.core.timeline.effect_kinds import ChangePoints
from khalkhin.core.timeline.stakes import Stake, progress
from khalkhin.core.timeline.timeline import Answer, Entry, When
from khalkhin.text.stakes.conditions import sentence
from khalkhin.translation import _


def what_for(scenario: Scenario, stake: Stake, *, offered: bool) -> str:
    """What has to happen. A choice tells of its answers only when it has been offered."""
    entry = stake.entry
    if stake.answer is not None:
        if offered:
            return _("“{title}”, if the answer is: {answer}").format(title=entry.title, answer=stake.answer.text)
        return _("An answer to a choice that you may be given")
    if not entry.conditions:
        return entry.title
    return " ".join(sentence(scenario, part) for part in entry.conditions)


def when(looked: When) -> str:
    """In which turns it is asked whether it is so."""
    if looked.end == looked.first:
        told = _("on turn {first}")
    elif looked.light is None:
        told = _("on turns {first} to {last}")
    elif looked.light is Light.NIGHT:
        told = _("by night, on turns {first} to {last}")
    else:
        told = _("by day, on turns {first} to {last}")
    return told.format(first=looked.first, last=looked.end)


def how_far(state: GameState, entry: Entry) -> str:
    """How far what is counted of an entry's conditions has come, as far as the side knows; empty where nothing is."""
    found = [_("{there} of {wanted}").format(there=n, wanted=of) for n, of in progress(state, entry.conditions)]
    return _("now {counted}").format(counted=", ".join(found)) if found else ""


def signed(points: int) -> str:
    """Points with their sign."""
    return f"{points:+d}".replace("-", "−")


def price(answer: Answer, side: str) -> str:
    """What an answer gives the side that is asked, or costs it, and what it gives the enemy; empty where no points
    change."""
    changes = [e for e in answer.effects if isinstance(e, ChangePoints)]
    own = sum(e.points for e in changes if e.side == side)
    other = sum(e.points for e in changes if e.side != side)
    parts = []
    if own:
        parts.append(_("{points} points").format(points=signed(own)))
    if other:
        parts.append(_("the enemy {points} points").format(points=signed(other)))
    return ", ".join(parts)
