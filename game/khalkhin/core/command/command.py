"""Headquarters: coordination, and what HQ points buy — prepared assaults, forced marches, emergency supply, decoys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from khalkhin.core.command import handicap
from khalkhin.core.events.events import Event, HqPointsSpent, Sighted, SupplyChanged, Suppressed
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Level, Unit
from khalkhin.core.movement.movement import full_mp, picture
from khalkhin.core.refusals import Refusal, RefusalCode

#: What HQ points buy; each costs what :class:`khalkhin.core.model.rules.CommandRules` says.
USES: tuple[str, ...] = ("set_piece", "forced_march", "emergency", "deception")


def commander(state: GameState, units: Sequence[Unit]) -> Unit | None:
    """A headquarters in whose command range all of some units stand: their formation's, or one with a named leader.

    A headquarters that is wholly suppressed commands nobody.
    """
    board, reach = state.scenario.board, state.scenario.rules.command.range
    for hq in state.side_units(units[0].side) if units else ():
        if not hq.has("hq") or hq.effective <= 0:
            continue
        if all(
            (hq.spec.leader or hq.spec.formation == u.spec.formation) and board.distance(hq.hex, u.hex) <= reach
            for u in units
        ):
            return hq
    return None


def set_piece_barred(state: GameState, attackers: Sequence[Unit], guns: Sequence[Unit]) -> Refusal | None:
    """Why an assault by these units cannot be a set-piece now, or None if it can."""
    if poor := _too_poor(state, state.scenario.rules.command.set_piece, "set_piece"):
        return poor
    if not guns:
        return Refusal(RefusalCode.SET_PIECE_GUNS)
    moved = next((unit for unit in attackers if unit.moved), None)
    return None if moved is None else Refusal(RefusalCode.SET_PIECE_MOVED, moved.id)


def spend(state: GameState, what: str, points: int, hex_: int = -1) -> tuple[GameState, tuple[Event, ...]]:
    """The active side pays HQ points."""
    side = state.active
    left = state.hq_points.get(side, 0) - points
    return replace(state, hq_points={**state.hq_points, side: left}), (HqPointsSpent(side, what, points, hex_),)


def _too_poor(state: GameState, cost: int, what: str) -> Refusal | None:
    """Why the active side cannot pay for one of the :data:`USES`, or None if it can."""
    left = state.hq_points.get(state.active, 0)
    return None if left >= cost else Refusal(RefusalCode.HQ_POINTS, what=what, have=left, need=cost)


# ------------------------------------------------------------------ what HQ points buy


def no_forced_march(state: GameState, unit: Unit) -> Refusal | None:
    """Why a unit of the active side cannot be hurried now, or None if it can."""
    if poor := _too_poor(state, state.scenario.rules.command.forced_march, "forced_march"):
        return poor
    if unit.is_column:
        return Refusal(RefusalCode.HURRY_COLUMN, unit.id)
    if unit.moved or unit.fought:
        return Refusal(RefusalCode.HURRY_MOVED, unit.id)
    if unit.mp > full_mp(state, unit):
        return Refusal(RefusalCode.HURRIED, unit.id)
    if unit.mp <= 0 or unit.effective <= 0:
        return Refusal(RefusalCode.WORN_OUT, unit.id)
    return None


def no_emergency_supply(state: GameState, unit: Unit) -> Refusal | None:
    """Why a unit of the active side cannot be fed by HQ points now, or None if it can."""
    if poor := _too_poor(state, state.scenario.rules.command.emergency, "emergency"):
        return poor
    if not unit.unsupplied:
        return Refusal(RefusalCode.FED, unit.id)
    if _giver(state, unit) < 0:
        return Refusal(RefusalCode.NOTHING_TO_SEND)
    return None


def no_deception(state: GameState, hex_: int) -> Refusal | None:
    """Why the active side cannot show its enemy a false contact in a hex now, or None if it can."""
    rules = state.scenario.rules
    board, side = state.scenario.board, state.active
    if not state.fog:
        return Refusal(RefusalCode.NO_FOG)
    if poor := _too_poor(state, rules.command.deception, "deception"):
        return poor
    if not board.terrain[hex_].cost:
        return Refusal(RefusalCode.DECOY_TERRAIN)
    if hex_ in state.sightings[state.scenario.enemy(side)].decoys:
        return Refusal(RefusalCode.DECOY_TWICE)
    own = list(state.side_units(side))
    if any(u.hex == hex_ for u in own):
        return Refusal(RefusalCode.DECOY_OWN)
    if not any(board.distance(u.hex, hex_) <= rules.command.decoy_range for u in own):
        return Refusal(RefusalCode.DECOY_FAR, need=rules.command.decoy_range)
    if any(board.distance(e, hex_) <= rules.sight.identify for e in picture(state, side).enemies):
        return Refusal(RefusalCode.DECOY_NEAR)
    return None


def force_march(state: GameState, unit: Unit) -> tuple[GameState, tuple[Event, ...]]:
    """Hurry a unit that may be hurried."""
    rules = state.scenario.rules.command
    shaken = min(rules.march_suppressed, unit.effective)
    hurried = replace(unit, mp=unit.mp + unit.mp * rules.march // 100, suppressed=unit.suppressed + shaken)
    state, paid = spend(state.with_unit(hurried), "forced_march", rules.forced_march, unit.hex)
    return state, (*paid, *((Suppressed(unit.spec.id, unit.hex, shaken),) if shaken else ()))


def _giver(state: GameState, unit: Unit) -> int:
    """The store that sends emergency supplies: the nearest of the side's with stock for the unit, or -1."""
    board = state.scenario.board
    need = max(1, unit.spec.type.upkeep)
    able = [i for i, s in enumerate(state.stores) if s.side == unit.side and s.stock >= need]
    return min(able, key=lambda i: (board.distance(state.stores[i].hex, unit.hex), i), default=-1)


