"""What a side keeps of what it was told: the enemy's losses, and where those went whom it threw back out of its sight.

A side is told of an order's events by :mod:`khalkhin.core.fog.witness`. Nothing that it was not told comes in here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from khalkhin.core.events.events import Event, Retreated, StepsLost
from khalkhin.core.fog.sight import side_masks
from khalkhin.core.fog.witness import Observer, as_told, observer
from khalkhin.core.model.fast_replace import replace
from khalkhin.core.model.state import DESTROYED, EXITED, SOMEBODY, GameState, Ghost, KnownLosses
from khalkhin.core.model.units import Level, Unit


def remember(state: GameState, before: GameState, events: tuple[Event, ...]) -> GameState:
    """The state, looked at, in which both sides have noted what they were told of events since `before`."""
    if not state.fog:
        return state
    for info in state.scenario.sides:
        # Of what the other side knows nothing is known in a redacted state.
        if state.observer in (None, info.id):
            state = _noted(state, before, info.id, events)
    return state


def _noted(state: GameState, before: GameState, side: str, events: tuple[Event, ...]) -> GameState:
    losses: list[StepsLost] = []
    thrown: list[Retreated] = []
    was, now = before.sightings[side].levels, state.sightings[side].levels
    for event in events:
        if not isinstance(event, StepsLost | Retreated):
            continue
        i = state.scenario.indices.get(event.unit)
        if i is None or state.units[i].spec.side == side:
            continue
        if isinstance(event, StepsLost):
            losses.append(event)
        elif was[i] and not now[i] and state.units[i].hex >= 0:
            thrown.append(event)
    who = observer(before, state, side) if losses or thrown else None
    if who is not None or was is not now:
        state = _counted(state, before, side, [] if who is None else _told(losses, who))
    return _marked(state, before, who, thrown) if who is not None and thrown else state


def _told(losses: Sequence[StepsLost], who: Observer) -> list[tuple[int, int, bool]]:
    """What was told of losses: of which unit, by its index, how many steps, and whether it was named."""
    out = []
    for event in losses:
        told = as_told(event, who)
        if isinstance(told, StepsLost):
            out.append((who.specs[event.unit].index, told.steps, told.unit == event.unit))
    return out


def _counted(state: GameState, before: GameState, side: str, losses: Iterable[tuple[int, int, bool]]) -> GameState:
    """Losses are kept of enemies that are not seen exactly: those that were told, and what was last seen exactly."""
    was, now = before.sightings[side].levels, state.sightings[side].levels
    kept = state.losses.get(side, {})
    found = dict(kept)
    for i, start in enumerate(state.scenario.units):
        if was[i] == Level.EXACT != now[i]:
            steps = before.units[i].steps
            found[i] = KnownLosses(steps, start.steps - steps)
    for i, steps, named in losses:
        known = found.get(i, KnownLosses(state.units[i].spec.steps))
        if named:
            found[i] = replace(known, left=max(1, known.left - steps), lost=known.lost + steps)
        else:
            found[i] = replace(known, nameless=known.nameless + steps)
    found = {i: known for i, known in found.items() if i == SOMEBODY or _worth_keeping(state.units[i], now[i], known)}
    if found == kept:
        return state
    losses_now = {s: known for s, known in state.losses.items() if s != side}
    return replace(state, losses={**losses_now, side: found} if found else losses_now)


def _worth_keeping(unit: Unit, seen: int, known: KnownLosses) -> bool:
    """Whether this is more than what is printed or seen, of a unit whose end is not known to all."""
    return seen != Level.EXACT and unit.hex not in (DESTROYED, EXITED) and known != KnownLosses(unit.spec.steps)


def _marked(state: GameState, before: GameState, who: Observer, retreats: Iterable[Retreated]) -> GameState:
    """Who was thrown back out of sight is marked where the side was told that he fell back to: where he stood it looks
    now."""
    was, mine = before.sightings[who.side].levels, state.sightings[who.side]
    clear = side_masks(state, who.side).contact_shy
    ghosts = dict(mine.ghosts)
    for event in retreats:
        told = as_told(event, who)
        if isinstance(told, Retreated) and not clear >> told.path[-1] & 1:
            i = who.specs[event.unit].index
            ghosts[i] = Ghost(told.path[-1], state.turn, Level(was[i]))
    if ghosts == mine.ghosts:
        return state
    return replace(state, sightings={**state.sightings, who.side: replace(mine, ghosts=ghosts)})
