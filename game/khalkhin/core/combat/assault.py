"""Resolving assaults and barrages: dice, losses, retreat, advance. The odds come from
:mod:`khalkhin.core.combat.combat`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from khalkhin.core.air import air_superiority
from khalkhin.core.board.board import SWIM
from khalkhin.core.combat import ammunition
from khalkhin.core.combat.combat import Forecast, Retreat, assess, barrage_odds, outcome_of, standing_by
from khalkhin.core.combat.strength import shares
from khalkhin.core.command import command
from khalkhin.core.crossing.crossing import bears
from khalkhin.core.dice import number, two_dice
from khalkhin.core.events.events import (
    Advanced,
    Assaulted,
    Barraged,
    Destroyed,
    Event,
    Flown,
    Retreated,
    StepsLost,
    StoodBy,
    SupplyChanged,
    Suppressed,
)
from khalkhin.core.model.reasons import Cause
from khalkhin.core.model.state import DESTROYED, GameState
from khalkhin.core.model.units import Unit
from khalkhin.core.movement.movement import step_cost


def thrown_on(
    state: GameState,
    target: int,
    attackers: Sequence[Unit],
    guns: Sequence[Unit],
    *,
    sorties: int = 0,
    set_piece: bool = False,
) -> tuple[Sequence[Unit], Forecast]:
    """Who really meets an assault by the active side, and the odds that it is thrown on."""
    there = [u for u in state.at_hex(target) if u.spec.side != state.active]
    found = [u for u in there if not u.is_column] or there
    standing = standing_by(state, state.scenario.enemy(state.active), "defence", target)
    return found, assess(state, attackers, guns, found, target, standing, sorties, set_piece)


def resolve_assault(
    state: GameState,
    target: int,
    attackers: Sequence[Unit],
    guns: Sequence[Unit],
    *,
    sorties: int = 0,
    set_piece: bool = False,
    advance: bool = True,
) -> tuple[GameState, tuple[Event, ...]]:
    """Carry out an assault that may be made, with the units really in the hex. The first attacker leads."""
    found, odds = thrown_on(state, target, attackers, guns, sorties=sorties, set_piece=set_piece)
    names, found_names = tuple(u.spec.id for u in attackers), tuple(u.spec.id for u in found)
    helpers = [state.units[_index(state, name)] for name in odds.standing]
    state = ammunition.draw(state, (*guns, *attackers))
    state = ammunition.draw(state, helpers)
    dice, state = _throw(state, "assault", target)
    dug = max((u.entrenchment for u in found), default=0)
    outcome = outcome_of(state, odds.column, sum(dice), found, dug)
    events: list[Event] = [
        *(StoodBy(u.spec.id, "defence", target) for u in helpers),
        Assaulted(target, names, tuple(u.spec.id for u in guns), found_names, odds.column, dice, outcome),
    ]
    cost = state.scenario.rules.combat.assault_mp
    state = state.with_units(
        [
            *(replace(u, fought=True, mp=u.mp - cost if u.has("exploit") else 0) for u in attackers),
            *(replace(u, fought=True, mp=0) for u in guns),
            *(replace(u, standby="") for u in helpers),
        ]
    )
    state, paid = _pay(state, odds, target, sorties, set_piece)
    events += paid
    state, lost = _lose(state, names, outcome.attacker_loss, Cause.ASSAULT)
    events += lost
    state, shaken = _suppress(state, names, outcome.attacker_suppressed)
    events += shaken
    state, lost = _lose(state, found_names, outcome.defender_loss, Cause.ASSAULT)
    events += lost
    state, shaken = _suppress(state, found_names, outcome.defender_suppressed)
    events += shaken
    if outcome.retreat:
        for way in odds.retreats[outcome.retreat]:
            state, gone = _retreat(state, way)
            events += gone
        state, gone = _follow(state, target, events)
        events += gone
    state, worn = _wear(state, found_names)
    events += worn
    if advance and not any(
        state.units[i].spec.side != state.active and not state.units[i].is_column for i in state.at.get(target, ())
    ):
        state, went = _advance(state, names[0], target)
        events += went
    return state, tuple(events)


def _wear(state: GameState, names: Sequence[str]) -> tuple[GameState, tuple[Event, ...]]:
    """Defenders that are cut off fight with what they have: an assault uses up as much as so many turns without
    supplies."""
    worn = [u for u in (state.units[_index(state, n)] for n in names) if u.hex >= 0 and u.unsupplied]
    cost = state.scenario.rules.supply.assault_hunger
    events = tuple(SupplyChanged(u.spec.id, u.unsupplied, u.unsupplied + cost) for u in worn)
    return state.with_units([replace(u, unsupplied=u.unsupplied + cost) for u in worn]), events


def _pay(
    state: GameState, odds: Forecast, target: int, sorties: int, set_piece: bool
) -> tuple[GameState, tuple[Event, ...]]:
    """What an assault uses up besides men: sorties and HQ points."""
    events: tuple[Event, ...] = ()
    if sorties:
        assert odds.passage is not None
        state = air_superiority.spend(state, state.active, 0, sorties)
        arrived = (sorties * odds.passage.percent + 50) // 100
        events += (Flown(state.active, "support", target, sorties, arrived, 0, 0),)
    if set_piece:
        state, paid = command.spend(state, "set_piece", state.scenario.rules.command.set_piece, target)
        events += paid
    return state, events


def bombard(state: GameState, gun: Unit, target: int, what: str) -> tuple[GameState, tuple[Event, ...]]:
    """A gun's fire on its enemies in a hex, as its own mission (`barrage`) or in answer to theirs (`counter`)."""
    found = [u for u in state.at_hex(target) if u.spec.side != gun.spec.side]
    odds = barrage_odds(state, gun, found, target)
    count = state.attacks.get(target, 0)
    die = number(state.seed, (what, state.turn, gun.spec.side, target, count), 6)
    state = replace(state, attacks={**state.attacks, target: count + 1})
    hits = state.scenario.rules.combat.barrage.results[odds.column][die - 1]
    state = ammunition.draw(state, [gun])
    state = state.with_unit(replace(gun, fought=True, mp=0, standby=""))
    names = tuple(u.spec.id for u in found)
    killed = odds.killed(hits)
    events: list[Event] = [Barraged(gun.spec.id, target, die, hits)]
    state, lost = _lose(state, names, killed, Cause.BARRAGE)
    events += lost
    state, shaken = _suppress(state, names, hits - killed)
    return state, (*events, *shaken)


