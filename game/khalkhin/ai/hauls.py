"""Truck columns: the staff hauls by itself, and goes on hauling to those who are pressed; the computer says which
depots matter, keeps columns that have nothing to do out of harm's way, and sends one by hand with a load to troops who
have outrun their depots."""

from __future__ import annotations

from khalkhin.ai.plan import DUG_IN
from khalkhin.ai.situation import Situation
from khalkhin.core.model.units import Driving, Unit
from khalkhin.core.movement.movement import reach
from khalkhin.core.orders.legal import why_illegal
from khalkhin.core.orders.orders import Haul, Load, Move, Order, Prioritise, Unload
from khalkhin.core.supply import perils
from khalkhin.core.supply.staffplan import Assignment, load_limit, needs, plan, store_at
from khalkhin.core.supply.supply import rear

#: A depot that feeds so large a part of the troops near the enemy, in percent, comes before others.
MAIN = 30
#: Turns that the stock of a depot must last for it not to be short, and from which on it is plenty.
LEAN, PLENTY = 3, 6
#: Troops further than this part of the supply range from their store, in percent, have outrun it.
OUTRUN = 70
#: Such troops, in steps, that are worth a column.
WORTHY = 12
#: Hexes: no dump is made within so many of another store; those in need within so many have a use for it.
APART, USE = 5, 4


def priority(now: Situation) -> Order | None:
    """The next depot whose priority does not fit what hangs on it."""
    state, side = now.state, now.side
    fed: dict[int, int] = {}
    for index, route in now.net.routes.items():
        unit = state.units[index]
        if now.plan.closing.get(unit.hex, 9) <= 2:
            fed[route.store] = fed.get(route.store, 0) + unit.steps
    whole = sum(fed.values())
    lacking = {need.store: need for need in needs(state, side)} if now.attacking else {}
    for i, store in enumerate(state.stores):
        if store.side != side or store.is_source or store_at(state, side, store.hex) != i:
            continue
        # A depot that has come first keeps its place until much less hangs on it.
        least = MAIN if store.priority < 2 else MAIN // 2
        wanted = 2 if whole and 100 * fed.get(i, 0) >= least * whole else 1
        if now.attacking and (need := lacking.get(i)) is not None and need.rate:
            # An attack lives on the depots that run dry first, mostly those of its wings; who has plenty waits.
            lasts = need.stock / need.rate
            wanted = wanted + 1 if lasts < LEAN else 1 if lasts >= PLENTY else wanted
        if _is_given_up(now, store.hex, fed=bool(fed.get(i))):
            wanted = 0
        if store.priority != wanted:
            return Prioritise(state.scenario.board.place(store.hex), wanted)
    return None


def drive(now: Situation) -> Order | None:
    """The next order for a column that is driven by hand or should be."""
    columns = [u for u in now.state.side_units(now.side) if u.is_column]
    need = _outrun(now)
    by_hand = [u for u in columns if u.driving is Driving.HAND]
    ahead = max(by_hand, key=lambda u: (u.cargo, -u.spec.index), default=None)
    for unit in by_hand:
        if (order := _by_hand(now, unit, need if unit is ahead else [])) is not None:
            return order
    return _send(now, columns, need) or _spare(now, columns)


def in_danger(now: Situation, hex_: int) -> bool:
    """Whether a known enemy can come to a hex next turn, or shut its way home, and no friend in it is a match for
    those who can come at it."""
    return not now.plan.quiet(hex_) and not now.shielded(hex_)


def _spare(now: Situation, columns: list[Unit]) -> Move | None:
    """By hand to safety a column in the enemy's reach for which the plan has nothing to do, and one about which a ring
    closes, or that would haul to or from a depot that lies open to the enemy. Any other that hauls goes on: what it
    carries keeps a strongpoint alive, and it counts for less than those who would go without."""
    about = [u for u in columns if u.driving is not Driving.HAND and not u.moved and u.mp > 0]
    if not about:
        return None
    planned = {part.unit: part for part in plan(now.state, now.side).assignments if part.depot >= 0}
    for unit in about:
        trip = planned.get(unit.id)
        hauls = trip is not None or unit.haul is not None
        lost = _is_ringed(now, unit) or (trip is not None and _leads_into_the_open(now, unit, trip))
        if (lost or (not hauls and in_danger(now, unit.hex))) and (order := _away(now, unit)) is not None:
            return order
    return None


def _leads_into_the_open(now: Situation, unit: Unit, trip: Assignment) -> bool:
    """Whether a haul brings a column to a depot that lies open to the enemy: to fill it, or to fetch what is left."""
    stops = {now.state.stores[store].hex for store in (trip.origin, trip.depot)} - {unit.hex}
    return any(_is_open(now, hex_) for hex_ in stops)


def _is_ringed(now: Situation, unit: Unit) -> bool:
    """Whether a ring closes about a column. An attacker's trucks go on to the troops that it is to open again."""
    return not now.attacking and unit.hex in now.plan.ringed


def _is_open(now: Situation, hex_: int) -> bool:
    """Whether the enemy can come to a depot next turn and nobody stands in it; of a side that sits in its works, and
    brings nobody up after its trucks, nobody to speak of."""
    kept = _is_strong(now, hex_) if now.hints.posture == "defend" else hex_ in now.known.combat
    return not kept and not now.plan.quiet(hex_)


