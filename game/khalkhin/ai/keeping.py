"""Keeping a ring shut: how many of the enemy's steps are cut off as things stand, and what a march or an assault of the
own side would change in that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from khalkhin.ai.situation import Situation, Weights
from khalkhin.core.model.state import GameState
from khalkhin.core.supply.jugular import joined

#: A march is judged by no more steps than these, shut in or let out.
MOST = 30


def shut_in_steps(state: GameState, side: str) -> int:
    """Steps of a side's combat units that no way for supplies joins to one of its sources, as the state shows it."""
    reached = joined(state, side)
    return sum(u.steps for u in state.side_units(side) if u.is_combat and u.hex not in reached)


def risked(now: Situation, weights: Weights, name: str, hex_: int) -> float:
    """What it costs that a unit stands in a hex, for the men of its own side whom that shuts in: mostly itself, among
    the enemy's zones of control. Nobody else is looked at, since a march that stays clear of them shuts nobody in."""
    if hex_ not in now.known.zones:
        return 0.0
    return weights.keep * max(0, min(MOST, _change(now, now.side, [(name, hex_)])))


def gained(now: Situation, weights: Weights, moved: Iterable[tuple[str, int]]) -> float:
    """What it is worth that units (by id) stand elsewhere, for the enemies whom that shuts in or lets out: less than
    nothing if a ring opens. Who is to defend goes after nobody for it."""
    change = _change(now, now.state.scenario.enemy(now.side), moved)
    bold = 1.0 if now.hints.posture != "defend" else weights.raid
    return weights.keep * bold * max(-MOST, min(MOST, change))


def _change(now: Situation, side: str, moved: Iterable[tuple[str, int]]) -> int:
    """How many more steps of a side are shut in when units (by id) stand elsewhere."""
    state = now.state
    units = [replace(u, hex=to) for name, to in moved if (u := state.unit(name)) is not None and u.hex != to]
    if not units:
        return 0
    if side not in now.shut_in:
        now.shut_in[side] = shut_in_steps(state, side)
    return shut_in_steps(state.with_units(units), side) - now.shut_in[side]
