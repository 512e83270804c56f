"""Guns without a part in an assault: the best of a barrage and a shot at a crossing; else they stand by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import log2

from khalkhin.ai.situation import Situation, Weights
from khalkhin.core.combat import gunnery
from khalkhin.core.combat.combat import barrage_odds, defenders, gun_barred, gun_idle
from khalkhin.core.combat.strength import power
from khalkhin.core.crossing.crossing import solid, standing
from khalkhin.core.model.rules import HexsideKind, Weight
from khalkhin.core.model.units import Unit
from khalkhin.core.orders.legal import why_illegal
from khalkhin.core.orders.named import edge_at
from khalkhin.core.orders.orders import Barrage, Order, Shell, Standby
from khalkhin.core.supply.supply import rear

#: Least worth of a mission, in victory points.
WORTHWHILE = 0.08
#: What a hit on a crossing is worth for each step that is fed over it, and for each that waits to go over.
HIT, QUEUE = 0.06, 0.08
#: Odds of the enemy below which no assault is expected; chances of one on a side that attacks, and on one that holds.
UNLIKELY, SELDOM, LIKELY = 0.4, 0.15, 0.5
#: Part of a barrage that is left of it when its target's turn comes.
FADES = 0.3
#: Victory points for the columns that an assault loses when the defence is twice as strong.
COLUMNS = 1.0
#: Hexes from a crossing within which troops on its far bank count as waiting.
WAITING = 4


def mission(now: Situation, weights: Weights) -> Order | None:
    """The most useful mission for a gun that has none."""
    best: tuple[float, Order] | None = None
    awaited = attacked(now)
    for gun in _ready(now):
        least = max(WORTHWHILE, defence_worth(now, gun, awaited))
        for worth, order in (*_barrages(now, weights, gun), *_shots(now, gun)):
            if worth > least and (best is None or worth > best[0]):
                best = worth, order
    return None if best is None else best[1]


def attacked(now: Situation) -> dict[int, float]:
    """Hexes of own fighting units that the enemy may assault in his turn, with the odds that he would have there: his
    strength to theirs, by what is known of him."""
    out: dict[int, float] = {}
    for unit in now.own:
        force = now.danger.get(unit.hex, 0.0)
        if unit.is_combat and unit.steps and force and now.plan.closing.get(unit.hex, 9) <= 1:
            out[unit.hex] = force / max(1.0, power(unit) * unit.spec.type.defence / 2)
    return out


def defence_worth(now: Situation, gun: Unit, awaited: Mapping[int, float]) -> float:
    """What it is worth that a gun stands by for the defence of those before it, in victory points: the columns that it
    takes off the likeliest assault, and the chance that it comes. Against those who hold it comes seldom."""
    board = now.state.scenario.board
    chance = SELDOM if now.attacking else LIKELY
    best = 0.0
    for unit in now.own:
        odds = awaited.get(unit.hex, 0.0)
        if not unit.is_combat or odds < UNLIKELY or board.distance(gun.hex, unit.hex) > gun.spec.type.range:
            continue
        # Guns add at most as much as those they help have themselves.
        share = min(1.0, power(gun) * gun.spec.type.soft / max(1.0, power(unit) * unit.spec.type.defence))
        best = max(best, chance * min(1.0, odds) * COLUMNS * log2(1 + share))
    return best


def _ready(now: Situation) -> list[Unit]:
    return [u for u in now.own if u.spec.type.range and not gun_idle(now.state, u)]


def _barrages(now: Situation, weights: Weights, gun: Unit) -> Iterator[tuple[float, Order]]:
    """Barrages with what they are worth: steps kept down, or killed where the enemy is cut off."""
    board = now.state.scenario.board
    for target in sorted({e.hex for e in now.enemies if board.distance(e.hex, gun.hex) <= gun.spec.type.range}):
        if gun_barred(now.state, gun, target):
            continue
        enemies = defenders(now.state, now.side, target)
        odds = barrage_odds(now.state, gun, enemies, target)
        room = sum(u.effective for u in enemies)
        gain = 0.0
        for hits, ways in enumerate(odds.chances):
            killed = odds.killed(hits)
            gain += ways * (weights.step * killed + weights.suppressed * min(hits - killed, room)) / 6
        if gain:
            gain += 0.02 * now.danger.get(target, 0) + (0.2 if target in now.targets else 0.0)
            # Men who are fed have rallied by the time they attack, unless somebody attacks them first.
            gain *= 1.0 if now.attacking or odds.killed(1) else FADES
        yield gain, Barrage(gun.spec.id, board.place(target))


def _shots(now: Situation, gun: Unit) -> Iterator[tuple[float, Order]]:
    """Shots at river crossings that carry what the enemy eats, or that his troops wait for."""
    for hexside, prize in prizes(now).items():
        order = Shell(gun.id, edge_at(now.state, hexside))
        if why_illegal(now.state, order) is None:
            odds = gunnery.shell_odds(now.state, gun, hexside)
            yield prize * sum(n * ways for n, ways in enumerate(odds.chances)) / 6, order


def prizes(now: Situation) -> dict[int, float]:
    """What a hit is worth on each of the enemy's standing bridges over a river, in victory points; twice as much where
    it would be the last."""
    state, board = now.state, now.state.scenario.board
    rules, home = state.scenario.rules, rear(now.state, now.side)
    out: dict[int, float] = {}
    for hexside, link in state.crossings.items():
        banks = [h for h in board.hexside_hexes(hexside) if h >= 0]
        if board.kind(hexside) is not HexsideKind.RIVER or len(banks) < 2:
            continue
        if link.owner == now.side or not solid(link) or not standing(link, rules):
            continue
        near, far = sorted(banks, key=lambda h: (home[h], h))
        waiting = sum(
            e.steps
            for e in now.enemies
            if e.is_combat
            and e.spec.type.weight > Weight.FOOT
            and board.distance(e.hex, far) < board.distance(e.hex, near)
            and board.distance(e.hex, far) <= WAITING
        )
        worth = HIT * now.carried.get(hexside, 0.0) + QUEUE * waiting
        if worth:
            out[hexside] = worth * (2 if link.hits + 1 >= rules.crossings[link.kind].hits else 1)
    return out


def stand_by(now: Situation) -> Order | None:
    """Guns with nothing worth a shell wait: for those before them who may be attacked, else for the enemy's guns."""
    board = now.state.scenario.board
    near = {h for e in now.enemies for h in board.within(e.hex, 2)}
    front = [u.hex for u in now.own if u.is_combat and (u.hex in near or now.plan.closing.get(u.hex, 9) <= 1)]
    guns = [e.hex for e in now.enemies if e.spec.type.range]
    for gun in _ready(now):
        reach = gun.spec.type.range
        if any(board.distance(gun.hex, h) <= reach for h in front):
            return Standby(gun.id, "defence")
        if any(board.distance(gun.hex, h) <= reach for h in guns):
            return Standby(gun.id, "counter")
    return None
