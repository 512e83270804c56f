"""Aircraft: reconnaissance over the axis before anything else, and what bombers do that no assault needs."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from khalkhin.ai.fire import prizes
from khalkhin.ai.pursuit import trails
from khalkhin.ai.situation import Situation
from khalkhin.core.model.state import SortiesLeft
from khalkhin.core.orders.air import fly_forecast
from khalkhin.core.orders.legal import why_illegal
from khalkhin.core.orders.named import edge_at
from khalkhin.core.orders.orders import Edge, Fly, Order, Place

#: Least worth of a mission for each bomber sent, in victory points.
WORTHWHILE = 0.12
#: Hexes out of sight that make a place worth a look.
DARK = 6
#: Hexes from own units within which places are looked at.
AHEAD = 8


def scout(now: Situation, flown: Collection[str] = ()) -> Order | None:
    """A fighter looks over the place ahead of which least is seen, as long as enough stay for escort; not where one
    was sent this turn already: the orders `flown`, as text. What was not seen then is watched by enemy fighters."""
    left = now.state.sorties.get(now.side, SortiesLeft())
    return _look(now, DARK, flown) if left.fighters > _escorts(now, left.bombers) else None


def scout_with_the_rest(now: Situation, flown: Collection[str] = ()) -> Order | None:
    """Fighters that nothing has called for look at what is still dark, for the sake of what is next."""
    return _look(now, 1, flown)


def _escorts(now: Situation, bombers: int) -> int:
    """Fighters that are wanted beside so many bombers."""
    return 0 if now.state.superiority == now.side else -(-bombers * now.state.scenario.rules.air.escort // 100)


def _look(now: Situation, least: int, flown: Collection[str]) -> Order | None:
    """A fighter over the place ahead about which most hexes are out of sight, if there are at least so many."""
    state, board = now.state, now.state.scenario.board
    if not state.sorties.get(now.side, SortiesLeft()).fighters:
        return None
    radius = state.scenario.rules.air.recon
    seen = now.view.visible
    for hex_ in state.sightings[now.side].scouted:
        seen |= 1 << hex_

    def dark(hex_: int) -> int:
        return sum(not seen >> h & 1 for h in board.within(hex_, radius))

    places = sorted((-n, h) for h in _ahead(now) if (n := dark(h)) >= least)
    looks = (Fly("scout", board.place(h), 1) for _, h in places)
    return next((look for look in looks if str(look) not in flown and why_illegal(state, look) is None), None)


def _ahead(now: Situation) -> list[int]:
    """Places worth a look: what is to be taken, the axes, what a defender holds and lives on, where enemies were seen
    last, and the ways by which beaten ones go home."""
    board = now.state.scenario.board
    hexes = {h for axis in now.hints.axes for h in axis.hexes} | now.targets.keys()
    if not now.attacking:
        hexes |= now.held.keys() | {s.hex for s in now.state.stores if s.side == now.side}
    hexes |= {g.hex for g in now.view.ghosts.values()} | trails(now.state, now.side)
    return [h for h in hexes if any(board.distance(u.hex, h) <= AHEAD for u in now.own)]


def strike(now: Situation) -> Order | None:
    """The most useful mission for bombers that no assault has called for, escorted where the enemy is not beaten."""
    state = now.state
    left = state.sorties.get(now.side, SortiesLeft())
    best: tuple[float, Order] | None = None
    for prize, mission, target in _targets(now) if left.bombers else ():
        for sorties in range(1, left.bombers + 1):
            needed = _escorts(now, sorties)
            order = Fly(mission, target, sorties, needed if needed <= left.fighters else 0)
            if why_illegal(state, order) is not None:
                break
            value = fly_forecast(state, order).expected * prize - 0.03 * sorties
            if value > WORTHWHILE * sorties and (best is None or value > best[0]):
                best = value, order
    return None if best is None else best[1]


def _targets(now: Situation) -> Iterator[tuple[float, str, Place | Edge | str]]:
    """What a hit is worth, the mission and its target: crossings, fields, and columns or the road that feeds most."""
    state, board = now.state, now.state.scenario.board
    for hexside, prize in prizes(now).items():
        yield prize, "bomb", edge_at(now.state, hexside)
    for base in state.airfields:
        if base.side != now.side and base.wrecked < state.turn:
            yield 0.25 * (base.fighters + 2 * base.bombers), "raid", base.name
    columns = [u for u in state.known_enemies(now.side) if u.is_column]
    places = {u.hex for u in columns}
    if now.roads:
        places.add(max(now.roads, key=lambda h: (now.roads[h], -h)))
    for hex_ in sorted(places):
        trucks = sum(min(2, u.steps) for u in columns if board.distance(u.hex, hex_) <= 1)
        yield min(3, trucks) + 0.02 * now.roads.get(hex_, 0.0), "interdict", board.place(hex_)
