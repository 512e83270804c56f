"""Guns: missions against crossings, and standing by to help a defence or to answer enemy guns.

Guns that stand by give up their own turn for it. In the enemy's turn those for the `defence` add their fire to the
first assault on a friendly hex in range (that sum is in :mod:`khalkhin.core.combat.combat`); those for `counter` shell
the first enemy guns in range that fire and are seen. They draw ammunition only when they fire.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from khalkhin.core.combat import ammunition
from khalkhin.core.combat.assault import bombard
from khalkhin.core.combat.combat import standing_by
from khalkhin.core.combat.remarks import CombatRemark, RemarkCode
from khalkhin.core.combat.strength import power
from khalkhin.core.crossing import crossing as crossings
from khalkhin.core.dice import number
from khalkhin.core.events.events import CrossingHit, Event, StoodBy
from khalkhin.core.fog.sight import side_masks
from khalkhin.core.model.crossings import Crossing
from khalkhin.core.model.reasons import HitCause
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Unit
from khalkhin.core.refusals import Refusal, RefusalCode


def no_shelling(state: GameState, gun: Unit, hexside: int) -> Refusal | None:
    """Why guns that may fire cannot fire at a crossing."""
    link = state.crossings.get(hexside)
    if link is None:
        return Refusal(RefusalCode.NOTHING_TO_SHELL)
    if not crossings.solid(link):
        return Refusal(RefusalCode.SHELL_FORD, name=link.name)
    if not crossings.standing(link, state.scenario.rules):
        return Refusal(RefusalCode.SHELL_DESTROYED, name=link.name)
    if link.owner == gun.side:
        return Refusal(RefusalCode.SHELL_OWN, name=link.name)
    distance, reach = state.scenario.board.distance(gun.hex, _bank(state, gun, hexside)), gun.spec.type.range
    return Refusal(RefusalCode.SHELL_RANGE, gun.id, link.name, have=reach, need=distance) if distance > reach else None


def _bank(state: GameState, gun: Unit, hexside: int) -> int:
    """The hex beside a crossing that is nearer to the guns."""
    board = state.scenario.board
    return min((h for h in board.hexside_hexes(hexside) if h >= 0), key=lambda h: (board.distance(gun.hex, h), h))


def shell(state: GameState, gun: Unit, hexside: int) -> tuple[GameState, tuple[Event, ...]]:
    """Guns fire at a crossing that they can fire at."""
    odds = shell_odds(state, gun, hexside)
    count = state.attacks.get(~hexside, 0)
    die = number(state.seed, ("shell", state.turn, gun.side, hexside, count), 6)
    hits = odds.hits[die - 1]
    link = state.crossings[hexside]
    state = ammunition.draw(replace(state, attacks={**state.attacks, ~hexside: count + 1}), [gun])
    state = crossings.damage(state.with_unit(replace(gun, fought=True, mp=0)), hexside, hits, gun.side)
    return state, (CrossingHit(link.name, hexside, _bank(state, gun, hexside), hits, HitCause.GUNS, die),)


@dataclass(frozen=True, slots=True)
class ShellForecast:
    """What shelling a crossing may do: `hits` by each face of the die, `chances[k]` of six faces score k hits."""

    strength: int
    column: int
    hits: tuple[int, ...]
    chances: tuple[int, ...]
    left: int
    notes: tuple[CombatRemark, ...] = ()


def shell_odds(state: GameState, gun: Unit, hexside: int) -> ShellForecast:
    """The exact distribution of hits on a crossing by guns. `left` is how many more hits destroy the crossing."""
    rules = state.scenario.rules.combat.shelling
    link = state.crossings[hexside]
    strength = power(gun) * gun.spec.type.soft // 2
    column = max((i for i, need in enumerate(rules.columns) if strength >= need), default=0)
    notes = []
    if not _observed(state, gun.side, hexside):
        column = max(0, column - rules.unseen_columns)
        notes.append(CombatRemark(RemarkCode.BY_THE_MAP, rules.unseen_columns))
    left = _left(state, link)
    hits = tuple(min(n, left) for n in rules.results[column])
    notes.append(CombatRemark(RemarkCode.HITS_LEFT, left))
    return ShellForecast(strength, column, hits, tuple(hits.count(k) for k in range(max(hits) + 1)), left, tuple(notes))


def _left(state: GameState, link: Crossing) -> int:
    return state.scenario.rules.crossings[link.kind].hits - link.hits


def _observed(state: GameState, side: str, hexside: int) -> bool:
    if not state.fog:
        return True
    seen = side_masks(state, side).contact
    return any(h >= 0 and seen >> h & 1 for h in state.scenario.board.hexside_hexes(hexside))


def answer(state: GameState, fired: Sequence[str]) -> tuple[GameState, tuple[Event, ...]]:
    """Enemy guns on counter-battery fire at guns of the active side that have just fired.

    Each takes the guns in its range that its side sees and that fewest others have answered yet.
    """
    enemy = state.scenario.enemy(state.active)
    levels = state.sightings[enemy].levels
    answered = dict.fromkeys(fired, 0)
    events: list[Event] = []
    for gun in [u for u in state.units if u.standby == "counter" and u.spec.side == enemy]:
        seen = [u for u in map(state.unit, fired) if u is not None and u.hex >= 0 and levels[u.spec.index]]
        aims = [u for u in seen if gun in standing_by(state, enemy, "counter", u.hex)]
        if not aims:
            continue
        target = min(aims, key=lambda u: (answered[u.id], u.spec.index))
        answered[target.id] += 1
        events.append(StoodBy(gun.id, "counter", target.hex))
        state, done = bombard(state, gun, target.hex, "counter")
        events += done
    return state, tuple(events)
