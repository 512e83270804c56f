"""Headquarters: coordination, and what HQ points buy — prepared assaults, forced marches, emergency supply, decoys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from khalkhin.core.command import handicap
from khalkhin.core.events.events import Event, HqPointsSpent, Sighted, SupplyChanged, Suppressed
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Level, Unit
from khalkhin.core.movement.movement import full_mp, picture
from khalkhin.core.orders.errors import IllegalOrder
from khalkhin.core.orders.orders import Assault, Deceive, EmergencySupply, ForcedMarch, Order
from khalkhin.core.orders.refusals import on_board, own_unit

#: What HQ points buy, in words; each costs what :class:`khalkhin.core.model.rules.CommandRules` says.
USES: dict[str, str] = {
    "set_piece": "A set-piece assault: guns, and units that have not moved, attack by a plan of the staff.",
    "forced_march": "A forced march: a unit that has not moved goes further this turn; it tires.",
    "emergency": "Emergency supply: a unit that was not fed is fed this turn.",
    "deception": "Deception: the enemy is shown a contact where there is nothing.",
}


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


def set_piece_barred(state: GameState, order: Assault) -> str:
    """Why an assault cannot be a set-piece now; empty if it can. A sentence for the player."""
    if reason := _too_poor(state, state.scenario.rules.command.set_piece, "A set-piece assault"):
        return reason
    if not order.guns:
        return "A set-piece assault needs guns in support; add at least one."
    for name in order.attackers:
        unit = state.unit(name)
        if unit is not None and unit.moved:
            return f"{unit.spec.name} has moved this turn; a set-piece assault starts from prepared positions."
    return ""


def spend(state: GameState, what: str, points: int, hex_: int = -1) -> tuple[GameState, tuple[Event, ...]]:
    """The active side pays HQ points."""
    side = state.active
    left = state.hq_points.get(side, 0) - points
    return replace(state, hq_points={**state.hq_points, side: left}), (HqPointsSpent(side, what, points, hex_),)


def _too_poor(state: GameState, cost: int, what: str) -> str:
    left = state.hq_points.get(state.active, 0)
    if left >= cost:
        return ""
    return f"{what} takes {cost} HQ points; {left or 'none'} {'is' if left == 1 else 'are'} left this turn."


# ------------------------------------------------------------------ orders


def options(state: GameState) -> list[Order]:
    """Every forced march and emergency supply, and decoys on objectives and beside crossings."""
    if not state.hq_points.get(state.active):
        return []
    board = state.scenario.board
    out: list[Order] = []
    for unit in state.side_units(state.active):
        out += [ForcedMarch(unit.spec.id), EmergencySupply(unit.spec.id)]
    places = {o.hex for o in state.scenario.objectives}
    places |= {h for side in state.crossings for h in board.hexside_hexes(side) if h >= 0}
    out += [Deceive(board.place(hex_)) for hex_ in places]
    return [order for order in out if refuse(state, order) is None]  # type: ignore[arg-type]


def refuse(state: GameState, order: ForcedMarch | EmergencySupply | Deceive) -> IllegalOrder | None:
    """Why an order may not be given now, or None."""
    match order:
        case ForcedMarch():
            return _march_barred(state, order)
        case EmergencySupply():
            return _feeding_barred(state, order)
        case Deceive():
            return _deceit_barred(state, order)


def _march_barred(state: GameState, order: ForcedMarch) -> IllegalOrder | None:
    unit = own_unit(state, order, order.unit)
    if isinstance(unit, IllegalOrder):
        return unit
    name = unit.spec.name
    if reason := _too_poor(state, state.scenario.rules.command.forced_march, "A forced march"):
        return IllegalOrder("hq-points", order, reason)
    if unit.is_column:
        return IllegalOrder("column", order, f"{name} drives as hard as it can already; only troops are hurried.")
    if unit.moved or unit.fought:
        return IllegalOrder("moved", order, f"{name} has already moved or fought; a forced march is ordered first.")
    if unit.mp > full_mp(state, unit):
        return IllegalOrder("hurried", order, f"{name} is on a forced march already.")
    if unit.mp <= 0 or unit.effective <= 0:
        return IllegalOrder("spent", order, f"{name} is in no state to march; let it rest.")
    return None


def _feeding_barred(state: GameState, order: EmergencySupply) -> IllegalOrder | None:
    unit = own_unit(state, order, order.unit)
    if isinstance(unit, IllegalOrder):
        return unit
    if reason := _too_poor(state, state.scenario.rules.command.emergency, "Emergency supply"):
        return IllegalOrder("hq-points", order, reason)
    if not unit.unsupplied:
        return IllegalOrder("fed", order, f"{unit.spec.name} does not lack supplies.")
    if _giver(state, unit) < 0:
        return IllegalOrder("empty", order, "No depot or source of your side has supplies left to send.")
    return None


def _deceit_barred(state: GameState, order: Deceive) -> IllegalOrder | None:
    hex_ = on_board(state, order, order.at)
    if isinstance(hex_, IllegalOrder):
        return hex_
    rules = state.scenario.rules
    board, side = state.scenario.board, state.active
    if not state.fog:
        return IllegalOrder("no-fog", order, "Without fog of war the enemy sees everything; nothing would fool him.")
    if reason := _too_poor(state, rules.command.deception, "Deception"):
        return IllegalOrder("hq-points", order, reason)
    if not board.terrain[hex_].cost:
        return IllegalOrder(
            "terrain", order, "Nobody would believe in troops there; choose ground that can be entered."
        )
    if hex_ in state.sightings[state.scenario.enemy(side)].decoys:
        return IllegalOrder("twice", order, "The enemy is shown a contact there already.")
    own = list(state.side_units(side))
    if any(u.hex == hex_ for u in own):
        return IllegalOrder("own", order, "Your own troops stand there; a decoy belongs where there is nobody.")
    if not any(board.distance(u.hex, hex_) <= rules.command.decoy_range for u in own):
        return IllegalOrder(
            "too-far", order, f"A decoy must be within {rules.command.decoy_range} hexes of one of your units."
        )
    if any(board.distance(e, hex_) <= rules.sight.identify for e in picture(state, side).enemies):
        return IllegalOrder("too-near", order, "The enemy is too near and would see that nothing is there.")
    return None


def carry_out(state: GameState, order: ForcedMarch | EmergencySupply | Deceive) -> tuple[GameState, tuple[Event, ...]]:
    """Carry out a legal order."""
    rules = state.scenario.rules.command
    match order:
        case ForcedMarch():
            unit = state.unit(order.unit)
            assert unit is not None
            tired = min(rules.march_suppressed, unit.effective)
            hurried = replace(unit, mp=unit.mp + unit.mp * rules.march // 100, suppressed=unit.suppressed + tired)
            state, paid = spend(state.with_unit(hurried), "forced_march", rules.forced_march, unit.hex)
            return state, (*paid, Suppressed(unit.spec.id, unit.hex, tired))
        case EmergencySupply():
            return _feed(state, order)
        case Deceive():
            return _deceive(state, order)


def _giver(state: GameState, unit: Unit) -> int:
    """The store that sends emergency supplies: the nearest of the side's with stock for the unit, or -1."""
    board = state.scenario.board
    need = max(1, unit.spec.type.upkeep)
    able = [i for i, s in enumerate(state.stores) if s.side == unit.side and s.stock >= need]
    return min(able, key=lambda i: (board.distance(state.stores[i].hex, unit.hex), i), default=-1)


def _feed(state: GameState, order: EmergencySupply) -> tuple[GameState, tuple[Event, ...]]:
    unit = state.unit(order.unit)
    assert unit is not None
    i = _giver(state, unit)
    stores = list(state.stores)
    stores[i] = replace(stores[i], stock=stores[i].stock - unit.spec.type.upkeep)
    state = replace(state.with_unit(replace(unit, unsupplied=0, store=i)), stores=tuple(stores))
    state, paid = spend(state, "emergency", state.scenario.rules.command.emergency, unit.hex)
    return state, (*paid, SupplyChanged(unit.spec.id, unit.unsupplied, 0))


def _deceive(state: GameState, order: Deceive) -> tuple[GameState, tuple[Event, ...]]:
    hex_ = state.scenario.board.index(*order.at)
    assert hex_ is not None
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
