"""How the computer answers the choices that the timeline puts to it: by the inclinations its scenario states."""

from __future__ import annotations

from khalkhin.core import View
from khalkhin.core.dice import number
from khalkhin.core.model.state import GameState
from khalkhin.core.orders.orders import Choose
from khalkhin.core.timeline.conditions import all_hold
from khalkhin.core.timeline.effects import find
from khalkhin.core.timeline.timeline import Answer


def answer(view: View, seed: int) -> Choose | None:
    """An answer to the first choice that waits for a side, or None if none does.

    Answers are drawn by weight, with dice of the player's own, so that battles differ; one with no weight is given only
    when no answer has any.
    """
    state = view.state
    for name in state.pending:
        entry = find(state, name)
        if entry is None or entry.side != view.side or state.active != view.side:
            continue
        weights = [weight(state, a) for a in entry.answers]
        if not any(weights):
            return Choose(entry.id, entry.answers[0].id)
        draw = number(seed, ("choice", entry.id, state.turn), sum(weights))
        for option, share in zip(entry.answers, weights, strict=True):
            draw -= share
            if draw <= 0:
                return Choose(entry.id, option.id)
    return None


def weight(state: GameState, option: Answer) -> int:
    """How much the computer is inclined to an answer, from what its side knows; never less than nothing."""
    return max(0, option.prefer + sum(x.prefer for x in option.leanings if all_hold(state, x.conditions)))