def _is_strong(now: Situation, hex_: int) -> bool:
    """Whether those in a depot can keep the enemy off the trucks that come to it: as a match for him, or in good works
    and enough for them."""
    least = now.state.scenario.rules.combat.strongpoint_steps
    dug_in = (u for u in now.own if u.hex == hex_ and u.has("infantry") and u.entrenchment >= DUG_IN)
    return now.shielded(hex_) or sum(u.effective for u in dug_in) >= least


def _is_given_up(now: Situation, hex_: int, *, fed: bool) -> bool:
    """Whether nothing more is to go to a depot: to one that lies open; an attack goes on with one that feeds
    somebody. One in a ring is hauled to as long as a way leads there: its garrison holds while it is fed."""
    if not now.attacking:
        return _is_open(now, hex_)
    return not fed and hex_ not in now.known.combat and now.plan.closing.get(hex_, 9) <= 1


def _away(now: Situation, unit: Unit) -> Move | None:
    """To the nearest hex where no known enemy can come next turn, past nothing that its side should fear; of those
    first where the way home will still be safe a turn later. Without one, to men who can keep it, and without them as
    far on its way home as it gets."""
    board, home = now.state.scenario.board, rear(now.state, now.side)
    ways = _open(now, unit)
    safe = [h for h in ways if now.plan.quiet(h) and h not in now.plan.ringed]
    if safe:
        lasting = [h for h in safe if h in now.plan.rear] or safe
        return Move(unit.id, board.place(min(lasting, key=lambda h: (board.distance(h, unit.hex), home[h], h))))
    kept = [h for h in (unit.hex, *ways) if _is_strong(now, h)]
    if kept:
        hex_ = min(kept, key=lambda h: (board.distance(h, unit.hex), home[h], h))
        return None if hex_ == unit.hex else Move(unit.id, board.place(hex_))
    back = [h for h in ways if home[h] < home[unit.hex] and h not in now.known.zones]
    return Move(unit.id, board.place(min(back, key=lambda h: (home[h], h)))) if back else None


def _open(now: Situation, unit: Unit) -> list[int]:
    """Where a column can go without driving through a hex that its side should fear."""
    found = reach(now.state, unit, now.known)
    shunned = perils.shunned(now.state, now.side, now.known)
    return [h for h in found.cost if shunned.isdisjoint(found.path(h)[1:])]


def _outrun(now: Situation) -> list[Unit]:
    """Fighting units that have gone far from their store, or beyond its range."""
    limit = now.state.scenario.rules.supply.range * OUTRUN // 100
    out = []
    for unit in now.own:
        route = now.net.routes.get(unit.spec.index)
        if unit.is_combat and unit.id not in now.plan.leaving and (route is None or route.cost >= limit):
            out.append(unit)
    return out


def _send(now: Situation, columns: list[Unit], need: list[Unit]) -> Order | None:
    """Take a loaded column, or one that stands at a store, for a forward dump."""
    if not now.attacking or sum(u.steps for u in need) < WORTHY or any(u.driving is Driving.HAND for u in columns):
        return None
    ready = [u for u in columns if u.driving is Driving.STAFF and not u.moved and u.effective > 0 and u.mp > 0]
    for unit in sorted(ready, key=lambda u: (-u.cargo, u.spec.index)):
        step = _forward(now, unit, need)
        if step is None or unit.cargo:
            if step is not None:
                return step
            continue
        index = store_at(now.state, now.side, unit.hex)
        points = 0 if index is None else min(load_limit(unit), now.state.stores[index].stock // 2)
        load = Load(unit.id, points)
        if points > 2 and why_illegal(now.state, load) is None:
            return load
    return None


def _by_hand(now: Situation, unit: Unit, need: list[Unit]) -> Order | None:
    """Go on with a forward dump, or next turn give the column back to the staff."""
    if unit.cargo and _worth_a_dump(now, unit.hex, need):
        put = Unload(unit.id, unit.cargo)
        if why_illegal(now.state, put) is None:
            return put
    if now.attacking and unit.cargo and not unit.moved and (step := _forward(now, unit, need)) is not None:
        return step
    if _is_ringed(now, unit):
        return None if unit.moved else _away(now, unit)
    return None if unit.moved else Haul(unit.id)


def _forward(now: Situation, unit: Unit, need: list[Unit]) -> Move | None:
    """The step of a column towards those in need; None if it is there or finds no safe way nearer."""
    board = now.state.scenario.board
    middle = _middle(now, need)
    if middle is None:
        return None
    field = now.field_to(middle, unit.spec.type.mobility)
    safe = [h for h in _open(now, unit) if not in_danger(now, h) and field[h] + 2 < field[unit.hex]]
    return Move(unit.id, board.place(min(safe, key=lambda h: (field[h], h)))) if safe else None


def _middle(now: Situation, need: list[Unit]) -> int | None:
    """Where the unit among those in need stands that has most of the others near it."""
    board = now.state.scenario.board

    def company(unit: Unit) -> int:
        return sum(u.steps for u in need if board.distance(u.hex, unit.hex) <= USE)

    best = max(need, key=lambda u: (company(u), -u.spec.index), default=None)
    return best.hex if best is not None and company(best) >= WORTHY else None


def _worth_a_dump(now: Situation, hex_: int, need: list[Unit]) -> bool:
    board = now.state.scenario.board
    near = sum(u.steps for u in need if board.distance(u.hex, hex_) <= USE)
    return near >= WORTHY and not any(
        s.side == now.side and board.distance(s.hex, hex_) <= APART for s in now.state.stores
    )