def feed(state: GameState, unit: Unit) -> tuple[GameState, tuple[Event, ...]]:
    """Feed a unit that may be fed by HQ points."""
    i = _giver(state, unit)
    stores = list(state.stores)
    stores[i] = replace(stores[i], stock=stores[i].stock - unit.spec.type.upkeep)
    state = replace(state.with_unit(replace(unit, unsupplied=0, store=i)), stores=tuple(stores))
    state, paid = spend(state, "emergency", state.scenario.rules.command.emergency, unit.hex)
    return state, (*paid, SupplyChanged(unit.spec.id, unit.unsupplied, 0))


def deceive(state: GameState, hex_: int) -> tuple[GameState, tuple[Event, ...]]:
    """Show the enemy a false contact where there may be one."""
    rules = state.scenario.rules.command
    enemy = state.scenario.enemy(state.active)
    fooled = state.sightings[enemy]
    fooled = replace(fooled, decoys={**fooled.decoys, hex_: state.turn + rules.decoy_turns - 1})
    state = replace(state, sightings={**state.sightings, enemy: fooled})
    state, paid = spend(state, "deception", rules.deception, hex_)
    return state, (*paid, Sighted(enemy, "", hex_, Level.CONTACT))


# ------------------------------------------------------------------ the turn


def begin_turn(state: GameState) -> GameState:
    """The active side's HQ points for the turn; decoys that have lasted long enough go."""
    side = state.active
    points = state.scenario.side(side).hq_points + handicap.hq_points(state, side)
    if points or state.hq_points.get(side):
        state = replace(state, hq_points={**state.hq_points, side: points})
    enemy = state.scenario.enemy(side)
    fooled = state.sightings[enemy]
    if any(last < state.turn for last in fooled.decoys.values()):
        kept = {h: last for h, last in fooled.decoys.items() if last >= state.turn}
        state = replace(state, sightings={**state.sightings, enemy: replace(fooled, decoys=kept)})
    return state