def _index(state: GameState, name: str) -> int:
    index = state.scenario_index(name)
    assert index is not None, name
    return index


def _throw(state: GameState, what: str, target: int) -> tuple[tuple[int, int], GameState]:
    """Dice by seed, turn, side, target and how many attacks it has had: nothing else can change them."""
    count = state.attacks.get(target, 0)
    dice = two_dice(state.seed, (what, state.turn, state.active, target, count))
    return dice, replace(state, attacks={**state.attacks, target: count + 1})


def destroy(state: GameState, unit: Unit, cause: Cause) -> tuple[GameState, tuple[Event, ...]]:
    """Take a unit off the map for good."""
    gone = replace(unit, hex=DESTROYED, steps=0, suppressed=0, mp=0, cargo=0)
    state = _trapped(state, unit, unit.steps, cause)
    return state.with_unit(gone), (Destroyed(unit.spec.id, unit.hex, cause),)


def _trapped(state: GameState, unit: Unit, steps: int, cause: Cause) -> GameState:
    """Count steps that were lost because there was no way out: of units without supplies, or with no way to retreat."""
    if unit.is_column or not (unit.unsupplied or cause is Cause.NO_RETREAT):
        return state
    return replace(state, trapped={**state.trapped, unit.side: state.trapped.get(unit.side, 0) + steps})


