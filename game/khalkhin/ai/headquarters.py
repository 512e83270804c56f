"""Where staffs sit, when they leave, and what HQ points buy beside set-piece assaults."""

from __future__ import annotations

from collections.abc import Mapping, Set

from khalkhin.ai.appreciation import holds_out
from khalkhin.ai.plan import Task
from khalkhin.ai.refuge import SOON
from khalkhin.ai.situation import FAR, Situation
from khalkhin.core.model.units import UNSUPPLIED, Unit
from khalkhin.core.movement.movement import full_mp, reach
from khalkhin.core.orders.base import Outlook
from khalkhin.core.orders.legal import why_illegal
from khalkhin.core.orders.orders import Deceive, EmergencySupply, Exit, ForcedMarch, Order

#: Missions that do not wait.
PRESSED = frozenset({Task.ENVELOP, Task.SEAL, Task.RELIEVE})
#: False contacts that a side shows at a time.
SHOWN = 3
#: What a hex further costs a staff that looks for a seat, in parts of its command that it could reach from there.
UPROOTED = 0.05
#: A seat from which a staff commands less than this part of its command is none; nor is one of a side that does not
#: attack, if it is in more danger than that is worth.
FEW = 0.25
#: Hexes from a source within which a staff is at home.
AT_HOME = 3
#: What it counts against a hex that the enemy can come to a staff in it, as marches are scored.
EXPOSED = 10.0
#: The same where a unit stands with it that is a match for him, and where no enemy is known of, but nobody of its own
#: is beside it.
HELD, ALONE = 2.0, 6.0
#: The same where the way home may be shut in two turns: to an attacker, and to a side that the enemy goes round.
FORWARD, SHUT = 6.0, 15.0


def seat(now: Situation, staff: Unit) -> int | None:
    """Where a staff is to sit: where it commands most of those it has to command, out of the enemy's reach and with a
    safe way home, by choice among troops; without such a place an attacker's as near to it as can be, another at its
    side's main source or the one beside it; shut in, with the strongest unit near it. A staff with nobody to command
    stays where it is as long as that is safe."""
    if staff.id not in now.seats:
        now.seats[staff.id] = _seat(now, staff)
    return now.seats[staff.id]


def _seat(now: Situation, staff: Unit) -> int | None:
    board, plan = now.state.scenario.board, now.plan
    held = {u.hex for u in now.own if u.is_combat and u.hex in plan.refuge and now.shielded(u.hex)}
    safe = (plan.calm | held) - now.barred - plan.ringed
    if not safe:
        strong = [u for u in now.own if u.is_combat and u.effective]
        nearest = min(strong, key=lambda u: (board.distance(u.hex, staff.hex) - u.effective / 3, u.hex), default=None)
        return None if nearest is None else nearest.hex
    mates = commanded(now, staff)
    range_ = now.state.scenario.rules.command.range
    worth: dict[int, float] = {}
    whole = sum(u.effective for u in mates)
    for mate in mates:
        share = mate.effective / whole * (1.5 if now.danger.get(mate.hex) else 1.0)
        for hex_ in board.within(mate.hex, range_):
            if hex_ in safe:
                worth[hex_] = worth.get(hex_, 0.0) + share

    def merit(hex_: int) -> float:
        return worth[hex_] - UPROOTED * board.distance(hex_, staff.hex) + risk(now, hex_) / EXPOSED

    best = max(worth, key=lambda h: (merit(h), -h), default=None)
    if best is not None and worth[best] >= FEW and (now.attacking or merit(best) > 0):
        return best
    home = _home(now, staff)
    ends = [u.hex for u in mates] if now.attacking or home is None else [home]
    ends = ends if mates else [staff.hex]
    return min(safe, key=lambda h: (min(board.distance(h, end) for end in ends), h))


def _home(now: Situation, staff: Unit) -> int | None:
    """The source of its side from which most comes in, or one that a staff is at already: it does not cross the
    battlefield to another."""
    distance = now.state.scenario.board.distance
    own = [s for s in now.state.scenario.sources if s.side == now.side]
    here = [s for s in own if distance(s.hex, staff.hex) <= AT_HOME]
    best = max(here or own, key=lambda s: (s.per_turn, -s.hex), default=None)
    return None if best is None else best.hex


def flight(now: Situation, staff: Unit, within: Mapping[int, int]) -> int | None:
    """Where a staff of a side that does not attack stands this turn on its way home, of the hexes `within` its reach:
    out of the enemy's if it can, else among men who keep him off. None while it has a command and a safe seat."""
    home = _home(now, staff)
    if now.attacking or home is None or seat(now, staff) != home:
        return None
    way = now.field_to(home, staff.spec.type.mobility)

    def merit(hex_: int) -> tuple[bool, int, int]:
        caught = now.plan.closing.get(hex_, SOON + 1) <= SOON and not now.shielded(hex_)
        return caught, way[hex_], hex_

    return min((staff.hex, *within), key=merit)


