"""Flights in words: why so much of one gets through, and what each kind of mission does."""

from __future__ import annotations

from collections.abc import Mapping

from khalkhin.core.air.air_superiority import Passage
from khalkhin.translation import N_, _

#: Who rules the air, by the level of a passage.
RULE: tuple[str, ...] = (
    N_("Enemy fighters rule the air."),
    N_("Nobody rules the air."),
    N_("Our fighters rule the air."),
)
#: What each kind of mission does.
EFFECTS: Mapping[str, str] = {
    "interdict": N_(
        "Each hit costs a truck column in the hex or beside it a step; trucks are slowed there until the end of the "
        "enemy's next turn."
    ),
    "bomb": N_("Each hit takes a third of the crossing's capacity; with the last it is down."),
    "raid": N_("Each hit keeps the airfield out for a day."),
    "scout": N_("Everything around the target is identified until the end of this turn."),
}


def passage_text(passage: Passage) -> str:
    """Why so much of a flight gets through."""
    text = _(RULE[passage.level])
    if passage.escorted:
        return f"{text} {_('The escort makes up for it.')}"
    if passage.needed:
        return f"{text} {_('An escort helps from {n} fighters.').format(n=passage.needed)}"
    return text


def mission_text(mission: str) -> str:
    """What a mission of a kind does."""
    return _(EFFECTS[mission])