def lose_steps(state: GameState, unit: Unit, steps: int, cause: Cause) -> tuple[GameState, tuple[Event, ...]]:
    """Take steps off a unit; suppressed steps go first. The last step destroys it."""
    steps = min(steps, unit.steps)
    if steps <= 0:
        return state, ()
    event = StepsLost(unit.spec.id, unit.hex, steps, cause)
    if steps == unit.steps:
        state, gone = destroy(state, unit, cause)
        return state, (event, *gone)
    left = unit.steps - steps
    hurt = replace(unit, steps=left, suppressed=min(max(0, unit.suppressed - steps), left))
    state = _trapped(state, unit, steps, cause)
    # What burnt lorries carried is lost with them.
    return state.with_unit(replace(hurt, cargo=min(hurt.cargo, hurt.capacity))), (event,)


def _lose(state: GameState, names: Sequence[str], steps: int, cause: Cause) -> tuple[GameState, tuple[Event, ...]]:
    """Share losses among units one step at a time, in the order given."""
    events: tuple[Event, ...] = ()
    there = [state.units[_index(state, name)].steps for name in names]
    for name, share in zip(names, shares(there, steps), strict=True):
        state, happened = lose_steps(state, state.units[_index(state, name)], share, cause)
        events += happened
    return state, events


def _suppress(state: GameState, names: Sequence[str], steps: int) -> tuple[GameState, tuple[Event, ...]]:
    """Share suppression among units one step at a time, in the order given."""
    shares: dict[str, int] = {}
    while steps > 0:
        before = steps
        for name in names:
            unit = state.units[_index(state, name)]
            if steps > 0 and unit.hex >= 0 and unit.suppressed < unit.steps:
                state = state.with_unit(replace(unit, suppressed=unit.suppressed + 1))
                shares[name] = shares.get(name, 0) + 1
                steps -= 1
        if steps == before:
            break
    return state, tuple(Suppressed(n, state.units[_index(state, n)].hex, share) for n, share in shares.items())


def _retreat(state: GameState, way: Retreat) -> tuple[GameState, tuple[Event, ...]]:
    """A unit that is left goes the way that was shown, whatever the throw has done to others."""
    unit = state.units[_index(state, way.unit)]
    if unit.hex < 0:
        return state, ()
    if way.blocked:
        return destroy(state, unit, Cause.NO_RETREAT)
    state = state.with_unit(replace(unit, hex=way.path[-1], entrenchment=0))
    event = Retreated(way.unit, way.path)
    state, lost = lose_steps(state, state.units[unit.spec.index], way.losses, Cause.RETREAT)
    return state, (event, *lost)


def _follow(state: GameState, target: int, events: Sequence[Event]) -> tuple[GameState, tuple[Event, ...]]:
    """Truck columns go along with units that retreat from their hex, where wheels can follow; others stay behind."""
    way = next((e.path for e in events if isinstance(e, Retreated)), None)
    out: list[Event] = []
    for column in state.at_hex(target):
        if way is not None and column.is_column and _drives(state, column, way):
            state = state.with_unit(replace(column, hex=way[-1]))
            out.append(Retreated(column.spec.id, way))
    return state, tuple(out)


def _drives(state: GameState, column: Unit, way: Sequence[int]) -> bool:
    for here, there in pairwise(way):
        step = state.scenario.board.step(here, there, column.spec.type.mobility)
        if step is None or step_cost(state, step, column.spec.type, column.cargo) < 0:
            return False
    return True


def _advance(state: GameState, name: str, target: int) -> tuple[GameState, tuple[Event, ...]]:
    unit = state.units[_index(state, name)]
    if unit.hex < 0 or unit.steps == 0:
        return state, ()
    step = state.scenario.board.step(unit.hex, target, unit.spec.type.mobility)
    if step is None:
        return state, ()
    cost = step_cost(state, step, unit.spec.type)
    link = state.crossings.get(step.hexside)
    carried = link is not None and bears(link, unit.spec.type, state.scenario.rules)
    if (cost < 0 or cost == SWIM) and not carried:
        return state, ()
    event = Advanced(name, (unit.hex, target))
    return state.with_unit(replace(unit, hex=target, moved=True, entrenchment=0)), (event,)
