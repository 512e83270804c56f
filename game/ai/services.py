"""The services: aircraft, engineers, guns that wait, and what HQ points buy. Orders beside assaults and marches.

Each function offers its best order or None; all are weighed in victory points, as far as that can be done.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from game.ai.situation import Situation
from game.core import air, command, engineering, gunnery
from game.core.combat import forecast
from game.core.crossing import standing
from game.core.legal import why_illegal
from game.core.orders import Assault, Deceive, Demolish, EmergencySupply, Fly, Order, Shell, Standby, Work
from game.core.state import GameState, Level, Sorties, Task, Unit

#: Least worth of an air mission or a shot at a crossing, in victory points.
WORTHWHILE = 0.3
#: Hexes from a crossing at which an enemy makes it worth mining.
NEAR = 4


def before(now: Situation) -> Order | None:
    """What is to be done before anything moves: feed those cut off, set engineers to work, blow what would be lost."""
    return feed(now) or demolish(now) or build(now)


def after(now: Situation) -> Order | None:
    """What is left to do when the assaults and marches are over."""
    return fly(now) or shell(now) or stand_by(now) or deceive(now)


def supported(now: Situation, order: Assault) -> Assault:
    """An assault with as many bombers as lift it a column, and by a plan of the staff where that does too."""
    best = order
    for more in (*_with_bombers(now.state, order), order):
        for planned in (replace(more, set_piece=True), more):
            if why_illegal(now.state, planned) is not None:
                continue
            gain = forecast(now.state, planned).column - forecast(now.state, best).column
            if gain > 0:
                best = planned
    return best


def _with_bombers(state: GameState, order: Assault) -> Iterator[Assault]:
    left = state.sorties.get(state.active, Sorties()).bombers
    yield from (replace(order, sorties=n) for n in range(1, left + 1))


def feed(now: Situation) -> Order | None:
    """Emergency supply for the strongest unit that has gone without."""
    hungry = [u for u in now.own if u.unsupplied >= 2 and u.effective * 2 > u.steps]
    for unit in sorted(hungry, key=lambda u: (-u.steps, u.spec.index)):
        order = EmergencySupply(unit.id)
        if command.refuse(now.state, order) is None:
            return order
    return None


def build(now: Situation) -> Order | None:
    """Engineers mend what is hit, an attacker's bridge where there is nothing, a defender's mine what may be lost."""
    for unit in now.own:
        if not unit.has("engineer") or unit.job is not None or unit.moved:
            continue
        jobs = [p.order for p in engineering.jobs_for(now.state, unit) if p.refusal is None]
        work = [order for order in jobs if isinstance(order, Work)]
        best = max(work, key=lambda order: (_job(now, order), str(order)), default=None)
        if best is not None and _job(now, best) > 0:
            return best
    return None


def _job(now: Situation, order: Work) -> float:
    state, board = now.state, now.state.scenario.board
    hexes = [h for h in (board.index(*place) for place in order.at) if h is not None]
    away = min((board.distance(e.hex, h) for e in now.enemies for h in hexes), default=99)
    match Task(order.task):
        case Task.REPAIR:
            return 5.0 if away > 1 else 0.0
        case Task.PONTOON if now.attacking and away > 1:
            near = {h for c, link in state.crossings.items() if standing(link, state.scenario.rules)
                    for h in board.hexside_hexes(c) if h >= 0}  # fmt: skip
            return 2.0 if all(board.distance(a, b) > 2 for a in hexes for b in near) else 0.0
        case Task.MINE if not now.attacking and 1 < away <= NEAR:
            return 1.0
    return 0.0


def demolish(now: Situation) -> Order | None:
    """Blow a mined crossing when the enemy is at it and nobody of one's own is left beyond."""
    board = now.state.scenario.board
    for order in engineering.options(now.state):
        if not isinstance(order, Demolish):
            continue
        a, b = (board.index(*place) for place in order.at)
        unit = now.state.unit(order.unit)
        if a is None or b is None or unit is None:
            continue
        side = board.hexside(a, b)
        beyond = b if unit.hex == a else a
        mined = side is not None and now.state.crossings[side].mined == now.side
        enemy = any(board.distance(e.hex, beyond) <= 1 for e in now.enemies)
        left = any(board.distance(u.hex, beyond) < board.distance(u.hex, unit.hex) for u in now.own if u.id != unit.id
                   and board.distance(u.hex, beyond) <= NEAR)  # fmt: skip
        if mined and enemy and not left:
            return order
    return None


