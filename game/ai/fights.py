"""Planning assaults: who could get next to a target this turn, what that would be worth, and with which guns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from game.ai.situation import Situation, Weights
from game.core.ammunition import afford
from game.core.combat import Forecast, assess, barrage_odds, barred, can_assault, defenders, fighters, gun_barred, power
from game.core.movement import Reach, is_swim, may_move, reach
from game.core.orders import Assault, Barrage, Move, Order
from game.core.state import GameState, Unit

MAX_TEAM, MAX_GUNS = 5, 4


@dataclass(frozen=True, slots=True)
class Plan:
    """An assault with the moves that prepare it, and its value in victory points."""

    target: int
    moves: tuple[Move, ...]
    assault: Assault
    value: float


def reaches(now: Situation) -> dict[str, Reach]:
    """Where each unit that could fight can go."""
    return {
        u.spec.id: reach(now.state, u, now.known) for u in now.own if can_assault(u) and not u.fought and may_move(u)
    }


def best_plan(now: Situation, weights: Weights, skip: set[int], found: dict[str, Reach]) -> Plan | None:
    """The most valuable assault within reach, or None if none is worth its risk."""
    best: Plan | None = None
    for target in sorted({e.hex for e in now.enemies} - skip):
        plan = _plan(now, weights, target, found)
        if plan is not None and (best is None or plan.value > best.value):
            best = plan
    return best


def _plan(now: Situation, weights: Weights, target: int, found: dict[str, Reach]) -> Plan | None:
    state, board = now.state, now.state.scenario.board
    enemies = fighters(state, now.side, target)
    if not enemies:
        return None
    need = state.scenario.rules.combat.assault_mp
    options: list[tuple[float, Unit, list[tuple[int, int]]]] = []
    for unit in now.own:
        if not can_assault(unit) or unit.fought or unit.effective <= 0:
            continue
        spots: list[tuple[int, int]] = []
        if board.direction(unit.hex, target) is not None and not barred(state, unit, target):
            spots.append((0, unit.hex))
        elif unit.hex in now.held and unit.is_combat:
            continue
        if unit.spec.id in found and unit.supply_state < 2 and not _busy(now, unit):
            ways = found[unit.spec.id].cost
            for n in board.neighbours[target]:
                cost = ways.get(n)
                if cost is not None and unit.mp - cost >= need:
                    spots.append((cost + 1, n))
        if spots:
            options.append((power(unit) * max(unit.spec.type.soft, unit.spec.type.hard), unit, sorted(spots)))
    options.sort(key=lambda o: (not o[1].is_combat, -o[0], o[1].spec.index))
    if not options or not options[0][1].is_combat:
        return None
    guns = [u for u in now.own if u.spec.type.range and not gun_barred(state, u, target)]
    guns.sort(key=lambda u: (u.spec.type.range, u.spec.index))
    return _build(now, weights, target, enemies, options, list(afford(state, guns))[:MAX_GUNS])


def _busy(now: Situation, unit: Unit) -> bool:
    """A defender in good works next to the enemy does not leave them to attack elsewhere."""
    return not now.attacking and unit.entrenchment >= 2 and now.danger.get(unit.hex, 0) > 0


def _build(
    now: Situation,
    weights: Weights,
    target: int,
    enemies: Sequence[Unit],
    options: list[tuple[float, Unit, list[tuple[int, int]]]],
    guns: list[Unit],
) -> Plan | None:
    """Add attackers one by one, strongest first and from different sides, as long as that helps."""
    state = now.state
    board = state.scenario.board
    team: list[Unit] = []
    moves: list[Move] = []
    taken: set[tuple[int, bool]] = set()
    best: Plan | None = None
    for _, unit, spots in options:
        if len(team) >= MAX_TEAM:
            break
        spot = _spot(now, state, unit, spots, taken, target)
        if spot is None:
            continue
        there, cost = spot
        placed = unit if there == unit.hex else replace(unit, hex=there, moved=True, mp=unit.mp - cost, entrenchment=0)
        trial = state if there == unit.hex else state.with_unit(placed)
        if barred(trial, placed, target):
            continue
        state = trial
        team.append(placed)
        taken.add((there, unit.is_combat))
        if there != unit.hex:
            moves.append(Move(unit.spec.id, board.place(there)))
        plan = _valued(now, state, weights, target, enemies, team, moves, guns)
        if best is None or plan.value > best.value:
            best = plan
    margin = weights.attack_margin if now.attacking else weights.defend_margin
    return best if best is not None and best.value >= margin else None


def _spot(
    now: Situation,
    state: GameState,
    unit: Unit,
    spots: list[tuple[int, int]],
    taken: set[tuple[int, bool]],
    target: int,
) -> tuple[int, int] | None:
    def score(spot: tuple[int, int]) -> tuple[float, int]:
        cost, hex_ = spot
        swim = is_swim(state, unit, hex_, target)
        shift = state.scenario.board.terrain[hex_].shift
        return (
            3.0 * swim + 0.1 * cost - 0.3 * shift + 0.02 * now.danger.get(hex_, 0) + (hex_ not in now.net.cost),
            hex_,
        )

    for cost, hex_ in sorted(spots, key=score):
        if hex_ == unit.hex or (hex_, unit.is_combat) not in taken:
            return hex_, max(0, cost - 1)
    return None


def _valued(
    now: Situation,
    state: GameState,
    weights: Weights,
    target: int,
    enemies: Sequence[Unit],
    team: list[Unit],
    moves: list[Move],
    guns: list[Unit],
) -> Plan:
    place = state.scenario.board.place(target)
    use = list(guns)
    odds = assess(state, team, use, enemies, target)
    while use:
        fewer = assess(state, team, use[:-1], enemies, target)
        if fewer.column < odds.column:
            break
        use.pop()
        odds = fewer
    worth = value(now, weights, odds, team, enemies, target) - 0.12 * len(use) - 0.03 * len(moves)
    lead = team[0]
    order = Assault(
        place, tuple(u.spec.id for u in team), tuple(u.spec.id for u in use), _may_advance(now, lead, target)
    )
    return Plan(target, tuple(moves), order, worth)


def _may_advance(now: Situation, lead: Unit, target: int) -> bool:
    """Nobody gives up an objective or a fort to follow a beaten enemy, unless to a better place."""
    if lead.hex in now.held:
        return now.targets.get(target, 0.0) > now.held[lead.hex]
    return now.attacking or lead.entrenchment < 2 or target in now.targets


def value(
    now: Situation, weights: Weights, odds: Forecast, team: Sequence[Unit], enemies: Sequence[Unit], target: int
) -> float:
    """What an assault may bring, less what it may cost, over its exact distribution."""
    steps = sum(u.steps for u in enemies)
    prize = now.targets.get(target, 0.0) * weights.objective + weights.ground
    prize += weights.trench * max((u.entrenchment for u in enemies), default=0)
    cut = min(6.0, weights.cut * now.cut.get(target, 0.0))
    breakout = 3.0 if any(u.supply_state >= 2 for u in team) else 0.0
    total = 0.0
    for chance in odds.chances:
        o = chance.outcome
        lost = min(o.defender_loss, steps)
        gain = weights.step * lost + weights.suppressed * min(o.defender_suppressed, steps - lost)
        if o.retreat:
            ways = odds.retreats[o.retreat]
            killed = sum(min(u.steps, w.losses) for u, w in zip(enemies, ways, strict=True))
            gain += weights.step * weights.kill_bonus * max(0, min(steps - lost, killed)) + prize + cut + breakout
        elif lost >= steps:
            gain += prize + cut + breakout
        gain -= weights.own_step * o.attacker_loss + weights.suppressed * o.attacker_suppressed
        total += gain * chance.ways
    return total / 36


def best_barrage(now: Situation, weights: Weights) -> Order | None:
    """The most useful mission for a gun that has none."""
    best: tuple[float, Order] | None = None
    for gun in now.own:
        if not gun.spec.type.range or gun.fought:
            continue
        for target in sorted({e.hex for e in now.enemies}):
            if gun_barred(now.state, gun, target):
                continue
            enemies = defenders(now.state, now.side, target)
            odds = barrage_odds(now.state, gun, enemies, target)
            room = sum(u.effective for u in enemies)
            gain = 0.0
            for hits, ways in enumerate(odds.chances):
                killed = (hits + 1) // 2 if odds.kills else 0
                gain += ways * (weights.step * killed + weights.suppressed * min(hits - killed, room)) / 6
            gain += 0.02 * now.danger.get(target, 0) + (0.2 if target in now.targets else 0.0) if gain else 0.0
            if gain > 0.05 and (best is None or gain > best[0]):
                best = gain, Barrage(gun.spec.id, now.state.scenario.board.place(target))
    return None if best is None else best[1]
