"""A player that goes for the enemy's supply: it stands in the ring about him, takes depots and trucks, shells the
crossings that feed him, and assaults what is cut off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from khalkhin.ai.situation import marching
from khalkhin.ai.yardsticks.common import SimplePlayer, assailed, assault_gain, barrages
from khalkhin.core import View, best_assault, why_illegal
from khalkhin.core.combat.gunnery import shell_odds
from khalkhin.core.model.state import UNSEEN
from khalkhin.core.model.units import Unit
from khalkhin.core.orders.base import Outlook
from khalkhin.core.orders.named import hexside_at
from khalkhin.core.orders.orders import Order, Shell
from khalkhin.core.supply.supply import feeds

#: What a goal is worth against the way there, in MP: a hex of the ring, a depot or trucks, a road.
RING, STORE, ROAD = 0, 6, 12
#: Victory points that a hex counts for in an assault when the enemy's supplies hang on it, or its men are cut off.
NEEDED, CUT_OFF = 6.0, 2.0


class CutterPlayer(SimplePlayer):
    """Cuts first and fights what is cut off."""

    def begin(self, view: View) -> None:
        """Find once a turn where the enemy can be cut."""
        self._goals = goals(view)
        self._taken: set[int] = set()

    def choose(self, view: View) -> Order | None:
        """Assaults worth their price, guns, and marches to goals that nobody has taken yet."""
        starved = _cut_off(view)
        gains = [*_assaults(view, self._goals, starved), *_cuts(view), *_barrages(view, starved)]
        gain, order = max(gains, key=lambda g: (g[0], str(g[1])), default=(0.0, None))
        return order if order is not None and gain > 0 else self._march(view, starved)

    def _march(self, view: View, starved: set[int]) -> Order | None:
        """Each fighting unit to the cheapest goal that is free; guns after the nearest of them. Who stands in the
        enemy's road, or beside men that are cut off, stays."""
        state, distance = view.state, view.state.scenario.board.distance
        fighters = {u.hex for u in state.side_units(view.side) if u.is_combat}
        free = {h: price for h, price in self._goals.items() if h not in fighters and h not in self._taken}
        for unit in sorted(self.waiting(view), key=lambda u: (not u.is_combat, -u.steps, u.spec.index)):
            if unit.is_column or unit.has("hq"):
                continue
            if unit.is_combat and (unit.hex in self._goals or any(distance(unit.hex, h) <= 1 for h in starved)):
                continue
            targets = free if unit.is_combat else dict.fromkeys(fighters, 0)
            if targets and (order := self.march(view, unit, _priced(view, unit, targets))) is not None:
                if unit.is_combat:
                    self._taken.add(min(free, key=lambda h: (distance(unit.hex, h) + free[h], h)))
                return order
        return None


def goals(view: View) -> dict[int, int]:
    """Where the enemy's supply can be cut, as far as the side knows: hexes with a price, the best for nothing. Roads
    are those that he would use if nobody of the side stood in them."""
    state = view.state
    enemy = state.scenario.enemy(view.side)
    lifted = state.with_units([replace(u, hex=UNSEEN) for u in state.side_units(view.side)])
    wanted = {s.hex: ROAD for s in state.stores if s.side == enemy and s.is_source}
    for route in feeds(lifted, enemy).values():
        wanted |= dict.fromkeys(route.hexes, ROAD)
    wanted |= {s.hex: STORE for s in state.stores if s.side == enemy and not s.is_source}
    wanted |= {u.hex: STORE for u in state.known_enemies(view.side) if u.is_column}
    throat = view.analysis.of(enemy).jugular
    wanted |= dict.fromkeys(throat.hexes, RING)
    for hexside in throat.crossings:
        wanted |= {h: RING for h in state.scenario.board.hexside_hexes(hexside) if h >= 0}
    return wanted


def _priced(view: View, unit: Unit, targets: dict[int, int]) -> list[int]:
    """Marching cost of every hex to the goals, dearer ones further off."""
    mobility = unit.spec.type.mobility
    prices = sorted(set(targets.values()))
    fields = [(p, marching(view.state, mobility, [h for h, q in targets.items() if q == p])) for p in prices]
    return [min(price + field[h] for price, field in fields) for h in range(view.state.scenario.board.size)]


def _cut_off(view: View) -> set[int]:
    """Hexes of enemies whom supplies do not reach, as far as the side knows."""
    net = view.analysis.of(view.state.scenario.enemy(view.side)).net
    return {u.hex for u in view.state.known_enemies(view.side) if not u.is_column and not net.serves(u)}


def _assaults(view: View, wanted: dict[int, int], starved: set[int]) -> Iterator[tuple[float, Order]]:
    state = view.state
    for target in assailed(view):
        prize = NEEDED * (wanted.get(target, ROAD) < ROAD) + CUT_OFF * (target in starved)
        order = best_assault(state, target) if prize else None
        if order is not None and why_illegal(state, order) is None:
            yield assault_gain(state, order, prize), order


def _cuts(view: View) -> Iterator[tuple[float, Order]]:
    """Shots at crossings that the enemy's supplies go over."""
    state = view.state
    found = view.analysis.of(state.scenario.enemy(view.side))
    fed = {c for routes in (found.net.routes, found.feeds) for route in routes.values() for c in route.crossings}
    for order in Shell.options(Outlook(state, view.analysis.of(view.side).picture)):
        hexside, gun = hexside_at(state, order.at), state.unit(order.gun)
        if isinstance(hexside, int) and gun is not None and hexside in fed and why_illegal(state, order) is None:
            hits = shell_odds(state, gun, hexside).chances
            yield sum(n * faces for n, faces in enumerate(hits)) / 6, order


def _barrages(view: View, starved: set[int]) -> Iterator[tuple[float, Order]]:
    """Fire on what is cut off first."""
    for gain, order in barrages(view):
        yield gain + (view.state.scenario.board.index(*order.target) in starved), order


#: Found by this name in :data:`khalkhin.ai.players.OWN`.
player = CutterPlayer