def fly(now: Situation) -> Order | None:
    """The most useful mission for the bombers left: against bridges that carry the enemy's supply, fields, trucks."""
    state = now.state
    left = state.sorties.get(now.side, Sorties())
    if not left.bombers:
        return None
    escort = left.fighters if state.superiority == state.scenario.enemy(now.side) else 0
    best: tuple[float, Order] | None = None
    for option in (*air.options(state), *_hunts(now, left.bombers)):
        if not isinstance(option, Fly) or option.mission == "scout":
            continue
        order = replace(option, escort=min(escort, option.sorties))
        if why_illegal(state, order) is not None:
            continue
        value = air.fly_forecast(state, order).expected * _prize(now, order)
        if value > WORTHWHILE and (best is None or value > best[0]):
            best = value, order
    return None if best is None else best[1]


def _hunts(now: Situation, bombers: int) -> Iterator[Fly]:
    """Interdiction of every column that is seen."""
    for unit in now.state.known_enemies(now.side):
        if unit.is_column:
            yield Fly("interdict", now.state.scenario.board.place(unit.hex), bombers)


def _prize(now: Situation, order: Fly) -> float:
    """What a hit of a mission is worth."""
    state, board = now.state, now.state.scenario.board
    match order.mission, order.target:
        case "bomb", ((_, _), (_, _)) as at:
            hexes = [board.index(*place) for place in at]
            return 0.12 * min((now.cut.get(h, 0.0) for h in hexes if h is not None), default=0.0)
        case "raid", str(name):
            field = next((f for f in state.airfields if f.name == name), None)
            return 0.0 if field is None or field.wrecked >= state.turn else 0.25 * (field.fighters + 2 * field.bombers)
        case "interdict", (int(col), int(row)):
            hex_ = board.index(col, row)
            if hex_ is None:
                return 0.0
            levels = state.sightings[now.side].levels
            trucks = sum(
                u.is_column and levels[u.spec.index] >= Level.CONTACT and board.distance(u.hex, hex_) <= 1
                for u in state.known_enemies(now.side)
            )
            return 1.2 * trucks + 0.03 * now.cut.get(hex_, 0.0)
    return 0.0


def shell(now: Situation) -> Order | None:
    """A shot at a crossing that carries the enemy's supply, by guns that have nothing better."""
    board = now.state.scenario.board
    best: tuple[float, Order] | None = None
    for order in gunnery.options(now.state):
        if isinstance(order, Shell) and _idle(now.state.unit(order.gun)):
            hexes = [board.index(*place) for place in order.at]
            side = board.hexside(hexes[0] or 0, hexes[1] or 0)
            if side is None or now.state.crossings[side].owner == now.side:
                continue
            carried = min(now.cut.get(h or 0, 0.0) for h in hexes)
            hits = gunnery.shell_forecast(now.state, order)
            value = 0.1 * carried * sum(n * ways for n, ways in enumerate(hits.chances)) / 6
            if value > WORTHWHILE and (best is None or value > best[0]):
                best = value, order
    return None if best is None else best[1]


def _idle(unit: Unit | None) -> bool:
    return unit is not None and not unit.fought and not unit.standby


def stand_by(now: Situation) -> Order | None:
    """Guns that have not fired keep their mission: for a unit in contact before them, else against enemy guns."""
    board = now.state.scenario.board
    front = [u for u in now.own if u.is_combat and any(board.distance(u.hex, e.hex) <= 2 for e in now.enemies)]
    for gun in now.own:
        reach = gun.spec.type.range
        if not reach or not _idle(gun):
            continue
        if any(board.distance(gun.hex, u.hex) <= reach for u in front):
            what = "defence"
        elif any(e.spec.type.range and board.distance(gun.hex, e.hex) <= reach for e in now.enemies):
            what = "counter"
        else:
            continue
        order = Standby(gun.id, what)
        if gunnery.refuse(now.state, order) is None:
            return order
    return None


def deceive(now: Situation) -> Order | None:
    """Points that are left buy the attacker a false contact, as far from the real ones as can be."""
    if not now.attacking or now.state.sightings[now.state.scenario.enemy(now.side)].decoys:
        return None
    board = now.state.scenario.board
    options = [o for o in command.options(now.state) if isinstance(o, Deceive)]

    def away(order: Deceive) -> tuple[int, str]:
        hex_ = board.index(*order.at) or 0
        return min((board.distance(hex_, u.hex) for u in now.own if u.is_combat), default=0), str(order)

    return max(options, key=away, default=None)