def risk(now: Situation, hex_: int) -> float:
    """What it counts against a hex, below zero, that a staff would be in the enemy's reach there or soon in a ring, or
    that one whom nobody has seen may come upon it alone."""
    board = now.state.scenario.board
    if hex_ in now.plan.ringed:
        return -EXPOSED
    far = 0.0 if hex_ in now.plan.rear else -FORWARD if now.attacking else -SHUT
    exposed = far - EXPOSED
    if hex_ in now.known.combat:
        return far if hex_ in now.plan.calm else far - HELD if now.shielded(hex_) else exposed
    near = len(now.known.combat.intersection(board.neighbours[hex_]))
    if hex_ not in now.plan.calm or hex_ in now.plan.shunned:
        return exposed
    return far - ALONE / (1 + near)


def commanded(now: Situation, staff: Unit) -> list[Unit]:
    """Fighting units that a staff commands: those of its formation, and whom its leader's name moves: everybody."""
    return [
        u
        for u in now.own
        if u.is_combat and u.effective and (staff.spec.leader or u.spec.formation == staff.spec.formation)
    ]


def leave(now: Situation) -> Order | None:
    """Those who do not fight leave the map by a source of their side's before the enemy is there."""
    for unit in now.state.side_units(now.side):
        order = Exit(unit.id)
        if not unit.is_combat and in_reach(now, unit) and why_illegal(now.state, order) is None:
            return order
    return None


def in_reach(now: Situation, unit: Unit) -> bool:
    """Whether a known enemy can come to a unit next turn, and nobody stands in its hex who could keep him off."""
    return now.plan.closing.get(unit.hex, SOON + 1) <= SOON and not now.shielded(unit.hex)


def feed(now: Situation) -> Order | None:
    """Emergency supply for the strongest unit that can still fight and is unsupplied, or would be next turn."""
    hungry = [
        u
        for u in now.own
        if 2 * u.effective > u.steps and (u.supply_state >= UNSUPPLIED or not (now.net.serves(u) or holds_out(u)))
    ]
    for unit in sorted(hungry, key=lambda u: (-u.steps, u.spec.index)):
        order = EmergencySupply(unit.id)
        if why_illegal(now.state, order) is None:
            return order
    return None


def hurry(now: Situation) -> Order | None:
    """A forced march for a unit that by it, and only by it, closes a ring, slips out of one or gets out of the enemy's
    reach this turn."""
    if now.state.hq_points.get(now.side, 0) < now.state.scenario.rules.command.forced_march:
        return None
    out = frozenset(h for h in now.net.cost if now.plan.closing.get(h, 9) > 1)
    for unit in sorted(now.own, key=lambda u: (not u.has("hq"), u.spec.index)):
        order = ForcedMarch(unit.id)
        helpless = not unit.is_combat and in_reach(now, unit)
        if (not helpless and (not unit.is_combat or unit.effective < 3)) or why_illegal(now.state, order) is not None:
            continue
        closing = now.plan.closers.get(unit.id)
        goals = frozenset() if closing is None else frozenset({closing})
        if helpless or unit.id in now.plan.leaving | now.plan.cut:
            goals = now.plan.calm if helpless else out
        if goals and _needs(now, unit, goals):
            return order
    return None


def press_on(now: Situation, unit: Unit, goal: int | None) -> Order | None:
    """A forced march for a unit that is about to march to a goal further than it can come, with points that nothing
    else has called for: for the wings and the relief, for guns, engineers and staffs that have fallen behind. They
    arrive a step weaker, so nobody is hurried out of a fight or into one."""
    order = ForcedMarch(unit.id)
    if goal is None or unit.suppressed or unit.steps < 2 or why_illegal(now.state, order) is not None:
        return None
    mp = full_mp(now.state, unit)
    there = now.field_to(goal, unit.spec.type.mobility)[unit.hex]
    awaited = not unit.is_combat or now.plan.operations.task(unit) in PRESSED
    if not mp < there < FAR or (not awaited and there <= 3 * mp):
        return None
    return None if now.danger.get(unit.hex) or (now.danger.get(goal) and there <= 2 * mp) else order


def _needs(now: Situation, unit: Unit, goals: Set[int]) -> bool:
    """Whether a unit comes to one of some hexes by a forced march and not without."""
    board = now.state.scenario.board
    mp = full_mp(now.state, unit) * (100 + now.state.scenario.rules.command.march) // 100
    if min(board.distance(unit.hex, h) for h in goals) > mp:
        return False
    if not goals.isdisjoint(reach(now.state, unit, now.known).cost):
        return False
    return not goals.isdisjoint(reach(now.state, unit, now.known, start=unit.hex, mp=mp).cost)


def deceive(now: Situation) -> Order | None:
    """Points that are left buy a false contact: an attacker shows one as far from his armour as can be, a defender
    where he is weakest."""
    shown = now.state.sightings[now.state.scenario.enemy(now.side)].decoys
    if len(shown) >= SHOWN:
        return None
    board = now.state.scenario.board
    strong = [u.hex for u in now.own if u.is_combat and (u.has("armour") or not now.attacking)]
    strong = [*(strong or [u.hex for u in now.own if u.is_combat]), *shown]
    options = Deceive.options(Outlook(now.state, now.known))

    def away(order: Deceive) -> tuple[int, str]:
        hex_ = board.index(*order.at)
        assert hex_ is not None
        return min((board.distance(hex_, h) for h in strong), default=0), str(order)

    return max(options, key=away, default=None)
