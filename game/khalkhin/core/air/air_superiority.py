"""The air over a battle: who rules it, how much of a flight gets through, what it adds to an assault."""

from __future__ import annotations

from dataclasses import dataclass, replace

from khalkhin.core.dice import number
from khalkhin.core.events.events import AirSettled, Event
from khalkhin.core.fog.sight import POOR_WEATHER
from khalkhin.core.model.state import GameState, SortiesLeft
from khalkhin.core.refusals import Refusal, RefusalCode

NO_SORTIES = SortiesLeft()


@dataclass(frozen=True, slots=True)
class Passage:
    """The percentage of a flight's strength that gets to its target, and why: who rules the air (2 the side itself, 1
    nobody, 0 the enemy), whether its escort makes up for that, and from how many fighters one would (0: it has none, or
    needs none)."""

    percent: int
    level: int
    escorted: bool = False
    needed: int = 0


def sorties_of(state: GameState, side: str) -> SortiesLeft:
    """What a side's airfields give this turn: nothing by night or from wrecked fields, little in poor weather."""
    if state.night:
        return NO_SORTIES
    fields = [f for f in state.airfields if f.side == side and f.wrecked < state.turn]
    share = state.scenario.rules.air.rain if state.info.weather in POOR_WEATHER else 100
    return SortiesLeft(sum(f.fighters for f in fields) * share // 100, sum(f.bombers for f in fields) * share // 100)


def settle(state: GameState) -> tuple[GameState, tuple[Event, ...]]:
    """At daybreak both sides' fighters meet. One die gives luck to the side that moves first; a clear lead rules."""
    first, second = (s.id for s in state.scenario.sides)
    up = {side: sorties_of(state, side).fighters for side in (first, second)}
    if not any(up.values()):
        return replace(state, superiority=""), ()
    die = number(state.seed, ("superiority", state.turn), 6)
    superior = ruler(state, up[first], up[second], die)
    return replace(state, superiority=superior), (AirSettled(tuple(up.items()), die, superior),)


def ruler(state: GameState, first: int, second: int, die: int) -> str:
    """Whose fighters rule the air for a throw, when the sides have so many up; empty for nobody's."""
    rules = state.scenario.rules.air
    one, two = state.scenario.sides
    lead = first + rules.luck[die - 1] - second
    if first and lead >= rules.margin:
        return one.id
    return two.id if second and -lead >= rules.margin else ""


def passage(state: GameState, side: str, sorties: int = 0, escort: int = 0) -> Passage:
    """How much of a flight gets through. An escort of half as many fighters makes one level of the next."""
    rules = state.scenario.rules.air
    level = 2 if state.superiority == side else 0 if state.superiority else 1
    if level < 2 and escort and 100 * escort >= rules.escort * sorties:
        return Passage(rules.arrive[level + 1], level, escorted=True)
    needed = -(-rules.escort * sorties // 100) if level < 2 and escort else 0
    return Passage(rules.arrive[level], level, needed=needed)


def support(state: GameState, side: str, sorties: int) -> int:
    """What sorties add to an assault, in the units of its strengths (hundredths of half steps times attack)."""
    return 2 * sorties * state.scenario.rules.air.support * passage(state, side).percent


def support_barred(state: GameState, side: str, sorties: int) -> Refusal | None:
    """Why so many bombers cannot support an assault now, or None if they can."""
    left = state.sorties.get(side, NO_SORTIES).bombers
    if sorties <= left:
        return None
    if state.night:
        return Refusal(RefusalCode.SUPPORT_AT_NIGHT)
    return Refusal(RefusalCode.SUPPORT_SORTIES if left else RefusalCode.NO_SUPPORT_LEFT, have=left)


def spend(state: GameState, side: str, fighters: int, bombers: int) -> GameState:
    """The state after a side has used sorties."""
    left = state.sorties.get(side, NO_SORTIES)
    return replace(
        state, sorties={**state.sorties, side: SortiesLeft(left.fighters - fighters, left.bombers - bombers)}
    )
