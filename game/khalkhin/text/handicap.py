"""Handicaps in words: what they are called where they act, and what they give their side."""

from __future__ import annotations

from collections.abc import Mapping

from khalkhin.core.command.handicap import helped
from khalkhin.core.model.rules import Handicap
from khalkhin.core.model.state import GameState
from khalkhin.text.amounts import listed
from khalkhin.translation import _, ngettext


def handicap_name(state: GameState, side: str) -> str:
    """What a handicap is called where it acts."""
    return _("Handicap for the {side}").format(side=state.scenario.side(side).name)


def effects(handicap: Handicap) -> tuple[str, ...]:
    """What a handicap gives its side, an item for each of its numbers."""
    out = []
    if n := handicap.columns:
        text = ngettext(
            "assaults are {n} column better, and the enemy's {n} column worse",
            "assaults are {n} columns better, and the enemy's {n} columns worse",
            n,
        )
        out.append(text.format(n=n))
    if n := handicap.hq_points:
        text = ngettext("the staff has {n} HQ point more a turn", "the staff has {n} HQ points more a turn", n)
        out.append(text.format(n=n))
    if n := handicap.supply:
        out.append(_("{n} % more comes into the sources, and trucks drive {n} % further").format(n=n))
    if n := handicap.drafts:
        text = ngettext("drafts make good {n} lost step a turn", "drafts make good {n} lost steps a turn", n)
        out.append(text.format(n=n))
    return tuple(out)


def sentence(handicap: Handicap) -> str:
    """What a handicap gives its side, in a sentence for the player."""
    text = "; ".join(effects(handicap)) or _("it is given nothing")
    return f"{text[0].upper()}{text[1:]}."


def told(state: GameState, side: str) -> str:
    """Which handicap a side has, in a sentence that names it; empty if it has none."""
    found = state.handicaps.get(side)
    return "" if found is None else f"{handicap_name(state, side)}. {sentence(found)}"


def battle_sentence(names: Mapping[str, str], handicap: Handicap | None, levels: Mapping[str, str]) -> str:
    """What these levels mean for a battle, in plain words for the player; `names` are those of the two sides by id."""
    first, second = names
    found = helped((first, second), levels)
    if not found or handicap is None:
        return _("No handicap for either side.")
    sides = listed([_("the {side}").format(side=names[side]) for side in found])
    return f"{_('A handicap for {sides}.').format(sides=sides)} {sentence(handicap)}"
